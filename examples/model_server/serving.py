"""One model being served: what the endpoints share."""

import asyncio
import logging
import time

from .batching import Batcher
from .checks import Check
from .draining import Draining
from .metrics import Metrics
from .model import Model, load_model
from .settings import Settings

_LOGGER = logging.getLogger(__name__)


class Serving:
    """From the first probe on, while the model may still be loading."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.draining = Draining(settings)
        self.model: Model | None = None
        self.batcher: Batcher | None = None

    async def load(self) -> None:
        """In a thread, so that the probes are answered meanwhile.

        Raises:
            UnusableModelError: It will not be served.
        """
        settings, began = self.settings, time.monotonic()
        model = await asyncio.to_thread(load_model, settings.model_path, settings.model_checksum)
        accuracy = await asyncio.to_thread(model.accuracy)  # the first predictions, which also warm it up
        self.batcher = Batcher(
            model.predict,
            self.metrics,
            batch_size=settings.batch_size,
            workers=settings.max_workers,
            max_queue=settings.max_queue,
        )
        self.metrics.accuracy.set(accuracy)
        self.metrics.load_seconds.set(time.monotonic() - began)
        self.metrics.info.labels(model.name, model.version, model.checksum).set(1)
        self.model = model
        _LOGGER.info(
            "model loaded",
            extra={"model": model.name, "version": model.version, "checksum": model.checksum, "accuracy": accuracy},
        )

    def model_check(self) -> Check:
        if self.model is None:
            return {"status": "error", "message": "the model is being loaded"}
        return {"status": "ok", "message": f"{self.model.name} {self.model.version}"}

    def inference_check(self) -> Check:
        """The one thing that a restart mends: an inference that never ends."""
        running = self.batcher.longest_running() if self.batcher else 0.0
        stuck = running > self.settings.stuck_seconds
        return {"status": "error" if stuck else "ok", "message": f"the oldest has run for {running:.1f} s"}
