"""What a text may be: regular expressions that Python's checks and the JSON Schemas share, written once.

They keep to what Python and ECMA-262 read alike (https://json-schema.org/understanding-json-schema/reference/regular_expressions):
[0-9] and not \\d, which means every digit of Unicode in Python; no named groups. None may need more than linear time.
"""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ..model import fault


def whole(expression: str) -> str:
    """`expression` for the whole of a text.

    The last part is for Python, whose `$` also matches before a newline at the end.
    """
    return rf"^(?:{expression})$(?!\n)"


def text_schema(expression: str, **bounds: Any) -> dict[str, Any]:
    """The JSON Schema of a text that is an `expression` as a whole."""
    return {"type": "string", "pattern": whole(expression)} | bounds


class ByKey:
    """Marks a map whose keys match an expression; pydantic's own JSON Schema lets others pass."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        found = dict(handler(schema))
        ((pattern, values),) = found.pop("patternProperties").items()
        return found | {
            "propertyNames": found.get("propertyNames", {}) | {"type": "string", "pattern": pattern},
            "additionalProperties": values,
        }


def too_long(text: str, longest: int) -> str | None:
    """What to say of a text that is longer than it may be."""
    excess = len(text) - longest
    return f"is {len(text)} characters long, and may have {longest}: cut {excess}." if excess > 0 else None


@dataclass(frozen=True)
class Matching:
    """Marks a text that is an `expression` as a whole: checks it, and writes its JSON Schema."""

    kind: str
    """Of the problem where it is not."""
    expression: str
    otherwise: str
    """What to say where it is not."""
    longest: int | None = None
    """Characters that it may have."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        form = re.compile(whole(self.expression))

        def check(text: str) -> str:
            if self.longest and (reason := too_long(text, self.longest)):
                raise fault(self.kind, reason)
            if not form.search(text):
                raise fault(self.kind, self.otherwise)
            return text

        return core_schema.no_info_after_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return text_schema(self.expression, **({"maxLength": self.longest} if self.longest else {}))
