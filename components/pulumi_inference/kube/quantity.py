"""Resource quantities: `500m`, `16Gi`, `1.5`, `1e3`.

https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
"""

import re
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from ..model import LARGEST_INT64, fault, number_as_text

_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_FORM = re.compile(
    r"(?P<number>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))"
    r"(?:(?P<binary>[KMGTPE]i)|(?P<decimal>[numkMGTPE]?)|[eE](?P<exponent>[+-]?[0-9]{1,3}))",
    re.ASCII,
)
_ACCEPTED = "Give a Kubernetes quantity above zero, such as 500m, 4, 16Gi or 1.5G."


def parse_quantity(text: str) -> Fraction:
    """The exact value of a quantity in its base unit (cores or bytes).

    Raises:
        ValueError: `text` is not a quantity.
    """
    parts = _FORM.fullmatch(text)
    if parts is None:
        raise ValueError("is not a Kubernetes quantity")
    number = Fraction(Decimal(parts["number"]))
    if parts["binary"]:
        return number * (1 << _BINARY[parts["binary"]])
    exponent = int(parts["exponent"]) if parts["exponent"] else _DECIMAL[parts["decimal"] or ""]
    return number * (Fraction(10**exponent) if exponent >= 0 else Fraction(1, 10**-exponent))


def mebibytes(quantity: str) -> int:
    """A memory quantity in MiB, a part of one counted whole."""
    return ceil(parse_quantity(quantity) / 2**20)


def _positive(text: str) -> str:
    try:
        value = parse_quantity(text)
    except ValueError:
        raise fault("quantity", f"is not a Kubernetes quantity. {_ACCEPTED}") from None
    if value <= 0:
        raise fault("quantity", f"is not above zero. {_ACCEPTED}")
    if value > LARGEST_INT64:
        raise fault("quantity", f"is above {LARGEST_INT64}, the largest that Kubernetes holds. {_ACCEPTED}")
    return text


Quantity = Annotated[str, BeforeValidator(number_as_text), AfterValidator(_positive)]
"""A quantity above zero, kept as it was written."""


def _whole_millicores(text: str) -> str:
    millicores = parse_quantity(text) * 1000
    if millicores.denominator != 1:
        raise fault("quantity", f"is finer than a millicore, and the API rounds it up. Give {ceil(millicores)}m.")
    return text


def _at_least_a_mebibyte(text: str) -> str:
    if parse_quantity(text) < 2**20:
        raise fault("quantity", "is below 1Mi: it counts bytes. Give a unit, such as 16Gi.")
    return text


Cpu = Annotated[Quantity, AfterValidator(_whole_millicores)]
"""CPU in whole millicores: the API server stores nothing finer, so that a preview would differ for ever."""
Memory = Annotated[Quantity, AfterValidator(_at_least_a_mebibyte)]
"""Bytes of memory; a number without a unit is a forgotten one."""
