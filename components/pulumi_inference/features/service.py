"""The Service: one stable address over the pods of a service."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..child import ROUTE, Child
from ..kube.labels import recommended, selector
from ..runtimes import HTTP
from ..tracks import track_with_all_traffic, tracks
from .routing import splits_requests, weights
from .service_spec import PORT, SKIP_AWAIT, http_port, listed_ports, own_metadata
from .session_affinity import of_service

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_NONE: Mapping[str, Any] = {}


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    # Under Istio the subsets of this one Service are the tracks.
    only = None if spec.istio and splits_requests(spec) else track_with_all_traffic(spec)
    affinity = {} if spec.istio else of_service(spec.session_affinity)
    everywhere = service(name, service_name(name), only, affinity)
    yield Child(role="service", manifest=as_asked(everywhere, spec), step=ROUTE)
    port = http_port(spec)
    if spec.argo:
        # Argo Rollouts adds the hash of the one or the other model's pods to the selectors.
        for role in ("stable", "canary"):
            yield Child(role=f"{role}_service", manifest=service(name, track_service_name(name, role), None, port=port))
    elif spec.gateway or spec.traefik:
        for track in tracks(spec):
            manifest = service(name, track_service_name(name, track.name), track.name, port=port)
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


def service(
    name: str, own_name: str, only: str | None, affinity: Mapping[str, Any] = _NONE, port: int = PORT
) -> dict[str, Any]:
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
            "annotations": {SKIP_AWAIT: "true"},
        },
        "spec": {
            "type": "ClusterIP",
            "selector": selector(name, only),
            "ports": [_port(HTTP, port)],
            **affinity,
        },
    }


def as_asked(manifest: Mapping[str, Any], spec: "InferenceServiceSpec") -> dict[str, Any]:
    """The Service over all pods with traffic, with what the spec says of it."""
    own, metadata = spec.service, manifest["metadata"]
    labels, annotations = own_metadata(own)
    if not _waits_for_its_address(spec):
        annotations = {**metadata["annotations"], **annotations}
    said = {
        "clusterIP": "None" if own.headless else None,
        "trafficDistribution": own.traffic_distribution,
        "internalTrafficPolicy": own.internal_traffic_policy,
        "externalTrafficPolicy": own.external_traffic_policy,
        "loadBalancerClass": own.load_balancer_class,
        "loadBalancerSourceRanges": list(own.load_balancer_source_ranges) or None,
    }
    return {
        **manifest,
        "metadata": {
            "name": metadata["name"],
            "labels": {**metadata["labels"], **labels},
            **({"annotations": annotations} if annotations else {}),
        },
        "spec": {
            **manifest["spec"],
            "type": own.type,
            "ports": [_port(port.name, port.port, port.node_port) for port in listed_ports(spec)],
            **{field: value for field, value in said.items() if value is not None},
        },
    }


def _port(name: str, number: int | None, of_nodes: int | None = None) -> dict[str, Any]:
    on_nodes = {"nodePort": of_nodes} if of_nodes else {}
    return {"name": name, "port": number, **on_nodes, "targetPort": name, "protocol": "TCP"}


def _waits_for_its_address(spec: "InferenceServiceSpec") -> bool:
    """Whether Pulumi waits for the address of a load balancer.

    It waits for a ready pod with it, so not where there may be none: it would wait in vain.
    """
    idle = spec.paused or (spec.keda is not None and spec.keda.scale_to_zero)
    return spec.service.type == "LoadBalancer" and not idle


def url(name: str, namespace: str | None, status: Mapping[str, Any] | None, port: int = PORT) -> str:
    """The address from outside if the live Service has one, else the one that every pod of the cluster can reach.

    Args:
        name: The service's.
        namespace: The live Service's; of one that a failed `up` has not made a refresh knows none.
        status: The live Service's, in the SDK's snake_case or the API's camelCase.
        port: By which the Service answers.
    """
    balancer = (status or {}).get("load_balancer") or (status or {}).get("loadBalancer") or {}
    for ingress in balancer.get("ingress") or []:
        if host := ingress.get("hostname") or ingress.get("ip"):
            return f"http://{f'[{host}]' if ':' in host else host}:{port}"
    inside = f"{service_name(name)}.{namespace}.svc" if namespace else service_name(name)
    return f"http://{inside}:{port}"


def answering_port(spec: "InferenceServiceSpec") -> int:
    """By which requests are answered: a name without an address of its own leads to the container."""
    return spec.server.ports.by_name()[HTTP] if spec.service.headless else http_port(spec)
