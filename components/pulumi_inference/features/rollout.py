"""A rollout: in which order the tracks and the route change, and with which spare GPUs."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from math import ceil
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field

from ..bounds import Bounds
from ..child import ROUTE, autoscaler_of
from ..kube.quantity import parse_quantity
from ..model import Model, Natural, Switch, about
from .resources import AMOUNTS, ContainerResourcesSpec
from .routing import splits_requests

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

EVERYWHERE = "all"


class RolloutSpec(Model):
    """How pods are replaced where a GPU cannot be had twice."""

    spare_gpus: Natural = Field(
        default=0,
        description="GPUs beside those of the running pods that a rollout may use for a while. With enough of them new "
        "pods are ready before old ones go; without, each GPU is handed over and the service has fewer ready pods "
        "meanwhile. Default: 0.",
        examples=[1],
        json_schema_extra=about("Deployment", unit="GPUs"),
    )
    allow_downtime: Switch = Field(
        default=False,
        description="Whether the one pod of a service may go before the new one is ready, since there is no GPU for "
        "both. Default: false, which asks for spareGpus.",
        examples=[True],
        json_schema_extra=about(),
    )


@dataclass(frozen=True)
class PodAmounts:
    """What a pod asks for, or several together."""

    gpus: int = 0
    cpu: float = 0
    """Cores."""
    memory: float = 0
    """Bytes."""

    @classmethod
    def of(cls, resources: ContainerResourcesSpec, gpus: int = 0) -> Self:
        """What a container asks for: its requests."""
        cpu, memory = (
            float(parse_quantity(text)) if text else 0.0 for text in (resources.request(amount) for amount in AMOUNTS)
        )
        return cls(gpus, cpu, memory)

    def __add__(self, other: "PodAmounts") -> "PodAmounts":
        return PodAmounts(self.gpus + other.gpus, self.cpu + other.cpu, self.memory + other.memory)

    def __mul__(self, pods: int) -> "PodAmounts":
        return PodAmounts(self.gpus * pods, self.cpu * pods, self.memory * pods)

    def __or__(self, other: "PodAmounts") -> "PodAmounts":
        """The larger of each."""
        return PodAmounts(max(self.gpus, other.gpus), max(self.cpu, other.cpu), max(self.memory, other.memory))


@dataclass(frozen=True)
class Split:
    """Who has how many pods and who has the traffic: what a component's inputs record of a service."""

    traffic: str
    """The track that the Service is narrowed to, or `all`."""
    replicas: Mapping[str, int | str]
    """By track; the bounds where an autoscaler has the count."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """By track, a digest of the pod template: pods are replaced where it changes."""
    pod: PodAmounts = PodAmounts()
    kind: str = "Deployment"
    """Of what runs the pods."""

    @classmethod
    def of(cls, recorded: Any) -> "Split | None":
        """From a component's recorded inputs, whose numbers are doubles; None where there are none."""
        if not isinstance(recorded, Mapping) or not isinstance(recorded.get("replicas"), Mapping):
            return None
        replicas = {
            track: int(count) if isinstance(count, int | float) else str(count)
            for track, count in recorded["replicas"].items()
        }
        pod = recorded.get("pod") or {}
        amounts = PodAmounts(int(pod.get("gpus", 0)), float(pod.get("cpu", 0)), float(pod.get("memory", 0)))
        templates = {track: str(digest) for track, digest in (recorded.get("templates") or {}).items()}
        kind = str(recorded.get("kind", "Rollout" if "rollout" in replicas else "Deployment"))
        return cls(str(recorded.get("traffic", EVERYWHERE)), replicas, templates, amounts, kind)

    @property
    def any_pods(self) -> bool:
        return any(map(self.pods, self.replicas))

    def of_another_kind(self, kind: str) -> bool:
        """Whether the pods of this and of one of that kind are side by side for a while, under one track's name; a
        Rollout has a track of its own."""
        return self.kind != kind and "Rollout" not in (self.kind, kind)

    def beside(self, after: "Split") -> "Split":
        """As what is to come sees it: tracks of another kind are others, and go when all is done."""
        if not self.of_another_kind(after.kind):
            return self

        def named(track: str) -> str:
            return f"{self.kind} {track}"

        traffic = self.traffic if self.traffic == EVERYWHERE else named(self.traffic)
        return replace(self, traffic=traffic, replicas={named(track): count for track, count in self.replicas.items()})

    def pods(self, track: str) -> int:
        """Fixed, or the fewest that the autoscaler keeps; 0 of a track that is not there."""
        return self.bounds(track).minimum

    def bounds(self, track: str) -> Bounds:
        """Of its autoscaler; without one both are the count."""
        count = self.replicas.get(track, 0)
        return Bounds(count, count) if isinstance(count, int) else Bounds.parse(count)

    def has_traffic(self, track: str) -> bool:
        return track in self.replicas and self.traffic in (EVERYWHERE, track)

    def serving(self) -> int:
        """The pods behind the Service."""
        return sum(self.pods(track) for track in self.replicas if self.has_traffic(track))

    def rolls(self, track: str, after: "Split") -> bool:
        """Whether the pods of a track that there was are replaced."""
        return track in self.replicas and self.templates.get(track) != after.templates.get(track)

    def givers(self, after: "Split") -> frozenset[str]:
        """The tracks that have fewer pods afterwards; what an autoscaler does is its own affair."""
        return frozenset(
            track
            for track, count in after.replicas.items()
            if isinstance(count, int) and isinstance(was := self.replicas.get(track), int) and count < was
        )

    def growth(self, track: str, after: "Split") -> int:
        """The pods that a track has more afterwards."""
        was, count = self.replicas.get(track, 0), after.replicas.get(track, 0)
        return count - was if isinstance(was, int) and isinstance(count, int) else 0

    def autoscaled(self, track: str) -> bool:
        return isinstance(self.replicas.get(track), str)

    def raised(self, after: "Split") -> frozenset[str]:
        """The tracks whose autoscaler keeps more pods at least than it did."""
        return frozenset(
            track
            for track in self.replicas
            if self.autoscaled(track) and after.autoscaled(track) and self.pods(track) < after.pods(track)
        )

    def lowered(self, after: "Split") -> frozenset[str]:
        """The tracks whose autoscaler may keep fewer pods than it could, or than it had to."""
        return frozenset(
            track
            for track in self.replicas
            if self.autoscaled(track) and after.autoscaled(track) and self.bounds(track).exceeds(after.bounds(track))
        )


