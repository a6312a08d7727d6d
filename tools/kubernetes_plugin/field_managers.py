"""Who owns which field of a live object (`metadata.managedFields`), and how this plugin takes over its own.

An object is created by `pulumi-kubernetes` with an ordinary create, and later changed by server-side apply as
`pulumi-kubernetes-<8 hex>`. The API server holds these for two managers. Unless the second takes over what the first
set, a field that leaves the program never leaves the live object.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tools.kubernetes_plugin import pulumi_annotations
from tools.kubernetes_plugin.naming import unique_name
from tools.kubernetes_plugin.objects import Object, nested_list

CREATOR = "pulumi-kubernetes"

# Managers that speak for the same user: earlier versions of the plugin, and kubectl. A name stands for all names
# that begin with it.
_SAME_USER = (
    ("kubectl", "Apply"),
    ("kubectl", "Update"),
    ("before-first-apply", "Update"),
    ("pulumi-kubernetes", "Update"),
    ("pulumi-resource-kubernetes", "Update"),
)


def field_manager(inputs: Object, known: str) -> str:
    """The name to apply with: the annotation's, else the state's, else a new one."""
    return (
        pulumi_annotations.annotation(inputs, pulumi_annotations.PATCH_FIELD_MANAGER)
        or known
        or unique_name(f"{CREATOR}-")
    )


def taken_over(entries: Sequence[Object], manager: str) -> list[Object] | None:
    """The managed fields with everything of the same user's managers given to one; None where nothing changes."""
    ours: Object | None = next(
        (dict(entry) for entry in entries if (entry.get("manager"), entry.get("operation")) == (manager, "Apply")), None
    )
    others: list[Object] = []
    changed = False
    for entry in entries:
        if (entry.get("manager"), entry.get("operation")) == (manager, "Apply"):
            continue
        if not _speaks_for_us(entry):
            others.append(entry)
            continue
        changed = True
        if ours is None:
            ours = entry | {"manager": manager, "operation": "Apply"}
        else:
            ours["fieldsV1"] = merged_fields(ours.get("fieldsV1", {}), entry.get("fieldsV1", {}))
    return [*others, ours] if changed and ours is not None else None


def merged_fields(first: Any, second: Any) -> Any:
    """The union of two sets of fields (`fieldsV1`)."""
    return first | {key: merged_fields(first.get(key, {}), value) for key, value in second.items()}


def owns(fields: Object, path: Iterable[str]) -> bool:
    """Whether a set of fields has the field at this path, or anything below it."""
    for element in path:
        if f"f:{element}" not in fields:
            return False
        fields = fields[f"f:{element}"]
    return True


def owners(live: Object, path: Sequence[str]) -> set[str]:
    """The names of the managers of a field."""
    return {
        str(entry.get("manager", ""))
        for entry in nested_list(live, "metadata", "managedFields")
        if owns(entry.get("fieldsV1", {}), path)
    }


def created_by_us(live: Object) -> bool:
    """Whether the fields of the create have not been taken over yet."""
    return any(
        entry.get("operation") == "Update"
        and entry.get("manager") in (CREATOR, "pulumi-resource-kubernetes", "pulumi-kubernetes.exe")
        for entry in nested_list(live, "metadata", "managedFields")
    )


def _speaks_for_us(entry: Object) -> bool:
    return not entry.get("subresource") and any(
        str(entry.get("manager", "")).startswith(prefix) and entry.get("operation") == operation
        for prefix, operation in _SAME_USER
    )
