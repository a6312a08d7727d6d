"""`make up` and `make down` in a checkout of their own, as a newcomer meets them."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.layout import ROOT, VENV
from tools.waiting import wait_until

UP_TIMEOUT = 180


class Checkout:
    """A copy of the tracked files, which shares the installed packages."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, files.split("\0")):
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, directory / name)
        (directory / ".local").mkdir()
        (directory / ".local" / "venv").symlink_to(VENV)

    def start(self, command: str, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tools", command],
            cwd=self.directory,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, command: str, **environment: str) -> str:
        process = self.start(command, **environment)
        output, _ = process.communicate(timeout=UP_TIMEOUT)
        assert process.returncode == 0, output
        return output

    def shell(self, command: str) -> "subprocess.CompletedProcess[str]":
        """A command of a user who has sourced env.sh, in a shell that knows nothing else of this project."""
        return subprocess.run(
            ["sh", "-c", f". .local/env.sh && {command}"],
            cwd=self.directory,
            env={"PATH": os.defpath, "HOME": str(self.directory)},
            capture_output=True,
            text=True,
            check=False,
        )

    def processes(self) -> list[psutil.Process]:
        """Everything that works in this checkout."""
        return [process for process in psutil.process_iter() if str(self.directory) in _command(process)]

    def edit(self, old: str, new: str) -> None:
        path = self.directory / "stacks" / "Pulumi.local.yaml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


@pytest.fixture
def checkout(tmp_path: Path, toolchain: None) -> Iterator[Checkout]:  # noqa: ARG001
    checkout = Checkout(tmp_path / "checkout")
    yield checkout
    ControlPlane(checkout.directory / ".local" / "control-plane").delete()


def interrupt(process: "subprocess.Popen[str]") -> str:
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=UP_TIMEOUT)
    assert process.returncode == 130, output
    return output


def test_a_newcomer_brings_everything_up_edits_the_stack_and_takes_it_all_down_again(
    checkout: Checkout, control_plane: ControlPlane
) -> None:
    assert (
        "Nothing is running"
        in subprocess.run(["make", "down"], cwd=checkout.directory, capture_output=True, text=True, check=True).stdout
    )

    elsewhere = {"KUBECONFIG": str(control_plane.kubeconfig), "PULUMI_BACKEND_URL": "file:///nowhere"}
    first = checkout.run("up", **elsewhere)
    assert "25 % (asked: 10 %)" in first
    assert "http://chat-svc.default.svc" in first
    assert Kubectl(control_plane.kubeconfig).get("deployments", "--namespace=default")["items"] == []

    again = checkout.run("up")
    assert "5 unchanged" in again
    assert "building" not in again

    preview = checkout.shell("pulumi preview --stack local --expect-no-changes")
    assert preview.returncode == 0, preview.stdout + preview.stderr
    assert checkout.shell("kubectl get deployments --output name").stdout.split() == [
        "deployment.apps/chat-canary",
        "deployment.apps/chat-primary",
    ]

    checkout.edit("weight: 10", "weight: 50")
    changed = checkout.shell("pulumi up --yes --stack local")
    assert changed.returncode == 0, changed.stdout + changed.stderr
    assert "2 updated" in changed.stdout
    assert "50 %" in checkout.run("up")

    checkout.run("down")
    assert checkout.processes() == []
    assert (
        "Nothing is running"
        in subprocess.run(["make", "down"], cwd=checkout.directory, capture_output=True, text=True, check=True).stdout
    )


def test_up_goes_on_after_an_interruption_and_after_a_reboot(checkout: Checkout) -> None:
    process = checkout.start("up")
    log = checkout.directory / ".local" / "control-plane" / "logs" / "kube-apiserver.log"
    wait_until(log.is_file, "the API server is being started")
    assert "Traceback" not in interrupt(process)
    assert checkout.processes() == []

    checkout.run("up")
    for process_of_ours in checkout.processes():
        process_of_ours.kill()
    wait_until(lambda: not checkout.processes(), "everything is gone, as after a reboot")
    assert "5 unchanged" in checkout.run("up")

    checkout.run("down")
    assert checkout.processes() == []


def test_up_that_was_started_with_interrupts_ignored_still_stops_its_engine_at_once(checkout: Checkout) -> None:
    """A shell without job control starts background commands so, and their children inherit it."""
    ignoring = (
        "import signal, os, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    )
    subprocess.run(
        [sys.executable, "-c", ignoring, sys.executable, "-m", "tools", "up"],
        cwd=checkout.directory,
        capture_output=True,
        check=True,
        timeout=UP_TIMEOUT,
    )
    plane = ControlPlane(checkout.directory / ".local" / "control-plane")
    for part in plane.status():
        assert part.pid is not None
        assert not _ignores_interrupts(part.pid), part.name


def _ignores_interrupts(pid: int) -> bool:
    fields = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return bool(int(fields["SigIgn"], 16) & 1 << signal.SIGINT - 1)
