import pytest
from pulumi_inference import parse_service
from pulumi_inference.bounds import Bounds
from pulumi_inference.features.autoscaling import children, owner, start_problem, switch_off_problem

from tests.specs import autoscaled

FREE = owner(Bounds(3, 20))
PINNED = owner(Bounds(3, 3))
SPEC = owner(None)


def problem(before: str, after: str, count: int = 3) -> str | None:
    return switch_off_problem("chat", "primary", before, after, count)


@pytest.mark.parametrize(
    ("before", "after"), [(SPEC, SPEC), (SPEC, FREE), (FREE, FREE), (FREE, PINNED), (PINNED, FREE), ("", SPEC)]
)
def test_what_leaves_no_autoscaler_behind_is_allowed(before: str, after: str) -> None:
    assert problem(before, after) is None


def test_switching_off_an_autoscaler_that_is_pinned_to_the_new_count_is_allowed() -> None:
    assert problem(PINNED, SPEC, count=3) is None


def test_pausing_is_allowed_in_one_step_since_no_autoscaler_acts_on_a_deployment_without_pods() -> None:
    assert problem(FREE, SPEC, count=0) is None


def test_a_track_that_would_stay_without_pods_under_its_autoscaler_is_refused_with_a_way_out() -> None:
    assert start_problem("chat", "primary", Bounds(3, 20), 3) is None
    assert start_problem("chat", "primary", None, 0) is None
    text = start_problem("chat", "primary", Bounds(3, 20), 0) or ""
    assert text.startswith("services.chat.minReplicas: ")
    assert "set replicas to 3" in text


@pytest.mark.parametrize(("before", "count"), [(FREE, 3), (FREE, 20), (PINNED, 4)])
def test_switching_off_an_autoscaler_that_could_overrule_the_count_names_the_two_steps(before: str, count: int) -> None:
    text = problem(before, SPEC, count) or ""
    assert text.startswith("services.chat.minReplicas: ")
    assert "1. pin it" in text
    assert "2. remove minReplicas and maxReplicas" in text


def test_the_owner_differs_whenever_the_bounds_do_so_that_a_switch_is_a_change_for_the_engine() -> None:
    assert len({owner(None), owner(Bounds(3, 3)), owner(Bounds(3, 20)), owner(Bounds(1, 20))}) == 4


def test_the_autoscaler_points_at_its_deployment_with_its_bounds() -> None:
    (autoscaler,) = children("chat", parse_service("chat", autoscaled(3, 20)))
    spec = autoscaler.manifest["spec"]
    assert spec["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "chat-primary"}
    assert (spec["minReplicas"], spec["maxReplicas"]) == (3, 20)
