"""A platform and a service in it, on the real API server: what it promises holds, and in which order it comes."""

import base64
import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster.live import Live
from tests.cluster.project import STACK, Project
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.kubectl import Kubectl, KubectlError

PASSWORD = "correct-horse-battery"
SERVICE: dict[str, Any] = {
    "modelRef": "llama3-8b-q4",
    "replicas": 2,
    "imagePullSecrets": ["registries"],
    "networkPolicy": {"modelSources": [], "gateways": ["ingress"]},
}


@dataclass(frozen=True)
class Deployed:
    """A stack with a platform of two namespaces, and a service in its default one."""

    project: Project
    live: Live
    """Of the default namespace."""
    kubectl: Kubectl
    prefix: str
    """Of the names of what the whole cluster has."""
    operations: list[str]
    """The logical names of what the first `up` made, in the order in which each was there."""

    @property
    def edge(self) -> str:
        return f"{self.prefix}-edge"

    def try_pod(self, namespace: str, **spec: Any) -> None:
        """Asks the API server for a pod, which it does not keep."""
        container = {"name": "one", "image": "registry.example.com/one:1"} | spec.pop("container", {})
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "one"},
            "spec": {"containers": [container], **spec},
        }
        self.kubectl("create", "--dry-run=server", "--namespace", namespace, "--filename=-", stdin=json.dumps(pod))


RESTRICTED: dict[str, Any] = {
    "container": {
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        "resources": {"requests": {"memory": "64Mi"}, "limits": {"memory": "64Mi"}},
    },
    "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
}


def configure(project: Project, prefix: str, on_delete: str = "delete", priority: int = 1000, **service: Any) -> None:
    project.configure({"chat": SERVICE | {"scheduling": {"priorityClassName": f"{prefix}-high"}} | service})
    path = project.directory / "stacks" / f"Pulumi.{STACK}.yaml"
    content = yaml.safe_load(path.read_text())
    del content["config"]["kubernetes:namespace"]
    content["config"]["inference:platform"] = {
        "namespaces": {
            f"{prefix}-ml": {
                "quota": {"pods": 3, "requests.nvidia.com/gpu": 0},
                "limits": {
                    "default": {"cpu": "1", "memory": "1Gi"},
                    "defaultRequest": {"cpu": "10m", "memory": "16Mi"},
                    "max": {"memory": "8Gi"},
                },
                "registries": [
                    {
                        "server": "registry.example.com",
                        "username": "pull",
                        "password": {"valueFrom": {"secretConfig": "registryPassword"}},
                    }
                ],
                "mesh": {"injection": False},
                "onDelete": on_delete,
            },
            f"{prefix}-edge": {
                "podSecurity": {"enforce": "privileged", "reason": "Models are on the nodes' own disks."},
                "onDelete": on_delete,
            },
        },
        "defaultNamespace": f"{prefix}-ml",
        "priorityClasses": {f"{prefix}-high": {"value": priority, "description": "Answers users."}},
        "nodeLabels": {"cpu-2": {"example.com/disk": prefix}},
        "spotPools": {"spot": {"labels": {"spot": "true"}}},
    }
    path.write_text(yaml.safe_dump(content))
    project._run("config", "set", "--secret", "registryPassword", PASSWORD, "--stack", STACK)


