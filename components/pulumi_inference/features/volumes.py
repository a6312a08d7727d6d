"""Volumes of the model server's container, each with the place where it is mounted.

https://kubernetes.io/docs/concepts/storage/volumes/
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from ..kube.duration import whole_seconds
from ..kube.names import Dns1123Label
from ..kube.quantity import parse_quantity
from ..model import NotEmpty, Switch, about
from ..one_of import OneOf, exactly_one
from ..pod_part import PodOf, PodPart
from .claim_spec import PersistentVolumeClaimSpec, VolumeClaimTemplateSpec
from .claims import claim_name, claims_of
from .files import VOLUME as FILES
from .runtime import SHARED_MEMORY_PATH, writable_volumes
from .volume_sources import (
    CsiSpec,
    EmptyDirSpec,
    HostPathSpec,
    ImageVolumeSpec,
    MountPath,
    ProjectedSpec,
    SubPath,
    mount,
)

if TYPE_CHECKING:
    from ..pod_fields import PodFields

SHARED_MEMORY = "shared-memory"


class VolumeSpec(OneOf):
    """One volume and where it is mounted; exactly one field says what it is."""

    model_config = exactly_one(
        "persistentVolumeClaim", "volumeClaimTemplate", "emptyDir", "hostPath", "csi", "image", "projected"
    )

    name: Dns1123Label = Field(
        description="Name of the volume in the pod; of a new claim the end of its name, NAME-models.",
        examples=["models"],
        json_schema_extra=about("Deployment", "PersistentVolumeClaim"),
    )
    mount_path: MountPath = Field(
        description="Where it is mounted.", examples=["/models"], json_schema_extra=about("Deployment")
    )
    read_only: Switch = Field(
        default=False,
        description="Whether the server may only read it. Default: false.",
        examples=[True],
        json_schema_extra=about("Deployment"),
    )
    sub_path: SubPath = Field(
        default="",
        description="Path inside the volume that is mounted. Default: all of it.",
        examples=["llama3"],
        json_schema_extra=about("Deployment"),
    )
    persistent_volume_claim: PersistentVolumeClaimSpec | None = Field(
        default=None,
        description="A claim that exists, or a new one. Default: none.",
        examples=[{"claimName": "models"}],
        json_schema_extra=about("Deployment", "PersistentVolumeClaim"),
    )
    volume_claim_template: VolumeClaimTemplateSpec | None = Field(
        default=None,
        description="A claim for each pod of its own; goes with statefulSet. Default: none.",
        examples=[{"size": "100Gi"}],
        json_schema_extra=about("StatefulSet"),
    )
    empty_dir: EmptyDirSpec | None = Field(
        default=None,
        description="A directory that lives as long as its pod. Default: none.",
        examples=[{"sizeLimit": "20Gi"}],
        json_schema_extra=about("Deployment"),
    )
    host_path: HostPathSpec | None = Field(
        default=None,
        description="A directory of the node. Default: none.",
        examples=[{"path": "/var/lib/models"}],
        json_schema_extra=about("Deployment"),
    )
    csi: CsiSpec | None = Field(
        default=None,
        description="A volume that a CSI driver makes for each pod. Default: none.",
        examples=[{"driver": "secrets-store.csi.k8s.io"}],
        json_schema_extra=about("Deployment"),
    )
    image: ImageVolumeSpec | None = Field(
        default=None,
        description="An OCI image or artifact. Default: none.",
        examples=[{"reference": "registry.example.com/models/llama3:1.0"}],
        json_schema_extra=about("Deployment"),
    )
    projected: Annotated[tuple[ProjectedSpec, ...], NotEmpty()] | None = Field(
        default=None,
        description="ConfigMaps, Secrets, tokens and fields of the pod in one directory. Default: none.",
        examples=[[{"configMap": "settings"}]],
        json_schema_extra=about("Deployment"),
    )


def pod(of: PodOf) -> PodPart:
    # A StatefulSet's controller adds those of its claims.
    own = (volume for volume in of.spec.volumes if not volume.volume_claim_template)
    volumes = [{"name": volume.name} | _source(of, volume) for volume in own]
    mounts = [mount(volume.name, volume.mount_path, volume.sub_path, volume.read_only) for volume in of.spec.volumes]
    if size := of.spec.server.shm_size:
        volumes.append({"name": SHARED_MEMORY, "emptyDir": {"medium": "Memory", "sizeLimit": size}})
        mounts.append({"name": SHARED_MEMORY, "mountPath": SHARED_MEMORY_PATH})
    return PodPart(
        spec=({"volumes": volumes} if volumes else {}) | _owner(of),
        server={"volumeMounts": mounts} if mounts else {},
    )


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    if not spec.volumes:
        return
    server = spec.server
    names = {*writable_volumes(server)} | ({FILES} if spec.files else set())
    paths = {file.path for file in spec.files}
    if server.shm_size:
        names.add(SHARED_MEMORY)
        paths.add(SHARED_MEMORY_PATH)
    for name, path in spec.further_volumes():
        names.add(name)
        paths.add(path)
    for at, volume in enumerate(spec.volumes):
        if volume.name in names:
            yield f"volumes[{at}].name", f"{volume.name} is the name of another volume of the pod. Give another."
        if volume.mount_path in paths:
            yield f"volumes[{at}].mountPath", f"{volume.mount_path} is mounted already. Give another place."
        names.add(volume.name)
        paths.add(volume.mount_path)


def memory_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    shared, memory = spec.shm_size, spec.resources.limit("memory")
    if shared and memory and parse_quantity(shared) > parse_quantity(memory):
        yield (
            "shmSize",
            f"{shared} is above {_memory_field(spec)} {memory}, as which what is in it counts. Raise "
            f"{_memory_field(spec)}, or lower it.",
        )


def _memory_field(spec: "PodFields") -> str:
    return "resources.memory" if spec.resources.memory else "resources.limits.memory"


def _owner(of: PodOf) -> dict[str, Any]:
    """A server that is not root may write into what a driver formats only as the volume's group."""
    written = any(mounted.written for mounted in claims_of(of.spec)) or any(
        (volume.csi or volume.volume_claim_template) and not volume.read_only for volume in of.spec.volumes
    )
    group = {"fsGroup": of.spec.server.user, "fsGroupChangePolicy": "OnRootMismatch"}
    return {"securityContext": group} if written else {}


