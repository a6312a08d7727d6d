"""examples/article on the real control plane: accepted under `enforce: restricted`, ready, whole, and gone again."""

import copy
import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.cluster.gpu_nodes import GpuNodes
from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.references import unresolved
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.kubectl import Kubectl
from tools.layout import ROOT

EXAMPLE = ROOT / "examples" / "article"
NAME = "ai-inference"
STORAGE_CLASS = "shared-retain"
KINDS = (
    "deployments,services,horizontalpodautoscalers,poddisruptionbudgets,networkpolicies,serviceaccounts,configmaps,"
    "secrets,persistentvolumeclaims,servicemonitors,prometheusrules"
)
SECRETS = {
    "redisUrl": "redis://:planted-redis@redis:6379/0",
    "databaseUrl": "postgresql://ml:planted-database@postgres:5432/ml",
    "registryPassword": "planted-registry",
}
TARGETS = {"ConfigMap", "Secret", "PersistentVolumeClaim", "ServiceAccount", "PriorityClass", "Deployment"}
"""Kinds that others refer to."""


@pytest.fixture
def disk(control_plane: ControlPlane, namespace: str) -> Iterator[None]:
    """A volume that many nodes can read, as the cluster of the example has it."""
    kubectl = Kubectl(control_plane.kubeconfig)
    volume = {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": f"models-{namespace}"},
        "spec": {
            "accessModes": ["ReadOnlyMany"],
            "capacity": {"storage": "50Gi"},
            "nfs": {"server": "192.0.2.1", "path": "/models"},
            "storageClassName": STORAGE_CLASS,
            "claimRef": {"namespace": namespace, "name": f"{NAME}-models"},
        },
    }
    kubectl("apply", "--filename=-", stdin=json.dumps(volume))
    yield
    kubectl("delete", "persistentvolume", f"models-{namespace}", "--wait=false")


@pytest.fixture
def example(gpu_nodes: GpuNodes, disk: None, project: Project, live: Live, control_plane: ControlPlane) -> Project:  # noqa: ARG001
    """In the namespace of the test, on nodes as the example names them."""
    install_crds(control_plane.kubeconfig, "prometheus-operator")
    gpu_nodes.add(f"t4-{live.namespace}", {"nvidia.com/gpu": 4}, {"accelerator": "nvidia-tesla-t4"}, "nvidia.com/gpu")
    shutil.copytree(EXAMPLE / "config", project.directory / "config")
    config = yaml.safe_load((EXAMPLE / "Pulumi.prod.yaml").read_text())["config"]
    spec = config["inference:services"][NAME] | {"namespace": live.namespace}
    project.configure({NAME: spec}, SECRETS)
    return project


def give_address(kubectl: Kubectl, live: Live) -> None:
    """What the controller of a cloud does for a Service of type LoadBalancer."""
    status = json.dumps({"status": {"loadBalancer": {"ingress": [{"hostname": "nlb.example.com"}]}}})
    live.wait_until(lambda: f"Service/{NAME}-svc" in live.names("services"), "the Service is there")
    kubectl("patch", "service", f"{NAME}-svc", f"--namespace={live.namespace}", "--subresource=status", f"-p={status}")


def test_the_articles_service_is_deployed_whole_and_leaves_nothing(
    example: Project, live: Live, control_plane: ControlPlane
) -> None:
    kubectl = Kubectl(control_plane.kubeconfig)
    with example.start_up() as process:
        give_address(kubectl, live)
        output, _ = process.communicate()
    assert process.returncode == 0, output
    assert live.ready_pods(NAME, "primary") == 3
    assert "planted" not in output

    objects: list[Any] = kubectl.get(KINDS, "--namespace", live.namespace)["items"]
    objects += kubectl.get("priorityclasses")["items"]
    assert not unresolved(objects)
    ours = [one for one in objects if one["metadata"]["name"].startswith(NAME) and one["kind"] in TARGETS]
    for target in ours:
        rest = [one for one in objects if one is not target]
        if target["kind"] == "ConfigMap" and "dashboard" in target["metadata"]["name"]:
            continue  # Grafana finds it by its label
        assert unresolved(rest), f"nobody misses {target['kind']} {target['metadata']['name']}"
    renamed = copy.deepcopy(objects)
    (deployment,) = (one for one in renamed if one["kind"] == "Deployment")
    for port in deployment["spec"]["template"]["spec"]["containers"][0]["ports"]:
        port["name"] += "-x"
    missed = " ".join(unresolved(renamed))
    assert all(f"port {name}" in missed for name in ("http", "grpc"))

    gone = example.destroy()
    assert gone.exit_code == 0, gone.output
    assert not live.remains()
