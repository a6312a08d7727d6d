"""Monitoring on the real API server with the real CRDs, and that what watches a service touches none of its pods.

No Prometheus runs here: what it would scrape is resolved by hand, and its rules are held against series by promtool in
tests/unit/test_alerts.py.
"""

import json
from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project, Run
from tests.specs import SMALL
from tools.control_plane import ControlPlane, install_crds

WATCHED: dict[str, Any] = {"prometheusRule": {}, "grafanaDashboard": {}}
SERVICE: dict[str, Any] = SMALL | {"replicas": 2}
OBJECTS = "servicemonitors,podmonitors,prometheusrules,configmaps"


@pytest.fixture(autouse=True)
def _crds(control_plane: ControlPlane) -> None:
    install_crds(control_plane.kubeconfig, "prometheus-operator")


def up(project: Project, **monitoring: Any) -> Run:
    project.configure({"chat": SERVICE | ({"monitoring": monitoring} if monitoring else {})})
    done = project.up()
    assert done.exit_code == 0, done.output
    return done


def test_a_service_is_watched_without_a_change_of_its_pods(project: Project, live: Live) -> None:
    up(project)
    pods = live.pod_names("chat", "primary")
    assert len(pods) == 2

    watched = up(project, podMonitor={}, **WATCHED)
    assert set(watched.operations.values()) == {"create"}
    assert live.names(OBJECTS) >= {"PodMonitor/chat", "PrometheusRule/chat", "ConfigMap/chat-dashboard"}
    assert live.pod_names("chat", "primary") == pods
    assert up(project, podMonitor={}, **WATCHED).operations == {}

    endpoint = live.get("podmonitor", "chat")["spec"]["podMetricsEndpoints"][0]
    selector = live.get("podmonitor", "chat")["spec"]["selector"]["matchLabels"]
    for name in pods:
        pod = live.get("pod", name)
        ports = {port["name"] for container in pod["spec"]["containers"] for port in container["ports"]}
        assert endpoint["port"] in ports
        assert selector.items() <= pod["metadata"]["labels"].items()
    dashboard = json.loads(live.get("configmap", "chat-dashboard")["data"]["chat.json"])
    assert dashboard["panels"]

    changed = up(
        project,
        podMonitor={"interval": "15s"},
        prometheusRule={"latency": "5s", "labels": {"release": "prometheus"}},
        grafanaDashboard={"folder": "Inference"},
    )
    assert set(changed.operations.values()) == {"update"}
    assert live.get("podmonitor", "chat")["spec"]["podMetricsEndpoints"][0]["interval"] == "15s"
    assert live.get("prometheusrule", "chat")["metadata"]["labels"]["release"] == "prometheus"
    assert live.get("configmap", "chat-dashboard")["metadata"]["annotations"]["grafana_folder"] == "Inference"
    assert live.pod_names("chat", "primary") == pods

    up(project, serviceMonitor={}, **WATCHED)
    port = live.get("servicemonitor", "chat")["spec"]["endpoints"][0]["port"]
    assert port in {one["name"] for one in live.get("service", "chat-svc")["spec"]["ports"]}
    assert "PodMonitor/chat" not in live.names(OBJECTS)
    assert live.pod_names("chat", "primary") == pods

    assert project.destroy().exit_code == 0
    assert not {"ServiceMonitor/chat", "PrometheusRule/chat", "ConfigMap/chat-dashboard"} & live.names(OBJECTS)
