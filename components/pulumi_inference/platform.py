"""InferencePlatform: the component."""

from collections.abc import Mapping
from typing import Any

import pulumi

from .args import InferencePlatformArgs, InferencePlatformCamelArgs
from .child import Child
from .crds import read_crds
from .declaring import options_of
from .hooks import explain_failures_hook
from .inputs import resolved
from .objects import declare
from .platform_objects import children, namespace_role, priority_class_role, registries_role
from .platform_spec import PLATFORM, InferencePlatformSpec, parse_platform
from .spot_pools import user_data


class InferencePlatform(pulumi.ComponentResource):
    """What namespaces and a cluster have once: services take it by reference, and come after it."""

    namespace: pulumi.Output[str] | None
    """The default namespace, once everything in it is there: for a service's `namespace`. None without one."""
    namespaces: Mapping[str, pulumi.Output[str]]
    """Every namespace by its name, once everything in it is there."""
    priority_classes: Mapping[str, pulumi.Output[str]]
    """Names of the PriorityClasses: for a service's `scheduling.priorityClassName`."""
    registry_secrets: Mapping[str, pulumi.Output[str]]
    """By namespace the name of the Secret of its registries: for a service's `imagePullSecrets`."""
    spot_user_data: Mapping[str, str]
    """By spot pool what its nodes start with, in plain text: for a launch template."""

    def __init__(
        self,
        name: str,
        spec: InferencePlatformSpec | InferencePlatformArgs | InferencePlatformCamelArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declares the platform.

        Args:
            name: Logical name, with which those of its objects begin.
            spec: What there is to be: an `InferencePlatformSpec`, or a dict in snake_case or camelCase. A
                `dict[str, Any]`, which no type checker can look into, goes through `parse_platform`.
            opts: Provider, dependencies and so on, inherited by every object.

        Raises:
            InvalidSpec: The spec is wrong; nothing has been registered.
        """
        checked = resolved(parse_platform(spec), PLATFORM)
        super().__init__("inference:index:InferencePlatform", name, {}, opts)
        self._declared_as = name
        hooks = pulumi.ResourceHookBinding(on_error=[explain_failures_hook(self, name, section="platforms")])
        objects = list(children(checked))
        if checked.require_crds:
            read_crds(self, objects)
        declared: dict[str, Any] = {}
        for child in objects:
            options = options_of(child, self, [declared[role] for role in child.after], hooks)
            declared[child.role] = declare(self._logical_name(child), child.manifest, options)
        self.namespaces = {
            one: _name_after(
                declared[namespace_role(one)],
                [declared[child.role] for child in objects if namespace_role(one) in child.after],
            )
            for one in checked.namespaces
        }
        self.namespace = self.namespaces.get(checked.main_namespace or "")
        self.priority_classes = {
            one: declared[priority_class_role(one)].metadata["name"] for one in checked.priority_classes
        }
        self.registry_secrets = {
            one: declared[role].metadata["name"]
            for one in checked.namespaces
            if (role := registries_role(one)) in declared
        }
        self.spot_user_data = {one: user_data(pool) for one, pool in checked.spot_pools.items()}
        self.register_outputs(
            {
                "namespace": self.namespace,
                "namespaces": dict(self.namespaces),
                "priorityClasses": dict(self.priority_classes),
                "registrySecrets": dict(self.registry_secrets),
                "spotUserData": dict(self.spot_user_data),
            }
        )

    def _logical_name(self, child: Child) -> str:
        """PLATFORM-NAME, and inside of a namespace PLATFORM-NAMESPACE-NAME."""
        metadata = child.manifest["metadata"]
        return "-".join([self._declared_as, *([metadata["namespace"]] if child.after else []), metadata["name"]])


def _name_after(namespace: Any, objects: list[pulumi.Resource]) -> pulumi.Output[str]:
    """A namespace's name that what uses it waits for all of these by."""
    name: pulumi.Output[str] = namespace.metadata["name"]
    everything: set[pulumi.Resource] = {namespace, *objects}
    return pulumi.Output(everything, _text(name), name.is_known(), name.is_secret())


async def _text(known: pulumi.Output[str]) -> str:
    return str(await known.future())
