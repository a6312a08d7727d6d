"""What the probes report of the machine. CPU and memory are told and decide nothing: a busy pod is a healthy one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict

import psutil
import pynvml

_MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")


class Check(TypedDict):
    """One part of a probe's answer."""

    status: str
    """ok, error, or absent."""
    message: str


def system_check(limit: Path = _MEMORY_LIMIT) -> Check:
    """CPU of the node since the last call, and memory of this process; asks nothing that takes time."""
    own = psutil.Process().memory_info().rss
    text = limit.read_text().strip() if limit.is_file() else "max"
    of = f" of {int(text) // 2**20} MiB" if text.isdigit() else ""
    return {"status": "ok", "message": f"CPU of the node {psutil.cpu_percent():.0f}%, memory {own // 2**20} MiB{of}"}


def gpu_check(*, required: bool, nvml: Any = pynvml) -> Check:
    """Memory of each GPU that this process sees. That there is none is an error only where one is required."""
    try:
        nvml.nvmlInit()
    except nvml.NVMLError as error:
        return {"status": "error" if required else "absent", "message": f"no GPU: {error}"}
    try:
        return _found(required, _in_words(nvml))
    except nvml.NVMLError as error:
        return {"status": "error", "message": f"the GPU does not answer: {error}"}
    finally:
        nvml.nvmlShutdown()


def _found(required: bool, gpus: list[str]) -> Check:
    if gpus:
        return {"status": "ok", "message": "; ".join(gpus)}
    return {"status": "error" if required else "absent", "message": "no GPU: the driver has none for this process"}


def _in_words(nvml: Any) -> list[str]:
    handle: Callable[[int], Any] = nvml.nvmlDeviceGetHandleByIndex
    memory = [nvml.nvmlDeviceGetMemoryInfo(handle(at)) for at in range(nvml.nvmlDeviceGetCount())]
    return [f"GPU {at}: {one.used // 2**20} of {one.total // 2**20} MiB in use" for at, one in enumerate(memory)]
