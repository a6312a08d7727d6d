"""The Service: one stable address over the pods of a service."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..child import ROUTE, Child
from ..kube.labels import recommended, selector
from ..tracks import track_with_all_traffic, tracks
from .routing import splits_requests, weights
from .session_affinity import of_service

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

PORT = 80
_NONE: Mapping[str, Any] = {}


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    # Under Istio the subsets of this one Service are the tracks.
    only = None if spec.istio and splits_requests(spec) else track_with_all_traffic(spec)
    affinity = {} if spec.istio else of_service(spec.session_affinity)
    yield Child(role="service", manifest=service(name, service_name(name), only, affinity), step=ROUTE)
    if spec.argo:
        # Argo Rollouts adds the hash of the one or the other model's pods to the selectors.
        for role in ("stable", "canary"):
            yield Child(role=f"{role}_service", manifest=service(name, track_service_name(name, role), None))
    elif spec.gateway or spec.traefik:
        for track in tracks(spec):
            manifest = service(name, track_service_name(name, track.name), track.name)
            yield Child(role=f"{track.name}_service", manifest=manifest)


def service_name(name: str) -> str:
    """Of the Service over all tracks with traffic."""
    return f"{name}-svc"


def track_service_name(name: str, track: str) -> str:
    """Of the Service over the pods of one track, which routes name."""
    return f"{name}-{track}"


def route_backends(name: str, spec: "InferenceServiceSpec") -> dict[str, int]:
    """The Services that a route leads to, each with its weight: those of the tracks, or the one over all of them."""
    if not splits_requests(spec):
        return {service_name(name): 100}
    return {track_service_name(name, track): weight for track, weight in weights(spec).items()}


def service(name: str, own_name: str, only: str | None, affinity: Mapping[str, Any] = _NONE) -> dict[str, Any]:
    """A ClusterIP Service over both tracks, or over `only` one.

    That of all traffic is declared after its Deployments, whose pods then answer already: the wait for endpoints would
    find what is there, ten seconds later, so it is skipped. One of a track waits for nobody.
    """
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {
            "name": own_name,
            "labels": recommended(name, "service"),
            "annotations": {"pulumi.com/skipAwait": "true"},
        },
        "spec": {
            "type": "ClusterIP",
            "selector": selector(name, only),
            "ports": [{"name": "http", "port": PORT, "targetPort": "http", "protocol": "TCP"}],
            **affinity,
        },
    }


def url(name: str, namespace: str | None, status: Mapping[str, Any] | None) -> str:
    """The address from outside if the live Service has one, else the one that every pod of the cluster can reach.

    Args:
        name: The service's.
        namespace: The live Service's; of one that a failed `up` has not made a refresh knows none.
        status: The live Service's, in the SDK's snake_case or the API's camelCase.
    """
    balancer = (status or {}).get("load_balancer") or (status or {}).get("loadBalancer") or {}
    for ingress in balancer.get("ingress") or []:
        if host := ingress.get("hostname") or ingress.get("ip"):
            return f"http://{f'[{host}]' if ':' in host else host}:{PORT}"
    inside = f"{service_name(name)}.{namespace}.svc" if namespace else service_name(name)
    return f"http://{inside}:{PORT}"
