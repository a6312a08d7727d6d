"""Load tests, as their specs render them, by a real k6: its thresholds decide the exit code."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pulumi_inference.features.load_test import LoadTestSpec, load_test_job

from tests.examples.model_server import PRAISE
from tests.examples.model_server import serving as serving_model
from tests.jobs.pods import Pod, Ran
from tools.control_plane.ports import free_port
from tools.toolchain import ensure
from tools.toolchain.modules import K6

CROSSED = 99
"""k6's exit code: https://grafana.com/docs/k6/latest/using-k6/thresholds/"""


class Target(ThreadingHTTPServer):
    """Answers as it is told, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self, answer: Callable[[int], int]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        """The status of a request, by its number."""
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Target
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.server.lock:
            self.server.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            number = len(self.server.asked)
        self.send_response(self.server.answer(number))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@contextmanager
def answering(answer: Callable[[int], int]) -> Iterator[Target]:
    with Target(answer) as target:
        thread = threading.Thread(target=target.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield target
        finally:
            target.shutdown()
            thread.join()


def well(_: int) -> int:
    return 200


@pytest.fixture(scope="module")
def k6() -> Path:
    return ensure(K6) / "k6"


@pytest.fixture
def run(k6: Path, tmp_path: Path) -> Callable[..., Ran]:
    def run_against(target: str, secrets: Any = None, **fields: Any) -> Ran:
        quick = {"target": target, "virtualUsers": 2, "iterations": 20, "pause": "0"}
        job = load_test_job(LoadTestSpec.model_validate(quick | fields))
        # The image's entrypoint is k6.
        return Pod(job | {"command": ["k6"]}, tmp_path, k6.parent, secrets or {}).run()

    return run_against


Run = Callable[..., Ran]


def test_a_service_that_answers_well_passes(run: Run) -> None:
    with answering(well) as target:
        ran = run(target.url)
        assert ran.code == 0, ran.log
        assert len(target.asked) == 20


def test_a_service_that_is_too_slow_fails(run: Run) -> None:
    """No answer is there in a nanosecond."""
    with answering(well) as target:
        ran = run(target.url, thresholds={"p95": "1ns"})
    assert ran.code == CROSSED, ran.log
    assert "http_req_duration" in ran.log


@pytest.mark.parametrize(("status", "limit", "code"), [(500, "5%", CROSSED), (500, "20%", 0), (404, "5%", CROSSED)])
def test_the_share_of_failures_decides(run: Run, status: int, limit: str, code: int) -> None:
    """Three of 20 fail."""
    with answering(lambda number: status if number % 7 == 0 else 200) as target:
        ran = run(target.url, thresholds={"failures": limit})
    assert ran.code == code, ran.log


@pytest.mark.parametrize(("limit", "code"), [("0%", CROSSED), ("5%", CROSSED), ("5.1%", 0)])
def test_the_share_has_to_be_below_its_threshold(run: Run, limit: str, code: int) -> None:
    """One of 20 fails: 5%."""
    with answering(lambda number: 503 if number == 3 else 200) as target:
        ran = run(target.url, thresholds={"failures": limit})
    assert ran.code == code, ran.log


def test_without_a_failure_none_may_be_allowed(run: Run) -> None:
    with answering(well) as target:
        ran = run(target.url, thresholds={"failures": "0%"})
    assert ran.code == 0, ran.log


def test_a_service_that_is_not_there_fails(run: Run) -> None:
    ran = run(f"http://127.0.0.1:{free_port()}")
    assert ran.code == CROSSED, ran.log


def test_a_service_that_never_answers_fails(run: Run) -> None:
    """Without a single answer there is no latency that could be too long."""
    never = threading.Event()

    def hang(_: int) -> int:
        never.wait()
        return 200

    with answering(hang) as target:
        ran = run(target.url, iterations=2, timeout="200ms")
        never.set()
    assert ran.code == CROSSED, ran.log


def test_requests_are_what_the_spec_says(run: Run) -> None:
    with answering(well) as target:
        secrets = {"clients": {"load": "hunter2"}}
        headers = {
            "X-Api-Key": {"valueFrom": {"secretKeyRef": {"name": "clients", "key": "load"}}},
            "X-Note": "$(METHOD)",
        }
        payload = {"text": "Grüße, $(METHOD)", "top": [1, 2]}
        ran = run(f"{target.url}/", secrets, path="/predict?v=1", payload=payload, headers=headers)
        assert ran.code == 0, ran.log
        method, path, sent, body = target.asked[0]
    assert (method, path) == ("POST", "/predict?v=1")
    assert json.loads(body) == payload
    assert sent["content-type"] == "application/json"
    assert sent["x-api-key"] == "hunter2"
    assert sent["x-note"] == "$(METHOD)"
    assert "hunter2" not in ran.log


def test_a_payload_that_is_a_text_is_sent_as_it_is(run: Run) -> None:
    with answering(well) as target:
        ran = run(target.url, payload="a,b\n1,2\n", headers={"content-type": "text/csv"}, method="POST")
        assert ran.code == 0, ran.log
        _, _, sent, body = target.asked[0]
    assert body == b"a,b\n1,2\n"
    assert sent["content-type"] == "text/csv"


def test_the_content_type_of_json_may_be_another(run: Run) -> None:
    with answering(well) as target:
        ran = run(target.url, payload={}, headers={"content-type": "application/ld+json"})
        assert ran.code == 0, ran.log
        assert target.asked[0][2]["content-type"] == "application/ld+json"


def test_without_iterations_the_duration_ends_it(run: Run) -> None:
    with answering(well) as target:
        ran = run(target.url, iterations=None, duration="1s", pause="10ms")
    assert ran.code == 0, ran.log


def test_k6_tells_nobody_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    with answering(well) as target:
        assert run(target.url).code == 0
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"load-test.js"}
    job = load_test_job(LoadTestSpec.model_validate({"target": "http://chat-svc"}))
    assert job["env"]["K6_NO_USAGE_REPORT"] == "true"


def test_the_example_model_server_passes_under_load(run: Run) -> None:
    with serving_model() as server:
        ran = run(server.url, path="/predict", payload=PRAISE, virtualUsers=4, iterations=100)
        assert ran.code == 0, ran.log


def test_the_example_model_server_fails_with_a_model_version_that_it_does_not_serve(run: Run) -> None:
    with serving_model() as server:
        ran = run(server.url, path="/predict", payload=PRAISE | {"model_version": "v0.0.1"})
        assert ran.code == CROSSED, ran.log
