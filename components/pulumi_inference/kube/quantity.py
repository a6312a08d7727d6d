"""Resource quantities: `500m`, `16Gi`, `1.5`, `1e3`.

https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
The grammar is that of resource.ParseQuantity in k8s.io/apimachinery.
"""

import re
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from ..model import LARGEST_INT64, fault, number_as_text
from .pattern import text_schema, whole

_DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_AMOUNT = r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:([KMGTPE]i)|[eE]([+-]?[0-9]{1,3})|([numkMGTPE]?))"
_FORM = re.compile(whole(rf"([+-]?){_AMOUNT}"))
_LONGEST = 64
"""Characters: far beyond any amount, and short enough that no check of it takes long."""
_LARGE = (*_BINARY, *(unit for unit, exponent in _DECIMAL.items() if 0 < exponent < _DECIMAL["E"]))
_SPELLED = re.compile(whole(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]{1,2}?)[bB]?\s*"))
"""A number with a unit as people write them."""
_FINEST = Fraction(1, 10**9)
_ACCEPTED = "Give a Kubernetes quantity above zero, such as 500m, 4, 16Gi or 1.5G."


def parse_quantity(text: str) -> Fraction:
    """The exact value of a quantity in its base unit (cores or bytes).

    Raises:
        ValueError: `text` is not a quantity.
    """
    parts = _FORM.search(text) if len(text) <= _LONGEST else None
    if parts is None:
        raise ValueError("is not a Kubernetes quantity")
    sign, digits, binary, exponent, decimal = parts.groups()
    number = Fraction(Decimal(sign + digits))
    if binary:
        return number * (1 << _BINARY[binary])
    return number * Fraction(10) ** (int(exponent) if exponent else _DECIMAL[decimal or ""])


def mebibytes(quantity: str) -> int:
    """A memory quantity in MiB, a part of one counted whole."""
    return ceil(parse_quantity(quantity) / 2**20)


def _positive(text: str) -> str:
    try:
        value = parse_quantity(text)
    except ValueError:
        raise fault("quantity", f"is not a Kubernetes quantity. {_meant(text) or _ACCEPTED}") from None
    if value <= 0:
        raise fault("quantity", f"is not above zero. {_ACCEPTED}")
    if value > LARGEST_INT64:
        raise fault("quantity", f"is above {LARGEST_INT64}, the largest that Kubernetes holds. {_ACCEPTED}")
    if value % _FINEST:
        raise fault("quantity", f"is finer than 1n, and the API rounds it up. Give {ceil(value / _FINEST)}n.")
    return text


def _meant(text: str) -> str | None:
    """A hint for `24GB`, `24 Gi` and `24gi`."""
    parts = _SPELLED.search(text) if len(text) <= _LONGEST else None
    unit = parts and next((unit for unit in _LARGE if unit.lower() == parts[2].lower()), None)
    return f"Did you mean {parts[1]}{unit}?" if parts and unit else None


def _schema(least: float) -> dict[str, Any]:
    """A pattern cannot compare: it says the grammar and that some digit is not 0. A number can say its least."""
    text = text_schema(rf"\+?(?=[0.]*[1-9]){_AMOUNT}", maxLength=_LONGEST)
    return {"anyOf": [text, {"type": "number", "minimum": least, "maximum": LARGEST_INT64}]}


Quantity = Annotated[
    str, BeforeValidator(number_as_text), AfterValidator(_positive), WithJsonSchema(_schema(float(_FINEST)))
]
"""A quantity above zero, kept as it was written."""


def _whole_millicores(text: str) -> str:
    millicores = parse_quantity(text) * 1000
    if millicores.denominator != 1:
        raise fault("quantity", f"is finer than a millicore, and the API rounds it up. Give {ceil(millicores)}m.")
    return text


def _at_least_a_mebibyte(text: str) -> str:
    if parse_quantity(text) < 2**20:
        counted = ": it counts bytes. Give a unit" if text[-1].isdigit() else ". Give more"
        raise fault("quantity", f"is below 1Mi{counted}, such as 16Gi.")
    return text


def _whole_thousandths(text: str) -> str:
    thousandths = parse_quantity(text) * 1000
    if thousandths.denominator != 1:
        raise fault("quantity", f"is finer than 1m, and the autoscaler rounds it up. Give {ceil(thousandths)}m.")
    return text


Cpu = Annotated[Quantity, AfterValidator(_whole_millicores), WithJsonSchema(_schema(0.001))]
"""CPU in whole millicores: the API server stores nothing finer, so that a preview would differ for ever."""
Memory = Annotated[Quantity, AfterValidator(_at_least_a_mebibyte), WithJsonSchema(_schema(2**20))]
"""Bytes of memory; a number without a unit is a forgotten one."""
MetricValue = Annotated[Quantity, AfterValidator(_whole_thousandths), WithJsonSchema(_schema(0.001))]
"""What a metric should come to, in whole thousandths: the autoscaler counts in nothing finer."""
