"""The root of the spec: what a user asks of one inference service."""

from typing import Self

from pydantic import Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from .errors import CONFLICT
from .features import (
    autoscaling,
    canary,
    gateway,
    health_check,
    istio,
    keda,
    metrics,
    rollout,
    routing,
    scaling_behavior,
    session_affinity,
    timing,
    traefik,
    vertical,
)
from .features.autoscaling import AutoscalingSpec
from .features.canary import CanarySpec
from .features.gateway import GatewaySpec
from .features.health_check import HealthCheckSpec
from .features.istio import IstioSpec
from .features.keda import KedaSpec
from .features.resources import ResourcesSpec
from .features.rollout import RolloutSpec
from .features.session_affinity import SessionAffinitySpec
from .features.timing import DRAIN, MODEL_LOAD, TimingSpec
from .features.traefik import TraefikSpec
from .features.vertical import VerticalPodAutoscalerSpec
from .inputs import ModelRef, Namespace
from .kube.duration import WholeSeconds
from .kube.names import ServiceName
from .model import Model, Natural, Switch, about
from .runtimes import ZERFOO

RULES = (
    autoscaling.problems,
    metrics.problems,
    scaling_behavior.problems,
    keda.problems,
    keda.use_problems,
    vertical.problems,
    canary.problems,
    canary.exactness_problems,
    routing.problems,
    routing.mirror_problems,
    gateway.problems,
    istio.problems,
    traefik.problems,
    session_affinity.problems,
    health_check.problems,
    rollout.problems,
    timing.problems,
)
"""The rules across fields, a feature's own."""
WITHOUT_RULES = {"rules": False}
"""The validation context of a spec whose fields alone are looked at."""


