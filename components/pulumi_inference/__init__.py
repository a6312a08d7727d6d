"""Inference services on Kubernetes, as one Pulumi component."""

from .errors import (
    ChildObject,
    InferenceError,
    InvalidSpec,
    ObjectAlreadyExists,
    ObjectError,
    ObjectNotFound,
    Problem,
    ServiceNotReady,
)
from .features.canary import CanarySpec
from .features.health_check import HealthCheckSpec
from .features.resources import ResourcesSpec
from .service import InferenceService
from .spec import InferenceServiceSpec, parse_service, parse_services
from .status import Condition, Status
from .tracks import EffectiveWeight

__all__ = [
    "CanarySpec",
    "ChildObject",
    "Condition",
    "EffectiveWeight",
    "HealthCheckSpec",
    "InferenceError",
    "InferenceService",
    "InferenceServiceSpec",
    "InvalidSpec",
    "ObjectAlreadyExists",
    "ObjectError",
    "ObjectNotFound",
    "Problem",
    "ResourcesSpec",
    "ServiceNotReady",
    "Status",
    "parse_service",
    "parse_services",
]
