"""Whether Istio lets a request through to a workload, by Istio's semantics and by nothing of ours.

https://istio.io/latest/docs/reference/config/security/authorization-policy/
https://istio.io/latest/docs/reference/config/security/peer_authentication/
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Request:
    principal: str | None
    """TRUST_DOMAIN/ns/NAMESPACE/sa/NAME of the caller's certificate; None for a request in clear."""
    method: str
    path: str
    port: int = 8080

    @property
    def namespace(self) -> str | None:
        return self.principal.split("/")[2] if self.principal else None


def lets_through(objects: Sequence[Mapping[str, Any]], request: Request, labels: Mapping[str, str]) -> bool:
    """DENY first; then any ALLOW that is there has to match."""
    applying = [one for one in objects if _selects(one, labels)]
    strict = any(_of(one, "PeerAuthentication") and _mode(one["spec"], request.port) == "STRICT" for one in applying)
    if strict and request.principal is None:
        return False
    policies = [one["spec"] for one in applying if _of(one, "AuthorizationPolicy")]
    denying = [spec for spec in policies if spec.get("action") == "DENY"]
    allowing = [spec for spec in policies if spec.get("action", "ALLOW") == "ALLOW"]
    if any(_matches(spec, request) for spec in denying):
        return False
    return not allowing or any(_matches(spec, request) for spec in allowing)


def _mode(spec: Mapping[str, Any], port: int) -> str:
    """Of a port its own, or else that of the pods."""
    return str(spec.get("portLevelMtls", {}).get(str(port), spec["mtls"])["mode"])


def _of(one: Mapping[str, Any], kind: str) -> bool:
    return bool(one["kind"] == kind)


def _selects(one: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    wanted = one["spec"].get("selector", {}).get("matchLabels", {})
    return all(labels.get(key) == value for key, value in wanted.items())


def _matches(spec: Mapping[str, Any], request: Request) -> bool:
    """A policy without rules matches nothing, and an empty rule everything."""
    return any(_rule_matches(rule, request) for rule in spec.get("rules") or [])


def _rule_matches(rule: Mapping[str, Any], request: Request) -> bool:
    sources = [one["source"] for one in rule.get("from") or []]
    operations = [one["operation"] for one in rule.get("to") or []]
    return (not sources or any(_all_match(source, request) for source in sources)) and (
        not operations or any(_all_match(operation, request) for operation in operations)
    )


def _all_match(said: Mapping[str, Sequence[str]], request: Request) -> bool:
    values = {
        "principals": request.principal,
        "namespaces": request.namespace,
        "methods": request.method,
        "paths": request.path,
        "ports": str(request.port),
    }
    return all(any(_equals(form, values[field]) for form in forms) for field, forms in said.items())


def _equals(form: str, value: str | None) -> bool:
    if value is None:
        return False
    if form == "*":
        return value != ""
    if form.endswith("*"):
        return value.startswith(form[:-1])
    return value.endswith(form[1:]) if form.startswith("*") else value == form
