"""What a query to Prometheus is made of: where it goes, what it asks, and what the answer is held against."""

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from ..declared import NotShown
from ..model import number_as_text
from .pattern import Matching, text_schema

_LONGEST = 2048
_DIGITS = 20
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_POSITIVE = rf"(?=[0-9.]*[1-9]){_NUMBER}"

PrometheusAddress = Annotated[
    str,
    Matching(
        "address",
        r"https?://[-A-Za-z0-9._:\[\]]+(?:/[!$->@-~]*)?",
        "is not the address of a Prometheus. Give one such as http://prometheus.monitoring.svc:9090, and a user "
        "and a password by authentication.",
        longest=_LONGEST,
    ),
    NotShown(),
]
"""`http://` or `https://`, without a user and a password."""
PrometheusQuery = Annotated[
    str,
    Matching(
        "query",
        r"[^ \t\r\n\x00](?:[^\x00]*[^ \t\r\n\x00])?",
        "is not a query. Give one that comes to a number, such as sum(active_requests), without spaces around it.",
        longest=_LONGEST,
    ),
]
"""PromQL; only Prometheus itself can say whether it is right."""
Threshold = Annotated[
    str,
    BeforeValidator(number_as_text),
    Matching("threshold", _POSITIVE, "is not a number above 0. Give one such as 5 or 0.5.", longest=_DIGITS),
    WithJsonSchema(
        {"anyOf": [text_schema(_POSITIVE, maxLength=_DIGITS), {"type": "number", "minimum": 1 / 10**_DIGITS}]}
    ),
]
"""A number above zero in plain digits, kept as it was written."""
ThresholdOrZero = Annotated[
    str,
    BeforeValidator(number_as_text),
    Matching("threshold", _NUMBER, "is not a number from 0. Give one such as 0, 5 or 0.5.", longest=_DIGITS),
    WithJsonSchema({"anyOf": [text_schema(_NUMBER, maxLength=_DIGITS), {"type": "number", "minimum": 0}]}),
]
"""A number from zero in plain digits, kept as it was written."""
