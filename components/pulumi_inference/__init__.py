"""Inference services on Kubernetes, as one Pulumi component."""

from .args import InferenceServiceArgs, InferenceServiceCamelArgs
from .config import configured_model_versions, configured_services
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
from .features.network_policy_spec import ClientSpec, DestinationSpec, NetworkPolicySpec, PeersSpec
from .features.overrides_spec import PatchOperationSpec
from .features.priority_class import PriorityClassSpec
from .features.registries import RegistrySpec
from .features.resources import ContainerResourcesSpec, ResourceAmountsSpec, ResourcesSpec
from .features.rollout import RolloutSpec
from .features.runtime import PortsSpec, SecurityContextSpec
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
from .kube.placement import NodeAffinity, NodeSelector, NodeSelectorTerm, PreferredSchedulingTerm, Toleration
from .kube.references import FieldRef, KeyRef, OptionalKeyRef, ResourceFieldRef
from .kube.selector import NodeSelectorRequirement
from .model_version import ModelVersion, ModelVersionCRD
from .model_version_spec import ModelVersionSpec
from .object_errors import ChildObject, ObjectAlreadyExists, ObjectError, ObjectNotFound, ServiceNotReady
from .outputs import Resources
from .parsing import parse_service, parse_services
from .service import InferenceService
from .spec import InferenceServiceSpec
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
    "BackgroundAnalysisSpec",
    "BlueGreenSpec",
    "CallerSpec",
    "CanaryScaleSpec",
    "CanarySpec",
    "CertificateSpec",
    "ChildObject",
    "ClaimRetentionSpec",
    "ClientSpec",
    "ColorSpec",
    "Condition",
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
    "HeaderModifierSpec",
    "HealthCheckSpec",
    "HfSourceSpec",
    "HostPathSpec",
    "HttpGetSpec",
    "HttpProbeSpec",
    "HttpSourceSpec",
    "ImageVolumeSpec",
    "InferenceError",
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
    "KedaSpec",
    "KeyRef",
    "LoggingSpec",
    "MatchSpec",
    "MiddlewareRefSpec",
    "MirrorSpec",
    "ModelCacheSpec",
    "ModelSourceSpec",
    "ModelSpec",
    "ModelVersion",
    "ModelVersionCRD",
    "ModelVersionSpec",
    "MonitorSpec",
    "MonitoringSpec",
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
    "OptionalKeyRef",
    "ParentRefSpec",
    "PatchOperationSpec",
    "PauseSpec",
    "PeersSpec",
    "PendingSpec",
    "PersistentVolumeClaimSpec",
    "PodAntiAffinitySpec",
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
    "RegistrySpec",
    "RemoteRefSpec",
    "ResourceAmountsSpec",
    "ResourceFieldRef",
    "Resources",
    "ResourcesSpec",
    "RolloutSpec",
    "S3SourceSpec",
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
    "SpotSpec",
    "StatefulSetSpec",
    "Status",
    "StepSpec",
    "TcpSocketSpec",
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
    "configured_model_versions",
    "configured_services",
    "parse_service",
    "parse_services",
]
