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
    monitoring,
    service,
    stateful_set,
    traefik,
    vertical,
)
from .spec import InferenceServiceSpec

CHILDREN = (
    pods.needed,
    deployment.children,
    stateful_set.children,
    daemon_set.children,
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


def rendered(name: str, spec: InferenceServiceSpec) -> Iterator[Child]:
    """The objects of the service that the cluster knows as `name`, before the overrides of its spec."""
    for declared in CHILDREN:
        yield from declared(name, spec)
