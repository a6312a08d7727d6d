"""What a client of a service would have met: the ready pods behind its Service, at every moment of a rollout."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kubernetes import client, config, watch

from tools.control_plane.simulation import is_ready


@dataclass
class Recorded:
    """The states that followed one another, as the API server told them."""

    states: list[tuple[int, int]] = field(default_factory=list)
    """Ready pods (primary, canary) that the Service selects."""
    pods: list[int] = field(default_factory=list)
    """Pods that hold a place on a node, on both tracks: those being deleted, too."""

    @property
    def fewest(self) -> int:
        return min(primary + canary for primary, canary in self.states)

    @property
    def most_pods(self) -> int:
        return max(self.pods)


@contextmanager
def watching(kubeconfig: Path, namespace: str, service: str) -> Iterator[Recorded]:
    """Records from before the block to after it."""
    watcher = _Watcher(kubeconfig, namespace, service)
    watcher.start()
    try:
        yield watcher.recorded
    finally:
        watcher.stop()


class _Watcher:
    def __init__(self, kubeconfig: Path, namespace: str, service: str) -> None:
        self._api = config.new_client_from_config(str(kubeconfig))
        self._core = client.CoreV1Api(self._api)
        self._namespace = namespace
        self._app = service
        self._pods: dict[str, Any] = {}
        self._selector: dict[str, str] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self.recorded = Recorded()

    def start(self) -> None:
        pods = self._core.list_namespaced_pod(self._namespace)
        services = self._core.list_namespaced_service(self._namespace)
        for pod in pods.items:
            self._see_pod(self._api.sanitize_for_serialization(pod))
        for service in services.items:
            self._see_service(self._api.sanitize_for_serialization(service))
        self._note()
        self._threads = [
            threading.Thread(target=self._follow, args=(listing, version, see))
            for listing, version, see in (
                (self._core.list_namespaced_pod, pods.metadata.resource_version, self._see_pod),
                (self._core.list_namespaced_service, services.metadata.resource_version, self._see_service),
            )
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Returns when all has been seen that had happened."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _follow(self, listing: Callable[..., Any], version: str, see: Callable[[Any, bool], None]) -> None:
        last_round = False
        while not last_round:
            last_round = self._stopped.is_set()
            events = watch.Watch().stream(listing, self._namespace, resource_version=version, timeout_seconds=1)
            for event in events:
                version = event["raw_object"]["metadata"]["resourceVersion"]
                with self._lock:
                    see(event["raw_object"], event["type"] == "DELETED")
                    self._note()

    def _see_pod(self, pod: Any, deleted: bool = False) -> None:
        if pod["metadata"]["labels"].get("app") != self._app:
            return
        if deleted:
            self._pods.pop(pod["metadata"]["name"], None)
        else:
            self._pods[pod["metadata"]["name"]] = pod

    def _see_service(self, service: Any, deleted: bool = False) -> None:
        if service["metadata"]["name"] == f"{self._app}-svc":
            self._selector = {} if deleted else service["spec"]["selector"]

    def _note(self) -> None:
        if not self._selector:
            return
        ready = [pod["metadata"]["labels"] for pod in self._pods.values() if self._serves(pod)]
        tracks = [labels["track"] for labels in ready if self._selector.items() <= labels.items()]
        state = (tracks.count("primary"), tracks.count("canary"))
        self.recorded.pods.append(sum(1 for pod in self._pods.values() if pod["spec"].get("nodeName")))
        if not self.recorded.states or self.recorded.states[-1] != state:
            self.recorded.states.append(state)

    def _serves(self, pod: Any) -> bool:
        return is_ready(pod) and "deletionTimestamp" not in pod["metadata"]
