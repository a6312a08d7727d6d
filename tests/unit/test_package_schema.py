"""The package schema against the models and the component that it is made from."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import pytest
from pulumi_inference import InferenceServiceSpec
from pulumi_inference.model import Model
from pulumi_inference.package_schema import COMPONENT_TOKEN, package_schema
from pydantic import Field, WithJsonSchema

from tools import generated


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return package_schema("1.2.3")


@pytest.fixture(scope="module")
def component(schema: dict[str, Any]) -> dict[str, Any]:
    return dict(schema["resources"][COMPONENT_TOKEN])


def test_no_generated_file_is_stale() -> None:
    assert not generated.stale(), "`make generate` writes them anew"


def test_the_package_has_one_component(schema: dict[str, Any], component: dict[str, Any]) -> None:
    assert (schema["name"], schema["version"]) == ("inference", "1.2.3")
    assert list(schema["resources"]) == ["inference:index:InferenceService"]
    assert component["isComponent"] is True


def test_every_field_of_the_spec_is_an_input_with_its_description(component: dict[str, Any]) -> None:
    fields = {field.alias: field for field in InferenceServiceSpec.model_fields.values()}
    assert set(component["inputProperties"]) == set(fields)
    for name, schema in component["inputProperties"].items():
        assert schema["description"] == fields[name].description
    assert component["requiredInputs"] == [name for name, field in fields.items() if field.is_required()]


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
    assert component["properties"]["url"]["description"].startswith("Address from inside the cluster")
    assert {"url", "status"} <= set(component["required"])
    assert "effectiveWeight" not in component["required"], "there is none without a canary"
    status = schema["types"]["inference:index:Status"]
    assert status["properties"]["ready"] == {
        "type": "boolean",
        "description": "Every pod that was asked for is available.",
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
    monkeypatch.setattr("pulumi_inference.package_schema.InferenceServiceSpec", Everything)
    inputs = package_schema("1.2.3")["resources"][COMPONENT_TOKEN]["inputProperties"]
    rule = {"$ref": "#/types/inference:index:Rule", "plain": True}
    assert {
        name: {key: one for key, one in schema.items() if key != "description"} for name, schema in inputs.items()
    } == {
        "mode": {"type": "string", "plain": True},
        "surge": {"oneOf": [{"type": "integer"}, {"type": "string"}], "plain": True},
        "share": {"type": "number", "plain": True},
        "rules": {"type": "array", "items": rule, "plain": True},
        "byName": {"type": "object", "additionalProperties": rule, "plain": True},
        "hosts": {"type": "array", "items": {"type": "string"}, "plain": True},
        "token": {"type": "string", "secret": True},
        "free": {"type": "object", "additionalProperties": {"$ref": "pulumi.json#/Any"}, "plain": True},
    }


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        schema = list(schema.values())
    if isinstance(schema, list):
        for one in schema:
            yield from _references(one)
