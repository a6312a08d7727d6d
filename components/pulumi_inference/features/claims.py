"""PersistentVolumeClaims: those that exist, and those that a service makes.

https://kubernetes.io/docs/concepts/storage/persistent-volumes/
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from ..child import Child
from ..inputs import ObjectRef
from ..kube.labels import recommended
from ..kube.names import ObjectName
from ..kube.quantity import Memory
from ..model import Model, about
from ..tracks import tracks

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

AccessMode = Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]
CLAIM = "claim/"
"""Begins the role of a claim, before the name of its volume."""


class PersistentVolumeClaimSpec(Model):
    """A claim that exists (claimName), or a new one (size)."""

    claim_name: ObjectRef | None = Field(
        default=None,
        description="Name of a claim that exists. Default: none; size makes one.",
        examples=["models"],
        json_schema_extra=about("Deployment"),
    )
    size: Memory | None = Field(
        default=None,
        description="Size of a new claim, NAME-VOLUME; it can grow later, and not shrink. Default: none; claimName "
        "names one.",
        examples=["100Gi"],
        json_schema_extra=about("PersistentVolumeClaim", "Deployment", unit="bytes"),
    )
    access_modes: tuple[AccessMode, ...] = Field(
        default=(),
        description="How a new claim may be mounted, or what one that exists has: with it what the pods cannot do is "
        "refused. Default: none; a new claim needs one.",
        examples=[["ReadWriteMany"]],
        json_schema_extra=about("PersistentVolumeClaim", "Deployment"),
    )
    storage_class_name: ObjectName | None = Field(
        default=None,
        description="StorageClass of a new claim. Default: the cluster's.",
        examples=["fast"],
        json_schema_extra=about("PersistentVolumeClaim"),
    )
    on_delete: Literal["refuse", "keep", "delete"] | None = Field(
        default=None,
        description="What becomes of a new claim and its data where it would be deleted or replaced. refuse: the "
        "preview fails. keep: it stays in the cluster, and Pulumi forgets it. delete: it goes. Default: refuse.",
        examples=["keep"],
        json_schema_extra=about("PersistentVolumeClaim"),
    )

    @property
    def for_one_pod(self) -> bool:
        """Whether nothing lets pods on several nodes mount it."""
        return bool(self.access_modes) and {"ReadOnlyMany", "ReadWriteMany"}.isdisjoint(self.access_modes)


def claim_name(service: str, volume: str, claim: PersistentVolumeClaimSpec) -> Any:
    return f"{service}-{volume}" if claim.claim_name is None else claim.claim_name


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    for volume, claim in _claims(spec):
        if claim.claim_name is None:
            yield Child(
                role=f"{CLAIM}{volume.name}",
                manifest=_manifest(name, volume.name, claim),
                protected=claim.on_delete in (None, "refuse"),
                kept=claim.on_delete == "keep",
            )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    for at, volume in enumerate(spec.volumes):
        claim, path = volume.persistent_volume_claim, f"volumes[{at}].persistentVolumeClaim"
        if claim is None:
            continue
        if (claim.claim_name is None) == (claim.size is None):
            given = "none of claimName and size" if claim.size is None else "claimName and size"
            yield path, f"has {given}. Give claimName for a claim that exists, or size for a new one."
        elif claim.size and not claim.access_modes:
            yield f"{path}.accessModes", "is required of a new claim: ReadWriteMany where several pods write."
        elif claim.claim_name is not None and (claim.storage_class_name or claim.on_delete):
            given = "storageClassName" if claim.storage_class_name else "onDelete"
            yield (
                f"{path}.{given}",
                "has no use: claimName names a claim that exists. Leave it out.",
            )
        if claim.access_modes == ("ReadOnlyMany",) and not volume.read_only:
            yield f"volumes[{at}].readOnly", "false beside a claim that is ReadOnlyMany alone. Give readOnly: true."


def access_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if not spec.volumes_for_one_pod or spec.daemon_set or (spec.model_ref is None and spec.blue_green is None):
        return
    pods = sum(track.most() for track in tracks(spec))
    for at, volume in enumerate(spec.volumes):
        claim = volume.persistent_volume_claim
        if claim is None or not claim.for_one_pod:
            continue
        modes, path = " and ".join(claim.access_modes), f"volumes[{at}].persistentVolumeClaim.accessModes"
        if pods > 1 or spec.argo:
            yield (
                path,
                f"{modes} lets one node have it, and there may be {max(pods, 2)} pods (replicas, maxReplicas, a canary "
                "and what argo starts beside). Give ReadWriteMany, or ReadOnlyMany with readOnly: true, of a storage "
                "class that has it; or one pod without autoscaling.",
            )
        elif pods and not spec.rollout.allow_downtime and not spec.stateful_set:
            yield (
                path,
                f"{modes} lets one node have it, and a new pod starts before the old one goes. Give rollout: "
                "{allowDowntime: true}, and the service is down while a new pod loads its model; or ReadWriteMany.",
            )


def _claims(spec: "InferenceServiceSpec") -> Iterator[tuple[Any, PersistentVolumeClaimSpec]]:
    for volume in spec.volumes:
        if volume.persistent_volume_claim:
            yield volume, volume.persistent_volume_claim


def _manifest(service: str, volume: str, claim: PersistentVolumeClaimSpec) -> dict[str, Any]:
    storage = {"storageClassName": claim.storage_class_name} if claim.storage_class_name else {}
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {
            "name": f"{service}-{volume}",
            "labels": recommended(service, volume),
            # A class may bind it only when a pod comes, and the pods come after it.
            "annotations": {"pulumi.com/skipAwait": "true"},
        },
        "spec": {
            "accessModes": list(claim.access_modes),
            "resources": {"requests": {"storage": claim.size}},
            **storage,
        },
    }
