"""PodDisruptionBudgets: how many pods a drained node may take out of the traffic at a time.

https://kubernetes.io/docs/tasks/run-application/configure-pdb/

A pod may be in one budget alone: the API refuses every eviction of one that is in two. So there is one for each way of
the traffic: over both tracks where one Service spreads requests over the pods of both, for what it loses counts
together; one for each track where a router splits the requests or one track has all of them, for there the pods of the
one are no help to the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, WithJsonSchema

from ..child import Child, disruption_budget_of
from ..kube.labels import recommended, selector
from ..kube.percentage import IntOrPercent
from ..model import Model, about, fault
from ..tracks import Track, fewest, track_with_all_traffic, tracks
from .autoscaling import track_object_name
from .routing import splits_requests

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

LEAST_PODS = 2
"""That are worth a budget: one of a single pod holds nobody, or blocks every drain."""


class DisruptionBudgetSpec(Model):
    """How many pods evictions may take at a time; exactly one of minAvailable and maxUnavailable."""

    min_available: IntOrPercent | None = Field(
        default=None,
        description="Pods that have to stay; below the fewest that there may be, since no node could be drained "
        "otherwise. Default: none.",
        examples=["50%"],
        json_schema_extra=about("PodDisruptionBudget", unit="pods, or a percentage of them"),
    )
    max_unavailable: IntOrPercent | None = Field(
        default=None,
        description="Pods that may be missing, 1 or more. A percentage is rounded up. Default: 1 without minAvailable.",
        examples=["25%"],
        json_schema_extra=about("PodDisruptionBudget", unit="pods, or a percentage of them"),
    )
    unhealthy_pod_eviction_policy: Literal["AlwaysAllow", "IfHealthyBudget"] = Field(
        default="AlwaysAllow",
        description="Whether pods that are not ready may always be evicted, or as long as enough others are ready: "
        "with IfHealthyBudget a model that does not load keeps its node from being drained. Default: AlwaysAllow.",
        examples=["IfHealthyBudget"],
        json_schema_extra=about("PodDisruptionBudget"),
    )


def _false(value: bool) -> bool:
    if value:
        raise fault("wrong_value", "is not accepted. Give false for none, or a map of minAvailable or maxUnavailable.")
    return value


Without = Annotated[bool, AfterValidator(_false), WithJsonSchema({"const": False})]
"""false: there is none."""
DisruptionBudget = Annotated[
    Annotated[DisruptionBudgetSpec, Tag("<budget>")] | Annotated[Without, Tag("<none>")],
    Discriminator(lambda value: "<none>" if isinstance(value, bool) else "<budget>"),
]


@dataclass(frozen=True)
class Group:
    """Pods that requests are spread over as one."""

    first: Track
    only: str | None
    """The one track that they are of; None: all pods of the service."""
    fewest: int
    most: int


def groups(spec: "InferenceServiceSpec") -> tuple[Group, ...]:
    there = tracks(spec)
    if len(there) > 1 and (splits_requests(spec) or track_with_all_traffic(spec)):
        return tuple(Group(one, one.name, fewest(one), one.most()) for one in there)
    return (Group(there[0], None, sum(map(fewest, there)), sum(one.most() for one in there)),)


def budget(spec: "InferenceServiceSpec") -> DisruptionBudgetSpec | None:
    """What the spec says, or what holds where it says nothing."""
    if isinstance(spec.disruption_budget, DisruptionBudgetSpec):
        return spec.disruption_budget
    wanted = spec.disruption_budget is None and spec.defaults.disruption_budget
    return DisruptionBudgetSpec(max_unavailable=1) if wanted else None


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    own = spec.disruption_budget
    if not isinstance(own, DisruptionBudgetSpec) or spec.paused:
        return
    path = "disruptionBudget"
    if own.min_available is not None and own.max_unavailable is not None:
        yield path, "has minAvailable and maxUnavailable, of which Kubernetes takes one. Leave one out."
        return
    for name, given in (("minAvailable", own.min_available), ("maxUnavailable", own.max_unavailable)):
        if given is not None and str(given).rstrip("%").strip("0") == "":
            why = "would hold nobody" if name == "minAvailable" else "would block every drain of a node for good"
            yield f"{path}.{name}", f"{given} {why}. Give 1 or more, or disruptionBudget: false for none."
    if isinstance(own.max_unavailable, str) and int(own.max_unavailable.rstrip("%")) > 100:
        yield f"{path}.maxUnavailable", f"{own.max_unavailable} is above 100%. Give a percentage from 1% to 100%."
    there = [one for one in groups(spec) if one.most >= LEAST_PODS]
    if not there:
        yield (
            path,
            "has no use for one pod: it would hold nobody, or block every drain. Give 2 replicas or more, or leave it "
            "out.",
        )
    for one in there:
        if own.min_available is not None and _pods(own.min_available, one.fewest) >= one.fewest:
            whose = f"{one.only} may have" if one.only else "there may be"
            yield (
                f"{path}.minAvailable",
                f"{own.min_available} is not below the {one.fewest} that {whose}: none could ever be evicted, and no "
                "node be drained. Lower it, or give maxUnavailable: 1 in its place, which fits any count.",
            )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    own = budget(spec)
    for one in groups(spec) if own else ():
        if own and one.most >= LEAST_PODS:
            yield Child(role=disruption_budget_of(one.first.name), manifest=pod_disruption_budget(name, one, own))


def pod_disruption_budget(service: str, group: Group, own: DisruptionBudgetSpec) -> dict[str, Any]:
    """The budget of a group: NAME-pdb, or NAME-TRACK-pdb of another track than the first."""
    least = own.min_available
    bound = {"maxUnavailable": own.max_unavailable or 1} if least is None else {"minAvailable": least}
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {
            "name": track_object_name(service, group.first, "pdb"),
            "labels": recommended(service, "disruption-budget"),
        },
        "spec": {
            **bound,
            "unhealthyPodEvictionPolicy": own.unhealthy_pod_eviction_policy,
            "selector": {"matchLabels": selector(service, group.only)},
        },
    }


def _pods(amount: int | str, of: int) -> int:
    """A percentage is rounded up (GetScaledValueFromIntOrPercent in k8s.io/apimachinery)."""
    return amount if isinstance(amount, int) else -(-int(amount.rstrip("%")) * of // 100)
