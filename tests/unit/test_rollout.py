from collections.abc import Set

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.child import ROUTE
from pulumi_inference.features.rollout import Split, raised, transition_problem, waits
from pulumi_inference.split import split_of

from tests.specs import MINIMAL, autoscaled, with_canary

ALONE = Split("all", {"primary": 4})
QUARTER = Split("all", {"primary": 3, "canary": 1})
HALF = Split("all", {"primary": 2, "canary": 2})
PROMOTABLE = Split("canary", {"primary": 1, "canary": 4})


ON_REQUESTS = {"preset": "zerfoo"}


def on_gpus(replicas: int, **more: object) -> dict[str, object]:
    return MINIMAL | {"replicas": replicas, "resources": {"gpuMemory": "20Gi"}} | more


def order(
    before: Split | None, after: Split, *, hand_over: bool = False, given: Set[str] = frozenset()
) -> list[set[str]]:
    """The steps in the order in which they can be taken, those together that can be taken at once."""
    waiting = {step: set(others) for step, others in waits(before, after, hand_over=hand_over, raised=given).items()}
    taken: list[set[str]] = []
    while waiting:
        done = set().union(*taken) if taken else set()
        now = {step for step, others in waiting.items() if others <= done}
        assert now, f"{waiting} wait for one another"
        taken.append(now)
        waiting = {step: others for step, others in waiting.items() if step not in now}
    return taken


def test_at_first_and_without_a_change_the_route_comes_last() -> None:
    assert order(None, QUARTER) == [{"primary", "canary"}, {ROUTE}]
    assert order(QUARTER, QUARTER) == [{"primary", "canary"}, {ROUTE}]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (ALONE, QUARTER, [{"canary"}, {ROUTE}, {"primary"}]),
        (QUARTER, HALF, [{"canary"}, {ROUTE}, {"primary"}]),
        (HALF, QUARTER, [{"primary"}, {ROUTE}, {"canary"}]),
        (HALF, PROMOTABLE, [{"canary"}, {ROUTE}, {"primary"}]),
        (PROMOTABLE, QUARTER, [{"primary"}, {ROUTE}, {"canary"}]),
        (PROMOTABLE, ALONE, [{"primary"}, {ROUTE}]),
        (ALONE, Split("all", {"primary": 2}), [{ROUTE}, {"primary"}]),
    ],
)
def test_who_gets_pods_comes_first_then_the_route_then_who_gives_pods_up(
    before: Split, after: Split, expected: list[set[str]]
) -> None:
    assert order(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (QUARTER, HALF, [{"primary"}, {"canary"}, {ROUTE}]),
        (HALF, QUARTER, [{"canary"}, {"primary"}, {ROUTE}]),
    ],
)
def test_where_gpus_are_handed_over_who_gives_them_up_comes_first(
    before: Split, after: Split, expected: list[set[str]]
) -> None:
    assert order(before, after, hand_over=True) == expected


@pytest.mark.parametrize("hand_over", [False, True])
def test_a_pause_takes_both_tracks_away_and_its_end_brings_both_back_before_the_route(hand_over: bool) -> None:
    paused = Split("all", {"primary": 0, "canary": 0})
    assert {"primary", "canary"} in order(QUARTER, paused, hand_over=hand_over)
    assert order(paused, QUARTER, hand_over=hand_over)[0] == {"primary", "canary"}


def test_a_canary_without_pods_holds_no_gpu_that_the_primary_could_want() -> None:
    spec = parse_service("chat", on_gpus(4))
    paused = Split("all", {"primary": 0, "canary": 0})
    assert transition_problem(spec, paused, split_of(spec)) is None


def test_who_had_an_autoscaler_and_has_none_any_more_gives_nobody_an_order() -> None:
    spec = parse_service("chat", autoscaled(4, 8) | {"canary": {"modelRef": "b", "weight": 25}})
    assert split_of(spec).replicas == {"primary": "3..6", "canary": "1..2"}
    assert order(split_of(spec), QUARTER) == [{"primary", "canary"}, {ROUTE}]


