"""`make adopt`: a running Deployment becomes a service, its pods as they are where that is said."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.cluster.live import Live
from tests.cluster.project import STACK, Project
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.layout import ROOT

VALUE = "hunter2-token"
CPU = {"cpu": "1", "memory": "1Gi"}
SERVER: dict[str, Any] = {
    "name": "server",
    "image": "ghcr.io/acme/server:1.2.0",
    "args": ["--model", "llama3"],
    "ports": [{"name": "http", "containerPort": 8000}],
    "env": [
        {"name": "LOG_LEVEL", "value": "info"},
        {"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
    ],
    "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"cpu": "1", "memory": "1Gi"}},
    "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}, "periodSeconds": 7},
    "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
    "volumeMounts": [{"name": "scratch", "mountPath": "/scratch"}],
}
LABELS = {"app.kubernetes.io/name": "vllm", "app.kubernetes.io/instance": "prod", "app": "vllm"}


class Adopting:
    """The commands of docs/adopt.md, in a shell whose kubectl is the control plane's."""

    def __init__(self, project: Project, control_plane: ControlPlane) -> None:
        self.project = project
        self.folder = project.directory / "adopted" / project.namespace
        self.kubectl = Kubectl(control_plane.kubeconfig)
        self._environment = project.engine.environment() | {"HOME": os.environ["HOME"]}

    def create(self, *manifests: dict[str, Any]) -> None:
        body = json.dumps({"apiVersion": "v1", "kind": "List", "items": manifests})
        self.kubectl("apply", "--filename=-", f"--namespace={self.project.namespace}", stdin=body)

    def adopt(self, deployment: str, name: str, *flags: str) -> "subprocess.CompletedProcess[str]":
        """Of a Deployment; its files are in `folder` then."""
        which = ("--deployment", deployment, "--name", name, "--namespace", self.project.namespace)
        return self._adopt(*which, "--out", str(self.folder), *flags)

    def compare(self) -> "subprocess.CompletedProcess[str]":
        """Of the stack."""
        folder = str(self.folder.parent)
        return self._adopt("--stack", STACK, "--project", str(self.project.directory), "--out", folder)

    def _adopt(self, *flags: str) -> "subprocess.CompletedProcess[str]":
        return self._run(sys.executable, "-m", "tools", "adopt", *flags, cwd=ROOT)

    def hand_over(self) -> "subprocess.CompletedProcess[str]":
        return self._run(
            str(self.folder / "adopt.sh"),
            cwd=self.project.directory,
            UP=f"pulumi up --yes --non-interactive -s {STACK}",
        )

    def use_spec(self, secrets: dict[str, str] | None = None) -> dict[str, Any]:
        services: dict[str, Any] = yaml.safe_load((self.folder / "services.yaml").read_text())["config"][
            "inference:services"
        ]
        self.project.configure(services, secrets)
        return services

    def _run(self, *command: str, cwd: Any, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command, cwd=cwd, env=self._environment | variables, capture_output=True, text=True, check=False
        )


def deployment(name: str, labels: dict[str, str], replicas: int = 3, server: dict[str, Any] = SERVER) -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {
                "metadata": {"labels": labels, "annotations": {"checksum/config": "1b2c"}},
                "spec": {
                    "containers": [server],
                    "volumes": [{"name": "scratch", "emptyDir": {}}],
                    "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
                },
            },
        },
    }


def service(name: str, selector: dict[str, str]) -> dict[str, Any]:
    spec = {"selector": selector, "ports": [{"port": 80, "targetPort": "http"}]}
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec}


def autoscaler(name: str, target: str) -> dict[str, Any]:
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": target},
            "minReplicas": 2,
            "maxReplicas": 5,
            "behavior": {"scaleDown": {"stabilizationWindowSeconds": 120}},
        },
    }


@pytest.fixture
def adopting(project: Project, control_plane: ControlPlane) -> Adopting:
    return Adopting(project, control_plane)


def pods(live: Live) -> dict[str, str]:
    """The uid of each, by name."""
    found = live.every("pods")
    return {
        one["metadata"]["name"]: one["metadata"]["uid"] for one in found if "deletionTimestamp" not in one["metadata"]
    }


def rolled_out(adopting: Adopting, live: Live, name: str) -> None:
    adopting.kubectl("rollout", "status", f"deployment/{name}", "--timeout=60s", f"--namespace={live.namespace}")


def versions(live: Live) -> dict[str, str]:
    """The version of each object that might be changed."""
    kinds = "deployments,replicasets,services,horizontalpodautoscalers,poddisruptionbudgets,pods"
    found = live.every(kinds)
    return {f"{one['kind']}/{one['metadata']['name']}": one["metadata"]["resourceVersion"] for one in found}


