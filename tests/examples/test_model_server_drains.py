"""examples/model_server under load: nothing is dropped when it is told to end."""

import asyncio
import json
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp

from tests.examples.model_server import PRAISE, Server, serving
from tools.control_plane.ports import LOCALHOST

CLIENTS = 40
BODY = json.dumps(PRAISE).encode()
HEAD = f"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}\r\n\r\n".encode()


@contextmanager
def request_in_flight(server: Server) -> Iterator[socket.socket]:
    """A request of which the server has the first half."""
    with socket.create_connection((LOCALHOST, server.port), timeout=30) as client:
        client.sendall(HEAD + BODY[:5])
        yield client


def finish(client: socket.socket) -> bytes:
    client.sendall(BODY[5:])
    return b"".join(iter(lambda: client.recv(65536), b""))


def test_a_draining_server_is_not_ready_answers_what_it_has_and_who_comes_late_and_ends_well() -> None:
    with serving(DRAIN_QUIET_SECONDS="1") as server:
        with request_in_flight(server) as client:
            server.tell_to_end()
            server.wait_for("/ready", 503)
            assert server.status("/health") == 200
            assert server.status("/startup") == 200
            late = server.post("/predict", PRAISE)
            answer = finish(client)
        exit_code, log = server.end()
    assert late.status_code == 200
    assert late.headers["Connection"] == "close"
    assert answer.startswith(b"HTTP/1.1 200")
    assert b'"label":"positive"' in answer
    assert exit_code == 0
    assert [line["message"] for line in log[-1:]] == ["ended"]


def test_shutdown_drains_as_a_signal_does() -> None:
    with serving(DRAIN_QUIET_SECONDS="1") as server:
        with request_in_flight(server) as client:
            assert server.post("/shutdown", {}).status_code == 202
            assert server.status("/ready") == 503
            assert finish(client).startswith(b"HTTP/1.1 200")
        exit_code, _ = server.end()
    assert exit_code == 0


def test_a_request_that_never_ends_holds_it_no_longer_than_the_budget() -> None:
    with serving(DRAIN_SECONDS="2", DRAIN_QUIET_SECONDS="1") as server, request_in_flight(server):
        server.tell_to_end()
        exit_code, log = server.end()
    assert exit_code == 0
    assert log[-1]["message"] == "ended"


def test_a_second_signal_ends_it_at_once() -> None:
    with serving(DRAIN_SECONDS="3600", DRAIN_QUIET_SECONDS="1800") as server:
        server.tell_to_end()
        server.wait_for("/ready", 503)
        server.tell_to_end()
        server.end()


def test_under_load_liveness_holds_and_a_signal_drops_no_request() -> None:
    with serving(DRAIN_QUIET_SECONDS="1", MAX_WORKERS="2") as server:
        answers, alive = asyncio.run(_load_until_it_is_gone(server))
        exit_code, log = server.end()
    assert answers.keys() == {200}
    assert answers[200] > 2 * CLIENTS
    assert alive.keys() == {200}
    assert exit_code == 0
    assert {line["message"] for line in log} >= {"model loaded", "draining", "ended"}


async def _load_until_it_is_gone(server: Server) -> tuple[Counter[int], Counter[int]]:
    """What clients got that send one request after the other until the server is not ready, as a Service's do."""
    answers: Counter[int] = Counter()
    alive: Counter[int] = Counter()
    not_ready = asyncio.Event()

    async def client(session: aiohttp.ClientSession) -> None:
        last = False
        while not last:
            last = not_ready.is_set()  # one more then: endpoints are late
            async with session.post(f"{server.url}/predict", data=BODY) as answer:
                answers[answer.status] += 1
                assert (await answer.json())["label"] == "positive"

    async def prober(session: aiohttp.ClientSession) -> None:
        while not not_ready.is_set():
            async with session.get(f"{server.url}/health") as answer:
                alive[answer.status] += 1
            async with session.get(f"{server.url}/ready") as answer:
                if answer.status == 503:
                    not_ready.set()
            if answers[200] > 2 * CLIENTS and alive[200] and not told.is_set():
                told.set()
                server.tell_to_end()

    told = asyncio.Event()
    connections = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connections) as session, asyncio.TaskGroup() as group:
        for _ in range(CLIENTS):
            group.create_task(client(session))
        group.create_task(prober(session))
    return answers, alive


def test_a_full_queue_is_said_at_once_and_does_not_fail_a_probe() -> None:
    with serving(MAX_QUEUE="1", MAX_WORKERS="1", BATCH_SIZE="1") as server:
        statuses = asyncio.run(_at_once(server, 200))
        assert server.status("/health") == 200
        assert server.status("/ready") == 200
    assert statuses.keys() <= {200, 503}
    assert statuses[200] > 0


async def _at_once(server: Server, count: int) -> Counter[int]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def one() -> int:
            async with session.post(f"{server.url}/predict", data=BODY) as answer:
                return answer.status

        return Counter(await asyncio.gather(*(one() for _ in range(count))))
