"""What a user sees when something is wrong: where, what, and the way out."""

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pydantic import BaseModel, ValidationError

LONGEST_SHOWN_BITS = 128


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a spec."""

    path: str
    """Where, as the user writes it: `services.chat.canary.weight`."""
    message: str
    """What is wrong, what is accepted, how to mend it. Holds no value of a field that may be secret."""

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class InferenceError(pulumi.RunError):
    """What this library refuses or explains: one type for all of it, with the details as attributes.

    As a `pulumi.RunError` it ends a program with its report alone, without a traceback.
    """


class InvalidSpec(InferenceError, ValueError):  # noqa: N818 - named after the seed's ErrInvalidSpec
    """A spec that cannot be served, with all its problems at once. Raised before anything is registered."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class ChildObject:
    """A Kubernetes object that a service declares, by its names in the cluster and in the stack."""

    service: str
    """The service's name: the key in the stack's `services`."""
    type: str
    """Pulumi's type token: `kubernetes:apps/v1:Deployment`."""
    namespace: str
    """Empty where it is not known."""
    name: str
    logical_name: str
    """The resource's name in the stack; we give it the object's own."""
    parent: str
    """URN of the component."""

    @property
    def kind(self) -> str:
        return self.type.rsplit(":", 1)[-1]

    @property
    def id(self) -> str:
        """As `pulumi import` and the state have it."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name

    def __str__(self) -> str:
        where = f" in namespace {self.namespace}" if self.namespace else ""
        return f"{self.kind} {self.name}{where}"


class ObjectError(InferenceError):
    """The cluster did not take an object of a service, or the object does not become ready."""

    def __init__(self, child: ChildObject, problem: str, hint: str) -> None:
        self.child = child
        """What was to be created or updated."""
        self.hint = hint
        """The way out."""
        super().__init__(
            f"services.{child.service}: {problem}\n{hint}" if hint else f"services.{child.service}: {problem}"
        )


class ObjectNotFound(ObjectError):  # noqa: N818 - named after the seed's ErrNotFound
    """An object is missing: the namespace, what the object refers to, or the object itself when it is to change."""

    def __init__(self, child: ChildObject, kind: str, name: str, problem: str, hint: str) -> None:
        self.kind = kind
        """Kind of what is missing."""
        self.name = name
        super().__init__(child, problem, hint)


class ObjectAlreadyExists(ObjectError):  # noqa: N818 - named after the seed's ErrAlreadyExists
    """An object of this name is in the cluster and not in this stack."""


class ServiceNotReady(ObjectError):  # noqa: N818 - a sibling of the two above
    """The objects are there, and their pods do not become ready."""

    def __init__(self, child: ChildObject, words: str, pods: Sequence[str]) -> None:
        self.words = words
        """What is missing, in the same words as the service's `status.message`."""
        self.pods = tuple(pods)
        """What the pods say, each thing once."""
        super().__init__(child, f"not ready: {words}", "\n".join(f"  {line}" for line in self.pods))


def problems_of(error: ValidationError, model: type[BaseModel], path: str) -> list[Problem]:
    """Pydantic's findings in the words of this project, below `path`."""
    return [
        Problem(_dotted(path, detail["loc"]), _message(detail, model)) for detail in error.errors(include_url=False)
    ]


def _dotted(path: str, location: Sequence[str | int]) -> str:
    return ".".join(part for part in (path, *map(str, location)) if part)


def _message(detail: Mapping[str, Any], model: type[BaseModel]) -> str:
    context, given = detail.get("ctx", {}), _shown(detail["input"])
    match detail["type"]:
        case "missing":
            return "is required."
        case "extra_forbidden":
            return f"is not a field.{_nearest(detail['loc'], model)}"
        case "int_type":
            return f"{given} is not a whole number."
        case "string_type":
            return f"{given} is not a string. Put it in quotes."
        case "greater_than_equal":
            return f"{given} is below {context['ge']}. Give {context['ge']} or more."
        case "less_than_equal":
            return f"{given} is above {context['le']}. Give {context['le']} or less."
        case "model_type":
            return f"{given} is not a map of fields."
        case _:
            return str(detail["msg"])


def _shown(value: Any) -> str:
    """A wrong value, as far as it can be shown: a number or a word of YAML, while text may be a secret."""
    match value:
        case int() if value.bit_length() > LONGEST_SHOWN_BITS:
            return "a number of very many digits"
        case None | bool() | int() | float():
            return json.dumps(value)
        case str():
            return "a string"
        case Mapping():
            return "a map"
        case Sequence():
            return "a list"
        case _:
            return f"a value of type {type(value).__name__}"


def _nearest(location: Sequence[str | int], model: type[BaseModel]) -> str:
    """A hint at the known field that was probably meant, else the list of those there are."""
    known = _fields_at(location[:-1], model)
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    if near:
        return f" Did you mean {near[0]}?"
    return f" The fields here are {', '.join(known)}."


def _fields_at(location: Sequence[str | int], model: type[BaseModel]) -> list[str]:
    for part in location:
        field = next(field for name, field in model.model_fields.items() if part in (name, field.alias))
        nested = [kind for kind in _types_in(field.annotation) if issubclass(kind, BaseModel)]
        model = nested[0]
    return [field.alias or name for name, field in model.model_fields.items()]


def _types_in(annotation: Any) -> list[type]:
    if isinstance(annotation, type):
        return [annotation]
    return [kind for argument in getattr(annotation, "__args__", ()) for kind in _types_in(argument)]
