"""The PriorityClass of a service.

https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ..child import Child
from ..digest import digest
from ..kube.labels import recommended
from ..model import Model, about, integral

if TYPE_CHECKING:
    from ..pod_fields import PodFields

RESERVED = "system-"
"""Begins the names of Kubernetes' own classes (SystemPriorityClassPrefix in pkg/apis/scheduling)."""
Priority = Annotated[int, Field(strict=True, ge=-(2**31), le=10**9), BeforeValidator(integral)]
"""What a PriorityClass of a user may have: HighestUserDefinablePriority in pkg/apis/scheduling."""


class PriorityClassSpec(Model):
    """A PriorityClass of this service alone."""

    value: Priority = Field(
        description="Pods with more go first, and may have others evicted that have less.",
        examples=[100000],
        json_schema_extra=about("PriorityClass", "Deployment"),
    )
    preemption_policy: Literal["PreemptLowerPriority", "Never"] = Field(
        default="PreemptLowerPriority",
        description="Never: other pods are not evicted for it. Default: PreemptLowerPriority.",
        examples=["Never"],
        json_schema_extra=about("PriorityClass", "Deployment"),
    )


def children(name: str, spec: "PodFields") -> Iterator[Child]:
    if manifest := priority_class(name, spec):
        yield Child(role="priority_class", manifest=manifest, namespaced=False)


def priority_class(service: str, spec: "PodFields") -> dict[str, Any] | None:
    """An object of the whole cluster, whose value cannot change: its name tells it from those of other namespaces and
    from what it was before. None where none is asked for."""
    own = spec.scheduling.priority_class
    if own is None:
        return None
    content = {"value": own.value, "preemptionPolicy": own.preemption_policy}
    suffix = digest({"namespace": spec.namespace, **content})[:8]
    return {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": f"{service}-priority-{suffix}", "labels": recommended(service, "priority")},
        "description": f"Of the {spec.noun} {service} in the namespace {spec.namespace}.",
        **content,
    }


def priority_class_name(service: str, spec: "PodFields") -> str | None:
    found = priority_class(service, spec)
    return None if found is None else str(found["metadata"]["name"])


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    own = spec.scheduling
    if own.priority_class and own.priority_class_name is not None:
        yield (
            "scheduling.priorityClass",
            "stands beside priorityClassName, and a pod has one of the two. Leave one out.",
        )
    elif own.priority_class and not isinstance(spec.namespace, str):
        yield (
            "scheduling.priorityClass",
            "makes an object of the whole cluster, which is told from those of other namespaces by this one. Give "
            "namespace, as plain text.",
        )
