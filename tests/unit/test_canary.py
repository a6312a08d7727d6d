import pytest
from pulumi_inference import parse_service
from pulumi_inference.features.canary import share
from pulumi_inference.tracks import EffectiveWeight, canary_summary, effective_weight, track_with_all_traffic, tracks

from tests.specs import MINIMAL, autoscaled, with_canary


def counts(spec: dict[str, object]) -> dict[str, int]:
    return {track.name: track.replicas for track in tracks(parse_service("chat", spec))}


@pytest.mark.parametrize("total", [2, 3, 4, 5, 7, 10, 20, 33, 100])
def test_no_other_split_comes_nearer_to_the_weight_and_ties_go_to_the_primary(total: int) -> None:
    for weight in range(1, 100):
        # 100 * |canary / total - weight / 100| in whole numbers; the smaller canary wins a tie.
        best = min(range(1, total), key=lambda canary: (abs(100 * canary - weight * total), canary))
        assert share(total, weight) == best, weight


def test_the_canary_takes_its_pods_from_the_total_and_not_beside_it() -> None:
    assert counts(with_canary(10, replicas=4)) == {"primary": 3, "canary": 1}
    assert counts(with_canary(50, replicas=4)) == {"primary": 2, "canary": 2}


def test_weight_zero_keeps_one_warm_canary_beside_the_total() -> None:
    assert counts(with_canary(0)) == {"primary": 4, "canary": 1}


def test_weight_hundred_keeps_one_warm_primary_beside_the_total() -> None:
    assert counts(with_canary(100)) == {"primary": 1, "canary": 4}


@pytest.mark.parametrize(("weight", "only"), [(0, "primary"), (1, None), (99, None), (100, "canary")])
def test_only_a_weight_of_zero_or_hundred_takes_a_track_out_of_the_service(weight: int, only: str | None) -> None:
    assert track_with_all_traffic(parse_service("chat", with_canary(weight, replicas=2))) == only


def test_under_autoscaling_the_bounds_of_both_tracks_add_up_and_stay_in_order() -> None:
    for weight in range(101):
        spec = autoscaled(3, 20) | {"canary": {"modelRef": "b", "weight": weight}}
        primary, canary = tracks(parse_service("chat", spec))
        assert primary.bounds is not None
        assert canary.bounds is not None
        warm = 1 if weight in (0, 100) else 0
        assert primary.bounds.minimum + canary.bounds.minimum == 3 + warm, weight
        assert primary.bounds.maximum + canary.bounds.maximum == 20 + warm, weight
        assert 1 <= primary.bounds.minimum <= primary.bounds.maximum, weight
        assert 1 <= canary.bounds.minimum <= canary.bounds.maximum, weight


def test_the_effective_weight_is_the_share_of_the_pods() -> None:
    assert effective_weight(parse_service("chat", with_canary(10, replicas=3))) == EffectiveWeight(33.3, 33.3, 33.3)
    assert effective_weight(parse_service("chat", with_canary(10, replicas=10))) == EffectiveWeight(10.0, 10.0, 10.0)


def test_under_autoscaling_the_effective_weight_has_a_range() -> None:
    spec = parse_service("chat", autoscaled(4, 20) | {"canary": {"modelRef": "b", "weight": 25}})
    # primary 3 to 15, canary 1 to 5
    assert effective_weight(spec) == EffectiveWeight(now=25.0, lowest=6.2, highest=62.5)
    assert canary_summary(spec) == {
        "modelRef": "b",
        "weight": 25,
        "effectiveWeight": 25.0,
        "effectiveWeightRange": [6.2, 62.5],
    }


@pytest.mark.parametrize("weight", [0, 100])
def test_a_weight_that_the_service_makes_exact_is_the_effective_one(weight: int) -> None:
    assert effective_weight(parse_service("chat", with_canary(weight))) == EffectiveWeight(weight, weight, weight)


@pytest.mark.parametrize("weight", [0, 10, 100])
def test_a_paused_service_has_no_pods_on_either_track_and_no_effective_weight(weight: int) -> None:
    spec = with_canary(weight, replicas=0)
    assert counts(spec) == {"primary": 0, "canary": 0}
    assert effective_weight(parse_service("chat", spec)) is None
    assert canary_summary(parse_service("chat", spec)) == {"modelRef": "llama3.1-8b-q4", "weight": weight}


def test_without_a_canary_there_is_one_track_and_no_weight() -> None:
    spec = parse_service("chat", MINIMAL)
    assert [track.name for track in tracks(spec)] == ["primary"]
    assert effective_weight(spec) is None
    assert canary_summary(spec) is None
