"""What a user sees when the spec is wrong: every problem at once, each with its path and the fix."""

import difflib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pydantic import BaseModel, ValidationError

from .declared import (
    Location,
    accepts,
    bounds,
    declared_at,
    example,
    field_names,
    may_hold_a_secret,
    noun,
    optional,
    written_location,
)

LONGEST_SHOWN = 60
"""Characters of a wrong value in a report."""
LONGEST_SHOWN_BITS = 128
MOST_SHOWN = 1000
"""Problems in a report; the exception holds all of them."""
FEWEST_LETTERS = 3
"""Of a field's beginning that can stand for the whole of its name: `gpu` for gpuMemory, which `cpu` resembles more."""
CONFLICT = "conflict"
"""The kind of a problem between fields that are fine each by itself."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a spec."""

    path: str
    """Where, as the user writes it: `services.chat.canary.weight`."""
    message: str
    """What is wrong, what is accepted, how to mend it. Holds no value of a field that may be secret."""
    kind: str = CONFLICT
    """Which sort of problem, for programs: `missing`, `unknown_field`, `wrong_type`, `out_of_range`, `output`,
    `conflict`, or the notion that the value is not, such as `quantity`."""

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class InferenceError(pulumi.RunError):
    """What this library refuses or explains: one type for all of it, with the details as attributes.

    As a `pulumi.RunError` it ends a program with its report alone, without a traceback.
    """


class InvalidSpec(InferenceError):  # noqa: N818 - named after the seed's ErrInvalidSpec
    """A spec that cannot be served, with all its problems at once. Raised before anything is registered."""

    problems: tuple[Problem, ...]
    """All of them, in the order of the spec."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        rest = len(self.problems) - MOST_SHOWN
        more = [f"... and {rest} more problems."] if rest > 0 else []
        super().__init__("\n".join([*map(str, self.problems[:MOST_SHOWN]), *more]))


def problems_of(error: ValidationError, model: type[BaseModel], path: str = "") -> list[Problem]:
    """Pydantic's findings in the words of this project, below `path`."""
    return [problem for detail in error.errors(include_url=False) for problem in _problems(detail, model, path)]


def path_to(base: str, location: Location) -> str:
    """A path as the user writes it: `services.chat.env[0].name`, `labels["a.b/c"]`."""
    path = base
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        elif re.fullmatch(r"[\w-]{1,63}", part):
            path += f".{part}" if path else part
        else:
            path += f"[{_quoted(part)}]"
    return path


def _problems(detail: Mapping[str, Any], model: type[BaseModel], path: str) -> Iterator[Problem]:
    location = written_location(model, detail["loc"])
    if detail["type"] == CONFLICT:
        around = path_to(path, location)
        for field, message in detail["ctx"]["problems"]:
            yield Problem(f"{around}.{field}" if around else field, message)
        return
    kind, message = _explained(detail, location, model)
    yield Problem(path_to(path, location), message, kind)


def _explained(detail: Mapping[str, Any], location: Location, model: type[BaseModel]) -> tuple[str, str]:
    """The kind of a problem, and its message."""
    value, declaration = detail["input"], declared_at(model, location)
    if detail["type"] == "missing":
        return "missing", f"is required.{_such_as(declaration, ' Give one, such as ')}"
    if detail["type"] in ("extra_forbidden", "invalid_key"):
        return "unknown_field", f"is not a field.{_nearest(str(location[-1]), declared_at(model, location[:-1]))}"
    if isinstance(value, pulumi.Output):
        return "output", (
            "is an Output, which is known only once other resources exist. This field decides what is created, which "
            "a preview must know. Give a plain value."
        )
    if detail["type"] == "too_short":
        left_out = ", or leave the field out for its default" if optional(declaration) else ""
        return "empty", f"is empty. Give at least one{left_out}."
    if detail["type"] == "string_unicode":
        return "wrong_type", "holds half a character (a surrogate without the other). Write the whole character."
    given = _nature(value) if may_hold_a_secret(declaration) else shown(value)
    if words := _wrong_type(detail["type"], value, declaration):
        return "wrong_type", f"{given} {words}"
    match detail["type"]:
        case "greater_than_equal" | "less_than_equal":
            return "out_of_range", f"{given} is {_beyond(**detail['ctx'])}. {_within(declaration)}"
        case "literal_error":
            return "wrong_value", f"{given} is not accepted. Give {detail['ctx']['expected'].replace(chr(39), '')}."
        case kind:
            message = _instead_of_date(value) or str(detail["msg"])
            return kind, message if isinstance(value, str) and may_hold_a_secret(declaration) else f"{given} {message}"


