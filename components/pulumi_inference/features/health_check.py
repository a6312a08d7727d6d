"""Health checks: what the startup, liveness and readiness probes ask; when they ask is in timing.py."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import Field

from ..defaults import NEWEST
from ..kube.duration import ProbeSeconds, parse_duration
from ..kube.http import GrpcService, HttpPath
from ..kube.port import PortNumber
from ..model import Model, Positive, about
from ..pod_part import PodOfTrack, PodPart
from ..runtimes import PRESETS, Runtime
from . import serving
from .timing import Timing, given

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

ProbeName = Literal["startup", "liveness", "readiness"]
PROBES: tuple[ProbeName, ...] = get_args(ProbeName)


class GrpcSpec(Model):
    """A probe by the gRPC health checking protocol, as Kubernetes has it."""

    port: PortNumber = Field(
        description="Port on which the server answers gRPC health checks.",
        examples=[9000],
        json_schema_extra=about("Deployment"),
    )
    service: GrpcService | None = Field(
        default=None,
        description="Service to ask about. Default: the server as a whole.",
        examples=["inference.GRPCInferenceService"],
        json_schema_extra=about("Deployment"),
    )


class ProbeSpec(Model):
    """One probe, where it differs from the others."""

    path: HttpPath | None = Field(
        default=None,
        description="HTTP path that this probe asks. Default: healthCheck.path; for readiness the runtime's own, where "
        "it has one.",
        examples=["/ready"],
        json_schema_extra=about("Deployment"),
    )
    grpc: GrpcSpec | None = Field(
        default=None,
        description="gRPC health check in place of a path. Default: none.",
        json_schema_extra=about("Deployment"),
    )
    interval: ProbeSeconds | None = Field(
        default=None,
        description="Time between two of these probes. Default: healthCheck.interval; for startup 10s if that is less.",
        examples=["5s"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    timeout: ProbeSeconds | None = Field(
        default=None,
        description="Time that one of these probes may take; at most its interval. Default: healthCheck.timeout.",
        examples=["3s"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    failures: Positive | None = Field(
        default=None,
        description="Failed probes in a row that restart the replica or, for readiness, take it out of the Service. "
        "Default: 3; for startup as many as modelLoad lasts.",
        examples=[5],
        json_schema_extra=about("Deployment", unit="probes"),
    )

    @property
    def asks_its_own(self) -> bool:
        return self.path is not None or self.grpc is not None


class HealthCheckSpec(Model):
    """Health probes of each replica."""

    path: HttpPath | None = Field(
        default=None,
        description="HTTP path of the startup and liveness probes, and of readiness where the runtime has no readiness "
        "path of its own (zerfoo: /readyz). Default: the runtime's; custom has none, and asks for one unless each "
        "probe has a path or grpc of its own.",
        examples=["/healthz"],
        json_schema_extra=about("Deployment"),
    )
    interval: ProbeSeconds = Field(
        default=NEWEST.probe_interval,
        description=f"Time between two probes: 10s, 1m30s or a number of seconds. Default: {NEWEST.probe_interval}.",
        examples=["10s"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    timeout: ProbeSeconds = Field(
        default=NEWEST.probe_timeout,
        description=f"Time that one probe may take; at most the interval. Default: {NEWEST.probe_timeout}.",
        examples=["3s"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    startup: ProbeSpec | None = Field(
        default=None,
        description="What differs for the probe that waits for the model; until it succeeds no other is asked. "
        "Default: nothing.",
        json_schema_extra=about("Deployment"),
    )
    liveness: ProbeSpec | None = Field(
        default=None,
        description="What differs for the probe that restarts a replica. Default: nothing.",
        json_schema_extra=about("Deployment"),
    )
    readiness: ProbeSpec | None = Field(
        default=None,
        description="What differs for the probe that takes a replica out of the Service and puts it back. "
        "Default: nothing but the runtime's own path.",
        json_schema_extra=about("Deployment"),
    )

    def path_is_asked(self, server: Runtime) -> bool:
        """Whether a probe is left that asks the path."""
        return any(
            not self.own(probe).asks_its_own and (probe != "readiness" or server.readiness_path is None)
            for probe in PROBES
        )

    def own(self, probe: ProbeName) -> ProbeSpec:
        """What a probe has of its own."""
        found: ProbeSpec | None = getattr(self, probe)
        return found or ProbeSpec()


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    check, timing = spec.health_check, Timing.of(spec)
    path_is_asked = check.path_is_asked(serving.told(spec, PRESETS[spec.runtime]))
    if parse_duration(check.timeout) > parse_duration(check.interval):
        yield (
            "healthCheck.timeout",
            f"{given(check, 'timeout')} is above healthCheck.interval {given(check, 'interval')}: a probe would "
            f"still be running when the next is due. Give a timeout of {check.interval} or less, or a longer interval.",
        )
    if check.path is None and path_is_asked:
        yield (
            "healthCheck.path",
            "is required with runtime: custom. Give one, such as /healthz, or give startup, liveness and readiness a "
            "path or grpc of their own.",
        )
    if check.path is not None and not path_is_asked:
        yield (
            "healthCheck.path",
            f"{check.path} has no use: each probe asks a path or grpc of its own. Leave it out.",
        )
    for probe in PROBES:
        own, rhythm = check.own(probe), timing.rhythm(probe)
        # With neither of its own it has those above, about which enough is said.
        if (own.interval or own.timeout) and rhythm.timeout > rhythm.period:
            timeout = own.timeout or f"healthCheck.timeout {given(check, 'timeout')}"
            period = own.interval or f"{rhythm.period}s"
            yield (
                f"healthCheck.{probe}.timeout",
                f"{timeout} is above the interval of this probe, {period}{'' if own.interval else ' by default'}: "
                f"it would still be running when the next is due. Give a timeout of {period} or less, or a longer "
                "interval beside it.",
            )
        if own.path is not None and own.grpc is not None:
            yield (
                f"healthCheck.{probe}.grpc",
                f"port {own.grpc.port} stands beside path {own.path}, and a probe asks one of the two. Leave one out.",
            )


def with_path(check: HealthCheckSpec, server: Runtime) -> HealthCheckSpec:
    """The same check, which asks the server's path where it says nothing else."""
    if check.path is not None or not check.path_is_asked(server):
        return check
    return HealthCheckSpec.model_construct(check.model_fields_set, **(dict(check) | {"path": server.health_path}))


def pod(of: PodOfTrack) -> PodPart:
    """The three probes of the model server."""
    check, timing = of.spec.health_check, Timing.of(of.spec)
    paths = {"startup": check.path, "liveness": check.path, "readiness": of.spec.server.readiness_path or check.path}
    return PodPart(
        server={
            f"{probe}Probe": _question(check.own(probe), paths[probe]) | timing.rhythm(probe).fields()
            for probe in PROBES
        }
    )


def _question(own: ProbeSpec, path: str | None) -> dict[str, Any]:
    if own.grpc is None:
        return {"httpGet": {"path": own.path or path, "port": "http"}}
    return {"grpc": own.grpc.model_dump(exclude_none=True)}