def waits(
    before: Split | None, after: Split, *, hand_over: bool, raised: Set[str] = frozenset()
) -> dict[str, tuple[str, ...]]:
    """What each step waits for, so that pods are there before traffic or other pods go.

    Args:
        before: How it was; None if nothing was, or if nothing has changed.
        after: How it is to be.
        hand_over: Whether a pod can start only where another has gone.
        raised: The tracks under autoscalers that are given more pods and awaited.
    """
    everybody = tuple(after.replicas)
    giving = before.givers(after) if before else frozenset()
    givers = tuple(track for track in everybody if track in giving)
    # Whoever gets the traffic goes first, and whoever loses it stays as it is until then: it may be broken, or be about
    # to get another model.
    losing = tuple(
        track for track in everybody if before and before.has_traffic(track) and not after.has_traffic(track)
    )
    getters = tuple(track for track in everybody if track not in giving and track not in losing)
    serving = tuple(track for track in getters if after.has_traffic(track))
    autoscalers = {autoscaler_of(track): (track,) for track, count in after.replicas.items() if isinstance(count, str)}
    if hand_over:
        with_traffic = tuple(track for track in everybody if after.has_traffic(track))
        steps = {ROUTE: with_traffic} | dict.fromkeys(losing, (ROUTE,))
        return steps | dict.fromkeys(getters, givers) | dict.fromkeys(givers, ()) | autoscalers
    done = (ROUTE, *serving)
    steps = {ROUTE: serving} | dict.fromkeys(getters, ()) | dict.fromkeys((*givers, *losing), done) | autoscalers
    # An autoscaler that allows no more than before would take back the pods that its track is given.
    for track in raised:
        steps |= {track: (*steps[track], autoscaler_of(track)), autoscaler_of(track): steps[track]}
    for track in before.lowered(after) - raised if before else ():
        steps[autoscaler_of(track)] = tuple(dict.fromkeys((track, *done)))
    return steps


def levels(waiting: Mapping[str, tuple[str, ...]]) -> list[set[str]]:
    """The steps in the order in which they are taken, those together that are taken at once."""
    rest, taken = dict(waiting), list[set[str]]()
    while rest:
        done = set().union(*taken)
        now = {step for step, others in rest.items() if done.issuperset(others)}
        taken.append(now)
        rest = {step: others for step, others in rest.items() if step not in now}
    return taken


def surge(spec: "InferenceServiceSpec", pods: int) -> int:
    """Pods that a rollout may start beside `pods`; of a DaemonSet on each node."""
    if spec.stateful_set:
        return 0
    if spec.daemon_set:
        return 1 if spec.daemon_set.max_surge else 0
    if spec.argo and splits_requests(spec):
        return pods  # all of the new model's, beside all of the old one's
    if gpus := spec.resources.gpus_per_pod:
        return 0 if spec.volumes_for_one_pod else spec.rollout.spare_gpus // gpus
    if spec.volumes_for_one_pod:
        return 0
    return ceil(pods * spec.defaults.surge_percent / 100)


def most_unavailable(spec: "InferenceServiceSpec", pods: int) -> int:
    """Pods that a rollout may take away before the new ones are ready."""
    return 0 if surge(spec, pods) else 1


def raised(spec: "InferenceServiceSpec", before: Split | None, after: Split) -> frozenset[str]:
    """The tracks under autoscalers that a rollout gives their new minimum and waits for, where there is room for it.

    KEDA changes its autoscaler when it comes to it, and Argo Rollouts gives its models their pods itself.
    """
    if before is None or spec.keda or spec.argo:
        return frozenset()
    found = before.raised(after)
    gained = sum(after.pods(track) - before.pods(track) for track in found)
    return found if gained * spec.resources.gpus_per_pod <= spec.rollout.spare_gpus else frozenset()


