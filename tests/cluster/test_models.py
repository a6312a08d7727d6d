"""A service whose pods fetch their model, on the real API server at `restricted`, and a cache that it forbids."""

import base64
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from pulumi_inference import parse_service
from pulumi_inference.children import children

from tests.cluster.gpu_nodes import GpuNodes
from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.references import unresolved
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl, KubectlError
from tools.control_plane.simulation import is_ready

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


def test_each_node_that_the_pods_may_go_to_is_warmed_before_they_come(
    project: Project, control_plane: ControlPlane, privileged: str, gpu_nodes: GpuNodes
) -> None:
    pool = {"example.com/pool": privileged}
    gpu_nodes.add(f"warm-1-{privileged}", labels=pool, taint="example.com/models")
    nodes, live = Kubectl(control_plane.kubeconfig), Live(control_plane.kubeconfig, privileged)

    def warmed() -> dict[str, bool]:
        """The nodes with a warmer, and whether it sleeps by now."""
        pods = nodes.get("pods", "--namespace", privileged, "--selector=pulumi-inference/warms=primary")["items"]
        return {pod["spec"]["nodeName"]: is_ready(pod) for pod in pods if "nodeName" in pod["spec"]}

    placed = {"nodeSelector": pool, "tolerations": [{"key": "example.com/models", "operator": "Exists"}]}
    spec = chat("1", cache={"node": {"path": "/var/lib/models", "warm": True}})
    guarded = {"modelSources": [{"cidrs": ["203.0.113.0/24"], "ports": [443]}], "clients": [{"namespaces": ["web"]}]}
    around = {"namespace": privileged, "scheduling": placed, "networkPolicy": guarded}
    up(project, {"chat": spec | around})
    live.wait_until(lambda: warmed() == {f"warm-1-{privileged}": True}, "the first node is warm")
    live.wait_for_endpoints("chat-svc", live.pod_addresses("chat"))
    assert len(live.pod_addresses("chat")) == 1, "no warmer is one of the service's pods"
    assert project.preview("--expect-no-changes").exit_code == 0

    gpu_nodes.add(f"warm-2-{privileged}", labels=pool, taint="example.com/models")
    both = {f"warm-{number}-{privileged}": True for number in (1, 2)}
    live.wait_until(lambda: warmed() == both, "a new node is warm, too")
    assert live.ready_pods("chat", "primary") == 1, "before a pod of the service came there"

    up(project, {"chat": chat("2", cache={"node": {"path": "/var/lib/models", "warm": True}}) | around})

    def fetched() -> set[str]:
        pods = nodes.get("pods", "--namespace", privileged, "--selector=pulumi-inference/warms=primary")["items"]
        asked = [one for pod in pods for one in pod["spec"]["initContainers"][0]["env"] if one["name"] == "MODEL_FILES"]
        return {file["sha256"] for one in asked for file in json.loads(one["value"])}

    live.wait_until(lambda: warmed() == both and fetched() == {"2" * 64}, "both nodes have the new model")
    done = project.destroy()
    assert done.exit_code == 0, done.output
    assert live.remains() == set()


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
