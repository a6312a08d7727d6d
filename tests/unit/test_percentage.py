import pytest
from pulumi_inference.kube.percentage import IntOrPercent, Percentage
from pydantic import TypeAdapter, ValidationError

PERCENTAGE: TypeAdapter[int] = TypeAdapter(Percentage)
COUNT: TypeAdapter[int | str] = TypeAdapter(IntOrPercent)


@pytest.mark.parametrize(("given", "number"), [(0, 0), (100, 100), (3.0, 3)])
def test_a_percentage_is_a_whole_number_from_0_to_100(given: object, number: int) -> None:
    assert PERCENTAGE.validate_python(given) == number


@pytest.mark.parametrize(
    ("given", "kind"), [(-1, "greater_than_equal"), (101, "less_than_equal"), (2.5, "int_type"), ("10%", "int_type")]
)
def test_what_is_no_percentage_is_refused(given: object, kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        PERCENTAGE.validate_python(given)
    assert caught.value.errors()[0]["type"] == kind


@pytest.mark.parametrize(
    ("given", "kept"), [(0, 0), (3.0, 3), (2**31 - 1, 2**31 - 1), ("25%", "25%"), ("150%", "150%")]
)
def test_a_count_or_a_percentage_is_kept(given: object, kept: object) -> None:
    assert COUNT.validate_python(given) == kept
    assert not isinstance(COUNT.validate_python(given), float)


@pytest.mark.parametrize(("given", "message"), [(-1, "is below 0"), (2**31, "is above 2147483647")])
def test_a_count_out_of_bounds_is_refused(given: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        COUNT.validate_python(given)


@pytest.mark.parametrize("given", ["5", "2.5%", "25%\n", "%", "٢%", 2.5, True, None, [], float("nan"), float("inf")])
def test_what_is_neither_a_count_nor_a_percentage_is_refused_in_one_finding(given: object) -> None:
    with pytest.raises(ValidationError, match="is neither a whole number nor a percentage") as caught:
        COUNT.validate_python(given)
    assert caught.value.error_count() == 1
