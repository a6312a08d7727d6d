"""What a client of a service would have met: the ready pods behind its Service, at every moment of a rollout."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kubernetes import client, config, watch

from tools.control_plane.simulation import is_ready


@dataclass(frozen=True)
class Moment:
    """What held from then on."""

    at: float
    """Seconds of the machine's monotonic clock."""
    primary: int
    """Ready pods, with traffic or without."""
    canary: int
    share: float
    """Of the requests that go to the canary: by the HTTPRoute of the service's name, or else by the ready pods that the
    Service selects."""


@dataclass
class Recorded:
    """The states that followed one another, as the API server told them."""

    states: list[tuple[int, int]] = field(default_factory=list)
    """Ready pods (primary, canary) that the Service selects."""
    pods: list[int] = field(default_factory=list)
    """Pods that hold a place on a node, on both tracks: those being deleted, too."""

    served: list[int] = field(default_factory=list)
    """Ready pods that the Service selects, whatever their tracks are called."""
    moments: list[Moment] = field(default_factory=list)

    @property
    def fewest(self) -> int:
        return min(self.served)

    @property
    def most_pods(self) -> int:
        return max(self.pods)


@contextmanager
def watching(kubeconfig: Path, namespace: str, service: str, *, routed: bool = False) -> Iterator[Recorded]:
    """Records from before the block to after it.

    Args:
        kubeconfig: Of the cluster.
        namespace: Of the service.
        service: Its name.
        routed: Whether an HTTPRoute leads to it, whose CRD is installed.
    """
    watcher = _Watcher(kubeconfig, namespace, service, routed)
    watcher.start()
    try:
        yield watcher.recorded
    finally:
        watcher.stop()


class _Watcher:
    def __init__(self, kubeconfig: Path, namespace: str, service: str, routed: bool) -> None:
        self._routed = routed
        self._api = config.new_client_from_config(str(kubeconfig))
        self._core = client.CoreV1Api(self._api)
        self._weights: dict[str, int] = {}
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
        followed = [
            (self._core.list_namespaced_pod, pods.metadata.resource_version, self._see_pod),
            (self._core.list_namespaced_service, services.metadata.resource_version, self._see_service),
        ]
        if self._routed:
            listing = self._list_routes()
            routes = listing(self._namespace)
            for route in routes["items"]:
                self._see_route(route)
            followed.append((listing, routes["metadata"]["resourceVersion"], self._see_route))
        self._note()
        self._threads = [threading.Thread(target=self._follow, args=following) for following in followed]
        for thread in self._threads:
            thread.start()

    def _list_routes(self) -> Callable[..., Any]:
        custom = client.CustomObjectsApi(self._api)

        def listing(namespace: str, **options: Any) -> Any:
            api = ("gateway.networking.k8s.io", "v1")
            return custom.list_namespaced_custom_object(*api, namespace, "httproutes", **options)

        listing.__doc__ = custom.list_namespaced_custom_object.__doc__  # where the client looks for what it returns
        return listing

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
        self._note_moment([labels["track"] for labels in ready])
        tracks = [labels["track"] for labels in ready if self._selector.items() <= labels.items()]
        self.recorded.served.append(len(tracks))
        state = (tracks.count("primary"), tracks.count("canary"))
        self.recorded.pods.append(sum(1 for pod in self._pods.values() if pod["spec"].get("nodeName")))
        if not self.recorded.states or self.recorded.states[-1] != state:
            self.recorded.states.append(state)

    def _note_moment(self, ready: list[str]) -> None:
        selected = [track for track in ready if self._selector.get("track", track) == track]
        weights = self._weights or {"canary": selected.count("canary"), "primary": selected.count("primary")}
        share = weights.get("canary", 0) / (sum(weights.values()) or 1)
        moment = Moment(time.monotonic(), ready.count("primary"), ready.count("canary"), share)
        last = self.recorded.moments[-1:]
        if not last or replace(last[0], at=moment.at) != moment:
            self.recorded.moments.append(moment)

    def _see_route(self, route: Any, deleted: bool = False) -> None:
        if route["metadata"]["name"] == self._app:
            backends = [] if deleted else route["spec"]["rules"][-1]["backendRefs"]
            self._weights = {one["name"].removeprefix(f"{self._app}-"): one["weight"] for one in backends}

    def _serves(self, pod: Any) -> bool:
        return is_ready(pod) and "deletionTimestamp" not in pod["metadata"]
