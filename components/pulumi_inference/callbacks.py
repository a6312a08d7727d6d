"""The engine's way back into the program, which an error must not end while it is still being set up."""

import asyncio
from typing import TypeVar

import pulumi

Hook = TypeVar("Hook", pulumi.ResourceHook, pulumi.ErrorHook)

_REGISTERING: list["asyncio.Future[None]"] = []


def registering(hook: Hook) -> Hook:
    """Notes that a hook is on its way to the engine."""
    _REGISTERING.append(hook._registered)
    return hook


async def callbacks_stand() -> None:
    """Returns when every hook is registered.

    A program that fails before has its callback server (grpc) stopped while it starts, which ends the process without
    a word of the error (pulumi 3.272).
    """
    loop = asyncio.get_running_loop()
    waiting = [future for future in _REGISTERING if not future.done() and future.get_loop() is loop]
    _REGISTERING[:] = waiting
    await asyncio.gather(*waiting, return_exceptions=True)
