"""The address of a service, for its outputs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pulumi

from . import service

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_PORTS = {"https": 443, "http": 80}


def declared_hosts(spec: "InferenceServiceSpec") -> tuple[pulumi.Input[str], ...]:
    """The names that the spec gives the service outside the cluster: those of its Ingress, or that of its Service."""
    if spec.ingress and spec.ingress.hosts:
        return tuple(spec.ingress.hosts)
    return () if spec.service.hostname is None else (spec.service.hostname,)


def url(
    name: str,
    spec: "InferenceServiceSpec",
    namespace: str | None,
    status: Mapping[str, Any] | None,
    hosts: tuple[str, ...],
) -> str:
    """The first declared host that is no wildcard, or else where the live Service answers.

    Args:
        name: The service's.
        spec: What was asked for.
        namespace: The live Service's.
        status: The live Service's.
        hosts: The values of `declared_hosts`.
    """
    host = next((one for one in hosts if not one.startswith("*")), None)
    if host is None:
        return service.url(name, namespace, status, service.answering_port(spec))
    if not (spec.ingress and spec.ingress.hosts):
        return f"http://{host}:{service.answering_port(spec)}"
    scheme = "https" if spec.ingress.tls else "http"
    return f"{scheme}://{host}:{_PORTS[scheme]}{spec.ingress.paths[0].rstrip('/')}"
