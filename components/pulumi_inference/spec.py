"""The root of the spec: what a user asks of one inference service."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator

from .defaults import NEWEST, with_defaults
from .features import (
    alerts,
    argo,
    autoscaling,
    blue_green,
    canary,
    certificate,
    claim_templates,
    claims,
    containers,
    daemon_set,
    disruption_budget,
    external_secrets,
    gateway,
    health_check,
    ingress,
    istio,
    istio_security,
    keda,
    metrics,
    model_pod,
    model_rules,
    model_warmer,
    monitoring,
    network_policy_spec,
    rollout,
    routing,
    runtime,
    scaling_behavior,
    service_spec,
    serving,
    session_affinity,
    spot,
    stateful_set,
    telemetry,
    timing,
    traefik,
    vertical,
)
from .features.argo import ArgoSpec
from .features.autoscaling import AutoscalingSpec
from .features.blue_green import BlueGreenSpec
from .features.canary import CanarySpec
from .features.certificate import CertificateSpec
from .features.claims import MountedClaim
from .features.daemon_set import DaemonSetSpec
from .features.disruption_budget import DisruptionBudget
from .features.gateway import GatewaySpec
from .features.handlers import DrainCommandSpec
from .features.health_check import HealthCheckSpec, with_path
from .features.ingress import IngressSpec
from .features.istio import IstioSpec
from .features.istio_security import IstioSecuritySpec
from .features.keda import KedaSpec
from .features.metrics import SERVER
from .features.model_storage import CACHE, DOWNLOADER, ModelSpec, model_specs, storage
from .features.monitoring import MonitoringSpec
from .features.network_policy_spec import NetworkPolicySpec
from .features.rollout import RolloutSpec
from .features.runtime import Arguments, PortsSpec
from .features.service_spec import ServiceSpec
from .features.serving_spec import ServingSpec
from .features.session_affinity import SessionAffinitySpec
from .features.stateful_set import StatefulSetSpec
from .features.telemetry import LoggingSpec, TracingSpec
from .features.timing import TimingSpec
from .features.traefik import TraefikSpec
from .features.vertical import VerticalPodAutoscalerSpec
from .inputs import Image, ModelRef
from .kube.duration import WholeSeconds
from .kube.names import Dns1123Label
from .model import Natural, about
from .pod_fields import POD_RULES, PodFields
from .runtimes import PRESETS, Runtime, RuntimeName

RULES = (
    autoscaling.problems,
    autoscaling.container_problems,
    metrics.problems,
    scaling_behavior.problems,
    blue_green.model_problems,
    blue_green.problems,
    keda.problems,
    keda.use_problems,
    vertical.problems,
    canary.problems,
    canary.exactness_problems,
    routing.problems,
    routing.idle_canary_problems,
    gateway.problems,
    istio.problems,
    traefik.problems,
    service_spec.problems,
    service_spec.split_problems,
    service_spec.port_problems,
    service_spec.headless_problems,
    service_spec.metadata_problems,
    ingress.problems,
    certificate.problems,
    certificate.time_problems,
    network_policy_spec.reach_problems,
    network_policy_spec.source_problems,
    istio_security.problems,
    istio_security.port_problems,
    argo.problems,
    argo.canary_problems,
    argo.step_problems,
    argo.analysis_problems,
    session_affinity.problems,
    health_check.problems,
    rollout.problems,
    runtime.problems,
    runtime.command_problems,
    runtime.model_problems,
    runtime.unused_port_problems,
    containers.name_problems,
    runtime.port_problems,
    timing.problems,
    claims.access_problems,
    model_rules.problems,
    model_rules.checksum_problems,
    model_rules.name_problems,
    model_rules.use_problems,
    model_rules.cache_problems,
    model_rules.credential_problems,
    model_warmer.problems,
    claim_templates.problems,
    stateful_set.problems,
    daemon_set.problems,
    daemon_set.update_problems,
    monitoring.problems,
    alerts.problems,
    telemetry.problems,
    serving.problems,
    serving.model_problems,
    spot.notice_problems,
    disruption_budget.problems,
    external_secrets.certificate_problems,
    *POD_RULES,
)
"""The rules across fields, a feature's own."""


def _one_model_or_two(schema: dict[str, Any]) -> None:
    """In a JSON Schema: modelRef is required, unless blueGreen is there in its place."""
    schema["required"].remove("modelRef")
    schema["anyOf"] = [{"required": ["modelRef"]}, {"required": ["blueGreen"]}]
    choices = schema["properties"]["modelRef"]["anyOf"]
    schema["properties"]["modelRef"]["anyOf"] = [one for one in choices if one != {"type": "null"}]


