"""Several models on one server: what TensorFlow Serving reads, what Triton is told, and what the probes ask."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from google.protobuf import text_format  # type: ignore[import-untyped]
from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto  # type: ignore[import-untyped]
from google.protobuf.descriptor_pool import DescriptorPool  # type: ignore[import-untyped]
from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped]
from google.protobuf.message_factory import GetMessageClass  # type: ignore[import-untyped]
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children
from pulumi_inference.features.deployment import deployment
from pulumi_inference.tracks import tracks

PAGE = (Path(__file__).parents[2] / "docs" / "serving.md").read_text()
MODELS: list[dict[str, Any]] = [
    {"name": "sentiment", "versions": {"specific": [1, 2]}, "labels": {"stable": 1, "canary": 2}},
    {"name": "images", "path": '/pictures/"classifier\\', "versions": {"latest": 2}},
    {"name": "topics", "versions": {"all": True}},
    {"name": "plain"},
]
_TYPES = {
    "string": FieldDescriptorProto.TYPE_STRING,
    "int64": FieldDescriptorProto.TYPE_INT64,
    "uint32": FieldDescriptorProto.TYPE_UINT32,
    "bool": FieldDescriptorProto.TYPE_BOOL,
}
MESSAGES: dict[str, dict[str, str]] = {
    "ModelServerConfig": {"model_config_list": "ModelConfigList"},
    "ModelConfigList": {"config": "*ModelConfig"},
    "ModelConfig": {
        "name": "string",
        "base_path": "string",
        "model_platform": "string",
        "model_version_policy": "ServableVersionPolicy",
        "version_labels": "*Label",
    },
    "Label": {"key": "string", "value": "int64"},  # a map's entry has the same text
    "ServableVersionPolicy": {"latest": "Latest", "all": "All", "specific": "Specific"},
    "Latest": {"num_versions": "uint32"},
    "All": {},
    "Specific": {"versions": "*int64"},
    "MonitoringConfig": {"prometheus_config": "PrometheusConfig"},
    "PrometheusConfig": {"enable": "bool", "path": "string"},
}
"""Of tensorflow_serving/config and sources/storage_path, by the names and types of their fields."""


def parsed(text: str, message: str) -> dict[str, Any]:
    """As protobuf itself reads it."""
    file = FileDescriptorProto(name="serving.proto", package="t", syntax="proto3")
    for name, fields in MESSAGES.items():
        described = file.message_type.add(name=name)
        for number, (field, kind) in enumerate(fields.items(), start=1):
            bare = kind.removeprefix("*")
            one = described.field.add(name=field, number=number)
            one.label = one.LABEL_REPEATED if kind != bare else one.LABEL_OPTIONAL
            if bare in _TYPES:
                one.type = _TYPES[bare]
            else:
                one.type, one.type_name = one.TYPE_MESSAGE, f".t.{bare}"
    pool = DescriptorPool()
    pool.Add(file)
    found = text_format.Parse(text, GetMessageClass(pool.FindMessageTypeByName(f"t.{message}"))())
    return dict(MessageToDict(found, preserving_proto_field_name=True))


def of(**fields: Any) -> Any:
    return parse_service("chat", {"modelRef": "/models", "runtime": "tensorflow-serving"} | fields)


def pod(track: int = 0, **fields: Any) -> dict[str, Any]:
    spec = of(**fields)
    return dict(deployment("chat", spec, tracks(spec)[track])["spec"]["template"]["spec"])


def files(role: str = "primary_serving_config", **fields: Any) -> dict[str, str]:
    return dict({child.role: child for child in children("chat", of(**fields))}[role].manifest["data"])


def told(**fields: Any) -> str:
    with pytest.raises(InvalidSpec) as refused:
        of(**fields)
    return str(refused.value)


def test_every_policy_is_what_tensorflow_serving_reads() -> None:
    found = parsed(files(serving={"models": MODELS})["models.config"], "ModelServerConfig")
    plain = {"model_platform": "tensorflow"}
    assert found["model_config_list"]["config"] == [
        plain
        | {
            "name": "sentiment",
            "base_path": "/models/sentiment",
            "model_version_policy": {"specific": {"versions": ["1", "2"]}},
            "version_labels": [{"key": "canary", "value": "2"}, {"key": "stable", "value": "1"}],
        },
        plain
        | {
            "name": "images",
            "base_path": '/pictures/"classifier\\',
            "model_version_policy": {"latest": {"num_versions": 2}},
        },
        plain | {"name": "topics", "base_path": "/models/topics", "model_version_policy": {"all": {}}},
        plain | {"name": "plain", "base_path": "/models/plain"},
    ]


def test_metrics_are_switched_on_by_the_other_file() -> None:
    spec: dict[str, Any] = {"serving": {"monitoring": True}, "monitoring": {"podMonitor": {}}}
    assert parsed(files(**spec)["monitoring.config"], "MonitoringConfig") == {
        "prometheus_config": {"enable": True, "path": "/monitoring/prometheus/metrics"}
    }
    assert pod(**spec)["containers"][0]["args"] == [
        "--port=8500",
        "--rest_api_port=8501",
        "--model_name=model",
        "--model_base_path=$(MODEL_REF)",
        "--monitoring_config_file=/etc/tensorflow-serving/monitoring.config",
    ]


def test_without_it_a_monitor_is_refused_with_the_way_out() -> None:
    assert "Give serving.monitoring: true." in told(monitoring={"podMonitor": {}})
    assert "Give serving.monitoring: true." in told(
        monitoring={"podMonitor": {}}, serving={"models": [{"name": "topics"}]}
    )


def test_the_server_is_led_to_the_file_and_asked_about_its_first_model() -> None:
    found = pod(serving={"models": MODELS})
    (server,) = found["containers"]
    assert server["args"] == [
        "--port=8500",
        "--rest_api_port=8501",
        "--model_config_file=/etc/tensorflow-serving/models.config",
        "--allow_version_labels_for_unavailable_models=true",
    ]
    assert server["livenessProbe"]["httpGet"]["path"] == "/v1/models/sentiment"
    assert server["startupProbe"]["httpGet"]["path"] == "/v1/models/sentiment"
    assert server["readinessProbe"]["httpGet"]["path"] == "/v1/models/sentiment/metadata"
    (volume,) = (one for one in found["volumes"] if one["name"] == "serving")
    (mount,) = (one for one in server["volumeMounts"] if one["name"] == "serving")
    assert mount["mountPath"] == "/etc/tensorflow-serving"
    (config,) = (child for child in children("chat", of(serving={"models": MODELS})) if "serving" in child.role)
    assert volume["configMap"]["name"] == config.manifest["metadata"]["name"]


def test_a_health_check_of_ones_own_stays() -> None:
    found = pod(serving={"models": MODELS}, healthCheck={"path": "/v1/models/topics"})
    assert found["containers"][0]["livenessProbe"]["httpGet"]["path"] == "/v1/models/topics"


def test_a_canary_has_its_models_below_its_own_reference_and_leaves_the_pods_of_the_primary() -> None:
    serving = {"models": [{"name": "topics"}]}
    both: dict[str, Any] = {"serving": serving, "replicas": 2, "canary": {"modelRef": "s3://next/", "weight": 50}}
    assert "s3://next/topics" in files("canary_serving_config", **both)["models.config"]
    assert pod(**both) == pod(serving=serving, replicas=2)


def test_a_changed_model_is_a_file_of_another_name() -> None:
    volumes = [pod(serving={"models": [{"name": name}]})["volumes"] for name in ("topics", "images")]
    assert volumes[0] != volumes[1]


def test_models_are_below_the_files_that_a_source_brings() -> None:
    found = files(
        modelRef="all",
        model={"source": {"pvc": {"claimName": "models", "path": "served"}}},
        serving={"models": [{"name": "topics"}]},
    )
    assert "/served/topics" in found["models.config"]


def test_triton_loads_the_models_that_are_listed() -> None:
    found = pod(runtime="triton", serving={"models": [{"name": "topics"}, {"name": "images"}]})
    assert found["containers"][0]["args"][-3:] == [
        "--model-control-mode=explicit",
        "--load-model=topics",
        "--load-model=images",
    ]
    assert "--model-repository=$(MODEL_REF)" in found["containers"][0]["args"]
    assert not any(volume["name"] == "serving" for volume in found["volumes"])


def test_a_volume_does_not_take_the_place_of_the_files() -> None:
    there = {"name": "serving", "mountPath": "/etc/tensorflow-serving", "emptyDir": {}}
    report = told(serving={"monitoring": True}, volumes=[there])
    assert "volumes[0].name: serving is the name of another volume" in report
    assert "volumes[0].mountPath: /etc/tensorflow-serving is mounted already" in report


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.+?)```", PAGE, re.DOTALL))
def test_an_example_of_the_page_is_accepted(block: str) -> None:
    assert of(**yaml.safe_load(block)).serving.models
