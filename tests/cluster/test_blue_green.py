"""Blue and green on the real controllers: the traffic changes over, and pods stay as they are."""

from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.cluster.watching import Recorded, watching
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.simulation import Simulation

TOTAL = 2
RESOURCES = {"replicas": TOTAL, "resources": SMALL["resources"]}
MODELS = {"blue": {"modelRef": "llama3-8b-q4"}, "green": {"modelRef": "llama3.1-8b-q4"}}


def at(active: str, *there: str) -> dict[str, Any]:
    return RESOURCES | {"blueGreen": {"active": active} | {color: MODELS[color] for color in there}}


class Steps:
    """A service that is changed step by step and watched."""

    def __init__(self, project: Project, control_plane: ControlPlane, live: Live) -> None:
        self._project = project
        self._control_plane = control_plane
        self._live = live

    def to(self, spec: dict[str, Any]) -> Recorded:
        self._project.configure({"chat": spec})
        with watching(self._control_plane.kubeconfig, self._live.namespace, "chat") as recorded:
            done = self._project.up("--skip-preview")
        assert done.exit_code == 0, done.output
        return recorded

    def pods(self) -> set[str]:
        return self._live.pod_names("chat", "blue") | self._live.pod_names("chat", "green")

    def selected(self) -> str:
        return str(self._live.get("service", "chat-svc")["spec"]["selector"]["track"])


@pytest.fixture
def steps(project: Project, control_plane: ControlPlane, live: Live) -> Steps:
    Simulation(control_plane.kubeconfig, {"app": "chat"}, live.namespace).slow(1)
    return Steps(project, control_plane, live)


def test_the_traffic_changes_over_and_back_without_a_new_pod(steps: Steps, live: Live) -> None:
    steps.to(at("blue", "blue"))
    blue = steps.pods()
    assert steps.to(at("blue", "blue", "green")).fewest == TOTAL
    both = steps.pods()
    assert blue < both
    assert len(both) == 2 * TOTAL
    for active in ("green", "blue", "green"):
        assert steps.to(at(active, "blue", "green")).fewest == TOTAL
        assert (steps.selected(), steps.pods()) == (active, both)
    assert steps.to(at("green", "green")).fewest == TOTAL
    assert steps.pods() == both - blue
    assert live.names("deployments") == {"Deployment/chat-green"}


def test_a_green_that_is_new_gets_the_traffic_when_it_is_ready(steps: Steps) -> None:
    steps.to(at("blue", "blue"))
    assert steps.to(at("green", "blue", "green")).fewest == TOTAL
    assert steps.selected() == "green"


def test_a_service_can_become_blue_and_green_and_plain_again(steps: Steps, live: Live) -> None:
    steps.to(SMALL | {"replicas": TOTAL})
    assert steps.to(at("blue", "blue", "green")).fewest >= TOTAL
    assert live.names("deployments") == {"Deployment/chat-blue", "Deployment/chat-green"}
    assert steps.to(SMALL | {"replicas": TOTAL}).fewest >= TOTAL
    assert live.names("deployments") == {"Deployment/chat-primary"}


def test_a_bad_green_never_gets_the_traffic(
    project: Project, steps: Steps, control_plane: ControlPlane, live: Live
) -> None:
    steps.to(at("blue", "blue"))
    Simulation(control_plane.kubeconfig, {"app": "chat", "track": "green"}, live.namespace).never_ready()
    project.limit_rollouts(seconds=5)
    project.configure({"chat": at("green", "blue", "green")})
    failed = project.up("--skip-preview")
    assert failed.exit_code != 0
    assert "services.chat: not ready: green" in failed.output
    assert steps.selected() == "blue"
