"""Starts examples/model_server as a process, and speaks to it over HTTP."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.processes import ending
from tools.control_plane.ports import LOCALHOST, free_port
from tools.waiting import wait_until

EXAMPLES = Path(__file__).parents[2] / "examples"
MODEL = EXAMPLES / "model_server" / "model" / "sentiment.json"
PRAISE = {"text": "What a wonderful day, I love it"}


class Server:
    """A server that runs."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process, self.port = process, port
        self.url = f"http://{LOCALHOST}:{port}"

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, timeout=30)

    def post(self, path: str, body: Any) -> requests.Response:
        return requests.post(self.url + path, data=body if isinstance(body, bytes) else json.dumps(body), timeout=30)

    def status(self, path: str) -> int:
        return self.get(path).status_code

    def samples(self) -> dict[str, float]:
        """The metrics: name and labels, as they stand in the text, to value."""
        lines = self.get("/metrics").text.splitlines()
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}

    def wait_for(self, path: str, status: int) -> None:
        wait_until(lambda: self.status(path) == status, f"{path} answers {status}", interval=0.02)

    def tell_to_end(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def end(self) -> tuple[int, list[dict[str, Any]]]:
        """The exit code, when it has ended, and the lines of its log."""
        output, _ = self.process.communicate(timeout=60)
        return self.process.returncode, [json.loads(line) for line in output.splitlines()]


@contextmanager
def starting(**settings: str) -> Iterator[Server]:
    """A server whose model may still be loading; `settings` are environment variables."""
    port = free_port()
    chosen = {"MODEL_PATH": str(MODEL), "HOST": LOCALHOST, "PORT": str(port), "PROMETHEUS_PORT": str(port)}
    with process(chosen | settings) as started:
        server = Server(started, port)
        wait_until(lambda: started.poll() is not None or listens(port), "the server listens", interval=0.02)
        assert started.poll() is None, started.communicate()
        yield server


@contextmanager
def serving(**settings: str) -> Iterator[Server]:
    """A server that is ready."""
    with starting(**settings) as server:
        server.wait_for("/ready", 200)
        yield server


@contextmanager
def process(settings: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(EXAMPLES), "PYTHONUNBUFFERED": "1", **settings}
    command = [sys.executable, "-m", "model_server"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with ending(subprocess.Popen(command, text=True, env=environment, **pipes)) as started:  # type: ignore[call-overload]
        yield started


def listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex((LOCALHOST, port)) == 0
