"""What an autoscaler goes by: metrics of the pods, of another object, or from outside, each with its target.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
"""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from .. import one_of
from ..kube.names import ApiVersion, Dns1123Label, Kind, MetricName, ObjectName
from ..kube.percentage import PositivePercentage
from ..kube.quantity import Cpu, Memory, MetricValue
from ..kube.selector import LabelSelector
from ..model import Model, about
from ..one_of import exactly_one
from .resources import Amount

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

SERVER = "server"
"""The container of the model server, unless the spec gives it another name."""

Preset = Literal["vllm", "sglang", "tgi", "triton", "zerfoo", "article"]
PRESETS: dict[Preset, dict[str, str]] = {
    # 5 requests for each pod, waiting or in work, is where the vLLM production stack starts.
    "vllm": {"vllm_num_requests_waiting": "5", "vllm_num_requests_running": "5"},
    "sglang": {"sglang_num_queue_reqs": "5", "sglang_num_running_reqs": "5"},
    "tgi": {"tgi_queue_size": "5", "tgi_batch_current_size": "5"},
    # rate(nv_inference_queue_duration_us) by rate(nv_inference_request_success), in ms, named as by NVIDIA's rule.
    "triton": {"avg_time_queue_ms": "50"},
    "zerfoo": {"active_requests": "5"},  # it has no gauge of its queue
    "article": {"inference_latency_p95": "500m", "inference_queue_depth": "10"},
}
"""Pods metrics by name, each with the average to aim at.

An adapter serves them, and decides on their names: for vLLM's they are those of its production stack, without colons.
"""

_UTILIZATION = (
    "Mean use in percent of what the pods ask for; asks for resources.{}. A replica cannot use more than its limit: "
    "where that is its request, above 90, with Kubernetes' tolerance of a tenth, nothing scales up."
)
_TARGETS = {"average_utilization", "average_value", "value"}
_SHARED = "With a canary both tracks' autoscalers see the same number."


class OneOf(one_of.OneOf):
    """Has exactly one of the fields whose default is none."""

    kind = "metric"


class CpuMetricSpec(OneOf):
    """CPU in use by the pods, on average."""

    model_config = exactly_one("averageUtilization", "averageValue")

    average_utilization: PositivePercentage | None = Field(
        default=None,
        description=f"{_UTILIZATION.format('cpu')} Default: none.",
        examples=[80],
        json_schema_extra=about("HorizontalPodAutoscaler", "ScaledObject", unit="percent"),
    )
    average_value: Cpu | None = Field(
        default=None,
        description="Mean CPU in use by a pod. Default: none.",
        examples=["500m"],
        json_schema_extra=about("HorizontalPodAutoscaler", "ScaledObject", unit="cores"),
    )


class MemoryMetricSpec(OneOf):
    """Memory in use by the pods, on average."""

    model_config = exactly_one("averageUtilization", "averageValue")

    average_utilization: PositivePercentage | None = Field(
        default=None,
        description=f"{_UTILIZATION.format('memory')} Default: none.",
        examples=[80],
        json_schema_extra=about("HorizontalPodAutoscaler", "ScaledObject", unit="percent"),
    )
    average_value: Memory | None = Field(
        default=None,
        description="Mean memory in use by a pod. Default: none.",
        examples=["12Gi"],
        json_schema_extra=about("HorizontalPodAutoscaler", "ScaledObject", unit="bytes"),
    )


