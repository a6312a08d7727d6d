"""Inference services on Kubernetes, as one Pulumi component."""

from .args import InferenceServiceArgs, InferenceServiceCamelArgs
from .config import configured_services
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
from .features.dashboard import GrafanaDashboardSpec
from .features.forecast import Amounts, Forecast
from .features.gateway import (
    FiltersSpec,
    GatewaySpec,
    GatewayTimeoutsSpec,
    HeaderModifierSpec,
    ParentRefSpec,
)
from .features.health_check import GrpcSpec, HealthCheckSpec, ProbeSpec
from .features.istio import IstioSpec
from .features.keda import KedaSpec
from .features.monitoring import MonitoringSpec, MonitorSpec
from .features.resources import ResourcesSpec
from .features.rollout import RolloutSpec
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
    "CanaryScaleSpec",
    "CanarySpec",
    "ChildObject",
    "ColorSpec",
    "Condition",
    "EffectiveWeight",
    "FiltersSpec",
    "Forecast",
    "GatewaySpec",
    "GatewayTimeoutsSpec",
    "GrafanaDashboardSpec",
    "GrpcSpec",
    "HeaderModifierSpec",
    "HealthCheckSpec",
    "InferenceError",
    "InferenceService",
    "InferenceServiceArgs",
    "InferenceServiceCamelArgs",
    "InferenceServiceSpec",
    "InvalidSpec",
    "IstioSpec",
    "KedaSpec",
    "MatchSpec",
    "MiddlewareRefSpec",
    "MirrorSpec",
    "MonitorSpec",
    "MonitoringSpec",
    "ObjectAlreadyExists",
    "ObjectError",
    "ObjectNotFound",
    "ParentRefSpec",
    "PauseSpec",
    "PendingSpec",
    "ProbeSpec",
    "Problem",
    "PrometheusRuleSpec",
    "Resources",
    "ResourcesSpec",
    "RolloutSpec",
    "ServiceNotReady",
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
