"""What a service reports of itself, from the status of its Deployments."""

from collections.abc import Mapping
from typing import Any, TypedDict


class Status(TypedDict):
    """Observed state, as of the last `up` (or `refresh --run-program`)."""

    ready: bool
    """Every pod that was asked for is available."""
    replicas: int
    """Pods that are ready."""
    message: str
    """The same for people, track by track."""


def status_of(deployments: Mapping[str, Mapping[str, Any]]) -> Status:
    """The status of a service from the `wanted` count and the live `status` of its Deployments, by track."""
    counts = {track: (_ready(live["status"] or {}), int(live["wanted"])) for track, live in deployments.items()}
    ready = sum(count for count, _ in counts.values())
    wanted = sum(count for _, count in counts.values())
    parts = ", ".join(f"{track} {count}/{total}" for track, (count, total) in counts.items())
    return Status(
        ready=wanted > 0 and all(count >= total for count, total in counts.values()),
        replicas=ready,
        message=f"{ready} of {wanted} pods ready ({parts})",
    )


def _ready(status: Mapping[str, Any]) -> int:
    """The engine keeps numbers as doubles, and the SDK names them in its own case."""
    return int(status.get("readyReplicas") or status.get("ready_replicas") or 0)
