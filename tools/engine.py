"""The Pulumi CLI against one home, one backend and one cluster, whatever the user's shell has."""

import json
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from tools import toolchain
from tools.environment import clean_environment, with_path
from tools.errors import ToolError
from tools.layout import PASSPHRASE, ROOT


class EngineError(ToolError):
    """The engine's own words, from both of its streams."""


class Engine:
    """Runs `pulumi` in a project folder. Interrupted, it lets the engine write its state and release its lock."""

    def __init__(
        self, home: Path, backend: Path, kubeconfig: Path, project: Path = ROOT, passphrase: str = PASSPHRASE
    ) -> None:
        self.home = home.resolve()
        self.backend = backend.resolve()
        self.kubeconfig = kubeconfig.resolve()
        self.project = project.resolve()
        self.passphrase = passphrase

    def variables(self) -> dict[str, str]:
        """What makes any `pulumi` and `kubectl` work on this backend and this cluster."""
        return {
            "KUBECONFIG": str(self.kubeconfig),
            "PULUMI_HOME": str(self.home),
            "PULUMI_BACKEND_URL": f"file://{self.backend}",
            "PULUMI_CONFIG_PASSPHRASE": self.passphrase,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def environment(self) -> dict[str, str]:
        """The whole environment of a command of this engine."""
        return with_path({**clean_environment(), **self.variables()}, [self._executables])

    @cached_property
    def _executables(self) -> Path:
        return toolchain.ensure_pulumi()

    def run(self, *arguments: str) -> str:
        """What it prints on standard output."""
        process = self.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        output, errors = _communicate(process)
        if process.returncode:
            raise EngineError(f"`pulumi {' '.join(arguments)}` failed:\n{errors}{output}".rstrip())
        return output

    def show(self, *arguments: str) -> None:
        """Its output goes to the terminal as it comes."""
        process = self.start(*arguments)
        _communicate(process)
        if process.returncode:
            raise EngineError(f"`pulumi {' '.join(arguments)}` failed; its output above says why.")

    def start(
        self, *arguments: str, stdout: int | IO[str] | None = None, stderr: int | IO[str] | None = None
    ) -> "subprocess.Popen[str]":
        """Started, not waited for. In a session of its own: we decide which interrupts reach it, and how many."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.backend.mkdir(mode=0o700, parents=True, exist_ok=True)
        return subprocess.Popen(
            ["pulumi", "--non-interactive", *arguments],
            cwd=self.project,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            text=True,
            start_new_session=True,
        )

    def export(self, stack: str) -> Mapping[str, Any]:
        """The stack's state; its `deployment` is null for a stack that was never updated."""
        return dict(json.loads(self.run("stack", "export", "--stack", stack)))

    def import_state(self, stack: str, state: Mapping[str, Any]) -> None:
        """Replace the stack's state by one that was exported and put right."""
        with tempfile.NamedTemporaryFile("w", dir=self.backend, suffix=".json") as file:
            json.dump(state, file)
            file.flush()
            self.run("stack", "import", "--stack", stack, "--file", file.name)

    def outputs(self, stack: str) -> Mapping[str, Any]:
        return dict(json.loads(self.run("stack", "output", "--json", "--stack", stack)))


def _communicate(process: "subprocess.Popen[str]") -> tuple[str, str]:
    """Wait for it. The first Ctrl-C asks it to stop in good order, the next one at once; either way we wait."""
    interrupted = False
    while True:
        try:
            output, errors = process.communicate()
        except KeyboardInterrupt:
            interrupted = True
            process.send_signal(signal.SIGINT)
        else:
            if interrupted:
                raise KeyboardInterrupt
            return output or "", errors or ""