def _source(of: PodOf, volume: VolumeSpec) -> dict[str, Any]:
    if volume.persistent_volume_claim:
        read_only = {"readOnly": True} if volume.read_only and of.spec.defaults.read_only_claims else {}
        name = claim_name(of.name, volume.name, volume.persistent_volume_claim)
        return {"persistentVolumeClaim": {"claimName": name, **read_only}}
    if volume.empty_dir:
        return {"emptyDir": volume.empty_dir.model_dump(by_alias=True, exclude_defaults=True)}
    if volume.host_path:
        return {"hostPath": volume.host_path.model_dump(by_alias=True)}
    if volume.image:
        return {"image": volume.image.model_dump(by_alias=True)}
    if volume.csi:
        return {"csi": _csi(volume.csi, volume.read_only)}
    return {"projected": {"sources": [_projected(source) for source in volume.projected or ()]}}


def _csi(csi: CsiSpec, read_only: bool) -> dict[str, Any]:
    return (
        {"driver": csi.driver, "readOnly": read_only}
        | ({"volumeAttributes": dict(csi.volume_attributes)} if csi.volume_attributes else {})
        | ({"nodePublishSecretRef": {"name": csi.secret_name}} if csi.secret_name else {})
    )


def _projected(source: ProjectedSpec) -> dict[str, Any]:
    if source.config_map is not None:
        return {"configMap": {"name": source.config_map}}
    if source.secret is not None:
        return {"secret": {"name": source.secret}}
    if token := source.service_account_token:
        audience = {"audience": token.audience} if token.audience else {}
        return {
            "serviceAccountToken": {"path": token.path, "expirationSeconds": whole_seconds(token.expiration)} | audience
        }
    assert source.downward_api is not None, "exactly one"
    field = {"apiVersion": "v1", "fieldPath": source.downward_api.field_path}
    return {"downwardAPI": {"items": [{"path": source.downward_api.path, "fieldRef": field}]}}
