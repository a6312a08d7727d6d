"""A canary: a second model beside the first, with its share of the service's pods."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from ..inputs import ModelRef
from ..kube.percentage import Percentage
from ..model import Model, about

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

WARM_REPLICAS = 1
"""Pods that a track without traffic keeps, beside the total, so that giving it traffic is not a cold start."""


class CanarySpec(Model):
    """A second model that takes part of the traffic."""

    model_ref: ModelRef = Field(
        description="Reference of the canary's model.",
        examples=["llama3.1-8b-q4"],
        json_schema_extra=about("Deployment"),
    )
    weight: Percentage = Field(
        description="Percentage of the traffic that the canary should get, 0 to 100. One Service spreads "
        "requests over all pods, so the canary gets the share of the replicas that comes nearest, at least one pod and "
        "at most all but one: the output effectiveWeight says what it is. 0 and 100 take the other track out of the "
        "Service and leave it one warm pod beside the total.",
        examples=[10],
        json_schema_extra=about("Deployment", "HorizontalPodAutoscaler", "Service", unit="percent"),
    )


def share(total: int, weight: int) -> int:
    """How many of `total` pods the canary gets: nearest to `weight` percent, ties to the primary, 1 to total - 1.

    >>> share(3, 10), share(4, 50), share(20, 10), share(5, 50)
    (1, 2, 2, 2)
    """
    nearest = -(-(2 * total * weight - 100) // 200)  # total * weight / 100, rounded, a half downwards
    return max(1, min(total - 1, nearest))


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if spec.canary is None or spec.canary.weight in (0, 100):
        return
    field, total = ("minReplicas", spec.min_replicas) if spec.autoscaled else ("replicas", spec.replicas)
    if total < 2:
        yield (
            "canary.weight",
            f"{spec.canary.weight} needs a pod for each model, and {field} is {total}. "
            f"Give {field} of 2 or more, or a weight of 0 or 100.",
        )
