"""What the pods of services and of jobs have in common: the fields of both specs, and the rules on those alone."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Self

from pydantic import Field, PrivateAttr, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from .defaults import DEFAULTS, Defaults, DefaultsVersion, of_version
from .errors import CONFLICT
from .features import (
    claims,
    containers,
    environment,
    external_secrets,
    files,
    gpus,
    network_policy_spec,
    priority_class,
    registries,
    resources,
    runtime,
    scheduling,
    service_account,
    spot,
    volume_sources,
    volumes,
)
from .features.claims import MountedClaim
from .features.containers_spec import ContainerSpec, InitContainerSpec
from .features.environment import Env, EnvFromSpec
from .features.external_secrets import ExternalSecretSpec
from .features.files import FileSpec
from .features.network_policy_spec import EgressSpec
from .features.overrides_spec import ANY, Patch
from .features.registries import RegistrySpec
from .features.resources import ResourcesSpec
from .features.runtime import Directories, PullPolicy, SecurityContextSpec
from .features.scheduling import SchedulingSpec
from .features.service_account import ServiceAccountSpec
from .features.volumes import VolumeSpec
from .inputs import Namespace, ObjectRef
from .kube.names import ServiceName
from .kube.quantity import Memory
from .model import Model, Switch, about
from .runtimes import Container

POD_RULES = (
    resources.problems,
    gpus.problems,
    gpus.claim_problems,
    gpus.mig_problems,
    runtime.path_problems,
    runtime.image_problems,
    environment.problems,
    environment.divisor_problems,
    external_secrets.problems,
    files.problems,
    files.file_problems,
    registries.problems,
    registries.pull_secret_problems,
    volumes.problems,
    volumes.memory_problems,
    volume_sources.problems,
    claims.problems,
    network_policy_spec.problems,
    network_policy_spec.identity_problems,
    containers.problems,
    containers.mount_problems,
    containers.port_problems,
    containers.probe_problems,
    priority_class.problems,
    scheduling.problems,
    scheduling.spread_problems,
    spot.problems,
    service_account.problems,
)
"""The rules across the fields that both have."""
WITHOUT_RULES = {"rules": False}
"""The validation context of a spec whose fields alone are looked at."""


class PodFields(Model):
    """What a user says of pods, whatever runs them."""

    image_pull_policy: PullPolicy | None = Field(
        default=None,
        description="When nodes pull the image; Always also allows one without a version. "
        "Default: Kubernetes', IfNotPresent for one with a version.",
        examples=["Always"],
        json_schema_extra=about("Deployment"),
    )
    resources: ResourcesSpec = Field(
        default=ResourcesSpec(),
        description="Compute resources of each replica. Default: none asked for.",
        json_schema_extra=about("Deployment"),
    )
    security_context: SecurityContextSpec | None = Field(
        default=None,
        description="Who the model server runs as. Default: the runtime's user.",
        examples=[{"runAsUser": 1001}],
        json_schema_extra=about("Deployment"),
    )
    writable_paths: Directories | None = Field(
        default=None,
        description="Directories of the container that the server writes to, beside the runtime's own; each is an "
        "empty volume of the pod. Default: none more.",
        examples=[["/tmp", "/var/cache/server"]],
        json_schema_extra=about("Deployment"),
    )
    env: Env = Field(
        default={},
        description="Environment variables of the model server's container: a text, or where the value stands. "
        "Secrets of the configuration and Outputs go into the Secret NAME-secrets; $(OTHER) is another variable's "
        "value, as in Kubernetes. Default: none.",
        examples=[{"LOG_LEVEL": "info", "HF_TOKEN": {"valueFrom": {"secretConfig": "hfToken"}}}],
        json_schema_extra=about("Deployment", "Secret"),
    )
    env_from: tuple[EnvFromSpec, ...] = Field(
        default=(),
        description="ConfigMaps and Secrets whose keys are variables, too. Default: none.",
        examples=[[{"configMapRef": "settings"}]],
        json_schema_extra=about("Deployment"),
    )
    files: tuple[FileSpec, ...] = Field(
        default=(),
        description="Files in the model server's container, for configuration and logging. A changed one rolls the "
        "pods. Default: none.",
        examples=[[{"path": "/app/config/app.yaml", "yaml": {"server": {"port": 8080}}}]],
        json_schema_extra=about("ConfigMap", "Secret", "Deployment"),
    )
    external_secrets: tuple[ExternalSecretSpec, ...] = Field(
        default=(),
        description="Secrets that the External Secrets Operator fetches from a store into NAME-openai and the like, "
        "for secretKeyRef and envFrom to name; needs its CRDs (v1). Default: none.",
        examples=[
            [
                {
                    "name": "openai",
                    "secretStoreRef": {"name": "vault", "kind": "ClusterSecretStore"},
                    "data": [{"secretKey": "key", "remoteRef": {"key": "prod/openai", "property": "apiKey"}}],
                }
            ]
        ],
        json_schema_extra=about("ExternalSecret"),
    )
    image_pull_secrets: tuple[ObjectRef, ...] = Field(
        default=(),
        description="Names of Secrets that exist, with credentials of registries. Default: none.",
        examples=[["registry"]],
        json_schema_extra=about("Deployment"),
    )
    registries: tuple[RegistrySpec, ...] = Field(
        default=(),
        description="Credentials of registries that images are pulled from, for the Secret NAME-registries. "
        "Default: none.",
        examples=[
            [
                {
                    "server": "registry.example.com",
                    "username": "pull",
                    "password": {"valueFrom": {"secretConfig": "registryPassword"}},
                }
            ]
        ],
        json_schema_extra=about("Secret", "Deployment"),
    )
    volumes: tuple[VolumeSpec, ...] = Field(
        default=(),
        description="Volumes of the pods, each mounted in the model server's container. Default: none.",
        examples=[[{"name": "models", "mountPath": "/models", "persistentVolumeClaim": {"claimName": "models"}}]],
        json_schema_extra=about("Deployment", "PersistentVolumeClaim"),
    )
    shm_size: Memory | None = Field(
        default=None,
        description="Size of /dev/shm, where the processes of a server share tensors; what is in it counts as memory "
        "of the container. Default: the container runtime's, 64Mi.",
        examples=["8Gi"],
        json_schema_extra=about("Deployment", unit="bytes"),
    )
    init_containers: tuple[InitContainerSpec, ...] = Field(
        default=(),
        description="Containers that come before the model server, one after the other; with restartPolicy: Always "
        "native sidecars. Default: none.",
        examples=[[{"name": "fetch", "image": "registry.example.com/fetch:1.2.0"}]],
        json_schema_extra=about("Deployment", "Secret"),
    )
    containers: tuple[ContainerSpec, ...] = Field(
        default=(),
        description="Containers beside the model server, from its start to its end. Default: none.",
        examples=[[{"name": "proxy", "image": "registry.example.com/proxy:1.2.0"}]],
        json_schema_extra=about("Deployment", "Secret"),
    )
    network_policy: EgressSpec | None = Field(
        default=None,
        description="A NetworkPolicy over the pods: nobody reaches them, and they reach the cluster's DNS and what is "
        "named. Default: none.",
        examples=[{"stores": [{"cidrs": ["203.0.113.0/24"], "ports": [443]}]}],
        json_schema_extra=about("NetworkPolicy"),
    )
    scheduling: SchedulingSpec = Field(
        default=SchedulingSpec(),
        description="Which nodes pods go to, how they are spread, and which go first: nodeSelector, nodeAffinity, "
        "podAntiAffinity, topologySpreadConstraints, tolerations, priorities, spot pools. Default: pods of one track "
        "on different hosts where there is room.",
        json_schema_extra=about("Deployment"),
    )
    service_account: ServiceAccountSpec | None = Field(
        default=None,
        description="Who the pods are to the API server and to the cloud. Default: a ServiceAccount NAME without a "
        "token and without rights.",
        examples=[{"workloadIdentity": {"awsRoleArn": "arn:aws:iam::111122223333:role/models"}}],
        json_schema_extra=about("ServiceAccount", "Deployment", "Role", "RoleBinding"),
    )
    overrides: dict[str, Patch] = Field(
        default={},
        description="The last resort: a JSON Patch (RFC 6902) on an object as it was rendered, by its role in the "
        "outputs, such as primary or service. A warning says what each changes. Default: none.",
        examples=[{"primary": [{"op": "add", "path": "/spec/template/spec/hostname", "value": "model-host"}]}],
        json_schema_extra=ANY,
    )
    name: ServiceName | None = Field(
        default=None,
        description="Name of the service in the cluster, the stem of every object's name. Default: the name that the "
        "service is declared under.",
        examples=["chat"],
        json_schema_extra=about(
            "Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "ServiceAccount"
        ),
    )
    namespace: Namespace | None = Field(
        default=None,
        description="Namespace of every object; it must exist. Default: the provider's.",
        examples=["inference"],
        json_schema_extra=about(
            "Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "ServiceAccount"
        ),
    )
    defaults_version: DefaultsVersion | None = Field(
        default=None,
        description="Version of the defaults that hold where the spec says nothing. With one given, a release of this "
        f"library that has others changes nothing. Default: the newest, {max(DEFAULTS)}.",
        examples=[max(DEFAULTS)],
        json_schema_extra=about("Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget", "ServiceAccount"),
    )
    require_crds: Switch = Field(
        default=True,
        alias="requireCRDs",
        description="Whether a preview reads the CRDs of kinds of other projects that the service uses, such as KEDA's "
        "ScaledObject, and fails where one is missing. false where the same program installs it, or where whoever "
        "deploys may not read CRDs. Default: true.",
        examples=[False],
        json_schema_extra=about(),
    )

    noun: ClassVar[str]
    """What a user calls it."""

    _secret_names: Mapping[str, Any] = PrivateAttr(default={})

    @classmethod
    def rules(cls) -> tuple[Callable[[Any], Iterator[tuple[str, str]]], ...]:
        """All rules across fields."""
        return POD_RULES

    def take_defaults(self) -> None:
        """Puts what holds in the version of the defaults into fields that nobody gave."""

    @model_validator(mode="after")
    def _keeps_the_rules(self, info: ValidationInfo) -> Self:
        self.take_defaults()
        if (info.context or {}).get("rules") is False:
            return self
        broken = [problem for rule in self.rules() for problem in rule(self)]
        if broken:
            raise PydanticCustomError(CONFLICT, "The fields do not go together.", {"problems": broken})
        return self

    @property
    def defaults(self) -> Defaults:
        """What holds where the spec says nothing."""
        return of_version(self.defaults_version)

    def with_secret_names(self, promised: Mapping[str, Any]) -> Self:
        """The same spec, whose Secrets have names that are known once the engine gives them, by their roles."""
        copy = self.model_copy()
        copy._secret_names = promised
        return copy

    def secret_name(self, role: str, otherwise: str) -> Any:
        """Of a Secret with what the spec says through Outputs and secrets of the configuration."""
        return self._secret_names.get(role, otherwise)

    @property
    def kind(self) -> str:
        """Of what runs the pods."""
        raise NotImplementedError

    @property
    def server(self) -> Container:
        """The container that the pods are for."""
        raise NotImplementedError

    def images(self) -> Iterator[tuple[str, Any]]:
        """Of that container, each with its path in the spec."""
        raise NotImplementedError

    def further_volumes(self) -> Iterator[tuple[str, str]]:
        """Volumes of the pods beside those that these fields bring: their names, and where they are mounted."""
        return iter(())

    def further_claims(self) -> Iterator[MountedClaim]:
        """Claims beside those of `volumes`."""
        return iter(())

    def further_secrets(self) -> Mapping[str, Any]:
        """What goes into the Secret beside what these fields bring, by its key there."""
        return {}
