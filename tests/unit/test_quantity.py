import re
from fractions import Fraction

import pytest
from pulumi_inference.kube.quantity import Cpu, Memory, Quantity, mebibytes, parse_quantity
from pydantic import TypeAdapter, ValidationError

QUANTITY = TypeAdapter(Quantity)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", Fraction(4)),
        ("500m", Fraction(1, 2)),
        ("100n", Fraction(1, 10**7)),
        ("250u", Fraction(1, 4000)),
        ("1.5", Fraction(3, 2)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("+5", Fraction(5)),
        ("-5", Fraction(-5)),
        ("0.5m", Fraction(1, 2000)),
        ("16Gi", Fraction(16 * 2**30)),
        ("1.5Gi", Fraction(3 * 2**29)),
        ("16G", Fraction(16 * 10**9)),
        ("2k", Fraction(2000)),
        ("1Ei", Fraction(2**60)),
        ("1E", Fraction(10**18)),
        ("1e3", Fraction(1000)),
        ("1E3", Fraction(1000)),
        ("1e+3", Fraction(1000)),
        ("1E-3", Fraction(1, 1000)),
        ("1e999", Fraction(10**999)),
    ],
)
def test_every_suffix_and_exponent_has_its_exact_value(text: str, value: Fraction) -> None:
    assert parse_quantity(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "Gi",
            "4x",
            "1 Gi",
            "1gi",
            "1GI",
            "1e",
            "--1",
            "1.2.3",
            "٣Gi",
            "\u0661",
            "1Gi\n",
            "NaN",
            "1K",
            "1_000",
            ".",
        ),
        "9" * 65,
    ],
)
def test_what_kubernetes_cannot_parse_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a Kubernetes quantity"):
        parse_quantity(text)


def test_equal_amounts_in_different_units_compare_equal() -> None:
    assert parse_quantity("1000m") == parse_quantity("1")
    assert parse_quantity("1024Mi") == parse_quantity("1Gi")
    assert parse_quantity("0.1") == parse_quantity("100m")


@pytest.mark.parametrize(
    ("memory", "expected"), [("24Gi", 24576), ("24G", 22889), ("1Mi", 1), ("1Ki", 1), ("1025Ki", 2)]
)
def test_a_part_of_a_mebibyte_counts_whole(memory: str, expected: int) -> None:
    assert mebibytes(memory) == expected


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("16Gi", "16Gi"),
        ("0.50", "0.50"),
        (4, "4"),
        (0.5, "0.5"),
        (4.0, "4"),
        (10.0, "10"),
        (17179869184, "17179869184"),
    ],
)
def test_a_quantity_is_kept_as_written_and_a_number_becomes_its_text(given: object, kept: str) -> None:
    assert QUANTITY.validate_python(given) == kept


@pytest.mark.parametrize("given", ["0", "-1", "0Gi"])
def test_an_amount_that_is_not_above_zero_is_refused(given: str) -> None:
    with pytest.raises(ValidationError, match="is not above zero"):
        QUANTITY.validate_python(given)


@pytest.mark.parametrize("given", [True, None, [], {}])
def test_what_is_neither_text_nor_number_is_refused(given: object) -> None:
    with pytest.raises(ValidationError):
        QUANTITY.validate_python(given)


@pytest.mark.parametrize(("given", "advice"), [("0.1n", "1n"), ("1.5n", "2n"), ("1e-10", "1n"), (1e-10, "1n")])
def test_an_amount_that_the_api_would_round_is_refused_with_what_it_would_be(given: object, advice: str) -> None:
    with pytest.raises(ValidationError, match=f"is finer than 1n, and the API rounds it up. Give {advice}"):
        QUANTITY.validate_python(given)


@pytest.mark.parametrize("given", ["8Ei", "9223372036854775808", "1e999", "9.3E"])
def test_an_amount_that_the_api_cannot_hold_is_refused(given: str) -> None:
    assert QUANTITY.validate_python("9223372036854775807")
    with pytest.raises(ValidationError, match="is above 9223372036854775807"):
        QUANTITY.validate_python(given)


@pytest.mark.parametrize("given", [float("nan"), float("inf"), 2.0**63])
def test_a_number_that_is_no_amount_is_refused(given: float) -> None:
    with pytest.raises(ValidationError, match=r"is not a Kubernetes quantity|is too large a number"):
        QUANTITY.validate_python(given)


@pytest.mark.parametrize(("given", "advice"), [("0.1m", "1m"), ("1500u", "2m"), (0.0015, "2m")])
def test_cpu_is_in_whole_millicores(given: object, advice: str) -> None:
    with pytest.raises(ValidationError, match=f"is finer than a millicore, and the API rounds it up. Give {advice}"):
        TypeAdapter(Cpu).validate_python(given)


@pytest.mark.parametrize("given", ["16", 16])
def test_memory_without_a_unit_is_refused(given: object) -> None:
    with pytest.raises(ValidationError, match=r"is below 1Mi: it counts bytes\. Give a unit, such as 16Gi\."):
        TypeAdapter(Memory).validate_python(given)


@pytest.mark.parametrize("given", ["1023Ki", "500m"])
def test_too_little_memory_is_refused_and_not_told_to_take_a_unit_that_it_has(given: object) -> None:
    assert TypeAdapter(Memory).validate_python("1024Ki") == "1024Ki"
    with pytest.raises(ValidationError, match=r"is below 1Mi\. Give more, such as 16Gi\."):
        TypeAdapter(Memory).validate_python(given)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("24GB", "24G"), ("24gb", "24G"), ("24 Gi", "24Gi"), ("24gi", "24Gi"), ("24GiB", "24Gi"), ("1.5g", "1.5G")],
)
def test_a_unit_as_people_write_it_gets_the_one_of_kubernetes_as_a_hint(written: str, meant: str) -> None:
    with pytest.raises(ValidationError, match=rf"Did you mean {re.escape(meant)}\?"):
        TypeAdapter(Quantity).validate_python(written)
