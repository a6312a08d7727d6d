"""A VerticalPodAutoscaler for each track: it sets the CPU and memory that the pods ask for.

https://github.com/kubernetes/autoscaler/blob/vertical-pod-autoscaler-1.8.1/vertical-pod-autoscaler/docs/api.md
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..child import Child, vertical_autoscaler_of
from ..kube.labels import recommended
from ..kube.quantity import Cpu, Memory, parse_quantity
from ..model import Model, NotEmpty, about
from ..tracks import Track, tracks
from .autoscaling import horizontal_resources, scale_target, track_object_name

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

Resource = Literal["cpu", "memory"]
RESOURCES: tuple[Resource, ...] = ("cpu", "memory")


class AllowedSpec(Model):
    """A bound of what a replica may ask for."""

    cpu: Cpu | None = Field(
        default=None,
        description="CPU of a replica. Default: no bound.",
        examples=["1"],
        json_schema_extra=about("VerticalPodAutoscaler", unit="cores"),
    )
    memory: Memory | None = Field(
        default=None,
        description="Memory of a replica. Default: no bound.",
        examples=["8Gi"],
        json_schema_extra=about("VerticalPodAutoscaler", unit="bytes"),
    )


class VerticalPodAutoscalerSpec(Model):
    """Who sets the CPU and memory of a replica, and within which bounds."""

    update_mode: Literal["Off", "Initial", "Recreate", "InPlaceOrRecreate"] = Field(
        default="Off",
        description="What becomes of a recommendation. Off (in quotes, since YAML can read it as false): it stands in "
        "the VerticalPodAutoscaler's status alone. Initial: new pods get it. Recreate: running pods are evicted for "
        "it, too, each of which loads its model anew; by the updater's own default never those of a Deployment with "
        "one pod. InPlaceOrRecreate: running pods are resized where that can be. Default: Off.",
        examples=["Initial"],
        json_schema_extra=about("VerticalPodAutoscaler"),
    )
    min_allowed: AllowedSpec = Field(
        default=AllowedSpec(),
        description="The least that a replica may ask for. Default: no bound.",
        examples=[{"cpu": "1", "memory": "8Gi"}],
        json_schema_extra=about("VerticalPodAutoscaler"),
    )
    max_allowed: AllowedSpec = Field(
        default=AllowedSpec(),
        description="The most that a replica may ask for; beyond what a node has, a pod would never start. "
        "Default: no bound.",
        examples=[{"cpu": "8", "memory": "64Gi"}],
        json_schema_extra=about("VerticalPodAutoscaler"),
    )
    controlled_resources: Annotated[tuple[Resource, ...], NotEmpty()] = Field(
        default=RESOURCES,
        description="Which resources it sets; one that a horizontal autoscaler goes by is not for it. "
        "Default: cpu and memory.",
        examples=[["memory"]],
        json_schema_extra=about("VerticalPodAutoscaler"),
    )
    controlled_values: Literal["RequestsAndLimits", "RequestsOnly"] = Field(
        default="RequestsAndLimits",
        description="Whether the limits go with the requests. Default: RequestsAndLimits, which keeps them equal.",
        examples=["RequestsOnly"],
        json_schema_extra=about("VerticalPodAutoscaler"),
    )

    def bounds(self) -> Iterator[tuple[str, Resource, str]]:
        """Each bound: the field that it stands in, the resource, and the amount."""
        for field, allowed in (("minAllowed", self.min_allowed), ("maxAllowed", self.max_allowed)):
            for resource in RESOURCES:
                if amount := getattr(allowed, resource):
                    yield field, resource, amount


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    vertical = spec.vertical_pod_autoscaler
    if vertical is None:
        return
    horizontal = horizontal_resources(spec)
    for resource in vertical.controlled_resources:
        if resource in horizontal and vertical.update_mode != "Off":
            others = [other for other in RESOURCES if other not in horizontal]
            leave = f"set controlledResources to [{', '.join(others)}], " if others else ""
            yield (
                "verticalPodAutoscaler.controlledResources",
                f"has {resource}, by which {horizontal[resource]} scales, too: more pods use less each, the request "
                f"falls, and the pods look busy again. Either {leave}let the horizontal autoscaler go by something "
                'else, or keep to recommendations (updateMode: "Off").',
            )
    for field, resource, amount in vertical.bounds():
        if resource not in vertical.controlled_resources:
            yield (
                f"verticalPodAutoscaler.{field}.{resource}",
                f"{amount} has no use: controlledResources does not have {resource}. Leave one of the two out, or add "
                "it there.",
            )
    for resource in RESOURCES:
        least, most = getattr(vertical.min_allowed, resource), getattr(vertical.max_allowed, resource)
        if least and most and parse_quantity(least) > parse_quantity(most):
            yield (
                f"verticalPodAutoscaler.minAllowed.{resource}",
                f"{least} is above maxAllowed.{resource} {most}. Lower the one or raise the other.",
            )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if spec.vertical_pod_autoscaler:
        for track in tracks(spec):
            yield Child(
                role=vertical_autoscaler_of(track.name),
                manifest=vertical_pod_autoscaler(name, track, spec.vertical_pod_autoscaler, spec),
            )


def vertical_pod_autoscaler(
    service: str, track: Track, vertical: VerticalPodAutoscalerSpec, spec: "InferenceServiceSpec"
) -> dict[str, Any]:
    """The VerticalPodAutoscaler of a track: of the model server alone, not of what is injected beside it."""
    allowed: dict[str, dict[str, str]] = {}
    for field, resource, amount in vertical.bounds():
        allowed.setdefault(field, {})[resource] = amount
    return {
        "apiVersion": "autoscaling.k8s.io/v1",
        "kind": "VerticalPodAutoscaler",
        "metadata": {
            "name": track_object_name(service, track, "vpa"),
            "labels": recommended(service, "vertical-autoscaler"),
        },
        "spec": {
            "targetRef": scale_target(service, track, spec.kind),
            "updatePolicy": {"updateMode": vertical.update_mode},
            "resourcePolicy": {
                "containerPolicies": [
                    {
                        "containerName": spec.container_name,
                        "controlledResources": list(vertical.controlled_resources),
                        "controlledValues": vertical.controlled_values,
                        **allowed,
                    },
                    {"containerName": "*", "mode": "Off"},
                ]
            },
        },
    }
