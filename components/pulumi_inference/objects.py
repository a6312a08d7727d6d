"""Registers an object with the engine as the resource of its kind."""

from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.apiextensions.v1 import CustomResourceDefinition
from pulumi_kubernetes.apps.v1 import DaemonSet, Deployment, StatefulSet
from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
from pulumi_kubernetes.batch.v1 import CronJob, Job
from pulumi_kubernetes.core.v1 import (
    ConfigMap,
    LimitRange,
    Namespace,
    NodePatch,
    PersistentVolumeClaim,
    ResourceQuota,
    Secret,
    Service,
    ServiceAccount,
)
from pulumi_kubernetes.networking.v1 import Ingress, NetworkPolicy
from pulumi_kubernetes.policy.v1 import PodDisruptionBudget
from pulumi_kubernetes.rbac.v1 import Role, RoleBinding
from pulumi_kubernetes.resource.v1 import ResourceClaimTemplate
from pulumi_kubernetes.scheduling.v1 import PriorityClass
from pydantic.alias_generators import to_snake


class ArgoRollout(pulumi.CustomResource):
    """A Rollout of Argo Rollouts. The SDK's CustomResource hands out no status."""

    metadata: pulumi.Output[Any]
    spec: pulumi.Output[Any]
    status: pulumi.Output[Any]

    def __init__(self, logical_name: str, manifest: Mapping[str, Any], opts: pulumi.ResourceOptions) -> None:
        type_ = f"kubernetes:{manifest['apiVersion']}:{manifest['kind']}"
        # The provider is the one of the SDK's own classes if the version is theirs.
        ours = pulumi.ResourceOptions(version=version("pulumi_kubernetes"))
        super().__init__(type_, logical_name, {**manifest, "status": None}, pulumi.ResourceOptions.merge(opts, ours))


_OF_KUBERNETES: Mapping[tuple[str, str], Callable[..., pulumi.Resource]] = {
    ("apps/v1", "Deployment"): Deployment,
    ("apps/v1", "StatefulSet"): StatefulSet,
    ("apps/v1", "DaemonSet"): DaemonSet,
    ("resource.k8s.io/v1", "ResourceClaimTemplate"): ResourceClaimTemplate,
    ("policy/v1", "PodDisruptionBudget"): PodDisruptionBudget,
    ("rbac.authorization.k8s.io/v1", "Role"): Role,
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): RoleBinding,
    ("v1", "ServiceAccount"): ServiceAccount,
    ("scheduling.k8s.io/v1", "PriorityClass"): PriorityClass,
    ("batch/v1", "CronJob"): CronJob,
    ("batch/v1", "Job"): Job,
    ("autoscaling/v2", "HorizontalPodAutoscaler"): HorizontalPodAutoscaler,
    ("v1", "ConfigMap"): ConfigMap,
    ("v1", "PersistentVolumeClaim"): PersistentVolumeClaim,
    ("v1", "Secret"): Secret,
    ("networking.k8s.io/v1", "Ingress"): Ingress,
    ("networking.k8s.io/v1", "NetworkPolicy"): NetworkPolicy,
    ("v1", "Service"): Service,
    ("v1", "Namespace"): Namespace,
    ("v1", "ResourceQuota"): ResourceQuota,
    ("v1", "LimitRange"): LimitRange,
    ("v1", "Node"): NodePatch,  # nobody here makes one: some of its labels are set, and given up again
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition"): CustomResourceDefinition,
}


def declare(logical_name: str, manifest: Mapping[str, Any], opts: pulumi.ResourceOptions) -> pulumi.Resource:
    """Of a class of its own where the kind is Kubernetes', else a CustomResource."""
    known = _OF_KUBERNETES.get((manifest["apiVersion"], manifest["kind"]))
    if manifest["kind"] == "Rollout":
        return ArgoRollout(logical_name, manifest, opts)
    if known is None:
        custom: pulumi.Resource = CustomResource(
            logical_name,
            api_version=manifest["apiVersion"],
            kind=manifest["kind"],
            metadata=manifest["metadata"],
            spec=manifest["spec"],
            opts=opts,
        )
        return custom
    fields = {to_snake(key): value for key, value in manifest.items() if key not in ("apiVersion", "kind")}
    return known(logical_name, opts=opts, **fields)
