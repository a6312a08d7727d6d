"""Health checks: one path and one rhythm for the startup, liveness and readiness probes."""

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, Any

from pydantic import Field, field_validator

from ..kube.duration import ProbeSeconds, parse_duration, whole_seconds
from ..model import Model, fault

if TYPE_CHECKING:
    from ..runtimes import Runtime
    from ..spec import InferenceServiceSpec

MODEL_LOAD_SECONDS = 600
"""How long a replica may take to load its model before it is restarted (kserve PR#5063: 60 probes, 10 s apart)."""
STARTUP_PERIOD_SECONDS = 10
"""Between two startup probes at most."""
FAILURES = 3
"""Failed probes in a row that restart a replica, or take it out of the Service: Kubernetes' default."""


class HealthCheckSpec(Model):
    """Health probes of each replica."""

    path: str = Field(
        description="HTTP path of the startup and liveness probes, such as /healthz. Required. "
        "Readiness asks the runtime's own readiness path (zerfoo: /readyz)."
    )
    interval: ProbeSeconds = Field(
        default="10s",
        description="Time between two probes, in whole seconds: 10s, 1m30s or a number of seconds. Default: 10s.",
    )
    timeout: ProbeSeconds = Field(
        default="3s", description="Time that one probe may take, in whole seconds; at most the interval. Default: 3s."
    )

    @field_validator("path")
    @classmethod
    def _is_absolute(cls, path: str) -> str:
        if not path:
            raise fault("path", "is empty. Give an HTTP path such as /healthz.")
        if not path.startswith("/") or not path.isascii() or not path.isprintable() or " " in path:
            raise fault("path", "is not an HTTP path. Start it with /, percent-encode what is not ASCII, no spaces.")
        return path


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    check = spec.health_check
    if parse_duration(check.timeout) > parse_duration(check.interval):
        yield (
            "healthCheck.timeout",
            f"{check.timeout} is above healthCheck.interval {check.interval}: a probe would still be running when the "
            f"next is due. Give a timeout of {check.interval} or less, or a longer interval.",
        )


def probes(check: HealthCheckSpec, runtime: "Runtime") -> dict[str, Any]:
    """The three probes of a container."""
    rhythm = {"periodSeconds": whole_seconds(check.interval), "timeoutSeconds": whole_seconds(check.timeout)}
    alive = {"httpGet": {"path": check.path, "port": "http"}} | rhythm
    startup = min(rhythm["periodSeconds"], STARTUP_PERIOD_SECONDS)
    return {
        # One more than fits the budget: the first probe comes at once, and a long interval must not delay readiness.
        "startupProbe": alive | {"periodSeconds": startup, "failureThreshold": ceil(MODEL_LOAD_SECONDS / startup) + 1},
        "livenessProbe": alive | {"failureThreshold": FAILURES},
        "readinessProbe": {"httpGet": {"path": runtime.readiness_path, "port": "http"}}
        | rhythm
        | {"failureThreshold": FAILURES},
    }
