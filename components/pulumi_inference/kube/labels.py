"""Labels: the recommended ones on every object, and the two that select."""

PREFIX = "pulumi-inference/"
"""Of every annotation and label of ours that Kubernetes has no name for."""


def recommended(service: str, component: str) -> dict[str, str]:
    """https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/"""
    return {
        "app.kubernetes.io/name": "inference-service",
        "app.kubernetes.io/instance": service,
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/managed-by": "pulumi",
        "app": service,
    }


def selector(service: str, track: str | None = None) -> dict[str, str]:
    """Selects the pods of a service, or of one track. A Deployment's selector is immutable: never add to it."""
    return {"app": service} | ({"track": track} if track else {})
