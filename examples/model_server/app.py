"""The endpoints.

| | 200 | otherwise |
|---|---|---|
| GET /startup | the model is loaded | 503 |
| GET /ready | the model is loaded, nothing drains, a required GPU is there | 503 |
| GET /health | the process works, however busy it is | 503: an inference hangs |
| POST /predict | `{"label": ..., "confidence": ..., "model_version": ...}` | 400, 409, 413, 503 |
| POST /shutdown | 202: the drain begins; from the pod itself alone | 403 |
| GET /metrics | for Prometheus | |
"""

import asyncio
import ipaddress
import json
import time

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .batching import QueueFullError
from .checks import Check, gpu_check, system_check
from .serving import Serving

_NOT_COUNTED = frozenset({"/health", "/ready", "/startup", "/metrics", "/shutdown"})
LARGEST_BODY = 2**20
LONGEST_TEXT = 10_000


class _Endpoints:
    def __init__(self, serving: Serving) -> None:
        self._serving, self._settings = serving, serving.settings

    def routes(self) -> list[Route]:
        metrics_too = self._settings.prometheus_port == self._settings.port
        return [
            Route("/startup", self.startup),
            Route("/ready", self.ready),
            Route("/health", self.health),
            Route("/predict", self.predict, methods=["POST"]),
            Route("/shutdown", self.shutdown, methods=["POST"]),
            *([Route("/metrics", self.metrics)] if metrics_too else []),
        ]

    async def startup(self, _: Request) -> Response:
        return _probe({"model": self._serving.model_check()})

    async def ready(self, _: Request) -> Response:
        begun = self._serving.draining.begun
        draining: Check = {"status": "error" if begun else "ok", "message": "told to end" if begun else "not told to"}
        return _probe({"model": self._serving.model_check(), "draining": draining, "gpu": await self._gpu_check()})

    async def health(self, _: Request) -> Response:
        told = {"model": self._serving.model_check(), "system": system_check(), "gpu": await self._gpu_check()}
        return _probe({"inference": self._serving.inference_check()}, told)

    async def predict(self, request: Request) -> Response:
        began, serving = time.monotonic(), self._serving
        if serving.model is None or serving.batcher is None:
            return _refused(503, "The model is being loaded.", retry=True)
        text = _text_of(await _body_of(request), serving.model.version)
        try:
            found = await serving.batcher.predict(text)
        except QueueFullError:
            return _refused(503, f"{self._settings.max_queue} requests wait already.", retry=True)
        serving.metrics.duration.observe(time.monotonic() - began)
        answer = {"label": found.label, "confidence": found.confidence, "model_version": serving.model.version}
        return JSONResponse(answer)

    async def shutdown(self, request: Request) -> Response:
        if request.client is None or not ipaddress.ip_address(request.client.host).is_loopback:
            return _refused(403, "Only the pod itself may end its server: by a preStop hook, or by SIGTERM.")
        draining = self._serving.draining
        draining.begin("POST /shutdown")
        return JSONResponse({"status": "draining", "in_flight": draining.in_flight}, 202)

    async def metrics(self, _: Request) -> Response:
        return Response(generate_latest(self._serving.metrics.registry), media_type=CONTENT_TYPE_LATEST)

    async def _gpu_check(self) -> Check:
        return await asyncio.to_thread(gpu_check, required=self._settings.gpu_required)


def create_app(serving: Serving) -> Starlette:
    return Starlette(
        routes=_Endpoints(serving).routes(),
        middleware=[Middleware(_Counting, serving=serving)],
        exception_handlers={HTTPException: _in_words, Exception: _failed},
    )


def _probe(deciding: dict[str, Check], told: dict[str, Check] | None = None) -> Response:
    """200 unless one of the deciding checks is an error."""
    healthy = all(check["status"] != "error" for check in deciding.values())
    answer = {"status": "ok" if healthy else "error", "checks": {**deciding, **(told or {})}}
    return JSONResponse(answer, 200 if healthy else 503)


async def _body_of(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise HTTPException(413, f"The body is above {LARGEST_BODY} bytes.")
    return bytes(body)


def _text_of(body: bytes, version: str) -> str:
    try:
        asked = json.loads(body)
    except ValueError:
        asked = None
    text = asked.get("text") if isinstance(asked, dict) else None
    if not isinstance(text, str) or not 0 < len(text) <= LONGEST_TEXT:
        raise HTTPException(400, f'Send JSON such as {{"text": "What a lovely day"}}, up to {LONGEST_TEXT} characters.')
    wanted = asked.get("model_version", version)
    if wanted != version:
        raise HTTPException(409, f"This server has model_version {version}. Leave it out to take what there is.")
    return text


def _refused(status: int, message: str, *, retry: bool = False) -> Response:
    return JSONResponse({"error": message}, status, headers={"Retry-After": "1"} if retry else None)


async def _in_words(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)


async def _failed(_: Request, __: Exception) -> Response:
    # Starlette raises it again, and uvicorn logs it.
    return _refused(500, "The request failed. The server's log says why.")


class _Counting:
    """Counts requests that are not a probe's, and asks clients of a draining server to connect anew next time."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        self._app, self._serving = app, serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _NOT_COUNTED:
            await self._app(scope, receive, send)
            return
        serving, draining = self._serving, self._serving.draining

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                serving.metrics.answered(scope["method"], message["status"])
                if draining.begun:
                    MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        draining.request_began()
        serving.metrics.in_flight.inc()
        try:
            await self._app(scope, receive, sending)
        except ClientDisconnect:
            pass  # nobody is left to be answered
        except Exception:
            serving.metrics.answered(scope["method"], 500)
            raise
        finally:
            serving.metrics.in_flight.dec()
            draining.request_ended()
