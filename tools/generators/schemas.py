"""JSON Schemas for the files that users write: editors complete and explain by them.

https://json-schema.org/draft/2020-12
https://github.com/redhat-developer/yaml-language-server#using-inlined-schema
Of editors' own are `errorMessage` and `patternErrorMessage`: what they show in place of their own words.
"""

import json
from typing import Any

from pulumi_inference import ModelVersionSpec, RegionSpec, ResourcesSpec
from pulumi_inference.features.model_source import ModelSourceSpec
from pulumi_inference.kube import duration
from pulumi_inference.kube.names import Dns1035Label, service_name_problem
from pulumi_inference.manifests import KIND, QUANTITIES, ZerfooInferenceService
from pulumi_inference.model import LARGEST_INT64
from pydantic import TypeAdapter

from tools.generators.definitions import JOB_MODEL, PLATFORM_MODEL, ROOT_MODEL, Json, alternatives, definitions, tidied

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NOTE = "Generated from the models in components/pulumi_inference: `make generate` writes it anew."
SPEC, RESOURCES = ROOT_MODEL.__name__, ResourcesSpec.__name__
AROUND_THE_SPEC = ("name", "namespace")
"""What a resource says of itself, and so not in its spec."""
NANOSECONDS_PER_SECOND = 10**9
DURATIONS = (
    duration.Duration,
    duration.DurationOrZero,
    duration.ProbeSeconds,
    duration.WholeSeconds,
    duration.WindowSeconds,
    duration.PeriodSeconds,
)


def stack_schema() -> Json:
    """Of `Pulumi.STACK.yaml`: our own keys are said in full, what is Pulumi's or other programs' is let be."""
    return _document(
        "A stack of inference services: the configuration of one deployment.",
        _with_versions(definitions(ModelVersionSpec, PLATFORM_MODEL, RegionSpec, ROOT_MODEL, JOB_MODEL)),
        type="object",
        properties={
            "config": {
                "description": "Configuration of this stack, by NAMESPACE:KEY. Beside our own keys stand those of "
                "providers, such as kubernetes:context, and secrets: `pulumi config set --secret hfToken`.",
                "type": "object",
                "properties": {
                    "inference:services": _services(),
                    "inference:jobs": _jobs(),
                    "inference:modelVersions": _versions(),
                    "inference:modelVersionCRD": {
                        "description": "Whether this stack installs the kind ModelVersion: one of all that use the "
                        "cluster does. Default: false.",
                        "type": "boolean",
                    },
                    "inference:platform": {
                        "description": "What namespaces and the cluster have once. The services come after it.",
                        "$ref": f"#/$defs/{PLATFORM_MODEL.__name__}",
                    },
                    "inference:regions": _regions(),
                    "inference:manifests": {
                        "description": f"Paths of YAML files that hold resources of kind {KIND}, from the folder of "
                        "Pulumi.yaml. Each is served as it is.",
                        "type": "array",
                        "items": {"type": "string", "minLength": 1},
                        "examples": [["examples/zerfoo.yaml"]],
                    },
                },
            },
            "secretsprovider": {"description": "What encrypts the stack's secrets. Pulumi's own.", "type": "string"},
            "encryptedkey": {"description": "Key of the secrets provider. Pulumi's own.", "type": "string"},
            "encryptionsalt": {"description": "Salt of the passphrase. Pulumi's own.", "type": "string"},
            "environment": {"description": "Pulumi ESC environments that the stack imports. Pulumi's own."},
        },
    )


def manifest_schema() -> Json:
    """Of a resource as the Zerfoo operator knows it, written by hand or by Go."""
    found = definitions()
    resources = found[RESOURCES]
    resources["properties"] |= {name: _or_empty(resources["properties"][name]) for name in QUANTITIES}
    spec = found[SPEC]
    spec["properties"] = {name: field for name, field in spec["properties"].items() if name not in AROUND_THE_SPEC}
    around = definitions(ZerfooInferenceService)
    resource = around.pop(ZerfooInferenceService.__name__)
    resource["properties"]["spec"] = {"$ref": f"#/$defs/{SPEC}"}
    return _document(
        "A resource of the Zerfoo operator's kind, served without the operator and without its CRD.",
        {model: _in_nanoseconds(schema) for model, schema in (found | around).items()},
        **{word: value for word, value in resource.items() if word != "description"},
        anyOf=[
            _with("name"),
            {**_with("metadata"), "properties": {"metadata": _with("name")}},
        ],
    )


def _with(name: str) -> Json:
    """Has a field of that name, and not null in it."""
    return {"required": [name], "properties": {name: {"not": {"type": "null"}}}}


def _or_empty(quantity: Json) -> Json:
    return quantity | {"anyOf": [*quantity["anyOf"], {"const": ""}]}


def _document(description: str, definitions: dict[str, Json], **said: Any) -> Json:
    explained = {model: _explained(schema) for model, schema in definitions.items()}
    return {"$schema": DRAFT, "$comment": NOTE, "description": description, **said, "$defs": explained}


