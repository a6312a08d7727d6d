"""What the cluster refuses or cannot make ready is told with the way out, and the way out works."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster.live import Live
from tests.cluster.project import Project, Run
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.control_plane.simulation import Simulation

LABELS = {"app": "chat", "track": "primary"}
DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "chat-primary"},
    "spec": {
        "selector": {"matchLabels": LABELS},
        "template": {"metadata": {"labels": LABELS}, "spec": {"containers": [{"name": "old", "image": "old"}]}},
    },
}
SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "chat-svc"},
    "spec": {"selector": {"app": "old"}, "ports": [{"port": 80}]},
}
BROKEN: dict[str, tuple[Callable[[Simulation], None], str]] = {
    "crash": (lambda pods: pods.crash_loop("model file not found"), "model file not found"),
    "image": (lambda pods: pods.image_pull_back_off(), "ImagePullBackOff"),
    "never ready": (lambda pods: pods.never_ready(), ""),
}


def make(kubeconfig: Path, namespace: str, manifest: Any) -> None:
    Kubectl(kubeconfig)("apply", "--namespace", namespace, "--filename=-", stdin=yaml.safe_dump(manifest))


def uid(live: Live, kind: str, name: str) -> str:
    return str(live.get(kind, name)["metadata"]["uid"])


def told(run: Run) -> str:
    """What stands under the component, as the user reads it."""
    assert "Traceback" not in run.output
    return "\n".join(
        event["diagnosticEvent"]["message"]
        for event in run.events
        if event.get("diagnosticEvent", {}).get("urn", "").endswith("::inference:index:InferenceService::chat")
    )


def test_an_object_that_exists_already_names_the_import_that_takes_it_over(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    make(control_plane.kubeconfig, live.namespace, DEPLOYMENT)
    before = uid(live, "deployment", "chat-primary")
    project.configure({"chat": SMALL})
    refused = project.up()
    assert refused.exit_code != 0
    message = told(refused)
    assert f"services.chat: Deployment chat-primary in namespace {live.namespace} exists already" in message

    imported = project.follow(message[message.index("pulumi import ") :].splitlines()[0])
    assert imported.exit_code == 0, imported.output
    done = project.up()
    assert done.exit_code == 0, done.output
    assert done.operations == {"chat-primary": "update", "chat-svc": "create"}
    assert uid(live, "deployment", "chat-primary") == before
    assert project.preview().operations == {}


def test_a_service_that_exists_already_is_taken_over_with_its_address(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    """An import would have it replaced."""
    make(control_plane.kubeconfig, live.namespace, SERVICE)
    before = uid(live, "service", "chat-svc")
    project.configure({"chat": SMALL})
    message = told(project.up())
    assert f"services.chat: Service chat-svc in namespace {live.namespace} exists already" in message
    assert "pulumi import" not in message

    adopted = project.follow(message[message.index("PULUMI_K8S") :].splitlines()[0])
    assert adopted.exit_code == 0, adopted.output
    assert uid(live, "service", "chat-svc") == before
    assert live.get("service", "chat-svc")["spec"]["selector"] == {"app": "chat"}
    assert project.up().operations == {}


def test_a_missing_namespace_is_named_and_making_it_is_enough(project: Project, control_plane: ControlPlane) -> None:
    project.namespace = f"{project.namespace}-more"
    project.configure({"chat": SMALL})
    refused = project.up()
    assert refused.exit_code != 0
    message = told(refused)
    assert f"services.chat: namespace {project.namespace}, where ServiceAccount chat belongs," in message
    assert f"kubectl create namespace {project.namespace}" in message

    kubectl = Kubectl(control_plane.kubeconfig)
    kubectl("create", "namespace", project.namespace)
    try:
        done = project.up()
        assert done.exit_code == 0, done.output
    finally:
        kubectl("delete", "namespace", project.namespace, "--wait=false")


@pytest.mark.parametrize("command", ["preview", "up"])
def test_an_object_deleted_by_something_else_is_found_missing_and_a_refresh_brings_it_back(
    command: str, project: Project, live: Live
) -> None:
    project.configure({"chat": SMALL})
    assert project.up().exit_code == 0
    live.delete("deployment", "chat-primary")
    project.configure({"chat": SMALL | {"modelRef": "another"}})
    refused = project.preview() if command == "preview" else project.up("--skip-preview")
    assert refused.exit_code != 0
    message = told(refused)
    assert f"services.chat: Deployment chat-primary in namespace {live.namespace} is in the stack's state" in message
    assert "`pulumi refresh`" in message

    assert project.refresh().exit_code == 0
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.ready_pods("chat", "primary") == 1


@pytest.mark.parametrize("way", list(BROKEN))
def test_a_failing_up_and_the_status_after_it_say_in_the_same_words_what_is_missing(
    way: str, project: Project, live: Live, control_plane: ControlPlane
) -> None:
    pods = Simulation(control_plane.kubeconfig, {"app": "chat"}, live.namespace)
    breaks, cause = BROKEN[way]
    breaks(pods)
    project.configure({"chat": SMALL | {"replicas": 2}})
    project.limit_rollouts(seconds=5)
    failed = project.up()
    assert failed.exit_code != 0
    message = told(failed)

    refreshed = project.refresh("--run-program")
    assert refreshed.exit_code == 0, refreshed.output
    assert project.outputs()["chat"]["url"] == f"http://chat-svc.{live.namespace}.svc:80"
    status = project.outputs()["chat"]["status"]
    assert status["ready"] is False
    count, words = status["message"].split("; ", 1)
    assert count == "0 of 2 pods ready (primary 0/2)"
    assert words == "primary: Deployment does not have minimum availability (MinimumReplicasUnavailable)"
    assert f"services.chat: not ready: {words}" in message
    assert cause in message
    assert [(one["type"], one["status"], one["reason"]) for one in status["conditions"]] == [
        ("Ready", "False", "MinimumReplicasUnavailable"),
        ("PrimaryReady", "False", "MinimumReplicasUnavailable"),
    ]

    pods.normal()
    project.lift_limits()
    mended = project.up()
    assert mended.exit_code == 0, mended.output
    assert project.outputs()["chat"]["status"]["ready"] is True


def test_a_failed_update_that_leaves_the_old_pods_in_service_is_not_called_ready(project: Project, live: Live) -> None:
    project.configure({"chat": SMALL})
    assert project.up().exit_code == 0
    too_much = SMALL | {"resources": {"cpu": "999", "memory": "64Mi"}}
    project.configure({"chat": too_much})
    project.limit_rollouts(seconds=5)
    failed = project.up("--skip-preview")
    assert failed.exit_code != 0
    message = told(failed)

    assert project.refresh("--run-program").exit_code == 0
    status = project.outputs()["chat"]["status"]
    words = "primary: not every pod of the newest revision is ready (RolloutIncomplete)"
    assert status["message"] == f"1 of 1 pods ready (primary 1/1); {words}"
    assert status["ready"] is False
    assert f"services.chat: not ready: {words}" in message
    assert "Insufficient cpu" in message
    assert live.ready_pods("chat", "primary") == 1
