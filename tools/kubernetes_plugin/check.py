"""Program inputs made complete: a name, a namespace, canonical values."""

from __future__ import annotations

from dataclasses import dataclass

from tools.kubernetes_plugin.errors import PluginError
from tools.kubernetes_plugin.kinds import is_patch_resource, refuse_unsupported
from tools.kubernetes_plugin.naming import adopt_name, assign_name, uses_generate_name
from tools.kubernetes_plugin.normalization import normalize
from tools.kubernetes_plugin.objects import Object, is_crd, is_unknown, name, namespace, nested, set_nested
from tools.kubernetes_plugin.session import Session


@dataclass(frozen=True)
class Autonaming:
    """What the engine says about names that the program leaves out."""

    seed: bytes = b""
    proposed: str | None = None
    forbidden: bool = False


def checked(session: Session, urn: str, inputs: Object, old_inputs: Object, autonaming: Autonaming) -> Object:
    """The inputs as the other methods get them, and as the state keeps them."""
    refuse_unsupported(urn)
    result = normalize(inputs)
    if is_patch_resource(urn, result) and not name(result) and not is_unknown(nested(result, "metadata", "name")):
        raise PluginError("a Patch resource needs metadata.name: the name of the object whose fields it sets")
    if old_inputs:
        adopt_name(result, old_inputs)
    else:
        logical_name = urn.rpartition("::")[2]
        assign_name(result, logical_name, autonaming.seed, autonaming.proposed, forbidden=autonaming.forbidden)
    if uses_generate_name(result):
        raise PluginError(
            "metadata.generateName cannot be used with server-side apply; set metadata.name, or leave both out "
            "for a generated name"
        )
    if not namespace(result) and session.namespaced(result):
        set_nested(result, session.namespace, "metadata", "namespace")
    if is_crd(result):
        session.declare_crd(result)
    return result
