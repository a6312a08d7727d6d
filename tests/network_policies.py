"""Whether NetworkPolicies let a connection through, by Kubernetes' semantics and by nothing of ours.

https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any

Policy = Mapping[str, Any]
"""With its namespace in its metadata."""


@dataclass(frozen=True)
class Pod:
    namespace: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Address:
    """Outside the cluster."""

    ip: str


@dataclass(frozen=True)
class OwnNode:
    """The node that a pod runs on, such as its kubelet."""


End = Pod | Address | OwnNode


def lets_through(policies: Sequence[Policy], source: End, target: End, port: int, protocol: str = "TCP") -> bool:
    """Both ends have to agree, each where it is isolated in that direction."""
    if OwnNode() in (source, target):
        return True  # to and from a pod's own node all is let through, always
    return _agrees(policies, source, "Egress", target, port, protocol) and _agrees(
        policies, target, "Ingress", source, port, protocol
    )


def _agrees(policies: Sequence[Policy], own: End, direction: str, other: End, port: int, protocol: str) -> bool:
    isolating = [policy for policy in policies if isinstance(own, Pod) and _isolates(policy, own, direction)]
    return not isolating or any(
        _peers_match(rule.get(_PEERS[direction]), policy["metadata"]["namespace"], other)
        and _ports_match(rule.get("ports"), port, protocol)
        for policy in isolating
        for rule in policy["spec"].get(direction.lower()) or []
    )


_PEERS = {"Ingress": "from", "Egress": "to"}


def _isolates(policy: Policy, pod: Pod, direction: str) -> bool:
    spec = policy["spec"]
    types = spec.get("policyTypes") or ["Ingress", *(["Egress"] if "egress" in spec else [])]
    return (
        direction in types
        and policy["metadata"]["namespace"] == pod.namespace
        and _selects(spec["podSelector"], pod.labels)
    )


def _peers_match(peers: Sequence[Any] | None, namespace: str, end: End) -> bool:
    """No list, or an empty one, means everybody."""
    return not peers or any(_peer_matches(peer, namespace, end) for peer in peers)


def _peer_matches(peer: Any, namespace: str, end: End) -> bool:
    if block := peer.get("ipBlock"):
        if not isinstance(end, Address):
            return False
        closed = [block["cidr"], *block.get("except", [])]
        inside, *excluded = (ip_address(end.ip) in ip_network(cidr) for cidr in closed)
        return inside and not any(excluded)
    if not isinstance(end, Pod):
        return False
    if (of := peer.get("namespaceSelector")) is None:
        there = end.namespace == namespace
    else:
        there = _selects(of, {"kubernetes.io/metadata.name": end.namespace})
    return there and _selects(peer.get("podSelector") or {}, end.labels)


def _ports_match(ports: Sequence[Any] | None, port: int, protocol: str) -> bool:
    return not ports or any(
        one.get("protocol", "TCP") == protocol
        and ("port" not in one or one["port"] <= port <= one.get("endPort", one["port"]))
        for one in ports
    )


def _selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    wanted = selector.get("matchLabels") or {}
    return all(labels.get(key) == value for key, value in wanted.items()) and all(
        _fulfils(rule, labels) for rule in selector.get("matchExpressions") or []
    )


def _fulfils(rule: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    value = labels.get(rule["key"])
    match rule["operator"]:
        case "In":
            return value in rule["values"]
        case "NotIn":
            return value not in rule["values"]
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
    raise ValueError(rule["operator"])
