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
from .features.disruption_budget import DisruptionBudgetSpec
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
from .features.priority_class import PriorityClassSpec
from .features.resources import ResourcesSpec
from .features.rollout import RolloutSpec
from .features.scheduling import (
    PodAntiAffinitySpec,
    SchedulingSpec,
    TopologySpreadConstraintSpec,
)
from .features.service_account import PolicyRuleSpec, ServiceAccountSpec, WorkloadIdentitySpec
from .features.session_affinity import SessionAffinitySpec
from .features.spot import SpotSpec
from .features.timing import TimingSpec
from .features.traefik import MiddlewareRefSpec, TraefikSpec
from .features.vertical import VerticalPodAutoscalerSpec
from .kube.placement import NodeAffinity, NodeSelector, NodeSelectorTerm, PreferredSchedulingTerm, Toleration
from .kube.selector import NodeSelectorRequirement
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
    "DisruptionBudgetSpec",
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
    "InvalidSpec",
    "IstioSpec",
    "KedaSpec",
    "MatchSpec",
    "MiddlewareRefSpec",
    "MirrorSpec",
    "NodeAffinity",
    "NodeSelector",
    "NodeSelectorRequirement",
    "NodeSelectorTerm",
    "ObjectAlreadyExists",
    "ObjectError",
    "ObjectNotFound",
    "ParentRefSpec",
    "PauseSpec",
    "PodAntiAffinitySpec",
    "PolicyRuleSpec",
    "PreferredSchedulingTerm",
    "PriorityClassSpec",
    "ProbeSpec",
    "Problem",
    "Resources",
    "ResourcesSpec",
    "RolloutSpec",
    "SchedulingSpec",
    "ServiceAccountSpec",
    "ServiceNotReady",
    "SessionAffinitySpec",
    "SpotSpec",
    "Status",
    "StepSpec",
    "TimingSpec",
    "Toleration",
    "TopologySpreadConstraintSpec",
    "TraefikSpec",
    "VerticalPodAutoscalerSpec",
    "WorkloadIdentitySpec",
    "configured_services",
    "parse_service",
    "parse_services",
]
