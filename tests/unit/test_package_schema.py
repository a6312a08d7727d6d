"""The package schema against the models and the component that it is made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, NotRequired, TypedDict, cast

import pulumi
import pytest
from pulumi_inference import InferencePlatformSpec, InferenceService, InferenceServiceSpec
from pulumi_inference.model import Model
from pulumi_inference.package_schema import COMPONENTS, outputs_of, package_schema
from pydantic import Field, WithJsonSchema

SERVICE, JOB, PLATFORM = COMPONENTS


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return package_schema("1.2.3")


@pytest.fixture(scope="module")
def component(schema: dict[str, Any]) -> dict[str, Any]:
    return dict(schema["resources"][SERVICE.token])


def test_the_package_has_its_components(schema: dict[str, Any], component: dict[str, Any]) -> None:
    assert (schema["name"], schema["version"]) == ("inference", "1.2.3")
    assert list(schema["resources"]) == [
        "inference:index:InferenceService",
        "inference:index:ModelJob",
        "inference:index:InferencePlatform",
    ]
    assert component["isComponent"] is True


def test_every_field_of_the_spec_is_an_input_with_its_description(component: dict[str, Any]) -> None:
    fields = {field.alias: field for field in InferenceServiceSpec.model_fields.values()}
    assert set(component["inputProperties"]) == set(fields)
    for name, schema in component["inputProperties"].items():
        assert schema["description"] == fields[name].description
    assert "requiredInputs" not in component, "blueGreen may stand in place of modelRef"


def test_every_type_that_is_referred_to_is_there(schema: dict[str, Any]) -> None:
    referred = {reference for reference in _references(schema) if reference.startswith("#")}
    assert referred == {f"#/types/{token}" for token in schema["types"]}


def test_a_model_reference_may_be_an_output_and_what_decides_on_objects_may_not(
    schema: dict[str, Any], component: dict[str, Any]
) -> None:
    canary = schema["types"]["inference:index:CanarySpec"]["properties"]
    assert "plain" not in component["inputProperties"]["modelRef"]
    assert "plain" not in canary["modelRef"]
    assert component["inputProperties"]["replicas"]["plain"] is True
    assert component["inputProperties"]["canary"]["plain"] is True
    assert canary["weight"]["plain"] is True


def test_the_outputs_have_the_types_and_words_of_the_component(
    schema: dict[str, Any], component: dict[str, Any]
) -> None:
    assert component["properties"]["url"]["type"] == "string"
    assert component["properties"]["url"]["description"].startswith("Address with port")
    assert {"url", "status"} <= set(component["required"])
    assert "effectiveWeight" not in component["required"], "there is none without a canary"
    status = schema["types"]["inference:index:Status"]
    assert status["properties"]["ready"] == {
        "type": "boolean",
        "description": "Every pod that was asked for is available, and has the newest revision.",
    }
    assert status["properties"]["replicas"]["type"] == "integer"


class Rule(Model):
    host: Annotated[str, WithJsonSchema({"type": "string", "x-pulumi-input": True})] = Field(description="A host.")


class Everything(Model):
    """A model with each kind of field."""

    mode: Literal["a", "b"] = Field(default="a", description="An enum.")
    surge: int | str = Field(description="A union.")
    share: float | None = Field(default=None, description="A number.")
    rules: list[Rule] = Field(default=[], description="A list of models.")
    by_name: dict[str, Rule] = Field(default={}, description="A map of models.")
    hosts: list[Annotated[str, WithJsonSchema({"type": "string", "x-pulumi-input": True})]] = Field(
        description="Outputs."
    )
    token: (
        Annotated[str, WithJsonSchema({"type": "string", "x-pulumi-input": True, "x-pulumi-secret": True})] | None
    ) = Field(default=None, description="A secret.")
    free: dict[str, Any] = Field(default={}, description="Anything.")


def test_each_kind_of_field_has_its_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulumi_inference.package_schema.COMPONENTS", (replace(SERVICE, spec=Everything),))
    inputs = package_schema("1.2.3")["resources"][SERVICE.token]["inputProperties"]
    rule = {"$ref": "#/types/inference:index:Rule", "plain": True}
    assert {
        name: {key: one for key, one in schema.items() if key != "description"} for name, schema in inputs.items()
    } == {
        "mode": {"type": "string", "plain": True},
        "surge": {"oneOf": [{"type": "integer"}, {"type": "string"}], "plain": True},
        "share": {"type": "number", "plain": True},
        "rules": {"type": "array", "items": rule, "plain": True},
        "byName": {"type": "object", "additionalProperties": {"$ref": rule["$ref"]}, "plain": True},
        "hosts": {"type": "array", "items": {"type": "string"}, "plain": True},
        "token": {"type": "string", "secret": True},
        "free": {"type": "object", "additionalProperties": {"$ref": "pulumi.json#/Any"}, "plain": True},
    }


class Condition(TypedDict):
    type: str
    """What it is about."""
    reason: NotRequired[str]


@dataclass(frozen=True)
class Share:
    """A share."""

    right_now: float
    of_each: Mapping[str, int]


class Component:
    """In the place of InferenceService."""

    url: pulumi.Output[str]
    status: pulumi.Output[list[Condition]]
    """How it is."""
    effective_weight: Share | None
    resources: pulumi.Output[Mapping[str, pulumi.Resource]]
    handle: pulumi.Resource

    def __init__(self) -> None:
        self.effective_weight = Share(right_now=1.5, of_each={"a_b": 1})


def test_outputs_have_the_types_of_their_annotations(monkeypatch: pytest.MonkeyPatch) -> None:
    own = cast(type[InferenceService], Component)
    monkeypatch.setattr("pulumi_inference.package_schema.COMPONENTS", (replace(SERVICE, declared=own),))
    schema = package_schema("1.2.3")
    component = schema["resources"]["inference:index:Component"]
    assert component["properties"] == {
        "url": {"type": "string"},
        "status": {
            "type": "array",
            "items": {"$ref": "#/types/inference:index:Condition"},
            "description": "How it is.",
        },
        "effectiveWeight": {"$ref": "#/types/inference:index:Share"},
        "resources": {"type": "object", "additionalProperties": {"$ref": "pulumi.json#/Any"}},
    }
    assert component["required"] == ["url", "status", "resources"]
    condition, share = (schema["types"][f"inference:index:{name}"] for name in ("Condition", "Share"))
    assert condition["properties"] == {
        "type": {"type": "string", "description": "What it is about."},
        "reason": {"type": "string"},
    }
    assert condition["required"] == ["type"]
    assert list(share["properties"]) == ["rightNow", "ofEach"]


def test_an_outputs_attributes_have_the_names_of_the_schema_and_a_maps_keys_stay() -> None:
    assert outputs_of(cast(InferenceService, Component()), SERVICE.outputs) == {
        "effectiveWeight": {"rightNow": 1.5, "ofEach": {"a_b": 1}}
    }


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        schema = list(schema.values())
    if isinstance(schema, list):
        for one in schema:
            yield from _references(one)


def test_a_platform_has_its_fields_as_inputs_and_what_services_refer_to_as_outputs(schema: dict[str, Any]) -> None:
    platform = schema["resources"][PLATFORM.token]
    assert set(platform["inputProperties"]) == {field.alias for field in InferencePlatformSpec.model_fields.values()}
    assert platform["properties"]["namespace"]["type"] == "string"
    assert platform["properties"]["registrySecrets"]["additionalProperties"] == {"type": "string"}
    assert "namespace" not in platform["required"], "there may be none"
    password = schema["types"]["inference:index:RegistrySpec"]["properties"]["password"]
    assert "plain" not in password
