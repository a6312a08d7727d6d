"""CPU, memory and GPU memory: what the container asks for, and which nodes can give it."""

from typing import Any

from pydantic import Field

from ..kube.quantity import Cpu, Memory, mebibytes
from ..model import Model, about

GPU = "nvidia.com/gpu"
"""The device plugin's extended resource, and the taint that keeps other pods off GPU nodes."""
GPU_MEMORY_LABEL = "nvidia.com/gpu.memory"
"""MiB of one GPU, set on the node by NVIDIA's GPU feature discovery."""


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
    gpu_memory: Memory | None = Field(
        default=None,
        description="GPU memory of a replica, in all. Asks for one nvidia.com/gpu "
        "on a node whose cards have at least that much by their label nvidia.com/gpu.memory, in MiB "
        "(a card sold as 24 GB has 23034, which is less than 24Gi). Default: no GPU.",
        examples=["20Gi"],
        json_schema_extra=about("Deployment", unit="bytes"),
    )

    @property
    def gpus_per_pod(self) -> int:
        return 1 if self.gpu_memory else 0


def container_resources(spec: ResourcesSpec) -> dict[str, Any]:
    """Requests that equal limits: a replica gets what it was measured with, no more and no less."""
    amounts: dict[str, Any] = {}
    if spec.cpu:
        amounts["cpu"] = spec.cpu
    if spec.memory:
        amounts["memory"] = spec.memory
    if spec.gpus_per_pod:
        amounts[GPU] = str(spec.gpus_per_pod)
    return {"resources": {"requests": amounts, "limits": amounts}} if amounts else {}


def pod_placement(spec: ResourcesSpec) -> dict[str, Any]:
    """Node affinity and toleration that follow from `gpuMemory`; nothing without it."""
    if not spec.gpu_memory:
        return {}
    # Node affinity knows Gt and no Gte; its values are strings that hold integers.
    enough = {"key": GPU_MEMORY_LABEL, "operator": "Gt", "values": [str(mebibytes(spec.gpu_memory) - 1)]}
    return {
        "affinity": {
            "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                    "nodeSelectorTerms": [{"matchExpressions": [enough]}]
                }
            }
        },
        "tolerations": [{"key": GPU, "operator": "Exists", "effect": "NoSchedule"}],
    }
