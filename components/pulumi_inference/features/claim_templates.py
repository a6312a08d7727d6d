"""Claims of which each pod of a StatefulSet has one of its own.

https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from ..kube.labels import recommended
from ..kube.names import ObjectName
from ..kube.quantity import Memory
from ..model import Model, NotEmpty, about
from .claims import AccessMode

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec


class VolumeClaimTemplateSpec(Model):
    """A claim for each pod, VOLUME-NAME-TRACK-NUMBER: who comes back under a pod's name finds what it left."""

    size: Memory = Field(
        description="Size of each claim. A StatefulSet never changes its claims: a preview refuses another size and "
        "says how claims grow.",
        examples=["100Gi"],
        json_schema_extra=about("StatefulSet", unit="bytes"),
    )
    storage_class_name: ObjectName | None = Field(
        default=None,
        description="StorageClass of the claims. Default: the cluster's.",
        examples=["fast"],
        json_schema_extra=about("StatefulSet"),
    )
    access_modes: Annotated[tuple[AccessMode, ...], NotEmpty()] = Field(
        default=("ReadWriteOnce",),
        description="How each may be mounted. Default: ReadWriteOnce, since one pod has it.",
        examples=[["ReadWriteOncePod"]],
        json_schema_extra=about("StatefulSet"),
    )


def claim_templates(name: str, spec: "InferenceServiceSpec") -> list[dict[str, Any]]:
    """The volumeClaimTemplates of a StatefulSet: of each volume of the pods that is a claim of their own."""
    return [
        claim_template(name, volume.name, volume.volume_claim_template)
        for volume in spec.volumes
        if volume.volume_claim_template
    ]


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
    for at, volume in enumerate(spec.volumes):
        if volume.volume_claim_template and not spec.stateful_set:
            yield (
                f"volumes[{at}].volumeClaimTemplate",
                f"makes a claim for each pod, which a {spec.kind} cannot: its pods have no names that last. Give "
                "statefulSet: {}, or persistentVolumeClaim for a claim that all pods mount.",
            )
