"""How fast an autoscaler goes, each way.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..kube.duration import PeriodSeconds, WindowSeconds, whole_seconds
from ..model import Model, NotEmpty, Positive, about

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec


class ScalingPolicySpec(Model):
    """How much may change within a period."""

    type: Literal["Pods", "Percent"] = Field(
        description="What the value counts: pods, or percent of the pods there are.",
        examples=["Pods"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    value: Positive = Field(
        description="Most that may change within the period.",
        examples=[1],
        json_schema_extra=about("HorizontalPodAutoscaler", unit="pods or percent"),
    )
    period: PeriodSeconds = Field(
        description="Within how long, from 1s to 1800s.",
        examples=["60s"],
        json_schema_extra=about("HorizontalPodAutoscaler", unit="whole seconds"),
    )


class ScalingRulesSpec(Model):
    """How fast the count changes in one direction."""

    stabilization_window: WindowSeconds | None = Field(
        default=None,
        description="How far back the autoscaler looks for the most cautious count, from 0s to 3600s. "
        "Default: Kubernetes' own, 0s upwards and 300s downwards.",
        examples=["5m"],
        json_schema_extra=about("HorizontalPodAutoscaler", unit="whole seconds"),
    )
    select_policy: Literal["Max", "Min", "Disabled"] | None = Field(
        default=None,
        description="Which of the policies counts: the one that allows most or least; Disabled, and the count does not "
        "go that way. Default: Kubernetes' own, Max.",
        examples=["Max"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    policies: Annotated[tuple[ScalingPolicySpec, ...], NotEmpty()] | None = Field(
        default=None,
        description="How much may change within a time. Default: Kubernetes' own, upwards 4 pods or 100 percent in "
        "15s, whichever is more, and downwards 100 percent in 15s.",
        examples=[[{"type": "Pods", "value": 1, "period": "60s"}]],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )


class ScalingBehaviorSpec(Model):
    """How fast the count changes."""

    scale_up: ScalingRulesSpec | None = Field(
        default=None,
        description="How fast pods are added. Default: Kubernetes' own.",
        examples=[{"policies": [{"type": "Pods", "value": 1, "period": "60s"}]}],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    scale_down: ScalingRulesSpec | None = Field(
        default=None,
        description="How fast pods are taken away. Default: Kubernetes' own.",
        examples=[{"stabilizationWindow": "10m"}],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    behavior = spec.autoscaling.behavior if spec.autoscaling else None
    if behavior is None:
        return
    for direction, rules in (("scaleUp", behavior.scale_up), ("scaleDown", behavior.scale_down)):
        if rules is None or rules.select_policy != "Disabled":
            continue
        idle = {"stabilizationWindow": rules.stabilization_window, "policies": rules.policies}
        for field in (name for name, value in idle.items() if value is not None):
            yield (
                f"autoscaling.behavior.{direction}.{field}",
                "has no use beside selectPolicy Disabled: the count does not go that way. Leave one of the two out.",
            )


def manifest(behavior: ScalingBehaviorSpec | None) -> dict[str, Any]:
    """The `behavior` of an autoscaling/v2 object; nothing where all is Kubernetes' own."""
    if behavior is None:
        return {}
    directions = {"scaleUp": _rules(behavior.scale_up), "scaleDown": _rules(behavior.scale_down)}
    given = {direction: rules for direction, rules in directions.items() if rules}
    return {"behavior": given} if given else {}


def _rules(rules: ScalingRulesSpec | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if rules and rules.stabilization_window is not None:
        found["stabilizationWindowSeconds"] = whole_seconds(rules.stabilization_window)
    if rules and rules.select_policy:
        found["selectPolicy"] = rules.select_policy
    if rules and rules.policies:
        found["policies"] = [
            {"type": policy.type, "value": policy.value, "periodSeconds": whole_seconds(policy.period)}
            for policy in rules.policies
        ]
    return found
