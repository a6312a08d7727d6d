"""Kinds that Kubernetes has not itself: the definition of each (a CRD), and the project that brings it."""

from collections.abc import Mapping
from typing import Any

PROJECTS: Mapping[str, str] = {
    "argoproj.io": "Argo Rollouts (argo-rollouts.readthedocs.io/en/stable/installation)",
    "autoscaling.k8s.io": "the Vertical Pod Autoscaler (github.com/kubernetes/autoscaler)",
    "cert-manager.io": "cert-manager (cert-manager.io/docs/installation)",
    "external-secrets.io": "the External Secrets Operator (external-secrets.io/latest/introduction/getting-started)",
    "gateway.networking.k8s.io": "the Gateway API, standard channel (gateway-api.sigs.k8s.io/guides)",
    "keda.sh": "KEDA (keda.sh/docs/latest/deploy)",
    "monitoring.coreos.com": "the Prometheus Operator (prometheus-operator.dev/docs/getting-started/installation)",
    "networking.istio.io": "Istio (istio.io/latest/docs/setup/install)",
    "security.istio.io": "Istio (istio.io/latest/docs/setup/install)",
    "traefik.io": "Traefik (doc.traefik.io/traefik/getting-started/install-traefik)",
}
"""By API group: what to install, and where it says how."""


def definition_of(manifest: Mapping[str, Any]) -> str | None:
    """The name of the CRD that an object of this kind needs; None where Kubernetes has the kind itself.

    A CRD is called after the plural of its kind, which is regular in all of these projects.
    """
    group, _, _ = str(manifest["apiVersion"]).rpartition("/")
    if "." not in group or (group.endswith(".k8s.io") and group not in PROJECTS):
        return None
    kind = str(manifest["kind"]).lower()
    plural = f"{kind.removesuffix('y')}ies" if kind.endswith("y") else f"{kind}s"
    return f"{plural}.{group}"


def project_of(definition: str) -> str:
    """What to install for a CRD, in words."""
    _, _, group = definition.partition(".")
    return PROJECTS.get(group, f"the project of {group}")
