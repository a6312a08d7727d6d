"""Claims of a service on the real API server: bound, written by one pod at a time, and not lost by a slip."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl

CLAIMS = "persistentvolumeclaims"


@pytest.fixture
def disk(control_plane: ControlPlane, live: Live) -> Iterator[str]:
    """The class of a volume that one node may have, with nothing that makes another."""
    name = f"disk-{live.namespace}"
    kubectl = Kubectl(control_plane.kubeconfig)
    volume = {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": name},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "capacity": {"storage": "1Gi"},
            "hostPath": {"path": "/var/lib/models"},
            "storageClassName": name,
            "persistentVolumeReclaimPolicy": "Retain",
        },
    }
    kubectl("apply", "--filename=-", stdin=json.dumps(volume))
    yield name
    kubectl("delete", "persistentvolume", name)


def chat(storage_class: str, **claim: Any) -> dict[str, Any]:
    new = {"size": "1Gi", "accessModes": ["ReadWriteOnce"], "storageClassName": storage_class} | claim
    volume = {"name": "models", "mountPath": "/models", "persistentVolumeClaim": new}
    return SMALL | {"rollout": {"allowDowntime": True}, "volumes": [volume]}


def up(project: Project, spec: dict[str, Any]) -> None:
    project.configure({"chat": spec}, {"password": "hunter2"})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output


def test_a_claim_is_bound_handed_over_and_deleted_only_when_the_spec_says_so(
    project: Project, live: Live, disk: str
) -> None:
    up(project, chat(disk))
    assert live.get("persistentvolumeclaim", "chat-models")["status"]["phase"] == "Bound"
    (pod,) = live.pod_names("chat", "primary")
    security = live.get("pod", pod)["spec"]["securityContext"]
    assert security["fsGroup"] == security["runAsUser"]
    assert project.preview("--expect-no-changes").exit_code == 0

    # The old pod gives the volume up before the new one starts.
    up(project, chat(disk) | {"modelRef": "new"})
    strategy = live.get("deployment", "chat-primary")["spec"]["strategy"]["rollingUpdate"]
    assert strategy == {"maxSurge": 0, "maxUnavailable": 1}
    assert live.ready_pods("chat", "primary") == 1

    # Neither another class, nor a spec without the volume, nor a destroy takes the data.
    project.configure({"chat": chat("other")})
    replaced = project.preview()
    assert replaced.exit_code != 0
    assert "chat-models" in replaced.output
    assert "protect" in replaced.output
    project.configure({"chat": SMALL})
    assert "protect" in project.preview().output
    assert project.destroy().exit_code != 0
    assert live.names(CLAIMS) == {"PersistentVolumeClaim/chat-models"}

    # Kept: it stays in the cluster without the service.
    up(project, chat(disk, onDelete="keep"))
    up(project, SMALL)
    assert live.names(CLAIMS) == {"PersistentVolumeClaim/chat-models"}

    # The service takes it as one that exists, and pulls with credentials that the configuration holds.
    existing = {"name": "models", "mountPath": "/models", "persistentVolumeClaim": {"claimName": "chat-models"}}
    password = {"valueFrom": {"secretConfig": "password"}}
    registries = [{"server": "registry.example.com", "username": "pull", "password": password}]
    up(project, SMALL | {"volumes": [existing], "registries": registries})
    (pod,) = live.pod_names("chat", "primary")
    (pull,) = live.get("pod", pod)["spec"]["imagePullSecrets"]
    found = live.get("secret", pull["name"])
    assert found["type"] == "kubernetes.io/dockerconfigjson"
    assert json.loads(base64.b64decode(found["data"][".dockerconfigjson"])) == {
        "auths": {
            "registry.example.com": {
                "username": "pull",
                "password": "hunter2",
                "auth": base64.b64encode(b"pull:hunter2").decode(),
            }
        }
    }
    assert project.destroy().exit_code == 0
    assert live.names(CLAIMS) == {"PersistentVolumeClaim/chat-models"}
    live.delete("persistentvolumeclaim", "chat-models")


def test_a_claim_that_may_go_goes_with_the_service(project: Project, live: Live, disk: str) -> None:
    up(project, chat(disk, onDelete="delete"))
    done = project.destroy()
    assert done.exit_code == 0, done.output
    assert live.names(CLAIMS) == set()
