"""Durations as Go and Kubernetes write them: `10s`, `1m30s`, `500ms`; a plain number is seconds.

https://pkg.go.dev/time#ParseDuration

Go writes a duration in JSON as a bare number of nanoseconds, and so does a resource that Go wrote: validated with the
context `NANOSECONDS`, a bare number is that.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..model import LARGEST_INT32, LARGEST_INT64, fault, number_as_text
from .pattern import text_schema, whole

BARE_NUMBERS = "bare_numbers"
"""The key of the validation context that says what a bare number counts; without it, seconds."""
NANOSECONDS = {BARE_NUMBERS: "nanoseconds"}
"""The validation context of a resource that Go wrote."""

_SECONDS = {
    "ns": Fraction(1, 10**9),
    "us": Fraction(1, 10**6),
    "µs": Fraction(1, 10**6),  # U+00B5, the micro sign
    "μs": Fraction(1, 10**6),
    "ms": Fraction(1, 1000),
    "s": Fraction(1),
    "m": Fraction(60),
    "h": Fraction(3600),
}
_NANOSECOND = _SECONDS["ns"]
_NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_UNIT = f"(?:{'|'.join(_SECONDS)})"
_PARTS = f"(?:{_NUMBER}{_UNIT})+"
_FORM = re.compile(whole(rf"[+-]?(?:{_PARTS}|0)"))
_PART = re.compile(f"({_NUMBER})({_UNIT})")
_LONGEST = 64
"""Characters: far beyond any duration, and short enough that no check of it takes long."""
_SUSPECT = 10**6
"""A bare number from here on is not seconds: they would be more than eleven days, or a whole millisecond in ns."""
_LONGEST_WAIT = 30 * 24 * 3600
"""Seconds. What we wait for takes less, and sums of several waits stay within the API's int32."""
_ACCEPTED = "Give a duration such as 10s, 1m30s or a number of seconds."

POSITIVE = rf"\+?(?=[^1-9]*[1-9]){_PARTS}"
"""The regular expression of a duration above zero: units hold no digits, so one that is not 0 suffices."""


@lru_cache(maxsize=1024)
def parse_duration(text: str) -> Fraction:
    """The exact length in seconds.

    Raises:
        ValueError: `text` is not a duration.
    """
    if len(text) > _LONGEST or not _FORM.search(text):
        raise ValueError("is not a duration")
    seconds = sum((Fraction(Decimal(number)) * _SECONDS[unit] for number, unit in _PART.findall(text)), Fraction(0))
    return -seconds if text.startswith("-") else seconds


def duration_text(seconds: Fraction) -> str:
    """The shortest text of a length in whole nanoseconds, the largest units first: `1h`, `1m30s`, `1.5ms`."""
    if seconds < 0:
        return f"-{duration_text(-seconds)}"
    if 0 < seconds < 1:
        unit = next(unit for unit in ("ms", "us", "ns") if seconds >= _SECONDS[unit])
        return f"{_decimal(seconds / _SECONDS[unit])}{unit}"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((Fraction(hours), "h"), (Fraction(minutes), "m"), (rest, "s"))
    return "".join(f"{_decimal(count)}{unit}" for count, unit in parts if count) or "0s"


def whole_seconds(duration: str) -> int:
    """The length of a value in whole seconds, such as `ProbeSeconds`, for a field of Kubernetes that counts them."""
    return int(parse_duration(duration))


def is_duration(text: str) -> bool:
    """Whether `text` is what `Duration` accepts."""
    try:
        _above_zero(text)
    except PydanticCustomError:
        return False
    return True


def _decimal(number: Fraction) -> str:
    """A number of at most nine decimal places, as it is written."""
    return format((Decimal(int(number / _NANOSECOND)) / 10**9).normalize(), "f")


def _checked(text: str) -> Fraction:
    try:
        seconds = parse_duration(text)
    except ValueError:
        raise fault("duration", f"is not a duration. {_ACCEPTED}") from None
    if abs(seconds) > LARGEST_INT64 * _NANOSECOND:
        longest = duration_text(LARGEST_INT64 * _NANOSECOND)
        raise fault("duration", f"is above {longest}, the longest that Go holds. {_ACCEPTED}")
    if seconds % _NANOSECOND:
        raise fault("duration", f"is finer than a nanosecond, the finest that Go holds. {_ACCEPTED}")
    return seconds


def _above_zero(text: str) -> str:
    if _checked(text) <= 0:
        raise fault("duration", f"is not above zero. {_ACCEPTED}")
    return text


def _from_zero(text: str) -> str:
    _checked(text)
    if text.startswith("-"):
        raise fault("duration", f"is below zero. {_ACCEPTED}")
    return text


def _in_whole_seconds(text: str, counted_by: str, longest: int, so_long: str) -> str:
    seconds = _checked(text)
    if seconds <= 0:
        raise fault("duration", "is not above zero. Give at least 1s.")
    if seconds.denominator != 1:
        raise fault("duration", f"is not in whole seconds, as {counted_by}. The nearest above is {ceil(seconds)}s.")
    if seconds > longest:
        raise fault("duration", f"is above {so_long}.")
    return text


