"""Autoscaling: a HorizontalPodAutoscaler for each track, and who owns the replica count."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from ..errors import path_to
from ..kube.labels import PREFIX, recommended

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

TARGET_CPU_PERCENT = 80
"""Mean CPU use that the autoscaler aims at, of the request: Kubernetes' own default."""

OWNER_ANNOTATION = PREFIX + "replicas-owner"
"""Who decides a Deployment's count, the spec or an autoscaler, and within which bounds.

Without it the way from an autoscaled 5 back to a fixed 3 is no change of input where the count was 3 before the
autoscaler came: the engine would say `unchanged` and 5 pods would go on.
"""
_SPEC = "spec"
_AUTOSCALER = "autoscaler"


@dataclass(frozen=True)
class Bounds:
    """How few and how many replicas the autoscaler may choose."""

    minimum: int
    maximum: int

    def __str__(self) -> str:
        return f"{self.minimum}..{self.maximum}"

    @classmethod
    def parse(cls, text: str) -> Self:
        minimum, maximum = text.split("..")
        return cls(int(minimum), int(maximum))


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    low, high = spec.min_replicas, spec.max_replicas
    if low and not high:
        yield "minReplicas", f"{low} has no maxReplicas beside it. Give maxReplicas too, or leave both out."
    elif high and not low:
        yield (
            "maxReplicas",
            f"{high} has no minReplicas beside it, and without one nothing scales. "
            "Give minReplicas of 1 or more too, or leave both out.",
        )
    elif low > high:
        yield "minReplicas", f"{low} is above maxReplicas {high}. Lower minReplicas or raise maxReplicas."
    elif low and "replicas" in spec.model_fields_set and not low <= spec.replicas <= high:
        yield (
            "replicas",
            f"{spec.replicas} is not between minReplicas {low} and maxReplicas {high}, so the autoscaler would "
            "overrule it. Give a count between the two, or leave replicas out to start at minReplicas.",
        )
    if spec.autoscaled and spec.resources.cpu is None:
        yield (
            "resources.cpu",
            "is required beside minReplicas and maxReplicas: the autoscaler compares the CPU in use with it.",
        )


def owner(bounds: Bounds | None) -> str:
    """The value of `OWNER_ANNOTATION`."""
    return f"{_AUTOSCALER} {bounds}" if bounds else _SPEC


def switch_off_problem(service: str, track: str, before: str, after: str, count: int) -> str | None:
    """Why a track's autoscaler cannot be switched off in one step, or None if it can.

    The engine deletes last. Between the Deployment's update and its own end an autoscaler with room to move can set
    another count, which then stays. One that is pinned to the new count cannot.
    """
    if after != _SPEC or not before.startswith(_AUTOSCALER):
        return None
    bounds = Bounds.parse(before.removeprefix(_AUTOSCALER).strip())
    if bounds.minimum == bounds.maximum == count:
        return None
    where = path_to("services", [service, "minReplicas"])
    return (
        f"{where}: switching autoscaling off in one step cannot promise the count of "
        f"{service}-{track}. The autoscaler ({bounds.minimum} to {bounds.maximum} pods) is deleted last and could "
        f"overrule {count} before that. Take two steps:\n"
        f"  1. pin it: leave canary as it was before, set replicas, minReplicas and maxReplicas to one and the same "
        f"count, and run pulumi up\n"
        f"  2. remove minReplicas and maxReplicas, keep that count as replicas, and run pulumi up"
    )


def horizontal_pod_autoscaler(service: str, name: str, target: str, bounds: Bounds) -> dict[str, Any]:
    """An autoscaling/v2 object that keeps the mean CPU of `target`'s pods near `TARGET_CPU_PERCENT`."""
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name, "labels": recommended(service, "autoscaler")},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": target},
            "minReplicas": bounds.minimum,
            "maxReplicas": bounds.maximum,
            "metrics": [
                {
                    "type": "Resource",
                    "resource": {
                        "name": "cpu",
                        "target": {"type": "Utilization", "averageUtilization": TARGET_CPU_PERCENT},
                    },
                }
            ],
        },
    }
