"""The Pulumi package schema, from which the SDKs of other languages are made.

https://www.pulumi.com/docs/iac/packages-and-automation/pulumi-packages/schema/

Inputs come from the JSON schema of the models, outputs from the annotations of the component. Nothing is written twice.
"""

import ast
import inspect
import itertools
import textwrap
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, NotRequired, Union

import pulumi
from pydantic.alias_generators import to_camel

from .inputs import ValueFrom
from .job import ModelJob
from .model import Model
from .model_job_spec import ModelJobSpec
from .parsing import parse_jobs, parse_services
from .platform import InferencePlatform
from .platform_spec import InferencePlatformSpec, parse_platforms
from .service import InferenceService
from .spec import InferenceServiceSpec

PACKAGE = "inference"
PYTHON_SDK = "pulumi_inference_sdk"


@dataclass(frozen=True)
class Component:
    """What other languages get of a component."""

    declared: type[InferenceService | ModelJob | InferencePlatform]
    spec: type[Model]
    parse: Callable[[Any], Mapping[str, Any]]
    """From a map of names to inputs in camelCase alone: snake_case is of Python."""
    outputs: tuple[str, ...]
    """Its attributes, with the types and words that they are annotated with; one that it does not have is left out."""

    @property
    def token(self) -> str:
        return _token(self.declared.__name__)


COMPONENTS = (
    Component(
        InferenceService, InferenceServiceSpec, parse_services, ("url", "status", "effective_weight", "resources")
    ),
    Component(ModelJob, ModelJobSpec, parse_jobs, ("object_name", "resources")),
    Component(
        InferencePlatform,
        InferencePlatformSpec,
        parse_platforms,
        ("namespace", "namespaces", "priority_classes", "registry_secrets", "spot_user_data"),
    ),
)
"""Of the package, each declared by a name and a spec."""
INPUT = "x-pulumi-input"
"""Marks a string of the models' JSON schema that may be an Output. Everything else shapes the resource graph."""
SECRET = "x-pulumi-secret"
ANY = {"$ref": "pulumi.json#/Any"}
SCALARS: Mapping[Any, str] = {str: "string", bool: "boolean", int: "integer", float: "number"}

Json = dict[str, Any]


def package_schema(version: str) -> Json:
    """The schema of this version of the package."""
    types: dict[str, Json] = {}
    resources = {one.token: _resource(one, types) for one in COMPONENTS}
    return {
        "name": PACKAGE,
        "displayName": "Inference services on Kubernetes",
        "version": version,
        "description": "Inference services on Kubernetes as one typed Pulumi component: rollouts that say what they "
        "will do, and do it.",
        "keywords": ["pulumi", "kubernetes", "inference", "category/infrastructure", "kind/component"],
        "meta": {"moduleFormat": "(.*)", "supportPack": True},
        "language": {
            "nodejs": {"respectSchemaVersion": True},
            # Its default would be the name of this library.
            "python": {"respectSchemaVersion": True, "packageName": PYTHON_SDK, "pyproject": {"enabled": True}},
            "go": {"respectSchemaVersion": True, "generateResourceContainerTypes": True},
            "csharp": {"respectSchemaVersion": True},
        },
        "config": {},
        "provider": {},
        "types": dict(sorted(types.items())),
        "resources": resources,
    }


def _resource(one: Component, types: dict[str, Json]) -> Json:
    """A component, whose types are added to those that there are."""
    spec = one.spec.model_json_schema(by_alias=True, mode="validation")
    outputs = _Outputs()
    properties = outputs.properties(one.declared, only=one.outputs)
    inputs = {name: _input_property(schema) for name, schema in spec["properties"].items()}
    types |= _used(_input_types(spec["$defs"]), inputs) | outputs.types
    return {
        "description": inspect.getdoc(one.declared),
        "isComponent": True,
        "inputProperties": inputs,
        **({"requiredInputs": spec["required"]} if spec.get("required") else {}),
        **properties,
    }


