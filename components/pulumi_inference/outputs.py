"""What a component hands out: handles to its objects, its address, its status."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self, TypeAlias

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.apps.v1 import DaemonSet, Deployment, StatefulSet
from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
from pulumi_kubernetes.batch.v1 import CronJob, Job
from pulumi_kubernetes.core.v1 import ConfigMap, PersistentVolumeClaim, Secret, Service, ServiceAccount
from pulumi_kubernetes.networking.v1 import Ingress, NetworkPolicy
from pulumi_kubernetes.policy.v1 import PodDisruptionBudget
from pulumi_kubernetes.rbac.v1 import Role, RoleBinding
from pulumi_kubernetes.resource.v1 import ResourceClaimTemplate
from pulumi_kubernetes.scheduling.v1 import PriorityClass
from pydantic.alias_generators import to_camel

from .features.address import declared_hosts, url
from .features.claims import CLAIM
from .features.external_secrets import EXTERNAL_SECRET
from .objects import ArgoRollout
from .spec import InferenceServiceSpec
from .status import Status, status_of

_SEVERAL = {"claims": CLAIM, "external_secrets": EXTERNAL_SECRET}
"""Fields of which a service may have several, and how the roles of those begin."""


@dataclass(frozen=True)
class ByRole:
    """Objects of a component, each in a field that is called after its role."""

    @classmethod
    def of(cls, declared: Mapping[str, Any]) -> Self:
        """From the objects by their roles."""
        several: dict[str, dict[str, Any]] = {attribute: {} for attribute in _SEVERAL}
        single: dict[str, Any] = {}
        for role, one in declared.items():
            attribute = next((attribute for attribute, begins in _SEVERAL.items() if role.startswith(begins)), None)
            if attribute is None:
                single[role] = one
            else:
                several[attribute][role.removeprefix(_SEVERAL[attribute])] = one
        return cls(**single | several)

    def by_role(self) -> dict[str, pulumi.Resource]:
        """Those that there are, with their roles in camelCase."""
        found = {to_camel(one.name): getattr(self, one.name) for one in fields(self) if one.name not in _SEVERAL}
        for attribute, begins in _SEVERAL.items():
            found |= {f"{begins}{name}": one for name, one in getattr(self, attribute).items()}
        return {role: resource for role, resource in found.items() if resource is not None}


@dataclass(frozen=True)
class Resources(ByRole):
    """Every object of a service, by its role."""

    service: Service
    """`NAME-svc`."""
    primary: Deployment | StatefulSet | DaemonSet | None = None
    """`NAME-primary`, of the kind that the spec asks for; None where other tracks serve."""
    canary: Deployment | StatefulSet | DaemonSet | None = None
    """`NAME-canary`; None without a canary."""
    blue: Deployment | StatefulSet | DaemonSet | None = None
    """`NAME-blue`; None without blueGreen."""
    green: Deployment | StatefulSet | DaemonSet | None = None
    """`NAME-green`; None without blueGreen."""
    primary_autoscaler: HorizontalPodAutoscaler | None = None
    """`NAME-hpa`; None without autoscaling."""
    canary_autoscaler: HorizontalPodAutoscaler | None = None
    """`NAME-canary-hpa`; None without a canary or without autoscaling."""
    blue_autoscaler: HorizontalPodAutoscaler | None = None
    """`NAME-blue-hpa`; None without blueGreen or without autoscaling."""
    green_autoscaler: HorizontalPodAutoscaler | None = None
    """`NAME-green-hpa`; None without blueGreen or without autoscaling."""
    primary_headless_service: Service | None = None
    """`NAME-primary-headless`; None without statefulSet."""
    canary_headless_service: Service | None = None
    """`NAME-canary-headless`; None without statefulSet or without a canary."""
    blue_headless_service: Service | None = None
    """`NAME-blue-headless`; None without statefulSet or without blueGreen."""
    green_headless_service: Service | None = None
    """`NAME-green-headless`; None without statefulSet or without blueGreen."""
    primary_service: Service | None = None
    """`NAME-primary`, over one track; None where no route names it."""
    canary_service: Service | None = None
    """`NAME-canary`, over one track, or with argo over the pods of the newest model; None where no route names it."""
    blue_service: Service | None = None
    """`NAME-blue`, over one track; None where no route names it."""
    green_service: Service | None = None
    """`NAME-green`, over one track; None where no route names it."""
    rollout: ArgoRollout | None = None
    """`NAME`, in the place of the Deployments; None without argo."""
    rollout_autoscaler: HorizontalPodAutoscaler | None = None
    """`NAME-hpa`; None without argo or without autoscaling."""
    rollout_scaled_object: CustomResource | None = None
    """`NAME-rollout`; None without argo, and where KEDA does not scale."""
    rollout_vertical_autoscaler: CustomResource | None = None
    """`NAME-vpa`; None without argo, and without one."""
    stable_service: Service | None = None
    """`NAME-stable`, over the pods of the model that has been promoted; None without argo."""
    http_route: CustomResource | None = None
    """`NAME`; None without gateway."""
    destination_rule: CustomResource | None = None
    """`NAME`; None without istio."""
    virtual_service: CustomResource | None = None
    """`NAME`; None without istio."""
    traefik_service: CustomResource | None = None
    """`NAME`; None without traefik."""
    ingress_route: CustomResource | None = None
    """`NAME`; None without traefik."""
    ingress: Ingress | None = None
    """`NAME`; None without ingress."""
    certificate: CustomResource | None = None
    """`NAME`; None without certificate."""
    network_policy: NetworkPolicy | None = None
    """`NAME`; None without networkPolicy."""
    peer_authentication: CustomResource | None = None
    """`NAME`; None without istioSecurity."""
    authorization_policy: CustomResource | None = None
    """`NAME-allow`, who is let in; None without istioSecurity."""
    denying_policy: CustomResource | None = None
    """`NAME-deny`; None where istioSecurity denies nothing."""
    resource_claim_template: ResourceClaimTemplate | None = None
    """`NAME-gpus-HASH`; None where no GPU is claimed (`gpuMemoryBy: dra`)."""
    config_map: ConfigMap | None = None
    """`NAME-config-HASH`; None without files that are written in the spec."""
    model_downloader: ConfigMap | None = None
    """`NAME-model-downloader-HASH`; None where no pod fetches its model."""
    primary_serving_config: ConfigMap | None = None
    """`NAME-primary-serving-HASH`; None where serving needs no files."""
    canary_serving_config: ConfigMap | None = None
    """`NAME-canary-serving-HASH`; None without a canary, and where serving needs no files."""
    blue_serving_config: ConfigMap | None = None
    """`NAME-blue-serving-HASH`; None without blueGreen, and where serving needs no files."""
    green_serving_config: ConfigMap | None = None
    """`NAME-green-serving-HASH`; None without blueGreen, and where serving needs no files."""
    rollout_serving_config: ConfigMap | None = None
    """`NAME-rollout-serving-HASH`; None without argo, and where serving needs no files."""
    secret: Secret | None = None
    """`NAME-secrets-` and characters that the engine chooses; None without secrets and Outputs in env and files."""
    registry_secret: Secret | None = None
    """`NAME-registries-` and characters that the engine chooses; None without registries."""
    service_monitor: CustomResource | None = None
    """`NAME`; None where no ServiceMonitor is asked for."""
    pod_monitor: CustomResource | None = None
    """`NAME`; None where no PodMonitor is asked for."""
    prometheus_rule: CustomResource | None = None
    """`NAME`; None where no PrometheusRule is asked for."""
    grafana_dashboard: ConfigMap | None = None
    """`NAME-dashboard`; None where no dashboard is asked for."""
    priority_class: PriorityClass | None = None
    """`NAME-priority-HASH`, of the whole cluster; None unless the spec asks for one."""
    service_account: ServiceAccount | None = None
    """`NAME`; None where the pods have another."""
    role: Role | None = None
    """`NAME`; None without serviceAccount.rules."""
    role_binding: RoleBinding | None = None
    """`NAME`; None without serviceAccount.rules."""
    primary_disruption_budget: PodDisruptionBudget | None = None
    """`NAME-pdb`, over both tracks where one Service spreads the requests over them; None where there is none."""
    canary_disruption_budget: PodDisruptionBudget | None = None
    """`NAME-canary-pdb`, over a canary of its own requests; None where there is none."""
    blue_disruption_budget: PodDisruptionBudget | None = None
    """`NAME-blue-pdb`, or over the one color that there is; None where there is none."""
    green_disruption_budget: PodDisruptionBudget | None = None
    """`NAME-green-pdb`, or over the one color that there is; None where there is none."""
    rollout_disruption_budget: PodDisruptionBudget | None = None
    """`NAME-pdb`; None without argo, and where there is none."""
    primary_scaled_object: CustomResource | None = None
    """`NAME-primary`; None where KEDA does not scale."""
    canary_scaled_object: CustomResource | None = None
    """`NAME-canary`; None without a canary, and where KEDA does not scale."""
    primary_vertical_autoscaler: CustomResource | None = None
    """`NAME-vpa`; None without one."""
    canary_vertical_autoscaler: CustomResource | None = None
    """`NAME-canary-vpa`; None without a canary, and without one."""
    blue_scaled_object: CustomResource | None = None
    """`NAME-blue`; None without blueGreen, and where KEDA does not scale."""
    green_scaled_object: CustomResource | None = None
    """`NAME-green`; None without blueGreen, and where KEDA does not scale."""
    blue_vertical_autoscaler: CustomResource | None = None
    """`NAME-blue-vpa`; None without blueGreen, and without one."""
    green_vertical_autoscaler: CustomResource | None = None
    """`NAME-green-vpa`; None without blueGreen, and without one."""

    claims: Mapping[str, PersistentVolumeClaim] = field(default_factory=dict)
    """`NAME-VOLUME`, those that the service makes, by the names of their volumes."""
    external_secrets: Mapping[str, CustomResource] = field(default_factory=dict)
    """`NAME-openai`, by their names in the spec."""


@dataclass(frozen=True)
class JobResources(ByRole):
    """Every object of a job, by its role."""

    job: Job | None = None
    """`NAME`; None with schedule or scaledJob."""
    cron_job: CronJob | None = None
    """`NAME`; None without schedule."""
    scaled_job: CustomResource | None = None
    """`NAME`; None without scaledJob."""
    config_map: ConfigMap | None = None
    """`NAME-config-HASH`; None without files that are written in the spec."""
    secret: Secret | None = None
    """`NAME-secrets-` and characters that the engine chooses; None without secrets and Outputs in env and files."""
    registry_secret: Secret | None = None
    """`NAME-registries-` and characters that the engine chooses; None without registries."""
    resource_claim_template: ResourceClaimTemplate | None = None
    """`NAME-gpus-HASH`; None where no GPU is claimed (`gpuMemoryBy: dra`)."""
    network_policy: NetworkPolicy | None = None
    """`NAME`; None without networkPolicy."""
    priority_class: PriorityClass | None = None
    """`NAME-priority-HASH`, of the whole cluster; None unless the spec asks for one."""
    service_account: ServiceAccount | None = None
    """`NAME`; None where the pods have another."""
    role: Role | None = None
    """`NAME`; None without serviceAccount.rules."""
    role_binding: RoleBinding | None = None
    """`NAME`; None without serviceAccount.rules."""

    claims: Mapping[str, PersistentVolumeClaim] = field(default_factory=dict)
    """`NAME-VOLUME`, those that the job makes, by the names of their volumes."""
    external_secrets: Mapping[str, CustomResource] = field(default_factory=dict)
    """`NAME-openai`, by their names in the spec."""


Workload: TypeAlias = Deployment | StatefulSet | DaemonSet | ArgoRollout


def url_of(name: str, spec: InferenceServiceSpec, workload: Workload, live: Service) -> pulumi.Output[str]:
    """The address of a declared Service. A workload's namespace is known where that of a missing Service is not."""
    return pulumi.Output.all(
        workload=workload.metadata, metadata=live.metadata, status=live.status, hosts=list(declared_hosts(spec))
    ).apply(lambda found: url(name, spec, found["workload"].get("namespace"), found["status"], tuple(found["hosts"])))


def status_output(workloads: Mapping[str, Workload]) -> pulumi.Output[Status]:
    """The status of the service whose workloads these are, by track."""
    return pulumi.Output.all(
        **{
            # The count alone: Output.all takes the field `values` of a node affinity for a method of the map.
            # A secret model reference makes the whole of the Deployment's spec a secret, and a count is none.
            track: pulumi.Output.unsecret(
                pulumi.Output.all(wanted=live.spec.apply(lambda spec: spec.get("replicas")), status=live.status)
            )
            for track, live in workloads.items()
        }
    ).apply(status_of)
