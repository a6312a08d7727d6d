"""From the zerfoo operator: its file in, the same names out, and what it left behind is named."""

from typing import Any

import pytest
import yaml

from tests.cluster.adopting import SERVER, Adopting, as_asked, autoscaler, deployment, pods, rolled_out, service
from tests.cluster.live import Live
from tests.cluster.project import STACK, Project
from tools.control_plane import ControlPlane


@pytest.fixture
def adopting(project: Project, control_plane: ControlPlane) -> Adopting:
    return Adopting(project, control_plane)


def printed(namespace: str) -> str:
    """As `kubectl get zerfooinferenceservices -o yaml` prints it."""
    resource = {
        "apiVersion": "zerfoo.feza.ai/v1",
        "kind": "ZerfooInferenceService",
        "metadata": {
            "name": "chat",
            "namespace": namespace,
            "uid": "6f0c",
            "labels": {"team": "models"},
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"},
        },
        "spec": {
            "modelRef": "llama3-8b-q4",
            "replicas": 3,
            "resources": {"cpu": "1", "memory": "1Gi", "gpuMemory": ""},
            "canary": {"modelRef": "llama3.1-8b-q4", "weight": 25},
            "healthCheck": {"path": "/healthz", "interval": 10_000_000_000, "timeout": 3_000_000_000},
        },
        "status": {"ready": True, "replicas": 3},
    }
    return yaml.safe_dump(
        {"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": [resource]}
    )


def configure(adopting: Adopting) -> None:
    project = adopting.project
    (project.directory / "chat.yaml").write_text(printed(project.namespace))
    path = project.directory / "stacks" / f"Pulumi.{STACK}.yaml"
    content: dict[str, Any] = yaml.safe_load(path.read_text())
    content["config"] = {"inference:manifests": ["chat.yaml"], "kubernetes:namespace": project.namespace}
    path.write_text(yaml.safe_dump(content))


def test_the_operators_file_takes_over_its_objects_and_names_its_orphans(adopting: Adopting, live: Live) -> None:
    """Its Deployments select by labels of its own; it deletes neither Services nor autoscalers."""
    of_track = {track: {"app": "chat", "zerfoo.feza.ai/role": track} for track in ("primary", "canary")}
    adopting.create(
        deployment("chat-primary", of_track["primary"], 3, {**SERVER, "name": "zerfoo"}),
        deployment("chat-canary", of_track["canary"], 3, {**SERVER, "name": "zerfoo"}),
        service("chat-svc", {"app": "chat"}),
        autoscaler("chat-hpa", "chat-primary"),
        service("code-svc", {"app": "code"}),
        autoscaler("code-hpa", "code-primary"),
        service("web", {"app": "web"}),
    )
    rolled_out(adopting, live, "chat-primary")
    rolled_out(adopting, live, "chat-canary")
    configure(adopting)
    before, wanted = pods(live), as_asked(live)
    said = adopting.compare()
    assert said.returncode == 0, said.stderr
    assert "spec.template.spec.containers[0].name: zerfoo -> server" in said.stdout
    assert "Service chat-svc is there: it changes in" in said.stdout
    orphans = [line for line in said.stdout.splitlines() if "is an orphan" in line]
    assert [" ".join(line.split()[:2]) for line in orphans] == [
        "Service code-svc",
        "HorizontalPodAutoscaler chat-hpa",
        "HorizontalPodAutoscaler code-hpa",
    ]
    assert as_asked(live) == wanted

    done = adopting.hand_over()
    assert done.returncode == 0, done.stdout + done.stderr
    assert live.names("deployments") == {"Deployment/chat-primary", "Deployment/chat-canary"}
    assert [live.replicas(f"chat-{track}") for track in ("primary", "canary")] == [2, 1]
    live.wait_until(lambda: not before.keys() & pods(live).keys(), "the operator's pods are replaced")
    live.wait_for_endpoints("chat-svc", live.pod_addresses("chat"))
    again = adopting.project.up("--skip-preview")
    assert (again.exit_code, again.operations) == (0, {}), again.output

    for line in orphans:
        adopting.kubectl(*line.partition(": kubectl ")[2].split(), "--ignore-not-found")
    left = live.names("deployments,services,horizontalpodautoscalers")
    assert left == {"Deployment/chat-primary", "Deployment/chat-canary", "Service/chat-svc", "Service/web"}
    assert "orphan" not in adopting.compare().stdout


def test_pods_of_the_operator_stay_where_they_are_what_the_stack_declares(adopting: Adopting, live: Live) -> None:
    """As the component renders them, under the operator's own labels."""
    configure(adopting)
    project = adopting.project
    assert project.up("--skip-preview").exit_code == 0
    found = {track: live.get("deployment", f"chat-{track}") for track in ("primary", "canary")}
    assert project.destroy("--skip-preview").exit_code == 0
    for track, one in found.items():
        labels = {"app": "chat", "zerfoo.feza.ai/role": track}
        pod = {**one["spec"]["template"]["spec"], "serviceAccountName": "chat"}
        operators = deployment(f"chat-{track}", labels, one["spec"]["replicas"])
        operators["spec"]["template"] = {"metadata": {"labels": labels}, "spec": pod}
        adopting.create(operators)
    adopting.create({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "chat"}})
    for track in found:
        rolled_out(adopting, live, f"chat-{track}")
    before = pods(live)
    said = adopting.compare()
    assert said.stdout.count("its pods stay: no pod restarts") == 2, said.stdout + said.stderr
    for _ in range(2):  # the same command goes on, wherever it stopped
        done = adopting.hand_over()
        assert done.returncode == 0, done.stdout + done.stderr
        assert pods(live) == before
    assert project.up("--skip-preview").operations == {}
    assert pods(live) == before
