"""Labels: the recommended ones on every object, the two that select, and what keys and values may be.

https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
The grammars are those of k8s.io/apimachinery/pkg/api/validate/content.
"""

import json
import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from ..model import fault
from .names import LONGEST_NAME, LONGEST_SUBDOMAIN, SUBDOMAIN
from .pattern import Matching, text_schema, too_long, whole

PREFIX = "pulumi-inference/"
"""Of every annotation and label of ours that Kubernetes has no name for."""


def recommended(service: str, component: str, kind: str = "inference-service") -> dict[str, str]:
    """https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/"""
    return {
        "app.kubernetes.io/name": kind,
        "app.kubernetes.io/instance": service,
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/managed-by": "pulumi",
        "app": service,
    }


def selector(service: str, track: str | None = None) -> dict[str, str]:
    """Selects the pods of a service, or of one track. A Deployment's selector is immutable: never add to it."""
    return {"app": service} | ({"track": track} if track else {})


_NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
"""Up to 63 characters."""
_VALUE = f"(?:{_NAME})?"
_LABEL_KEY = f"(?:(?=[^/]{{1,{LONGEST_SUBDOMAIN}}}/){SUBDOMAIN}/)?{_NAME}"
# The API server makes an annotation's key lowercase before it looks; a label's it takes as it is.
_ANNOTATION_KEY = f"(?:(?=[^/]{{1,{LONGEST_SUBDOMAIN}}}/){SUBDOMAIN.replace('a-z', 'A-Za-z')}/)?{_NAME}"


def _key(expression: str) -> Callable[[str], str]:
    form = re.compile(whole(expression))

    def check(text: str) -> str:
        prefix, slash, name = text.rpartition("/")
        for part, what, longest in ((prefix, "prefix", LONGEST_SUBDOMAIN), (name, "name", LONGEST_NAME)):
            if reason := too_long(part, longest):
                raise fault("key", f"has a {what} that {reason}")
        if slash and not prefix:
            raise fault("key", "has a slash and no prefix before it. Give a prefix, or leave out the slash.")
        if not form.search(text):
            raise fault(
                "key",
                "is not a key that Kubernetes accepts. Give letters, digits, dashes, underscores and dots, with a "
                "letter or a digit at both ends; a DNS name and a slash may stand before it, as in example.com/team.",
            )
        return text

    return check


def _no_word_of_yaml(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # the engine hands every number over as a double
    if isinstance(value, bool | int | float):
        kind = "a boolean" if isinstance(value, bool) else "a number"
        quoted = f': "{json.dumps(value)}"' if abs(value) < 10**LONGEST_NAME else ""
        raise fault("label_value", f"is {kind} to YAML, and a label is text. Put it in quotes{quoted}.")
    return value


def _text(value: Any) -> Any:
    """Without the value: an annotation may hold a secret."""
    if isinstance(value, bool | int | float):
        raise fault("annotation_value", "is no text, as YAML reads it. Put it in quotes.")
    return value


LabelKey = Annotated[str, AfterValidator(_key(_LABEL_KEY)), WithJsonSchema(text_schema(_LABEL_KEY))]
"""A name, with a DNS subdomain and a slash before it if it has an owner."""
LabelValue = Annotated[
    str,
    BeforeValidator(_no_word_of_yaml),
    Matching(
        "label_value",
        _VALUE,
        "is not a label's value. Use letters, digits, dashes, underscores and dots; start and end with a letter or a "
        "digit.",
        LONGEST_NAME,
    ),
]
"""Up to 63 characters, or none."""
AnnotationKey = Annotated[str, AfterValidator(_key(_ANNOTATION_KEY)), WithJsonSchema(text_schema(_ANNOTATION_KEY))]
"""As a label's key, in any case."""
AnnotationValue = Annotated[str, BeforeValidator(_text)]
"""Any text."""
