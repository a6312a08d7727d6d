"""The Service: one stable address over the pods of a service."""

from typing import TYPE_CHECKING, Any

from ..kube.labels import recommended, selector

if TYPE_CHECKING:
    from ..tracks import TrackName

PORT = 80


def service(name: str, only: "TrackName | None") -> dict[str, Any]:
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


def url(name: str, namespace: str | None) -> str:
    """Reachable from inside the cluster, whatever its domain; without a namespace, from inside the same one."""
    return f"http://{name}-svc.{namespace}.svc" if namespace else f"http://{name}-svc"
