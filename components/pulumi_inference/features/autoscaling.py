"""Autoscaling: a HorizontalPodAutoscaler for each track, and KEDA's ScaledObject where that is asked for."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from ..bounds import Bounds
from ..child import Child, autoscaler_of, scaled_object_of
from ..defaults import NEWEST, Defaults
from ..kube.labels import recommended
from ..model import Model, NotEmpty, about
from ..tracks import ROLLOUT, Track, tracks
from . import metrics, scaling_behavior
from .argo import API_VERSION as ARGO
from .containers import running
from .keda import TAKE_OVER, KedaSpec, metrics_by_keda, scaled_object_spec
from .metrics import MetricSpec, Preset
from .resources import Amount
from .scaling_behavior import ScalingBehaviorSpec

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

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
        f"Default: the preset's alone, or else the CPU at {NEWEST.target_cpu_percent} percent.",
        examples=[[{"cpu": {"averageUtilization": 80}}]],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    behavior: ScalingBehaviorSpec | None = Field(
        default=None,
        description="How fast the count changes. Default: Kubernetes' own.",
        examples=[{"scaleDown": {"stabilizationWindow": "10m"}}],
        json_schema_extra=about("HorizontalPodAutoscaler", "ScaledObject"),
    )
    keda: KedaSpec | None = Field(
        default=None,
        description="KEDA in place of an autoscaler of Kubernetes' own, by a ScaledObject. Default: none.",
        examples=[{"triggers": [{"cpu": {"averageUtilization": 80}}]}],
        json_schema_extra=about("ScaledObject", "HorizontalPodAutoscaler", "Deployment"),
    )


def _own_metrics(autoscaling: AutoscalingSpec | None) -> tuple[MetricSpec, ...]:
    """The preset's and those that are listed."""
    if autoscaling is None:
        return ()
    preset = metrics.of_preset(autoscaling.preset) if autoscaling.preset else ()
    return (*preset, *(autoscaling.metrics or ()))


def metrics_in_force(autoscaling: AutoscalingSpec | None, defaults: Defaults) -> tuple[MetricSpec, ...]:
    """What the spec names; else the CPU."""
    return _own_metrics(autoscaling) or metrics.by_default(defaults.target_cpu_percent)


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
    if (
        spec.autoscaled
        and not spec.keda
        and not _own_metrics(spec.autoscaling)
        and spec.resources.request("cpu") is None
    ):
        yield (
            "resources.cpu",
            "is required beside minReplicas and maxReplicas: the autoscaler compares the CPU in use with it.",
        )


def container_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """What calculatePodRequests of the autoscaler's controller (replica_calculator.go) ends with an error at."""
    for path, amount, container in _of_requests(spec):
        for where, one in running(spec):
            if one.resources.request(amount) is None and container in (None, one.name):
                whose = "this container asks" if container else "all containers of a pod ask"
                alone = "" if spec.keda or container else ", or let containerResource go by one container alone"
                yield (
                    f"{where}.resources.{amount}",
                    f"is required: {path} scales by a percentage of what {whose} for, and without it nothing scales. "
                    f"Give it{alone}.",
                )


def _of_requests(spec: "InferenceServiceSpec") -> Iterator[tuple[str, Amount, str | None]]:
    """Targets that are a part of what pods ask for: the field, the resource, and the container if it is one's alone."""
    if not spec.autoscaled:
        return
    if spec.keda:
        yield from (
            (path, resource, None) for path, resource, target in spec.keda.utilizations() if target.average_utilization
        )
    elif not _own_metrics(spec.autoscaling):
        yield "minReplicas", "cpu", None
    for at, metric in enumerate((spec.autoscaling and spec.autoscaling.metrics) or ()):
        for field, resource, _ in metrics.utilizations(metric):
            container = metric.container_resource.container if metric.container_resource else None
            yield f"autoscaling.metrics[{at}].{field}", resource, container


