"""What really stands in a namespace, asked of the API server."""

import json
from pathlib import Path
from typing import Any

from tools.control_plane.kubectl import Kubectl
from tools.control_plane.simulation import is_ready
from tools.waiting import wait_until

KINDS = (
    "deployments,statefulsets,daemonsets,replicasets,pods,services,horizontalpodautoscalers,endpointslices,"
    "poddisruptionbudgets"
)


class Live:
    """The live objects of one namespace."""

    def __init__(self, kubeconfig: Path, namespace: str) -> None:
        self.namespace = namespace
        self._kubectl = Kubectl(kubeconfig)

    def get(self, kind: str, name: str) -> Any:
        return self._kubectl.get(kind, name, "--namespace", self.namespace)

    def every(self, kinds: str) -> list[Any]:
        """Objects of some kinds."""
        return list(self._kubectl.get(kinds, "--namespace", self.namespace)["items"])

    def delete(self, kind: str, name: str) -> None:
        self._kubectl("delete", kind, name, "--namespace", self.namespace)

    def names(self, kinds: str = KINDS) -> set[str]:
        """Kind and name of what stands in the namespace now."""
        return {f"{one['kind']}/{one['metadata']['name']}" for one in self.every(kinds)}

    def remains(self) -> set[str]:
        """What is left when the garbage collector has taken what belonged to deleted objects."""
        self.wait_until(lambda: not self.names("pods,replicasets,endpointslices"), "the garbage collector is done")
        return self.names()

    def container(self, deployment: str) -> Any:
        return self.get("deployment", deployment)["spec"]["template"]["spec"]["containers"][0]

    def replicas(self, deployment: str) -> int:
        return int(self.get("deployment", deployment)["spec"]["replicas"])

    def bounds(self, autoscaler: str) -> tuple[int, int]:
        spec = self.get("horizontalpodautoscaler", autoscaler)["spec"]
        return spec["minReplicas"], spec["maxReplicas"]

    def ready_pods(self, service: str, track: str) -> int:
        return sum(1 for pod in self._pods(service, track) if is_ready(pod))

    def pod_names(self, service: str, track: str) -> set[str]:
        return {pod["metadata"]["name"] for pod in self._pods(service, track)}

    def pod_addresses(self, service: str, track: str | None = None) -> set[str]:
        return {pod["status"]["podIP"] for pod in self._pods(service, track)}

    def nodes(self, service: str) -> set[str]:
        return {pod["spec"]["nodeName"] for pod in self._pods(service, None)}

    def node_of_pods(self, service: str) -> list[str]:
        """Of each pod its node."""
        return [pod["spec"]["nodeName"] for pod in self._pods(service, None)]

    def evict(self, pod: str) -> None:
        """As a drain does.

        Raises:
            KubectlError: with the API server's words, where a budget does not allow it.
        """
        eviction = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": pod}}
        path = f"/api/v1/namespaces/{self.namespace}/pods/{pod}/eviction"
        self._kubectl("create", f"--raw={path}", "--filename=-", stdin=json.dumps(eviction))

    def gpu_memory(self, node: str) -> int:
        """MiB of each GPU of a node, by its label."""
        return int(self._kubectl.get("node", node)["metadata"]["labels"]["nvidia.com/gpu.memory"])

    def wait_for_endpoints(self, service: str, expected: set[str]) -> None:
        """Until exactly these addresses are ready behind a Service: the endpoint controller has a moment."""

        def ready() -> set[str]:
            slices = self._list("endpointslices", f"kubernetes.io/service-name={service}")
            return {
                address
                for found in slices
                for endpoint in found["endpoints"] or []
                if endpoint["conditions"]["ready"]
                for address in endpoint["addresses"]
            }

        assert expected
        self.wait_until(lambda: ready() == expected, f"the endpoints of {service} are {expected}")

    def let_the_autoscaler_choose(self, autoscaler: str, count: int, bounds: tuple[int, int]) -> None:
        """Makes the real controller scale to `count`: it needs no metrics to obey its bounds."""
        self._patch(autoscaler, (count, count))
        target = self.get("horizontalpodautoscaler", autoscaler)["spec"]["scaleTargetRef"]["name"]
        self.wait_until(lambda: self.replicas(target) == count, f"{autoscaler} scales to {count}")
        self._patch(autoscaler, bounds)

    def wait_until(self, condition: Any, what: str) -> None:
        wait_until(condition, what, timeout=60)

    def _patch(self, autoscaler: str, bounds: tuple[int, int]) -> None:
        patch = json.dumps({"spec": {"minReplicas": bounds[0], "maxReplicas": bounds[1]}})
        self._kubectl("patch", "hpa", autoscaler, "--namespace", self.namespace, "--type=merge", f"--patch={patch}")

    def _pods(self, service: str, track: str | None) -> list[Any]:
        selector = f"app={service}" + (f",track={track}" if track else "")
        return [pod for pod in self._list("pods", selector) if "deletionTimestamp" not in pod["metadata"]]

    def _list(self, kind: str, selector: str) -> list[Any]:
        return list(self._kubectl.get(kind, "--namespace", self.namespace, "--selector", selector)["items"])
