"""YAML that every reader takes for the same, and the surprises that are refused with their line."""

from typing import Any

import pytest
from pulumi_inference.strict_yaml import DEEPEST, YamlProblem, documents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("---\n---\n", [None, None]),
        ("a: 1\n---\nb: 2\n", [{"a": 1}, {"b": 2}]),
        ("a: [1, -2, +3, 4.5, 1.0e+3, 0, 0x10]", [{"a": [1, -2, 3, 4.5, 1000.0, 0, 16]}]),
        ("a: [true, False, null, ~]", [{"a": [True, False, None, None]}]),
        ("a: ['yes', \"010\", '2026-01-01', '<<', '1:30']", [{"a": ["yes", "010", "2026-01-01", "<<", "1:30"]}]),
        ("a: !!str 010", [{"a": "010"}]),
        ("a: [1e3, y, n, =, 0o10, 1.2.3]", [{"a": ["1e3", "y", "n", "=", "0o10", "1.2.3"]}]),
        ("a: &x {b: 1}\nc: *x\n", [{"a": {"b": 1}, "c": {"b": 1}}]),
        ("a: >\n  b\n  c\n", [{"a": "b c\n"}]),
        ("\ufeffa: ü\n", [{"a": "ü"}]),
        ("a: 1\r\nb: 2\r\n", [{"a": 1, "b": 2}]),
        ('{"a": {"b": [1, "c"]}}', [{"a": {"b": [1, "c"]}}]),
    ],
)
def test_what_has_one_meaning_is_read(text: str, expected: list[Any]) -> None:
    assert documents(text) == expected


@pytest.mark.parametrize("number", ["010", "-07", "1_000", "1:30", "0b1_1", "1:30.5", "08", "1_0.5"])
def test_a_number_with_two_meanings_is_refused(number: str) -> None:
    if number == "08":  # no number in YAML 1.1, where it would be octal
        assert documents(f"a: {number}") == [{"a": "08"}]
        return
    with pytest.raises(YamlProblem, match=r"^is one number in YAML 1\.1 and another in YAML 1\.2\.") as caught:
        documents(f"x: 1\na: {number}")
    assert caught.value.line == 2
    assert number not in caught.value.message, "it could be a password"


@pytest.mark.parametrize("switch", ["yes", "No", "ON", "off"])
def test_a_boolean_that_is_a_text_elsewhere_is_refused(switch: str) -> None:
    with pytest.raises(YamlProblem, match=r"^is a boolean in YAML 1\.1 and a text in YAML 1\.2\."):
        documents(f"a: {switch}")


@pytest.mark.parametrize("date", ["2026-01-01", "2026-02-31", "2026-01-01T00:00:00Z", "2026-1-1 1:02:03"])
def test_a_date_is_refused_also_where_it_is_none_of_the_calendar(date: str) -> None:
    with pytest.raises(YamlProblem, match=r"^is a date in YAML 1\.1 and a text in YAML 1\.2\. Put it in quotes\."):
        documents(f"a: {date}")


@pytest.mark.parametrize(
    "tagged", ["!!int 3", "!!map m", "!!binary aGVsbG8=", "!x y", "!!python/name:os.system ''", "!!set {a}"]
)
def test_a_tag_is_refused(tagged: str) -> None:
    with pytest.raises(YamlProblem, match=r"^has a tag \(!\), which no field takes\."):
        documents(f"a: {tagged}")


def test_a_repeated_key_is_refused_with_both_lines() -> None:
    with pytest.raises(YamlProblem, match=r"^repeats the key b of line 2\. Keep one of the two\.") as caught:
        documents("a:\n  b: 1\n  c: 2\n  b: 3\n")
    assert caught.value.line == 4


@pytest.mark.parametrize("text", ["{a: 1, b: {a: 1}}", "- {a: 1}\n- {a: 1}\n", "a: 1\n---\na: 1\n"])
def test_a_key_may_come_again_in_another_map(text: str) -> None:
    assert documents(text)


def test_levels_are_counted_before_the_loader_recurses() -> None:
    assert documents("[" * DEEPEST + "]" * DEEPEST)
    for deep in ("[" * (DEEPEST + 1), "[" * 100_000, "{a: " * 100_000):
        with pytest.raises(YamlProblem, match=r"^nests deeper than 64 levels, which no spec does"):
            documents(deep)


def test_a_number_of_very_many_digits_is_refused() -> None:
    with pytest.raises(YamlProblem, match=r"^is a number of too many digits"):
        documents("a: " + "9" * 5000)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a:\n\tb: 1\n", 2, "is indented with a tab, which YAML does not take. Use spaces."),
        ("a: {b: 1\n", 1, "is not YAML: did not find expected ',' or '}'."),
        ("a: @b\n", 1, "is not YAML: a text cannot begin with @. Put it in quotes."),
        (
            "a: b: c\n",
            1,
            "is not YAML: mapping values are not allowed in this context. Put a text with a colon in "
            "quotes, or mend the indentation.",
        ),
        ("a: 1\nb: x\0y\n", 2, "is not YAML: it holds the character U+0000."),
    ],
)
def test_what_is_no_yaml_is_said_with_its_line_and_a_hint(text: str, line: int, message: str) -> None:
    with pytest.raises(YamlProblem) as caught:
        documents(text)
    assert (caught.value.line, caught.value.message) == (line, message)
