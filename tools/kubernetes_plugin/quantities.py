"""Kubernetes quantities in the one spelling that the API server gives back: 0.5 is 500m, 1024Mi is 1Gi."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil

_QUANTITY = re.compile(
    r"(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:(?P<suffix>[KMGTPE]i|[numkMGTPE])|[eE](?P<exponent>[+-]?\d+))?"
)
_BINARY = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}
_DECIMAL = {"n": -3, "u": -2, "m": -1, "": 0, "k": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}


def canonical_quantity(text: str) -> str | None:
    """The canonical spelling, or None where the text is no quantity."""
    match = _QUANTITY.fullmatch(text)
    if match is None:
        return None
    number, suffix = Fraction(match["number"]), match["suffix"] or ""
    if match["exponent"] is not None:
        return _scaled(number * Fraction(10) ** int(match["exponent"]), exponent_form=True)
    if suffix in _BINARY:
        value = number * 1024 ** _BINARY[suffix]
        return _binary(ceil(value)) if abs(value) >= 1024 else _scaled(value)
    return _scaled(number * Fraction(1000) ** _DECIMAL[suffix])


def _binary(value: int) -> str:
    power = 0
    while value and value % 1024 == 0 and power < len(_BINARY):
        value, power = value // 1024, power + 1
    return f"{value}{next((suffix for suffix, exponent in _BINARY.items() if exponent == power), '')}"


def _scaled(value: Fraction, *, exponent_form: bool = False) -> str:
    if value == 0:
        return "0"
    nano = ceil(value * 10**9)  # nothing is finer than a nano
    for suffix, thousands in sorted(_DECIMAL.items(), key=lambda item: -item[1]):
        count, rest = divmod(nano, 1000 ** (thousands + 3))
        if not rest:
            return (
                f"{count}e{3 * thousands}"
                if exponent_form and thousands
                else f"{count}{'' if exponent_form else suffix}"
            )
    raise AssertionError("every number of nanos is divisible by one")
