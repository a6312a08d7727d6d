"""`python -m model_server`: exits with 0 after a drain, 1 where the model cannot be served, 2 for wrong settings."""

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from types import FrameType

import uvicorn
from prometheus_client import start_http_server

from .app import create_app
from .logs import log_as_json
from .model import UnusableModelError
from .serving import Serving
from .settings import Settings, WrongSettingsError

_LOGGER = logging.getLogger("model_server")


class _Server(uvicorn.Server):
    """Leaves it to the drain when to end; at the second signal it ends at once, as uvicorn does."""

    def __init__(self, config: uvicorn.Config, on_signal: Callable[[], object]) -> None:
        super().__init__(config)
        self._on_signal, self._told = on_signal, False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._told:
            super().handle_exit(sig, frame)
        self._told = True
        self._on_signal()


async def serve(settings: Settings) -> None:
    """Until it has drained, or the model turns out unusable; then the process ends."""
    serving, loop = Serving(settings), asyncio.get_running_loop()
    if settings.prometheus_port != settings.port:
        start_http_server(settings.prometheus_port, settings.host, serving.metrics.registry)
    config = uvicorn.Config(
        create_app(serving),
        host=settings.host,
        port=settings.port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    # A signal's handler runs between any two lines: the loop takes it from there.
    server = _Server(config, lambda: loop.call_soon_threadsafe(serving.draining.begin, "signal"))
    ending = asyncio.create_task(_end_when_drained(serving, server))
    loading = asyncio.create_task(_load(serving, server))
    await server.serve()
    ending.cancel()
    usable = not loading.done() or loading.result()
    exit_code = 0 if usable and server.started else 1
    _LOGGER.info("ended", extra={"exit_code": exit_code})
    logging.shutdown()
    # A thread that loads or infers for ever would keep Python from ending, and the drain has its time.
    os._exit(exit_code)


async def _load(serving: Serving, server: uvicorn.Server) -> bool:
    try:
        await serving.load()
    except UnusableModelError as error:
        _LOGGER.error("the model cannot be served: %s", error)  # noqa: TRY400 (the message says it all)
        server.should_exit = True
        return False
    return True


async def _end_when_drained(serving: Serving, server: uvicorn.Server) -> None:
    await serving.draining.quiet_or_late()
    server.config.timeout_graceful_shutdown = max(1, round(serving.draining.left()))
    server.should_exit = True


def main() -> int:
    try:
        settings = Settings.from_environment(os.environ)
    except WrongSettingsError as error:
        log_as_json("INFO")
        for problem in error.problems:
            _LOGGER.error(problem)  # noqa: TRY400
        return 2
    log_as_json(settings.log_level)
    asyncio.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
