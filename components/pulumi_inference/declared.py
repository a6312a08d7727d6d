"""What the models declare of a field: its types and bounds, and whether it can hold a secret."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel, GetJsonSchemaHandler, Tag, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

Location = Sequence[str | int]


@dataclass(frozen=True)
class PulumiInput:
    """Marks a string leaf that may be a `pulumi.Input`, and so may hold a secret."""

    check: Callable[[Any], str]
    """Of its plain value: returns it, or raises a `pydantic.ValidationError`."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(schema) | {"x-pulumi-input": True}


@dataclass(frozen=True)
class NotShown:
    """Marks a plain field where a secret can stand by mistake, such as the secret itself instead of its key."""


@dataclass(frozen=True)
class Called:
    """What a number is, in a message: `Give a whole percentage from 0 to 100.`"""

    noun: str


def declared_at(model: type[BaseModel], location: Location) -> Any:
    """The declaration of the field at `location`, or None where the model knows of no such field."""
    found: Any = model
    for part in location:
        found = element(found, part)
        if found is None:
            return None
    return found


def written_location(model: type[BaseModel], location: Location) -> Location:
    """Pydantic's location without its own marks (tags of unions, `[key]`): a user's key may be spelt like one."""
    around: Any = model
    written: list[str | int] = []
    marks: set[str] = set()
    for part in location:
        if part in marks:
            marks = set()
            continue
        written.append(part)
        found = element(around, part)
        marks = {said.tag for _, metadata in kinds(found) for said in metadata if isinstance(said, Tag)}
        if any(get_origin(kind) in (dict, Mapping) for kind, _ in kinds(around)):
            marks.add("[key]")
        around = found
    return written


def field_names(declaration: Any) -> list[str]:
    """The names in YAML of the fields of a model; none if `declaration` is no model's."""
    return [
        field.alias or name
        for kind, _ in kinds(declaration)
        if _is_model(kind)
        for name, field in kind.model_fields.items()
    ]


def may_hold_a_secret(declaration: Any) -> bool:
    """Whether the value may be or hold a secret, which no report may show. What is no field could be anything."""
    if declaration is None:
        return True
    return any(
        kind is Any
        or pulumi_input(metadata) is not None
        or _marked(metadata, NotShown) is not None
        or any(may_hold_a_secret(part) for part in (kind.model_fields.values() if _is_model(kind) else get_args(kind)))
        for kind, metadata in kinds(declaration)
        if kind is not type(None)
    )


def pulumi_input(declaration: Any) -> PulumiInput | None:
    """The mark of a leaf that may be a `pulumi.Input`; None on any other field."""
    found: PulumiInput | None = _marked(declaration, PulumiInput)
    return found


def noun(declaration: Any) -> str:
    called = _marked(declaration, Called)
    return called.noun if called else "number"


def bounds(declaration: Any) -> tuple[int | None, int | None]:
    """The least and the greatest number that the field takes."""
    low, high = _marked(declaration, annotated_types.Ge), _marked(declaration, annotated_types.Le)
    return (low.ge if low else None), (high.le if high else None)


def example(declaration: Any) -> Any:
    """The first example of a field, or None."""
    return (declaration.examples or [None])[0] if isinstance(declaration, FieldInfo) else None


def accepts(declaration: Any, value: Any) -> bool:
    """Whether a field takes a value."""
    if not isinstance(declaration, FieldInfo):
        return False
    kind: Any = declaration.annotation
    try:
        TypeAdapter(Annotated[kind, *declaration.metadata] if declaration.metadata else kind).validate_python(value)
    except ValidationError:
        return False
    return True


def optional(declaration: Any) -> bool:
    return isinstance(declaration, FieldInfo) and not declaration.is_required()


def element(declaration: Any, part: str | int) -> Any:
    """The declaration of a field of a map of fields, or of an element of a list or a map; None where there is none."""
    for kind, _ in kinds(declaration):
        if _is_model(kind):
            for name, field in kind.model_fields.items():
                if part in (name, field.alias):
                    return field
        elif arguments := get_args(kind):
            elements = [argument for argument in arguments if argument is not ...]
            return elements[-1] if isinstance(get_origin(kind), type) else None
    return None


def kinds(declaration: Any, metadata: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Each type that a declaration allows, with everything that is said of it."""
    if isinstance(declaration, tuple):  # metadata alone
        yield Any, declaration
    elif isinstance(declaration, FieldInfo):
        yield from kinds(declaration.annotation, (*metadata, *declaration.metadata))
    elif get_origin(declaration) is Annotated:
        kind, *said = get_args(declaration)
        yield from kinds(kind, (*metadata, *_flat(said)))
    elif get_origin(declaration) in (Union, UnionType):
        for kind in get_args(declaration):
            yield from kinds(kind, metadata)
    else:
        yield declaration, metadata


def _flat(metadata: Sequence[Any]) -> Iterator[Any]:
    for said in metadata:
        yield from _flat(said.metadata) if isinstance(said, FieldInfo) else (said,)


def _marked(declaration: Any, mark: type) -> Any:
    found = (said for _, metadata in kinds(declaration) for said in metadata if isinstance(said, mark))
    return next(found, None)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
