"""The reference: complete, with links that lead somewhere, and with the errors that are really given."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pulumi
import pytest
from pulumi_inference import (
    Amounts,
    Condition,
    EffectiveWeight,
    Forecast,
    InferenceService,
    InferenceServiceSpec,
    ObjectError,
    Problem,
    Resources,
    Status,
    model_job_spec,
    object_errors,
    pod_fields,
    spec,
)
from pulumi_inference.declared import kinds
from pydantic import AfterValidator, BaseModel

from tools.generators import refusals, words
from tools.generators.reference import reference

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "components" / "pulumi_inference"
OF_NO_FIELD_YET = {"cron", "int_or_percent", "port_name"}
OF_NO_FIELD_YET = {"cron", "image", "int_or_percent"}
"""Kinds of problems of types that no field of the spec has yet."""


@pytest.fixture(scope="module")
def text() -> str:
    return reference()


def models(model: type[BaseModel] = InferenceServiceSpec) -> set[type[BaseModel]]:
    """A model and every model that its fields hold."""
    return {model}.union(*(models(inner) for field in model.model_fields.values() for inner in _inner(field)))


def _inner(declaration: Any) -> Iterator[type[BaseModel]]:
    for kind, _ in kinds(declaration):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield kind
        else:
            for part in get_args(kind):
                yield from _inner(part)


MODELS = pytest.mark.parametrize("model", sorted(models(), key=str), ids=lambda model: model.__name__)


@MODELS
def test_every_field_has_its_heading_and_its_description(model: type[BaseModel], text: str) -> None:
    for name, field in model.model_fields.items():
        assert re.search(rf"^### `(\S+\.)?{field.alias or name}`$", text, re.MULTILINE)
        assert words.description_of(field) in text


@MODELS
def test_every_text_with_a_check_of_its_own_has_a_type_with_a_name(model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        checked = any(isinstance(said, AfterValidator) for _, metadata in kinds(field) for said in metadata)
        assert not checked or "text" not in words.type_of(field), f"say in words.NOTIONS what a {name} is called"


def anchors(markdown: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", markdown, re.MULTILINE)
    return {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}


def test_every_link_leads_somewhere(text: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", text):
        file, _, anchor = target.partition("#")
        path = ROOT / "docs" / file
        assert path.exists(), target
        if anchor:
            assert anchor in anchors(path.read_text() if file else text), target


def test_no_two_headings_have_the_same_anchor(text: str) -> None:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    assert len(headings) == len(anchors(text))


def test_it_holds_words_and_no_representations_of_objects(text: str) -> None:
    for raw in ("<class", "PydanticUndefined", "typing.", "FieldInfo", "{'", "object at 0x"):
        assert raw not in text


def kinds_in_the_code() -> Iterator[str]:
    """Of every `fault(KIND, ...)` and `Problem(PATH, MESSAGE, KIND)`, and of what `errors` makes of pydantic's own."""
    for file in LIBRARY.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="fault"), args=[ast.Constant(value=str(kind)), *_]):
                    yield kind
                case ast.Call(func=ast.Name(id="Problem"), args=[_, _, ast.Constant(value=str(kind))]):
                    yield kind
                case ast.Return(value=ast.Tuple(elts=[ast.Constant(value=str(kind)), _])) if file.name == "errors.py":
                    yield kind


def test_every_kind_of_problem_is_explained() -> None:
    assert set(kinds_in_the_code()) - OF_NO_FIELD_YET <= set(refusals.KINDS)


def test_an_example_of_every_kind_is_a_real_message(text: str) -> None:
    for kind, meaning, problem in refusals.of_kinds():
        assert problem.kind == kind
        assert f"**`{kind}`**: {meaning}" in text


def test_there_is_an_example_of_every_rule_across_fields() -> None:
    rules = "".join(inspect.getsource(rule) for rule in spec.RULES)
    messages = {refusals.single(refusal).message for refusal in refusals.WITHIN_A_SERVICE}
    assert len(messages) == len(refusals.WITHIN_A_SERVICE) == len(re.findall(r"^\s+yield\b", rules, re.MULTILINE))


def test_there_is_an_example_of_every_rule_that_jobs_alone_have() -> None:
    own = [rule for rule in model_job_spec.JOB_RULES if rule not in pod_fields.POD_RULES]
    rules = "".join(inspect.getsource(rule) for rule in own)
    messages = {refusals.single(refusal).message for refusal in refusals.WITHIN_A_JOB}
    assert len(messages) == len(refusals.WITHIN_A_JOB) == len(re.findall(r"^\s+yield\b", rules, re.MULTILINE))


def test_every_error_of_the_cluster_has_an_example() -> None:
    known = {
        error for error in vars(object_errors).values() if isinstance(error, type) and error.__base__ is ObjectError
    }
    assert {type(error) for error in refusals.of_the_cluster()} == known


@pytest.mark.parametrize(
    "declared", [InferenceService, Status, Condition, EffectiveWeight, Forecast, Amounts, Resources, Problem]
)
def test_every_attribute_of_an_output_is_there_with_what_it_is(declared: type, text: str) -> None:
    found = words.attributes(declared)
    assert set(found) >= {name for name in inspect.get_annotations(declared) if not name.startswith("_")}
    for name, attribute in found.items():
        assert f"| `{name}` | {words.annotation(attribute.kind)} | {attribute.text} |" in text


def test_making_it_leaves_the_configuration_of_the_program_alone() -> None:
    before = dict(pulumi.runtime.config.CONFIG.get())
    reference()
    assert before == pulumi.runtime.config.CONFIG.get()
