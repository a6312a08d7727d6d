"""Requests wait in one queue; each free worker takes as many as there are, up to a batch, for one inference."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from .metrics import Metrics
from .model import Prediction

Predict = Callable[[Sequence[str]], list[Prediction]]
Waiting = tuple[str, "asyncio.Future[Prediction]"]


class QueueFullError(Exception):
    """As many requests wait as may."""


class Batcher:
    """Workers over a model. Inference runs in threads, so that the probes are answered meanwhile."""

    def __init__(self, predict: Predict, metrics: Metrics, *, batch_size: int, workers: int, max_queue: int) -> None:
        self._predict, self._metrics, self._batch_size = predict, metrics, batch_size
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue(max_queue)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="inference")
        self._since: dict[int, float] = {}
        self._workers = [asyncio.create_task(self._work(number)) for number in range(workers)]
        metrics.queue_depth.set_function(self._queue.qsize)

    async def predict(self, text: str) -> Prediction:
        """
        Raises:
            QueueFullError: The caller may come again later.
        """
        answer: asyncio.Future[Prediction] = asyncio.get_running_loop().create_future()
        try:
            self._queue.put_nowait((text, answer))
        except asyncio.QueueFull:
            raise QueueFullError from None
        return await answer

    def longest_running(self) -> float:
        """Seconds since the oldest inference began; 0 where none runs."""
        return max((time.monotonic() - since for since in self._since.values()), default=0.0)

    async def _work(self, number: int) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < self._batch_size and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            wanted = [one for one in batch if not one[1].done()]  # whose client has not gone meanwhile
            if wanted:
                await self._infer(number, wanted)

    async def _infer(self, number: int, batch: list[Waiting]) -> None:
        self._since[number] = time.monotonic()
        try:
            texts = [text for text, _ in batch]
            found = await asyncio.get_running_loop().run_in_executor(self._threads, self._predict, texts)
        except Exception as error:  # it is the answer's, whatever it is, and the worker goes on
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
        else:
            self._metrics.batch_size.observe(len(batch))
            for (_, answer), prediction in zip(batch, found, strict=True):
                if not answer.done():
                    answer.set_result(prediction)
        finally:
            del self._since[number]
