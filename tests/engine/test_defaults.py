"""A later release may have other defaults, and who pins the old ones sees nothing of it."""

from dataclasses import replace
from typing import Any

import pytest
from pulumi_inference import InferenceServiceSpec, InvalidSpec, parse_service
from pulumi_inference.defaults import DEFAULTS, Defaults
from pulumi_inference.features.health_check import HealthCheckSpec

from tests.engine.recording import record
from tests.specs import MINIMAL, autoscaled

NEXT = max(DEFAULTS) + 1
"""The version that a release to come adds."""
OTHERS = Defaults(
    model_load="20m",
    drain="50s",
    pre_stop="5s",
    probe_interval="30s",
    probe_timeout="4s",
    probe_failures=4,
    startup_interval="20s",
    scheduling="10m",
    least_slack="6m",
    surge_percent=50,
    target_cpu_percent=60,
    images={"zerfoo": "ghcr.io/zerfoo/zerfoo:v2.0.0"},
    anti_affinity="none",
    disruption_budget=False,
    own_service_account=False,
    read_only_claims=False,
    renamed_labels=False,
    closed_zerfoo=False,
)
"""Of a release to come, which differs in everything."""


@pytest.fixture
def later_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DEFAULTS, NEXT, OTHERS)


def rendered(spec: dict[str, Any]) -> dict[str, Any]:
    """The inputs of the component and of every object."""
    made = record(spec).registrations
    return {f"{one.type} {one.name}": one.inputs for one in made if one.name.startswith("chat")}


@pytest.mark.parametrize("spec", [MINIMAL, autoscaled()])
def test_a_pinned_spec_renders_as_before_and_another_as_the_new_release_has_it(
    spec: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rendered(spec)
    assert rendered(spec | {"defaultsVersion": NEXT - 1}) == before
    monkeypatch.setitem(DEFAULTS, NEXT, OTHERS)
    assert rendered(spec | {"defaultsVersion": NEXT - 1}) == before
    assert rendered(spec) == rendered(spec | {"defaultsVersion": NEXT}) != before


@pytest.mark.parametrize("field", list(vars(OTHERS)))
def test_every_default_of_the_table_is_rendered(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = DEFAULTS[max(DEFAULTS)]
    assert getattr(OTHERS, field) != getattr(now, field)
    company: dict[str, Any] = {
        "startup_interval": {"healthCheck": {"path": "/healthz", "interval": "1m"}},
        # The progress deadline has the larger of two parts: each has its turn.
        "scheduling": {"drain": "10m"},
        "read_only_claims": {
            "volumes": [{"name": "a", "mountPath": "/a", "readOnly": True, "persistentVolumeClaim": {"claimName": "a"}}]
        },
        "renamed_labels": {"argo": {}, "namespace": "models", "monitoring": {"prometheusRule": {}}},
    }
    spec = autoscaled() | company.get(field, {})
    before = rendered(spec)
    monkeypatch.setitem(DEFAULTS, NEXT, replace(now, **{field: getattr(OTHERS, field)}))
    assert rendered(spec) != before


@pytest.mark.usefixtures("later_release")
def test_what_a_spec_says_holds_in_every_version() -> None:
    said = {"modelLoad": "10m", "drain": "45s", "timing": {"preStop": "15s"}}
    check = {"path": "/healthz", "interval": "10s", "timeout": "3s"}
    for version in (1, NEXT):
        spec = parse_service("chat", MINIMAL | said | {"healthCheck": check, "defaultsVersion": version})
        assert (spec.model_load, spec.drain, spec.timing.pre_stop) == ("10m", "45s", "15s")
        assert (spec.health_check.interval, spec.health_check.timeout) == ("10s", "3s")


@pytest.mark.usefixtures("later_release")
def test_a_default_is_not_taken_for_what_somebody_gave() -> None:
    spec = parse_service("chat", MINIMAL | {"defaultsVersion": NEXT, "timing": {"progressDeadline": "1h"}})
    assert spec.timing.pre_stop == "5s"
    written = spec.model_dump(by_alias=True, exclude_unset=True)
    assert written == MINIMAL | {"defaultsVersion": NEXT, "timing": {"progressDeadline": "1h"}}
    assert parse_service("chat", written) == spec
    with pytest.raises(InvalidSpec, match=r"is below modelLoad 20m \(the default\)"):
        parse_service(
            "chat", MINIMAL | {"defaultsVersion": NEXT, "healthCheck": {"path": "/", "startup": {"failures": 3}}}
        )


@pytest.mark.usefixtures("later_release")
def test_a_part_that_two_specs_share_has_the_defaults_of_each() -> None:
    check = HealthCheckSpec(path="/healthz")
    old = InferenceServiceSpec(model_ref="m", health_check=check, defaults_version=1)
    new = InferenceServiceSpec(model_ref="m", health_check=check, defaults_version=NEXT)
    assert (old.health_check.interval, new.health_check.interval) == ("10s", "30s")


@pytest.mark.usefixtures("later_release")
def test_an_unknown_version_is_refused_with_those_there_are() -> None:
    *others, last = map(str, sorted(DEFAULTS))
    known = f"{', '.join(others)} or {last}"
    with pytest.raises(
        InvalidSpec, match=rf"defaultsVersion: {NEXT + 1} is no version .* Give {known}, or leave it out"
    ):
        parse_service("chat", MINIMAL | {"defaultsVersion": NEXT + 1})
