"""Every field of a spec by its path, as a user writes it: `canary.weight`, `env.NAME`, `autoscaling.metrics[].pods`."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pulumi_inference import InferenceServiceSpec
from pulumi_inference.declared import kinds
from pulumi_inference.inputs import ValueFrom
from pydantic import BaseModel
from pydantic.fields import FieldInfo

ENTRY = "NAME"
"""Stands for a key of a map of the user's own."""


def all_fields(model: type[BaseModel] = InferenceServiceSpec, below: str = "") -> dict[str, FieldInfo]:
    """In the order of the models; fields of what is nested come after the field that holds it."""
    found: dict[str, FieldInfo] = {}
    for name, field in model.model_fields.items():
        path = f"{below}{field.alias or name}"
        found[path] = field
        for inner, marks in models_in(field):
            found |= all_fields(inner, f"{path}{marks}.")
    return found


def models_in(declaration: Any, marks: str = "") -> Iterator[tuple[type[BaseModel], str]]:
    """The models that a field holds, each with `[]` or `.NAME` where there may be many."""
    for kind, _ in kinds(declaration):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind is not ValueFrom:  # another way to give a text, and no field of its own
                yield kind, marks
        else:
            many = f".{ENTRY}" if get_origin(kind) is dict else "[]"
            for inner in get_args(kind):
                yield from models_in(inner, marks + many)


def used_fields(spec: Any, below: str = "") -> set[str]:
    """The paths of what a spec says, those in maps of the user's own among them."""
    if isinstance(spec, list):
        return set().union(*(used_fields(entry, f"{below}[]") for entry in spec))
    if not isinstance(spec, Mapping):
        return set()
    paths = {f"{below}.{name}" if below else str(name): value for name, value in spec.items()}
    paths_of_maps = {f"{below}.{ENTRY}": list(spec.values())} if below else {}
    used = set(paths).union(*(used_fields(value, path) for path, value in paths.items()))
    return used.union(*(used_fields(value, path) for path, values in paths_of_maps.items() for value in values))
