"""Ctrl-C and the processes that we start."""

import signal
from types import FrameType


def reach_children() -> None:
    """Let children have interrupts at their default, and ignore them ourselves if we were started so.

    A shell without job control starts background commands with SIGINT ignored, which every child inherits. A handler
    is not inherited. (Popen's preexec_fn would do as well, but forks: an interrupt that falls into a hook of the fork
    is swallowed by Python.)
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, _nothing)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    pass
