"""Inference services on Kubernetes, as one Pulumi component."""

from .args import InferenceServiceArgs, InferenceServiceCamelArgs
from .config import configured_services
from .errors import InferenceError, InvalidSpec, Problem
from .features.canary import CanarySpec
from .features.forecast import Amounts, Forecast
from .features.health_check import GrpcSpec, HealthCheckSpec, ProbeSpec
from .features.resources import ResourcesSpec
from .features.rollout import RolloutSpec
from .features.timing import TimingSpec
from .object_errors import ChildObject, ObjectAlreadyExists, ObjectError, ObjectNotFound, ServiceNotReady
from .outputs import Resources
from .parsing import parse_service, parse_services
from .service import InferenceService
from .spec import InferenceServiceSpec
from .status import Condition, Status
from .tracks import EffectiveWeight

__all__ = [
    "Amounts",
    "CanarySpec",
    "ChildObject",
    "Condition",
    "EffectiveWeight",
    "Forecast",
    "GrpcSpec",
    "HealthCheckSpec",
    "InferenceError",
    "InferenceService",
    "InferenceServiceArgs",
    "InferenceServiceCamelArgs",
    "InferenceServiceSpec",
    "InvalidSpec",
    "ObjectAlreadyExists",
    "ObjectError",
    "ObjectNotFound",
    "ProbeSpec",
    "Problem",
    "Resources",
    "ResourcesSpec",
    "RolloutSpec",
    "ServiceNotReady",
    "Status",
    "TimingSpec",
    "configured_services",
    "parse_service",
    "parse_services",
]