@pytest.fixture(scope="module")
def deployed(control_plane: ControlPlane, pulumi_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Deployed:
    install_crds(control_plane.kubeconfig, "istio")
    prefix = f"test-{uuid.uuid4().hex[:6]}"
    kubectl = Kubectl(control_plane.kubeconfig)
    project = Project(tmp_path_factory.mktemp("platform"), pulumi_home, control_plane.kubeconfig, f"{prefix}-ml")
    configure(project, prefix, "refuse")
    done = project.up()
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    made = [
        event["resOutputsEvent"]["metadata"]["urn"].rsplit("::", 1)[-1]
        for event in done.events
        if "resOutputsEvent" in event and event["resOutputsEvent"]["metadata"]["op"] == "create"
    ]
    return Deployed(project, Live(control_plane.kubeconfig, f"{prefix}-ml"), kubectl, prefix, made)


def test_what_is_in_a_namespace_comes_after_it_and_the_service_after_all_of_the_platform(deployed: Deployed) -> None:
    made, namespace = deployed.operations, f"platform-{deployed.live.namespace}"
    there = {name: place for place, name in enumerate(made)}
    in_it = {f"{namespace}-{what}" for what in ("default-deny", "quota", "limits", "registries", "default")}
    assert in_it <= there.keys()
    assert all(there[namespace] < there[one] for one in in_it)
    of_the_platform = [there[name] for name in made if name.startswith("platform-")]
    of_the_service = [there[name] for name in made if name.startswith("chat-")]
    assert max(of_the_platform) < min(of_the_service)


def test_a_service_without_a_namespace_runs_in_the_default_one_with_the_class_it_names(deployed: Deployed) -> None:
    assert deployed.live.ready_pods("chat", "primary") == 2
    pod = deployed.kubectl.get("pods", "-n", deployed.live.namespace)["items"][0]["spec"]
    assert pod["priority"] == 1000
    assert pod["imagePullSecrets"] == [{"name": "registries"}]


def test_restricted_refuses_a_pod_that_the_edge_namespace_takes(deployed: Deployed) -> None:
    volumes = [{"name": "models", "hostPath": {"path": "/opt/edge-models"}}]
    with pytest.raises(KubectlError, match=r'violates PodSecurity "restricted:latest".*hostPath'):
        deployed.try_pod(deployed.live.namespace, **RESTRICTED, volumes=volumes)
    deployed.try_pod(deployed.live.namespace, **RESTRICTED)
    deployed.try_pod(deployed.edge, **RESTRICTED, volumes=volumes)
    edge = deployed.kubectl.get("namespace", deployed.edge)["metadata"]
    assert edge["annotations"]["pulumi-inference/pod-security-reason"] == "Models are on the nodes' own disks."
    assert edge["labels"]["pod-security.kubernetes.io/warn"] == "restricted"


def test_the_quota_counts_and_the_limit_range_fills_in_and_refuses(deployed: Deployed) -> None:
    gpu = {"resources": {"limits": {"nvidia.com/gpu": 1, "memory": "64Mi"}}}
    with pytest.raises(KubectlError, match=r"exceeded quota: quota, requested: requests.nvidia.com/gpu=1"):
        deployed.try_pod(deployed.live.namespace, **RESTRICTED | {"container": RESTRICTED["container"] | gpu})
    large = {"resources": {"limits": {"memory": "9Gi"}}}
    with pytest.raises(KubectlError, match=r"maximum memory usage per Container is 8Gi, but limit is 9Gi"):
        deployed.try_pod(deployed.live.namespace, **RESTRICTED | {"container": RESTRICTED["container"] | large})
    pod = deployed.kubectl.get("pods", "-n", deployed.live.namespace)["items"][0]
    assert pod["spec"]["containers"][0]["resources"] == {
        "limits": {"cpu": "1", "memory": "1Gi"},
        "requests": {"cpu": "10m", "memory": "16Mi"},
    }
    used = deployed.kubectl.get("resourcequota", "quota", "-n", deployed.live.namespace)["status"]["used"]
    assert used["pods"] == "2"


def test_all_pods_are_closed_but_for_dns_and_istiod_in_the_mesh(deployed: Deployed) -> None:
    policies = {
        namespace: deployed.kubectl.get("networkpolicy", "default-deny", "-n", namespace)["spec"]
        for namespace in (deployed.live.namespace, deployed.edge)
    }
    for policy in policies.values():
        assert policy["podSelector"] == {}
        assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
        assert "ingress" not in policy
    ports = [[one["port"] for one in rule["ports"]] for rule in policies[deployed.live.namespace]["egress"]]
    assert ports == [[53, 53], [15012]]
    assert len(policies[deployed.edge]["egress"]) == 1
    mesh = deployed.kubectl.get("peerauthentication", "default", "-n", deployed.live.namespace)
    assert mesh["spec"] == {"mtls": {"mode": "STRICT"}}


def test_the_registry_secret_is_what_the_kubelet_reads_and_the_state_does_not_show_it(deployed: Deployed) -> None:
    secret = deployed.kubectl.get("secret", "registries", "-n", deployed.live.namespace)
    assert secret["type"] == "kubernetes.io/dockerconfigjson"
    config = json.loads(base64.b64decode(secret["data"][".dockerconfigjson"]))
    assert config["auths"]["registry.example.com"]["password"] == PASSWORD
    state = deployed.project._run("stack", "export", "--stack", STACK).output
    assert PASSWORD not in state
    assert secret["data"][".dockerconfigjson"] not in state


def test_a_node_that_exists_has_its_label_beside_its_own(deployed: Deployed) -> None:
    labels = deployed.kubectl.get("node", "cpu-2")["metadata"]["labels"]
    assert labels["example.com/disk"] == deployed.prefix
    assert labels["kubernetes.io/hostname"] == "cpu-2"


def test_a_service_that_a_closed_namespace_would_cut_off_is_refused(deployed: Deployed) -> None:
    configure(deployed.project, deployed.prefix, "refuse", networkPolicy=None)
    refused = deployed.project.preview()
    assert refused.exit_code != 0
    assert f"services.chat.networkPolicy: is missing: the namespace {deployed.live.namespace} is" in refused.output
    assert "Traceback" not in refused.output


def test_nothing_is_lost_by_mistake_and_a_destroy_that_was_asked_for_leaves_nothing(deployed: Deployed) -> None:
    configure(deployed.project, deployed.prefix, "refuse")
    refused = deployed.project.destroy()
    assert refused.exit_code != 0
    assert f"platform-{deployed.live.namespace}" in refused.output
    assert "protected" in refused.output
    assert deployed.live.ready_pods("chat", "primary") == 2

    configure(deployed.project, deployed.prefix, "delete", priority=2000)
    done = deployed.project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert deployed.kubectl.get("priorityclass", f"{deployed.prefix}-high")["value"] == 2000, "replaced in its place"
    gone = deployed.project.destroy()
    assert gone.exit_code == 0, gone.output
    deleted = [
        event["resOutputsEvent"]["metadata"]["urn"].rsplit("::", 1)[-1]
        for event in gone.events
        if "resOutputsEvent" in event
    ]
    assert deleted.index("chat-primary") < deleted.index(f"platform-{deployed.live.namespace}")
    for kind, name in (
        ("namespace", deployed.live.namespace),
        ("namespace", deployed.edge),
        ("priorityclass", f"{deployed.prefix}-high"),
    ):
        with pytest.raises(KubectlError, match="not found"):
            deployed.kubectl.get(kind, name)
    assert "example.com/disk" not in deployed.kubectl.get("node", "cpu-2")["metadata"]["labels"]
