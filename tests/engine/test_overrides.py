"""Overrides in a program: the engine gets the patched objects, a warning says so, and transforms see them."""

from typing import Any

import pulumi
import pytest
from pulumi_inference import InferenceService, parse_service

from tests.engine.recording import Recording, record, run
from tests.specs import MINIMAL

HOSTNAME = {"op": "add", "path": "/spec/template/spec/hostname", "value": "model-host"}
PATCHED: dict[str, Any] = MINIMAL | {"overrides": {"primary": [HOSTNAME]}}


@pytest.fixture
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", lambda message, *_: found.append(message))
    return found


def pod(recording: Recording) -> Any:
    return recording.resources["chat-primary"].inputs["spec"]["template"]["spec"]


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "up"])
def test_the_engine_gets_the_patched_object_with_a_warning(warnings: list[str], preview: bool) -> None:
    assert pod(record(PATCHED, preview=preview))["hostname"] == "model-host"
    assert warnings == [
        "services.chat.overrides.primary changes the Deployment chat-primary: /spec/template/spec/hostname is "
        '"model-host", and was not there.'
    ]


def test_a_service_without_overrides_warns_of_nothing(warnings: list[str]) -> None:
    record(MINIMAL)
    assert warnings == []


def test_what_is_recorded_of_the_pods_follows_the_patch() -> None:
    def digest(spec: Any) -> Any:
        return record(spec).resources["chat"].inputs["rollout"]["templates"]["primary"]

    assert digest(PATCHED) != digest(MINIMAL)


def test_outputs_beside_a_patch_stay_what_they_are() -> None:
    recording = record(lambda: PATCHED | {"modelRef": pulumi.Output.from_input("llama3-8b-q4")})
    assert "llama3-8b-q4" in pod(recording)["containers"][0]["args"]


def test_a_transformation_of_the_program_has_the_last_word() -> None:
    def rename(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if args.type_ != "kubernetes:apps/v1:Deployment":
            return None
        props: Any = args.props
        props["spec"]["template"]["spec"]["hostname"] = "transformed"
        return pulumi.ResourceTransformationResult(props, args.opts)

    recording = Recording()
    options = pulumi.ResourceOptions(transformations=[rename])
    run(lambda: InferenceService("chat", parse_service("chat", PATCHED), options), recording)
    assert pod(recording)["hostname"] == "transformed"