def hands_over(spec: "InferenceServiceSpec", before: Split | None, after: Split) -> bool:
    """Whether the pods that one track gains can only have the GPUs that the other gives up."""
    gained = sum(max(0, before.growth(track, after)) for track in after.replicas) if before else 0
    return spec.resources.gpus_per_pod > 0 and gained * spec.resources.gpus_per_pod > spec.rollout.spare_gpus


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    gpus, rollout = spec.resources.gpus_per_pod, spec.rollout
    if rollout.spare_gpus and spec.daemon_set:
        yield "rollout.spareGpus", f"{rollout.spare_gpus} has no use: daemonSet hands each GPU over. Leave it out."
    elif rollout.spare_gpus and not gpus:
        yield (
            "rollout.spareGpus",
            f"{rollout.spare_gpus} has no use: the pods ask for no GPU. Leave it out, or give resources.gpus.",
        )
    beside = not spec.volumes_for_one_pod and (not gpus or rollout.spare_gpus >= gpus)
    if rollout.allow_downtime and (spec.daemon_set or (beside and not spec.stateful_set)):
        yield (
            "rollout.allowDowntime",
            "has no use: daemonSet takes its pods away node by node, and has no count of them. Leave it out."
            if spec.daemon_set
            else "has no use: a new pod can be ready before the old one goes. Leave it out.",
        )
    only_one = spec.starting_replicas == 1 and not spec.daemon_set and not spec.stateful_set  # has a rule of its own
    if gpus and only_one and rollout.spare_gpus < gpus and not rollout.allow_downtime:
        yield (
            "rollout",
            f"is required: the one pod holds the {_gpus(gpus)} that its successor needs. Give spareGpus: {gpus} if the "
            "cluster has that many free, and the new pod is ready before the old one goes; or allowDowntime: true, and "
            "the service is down while the model loads; or replicas of 2 or more, which take turns.",
        )
    elif 0 < rollout.spare_gpus < gpus:
        yield (
            "rollout.spareGpus",
            f"{rollout.spare_gpus} has no use: a pod needs {gpus}, and starts on no fewer. Give {gpus} or more, or "
            "leave it out.",
        )


def transition_problem(spec: "InferenceServiceSpec", before: Split | None, after: Split) -> str | None:
    """Why one rollout cannot lead from `before` to `after`, with a way that can; None if it can."""
    if before is None:
        return None
    return _removal_problem(spec, before, after) or _outage_problem(spec, before, after)


def _removal_problem(spec: "InferenceServiceSpec", before: Split, after: Split) -> str | None:
    """The engine deletes last, so that a track which goes holds its GPUs until the others have all of their pods."""
    gone = [track for track in before.replicas if track not in after.replicas]
    if not gone or before.pods(gone[0]) == 0:
        return None
    growth = sum(max(0, before.growth(track, after)) for track in after.replicas)
    # With all of its pods wanted ready, a Deployment replaces the first one beside them, which no StatefulSet does.
    rolling = (track for track in after.replicas if before.rolls(track, after))
    beside = 0 if spec.stateful_set else sum(1 for _ in rolling)
    needed = (growth + beside) * spec.resources.gpus_per_pod
    if growth <= 0 or needed <= spec.rollout.spare_gpus:
        return None
    if gone != ["canary"]:
        way = f"Give rollout.spareGpus: {needed} if the cluster has that many free."
    elif before.traffic == "canary":
        way = "Lower canary.weight first, to 50 or less, and run pulumi up; then take the canary away."
    else:
        now, then = before.pods("primary"), after.pods("primary")
        down = " and rollout.allowDowntime to true" if now == 1 else ""
        back = " without allowDowntime" if now == 1 else ""
        way = (
            "Take two steps:\n"
            f"  1. set replicas to {now}, which the primary has now,{down} and run pulumi up\n"
            f"  2. set replicas to {then}{back}, and run pulumi up"
        )
    where, they = ("canary", "the canary") if gone == ["canary"] else ("blueGreen", " and ".join(gone))
    return (
        f"{where}: taking {they} away in one step needs {_counted(needed, 'spare GPU')}, and rollout.spareGpus is "
        f"{spec.rollout.spare_gpus}: the engine deletes last, and until then those GPUs are not free for "
        f"{_counted(growth, 'new pod')}. {way}"
    )


def _outage_problem(spec: "InferenceServiceSpec", before: Split, after: Split) -> str | None:
    """Where GPUs are handed over, a track gives up its pods while the Service still selects it alone."""
    alone = before.traffic
    gone = alone in before.givers(after) and after.pods(alone) == 0
    if not gone or not hands_over(spec, before, after) or spec.rollout.allow_downtime:
        return None
    return (
        f"canary.weight: going from {alone} alone to no pod of it in one step leaves the service without pods for a "
        "while: its GPUs are handed over before the others can start. Set the weight to 50 and run pulumi up; then go "
        "on. Or allow it: rollout.allowDowntime: true."
    )


def _gpus(count: int) -> str:
    return "one GPU" if count == 1 else f"{count} GPUs"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
