"""What traces are configured by: a collector's address, a part of the requests, the keys of attributes."""

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from ..declared import NotShown
from ..model import number_as_text
from .pattern import Matching, text_schema

_PORT = "(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3})"
_RATIO = r"0(?:\.[0-9]{1,9})?|1(?:\.0{1,9})?"

CollectorAddress = Annotated[
    str,
    Matching(
        "address",
        rf"https?://[-A-Za-z0-9.]+(?::{_PORT})?(?:/[-A-Za-z0-9._~/]*)?",
        "is not the address of a collector. Give one such as http://otel-collector.observability:4317, without a user "
        "and a password.",
        2048,
    ),
    NotShown(),
]
"""`http://` or `https://`, with a port below 65000."""
SamplingRatio = Annotated[
    str,
    BeforeValidator(number_as_text),
    Matching("ratio", _RATIO, "is not a ratio from 0 to 1. Give one such as 0.1."),
    WithJsonSchema({"anyOf": [text_schema(_RATIO), {"type": "number", "minimum": 0, "maximum": 1}]}),
]
"""A part of one, kept as it was written."""
AttributeKey = Annotated[
    str,
    Matching(
        "attribute",
        "[A-Za-z_][A-Za-z0-9_.-]*",
        "is not the key of an attribute. Use letters, digits, dots, underscores and dashes.",
        255,
    ),
]
"""As OpenTelemetry's conventions write them."""
