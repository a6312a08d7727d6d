"""What the autoscalers go by, and how fast they go."""

from typing import Any, get_args

import pytest
from pulumi_inference import InferenceServiceSpec, InvalidSpec, parse_service
from pulumi_inference.features import autoscaling as autoscaling_feature
from pulumi_inference.features import metrics
from pulumi_inference.features.deployment import deployment
from pulumi_inference.tracks import tracks

from tests.specs import MINIMAL

AUTOSCALED = MINIMAL | {"minReplicas": 2, "maxReplicas": 6}
CPU_AT_80 = {
    "type": "Resource",
    "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}},
}


def hpa(autoscaling: Any, resources: Any = None) -> dict[str, Any]:
    spec = parsed(autoscaling, resources)
    (autoscaler,) = autoscaling_feature.children("chat", spec)
    found: dict[str, Any] = autoscaler.manifest["spec"]
    return found


def parsed(autoscaling: Any, resources: Any = None) -> InferenceServiceSpec:
    return parse_service("chat", AUTOSCALED | {"autoscaling": autoscaling, "resources": resources or {}})


def report(autoscaling: Any, resources: Any = None) -> str:
    with pytest.raises(InvalidSpec) as caught:
        parsed(autoscaling, resources)
    return str(caught.value)


@pytest.mark.parametrize("autoscaling", [None, {}, {"metrics": None}, {"behavior": {}}, {"behavior": {"scaleUp": {}}}])
def test_without_metrics_the_cpu_counts_and_the_pace_is_kubernetes_own(autoscaling: Any) -> None:
    rendered = hpa(autoscaling, {"cpu": "1"})
    assert rendered["metrics"] == [CPU_AT_80]
    assert "behavior" not in rendered


@pytest.mark.parametrize(
    ("metric", "rendered"),
    [
        (
            {"cpu": {"averageValue": "500m"}},
            {
                "type": "Resource",
                "resource": {"name": "cpu", "target": {"type": "AverageValue", "averageValue": "500m"}},
            },
        ),
        (
            {"memory": {"averageUtilization": 70.0}},
            {
                "type": "Resource",
                "resource": {"name": "memory", "target": {"type": "Utilization", "averageUtilization": 70}},
            },
        ),
        (
            {"containerResource": {"name": "cpu", "averageUtilization": 60}},
            {
                "type": "ContainerResource",
                "containerResource": {
                    "name": "cpu",
                    "container": "server",
                    "target": {"type": "Utilization", "averageUtilization": 60},
                },
            },
        ),
        (
            {"pods": {"metric": {"name": "active_requests"}, "averageValue": 5}},
            {
                "type": "Pods",
                "pods": {
                    "metric": {"name": "active_requests"},
                    "target": {"type": "AverageValue", "averageValue": "5"},
                },
            },
        ),
        (
            {
                "object": {
                    "describedObject": {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "name": "chat"},
                    "metric": {"name": "requests_per_second"},
                    "value": "2k",
                }
            },
            {
                "type": "Object",
                "object": {
                    "describedObject": {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "name": "chat"},
                    "metric": {"name": "requests_per_second"},
                    "target": {"type": "Value", "value": "2k"},
                },
            },
        ),
        (
            {
                "external": {
                    "metric": {
                        "name": "queue_length",
                        "selector": {
                            "matchLabels": {"queue": "chat"},
                            "matchExpressions": [{"key": "team", "operator": "Exists"}],
                        },
                    },
                    "averageValue": 10,
                }
            },
            {
                "type": "External",
                "external": {
                    "metric": {
                        "name": "queue_length",
                        "selector": {
                            "matchLabels": {"queue": "chat"},
                            "matchExpressions": [{"key": "team", "operator": "Exists"}],
                        },
                    },
                    "target": {"type": "AverageValue", "averageValue": "10"},
                },
            },
        ),
    ],
    ids=lambda value: next(iter(value)),
)
def test_each_source_is_rendered_as_autoscaling_v2_has_it(metric: Any, rendered: Any) -> None:
    assert hpa({"metrics": [metric]}, {"cpu": "1", "memory": "1Gi"})["metrics"] == [rendered]


