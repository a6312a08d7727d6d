"""NetworkPolicy: the pods of a service are closed in both directions, but for what the spec names and what they need.

https://kubernetes.io/docs/concepts/services-networking/network-policies/
Probes need no rule: traffic between a pod and its own node is always let through. Cluster networks that know no
NetworkPolicy take the object and do nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..child import Child
from ..kube.cidr import covers
from ..kube.labels import recommended, selector
from ..runtimes import HTTP
from .network_policy_spec import DestinationSpec, EgressSpec, NetworkPolicySpec, PeersSpec

if TYPE_CHECKING:
    from ..model_job_spec import ModelJobSpec
    from ..spec import InferenceServiceSpec

_NAME = "kubernetes.io/metadata.name"
"""The label that every namespace has, with its name (since Kubernetes 1.22)."""
_METRICS = "metrics"
DNS = {
    "to": [
        {
            "namespaceSelector": {"matchLabels": {_NAME: "kube-system"}},
            "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
        }
    ],
    "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
}
"""The cluster's own; CoreDNS has the label of its predecessor."""
ISTIOD = {
    "to": [
        {
            "namespaceSelector": {"matchLabels": {_NAME: "istio-system"}},
            "podSelector": {"matchLabels": {"app": "istiod"}},
        }
    ],
    "ports": [{"protocol": "TCP", "port": 15012}],
}
"""Where a sidecar has its certificate and its configuration from
(https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio)."""
_MERGED_METRICS = 15020
"""Of the sidecar, which takes the server's metrics into its own."""


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if spec.network_policy:
        yield Child(role="network_policy", manifest=manifest(name, spec, spec.network_policy))


def children_of_a_job(name: str, spec: "ModelJobSpec") -> Iterator[Child]:
    if spec.network_policy:
        egress = [DNS, *_destinations(spec.network_policy)]
        yield Child(role="network_policy", manifest=_manifest(name, [], egress))


def manifest(name: str, spec: "InferenceServiceSpec", policy: NetworkPolicySpec) -> dict[str, Any]:
    """The NetworkPolicy NAME, over the pods of all tracks."""
    return _manifest(name, list(_ingress(spec, policy)), list(_egress(spec, policy)))


def _manifest(name: str, ingress: list[dict[str, Any]], egress: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "labels": recommended(name, "network-policy")},
        "spec": {
            "podSelector": {"matchLabels": selector(name)},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": ingress,
            "egress": egress,
        },
    }


def without_callers(
    policy_name: str, name: str, spec: "InferenceServiceSpec", policy: NetworkPolicySpec, pods: Mapping[str, str]
) -> dict[str, Any]:
    """Over other pods of the service, which reach what its own reach and are called by nobody."""
    own = manifest(name, spec, policy)
    return own | {
        "metadata": {**own["metadata"], "name": policy_name},
        "spec": {**own["spec"], "podSelector": {"matchLabels": dict(pods)}, "ingress": []},
    }


def _ingress(spec: "InferenceServiceSpec", policy: NetworkPolicySpec) -> Iterator[dict[str, Any]]:
    ports = spec.server.ports.by_name()
    of_requests = [number for name, number in ports.items() if name != _METRICS]
    for client in policy.clients:
        yield {"from": list(_peers(client)), "ports": _tcp(client.ports or of_requests)}
    if policy.gateways:
        yield {"from": [_namespaces(policy.gateways)], "ports": _tcp(of_requests)}
    if policy.monitoring:
        scraped = [ports.get(_METRICS, ports[HTTP]), *([_MERGED_METRICS] if _in_a_mesh(spec) else [])]
        yield {"from": [_namespaces(policy.monitoring)], "ports": _tcp(scraped)}


def _egress(spec: "InferenceServiceSpec", policy: NetworkPolicySpec) -> Iterator[dict[str, Any]]:
    yield DNS
    if _in_a_mesh(spec):
        yield ISTIOD
    yield from _destinations(policy)


def _destinations(policy: EgressSpec) -> Iterator[dict[str, Any]]:
    for destination in policy.destinations():
        yield {"to": list(_peers(destination)), "ports": _ports(destination)}


def _peers(spec: PeersSpec) -> Iterator[dict[str, Any]]:
    pods = {"podSelector": {"matchLabels": spec.pod_labels}} if spec.pod_labels else {}
    if spec.namespaces:
        yield _namespaces(spec.namespaces) | pods
    elif pods:
        yield pods
    for cidr in spec.cidrs:
        closed = [one for one in spec.except_cidrs if covers(cidr, one)]
        yield {"ipBlock": {"cidr": cidr, **({"except": closed} if closed else {})}}


def _namespaces(names: Iterable[str]) -> dict[str, Any]:
    return {"namespaceSelector": {"matchExpressions": [{"key": _NAME, "operator": "In", "values": list(names)}]}}


def _ports(destination: DestinationSpec) -> list[dict[str, Any]]:
    return [{"protocol": destination.protocol, "port": port} for port in destination.ports]


def _tcp(ports: Iterable[int]) -> list[dict[str, Any]]:
    """Numbers, since some cluster networks do not look up the names of a pod's ports."""
    return [{"protocol": "TCP", "port": port} for port in dict.fromkeys(ports)]


def _in_a_mesh(spec: "InferenceServiceSpec") -> bool:
    return spec.istio is not None or spec.istio_security is not None