def test_an_autoscaler_that_is_to_keep_more_pods_goes_before_its_track_and_one_that_may_keep_fewer_goes_last() -> None:
    before = Split("all", {"primary": "3..6", "canary": "1..2"})
    after = Split("all", {"primary": "2..4", "canary": "2..4"})
    assert order(before, after, given={"canary"}) == [
        {"primary", "canary_autoscaler"},
        {"canary"},
        {ROUTE},
        {"primary_autoscaler"},
    ]


def test_where_the_traffic_goes_to_a_track_under_an_autoscaler_the_other_keeps_its_pods_until_then() -> None:
    before = Split("all", {"primary": "3..6", "canary": "1..2"})
    after = Split("canary", {"primary": "1..1", "canary": "4..8"})
    assert order(before, after, given={"canary"}) == [
        {"canary_autoscaler"},
        {"canary"},
        {ROUTE},
        {"primary"},
        {"primary_autoscaler"},
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {"primary"}),
        ({"resources": {"gpus": 1}, "autoscaling": ON_REQUESTS}, set()),
        ({"resources": {"gpus": 1}, "autoscaling": ON_REQUESTS, "rollout": {"spareGpus": 3}}, {"primary"}),
    ],
    ids=["CPU", "GPUs that nobody has", "GPUs to spare"],
)
def test_a_track_is_given_its_new_minimum_where_there_is_room_for_it(
    more: dict[str, object], expected: set[str]
) -> None:
    spec = parse_service("chat", autoscaled(4, 8) | more)
    assert raised(spec, Split("canary", {"primary": "1..1", "canary": "4..8"}), split_of(spec)) == expected


def test_a_track_without_traffic_has_no_pods_behind_the_service() -> None:
    assert (QUARTER.serving(), PROMOTABLE.serving(), ALONE.serving()) == (4, 4, 4)


def test_a_recorded_split_is_read_as_it_was_written() -> None:
    assert Split.of({"traffic": "canary", "replicas": {"primary": 1.0, "canary": 4.0}}) == PROMOTABLE
    assert Split.of({"traffic": "all", "replicas": {"primary": "3..20"}}) == Split("all", {"primary": "3..20"})


@pytest.mark.parametrize("recorded", [None, {}, {"replicas": 3}, "all", 3])
def test_what_an_earlier_release_recorded_is_as_if_nothing_were_known(recorded: object) -> None:
    assert Split.of(recorded) is None


def test_taking_a_canary_away_needs_its_gpus_as_spare_since_the_engine_deletes_last() -> None:
    problem = transition_problem(parse_service("chat", on_gpus(4)), QUARTER, ALONE)
    assert problem is not None
    assert "needs 1 spare GPU, " in problem
    assert "1. set replicas to 3" in problem
    assert "2. set replicas to 4" in problem


def test_a_promotion_needs_one_more_since_the_first_new_pod_starts_beside_the_old_ones() -> None:
    before = Split("all", {"primary": 3, "canary": 1}, {"primary": "old"})
    after = Split("all", {"primary": 4}, {"primary": "new"})
    spec = parse_service("chat", on_gpus(4, rollout={"spareGpus": 1}))
    problem = transition_problem(spec, before, after)
    assert problem is not None
    assert "needs 2 spare GPUs" in problem


@pytest.mark.parametrize(
    ("spec", "after"),
    [
        (on_gpus(4, rollout={"spareGpus": 1}), ALONE),
        (on_gpus(3), Split("all", {"primary": 3})),
        (MINIMAL | {"replicas": 4}, ALONE),
    ],
)
def test_a_canary_can_be_taken_away_where_the_primary_needs_no_gpu_that_it_holds(
    spec: dict[str, object], after: Split
) -> None:
    assert transition_problem(parse_service("chat", spec), QUARTER, after) is None


