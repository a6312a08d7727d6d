"""Blue and green: two full tracks, of which one has the traffic and the other waits."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from ..inputs import Image, ModelRef
from ..model import Model, about
from .model_storage import TrackModelSpec

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_OBJECTS = about("Deployment", "HorizontalPodAutoscaler", "Service")


class ColorSpec(Model):
    """One of the two tracks."""

    model_ref: ModelRef = Field(
        description="Reference of the track's model.",
        examples=["llama3.1-8b-q4"],
        json_schema_extra=about("Deployment"),
    )
    model: TrackModelSpec | None = Field(
        default=None,
        description="Files of the track's model. Default: none, the server finds its model itself.",
        examples=[{"source": {"http": {"url": "https://models.example.com/llama3.1-8b-q4.gguf"}}}],
        json_schema_extra=about("Deployment", "ConfigMap", "Secret"),
    )
    image: Image | None = Field(
        default=None,
        description="Image of the track's model server, where it differs. Default: the service's.",
        examples=["ghcr.io/zerfoo/zerfoo:v1.60.0"],
        json_schema_extra=about("Deployment"),
    )


class BlueGreenSpec(Model):
    """Two full tracks, each of `replicas` pods. The Service changes over when the active one is ready; going back is
    the same change the other way, and needs no new pod. Under autoscaling the one that waits has minReplicas: raise
    that before a change over."""

    active: Literal["blue", "green"] = Field(
        description="The track that has the traffic.",
        examples=["green"],
        json_schema_extra=about("Service", "HTTPRoute", "VirtualService", "TraefikService"),
    )
    blue: ColorSpec | None = Field(
        default=None,
        description="The one track; taking it away while the other is active restarts nothing. Default: none.",
        examples=[{"modelRef": "llama3-8b-q4"}],
        json_schema_extra=_OBJECTS,
    )
    green: ColorSpec | None = Field(
        default=None,
        description="The other track; taking it away while the one is active restarts nothing. Default: none.",
        examples=[{"modelRef": "llama3.1-8b-q4"}],
        json_schema_extra=_OBJECTS,
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    both = spec.blue_green
    if both is None:
        return
    if getattr(both, both.active) is None:
        other = "green" if both.active == "blue" else "blue"
        fix = f"Give {both.active} a modelRef" + (f", or make {other} active." if getattr(both, other) else ".")
        yield "blueGreen.active", f"{both.active} has no pods to give the traffic to. {fix}"
    if spec.canary is not None:
        yield "canary", "has no place beside blueGreen, whose tracks take turns. Leave one of the two out."


def model_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if spec.model_ref is None and spec.blue_green is None:
        yield "modelRef", "null is not a string. Give one, such as llama3-8b-q4."
    elif spec.model_ref is not None and spec.blue_green is not None:
        yield "modelRef", "has no effect beside blueGreen, which has a model for each track. Leave it out."
