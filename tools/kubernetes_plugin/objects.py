"""Kubernetes objects as plain dictionaries, and the few questions that every module asks them."""

from __future__ import annotations

from typing import Any

Object = dict[str, Any]

# What the engine sends for a value that is not known yet, by the type that the value will have.
_UNKNOWN_VALUES = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # string
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # list
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)


def is_unknown(value: Any) -> bool:
    """Whether the engine will know this value only after something else has been created."""
    return isinstance(value, str) and value in _UNKNOWN_VALUES


def has_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(has_unknown, value.values()))
    if isinstance(value, list):
        return any(map(has_unknown, value))
    return is_unknown(value)


def nested(value: Any, *path: str) -> Any:
    """The value at a path of mapping keys, or None where the path ends early."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def nested_dict(value: Any, *path: str) -> Object:
    found = nested(value, *path)
    return found if isinstance(found, dict) else {}


def nested_list(value: Any, *path: str) -> list[Any]:
    found = nested(value, *path)
    return found if isinstance(found, list) else []


def nested_str(value: Any, *path: str) -> str:
    found = nested(value, *path)
    return found if isinstance(found, str) else ""


def nested_int(value: Any, *path: str) -> int:
    found = nested(value, *path)
    return found if isinstance(found, int) else 0


def remove_nested(value: Any, *path: str) -> None:
    parent = nested(value, *path[:-1])
    if isinstance(parent, dict):
        parent.pop(path[-1], None)


def set_nested(value: Object, new: Any, *path: str) -> None:
    """Puts a value at a path, unless something on the way is no mapping (an unknown value, say)."""
    for key in path[:-1]:
        child = value.setdefault(key, {})
        if not isinstance(child, dict):
            return
        value = child
    value[path[-1]] = new


def api_version(obj: Object) -> str:
    return nested_str(obj, "apiVersion")


def kind(obj: Object) -> str:
    return nested_str(obj, "kind")


def name(obj: Object) -> str:
    return nested_str(obj, "metadata", "name")


def namespace(obj: Object) -> str:
    return nested_str(obj, "metadata", "namespace")


def generation(obj: Object) -> int:
    return nested_int(obj, "metadata", "generation")


def owned_by(obj: Object, owner: Object) -> bool:
    """Whether the owner's controller made this object."""
    uid = nested_str(owner, "metadata", "uid")
    return any(reference.get("uid") == uid for reference in nested_list(obj, "metadata", "ownerReferences"))


def condition(obj: Object, condition_type: str) -> Object:
    """The status condition of that type, or an empty one."""
    for candidate in nested_list(obj, "status", "conditions"):
        if candidate.get("type") == condition_type:
            return dict(candidate)
    return {}


def object_id(obj: Object) -> str:
    """The Pulumi ID of an object: namespace/name, or the name alone where there is no namespace."""
    return f"{namespace(obj)}/{name(obj)}" if namespace(obj) else name(obj)


def split_id(resource_id: str) -> tuple[str, str]:
    """Namespace (empty for none) and name out of a Pulumi ID."""
    first, slash, second = resource_id.partition("/")
    return (first, second) if slash else ("", first)


def is_crd(obj: Object) -> bool:
    return kind(obj) == "CustomResourceDefinition" and api_version(obj).startswith("apiextensions.k8s.io/")


def is_secret(obj: Object) -> bool:
    return kind(obj) == "Secret" and api_version(obj) == "v1"


def is_config_map(obj: Object) -> bool:
    return kind(obj) == "ConfigMap" and api_version(obj) == "v1"
