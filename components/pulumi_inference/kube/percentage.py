"""Percentages, and the counts that may be one.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/deployment-v1/#DeploymentSpec
The grammar is that of IsValidPercent in k8s.io/apimachinery/pkg/util/validation.
"""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from ..declared import Called
from ..model import LARGEST_INT32, fault, integral
from .pattern import text_schema, whole

_PERCENT = "[0-9]{1,9}%"
_IS_PERCENT = re.compile(whole(_PERCENT))
_ACCEPTED = "Give a whole number such as 1, or a percentage such as 25%."


def _int_or_percent(value: Any) -> Any:
    value = integral(value)
    if isinstance(value, str) and _IS_PERCENT.search(value):
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise fault("int_or_percent", f"is neither a whole number nor a percentage. {_ACCEPTED}")
    if value < 0:
        raise fault("int_or_percent", f"is below 0. {_ACCEPTED}")
    if value > LARGEST_INT32:
        raise fault("int_or_percent", f"is above {LARGEST_INT32}, the largest that the API holds. {_ACCEPTED}")
    return value


Percentage = Annotated[int, Field(strict=True, ge=0, le=100), BeforeValidator(integral), Called("percentage")]
"""A whole part of a hundred."""
PositivePercentage = Annotated[int, Field(strict=True, ge=1, le=100), BeforeValidator(integral), Called("percentage")]
IntOrPercent = Annotated[
    int | str,
    BeforeValidator(_int_or_percent),
    WithJsonSchema({"anyOf": [text_schema(_PERCENT), {"type": "integer", "minimum": 0, "maximum": LARGEST_INT32}]}),
]
"""A count of pods, or a part of them in percent, as `maxSurge` takes it. `maxUnavailable` takes no more than 100%."""
