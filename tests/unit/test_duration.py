from fractions import Fraction

import pytest
from pulumi_inference.kube.duration import ProbeSeconds, parse_duration, whole_seconds
from pydantic import TypeAdapter, ValidationError

PROBE_SECONDS = TypeAdapter(ProbeSeconds)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10s", Fraction(10)),
        ("1m30s", Fraction(90)),
        ("500ms", Fraction(1, 2)),
        ("1.5s", Fraction(3, 2)),
        ("2h", Fraction(7200)),
        ("3us", Fraction(3, 10**6)),
        ("7ns", Fraction(7, 10**9)),
    ],
)
def test_a_duration_is_read_as_go_reads_it(text: str, seconds: Fraction) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "10", "s", "10 s", "1d", "-1s", "10s ", "1m 30s", "1e3s", "٣s"])
def test_what_go_cannot_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("given", "seconds"), [("10s", 10), ("1m30s", 90), (10, 10), (3.0, 3), (10.0, 10), (100.0, 100), ("1000ms", 1)]
)
def test_a_probe_takes_whole_seconds_and_plain_numbers_as_seconds(given: object, seconds: int) -> None:
    assert whole_seconds(PROBE_SECONDS.validate_python(given)) == seconds


@pytest.mark.parametrize(("given", "nearest"), [("500ms", "1s"), ("1.5s", "2s"), (2.5, "3s")])
def test_a_part_of_a_second_is_refused_with_the_nearest_valid_value(given: object, nearest: str) -> None:
    with pytest.raises(ValidationError, match=f"The nearest above is {nearest}"):
        PROBE_SECONDS.validate_python(given)


@pytest.mark.parametrize("given", ["0s", 0, -3])
def test_a_duration_that_is_not_above_zero_is_refused(given: object) -> None:
    with pytest.raises(ValidationError, match=r"is not above zero|is not a duration"):
        PROBE_SECONDS.validate_python(given)
