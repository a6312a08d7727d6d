"""Helpers of an engine that was killed: they would notice in a while, but `make down` leaves nothing running."""

import signal
from pathlib import Path

import psutil

from tools.control_plane.processes import signal_all

HELPERS = ("pulumi-language-python", "pulumi-resource-", "tools.kubernetes_plugin")
GRACE = 5.0  # seconds


def stop_helpers(home: Path) -> None:
    """Stop language hosts, programs and plugins that work for this PULUMI_HOME, and nothing else that knows of it."""
    processes = [process for process in psutil.process_iter() if _is_helper(process, home)]
    signal_all(processes, signal.SIGTERM)
    _, stubborn = psutil.wait_procs(processes, timeout=GRACE)
    signal_all(stubborn, signal.SIGKILL)


def _is_helper(process: psutil.Process, home: Path) -> bool:
    try:
        command = " ".join(process.cmdline())
        return any(name in command for name in HELPERS) and process.environ().get("PULUMI_HOME") == str(home)
    except psutil.Error:  # gone, or somebody else's
        return False
