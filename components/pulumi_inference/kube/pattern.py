"""What a text may be: regular expressions that Python's checks and the JSON Schemas share, written once.

They keep to what Python and ECMA-262 read alike (https://json-schema.org/understanding-json-schema/reference/regular_expressions):
[0-9] and not \\d, which means every digit of Unicode in Python; no named groups. None may need more than linear time.
"""

from typing import Any


def whole(expression: str) -> str:
    """`expression` for the whole of a text.

    The last part is for Python, whose `$` also matches before a newline at the end.
    """
    return rf"^(?:{expression})$(?!\n)"


def text_schema(expression: str, **bounds: Any) -> dict[str, Any]:
    """The JSON Schema of a text that is an `expression` as a whole."""
    return {"type": "string", "pattern": whole(expression)} | bounds


def too_long(text: str, longest: int) -> str | None:
    """What to say of a text that is longer than it may be."""
    excess = len(text) - longest
    return f"is {len(text)} characters long, and may have {longest}: cut {excess}." if excess > 0 else None
