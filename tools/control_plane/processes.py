"""Processes that outlive the command that starts them, found again by what they run, never by a pid alone.

A pid file goes stale with a reboot, and its number may then belong to a stranger. The command line does not lie: each
part carries an argument that no other process on the machine has (a path below its own control plane's directory).
"""

import contextlib
import signal
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from tools import toolchain
from tools.toolchain.modules import Module
from tools.waiting import wait_until

TERMINATION_GRACE = 5.0  # seconds from SIGTERM to SIGKILL
LOG_END = 15  # lines of a dead part's log that an error shows


@dataclass(frozen=True)
class Part:
    """One server of a control plane."""

    name: str
    module: Module  # that it is built from
    arguments: tuple[str, ...]  # the first one is this part's mark
    log: Path

    def start(self, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        """Start it in a session of its own, which a Ctrl-C at the terminal does not reach."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [str(toolchain.ensure(self.module) / self.name), *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(environment),
                start_new_session=True,
            )

    def log_end(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.is_file() else []
        return "\n".join(lines[-LOG_END:])


def running(parts: Iterable[Part]) -> dict[str, psutil.Process]:
    """The live processes of these parts, by part name. A zombie has no command line, and so is not live."""
    marks = {(part.name, part.arguments[0]): part.name for part in parts}
    found = {}
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if len(command) > 1 and (name := marks.get((Path(command[0]).name, command[1]))):
            found[name] = process
    return found


def stop(parts: Iterable[Part]) -> None:
    """End these parts and wait until they are gone."""
    parts = list(parts)
    signal_all(running(parts).values(), signal.SIGTERM)
    if not _gone_within(parts, TERMINATION_GRACE):
        signal_all(running(parts).values(), signal.SIGKILL)
        if not _gone_within(parts, TERMINATION_GRACE):
            raise RuntimeError(f"still running after SIGKILL: {', '.join(running(parts))}")


def signal_all(found: Iterable[psutil.Process], number: signal.Signals) -> None:
    """Signal those that are still there. psutil compares the creation time first: a reused pid is left alone."""
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def _gone_within(parts: list[Part], seconds: float) -> bool:
    try:
        wait_until(lambda: not running(parts), "the processes end", seconds, interval=0.05)
    except TimeoutError:
        return False
    return True
