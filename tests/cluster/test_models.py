"""A service whose pods fetch their model, on the real API server at `restricted`, and a cache that it forbids."""

import base64
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from pulumi_inference import parse_service
from pulumi_inference.children import children

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.references import unresolved
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl, KubectlError

KINDS = "deployments,services,configmaps,secrets,serviceaccounts"
URL = "https://models.example.com/llama3-8b-q4.gguf"


def chat(digit: str, **model: Any) -> dict[str, Any]:
    source = {"source": {"http": {"url": URL}}, "checksum": f"sha256:{digit * 64}"}
    return SMALL | {"runtime": "llama-cpp", "model": source | model}


@pytest.fixture
def privileged(control_plane: ControlPlane) -> Iterator[str]:
    """A namespace for pods that use the node's directories."""
    kubectl = Kubectl(control_plane.kubeconfig)
    name = f"nodes-{uuid.uuid4().hex[:8]}"
    kubectl("create", "namespace", name)
    kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=privileged")
    yield name
    kubectl("delete", "namespace", name, "--wait=false")


def up(project: Project, services: dict[str, Any]) -> None:
    project.configure(services, {"token": "hunter2"})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert "hunter2" not in done.output


def objects(live: Live, control_plane: ControlPlane) -> list[Any]:
    found = Kubectl(control_plane.kubeconfig).get(KINDS, "--namespace", live.namespace)["items"]
    return list(found)


def test_a_fetched_model_becomes_ready_and_another_one_rolls_the_pods(
    project: Project, live: Live, control_plane: ControlPlane, privileged: str
) -> None:
    token = {"env": {"HTTP_BEARER_TOKEN": {"valueFrom": {"secretConfig": "token"}}}}
    of_the_node = chat("1", cache={"node": {"path": "/var/lib/models"}}) | {"namespace": privileged}
    up(project, {"chat": chat("1", credentials=token), "edge": of_the_node})
    assert live.ready_pods("chat", "primary") == 1
    assert unresolved(objects(live, control_plane)) == set()
    assert project.preview("--expect-no-changes").exit_code == 0

    # The downloader alone has the credentials, from the service's Secret.
    (pod,) = live.pod_names("chat", "primary")
    spec = live.get("pod", pod)["spec"]
    (downloader,) = spec["initContainers"]
    reference = next(one for one in downloader["env"] if one["name"] == "HTTP_BEARER_TOKEN")["valueFrom"][
        "secretKeyRef"
    ]
    data = live.get("secret", reference["name"])["data"]
    assert base64.b64decode(data[reference["key"]]) == b"hunter2"
    assert "HTTP_BEARER_TOKEN" not in str(spec["containers"])

    # The cache on the node stands in a namespace of its own level.
    edge = Live(control_plane.kubeconfig, privileged)
    assert edge.ready_pods("edge", "primary") == 1

    up(project, {"chat": chat("2", credentials=token)})
    assert pod not in live.pod_names("chat", "primary")
    assert live.ready_pods("chat", "primary") == 1

    done = project.destroy()
    assert done.exit_code == 0, done.output
    assert live.remains() == edge.remains() == set()


def test_restricted_admits_what_fetches_and_refuses_a_cache_on_the_node(
    control_plane: ControlPlane, namespace: str, privileged: str
) -> None:
    kubectl = Kubectl(control_plane.kubeconfig)

    def admitted(where: str, **model: Any) -> str:
        spec = parse_service("chat", chat("1", **model))
        (workload,) = (one for one in children("chat", spec) if one.role == "primary")
        pod = dict(workload.manifest["spec"]["template"]["spec"])
        del pod["serviceAccountName"]
        created = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "chat"}, "spec": pod}
        create = ("create", f"--namespace={where}", "--dry-run=server", "--filename=-", "--output=name")
        return str(kubectl(*create, stdin=json.dumps(created))).strip()

    node = {"node": {"path": "/var/lib/models"}}
    assert admitted(namespace) == "pod/chat"
    assert admitted(privileged, cache=node) == "pod/chat"
    with pytest.raises(KubectlError, match="hostPath"):
        admitted(namespace, cache=node)
