"""The forecast by its arithmetic; tests/cluster/test_forecast.py holds it against the real scheduler."""

from typing import Any

import pytest
from pulumi_inference import parse_service
from pulumi_inference.features.forecast import Forecast, forecast, in_words
from pulumi_inference.features.rollout import PodAmounts, Split
from pulumi_inference.split import split_of

from tests.specs import MINIMAL, autoscaled

OLD, NEW = {"primary": "old", "canary": "old"}, {"primary": "new", "canary": "old"}


def spec(replicas: int = 4, gpus: bool = True, weight: int | None = None, **more: Any) -> dict[str, Any]:
    resources = {"cpu": "2"} | ({"gpuMemory": "20Gi"} if gpus else {})
    canary = {} if weight is None else {"canary": {"modelRef": "b", "weight": weight}}
    return MINIMAL | {"replicas": replicas, "resources": resources} | canary | more


def split(written: dict[str, Any], templates: dict[str, str] = OLD) -> Split:
    found = split_of(parse_service("chat", written))
    return Split(found.traffic, found.replicas, {track: templates[track] for track in found.replicas}, found.pod)


def of(before: dict[str, Any] | None, after: dict[str, Any], templates: dict[str, str] = OLD) -> Forecast:
    return forecast(parse_service("chat", after), split(before) if before else None, split(after, templates))


def gpus(found: Forecast) -> tuple[int, int, int]:
    return found["now"]["gpus"], found["peak"]["gpus"], found["after"]["gpus"]


def test_a_first_rollout_goes_from_nothing_to_all() -> None:
    found = of(None, spec(4))
    assert gpus(found) == (0, 4, 4)
    assert found["after"]["cpu"] == 8


def test_a_new_model_without_a_spare_gpu_needs_none_and_costs_a_ready_pod() -> None:
    found = of(spec(4), spec(4), NEW)
    assert gpus(found) == (4, 4, 4)
    assert found["fewest"] == 3


def test_a_new_model_with_a_spare_gpu_needs_it_and_costs_no_ready_pod() -> None:
    spare: Any = {"rollout": {"spareGpus": 1}}
    found = of(spec(4, **spare), spec(4, **spare), NEW)
    assert gpus(found) == (4, 5, 4)
    assert found["fewest"] == 4


def test_without_gpus_a_new_model_surges_by_a_quarter() -> None:
    found = of(spec(4, gpus=False), spec(4, gpus=False), NEW)
    assert (found["now"]["cpu"], found["peak"]["cpu"], found["after"]["cpu"]) == (8, 10, 8)
    assert found["fewest"] == 4


@pytest.mark.parametrize(("before", "after"), [(25, 50), (50, 25)])
def test_a_new_weight_without_spare_gpus_hands_them_over_and_says_how_far_it_dips(before: int, after: int) -> None:
    found = of(spec(weight=before), spec(weight=after))
    assert gpus(found) == (4, 4, 4)
    assert found["fewest"] == 3


@pytest.mark.parametrize(("before", "after"), [(25, 50), (50, 25)])
def test_a_new_weight_with_spare_gpus_never_dips(before: int, after: int) -> None:
    spare: Any = {"rollout": {"spareGpus": 1}}
    found = of(spec(weight=before, **spare), spec(weight=after, **spare))
    assert gpus(found) == (4, 5, 4)
    assert found["fewest"] == 4


def test_a_canary_that_is_taken_away_holds_its_gpus_to_the_end() -> None:
    spare: Any = {"rollout": {"spareGpus": 1}}
    assert gpus(of(spec(weight=25, **spare), spec(**spare))) == (4, 5, 4)


def test_a_track_without_traffic_does_not_count_as_ready() -> None:
    spare: Any = {"rollout": {"spareGpus": 8}}
    found = of(spec(weight=100, **spare), spec(weight=25, **spare))
    assert found["fewest"] == 4, "the canary's, until the primary has its pods and the route is widened"


def test_what_an_autoscaler_may_add_is_told_apart() -> None:
    scaled = MINIMAL | {"minReplicas": 2, "maxReplicas": 6, "resources": {"cpu": "2", "gpuMemory": "20Gi"}}
    found = of(scaled, scaled, NEW)
    assert gpus(found) == (2, 2, 2)
    assert found["most"]["gpus"] == 6