def test_a_canary_that_has_all_traffic_is_not_taken_away_at_once_on_gpus() -> None:
    problem = transition_problem(parse_service("chat", on_gpus(4)), PROMOTABLE, ALONE)
    assert problem is not None
    assert "Lower canary.weight first" in problem


def test_the_way_out_holds_under_the_rules_for_one_replica() -> None:
    before = Split("all", {"primary": 1, "canary": 1})
    problem = transition_problem(parse_service("chat", on_gpus(2)), before, Split("all", {"primary": 2}))
    assert problem is not None
    assert "set replicas to 1, which the primary has now, and rollout.allowDowntime to true" in problem


def test_a_track_that_serves_alone_does_not_hand_its_last_gpu_over_before_the_route_has_moved() -> None:
    cold = {"modelRef": "b", "weight": 0, "warmReplicas": 0}
    before, after = Split("canary", {"primary": 0, "canary": 2}), Split("primary", {"primary": 2, "canary": 0})
    problem = transition_problem(parse_service("chat", on_gpus(2, canary=cold)), before, after)
    assert problem is not None
    assert "leaves the service without pods for a while" in problem
    allowed = on_gpus(2, canary=cold, rollout={"allowDowntime": True})
    assert transition_problem(parse_service("chat", allowed), before, after) is None


def refused(spec: dict[str, object]) -> str:
    with pytest.raises(InvalidSpec) as error:
        parse_service("chat", spec)
    return str(error.value)


def test_one_replica_on_a_gpu_has_the_choice_between_a_spare_gpu_and_downtime() -> None:
    text = refused(on_gpus(1))
    assert text.startswith("services.chat.rollout: is required")
    assert "spareGpus: 1" in text
    assert "allowDowntime: true" in text
    for choice in ({"spareGpus": 1}, {"allowDowntime": True}):
        parse_service("chat", on_gpus(1, rollout=choice))


def test_what_a_rollout_cannot_use_is_refused() -> None:
    assert "spareGpus: 2 has no use" in refused(MINIMAL | {"rollout": {"spareGpus": 2}})
    assert "allowDowntime: has no use" in refused(MINIMAL | {"rollout": {"allowDowntime": True}})


def test_an_exact_weight_that_the_replicas_cannot_meet_lists_those_that_can() -> None:
    spec = with_canary(10)
    spec["canary"] = spec["canary"] | {"exact": True}
    assert refused(spec) == (
        "services.chat.canary.weight: 10 % of 4 replicas are no whole pods, and exact is true. "
        "Replicas that can: 10, 20, 30, 40, 50 and so on."
    )
    parse_service("chat", spec | {"replicas": 10})


@pytest.mark.parametrize("weight", [0, 100])
def test_a_track_without_traffic_keeps_as_many_warm_pods_as_are_asked_for(weight: int) -> None:
    canary = {"modelRef": "b", "weight": weight, "warmReplicas": 0}
    split = split_of(parse_service("chat", MINIMAL | {"replicas": 4, "canary": canary}))
    assert sorted(split.replicas.values(), key=str) == [0, 4]


BOTH_COLORS = {"blue": 2, "green": 2}


def test_a_broken_track_that_gets_no_traffic_holds_up_no_route() -> None:
    active_green = Split("green", BOTH_COLORS, {"blue": "a", "green": "broken"})
    back = Split("blue", BOTH_COLORS, {"blue": "a", "green": "broken"})
    assert order(active_green, back) == [{"blue"}, {ROUTE}, {"green"}]
    assert order(QUARTER, Split("primary", {"primary": 3, "canary": 1})) == [{"primary"}, {ROUTE}, {"canary"}]


def test_a_track_that_loses_the_traffic_gets_its_new_model_afterwards() -> None:
    before = Split("blue", BOTH_COLORS, {"blue": "a", "green": "b"})
    after = Split("green", BOTH_COLORS, {"blue": "c", "green": "b"})
    assert order(before, after) == [{"green"}, {ROUTE}, {"blue"}]
