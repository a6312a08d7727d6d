"""Inference services on Kubernetes, as one Pulumi component."""

from .args import InferenceServiceArgs, InferenceServiceCamelArgs
from .config import configured_services
from .errors import InvalidSpec, Problem
from .features.canary import CanarySpec
from .features.health_check import HealthCheckSpec
from .features.resources import ResourcesSpec
from .outputs import Resources
from .parsing import parse_service, parse_services
from .service import InferenceService
from .spec import InferenceServiceSpec
from .status import Status
from .tracks import EffectiveWeight

__all__ = [
    "CanarySpec",
    "EffectiveWeight",
    "HealthCheckSpec",
    "InferenceService",
    "InferenceServiceArgs",
    "InferenceServiceCamelArgs",
    "InferenceServiceSpec",
    "InvalidSpec",
    "Problem",
    "Resources",
    "ResourcesSpec",
    "Status",
    "configured_services",
    "parse_service",
    "parse_services",
]
