"""KEDA as the autoscaler: a ScaledObject for each track, of which KEDA makes the HorizontalPodAutoscaler.

https://keda.sh/docs/2.21/reference/scaledobject-spec/
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from ..kube.duration import WholeSeconds, whole_seconds
from ..kube.names import ObjectName
from ..kube.prometheus import PrometheusAddress, PrometheusQuery, Threshold, ThresholdOrZero
from ..model import Model, NotEmpty, Positive, Switch, about
from ..one_of import exactly_one
from .metrics import CpuMetricSpec, MemoryMetricSpec, OneOf
from .resources import Amount

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

NAME_LABEL = "scaledobject.keda.sh/name"
"""By which KEDA's metrics server knows whose metric is asked for."""
TAKE_OVER = {"scaledobject.keda.sh/transfer-hpa-ownership": "true"}
"""KEDA then takes an autoscaler of that name for its own, where it would refuse to stand beside it."""


class TriggerAuthenticationSpec(Model):
    """How KEDA authenticates to a Prometheus."""

    name: ObjectName = Field(
        description="Name of a TriggerAuthentication in the service's namespace, or of a ClusterTriggerAuthentication.",
        examples=["prometheus"],
        json_schema_extra=about("ScaledObject"),
    )
    kind: Literal["TriggerAuthentication", "ClusterTriggerAuthentication"] = Field(
        default="TriggerAuthentication",
        description="Kind of that object. Default: TriggerAuthentication.",
        examples=["ClusterTriggerAuthentication"],
        json_schema_extra=about("ScaledObject"),
    )
    mode: Literal["bearer", "basic", "tls", "custom"] = Field(
        default="bearer",
        description="What that object holds. Default: bearer, a token.",
        examples=["basic"],
        json_schema_extra=about("ScaledObject"),
    )


class PrometheusTriggerSpec(Model):
    """A query to Prometheus, which needs no adapter."""

    server_address: PrometheusAddress = Field(
        description="Address of the Prometheus.",
        examples=["http://prometheus.monitoring.svc:9090"],
        json_schema_extra=about("ScaledObject"),
    )
    query: PrometheusQuery = Field(
        description="PromQL that comes to one number, over all pods of a service. With a canary both tracks see the "
        "same number.",
        examples=['sum(active_requests{app="chat"})'],
        json_schema_extra=about("ScaledObject"),
    )
    threshold: Threshold = Field(
        description="What the number, divided by the track's pods, should come to.",
        examples=["5"],
        json_schema_extra=about("ScaledObject", "HorizontalPodAutoscaler"),
    )
    activation_threshold: ThresholdOrZero | None = Field(
        default=None,
        description="Above which the pods come back from zero; goes with scaleToZero. Default: KEDA's own, 0.",
        examples=["1"],
        json_schema_extra=about("ScaledObject"),
    )
    authentication: TriggerAuthenticationSpec | None = Field(
        default=None,
        description="How KEDA authenticates to it. Default: not at all.",
        examples=[{"name": "prometheus"}],
        json_schema_extra=about("ScaledObject"),
    )


class TriggerSpec(OneOf):
    """One thing to go by: exactly one of the fields."""

    model_config = exactly_one("prometheus", "cpu", "memory")
    otherwise: ClassVar[str] = "Give each an entry of its own."

    prometheus: PrometheusTriggerSpec | None = Field(
        default=None,
        description="A query to Prometheus. Default: none.",
        examples=[
            {
                "serverAddress": "http://prometheus.monitoring.svc:9090",
                "query": "sum(active_requests)",
                "threshold": "5",
            }
        ],
        json_schema_extra=about("ScaledObject"),
    )
    cpu: CpuMetricSpec | None = Field(
        default=None,
        description="CPU in use by the pods. Default: none.",
        examples=[{"averageUtilization": 80}],
        json_schema_extra=about("ScaledObject"),
    )
    memory: MemoryMetricSpec | None = Field(
        default=None,
        description="Memory in use by the pods. Default: none.",
        examples=[{"averageUtilization": 80}],
        json_schema_extra=about("ScaledObject"),
    )


