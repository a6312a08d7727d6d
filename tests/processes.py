"""Processes that do not outlive the test that started them."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def ending(process: "subprocess.Popen[str]") -> Iterator["subprocess.Popen[str]"]:
    """Whatever becomes of the test: also when it fails, runs into a timeout, or is interrupted."""
    with process:
        try:
            yield process
        finally:
            process.kill()
