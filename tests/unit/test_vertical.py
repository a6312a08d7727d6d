from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children

from tests.specs import MINIMAL, autoscaled, with_canary
from tests.unit.test_keda import scaled_by_keda

MEMORY_BY_PODS = {"metrics": [{"memory": {"averageValue": "12Gi"}}]}


def vertical(spec: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return spec | {"verticalPodAutoscaler": fields}


def problems(spec: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidSpec) as caught:
        parse_service("chat", spec)
    return [
        (one.path.removeprefix("services.chat.verticalPodAutoscaler."), one.message) for one in caught.value.problems
    ]


def test_each_track_has_one_of_its_own_for_the_model_server_alone() -> None:
    spec = vertical(
        with_canary(25), updateMode="Initial", minAllowed={"cpu": 1}, maxAllowed={"cpu": 8, "memory": "64Gi"}
    )
    found = [child.manifest for child in children("chat", parse_service("chat", spec)) if "vertical" in child.role]
    assert [one["metadata"]["name"] for one in found] == ["chat-vpa", "chat-canary-vpa"]
    assert [one["spec"]["targetRef"]["name"] for one in found] == ["chat-primary", "chat-canary"]
    assert found[0]["spec"]["updatePolicy"] == {"updateMode": "Initial"}
    assert found[0]["spec"]["resourcePolicy"]["containerPolicies"] == [
        {
            "containerName": "server",
            "controlledResources": ["cpu", "memory"],
            "controlledValues": "RequestsAndLimits",
            "minAllowed": {"cpu": "1"},
            "maxAllowed": {"cpu": "8", "memory": "64Gi"},
        },
        {"containerName": "*", "mode": "Off"},
    ]


@pytest.mark.parametrize(
    ("spec", "resource", "by"),
    [
        (autoscaled(), "cpu", "minReplicas"),
        (autoscaled() | {"autoscaling": MEMORY_BY_PODS}, "memory", "autoscaling.metrics[0]"),
        (
            autoscaled() | {"autoscaling": {"metrics": [{"containerResource": {"name": "cpu", "averageValue": "2"}}]}},
            "cpu",
            "autoscaling.metrics[0]",
        ),
        (scaled_by_keda(3, 20, {"cpu": {"averageValue": "2"}}), "cpu", "autoscaling.keda.triggers[0].cpu"),
    ],
)
def test_one_resource_is_not_for_two_autoscalers_and_the_error_names_the_ways_out(
    spec: dict[str, Any], resource: str, by: str
) -> None:
    other = {"cpu": "memory", "memory": "cpu"}[resource]
    ((path, message),) = problems(vertical(spec, updateMode="Recreate"))
    assert path == "controlledResources"
    assert f"has {resource}, by which {by} scales" in message
    assert f"set controlledResources to [{other}]" in message
    assert 'updateMode: "Off"' in message
    for way in ({"updateMode": "Recreate", "controlledResources": [other]}, {"updateMode": "Off"}):
        parse_service("chat", vertical(spec, **way))


@pytest.mark.parametrize(
    "spec", [MINIMAL, autoscaled() | {"autoscaling": {"preset": "vllm"}}, scaled_by_keda()], ids=str
)
def test_beside_what_goes_by_something_else_it_may_set_both(spec: dict[str, Any]) -> None:
    parse_service("chat", vertical(spec, updateMode="InPlaceOrRecreate"))


def test_a_bound_of_what_is_not_controlled_or_above_the_other_is_refused() -> None:
    spec = vertical(
        MINIMAL, controlledResources=["cpu"], minAllowed={"cpu": 4, "memory": "1Gi"}, maxAllowed={"cpu": "500m"}
    )
    assert [path for path, _ in problems(spec)] == ["minAllowed.memory", "minAllowed.cpu"]


@pytest.mark.parametrize("mode", ["Auto", "off", False])
def test_modes_are_those_of_todays_api(mode: Any) -> None:
    assert [path for path, _ in problems(vertical(MINIMAL, updateMode=mode))] == ["updateMode"]
