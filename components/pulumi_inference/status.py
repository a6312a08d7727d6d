"""What a service reports of itself, from the status of its Deployments."""

from collections.abc import Mapping
from typing import Any, TypedDict


class Status(TypedDict):
    """Observed state, as of the last `up` or `refresh`."""

    ready: bool
    """Every pod that was asked for is available."""
    replicas: int
    """Pods that are ready."""
    message: str
    """The same for people, track by track."""


def status_of(deployments: Mapping[str, Mapping[str, Any] | None]) -> Status:
    """The status of a service from its Deployments' `status`, by track."""
    counts = {track: _counts(status or {}) for track, status in deployments.items()}
    ready = sum(count for count, _ in counts.values())
    wanted = sum(count for _, count in counts.values())
    parts = ", ".join(f"{track} {count}/{total}" for track, (count, total) in counts.items())
    return Status(
        ready=wanted > 0 and all(count >= total for count, total in counts.values()),
        replicas=ready,
        message=f"{ready} of {wanted} pods ready ({parts})",
    )


def _counts(status: Mapping[str, Any]) -> tuple[int, int]:
    """Ready and existing pods. The engine keeps numbers as doubles."""
    return int(_read(status, "readyReplicas", "ready_replicas")), int(_read(status, "replicas", "replicas"))


def _read(status: Mapping[str, Any], camel: str, snake: str) -> float:
    return status.get(camel) or status.get(snake) or 0
