"""Names of fields, in camelCase alone: the snake_case that the models take from Python is of no other language."""

import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from ..errors import Problem


def snake_case_problems(value: Any, kind: Any, path: str) -> Iterator[Problem]:
    """A problem for each key of `value` that is a field's name in Python. `kind` is the model, or any annotation."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _in_model(value, kind, path)
        return
    arguments = typing.get_args(kind)
    if isinstance(value, Mapping) and _is_container(kind, Mapping):
        for key, one in value.items():
            yield from snake_case_problems(one, arguments[-1], f"{path}.{key}")
    elif isinstance(value, list) and _is_container(kind, Sequence):
        for index, one in enumerate(value):
            yield from snake_case_problems(one, arguments[0], f"{path}.{index}")
    else:
        for choice in arguments:
            yield from snake_case_problems(value, choice, path)


def _in_model(value: Any, model: type[BaseModel], path: str) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        return
    for name, field in model.model_fields.items():
        alias = field.alias or name
        if name != alias and name in value:
            yield Problem(f"{path}.{name}", f"is not a field. Did you mean {alias}?")
        yield from snake_case_problems(value.get(alias), field.annotation, f"{path}.{alias}")


def _is_container(kind: Any, base: type) -> bool:
    origin = typing.get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, base)
