"""From whom a replica count can go to whom in one step."""

from typing import Any

import pytest
from pulumi_inference import parse_service
from pulumi_inference.bounds import Bounds
from pulumi_inference.features.ownership import SPEC, owner, start_problem, switch_problem
from pulumi_inference.tracks import tracks

from tests.specs import MINIMAL, autoscaled
from tests.unit.test_keda import scaled_by_keda


def owner_of(spec: dict[str, Any]) -> str:
    parsed = parse_service("chat", spec)
    return owner(parsed, tracks(parsed)[0])


FREE = owner_of(autoscaled(3, 20))
PINNED = owner_of(autoscaled(3, 3))
KEDA = owner_of(scaled_by_keda(3, 20))
KEDA_PINNED = owner_of(scaled_by_keda(3, 3))
TO_ZERO = owner_of(scaled_by_keda(3, 3, scaleToZero=True))


def problem(before: str, after: str, count: int = 3) -> str | None:
    return switch_problem("chat", "primary", before, after, count)


def test_the_owner_differs_with_whoever_it_is_and_with_the_bounds_so_that_a_switch_is_a_change_for_the_engine() -> None:
    assert owner_of(MINIMAL) == SPEC
    assert len({SPEC, FREE, PINNED, KEDA, KEDA_PINNED, TO_ZERO, owner_of(autoscaled(1, 20))}) == 7


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SPEC, SPEC),
        (SPEC, FREE),
        (SPEC, KEDA),
        (FREE, FREE),
        (FREE, PINNED),
        (PINNED, FREE),
        (FREE, KEDA),
        (PINNED, TO_ZERO),
        (KEDA, KEDA_PINNED),
        (TO_ZERO, KEDA_PINNED),
        ("", SPEC),
    ],
)
def test_what_leaves_no_autoscaler_behind_is_allowed(before: str, after: str) -> None:
    assert problem(before, after) is None


@pytest.mark.parametrize("before", [PINNED, KEDA_PINNED])
def test_switching_off_an_autoscaler_that_is_pinned_to_the_new_count_is_allowed(before: str) -> None:
    assert problem(before, SPEC, count=3) is None


@pytest.mark.parametrize(
    ("before", "count"), [(FREE, 3), (FREE, 20), (PINNED, 4), (KEDA, 3), (KEDA_PINNED, 4), (TO_ZERO, 3)]
)
def test_switching_off_an_autoscaler_that_could_overrule_the_count_names_the_two_steps(before: str, count: int) -> None:
    text = problem(before, SPEC, count) or ""
    assert text.startswith("services.chat.minReplicas: ")
    assert "1. pin it" in text
    assert "2. remove minReplicas" in text


def test_one_that_scales_to_zero_is_pinned_without_that() -> None:
    assert "without scaleToZero" in (problem(TO_ZERO, SPEC) or "")


@pytest.mark.parametrize("before", [KEDA, KEDA_PINNED, TO_ZERO])
def test_from_keda_the_way_to_an_autoscaler_of_kubernetes_goes_by_a_fixed_count(before: str) -> None:
    text = problem(before, FREE) or ""
    assert text.startswith("services.chat.autoscaling.keda: ")
    assert "by way of a fixed count" in text


def test_only_an_autoscaler_of_kubernetes_can_be_paused_in_one_step_since_keda_starts_pods_from_none() -> None:
    assert problem(FREE, SPEC, count=0) is None
    assert problem(KEDA, SPEC, count=0) is not None
    assert problem(TO_ZERO, SPEC, count=0) is not None


def test_a_track_that_would_stay_without_pods_under_its_autoscaler_is_refused_with_a_way_out() -> None:
    assert start_problem("chat", "primary", Bounds(3, 20), 3) is None
    assert start_problem("chat", "primary", None, 0) is None
    text = start_problem("chat", "primary", Bounds(3, 20), 0) or ""
    assert text.startswith("services.chat.minReplicas: ")
    assert "set replicas to 3" in text