class FallbackSpec(Model):
    """What count is kept while Prometheus does not answer."""

    failure_threshold: Positive = Field(
        description="Failures in a row before it counts.",
        examples=[3],
        json_schema_extra=about("ScaledObject", unit="failures"),
    )
    replicas: Positive = Field(
        description="Pods of each track meanwhile.", examples=[5], json_schema_extra=about("ScaledObject", unit="pods")
    )


class KedaSpec(Model):
    """KEDA in place of an autoscaler of Kubernetes' own."""

    triggers: Annotated[tuple[TriggerSpec, ...], NotEmpty()] = Field(
        description="What KEDA goes by: of several triggers the one that asks for most pods counts.",
        examples=[[{"cpu": {"averageUtilization": 80}}]],
        json_schema_extra=about("ScaledObject"),
    )
    scale_to_zero: Switch = Field(
        default=False,
        description="Whether a track has no pods while no trigger is active; it comes back with minReplicas, when the "
        "model has loaded. Requests that come meanwhile are not kept. Default: false.",
        examples=[True],
        json_schema_extra=about("ScaledObject", "Deployment"),
    )
    polling_interval: WholeSeconds | None = Field(
        default=None,
        description="How often KEDA looks whether a trigger is active; goes with scaleToZero. "
        "Default: KEDA's own, 30s.",
        examples=["15s"],
        json_schema_extra=about("ScaledObject", unit="whole seconds"),
    )
    cooldown_period: WholeSeconds | None = Field(
        default=None,
        description="How long no trigger is active before the pods go; goes with scaleToZero. "
        "Default: KEDA's own, 300s.",
        examples=["10m"],
        json_schema_extra=about("ScaledObject", unit="whole seconds"),
    )
    fallback: FallbackSpec | None = Field(
        default=None,
        description="What count is kept while Prometheus does not answer. Default: none, the count stays as it is.",
        examples=[{"failureThreshold": 3, "replicas": 5}],
        json_schema_extra=about("ScaledObject"),
    )

    def asks_prometheus(self) -> bool:
        return any(trigger.prometheus for trigger in self.triggers)

    def utilizations(self) -> Iterator[tuple[str, Amount, CpuMetricSpec | MemoryMetricSpec]]:
        """The triggers that go by CPU or memory: where each stands, the resource, and its target."""
        for at, trigger in enumerate(self.triggers):
            path = f"autoscaling.keda.triggers[{at}]"
            if trigger.cpu:
                yield f"{path}.cpu", "cpu", trigger.cpu
            if trigger.memory:
                yield f"{path}.memory", "memory", trigger.memory


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    keda = spec.autoscaling.keda if spec.autoscaling else None
    if spec.autoscaling is None or keda is None:
        return
    for field, value in (("preset", spec.autoscaling.preset), ("metrics", spec.autoscaling.metrics)):
        if value is not None:
            yield (
                f"autoscaling.{field}",
                "has no use beside keda, which goes by its triggers and never stands beside another autoscaler. Leave "
                "one of the two out.",
            )
    seen: dict[str, str] = {}
    for path, resource, target in keda.utilizations():
        if target.average_utilization and spec.resources.request(resource) is None:
            yield (
                f"{path}.averageUtilization",
                f"{target.average_utilization} is a percentage of resources.{resource}, which is not there. Give "
                f"resources.{resource}, or an averageValue.",
            )
        if first := seen.get(resource):
            yield path, f"is the trigger that {first} is already. Give it one target, in one place."
        seen.setdefault(resource, path)
    if keda.fallback and keda.fallback.replicas > spec.max_replicas > 0:
        yield (
            "autoscaling.keda.fallback.replicas",
            f"{keda.fallback.replicas} is above maxReplicas {spec.max_replicas}. Lower it or raise maxReplicas.",
        )


