"""Which pods a budget is about, and which budgets are refused since no node could be drained."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children

from tests.specs import MINIMAL, autoscaled, with_canary

GATEWAY = {"gateway": {"parentRefs": [{"name": "public"}]}}
BLUE_GREEN = {
    "blueGreen": {"active": "blue", "blue": {"modelRef": "a"}, "green": {"modelRef": "b"}},
    "replicas": 3,
}
ALL, PRIMARY, CANARY = ({"app": "chat"} | more for more in ({}, {"track": "primary"}, {"track": "canary"}))


def budgets(raw: dict[str, Any]) -> dict[str, Any]:
    """What each budget says, by its name."""
    found = children("chat", parse_service("chat", raw))
    return {
        child.manifest["metadata"]["name"]: child.manifest["spec"]
        for child in found
        if child.manifest["kind"] == "PodDisruptionBudget"
    }


def selected(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: spec["selector"]["matchLabels"] for name, spec in budgets(raw).items()}


def test_from_two_replicas_one_pod_may_go_at_a_time_and_those_that_are_not_ready_always() -> None:
    assert budgets(MINIMAL) == {}
    assert budgets(MINIMAL | {"replicas": 2}) == {
        "chat-pdb": {
            "maxUnavailable": 1,
            "unhealthyPodEvictionPolicy": "AlwaysAllow",
            "selector": {"matchLabels": ALL},
        }
    }
    assert budgets(MINIMAL | {"replicas": 2, "disruptionBudget": False}) == {}
    assert budgets(MINIMAL | {"replicas": 2, "defaultsVersion": 1}) == {}
    assert budgets(MINIMAL | {"replicas": 0}) == {}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (with_canary(25), {"chat-pdb": ALL}),
        (with_canary(50, replicas=2), {"chat-pdb": ALL}),
        (with_canary(25, replicas=8) | GATEWAY, {"chat-pdb": PRIMARY, "chat-canary-pdb": CANARY}),
        (with_canary(25) | GATEWAY, {"chat-pdb": PRIMARY}),
        (with_canary(0), {"chat-pdb": PRIMARY}),
        (with_canary(100), {"chat-canary-pdb": CANARY}),
        (BLUE_GREEN, {f"chat-{color}-pdb": {"app": "chat", "track": color} for color in ("blue", "green")}),
        (with_canary(25) | {"argo": {}}, {"chat-pdb": ALL}),
        (autoscaled(1, 5), {"chat-pdb": ALL}),
        (autoscaled(1, 1), {}),
    ],
)
def test_a_budget_is_about_the_pods_that_requests_are_spread_over_as_one(
    raw: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert selected(raw) == expected
    assert all(list(selected(raw).values()).count(one) == 1 for one in expected.values()), "no pod is in two"


@pytest.mark.parametrize(
    ("raw", "least"),
    [
        (MINIMAL | {"replicas": 3}, 3),
        (MINIMAL | {"replicas": 3}, "67%"),
        (autoscaled(2, 20), 2),
        (with_canary(50, replicas=4), 4),
        (with_canary(25, replicas=8) | GATEWAY, 2),
        (BLUE_GREEN, "100%"),
    ],
)
def test_a_least_that_lets_no_pod_go_is_refused(raw: dict[str, Any], least: int | str) -> None:
    with pytest.raises(InvalidSpec, match=r"disruptionBudget\.minAvailable: .* none could ever be evicted"):
        budgets(raw | {"disruptionBudget": {"minAvailable": least}})


@pytest.mark.parametrize(
    ("raw", "least"),
    [(MINIMAL | {"replicas": 3}, 2), (MINIMAL | {"replicas": 3}, "66%"), (with_canary(50, replicas=4), 3)],
)
def test_a_least_that_lets_one_pod_go_is_rendered(raw: dict[str, Any], least: int | str) -> None:
    (found,) = budgets(raw | {"disruptionBudget": {"minAvailable": least}}).values()
    assert (found["minAvailable"], "maxUnavailable" in found) == (least, False)
