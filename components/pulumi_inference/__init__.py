"""Inference services on Kubernetes, and the jobs around them, as Pulumi components."""

from .args import (
    InferencePlatformArgs,
    InferencePlatformCamelArgs,
    InferenceServiceArgs,
    InferenceServiceCamelArgs,
    ModelJobArgs,
    ModelJobCamelArgs,
)
from .config import (
    configured_jobs,
    configured_model_versions,
    configured_platform,
    configured_regions,
    configured_services,
)
from .errors import InferenceError, InvalidSpec, Problem
from .features.alerts import PendingSpec, PrometheusRuleSpec
from .features.argo import ArgoSpec, CanaryScaleSpec, PauseSpec, StepSpec
from .features.argo_analysis import (
    AnalysisSpec,
    AnalysisTemplateSpec,
    ArgumentFrom,
    ArgumentSource,
    BackgroundAnalysisSpec,
)
from .features.blue_green import BlueGreenSpec, ColorSpec
from .features.canary import CanarySpec, MatchSpec, MirrorSpec
from .features.certificate import CertificateSpec, IssuerRefSpec, PrivateKeySpec
from .features.claim_spec import PersistentVolumeClaimSpec, VolumeClaimTemplateSpec
from .features.containers_spec import (
    ContainerPortSpec,
    ContainerProbeSpec,
    ContainerSecurityContextSpec,
    ContainerSpec,
    HttpProbeSpec,
    InitContainerSpec,
    TcpSocketSpec,
    VolumeMountSpec,
)
from .features.copy_spec import (
    AzStoreSpec,
    GsStoreSpec,
    LocationSpec,
    ModelBackupSpec,
    ModelSyncSpec,
    S3StoreSpec,
)
from .features.daemon_set import DaemonSetSpec
from .features.dashboard import GrafanaDashboardSpec
from .features.disruption_budget import DisruptionBudgetSpec
from .features.environment import EnvFromSpec, EnvVarFrom, EnvVarSource
from .features.external_secrets import (
    ExternalSecretDataFromSpec,
    ExternalSecretDataSpec,
    ExternalSecretSpec,
    FindNameSpec,
    FindSpec,
    RemoteRefSpec,
    SecretStoreRefSpec,
)
from .features.files import FileSpec
from .features.forecast import Amounts, Forecast
from .features.gateway import (
    FiltersSpec,
    GatewaySpec,
    GatewayTimeoutsSpec,
    HeaderModifierSpec,
    ParentRefSpec,
)
from .features.handlers import DrainCommandSpec, ExecSpec, HttpGetSpec
from .features.health_check import GrpcSpec, HealthCheckSpec, ProbeSpec
from .features.ingress import IngressSpec, IngressTlsSpec
from .features.istio import IstioSpec
from .features.istio_security import CallerSpec, IstioSecuritySpec, PortLevelMtlsSpec
from .features.keda import KedaSpec
from .features.load_test import LoadTestSpec, ThresholdsSpec
from .features.model_source import (
    AzSourceSpec,
    GsSourceSpec,
    HfSourceSpec,
    HttpSourceSpec,
    ModelSourceSpec,
    OciSourceSpec,
    PvcSourceSpec,
    S3SourceSpec,
)
from .features.model_storage import (
    CredentialFrom,
    CredentialSource,
    CredentialsSpec,
    DownloaderResourcesSpec,
    DownloaderSpec,
    ModelCacheSpec,
    ModelSpec,
    NodeCacheSpec,
    TrackModelSpec,
)
from .features.monitoring import MonitoringSpec, MonitorSpec
from .features.network_policy_spec import ClientSpec, DestinationSpec, EgressSpec, NetworkPolicySpec, PeersSpec
from .features.overrides_spec import PatchOperationSpec
from .features.pod_failure_policy import (
    OnExitCodesSpec,
    OnPodConditionSpec,
    PodFailurePolicySpec,
    PodFailureRuleSpec,
)
from .features.priority_class import PriorityClassSpec
from .features.registries import RegistrySpec
from .features.resources import ContainerResourcesSpec, ResourceAmountsSpec, ResourcesSpec
from .features.rollout import RolloutSpec
from .features.runtime import PortsSpec, SecurityContextSpec
from .features.scaled_job import (
    ScaledJobSpec,
    ScaledJobTriggerSpec,
    ScalerAuthenticationSpec,
    ScalingStrategySpec,
)
from .features.scheduling import (
    PodAntiAffinitySpec,
    SchedulingSpec,
    TopologySpreadConstraintSpec,
)
from .features.service_account import PolicyRuleSpec, ServiceAccountSpec, WorkloadIdentitySpec
from .features.service_spec import ServicePortSpec, ServiceSpec
from .features.serving_spec import ServedModelSpec, ServingSpec, VersionsSpec
from .features.session_affinity import SessionAffinitySpec
from .features.spot import SpotSpec
from .features.stateful_set import ClaimRetentionSpec, StatefulSetSpec
from .features.telemetry import LoggingSpec, TracingSpec
from .features.timing import TimingSpec
from .features.traefik import MiddlewareRefSpec, TraefikSpec
from .features.vertical import VerticalPodAutoscalerSpec
from .features.volume_sources import (
    CsiSpec,
    DownwardApiSpec,
    EmptyDirSpec,
    HostPathSpec,
    ImageVolumeSpec,
    ProjectedSpec,
    ServiceAccountTokenSpec,
)
from .features.volumes import VolumeSpec
from .job import ModelJob
from .kube.placement import NodeAffinity, NodeSelector, NodeSelectorTerm, PreferredSchedulingTerm, Toleration
from .kube.references import FieldRef, KeyRef, OptionalKeyRef, ResourceFieldRef
from .kube.selector import NodeSelectorRequirement
from .model_job_spec import ModelJobSpec
from .model_version import ModelVersion, ModelVersionCRD
from .model_version_spec import ModelVersionSpec
from .object_errors import (
    ChildObject,
    JobNotComplete,
    ObjectAlreadyExists,
    ObjectError,
    ObjectNotFound,
    ServiceNotReady,
)
from .outputs import JobResources, Resources
from .parsing import parse_job, parse_jobs, parse_service, parse_services
from .platform import InferencePlatform
from .platform_spec import (
    ClusterPriorityClassSpec,
    ContainerAmountsSpec,
    InferencePlatformSpec,
    LimitRangeSpec,
    MeshSpec,
    NamespaceSpec,
    PodSecuritySpec,
    parse_platform,
)
from .regions import RegionalInferenceService, region_providers
from .regions_spec import RegionDnsSpec, RegionSpec, parse_regions, platform_of
from .service import InferenceService
from .spec import InferenceServiceSpec
from .spot_pools import SpotPoolSpec, TaintSpec
from .status import Condition, Status
from .tracks import EffectiveWeight

