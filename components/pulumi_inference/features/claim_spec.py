"""What a spec says of a PersistentVolumeClaim.

https://kubernetes.io/docs/concepts/storage/persistent-volumes/
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from ..inputs import ObjectRef
from ..kube.names import ObjectName
from ..kube.quantity import Memory
from ..model import Model, NotEmpty, about

AccessMode = Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]


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


def for_one_pod(modes: Iterable[AccessMode]) -> bool:
    """Whether nothing lets pods on several nodes mount such a claim, as far as its modes are told."""
    return bool(modes) and {"ReadOnlyMany", "ReadWriteMany"}.isdisjoint(modes)
