"""The base of every model in the spec."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """Frozen, closed, camelCase in YAML and JSON, snake_case in Python.

    Values never appear in pydantic's own error texts, since a field may hold a secret.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        hide_input_in_errors=True,
    )


def _integral(value: Any) -> Any:
    """The engine hands every number over as a double: 3.0 is 3, while 3.5 stays wrong."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WholeNumber = Annotated[int, BeforeValidator(_integral), Field(strict=True)]


def fault(kind: str, message: str) -> PydanticCustomError:
    """A validator's error whose message reaches the user word for word; braces in it stay braces."""
    return PydanticCustomError(kind, "{message}", {"message": message})