def _wrong_type(kind: str, value: Any, declaration: Any) -> str | None:
    match kind:
        case "int_type":
            return f"is not a whole number.{_instead_of_number(value, declaration)}"
        case "string_type":
            return f"is not a string.{_instead_of_string(value, declaration)}"
        case "bool_type":
            return "is neither true nor false. Give one of the two, without quotes."
        case "tuple_type" | "list_type":
            return f"is not a list.{_instead_of_list(value, declaration)}"
        case "model_type" | "dict_type":
            return f"is not a map of fields.{_instead_of_map(value, declaration)}"
        case _:
            return None


def _beyond(ge: int | None = None, le: int | None = None) -> str:
    return f"above {le}" if ge is None else f"below {ge}"


def _within(declaration: Any) -> str:
    low, high = bounds(declaration)
    return f"Give a whole {noun(declaration)} from {low} to {high}."


def _instead_of_number(value: Any, declaration: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
        return f" Leave out the quotes: {value}."
    return _instead_of_null(value, declaration) or _such_as(declaration, " Give one, such as ")


def _instead_of_string(value: Any, declaration: Any) -> str:
    number = isinstance(value, bool | int) and value.bit_length() <= LONGEST_SHOWN_BITS
    if (number or isinstance(value, float)) and accepts(declaration, json.dumps(value)):
        return " Put it in quotes."
    return _instead_of_null(value, declaration) or _such_as(declaration, " Give one, such as ")


def _instead_of_list(value: Any, declaration: Any) -> str:
    return _instead_of_null(value, declaration) or _such_as(declaration, " Give one, such as ")


def _instead_of_map(value: Any, declaration: Any) -> str:
    names = field_names(declaration)
    if names:
        return _instead_of_null(value, declaration) or f" Its fields are {', '.join(names)}."
    return _instead_of_null(value, declaration) or _such_as(declaration, " Give one, such as ")


def _instead_of_null(value: Any, declaration: Any) -> str:
    return " Leave the field out for its default." if value is None and optional(declaration) else ""


def _instead_of_date(value: Any) -> str:
    """The engine reads a date without quotes as a time, and hands on Go's text of it."""
    is_date = isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{8,18} [+].{3,9}", value)
    return "is a date, since it stands without quotes. Put it in quotes." if is_date else ""


def _such_as(declaration: Any, words: str) -> str:
    given = example(declaration)
    return "" if given is None else f"{words}{given if isinstance(given, str) else json.dumps(given)}."


def _nearest(name: str, declaration: Any) -> str:
    """A hint at the known field that was probably meant, else the list of those there are."""
    meant = probably_meant(name, declaration)
    if meant is None:
        return f" The fields here are {', '.join(field_names(declaration))}."
    looks_alike = "" if name.isascii() else ", in plain ASCII"
    return f" Did you mean {meant}{looks_alike}?"


def probably_meant(name: str, declaration: Any) -> str | None:
    """The field that is nearest to a name that is none, or None where no field is near."""
    by_letters = {_letters(field): field for field in field_names(declaration)}
    letters = _letters(name)
    begun = [field for field in by_letters if len(letters) >= FEWEST_LETTERS and field.startswith(letters)]
    near = begun if len(begun) == 1 else difflib.get_close_matches(letters, by_letters, n=1)
    return by_letters[near[0]] if near else None


def _letters(name: str) -> str:
    """Two spellings of one name are the same: minReplicas, min_replicas, MINREPLICAS."""
    return name[:LONGEST_SHOWN].replace("_", "").replace("-", "").lower()


def shown(value: Any) -> str:
    """A wrong value as the user wrote it, as far as it fits."""
    match value:
        case int() if value.bit_length() > LONGEST_SHOWN_BITS:
            return "a number of very many digits"
        case None | bool() | int() | float():
            return json.dumps(value)
        case str():
            return _quoted(value)
        case _:
            return _nature(value)


def _nature(value: Any) -> str:
    """What sort of value it is, where the value itself may be a secret."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case Mapping():
            return "a map"
        case Sequence():
            return "a list"
        case _:
            return f"a value of type {type(value).__name__}"


def _quoted(text: str) -> str:
    cut = text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
    return json.dumps(cut, ensure_ascii=not cut.isprintable())