@pytest.mark.parametrize("preset", get_args(metrics.Preset))
def test_a_preset_asks_for_pods_metrics_and_needs_no_cpu(preset: str) -> None:
    rendered = hpa({"preset": preset})["metrics"]
    assert rendered
    assert {metric["type"] for metric in rendered} == {"Pods"}


def test_a_preset_and_metrics_add_up() -> None:
    names = [
        metric.get("pods", metric.get("resource"))
        for metric in hpa({"preset": "zerfoo", "metrics": [{"cpu": {"averageValue": 1}}]})["metrics"]
    ]
    assert [name.get("name", name.get("metric")) for name in names] == [{"name": "active_requests"}, "cpu"]


def test_the_articles_own_autoscaler_can_be_said() -> None:
    rendered = hpa(
        {
            "preset": "article",
            "metrics": [{"cpu": {"averageUtilization": 70}}, {"memory": {"averageUtilization": 80}}],
            "behavior": {
                "scaleUp": {
                    "stabilizationWindow": "1m",
                    "policies": [
                        {"type": "Percent", "value": 50, "period": "60s"},
                        {"type": "Pods", "value": 2, "period": 60},
                    ],
                },
                "scaleDown": {
                    "stabilizationWindow": 300,
                    "policies": [{"type": "Percent", "value": 25, "period": "1m"}],
                },
            },
        },
        {"cpu": "4", "memory": "16Gi"},
    )
    assert len(rendered["metrics"]) == 4
    assert rendered["behavior"] == {
        "scaleUp": {
            "stabilizationWindowSeconds": 60,
            "policies": [
                {"type": "Percent", "value": 50, "periodSeconds": 60},
                {"type": "Pods", "value": 2, "periodSeconds": 60},
            ],
        },
        "scaleDown": {
            "stabilizationWindowSeconds": 300,
            "policies": [{"type": "Percent", "value": 25, "periodSeconds": 60}],
        },
    }


def test_a_window_of_zero_is_not_the_same_as_none() -> None:
    rendered = hpa({"preset": "vllm", "behavior": {"scaleDown": {"stabilizationWindow": 0}}})
    assert rendered["behavior"] == {"scaleDown": {"stabilizationWindowSeconds": 0}}


def test_a_direction_can_be_switched_off() -> None:
    rendered = hpa({"preset": "vllm", "behavior": {"scaleDown": {"selectPolicy": "Disabled"}}})
    assert rendered["behavior"] == {"scaleDown": {"selectPolicy": "Disabled"}}


def test_only_a_percentage_asks_for_the_resource() -> None:
    assert "resources.cpu" in report({"metrics": [{"cpu": {"averageUtilization": 80}}]})
    assert hpa({"metrics": [{"cpu": {"averageValue": "2"}}]})
    assert hpa({"metrics": [{"containerResource": {"name": "cpu", "container": "proxy", "averageUtilization": 80}}]})


def test_one_metric_may_be_listed_for_different_series() -> None:
    def of(team: str, value: int) -> Any:
        return {"external": {"metric": {"name": "q", "selector": {"matchLabels": {"team": team}}}, "value": value}}

    assert len(hpa({"metrics": [of("a", 1), of("b", 1)]})["metrics"]) == 2
    assert "autoscaling.metrics[1]: is the metric that autoscaling.metrics[0] has already" in report(
        {"metrics": [of("a", 1), of("a", 2)]}
    )


def test_an_entry_that_is_wrong_is_not_counted_as_missing() -> None:
    assert "is empty" not in report({"metrics": [{"cpu": {"averageUtilization": 0}}]})


def test_the_container_that_a_metric_is_of_by_default_is_the_model_servers() -> None:
    spec = parsed({"preset": "zerfoo"})
    (track,) = tracks(spec)
    (container,) = deployment("chat", spec, track)["spec"]["template"]["spec"]["containers"]
    assert container["name"] == metrics.SERVER
