"""Ports: their numbers and their names.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports
The grammar of a name is that of IsValidPortName in k8s.io/apimachinery/pkg/util/validation (RFC 6335, IANA_SVC_NAME).
"""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from ..declared import Called
from ..model import fault, integral
from .pattern import text_schema, too_long, whole

_LARGEST = 65535
_LONGEST_NAME = 15
_NAME = "(?=[-0-9]*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*"
_IS_NAME = re.compile(whole(_NAME))


def _port_name(text: str) -> str:
    if reason := too_long(text, _LONGEST_NAME):
        raise fault("port_name", reason)
    if not _IS_NAME.search(text):
        raise fault(
            "port_name",
            "is not a port's name. Use lowercase letters, digits and single dashes between them; at least one letter.",
        )
    return text


PortNumber = Annotated[int, Field(strict=True, ge=1, le=_LARGEST), BeforeValidator(integral), Called("port")]
PortName = Annotated[str, AfterValidator(_port_name), WithJsonSchema(text_schema(_NAME, maxLength=_LONGEST_NAME))]
"""The name of a container's port."""