def use_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    keda = spec.autoscaling.keda if spec.autoscaling else None
    if keda is None:
        return
    for field, value in (("scaleToZero", keda.scale_to_zero), ("fallback", keda.fallback)):
        if value and not keda.asks_prometheus():
            yield (
                f"autoscaling.keda.{field}",
                "needs a trigger of Prometheus: use of CPU and memory is none of KEDA's, and nothing uses any where no "
                "pod is. Give one, or leave it out.",
            )
    idle = {f"autoscaling.keda.{name}": getattr(keda, field) for name, field in _FOR_ZERO.items()} | {
        f"autoscaling.keda.triggers[{at}].prometheus.activationThreshold": trigger.prometheus.activation_threshold
        for at, trigger in enumerate(keda.triggers)
        if trigger.prometheus
    }
    for path in (path for path, value in idle.items() if value is not None and not keda.scale_to_zero):
        yield path, "has no use without scaleToZero: no track is without pods. Leave it out, or give scaleToZero: true."


_FOR_ZERO = {"pollingInterval": "polling_interval", "cooldownPeriod": "cooldown_period"}


def scaled_object_spec(keda: KedaSpec, minimum: int, maximum: int) -> dict[str, Any]:
    """What a ScaledObject says beside its target and its HorizontalPodAutoscaler."""
    found: dict[str, Any] = {"minReplicaCount": minimum, "maxReplicaCount": maximum}
    if keda.scale_to_zero:
        found["idleReplicaCount"] = 0  # the one count below minReplicaCount that KEDA knows
    if keda.polling_interval:
        found["pollingInterval"] = whole_seconds(keda.polling_interval)
    if keda.cooldown_period:
        found["cooldownPeriod"] = whole_seconds(keda.cooldown_period)
    if keda.fallback:
        found["fallback"] = keda.fallback.model_dump(by_alias=True)
    return found | {"triggers": [_trigger(trigger) for trigger in keda.triggers]}


def metrics_by_keda(keda: KedaSpec, name: str) -> list[dict[str, Any]]:
    """The metrics of the HorizontalPodAutoscaler that KEDA makes of the ScaledObject `name`."""
    found = []
    for at, trigger in enumerate(keda.triggers):
        if trigger.prometheus:
            metric = {"name": f"s{at}-prometheus", "selector": {"matchLabels": {NAME_LABEL: name}}}
            target = {"type": "AverageValue", "averageValue": trigger.prometheus.threshold}
            found.append({"type": "External", "external": {"metric": metric, "target": target}})
    for _, resource, given in keda.utilizations():
        kind, value = _target(given)
        field = {"Utilization": "averageUtilization", "AverageValue": "averageValue"}[kind]
        found.append({"type": "Resource", "resource": {"name": resource, "target": {"type": kind, field: value}}})
    return found


def _trigger(trigger: TriggerSpec) -> dict[str, Any]:
    if asked := trigger.prometheus:
        metadata = {"serverAddress": asked.server_address, "query": asked.query, "threshold": asked.threshold}
        if asked.activation_threshold is not None:
            metadata["activationThreshold"] = asked.activation_threshold
        if asked.authentication is None:
            return {"type": "prometheus", "metadata": metadata}
        metadata["authModes"] = asked.authentication.mode
        reference = {"name": asked.authentication.name, "kind": asked.authentication.kind}
        return {"type": "prometheus", "metadata": metadata, "authenticationRef": reference}
    name, given = ("cpu", trigger.cpu) if trigger.cpu else ("memory", trigger.memory)
    assert given is not None
    kind, value = _target(given)
    return {"type": name, "metricType": kind, "metadata": {"value": str(value)}}


def _target(given: CpuMetricSpec | MemoryMetricSpec) -> tuple[str, Any]:
    if given.average_utilization:
        return "Utilization", given.average_utilization
    return "AverageValue", given.average_value
