from typing import Any

import pytest
from pulumi_inference import InferenceServiceSpec, InvalidSpec, parse_service
from pulumi_inference.children import children
from pulumi_inference.features.rollout import Split, transition_problem
from pulumi_inference.split import split_of
from pulumi_inference.tracks import tracks

BOTH: dict[str, Any] = {"active": "blue", "blue": {"modelRef": "a"}, "green": {"modelRef": "b"}}


def parsed(**more: Any) -> InferenceServiceSpec:
    return parse_service("chat", {"blueGreen": BOTH} | more)


def manifests(spec: InferenceServiceSpec) -> dict[str, Any]:
    return {child.role: child.manifest for child in children("chat", spec)}


def test_both_tracks_have_the_full_count_and_the_service_selects_the_active_one() -> None:
    spec = parsed(replicas=3)
    assert [(track.name, track.model_ref, track.replicas) for track in tracks(spec)] == [
        ("blue", "a", 3),
        ("green", "b", 3),
    ]
    found = manifests(spec)
    assert found.keys() == {
        *("blue", "green", "service", "service_account"),
        *("blue_disruption_budget", "green_disruption_budget"),
    }
    assert found["service"]["spec"]["selector"] == {"app": "chat", "track": "blue"}


def test_each_track_has_an_autoscaler_with_all_of_the_bounds() -> None:
    found = manifests(parsed(minReplicas=2, maxReplicas=6, resources={"cpu": "1"}))
    bounds = {
        found[f"{color}_autoscaler"]["metadata"]["name"]: found[f"{color}_autoscaler"]["spec"]["minReplicas"]
        for color in ("blue", "green")
    }
    assert bounds == {"chat-blue-hpa": 2, "chat-green-hpa": 2}


def test_a_gateway_leads_to_the_service_of_the_active_track() -> None:
    found = manifests(parsed(gateway={"parentRefs": [{"name": "public"}]}))
    (backend,) = found["http_route"]["spec"]["rules"][0]["backendRefs"]
    assert (backend["name"], backend["weight"]) == ("chat-blue", 100)
    assert found["blue_service"]["spec"]["selector"] == {"app": "chat", "track": "blue"}


def test_a_python_program_leaves_the_model_reference_out_or_none() -> None:
    assert parse_service("chat", {"blue_green": BOTH}).model_ref is None
    assert parse_service("chat", {"blueGreen": BOTH, "modelRef": None}).model_ref is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"modelRef": "a"}, r"modelRef: has no effect beside blueGreen"),
        ({"blueGreen": {"active": "green", "blue": {"modelRef": "a"}}}, r"or make blue active"),
        ({"canary": {"modelRef": "c", "weight": 0}}, r"canary: has no place beside blueGreen"),
        ({"blueGreen": {"active": "red", "blue": {"modelRef": "a"}}}, r"blueGreen\.active: .*blue or green"),
    ],
)
def test_what_does_not_go_with_two_colors_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidSpec, match=message):
        parsed(**fields)


def test_gpus_that_two_tracks_would_need_before_the_old_one_is_gone_are_asked_for() -> None:
    on_gpus = {"replicas": 2, "resources": {"gpuMemory": "20Gi"}}
    before = Split("all", {"primary": 2})
    spec = parsed(**on_gpus)
    problem = transition_problem(spec, before, split_of(spec))
    assert problem is not None
    assert "taking primary away in one step needs 4 spare GPUs" in problem
    enough = parsed(**on_gpus, rollout={"spareGpus": 4})
    assert transition_problem(enough, before, split_of(enough)) is None
