"""Messages to the engine, which shows them beside the resource they belong to."""

from __future__ import annotations

import contextlib

import grpc  # type: ignore[import-untyped]
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc


class EngineLog:
    """Logs to the engine; to nobody where there is no engine (a test that drives the plugin by itself)."""

    def __init__(self, address: str = "") -> None:
        self._stub = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address)) if address else None

    def status(self, urn: str, message: str) -> None:
        """A passing note in the resource's line of the progress display; an empty one clears it."""
        self._send(engine_pb2.INFO, urn, message, ephemeral=True)

    def warning(self, urn: str, message: str) -> None:
        self._send(engine_pb2.WARNING, urn, message, ephemeral=False)

    def _send(self, severity: engine_pb2.LogSeverity.ValueType, urn: str, message: str, *, ephemeral: bool) -> None:
        if self._stub is None:
            return
        request = engine_pb2.LogRequest(severity=severity, urn=urn, message=message, ephemeral=ephemeral)
        with contextlib.suppress(grpc.RpcError):  # a lost message must not fail the operation it tells of
            self._stub.Log(request, timeout=5)
