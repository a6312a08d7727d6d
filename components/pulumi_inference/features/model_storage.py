"""What a spec says of its model's files: where they come from, how they are verified, and where they are kept."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import pulumi
from pydantic import Field, model_validator

from ..inputs import ConfigKey, Elsewhere, Image, ObjectRef, input_of
from ..kube.names import EnvName
from ..kube.object_store import Checksum, ObjectKey
from ..kube.pattern import ByKey
from ..kube.quantity import Cpu, Memory
from ..kube.references import KeyRef
from ..model import Model, Switch, about, fault
from ..one_of import OneOf, exactly_one
from .claim_spec import PersistentVolumeClaimSpec, VolumeClaimTemplateSpec
from .model_source import ModelSourceSpec
from .volume_sources import EmptyDirSpec, MountPath

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_OBJECT = about("Deployment")
CACHE = "model"
"""The volume that has the model, and the end of the name of a claim that is made for it: NAME-model."""
DOWNLOADER = "model-downloader"
"""The init container that fetches it, the volume with its script, and the end of that ConfigMap's name."""
DIRECTORY = "/models"
IMAGE = "docker.io/library/python:3.13-slim@sha256:9662417aace5ae7b8e2609cce472b72a8958e134ba372808abe9cc1a0c0125e6"
"""Python 3.13.14 on Debian trixie, all platforms: the downloader needs nothing but Python 3.11 or newer."""
CPU = "500m"
MEMORY = "256Mi"
"""Of the downloader, as request and limit: it holds a MiB at a time; the rest is cache of the kernel."""


class CredentialSource(OneOf):
    """Where a credential stands; exactly one field."""

    model_config = exactly_one("secretConfig", "secretKeyRef")

    secret_config: ConfigKey | None = Field(
        default=None,
        description="Key of a secret in the stack's configuration, which goes into the Secret NAME-secrets. "
        "Default: none.",
        examples=["hfToken"],
        json_schema_extra=about("Secret", "Deployment"),
    )
    secret_key_ref: KeyRef | None = Field(
        default=None,
        description="A key of a Secret that exists. Default: none.",
        examples=[{"name": "hf", "key": "token"}],
        json_schema_extra=_OBJECT,
    )


class CredentialFrom(Elsewhere):
    """A credential that is read from elsewhere."""

    value_from: CredentialSource = Field(
        description="Where it stands.",
        examples=[{"secretKeyRef": {"name": "hf", "key": "token"}}],
        json_schema_extra=about("Deployment", "Secret"),
    )

    @property
    def config_key(self) -> str | None:
        return self.value_from.secret_config


if TYPE_CHECKING:
    CredentialValue = pulumi.Input[str] | CredentialFrom
else:
    CredentialValue = input_of(str, CredentialFrom)
CredentialVariables = Annotated[dict[EnvName, CredentialValue], ByKey()]


class CredentialsSpec(OneOf):
    """Who asks the store; exactly one field. Without it the pods' workload identity does, or nobody in particular."""

    model_config = exactly_one("secretName", "env")

    secret_name: ObjectRef | None = Field(
        default=None,
        description="Name of a Secret that exists, whose keys are the variables that the store's credentials have. "
        "Default: none.",
        examples=["models-store"],
        json_schema_extra=_OBJECT,
    )
    env: CredentialVariables | None = Field(
        default=None,
        description="The variables themselves: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of s3; "
        "GS_ACCESS_KEY_ID and GS_SECRET_ACCESS_KEY of gs (HMAC keys); AZURE_STORAGE_SAS_TOKEN of az; HF_TOKEN of hf; "
        "HTTP_BEARER_TOKEN, or HTTP_USERNAME and HTTP_PASSWORD, of http. Default: none.",
        examples=[{"HF_TOKEN": {"valueFrom": {"secretConfig": "hfToken"}}}],
        json_schema_extra=about("Deployment", "Secret"),
    )


class NodeCacheSpec(Model):
    """A directory of the node (hostPath), which its next pod finds as it was. Namespaces that enforce the Pod Security
    level baseline or restricted refuse it."""

    path: MountPath = Field(
        description="Directory on each node; it has to be there, and to belong to the server's user.",
        examples=["/var/lib/models"],
        json_schema_extra=_OBJECT,
    )
    warm: Switch = Field(
        default=False,
        description="Whether a DaemonSet fetches the model onto each node that the pods may go to, before they come. "
        "Default: false; the first pod on a node fetches it.",
        examples=[True],
        json_schema_extra=about("DaemonSet"),
    )


