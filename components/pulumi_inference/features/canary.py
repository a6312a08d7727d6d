"""A canary: a second model beside the first, with its share of the service's pods."""

from collections.abc import Iterator
from math import gcd
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from ..inputs import Image, ModelRef
from ..kube.http import Headers
from ..kube.percentage import Percentage, PositivePercentage
from ..model import Model, Natural, NotEmpty, Switch, about
from .model_storage import TrackModelSpec
from .routing import splits_requests

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_COUNTS_SHOWN = 5


class MatchSpec(Model):
    """Requests that reach the canary on purpose, whatever its weight."""

    headers: Annotated[Headers, NotEmpty()] = Field(
        description="Headers that a request has to have, all of them, each with the whole of its value.",
        examples=[{"x-canary": "always"}],
        json_schema_extra=about("HTTPRoute", "VirtualService", "IngressRoute"),
    )


class MirrorSpec(Model):
    """Copies of the primary's requests, whose answers nobody gets."""

    percent: PositivePercentage = Field(
        default=100,
        description="Percentage of the requests that the canary gets a copy of, 1 to 100. Default: 100.",
        examples=[10],
        json_schema_extra=about("HTTPRoute", "VirtualService", "TraefikService", unit="percent"),
    )


class CanarySpec(Model):
    """A second model that takes part of the traffic."""

    model_ref: ModelRef = Field(
        description="Reference of the canary's model.",
        examples=["llama3.1-8b-q4"],
        json_schema_extra=about("Deployment"),
    )
    model: TrackModelSpec | None = Field(
        default=None,
        description="Files of the canary's model. Default: the service's, where modelRef is the same, else none.",
        examples=[{"source": {"http": {"url": "https://models.example.com/llama3.1-8b-q4.gguf"}}}],
        json_schema_extra=about("Deployment", "ConfigMap", "Secret"),
    )
    image: Image | None = Field(
        default=None,
        description="Image of the canary's model server, where it differs. Default: the service's.",
        examples=["ghcr.io/zerfoo/zerfoo:v1.60.0"],
        json_schema_extra=about("Deployment"),
    )
    weight: Percentage = Field(
        description="Percentage of the traffic that the canary should get, 0 to 100. A router makes it true to the "
        "percent. Without one a Service spreads "
        "requests over all pods, so the canary gets the share of the replicas that comes nearest, at least one pod and "
        "at most all but one: the output effectiveWeight says what it is. 0 and 100 take the other track out of the "
        "Service and leave it warmReplicas beside the total.",
        examples=[10],
        json_schema_extra=about(
            "Deployment", "HorizontalPodAutoscaler", "Service", "PodDisruptionBudget", unit="percent"
        ),
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
    router: Literal["replicas", "gateway", "istio", "traefik", "argo"] | None = Field(
        default=None,
        description="What makes the weight true: the share of the pods behind one Service (replicas), or the router "
        "that the field of that name declares, or the steps of argo. Default: argo, the declared router, or else "
        "replicas.",
        examples=["gateway"],
        json_schema_extra=about(
            "HTTPRoute", "VirtualService", "TraefikService", "Deployment", "Rollout", "PodDisruptionBudget"
        ),
    )
    capacity: Literal["extra", "share"] | None = Field(
        default=None,
        description="Whether the canary's pods stand beside those of the primary, which keeps its full size so that "
        "going back needs no new pod (extra), or take their share of the total (share). Default: extra with a router, "
        "share with replicas.",
        examples=["share"],
        json_schema_extra=about("Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget"),
    )
    match: MatchSpec | None = Field(
        default=None,
        description="Requests that reach the canary whatever its weight; needs a router. Default: none.",
        examples=[{"headers": {"x-canary": "always"}}],
        json_schema_extra=about("HTTPRoute", "VirtualService", "IngressRoute"),
    )
    mirror: MirrorSpec | None = Field(
        default=None,
        description="Copies of the primary's requests for a canary of weight 0; needs a router. Default: none.",
        examples=[{"percent": 10}],
        json_schema_extra=about("HTTPRoute", "VirtualService", "TraefikService"),
    )


def extra(total: int, weight: int) -> int:
    """The canary's pods beside a primary of `total` pods, for `weight` percent of its load: rounded up.

    >>> extra(3, 10), extra(20, 10), extra(4, 100)
    (1, 2, 4)
    """
    return max(1, -(-total * weight // 100))


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


def stands_beside(spec: "InferenceServiceSpec") -> bool:
    """Whether the canary's pods are beside a primary that keeps its full size."""
    return spec.canary is not None and splits_requests(spec) and spec.canary.capacity != "share"


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    canary = spec.canary
    if canary is None:
        return
    shares = not stands_beside(spec)
    field, total = ("minReplicas", spec.min_replicas) if spec.autoscaled else ("replicas", spec.replicas)
    if canary.weight in (0, 100):
        emptied = not canary.warm_replicas and not (canary.weight and stands_beside(spec))
        if spec.autoscaled and emptied and not spec.argo:
            yield (
                "canary.warmReplicas",
                f"0 beside minReplicas {spec.min_replicas}: no autoscaler acts on a track without pods, so that it "
                "could not come back. Give 1 or more, or take the canary away.",
            )
    elif shares and total == 1:
        yield (
            "canary.weight",
            f"{canary.weight} needs a pod for each model, and {field} is {total}. "
            f"Give {field} of 2 or more, or a weight of 0 or 100.",
        )


def exactness_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    canary = spec.canary
    if canary is None or not canary.exact or canary.weight in (0, 100) or splits_requests(spec) or spec.argo:
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
