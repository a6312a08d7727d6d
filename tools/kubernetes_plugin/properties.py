"""Between the engine's property values (secrets, unknowns) and plain Kubernetes objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf import struct_pb2  # type: ignore[import-untyped]
from pulumi.provider.experimental.property_value import PropertyValue

from tools.kubernetes_plugin.objects import Object

Properties = Mapping[str, PropertyValue]

# The SDKs spell these CustomResourceDefinition fields with underscores, since a dash cannot stand in a name.
_DASHED: dict[str, str] = {
    "x_kubernetes_embedded_resource": "x-kubernetes-embedded-resource",
    "x_kubernetes_int_or_string": "x-kubernetes-int-or-string",
    "x_kubernetes_list_map_keys": "x-kubernetes-list-map-keys",
    "x_kubernetes_list_type": "x-kubernetes-list-type",
    "x_kubernetes_map_type": "x-kubernetes-map-type",
    "x_kubernetes_preserve_unknown_fields": "x-kubernetes-preserve-unknown-fields",
    "x_kubernetes_validations": "x-kubernetes-validations",
}
_UNDERSCORED: dict[str, str] = {dashed: underscored for underscored, dashed in _DASHED.items()}


def unmarshal(struct: struct_pb2.Struct) -> Properties:
    return PropertyValue.unmarshal_map(struct)


def marshal(properties: Properties) -> struct_pb2.Struct:
    return PropertyValue.marshal_map(dict(properties))


def plain_object(properties: Properties) -> Object:
    """The Kubernetes object without secretness; unknown values stay the engine's placeholders."""
    return {_DASHED.get(key, key): _plain(value) for key, value in properties.items()}


def property_value(value: Any) -> PropertyValue:
    if isinstance(value, dict):
        return PropertyValue({key: property_value(item) for key, item in _spelled(value)})
    if isinstance(value, list):
        return PropertyValue([property_value(item) for item in value])
    if isinstance(value, int) and not isinstance(value, bool):
        return PropertyValue(float(value))
    return PropertyValue(value)


def with_secrets(obj: Object, source: Properties) -> dict[str, PropertyValue]:
    """The object as properties, secret wherever the source is; a list is secret as a whole if any item was.

    The data of a Secret are always secret, wherever one stands.
    """
    if obj.get("kind") == "Secret":
        return {key: property_value(value).with_secret(key in {"data", "stringData"}) for key, value in _spelled(obj)}
    return {key: _with_secrets(value, source.get(key)) for key, value in _spelled(obj)}


def contains_secrets(properties: Properties) -> bool:
    return any(value.contains_secret() for value in properties.values())


def _spelled(obj: Object) -> list[tuple[str, Any]]:
    return [(_UNDERSCORED.get(key, key), value) for key, value in obj.items()]


def _with_secrets(value: Any, source: PropertyValue | None) -> PropertyValue:
    if source is None:
        return PropertyValue(with_secrets(value, {})) if isinstance(value, dict) else property_value(value)
    if isinstance(value, dict) and isinstance(source.value, Mapping) and not source.is_secret:
        return PropertyValue(with_secrets(value, source.value))
    return property_value(value).with_secret(source.contains_secret())


def _plain(value: PropertyValue) -> Any:
    content = value.value
    if isinstance(content, Mapping):
        return plain_object(content)
    if isinstance(content, tuple):
        return [_plain(item) for item in content]
    if isinstance(content, float) and content.is_integer():
        return int(content)  # the wire knows one kind of number; Kubernetes wants 3, not 3.0
    if content is None or isinstance(content, (bool, float, str)):
        return content
    raise TypeError(f"a {value.type.value.lower()} cannot be part of a Kubernetes object")
