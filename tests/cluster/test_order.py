"""The order of a rollout on the real controllers: who gets pods first, then the route, then who gives pods up."""

from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project, Run
from tests.cluster.watching import Recorded, watching
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.simulation import Simulation

TOTAL = 4


def at(weight: int | None, model: str = "llama3-8b-q4", **more: Any) -> dict[str, Any]:
    canary = {} if weight is None else {"canary": {"modelRef": "llama3.1-8b-q4", "weight": weight}}
    return SMALL | {"modelRef": model, "replicas": TOTAL} | canary | more


def scaled(weight: int | None, model: str = "llama3-8b-q4", **more: Any) -> dict[str, Any]:
    """Like `at`, with autoscalers: they have no metrics here, and hold the bounds alone."""
    rest = {key: value for key, value in at(weight, model).items() if key != "replicas"}
    return rest | {"minReplicas": TOTAL, "maxReplicas": 2 * TOTAL} | more


class Walk:
    """A service that goes from one spec to the next, watched all the way."""

    def __init__(self, project: Project, control_plane: ControlPlane, live: Live) -> None:
        self.project = project
        self._kubeconfig = control_plane.kubeconfig
        self._live = live
        self._canary = Simulation(control_plane.kubeconfig, {"app": "chat", "track": "canary"}, live.namespace)

    def start(self, spec: dict[str, Any]) -> None:
        self.project.configure({"chat": spec})
        done = self.project.up()
        assert done.exit_code == 0, done.output

    def fail(self, spec: dict[str, Any], *flags: str, **others: dict[str, Any]) -> Run:
        """The canary's new pods never become ready; `others` are services beside it."""
        self._canary.never_ready()
        self.project.limit_rollouts(seconds=5)
        self.project.configure({"chat": spec, **others})
        failed = self.project.up("--skip-preview", *flags)
        assert failed.exit_code != 0
        return failed

    def mend(self) -> None:
        self._canary.normal()
        self.project.lift_limits()

    def to(self, spec: dict[str, Any], *flags: str) -> Recorded:
        self.project.configure({"chat": spec})
        with watching(self._kubeconfig, self._live.namespace, "chat") as recorded:
            done = self.project.up("--skip-preview", *flags)
        assert done.exit_code == 0, done.output
        return recorded


@pytest.fixture
def walk(project: Project, control_plane: ControlPlane, live: Live) -> Walk:
    return Walk(project, control_plane, live)


@pytest.fixture
def slow_pods(control_plane: ControlPlane, live: Live) -> None:
    """A pod that is ready at once would hide a wrong order."""
    Simulation(control_plane.kubeconfig, {"app": "chat"}, live.namespace).slow(1)


@pytest.mark.usefixtures("slow_pods")
@pytest.mark.parametrize("flags", [(), ("--parallel", "1")], ids=["parallel", "one at a time"])
def test_no_step_from_the_first_canary_to_the_promotion_has_fewer_ready_pods(
    walk: Walk, flags: tuple[str, ...]
) -> None:
    walk.start(at(None))
    for weight in (25, 100, 50):
        assert walk.to(at(weight), *flags).fewest >= TOTAL, weight
    promoted = walk.to(at(None, model="llama3.1-8b-q4"), *flags)
    assert promoted.fewest >= TOTAL
    assert promoted.states[-1] == (TOTAL, 0)


@pytest.mark.usefixtures("slow_pods")
def test_no_step_of_an_autoscaled_service_has_fewer_ready_pods_than_it_keeps_at_least(walk: Walk, live: Live) -> None:
    one_at_a_time = ("--parallel", "1")
    walk.start(scaled(None))
    for weight, flags in ((25, ()), (100, one_at_a_time), (50, ()), (100, ())):
        assert walk.to(scaled(weight), *flags).fewest >= TOTAL, weight
    again = walk.project.preview("--expect-no-changes")
    assert again.exit_code == 0, again.output
    promoted = walk.to(scaled(None, model="llama3.1-8b-q4"), *one_at_a_time)
    assert promoted.fewest >= TOTAL
    assert live.bounds("chat-hpa") == (TOTAL, 2 * TOTAL)


