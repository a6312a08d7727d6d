"""Load tests as jobs: k6 with a script that reads its settings from variables, whose thresholds decide the exit code.

https://grafana.com/docs/k6/latest/using-k6/thresholds/
https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..inputs import UrlRef, as_written
from ..kube.duration import Duration, DurationOrZero, WholeSeconds, parse_duration, whole_seconds
from ..kube.http import HttpPath
from ..kube.pattern import ByKey, Matching
from ..model import Model, Positive, about
from .files import PlainData
from .model_storage import CredentialValue

if TYPE_CHECKING:
    from ..model_job_spec import ModelJobSpec

IMAGE = "docker.io/grafana/k6:1.8.1"
"""tools/toolchain/k6 has the same version, for the tests and for `make loadtest`."""
RESOURCES = {"cpu": "1", "memory": "512Mi"}
"""k6 takes 1 to 5 MB for a virtual user of a small script: https://grafana.com/docs/k6/latest/testing-guides/running-large-tests/"""
SCRIPT = "/scripts/load-test.js"
_CODE = Path(__file__).parents[1] / "job_scripts" / "load-test.js"
_OBJECT = about("Job", "CronJob")
_WITH_SECRET = about("Job", "CronJob", "Secret")
RequestHeader = Annotated[
    str,
    Matching(
        "header_name",
        "[A-Za-z][-A-Za-z0-9]*",
        "is not the name of a header that a load test can send. Use letters, digits and dashes, such as X-Api-Key.",
        256,
    ),
]
Share = Annotated[
    str,
    Matching(
        "share",
        r"(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]{1,4})?)%",
        "is not a share in percent. Give one such as 5% or 0.1%.",
        16,
    ),
]
"""A part of all requests, finer than a whole percent."""
if TYPE_CHECKING:
    RequestHeaders = Mapping[str, CredentialValue]
else:
    RequestHeaders = Annotated[dict[RequestHeader, CredentialValue], ByKey()]


class ThresholdsSpec(Model):
    """What fails the test: k6 then ends with 99."""

    p95: Duration = Field(
        default="2s",
        description="Time below which 95 of 100 requests have to be answered. Default: 2s.",
        examples=["500ms"],
        json_schema_extra=about("Job", "CronJob", unit="milliseconds"),
    )
    failures: Share = Field(
        default="5%",
        description="Share of the requests below which those have to be that get no answer or another status than "
        "2xx; with 0% none may. Default: 5%.",
        examples=["0.1%"],
        json_schema_extra=_OBJECT,
    )


class LoadTestSpec(Model):
    """A load test of a service by k6."""

    target: UrlRef = Field(
        description="Address of the service, such as the output `url` of an InferenceService.",
        examples=["http://chat-svc.inference.svc:80"],
        json_schema_extra=_WITH_SECRET,
    )
    path: HttpPath = Field(
        default="/",
        description="Path of the requests. Default: /.",
        examples=["/predict"],
        json_schema_extra=_OBJECT,
    )
    method: Literal["GET", "POST", "PUT"] | None = Field(
        default=None,
        description="Method of the requests. Default: POST with a payload, GET without.",
        examples=["POST"],
        json_schema_extra=_OBJECT,
    )
    payload: PlainData | None = Field(
        default=None,
        description="Body of the requests: a text as it is, all else as JSON. Default: none.",
        examples=[{"text": "What a wonderful day"}],
        json_schema_extra=_OBJECT,
    )
    headers: RequestHeaders = Field(
        default={},
        description="Headers of the requests: texts, or where a secret stands. "
        "Default: Content-Type application/json with a payload that is JSON.",
        examples=[{"X-Api-Key": {"valueFrom": {"secretKeyRef": {"name": "clients", "key": "load-test"}}}}],
        json_schema_extra=_WITH_SECRET,
    )
    virtual_users: Positive = Field(
        default=10,
        description="Users of each pod, each of whom sends one request after the other. Default: 10.",
        examples=[100],
        json_schema_extra=about("Job", "CronJob", unit="users"),
    )
    duration: WholeSeconds = Field(
        default="1m",
        description="How long they send requests; with iterations at most. Default: 1m.",
        examples=["5m"],
        json_schema_extra=about("Job", "CronJob", unit="whole seconds"),
    )
    iterations: Positive | None = Field(
        default=None,
        description="Requests of all users of a pod together, after which it ends; virtualUsers at least. Default: as "
        "many as duration lets.",
        examples=[1000],
        json_schema_extra=about("Job", "CronJob", unit="requests"),
    )
    pause: DurationOrZero = Field(
        default="1s",
        description="Time of a user between an answer and the next request: half to one and a half of this. "
        "Default: 1s.",
        examples=["0"],
        json_schema_extra=about("Job", "CronJob", unit="seconds"),
    )
    timeout: Duration = Field(
        default="60s",
        description="Time after which a request without an answer has failed. Default: 60s.",
        examples=["10s"],
        json_schema_extra=about("Job", "CronJob", unit="seconds"),
    )
    thresholds: ThresholdsSpec = Field(
        default=ThresholdsSpec(),
        description="What fails the test. Default: 95 of 100 requests take 2s or more, or 5% fail.",
        examples=[{"p95": "500ms", "failures": "0.1%"}],
        json_schema_extra=_OBJECT,
    )


