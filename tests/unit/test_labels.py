import pytest
from pulumi_inference.kube.labels import AnnotationKey, LabelKey, LabelValue
from pydantic import TypeAdapter, ValidationError

KEY = TypeAdapter(LabelKey)
VALUE = TypeAdapter(LabelValue)
ANNOTATION = TypeAdapter(AnnotationKey)


def refusal(adapter: TypeAdapter[str], value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(value)
    return str(caught.value.errors()[0]["msg"])


@pytest.mark.parametrize(
    ("value", "kind", "quoted"),
    [
        (True, "a boolean", '"true"'),
        (False, "a boolean", '"false"'),
        (1, "a number", '"1"'),
        (3.0, "a number", '"3"'),
        (1.5, "a number", '"1.5"'),
    ],
)
def test_a_word_of_yaml_is_refused_with_the_quotes_that_make_it_text(value: object, kind: str, quoted: str) -> None:
    assert refusal(VALUE, value) == f"is {kind} to YAML, and a label is text. Put it in quotes: {quoted}."


def test_a_number_of_very_many_digits_is_not_printed() -> None:
    assert refusal(VALUE, 10**5000) == "is a number to YAML, and a label is text. Put it in quotes."


def test_a_value_may_be_empty_and_63_characters_long() -> None:
    assert VALUE.validate_python("") == ""
    assert VALUE.validate_python("a" * 63)
    assert refusal(VALUE, "a" * 70) == "is 70 characters long, and may have 63: cut 7."


@pytest.mark.parametrize("adapter", [KEY, ANNOTATION])
def test_both_parts_of_a_key_say_how_much_to_cut(adapter: TypeAdapter[str]) -> None:
    assert adapter.validate_python(f"{'p' * 253}/{'n' * 63}")
    assert refusal(adapter, "n" * 65) == "has a name that is 65 characters long, and may have 63: cut 2."
    assert refusal(adapter, f"{'p' * 254}/n") == "has a prefix that is 254 characters long, and may have 253: cut 1."


@pytest.mark.parametrize("adapter", [KEY, ANNOTATION])
@pytest.mark.parametrize("key", ["", "a/", "a/b/c", "-a", "a-", "a b", "a\n", "ä", "a_b/c", "a..b/c", ".a/b"])
def test_what_is_no_key_is_refused(adapter: TypeAdapter[str], key: str) -> None:
    assert "is not a key that Kubernetes accepts" in refusal(adapter, key)


def test_a_slash_wants_a_prefix() -> None:
    assert "has a slash and no prefix" in refusal(KEY, "/a")


def test_only_the_prefix_of_an_annotation_may_be_in_uppercase() -> None:
    assert ANNOTATION.validate_python("Example.com/Team") == "Example.com/Team"
    assert refusal(KEY, "Example.com/Team")
