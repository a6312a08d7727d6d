"""The base of every model in the spec."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, dataclass_transform

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

from .errors import InvalidSpec, problems_of

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)


@dataclass_transform(kw_only_default=True, field_specifiers=(Field,))
class _RaisesInvalidSpec(ModelMetaclass):
    """Turns what a constructor call of the user raises into `InvalidSpec`.

    An `__init__` would do so for every nested model too, each on its own and without the path that leads to it.
    """

    if not TYPE_CHECKING:  # it would be taken for the signature of every constructor

        def __call__(cls, *args: Any, **fields: Any) -> Any:  # noqa: N805
            try:
                return super().__call__(*args, **fields)
            except ValidationError as error:
                raise InvalidSpec(problems_of(error, cls)) from None


class Model(BaseModel, metaclass=_RaisesInvalidSpec):
    """Frozen, closed, camelCase in YAML and JSON, snake_case in Python.

    Values never appear in pydantic's own error texts, since a field may hold a secret.

    Raises:
        InvalidSpec: by the constructor, with every problem found.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        hide_input_in_errors=True,
    )


def about(*objects: str, unit: str | None = None) -> dict[str, Any]:
    """What the reference says of a field beside its description: its unit, and the kinds of the objects it changes."""
    return {"x-objects": list(objects)} | ({"x-unit": unit} if unit else {})


def integral(value: Any) -> Any:
    """The engine hands every number over as a double: 3.0 is 3, while 3.5 stays wrong."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


LARGEST_INT32 = 2**31 - 1
"""The API's replica counts and probe seconds are int32."""
LARGEST_INT64 = 2**63 - 1
"""The API caps quantities there."""

# The bounds stand before the validator: after it pydantic (2.14) writes `ge` into a JSON Schema, which means nothing.
Natural = Annotated[int, Field(strict=True, ge=0, le=LARGEST_INT32), BeforeValidator(integral)]
Switch = Annotated[bool, Field(strict=True)]
"""true or false, and no word that some reader of YAML takes for one."""
Positive = Annotated[int, Field(strict=True, ge=1, le=LARGEST_INT32), BeforeValidator(integral)]


class NotEmpty:
    """Marks a list or a map with at least one entry. Pydantic's own bound also counts out those that are wrong."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        found = handler(schema)
        return found | {"minProperties" if found["type"] == "object" else "minItems": 1}

    def _check(self, value: Any) -> Any:
        if not value:
            raise PydanticKnownError("too_short", {"field_type": "List", "min_length": 1, "actual_length": 0})
        return value


def fault(kind: str, message: str) -> PydanticCustomError:
    """A validator's error whose message reaches the user word for word, after the value where that can be shown.

    The message is a predicate: `is not a duration. Give a duration such as 10s.` Braces in it stay braces.
    """
    return PydanticCustomError(kind, "{message}", {"message": message})


def number_as_text(value: Any) -> Any:
    """A number where text is wanted, as YAML reads `cpu: 4`; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if value > LARGEST_INT64 or value < -LARGEST_INT64 - 1:  # NaN is neither
        raise fault("too_large", f"is too large a number. Numbers go up to {LARGEST_INT64}.")
    return str(value) if isinstance(value, int) else format(Decimal(repr(value)).normalize(), "f")
