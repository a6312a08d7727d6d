"""Local copies of the objects of one kind and namespace, kept by a list and a watch.

A hundred resources awaited at once ask this copy, not the API server.
"""

from __future__ import annotations

import threading

from tenacity import (
    Retrying,
    retry_if_exception_type,
    retry_if_result,
    sleep_using_event,
    stop_when_event_set,
    wait_fixed,
)

from tools.kubernetes_plugin.client import Cluster
from tools.kubernetes_plugin.errors import ApiError, NoSuchKindError, PluginError
from tools.kubernetes_plugin.objects import Object, name, nested_list, nested_str


class Informer:
    """The objects of one kind in one namespace ("" for a kind without namespaces)."""

    def __init__(self, cluster: Cluster, version: str, kind: str, namespace: str, stopped: threading.Event) -> None:
        self._cluster = cluster
        self._of = (version, kind, namespace)
        self._objects: dict[str, Object] = {}
        self._answered = threading.Event()
        self._error: PluginError | None = None
        self._stopped = stopped
        threading.Thread(target=self._run, daemon=True, name=f"watch {kind}").start()

    def objects(self) -> list[Object]:
        """All objects, as of a moment ago; the first call waits for the list."""
        self._answered.wait()
        if self._error is not None:
            raise self._error
        return list(self._objects.values())

    def get(self, object_name: str) -> Object | None:
        return next((obj for obj in self.objects() if name(obj) == object_name), None)

    def _run(self) -> None:
        # A watch ends every few minutes, and whenever the server wants; then the list is taken anew.
        Retrying(
            retry=retry_if_exception_type(PluginError) | retry_if_result(lambda _: True),
            wait=wait_fixed(0.5),
            stop=stop_when_event_set(self._stopped),
            sleep=sleep_using_event(self._stopped),
            retry_error_callback=lambda _: None,
        )(self._follow)

    def _follow(self) -> None:
        version, kind, _ = self._of
        try:
            listing = self._cluster.list(*self._of)
            self._objects = {name(obj): obj for obj in nested_list(listing, "items")}
            self._error = None
            self._answered.set()
            for event, obj in self._cluster.watch(*self._of, nested_str(listing, "metadata", "resourceVersion")):
                if event in ("ADDED", "MODIFIED"):
                    self._objects[name(obj)] = {"apiVersion": version, "kind": kind} | obj
                elif event == "DELETED":
                    self._objects.pop(name(obj), None)
        except PluginError as error:
            if isinstance(error, NoSuchKindError) or (isinstance(error, ApiError) and error.not_found):
                self._objects = {}  # the kind is gone, and all of it
            if not self._answered.is_set():
                self._error = error
                self._answered.set()
            raise


class Informers:
    """One informer for each kind and namespace that somebody waits for."""

    def __init__(self, cluster: Cluster, stopped: threading.Event) -> None:
        self._cluster = cluster
        self._stopped = stopped
        self._lock = threading.Lock()
        self._informers: dict[tuple[str, str, str], Informer] = {}

    def get(self, version: str, kind: str, namespace: str) -> Informer:
        key = (version, kind, namespace)
        with self._lock:
            if key not in self._informers:
                self._informers[key] = Informer(self._cluster, version, kind, namespace, self._stopped)
            return self._informers[key]