class InferenceServiceSpec(PodFields):
    """Desired state of an inference service."""

    model_config = ConfigDict(json_schema_extra=_one_model_or_two)
    noun: ClassVar[str] = "inference service"

    model_ref: ModelRef | None = Field(
        description="Reference of the model that the server loads; blueGreen has one for each track in its place.",
        examples=["llama3-8b-q4"],
        json_schema_extra=about("Deployment"),
    )
    model: ModelSpec | None = Field(
        default=None,
        description="The model's files: where they come from, how they are verified, and where they are kept. "
        "Default: none, the server finds its model by modelRef.",
        examples=[{"source": {"http": {"url": "https://models.example.com/llama3-8b-q4.gguf"}}}],
        json_schema_extra=about("Deployment", "ConfigMap", "Secret", "PersistentVolumeClaim"),
    )
    runtime: RuntimeName = Field(
        default="zerfoo",
        description="The model server: its image, command line, ports, probes and user, each of which another field "
        "replaces. custom has none of its own but port 8080 and user 1000. Default: zerfoo.",
        examples=["vllm"],
        json_schema_extra=about("Deployment"),
    )
    image: Image | None = Field(
        default=None,
        description="Image of the model server, with a tag other than latest or, better, a digest. "
        "Default: the runtime's, of the release that defaultsVersion names.",
        examples=["vllm/vllm-openai:v0.18.2"],
        json_schema_extra=about("Deployment"),
    )
    container_name: Dns1123Label = Field(
        default=SERVER,
        description="Name of the model server's container, where that of an adopted Deployment is to stay. "
        "Default: server.",
        examples=["vllm"],
        json_schema_extra=about("Deployment", "VerticalPodAutoscaler"),
    )
    command: Arguments | None = Field(
        default=None,
        description="What the container runs; asks for args, but with runtime: custom. Default: the runtime's.",
        examples=[["python3", "-m", "server"]],
        json_schema_extra=about("Deployment"),
    )
    args: Arguments | None = Field(
        default=None,
        description="All arguments, in place of the runtime's; $(MODEL_REF) in them is the model reference, "
        "and $(MODEL_PATH) the path of its files, where model.source brings them. "
        "Default: the runtime's.",
        examples=[["--model", "$(MODEL_REF)"]],
        json_schema_extra=about("Deployment"),
    )
    extra_args: Arguments | None = Field(
        default=None,
        description="Arguments after the runtime's own. Default: none.",
        examples=[["--max-model-len=8192"]],
        json_schema_extra=about("Deployment"),
    )
    serving: ServingSpec | None = Field(
        default=None,
        description="Several models on one server, and the metrics of tensorflow-serving. For tensorflow-serving by "
        "its files models.config and monitoring.config, for triton by flags. Default: one model, that of modelRef.",
        examples=[{"models": [{"name": "sentiment"}, {"name": "topics"}]}],
        json_schema_extra=about("ConfigMap", "Deployment"),
    )
    ports: PortsSpec | None = Field(
        default=None,
        description="Ports of the container, in place of the runtime's; its own command line follows them. "
        "Default: the runtime's.",
        examples=[{"http": 8000}],
        json_schema_extra=about("Deployment"),
    )
    replicas: Natural = Field(
        default=1,
        description="Pods of the service, those of a canary included; 0 pauses it, and no pod is left of either model. "
        "Under autoscaling the count to start with, by default minReplicas. Default: 1.",
        examples=[3],
        json_schema_extra=about("Deployment", "PodDisruptionBudget", unit="pods"),
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
        json_schema_extra=about("HorizontalPodAutoscaler", "Deployment", "PodDisruptionBudget", unit="pods"),
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
    canary: CanarySpec | None = Field(
        default=None,
        description="A second model that takes part of the traffic. Default: none.",
        json_schema_extra=about("Deployment", "HorizontalPodAutoscaler", "Service", "PodDisruptionBudget"),
    )
    blue_green: BlueGreenSpec | None = Field(
        default=None,
        description="Two full tracks in place of modelRef, of which one has the traffic. Default: none.",
        examples=[{"active": "blue", "blue": {"modelRef": "llama3-8b-q4"}, "green": {"modelRef": "llama3.1-8b-q4"}}],
        json_schema_extra=about("Deployment", "HorizontalPodAutoscaler", "Service", "PodDisruptionBudget"),
    )
    service: ServiceSpec = Field(
        default=ServiceSpec(),
        description="The Service over all pods with traffic: its type, its ports, and what others read from it. "
        "Default: port 80 inside the cluster.",
        json_schema_extra=about("Service"),
    )
    ingress: IngressSpec | None = Field(
        default=None,
        description="The way of the traffic from outside through an ingress controller, to the Service. A canary's "
        "weight is then the share of its pods. Default: none.",
        examples=[{"hosts": ["chat.example.com"]}],
        json_schema_extra=about("Ingress"),
    )
    certificate: CertificateSpec | None = Field(
        default=None,
        description="A certificate for the hosts, which cert-manager makes and renews in the Secret NAME-tls; needs "
        "its CRDs (v1). TLS of the Ingress reads it, and a listener of a Gateway may. Default: none.",
        examples=[{"issuerRef": {"name": "letsencrypt", "kind": "ClusterIssuer"}}],
        json_schema_extra=about("Certificate", "Ingress"),
    )
    network_policy: NetworkPolicySpec | None = Field(
        default=None,
        description="Closes the pods in both directions, but for what it names and what they need: the cluster's DNS, "
        "and istiod in a mesh. Default: none, all is open.",
        examples=[{"modelSources": [], "gateways": ["istio-system"]}],
        json_schema_extra=about("NetworkPolicy"),
    )
    istio_security: IstioSecuritySpec | None = Field(
        default=None,
        description="Who may call the pods in an Istio mesh, by any route; needs its CRDs (v1). Default: none, the "
        "mesh's own rules.",
        examples=[{"allow": [{"namespaces": ["web"]}]}],
        json_schema_extra=about("PeerAuthentication", "AuthorizationPolicy"),
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
    argo: ArgoSpec | None = Field(
        default=None,
        description="One Rollout of Argo Rollouts in the place of the Deployments, whose controller goes from model to "
        "model in steps, with a canary or without; needs its CRDs (v1alpha1). Beside gateway or istio it writes the "
        "route's weights, by gateway with its plugin argoproj-labs/gatewayAPI. Default: none.",
        examples=[{"steps": [{"setWeight": 5}, {"pause": {"duration": "10m"}}]}],
        json_schema_extra=about("Rollout", "Deployment", "Service", "HorizontalPodAutoscaler"),
    )
    stateful_set: StatefulSetSpec | None = Field(
        default=None,
        description="StatefulSets in the place of the Deployments: pods with names that last, each with claims of its "
        "own (volumeClaimTemplate). Default: none.",
        examples=[{}],
        json_schema_extra=about("StatefulSet", "Service", "Deployment", "HorizontalPodAutoscaler"),
    )
    daemon_set: DaemonSetSpec | None = Field(
        default=None,
        description="A DaemonSet in the place of the Deployment: a pod on each node that scheduling lets it go to, as "
        "on the edge. Without replicas, autoscaling and a canary. Default: none.",
        examples=[{}],
        json_schema_extra=about("DaemonSet", "Deployment"),
    )
    session_affinity: SessionAffinitySpec | None = Field(
        default=None,
        description="Whether the requests of one client reach one pod, and how it is known. Default: any pod.",
        examples=[{"by": "clientIP"}],
        json_schema_extra=about("Service", "DestinationRule", "TraefikService"),
    )
    health_check: HealthCheckSpec = Field(
        default=HealthCheckSpec(path=PRESETS["zerfoo"].health_path),
        description="Health probes of each replica. Default: the runtime's path every 10s.",
        json_schema_extra=about("Deployment"),
    )
    model_load: WholeSeconds = Field(
        default=NEWEST.model_load,
        description="Time that a replica may take to fetch and load its model before it is restarted; what else is "
        f"waited for follows from it. Default: {NEWEST.model_load}.",
        examples=["20m"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    drain: WholeSeconds = Field(
        default=NEWEST.drain,
        description="Time that the server has to finish running requests after it was told to end. "
        f"Default: {NEWEST.drain}.",
        examples=["2m"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    drain_command: DrainCommandSpec | None = Field(
        default=None,
        description="What tells the server to drain, in place of the sleep before it is told to end; it may take as "
        "long as timing.preStop. Requests come until the endpoints have forgotten the pod, so the server has to answer "
        "them meanwhile. Default: none, a sleep of timing.preStop.",
        examples=[{"httpGet": {"path": "/drain"}}],
        json_schema_extra=about("Deployment"),
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
    monitoring: MonitoringSpec | None = Field(
        default=None,
        description="Metrics: a ServiceMonitor, a PodMonitor or annotations for Prometheus, a PrometheusRule with "
        "alerts, a Grafana dashboard. Default: none.",
        examples=[{"podMonitor": {}, "prometheusRule": {}, "grafanaDashboard": {}}],
        json_schema_extra=about("ServiceMonitor", "PodMonitor", "PrometheusRule", "ConfigMap", "Deployment"),
    )
    logging: LoggingSpec | None = Field(
        default=None,
        description="What the model server logs. Default: what it logs of its own accord.",
        examples=[{"level": "warning"}],
        json_schema_extra=about("Deployment"),
    )
    tracing: TracingSpec | None = Field(
        default=None,
        description="Where the model server sends traces of requests, by OpenTelemetry. Default: nowhere.",
        examples=[{"endpoint": "http://otel-collector.observability:4317", "ratio": "0.1"}],
        json_schema_extra=about("Deployment"),
    )
    disruption_budget: DisruptionBudget | None = Field(
        default=None,
        description="How many pods the drain of nodes may take at a time, by a PodDisruptionBudget; false for none. "
        "Default: maxUnavailable 1 from two replicas.",
        examples=[{"maxUnavailable": "25%"}],
        json_schema_extra=about("PodDisruptionBudget"),
    )

    @model_validator(mode="before")
    @classmethod
    def _has_one_model_or_two(cls, raw: Any) -> Any:
        """A field is required or not; this one is, unless another is there."""
        if not isinstance(raw, Mapping) or not raw.keys() & {"blueGreen", "blue_green"}:
            return raw
        return raw if raw.keys() & {"modelRef", "model_ref"} else {**raw, "modelRef": None}

    def take_defaults(self) -> None:
        own = self.defaults
        asked, server = self.health_check, serving.told(self, PRESETS[self.runtime])
        if "health_check" not in self.model_fields_set:
            asked = HealthCheckSpec(path=server.health_path or asked.path)
        asked = with_path(asked, server)
        check = with_defaults(asked, interval=own.probe_interval, timeout=own.probe_timeout)
        timing = with_defaults(self.timing, pre_stop=own.pre_stop)
        rest = with_defaults(self, model_load=own.model_load, drain=own.drain)
        # In place, though frozen: of a new object a constructor's caller would never hear.
        vars(self).update(vars(rest) | {"health_check": check, "timing": timing})

    @classmethod
    def rules(cls) -> tuple[Callable[[Any], Iterator[tuple[str, str]]], ...]:
        return RULES

    @property
    def server(self) -> Runtime:
        """The model server of every track."""
        return runtime.server_of(self)

    @property
    def first_container(self) -> tuple[str, str]:
        return self.container_name, "the model server's"

    def images(self) -> Iterator[tuple[str, Any]]:
        yield "image", self.image
        if self.canary:
            yield "canary.image", self.canary.image
        for color in ("blue", "green"):
            if self.blue_green and (track := getattr(self.blue_green, color)):
                yield f"blueGreen.{color}.image", track.image

    def further_volumes(self) -> Iterator[tuple[str, str]]:
        if any(True for _ in model_specs(self)):
            for volume in (CACHE, DOWNLOADER):
                yield volume, storage(self).mount_path
        if self.serving and (directory := self.server.config_directory):
            yield serving.VOLUME, directory

    def further_claims(self) -> Iterator[MountedClaim]:
        if self.model and self.model.cache and self.model.cache.claim:
            yield MountedClaim("model.cache.claim", CACHE, self.model.cache.claim, True)

    def further_secrets(self) -> Mapping[str, Any]:
        return model_pod.secrets(self)

    @property
    def kind(self) -> Literal["Deployment", "StatefulSet", "DaemonSet", "Rollout"]:
        """Of what runs the pods."""
        if self.argo:
            return "Rollout"
        if self.stateful_set:
            return "StatefulSet"
        return "DaemonSet" if self.daemon_set else "Deployment"

    @property
    def pods_start_in_order(self) -> bool:
        """Whether each waits for the one before to be ready."""
        return self.stateful_set is not None and self.stateful_set.pod_management_policy == "OrderedReady"

    @property
    def volumes_for_one_pod(self) -> bool:
        """Whether a new pod can only have its volumes where the old one has gone."""
        return claims.needs_its_claims_alone(self)

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
