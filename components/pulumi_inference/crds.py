"""Reads the CRDs that a service's objects need, so that one that is missing ends a preview instead of an `up`."""

from collections.abc import Hashable, Iterable
from contextvars import ContextVar

import pulumi
from pulumi.runtime.settings import SETTINGS
from pulumi_kubernetes.apiextensions.v1 import CustomResourceDefinition

from .child import Child
from .kube.custom_resources import definition_of, project_of

DEPLOYMENT: ContextVar[Hashable] = ContextVar("deployment", default=None)
"""What tells one run of the engine from another, where several programs of a run share this process."""

_READ: set[tuple[Hashable, str]] = set()


def read_crds(component: pulumi.ComponentResource, objects: Iterable[Child]) -> None:
    """Has the engine read each CRD once for all services of a program: the state holds the whole of it.

    No program can catch that a CRD is not there, since the engine ends it. What the engine prints is the logical name.
    """
    provider = component.get_provider("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition")
    where = f" in the cluster of {provider._name}" if provider else ""
    needed = (definition_of(child.manifest) for child in objects)
    for definition in sorted({name for name in needed if name is not None}):
        logical_name = f"{definition}{where}: installed with {project_of(definition)}"
        run = (DEPLOYMENT.get() or SETTINGS.monitor, logical_name)
        if run in _READ:
            continue
        _READ.add(run)
        CustomResourceDefinition.get(logical_name, definition, pulumi.ResourceOptions(provider=provider))