def horizontal_resources(spec: "InferenceServiceSpec") -> dict[str, str]:
    """CPU and memory where the autoscalers go by it, each with the field that says so."""
    if not spec.autoscaled:
        return {}
    if spec.keda:
        return {resource: path for path, resource, _ in spec.keda.utilizations()}
    if not _own_metrics(spec.autoscaling):
        return {"cpu": "minReplicas"}
    found: dict[str, str] = {}
    for at, metric in enumerate((spec.autoscaling and spec.autoscaling.metrics) or ()):  # a preset's are the pods' own
        path = f"autoscaling.metrics[{at}]"
        if metric.cpu:
            found.setdefault("cpu", path)
        if metric.memory:
            found.setdefault("memory", path)
        if metric.container_resource and metric.container_resource.container == spec.container_name:
            found.setdefault(metric.container_resource.name, path)
    return found


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    for track in tracks(spec):
        if not track.bounds:
            continue
        step = autoscaler_of(track.name)
        target = scale_target(name, track, spec.kind)
        manifest = horizontal_pod_autoscaler(name, track, track.bounds, spec.autoscaling, spec.defaults, target)
        # KEDA makes one of that name. Were it not declared, the engine would delete KEDA's when KEDA takes over.
        yield Child(role=step, manifest=manifest, step=step, ignored=KEDAS_OWN if spec.keda else ())
        if spec.keda:
            yield Child(
                role=scaled_object_of(track.name),
                manifest=scaled_object(name, track, track.bounds, spec.keda, spec.autoscaling, target),
                step=step,
                after=(step,),
            )


KEDAS_OWN = ("spec", "metadata.labels", "metadata.annotations")
"""What KEDA writes into a HorizontalPodAutoscaler that it has taken over."""


def scale_target(service: str, track: Track, kind: str) -> dict[str, str]:
    """The workload of a track."""
    if track.name == ROLLOUT:
        return {"apiVersion": ARGO, "kind": kind, "name": service}
    return {"apiVersion": "apps/v1", "kind": kind, "name": f"{service}-{track.name}"}


def _autoscaler_name(service: str, track: Track, keda: KedaSpec | None) -> str:
    """KEDA allows one ScaledObject for a name, and that of the Deployments is there until the Rollout is."""
    return f"{service}-{ROLLOUT}-hpa" if keda and track.name == ROLLOUT else track_object_name(service, track, "hpa")


def horizontal_pod_autoscaler(
    service: str,
    track: Track,
    bounds: Bounds,
    autoscaling: AutoscalingSpec | None,
    defaults: Defaults,
    target: Mapping[str, str],
) -> dict[str, Any]:
    """An autoscaling/v2 object that keeps the metrics of a track near their targets."""
    keda = autoscaling.keda if autoscaling else None
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": _autoscaler_name(service, track, keda), "labels": recommended(service, "autoscaler")},
        "spec": {
            "scaleTargetRef": target,
            "minReplicas": bounds.minimum,
            "maxReplicas": bounds.maximum,
            "metrics": metrics_by_keda(keda, f"{service}-{track.name}")
            if keda
            else metrics.manifests(metrics_in_force(autoscaling, defaults)),
            **scaling_behavior.manifest(autoscaling.behavior if autoscaling else None),
        },
    }


def scaled_object(
    service: str,
    track: Track,
    bounds: Bounds,
    keda: KedaSpec,
    autoscaling: AutoscalingSpec | None,
    target: Mapping[str, str],
) -> dict[str, Any]:
    """KEDA's object of a track; the HorizontalPodAutoscaler that follows from it has the name of the track's own."""
    behavior = scaling_behavior.manifest(autoscaling.behavior if autoscaling else None)
    return {
        "apiVersion": "keda.sh/v1alpha1",
        "kind": "ScaledObject",
        "metadata": {
            "name": f"{service}-{track.name}",  # KEDA writes it into a label, which has no room for another suffix
            "labels": recommended(service, "autoscaler"),
            "annotations": TAKE_OVER,
        },
        "spec": {
            "scaleTargetRef": target,
            "advanced": {"horizontalPodAutoscalerConfig": {"name": _autoscaler_name(service, track, keda), **behavior}},
            **scaled_object_spec(keda, bounds.minimum, bounds.maximum),
        },
    }


def track_object_name(service: str, track: Track, role: str) -> str:
    """Of an object that there is for each track: NAME-ROLE of the first, NAME-TRACK-ROLE of another."""
    return f"{service}-{role}" if track.name in ("primary", ROLLOUT) else f"{service}-{track.name}-{role}"
