"""What an awaiter sees, and what it says about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tools.kubernetes_plugin.objects import Object, generation, nested_int

TEN_MINUTES = 600.0


@dataclass(frozen=True)
class Observation:
    live: Object
    related: Callable[[str, str], list[Object]]
    """All objects of an apiVersion and kind in the same namespace."""
    before: Object | None = None
    """The object as it was before the update; None after a create."""

    @property
    def observed(self) -> bool:
        """Whether the object's controller has seen this generation, so that its status is about it."""
        return nested_int(self.live, "status", "observedGeneration") >= generation(self.live)


@dataclass(frozen=True)
class Readiness:
    ready: bool
    message: str = ""
    """What is waited for."""
    hopeless: bool = False
    """It will never be ready; waiting on would be in vain."""
    settling: tuple[str, float] | None = None
    """Ready all the same if this mark stays as it is for so many seconds."""


def _nothing(_: Observation) -> list[str]:
    return []


@dataclass(frozen=True)
class Awaiter:
    readiness: Callable[[Observation], Readiness]
    problems: Callable[[Observation], list[str]] = _nothing
    """Why it is not ready, in the words of the object and its pods."""
    timeout: float = TEN_MINUTES
    on_read: bool = True
    """Whether a refresh reports an object that is not ready."""
