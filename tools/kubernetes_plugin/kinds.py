"""What is known of kinds without asking a cluster."""

from __future__ import annotations

from tools.kubernetes_plugin.errors import UnsupportedError
from tools.kubernetes_plugin.objects import Object, kind

# Groups that belong to Kubernetes itself. Everything else is a custom resource, whose fields nobody normalizes.
_BUILT_IN_GROUPS = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "extensions",
        "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
        "storagemigration.k8s.io",
    }
)

# For previews without a cluster; with one, the API server is asked.
_CLUSTER_SCOPED = frozenset(
    {
        "APIService",
        "CSIDriver",
        "CSINode",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "ClusterTrustBundle",
        "ComponentStatus",
        "CustomResourceDefinition",
        "DeviceClass",
        "FlowSchema",
        "IPAddress",
        "IngressClass",
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "ResourceSlice",
        "RuntimeClass",
        "ServiceCIDR",
        "StorageClass",
        "StorageVersionMigration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
        "VolumeAttributesClass",
    }
)

_OUT_OF_SCOPE = ("helm.sh/", "kustomize/", "yaml/")


def group(api_version: str) -> str:
    return api_version.rpartition("/")[0]


def is_built_in(api_version: str) -> bool:
    return group(api_version) in _BUILT_IN_GROUPS


def is_cluster_scoped_built_in(api_version: str, kind_name: str) -> bool:
    return is_built_in(api_version) and kind_name in _CLUSTER_SCOPED


def resource_type(urn: str) -> str:
    """The type token of a URN, without the types of its parents: `kubernetes:apps/v1:Deployment`."""
    return urn.split("::", 3)[2].rpartition("$")[2]


def api_version_and_kind(urn: str) -> tuple[str, str]:
    """`apps/v1` and `Deployment` out of a URN; of a Patch resource the kind still ends in Patch."""
    _, module, kind_name = resource_type(urn).split(":", 2)
    return module.removeprefix("core/"), kind_name


def is_patch_resource(urn: str, obj: Object) -> bool:
    """Whether the resource manages some fields of an object that belongs to somebody else (`DeploymentPatch`)."""
    return resource_type(urn).endswith(f":{kind(obj)}Patch")


def refuse_unsupported(urn: str) -> None:
    token = resource_type(urn)
    _, module, kind_name = token.split(":", 2)
    if f"{module}/".startswith(_OUT_OF_SCOPE):
        raise UnsupportedError(
            f"{token} is not supported by the development plugin; it handles Kubernetes objects only. "
            "Use the official plugin for Helm, Kustomize and YAML files"
        )
    if kind_name.endswith("List") and is_built_in(module.removeprefix("core/")):
        raise UnsupportedError(f"a {kind_name} cannot be created; declare the objects in it one by one")
