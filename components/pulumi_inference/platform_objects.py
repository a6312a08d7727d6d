"""Every object of a platform, as plain data.

Their names in the cluster are those that the spec gives, or words that a namespace has one of; services and people
refer to them.
"""

from collections.abc import Iterator
from typing import Any

from .child import Child
from .features import registries
from .features.network_policy import DNS, ISTIOD
from .kube.labels import PREFIX
from .model_version_crd import DEFINITION
from .platform_spec import (
    POD_SECURITY,
    ClusterPriorityClassSpec,
    InferencePlatformSpec,
    LimitRangeSpec,
    MeshSpec,
    NamespaceSpec,
)

REASON = f"{PREFIX}pod-security-reason"
DEFAULT_DENY, QUOTA, LIMITS, REGISTRIES, MTLS = "default-deny", "quota", "limits", "registries", "default"
"""Names of what a namespace has one of. Istio's policy of a whole namespace is called default by convention
(https://istio.io/latest/docs/tasks/security/authentication/authn-policy/)."""


def namespace_role(name: str) -> str:
    return f"namespace/{name}"


def priority_class_role(name: str) -> str:
    return f"priority_class/{name}"


def registries_role(namespace: str) -> str:
    return f"registries/{namespace}"


def children(spec: InferencePlatformSpec) -> Iterator[Child]:
    """In the order in which they are registered."""
    for name, namespace in spec.namespaces.items():
        yield Child(
            role=namespace_role(name),
            manifest=_namespace(name, namespace),
            namespaced=False,
            protected=namespace.on_delete == "refuse",
            kept=namespace.on_delete == "keep",
        )
        yield from _of_a_namespace(name, namespace)
    for name, priority in spec.priority_classes.items():
        yield Child(
            role=priority_class_role(name),
            manifest=_priority_class(name, priority),
            namespaced=False,
            replaced_by=("value", "preemptionPolicy"),
        )
    if spec.model_version_crd:
        yield Child(role="model_version_crd", manifest=DEFINITION, namespaced=False)
    for name, labels in spec.node_labels.items():
        manifest = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": labels}}
        yield Child(role=f"node/{name}", manifest=manifest, namespaced=False)


def _of_a_namespace(name: str, namespace: NamespaceSpec) -> Iterator[Child]:
    found = {
        f"default_deny/{name}": _default_deny(namespace.mesh) if namespace.default_deny else None,
        f"quota/{name}": _object("v1", "ResourceQuota", QUOTA, {"hard": namespace.quota}) if namespace.quota else None,
        f"limits/{name}": _limit_range(namespace.limits) if namespace.limits else None,
        f"mtls/{name}": _mtls(namespace.mesh) if namespace.mesh else None,
    }
    for role, manifest in found.items():
        if manifest:
            yield _inside(name, role, manifest)
    if data := registries.data(namespace):
        secret = {
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": _metadata(REGISTRIES),
            "type": "kubernetes.io/dockerconfigjson",
            "data": data,
        }
        yield _inside(name, registries_role(name), secret)


def _inside(namespace: str, role: str, manifest: dict[str, Any]) -> Child:
    metadata = {**manifest["metadata"], "namespace": namespace}
    return Child(role=role, manifest={**manifest, "metadata": metadata}, after=(namespace_role(namespace),))


def _namespace(name: str, namespace: NamespaceSpec) -> dict[str, Any]:
    security = namespace.pod_security
    levels = {
        f"{POD_SECURITY}{mode}": level
        for mode, level in (("enforce", security.enforce), ("audit", security.audit), ("warn", security.warn))
    }
    mesh = {"istio-injection": "enabled"} if namespace.mesh and namespace.mesh.injection else {}
    reason = {REASON: security.reason} if security.reason else {}
    metadata = _metadata(name)
    labels = {**namespace.labels, **metadata["labels"], **levels, **mesh}
    annotations = {**namespace.annotations, **reason}
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {**metadata, "labels": labels, **({"annotations": annotations} if annotations else {})},
    }


def _default_deny(mesh: MeshSpec | None) -> dict[str, Any]:
    """All pods, in both directions. Policies add up: what another one opens is open."""
    return _object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        DEFAULT_DENY,
        {
            "podSelector": {},
            "policyTypes": ["Ingress", "Egress"],
            "egress": [DNS, *([ISTIOD] if mesh else [])],
        },
    )


def _limit_range(limits: LimitRangeSpec) -> dict[str, Any]:
    amounts = limits.model_dump(by_alias=True, exclude_none=True)
    return _object("v1", "LimitRange", LIMITS, {"limits": [{"type": "Container", **amounts}]})


def _mtls(mesh: MeshSpec) -> dict[str, Any]:
    return _object("security.istio.io/v1", "PeerAuthentication", MTLS, {"mtls": {"mode": mesh.mtls}})


def _priority_class(name: str, priority: ClusterPriorityClassSpec) -> dict[str, Any]:
    return {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": _metadata(name),
        "value": priority.value,
        "preemptionPolicy": priority.preemption_policy,
        "globalDefault": priority.global_default,
        **({"description": priority.description} if priority.description else {}),
    }


def _object(api_version: str, kind: str, name: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": _metadata(name), "spec": spec}


def _metadata(name: str) -> dict[str, Any]:
    labels = {"app.kubernetes.io/part-of": "inference-platform", "app.kubernetes.io/managed-by": "pulumi"}
    return {"name": name, "labels": labels}