__all__ = [
    "Amounts",
    "AnalysisSpec",
    "AnalysisTemplateSpec",
    "ArgoSpec",
    "ArgumentFrom",
    "ArgumentSource",
    "AzSourceSpec",
    "AzStoreSpec",
    "BackgroundAnalysisSpec",
    "BlueGreenSpec",
    "CallerSpec",
    "CanaryScaleSpec",
    "CanarySpec",
    "CertificateSpec",
    "ChildObject",
    "ClaimRetentionSpec",
    "ClientSpec",
    "ClusterPriorityClassSpec",
    "ColorSpec",
    "Condition",
    "ContainerAmountsSpec",
    "ContainerPortSpec",
    "ContainerProbeSpec",
    "ContainerResourcesSpec",
    "ContainerSecurityContextSpec",
    "ContainerSpec",
    "CredentialFrom",
    "CredentialSource",
    "CredentialsSpec",
    "CsiSpec",
    "DaemonSetSpec",
    "DestinationSpec",
    "DisruptionBudgetSpec",
    "DownloaderResourcesSpec",
    "DownloaderSpec",
    "DownwardApiSpec",
    "DrainCommandSpec",
    "EffectiveWeight",
    "EgressSpec",
    "EmptyDirSpec",
    "EnvFromSpec",
    "EnvVarFrom",
    "EnvVarSource",
    "ExecSpec",
    "ExternalSecretDataFromSpec",
    "ExternalSecretDataSpec",
    "ExternalSecretSpec",
    "FieldRef",
    "FileSpec",
    "FiltersSpec",
    "FindNameSpec",
    "FindSpec",
    "Forecast",
    "GatewaySpec",
    "GatewayTimeoutsSpec",
    "GrafanaDashboardSpec",
    "GrpcSpec",
    "GsSourceSpec",
    "GsStoreSpec",
    "HeaderModifierSpec",
    "HealthCheckSpec",
    "HfSourceSpec",
    "HostPathSpec",
    "HttpGetSpec",
    "HttpProbeSpec",
    "HttpSourceSpec",
    "ImageVolumeSpec",
    "InferenceError",
    "InferencePlatform",
    "InferencePlatformArgs",
    "InferencePlatformCamelArgs",
    "InferencePlatformSpec",
    "InferenceService",
    "InferenceServiceArgs",
    "InferenceServiceCamelArgs",
    "InferenceServiceSpec",
    "IngressSpec",
    "IngressTlsSpec",
    "InitContainerSpec",
    "InvalidSpec",
    "IssuerRefSpec",
    "IstioSecuritySpec",
    "IstioSpec",
    "JobNotComplete",
    "JobResources",
    "KedaSpec",
    "KeyRef",
    "LimitRangeSpec",
    "LoadTestSpec",
    "LocationSpec",
    "LoggingSpec",
    "MatchSpec",
    "MeshSpec",
    "MiddlewareRefSpec",
    "MirrorSpec",
    "ModelBackupSpec",
    "ModelCacheSpec",
    "ModelJob",
    "ModelJobArgs",
    "ModelJobCamelArgs",
    "ModelJobSpec",
    "ModelSourceSpec",
    "ModelSpec",
    "ModelSyncSpec",
    "ModelVersion",
    "ModelVersionCRD",
    "ModelVersionSpec",
    "MonitorSpec",
    "MonitoringSpec",
    "NamespaceSpec",
    "NetworkPolicySpec",
    "NodeAffinity",
    "NodeCacheSpec",
    "NodeSelector",
    "NodeSelectorRequirement",
    "NodeSelectorTerm",
    "ObjectAlreadyExists",
    "ObjectError",
    "ObjectNotFound",
    "OciSourceSpec",
    "OnExitCodesSpec",
    "OnPodConditionSpec",
    "OptionalKeyRef",
    "ParentRefSpec",
    "PatchOperationSpec",
    "PauseSpec",
    "PeersSpec",
    "PendingSpec",
    "PersistentVolumeClaimSpec",
    "PodAntiAffinitySpec",
    "PodFailurePolicySpec",
    "PodFailureRuleSpec",
    "PodSecuritySpec",
    "PolicyRuleSpec",
    "PortLevelMtlsSpec",
    "PortsSpec",
    "PreferredSchedulingTerm",
    "PriorityClassSpec",
    "PrivateKeySpec",
    "ProbeSpec",
    "Problem",
    "ProjectedSpec",
    "PrometheusRuleSpec",
    "PvcSourceSpec",
    "RegionDnsSpec",
    "RegionSpec",
    "RegionalInferenceService",
    "RegistrySpec",
    "RemoteRefSpec",
    "ResourceAmountsSpec",
    "ResourceFieldRef",
    "Resources",
    "ResourcesSpec",
    "RolloutSpec",
    "S3SourceSpec",
    "S3StoreSpec",
    "ScaledJobSpec",
    "ScaledJobTriggerSpec",
    "ScalerAuthenticationSpec",
    "ScalingStrategySpec",
    "SchedulingSpec",
    "SecretStoreRefSpec",
    "SecurityContextSpec",
    "ServedModelSpec",
    "ServiceAccountSpec",
    "ServiceAccountTokenSpec",
    "ServiceNotReady",
    "ServicePortSpec",
    "ServiceSpec",
    "ServingSpec",
    "SessionAffinitySpec",
    "SpotPoolSpec",
    "SpotSpec",
    "StatefulSetSpec",
    "Status",
    "StepSpec",
    "TaintSpec",
    "TcpSocketSpec",
    "ThresholdsSpec",
    "TimingSpec",
    "Toleration",
    "TopologySpreadConstraintSpec",
    "TracingSpec",
    "TrackModelSpec",
    "TraefikSpec",
    "VersionsSpec",
    "VerticalPodAutoscalerSpec",
    "VolumeClaimTemplateSpec",
    "VolumeMountSpec",
    "VolumeSpec",
    "WorkloadIdentitySpec",
    "configured_jobs",
    "configured_model_versions",
    "configured_platform",
    "configured_regions",
    "configured_services",
    "parse_job",
    "parse_jobs",
    "parse_platform",
    "parse_regions",
    "parse_service",
    "parse_services",
    "platform_of",
    "region_providers",
]
