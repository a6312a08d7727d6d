"""The process: a gRPC server that lives as long as its engine."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence

import grpc.aio  # type: ignore[import-untyped]
from pulumi.runtime.proto import provider_pb2_grpc

from .provider import InferenceProvider, InferenceServicer

LOOK_FOR_ENGINE_EVERY = 1.0  # seconds
UNLIMITED = -1
OPTIONS = (
    ("grpc.max_receive_message_length", UNLIMITED),
    ("grpc.max_send_message_length", UNLIMITED),
    # A request waits here while another one computes: half an hour, as in the SDK's own servers.
    ("grpc.server_max_unrequested_time_in_server", 30 * 60),
)


def serve(arguments: Sequence[str]) -> None:
    """Prints the port that the engine is to dial, and serves until a signal comes or the engine is gone.

    Args:
        arguments: Of the engine: flags of its own, and last its address.
    """
    # Of an Output that failed, the answer to the engine tells; asyncio would tell it again, with a traceback.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    asyncio.run(_serve(arguments[-1] if arguments else ""))


async def _serve(engine_address: str) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        # At once: an engine that is done waits five seconds for a plugin which takes its leave in good order.
        signal.signal(number, lambda *_: os._exit(0))
    parent = os.getppid()
    server = grpc.aio.server(options=OPTIONS)
    servicer = InferenceServicer(InferenceProvider(), [], engine_address)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while os.getppid() == parent:
        await asyncio.sleep(LOOK_FOR_ENGINE_EVERY)
