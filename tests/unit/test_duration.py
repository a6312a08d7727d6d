from fractions import Fraction

import pytest
from pulumi_inference.kube.duration import (
    NANOSECONDS,
    Duration,
    DurationOrZero,
    ProbeSeconds,
    duration_text,
    parse_duration,
    whole_seconds,
)
from pydantic import TypeAdapter, ValidationError

PROBE_SECONDS = TypeAdapter(ProbeSeconds)
DURATION = TypeAdapter(Duration)
DURATION_OR_ZERO = TypeAdapter(DurationOrZero)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10s", Fraction(10)),
        ("1m30s", Fraction(90)),
        ("500ms", Fraction(1, 2)),
        ("1.5s", Fraction(3, 2)),
        ("2h", Fraction(7200)),
        ("3us", Fraction(3, 10**6)),
        ("3µs", Fraction(3, 10**6)),  # U+00B5
        ("3\u03bcs", Fraction(3, 10**6)),
        ("7ns", Fraction(7, 10**9)),
        (".5s", Fraction(1, 2)),
        ("1.s", Fraction(1)),
        ("+5s", Fraction(5)),
        ("-1m30s", Fraction(-90)),
        ("0", Fraction(0)),
        ("30s1h1h", Fraction(7230)),
    ],
)
def test_a_duration_is_read_as_go_reads_it(text: str, seconds: Fraction) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "10", "s", "10 s", "1d", "--1s", "10s ", "1m 30s", "1e3s", "٣s", ".s", "00", "10s\n"]
)
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


@pytest.mark.parametrize("given", ["0s", "-1s", 0, -3])
@pytest.mark.parametrize("type_", [PROBE_SECONDS, DURATION])
def test_a_duration_that_is_not_above_zero_is_refused(type_: TypeAdapter[str], given: object) -> None:
    with pytest.raises(ValidationError, match="is not above zero"):
        type_.validate_python(given)


@pytest.mark.parametrize("given", [-1, "-1s"])
def test_zero_is_accepted_where_the_field_takes_it_and_less_is_not(given: object) -> None:
    assert DURATION_OR_ZERO.validate_python("0") == "0"
    assert DURATION_OR_ZERO.validate_python(0) == "0s"
    with pytest.raises(ValidationError, match="is below zero"):
        DURATION_OR_ZERO.validate_python(given)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("90s", "90s"), ("1m30s", "1m30s"), (90, "90s"), (90.0, "90s"), (0.5, "0.5s"), (999999, "999999s")],
)
def test_a_duration_is_kept_as_written_and_a_number_is_seconds(given: object, kept: str) -> None:
    assert DURATION.validate_python(given) == kept


@pytest.mark.parametrize(
    ("given", "meant", "advice"),
    [
        (3000000000, "3s", "3s"),
        (3e9, "3s", "3s"),
        (1500000000, "1.5s", "1.5s"),
        (10**6, "1ms", "1ms"),
        (5e11, "8m20s", "8m20s"),
    ],
)
def test_a_number_of_nanoseconds_is_refused_with_the_duration_that_it_is(
    given: object, meant: str, advice: str
) -> None:
    with pytest.raises(ValidationError, match=f"looks like nanoseconds, .*: that is {meant}. Give {advice}"):
        DURATION.validate_python(given)


@pytest.mark.parametrize(("given", "advice"), [(1500000000, "2s"), (10**6, "1s"), (3000000000, "3s")])
def test_what_is_advised_for_a_probe_is_in_whole_seconds(given: int, advice: str) -> None:
    with pytest.raises(ValidationError, match=f"looks like nanoseconds, .* Give {advice}"):
        PROBE_SECONDS.validate_python(given)


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (10_000_000_000, "10s"),
        (90_000_000_000, "1m30s"),
        (90_500_000_000.0, "1m30.5s"),
        (3_600_000_000_000, "1h"),
        (3_601_000_000_000, "1h1s"),
        (500_000_000, "500ms"),
        (1_500_000, "1.5ms"),
        (1_500, "1.5us"),
        (7, "7ns"),
        (2**63 - 1, "2562047h47m16.854775807s"),
    ],
)
def test_in_a_resource_that_go_wrote_a_bare_number_is_nanoseconds(nanoseconds: float, text: str) -> None:
    assert DURATION.validate_python(nanoseconds, context=NANOSECONDS) == text
    assert parse_duration(text) == Fraction(nanoseconds) / 10**9
    assert duration_text(parse_duration(text)) == text


def test_text_and_zero_and_other_contexts_stay_what_they_are_under_nanoseconds() -> None:
    assert DURATION.validate_python("90s", context=NANOSECONDS) == "90s"
    assert DURATION_OR_ZERO.validate_python(0, context=NANOSECONDS) == "0s"
    assert DURATION.validate_python(90, context={"other": "nanoseconds"}) == "90s"
    assert DURATION.validate_python(10**9, context={"other": 1} | NANOSECONDS) == "1s"


@pytest.mark.parametrize(
    ("nanoseconds", "message"),
    [
        (1_500_000_000, "not in whole seconds, as a probe needs. The nearest above is 2s"),
        (3, "counts nanoseconds here, as Go writes a duration in JSON. Give 3s."),
        (0, "is not above zero"),
        (-(10**9), "is not above zero"),
        (1.5, "is not a whole number of nanoseconds"),
        (2**63, "is too large a number"),
        (True, "valid string"),
    ],
)
def test_nanoseconds_that_a_probe_cannot_have_are_refused(nanoseconds: float, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        PROBE_SECONDS.validate_python(nanoseconds, context=NANOSECONDS)


@pytest.mark.parametrize("given", ["2562047h47m16.854775808s", "9" * 30 + "h"])
def test_what_go_cannot_hold_is_refused(given: str) -> None:
    assert DURATION.validate_python("2562047h47m16.854775807s")
    with pytest.raises(ValidationError, match="the longest that Go holds"):
        DURATION.validate_python(given)


@pytest.mark.parametrize("given", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("context", [None, NANOSECONDS])
def test_what_is_no_number_is_refused(given: float, context: dict[str, str] | None) -> None:
    with pytest.raises(ValidationError, match=r"is not a duration|is too large a number"):
        DURATION.validate_python(given, context=context)