def _explained(model: Json) -> Json:
    """With something to say where a text does not match: by itself an editor shows the regular expression."""
    fields = {
        name: _with_message(field, f"This is not accepted here. Give a value such as {_written(field['examples'][0])}.")
        if "examples" in field
        else field
        for name, field in model["properties"].items()
    }
    return model | {"properties": fields}


def _written(example: Any) -> str:
    return example if isinstance(example, str) else json.dumps(example)


def _with_message(schema: Json, message: str) -> Json:
    found: Json = {}
    for word, value in schema.items():
        if word in ("anyOf", "oneOf"):
            found[word] = [_with_message(part, message) for part in value]
        elif word in ("items", "propertyNames", "additionalProperties") and isinstance(value, dict):
            found[word] = _with_message(value, message)
        else:
            found[word] = value
    return found | ({"patternErrorMessage": message} if "pattern" in schema else {})


def _versions() -> Json:
    return {
        "description": "Versions of models, by name: each is an object of kind ModelVersion, and services take their "
        "models from them (model: {source: {modelVersion: NAME}}).",
        "type": "object",
        "additionalProperties": {"$ref": f"#/$defs/{ModelVersionSpec.__name__}"},
        "examples": [{"sentiment": {"modelName": "sentiment", "version": "v1.2.0"}}],
    }


def _regions() -> Json:
    """Named as DNS labels are, since a region's name begins its hosts."""
    return {
        "description": "Clusters that all services run in, by name: where each is, and what differs there. "
        "Default: the provider's one cluster.",
        "type": "object",
        "minProperties": 1,
        "propertyNames": _with_message(
            TypeAdapter(Dns1035Label).json_schema(), "Is no name of a region. Give one such as us-west-2."
        ),
        "additionalProperties": {"$ref": f"#/$defs/{RegionSpec.__name__}"},
        "examples": [{"us-west-2": {"context": "west", "canary": True}, "us-east-1": {"context": "east"}}],
    }


def _with_versions(models: dict[str, Json]) -> dict[str, Json]:
    """With what the configuration resolves before there is a spec: a service's model by its version's name."""
    source, spec = models[ModelSourceSpec.__name__], models[SPEC]
    name = {"description": "Name of a version in inference:modelVersions. Default: none.", "type": "string"}
    by_name = {"required": ["modelVersion"]}
    resolved = source | {
        "properties": source["properties"] | {"modelVersion": name},
        "oneOf": [*source["oneOf"], by_name],
    }
    brings_its_reference = {"required": ["model"]}
    return models | {
        ModelSourceSpec.__name__: resolved,
        SPEC: spec | {"anyOf": [*spec["anyOf"], brings_its_reference]},
    }


def _services() -> Json:
    return _by_name(SPEC, "Inference services", "service", {"chat": {"modelRef": "llama3-8b-q4"}})


def _jobs() -> Json:
    example = {"train": {"image": "registry.example.com/trainer:1.3.0", "parallelism": 4, "completions": 4}}
    return _by_name(JOB_MODEL.__name__, "Jobs such as training and batch inference", "job", example)


def _by_name(model: str, what: str, noun: str, example: Json) -> Json:
    """Each may be declared under any name if its spec gives the one in the cluster."""
    name = _name(definitions())
    spec = {"$ref": f"#/$defs/{model}"}
    message = f"The name {service_name_problem('')} Or give the {noun}'s name in the cluster in the field name."
    return {
        "description": f"{what}, by name: lowercase letters, digits and dashes, which is also the stem of the names of "
        "their objects.",
        "type": "object",
        "patternProperties": {f"(?=^[^\\n]{{0,{name['maxLength']}}}$){name['pattern']}": spec},
        "additionalProperties": {"allOf": [spec, _with("name") | {"errorMessage": message}]},
        "examples": [example],
    }


def _name(models: dict[str, Json]) -> Json:
    (text,) = (kind for kind in alternatives(models[SPEC]["properties"]["name"]) if kind["type"] == "string")
    return {word: text[word] for word in ("type", "pattern", "maxLength")}


def _in_nanoseconds(schema: Any) -> Any:
    """The schema with every bare number that counts seconds counting nanoseconds instead."""
    if isinstance(schema, list):
        return [_in_nanoseconds(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("anyOf", [])[:2] in _DURATION_CHOICES:
        text, seconds, *others = schema["anyOf"]
        return schema | {"anyOf": [text, _nanoseconds(seconds), *others]}
    return {word: _in_nanoseconds(part) for word, part in schema.items()}


_DURATION_CHOICES = [tidied(TypeAdapter(kind).json_schema())["anyOf"] for kind in DURATIONS]
"""Text, or a number of seconds."""


def _nanoseconds(seconds: Json) -> Json:
    least = round(seconds["minimum"] * NANOSECONDS_PER_SECOND)
    most = seconds["maximum"] * NANOSECONDS_PER_SECOND if "maximum" in seconds else LARGEST_INT64
    counted = {"type": "integer", "minimum": least, "maximum": most}
    return counted | ({"multipleOf": NANOSECONDS_PER_SECOND} if seconds["type"] == "integer" else {})
