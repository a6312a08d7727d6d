"""What an editor says of a stack file, and that it is what the program says."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi_inference import InferenceServiceSpec, InvalidSpec, parse_services
from pulumi_inference.manifests import add_file
from pulumi_inference.parsing import Parsing

from tests import samples
from tests.samples import Samples
from tests.schemas import STACKS, marks, schema_accepts, stack_with, validator
from tests.specs import MINIMAL, SEED, autoscaled, with_canary

STACK_FILES = sorted(STACKS.glob("Pulumi.*.yaml"))
MANIFEST = {
    "apiVersion": "zerfoo.feza.ai/v1",
    "kind": "ZerfooInferenceService",
    "metadata": {"name": "chat", "namespace": "inference"},
    "spec": SEED | {"healthCheck": {"path": "/healthz", "interval": 10_000_000_000, "timeout": 3_000_000_000}},
    "status": {"ready": True, "replicas": 3},
}


def models_accept(spec: Any, name: str = "chat") -> bool:
    try:
        parse_services({name: spec})
    except InvalidSpec:
        return False
    return True


@pytest.mark.parametrize("file", ["stack.schema.json", "manifest.schema.json"])
def test_a_schema_is_itself_valid(file: str) -> None:
    assert validator(file).schema


@pytest.mark.parametrize("path", STACK_FILES, ids=lambda path: path.name)
def test_every_stack_file_is_what_its_schema_says(path: Any) -> None:
    assert not marks(yaml.safe_load(path.read_text()))


@pytest.mark.parametrize("path", STACK_FILES, ids=lambda path: path.name)
def test_every_stack_file_names_its_schema_in_the_first_line(path: Any) -> None:
    assert path.read_text().startswith("# yaml-language-server: $schema=./stack.schema.json\n")


def test_what_is_pulumis_or_another_programs_own_is_let_be() -> None:
    assert not marks(
        {
            "secretsprovider": "passphrase",
            "encryptionsalt": "v1:...",
            "environment": ["team/dev"],
            "config": {"inference:hfToken": {"secure": "v1:..."}, "aws:region": "eu-west-1", "other:list": [1, 2]},
        }
    )


GOOD = [
    MINIMAL,
    SEED,
    autoscaled(),
    with_canary(10),
    MINIMAL | {"replicas": 3.0},
    MINIMAL | {"minReplicas": 0, "maxReplicas": 0},
    MINIMAL | {"canary": None, "name": None, "namespace": None},
    MINIMAL | {"name": "chat-2", "namespace": "inference"},
    MINIMAL | {"resources": {"cpu": 4, "memory": 17179869184, "gpuMemory": None}},
    MINIMAL | {"resources": {"cpu": 0.5, "memory": "1.5Gi"}},
    MINIMAL | {"resources": {}},
    MINIMAL | {"healthCheck": {"path": "/h", "interval": 10, "timeout": 1}},
    MINIMAL | {"healthCheck": {"path": "/h?deep=1", "interval": "1m30s"}},
    {"modelRef": {"valueFrom": {"secretConfig": "modelRef"}}},
    {"modelRef": {"valueFrom": {"secretConfig": "shared:modelRef"}}},
]


@pytest.mark.parametrize("spec", GOOD, ids=str)
def test_a_spec_that_the_program_accepts_is_accepted_by_the_editor(spec: Any) -> None:
    assert models_accept(spec)
    assert schema_accepts(spec)


BAD: list[tuple[Any, str]] = [
    ({}, ""),
    (None, ""),
    ("llama3-8b-q4", ""),
    ({"modelRef": ""}, "modelRef"),
    ({"modelRef": 3}, "modelRef"),
    ({"modelRef": "--help"}, "modelRef"),
    ({"modelRef": "a b"}, "modelRef"),
    ({"modelRef": None}, "modelRef"),
    ({"modelRef": {"valueFrom": {"secretConfig": "a b"}}}, "modelRef.valueFrom.secretConfig"),
    ({"modelRef": {"valueFrom": {"secretConfg": "a"}}}, "modelRef"),
    ({"modelRef": {"secure": "v1:..."}}, "modelRef"),
    ({"model_ref": "llama3-8b-q4"}, ""),
    (MINIMAL | {"maxReplica": 3}, ""),
    (MINIMAL | {"replicas": -1}, "replicas"),
    (MINIMAL | {"replicas": 2.5}, "replicas"),
    (MINIMAL | {"replicas": "3"}, "replicas"),
    (MINIMAL | {"replicas": True}, "replicas"),
    (MINIMAL | {"replicas": None}, "replicas"),
    (MINIMAL | {"replicas": 2**31}, "replicas"),
    (MINIMAL | {"minReplicas": -1}, "minReplicas"),
    (MINIMAL | {"resources": None}, "resources"),
    (MINIMAL | {"resources": {"cpu": "4x"}}, "resources.cpu"),
    (MINIMAL | {"resources": {"cpu": 0}}, "resources.cpu"),
    (MINIMAL | {"resources": {"memory": "16GB"}}, "resources.memory"),
    (MINIMAL | {"resources": {"memory": 16}}, "resources.memory"),
    (MINIMAL | {"resources": {"gpu_memory": "16Gi"}}, "resources"),
    (MINIMAL | {"canary": {}}, "canary"),
    (MINIMAL | {"canary": {"modelRef": "b", "weight": 101}}, "canary.weight"),
    (MINIMAL | {"canary": {"modelRef": "b", "weight": "10%"}}, "canary.weight"),
    (MINIMAL | {"healthCheck": {"path": "healthz"}}, "healthCheck.path"),
    (MINIMAL | {"healthCheck": {"path": "/h\n"}}, "healthCheck.path"),
    (MINIMAL | {"healthCheck": {"path": "/h", "interval": "10"}}, "healthCheck.interval"),
    (MINIMAL | {"healthCheck": {"path": "/h", "interval": 0}}, "healthCheck.interval"),
    (MINIMAL | {"healthCheck": {"path": "/h", "timeout": 3_000_000_000}}, "healthCheck.timeout"),
    (MINIMAL | {"healthCheck": {"path": "/h", "timeout": None}}, "healthCheck.timeout"),
    (MINIMAL | {"name": "Chat"}, "name"),
    (MINIMAL | {"name": "c" * 56}, "name"),
]


@pytest.mark.parametrize(("spec", "place"), BAD, ids=str)
def test_a_mistake_is_marked_where_it_stands(spec: Any, place: str) -> None:
    assert not models_accept(spec)
    assert not schema_accepts(spec)
    assert f"config.inference:services.chat.{place}".rstrip(".") in marks(stack_with(spec))


AT: dict[str, tuple[Samples, Callable[[Any], dict[str, Any]]]] = {
    "cpu": (samples.CPU, lambda value: {"resources": {"cpu": value}}),
    "memory": (samples.MEMORY, lambda value: {"resources": {"memory": value}}),
    "interval": (samples.PROBE_SECONDS, lambda value: {"healthCheck": {"path": "/", "interval": value, "timeout": 1}}),
    "drain": (samples.WHOLE_SECONDS, lambda value: {"drain": value}),
    "weight": (samples.PERCENTAGE, lambda value: {"replicas": 2, "canary": {"modelRef": "b", "weight": value}}),
    "namespace": (samples.DNS_1123_LABEL, lambda value: {"namespace": value}),
}
"""Fields, with what their types accept and refuse."""


@pytest.mark.parametrize("field", AT)
def test_editor_and_program_agree_on_every_sample_of_a_type(field: str) -> None:
    of_type, place = AT[field]
    for value in of_type.valid:
        assert models_accept(MINIMAL | place(value)), value
        assert schema_accepts(MINIMAL | place(value)), value
    for value in filter(lambda value: value is not None, of_type.invalid):
        assert not models_accept(MINIMAL | place(value)), value
        assert not schema_accepts(MINIMAL | place(value)), value


def test_several_mistakes_are_marked_at_once() -> None:
    spec = {"modelRef": "", "replicas": -1, "canary": {"modelRef": "b", "weight": -1}}
    chat = "config.inference:services.chat"
    assert marks(stack_with(spec)) == {f"{chat}.modelRef", f"{chat}.replicas", f"{chat}.canary.weight"}


@pytest.mark.parametrize("name", ["chat", "a", "c" * 55, "Chat", "3chat", "chat-", "c" * 56, "chat\n", "", "a.b"])
def test_a_name_is_accepted_where_the_program_accepts_it(name: str) -> None:
    for spec in (MINIMAL, MINIMAL | {"name": "chat"}):
        assert bool(marks(stack_with(spec, name))) != models_accept(spec, name)


@pytest.mark.parametrize(
    "spec", [autoscaled(5, 3), MINIMAL | {"minReplicas": 2, "maxReplicas": 3}, with_canary(10, replicas=1)], ids=str
)
def test_a_rule_across_fields_is_left_to_the_program(spec: Any) -> None:
    assert schema_accepts(spec)
    assert not models_accept(spec)


def test_manifests_are_paths() -> None:
    assert not marks({"config": {"inference:manifests": ["services/chat.yaml"]}})
    assert marks({"config": {"inference:manifests": "services/chat.yaml"}}) == {"config.inference:manifests"}
    assert marks({"config": {"inference:manifests": [3]}}) == {"config.inference:manifests.0"}


def file_accepts(resource: Any, folder: Path) -> bool:
    file = folder / "resource.yaml"
    file.write_text(yaml.safe_dump(resource))
    parsing = Parsing()
    add_file(parsing, file)
    return not parsing.problems


def test_the_example_is_what_its_schema_says() -> None:
    for resource in yaml.safe_load_all((STACKS.parent / "examples" / "zerfoo.yaml").read_text()):
        assert not marks(resource, "manifest.schema.json")


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"status": None},
        {"metadata": {}, "name": "chat", "namespace": "inference"},
        {"spec": MINIMAL | {"resources": {"cpu": "4", "memory": "", "gpuMemory": ""}}},
        {"spec": MINIMAL | {"canary": None}},
        {"spec": MINIMAL | {"healthCheck": {"path": "/h", "interval": "10s"}}},
    ],
    ids=str,
)
def test_a_resource_of_the_operators_kind_is_accepted(change: Mapping[str, Any], tmp_path: Path) -> None:
    assert file_accepts(MANIFEST | dict(change), tmp_path)
    assert not marks(MANIFEST | dict(change), "manifest.schema.json")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "InferenceService"}, "kind"),
        ({"apiVersion": "v1"}, "apiVersion"),
        ({"metadata": {}}, "metadata"),
        ({"metadata": {"name": None}}, "metadata.name"),
        ({"metadata": {"name": "chat", "label": {}}}, "metadata"),
        ({"spec": MINIMAL | {"name": "chat"}}, "spec"),
        ({"metadata": {"name": "Chat"}}, "metadata.name"),
        ({"spec": {}}, "spec"),
        ({"sepc": {}}, ""),
        ({"spec": MINIMAL | {"healthCheck": {"path": "/h", "interval": 10}}}, "spec.healthCheck.interval"),
        ({"spec": MINIMAL | {"healthCheck": {"path": "/h", "interval": 1_500_000_000}}}, "spec.healthCheck.interval"),
    ],
    ids=str,
)
def test_a_mistake_in_a_resource_is_marked(change: Mapping[str, Any], place: str, tmp_path: Path) -> None:
    assert not file_accepts(MANIFEST | dict(change), tmp_path)
    assert place in marks(MANIFEST | dict(change), "manifest.schema.json")


def objects(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for part in schema for found in objects(part)]
    return [schema, *objects(list(schema.values()))] if isinstance(schema, dict) else []


def test_every_field_is_explained_and_no_title_repeats_its_name() -> None:
    schema = json.loads((STACKS / "stack.schema.json").read_text())
    for definition in schema["$defs"].values():
        assert definition["description"]
        assert all(field["description"] for field in definition["properties"].values())
    assert not any(isinstance(found.get("title"), str) for found in objects(schema))


@pytest.mark.parametrize("file", ["stack.schema.json", "manifest.schema.json"])
def test_an_editor_shows_words_where_a_text_does_not_match_and_no_regular_expression(file: str) -> None:
    with_patterns = [found for found in objects(validator(file).schema) if isinstance(found.get("pattern"), str)]
    messages = [found.get("patternErrorMessage") for found in with_patterns]
    assert "This is not accepted here. Give a value such as 16Gi." in messages
    assert len([message for message in messages if message is None]) <= (0 if file.startswith("stack") else 4), (
        "only the names around a resource"
    )


def test_every_field_of_the_model_is_there_in_camel_case() -> None:
    schema = json.loads((STACKS / "stack.schema.json").read_text())["$defs"]["InferenceServiceSpec"]
    assert list(schema["properties"]) == [field.alias for field in InferenceServiceSpec.model_fields.values()]
    assert schema["properties"]["maxReplicas"]["minimum"] == 0
    assert "null" not in json.dumps(schema["properties"]["healthCheck"])
