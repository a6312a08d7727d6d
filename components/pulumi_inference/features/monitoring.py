"""Monitoring: who scrapes the pods, what raises an alert, and a dashboard.

https://prometheus-operator.dev/docs/api-reference/api/ (monitoring.coreos.com/v1)
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import Field

from ..child import Child
from ..kube.duration import WholeSeconds, whole_seconds
from ..kube.labels import recommended, selector
from ..kube.selector import Labels
from ..model import Model, Switch, about
from ..pod_part import PodOfTrack, PodPart
from ..runtimes import HTTP
from .alert_rules import prometheus_rule
from .alerts import PrometheusRuleSpec
from .dashboard import GrafanaDashboardSpec, dashboard_config_map
from .server_metrics import METRICS, Preset, preset_of
from .service import service_name

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_MONITOR = about("ServiceMonitor", "PodMonitor")


class MonitorSpec(Model):
    """How a Prometheus of the Prometheus Operator scrapes the pods."""

    labels: Labels = Field(
        default={},
        description="Labels of the object, by which a Prometheus selects its monitors. Default: none.",
        examples=[{"release": "kube-prometheus-stack"}],
        json_schema_extra=_MONITOR,
    )
    interval: WholeSeconds = Field(
        default="30s",
        description="Time from one scrape to the next. Default: 30s.",
        examples=["15s"],
        json_schema_extra=about("ServiceMonitor", "PodMonitor", unit="whole seconds"),
    )
    scrape_timeout: WholeSeconds = Field(
        default="10s",
        description="Time that a scrape may take; interval at most. Default: 10s.",
        examples=["5s"],
        json_schema_extra=about("ServiceMonitor", "PodMonitor", unit="whole seconds"),
    )


class MonitoringSpec(Model):
    """Metrics of a service: scraped, recorded, alerted on and drawn."""

    preset: Preset | None = Field(
        default=None,
        description="Whose names the server's metrics have; article for a server of your own that keeps to "
        "http_requests_total, inference_duration_seconds, inference_queue_depth, model_accuracy and "
        "model_load_seconds. Default: the runtime's.",
        examples=["article"],
        json_schema_extra=about("PrometheusRule", "ConfigMap"),
    )
    scrape_annotations: Switch = Field(
        default=False,
        description="Whether the pods have the annotations prometheus.io/scrape, port and path, for a Prometheus that "
        "is configured to go by them; a change replaces the pods. Default: false.",
        examples=[True],
        json_schema_extra=about("Deployment"),
    )
    service_monitor: MonitorSpec | None = Field(
        default=None,
        description="A ServiceMonitor, over the pods that the Service NAME-svc leads to; needs its CRD. Default: none.",
        examples=[{"labels": {"release": "kube-prometheus-stack"}}],
        json_schema_extra=about("ServiceMonitor"),
    )
    pod_monitor: MonitorSpec | None = Field(
        default=None,
        description="A PodMonitor, over all pods, a canary's without traffic and those that are not ready included; "
        "needs its CRD. Default: none.",
        examples=[{"labels": {"release": "kube-prometheus-stack"}}],
        json_schema_extra=about("PodMonitor"),
    )
    prometheus_rule: PrometheusRuleSpec | None = Field(
        default=None,
        description="A PrometheusRule that records the service's rates and latencies, and its alerts; needs its CRD. "
        "Default: none.",
        examples=[{"latency": "5s"}],
        json_schema_extra=about("PrometheusRule"),
    )
    grafana_dashboard: GrafanaDashboardSpec | None = Field(
        default=None,
        description="A ConfigMap with a dashboard, for the sidecar of Grafana's chart. Default: none.",
        examples=[{"folder": "Inference"}],
        json_schema_extra=about("ConfigMap"),
    )

    @property
    def scrapers(self) -> tuple[str, ...]:
        """The fields by which a Prometheus comes to the pods."""
        there = {
            "scrapeAnnotations": self.scrape_annotations,
            "serviceMonitor": self.service_monitor is not None,
            "podMonitor": self.pod_monitor is not None,
        }
        return tuple(field for field, asked in there.items() if asked)


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    monitoring = spec.monitoring
    if monitoring is None:
        return
    if spec.runtime == "custom" and monitoring.preset is None:
        yield (
            "monitoring.preset",
            "is required with runtime: custom, whose metric names nobody knows: article for those of a server of your "
            "own, as the reference lists them, or the runtime that it resembles.",
        )
    if not spec.server.has_metrics and monitoring.scrapers and not spec.extra_args:
        yield (
            f"monitoring.{monitoring.scrapers[0]}",
            f"finds nothing: {spec.runtime} has no metrics until a file of its own switches them on. Give "
            "serving.monitoring: true.",
        )
    for field in monitoring.scrapers[1:]:
        yield (
            f"monitoring.{field}",
            f"stands beside {monitoring.scrapers[0]}: a Prometheus that reads both would count everything twice. "
            "Leave one out.",
        )
    for field, monitor in (("serviceMonitor", monitoring.service_monitor), ("podMonitor", monitoring.pod_monitor)):
        if monitor and whole_seconds(monitor.scrape_timeout) > whole_seconds(monitor.interval):
            yield (
                f"monitoring.{field}.scrapeTimeout",
                f"{monitor.scrape_timeout} is above the interval {monitor.interval}, which Prometheus refuses. "
                "Give less, or a longer interval.",
            )


def pod(of: PodOfTrack) -> PodPart:
    """The annotations that many configurations of Prometheus go by; Kubernetes and Prometheus give them no meaning."""
    spec = of.spec
    if spec.monitoring is None or not spec.monitoring.scrape_annotations:
        return PodPart()
    return PodPart(
        annotations={
            "prometheus.io/scrape": "true",
            "prometheus.io/port": str(spec.server.ports.by_name()[spec.server.ports.of_metrics]),
            "prometheus.io/path": METRICS[preset_of(spec)].path,
        }
    )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    monitoring = spec.monitoring
    if monitoring is None:
        return
    if monitoring.service_monitor:
        yield Child(role="service_monitor", manifest=service_monitor(name, spec, monitoring.service_monitor))
    if monitoring.pod_monitor:
        yield Child(role="pod_monitor", manifest=pod_monitor(name, spec, monitoring.pod_monitor))
    if monitoring.prometheus_rule:
        yield Child(role="prometheus_rule", manifest=prometheus_rule(name, spec, monitoring.prometheus_rule))
    if monitoring.grafana_dashboard:
        yield Child(role="grafana_dashboard", manifest=dashboard_config_map(name, spec, monitoring.grafana_dashboard))


def service_monitor(name: str, spec: "InferenceServiceSpec", wanted: MonitorSpec) -> dict[str, Any]:
    """Keeps the Service over all traffic: the others have its labels too, and no pod is to be scraped twice."""
    only = {
        "action": "keep",
        "sourceLabels": ["__meta_kubernetes_service_name"],
        "regex": service_name(name),
    }
    endpoint = _endpoint(spec, wanted) | {"relabelings": [only]}
    if endpoint["port"] != HTTP:  # the Service need not lead to it, and its pods have it
        endpoint["targetPort"] = endpoint.pop("port")
    return _monitor("ServiceMonitor", name, wanted, {"endpoints": [endpoint]})


def pod_monitor(name: str, spec: "InferenceServiceSpec", wanted: MonitorSpec) -> dict[str, Any]:
    return _monitor("PodMonitor", name, wanted, {"podMetricsEndpoints": [_endpoint(spec, wanted)]})


def _monitor(kind: str, name: str, wanted: MonitorSpec, endpoints: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": kind,
        "metadata": {"name": name, "labels": {**recommended(name, "monitor"), **wanted.labels}},
        "spec": {
            "selector": {"matchLabels": selector(name)},
            # The series get the pods' labels by which every query of ours selects.
            "podTargetLabels": ["app", "track"],
            **endpoints,
        },
    }


def _endpoint(spec: "InferenceServiceSpec", wanted: MonitorSpec) -> dict[str, Any]:
    return {
        "port": spec.server.ports.of_metrics,
        "path": METRICS[preset_of(spec)].path,
        "interval": f"{whole_seconds(wanted.interval)}s",
        "scrapeTimeout": f"{whole_seconds(wanted.scrape_timeout)}s",
    }