def load_test_job(spec: LoadTestSpec) -> dict[str, Any]:
    """What a ModelJob is that tests a service under load, in camelCase."""
    return {
        "image": IMAGE,
        "args": ["run", SCRIPT],
        "env": environment(spec),
        "files": [{"path": SCRIPT, "text": script()}],
        "resources": RESOURCES,
        "backoffLimit": 0,  # a service that was too slow is not asked again until it is not
    }


def script() -> str:
    return _CODE.read_text(encoding="utf-8")


def problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    test = spec.load_test
    if test is None:
        return
    if test.method == "GET" and test.payload is not None:
        yield "loadTest.method", "GET has no body, and there is a payload. Give POST, or leave payload out."
    if test.iterations and test.iterations < test.virtual_users:
        yield (
            "loadTest.iterations",
            f"{test.iterations} are fewer than virtualUsers {test.virtual_users}, of whom each sends one at least. "
            "Give more, or fewer users.",
        )
    names = [name.lower() for name in test.headers]
    for at, name in enumerate(test.headers):
        if name.lower() in names[:at]:
            yield f"loadTest.headers.{name}", "is there twice: capitals make no difference. Leave one out."


def environment(spec: LoadTestSpec) -> dict[str, Any]:
    """The variables of k6 and of the script."""
    found: dict[str, Any] = {
        "TARGET_URL": as_written(spec.target),
        "TARGET_PATH": _literal(spec.path),
        "METHOD": spec.method or ("GET" if spec.payload is None else "POST"),
        "P95_MILLISECONDS": _decimal(parse_duration(spec.thresholds.p95) * 1000),
        "FAILURE_RATE": _decimal(Fraction(spec.thresholds.failures.removesuffix("%")) / 100),
        "PAUSE_SECONDS": _decimal(parse_duration(spec.pause)),
        "TIMEOUT_SECONDS": _decimal(parse_duration(spec.timeout)),
        "K6_VUS": str(spec.virtual_users),
        "K6_DURATION": f"{whole_seconds(spec.duration)}s",
        "K6_NO_USAGE_REPORT": "true",  # nothing is told to its makers
        "K6_AUTO_EXTENSION_RESOLUTION": "false",  # and nothing fetched from them
        "NO_COLOR": "true",
    }
    if spec.iterations:
        found["K6_ITERATIONS"] = str(spec.iterations)
    if spec.payload is not None:
        is_text = isinstance(spec.payload, str)
        found["PAYLOAD"] = _literal(spec.payload if is_text else json.dumps(spec.payload, ensure_ascii=False))
        if not is_text:
            found[_variable("Content-Type")] = "application/json"
    return found | {_variable(name): _header(value) for name, value in spec.headers.items()}


def _variable(header: str) -> str:
    return f"HEADER_{header.upper().replace('-', '_')}"


def _header(value: Any) -> Any:
    return _literal(value) if isinstance(value, str) else as_written(value)


def _literal(text: str) -> str:
    """Kubernetes takes $(NAME) for a variable."""
    return text.replace("$(", "$$(")


def _decimal(number: Fraction) -> str:
    return format(Decimal(number.numerator) / number.denominator, "f")
