"""What Argo Rollouts measures of a new model before it goes on, by templates that the cluster has.

https://argo-rollouts.readthedocs.io/en/stable/features/analysis/ (argoproj.io/v1alpha1, Argo Rollouts 1.9)
"""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import pulumi
from pydantic import BeforeValidator, Field

from ..inputs import Elsewhere, input_of
from ..kube.names import ObjectName
from ..kube.pattern import ByKey, Matching
from ..model import Model, Natural, NotEmpty, Switch, about, number_as_text

_OBJECT = about("Rollout")

ArgumentName = Annotated[
    str,
    Matching(
        "argument",
        r"[A-Za-z0-9](?:[-_.A-Za-z0-9]*[A-Za-z0-9])?",
        "is not the name of an argument. Give one such as service-name: letters, digits, dashes, underscores, dots.",
        253,
    ),
]
"""Of an analysis template."""


class ArgumentSource(Model):
    """What only Argo Rollouts knows."""

    pod_template_hash_value: Literal["Latest", "Stable"] = Field(
        description="The hash of the new model's pods (Latest) or of those before (Stable), which stands in their "
        "names, NAME-HASH-..., and in their label rollouts-pod-template-hash.",
        examples=["Latest"],
        json_schema_extra=_OBJECT,
    )


class ArgumentFrom(Elsewhere):
    """An argument that Argo Rollouts fills in."""

    value_from: ArgumentSource = Field(
        description="What it is.", examples=[{"podTemplateHashValue": "Latest"}], json_schema_extra=_OBJECT
    )

    @property
    def config_key(self) -> None:
        return None


if TYPE_CHECKING:
    ArgumentValue = pulumi.Input[str] | ArgumentFrom
else:
    ArgumentValue = input_of(Annotated[str, BeforeValidator(number_as_text)], ArgumentFrom)


class AnalysisTemplateSpec(Model):
    """An AnalysisTemplate that the cluster has."""

    name: ObjectName = Field(description="Its name.", examples=["success-rate"], json_schema_extra=_OBJECT)
    cluster_scope: Switch = Field(
        default=False,
        description="Whether it is a ClusterAnalysisTemplate. Default: false.",
        examples=[True],
        json_schema_extra=_OBJECT,
    )


class AnalysisSpec(Model):
    """Measurements that have to succeed before the next step; if they fail, Argo Rollouts goes back."""

    templates: Annotated[tuple[AnalysisTemplateSpec, ...], NotEmpty()] = Field(
        description="What is measured.", examples=[[{"name": "success-rate"}]], json_schema_extra=_OBJECT
    )
    args: Annotated[dict[ArgumentName, ArgumentValue], ByKey()] = Field(
        default={},
        description="Arguments of the templates and their values. Default: none.",
        examples=[{"service-name": "chat-canary", "hash": {"valueFrom": {"podTemplateHashValue": "Latest"}}}],
        json_schema_extra=_OBJECT,
    )


class BackgroundAnalysisSpec(AnalysisSpec):
    """Measurements that go on while the steps are taken; if they fail, Argo Rollouts goes back."""

    starting_step: Natural = Field(
        default=0,
        description="The step with which they begin, counted from 0. Default: 0.",
        examples=[2],
        json_schema_extra=about("Rollout", unit="steps"),
    )


def analysis(wanted: AnalysisSpec) -> dict[str, Any]:
    """As a step of a Rollout has it."""
    templates = [
        {"templateName": one.name, **({"clusterScope": True} if one.cluster_scope else {})} for one in wanted.templates
    ]
    args = [_argument(name, value) for name, value in wanted.args.items()]
    return {"templates": templates, **({"args": args} if args else {})}


def background_analysis(wanted: BackgroundAnalysisSpec) -> dict[str, Any]:
    """As a Rollout's strategy has it."""
    return analysis(wanted) | ({"startingStep": wanted.starting_step} if wanted.starting_step else {})


def _argument(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, ArgumentFrom):
        return {"name": name, "valueFrom": value.value_from.model_dump(by_alias=True)}
    return {"name": name, "value": value}
