from typing import Any

import pytest

from tools.kubernetes_plugin.awaiting.awaiters import awaiter_for, awaits_deletion
from tools.kubernetes_plugin.awaiting.observation import Observation, Readiness
from tools.kubernetes_plugin.awaiting.wait_for import wait_for_awaiter
from tools.kubernetes_plugin.errors import PluginError
from tools.kubernetes_plugin.pulumi_annotations import deletion_propagation, timeout_seconds, wait_for


def readiness(expressions: list[str], status: dict[str, Any], generation: int = 1) -> Readiness:
    live = {"metadata": {"generation": generation}, "status": status}
    return wait_for_awaiter(expressions).readiness(Observation(live, lambda *_: []))


READY = {"conditions": [{"type": "Ready", "status": "True"}, {"type": "Stalled", "status": "False"}]}


@pytest.mark.parametrize(
    ("expression", "status", "ready"),
    [
        ("jsonpath={.status.phase}=Running", {"phase": "Running"}, True),
        ("jsonpath={.status.phase}=Running", {"phase": "Pending"}, False),
        ("jsonpath={.status.phase}", {"phase": "anything"}, True),
        ("jsonpath={.status.phase}", {}, False),
        ("jsonpath={.status.count}=3", {"count": 3}, True),
        ("jsonpath={.status.ok}=true", {"ok": True}, True),
        ('jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', READY, True),
        ("condition=Ready", READY, True),
        ("condition=ready=true", READY, True),
        ("condition=Stalled", READY, False),
        ("condition=Stalled=False", READY, True),
        ("condition=Synced", READY, False),
    ],
)
def test_an_expression_is_satisfied_or_not(expression: str, status: dict[str, Any], ready: bool) -> None:
    assert readiness([expression], status).ready is ready


def test_all_of_several_expressions_must_be_satisfied() -> None:
    assert readiness(["condition=Ready", "jsonpath={.status.conditions}"], READY).ready
    assert not readiness(["condition=Ready", "jsonpath={.status.url}"], READY).ready


def test_a_status_about_an_earlier_generation_does_not_count() -> None:
    assert not readiness(["condition=Ready"], READY | {"observedGeneration": 1}, generation=2).ready
    assert not readiness(["jsonpath={.status.conditions}"], READY | {"observedGeneration": 1}, generation=2).ready


@pytest.mark.parametrize("expression", ["ready", "jsonpath=.status.phase", "jsonpath={.status[}", "jsonpath={.a}="])
def test_an_expression_that_is_not_understood_is_an_error_that_shows_it(expression: str) -> None:
    with pytest.raises(PluginError, match=r"pulumi\.com/waitFor"):
        wait_for_awaiter([expression])


def annotated(kind: str = "Deployment", api_version: str = "apps/v1", **values: str) -> dict[str, Any]:
    annotations = {f"pulumi.com/{key}": value for key, value in values.items()}
    return {"apiVersion": api_version, "kind": kind, "metadata": {"annotations": annotations}}


def test_the_annotation_is_one_expression_or_a_json_list() -> None:
    assert wait_for(annotated(waitFor="condition=Ready")) == ["condition=Ready"]
    assert wait_for(annotated(waitFor='["condition=A", "condition=B"]')) == ["condition=A", "condition=B"]
    assert wait_for(annotated()) == []
    with pytest.raises(PluginError, match="empty list"):
        wait_for(annotated(waitFor="[]"))


def test_skip_await_means_no_awaiter_and_wait_for_one_for_any_kind() -> None:
    assert awaiter_for(annotated()) is not None
    assert awaiter_for(annotated(skipAwait="true")) is None
    assert awaiter_for(annotated("Thing", "example.com/v1")) is None
    assert awaiter_for(annotated("Thing", "example.com/v1", waitFor="condition=Ready")) is not None


def test_skip_await_skips_the_wait_for_the_deletion_of_workloads_only() -> None:
    assert awaits_deletion(annotated())
    assert not awaits_deletion(annotated(skipAwait="true"))
    assert awaits_deletion(annotated("Service", "v1", skipAwait="true"))


def test_the_resource_option_wins_over_the_annotation_and_that_over_the_default() -> None:
    assert timeout_seconds(7, annotated(timeoutSeconds="30"), 600) == 7
    assert timeout_seconds(0, annotated(timeoutSeconds="30"), 600) == 30
    assert timeout_seconds(0, annotated(timeoutSeconds="soon"), 600) == 600


@pytest.mark.parametrize(
    ("policy", "expected"), [("", "Foreground"), ("background", "Background"), ("Orphan", "Orphan")]
)
def test_deletion_is_in_the_foreground_unless_annotated(policy: str, expected: str) -> None:
    assert deletion_propagation(annotated(deletionPropagationPolicy=policy)) == expected
