"""Inference services on Kubernetes, as one Pulumi component."""

from .errors import InvalidSpec, Problem
from .features.canary import CanarySpec
from .features.health_check import HealthCheckSpec
from .features.resources import ResourcesSpec
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
    "InferenceServiceSpec",
    "InvalidSpec",
    "Problem",
    "ResourcesSpec",
    "Status",
    "parse_service",
    "parse_services",
]
