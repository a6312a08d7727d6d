"""Generated names."""

from __future__ import annotations

import hashlib
import secrets

from tools.kubernetes_plugin import pulumi_annotations
from tools.kubernetes_plugin.errors import PluginError
from tools.kubernetes_plugin.objects import Object, is_unknown, name, nested, nested_str, set_nested

_HEX_DIGITS = 8


def unique_name(prefix: str, seed: bytes = b"") -> str:
    """The prefix and eight hexadecimal digits, the same for the same seed (the engine gives one for each plan)."""
    digest = hashlib.sha256(seed).hexdigest() if seed else secrets.token_hex(_HEX_DIGITS)
    return prefix + digest[:_HEX_DIGITS]


def is_named(obj: Object) -> bool:
    """Whether the program gave a name, be it one that is not known yet."""
    return is_unknown(obj.get("metadata")) or bool(name(obj)) or is_unknown(nested(obj, "metadata", "name"))


def uses_generate_name(obj: Object) -> bool:
    return not is_named(obj) and bool(nested_str(obj, "metadata", "generateName"))


def assign_name(obj: Object, logical_name: str, seed: bytes, proposed: str | None, *, forbidden: bool) -> None:
    """Names a new object that has no name, and marks it as named by Pulumi: it can be replaced under another name."""
    if is_named(obj) or uses_generate_name(obj):
        return
    if forbidden:
        raise PluginError("automatic naming is disabled for this stack; set metadata.name")
    set_nested(obj, proposed or unique_name(f"{logical_name}-", seed), "metadata", "name")
    pulumi_annotations.mark_autonamed(obj)


def adopt_name(obj: Object, old_inputs: Object) -> None:
    """Keeps the generated name of an object that still has none of its own."""
    if not is_named(obj) and pulumi_annotations.is_true(old_inputs, pulumi_annotations.AUTONAMED):
        set_nested(obj, name(old_inputs), "metadata", "name")
        pulumi_annotations.mark_autonamed(obj)