def _for_a_probe(text: str) -> str:
    return _in_whole_seconds(text, "a probe needs", LARGEST_INT32, f"{LARGEST_INT32}s, the longest that a probe holds")


def _for_a_wait(text: str) -> str:
    longest = duration_text(Fraction(_LONGEST_WAIT))
    return _in_whole_seconds(
        text, "Kubernetes counts them", _LONGEST_WAIT, f"{longest} (30 days), the longest that is taken here"
    )


def _seconds_between(least: int, most: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        seconds = _checked(text)
        accepted = f"Give whole seconds from {least}s to {most}s."
        if seconds < least or text.startswith("-"):
            raise fault("duration", f"is below {least}s. {accepted}")
        if seconds > most:
            raise fault("duration", f"is above {most}s, the longest that an autoscaler takes. {accepted}")
        if seconds.denominator != 1:
            raise fault("duration", f"is not in whole seconds. The nearest above is {ceil(seconds)}s.")
        return text

    return check


def _written(step: Fraction) -> Callable[[Any, ValidationInfo], Any]:
    """The text of a bare number; `step` is what the field counts in, so that what a fault suggests is accepted."""

    def text_of(value: Any, info: ValidationInfo) -> Any:
        text = number_as_text(value)
        if text is value:
            return value
        number = Fraction(value) if isinstance(value, int) else _exact(value)
        if (info.context or {}).get(BARE_NUMBERS) == NANOSECONDS[BARE_NUMBERS]:
            if number.denominator != 1:
                raise fault("duration", f"is not a whole number of nanoseconds, which it counts here. Give {text}s.")
            if 0 < number < _SUSPECT and step > _NANOSECOND:
                raise fault("duration", f"counts nanoseconds here, as Go writes a duration in JSON. Give {text}s.")
            return duration_text(number * _NANOSECOND)
        if number >= _SUSPECT:
            meant = int(number) * _NANOSECOND
            raise fault(
                "duration",
                f"looks like nanoseconds, as Go writes a duration in JSON: that is {duration_text(meant)}. "
                f"Give {duration_text(ceil(meant / step) * step)}.",
            )
        return f"{text}s"

    return text_of


def _exact(value: float) -> Fraction:
    try:
        return Fraction(repr(value))
    except ValueError:  # not a number at all
        raise fault("duration", f"is not a duration. {_ACCEPTED}") from None


def _schema(text: str, number: dict[str, Any]) -> dict[str, Any]:
    """A pattern cannot add up: that the whole is in nanoseconds, in seconds, or not too long stays unsaid."""
    return {"anyOf": [text_schema(text, maxLength=_LONGEST), number | {"exclusiveMaximum": _SUSPECT}]}


Duration = Annotated[
    str,
    BeforeValidator(_written(_NANOSECOND)),
    AfterValidator(_above_zero),
    WithJsonSchema(_schema(POSITIVE, {"type": "number", "minimum": float(_NANOSECOND)})),
]
"""A duration above zero, kept as it was written."""
DurationOrZero = Annotated[
    str,
    BeforeValidator(_written(_NANOSECOND)),
    AfterValidator(_from_zero),
    WithJsonSchema(_schema(rf"\+?(?:{_PARTS}|0)", {"type": "number", "minimum": 0})),
]
"""A duration that may be zero, which Go also writes as a bare `0`; kept as it was written."""
ProbeSeconds = Annotated[
    str,
    BeforeValidator(_written(Fraction(1))),
    AfterValidator(_for_a_probe),
    WithJsonSchema(_schema(POSITIVE, {"type": "integer", "minimum": 1})),
]
"""A duration of whole seconds, at least one, as the fields of a probe count them; kept as it was written."""
WholeSeconds = Annotated[
    str,
    BeforeValidator(_written(Fraction(1))),
    AfterValidator(_for_a_wait),
    WithJsonSchema(_schema(POSITIVE, {"type": "integer", "minimum": 1})),
]
"""A duration of whole seconds from one to thirty days, of which sums are made; kept as it was written."""

# The bounds are those of HorizontalPodAutoscalerBehavior:
# https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
WindowSeconds = Annotated[
    str,
    BeforeValidator(_written(Fraction(1))),
    AfterValidator(_seconds_between(0, 3600)),
    WithJsonSchema(_schema(rf"\+?(?:{_PARTS}|0)", {"type": "integer", "minimum": 0, "maximum": 3600})),
]
"""How far back an autoscaler looks: whole seconds up to an hour; kept as it was written."""
PeriodSeconds = Annotated[
    str,
    BeforeValidator(_written(Fraction(1))),
    AfterValidator(_seconds_between(1, 1800)),
    WithJsonSchema(_schema(POSITIVE, {"type": "integer", "minimum": 1, "maximum": 1800})),
]
"""Over which an autoscaler counts its steps: whole seconds up to half an hour; kept as it was written."""
