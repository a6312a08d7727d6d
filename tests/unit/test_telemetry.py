"""Log level and traces: the variables of OpenTelemetry, and what each runtime asks for beside them."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.features.deployment import deployment
from pulumi_inference.tracks import tracks

from tests.specs import MINIMAL

GRPC, HTTP = "http://otel-collector.observability:4317", "http://otel-collector.observability:4318"
OWN: dict[str, Any] = {"runtime": "custom", "image": "acme/server:1.2.0", "healthCheck": {"path": "/health"}}


def server(**fields: Any) -> dict[str, Any]:
    on_gpus = {"resources": {"gpus": 1}, "replicas": 2} if fields.get("runtime") in ("vllm", "sglang", "tgi") else {}
    spec = parse_service("chat", MINIMAL | on_gpus | fields)
    (found,) = deployment("chat", spec, tracks(spec)[0])["spec"]["template"]["spec"]["containers"]
    return dict(found)


def env(**fields: Any) -> dict[str, str]:
    return {one["name"]: one["value"] for one in server(**fields)["env"]}


def test_a_server_of_ones_own_is_told_by_the_variables_of_the_specification() -> None:
    found = env(**OWN, tracing={"endpoint": GRPC, "ratio": 0.25, "resourceAttributes": {"team": "a & b", "x.y": "z"}})
    assert found == {
        "MODEL_REF": "llama3-8b-q4",
        "OTEL_SERVICE_NAME": "chat",
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": GRPC,
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "grpc",
        "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER_ARG": "0.25",
        "OTEL_RESOURCE_ATTRIBUTES": "team=a%20%26%20b,x.y=z",
    }


def test_an_exporter_by_http_is_given_the_path_of_traces() -> None:
    found = env(**OWN, tracing={"endpoint": f"{HTTP}/", "protocol": "http/protobuf"})
    assert found["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] == f"{HTTP}/v1/traces"
    assert "OTEL_TRACES_SAMPLER" not in found


@pytest.mark.parametrize(
    ("runtime", "flags"),
    [
        ("vllm", [f"--otlp-traces-endpoint={GRPC}"]),
        ("sglang", ["--enable-trace", "--otlp-traces-endpoint=otel-collector.observability:4317"]),
        ("tgi", [f"--otlp-endpoint={GRPC}", "--otlp-service-name=models"]),
    ],
)
def test_a_runtime_gets_its_own_flags_for_traces(runtime: str, flags: list[str]) -> None:
    found = server(runtime=runtime, tracing={"endpoint": GRPC, "serviceName": "models"})
    assert found["args"][-len(flags) :] == flags
    assert {"name": "OTEL_SERVICE_NAME", "value": "models"} in found["env"]


def test_triton_counts_the_requests_between_two_traces() -> None:
    assert "--trace-config=rate=20" in server(runtime="triton", tracing={"endpoint": HTTP, "ratio": "0.05"})["args"]
    assert "--trace-config=rate=1" in server(runtime="triton", tracing={"endpoint": HTTP})["args"]


@pytest.mark.parametrize(
    ("runtime", "variable"),
    [
        ("vllm", ("VLLM_LOGGING_LEVEL", "WARNING")),
        ("tgi", ("LOG_LEVEL", "warn")),
        ("tensorflow-serving", ("TF_CPP_MIN_LOG_LEVEL", "1")),
    ],
)
def test_a_runtime_has_its_own_variable_for_the_level(runtime: str, variable: tuple[str, str]) -> None:
    assert variable in env(runtime=runtime, logging={"level": "warning"}).items()


def test_a_runtime_has_its_own_flag_for_the_level() -> None:
    assert "--log-level=debug" in server(runtime="sglang", logging={"level": "debug"})["args"]
    assert "--log-verbose=1" in server(runtime="triton", logging={"level": "debug"})["args"]


def test_a_variable_of_the_spec_stands_in_the_place_of_ours() -> None:
    found = server(runtime="vllm", logging={"level": "debug"}, env={"VLLM_LOGGING_LEVEL": "ERROR"})["env"]
    assert [one["value"] for one in found if one["name"] == "VLLM_LOGGING_LEVEL"] == ["ERROR"]


def test_a_closed_policy_has_to_let_the_traces_out() -> None:
    policy: dict[str, Any] = {"modelSources": [], "clients": [{"namespaces": ["web"]}]}
    spec = MINIMAL | OWN | {"tracing": {"endpoint": GRPC}, "networkPolicy": policy}
    with pytest.raises(InvalidSpec, match="at port 4317"):
        parse_service("chat", spec)
    collector = {"namespaces": ["observability"], "podLabels": {"app": "otel-collector"}, "ports": [4317]}
    assert parse_service("chat", spec | {"networkPolicy": policy | {"stores": [collector]}})


def test_a_collector_without_a_port_is_at_that_of_its_scheme() -> None:
    stores = [{"cidrs": ["203.0.113.0/24"], "ports": [443]}]
    policy: dict[str, Any] = {"modelSources": [], "clients": [{"namespaces": ["web"]}], "stores": stores}
    assert parse_service(
        "chat", MINIMAL | OWN | {"tracing": {"endpoint": "https://traces.example.com"}, "networkPolicy": policy}
    )
