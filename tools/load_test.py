"""The load test of the library's jobs, by a k6 on this machine: against examples/model_server, or any address."""

import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools import toolchain
from tools.control_plane.ports import LOCALHOST, free_port
from tools.environment import clean_environment
from tools.errors import ToolError
from tools.layout import ROOT
from tools.toolchain.modules import K6
from tools.waiting import wait_until

PRAISE = {"text": "What a wonderful day, I love it"}
_EXAMPLES = ROOT / "examples"
_MODEL = _EXAMPLES / "model_server" / "model" / "sentiment.json"


def load_test(fields: dict[str, Any], target: str | None) -> int:
    """k6's exit code: 0, or 99 where a threshold is crossed.

    Args:
        fields: Of the spec of a load test, in camelCase.
        target: The service's address; None for a model server that runs as long as the test.
    """
    if target is not None:
        return _run(fields | {"target": target})
    with _model_server() as url:
        return _run(fields | {"target": url})


def _run(fields: dict[str, Any]) -> int:
    from pulumi_inference.errors import InvalidSpec
    from pulumi_inference.features.load_test import LoadTestSpec, environment, script

    example = {"path": "/predict", "payload": PRAISE}
    try:
        spec = LoadTestSpec(**example | fields)
    except InvalidSpec as error:
        raise ToolError(str(error)) from None
    k6 = toolchain.ensure(K6) / "k6"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "load-test.js"
        path.write_text(script(), encoding="utf-8")
        return subprocess.run(
            [str(k6), "run", str(path)], env=clean_environment() | environment(spec), check=False
        ).returncode


@contextmanager
def _model_server() -> Iterator[str]:
    url = f"http://{LOCALHOST}:{free_port()}"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "model_server"], env=clean_environment() | _settings(url), stdout=log, stderr=log
        )
        try:
            wait_until(lambda: process.poll() is not None or _is_ready(url), "examples/model_server is ready")
            if process.poll() is not None:
                log.seek(0)
                raise ToolError(f"examples/model_server has ended:\n{log.read().decode()[-4000:]}")
            yield url
        finally:
            process.kill()
            process.wait()


def _settings(url: str) -> dict[str, str]:
    port = url.rpartition(":")[2]
    return {
        "PYTHONPATH": str(_EXAMPLES),
        "MODEL_PATH": str(_MODEL),
        "HOST": LOCALHOST,
        "PORT": port,
        "PROMETHEUS_PORT": port,
        "LOG_LEVEL": "WARNING",
    }


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
