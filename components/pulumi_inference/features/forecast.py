"""What a rollout will take: GPUs, CPU and memory before it, at its peak and after it; and how many pods serve then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypedDict

from ..bounds import Bounds
from ..child import ROUTE
from ..errors import path_to
from ..kube.duration import duration_text
from ..tracks import tracks
from .deployment import rollout_budget, waves_of
from .rollout import EVERYWHERE, PodAmounts, Split, hands_over, levels, most_unavailable, surge, waits

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

GIBIBYTE = 2**30


class Amounts(TypedDict):
    """What pods ask for, all together."""

    gpus: int
    """Whole ones."""
    cpu: float
    """Cores."""
    memory: float
    """Bytes."""


class Forecast(TypedDict):
    """What a rollout takes of the cluster. What an autoscaler adds of its own accord is in `most` alone."""

    now: Amounts
    """Of the pods before it."""
    peak: Amounts
    """The most at one time while it runs."""
    after: Amounts
    """Of the pods after it."""
    most: Amounts
    """Of the most pods that autoscaling allows; `after` without."""
    fewest: int
    """Ready pods behind the Service at worst while it runs, if each pod starts as it should."""
    waves: int
    """Times that some pods are replaced, one after the other."""
    seconds: int
    """How long the engine waits for it at worst, before it gives up."""


def forecast(spec: "InferenceServiceSpec", before: Split | None, after: Split) -> Forecast:
    """Of the rollout from `before`, or from nothing, to `after`."""
    stages = list(_stages(spec, before, after))
    now = _all_together([_Pods(before.pods(track), before.pod) for track in before.replicas]) if before else _NOTHING
    peak = [now, *(_all_together(list(stage.pods.values())) for stage in stages)]
    return Forecast(
        now=now,
        peak=Amounts(
            gpus=max(one["gpus"] for one in peak),
            cpu=max(one["cpu"] for one in peak),
            memory=max(one["memory"] for one in peak),
        ),
        after=_all_together([_Pods(after.pods(track), after.pod) for track in after.replicas]),
        most=_all_together([_Pods(_most(count), after.pod) for count in after.replicas.values()]),
        fewest=min(stage.ready for stage in stages) if before else 0,
        waves=sum(stage.waves for stage in stages),
        seconds=sum(stage.seconds for stage in stages),
    )


def in_words(service: str, found: Forecast, serving: int) -> str:
    """For a preview: what is asked for in each phase, and the pods that serve meanwhile if fewer than the `serving`
    ones afterwards."""
    parts = [f"{path_to('services', [service])}: the rollout needs"]
    for name, unit in (("gpus", "GPUs"), ("cpu", "CPUs"), ("memory", "GiB")):
        amounts = [found[phase][name] for phase in ("now", "peak", "after", "most")]  # type: ignore[literal-required]
        if any(amounts):
            shown = [f"{amount / GIBIBYTE if name == 'memory' else amount:.6g}" for amount in amounts]
            now, peak, after, most = shown
            limit = f", at most {most} under autoscaling" if most != after else ""
            parts.append(f"  {unit}: {now} now, {peak} at the peak, {after} after{limit}")
    if found["seconds"]:
        waves = f"{found['waves']} waves of pods, " if found["waves"] > 1 else ""
        parts.append(f"  time: {waves}{duration_text(Fraction(found['seconds']))} at worst")
    if found["fewest"] < serving:
        parts.append(f"  ready pods behind the Service: {found['fewest']} at worst meanwhile, {serving} after")
    return "\n".join(parts)


@dataclass(frozen=True)
class _Pods:
    count: int
    each: PodAmounts


@dataclass(frozen=True)
class _Stage:
    """What there is at most of each track while one level of steps is taken, and what serves at least."""

    pods: Mapping[str, _Pods]
    ready: int
    waves: int
    seconds: int


_NOTHING = Amounts(gpus=0, cpu=0.0, memory=0.0)


def _stages(spec: "InferenceServiceSpec", before: Split | None, after: Split) -> Iterator[_Stage]:
    hand_over = hands_over(spec, before, after)
    pods = {track: _Pods(before.pods(track), before.pod) for track in before.replicas} if before else {}
    traffic = {before.traffic if before else after.traffic}
    for level in levels(waits(before, after, hand_over=hand_over)):
        traffic |= {after.traffic} if ROUTE in level else set()
        changing = {track: _while_changing(spec, track, before, after) for track in level & after.replicas.keys()}
        standing = {track: found for track, found in pods.items() if track not in changing}
        ready = {track: found.count for track, found in standing.items()} | {
            track: least for track, (_, least) in changing.items()
        }
        times = [_time(spec, track, before, after) for track in sorted(changing)]
        yield _Stage(
            waves=max((waves for waves, _ in times), default=0),
            seconds=max((seconds for _, seconds in times), default=0),
            pods=standing | {track: most for track, (most, _) in changing.items()},
            ready=min(
                sum(count for track, count in ready.items() if selected in (EVERYWHERE, track)) for selected in traffic
            ),
        )
        pods |= {track: _Pods(after.pods(track), after.pod) for track in changing}
        traffic = {after.traffic} if ROUTE in level else traffic


def _while_changing(spec: "InferenceServiceSpec", track: str, before: Split | None, after: Split) -> tuple[_Pods, int]:
    """The most pods of a track, and the fewest ready ones, from its count before to its count after."""
    was, wanted = before.pods(track) if before else 0, after.pods(track)
    if before is None or not before.rolls(track, after):
        return _Pods(max(was, wanted), after.pod), min(was, wanted)
    larger = PodAmounts(
        max(before.pod.gpus, after.pod.gpus),
        max(before.pod.cpu, after.pod.cpu),
        max(before.pod.memory, after.pod.memory),
    )
    return (
        _Pods(max(was, wanted + surge(spec, wanted)), larger),
        max(0, min(was, wanted - most_unavailable(spec, wanted))),
    )


def _time(spec: "InferenceServiceSpec", track: str, before: Split | None, after: Split) -> tuple[int, int]:
    """The waves in which the pods of a track are replaced, and the seconds that the engine gives to its change."""
    (budget,) = (rollout_budget(spec, one) for one in tracks(spec) if one.name == track)
    if before is not None and before.rolls(track, after):
        return waves_of(spec, after.pods(track)), budget.update
    grows = before is None or after.pods(track) > before.pods(track)
    return 0, budget.create if grows else 0


def _all_together(pods: list[_Pods]) -> Amounts:
    return Amounts(
        gpus=sum(one.count * one.each.gpus for one in pods),
        cpu=sum(one.count * one.each.cpu for one in pods),
        memory=sum(one.count * one.each.memory for one in pods),
    )


def _most(count: int | str) -> int:
    return count if isinstance(count, int) else Bounds.parse(count).maximum
