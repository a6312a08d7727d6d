"""What a rollout will take: GPUs, CPU and memory before it, at its peak and after it; and how many pods serve then."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, TypedDict

from ..child import ROUTE
from ..errors import path_to
from ..kube.duration import duration_text
from ..tracks import tracks
from .rollout import EVERYWHERE, PodAmounts, Split, hands_over, levels, most_unavailable, raised, surge, waits
from .workload import rollout_budget, waves_of

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

GIBIBYTE = 2**30


class Amounts(TypedDict):
    """What pods ask for, all together."""

    gpus: int
    """Whole ones, MIG slices, claimed devices or shares of HAMi's: what the scheduler counts for the spec."""
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
    before = before.beside(after) if before else None
    stages = list(_stages(spec, before, after))
    now = _together(_pods(before)) if before else PodAmounts()
    peak = reduce(or_, (stage.asked for stage in stages), now)
    most = _together({track: _Pods(after.bounds(track).maximum, after.pod) for track in after.replicas})
    return Forecast(
        now=_amounts(now),
        peak=_amounts(peak),
        after=_amounts(_together(_pods(after))),
        most=_amounts(most),
        fewest=min(stage.ready for stage in stages) if before else 0,
        waves=sum(stage.waves for stage in stages),
        seconds=sum(stage.seconds for stage in stages),
    )


def in_words(service: str, found: Forecast, serving: int, gpus: str = "GPUs") -> str:
    """For a preview: what is asked for in each phase, and the pods that serve meanwhile if fewer than the `serving`
    ones afterwards.

    Args:
        service: What the service is declared under.
        found: Its forecast.
        serving: The pods that serve afterwards.
        gpus: What is counted of GPUs.
    """
    parts = [f"{path_to('services', [service])}: the rollout needs"]
    for name, unit in (("gpus", gpus), ("cpu", "CPUs"), ("memory", "GiB")):
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

    @property
    def asked(self) -> PodAmounts:
        """By all of them together."""
        return self.each * self.count


@dataclass(frozen=True)
class _Stage:
    """What is asked for at most while one level of steps is taken, and what serves at least."""

    asked: PodAmounts
    ready: int
    waves: int
    seconds: int


def _stages(spec: "InferenceServiceSpec", before: Split | None, after: Split) -> Iterator[_Stage]:
    hand_over = hands_over(spec, before, after)
    pods = _pods(before) if before else {}
    traffic = {before.traffic if before else after.traffic}
    given = raised(spec, before, after)
    late = _not_awaited(before, after, given)
    for level in levels(waits(before, after, hand_over=hand_over, raised=given)):
        traffic |= {after.traffic} if ROUTE in level else set()
        changing = {track: _while_changing(spec, track, before, after) for track in level & after.replicas.keys()}
        standing = {track: found for track, found in pods.items() if track not in changing}
        ready = {track: min(found.count, late.get(track, found.count)) for track, found in standing.items()} | {
            track: least for track, (_, least) in changing.items()
        }
        times = [_time(spec, track, before, after) for track in sorted(changing)]
        yield _Stage(
            waves=max((waves for waves, _ in times), default=0),
            seconds=max((seconds for _, seconds in times), default=0),
            asked=_together(standing) + sum((most for most, _ in changing.values()), PodAmounts()),
            ready=min(
                sum(count for track, count in ready.items() if selected in (EVERYWHERE, track)) for selected in traffic
            ),
        )
        pods |= {track: _Pods(after.pods(track), after.pod) for track in changing}
        traffic = {after.traffic} if ROUTE in level else traffic


def _not_awaited(before: Split | None, after: Split, given: Set[str]) -> dict[str, int]:
    """Tracks whose autoscaler is to keep more pods, with those that there are, where an `up` does not wait for them."""
    return {track: before.pods(track) for track in before.raised(after) - given} if before else {}


def _while_changing(
    spec: "InferenceServiceSpec", track: str, before: Split | None, after: Split
) -> tuple[PodAmounts, int]:
    """What the pods of a track ask for at most, and how few are ready, from its count before to its count after."""
    was, wanted = before.pods(track) if before else 0, after.pods(track)
    if before is None or not before.rolls(track, after):
        return after.pod * max(was, wanted), min(was, wanted)
    beside = surge(spec, wanted)
    # Early on all of the old pods are there, and late all of the new ones: old and new may differ in size.
    early = before.pod * was + after.pod * min(wanted, max(0, wanted + beside - was))
    late = before.pod * min(was, beside) + after.pod * wanted
    return early | late, max(0, min(was, wanted - most_unavailable(spec, wanted)))


def _time(spec: "InferenceServiceSpec", track: str, before: Split | None, after: Split) -> tuple[int, int]:
    """The waves in which the pods of a track are replaced, and the seconds that the engine gives to its change."""
    (budget,) = (rollout_budget(spec, one) for one in tracks(spec) if one.name == track)
    if before is not None and before.rolls(track, after):
        return waves_of(spec, after.pods(track)), budget.update
    grows = before is None or after.pods(track) > before.pods(track)
    return 0, budget.create if grows else 0


def _pods(split: Split) -> dict[str, _Pods]:
    return {track: _Pods(split.pods(track), split.pod) for track in split.replicas}


def _together(pods: Mapping[str, _Pods]) -> PodAmounts:
    return sum((one.asked for one in pods.values()), PodAmounts())


def _amounts(asked: PodAmounts) -> Amounts:
    return Amounts(gpus=asked.gpus, cpu=asked.cpu, memory=asked.memory)
