"""CPU, memory and GPUs: what each replica asks for. What GPUs become in a pod: gpus.py.

https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..kube.names import ExtendedResource
from ..kube.quantity import Cpu, Memory, parse_quantity
from ..model import Model, Natural, NotEmpty, about
from .mig import MigProfile

if TYPE_CHECKING:
    from ..pod_fields import PodFields

GPU = "nvidia.com/gpu"
"""What NVIDIA's device plugin counts, and the taint that keeps other pods off its nodes."""

GpuMemoryBy = Literal["label", "hami", "dra", "mig"]
Amount = Literal["cpu", "memory"]
AMOUNTS: tuple[Amount, ...] = ("cpu", "memory")
"""What may be asked for below its limit."""


class ResourceAmountsSpec(Model):
    """CPU and memory of a container, as its request or as its limit."""

    cpu: Cpu | None = Field(
        default=None,
        description="CPU. Default: none.",
        examples=["500m"],
        json_schema_extra=about("Deployment", unit="cores"),
    )
    memory: Memory | None = Field(
        default=None,
        description="Memory. Default: none.",
        examples=["512Mi"],
        json_schema_extra=about("Deployment", unit="bytes"),
    )


class ContainerResourcesSpec(Model):
    """CPU and memory of a container."""

    cpu: Cpu | None = Field(
        default=None,
        description="CPU of a replica, as request and limit: a quantity such as 4 or 500m. Autoscaling by "
        "use of the CPU needs it, or requests.cpu. Default: none asked for.",
        examples=["4"],
        json_schema_extra=about("Deployment", unit="cores"),
    )
    memory: Memory | None = Field(
        default=None,
        description="Memory of a replica, as request and limit. Default: none asked for.",
        examples=["16Gi"],
        json_schema_extra=about("Deployment", unit="bytes"),
    )
    requests: ResourceAmountsSpec = Field(
        default=ResourceAmountsSpec(),
        description="What the scheduler keeps for a replica, where that is not its limit: instead of cpu, or of "
        "memory. Without a limit beside it a replica may use what the node has left. Default: the limits.",
        examples=[{"cpu": "500m", "memory": "512Mi"}],
        json_schema_extra=about("Deployment"),
    )
    limits: ResourceAmountsSpec = Field(
        default=ResourceAmountsSpec(),
        description="The most that a replica may use, where that is above its request: instead of cpu, or of memory. "
        "Default: cpu and memory, or none beside a request.",
        examples=[{"cpu": "2", "memory": "2Gi"}],
        json_schema_extra=about("Deployment"),
    )

    def request(self, amount: Amount) -> str | None:
        """What is kept for it; as in Kubernetes the limit where only that is given."""
        own = getattr(self.requests, amount)
        return own or self.limit(amount)

    def limit(self, amount: Amount) -> str | None:
        """The most that it may use; None without any."""
        found: str | None = getattr(self, amount) or getattr(self.limits, amount)
        return found

    def rendered(self, counted: Mapping[str, Any]) -> dict[str, Any]:
        """`requests` and `limits` of a container, each with what is `counted`: of that the two cannot differ."""
        requests = {str(amount): value for amount in AMOUNTS if (value := self.request(amount))}
        limits = {str(amount): value for amount in AMOUNTS if (value := self.limit(amount))}
        found = {"requests": {**requests, **counted}, "limits": {**limits, **counted}}
        return {name: amounts for name, amounts in found.items() if amounts}

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Below the field that holds it: what is said twice, and requests above limits."""
        for amount in AMOUNTS:
            both, least, most = (getattr(one, amount) for one in (self, self.requests, self.limits))
            if both and (least or most):
                which = "requests" if least else "limits"
                yield (
                    f"{which}.{amount}",
                    f"{least or most} stands beside {amount} {both}, which is request and limit. Give {amount} alone, "
                    f"or requests.{amount} and limits.{amount}.",
                )
            elif least and most and parse_quantity(least) > parse_quantity(most):
                yield f"requests.{amount}", f"{least} is above limits.{amount} {most}. Lower it or raise the limit."


class ResourcesSpec(ContainerResourcesSpec):
    """Compute resources of each replica."""

    gpus: Natural | None = Field(
        default=None,
        description="GPUs of a replica, as request and limit, or MIG slices where gpuResource names such. "
        "Default: 1 with gpuMemory, else 0.",
        examples=[4],
        json_schema_extra=about("Deployment", "ResourceClaimTemplate", unit="GPUs"),
    )
    gpu_resource: ExtendedResource = Field(
        default=GPU,
        description="The extended resource that counts the GPUs, as the vendor's device plugin calls it: "
        "nvidia.com/gpu, amd.com/gpu, gpu.intel.com/i915, or a MIG profile such as nvidia.com/mig-1g.10gb. With "
        "gpuMemoryBy: dra it says whose GPUs are claimed. Default: nvidia.com/gpu.",
        examples=["amd.com/gpu"],
        json_schema_extra=about("Deployment", "ResourceClaimTemplate"),
    )
    gpu_memory: Memory | None = Field(
        default=None,
        description="GPU memory of a replica, in all: each of its GPUs has at least the same part of it, in MiB "
        "rounded up (a card sold as 24 GB has 23034, which is less than 24Gi). gpuMemoryBy says how. "
        "Default: any, of as many GPUs as gpus says.",
        examples=["20Gi"],
        json_schema_extra=about("Deployment", "ResourceClaimTemplate", unit="bytes"),
    )
    gpu_memory_by: GpuMemoryBy = Field(
        default="label",
        description="What holds the scheduler to gpuMemory. label: nodes whose GPUs have as much by NVIDIA's label "
        "nvidia.com/gpu.memory. hami: as much of shared GPUs, where HAMi is installed. dra: Dynamic Resource "
        "Allocation, where the vendor's driver for it is installed (NVIDIA, AMD or Intel). mig: the smallest of "
        "migProfiles that has as much. Default: label.",
        examples=["dra"],
        json_schema_extra=about("Deployment", "ResourceClaimTemplate"),
    )
    mig_profiles: Annotated[tuple[MigProfile, ...], NotEmpty()] | None = Field(
        default=None,
        description="The MIG profiles that the nodes offer, of which gpuMemoryBy: mig takes the smallest that fits. "
        "Default: none; mig needs them.",
        examples=[["1g.10gb", "2g.20gb", "3g.40gb"]],
        json_schema_extra=about("Deployment"),
    )

    @property
    def gpus_per_pod(self) -> int:
        """GPUs, MIG slices or HAMi's shares: whatever the scheduler counts for a replica."""
        if self.gpus is None:
            return 1 if self.gpu_memory else 0
        return self.gpus


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    for path, message in spec.resources.contradictions():
        yield f"resources.{path}", message
