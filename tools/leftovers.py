"""Helpers of an engine that was killed: they would notice in a while, but `make down` leaves nothing running."""

import contextlib
from pathlib import Path

import psutil

HELPERS = ("pulumi-language-python", "pulumi-resource-", "tools.kubernetes_plugin")
GRACE = 5.0  # seconds


def stop_helpers(home: Path) -> None:
    """Stop language hosts, programs and plugins that work for this PULUMI_HOME, and nothing else that knows of it."""
    processes = [process for process in psutil.process_iter() if _is_helper(process, home)]
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):  # they also end by themselves, when their engine is gone
            process.terminate()
    _, stubborn = psutil.wait_procs(processes, timeout=GRACE)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


def _is_helper(process: psutil.Process, home: Path) -> bool:
    try:
        command = " ".join(process.cmdline())
        return any(name in command for name in HELPERS) and process.environ().get("PULUMI_HOME") == str(home)
    except psutil.Error:  # gone, or somebody else's
        return False
