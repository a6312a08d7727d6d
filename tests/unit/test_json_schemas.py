"""The JSON Schema of every type accepts what the type accepts, and refuses what it refuses wherever a schema can."""

import re
from typing import Any

import jsonschema
import pytest
from pydantic import TypeAdapter

from tests.samples import ALL, Samples


def schema_accepts(samples: Samples, value: Any) -> bool:
    schema = TypeAdapter(samples.type).json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize("notion", ALL)
def test_a_schema_accepts_what_its_type_accepts(notion: str) -> None:
    samples = ALL[notion]
    for value in samples.valid:
        assert samples.refusal(value) is None, value
        assert schema_accepts(samples, value), value


@pytest.mark.parametrize("notion", ALL)
def test_a_schema_refuses_what_its_type_refuses(notion: str) -> None:
    samples = ALL[notion]
    for value in (*samples.invalid, *(value for value, _ in samples.stricter)):
        assert samples.refusal(value), value
        assert not schema_accepts(samples, value), value


@pytest.mark.parametrize("notion", ALL)
def test_what_a_schema_cannot_say_is_left_to_the_type(notion: str) -> None:
    samples = ALL[notion]
    for value in (*samples.unsaid, *(value for value, _ in samples.stricter_unsaid)):
        assert samples.refusal(value), value
        assert schema_accepts(samples, value), f"{value}: the schema says it after all"


@pytest.mark.parametrize("notion", ALL)
def test_no_message_repeats_the_value(notion: str) -> None:
    samples = ALL[notion]
    for value in samples.refused:
        if isinstance(value, str) and len(value) > 8:
            assert value.strip() not in (samples.refusal(value) or "")


def patterns(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
        return own.union(*(patterns(part) for part in schema.values()))
    return set().union(*(patterns(part) for part in schema)) if isinstance(schema, list) else set()


@pytest.mark.parametrize("notion", ALL)
def test_a_pattern_keeps_to_what_ecma_262_reads_as_python_does(notion: str) -> None:
    for pattern in patterns(TypeAdapter(ALL[notion].type).json_schema()):
        assert not re.search(r"\(\?P|\(\?<|\\[dDwWsSAZzbB]|\(\?[aimsux]|[*+?}]\+", pattern), pattern


MEGABYTE = 2**20
HUGE = [
    text[: MEGABYTE - 1] + end
    for text in (
        unit * MEGABYTE for unit in ("a", "0", "1", "a.", "a-", "1s", "-", ".", "a/", "1,", "* ", "a__", ":", "9%")
    )
    for end in ("", "!", "\n")
]


@pytest.mark.parametrize("notion", ALL)
def test_a_megabyte_of_text_is_answered_at_once(notion: str) -> None:
    samples = ALL[notion]
    for value in HUGE:
        assert samples.refusal(value)


@pytest.mark.parametrize("notion", ALL)
def test_no_pattern_needs_more_than_linear_time(notion: str) -> None:
    """A quadratic one would need hours for a megabyte: the test would not end."""
    for pattern in patterns(TypeAdapter(ALL[notion].type).json_schema()):
        for value in HUGE:
            re.search(pattern, value)
