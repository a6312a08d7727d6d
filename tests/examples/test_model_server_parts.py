"""Parts of examples/model_server that cannot be had over HTTP on every machine: hung inferences, GPUs, full queues."""

import asyncio
import importlib
import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pynvml
import pytest
from model_server.app import create_app
from model_server.batching import Batcher, QueueFullError
from model_server.checks import gpu_check, system_check
from model_server.metrics import Metrics
from model_server.model import Prediction
from model_server.train import train

from tests.examples.model_server import EXAMPLES, MODEL

FINE = Prediction("positive", 1.0)
MIB = 2**20


class Held:
    """An inference that takes as long as the test wants."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, texts: Sequence[str]) -> list[Prediction]:
        self.begun.set()
        assert self.go_on.wait(60)
        return [FINE for _ in texts]


def test_an_inference_that_hangs_is_seen_and_one_that_ends_is_forgotten() -> None:
    held = Held()

    async def run() -> tuple[float, float, float]:
        batcher = Batcher(held, Metrics(), batch_size=1, workers=1, max_queue=1)
        idle = batcher.longest_running()
        answer = asyncio.create_task(batcher.predict("a"))
        await asyncio.to_thread(held.begun.wait, 60)
        running = batcher.longest_running()
        held.go_on.set()
        await answer
        return idle, running, batcher.longest_running()

    idle, running, after = asyncio.run(run())
    assert idle == 0
    assert running > 0
    assert after == 0


def test_a_full_queue_refuses_and_its_depth_is_counted() -> None:
    held, metrics = Held(), Metrics()

    async def run() -> float | None:
        batcher = Batcher(held, metrics, batch_size=1, workers=1, max_queue=1)
        first = asyncio.create_task(batcher.predict("in work"))
        await asyncio.to_thread(held.begun.wait, 60)
        second = asyncio.create_task(batcher.predict("waits"))
        await asyncio.sleep(0)  # it is in the queue then
        depth = metrics.registry.get_sample_value("inference_queue_depth")
        with pytest.raises(QueueFullError):
            await batcher.predict("one too many")
        held.go_on.set()
        assert [await first, await second] == [FINE, FINE]
        return depth

    assert asyncio.run(run()) == 1


def test_an_inference_that_fails_fails_its_requests_and_no_later_one() -> None:
    def predict(texts: Sequence[str]) -> list[Prediction]:
        if "bad" in texts:
            raise ValueError("no such word")
        return [FINE for _ in texts]

    async def run() -> Prediction:
        batcher = Batcher(predict, Metrics(), batch_size=1, workers=1, max_queue=5)
        with pytest.raises(ValueError, match="no such word"):
            await batcher.predict("bad")
        return await batcher.predict("good")

    assert asyncio.run(run()) == FINE


class Nvml(SimpleNamespace):
    """A driver with GPUs of which so many MiB are in use."""

    NVMLError = pynvml.NVMLError

    def __init__(self, *used: int) -> None:
        super().__init__(
            nvmlInit=lambda: None,
            nvmlShutdown=lambda: None,
            nvmlDeviceGetCount=lambda: len(used),
            nvmlDeviceGetHandleByIndex=lambda at: used[at],
            nvmlDeviceGetMemoryInfo=lambda handle: SimpleNamespace(used=handle * MIB, total=23034 * MIB),
        )


def _raises(code: int) -> Callable[..., Any]:
    def call(*_: Any) -> Any:
        raise pynvml.NVMLError(code)

    return call


def test_a_gpu_that_is_nearly_full_is_reported_and_fine() -> None:
    # Model servers take nearly all of it at their start, on purpose.
    check = gpu_check(required=True, nvml=Nvml(23000))
    assert check == {"status": "ok", "message": "GPU 0: 23000 of 23034 MiB in use"}


@pytest.mark.parametrize(("required", "status"), [(False, "absent"), (True, "error")])
def test_without_a_driver_or_a_gpu_it_depends_on_whether_one_is_required(required: bool, status: str) -> None:
    without_driver = Nvml()
    without_driver.nvmlInit = _raises(pynvml.NVML_ERROR_LIBRARY_NOT_FOUND)
    assert gpu_check(required=required, nvml=without_driver)["status"] == status
    assert gpu_check(required=required, nvml=Nvml())["status"] == status


def test_a_gpu_that_does_not_answer_is_an_error() -> None:
    lost = Nvml(1)
    lost.nvmlDeviceGetMemoryInfo = _raises(pynvml.NVML_ERROR_GPU_IS_LOST)
    assert gpu_check(required=False, nvml=lost)["status"] == "error"


def test_the_containers_memory_limit_is_told(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(f"{512 * MIB}\n")
    assert "of 512 MiB" in system_check(limit)["message"]
    limit.write_text("max\n")
    assert " of " not in system_check(limit)["message"].partition("memory")[2]


def test_the_model_file_is_what_its_training_writes() -> None:
    texts = (EXAMPLES / "model_server" / "model" / "texts.tsv").read_text().splitlines()
    trained = json.loads(json.dumps(train(texts)))
    written = json.loads(MODEL.read_text())
    for numbers in ("weights", "bias"):
        flat = [pytest.approx(row, abs=2e-4) for row in trained.pop(numbers)]
        assert written.pop(numbers) == flat
    assert written == trained


def test_the_image_runs_what_the_tests_run() -> None:
    """Every module is in the image, and its user is a number."""
    containerfile = (EXAMPLES / "model_server" / "Containerfile").read_text()
    assert "COPY *.py model_server/" in containerfile
    assert "USER 65532:65532" in containerfile
    (base,) = [line for line in containerfile.splitlines() if line.startswith("FROM ")]
    assert len(base.partition("@sha256:")[2]) == 64
    assert importlib.import_module("model_server.__main__").main


def test_nobody_but_the_pod_itself_may_shut_it_down() -> None:
    serving = SimpleNamespace(settings=SimpleNamespace(port=1, prometheus_port=1), draining=None)
    sent: list[Any] = []

    async def run(client: str) -> int:
        scope = {"type": "http", "method": "POST", "path": "/shutdown", "headers": [], "client": (client, 1)}

        async def send(message: Any) -> None:
            sent.append(message)

        await create_app(serving)(scope, asyncio.Queue().get, send)  # type: ignore[arg-type]
        return int(sent[0]["status"])

    assert asyncio.run(run("10.244.0.7")) == 403