@pytest.mark.usefixtures("slow_pods")
def test_who_takes_all_of_the_traffic_has_the_pods_first_that_autoscalers_have_made_of_the_service(
    walk: Walk, live: Live
) -> None:
    walk.start(scaled(25))
    live.let_the_autoscaler_choose("chat-hpa", 6, bounds=(3, 6))
    live.wait_until(lambda: live.ready_pods("chat", "primary") == 6, "6 ready pods")
    for changed in (scaled(100), scaled(None, minReplicas=5)):
        assert walk.to(changed).fewest >= 7, "six and the canary's one"


@pytest.mark.usefixtures("slow_pods")
def test_a_canary_that_is_taken_away_goes_when_the_primary_has_its_pods(walk: Walk) -> None:
    walk.start(at(50))
    assert walk.to(at(None)).fewest >= TOTAL


def test_a_second_try_after_a_failure_takes_no_pod_away_before_the_others_are_there(walk: Walk, live: Live) -> None:
    """The engine has recorded what was wished, not how far it came: each Deployment knows that of itself.

    And one after the other it does not hang.
    """
    walk.start(at(25))
    for flags in ((), (), ("--parallel", "1")):
        walk.fail(at(50), *flags)
        assert live.replicas("chat-primary") == 3

    walk.mend()
    assert walk.to(at(50)).fewest >= 3
    assert (live.ready_pods("chat", "primary"), live.ready_pods("chat", "canary")) == (2, 2)


def test_a_second_try_of_an_autoscaled_service_hangs_on_nothing_that_the_first_has_left(walk: Walk, live: Live) -> None:
    walk.start(scaled(25))
    walk.fail(scaled(50))

    walk.mend()
    walk.to(scaled(75))
    assert live.bounds("chat-canary-hpa") == (3, 6)
    live.wait_until(lambda: live.ready_pods("chat", "canary") == 3, "the autoscaler comes to it")


def test_a_rollout_that_goes_on_after_errors_elsewhere_stops_where_one_of_its_own_steps_has_failed(
    walk: Walk, live: Live
) -> None:
    walk.start(at(25))
    failed = walk.fail(at(100), "--continue-on-error", code=SMALL)
    assert "services.chat: the rollout stops here" in failed.output
    assert "Traceback" not in failed.output
    assert live.replicas("chat-primary") == 3
    assert live.get("service", "chat-svc")["spec"]["selector"] == {"app": "chat"}
    assert "Service/code-svc" in live.names("services")


def test_an_update_of_some_resources_alone_leaves_a_state_that_can_be_worked_with(walk: Walk) -> None:
    """An edge between two objects that points the other way each time would be a cycle in it."""
    walk.start(at(25))
    walk.to(at(50))
    walk.to(at(25))
    walk.project.configure({"chat": at(50)})
    targeted = walk.project.up("--skip-preview", "--target", "**chat-canary")
    assert targeted.exit_code == 0, targeted.output
    for command in (walk.project.preview, walk.project.up, walk.project.destroy):
        done = command()
        assert done.exit_code == 0, done.output


def test_a_canary_that_never_becomes_ready_leaves_the_primary_and_the_route_as_they_were(
    walk: Walk, live: Live
) -> None:
    walk.start(at(None))
    primary, service = live.get("deployment", "chat-primary"), live.get("service", "chat-svc")
    failed = walk.fail(at(25))
    assert "services.chat: not ready: canary" in failed.output
    assert live.get("deployment", "chat-primary")["spec"] == primary["spec"]
    assert live.get("service", "chat-svc")["spec"] == service["spec"]

    walk.mend()
    assert walk.to(at(None)).fewest >= TOTAL
    assert live.names("deployments") == {"Deployment/chat-primary"}
