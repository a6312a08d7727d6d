"""Pod security: what Kubernetes' level `restricted` asks of every pod.

https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
"""

from ..pod_part import PodOf, PodPart

RESTRICTED_CONTAINER = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
"""The securityContext of each container, those of init containers included."""


def pod(of: PodOf) -> PodPart:
    """Who the pod runs as, and what it may do."""
    return PodPart(
        spec={
            "enableServiceLinks": False,
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": of.spec.server.user,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
        },
        server={"securityContext": RESTRICTED_CONTAINER},
    )
