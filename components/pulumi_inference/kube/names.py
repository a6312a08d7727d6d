"""Names that the API server accepts, with the suffixes of this project counted.

https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
"""

import re
from typing import Annotated

from pydantic import AfterValidator

from ..model import fault

LONGEST_NAME = 63
"""Of a Service (RFC 1035 label) and of a label's value."""
LONGEST_SUFFIX = "-primary"
"""The longest that follows a service's name where it names pods of one track, in a label or a Service."""

_LABEL = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?", re.ASCII)


def service_name_problem(name: str) -> str | None:
    """Why `name` cannot be the name of an inference service, or None if it can."""
    excess = len(name) + len(LONGEST_SUFFIX) - LONGEST_NAME
    if excess > 0:
        return (
            f"is {len(name)} characters long. With the suffix {LONGEST_SUFFIX} a Service of Kubernetes may have "
            f"{LONGEST_NAME}: cut {excess}."
        )
    if not _LABEL.fullmatch(name):
        return (
            "is not a name that Kubernetes accepts for a Service. Use lowercase letters, digits and dashes; "
            "start with a letter and end with a letter or a digit."
        )
    return None


def _service_name(text: str) -> str:
    if problem := service_name_problem(text):
        raise fault("name", problem)
    return text


ServiceName = Annotated[str, AfterValidator(_service_name)]
"""Of an inference service: a DNS label (RFC 1035) that leaves room for the suffixes of this project."""


def dns_label_problem(name: str) -> str | None:
    if not re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", name) or len(name) > LONGEST_NAME:
        return "is not a name."
    return None


NamespaceName = str
