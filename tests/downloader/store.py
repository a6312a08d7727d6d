"""A store on 127.0.0.1 that answers as a test wants: with resets, without ranges, slowly, or not at all."""

import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Store:
    """What it has, and what it was asked."""

    content: bytes = b""
    ranges: bool = True
    tells_length: bool = True
    cut_at: list[int] = field(default_factory=list)
    """Of each request in turn, after how many bytes of its answer the connection is reset."""
    status: int = 200
    """Of each answer; 200 is one with the content."""
    fails_first: int = 0
    """So many answers are 503."""
    gate: threading.Event | None = None
    """Until it is set, answers stop in the middle."""
    answer: Callable[[str, dict[str, str], bytes], tuple[int, dict[str, str], bytes] | None] = lambda *_: None
    """By path, headers and body: what is answered instead; None for the usual."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Path and headers of each request."""
    halfway: threading.Event = field(default_factory=threading.Event)
    """Set when an answer has stopped at the gate."""
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def spans(self) -> list[str | None]:
        """The Range of each request."""
        return [headers.get("range") for _, headers in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        store = self.server.store
        headers = {name.lower(): value for name, value in self.headers.items()}
        store.asked.append((self.path, headers))
        body = self.rfile.read(int(headers.get("content-length", "0")))
        if found := store.answer(self.path, headers, body):
            self._send(*found)
        elif store.fails_first:
            store.fails_first -= 1
            self._send(503, {}, b"")
        elif store.status != 200:
            self._send(store.status, {}, b"")
        else:
            self._send_content(store, headers.get("range"))

    def do_POST(self) -> None:
        self.do_GET()

    def _send_content(self, store: Store, span: str | None) -> None:
        start = int(re.fullmatch(r"bytes=(\d+)-", span)[1]) if span and store.ranges else 0  # type: ignore[index]
        whole = len(store.content)
        if start >= whole > 0:
            self._send(416, {"Content-Range": f"bytes */{whole}"}, b"")
            return
        headers = {"ETag": '"one"'} | ({"Content-Range": f"bytes {start}-{whole - 1}/{whole}"} if start else {})
        cut = store.cut_at.pop(0) if store.cut_at else None
        self._send(206 if start else 200, headers, store.content[start:], cut)

    def _send(self, status: int, headers: dict[str, str], body: bytes, cut: int | None = None) -> None:
        store = self.server.store
        length = {"Content-Length": str(len(body))} if store.tells_length else {"Connection": "close"}
        self.send_response(status)
        for name, value in (headers | length).items():
            self.send_header(name, value)
        self.end_headers()
        if store.gate and not store.gate.is_set() and len(body) > 1:
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            store.halfway.set()
            store.gate.wait()
            body = body[len(body) // 2 :]
        self.wfile.write(body[:cut])
        self.wfile.flush()
        if cut is not None:
            self._reset()

    def _reset(self) -> None:
        """RST instead of FIN, as from a broken middle box."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_: Any) -> None:
        """Nowhere."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, store: Store) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = store

    def handle_error(self, *_: Any) -> None:
        """A client that was killed is part of the tests."""

    def shutdown_request(self, request: Any) -> None:
        with suppress(OSError):  # reset already
            super().shutdown_request(request)


@contextmanager
def serving(**behaviour: Any) -> Iterator[Store]:
    store = Store(**behaviour)
    server = _Server(store)
    store.port = server.server_address[1]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield store
    finally:
        if store.gate:
            store.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()
