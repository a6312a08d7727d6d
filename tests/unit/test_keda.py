from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children
from pulumi_inference.tracks import EffectiveWeight, effective_weight

from tests.specs import MINIMAL

REQUESTS = {
    "prometheus": {
        "serverAddress": "http://prometheus.monitoring.svc:9090",
        "query": "sum(active_requests)",
        "threshold": 5,
    }
}


def scaled_by_keda(low: int = 3, high: int = 20, *triggers: dict[str, Any], **keda: Any) -> dict[str, Any]:
    bounds = {"minReplicas": low, "maxReplicas": high}
    return MINIMAL | bounds | {"autoscaling": {"keda": {"triggers": list(triggers) or [REQUESTS]} | keda}}


def manifests(spec: dict[str, Any]) -> dict[str, Any]:
    return {child.role: child.manifest for child in children("chat", parse_service("chat", spec))}


def problems(spec: dict[str, Any]) -> list[str]:
    with pytest.raises(InvalidSpec) as caught:
        parse_service("chat", spec)
    return [problem.path.removeprefix("services.chat.autoscaling.keda.") for problem in caught.value.problems]


def test_a_trigger_of_prometheus_is_what_keda_reads_with_its_authentication() -> None:
    asked = REQUESTS["prometheus"] | {"authentication": {"name": "prometheus", "mode": "basic"}}
    (trigger,) = manifests(scaled_by_keda(3, 20, {"prometheus": asked}))["primary_scaled_object"]["spec"]["triggers"]
    assert trigger == {
        "type": "prometheus",
        "metadata": {
            "serverAddress": "http://prometheus.monitoring.svc:9090",
            "query": "sum(active_requests)",
            "threshold": "5",
            "authModes": "basic",
        },
        "authenticationRef": {"name": "prometheus", "kind": "TriggerAuthentication"},
    }


def test_use_of_cpu_and_memory_is_a_trigger_of_its_own_kind_with_a_text_for_its_value() -> None:
    spec = scaled_by_keda(3, 20, {"cpu": {"averageUtilization": 80}}, {"memory": {"averageValue": "12Gi"}})
    found = manifests(spec | {"resources": {"cpu": "4"}})["primary_scaled_object"]["spec"]["triggers"]
    assert found == [
        {"type": "cpu", "metricType": "Utilization", "metadata": {"value": "80"}},
        {"type": "memory", "metricType": "AverageValue", "metadata": {"value": "12Gi"}},
    ]


def test_each_track_has_its_scaled_object_which_takes_over_the_autoscaler_of_the_tracks_name() -> None:
    found = manifests(scaled_by_keda(4, 20) | {"canary": {"modelRef": "b", "weight": 25}})
    for role, autoscaler, target in (
        ("primary", "chat-hpa", "chat-primary"),
        ("canary", "chat-canary-hpa", "chat-canary"),
    ):
        scaled = found[f"{role}_scaled_object"]
        assert scaled["metadata"]["annotations"] == {"scaledobject.keda.sh/transfer-hpa-ownership": "true"}
        assert scaled["spec"]["advanced"]["horizontalPodAutoscalerConfig"]["name"] == autoscaler
        assert scaled["spec"]["scaleTargetRef"]["name"] == target
        assert found[f"{role}_autoscaler"]["metadata"]["name"] == autoscaler


def test_the_declared_autoscaler_is_the_one_that_keda_makes_of_the_scaled_object() -> None:
    found = manifests(scaled_by_keda(3, 20))
    (metric,) = found["primary_autoscaler"]["spec"]["metrics"]
    assert metric["external"] == {
        "metric": {"name": "s0-prometheus", "selector": {"matchLabels": {"scaledobject.keda.sh/name": "chat-primary"}}},
        "target": {"type": "AverageValue", "averageValue": "5"},
    }


def test_how_fast_the_count_changes_is_said_to_keda_as_to_an_autoscaler() -> None:
    spec = scaled_by_keda()
    spec["autoscaling"]["behavior"] = {"scaleDown": {"stabilizationWindow": "10m"}}
    config = manifests(spec)["primary_scaled_object"]["spec"]["advanced"]["horizontalPodAutoscalerConfig"]
    assert config["behavior"] == {"scaleDown": {"stabilizationWindowSeconds": 600}}


