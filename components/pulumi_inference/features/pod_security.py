"""Pod security: what Kubernetes' level `restricted` asks of every pod.

https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
"""

from ..pod_part import PodOf, PodPart

RESTRICTED_CONTAINER = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
"""The securityContext of each container, those of init containers included."""


def pod(of: PodOf) -> PodPart:
    """Who the pod runs as, and what it may do."""
    server = of.spec.server
    group = {"runAsGroup": server.group} if server.group else {}
    read_only = {"readOnlyRootFilesystem": True} if server.read_only_root else {}
    return PodPart(
        spec={
            "enableServiceLinks": False,
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": server.user,
                **group,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
        },
        server={"securityContext": RESTRICTED_CONTAINER | read_only},
    )
