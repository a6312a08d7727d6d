"""Registers the objects of a component under the names that are its own."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pulumi

from .child import Child, Timeouts
from .objects import declare


def declare_child(
    child: Child, declared: str, stem: str, namespace: pulumi.Input[str] | None, options: pulumi.ResourceOptions
) -> pulumi.Resource:
    """Registers one object.

    Args:
        child: The object.
        declared: Logical name of the component. That of the object follows it, so that an alias of the component is one
            for every child.
        stem: What the cluster knows the component as.
        namespace: Of the object, unless it is the whole cluster's; None for the provider's.
        options: See `options_of`.
    """
    logical_name = declared + str(child.manifest["metadata"]["name"]).removeprefix(stem)
    place = {"namespace": namespace} if child.namespaced and namespace is not None else {}
    metadata = {**child.manifest["metadata"], **place}
    if child.named_by_engine:
        del metadata["name"]
    return declare(logical_name, {**child.manifest, "metadata": metadata}, options)


def options_of(
    child: Child,
    parent: pulumi.Resource,
    after: pulumi.Input[list[pulumi.Resource]],
    hooks: pulumi.ResourceHookBinding,
    transforms: list[Any] | None = None,
) -> pulumi.ResourceOptions:
    """How the engine is to treat an object."""
    return pulumi.ResourceOptions(
        parent=parent,
        depends_on=after,
        ignore_changes=list(child.ignored),
        custom_timeouts=_custom(child.timeouts) if child.timeouts else None,
        protect=child.protected or None,
        retain_on_delete=child.kept or None,
        replace_on_changes=list(child.replaced_by) or None,
        delete_before_replace=True if child.replaced_by else None,
        hooks=hooks,
        transforms=transforms,
    )


def roles(declared: Mapping[str, pulumi.Resource]) -> dict[str, Any]:
    """As URNs: references to resources that this run has not registered yet would break the hook which hears what was
    before (pulumi#5978)."""
    return {role: resource.urn for role, resource in declared.items()}


def _custom(timeouts: Timeouts) -> pulumi.CustomTimeouts:
    return pulumi.CustomTimeouts(**{what: f"{seconds}s" for what, seconds in asdict(timeouts).items()})