def test_scale_to_zero_is_the_idle_count_and_min_replicas_is_what_comes_back() -> None:
    more = {"pollingInterval": "15s", "cooldownPeriod": "10m", "fallback": {"failureThreshold": 3, "replicas": 5}}
    spec = manifests(scaled_by_keda(3, 20, scaleToZero=True, **more))["primary_scaled_object"]["spec"]
    assert (spec["idleReplicaCount"], spec["minReplicaCount"], spec["maxReplicaCount"]) == (0, 3, 20)
    assert (spec["pollingInterval"], spec["cooldownPeriod"]) == (15, 600)
    assert spec["fallback"] == {"failureThreshold": 3, "replicas": 5}
    assert "idleReplicaCount" not in manifests(scaled_by_keda())["primary_scaled_object"]["spec"]


def test_a_track_that_may_have_no_pods_can_have_any_share_of_the_traffic() -> None:
    spec = scaled_by_keda(4, 20, scaleToZero=True) | {"canary": {"modelRef": "b", "weight": 25}}
    assert effective_weight(parse_service("chat", spec)) == EffectiveWeight(now=25.0, lowest=0.0, highest=100.0)


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        (scaled_by_keda(3, 20, {"cpu": {"averageUtilization": 80}}), "triggers[0].cpu.averageUtilization"),
        (scaled_by_keda(3, 20, {"cpu": {"averageValue": "2"}}, {"cpu": {"averageValue": "3"}}), "triggers[1].cpu"),
        (scaled_by_keda(3, 20, {"cpu": {"averageValue": "2"}}, scaleToZero=True), "scaleToZero"),
        (
            scaled_by_keda(3, 20, {"cpu": {"averageValue": "2"}}, fallback={"failureThreshold": 3, "replicas": 5}),
            "fallback",
        ),
        (scaled_by_keda(3, 20, fallback={"failureThreshold": 3, "replicas": 21}), "fallback.replicas"),
        (scaled_by_keda(3, 20, cooldownPeriod="10m"), "cooldownPeriod"),
        (scaled_by_keda(3, 20, pollingInterval="10s"), "pollingInterval"),
        (
            scaled_by_keda(3, 20, {"prometheus": REQUESTS["prometheus"] | {"activationThreshold": 1}}),
            "triggers[0].prometheus.activationThreshold",
        ),
        (
            scaled_by_keda(3, 20, {"prometheus": REQUESTS["prometheus"] | {"threshold": 0}}),
            "triggers[0].prometheus.threshold",
        ),
        (
            scaled_by_keda(
                3, 20, {"prometheus": REQUESTS["prometheus"] | {"serverAddress": "http://me:pw@prometheus"}}
            ),
            "triggers[0].prometheus.serverAddress",
        ),
    ],
)
def test_what_keda_would_refuse_or_overlook_is_refused(spec: dict[str, Any], path: str) -> None:
    assert problems(spec) == [path]


@pytest.mark.parametrize("other", [{"preset": "vllm"}, {"metrics": [{"cpu": {"averageValue": "2"}}]}])
def test_keda_never_stands_beside_another_autoscaler(other: dict[str, Any]) -> None:
    spec = scaled_by_keda()
    spec["autoscaling"] |= other
    assert problems(spec) == [f"services.chat.autoscaling.{next(iter(other))}"]


def test_min_replicas_0_keeps_its_meaning_and_scales_nothing() -> None:
    assert problems(scaled_by_keda(0, 0)) == ["services.chat.autoscaling"]


def test_the_name_that_keda_writes_into_a_label_fits_one_for_the_longest_service() -> None:
    longest = "c" * 55
    spec = scaled_by_keda(4, 20) | {"name": longest, "canary": {"modelRef": "b", "weight": 25}}
    found = [child.manifest for child in children(longest, parse_service("chat", spec)) if "scaled" in child.role]
    assert [len(one["metadata"]["name"]) for one in found] == [63, 62]
