"""Alerts: which there are, and what their conditions are held against; alert_rules.py has the rules."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from ..kube.duration import WholeSeconds
from ..kube.names import MetricName
from ..kube.percentage import PositivePercentage
from ..kube.prometheus import Threshold
from ..kube.selector import Labels
from ..model import Model, Positive, about
from .server_metrics import METRICS, ServerMetrics, preset_of

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

AlertName = Literal[
    "latency", "errorRate", "accuracy", "gpuMemory", "noReadyPods", "restarts", "queue", "canary", "modelLoad"
]
_OBJECT = about("PrometheusRule")
_SECONDS = about("PrometheusRule", unit="whole seconds")
_PERCENT = about("PrometheusRule", unit="percent")


class PendingSpec(Model):
    """How long a condition has to hold before its alert fires: the `for` of its rule."""

    latency: WholeSeconds = Field(
        default="5m", description="Of a slow service. Default: 5m.", examples=["10m"], json_schema_extra=_SECONDS
    )
    error_rate: WholeSeconds = Field(
        default="2m", description="Of failing requests. Default: 2m.", examples=["5m"], json_schema_extra=_SECONDS
    )
    accuracy: WholeSeconds = Field(
        default="10m",
        description="Of an accuracy that has dropped. Default: 10m.",
        examples=["30m"],
        json_schema_extra=_SECONDS,
    )
    gpu_memory: WholeSeconds = Field(
        default="5m", description="Of a full GPU. Default: 5m.", examples=["15m"], json_schema_extra=_SECONDS
    )
    no_ready_pods: WholeSeconds = Field(
        default="1m",
        description="Of a service without a ready pod. Default: 1m.",
        examples=["5m"],
        json_schema_extra=_SECONDS,
    )
    queue: WholeSeconds = Field(
        default="10m", description="Of a queue that grows. Default: 10m.", examples=["5m"], json_schema_extra=_SECONDS
    )
    canary: WholeSeconds = Field(
        default="5m",
        description="Of a canary that is worse than the primary. Default: 5m.",
        examples=["10m"],
        json_schema_extra=_SECONDS,
    )


class PrometheusRuleSpec(Model):
    """What is recorded, and when an alert fires. A change of it touches no pod."""

    labels: Labels = Field(
        default={},
        description="Labels of the PrometheusRule, by which a Prometheus selects its rules. Default: none.",
        examples=[{"release": "kube-prometheus-stack"}],
        json_schema_extra=_OBJECT,
    )
    alert_labels: Labels = Field(
        default={},
        description="Labels of every alert, by which Alertmanager routes it; severity may be one of them, in place of "
        "the alert's own. Default: none.",
        examples=[{"team": "ml"}],
        json_schema_extra=_OBJECT,
    )
    disabled: tuple[AlertName, ...] = Field(
        default=(), description="Alerts to leave out. Default: none.", examples=[["queue"]], json_schema_extra=_OBJECT
    )
    latency: WholeSeconds | None = Field(
        default=None,
        description="95th percentile of the requests' time above which a service is slow. "
        "Default: 30s; 2s by the presets tensorflow-serving and article.",
        examples=["5s"],
        json_schema_extra=_SECONDS,
    )
    error_rate: PositivePercentage = Field(
        default=5,
        description="Share of failed requests above which there are too many. Default: 5.",
        examples=[1],
        json_schema_extra=_PERCENT,
    )
    accuracy: Threshold = Field(
        default="0.85",
        description="The model's accuracy below which it has dropped. Default: 0.85.",
        examples=["0.9"],
        json_schema_extra=_OBJECT,
    )
    accuracy_metric: MetricName | None = Field(
        default=None,
        description="Gauge of the model's accuracy, which a job of yours may export with the labels namespace, app and "
        "track of the pods. Default: model_accuracy by the preset article, else none, and no alert.",
        examples=["model_accuracy"],
        json_schema_extra=_OBJECT,
    )
    gpu_memory: PositivePercentage = Field(
        default=95,
        description="Share of a GPU's memory in use above which it is nearly full; some servers take nine tenths at "
        "their start. Default: 95.",
        examples=[98],
        json_schema_extra=_PERCENT,
    )
    restarts: Positive = Field(
        default=3,
        description="Restarts of a container in 15 minutes from which it is a loop. Default: 3.",
        examples=[5],
        json_schema_extra=_OBJECT,
    )
    queue: Threshold = Field(
        default="10",
        description="Waiting requests of a pod on average, above which a queue that grows is too long. Default: 10.",
        examples=["50"],
        json_schema_extra=_OBJECT,
    )
    canary_error_rate: PositivePercentage = Field(
        default=5,
        description="By how many points of percent a canary's share of failed requests may be above the primary's. "
        "Default: 5.",
        examples=[1],
        json_schema_extra=_PERCENT,
    )
    canary_latency: Threshold = Field(
        default="1.5",
        description="How many times the primary's 95th percentile a canary's may be. Default: 1.5.",
        examples=["2"],
        json_schema_extra=_OBJECT,
    )
    pending: PendingSpec = Field(
        default=PendingSpec(),
        description="How long each condition has to hold. Default: 1m to 10m.",
        examples=[{"latency": "10m"}],
        json_schema_extra=_OBJECT,
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    wanted = spec.monitoring.prometheus_rule if spec.monitoring else None
    if wanted is None:
        return
    for field, reason in _without_use(spec, wanted):
        yield f"monitoring.prometheusRule.{field}", f"has no use: {reason} Leave it out."


def _without_use(spec: "InferenceServiceSpec", wanted: PrometheusRuleSpec) -> Iterator[tuple[str, str]]:
    """Thresholds that were written and that nothing is held against."""
    server, given = METRICS[preset_of(spec)], wanted.model_fields_set
    silent = f"the metrics of {preset_of(spec)} do not tell it."
    alone = "there is no canary beside a primary."
    held = {
        "latency": ("latency", server.latency is not None, silent),
        "error_rate": ("errorRate", bool(server.requests), silent),
        "accuracy": ("accuracy", accuracy_metric(wanted, server) is not None, "no accuracyMetric is given."),
        "gpu_memory": ("gpuMemory", bool(spec.resources.gpus_per_pod), "the service has no GPU."),
        "queue": ("queue", server.queue is not None, silent),
        "canary_error_rate": ("canaryErrorRate", compares(spec), alone),
        "canary_latency": ("canaryLatency", compares(spec), alone),
    }
    for name, (field, measured, reason) in held.items():
        if name in given and not measured:
            yield field, reason


def compares(spec: "InferenceServiceSpec") -> bool:
    """Whether a canary's pods can be told from the primary's."""
    return spec.canary is not None and spec.argo is None


def accuracy_metric(wanted: PrometheusRuleSpec | None, server: ServerMetrics) -> str | None:
    return (wanted.accuracy_metric if wanted else None) or server.accuracy
