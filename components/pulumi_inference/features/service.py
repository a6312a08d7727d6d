"""The Service: one stable address over the pods of a service."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..child import ROUTE, Child
from ..kube.labels import recommended, selector
from ..tracks import TrackName, track_with_all_traffic

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

PORT = 80


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    yield Child(role="service", manifest=service(name, track_with_all_traffic(spec)), step=ROUTE)


def service(name: str, only: TrackName | None) -> dict[str, Any]:
    """A ClusterIP Service over both tracks, or over `only` one.

    It is declared after its Deployments, whose pods then answer already, and gets no address from outside: the wait
    for endpoints would find what is there, ten seconds later, so it is skipped.
    """
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {
            "name": f"{name}-svc",
            "labels": recommended(name, "service"),
            "annotations": {"pulumi.com/skipAwait": "true"},
        },
        "spec": {
            "type": "ClusterIP",
            "selector": selector(name, only),
            "ports": [{"name": "http", "port": PORT, "targetPort": "http", "protocol": "TCP"}],
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
    inside = f"{name}-svc.{namespace}.svc" if namespace else f"{name}-svc"
    return f"http://{inside}:{PORT}"
