"""Autoscaling: a HorizontalPodAutoscaler for each track, and who owns the replica count."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from ..bounds import Bounds
from ..child import Child, autoscaler_of
from ..errors import path_to
from ..kube.labels import PREFIX, recommended
from ..model import Model, NotEmpty, about
from ..tracks import Track, tracks
from . import metrics, scaling_behavior
from .metrics import MetricSpec, Preset
from .scaling_behavior import ScalingBehaviorSpec

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

OWNER_ANNOTATION = PREFIX + "replicas-owner"
"""Who decides a Deployment's count, the spec or an autoscaler, and within which bounds.

Without it the way from an autoscaled 5 back to a fixed 3 is no change of input where the count was 3 before the
autoscaler came: the engine would say `unchanged` and 5 pods would go on.
"""
_SPEC = "spec"
_AUTOSCALER = "autoscaler"


_PRESETS = "; ".join(
    f"{preset}: {' and '.join(f'{name} {value}' for name, value in values.items())}"
    for preset, values in metrics.PRESETS.items()
)


class AutoscalingSpec(Model):
    """What the autoscalers go by, and how fast they go."""

    preset: Preset | None = Field(
        default=None,
        description="Metrics of the pods that fit a model server, with the mean to aim at, as a start: "
        f"{_PRESETS}. An adapter has to serve them under these names in custom.metrics.k8s.io, such as "
        "vllm_num_requests_waiting for what vLLM calls vllm:num_requests_waiting; avg_time_queue_ms is the rate of "
        "nv_inference_queue_duration_us by that of nv_inference_request_success, in milliseconds. Adds up with "
        "metrics. Default: none.",
        examples=["vllm"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    metrics: Annotated[tuple[MetricSpec, ...], NotEmpty()] | None = Field(
        default=None,
        description="What the autoscalers go by: of several metrics the one that asks for most pods counts. "
        f"Default: the preset's alone, or else the CPU at {metrics.TARGET_CPU_PERCENT} percent.",
        examples=[[{"cpu": {"averageUtilization": 80}}]],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    behavior: ScalingBehaviorSpec | None = Field(
        default=None,
        description="How fast the count changes. Default: Kubernetes' own.",
        examples=[{"scaleDown": {"stabilizationWindow": "10m"}}],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )


def metrics_in_force(autoscaling: AutoscalingSpec | None) -> tuple[MetricSpec, ...]:
    """The preset's and those that are listed; the CPU where there are neither."""
    if autoscaling is None:
        return metrics.DEFAULT
    preset = metrics.of_preset(autoscaling.preset) if autoscaling.preset else ()
    return (*preset, *(autoscaling.metrics or ())) or metrics.DEFAULT


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
    elif low and spec.replicas == 0:
        yield (
            "replicas",
            f"0 pauses the service, which minReplicas {low} does not: an autoscaler keeps that many, and it leaves a "
            "Deployment without pods as it is, so that nothing would start again. To pause, take minReplicas, "
            "maxReplicas and autoscaling out; otherwise leave replicas out.",
        )
    elif low and "replicas" in spec.model_fields_set and not low <= spec.replicas <= high:
        yield (
            "replicas",
            f"{spec.replicas} is not between minReplicas {low} and maxReplicas {high}, so the autoscaler would "
            "overrule it. Give a count between the two, or leave replicas out to start at minReplicas.",
        )
    by_default = metrics_in_force(spec.autoscaling) is metrics.DEFAULT
    if spec.autoscaled and by_default and spec.resources.cpu is None:
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
    # It leaves a Deployment without pods alone, and a count that it read before is refused as outdated.
    if bounds.minimum == bounds.maximum == count or count == 0:
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


def start_problem(service: str, track: str, bounds: Bounds | None, count: int) -> str | None:
    """Why a track would stay without pods under its autoscaler, or None if it does not."""
    if bounds is None or count:
        return None
    where = path_to("services", [service, "minReplicas"])
    return (
        f"{where}: {service}-{track} may have no pods, since an earlier up did not get through, and an autoscaler "
        "leaves a Deployment without pods as it is. Take two steps:\n"
        f"  1. set replicas to {bounds.minimum}, leave minReplicas, maxReplicas and autoscaling out, and run pulumi up\n"
        "  2. put them back, and run pulumi up"
    )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    for track in tracks(spec):
        if track.bounds:
            manifest = horizontal_pod_autoscaler(name, track, track.bounds, spec.autoscaling)
            yield Child(role=autoscaler_of(track.name), manifest=manifest, step=autoscaler_of(track.name))


def horizontal_pod_autoscaler(
    service: str, track: Track, bounds: Bounds, autoscaling: AutoscalingSpec | None
) -> dict[str, Any]:
    """An autoscaling/v2 object that keeps the metrics of a track near their targets."""
    name = f"{service}-hpa" if track.name == "primary" else f"{service}-{track.name}-hpa"
    behavior = autoscaling.behavior if autoscaling else None
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name, "labels": recommended(service, "autoscaler")},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": f"{service}-{track.name}"},
            "minReplicas": bounds.minimum,
            "maxReplicas": bounds.maximum,
            "metrics": metrics.manifests(metrics_in_force(autoscaling)),
            **scaling_behavior.manifest(behavior),
        },
    }
