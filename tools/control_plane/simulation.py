"""Make the pods of a simulated cluster slow, broken or well again, and change the GPUs of its nodes."""

import contextlib
import hashlib
import itertools
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.control_plane.kubectl import Kubectl, KubectlError
from tools.waiting import wait_until

TEMPLATE = (Path(__file__).parent / "simulation.gotmpl").read_text()
GPU = "nvidia.com/gpu"
MARK = "pulumi-inference/simulated"
ROLE = "pulumi-inference/simulated-role"
NUDGED = "pulumi-inference/nudged"
NUDGE_EVERY = 10  # looks
TIMEOUT = 30.0  # seconds
RESTARTS = 4
NOT_READY = {
    "key": '.status.conditions.[] | select( .type == "Ready" ) | .status',
    "operator": "NotIn",
    "values": ["True"],
}


@dataclass(frozen=True)
class PodStatus:
    """What a pod and each of its containers report; the template makes the rest of it."""

    phase: str
    state: str  # running, waiting or terminated
    reason: str = ""
    message: str = ""
    restarts: int = 0
    exit_code: int = 1
    last_message: str = ""
    ready: bool = False

    def template(self) -> str:
        # What JSON says is what Go says, for strings, numbers and truth values.
        values = "".join(f"{{{{ ${name} := {json.dumps(value)} }}}}\n" for name, value in asdict(self).items())
        return values + TEMPLATE

    def describes(self, pod: Any) -> bool:
        if pod["status"]["phase"] != self.phase or is_ready(pod) != self.ready:
            return False
        states = [container["state"].get(self.state) for container in pod["status"].get("containerStatuses", [])]
        return bool(states) and all(state is not None and state.get("reason", "") == self.reason for state in states)


READY = PodStatus("Running", "running", ready=True)
UNREADY = PodStatus("Running", "running")


