"""Simulated pods on the real control plane: what controllers and clients see of them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.control_plane.simulation import Simulation
from tools.waiting import wait_until


class Deployment:
    """Two pods of one container."""

    def __init__(self, kubectl: Kubectl) -> None:
        self.kubectl = kubectl
        self.name = f"server-{uuid.uuid4().hex[:6]}"
        self.simulation = Simulation(kubectl.kubeconfig, {"app": self.name}, namespace="default")

    def create(self) -> None:
        self.kubectl("create", "deployment", self.name, "--image=server", "--replicas=2")

    def wait_until_available(self) -> None:
        self.kubectl("rollout", "status", f"deployment/{self.name}", "--timeout=60s")

    def pods(self) -> list[Any]:
        return list(self.kubectl.get("pods", f"--selector=app={self.name}")["items"])

    def ready(self) -> int:
        return int(self.kubectl.get("deployment", self.name)["status"].get("readyReplicas", 0))

    def containers(self) -> list[Any]:
        return [status for pod in self.pods() for status in pod["status"].get("containerStatuses", [])]


@pytest.fixture
def deployment(control_plane: ControlPlane) -> Any:
    deployment = Deployment(Kubectl(control_plane.kubeconfig))
    yield deployment
    deployment.kubectl("delete", "deployment", deployment.name, "--ignore-not-found")


def test_pods_become_ready_in_full_by_themselves(deployment: Deployment) -> None:
    deployment.create()
    deployment.wait_until_available()
    for pod in deployment.pods():
        conditions = {condition["type"]: condition["status"] for condition in pod["status"]["conditions"]}
        assert conditions == dict.fromkeys(["Initialized", "Ready", "ContainersReady", "PodScheduled"], "True")
        assert pod["status"]["containerStatuses"][0]["ready"]


def test_pods_that_are_deleted_are_gone_soon(deployment: Deployment) -> None:
    deployment.create()
    deployment.wait_until_available()
    deployment.kubectl("delete", "deployment", deployment.name)
    wait_until(lambda: not deployment.pods(), "the pods are gone", timeout=10)


def test_slow_pods_run_before_they_are_ready(deployment: Deployment) -> None:
    deployment.simulation.slow(600)  # longer than the slowest machine needs to look
    deployment.create()
    wait_until(lambda: len(deployment.containers()) == 2, "both pods run")
    containers = deployment.containers()
    assert [container["ready"] for container in containers] == [False, False]
    assert all("running" in container["state"] for container in containers)


def test_slow_pods_become_ready_no_sooner_than_asked(deployment: Deployment) -> None:
    deployment.simulation.slow(3)
    deployment.create()
    deployment.wait_until_available()
    for pod in deployment.pods():  # by the pod's own times: it does not matter when we look
        (ready,) = (condition for condition in pod["status"]["conditions"] if condition["type"] == "Ready")
        waited = datetime.fromisoformat(ready["lastTransitionTime"]) - datetime.fromisoformat(
            pod["status"]["startTime"]
        )
        assert waited >= timedelta(seconds=3)


def test_pods_that_are_never_ready_say_which_container_is_not(deployment: Deployment) -> None:
    deployment.simulation.never_ready()
    deployment.create()
    wait_until(lambda: len(deployment.containers()) == 2, "both pods run")
    ready = [condition for pod in deployment.pods() for condition in pod["status"]["conditions"]]
    messages = {condition["message"] for condition in ready if condition["type"] == "Ready"}
    assert messages == {"containers with unready status: [server]"}
    deployment.simulation.normal()
    deployment.wait_until_available()


def test_pods_in_a_crash_loop_report_it_with_their_restarts_and_last_words(deployment: Deployment) -> None:
    deployment.create()
    deployment.wait_until_available()
    deployment.simulation.crash_loop("CUDA out of memory", exit_code=137, restarts=6)
    for container in deployment.containers():
        assert container["state"]["waiting"]["reason"] == "CrashLoopBackOff"
        assert container["restartCount"] == 6
        assert container["lastState"]["terminated"]["message"] == "CUDA out of memory"
        assert container["lastState"]["terminated"]["exitCode"] == 137
    wait_until(lambda: deployment.ready() == 0, "the Deployment has no ready pod")


def test_pods_whose_image_cannot_be_pulled_wait_for_it(deployment: Deployment) -> None:
    deployment.simulation.image_pull_back_off('Back-off pulling image "server"')
    deployment.create()
    wait_until(lambda: len(deployment.containers()) == 2, "both pods wait")
    waiting = [container["state"]["waiting"] for container in deployment.containers()]
    assert waiting == [{"reason": "ImagePullBackOff", "message": 'Back-off pulling image "server"'}] * 2
    assert {pod["status"]["phase"] for pod in deployment.pods()} == {"Pending"}


def test_pods_that_fail_are_replaced(deployment: Deployment) -> None:
    deployment.simulation.fail("out of memory", reason="OOMKilled")
    deployment.create()
    wait_until(lambda: len(deployment.pods()) > 2, "the ReplicaSet makes new pods")
    failed = [pod for pod in deployment.pods() if pod["status"]["phase"] == "Failed"]
    assert failed[0]["status"]["containerStatuses"][0]["state"]["terminated"]["reason"] == "OOMKilled"
    deployment.simulation.normal()
    deployment.wait_until_available()


def test_one_behaviour_after_the_other_and_back_to_normal(deployment: Deployment) -> None:
    deployment.create()
    deployment.wait_until_available()
    for misbehave in (
        deployment.simulation.crash_loop,
        deployment.simulation.image_pull_back_off,
        deployment.simulation.never_ready,
    ):
        misbehave()
        wait_until(lambda: deployment.ready() == 0, "the Deployment has no ready pod")
    deployment.simulation.normal()
    deployment.wait_until_available()


def test_pods_with_other_labels_or_in_other_namespaces_do_not_change(deployment: Deployment) -> None:
    bystander = Deployment(deployment.kubectl)
    bystander.create()
    bystander.wait_until_available()
    Simulation(deployment.kubectl.kubeconfig, {"app": bystander.name}, namespace="elsewhere").crash_loop()
    deployment.simulation.never_ready()
    deployment.create()
    wait_until(lambda: len(deployment.containers()) == 2, "both pods run")
    assert bystander.ready() == 2
    bystander.kubectl("delete", "deployment", bystander.name)
