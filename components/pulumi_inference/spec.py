"""The root of the spec: what a user asks of one inference service."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationError

from .errors import InvalidSpec, Problem, problems_of
from .features import autoscaling, canary, health_check
from .features.canary import CanarySpec
from .features.health_check import HealthCheckSpec
from .features.resources import ResourcesSpec
from .inputs import ModelRef
from .kube.names import service_name_problem
from .model import LARGEST_INT32, Model, WholeNumber
from .runtimes import ZERFOO

RULES = (autoscaling.problems, canary.problems, health_check.problems)
"""The rules across fields, a feature's own."""


class InferenceServiceSpec(Model):
    """Desired state of an inference service."""

    model_ref: ModelRef = Field(description="Model reference that the server loads, such as llama3-8b-q4. Required.")
    replicas: Annotated[WholeNumber, Field(ge=1, le=LARGEST_INT32)] = Field(
        default=1,
        description="Pods of the service, those of a canary included. Under autoscaling the count to start with, by "
        "default minReplicas. Default: 1.",
    )
    min_replicas: Annotated[WholeNumber, Field(ge=0, le=LARGEST_INT32)] = Field(
        default=0, description="Fewest pods under autoscaling. Default: 0, no autoscaling."
    )
    max_replicas: Annotated[WholeNumber, Field(ge=0, le=LARGEST_INT32)] = Field(
        default=0, description="Most pods under autoscaling; goes with minReplicas. Default: 0, no autoscaling."
    )
    resources: ResourcesSpec = Field(
        default=ResourcesSpec(), description="Compute resources of each replica. Default: none asked for."
    )
    canary: CanarySpec | None = Field(
        default=None, description="A second model that takes part of the traffic. Default: none."
    )
    health_check: HealthCheckSpec = Field(
        default=HealthCheckSpec(path=ZERFOO.health_path),
        description="Health probes of each replica. Default: the runtime's path every 10s.",
    )

    @property
    def autoscaled(self) -> bool:
        return self.min_replicas > 0

    @property
    def starting_replicas(self) -> int:
        """The pods that the service starts with, on both tracks together."""
        return max(self.replicas, self.min_replicas)


def parse_service(name: str, raw: "InferenceServiceSpec | Mapping[str, Any]") -> InferenceServiceSpec:
    """The spec of one service.

    Args:
        name: The service's name, the stem of every object's name.
        raw: A spec, or a map in camelCase (YAML, JSON) or snake_case (Python).

    Raises:
        InvalidSpec: with every problem found.
    """
    return parse_services({name: raw})[name]


def parse_services(raw: Any) -> dict[str, InferenceServiceSpec]:
    """The specs of all services: a map from name to spec, as in the configuration `inference:services`.

    Raises:
        InvalidSpec: with every problem of every service.
    """
    if not isinstance(raw, Mapping):
        raise InvalidSpec([Problem("services", "is not a map from a service's name to its spec.")])
    specs: dict[str, InferenceServiceSpec] = {}
    problems: list[Problem] = []
    for name, value in raw.items():
        path = f"services.{name}"
        if reason := service_name_problem(str(name)):
            problems.append(Problem(path, reason))
        try:
            spec = _validated(value)
        except ValidationError as error:
            problems += problems_of(error, InferenceServiceSpec, path)
            continue
        problems += [Problem(f"{path}.{field}", text) for rule in RULES for field, text in rule(spec)]
        specs[str(name)] = spec
    problems += [
        Problem(f"services.{name}-canary", f"its objects would have the names of the canary of {name}. Rename one.")
        for name in specs
        if f"{name}-canary" in specs
    ]
    if problems:
        raise InvalidSpec(problems)
    return specs


def _validated(value: Any) -> InferenceServiceSpec:
    return value if isinstance(value, InferenceServiceSpec) else InferenceServiceSpec.model_validate(value)
