"""What GPUs become in a pod: an extended resource or a claim, and a way that makes `gpuMemory` real (docs/gpus.md)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..child import Child
from ..digest import digest
from ..kube.labels import recommended
from ..kube.placement import requirement
from ..kube.quantity import mebibytes
from ..pod_part import PodOf, PodPart
from .mig import MIG_MEMORY
from .resources import GPU, GpuMemoryBy, ResourcesSpec

if TYPE_CHECKING:
    from ..pod_fields import PodFields

MIG_RESOURCE = "nvidia.com/mig-"
HAMI_MEMORY = "nvidia.com/gpumem"
"""MiB of each GPU of a container: https://github.com/Project-HAMi/HAMi."""
DRIVERS = {
    GPU: "gpu.nvidia.com",
    "amd.com/gpu": "gpu.amd.com",
    "gpu.intel.com/i915": "gpu.intel.com",
    "gpu.intel.com/xe": "gpu.intel.com",
}
"""The vendors' drivers for Dynamic Resource Allocation. Each names its DeviceClass and the domain of its capacities
like itself."""
CLAIM = "gpus"
"""What a pod calls its claim, and the role of the template that the claim is made from."""
MOST_OF_A_CLAIM = 32
"""Devices: AllocationResultsMaxSize in k8s.io/api/resource/v1."""


def children(name: str, spec: "PodFields") -> Iterator[Child]:
    if template := resource_claim_template(name, spec.resources):
        yield Child(role="resource_claim_template", manifest=template)


def ways(resource: str) -> tuple[GpuMemoryBy, ...]:
    """How the memory of such GPUs can be asked for."""
    if resource == GPU:
        return ("label", "hami", "dra", "mig")
    if resource.startswith(MIG_RESOURCE):
        return ("label",)
    return ("dra",) if resource in DRIVERS else ()


def pod(of: PodOf) -> PodPart:
    return PodPart(spec=_placement(of.name, of.spec.resources), server=container_resources(of.spec.resources))


def container_resources(spec: ResourcesSpec) -> dict[str, Any]:
    """CPU, memory and GPUs, of which Kubernetes keeps request and limit of the last equal."""
    amounts: dict[str, Any] = {}
    claims = _is_claimed(spec)
    if spec.gpus_per_pod and not claims:
        amounts[counted_resource(spec)] = str(spec.gpus_per_pod)
        if spec.gpu_memory and spec.gpu_memory_by == "hami":
            amounts[HAMI_MEMORY] = str(_mebibytes_of_each(spec))
    asked = spec.rendered(amounts)
    claimed = {"claims": [{"name": CLAIM}]} if claims else {}
    return {"resources": asked | claimed} if asked or claimed else {}


def _placement(service: str, spec: ResourcesSpec) -> dict[str, Any]:
    """Claim and tolerations that follow from the GPUs; nothing without them."""
    if not spec.gpus_per_pod:
        return {}
    template = resource_claim_template(service, spec)
    claims = (
        {"resourceClaims": [{"name": CLAIM, "resourceClaimTemplateName": template["metadata"]["name"]}]}
        if template
        else {}
    )
    return claims | {"tolerations": _tolerations(spec)}


def resource_claim_template(service: str, spec: ResourcesSpec) -> dict[str, Any] | None:
    """Of the claims that the scheduler allocates GPUs for, one for each pod; None where none is claimed.

    Its spec cannot change: a new one has a new name, and what is asked for again has its old name again.
    """
    if not _is_claimed(spec):
        return None
    driver = DRIVERS[spec.gpu_resource]
    memory = f'device.capacity["{driver}"].memory'
    enough = f'has({memory}) && {memory}.compareTo(quantity("{_mebibytes_of_each(spec)}Mi")) >= 0'
    request = {
        "name": "gpu",
        "exactly": {
            "deviceClassName": driver,
            "allocationMode": "ExactCount",
            "count": spec.gpus_per_pod,
            "selectors": [{"cel": {"expression": enough}}],
        },
    }
    claim = {"spec": {"devices": {"requests": [request]}}}
    suffix = digest(claim)[:8]
    return {
        "apiVersion": "resource.k8s.io/v1",
        "kind": "ResourceClaimTemplate",
        "metadata": {"name": f"{service}-{CLAIM}-{suffix}", "labels": recommended(service, CLAIM)},
        "spec": claim,
    }


def counted_resource(spec: ResourcesSpec) -> str:
    """The extended resource that is asked for."""
    profile = smallest_profile(spec)
    return f"{MIG_RESOURCE}{profile}" if profile else spec.gpu_resource


def smallest_profile(spec: ResourcesSpec) -> str | None:
    """The first in size, then in compute, of the offered profiles that have the memory."""
    if spec.gpu_memory is None or spec.gpu_memory_by != "mig":
        return None
    fitting = [one for one in spec.mig_profiles or () if MIG_MEMORY[one] >= _mebibytes_of_each(spec)]
    return min(fitting, key=lambda one: (MIG_MEMORY[one], one), default=None)


