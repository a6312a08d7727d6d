"""Objects that others have made, and the commands of docs/adopt.md that take them over."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml
from kubernetes import client, config, watch

from tests.cluster.live import Live
from tests.cluster.project import STACK, Project
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.layout import ROOT

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


class Adopting:
    """In a shell whose kubectl is the control plane's."""

    def __init__(self, project: Project, control_plane: ControlPlane) -> None:
        self.project = project
        self.folder = project.directory / "adopted" / project.namespace
        self.kubectl = Kubectl(control_plane.kubeconfig)
        self._kubeconfig = control_plane.kubeconfig
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

    @contextmanager
    def answering(self, name: str) -> Iterator[list[int]]:
        """How many pods were ready behind a Service, from before the block to after it."""
        api = client.DiscoveryV1Api(config.new_client_from_config(str(self._kubeconfig)))
        which = (self.project.namespace,), {"label_selector": f"kubernetes.io/service-name={name}"}
        (slice_,) = (found := api.list_namespaced_endpoint_slice(*which[0], **which[1])).items
        counts, stopped = [sum(1 for one in slice_.endpoints if one.conditions.ready)], threading.Event()

        def follow(version: str) -> None:
            last_round = False
            while not last_round:
                last_round = stopped.is_set()
                listing = api.list_namespaced_endpoint_slice
                for event in watch.Watch().stream(
                    listing, *which[0], **which[1], resource_version=version, timeout_seconds=1
                ):
                    version = event["raw_object"]["metadata"]["resourceVersion"]
                    endpoints = event["raw_object"]["endpoints"] if event["type"] != "DELETED" else []
                    counts.append(sum(1 for one in endpoints or [] if one["conditions"]["ready"]))

        thread = threading.Thread(target=follow, args=(found.metadata.resource_version,))
        thread.start()
        try:
            yield counts
        finally:
            stopped.set()
            thread.join()

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


def pods(live: Live) -> dict[str, str]:
    """The uid of each, by name."""
    found = live.every("pods")
    return {
        one["metadata"]["name"]: one["metadata"]["uid"] for one in found if "deletionTimestamp" not in one["metadata"]
    }


def rolled_out(adopting: Adopting, live: Live, name: str) -> None:
    adopting.kubectl("rollout", "status", f"deployment/{name}", "--timeout=60s", f"--namespace={live.namespace}")


def as_asked(live: Live) -> dict[str, Any]:
    """What somebody wants of each object, which no controller changes."""
    kinds = "deployments,replicasets,services,horizontalpodautoscalers,poddisruptionbudgets,pods"
    return {
        f"{one['kind']}/{one['metadata']['name']}": (one["metadata"]["uid"], one["metadata"].get("labels"), one["spec"])
        for one in live.every(kinds)
    }
