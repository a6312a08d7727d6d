"""Waiting until an object is live, or gone: until a deadline, or until the engine cancels."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from tools.kubernetes_plugin.awaiting.observation import Awaiter, Observation, Readiness
from tools.kubernetes_plugin.client import Cluster
from tools.kubernetes_plugin.errors import ApiError, NotReadyError
from tools.kubernetes_plugin.informers import Informers
from tools.kubernetes_plugin.kinds import is_cluster_scoped_built_in
from tools.kubernetes_plugin.objects import (
    Object,
    api_version,
    generation,
    kind,
    name,
    namespace,
    nested_list,
    nested_str,
)

_LOOK_EVERY = 0.2
_TELL_PROBLEMS_EVERY = 10.0


@dataclass(frozen=True)
class Waiting:
    """What every wait needs: where to look, whom to tell, and when to stop."""

    cluster: Cluster
    informers: Informers
    cancelled: Event
    status: Callable[[str], None]


def until_ready(waiting: Waiting, awaiter: Awaiter, live: Object, before: Object | None, timeout: float) -> Object:
    """The live object once it is ready; NotReadyError at the deadline, on cancellation, or when it is hopeless."""
    wait = _Wait(waiting, awaiter, live, before)
    deadline = time.monotonic() + timeout
    tell_at = time.monotonic() + _TELL_PROBLEMS_EVERY
    while True:
        readiness = wait.look()
        if readiness.ready:
            waiting.status("")
            return wait.live
        if readiness.hopeless:
            raise wait.failure(readiness.message)
        if time.monotonic() >= deadline:
            raise wait.failure(f"not ready after {timeout:g} s: {readiness.message}")
        waiting.status(readiness.message) if wait.news else None
        if time.monotonic() >= tell_at:
            tell_at += _TELL_PROBLEMS_EVERY
            wait.tell_problems()
        if waiting.cancelled.wait(_LOOK_EVERY):
            raise wait.failure(f"cancelled while {readiness.message or 'waiting for it'}")


def check_once(cluster: Cluster, awaiter: Awaiter, live: Object) -> None:
    """For a refresh: NotReadyError where the object as it is now is not ready."""
    seen = Observation(live, _lister(cluster, live))
    readiness = awaiter.readiness(seen)
    if not readiness.ready and readiness.settling is None:
        raise NotReadyError(f"it exists, but is not ready: {readiness.message}", live, awaiter.problems(seen))


def until_deleted(waiting: Waiting, obj: Object, timeout: float) -> None:
    """Returns once the object is gone, or another one has its name."""
    informer = waiting.informers.get(api_version(obj), kind(obj), namespace(obj))
    uid = nested_str(obj, "metadata", "uid")
    deadline = time.monotonic() + timeout
    while True:
        cached = informer.get(name(obj))
        # The copy may be behind: before it is believed, the server is asked.
        live = _live(waiting.cluster, obj) if cached is None or nested_str(cached, "metadata", "uid") != uid else cached
        if live is None or (uid and nested_str(live, "metadata", "uid") != uid):
            waiting.status("")
            return
        finalizers = ", ".join(nested_list(live, "metadata", "finalizers"))
        if time.monotonic() >= deadline:
            hint = f"; finalizers hold it: {finalizers}" if finalizers else ""
            raise NotReadyError(
                f"{kind(obj)} {name(obj)} is still there {timeout:g} s after its deletion{hint}", live, []
            )
        if waiting.cancelled.wait(_LOOK_EVERY):
            raise NotReadyError(f"cancelled while {kind(obj)} {name(obj)} was being deleted", live, [])


class _Wait:
    """One object under watch: its newest state, and how long it has stayed as it is."""

    def __init__(self, waiting: Waiting, awaiter: Awaiter, live: Object, before: Object | None) -> None:
        self._waiting = waiting
        self._awaiter = awaiter
        self._before = before
        self._informer = waiting.informers.get(api_version(live), kind(live), namespace(live))
        self._mark: tuple[str, float] = ("", 0.0)
        self._message = ""
        self.live = live
        self.news = False

    def look(self) -> Readiness:
        newest = self._informer.get(name(self.live))
        if newest is not None and not _older(newest, self.live):
            self.live = newest
        readiness = self._awaiter.readiness(Observation(self.live, self._related, self._before))
        self.news, self._message = readiness.message != self._message, readiness.message
        return Readiness(ready=True) if self._settled(readiness) else readiness

    def tell_problems(self) -> None:
        for problem in self._problems()[:1]:
            self._waiting.status(problem)

    def failure(self, message: str) -> NotReadyError:
        return NotReadyError(message, self.live, self._problems())

    def _problems(self) -> list[str]:
        try:
            lister = _lister(self._waiting.cluster, self.live)
            return self._awaiter.problems(Observation(self.live, lister, self._before))
        except ApiError as error:
            return [f"(no more can be said: {error})"]

    def _related(self, version: str, kind_name: str) -> list[Object]:
        scope = "" if is_cluster_scoped_built_in(version, kind_name) else namespace(self.live)
        return self._waiting.informers.get(version, kind_name, scope).objects()

    def _settled(self, readiness: Readiness) -> bool:
        if readiness.settling is None:
            return readiness.ready
        mark, seconds = readiness.settling
        if self._mark[0] != mark:
            self._mark = (mark, time.monotonic())
        return time.monotonic() - self._mark[1] >= seconds


def _older(candidate: Object, than: Object) -> bool:
    """Whether the local copy has not seen the change that is waited for."""
    if nested_str(candidate, "metadata", "uid") != nested_str(than, "metadata", "uid"):
        return True
    versions = [nested_str(obj, "metadata", "resourceVersion") for obj in (candidate, than)]
    if all(version.isdecimal() for version in versions):
        return int(versions[0]) < int(versions[1])
    return generation(candidate) < generation(than)


def _lister(cluster: Cluster, live: Object) -> Callable[[str, str], list[Object]]:
    def related(version: str, kind_name: str) -> list[Object]:
        scope = "" if is_cluster_scoped_built_in(version, kind_name) else namespace(live)
        return nested_list(cluster.list(version, kind_name, scope), "items")

    return related


def _live(cluster: Cluster, obj: Object) -> Object | None:
    try:
        return cluster.get(obj)
    except ApiError as error:
        if error.not_found:
            return None
        raise
