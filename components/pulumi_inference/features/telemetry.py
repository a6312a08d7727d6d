"""How much the model server logs, and where it sends its traces.

Variables by the OpenTelemetry specification, which every SDK reads (custom servers' own, too):
https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ and
https://opentelemetry.io/docs/specs/otel/protocol/exporter/. What a runtime asks for beside them is in runtimes.py.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlsplit

from pydantic import Field

from ..kube.telemetry import AttributeKey, CollectorAddress, SamplingRatio
from ..model import Model, about
from ..pod_part import PodOfTrack, PodPart
from ..runtimes import PRESETS, LogLevel, Traces

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_OBJECT = about("Deployment")
Sampler = Literal[
    "always_on",
    "always_off",
    "traceidratio",
    "parentbased_always_on",
    "parentbased_always_off",
    "parentbased_traceidratio",
]
_BY_RATIO = ("traceidratio", "parentbased_traceidratio")
_OF_HTTP = "/v1/traces"
"""What an exporter by HTTP asks below the collector's address."""


class LoggingSpec(Model):
    """What the model server logs."""

    level: LogLevel = Field(
        description="The least that is logged. Each runtime has a variable or a flag for it; custom has LOG_LEVEL, "
        "with the level in capitals.",
        examples=["warning"],
        json_schema_extra=_OBJECT,
    )


class TracingSpec(Model):
    """Traces of requests, by OpenTelemetry."""

    endpoint: CollectorAddress = Field(
        description="Address of the collector for OTLP, without the path of a signal.",
        examples=["http://otel-collector.observability:4317"],
        json_schema_extra=_OBJECT,
    )
    protocol: Literal["grpc", "http/protobuf"] | None = Field(
        default=None,
        description="How it is sent: grpc, usually to port 4317, or http/protobuf, usually to 4318. Default: grpc, or "
        "what the runtime has.",
        examples=["grpc"],
        json_schema_extra=_OBJECT,
    )
    sampler: Sampler | None = Field(
        default=None,
        description="Which requests are traced. Default: parentbased_traceidratio with a ratio, else "
        "parentbased_always_on.",
        examples=["traceidratio"],
        json_schema_extra=_OBJECT,
    )
    ratio: SamplingRatio | None = Field(
        default=None,
        description="Part of the requests that is traced where nobody has decided before, from 0 to 1. Default: all.",
        examples=["0.1"],
        json_schema_extra=_OBJECT,
    )
    service_name: str | None = Field(
        default=None,
        description="The service in the traces (service.name). Default: the service's name in the cluster.",
        examples=["chat"],
        json_schema_extra=_OBJECT,
    )
    resource_attributes: dict[AttributeKey, str] = Field(
        default={},
        description="Attributes of all spans. Default: none.",
        examples=[{"deployment.environment.name": "production"}],
        json_schema_extra=_OBJECT,
    )


def arguments(name: str, spec: "InferenceServiceSpec") -> tuple[str, ...]:
    """What the runtime's own command line says of logs and traces."""
    server = PRESETS[spec.runtime]
    logs = server.log_flags.get(spec.logging.level, ()) if spec.logging else ()
    traces = server.trace_flags(_traces(name, spec, spec.tracing)) if spec.tracing and server.trace_flags else ()
    return (*logs, *traces)


def pod(of: PodOfTrack) -> PodPart:
    spec = of.spec
    found: dict[str, str] = dict(PRESETS[spec.runtime].log_env.get(spec.logging.level, {})) if spec.logging else {}
    if spec.tracing:
        found |= _variables(_traces(of.name, spec, spec.tracing), spec.tracing)
    env = [{"name": name, "value": value} for name, value in found.items() if name not in spec.env]
    return PodPart(server={"env": env} if env else {})


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    server = PRESETS[spec.runtime]
    if spec.logging and not (server.log_flags or server.log_env):
        yield (
            "logging",
            f"{spec.runtime} has no level that is known here. Leave it out, and give what your version has by env or "
            "extraArgs.",
        )
    elif spec.logging and server.log_flags and spec.args is not None:
        flags = " ".join(server.log_flags[spec.logging.level])
        yield "logging", f"is {flags or 'no flag'} among the runtime's arguments, which args replaces. Give it there."
    tracing = spec.tracing
    if tracing is None:
        return
    if not server.trace_protocols:
        yield (
            "tracing",
            f"{spec.runtime} sends no traces that are known here. Leave it out, or trace the requests at a gateway or "
            "in a sidecar.",
        )
    elif tracing.protocol and tracing.protocol not in server.trace_protocols:
        yield (
            "tracing.protocol",
            f"{tracing.protocol} is none that {spec.runtime} sends traces by. Give {server.trace_protocols[0]}, and "
            "the collector's address for it.",
        )
    if server.trace_flags and spec.args is not None:
        yield (
            "tracing",
            "is flags among the runtime's arguments, which args replaces. Leave it out, and give them there.",
        )
    if tracing.ratio is not None and tracing.sampler not in (None, *_BY_RATIO):
        yield "tracing.ratio", f"{tracing.ratio} has no use with sampler {tracing.sampler}. Leave one of the two out."
    port = _port(tracing.endpoint)
    if spec.network_policy and not any(port in to.ports for to in spec.network_policy.stores):
        yield (
            "networkPolicy.stores",
            f"lets nobody be reached at port {port}, where the collector of tracing.endpoint is: no trace would leave "
            "the pods. Give the collector's pods or addresses with that port.",
        )


def _traces(name: str, spec: "InferenceServiceSpec", tracing: TracingSpec) -> Traces:
    protocol = tracing.protocol or PRESETS[spec.runtime].trace_protocols[0]
    base = tracing.endpoint.rstrip("/")
    return Traces(
        url=base + _OF_HTTP if protocol == "http/protobuf" else base,
        protocol=protocol,
        ratio=tracing.ratio,
        service=tracing.service_name or name,
    )


def _variables(traces: Traces, tracing: TracingSpec) -> dict[str, str]:
    sampler = tracing.sampler or ("parentbased_traceidratio" if tracing.ratio else None)
    attributes = ",".join(f"{key}={quote(value, safe='')}" for key, value in tracing.resource_attributes.items())
    found: dict[str, Any] = {
        "OTEL_SERVICE_NAME": traces.service,
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": traces.url,
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": traces.protocol,
        "OTEL_TRACES_SAMPLER": sampler,
        "OTEL_TRACES_SAMPLER_ARG": tracing.ratio,
        "OTEL_RESOURCE_ATTRIBUTES": attributes,
    }
    return {name: value for name, value in found.items() if value}


def _port(endpoint: str) -> int:
    parts = urlsplit(endpoint)
    return parts.port or (443 if parts.scheme == "https" else 80)
