"""What volumes may be, claims aside (claims.py).

https://kubernetes.io/docs/concepts/storage/volumes/
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..inputs import ObjectRef, Text
from ..kube.duration import WholeSeconds, whole_seconds
from ..kube.image import ImageReference
from ..kube.names import Dns1123Subdomain
from ..kube.pattern import Matching
from ..kube.quantity import Memory
from ..kube.references import FileFieldPath
from ..model import Model, about
from ..one_of import OneOf, exactly_one

if TYPE_CHECKING:
    from ..pod_fields import PodFields

SECRETS_STORE = "secrets-store.csi.k8s.io"
SHORTEST_TOKEN = 600
"""Seconds that a token is valid at least (validateProjectionSources in Kubernetes' pkg/apis/core/validation)."""
_PART = r"(?!\.\.?(?:/|$))[^/:\s]+"
MountPath = Annotated[
    str,
    Matching(
        "mount_path",
        rf"(?:/{_PART})+",
        "is not a place where a volume can be mounted. Start with a slash, end without one, and leave out colons, "
        "spaces and ...",
    ),
]
SubPath = Annotated[
    str,
    Matching(
        "mount_path",
        rf"{_PART}(?:/{_PART})*",
        "is not a path inside a volume. Start without a slash, and leave out colons, spaces and ...",
    ),
]


def mount(name: str, path: str, sub_path: str, read_only: bool) -> dict[str, Any]:
    """A volumeMount of a container."""
    return (
        {"name": name, "mountPath": path}
        | ({"subPath": sub_path} if sub_path else {})
        | ({"readOnly": True} if read_only else {})
    )


class EmptyDirSpec(Model):
    """A directory that lives as long as its pod."""

    size_limit: Memory | None = Field(
        default=None,
        description="Most that may be in it before the pod is evicted. Default: what the node has.",
        examples=["20Gi"],
        json_schema_extra=about("Deployment", unit="bytes"),
    )
    medium: Literal["", "Memory"] = Field(
        default="",
        description="Memory for a file system in memory, which counts as the container's. Default: the node's disk.",
        examples=["Memory"],
        json_schema_extra=about("Deployment"),
    )


class HostPathSpec(Model):
    """A directory of the node. Namespaces that enforce the Pod Security level baseline or restricted refuse it."""

    path: MountPath = Field(
        description="Path on the node.", examples=["/var/lib/models"], json_schema_extra=about("Deployment")
    )
    type_: Literal["", "DirectoryOrCreate", "Directory", "FileOrCreate", "File"] = Field(
        default="",
        alias="type",
        description="What has to be there before the pod starts. Default: not looked at.",
        examples=["DirectoryOrCreate"],
        json_schema_extra=about("Deployment"),
    )


class CsiSpec(Model):
    """A volume that a CSI driver makes for each pod, such as the Secrets Store's."""

    driver: Dns1123Subdomain = Field(
        description="Name of the driver.",
        examples=["secrets-store.csi.k8s.io"],
        json_schema_extra=about("Deployment"),
    )
    volume_attributes: dict[str, Text] = Field(
        default={},
        description="What the driver is told. Default: nothing.",
        examples=[{"secretProviderClass": "models"}],
        json_schema_extra=about("Deployment"),
    )
    secret_name: ObjectRef | None = Field(
        default=None,
        description="Name of a Secret that the driver is given (nodePublishSecretRef). Default: none.",
        examples=["models-store"],
        json_schema_extra=about("Deployment"),
    )


class ImageVolumeSpec(Model):
    """An OCI image or artifact as a volume, which is read-only."""

    reference: ImageReference = Field(
        description="Which image.",
        examples=["registry.example.com/models/llama3:1.0"],
        json_schema_extra=about("Deployment"),
    )
    pull_policy: Literal["Always", "IfNotPresent", "Never"] = Field(
        default="IfNotPresent",
        description="When it is pulled. Default: IfNotPresent.",
        examples=["Always"],
        json_schema_extra=about("Deployment"),
    )


class ServiceAccountTokenSpec(Model):
    """A token of the pod's service account for one audience, renewed before it expires."""

    path: SubPath = Field(description="File in the volume.", examples=["token"], json_schema_extra=about("Deployment"))
    audience: str | None = Field(
        default=None,
        description="Who is to accept it. Default: the API server.",
        examples=["vault"],
        json_schema_extra=about("Deployment"),
    )
    expiration: WholeSeconds = Field(
        default="1h",
        description="How long it is valid; 10m at least. Default: 1h.",
        examples=["30m"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )


class DownwardApiSpec(Model):
    """A field of the pod as a file."""

    path: SubPath = Field(description="File in the volume.", examples=["labels"], json_schema_extra=about("Deployment"))
    field_path: FileFieldPath = Field(
        description="Which field: metadata.name, metadata.namespace, metadata.uid, metadata.labels or "
        "metadata.annotations.",
        examples=["metadata.labels"],
        json_schema_extra=about("Deployment"),
    )


class ProjectedSpec(OneOf):
    """One source of a projected volume; exactly one field."""

    model_config = exactly_one("configMap", "secret", "serviceAccountToken", "downwardAPI")

    config_map: ObjectRef | None = Field(
        default=None,
        description="Name of a ConfigMap that exists: each key is a file. Default: none.",
        examples=["settings"],
        json_schema_extra=about("Deployment"),
    )
    secret: ObjectRef | None = Field(
        default=None,
        description="Name of a Secret that exists: each key is a file. Default: none.",
        examples=["credentials"],
        json_schema_extra=about("Deployment"),
    )
    service_account_token: ServiceAccountTokenSpec | None = Field(
        default=None,
        description="A token of the pod's service account. Default: none.",
        examples=[{"path": "token", "audience": "vault"}],
        json_schema_extra=about("Deployment"),
    )
    downward_api: DownwardApiSpec | None = Field(
        default=None,
        alias="downwardAPI",
        description="A field of the pod. Default: none.",
        examples=[{"path": "labels", "fieldPath": "metadata.labels"}],
        json_schema_extra=about("Deployment"),
    )


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    for at, volume in enumerate(spec.volumes):
        if volume.csi and volume.csi.driver == SECRETS_STORE and not volume.read_only:
            yield (
                f"volumes[{at}].readOnly",
                f"false, and the driver {SECRETS_STORE} mounts nothing that may be written to. Give readOnly: true.",
            )
        files: list[str] = []
        for place, source in enumerate(volume.projected or ()):
            path, token, file = f"volumes[{at}].projected[{place}]", source.service_account_token, _file(source)
            if token and whole_seconds(token.expiration) < SHORTEST_TOKEN:
                yield (
                    f"{path}.serviceAccountToken.expiration",
                    f"{token.expiration} is below 10m, the least that the API server gives a token. Give 10m or more.",
                )
            if file and (other := next((one for one in files if _in_the_way(one, file)), None)):
                yield path, f"writes {file}, where another source of the volume writes {other}. Give another path."
            files += [file] if file else []


def _file(source: ProjectedSpec) -> str | None:
    """What a source writes, where the spec says it."""
    one = source.service_account_token or source.downward_api
    return one.path if one else None


def _in_the_way(one: str, other: str) -> bool:
    """Whether both are one file, or one of them would have to be a directory for the other."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
