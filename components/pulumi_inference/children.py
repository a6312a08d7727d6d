"""Every object of a service, from the features that add it."""

from collections.abc import Iterator

from . import pods
from .child import Child
from .features import (
    argo,
    autoscaling,
    certificate,
    daemon_set,
    deployment,
    disruption_budget,
    gateway,
    ingress,
    istio,
    model_warmer,
    monitoring,
    overrides,
    service,
    stateful_set,
    traefik,
    vertical,
)
from .features.overrides import overridden, role_of, with_overrides
from .spec import InferenceServiceSpec

CHILDREN = (
    pods.needed,
    deployment.children,
    stateful_set.children,
    daemon_set.children,
    model_warmer.children,
    autoscaling.children,
    vertical.children,
    disruption_budget.children,
    service.children,
    gateway.children,
    istio.children,
    traefik.children,
    certificate.children,
    ingress.children,
    argo.children,
    monitoring.children,
)
"""The objects of each feature, in the order in which they are registered."""


def children(name: str, spec: InferenceServiceSpec) -> Iterator[Child]:
    """The objects of the service that the cluster knows as `name`."""
    for child in rendered(name, spec):
        yield with_overrides(child, spec.overrides)


def rendered(name: str, spec: InferenceServiceSpec) -> Iterator[Child]:
    """The objects before the overrides of the spec."""
    for declared in CHILDREN:
        yield from declared(name, spec)


def override_problems(name: str, spec: InferenceServiceSpec) -> Iterator[tuple[str, str]]:
    """What is wrong with the overrides of a spec that is right otherwise."""
    if spec.overrides:
        found = {role_of(child): child for child in rendered(name, spec)}
        for path, message in overrides.problems(found, spec.overrides):
            yield f"overrides.{path}", message


def override_warnings(name: str, spec: InferenceServiceSpec) -> Iterator[str]:
    """What the overrides of a spec change, in words: a line for each object."""
    for child in rendered(name, spec) if spec.overrides else ():
        if patch := spec.overrides.get(role_of(child)):
            changed = "; ".join(overridden(child, patch).changes)
            if changed:
                named = child.manifest["metadata"]["name"]
                yield f"overrides.{role_of(child)} changes the {child.manifest['kind']} {named}: {changed}."
