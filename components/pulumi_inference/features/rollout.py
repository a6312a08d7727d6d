"""A rollout: in which order the tracks and the route change, and with which spare GPUs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import Field

from ..model import Model, Natural, Switch, about

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
class Split:
    """Who has how many pods and who has the traffic: what a component's inputs record of a service."""

    traffic: str
    """The track that the Service is narrowed to, or `all`."""
    replicas: Mapping[str, int | str]
    """By track; the bounds where an autoscaler has the count."""

    @classmethod
    def of(cls, recorded: Any) -> "Split | None":
        """From a component's recorded inputs, whose numbers are doubles; None where there are none."""
        if not isinstance(recorded, Mapping) or not isinstance(recorded.get("replicas"), Mapping):
            return None
        replicas = {
            track: int(count) if isinstance(count, int | float) else str(count)
            for track, count in recorded["replicas"].items()
        }
        return cls(str(recorded.get("traffic", EVERYWHERE)), replicas)

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


def waits(before: Split | None, after: Split, *, hand_over: bool) -> dict[str, tuple[str, ...]]:
    """What each step waits for, so that pods are there before traffic or other pods go.

    Args:
        before: How it was; None if nothing was, or if nothing has changed.
        after: How it is to be.
        hand_over: Whether a pod can start only where another has gone.
    """
    everybody = tuple(track for track in ("primary", "canary") if track in after.replicas)
    giving = before.givers(after) if before else frozenset()
    givers = tuple(track for track in everybody if track in giving)
    getters = tuple(track for track in everybody if track not in giving)
    if hand_over:
        return {"service": everybody} | dict.fromkeys(getters, givers) | dict.fromkeys(givers, ())
    return {"service": getters} | dict.fromkeys(getters, ()) | dict.fromkeys(givers, ("service", *getters))


def hands_over(spec: "InferenceServiceSpec", before: Split | None, after: Split) -> bool:
    """Whether the pods that one track gains can only have the GPUs that the other gives up."""
    gained = sum(max(0, before.growth(track, after)) for track in after.replicas) if before else 0
    return spec.resources.gpus_per_pod > 0 and gained * spec.resources.gpus_per_pod > spec.rollout.spare_gpus


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    gpus, rollout = spec.resources.gpus_per_pod, spec.rollout
    if rollout.spare_gpus and not gpus:
        yield (
            "rollout.spareGpus",
            f"{rollout.spare_gpus} has no use: the pods ask for no GPU. Leave it out, or give resources.gpuMemory.",
        )
    if rollout.allow_downtime and (not gpus or rollout.spare_gpus >= gpus):
        yield (
            "rollout.allowDowntime",
            "has no use: a new pod can be ready before the old one goes. Leave it out.",
        )
    only_one = spec.starting_replicas == 1 and spec.canary is None
    if gpus and only_one and rollout.spare_gpus < gpus and not rollout.allow_downtime:
        yield (
            "rollout",
            f"is required: the one pod holds the one GPU that its successor needs. Give spareGpus: {gpus} if the "
            "cluster has that many free, and the new pod is ready before the old one goes; or allowDowntime: true, and "
            "the service is down while the model loads; or replicas of 2 or more, which take turns.",
        )


def removal_problem(service: str, spec: "InferenceServiceSpec", before: Split | None, after: Split) -> str | None:
    """Why a canary cannot be taken away in one step, or None if it can.

    The engine deletes last, so that the canary holds its GPUs until the primary has all of its pods.
    """
    if before is None or "canary" not in before.replicas or "canary" in after.replicas:
        return None
    growth = before.growth("primary", after)
    needed = growth * spec.resources.gpus_per_pod
    if growth <= 0 or needed <= spec.rollout.spare_gpus:
        return None
    now, then = before.replicas["primary"], after.replicas["primary"]
    return (
        f"services.{service}.canary: taking the canary away in one step needs {needed} spare GPUs, and "
        f"rollout.spareGpus is {spec.rollout.spare_gpus}: the canary is deleted last, and until then its GPUs are not "
        f"free for the primary's {growth} new pods. Take two steps:\n"
        f"  1. set replicas to {now}, which the primary has now, and run pulumi up\n"
        f"  2. set replicas to {then}, and run pulumi up"
    )