class Simulation:
    """Behaviours for the pods that have these labels, in one namespace or in all; the last one asked for holds.

    Pods that exist already change at once, and each method returns when they have. Two behaviours whose labels both
    match one pod are a mistake: KWOK draws lots between them.
    """

    def __init__(self, kubeconfig: Path, labels: Mapping[str, str], namespace: str | None = None) -> None:
        self._kubectl = Kubectl(kubeconfig)
        self._labels = dict(labels)
        self._namespace = namespace
        key = json.dumps([self._labels, namespace], sort_keys=True)
        self._name = f"simulated-{hashlib.sha256(key.encode()).hexdigest()[:10]}"

    def slow(self, seconds: int) -> None:
        """Pods run at once, and become ready this many whole seconds later. Pods that are ready stay so."""
        starting = self._stage("starting", UNREADY, _phases("Pending"))
        deadline = f"(.status.startTime | fromdate) + {seconds} | todate"
        ready = self._stage("ready", READY, _phases("Running"), NOT_READY)
        ready["spec"]["delay"] = {"durationMilliseconds": 0, "durationFrom": {"expressionFrom": deadline}}
        self._install(starting, ready)

    def never_ready(self) -> None:
        """Containers run, and their readiness probes fail."""
        self._become(UNREADY)

    def crash_loop(self, message: str = "the server ended", exit_code: int = 1, restarts: int = RESTARTS) -> None:
        back_off = "back-off 1m20s restarting failed container"
        self._become(
            PodStatus("Running", "waiting", "CrashLoopBackOff", back_off, restarts, exit_code, last_message=message)
        )

    def image_pull_back_off(self, message: str = "Back-off pulling image: not found") -> None:
        self._become(PodStatus("Pending", "waiting", "ImagePullBackOff", message))

    def fail(self, message: str = "the node was low on resource: memory", reason: str = "Evicted") -> None:
        """Pods end in phase Failed, a second after they start; a ReplicaSet makes new ones, which fail too."""
        failed = PodStatus("Failed", "terminated", reason, message)
        stage = self._stage("failed", failed, _phases("Pending", "Running"))
        stage["spec"]["delay"] = {"durationMilliseconds": 1000}
        self._install(stage)

    def finish(self) -> None:
        """Containers end by themselves, and well: pods are in phase Succeeded, those that run already, too."""
        done = PodStatus("Succeeded", "terminated", "Completed", exit_code=0)
        self._install(self._stage("finished", done, _phases("Pending", "Running")))

    def normal(self) -> None:
        """Pods are ready at once, those that were not as well; what has failed stays failed."""
        self._install(self._stage("normal", READY, _phases("Pending", "Running"), NOT_READY))
        self._wait_for_pods(READY.describes)

    def _become(self, status: PodStatus) -> None:
        self._install(self._stage("unready", status, _phases("Pending", "Running")))
        self._wait_for_pods(status.describes)

    def _stage(self, role: str, status: PodStatus, *conditions: dict[str, Any]) -> dict[str, Any]:
        expressions: list[dict[str, Any]] = [
            {"key": ".metadata.deletionTimestamp", "operator": "DoesNotExist"},
            *conditions,
        ]
        if self._namespace:
            expressions.append({"key": ".metadata.namespace", "operator": "In", "values": [self._namespace]})
        return {
            "apiVersion": "kwok.x-k8s.io/v1alpha1",
            "kind": "Stage",
            "metadata": {"name": f"{self._name}-{role}", "labels": {MARK: self._name, ROLE: role}},
            "spec": {
                "resourceRef": {"apiGroup": "v1", "kind": "Pod"},
                "selector": {"matchLabels": self._labels, "matchExpressions": expressions},
                "weight": 1,  # KWOK's own stages have none, and are not considered where one with a weight matches
                "next": {"statusTemplate": status.template()},
            },
        }

    def _install(self, *stages: dict[str, Any]) -> None:
        """These stages, and none of an earlier behaviour of the same pods."""
        self._kubectl("apply", "--server-side", "--force-conflicts", "--filename=-", stdin=yaml.safe_dump_all(stages))
        roles = ",".join(stage["metadata"]["labels"][ROLE] for stage in stages)
        self._kubectl("delete", "stage", f"--selector={MARK}={self._name},{ROLE} notin ({roles})")
        self._nudge()

    def _nudge(self) -> None:
        """KWOK looks at a pod when the pod changes, and can miss a stage that changes in that very moment."""
        self._kubectl("annotate", "stage", f"--selector={MARK}={self._name}", "--overwrite", f"{NUDGED}={uuid.uuid4()}")
        for pod in self._pods():
            name, namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
            with contextlib.suppress(KubectlError):  # gone in the meantime
                self._kubectl(
                    "annotate", "pod", name, f"--namespace={namespace}", "--overwrite", f"{NUDGED}={uuid.uuid4()}"
                )

    def _pods(self) -> list[Any]:
        """The living pods that KWOK plays: those on a node."""
        scope = f"--namespace={self._namespace}" if self._namespace else "--all-namespaces"
        selector = ",".join(f"{name}={value}" for name, value in self._labels.items())
        pods = self._kubectl.get("pods", scope, f"--selector={selector}")["items"]
        return [
            pod
            for pod in pods
            if "nodeName" in pod["spec"]
            and "deletionTimestamp" not in pod["metadata"]
            and pod["status"]["phase"] in ("Pending", "Running")
        ]

    def _wait_for_pods(self, reached: Callable[[Any], bool]) -> None:
        looks = itertools.count(1)

        def all_reached() -> bool:
            done = all(reached(pod) for pod in self._pods())
            if not done and next(looks) % NUDGE_EVERY == 0:
                self._nudge()
            return done

        wait_until(all_reached, f"the pods {self._labels} show their simulated state", TIMEOUT)


def set_gpus(kubeconfig: Path, node: str, count: int) -> None:
    """Give a node this many GPUs, for the scheduler and in the labels. Pods that run keep theirs."""
    kubectl = Kubectl(kubeconfig)
    kubectl("label", "node", node, "--overwrite", f"{GPU}.count={count}")
    amount = {GPU: str(count)}
    status = json.dumps({"status": {"capacity": amount, "allocatable": amount}})
    kubectl("patch", "node", node, "--subresource=status", "--type=merge", f"--patch={status}")


def _phases(*phases: str) -> dict[str, Any]:
    return {"key": ".status.phase", "operator": "In", "values": list(phases)}


def is_ready(pod: Any) -> bool:
    conditions = pod["status"].get("conditions", [])
    return any(condition["type"] == "Ready" and condition["status"] == "True" for condition in conditions)
