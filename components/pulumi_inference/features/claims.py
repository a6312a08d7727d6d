"""PersistentVolumeClaims: those that exist, and those that a service makes.

https://kubernetes.io/docs/concepts/storage/persistent-volumes/
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..child import Child
from ..kube.labels import recommended
from ..tracks import tracks
from .claim_spec import AccessMode, PersistentVolumeClaimSpec, for_one_pod
from .model_storage import model_specs

if TYPE_CHECKING:
    from ..pod_fields import PodFields
    from ..spec import InferenceServiceSpec

CLAIM = "claim/"
"""Begins the role of a claim, before the name of its volume."""


def claim_name(service: str, volume: str, claim: PersistentVolumeClaimSpec) -> Any:
    return f"{service}-{volume}" if claim.claim_name is None else claim.claim_name


def new_claims(name: str, spec: "PodFields") -> Iterator[tuple[str, str]]:
    """The names of those that the service makes, each with the place of it in the spec."""
    for mounted in claims_of(spec):
        if mounted.claim.claim_name is None:
            yield mounted.path, f"{name}-{mounted.volume}"


def children(name: str, spec: "PodFields") -> Iterator[Child]:
    for mounted in claims_of(spec):
        claim, volume = mounted.claim, mounted.volume
        if claim.claim_name is None:
            yield Child(
                role=f"{CLAIM}{volume}",
                manifest=_manifest(name, volume, claim),
                protected=claim.on_delete in (None, "refuse"),
                kept=claim.on_delete == "keep",
            )


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    for mounted in claims_of(spec):
        claim, path = mounted.claim, mounted.path
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
    for at, volume in enumerate(spec.volumes):
        own = volume.persistent_volume_claim
        if own and own.access_modes == ("ReadOnlyMany",) and not volume.read_only:
            yield f"volumes[{at}].readOnly", "false beside a claim that is ReadOnlyMany alone. Give readOnly: true."


def access_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if not needs_its_claims_alone(spec) or spec.daemon_set or (spec.model_ref is None and spec.blue_green is None):
        return
    pods = sum(track.most() for track in tracks(spec))
    for path, given in access_modes(spec):
        if not for_one_pod(given):
            continue
        modes = " and ".join(given)
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


class MountedClaim(NamedTuple):
    """A claim where the spec has it."""

    path: str
    volume: str
    """Its name in the pod."""
    claim: PersistentVolumeClaimSpec
    written: bool


def claims_of(spec: "PodFields") -> Iterator[MountedClaim]:
    for at, volume in enumerate(spec.volumes):
        if claim := volume.persistent_volume_claim:
            yield MountedClaim(f"volumes[{at}].persistentVolumeClaim", volume.name, claim, not volume.read_only)
    yield from spec.further_claims()


def needs_its_claims_alone(spec: "InferenceServiceSpec") -> bool:
    """Whether a new pod can only have its claims where the old one has gone."""
    return any(for_one_pod(modes) for _, modes in access_modes(spec))


def access_modes(spec: "InferenceServiceSpec") -> Iterator[tuple[str, tuple[AccessMode, ...]]]:
    """Of every claim that all pods mount, with the place in the spec that says them."""
    for mounted in claims_of(spec):
        yield f"{mounted.path}.accessModes", mounted.claim.access_modes
    for path, model in model_specs(spec):
        if model.source and model.source.pvc:
            yield f"{path}.source.pvc.accessModes", model.source.pvc.access_modes


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
