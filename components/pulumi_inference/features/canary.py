"""A canary: a second model beside the first, with its share of the service's pods."""

from collections.abc import Iterator
from math import gcd
from typing import TYPE_CHECKING

from pydantic import Field

from ..inputs import ModelRef
from ..kube.percentage import Percentage
from ..model import Model, Natural, Switch, about

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_COUNTS_SHOWN = 5


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
        "Service and leave it warmReplicas beside the total.",
        examples=[10],
        json_schema_extra=about("Deployment", "HorizontalPodAutoscaler", "Service", unit="percent"),
    )
    warm_replicas: Natural = Field(
        default=1,
        description="Pods that a track without traffic keeps, beside the total: the canary at weight 0, the primary at "
        "weight 100. Giving it traffic is then not a cold start. Default: 1.",
        examples=[0],
        json_schema_extra=about("Deployment", "HorizontalPodAutoscaler", unit="pods"),
    )
    exact: Switch = Field(
        default=False,
        description="Whether a weight that the replicas cannot meet to the percent is an error. Default: false, the "
        "nearest share.",
        examples=[True],
        json_schema_extra=about(),
    )


def share(total: int, weight: int) -> int:
    """How many of `total` pods the canary gets: nearest to `weight` percent, ties to the primary, 1 to total - 1.

    >>> share(3, 10), share(4, 50), share(20, 10), share(5, 50)
    (1, 2, 2, 2)
    """
    nearest = -(-(2 * total * weight - 100) // 200)  # total * weight / 100, rounded, a half downwards
    return max(1, min(total - 1, nearest))


def counts_that_meet(weight: int, at_most: int) -> list[int]:
    """The totals up to `at_most` of which `weight` percent are whole pods.

    >>> counts_that_meet(10, 30), counts_that_meet(25, 8)
    ([10, 20, 30], [4, 8])
    """
    least = 100 // gcd(weight, 100)
    return list(range(least, at_most + 1, least))


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    canary = spec.canary
    if canary is None:
        return
    field, total = ("minReplicas", spec.min_replicas) if spec.autoscaled else ("replicas", spec.replicas)
    if canary.weight in (0, 100):
        if spec.autoscaled and not canary.warm_replicas:
            yield (
                "canary.warmReplicas",
                f"0 beside minReplicas {spec.min_replicas}: no autoscaler acts on a track without pods, so that it "
                "could not come back. Give 1 or more, or take the canary away.",
            )
    elif total < 2:
        yield (
            "canary.weight",
            f"{canary.weight} needs a pod for each model, and {field} is {total}. "
            f"Give {field} of 2 or more, or a weight of 0 or 100.",
        )


def exactness_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    canary = spec.canary
    if canary is None or not canary.exact or canary.weight in (0, 100):
        return
    if spec.autoscaled:
        yield (
            "canary.exact",
            f"beside minReplicas {spec.min_replicas} and maxReplicas {spec.max_replicas} no weight stays exact: each "
            "track has its own autoscaler. Leave exact or the autoscaling out.",
        )
    elif spec.replicas * canary.weight % 100:
        possible = counts_that_meet(canary.weight, max(100, spec.replicas))
        shown = ", ".join(map(str, possible[:_COUNTS_SHOWN])) + (" and so on" if len(possible) > _COUNTS_SHOWN else "")
        yield (
            "canary.weight",
            f"{canary.weight} % of {spec.replicas} replicas are no whole pods, and exact is true. "
            f"Replicas that can: {shown}.",
        )
