"""What a service reports of itself, from the status of what runs its pods."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypedDict


class Condition(TypedDict):
    """One aspect of the state, in the form of Kubernetes' own conditions."""

    type: str
    """`Ready` of the service, `PrimaryReady` and `CanaryReady` of its tracks, `RolloutReady` with argo."""
    status: Literal["True", "False", "Unknown"]
    """Whether it is so; `Unknown` until the cluster has reported."""
    reason: str
    """One word for programs: of the Deployment's own condition where that says why; `Paused` of a Rollout at a step."""
    message: str
    """The same for people."""


class Status(TypedDict):
    """Observed state, as of the last `up` (or `refresh --run-program`)."""

    ready: bool
    """Every pod that was asked for is available, and has the newest revision."""
    replicas: int
    """Pods that are ready."""
    message: str
    """The same for people, track by track, and what is missing."""
    conditions: list[Condition]
    """`Ready`, then one for each track."""


class Cause(NamedTuple):
    """Why something is not ready."""

    reason: str
    message: str

    def __str__(self) -> str:
        return f"{self.message.rstrip('.')} ({self.reason})"


ROLLOUT = Cause("RolloutIncomplete", "not every pod of the newest revision is ready")
"""Where no condition is bad: of an update, the old pods go on serving."""


_NO_NODES = Cause("NoNodes", "no node is one that the pods may go to, by their node selector, affinity and tolerations")


# Of an Argo Rollout; the others are Progressing and Degraded.
_HEALTHY, _PAUSED = "Healthy", "Paused"


def in_words(track: str, causes: Iterable[Cause]) -> str:
    """What is missing. The message of the status and the error of a failing `up` both say it like this."""
    return f"{track}: {'; '.join(map(str, causes))}"


def status_of(deployments: Mapping[str, Mapping[str, Any]]) -> Status:
    """The status of a service from the `wanted` count and the live `status` of its workloads, by track. A DaemonSet
    has no count that was asked for: its controller says how many nodes match."""
    tracks = [_track(name, live["wanted"], live["status"] or {}) for name, live in deployments.items()]
    ready = sum(track.ready for track in tracks)
    wanted = sum(track.wanted for track in tracks)
    counts = ", ".join(f"{track.name} {track.ready}/{track.wanted}" for track in tracks)
    words = [in_words(track.name, track.causes) for track in tracks if track.causes]
    words += [f"{track.name}: paused ({track.paused})" for track in tracks if track.paused]
    message = "; ".join([f"{ready} of {wanted} pods ready ({counts})", *words])
    conditions = [track.condition() for track in tracks]
    return Status(
        ready=wanted > 0 and all(condition["status"] == "True" for condition in conditions),
        replicas=ready,
        message=message,
        conditions=[_summary(conditions, message, wanted), *conditions],
    )


@dataclass(frozen=True)
class _Track:
    name: str
    wanted: int
    ready: int
    reported: bool
    causes: tuple[Cause, ...]
    paused: str = ""
    """Why a Rollout waits between two models, which is no fault."""

    def condition(self) -> Condition:
        lacking = self.causes or self.ready < self.wanted
        status: Literal["True", "False", "Unknown"]
        if not self.reported:
            status, reason = "Unknown", "NotReported"
        elif lacking:
            status, reason = "False", self.causes[0].reason if self.causes else "PodsNotReady"
        else:
            status, reason = "True", "Paused" if self.paused else "AllPodsReady"
        counted = f"{self.ready} of {self.wanted} pods ready{self.paused and f', paused ({self.paused})'}"
        why = "; ".join(map(str, self.causes))
        return Condition(
            type=f"{self.name.capitalize()}Ready",
            status=status,
            reason=reason,
            message=f"{counted}: {why}" if why else counted,
        )


def _summary(tracks: list[Condition], message: str, wanted: int) -> Condition:
    """The service's own condition: the worst of its tracks'."""
    if not wanted:
        return Condition(type="Ready", status="False", reason="NoPods", message=message)
    worst = next(
        (track for status in ("False", "Unknown", "True") for track in tracks if track["status"] == status), tracks[0]
    )
    return Condition(type="Ready", status=worst["status"], reason=worst["reason"], message=message)


def _track(name: str, wanted: float | None, status: Mapping[str, Any]) -> _Track:
    ready = _count(status, "readyReplicas", "ready_replicas", "numberReady", "number_ready")
    if wanted is None:
        wanted = _count(status, "desiredNumberScheduled", "desired_number_scheduled")
        if status and not wanted:
            return _Track(name, 0, ready, True, (_NO_NODES,))
    if phase := status.get("phase"):
        message = str(status.get("message") or "no message")
        return _Track(
            name,
            int(wanted),
            ready,
            bool(status),
            () if phase in (_PAUSED, _HEALTHY) else (Cause(str(phase), message),),
            message if phase == _PAUSED else "",
        )
    return _Track(name, int(wanted), ready, bool(status), tuple(_causes(status, ready < int(wanted))))


def _causes(status: Mapping[str, Any], lacking: bool) -> list[Cause]:
    """What the Deployment's own conditions say against it; nothing where all is well."""
    live = {str(condition["type"]): condition for condition in status.get("conditions") or []}
    found = [
        _cause(live[kind])
        for kind, bad in (("Progressing", "False"), ("Available", "False"), ("ReplicaFailure", "True"))
        if kind in live and live[kind]["status"] == bad
    ]
    if found:
        return found
    # A rollout that is through says so for good, also when a pod fails later.
    moving = "Progressing" in live and live["Progressing"].get("reason") != "NewReplicaSetAvailable"
    return [ROLLOUT] if _old_pods(status) > 0 or (lacking and moving) else []


def _old_pods(status: Mapping[str, Any]) -> int:
    """Pods of an older revision: old pods that are ready count as ready."""
    updated = ("updatedReplicas", "updated_replicas", "updatedNumberScheduled", "updated_number_scheduled")
    return _count(status, "replicas", "currentNumberScheduled", "current_number_scheduled") - _count(status, *updated)


def _cause(condition: Mapping[str, Any]) -> Cause:
    return Cause(str(condition.get("reason") or condition["type"]), str(condition.get("message") or "no message"))


def _count(status: Mapping[str, Any], *names: str) -> int:
    """The engine keeps numbers as doubles, the SDK names them in its own case, and Kubernetes leaves out a 0."""
    return int(next((status[name] for name in names if status.get(name)), 0))