class ContainerResourceMetricSpec(OneOf):
    """CPU or memory in use by one container of the pods, on average: what is injected beside it does not count."""

    model_config = exactly_one("averageUtilization", "averageValue")

    name: Literal["cpu", "memory"] = Field(
        description="Which resource.", examples=["cpu"], json_schema_extra=about("HorizontalPodAutoscaler")
    )
    container: Dns1123Label = Field(
        default=SERVER,
        description="Name of the container. Default: server, the model server's.",
        examples=[SERVER],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    average_utilization: PositivePercentage | None = Field(
        default=None,
        description="Mean use in percent of what the container asks for; that of the model server asks for the field "
        "of resources. Default: none.",
        examples=[80],
        json_schema_extra=about("HorizontalPodAutoscaler", unit="percent"),
    )
    average_value: MetricValue | None = Field(
        default=None,
        description="Mean use by a container, in cores or bytes. Default: none.",
        examples=["500m"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )


class MetricIdentifier(Model):
    """Which metric."""

    name: MetricName = Field(
        description="Name of the metric as the metrics API serves it. An adapter decides on the name: it need not be "
        "that of Prometheus.",
        examples=["vllm_num_requests_waiting"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    selector: LabelSelector | None = Field(
        default=None,
        description="Which of the metric's series, by their labels. Default: all.",
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )


class PodsMetricSpec(Model):
    """A metric that each pod has, served by custom.metrics.k8s.io. Each track goes by its own pods."""

    metric: MetricIdentifier = Field(
        description="Which metric of the pods.", json_schema_extra=about("HorizontalPodAutoscaler")
    )
    average_value: MetricValue = Field(
        description="What the mean over the track's pods should come to.",
        examples=["5"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )


class DescribedObject(Model):
    """An object in the service's namespace."""

    api_version: ApiVersion = Field(
        description="Version of the object's API, after its group.",
        examples=["networking.k8s.io/v1"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    kind: Kind = Field(
        description="Kind of the object.", examples=["Ingress"], json_schema_extra=about("HorizontalPodAutoscaler")
    )
    name: ObjectName = Field(
        description="Name of the object.", examples=["chat"], json_schema_extra=about("HorizontalPodAutoscaler")
    )


class ObjectMetricSpec(OneOf):
    """A metric of one object, served by custom.metrics.k8s.io."""

    model_config = exactly_one("value", "averageValue")

    described_object: DescribedObject = Field(
        description=f"The object that has the metric. {_SHARED}", json_schema_extra=about("HorizontalPodAutoscaler")
    )
    metric: MetricIdentifier = Field(
        description="Which metric of the object.", json_schema_extra=about("HorizontalPodAutoscaler")
    )
    value: MetricValue | None = Field(
        default=None,
        description="What the metric should come to. Default: none.",
        examples=["100"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    average_value: MetricValue | None = Field(
        default=None,
        description="What the metric, divided by the track's pods, should come to. Default: none.",
        examples=["10"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )


class ExternalMetricSpec(OneOf):
    """A metric of no object in the cluster, such as the length of a queue, served by external.metrics.k8s.io."""

    model_config = exactly_one("value", "averageValue")

    metric: MetricIdentifier = Field(
        description=f"Which metric. {_SHARED}", json_schema_extra=about("HorizontalPodAutoscaler")
    )
    value: MetricValue | None = Field(
        default=None,
        description="What the metric should come to. Default: none.",
        examples=["100"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    average_value: MetricValue | None = Field(
        default=None,
        description="What the metric, divided by the track's pods, should come to. Default: none.",
        examples=["10"],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )


class MetricSpec(OneOf):
    """One metric with its target: exactly one of the fields."""

    model_config = exactly_one("cpu", "memory", "containerResource", "pods", "object", "external")
    otherwise: ClassVar[str] = "Give each an entry of its own."

    cpu: CpuMetricSpec | None = Field(
        default=None,
        description="CPU in use by the pods. Default: none.",
        examples=[{"averageUtilization": 80}],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    memory: MemoryMetricSpec | None = Field(
        default=None,
        description="Memory in use by the pods; most model servers keep what they have once taken. Default: none.",
        examples=[{"averageUtilization": 80}],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    container_resource: ContainerResourceMetricSpec | None = Field(
        default=None,
        description="CPU or memory in use by one container of the pods. Default: none.",
        examples=[{"name": "cpu", "averageUtilization": 80}],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    pods: PodsMetricSpec | None = Field(
        default=None,
        description="A metric that each pod has. Default: none.",
        examples=[{"metric": {"name": "active_requests"}, "averageValue": "5"}],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    object: ObjectMetricSpec | None = Field(
        default=None,
        description="A metric of one object of the cluster. Default: none.",
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    external: ExternalMetricSpec | None = Field(
        default=None,
        description="A metric from outside the cluster. Default: none.",
        examples=[{"metric": {"name": "queue_length"}, "averageValue": "10"}],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )

    def same_as(self) -> str:
        """A text that two entries share where they go by the same metric, whatever their targets."""
        source, given = next((name, value) for name, value in self if value is not None)
        return json.dumps([source, given.model_dump(exclude=_TARGETS)], sort_keys=True)


def by_default(percent: int) -> tuple[MetricSpec, ...]:
    """The CPU, at a mean use of its request in percent."""
    return (MetricSpec(cpu=CpuMetricSpec(average_utilization=percent)),)


def of_preset(preset: Preset) -> tuple[MetricSpec, ...]:
    """The metrics that a preset stands for."""
    return tuple(
        MetricSpec(pods=PodsMetricSpec(metric=MetricIdentifier(name=name), average_value=value))
        for name, value in PRESETS[preset].items()
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if spec.autoscaling is None:
        return
    if not spec.autoscaled:
        yield (
            "autoscaling",
            "has no use: minReplicas is 0, so that nothing scales. Give minReplicas and maxReplicas, or leave "
            "autoscaling out.",
        )
    preset = spec.autoscaling.preset
    seen = {metric.same_as(): f"the preset {preset}" for metric in (of_preset(preset) if preset else ())}
    for at, metric in enumerate(spec.autoscaling.metrics or ()):
        path = f"autoscaling.metrics[{at}]"
        for field, resource, percent in utilizations(metric):
            whole = metric.container_resource is None or metric.container_resource.container == spec.container_name
            if whole and spec.resources.request(resource) is None:
                yield (
                    f"{path}.{field}.averageUtilization",
                    f"{percent} is a percentage of resources.{resource}, which is not there. Give "
                    f"resources.{resource}, or an averageValue.",
                )
        if first := seen.get(metric.same_as()):
            yield path, f"is the metric that {first} has already. Give it one target, in one place."
        seen.setdefault(metric.same_as(), path)


def utilizations(metric: MetricSpec) -> Iterator[tuple[str, Amount, int]]:
    """Targets that are a part of what containers ask for: the field, the resource and the percentage."""
    if metric.cpu and metric.cpu.average_utilization:
        yield "cpu", "cpu", metric.cpu.average_utilization
    if metric.memory and metric.memory.average_utilization:
        yield "memory", "memory", metric.memory.average_utilization
    container = metric.container_resource
    if container and container.average_utilization:
        yield "containerResource", container.name, container.average_utilization


def manifests(metrics: Sequence[MetricSpec]) -> list[dict[str, Any]]:
    """The `metrics` of an autoscaling/v2 object."""
    return [_manifest(metric) for metric in metrics]


def _manifest(metric: MetricSpec) -> dict[str, Any]:
    source, given = next((name, value) for name, value in metric if value is not None)
    match given:
        case CpuMetricSpec() | MemoryMetricSpec():
            return {"type": "Resource", "resource": {"name": source, **_target(given)}}
        case ContainerResourceMetricSpec():
            resource = {"name": given.name, "container": given.container, **_target(given)}
            return {"type": "ContainerResource", "containerResource": resource}
        case ObjectMetricSpec():
            described = {"describedObject": given.described_object.model_dump(by_alias=True)}
            return {"type": "Object", "object": described | _metric(given.metric) | _target(given)}
        case _:
            return {"type": source.capitalize(), source: _metric(given.metric) | _target(given)}


def _metric(identifier: MetricIdentifier) -> dict[str, Any]:
    return {"metric": identifier.model_dump(mode="json", by_alias=True, exclude_defaults=True)}


def _target(given: Any) -> dict[str, Any]:
    """The one target of a source, as it was written."""
    kinds = {"averageUtilization": "Utilization", "averageValue": "AverageValue", "value": "Value"}
    written = given.model_dump(by_alias=True, exclude_none=True)
    return {"target": next({"type": kind, field: written[field]} for field, kind in kinds.items() if field in written)}
