"""The `pulumi.com/` annotations that change how a resource is handled."""

from __future__ import annotations

import json
from typing import Literal

from tools.kubernetes_plugin.errors import PluginError
from tools.kubernetes_plugin.objects import Object, nested_str, set_nested

AUTONAMED = "pulumi.com/autonamed"
DELETION_PROPAGATION = "pulumi.com/deletionPropagationPolicy"
PATCH_FIELD_MANAGER = "pulumi.com/patchFieldManager"
PATCH_FORCE = "pulumi.com/patchForce"
REPLACE_UNREADY = "pulumi.com/replaceUnready"
SKIP_AWAIT = "pulumi.com/skipAwait"
TIMEOUT_SECONDS = "pulumi.com/timeoutSeconds"
WAIT_FOR = "pulumi.com/waitFor"

Propagation = Literal["Background", "Foreground", "Orphan"]


def annotation(obj: Object, key: str) -> str:
    return nested_str(obj, "metadata", "annotations", key)


def is_true(obj: Object, key: str) -> bool:
    return annotation(obj, key) == "true"


def mark_autonamed(obj: Object) -> None:
    set_nested(obj, "true", "metadata", "annotations", AUTONAMED)


def timeout_seconds(custom_timeout: float, obj: Object, default: float) -> float:
    """The resource option's timeout, else the annotation's, else the default. A bad annotation counts as none."""
    if custom_timeout:
        return custom_timeout
    try:
        return float(int(annotation(obj, TIMEOUT_SECONDS)))
    except ValueError:
        return default


def deletion_propagation(obj: Object) -> Propagation:
    match annotation(obj, DELETION_PROPAGATION).lower():
        case "orphan":
            return "Orphan"
        case "background":
            return "Background"
        case _:
            return "Foreground"


def wait_for(obj: Object) -> list[str]:
    """The expressions of `pulumi.com/waitFor`: one, or a JSON list of them; none where it is not set."""
    raw = annotation(obj, WAIT_FOR)
    if not raw:
        return []
    try:
        expressions = json.loads(raw)
    except json.JSONDecodeError:
        return [raw]
    if not isinstance(expressions, list) or not all(isinstance(entry, str) for entry in expressions):
        return [raw]
    if not expressions:
        raise PluginError(f"{WAIT_FOR} is an empty list; name at least one condition, or remove the annotation")
    return expressions