def counted_as(spec: ResourcesSpec) -> str:
    """What the numbers of a forecast count."""
    if _is_claimed(spec):
        return f"GPUs claimed from {DRIVERS[spec.gpu_resource]}"
    if spec.gpu_memory and spec.gpu_memory_by == "hami":
        return "shares of GPUs"
    resource = counted_resource(spec)
    return "GPUs" if resource == GPU else resource


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    asked = spec.resources
    way, resource, said = asked.gpu_memory_by, asked.gpu_resource, asked.model_fields_set
    if asked.gpu_memory and asked.gpus == 0:
        yield (
            "resources.gpus",
            f"0 beside gpuMemory {asked.gpu_memory}: memory is asked for of no GPU. Leave one of the two out.",
        )
    elif asked.gpus_per_pod == 0 and "gpu_resource" in said:
        yield (
            "resources.gpuResource",
            f"{resource} has no use: the pods ask for no GPU. Leave it out, or give resources.gpus.",
        )
    if asked.gpu_memory is None:
        if "gpu_memory_by" in said:
            yield (
                "resources.gpuMemoryBy",
                f"{way} has no use without gpuMemory. Leave it out, or give resources.gpuMemory.",
            )
    elif not ways(resource):
        yield (
            "resources.gpuMemory",
            f"{asked.gpu_memory} of {resource} cannot be asked for: no way is known to hold the scheduler to it. "
            "Leave it out, and give resources.gpus alone.",
        )
    elif way not in ways(resource):
        yield (
            "resources.gpuMemoryBy",
            f"{way} holds no scheduler to the memory of {resource}. Give {' or '.join(ways(resource))}, or leave "
            "gpuMemory out and give resources.gpus alone.",
        )


def claim_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    asked = spec.resources
    if asked.gpu_memory and asked.gpu_memory_by == "dra" and asked.gpus_per_pod > MOST_OF_A_CLAIM:
        yield (
            "resources.gpus",
            f"{asked.gpus} is more than the {MOST_OF_A_CLAIM} devices that a claim can have. Give fewer.",
        )


def mig_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    asked = spec.resources
    if asked.gpu_memory is None or asked.gpu_memory_by != "mig":
        if asked.mig_profiles:
            yield (
                "resources.migProfiles",
                "has no use without gpuMemory and gpuMemoryBy: mig. Leave it out, or give both.",
            )
    elif asked.mig_profiles is None:
        yield (
            "resources.migProfiles",
            "is required beside gpuMemoryBy: mig: list the profiles that the nodes offer, such as 1g.10gb. Or name "
            "one yourself: gpuResource: nvidia.com/mig-1g.10gb, gpuMemoryBy: label.",
        )
    elif asked.gpus_per_pod > 1:
        yield (
            "resources.gpus",
            f"{asked.gpus} beside gpuMemoryBy: mig: a process sees one MIG slice, so that no model spreads over "
            "several. Leave gpus out.",
        )
    elif smallest_profile(asked) is None:
        largest = max(asked.mig_profiles, key=MIG_MEMORY.__getitem__)
        yield (
            "resources.gpuMemory",
            f"{asked.gpu_memory} is more than any of migProfiles has: {largest} has {MIG_MEMORY[largest]}Mi. Lower it, "
            "list a larger profile, or take whole GPUs with another gpuMemoryBy.",
        )


def _is_claimed(spec: ResourcesSpec) -> bool:
    return spec.gpus_per_pod > 0 and spec.gpu_memory is not None and spec.gpu_memory_by == "dra"


def _mebibytes_of_each(spec: ResourcesSpec) -> int:
    """What each GPU has to have: `gpuMemory` is for all of a pod's GPUs together."""
    return -(-mebibytes(spec.gpu_memory or "0") // max(1, spec.gpus_per_pod))


def node_requirements(spec: ResourcesSpec) -> list[dict[str, Any]]:
    """Rules on a node's labels that hold the scheduler to the memory."""
    if not spec.gpus_per_pod or spec.gpu_memory is None or spec.gpu_memory_by != "label":
        return []
    # Node affinity knows Gt and no Gte; its values are strings that hold integers.
    least = _mebibytes_of_each(spec) - 1
    # GPU feature discovery names the memory of what a plugin counts after it, MIG profiles included.
    return [requirement(f"{spec.gpu_resource}.memory", "Gt", str(least))]


def _tolerations(spec: ResourcesSpec) -> list[dict[str, Any]]:
    """Of the taint that the vendor's nodes have, and of one that is named after what they offer."""
    resource = counted_resource(spec)
    whole = GPU if resource.startswith(MIG_RESOURCE) else resource
    return [{"key": key, "operator": "Exists", "effect": "NoSchedule"} for key in dict.fromkeys((whole, resource))]
