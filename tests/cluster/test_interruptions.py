"""An `up` that does not come to its end, and what brings the stack on."""

import signal
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import STACK, Project
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.simulation import Simulation
from tools.recovery import recover

SPEC: dict[str, Any] = SMALL | {"replicas": 2}
UP_TIMEOUT = 60


@pytest.fixture
def pods(control_plane: ControlPlane, namespace: str) -> Simulation:
    return Simulation(control_plane.kubeconfig, {"app": "chat"}, namespace)


def stop_in_the_middle(project: Project, live: Live, how: signal.Signals) -> str:
    """Starts an `up` whose pods never become ready, and stops it while it waits for them."""
    with project.start_up() as process:
        live.wait_until(lambda: "Deployment/chat-primary" in live.names(), "the Deployment is created")
        process.send_signal(how)
        output, _ = process.communicate(timeout=UP_TIMEOUT)
    assert process.returncode != 0, output
    return str(output)


def finish(project: Project, live: Live) -> None:
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.ready_pods("chat", "primary") == 2
    assert project.preview("--expect-no-changes").exit_code == 0
    assert live.names("deployments,services") == {"Deployment/chat-primary", "Service/chat-svc"}
    assert project.destroy().exit_code == 0
    assert live.remains() == set()


def test_an_up_that_was_interrupted_is_finished_by_the_next_one(project: Project, live: Live, pods: Simulation) -> None:
    pods.never_ready()
    project.configure({"chat": SPEC})
    output = stop_in_the_middle(project, live, signal.SIGINT)
    assert "Traceback" not in output
    pods.normal()
    finish(project, live)


def test_the_documented_recovery_from_a_killed_up_doubles_nothing(
    project: Project, live: Live, pods: Simulation
) -> None:
    pods.never_ready()
    project.configure({"chat": SPEC})
    stop_in_the_middle(project, live, signal.SIGKILL)
    pods.normal()
    before = live.get("deployment", "chat-primary")["metadata"]["uid"]

    assert project.cancel().exit_code == 0
    assert project.refresh("--clear-pending-creates").exit_code == 0
    adopted = project.adopt()
    assert adopted.exit_code == 0, adopted.output
    assert live.get("deployment", "chat-primary")["metadata"]["uid"] == before
    finish(project, live)


def test_make_up_recovers_from_a_killed_up_with_nothing_doubled(project: Project, live: Live, pods: Simulation) -> None:
    pods.never_ready()
    project.configure({"chat": SPEC})
    stop_in_the_middle(project, live, signal.SIGKILL)
    pods.normal()

    locked = project.up()
    assert locked.exit_code != 0
    assert "pulumi cancel" in locked.output

    recover(project.engine, STACK, cluster_lost=False)
    finish(project, live)


def test_a_stack_whose_cluster_lost_its_data_is_deployed_again(
    tmp_path: Path, pulumi_home: Path, private_control_plane: ControlPlane
) -> None:
    live = Live(private_control_plane.kubeconfig, "default")
    project = Project(tmp_path, pulumi_home, private_control_plane.kubeconfig, "default")
    project.configure({"chat": SPEC})
    assert project.up().exit_code == 0

    private_control_plane.delete()
    private_control_plane.start()

    recover(project.engine, STACK, cluster_lost=True)
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.ready_pods("chat", "primary") == 2
