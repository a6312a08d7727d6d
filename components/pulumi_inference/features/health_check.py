"""Health checks: one path and one rhythm for the startup, liveness and readiness probes."""

import re
from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema

from ..kube.duration import ProbeSeconds, parse_duration, whole_seconds
from ..kube.pattern import text_schema, whole
from ..model import Model, about, fault

if TYPE_CHECKING:
    from ..runtimes import Runtime
    from ..spec import InferenceServiceSpec

MODEL_LOAD_SECONDS = 600
"""How long a replica may take to load its model before it is restarted (kserve PR#5063: 60 probes, 10 s apart)."""
STARTUP_PERIOD_SECONDS = 10
"""Between two startup probes at most."""
FAILURES = 3
"""Failed probes in a row that restart a replica, or take it out of the Service: Kubernetes' default."""


_HTTP_PATH = r"/[!-~]*"


def _http_path(path: str) -> str:
    if not re.search(whole(_HTTP_PATH), path):
        raise fault(
            "path",
            "is not an HTTP path. Give one such as /healthz: a slash first, no spaces, and what is not ASCII "
            "percent-encoded.",
        )
    return path


HttpPath = Annotated[str, AfterValidator(_http_path), WithJsonSchema(text_schema(_HTTP_PATH))]
"""An absolute path."""


class HealthCheckSpec(Model):
    """Health probes of each replica."""

    path: HttpPath = Field(
        description="HTTP path of the startup and liveness probes. Readiness asks the runtime's own readiness path "
        "(zerfoo: /readyz).",
        examples=["/healthz"],
        json_schema_extra=about("Deployment"),
    )
    interval: ProbeSeconds = Field(
        default="10s",
        description="Time between two probes: 10s, 1m30s or a number of seconds. Default: 10s.",
        examples=["10s"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    timeout: ProbeSeconds = Field(
        default="3s",
        description="Time that one probe may take; at most the interval. Default: 3s.",
        examples=["3s"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    check = spec.health_check
    if parse_duration(check.timeout) > parse_duration(check.interval):
        yield (
            "healthCheck.timeout",
            f"{_given(check, 'timeout')} is above healthCheck.interval {_given(check, 'interval')}: a probe would "
            f"still be running when the next is due. Give a timeout of {check.interval} or less, or a longer interval.",
        )


def _given(check: HealthCheckSpec, field: str) -> str:
    """Whoever did not write a value wonders where it comes from."""
    value = str(getattr(check, field))
    return value if field in check.model_fields_set else f"{value} (the default)"


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
