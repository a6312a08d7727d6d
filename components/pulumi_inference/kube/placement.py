"""Where the scheduler may put a pod, as Kubernetes writes it.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#scheduling
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from ..model import Model, Natural, NotEmpty, fault, integral
from .labels import LabelKey, LabelValue
from .selector import NodeSelectorRequirement

HOST = "kubernetes.io/hostname"
TaintEffect = Literal["NoSchedule", "PreferNoSchedule", "NoExecute"]
PreferenceWeight = Annotated[int, Field(strict=True, ge=1, le=100), BeforeValidator(integral)]


class NodeSelectorTerm(Model):
    """A node's labels: those that fulfil every rule."""

    match_expressions: Annotated[tuple[NodeSelectorRequirement, ...], NotEmpty()] = Field(
        description="Rules on labels, all of which have to hold.",
        examples=[[{"key": "topology.kubernetes.io/zone", "operator": "In", "values": ["europe-west4-a"]}]],
    )


class NodeSelector(Model):
    """Nodes that fulfil one of the terms at least."""

    node_selector_terms: Annotated[tuple[NodeSelectorTerm, ...], NotEmpty()] = Field(
        description="Terms of which one has to hold.",
        examples=[
            [{"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]}]}],
        ],
    )


class PreferredSchedulingTerm(Model):
    """Nodes that are better than others."""

    weight: PreferenceWeight = Field(
        description="How much better, 1 to 100, against other preferences.", examples=[100]
    )
    preference: NodeSelectorTerm = Field(
        description="Which nodes.",
        examples=[{"matchExpressions": [{"key": "example.com/disk", "operator": "In", "values": ["nvme"]}]}],
    )


class NodeAffinity(Model):
    """Which nodes, by rules that can do more than compare."""

    required_during_scheduling_ignored_during_execution: NodeSelector | None = Field(
        default=None,
        description="Nodes that a pod can be put on. What GPUs and spot pools ask for has to hold as well. "
        "Default: any.",
        examples=[
            {
                "nodeSelectorTerms": [
                    {"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]}]}
                ]
            }
        ],
    )
    preferred_during_scheduling_ignored_during_execution: tuple[PreferredSchedulingTerm, ...] = Field(
        default=(),
        description="Nodes that are taken if they have room. Default: none.",
        examples=[
            [
                {
                    "weight": 100,
                    "preference": {
                        "matchExpressions": [{"key": "example.com/disk", "operator": "In", "values": ["nvme"]}]
                    },
                }
            ]
        ],
    )


class Toleration(Model):
    """A taint that a node may have."""

    key: LabelKey | None = Field(
        default=None,
        description="Key of the taint. Default: every one, with the operator Exists.",
        examples=["example.com/dedicated"],
    )
    operator: Literal["Equal", "Exists"] = Field(
        default="Equal",
        description="Whether the taint has to have the value, or may have any. Default: Equal.",
        examples=["Exists"],
    )
    value: LabelValue | None = Field(
        default=None, description="Value of the taint, for Equal. Default: the empty one.", examples=["inference"]
    )
    effect: TaintEffect | None = Field(
        default=None, description="Effect of the taint. Default: every one.", examples=["NoSchedule"]
    )
    toleration_seconds: Natural | None = Field(
        default=None,
        description="How long a pod stays on a node that gets the taint, with the effect NoExecute. Default: for good.",
        examples=[300],
    )

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if self.operator == "Exists" and self.value is not None:
            raise fault("toleration", "has a value, and Exists takes none. Leave it out, or give the operator Equal.")
        if self.operator == "Equal" and self.key is None:
            raise fault("toleration", "has no key. Give one, or the operator Exists to tolerate every taint.")
        if self.toleration_seconds is not None and self.effect != "NoExecute":
            raise fault("toleration", "has tolerationSeconds, which only the effect NoExecute knows. Leave one out.")
        return self

    def manifest(self) -> dict[str, Any]:
        """Without an empty value, which the API server does not keep."""
        said = self.model_dump(by_alias=True, exclude_none=True)
        return {field: value for field, value in said.items() if value != ""}


def requirement(key: str, operator: str, *values: str) -> dict[str, Any]:
    """A rule on a node's label."""
    return {"key": key, "operator": operator} | ({"values": list(values)} if values else {})


def node_affinity(affinity: NodeAffinity | None, required: Sequence[Any], preferred: Iterable[Any] = ()) -> Any:
    """A pod's node affinity: the user's own, and what features ask for; empty where nobody asks for anything.

    The terms of a node selector are alternatives. What has to hold beside them has to stand in each of them.
    """
    own = affinity.required_during_scheduling_ignored_during_execution if affinity else None
    terms = [list(map(_plain, term.match_expressions)) for term in own.node_selector_terms] if own else []
    if required and not terms:
        terms = [[]]
    better = [*preferred]
    if affinity:
        better += map(_plain, affinity.preferred_during_scheduling_ignored_during_execution)
    has_to = {"nodeSelectorTerms": [{"matchExpressions": [*term, *required]} for term in terms]}
    return {
        **({"requiredDuringSchedulingIgnoredDuringExecution": has_to} if terms else {}),
        **({"preferredDuringSchedulingIgnoredDuringExecution": better} if better else {}),
    }


def _plain(model: Model) -> dict[str, Any]:
    """As the API has it, without what is empty."""
    return dict(_without_empty(model.model_dump(by_alias=True, mode="json")))


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(one) for key, one in value.items() if one not in (None, [], {})}
    return [_without_empty(one) for one in value] if isinstance(value, list) else value
