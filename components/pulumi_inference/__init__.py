"""Inference services on Kubernetes, as one Pulumi component."""

from .args import InferenceServiceArgs, InferenceServiceCamelArgs
from .config import configured_model_versions, configured_services
from .errors import InferenceError, InvalidSpec, Problem
from .features.alerts import PendingSpec, PrometheusRuleSpec
from .features.argo import (
    AnalysisSpec,
    AnalysisTemplateSpec,
    ArgoSpec,
    CanaryScaleSpec,
    PauseSpec,
    StepSpec,
)
from .features.blue_green import BlueGreenSpec, ColorSpec
from .features.canary import CanarySpec, MatchSpec, MirrorSpec
from .features.claim_spec import PersistentVolumeClaimSpec
from .features.dashboard import GrafanaDashboardSpec
from .features.disruption_budget import DisruptionBudgetSpec
from .features.environment import EnvFromSpec, EnvVarFrom, EnvVarSource
from .features.files import FileSpec
from .features.forecast import Amounts, Forecast
from .features.gateway import (
    FiltersSpec,
    GatewaySpec,
    GatewayTimeoutsSpec,
    HeaderModifierSpec,
    ParentRefSpec,
)
from .features.health_check import GrpcSpec, HealthCheckSpec, ProbeSpec
from .features.ingress import IngressSpec, IngressTlsSpec
from .features.istio import IstioSpec
from .features.istio_security import CallerSpec, IstioSecuritySpec
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
from .features.priority_class import PriorityClassSpec
from .features.registries import RegistrySpec
from .features.resources import ResourcesSpec
from .features.rollout import RolloutSpec
from .features.runtime import PortsSpec, SecurityContextSpec
from .features.scheduling import (
    PodAntiAffinitySpec,
    SchedulingSpec,
    TopologySpreadConstraintSpec,
)
from .features.service_account import PolicyRuleSpec, ServiceAccountSpec, WorkloadIdentitySpec
from .features.service_spec import ServicePortSpec, ServiceSpec
from .features.session_affinity import SessionAffinitySpec
from .features.spot import SpotSpec
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
    "AzSourceSpec",
    "BlueGreenSpec",
    "CallerSpec",
    "CanaryScaleSpec",
    "CanarySpec",
    "ChildObject",
    "ClientSpec",
    "ColorSpec",
    "Condition",
    "CredentialFrom",
    "CredentialSource",
    "CredentialsSpec",
    "CsiSpec",
    "DestinationSpec",
    "DisruptionBudgetSpec",
    "DownloaderResourcesSpec",
    "DownloaderSpec",
    "DownwardApiSpec",
    "EffectiveWeight",
    "EmptyDirSpec",
    "EnvFromSpec",
    "EnvVarFrom",
    "EnvVarSource",
    "FieldRef",
    "FileSpec",
    "FiltersSpec",
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
    "HttpSourceSpec",
    "ImageVolumeSpec",
    "InferenceError",
    "InferenceService",
    "InferenceServiceArgs",
    "InferenceServiceCamelArgs",
    "InferenceServiceSpec",
    "IngressSpec",
    "IngressTlsSpec",
    "InvalidSpec",
    "IstioSecuritySpec",
    "IstioSpec",
    "KedaSpec",
    "KeyRef",
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
    "PauseSpec",
    "PeersSpec",
    "PendingSpec",
    "PersistentVolumeClaimSpec",
    "PodAntiAffinitySpec",
    "PolicyRuleSpec",
    "PortsSpec",
    "PreferredSchedulingTerm",
    "PriorityClassSpec",
    "ProbeSpec",
    "Problem",
    "ProjectedSpec",
    "PrometheusRuleSpec",
    "PvcSourceSpec",
    "RegistrySpec",
    "ResourceFieldRef",
    "Resources",
    "ResourcesSpec",
    "RolloutSpec",
    "S3SourceSpec",
    "SchedulingSpec",
    "SecurityContextSpec",
    "ServiceAccountSpec",
    "ServiceAccountTokenSpec",
    "ServiceNotReady",
    "ServicePortSpec",
    "ServiceSpec",
    "SessionAffinitySpec",
    "SpotSpec",
    "Status",
    "StepSpec",
    "TimingSpec",
    "Toleration",
    "TopologySpreadConstraintSpec",
    "TrackModelSpec",
    "TraefikSpec",
    "VerticalPodAutoscalerSpec",
    "VolumeSpec",
    "WorkloadIdentitySpec",
    "configured_model_versions",
    "configured_services",
    "parse_service",
    "parse_services",
]
