"""Models of which a user gives exactly one field."""

from typing import Any, ClassVar, Self

from pydantic import ConfigDict, model_validator

from .model import Model, fault


def exactly_one(*fields: str) -> ConfigDict:
    """The JSON Schema of a model that has exactly one of several fields, null being none."""
    choices: list[Any] = [{"required": [field], "properties": {field: {"not": {"type": "null"}}}} for field in fields]
    return ConfigDict(json_schema_extra={"oneOf": choices})


class OneOf(Model):
    """Has exactly one of the fields whose default is none."""

    kind: ClassVar[str] = "choice"
    """Of the problem where it has not."""
    otherwise: ClassVar[str] = "Leave one out."

    @model_validator(mode="after")
    def _has_exactly_one(self) -> Self:
        choices = {
            field.alias or name: getattr(self, name)
            for name, field in type(self).model_fields.items()
            if not field.is_required() and field.default is None
        }
        given = [name for name, value in choices.items() if value is not None]
        if not given:
            raise fault(self.kind, f"has none of {', '.join(choices)}. Give one.")
        if len(given) > 1:
            raise fault(self.kind, f"has {' and '.join(given)}, and takes one of them. {self.otherwise}")
        return self
