"""What a type checker says of a program, before it runs."""

import os
import re
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import pytest
from pulumi_inference import InferenceServiceSpec, args
from pulumi_inference.model import Model
from pydantic import Field

from tests.unit.test_stack_schema import models_accept
from tools.generators.arguments import arguments

ROOT = Path(__file__).parents[2]
PROGRAM = """
from typing import Any
import pulumi
import yaml
from pulumi_inference import CanarySpec, InferenceService, InferenceServiceArgs, InferenceServiceCamelArgs
from pulumi_inference.args import CanaryArgs
from pulumi_inference import InferenceServiceSpec, parse_service
text: pulumi.Output[str]
number: pulumi.Output[int]
untyped: dict[str, Any]
"""
UNTYPED = "a dict whose type says nothing of it"
GOOD = {
    "snake_case": 'InferenceService("a", {"model_ref": "m", "min_replicas": 3, "resources": {"gpu_memory": "20Gi"}})',
    "camelCase": 'InferenceService("a", {"modelRef": "m", "minReplicas": 3, "resources": {"gpuMemory": "20Gi"}})',
    "the models": 'InferenceService("a", InferenceServiceSpec(model_ref="m", canary=CanarySpec(model_ref="b", weight=5)))',  # noqa: E501
    "a model with an Output": 'InferenceService("a", InferenceServiceSpec(model_ref=text))',
    "an Output": 'InferenceService("a", {"model_ref": text, "canary": {"model_ref": text, "weight": 10}})',
    "an Output in camelCase": 'InferenceService("a", {"modelRef": text, "namespace": text})',
    "a secret's name": 'InferenceService("a", {"model_ref": {"value_from": {"secret_config": "key"}}})',
    "a secret's name in camelCase": 'InferenceService("a", {"modelRef": {"valueFrom": {"secretConfig": "key"}}})',
    "numbers as quantities": 'InferenceService("a", {"model_ref": "m", "resources": {"cpu": 0.5, "memory": 2**30}})',
    "numbers as durations": 'InferenceService("a", {"modelRef": "m", "healthCheck": {"path": "/h", "interval": 10}})',
    "None": 'InferenceService("a", {"modelRef": "m", "canary": None})',
    "what YAML holds": 'InferenceService("a", yaml.safe_load("modelRef: m"))',
    "what the configuration holds": 'InferenceService("a", pulumi.Config().require_object("services")["a"])',
    UNTYPED: 'InferenceService("a", parse_service("a", untyped))',
    "a variable": 'given: InferenceServiceArgs = {"model_ref": "m"}; InferenceService("a", given)',
    "a call": 'InferenceService("a", InferenceServiceCamelArgs(modelRef="m", replicas=3))',
}
SETTINGS = """
[mypy]
strict = true
[mypy-pulumi_kubernetes.*]
follow_imports = skip
ignore_missing_imports = true
"""
MISFIT = 'Argument 2 to "InferenceService" has incompatible type'
BAD = {
    'InferenceService("a", {"model_ref": "m", "replica": 3})': MISFIT,
    'InferenceService("a", {"modelRef": "m", "replica": 3})': MISFIT,
    'InferenceService("a", {"modelRef": "m", "replicas": "3"})': MISFIT,
    'InferenceService("a", {"modelRef": "m", "replicas": number})': MISFIT,
    'InferenceService("a", {"modelRef": number})': MISFIT,
    'InferenceService("a", {"modelRef": "m", "canary": {"modelRef": "b"}})': MISFIT,
    'InferenceService("a", {"modelRef": "m", "canary": {"model_ref": "b", "weight": 10}})': MISFIT,
    'InferenceService("a", {"model_ref": "m", "healthCheck": {"path": "/h"}})': MISFIT,
    'InferenceServiceSpec(model_ref="m", replica=3)': 'Unexpected keyword argument "replica"',
    'InferenceServiceSpec(model_ref="m", replicas="3")': 'Argument "replicas" to "InferenceServiceSpec" has',
    "InferenceServiceSpec(replicas=3)": 'Missing named argument "model_ref"',
    'InferenceService("a", {"modelRef": "m", "canary": {"weight": 3}})': MISFIT,
    'InferenceService("a", {"modelRef": "m", "replicas": None})': MISFIT,
    'InferenceService("a", "m")': MISFIT,
    'InferenceService("a", untyped)': MISFIT,
    'InferenceServiceArgs(model_ref="m", replica=3)': 'Extra key "replica" for TypedDict "InferenceServiceArgs"',
    "CanaryArgs(weight=3)": 'Missing key "model_ref" for TypedDict "CanaryArgs"',
    'InferenceServiceArgs(model_ref="m", replicas=number)': 'TypedDict item "replicas" has type "int"',
    'InferenceServiceCamelArgs(modelRef="m", minReplicas="3")': 'TypedDict item "minReplicas" has type "int"',
}


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What mypy says of each statement, all in one run; nothing of one that is right."""
    statements = [*GOOD.values(), *BAD]
    file = tmp_path_factory.mktemp("program") / "program.py"
    settings = file.with_name("mypy.ini")  # a user's: without pydantic's plugin
    settings.write_text(SETTINGS)
    file.write_text(f"{PROGRAM}{''.join(f'{statement}{chr(10)}' for statement in statements)}")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", settings, "--no-pretty", file],
        cwd=ROOT,
        env=os.environ | {"MYPYPATH": str(ROOT / "components")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not checked.stderr, checked.stderr
    before = PROGRAM.count("\n")
    found = re.findall(r"^.*program\.py:(\d+): error: (.+)$", checked.stdout, re.MULTILINE)
    assert found, checked.stdout
    return {statements[int(line) - before - 1]: message for line, message in found}


@pytest.mark.parametrize("what", GOOD)
def test_a_right_program_passes_the_type_checker(what: str, errors: dict[str, str]) -> None:
    assert GOOD[what] not in errors, errors.get(GOOD[what])


@pytest.mark.parametrize("statement", BAD)
def test_a_wrong_program_is_found_by_the_type_checker(statement: str, errors: dict[str, str]) -> None:
    assert BAD[statement] in errors.get(statement, "nothing")


@pytest.mark.parametrize(
    ("declared", "by_alias"), [("InferenceServiceArgs", False), ("InferenceServiceCamelArgs", True)]
)
def test_a_dict_has_the_fields_of_the_model_and_requires_the_same(declared: str, by_alias: bool) -> None:
    fields = {
        (field.alias if by_alias else name): field.is_required()
        for name, field in InferenceServiceSpec.model_fields.items()
    }
    kind = getattr(args, declared)
    assert set(kind.__annotations__) == set(fields)
    assert [name for name, required in fields.items() if required] == ["modelRef" if by_alias else "model_ref"]
    assert set(kind.__required_keys__) == set(), "blueGreen may stand in place of the one that is required"


def test_the_program_accepts_what_the_types_do() -> None:
    assert models_accept(args.InferenceServiceCamelArgs(modelRef="m", resources={"cpu": 0.5, "memory": 2**30}))
    assert models_accept(args.InferenceServiceCamelArgs(modelRef="m", healthCheck={"path": "/h", "interval": 10}))


class Color(StrEnum):
    RED = "red"


class Part(Model):
    """A part."""

    size_limit: int = Field(default=1, description="Size.")


class Whole(Model):
    """A whole."""

    parts: list[Part] = Field(description="Parts.")
    by_name: dict[str, Part] = Field(description="Parts by name.")
    anything: dict[str, Any] = Field(default={}, description="Anything.")
    color: Color = Field(description="Color.")
    mode: Literal["a", "b"] | None = Field(default=None, description="Mode.")
    on: bool = Field(default=True, description="Whether it is on.")


def test_lists_maps_choices_and_switches_have_their_types_too() -> None:
    lines = [line.strip() for line in arguments([Whole]).splitlines()]
    assert "parts: Sequence[PartArgs]" in lines
    assert "parts: Sequence[PartCamelArgs]" in lines
    assert "byName: Mapping[str, PartCamelArgs]" in lines
    assert "anything: NotRequired[Mapping[str, object]]" in lines
    assert 'color: Literal["red"]' in lines
    assert 'mode: NotRequired[Literal["a", "b"] | None]' in lines
    assert "on: NotRequired[bool]" in lines
    assert not any(line.startswith("class Color") for line in lines)
    compile(arguments([Whole]), "args.py", "exec")