def test_in_words_it_names_what_the_pods_ask_for_and_nothing_else() -> None:
    assert in_words("chat", of(spec(4), spec(4), NEW), 4) == (
        "services.chat: the rollout needs\n"
        "  GPUs: 4 now, 4 at the peak, 4 after\n"
        "  CPUs: 8 now, 8 at the peak, 8 after\n"
        "  time: 4 waves of pods, 49m at worst\n"
        "  ready pods behind the Service: 3 at worst meanwhile, 4 after"
    )


def test_pods_that_take_turns_take_as_many_waves_as_there_are_pods_and_a_quarter_at_a_time_takes_four() -> None:
    assert of(spec(8), spec(8), NEW)["waves"] == 8
    assert of(spec(8, gpus=False), spec(8, gpus=False), NEW)["waves"] == 4
    assert of(spec(8), spec(8))["waves"] == 0


def test_the_time_at_worst_is_that_of_the_steps_which_follow_one_another() -> None:
    load: Any = {"modelLoad": "20m"}
    one = of(spec(4, gpus=False, **load), spec(4, gpus=False, **load), NEW)["seconds"]
    assert one > 4 * 20 * 60
    grown = of(spec(weight=25, gpus=False, **load), spec(weight=50, gpus=False, **load))["seconds"]
    assert grown == (20 + 5) * 60, "the canary loads its second model; the primary only gives up a pod"
    assert of(spec(4), spec(4))["seconds"] == 0


@pytest.mark.parametrize(("old", "peak"), [(1, 1 + 4 * 2), (2, 5 * 2), (3, 4 * 3 + 2)])
def test_where_pods_change_in_size_the_last_old_one_or_the_first_new_one_is_beside_all_others(
    old: int, peak: int
) -> None:
    before = Split("all", {"primary": 4}, {"primary": "old"}, PodAmounts(cpu=old))
    after = split(spec(4, gpus=False), {"primary": "new"})
    assert forecast(parse_service("chat", spec(4, gpus=False)), before, after)["peak"]["cpu"] == peak


def test_more_spare_gpus_than_pods_are_not_all_used() -> None:
    spare: Any = {"rollout": {"spareGpus": 8}}
    assert gpus(of(spec(2, **spare), spec(2, **spare), NEW)) == (2, 4, 2)


def many(each: int, spare: int = 0, **more: Any) -> dict[str, Any]:
    rollout = {"rollout": {"spareGpus": spare}} if spare else {}
    return MINIMAL | {"replicas": 2, "resources": {"gpus": each}} | rollout | more


@pytest.mark.parametrize(
    ("before", "after", "expected", "fewest"),
    [
        pytest.param(many(4), many(4), (8, 8, 8), 1, id="handed over"),
        pytest.param(many(4, spare=4), many(4, spare=4), (8, 12, 8), 2, id="one pod's worth to spare"),
        pytest.param(many(4, spare=7), many(4, spare=7), (8, 12, 8), 2, id="less than two pods' worth"),
        pytest.param(many(1), many(2), (2, 4, 4), 1, id="larger pods, handed over"),
        pytest.param(many(1, spare=2), many(2, spare=2), (2, 5, 4), 2, id="larger pods, one beside"),
        pytest.param(many(2), many(1, spare=1), (4, 5, 2), 2, id="smaller pods, one beside"),
    ],
)
def test_pods_of_several_gpus_count_as_often(
    before: dict[str, Any], after: dict[str, Any], expected: tuple[int, int, int], fewest: int
) -> None:
    found = of(before, after, NEW)
    assert (gpus(found), found["fewest"]) == (expected, fewest)


@pytest.mark.parametrize(
    ("more", "fewest"),
    [({}, 10), ({"resources": {"gpus": 1}, "autoscaling": {"preset": "zerfoo"}}, 1)],
    ids=["they are awaited", "their GPUs may not be there"],
)
def test_pods_that_only_an_autoscaler_will_add_are_not_counted_on_when_the_traffic_moves(
    more: dict[str, object], fewest: int
) -> None:
    def at(weight: int) -> dict[str, object]:
        return autoscaled(10, 20) | {"canary": {"modelRef": "b", "weight": weight}} | more

    before, after = (parse_service("chat", at(weight)) for weight in (10, 100))
    assert forecast(after, split_of(before), split_of(after))["fewest"] == fewest
