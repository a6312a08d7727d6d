"""The process: a gRPC server that lives as long as its engine."""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import grpc  # type: ignore[import-untyped]
from pulumi.runtime.proto import provider_pb2_grpc

from tools.kubernetes_plugin.provider import KubernetesProvider

# An await holds a thread for as long as it takes, and Cancel must find a free one.
_WORKERS = 256
_UNLIMITED = -1
_LOOK_FOR_ENGINE_EVERY = 1.0


def serve(arguments: list[str]) -> None:
    """Prints the port that the engine is to dial, and serves until a signal comes or the engine is gone."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Also where SIGINT came in as ignored: that is how a shell starts what it runs in the background.
        signal.signal(number, lambda *_: stopped.set())
    parent = os.getppid()
    server, port = start(arguments[0] if arguments else "")
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while not stopped.wait(_LOOK_FOR_ENGINE_EVERY) and os.getppid() == parent:
        pass
    server.stop(grace=None)
    os._exit(0)  # awaits may still hold threads, and nobody is left to hear of them


def start(engine_address: str = "") -> tuple[grpc.Server, int]:
    """A running server on a free local port."""
    server = grpc.server(
        ThreadPoolExecutor(_WORKERS, thread_name_prefix="request"),
        options=[
            ("grpc.max_receive_message_length", _UNLIMITED),
            ("grpc.max_send_message_length", _UNLIMITED),
        ],
    )
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(KubernetesProvider(engine_address), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port
