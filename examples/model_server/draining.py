"""The end of a server: it says that it is not ready, answers whoever comes all the same, and ends when it is quiet."""

import asyncio
import logging
import time

from .settings import Settings

_LOGGER = logging.getLogger(__name__)
_LOOK = 0.05


class Draining:
    """Requests in flight, and the way to the end.

    Endpoints reach proxies and gateways some time after a pod is told to end, and requests come until then. So
    listening goes on until none is in flight and none has come for `drain_quiet_seconds`; and at most until that
    much is left of `drain_seconds`, for those in flight.
    """

    def __init__(self, settings: Settings) -> None:
        self._budget, self._quiet = settings.drain_seconds, settings.drain_quiet_seconds
        self._started: float | None = None
        self._last_request = 0.0
        self._begun = asyncio.Event()
        self.in_flight = 0

    @property
    def begun(self) -> bool:
        return self._started is not None

    def begin(self, why: str) -> None:
        """Once; later calls change nothing."""
        if self._started is None:
            self._started = self._last_request = time.monotonic()
            _LOGGER.info("draining", extra={"why": why, "in_flight": self.in_flight, "budget_seconds": self._budget})
            self._begun.set()

    def request_began(self) -> None:
        self.in_flight += 1

    def request_ended(self) -> None:
        self.in_flight -= 1
        self._last_request = time.monotonic()

    async def quiet_or_late(self) -> None:
        """Until nobody comes any more, or it is time for the last."""
        await self._begun.wait()
        while not self._is_quiet() and self.left() > self._quiet:
            await asyncio.sleep(_LOOK)

    def left(self) -> float:
        """Seconds of the budget."""
        assert self._started is not None, "the drain has begun"
        return max(0.0, self._started + self._budget - time.monotonic())

    def _is_quiet(self) -> bool:
        return self.in_flight == 0 and time.monotonic() - self._last_request >= self._quiet
