"""The real API server takes every metric and every pace that we render, and the real controller obeys its bounds."""

from typing import Any

import pytest
from kubernetes import config
from kubernetes.dynamic import DynamicClient
from kubernetes.dynamic.exceptions import UnprocessibleEntityError
from pulumi_inference import parse_service
from pulumi_inference.features.autoscaling import children

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.cluster.test_any_valid_spec import lost
from tests.specs import MINIMAL, SMALL
from tools.control_plane import ControlPlane

SERIES = {"name": "queue_length", "selector": {"matchLabels": {"team": "chat"}}}
INGRESS = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "name": "chat"}
POLICIES = [{"type": "Pods", "value": 1, "period": "1s"}, {"type": "Percent", "value": 100, "period": "30m"}]
AUTOSCALING: dict[str, dict[str, Any]] = {
    "default": {},
    "cpu": {"metrics": [{"cpu": {"averageUtilization": 100}}]},
    "cpu and memory": {"metrics": [{"cpu": {"averageValue": "1.5"}}, {"memory": {"averageValue": "1.5Gi"}}]},
    "container": {"metrics": [{"containerResource": {"name": "memory", "averageUtilization": 1}}]},
    "another container": {
        "metrics": [{"containerResource": {"name": "cpu", "container": "istio-proxy", "averageValue": "0.001"}}]
    },
    "pods": {"metrics": [{"pods": {"metric": {"name": "vllm:num_requests_waiting"}, "averageValue": "500m"}}]},
    "name of another adapter": {
        "metrics": [{"pods": {"metric": {"name": "prometheus.googleapis.com|vllm:x|gauge"}, "averageValue": "1e3"}}]
    },
    "object": {"metrics": [{"object": {"describedObject": INGRESS, "metric": SERIES, "value": "2k"}}]},
    "object, by pod": {"metrics": [{"object": {"describedObject": INGRESS, "metric": SERIES, "averageValue": 0.5}}]},
    "external": {"metrics": [{"external": {"metric": SERIES, "value": 100}}]},
    "external, by pod": {"metrics": [{"external": {"metric": SERIES, "averageValue": "10"}}]},
    "a preset with more": {"preset": "article", "metrics": [{"cpu": {"averageUtilization": 70}}]},
    "the longest and shortest": {
        "preset": "vllm",
        "behavior": {
            "scaleUp": {"stabilizationWindow": 0, "policies": POLICIES, "selectPolicy": "Min"},
            "scaleDown": {"stabilizationWindow": "1h", "policies": POLICIES, "selectPolicy": "Max"},
        },
    },
    "up alone": {"preset": "triton", "behavior": {"scaleDown": {"selectPolicy": "Disabled"}}},
    "a window alone": {"preset": "zerfoo", "behavior": {"scaleDown": {"stabilizationWindow": "10m"}}},
}


@pytest.fixture(scope="module")
def cluster(control_plane: ControlPlane) -> DynamicClient:
    return DynamicClient(config.new_client_from_config(str(control_plane.kubeconfig)))


def rendered(autoscaling: dict[str, Any]) -> dict[str, Any]:
    resources = {"cpu": "1", "memory": "1Gi"}
    fields = {"minReplicas": 2, "maxReplicas": 6, "resources": resources, "autoscaling": autoscaling}
    spec = parse_service("chat", MINIMAL | fields)
    (autoscaler,) = children("chat", spec)
    return dict(autoscaler.manifest)


def created(manifest: dict[str, Any], cluster: DynamicClient, namespace: str) -> Any:
    kind = cluster.resources.get(api_version=manifest["apiVersion"], kind=manifest["kind"])
    return kind.create(body=manifest, namespace=namespace, dry_run="All").to_dict()


@pytest.mark.parametrize("name", AUTOSCALING)
def test_the_api_server_takes_and_keeps_it(name: str, cluster: DynamicClient, namespace: str) -> None:
    manifest = rendered(AUTOSCALING[name])
    assert lost(manifest, created(manifest, cluster, namespace)) == []


@pytest.mark.parametrize(
    ("behavior", "said"),
    [
        ({"stabilizationWindowSeconds": 3601}, "must be less than or equal to 3600"),
        ({"policies": [{"type": "Pods", "value": 1, "periodSeconds": 1801}]}, "must be less than or equal to 1800"),
        ({"policies": [{"type": "Pods", "value": 0, "periodSeconds": 60}]}, "must be greater than zero"),
        ({"policies": []}, "must specify at least one Policy"),
    ],
    ids=str,
)
def test_the_bounds_that_we_refuse_at_are_those_of_the_api_server(
    behavior: dict[str, Any], said: str, cluster: DynamicClient, namespace: str
) -> None:
    manifest = rendered({"preset": "vllm"})
    manifest["spec"]["behavior"] = {"scaleDown": behavior}
    with pytest.raises(UnprocessibleEntityError) as refused:
        created(manifest, cluster, namespace)
    assert said in str(refused.value.body)


def test_a_service_goes_by_metrics_that_nobody_serves_yet_and_the_bounds_hold(project: Project, live: Live) -> None:
    """There is no metrics API in this control plane: the controller obeys its bounds all the same."""
    by_metrics = SMALL | {
        "minReplicas": 2,
        "maxReplicas": 4,
        "autoscaling": {
            "preset": "vllm",
            "metrics": [{"pods": {"metric": {"name": "inference_latency_p95"}, "averageValue": "0.5"}}],
            "behavior": {"scaleDown": {"stabilizationWindow": "1m"}},
        },
    }
    project.configure({"chat": by_metrics})
    assert project.up("--skip-preview").exit_code == 0
    live_spec = live.get("horizontalpodautoscaler", "chat-hpa")["spec"]
    assert [metric["pods"]["metric"]["name"] for metric in live_spec["metrics"]] == [
        "vllm_num_requests_waiting",
        "vllm_num_requests_running",
        "inference_latency_p95",
    ]
    assert live_spec["behavior"]["scaleDown"]["stabilizationWindowSeconds"] == 60
    nothing = project.preview("--expect-no-changes")
    assert nothing.exit_code == 0, nothing.output

    project.configure({"chat": by_metrics | {"minReplicas": 3, "autoscaling": {"preset": "zerfoo"}}})
    changed = project.up("--skip-preview")
    assert changed.operations == {"chat-primary": "update", "chat-hpa": "update"}, changed.output
    live.wait_until(lambda: live.replicas("chat-primary") == 3, "the autoscaler obeys its new minimum")
    live_spec = live.get("horizontalpodautoscaler", "chat-hpa")["spec"]
    assert [metric["pods"]["metric"]["name"] for metric in live_spec["metrics"]] == ["active_requests"]
    again = project.up("--skip-preview")
    assert again.operations == {}, again.output
    assert project.destroy().exit_code == 0
    assert live.remains() == set()
