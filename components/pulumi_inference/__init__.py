"""Inference services on Kubernetes, as one Pulumi component."""

from .args import InferenceServiceArgs, InferenceServiceCamelArgs
from .config import configured_services
from .errors import InferenceError, InvalidSpec, Problem
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
from .features.network_policy_spec import ClientSpec, DestinationSpec, NetworkPolicySpec, PeersSpec
from .features.resources import ResourcesSpec
from .features.rollout import RolloutSpec
from .features.service_spec import ServicePortSpec, ServiceSpec
from .features.session_affinity import SessionAffinitySpec
from .features.timing import TimingSpec
from .features.traefik import MiddlewareRefSpec, TraefikSpec
from .features.vertical import VerticalPodAutoscalerSpec
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
    "BlueGreenSpec",
    "CallerSpec",
    "CanaryScaleSpec",
    "CanarySpec",
    "ChildObject",
    "ClientSpec",
    "ColorSpec",
    "Condition",
    "DestinationSpec",
    "EffectiveWeight",
    "FiltersSpec",
    "Forecast",
    "GatewaySpec",
    "GatewayTimeoutsSpec",
    "GrpcSpec",
    "HeaderModifierSpec",
    "HealthCheckSpec",
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
    "MatchSpec",
    "MiddlewareRefSpec",
    "MirrorSpec",
    "NetworkPolicySpec",
    "ObjectAlreadyExists",
    "ObjectError",
    "ObjectNotFound",
    "ParentRefSpec",
    "PauseSpec",
    "PeersSpec",
    "ProbeSpec",
    "Problem",
    "Resources",
    "ResourcesSpec",
    "RolloutSpec",
    "ServiceNotReady",
    "ServicePortSpec",
    "ServiceSpec",
    "SessionAffinitySpec",
    "Status",
    "StepSpec",
    "TimingSpec",
    "TraefikSpec",
    "VerticalPodAutoscalerSpec",
    "configured_services",
    "parse_service",
    "parse_services",
]
