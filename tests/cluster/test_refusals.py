"""What cannot work says so: before anything changes where it can be known, in the pod's own words where it cannot."""

from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.specs import MINIMAL, SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.simulation import Simulation

WRONG: dict[str, Any] = {
    "chat": {"modelref": "llama3-8b-q4", "replicas": -1, "canary": {"modelRef": "b", "weight": 140}},
    "code": MINIMAL | {"healthCheck": {"path": "/healthz", "interval": "2s", "timeout": "3s"}},
}


def identity(live: Live) -> tuple[str, int]:
    """Which object it is, and which version of its spec; its controllers write the rest of its metadata at any time."""
    metadata = live.get("deployment", "chat-primary")["metadata"]
    return metadata["uid"], metadata["generation"]


@pytest.mark.parametrize("command", ["preview", "up"])
def test_a_wrong_spec_is_refused_with_every_path_and_fix_and_changes_nothing(
    command: str, project: Project, live: Live
) -> None:
    project.configure({"chat": SMALL})
    assert project.up().exit_code == 0
    before = identity(live)

    project.configure(WRONG)
    refused = project.preview() if command == "preview" else project.up()
    assert refused.exit_code == 1
    for line in (
        "services.chat.modelRef: is required.",
        "services.chat.replicas: -1 is below 0. Give a whole number from 0 to 2147483647.",
        "services.chat.canary.weight: 140 is above 100. Give a whole percentage from 0 to 100.",
        "services.chat.modelref: is not a field. Did you mean modelRef?",
        "services.code.healthCheck.timeout: 3s is above healthCheck.interval 2s",
    ):
        assert line in refused.output
    assert "Traceback" not in refused.output
    assert identity(live) == before
    assert live.names("deployments,services") == {"Deployment/chat-primary", "Service/chat-svc"}


def test_a_failing_server_fails_the_up_in_the_pods_own_words_and_the_next_up_mends_it(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    pods = Simulation(control_plane.kubeconfig, {"app": "chat"}, live.namespace)
    pods.crash_loop("model file not found")
    project.configure({"chat": SMALL})
    project.limit_rollouts(seconds=5)
    failed = project.up()
    assert failed.exit_code != 0
    assert "CrashLoopBackOff" in failed.output
    assert "Service/chat-svc" not in live.names(), "no Service before its pods can answer"

    pods.normal()
    project.lift_limits()
    mended = project.up()
    assert mended.exit_code == 0, mended.output
    assert live.ready_pods("chat", "primary") == 1


def test_an_output_that_is_known_at_once_and_wrong_is_told_in_words(project: Project) -> None:
    """It fails while the program is still being set up: the SDK would end without a word."""
    project.configure({})
    project.program(
        "import pulumi\nfrom pulumi_inference import InferenceService\n"
        'InferenceService("chat", {"modelRef": pulumi.Output.secret("not a model hunter2")})\n'
    )
    refused = project.preview()
    assert refused.exit_code != 0
    assert "services.chat.modelRef: The value of this Output is not a model reference." in refused.output
    assert "hunter2" not in refused.output
    assert "Traceback" not in refused.output
