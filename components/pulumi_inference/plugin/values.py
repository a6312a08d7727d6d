"""The inputs of a component as the engine sends them, read as the map that a spec is made of.

The wire format is the one of `MarshalPropertyValue` in pulumi's sdk/go/common/resource/plugin/rpc.go. It is read here,
since pulumi.provider (SDK 3.272) either makes a whole map an Output where one of its leaves is secret, or, in
`experimental.PropertyValue`, fails at an Output that is unknown, or that has dependencies and is no secret.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pulumi
from google.protobuf.struct_pb2 import Struct, Value  # type: ignore[import-untyped]
from pulumi.resource import DependencyResource
from pulumi.runtime import rpc

from ..declared import Location

T = TypeVar("T")

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key that tells a map which stands for something else (sdk/go/common/resource/sig/sig.go)."""
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN = rpc.UNKNOWN
"""The text that stands for a value which is not known yet."""


@dataclass(frozen=True)
class Mark:
    """What the engine says of a value beside the value."""

    secret: bool = False
    dependencies: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.secret or bool(self.dependencies)

    def __or__(self, other: "Mark") -> "Mark":
        return Mark(self.secret or other.secret, self.dependencies | other.dependencies)


NONE = Mark()


class AssetOrResource:
    """An asset, an archive or a resource. No field of a spec takes one, and its validation says so by this name."""


def spec_of(
    inputs: Struct, dependencies: Mapping[str, Collection[str]], may_be_output: Callable[[Location], bool]
) -> dict[str, Any]:
    """The map that a user wrote. To be called inside a running event loop.

    A value that the engine marks as secret, as unknown or as dependent is an Output, at that leaf alone. A map or a
    list that is marked as a whole stays plain in its structure: the mark goes to the strings in it that may be
    Outputs. All else in it decides which objects there are, and is to be seen in the cluster anyway.

    Args:
        inputs: The component's properties.
        dependencies: URNs that a whole property depends on; they count where none stand at its leaves.
        may_be_output: Whether the spec takes an Output at a place.
    """
    reader = _Reader(may_be_output)
    return {
        name: reader.plain(
            value, NONE if _has_outputs(value) else Mark(dependencies=frozenset(dependencies.get(name, ()))), (name,)
        )
        for name, value in inputs.fields.items()
    }


@dataclass(frozen=True)
class _Reader:
    may_be_output: Callable[[Location], bool]

    def plain(self, value: Value, around: Mark, at: Location) -> Any:
        """A value that is not marked itself, inside of what is `around` it."""
        match value.WhichOneof("kind"):
            case "null_value":
                return None
            case "bool_value":
                return value.bool_value
            case "number_value":
                return _number(value.number_value)
            case "string_value" if value.string_value == UNKNOWN:
                return _output(None, around, known=False)
            case "string_value":
                return _output(value.string_value, around) if around and self.may_be_output(at) else value.string_value
            case "list_value":
                return [self.plain(item, around, (*at, place)) for place, item in enumerate(value.list_value.values)]
            case _:
                return self._struct(value.struct_value, around, at)

    def _struct(self, struct: Struct, around: Mark, at: Location) -> Any:
        match struct.fields[SIGNATURE].string_value if SIGNATURE in struct.fields else "":
            case "":
                return {key: self.plain(value, around, (*at, key)) for key, value in struct.fields.items()}
            case signature if signature == SECRET:
                return self._marked(struct, around | Mark(secret=True), at)
            case signature if signature == OUTPUT:
                dependencies = (urn.string_value for urn in struct.fields["dependencies"].list_value.values)
                secret = struct.fields["secret"].bool_value  # absent, as the other one may be, is false
                return self._marked(struct, around | Mark(secret, frozenset(dependencies)), at)
            case _:
                return AssetOrResource()

    def _marked(self, struct: Struct, mark: Mark, at: Location) -> Any:
        """What a secret or an Output holds."""
        if "value" not in struct.fields:
            return _output(None, mark, known=False)
        value = struct.fields["value"]
        match value.WhichOneof("kind"):
            case "null_value" | "bool_value" | "number_value":
                return _output(self.plain(value, NONE, at), mark)
            case "string_value" if value.string_value != UNKNOWN:
                return _output(value.string_value, mark)
            case _:
                return self.plain(value, mark, at)


def _number(value: float) -> float | int:
    """Every number comes as a double."""
    return int(value) if value.is_integer() else value


def _has_outputs(value: Value) -> bool:
    match value.WhichOneof("kind"):
        case "list_value":
            return any(_has_outputs(item) for item in value.list_value.values)
        case "struct_value":
            fields = value.struct_value.fields
            marked = SIGNATURE in fields and fields[SIGNATURE].string_value == OUTPUT
            return marked or any(_has_outputs(item) for item in fields.values())
        case _:
            return False


def _output(value: Any, mark: Mark, *, known: bool = True) -> pulumi.Output[Any]:
    resources: set[pulumi.Resource] = {DependencyResource(urn) for urn in mark.dependencies}
    return pulumi.Output(resources, _done(value), _done(known), _done(mark.secret))


def _done(value: T) -> asyncio.Future[T]:
    future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    future.set_result(value)
    return future
