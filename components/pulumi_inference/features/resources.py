"""CPU, memory and GPUs: what each replica asks for. What GPUs become in a pod: gpus.py."""

from typing import Annotated, Literal

from pydantic import Field

from ..kube.names import ExtendedResource
from ..kube.quantity import Cpu, Memory
from ..model import Model, Natural, NotEmpty, about
from .mig import MigProfile

GPU = "nvidia.com/gpu"
"""What NVIDIA's device plugin counts, and the taint that keeps other pods off its nodes."""

GpuMemoryBy = Literal["label", "hami", "dra", "mig"]


class ResourcesSpec(Model):
    """Compute resources of each replica."""

    cpu: Cpu | None = Field(
        default=None,
        description="CPU of a replica, as request and limit: a quantity such as 4 or 500m. Autoscaling by "
        "use of the CPU needs it. Default: none asked for.",
        examples=["4"],
        json_schema_extra=about("Deployment", unit="cores"),
    )
    memory: Memory | None = Field(
        default=None,
        description="Memory of a replica, as request and limit. Default: none asked for.",
        examples=["16Gi"],
        json_schema_extra=about("Deployment", unit="bytes"),
    )
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
