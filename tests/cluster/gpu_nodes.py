"""Simulated nodes with GPUs of any kind, as a vendor's device plugin or its driver for DRA tells of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tools.control_plane.kubectl import Kubectl
from tools.control_plane.simulation import is_ready
from tools.waiting import wait_until

NVIDIA = "gpu.nvidia.com"
DEVICE_CLASS = {
    "apiVersion": "resource.k8s.io/v1",
    "kind": "DeviceClass",
    "metadata": {"name": NVIDIA},
    "spec": {
        "selectors": [
            {"cel": {"expression": f"device.driver == '{NVIDIA}' && device.attributes['{NVIDIA}'].type == 'gpu'"}}
        ]
    },
}


class GpuNodes:
    """Nodes of a test's own."""

    def __init__(self, kubeconfig: Path) -> None:
        self._kubectl = Kubectl(kubeconfig)
        self._nodes: list[str] = []
        self._slices: dict[str, int] = {}

    def add(
        self,
        name: str,
        resources: Mapping[str, int] | None = None,
        labels: Mapping[str, str] | None = None,
        taint: str | None = None,
    ) -> None:
        """A node that offers these extended resources, Ready when this returns; the taint as KEY or KEY=VALUE."""
        amounts = {"cpu": "32", "memory": "256Gi", "pods": "110"} | {
            resource: str(count) for resource, count in (resources or {}).items()
        }
        key, _, value = (taint or "").partition("=")
        taints = [{"key": key, "value": value or "present", "effect": "NoSchedule"}] if taint else []
        node = {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name} | dict(labels or {})},
            "spec": {"taints": taints},
            "status": {"capacity": amounts, "allocatable": amounts},
        }
        self._kubectl("create", "--filename=-", stdin=yaml.safe_dump(node))
        self._nodes.append(name)
        wait_until(lambda: self._is_open(name), f"node {name} takes pods", timeout=60)

    def cordon(self) -> None:
        """No further pod is put on them."""
        self._kubectl("cordon", *self._nodes)

    def publish(self, node: str, memories: Sequence[str | None]) -> None:
        """What NVIDIA's driver tells of a node's GPUs, in place of what it told before; None: without a memory."""
        generation = self._slices[node] = self._slices.get(node, 0) + 1
        devices = [
            {"name": f"gpu-{at}", "attributes": {"type": {"string": "gpu"}}}
            | ({"capacity": {"memory": {"value": memory}}} if memory else {})
            for at, memory in enumerate(memories)
        ]
        resource_slice: dict[str, Any] = {
            "apiVersion": "resource.k8s.io/v1",
            "kind": "ResourceSlice",
            "metadata": {"name": f"{node}-{NVIDIA}"},
            "spec": {
                "driver": NVIDIA,
                "nodeName": node,
                "pool": {"name": node, "generation": generation, "resourceSliceCount": 1},
                "devices": devices,
            },
        }
        self._kubectl(
            "apply",
            "--server-side",
            "--force-conflicts",
            "--filename=-",
            stdin=yaml.safe_dump_all([DEVICE_CLASS, resource_slice]),
        )

    def claimed(self, namespace: str) -> dict[str, set[str]]:
        """The devices that the scheduler has allocated to the claims of a namespace, by node."""
        found: dict[str, set[str]] = {}
        for claim in self._kubectl.get("resourceclaims", "--namespace", namespace)["items"]:
            for result in claim.get("status", {}).get("allocation", {}).get("devices", {}).get("results", []):
                found.setdefault(result["pool"], set()).add(result["device"])
        return found

    def remove(self) -> None:
        for node in self._slices:
            self._kubectl("delete", "resourceslice", f"{node}-{NVIDIA}")
        for node in self._nodes:
            self._kubectl("delete", "node", node)

    def _is_open(self, name: str) -> bool:
        node = self._kubectl.get("node", name)
        taints = [taint["key"] for taint in node["spec"].get("taints", [])]
        return is_ready(node) and not any(key.startswith("node.kubernetes.io/") for key in taints)
