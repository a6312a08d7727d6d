"""PrometheusRule: what is recorded of a service, and what raises an alert.

https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
Of the cluster the rules read kube-state-metrics (with honorLabels, as its chart has it) and DCGM's exporter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..kube.duration import whole_seconds
from ..kube.labels import recommended
from .alerts import AlertName, PrometheusRuleSpec, accuracy_metric, compares
from .server_metrics import METRICS, Queries, ServerMetrics, for_namespace, preset_of

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_SLOW_LOAD = 80
"""Percent of the time that a model may take to load, after which the startup probe restarts its server."""


@dataclass(frozen=True)
class Alert:
    """A rule that fires."""

    of: AlertName
    name: str
    severity: Literal["warning", "critical"]
    condition: Any
    pending: int
    """Seconds."""
    summary: str
    description: str

    def rule(self, service: str, labels: dict[str, str]) -> dict[str, Any]:
        return {
            "alert": self.name,
            "expr": self.condition,
            "for": f"{self.pending}s",
            "labels": {"severity": self.severity, "app": service, **labels},
            "annotations": {"summary": self.summary, "description": self.description},
        }


def prometheus_rule(name: str, spec: "InferenceServiceSpec", wanted: PrometheusRuleSpec) -> dict[str, Any]:
    """The PrometheusRule NAME."""
    records = [
        {"record": record, "expr": expression} for record, expression in _records(name, spec, METRICS[preset_of(spec)])
    ]
    alerts = [
        one.rule(name, wanted.alert_labels) for one in _alerts(name, spec, wanted) if one.of not in wanted.disabled
    ]
    groups = (("records", records), ("alerts", alerts))
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {"name": name, "labels": {**recommended(name, "alerts"), **wanted.labels}},
        "spec": {"groups": [{"name": f"{name}.{group}", "rules": rules} for group, rules in groups if rules]},
    }


RATE, ERRORS = "app_track:inference_requests:rate5m", "app_track:inference_error_ratio:rate5m"
P50, P95 = "app_track:inference_latency_seconds:p50_5m", "app_track:inference_latency_seconds:p95_5m"
QUEUE = "app:inference_queue:avg"


def _records(name: str, spec: "InferenceServiceSpec", server: ServerMetrics) -> Iterator[tuple[str, Any]]:
    """Under the same names whatever the runtime, so that one query holds for all services."""
    if server.requests:
        yield RATE, for_namespace(name, spec, lambda queries: queries.requests("track"))
        yield ERRORS, for_namespace(name, spec, lambda queries: queries.error_ratio("track"))
    if server.latency:
        yield P50, for_namespace(name, spec, lambda queries: queries.latency(0.5, "track"))
        yield P95, for_namespace(name, spec, lambda queries: queries.latency(0.95, "track"))
    if server.queue:
        yield QUEUE, for_namespace(name, spec, lambda queries: queries.queue())


def _alerts(name: str, spec: "InferenceServiceSpec", wanted: PrometheusRuleSpec) -> Iterator[Alert]:
    server = METRICS[preset_of(spec)]
    yield from _of_requests(name, spec, wanted, server)
    yield from _of_models(name, spec, wanted, server)
    yield from _of_pods(name, spec, wanted)
    if compares(spec):
        yield from _of_canaries(name, spec, wanted, server)


def _of_requests(
    name: str, spec: "InferenceServiceSpec", wanted: PrometheusRuleSpec, server: ServerMetrics
) -> Iterator[Alert]:
    if server.latency:
        slow = whole_seconds(wanted.latency or server.slow)
        yield Alert(
            "latency",
            "InferenceHighLatency",
            "warning",
            for_namespace(name, spec, lambda queries: f"{queries.latency(0.95)} > {slow}"),
            whole_seconds(wanted.pending.latency),
            f"{name} is slow",
            f"95 percent of the requests took up to {{{{ $value | humanizeDuration }}}}, which is above {slow}s.",
        )
    if server.requests:
        share = wanted.error_rate / 100
        yield Alert(
            "errorRate",
            "InferenceHighErrorRate",
            "critical",
            for_namespace(name, spec, lambda queries: f"{queries.error_ratio()} > {share}"),
            whole_seconds(wanted.pending.error_rate),
            f"{name} fails requests",
            f"{{{{ $value | humanizePercentage }}}} of the requests fail, which is above {wanted.error_rate}%.",
        )
    if server.queue:

        def too_long(queries: Queries) -> str:
            slope = f"avg by (namespace, app) (deriv({server.queue}{{{queries.own}}}[10m]))"
            return f"{queries.queue()} > {wanted.queue} and {slope} > 0"

        yield Alert(
            "queue",
            "InferenceQueueGrowing",
            "warning",
            for_namespace(name, spec, too_long),
            whole_seconds(wanted.pending.queue),
            f"{name} has more requests than it can do",
            f"{{{{ $value | humanize }}}} requests wait at each pod and more come, with {wanted.queue} as the limit.",
        )


def _of_models(
    name: str, spec: "InferenceServiceSpec", wanted: PrometheusRuleSpec, server: ServerMetrics
) -> Iterator[Alert]:
    if metric := accuracy_metric(wanted, server):
        yield Alert(
            "accuracy",
            "InferenceAccuracyDrop",
            "critical",
            for_namespace(name, spec, lambda queries: f"{queries.gauge(metric, 'track')} < {wanted.accuracy}"),
            whole_seconds(wanted.pending.accuracy),
            f"The model of {name} has become less accurate",
            f"The accuracy of {{{{ $labels.track }}}} is {{{{ $value | humanize }}}}, below {wanted.accuracy}.",
        )
    budget = whole_seconds(spec.model_load)
    slow = budget * _SLOW_LOAD // 100
    yield Alert(
        "modelLoad",
        "InferenceModelLoadSlow",
        "warning",
        # Later than the budget it is no load: its probe has restarted a server that was still loading.
        for_namespace(name, spec, lambda queries: f"({queries.loading()}) > {slow} < {budget + slow}"),
        0,
        f"A model of {name} loads slowly",
        f"{{{{ $labels.pod }}}} has loaded for {{{{ $value | humanizeDuration }}}}; after {budget}s it is restarted.",
    )


def _of_pods(name: str, spec: "InferenceServiceSpec", wanted: PrometheusRuleSpec) -> Iterator[Alert]:
    yield Alert(
        "noReadyPods",
        "InferenceNoReadyPods",
        "critical",
        for_namespace(name, spec, _none_is_ready),
        whole_seconds(wanted.pending.no_ready_pods),
        f"{name} serves nobody",
        "No pod is ready, and there should be some.",
    )
    yield Alert(
        "restarts",
        "InferenceRestartLoop",
        "critical",
        for_namespace(name, spec, lambda queries: f"{queries.restarts()} >= {wanted.restarts}"),
        0,
        f"A pod of {name} restarts again and again",
        "{{ $labels.container }} of {{ $labels.pod }} has restarted {{ $value | humanize }} times in 15 minutes.",
    )
    if spec.resources.gpus_per_pod:
        share = wanted.gpu_memory / 100
        yield Alert(
            "gpuMemory",
            "InferenceGpuMemoryHigh",
            "warning",
            for_namespace(name, spec, lambda queries: f"{queries.gpu_memory_ratio()} > {share}"),
            whole_seconds(wanted.pending.gpu_memory),
            f"A GPU of {name} is nearly full",
            "{{ $value | humanizePercentage }} of the memory of GPU {{ $labels.gpu }} is in use.",
        )


def _none_is_ready(queries: Queries) -> str:
    """Of the tracks that have traffic: others may have all of their pods."""
    ready, wanted = queries.ready(serving=True), queries.wanted(serving=True)
    return f"sum by (namespace) ({ready}) == 0 and sum by (namespace) ({wanted}) > 0"


def _of_canaries(
    name: str, spec: "InferenceServiceSpec", wanted: PrometheusRuleSpec, server: ServerMetrics
) -> Iterator[Alert]:
    pending = whole_seconds(wanted.pending.canary)
    if server.requests:
        more = wanted.canary_error_rate / 100
        yield Alert(
            "canary",
            "InferenceCanaryFails",
            "critical",
            for_namespace(name, spec, lambda queries: _against(queries, ERRORS, "-", more)),
            pending,
            f"The canary of {name} fails more requests than the primary",
            "Its share of failed requests is higher by {{ $value | humanizePercentage }}.",
        )
    if server.latency:
        yield Alert(
            "canary",
            "InferenceCanarySlower",
            "warning",
            for_namespace(name, spec, lambda queries: _against(queries, P95, "/", wanted.canary_latency)),
            pending,
            f"The canary of {name} is slower than the primary",
            "Its 95th percentile is {{ $value | humanize }} times the primary's.",
        )


def _against(queries: Queries, record: str, operator: str, limit: object) -> str:
    canary, primary = (f'{record}{{{queries.own},track="{track}"}}' for track in ("canary", "primary"))
    return f"{canary} {operator} ignoring (track) {primary} > {limit}"
