"""Claims of which each pod of a StatefulSet has one of its own.

https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..kube.labels import recommended
from .claim_spec import VolumeClaimTemplateSpec
from .model_storage import CACHE

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec


def claim_templates(name: str, spec: "InferenceServiceSpec") -> list[dict[str, Any]]:
    """The volumeClaimTemplates of a StatefulSet: of each volume of the pods that is a claim of their own."""
    return [claim_template(name, volume, claim) for _, volume, claim in _asked_for(spec)]


def claim_template(service: str, volume: str, claim: VolumeClaimTemplateSpec) -> dict[str, Any]:
    """A claim for each pod, which the container mounts by the name of the volume. Kubernetes adds the labels that
    select the pods."""
    storage = {"storageClassName": claim.storage_class_name} if claim.storage_class_name else {}
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": volume, "labels": recommended(service, volume)},
        "spec": {
            "accessModes": list(claim.access_modes),
            "resources": {"requests": {"storage": claim.size}},
            **storage,
        },
    }


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    for path, _, _ in _asked_for(spec):
        if not spec.stateful_set:
            yield (
                path,
                f"makes a claim for each pod, which a {spec.kind} cannot: its pods have no names that last. Give "
                "statefulSet: {}, or persistentVolumeClaim for a claim that all pods mount.",
            )


def _asked_for(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str, VolumeClaimTemplateSpec]]:
    """Each with its place in the spec and the name of its volume."""
    for at, volume in enumerate(spec.volumes):
        if volume.volume_claim_template:
            yield f"volumes[{at}].volumeClaimTemplate", volume.name, volume.volume_claim_template
    if spec.model and spec.model.cache and spec.model.cache.volume_claim_template:
        yield "model.cache.volumeClaimTemplate", CACHE, spec.model.cache.volume_claim_template