class ModelCacheSpec(OneOf):
    """Where fetched files are kept; exactly one field. What is there and verified stays."""

    model_config = exactly_one("emptyDir", "node", "claim", "volumeClaimTemplate")

    empty_dir: EmptyDirSpec | None = Field(
        default=None,
        description="A directory of the pod, which goes with it. Default: this one, without a limit.",
        examples=[{"sizeLimit": "20Gi"}],
        json_schema_extra=_OBJECT,
    )
    node: NodeCacheSpec | None = Field(
        default=None,
        description="A directory of the node. Default: none.",
        examples=[{"path": "/var/lib/models"}],
        json_schema_extra=_OBJECT,
    )
    claim: PersistentVolumeClaimSpec | None = Field(
        default=None,
        description="A claim that all pods share, one that exists or a new one, NAME-model; ReadWriteMany for several "
        "pods. Default: none.",
        examples=[{"claimName": "models", "accessModes": ["ReadWriteMany"]}],
        json_schema_extra=about("Deployment", "PersistentVolumeClaim"),
    )
    volume_claim_template: VolumeClaimTemplateSpec | None = Field(
        default=None,
        description="A claim for each pod of a StatefulSet, which finds there what it fetched before. Default: none.",
        examples=[{"size": "100Gi"}],
        json_schema_extra=about("StatefulSet"),
    )

    @property
    def outlives_pods(self) -> bool:
        return self.empty_dir is None


class DownloaderResourcesSpec(Model):
    """What the downloader may use, as request and limit. A pod asks for the most of what its containers ask for one
    after the other, so that a larger server pays nothing for it."""

    cpu: Cpu = Field(
        default=CPU,
        description=f"CPU; a checksum takes one. Default: {CPU}.",
        examples=["1"],
        json_schema_extra=about("Deployment", unit="cores"),
    )
    memory: Memory = Field(
        default=MEMORY,
        description=f"Memory. Default: {MEMORY}.",
        examples=["512Mi"],
        json_schema_extra=about("Deployment", unit="bytes"),
    )


class DownloaderSpec(Model):
    """The init container that fetches the model."""

    image: Image = Field(
        default=IMAGE,
        description="An image with Python 3.11 or newer as python3, such as a mirror's. Default: python:3.13-slim, by "
        "digest.",
        examples=["registry.example.com/python:3.13-slim"],
        json_schema_extra=_OBJECT,
    )
    resources: DownloaderResourcesSpec = Field(
        default=DownloaderResourcesSpec(),
        description=f"What it may use. Default: {CPU} and {MEMORY}.",
        examples=[{"cpu": "1"}],
        json_schema_extra=_OBJECT,
    )


class _VerifiedSpec(Model):
    @model_validator(mode="before")
    @classmethod
    def _is_no_reference(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise fault("model", "says where the model's files come from, and is a map. The model itself is modelRef.")
        return value

    checksum: Checksum | None = Field(
        default=None,
        description="SHA-256 of the one file: another is an error in the pod, and never served. Default: none, its "
        "length alone is held.",
        examples=["sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
        json_schema_extra=_OBJECT,
    )
    checksums: Annotated[dict[ObjectKey, Checksum], ByKey()] = Field(
        default={},
        description="SHA-256 of each of several files, by its path. Default: none.",
        examples=[{"config.json": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}],
        json_schema_extra=_OBJECT,
    )
    credentials: CredentialsSpec | None = Field(
        default=None,
        description="Who asks the store for it. Default: the workload identity of serviceAccount, or nobody.",
        examples=[{"secretName": "models-store"}],
        json_schema_extra=about("Deployment", "Secret"),
    )


class TrackModelSpec(_VerifiedSpec):
    """The files of a track's model, kept where model.cache says and fetched by model.downloader."""

    source: ModelSourceSpec = Field(
        description="Where they come from.",
        examples=[{"s3": {"bucket": "acme-models", "key": "llama3.1/llama3.1-8b-q4.gguf"}}],
        json_schema_extra=_OBJECT,
    )


class ModelSpec(_VerifiedSpec):
    """The files of the model, in the pods before their server starts, and where they are kept."""

    source: ModelSourceSpec | None = Field(
        default=None,
        description="Where they come from. Default: none; required unless tracks have their own.",
        examples=[{"http": {"url": "https://models.example.com/llama3-8b-q4.gguf"}}],
        json_schema_extra=_OBJECT,
    )
    mount_path: MountPath = Field(
        default=DIRECTORY,
        description=f"Directory of the model server's container that has them; MODEL_PATH, a variable, is the one "
        f"file, or this. Default: {DIRECTORY}.",
        examples=["/mnt/models"],
        json_schema_extra=_OBJECT,
    )
    cache: ModelCacheSpec | None = Field(
        default=None,
        description="Where fetched files are kept, of all tracks. Default: a directory of each pod.",
        examples=[{"claim": {"claimName": "models", "accessModes": ["ReadWriteMany"]}}],
        json_schema_extra=about("Deployment", "PersistentVolumeClaim"),
    )
    downloader: DownloaderSpec = Field(
        default=DownloaderSpec(),
        description="The init container that fetches them. Default: Python 3.13.",
        examples=[{"image": "registry.example.com/python:3.13-slim"}],
        json_schema_extra=_OBJECT,
    )


def storage(spec: "InferenceServiceSpec") -> ModelSpec:
    """What holds for all tracks."""
    return spec.model or ModelSpec()


def model_specs(spec: "InferenceServiceSpec") -> Iterator[tuple[str, ModelSpec | TrackModelSpec]]:
    """Each model of a spec with its path."""
    if spec.model:
        yield "model", spec.model
    if spec.canary and spec.canary.model:
        yield "canary.model", spec.canary.model
    for color in ("blue", "green"):
        if spec.blue_green and (track := getattr(spec.blue_green, color)) and track.model:
            yield f"blueGreen.{color}.model", track.model
