"""Durations as Go and Kubernetes write them: `10s`, `1m30s`, `500ms`; a plain number is seconds.

https://pkg.go.dev/time#ParseDuration
"""

import re
from fractions import Fraction
from math import ceil
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from ..model import LARGEST_INT32, fault, number_as_text

NANOSECONDS = {"bare_numbers": "nanoseconds"}

_SECONDS = {
    "ns": Fraction(1, 10**9),
    "us": Fraction(1, 10**6),
    "ms": Fraction(1, 1000),
    "s": Fraction(1),
    "m": Fraction(60),
    "h": Fraction(3600),
}
_PART = re.compile(r"([0-9]{1,19}(?:\.[0-9]{1,9})?)(ns|us|ms|h|m|s)", re.ASCII)
_ACCEPTED = "Give a duration such as 10s, 1m30s or a number of seconds."


def parse_duration(text: str) -> Fraction:
    """The exact length in seconds.

    Raises:
        ValueError: `text` is not a duration.
    """
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError("is not a duration")
    return sum((Fraction(number) * _SECONDS[unit] for number, unit in parts), Fraction(0))


def whole_seconds(duration: str) -> int:
    """The length of a `ProbeSeconds` value, for a field of Kubernetes that counts seconds."""
    return int(parse_duration(duration))


def _written(value: Any) -> Any:
    text = number_as_text(value)
    return text if text is value else f"{text}s"


def _in_whole_seconds(text: str) -> str:
    try:
        seconds = parse_duration(text)
    except ValueError:
        raise fault("duration", f"is not a duration. {_ACCEPTED}") from None
    if seconds <= 0:
        raise fault("duration", "is not above zero. Give at least 1s.")
    if seconds.denominator != 1:
        raise fault("duration", f"is not in whole seconds, as a probe needs. The nearest above is {ceil(seconds)}s.")
    if seconds > LARGEST_INT32:
        raise fault("duration", f"is above {LARGEST_INT32}s, the longest that a probe holds.")
    return text


ProbeSeconds = Annotated[str, BeforeValidator(_written), AfterValidator(_in_whole_seconds)]
"""A duration of whole seconds, at least one, as the fields of a probe count them; kept as it was written."""