def outputs_of(component: pulumi.ComponentResource, names: Sequence[str]) -> dict[str, Any]:
    """The values of the component's outputs, under the names of the schema."""
    found = {name: getattr(component, name, None) for name in names}
    return {to_camel(name): _camel_case(value) for name, value in found.items() if value is not None}


def _camel_case(value: Any) -> Any:
    """The attributes of a dataclass under the names of the schema; the keys of a map are what they are."""
    if isinstance(value, pulumi.Output):
        return value.apply(_camel_case)
    if is_dataclass(value) and not isinstance(value, type):
        return {to_camel(field.name): _camel_case(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _camel_case(one) for key, one in value.items()}
    return [_camel_case(one) for one in value] if isinstance(value, list | tuple) else value


def _input_types(definitions: Mapping[str, Json]) -> dict[str, Json]:
    return {_token(name): _input_type(schema) for name, schema in definitions.items()}


def _used(types: Mapping[str, Json], properties: Json) -> dict[str, Json]:
    """The types that properties refer to, themselves or by another type."""
    names = {reference.rsplit("/", 1)[-1] for reference in _references(properties)} & types.keys()
    rest = {name: kind for name, kind in types.items() if name not in names}
    found = {name: types[name] for name in names}
    return found | _used(rest, found) if names else found


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if "$ref" in schema:
            yield schema["$ref"]
        for one in schema.values():
            yield from _references(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from _references(one)


def _input_type(schema: Json) -> Json:
    described = _only(schema, "description")
    if "enum" in schema:
        return {**described, "type": schema["type"], "enum": [{"value": value} for value in schema["enum"]]}
    properties = {name: _input_property(one) for name, one in schema.get("properties", {}).items()}
    return {**described, "type": "object", "properties": properties, **_only(schema, "required")}


def _input_property(schema: Json) -> Json:
    """A property: its type, and what is to be said of it."""
    kind = _plain_type(schema) | ({} if _is_marked(schema, INPUT) else {"plain": True})
    if _is_marked(schema, SECRET):
        kind["secret"] = True
    return kind | _only(schema, "description")


def _plain_type(schema: Json) -> Json:
    """The type alone. Elements of lists and maps are plain where they shape the graph, as their container is."""
    if schema.get(INPUT):
        # No `valueFrom` of the configuration alone: every language reads a secret of that as an Output.
        others = [
            one for one in _choices(schema) if "$ref" in one and one["$ref"].rsplit("/", 1)[-1] != ValueFrom.__name__
        ]
        return _one_of([{"type": "string"}, *map(_plain_type, others)])
    choices = [one for one in _choices(schema) if one.get("type") != "null"]
    if len(choices) == 1:
        return _plain_type(choices[0])
    if choices:
        return _one_of([_plain_type(one) for one in choices])
    if "$ref" in schema:
        return {"$ref": f"#/types/{_token(schema['$ref'].rsplit('/', 1)[-1])}"}
    match schema.get("type", _type_of_values(schema)):
        case "array":
            return {"type": "array", "items": _element(schema.get("items", {}))}
        case "object" if "properties" not in schema:
            return {"type": "object", "additionalProperties": _value_of_map(schema.get("additionalProperties", {}))}
        case "string" | "integer" | "number" | "boolean" as scalar:
            return {"type": scalar}
        case _:
            return dict(ANY)


def _choices(schema: Json) -> list[Json]:
    return list(schema.get("anyOf") or schema.get("oneOf") or [])


def _one_of(kinds: list[Json]) -> Json:
    """A choice of types. Two that differ in their form alone, as two kinds of quantities, are one."""
    different = [kind for place, kind in enumerate(kinds) if kind not in kinds[:place]]
    return different[0] if len(different) == 1 else {"oneOf": different}


def _element(schema: Any) -> Json:
    if not isinstance(schema, dict):
        return dict(ANY)
    return _plain_type(schema) | ({} if _is_marked(schema, INPUT) else {"plain": True})


def _value_of_map(schema: Any) -> Json:
    """Of plain maps of plain objects the generator for Go leaves the objects' types out (`undefined: ...Args`)."""
    element = _element(schema)
    return {"$ref": element["$ref"]} if "$ref" in element else element


def _is_marked(schema: Json, mark: str) -> bool:
    """Also where the mark stands on one of several choices, as on a string that may be left out."""
    return bool(schema.get(mark)) or any(_is_marked(one, mark) for one in _choices(schema))


def _type_of_values(schema: Json) -> str | None:
    """A `const` or an `enum` in place, without a type of its own."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return SCALARS.get(type(values[0])) if values else None


class _Outputs:
    """The output types, collected from Python's annotations."""

    def __init__(self) -> None:
        self.types: dict[str, Json] = {}

    def properties(self, declaration: type, only: Any = None) -> Json:
        """`properties` and `required` of a class with annotated attributes."""
        words = _attribute_docs(declaration)
        named = str if typing.is_typeddict(declaration) else to_camel
        properties, required = {}, []
        for name, annotation in inspect.get_annotations(declaration, eval_str=True).items():
            if only is not None and name not in only:
                continue
            kind, optional = _without_none(annotation)
            described = {"description": words[name]} if name in words else {}
            properties[named(name)] = self._type(kind) | described
            if not optional:
                required.append(named(name))
        return {"properties": properties, "required": required}

    def _type(self, annotation: Any) -> Json:
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is pulumi.Output:
            return self._type(_without_none(arguments[0])[0])
        if origin in (list, tuple, Sequence):
            return {"type": "array", "items": self._type(arguments[0])}
        if origin in (dict, Mapping):
            return {"type": "object", "additionalProperties": self._type(arguments[1])}
        if origin is typing.Literal:
            return {"type": SCALARS[type(arguments[0])]}
        if annotation in SCALARS:
            return {"type": SCALARS[annotation]}
        if is_dataclass(annotation) or typing.is_typeddict(annotation):
            return {"$ref": f"#/types/{self._declare(annotation)}"}
        return dict(ANY)

    def _declare(self, declaration: Any) -> str:
        token = _token(declaration.__name__)
        if token not in self.types:
            self.types[token] = {}  # a type that holds itself ends here
            described = {"description": inspect.getdoc(declaration)}
            self.types[token] = {**described, "type": "object", **self.properties(declaration)}
        return token


def _without_none(annotation: Any) -> tuple[Any, bool]:
    """The type that is left when None and NotRequired are taken off, and whether there were any."""
    if typing.get_origin(annotation) is NotRequired:
        return typing.get_args(annotation)[0], True
    if typing.get_origin(annotation) is pulumi.Output:
        return annotation, _without_none(typing.get_args(annotation)[0])[1]
    if typing.get_origin(annotation) in (Union, types.UnionType):
        some = [one for one in typing.get_args(annotation) if one is not type(None)]
        if len(some) < len(typing.get_args(annotation)):
            return (some[0] if len(some) == 1 else Union[tuple(some)]), True  # noqa: UP007
    return annotation, False


def _attribute_docs(declaration: type) -> dict[str, str]:
    """The strings that stand below annotated attributes."""
    (body,) = (node.body for node in _classes(declaration))
    pairs = itertools.pairwise(body)
    return {
        one.target.id: inspect.cleandoc(after.value.value)
        for one, after in pairs
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
    }


def _classes(declaration: type) -> Iterator[ast.ClassDef]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(declaration)))
    return (node for node in tree.body if isinstance(node, ast.ClassDef))


def _token(name: str) -> str:
    return f"{PACKAGE}:index:{name}"


def _only(schema: Json, *names: str) -> Json:
    return {name: schema[name] for name in names if schema.get(name)}
