from typing import Any

import pytest

from tools.kubernetes_plugin.normalization import normalize
from tools.kubernetes_plugin.quantities import canonical_quantity

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("0.5", "500m"),
        ("1000m", "1"),
        ("2", "2"),
        ("1024Mi", "1Gi"),
        ("1.5Gi", "1536Mi"),
        ("512Ki", "512Ki"),
        ("1000000k", "1G"),
        ("1500M", "1500M"),
        ("1e3", "1e3"),
        ("100u", "100u"),
        ("0", "0"),
        ("0Gi", "0"),
        ("0.0000000001", "1n"),
    ],
)
def test_a_quantity_is_spelled_as_the_api_server_stores_it(written: str, stored: str) -> None:
    assert canonical_quantity(written) == stored


@pytest.mark.parametrize("text", ["", "Gi", "1GB", "1 Gi", "ten"])
def test_what_is_no_quantity_is_not_spelled_anew(text: str) -> None:
    assert canonical_quantity(text) is None


def pod(container: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [container], **spec}}


def test_resources_of_containers_are_canonical_and_labels_are_left_alone() -> None:
    obj = pod({"name": "c", "resources": {"limits": {"cpu": 4, "memory": "2048Mi"}}})
    obj["metadata"]["labels"] = {"limits": "1000m"}

    result = normalize(obj)

    assert result["spec"]["containers"][0]["resources"]["limits"] == {"cpu": "4", "memory": "2Gi"}
    assert result["metadata"]["labels"] == {"limits": "1000m"}


def test_an_autoscalers_target_is_canonical_and_its_policies_stay_numbers() -> None:
    metric = {"type": "Pods", "pods": {"target": {"type": "AverageValue", "averageValue": "0.5"}}}
    behavior = {"scaleUp": {"policies": [{"type": "Pods", "value": 4, "periodSeconds": 15}]}}
    obj = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "a"},
        "spec": {"metrics": [metric], "behavior": behavior},
    }

    result = normalize(obj)

    assert result["spec"]["metrics"][0]["pods"]["target"]["averageValue"] == "500m"
    assert result["spec"]["behavior"] == behavior


def test_zero_values_that_are_not_stored_are_dropped_and_those_that_mean_something_stay() -> None:
    obj = pod(
        {"name": "c", "args": [], "tty": False, "env": [{"name": "EMPTY", "value": ""}]},
        hostNetwork=False,
        automountServiceAccountToken=False,
        volumes=[{"name": "v", "emptyDir": {}}],
    )

    spec = normalize(obj)["spec"]

    assert spec == {
        "containers": [{"name": "c", "env": [{"name": "EMPTY"}]}],
        "automountServiceAccountToken": False,
        "volumes": [{"name": "v", "emptyDir": {}}],
    }


def test_custom_resources_keep_their_fields_as_they_are() -> None:
    spec = {"limits": {"cpu": "1000m"}, "args": [], "text": ""}
    obj = {"apiVersion": "example.com/v1", "kind": "Thing", "metadata": {"name": "t"}, "spec": spec}

    assert normalize(obj)["spec"] == spec


def test_objects_with_unknown_values_keep_their_fields_as_they_are() -> None:
    obj = pod({"name": UNKNOWN, "resources": {"limits": {"cpu": "1000m"}}})

    assert normalize(obj) == obj


def test_string_data_of_a_secret_become_data_and_win_over_them() -> None:
    obj = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "s"},
        "data": {"user": "YQ==", "password": "b2xk"},
        "stringData": {"password": "new"},
    }

    result = normalize(obj)

    assert "stringData" not in result
    assert result["data"] == {"user": "YQ==", "password": "bmV3"}


def test_metadata_that_only_the_api_server_sets_are_dropped() -> None:
    metadata = {"name": "p", "uid": "1", "resourceVersion": "2", "generation": 3, "managedFields": [{}]}

    assert normalize({"apiVersion": "example.com/v1", "kind": "T", "metadata": metadata})["metadata"] == {"name": "p"}
