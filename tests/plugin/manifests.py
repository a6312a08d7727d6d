"""Objects that the tests create."""

from typing import Any

Object = dict[str, Any]


def deployment(replicas: int = 1, cpu: str = "100m", annotations: Object | None = None, **spec: Any) -> Object:
    container = {"name": "c", "image": "local/none", "resources": {"requests": {"cpu": cpu}}}
    template = {"metadata": {"labels": {"app": "d"}}, "spec": {"containers": [container]}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "d", "annotations": annotations or {}},
        "spec": {"replicas": replicas, "selector": {"matchLabels": {"app": "d"}}, "template": template, **spec},
    }


def service(**spec: Any) -> Object:
    """Nobody waits for its pods."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "s", "annotations": {"pulumi.com/skipAwait": "true"}},
        "spec": {"selector": {"app": "d"}, "ports": [{"port": 80}], **spec},
    }


def config_map(name: str = "c", **data: str) -> Object:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def definition(kind: str) -> Object:
    """A CustomResourceDefinition of a namespaced kind whose spec and status take anything."""
    anything = {"type": "object", "x_kubernetes_preserve_unknown_fields": True}
    schema = {"type": "object", "properties": {"spec": anything, "status": anything}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.lower()}s.example.com"},
        "spec": {
            "group": "example.com",
            "scope": "Namespaced",
            "names": {"kind": kind, "plural": f"{kind.lower()}s", "singular": kind.lower()},
            "versions": [version],
        },
    }


def custom(kind: str, annotations: Object | None = None, **spec: Any) -> Object:
    metadata = {"name": "it", "annotations": annotations or {}}
    return {"apiVersion": "example.com/v1", "kind": kind, "metadata": metadata, "spec": spec}
