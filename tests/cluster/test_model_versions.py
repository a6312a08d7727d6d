"""ModelVersions on the real API server: the kind is installed, an instance is there, and a service serves it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster.conftest import new_namespace
from tests.cluster.live import Live
from tests.cluster.project import STACK, Project
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl, KubectlError

KIND = "modelversions.ml.example.com"
CHECKSUM = "sha256:" + "0123456789abcdef" * 4
SENTIMENT: dict[str, Any] = {
    "modelName": "sentiment-analyzer",
    "version": "v1.2.0",
    "framework": "onnx",
    "source": {"s3": {"bucket": "ml-models", "key": "sentiment/v1.2.0/model.onnx", "region": "us-west-2"}},
    "checksum": CHECKSUM,
    "resources": {"cpu": "100m", "memory": "64Mi"},
    "name": "sentiment-model-v1-2-0",
}
SERVICE: dict[str, Any] = {
    "runtime": "custom",
    "image": "registry.example.com/server:1.2.0",
    "healthCheck": {"path": "/health"},
    "model": {"source": {"modelVersion": "sentiment"}},
}


@dataclass(frozen=True)
class Deployed:
    """A stack with a version and a service of it."""

    project: Project
    live: Live
    kubectl: Kubectl


@pytest.fixture(scope="module")
def deployed(
    control_plane: ControlPlane, pulumi_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    with new_namespace(control_plane) as namespace:
        project = Project(tmp_path_factory.mktemp("versions"), pulumi_home, control_plane.kubeconfig, namespace)
        configure(project, namespace, SERVICE)
        done = project.up()
        assert done.exit_code == 0, done.output
        yield Deployed(project, Live(control_plane.kubeconfig, namespace), Kubectl(control_plane.kubeconfig))


def configure(project: Project, namespace: str, service: dict[str, Any], **version: Any) -> None:
    project.configure({"chat": service})
    path = project.directory / "stacks" / f"Pulumi.{STACK}.yaml"
    content = yaml.safe_load(path.read_text())
    content["config"] |= {
        "inference:modelVersions": {"sentiment": SENTIMENT | {"namespace": namespace} | version},
        "inference:modelVersionCRD": True,
    }
    path.write_text(yaml.safe_dump(content))


def instance(**spec: Any) -> str:
    content = {"modelName": "a", "version": "1", "modelUri": "s3://a/b", "framework": "onnx"} | spec
    given = {field: value for field, value in content.items() if value is not None}
    return json.dumps(
        {"apiVersion": "ml.example.com/v1", "kind": "ModelVersion", "metadata": {"name": "a"}, "spec": given}
    )


def test_a_service_serves_what_the_version_says(deployed: Deployed) -> None:
    pod = deployed.live.get("deployment", "chat-primary")["spec"]["template"]["spec"]
    assert pod["containers"][0]["resources"]["requests"] == SENTIMENT["resources"]
    settings = [one["data"] for one in deployed.kubectl.get("configmaps", "-n", deployed.live.namespace)["items"]]
    assert CHECKSUM.removeprefix("sha256:") in json.dumps(settings) + json.dumps(pod), "the downloader verifies it"
    assert deployed.live.ready_pods("chat", "primary") == 1


def test_kubectl_get_shows_what_a_version_is(deployed: Deployed) -> None:
    head, row = deployed.kubectl("get", KIND, "--namespace", deployed.live.namespace).splitlines()
    assert head.split() == ["NAME", "MODEL", "VERSION", "FRAMEWORK", "PHASE", "AGE"]
    assert row.split()[:4] == ["sentiment-model-v1-2-0", "sentiment-analyzer", "v1.2.0", "onnx"]


def test_the_status_is_a_subresource_that_no_apply_of_the_spec_writes(deployed: Deployed) -> None:
    where = (KIND, SENTIMENT["name"], "--namespace", deployed.live.namespace)
    patch = ("--type=merge", '--patch={"status": {"phase": "Ready", "message": "registered"}}')
    deployed.kubectl("patch", *where, *patch)
    assert "status" not in deployed.kubectl.get(*where)
    deployed.kubectl("patch", *where, "--subresource=status", *patch)
    assert deployed.kubectl.get(*where)["status"] == {"phase": "Ready", "message": "registered"}
    with pytest.raises(KubectlError, match=r'status.phase: Unsupported value: "Loading"'):
        deployed.kubectl(
            "patch", *where, "--subresource=status", "--type=merge", '--patch={"status":{"phase":"Loading"}}'
        )


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        *(
            ({field: None}, f"spec.{field}: Required value")
            for field in ("modelName", "version", "modelUri", "framework")
        ),
        ({"framework": "torch"}, 'spec.framework: Unsupported value: "torch"'),
        ({"modelUri": "models/a"}, "spec.modelUri: Invalid value"),
        ({"checksum": "sha256:abc123"}, "spec.checksum: Invalid value"),
        ({"resources": {"requests": {"cpu": [1]}}}, "spec.resources.requests.cpu: Invalid value"),
        ({"replicas": 3}, 'unknown field "spec.replicas"'),
    ],
    ids=lambda one: str(one)[:40],
)
def test_the_api_server_refuses_what_is_no_version(spec: dict[str, Any], said: str, deployed: Deployed) -> None:
    create = ("create", "--dry-run=server", "--namespace", deployed.live.namespace, "--filename=-")
    deployed.kubectl(*create, stdin=instance())
    with pytest.raises(KubectlError) as refused:
        deployed.kubectl(*create, stdin=instance(**spec))
    assert said in str(refused.value)


def test_a_name_that_is_not_declared_fails_the_preview(deployed: Deployed) -> None:
    configure(deployed.project, deployed.live.namespace, SERVICE | {"model": {"source": {"modelVersion": "toxicity"}}})
    refused = deployed.project.preview()
    assert refused.exit_code != 0
    assert "services.chat.model.source.modelVersion: toxicity is declared nowhere" in refused.output
    assert "Traceback" not in refused.output


def test_another_version_rolls_the_service_and_a_destroy_leaves_nothing(deployed: Deployed) -> None:
    configure(deployed.project, deployed.live.namespace, SERVICE, version="v1.3.0", checksum="sha256:" + "f" * 64)
    done = deployed.project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert done.operations.keys() >= {"sentiment", "chat-primary"}
    assert done.operations["sentiment"] == done.operations["chat-primary"] == "update"
    assert deployed.project.preview("--expect-no-changes").exit_code == 0
    gone = deployed.project.destroy()
    assert gone.exit_code == 0, gone.output
    assert not deployed.live.remains()
    with pytest.raises(KubectlError, match="doesn't have a resource type"):
        deployed.kubectl("get", KIND)
