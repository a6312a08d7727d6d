"""A Grafana dashboard in a ConfigMap, as the sidecar of Grafana's chart picks it up.

https://grafana.com/docs/grafana/latest/visualizations/dashboards/build-dashboards/view-dashboard-json-model/
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from ..digest import digest
from ..kube.labels import recommended
from ..kube.names import LONGEST_NAME
from ..kube.pattern import Matching
from ..kube.selector import Labels
from ..model import Model, about
from .alerts import accuracy_metric, compares
from .server_metrics import Queries, for_namespace

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

SCHEMA_VERSION = 42
"""Of the dashboard's JSON, as Grafana 12 writes it; a newer Grafana migrates what is older."""
WIDTH = 24
"""Columns of Grafana's grid."""
_OBJECT = about("ConfigMap")
_SOURCE = {"type": "prometheus", "uid": "${datasource}"}


FolderName = Annotated[
    str,
    Matching(
        "folder",
        r"[A-Za-z0-9](?:[-A-Za-z0-9_. /]*[A-Za-z0-9])?",
        "is not the name of a folder. Use letters, digits, spaces, dashes, underscores, dots and slashes; start and "
        "end with a letter or a digit.",
        LONGEST_NAME,
    ),
]
"""Of Grafana, where slashes part folders that are nested."""


class GrafanaDashboardSpec(Model):
    """A dashboard of the service. A change of it touches no pod."""

    labels: Labels = Field(
        default={"grafana_dashboard": "1"},
        description='Labels of the ConfigMap, by which the sidecar finds it. Default: grafana_dashboard: "1".',
        examples=[{"grafana_dashboard": "1"}],
        json_schema_extra=_OBJECT,
    )
    folder: FolderName | None = Field(
        default=None,
        description="Folder of Grafana, as the annotation grafana_folder; the sidecar has to be told of it "
        "(folderAnnotation). Default: the general one.",
        examples=["Inference"],
        json_schema_extra=_OBJECT,
    )


@dataclass(frozen=True)
class Panel:
    """A panel without its place."""

    title: str
    queries: tuple[tuple[str, str], ...]
    """Each query with its legend."""
    unit: str = "short"
    kind: str = "timeseries"
    width: int = 12
    height: int = 8


def dashboard_config_map(name: str, spec: "InferenceServiceSpec", wanted: GrafanaDashboardSpec) -> dict[str, Any]:
    """The ConfigMap NAME-dashboard."""
    folder = {"annotations": {"grafana_folder": wanted.folder}} if wanted.folder else {}
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": f"{name}-dashboard",
            "labels": {**recommended(name, "dashboard"), **wanted.labels},
            **folder,
        },
        "data": {f"{name}.json": for_namespace(name, spec, dashboard)},
    }


def dashboard(queries: Queries) -> str:
    """The dashboard's JSON."""
    where = f" in {queries.namespace}" if queries.namespace else ""
    content = {
        "title": f"Inference: {queries.name}{where}",
        # One of 40 characters at most, and the same in every installation of the service.
        "uid": f"inference-{digest([queries.namespace, queries.name])[:20]}",
        "tags": ["inference"],
        "schemaVersion": SCHEMA_VERSION,
        "editable": False,
        "graphTooltip": 1,
        "refresh": "30s",
        "time": {"from": "now-1h", "to": "now"},
        "timezone": "browser",
        "templating": {
            "list": [{"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus"}]
        },
        "panels": list(placed(_panels(queries))),
    }
    return json.dumps(content, indent=2, sort_keys=True) + "\n"


def placed(panels: Iterable[Panel]) -> Iterator[dict[str, Any]]:
    """From left to right, and on a new line where one does not fit any more."""
    x = y = tallest = 0
    for number, panel in enumerate(panels, 1):
        if x + panel.width > WIDTH:
            x, y, tallest = 0, y + tallest, 0
        yield _panel(number, panel, {"x": x, "y": y, "w": panel.width, "h": panel.height})
        x, tallest = x + panel.width, max(tallest, panel.height)


def _panel(number: int, panel: Panel, place: dict[str, int]) -> dict[str, Any]:
    return {
        "id": number,
        "title": panel.title,
        "type": panel.kind,
        "datasource": _SOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "options": {"reduceOptions": {"calcs": ["lastNotNull"]}} if panel.kind == "stat" else {},
        "targets": [
            {"refId": chr(ord("A") + at), "datasource": _SOURCE, "expr": query, "legendFormat": legend}
            for at, (query, legend) in enumerate(panel.queries)
        ],
    }


def _panels(queries: Queries) -> Iterator[Panel]:
    yield from _at_a_glance(queries)
    yield from _requests(queries)
    if queries.server.queue:
        yield Panel("Queue, of a pod", ((queries.queue("track"), "{{track}}"),))
    if compares(queries.spec):
        yield from _primary_against_canary(queries)
    yield from _pods(queries)
    if queries.spec.resources.gpus_per_pod:
        used = queries.gpu("DCGM_FI_DEV_GPU_UTIL")
        yield Panel("GPU utilization", ((used, "{{pod}} GPU {{gpu}}"),), "percent")
        yield Panel("GPU memory in use", ((queries.gpu_memory_ratio(), "{{pod}} GPU {{gpu}}"),), "percentunit")


def _at_a_glance(queries: Queries) -> Iterator[Panel]:
    """One number each."""
    server = queries.server
    rule = queries.spec.monitoring.prometheus_rule if queries.spec.monitoring else None
    found = [("Ready pods", f"sum({queries.ready()})", "short")]
    if server.requests:
        found.append(("Request rate", queries.requests(), "reqps"))
        found.append(("Failed requests", queries.error_ratio(), "percentunit"))
    if server.latency:
        found.append(("Latency, p95", queries.latency(0.95), "s"))
    if metric := accuracy_metric(rule, server):
        found.append(("Model accuracy", queries.gauge(metric, "track"), "percentunit"))
    width = WIDTH // len(found)
    for title, query, unit in found:
        yield Panel(title, ((query, "{{track}}" if title == "Model accuracy" else ""),), unit, "stat", width, 4)


def _requests(queries: Queries) -> Iterator[Panel]:
    if queries.server.requests:
        yield Panel("Request rate", ((queries.requests("track"), "{{track}}"),), "reqps")
        yield Panel("Failed requests", ((queries.error_ratio("track"), "{{track}}"),), "percentunit")
    if queries.server.latency:
        percentiles = tuple((queries.latency(share / 100), f"p{share}") for share in (50, 95))
        yield Panel("Latency, p50 and p95", percentiles, "s")


def _primary_against_canary(queries: Queries) -> Iterator[Panel]:
    if queries.server.requests:
        share = f"{queries.requests('track')} / on (namespace, app) group_left {queries.requests()}"
        yield Panel("Primary against canary: share of the requests", ((share, "{{track}}"),), "percentunit")
    if queries.server.latency:
        slow = queries.latency(0.95, "track")
        yield Panel("Primary against canary: latency, p95", ((slow, "{{track}}"),), "s")


def _pods(queries: Queries) -> Iterator[Panel]:
    legend = "{{name}}" if queries.spec.argo else f"{{{{{queries.spec.kind.lower()}}}}}"
    replicas = ((queries.ready(), f"{legend} ready"), (queries.wanted(), f"{legend} wanted"))
    yield Panel("Replicas", replicas)
    yield Panel("Restarts in 15 minutes", ((queries.restarts(), "{{pod}} {{container}}"),))
