"""The JSON Schema of each model, as the generators share it: pydantic's own, tidied."""

from typing import Any

from pulumi_inference import InferencePlatformSpec, InferenceServiceSpec, ModelJobSpec
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

Json = dict[str, Any]

ROOT_MODEL = InferenceServiceSpec
JOB_MODEL = ModelJobSpec
PLATFORM_MODEL = InferencePlatformSpec
_OF_MAPS = ("properties", "$defs")
"""Keywords below which keys are names of the user's."""


def definitions(*models: type[BaseModel]) -> dict[str, Json]:
    """The schemas of these models, or of a service's, and of all that they refer to, by name; what a user writes, in
    camelCase."""
    _, schema = models_json_schema([(model, "validation") for model in models or (ROOT_MODEL,)], by_alias=True)
    return {name: tidied(definition) for name, definition in schema["$defs"].items()}


def tidied(schema: Any) -> Any:
    """Without titles, which repeat the names, and without nulls as defaults, which an editor would fill in."""
    if isinstance(schema, list):
        return [tidied(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {}
    for word, value in schema.items():
        if word in _OF_MAPS:
            found[word] = {name: tidied(part) for name, part in value.items()}
        elif word == "default":
            if (default := _without_nulls(value)) is not None:
                found[word] = default
        elif word != "title":
            found[word] = tidied(value)
    return found


def alternatives(schema: Json) -> list[Json]:
    """The schemas between which a value may choose, each with what is marked on all of them; else the schema alone."""
    choices = schema.get("anyOf") or schema.get("oneOf")
    if not choices:
        return [schema]
    marks = {word: value for word, value in schema.items() if word.startswith("x-")}
    return [part for choice in choices for part in alternatives(marks | choice)]


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(part) for name, part in value.items() if part is not None}
    return value
