"""Who scrapes a service, and its dashboard."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any, get_args

import pulumi
import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.child import Child
from pulumi_inference.children import children
from pulumi_inference.features.alerts import AlertName
from pulumi_inference.features.server_metrics import METRICS, _pods_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "observability.md"
FULL: dict[str, Any] = {
    "modelRef": "llama3-8b-q4",
    "replicas": 4,
    "namespace": "models",
    "resources": {"gpus": 1},
    "canary": {"modelRef": "llama3.1-8b-q4", "weight": 25},
}

PLAIN: dict[str, Any] = {"modelRef": "llama3-8b-q4"}
NONE: dict[str, Any] = {}
MONITORED: dict[str, Any] = {"podMonitor": {}, "prometheusRule": {}, "grafanaDashboard": {}}


def rendered(spec: dict[str, Any] = FULL, **monitoring: Any) -> dict[str, Child]:
    checked = parse_service("chat", spec | {"monitoring": monitoring})
    return {child.role: child for child in children("chat", checked)}


def board(spec: dict[str, Any] = FULL, **monitoring: Any) -> Any:
    data = rendered(spec, grafanaDashboard={}, **monitoring)["grafana_dashboard"].manifest["data"]
    return json.loads(data["chat.json"])


@pytest.mark.parametrize(("kind", "endpoints"), [("service", "endpoints"), ("pod", "podMetricsEndpoints")])
def test_a_monitor_scrapes_the_pods_of_the_service_by_the_name_of_their_port(kind: str, endpoints: str) -> None:
    found = rendered(**{f"{kind}Monitor": {"interval": "1m", "labels": {"release": "prometheus"}}})
    manifest = found[f"{kind}_monitor"].manifest
    assert manifest["apiVersion"] == "monitoring.coreos.com/v1"
    assert manifest["metadata"]["labels"]["release"] == "prometheus"
    (endpoint,) = manifest["spec"][endpoints]
    template = found["primary"].manifest["spec"]["template"]
    assert endpoint["port"] in [port["name"] for port in template["spec"]["containers"][0]["ports"]]
    assert (endpoint["interval"], endpoint["scrapeTimeout"], endpoint["path"]) == ("60s", "10s", "/metrics")
    assert manifest["spec"]["selector"]["matchLabels"].items() <= template["metadata"]["labels"].items()
    assert set(manifest["spec"]["podTargetLabels"]) <= template["metadata"]["labels"].keys()


def test_a_service_monitor_keeps_one_service_of_those_that_its_selector_matches() -> None:
    spec = FULL | {"gateway": {"parentRefs": [{"name": "public"}]}}
    found = rendered(spec, serviceMonitor={})
    monitor = found["service_monitor"].manifest["spec"]
    wanted = monitor["selector"]["matchLabels"].items()
    services = [child.manifest["metadata"] for child in found.values() if child.manifest["kind"] == "Service"]
    selected = {service["name"] for service in services if wanted <= service["labels"].items()}
    (relabeling,) = monitor["endpoints"][0]["relabelings"]
    assert selected == {"chat-svc", "chat-primary", "chat-canary"}
    assert relabeling == {
        "action": "keep",
        "sourceLabels": ["__meta_kubernetes_service_name"],
        "regex": "chat-svc",
    }


def test_annotations_stand_on_the_pods_and_a_monitor_changes_no_pod() -> None:
    plain, annotated, monitored = (
        rendered(**monitoring)["primary"].manifest["spec"]["template"]
        for monitoring in (NONE, {"scrapeAnnotations": True}, MONITORED)
    )
    assert annotated["metadata"].pop("annotations") == {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": "8080",
        "prometheus.io/path": "/metrics",
    }
    assert annotated == plain == monitored


def test_the_path_is_the_runtimes() -> None:
    monitor = rendered(preset="tensorflow-serving", podMonitor={})["pod_monitor"].manifest
    assert monitor["spec"]["podMetricsEndpoints"][0]["path"] == "/monitoring/prometheus/metrics"


@pytest.mark.parametrize("preset", METRICS)
@pytest.mark.parametrize("spec", [FULL, PLAIN, PLAIN | {"argo": {}}], ids=["full", "plain", "argo"])
def test_no_panels_overlap_and_each_shows_something(preset: str, spec: dict[str, Any]) -> None:
    panels = board(spec, preset=preset)["panels"]
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert all(0 <= x < 24 for x, _ in taken)
    assert len({panel["id"] for panel in panels}) == len(panels)
    for panel in panels:
        assert panel["type"] in ("timeseries", "stat")
        assert panel["targets"]
        assert all("None" not in target["expr"] for target in panel["targets"])
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"])


def test_a_dashboard_shows_all_that_can_be_measured() -> None:
    found = board(preset="article")
    assert {panel["title"] for panel in found["panels"]} == {
        "Ready pods",
        "Request rate",
        "Failed requests",
        "Latency, p95",
        "Model accuracy",
        "Latency, p50 and p95",
        "Queue, of a pod",
        "Primary against canary: share of the requests",
        "Primary against canary: latency, p95",
        "Replicas",
        "Restarts in 15 minutes",
        "GPU utilization",
        "GPU memory in use",
    }
    assert found["schemaVersion"] == 42
    assert found["title"] == "Inference: chat in models"


def test_a_sidecar_finds_the_dashboard_by_its_label_and_grafana_by_a_uid_of_its_own() -> None:
    manifest = rendered(grafanaDashboard={"folder": "Inference"})["grafana_dashboard"].manifest
    assert manifest["metadata"]["name"] == "chat-dashboard"
    assert manifest["metadata"]["labels"]["grafana_dashboard"] == "1"
    assert manifest["metadata"]["annotations"] == {"grafana_folder": "Inference"}
    uids = {board(FULL | {"namespace": namespace})["uid"] for namespace in ("models", "others")}
    assert len(uids) == 2
    assert all(len(uid) <= 40 for uid in uids)


def test_without_a_namespace_queries_hold_for_each_by_itself() -> None:
    spec = {key: value for key, value in FULL.items() if key != "namespace"}
    expressions = [target["expr"] for panel in board(spec)["panels"] for target in panel["targets"]]
    assert not any("namespace=" in expression for expression in expressions)
    assert all("namespace" in one for one in expressions if "sum by" in one)


def test_a_namespace_that_is_known_later_makes_the_texts_that_it_would_have_made() -> None:
    def texts(namespace: Any) -> list[Any]:
        found = rendered(FULL | {"namespace": namespace}, prometheusRule={}, grafanaDashboard={})
        rules = [rule for group in found["prometheus_rule"].manifest["spec"]["groups"] for rule in group["rules"]]
        return [*(rule["expr"] for rule in rules), found["grafana_dashboard"].manifest["data"]["chat.json"]]

    async def later() -> list[Any]:
        return [await one.future() for one in texts(pulumi.Output.from_input("models"))]

    assert asyncio.run(later()) == texts("models")


def test_two_services_of_one_namespace_share_no_query() -> None:
    def expressions(name: str) -> set[str]:
        checked = parse_service(name, FULL | {"monitoring": {"preset": "article", "prometheusRule": {}}})
        (rule,) = [child.manifest for child in children(name, checked) if child.role == "prometheus_rule"]
        return {one["expr"] for group in rule["spec"]["groups"] for one in group["rules"]}

    assert not expressions("chat") & expressions("code")


@pytest.mark.parametrize("length", [10, 40, 47, 48, 50, 58, 60, 63])
def test_pods_are_known_however_long_their_workloads_name_is(length: int) -> None:
    workload = ("a" * length)[: length - 8] + "-primary"
    # As the controllers and the API server make it (k8s.io/apiserver/pkg/storage/names).
    pod = f"{workload}-7d9f8b6c5d-"[:58] + "x2v4k"
    assert re.fullmatch(_pods_of(workload), pod)


def test_a_threshold_that_is_measured_is_accepted() -> None:
    with pytest.raises(InvalidSpec):
        rendered(preset="triton", prometheusRule={"latency": "5s"})
    assert "prometheus_rule" in rendered(preset="vllm", prometheusRule={"latency": "5s"})


def test_the_document_names_every_metric_record_and_alert() -> None:
    said = DOCUMENT.read_text()
    names = [f"`{preset}`" for preset in METRICS]
    for server in METRICS.values():
        names += [f"`{series.metric}`" for series in (*server.requests, *server.errors)]
        names += [f"`{metric}`" for metric in (server.latency, server.queue, server.accuracy) if metric]
    rule = rendered(FULL, preset="article", prometheusRule={})["prometheus_rule"].manifest
    for group in rule["spec"]["groups"]:
        names += [f"| {one['alert']} |" if "alert" in one else f"`{one['record']}`" for one in group["rules"]]
    names += [f"`{name}`" for name in get_args(AlertName)]
    assert [name for name in names if name not in said] == []
