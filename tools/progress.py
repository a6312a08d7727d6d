"""A step that takes long says what it does and how long it has taken."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

LOG_INTERVAL = 15.0  # seconds between two lines where there is no terminal to draw on
TABLE_WIDTH = 140

console = Console(stderr=True, highlight=False, soft_wrap=True)


def tables() -> Console:
    """For tables on standard output: as wide as the terminal, and whole where there is none."""
    terminal = Console(highlight=False)
    return terminal if terminal.is_terminal else Console(highlight=False, width=TABLE_WIDTH)


@contextmanager
def step(description: str) -> Iterator[None]:
    """Show a running clock on a terminal, and a line now and then in a log."""
    started = time.monotonic()
    with _clock(description) if console.is_terminal else _log_lines(description, started):
        yield
    console.print(f"{description}: done in {time.monotonic() - started:.0f} s", markup=False)


@contextmanager
def _clock(description: str) -> Iterator[None]:
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        progress.add_task(description, total=None)
        yield


@contextmanager
def _log_lines(description: str, started: float) -> Iterator[None]:
    finished = threading.Event()

    def report() -> None:
        while not finished.wait(LOG_INTERVAL):
            console.print(f"{description}: {time.monotonic() - started:.0f} s so far", markup=False)

    console.print(f"{description} ...", markup=False)
    reporter = threading.Thread(target=report, daemon=True)
    reporter.start()
    try:
        yield
    finally:
        finished.set()
        reporter.join()