def test_a_deployment_of_another_name_and_selector_becomes_a_service_whose_pods_stay(
    adopting: Adopting, live: Live
) -> None:
    adopting.create(deployment("prod-vllm", LABELS), service("prod-vllm", LABELS), autoscaler("prod-vllm", "prod-vllm"))
    rolled_out(adopting, live, "prod-vllm")
    live.wait_for_endpoints("prod-vllm", live.pod_addresses("vllm"))
    before, as_they_were = pods(live), versions(live)
    said = adopting.adopt("prod-vllm", "chat")
    assert said.returncode == 0, said.stderr
    assert "its pods stay: no pod restarts" in said.stdout
    assert versions(live) == as_they_were

    adopting.use_spec()
    done = adopting.hand_over()
    assert done.returncode == 0, done.stdout + done.stderr
    assert pods(live) == before
    owners = "deployments,horizontalpodautoscalers"
    assert live.names(owners) == {"Deployment/chat-primary", "HorizontalPodAutoscaler/chat-hpa"}
    assert live.bounds("chat-hpa") == (2, 5)
    for name in ("prod-vllm", "chat-svc"):
        live.wait_for_endpoints(name, live.pod_addresses("chat"))
    again = adopting.project.up("--skip-preview")
    assert (again.exit_code, again.operations) == (0, {}), again.output
    assert pods(live) == before


def test_what_a_spec_cannot_say_is_listed_and_the_pods_are_replaced_some_at_a_time(
    adopting: Adopting, live: Live
) -> None:
    server = {**SERVER, "name": "vllm", "env": [{"name": "HF_TOKEN", "value": VALUE}]}
    adopting.create(deployment("vllm", LABELS, 2, server), service("vllm", LABELS))
    rolled_out(adopting, live, "vllm")
    before, as_they_were = pods(live), versions(live)
    said = adopting.adopt("vllm", "vllm")
    assert said.returncode == 0, said.stderr
    assert "its pods are REPLACED" in said.stdout
    assert "spec.template.spec.containers[0].name: vllm -> server" in said.stdout
    assert "spec.template.spec.containers[0].env[0].value: a value, not shown -> not there" in said.stdout
    assert VALUE not in said.stdout + (adopting.folder / "services.yaml").read_text()
    assert versions(live) == as_they_were

    adopting.use_spec({"hfToken": VALUE})
    done = adopting.hand_over()
    assert done.returncode == 0, done.stdout + done.stderr
    assert live.container("vllm-primary")["name"] == "server"
    live.wait_until(lambda: not before.keys() & pods(live).keys(), "the old pods are gone")
    assert len(pods(live)) == 2
    for name in ("vllm", "vllm-svc"):
        live.wait_for_endpoints(name, live.pod_addresses("vllm"))
    assert adopting.project.up("--skip-preview").operations == {}


def test_objects_that_pulumi_has_left_are_taken_over_by_an_up(adopting: Adopting, live: Live) -> None:
    project = adopting.project
    project.configure({"chat": {"modelRef": "llama3-8b-q4", "minReplicas": 2, "maxReplicas": 4, "resources": CPU}})
    assert project.up("--skip-preview").exit_code == 0
    before = pods(live)
    assert project.follow("pulumi stack rm --force --preserve-config").exit_code == 0
    project.create_stack()
    said = adopting.compare()
    assert said.returncode == 0, said.stderr
    assert "REPLACED" not in said.stdout
    assert "Deployment chat-primary with 2 pods is there already\n  its pods stay" in said.stdout
    assert "HorizontalPodAutoscaler chat-hpa is there: nothing changes" in said.stdout
    assert not adopting.folder.exists()

    taken = project.follow(said.stdout.splitlines()[-1].partition(": ")[2] + " --skip-preview")
    assert taken.exit_code == 0, taken.output
    assert pods(live) == before
    assert project.up("--skip-preview").operations == {}


def test_what_cannot_be_taken_over_is_said_and_nothing_is_written(adopting: Adopting, live: Live) -> None:
    beside = {"name": "proxy", "image": "ghcr.io/acme/proxy:1.0.0", "env": [{"name": "API_KEY", "value": VALUE}]}
    wrong = deployment("vllm", LABELS, 0, {**SERVER, "image": "ghcr.io/acme/server"})
    wrong["spec"]["template"]["spec"]["containers"][0]["imagePullPolicy"] = "IfNotPresent"
    sidecar = deployment("proxied", {"app": "proxied"}, 0)
    sidecar["spec"]["template"]["spec"]["containers"].append(beside)
    adopting.create(wrong, sidecar)
    for name, message in (
        ("other", "There is no Deployment other"),
        ("vllm", "services.chat.image: ghcr.io/acme/server has no version"),
        ("proxied", "Container proxy has the value of API_KEY in plain"),
    ):
        said = adopting.adopt(name, "chat")
        assert (said.returncode, "Traceback" in said.stderr) == (1, False), said.stderr
        assert message in said.stderr
        assert VALUE not in said.stderr
    assert not adopting.folder.exists()
