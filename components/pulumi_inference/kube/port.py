"""Ports: their numbers and their names.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports
The grammar of a name is that of IsValidPortName in k8s.io/apimachinery/pkg/util/validation (RFC 6335, IANA_SVC_NAME).
"""

from typing import Annotated

from pydantic import BeforeValidator, Field

from ..declared import Called
from ..model import integral
from .pattern import Matching

_LARGEST = 65535
_LONGEST_NAME = 15
_NAME = "(?=[-0-9]*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*"


PortNumber = Annotated[int, Field(strict=True, ge=1, le=_LARGEST), BeforeValidator(integral), Called("port")]
PortName = Annotated[
    str,
    Matching(
        "port_name",
        _NAME,
        "is not a port's name. Use lowercase letters, digits and single dashes between them; at least one letter.",
        _LONGEST_NAME,
    ),
]
"""The name of a container's port."""