class InferenceServiceSpec(Model):
    """Desired state of an inference service."""

    model_ref: ModelRef = Field(
        description="Reference of the model that the server loads.",
        examples=["llama3-8b-q4"],
        json_schema_extra=about("Deployment"),
    )
    replicas: Natural = Field(
        default=1,
        description="Pods of the service, those of a canary included; 0 pauses it, and no pod is left of either model. "
        "Under autoscaling the count to start with, by default minReplicas. Default: 1.",
        examples=[3],
        json_schema_extra=about("Deployment", unit="pods"),
    )
    min_replicas: Natural = Field(
        default=0,
        description="Fewest pods under autoscaling; goes with maxReplicas, and with resources.cpu unless autoscaling "
        "names other metrics. Default: 0, no autoscaling.",
        examples=[3],
        json_schema_extra=about("HorizontalPodAutoscaler", "Deployment", unit="pods"),
    )
    max_replicas: Natural = Field(
        default=0,
        description="Most pods under autoscaling; goes with minReplicas. Default: 0, no autoscaling.",
        examples=[20],
        json_schema_extra=about("HorizontalPodAutoscaler", unit="pods"),
    )
    autoscaling: AutoscalingSpec | None = Field(
        default=None,
        description="What the autoscalers go by, and how fast they go; goes with minReplicas. "
        "Default: the CPU at 80 percent.",
        examples=[{"preset": "zerfoo"}],
        json_schema_extra=about("HorizontalPodAutoscaler"),
    )
    vertical_pod_autoscaler: VerticalPodAutoscalerSpec | None = Field(
        default=None,
        description="A VerticalPodAutoscaler for each track, which sets the CPU and memory that its pods ask for. "
        "Default: none.",
        examples=[{"updateMode": "Initial", "controlledResources": ["memory"]}],
        json_schema_extra=about("VerticalPodAutoscaler"),
    )
    resources: ResourcesSpec = Field(
        default=ResourcesSpec(),
        description="Compute resources of each replica. Default: none asked for.",
        json_schema_extra=about("Deployment"),
    )
    canary: CanarySpec | None = Field(
        default=None,
        description="A second model that takes part of the traffic. Default: none.",
        json_schema_extra=about("Deployment", "HorizontalPodAutoscaler", "Service"),
    )
    gateway: GatewaySpec | None = Field(
        default=None,
        description="The way of the traffic through a Gateway of the Gateway API, with a canary or without; needs its "
        "CRDs (v1). Default: none.",
        examples=[{"parentRefs": [{"name": "public"}]}],
        json_schema_extra=about("HTTPRoute", "Service"),
    )
    istio: IstioSpec | None = Field(
        default=None,
        description="The way of the traffic through an Istio mesh, with a canary or without; needs its CRDs (v1). "
        "Default: none.",
        examples=[{}],
        json_schema_extra=about("DestinationRule", "VirtualService"),
    )
    traefik: TraefikSpec | None = Field(
        default=None,
        description="The way of the traffic through Traefik, with a canary or without; needs its CRDs (v1alpha1). "
        "Default: none.",
        examples=[{"entryPoints": ["websecure"], "hostnames": ["chat.example.com"]}],
        json_schema_extra=about("IngressRoute", "TraefikService", "Service"),
    )
    session_affinity: SessionAffinitySpec | None = Field(
        default=None,
        description="Whether the requests of one client reach one pod, and how it is known. Default: any pod.",
        examples=[{"by": "clientIP"}],
        json_schema_extra=about("Service", "DestinationRule", "TraefikService"),
    )
    health_check: HealthCheckSpec = Field(
        default=HealthCheckSpec(path=ZERFOO.health_path),
        description="Health probes of each replica. Default: the runtime's path every 10s.",
        json_schema_extra=about("Deployment"),
    )
    model_load: WholeSeconds = Field(
        default=MODEL_LOAD,
        description="Time that a replica may take to fetch and load its model before it is restarted; what else is "
        "waited for follows from it. Default: 10m.",
        examples=["20m"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    drain: WholeSeconds = Field(
        default=DRAIN,
        description="Time that the server has to finish running requests after it was told to end. Default: 45s.",
        examples=["2m"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    timing: TimingSpec = Field(
        default=TimingSpec(),
        description="Single timers in place of those that follow from modelLoad and drain. Default: all follow.",
        json_schema_extra=about("Deployment"),
    )
    rollout: RolloutSpec = Field(
        default=RolloutSpec(),
        description="How pods are replaced. Default: without spare GPUs.",
        json_schema_extra=about("Deployment"),
    )
    name: ServiceName | None = Field(
        default=None,
        description="Name of the service in the cluster, the stem of every object's name. Default: the name that the "
        "service is declared under.",
        examples=["chat"],
        json_schema_extra=about("Deployment", "Service", "HorizontalPodAutoscaler"),
    )
    namespace: Namespace | None = Field(
        default=None,
        description="Namespace of every object; it must exist. Default: the provider's.",
        examples=["inference"],
        json_schema_extra=about("Deployment", "Service", "HorizontalPodAutoscaler"),
    )

    require_crds: Switch = Field(
        default=True,
        alias="requireCRDs",
        description="Whether a preview fails where a kind of another project that the service uses, such as KEDA's "
        "ScaledObject, is not known to the cluster. false where the same program installs it. Default: true.",
        examples=[False],
        json_schema_extra=about(),
    )

    @model_validator(mode="after")
    def _keeps_the_rules(self, info: ValidationInfo) -> Self:
        if (info.context or {}).get("rules") is False:
            return self
        broken = [problem for rule in RULES for problem in rule(self)]
        if broken:
            raise PydanticCustomError(CONFLICT, "The fields do not go together.", {"problems": broken})
        return self

    @property
    def autoscaled(self) -> bool:
        return self.min_replicas > 0

    @property
    def keda(self) -> KedaSpec | None:
        """None where KEDA does not scale."""
        return self.autoscaling.keda if self.autoscaling else None

    @property
    def paused(self) -> bool:
        """Whether no pod is asked for."""
        return self.starting_replicas == 0

    @property
    def starting_replicas(self) -> int:
        """The pods that the service starts with, on both tracks together."""
        return max(self.replicas, self.min_replicas)
