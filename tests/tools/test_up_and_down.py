"""`make up` and `make down` in a checkout of their own, as a newcomer meets them."""

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import psutil
import pytest

from tests.processes import ending
from tools.cli import INTERRUPTED
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.control_plane.simulation import Simulation
from tools.layout import ROOT, VENV
from tools.waiting import wait_until

UP_TIMEOUT = 180
STACK_OBJECTS = {"Deployment/chat-primary", "Deployment/chat-canary", "Service/chat-svc"}


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

        self.control_plane = ControlPlane(directory / ".local" / "control-plane")
        self.kubectl = Kubectl(directory / ".local" / "kubeconfig")

    def start(
        self, *command: str, environment: Mapping[str, str] = {}, before: Callable[[], object] | None = None
    ) -> "AbstractContextManager[subprocess.Popen[str]]":
        return ending(
            subprocess.Popen(
                [sys.executable, "-m", "tools", *command],
                cwd=self.directory,
                env={**os.environ, **environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                preexec_fn=before,
            )
        )

    def run(self, *command: str, **environment: str) -> str:
        with self.start(*command, environment=environment) as process:
            return finish(process, exit_code=0)

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
        """Everything that works in this checkout, or for it."""
        return [process for process in psutil.process_iter() if self._is_ours(process)]

    def updates(self) -> list[psutil.Process]:
        """The engine while it runs an `up`."""
        words = ["pulumi", "--non-interactive", "up"]
        return [process for process in self.processes() if _command(process)[: len(words)] == words]

    def kill(self) -> None:
        """What a reboot does. Again and again, since whoever is not yet dead can start another."""

        def nothing_lives() -> bool:
            for process in self.processes():
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            return not self.processes()

        wait_until(nothing_lives, "everything is gone, as after a reboot")

    def deployed(self) -> dict[str, str]:
        """The uid of each Deployment and Service that a stack can have made, by kind and name."""
        found = self.kubectl.get("deployments,services", "--namespace=default")["items"]
        uids = {f"{each['kind']}/{each['metadata']['name']}": str(each["metadata"]["uid"]) for each in found}
        return {name: uid for name, uid in uids.items() if name != "Service/kubernetes"}

    def edit(self, old: str, new: str) -> None:
        path = self.directory / "stacks" / "Pulumi.local.yaml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            return str(self.directory) in " ".join(process.cmdline()) or Path(process.cwd()) == self.directory
        except psutil.Error:  # gone, or somebody else's
            return False


def _command(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


@pytest.fixture
def checkout(tmp_path: Path, toolchain: None) -> Iterator[Checkout]:  # noqa: ARG001
    checkout = Checkout(tmp_path / "checkout")
    yield checkout
    checkout.kill()  # an engine that a failed test left would go on
    checkout.control_plane.delete()


def finish(process: "subprocess.Popen[str]", exit_code: int) -> str:
    output, _ = process.communicate(timeout=UP_TIMEOUT)
    assert process.returncode == exit_code, output
    return str(output)


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
    assert "http://chat-svc.default.svc:80" in first
    assert Kubectl(control_plane.kubeconfig).get("deployments", "--namespace=default")["items"] == []

    again = checkout.run("up")
    assert "7 unchanged" in again
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
    assert "3 updated" in changed.stdout
    assert "50 %" in checkout.run("up")

    checkout.run("down")
    assert checkout.processes() == []
    assert (
        "Nothing is running"
        in subprocess.run(["make", "down"], cwd=checkout.directory, capture_output=True, text=True, check=True).stdout
    )


def test_up_goes_on_after_an_interruption_and_after_a_reboot(checkout: Checkout) -> None:
    log = checkout.control_plane.directory / "logs" / "kube-apiserver.log"
    with checkout.start("up") as process:
        wait_until(log.is_file, "the API server is being started")
        process.send_signal(signal.SIGINT)
        assert "Traceback" not in finish(process, exit_code=INTERRUPTED)
    assert checkout.processes() == []

    checkout.run("up")
    checkout.kill()
    assert "7 unchanged" in checkout.run("up")

    checkout.run("down")
    assert checkout.processes() == []


def test_up_recovers_from_an_engine_that_was_killed_and_from_a_cluster_that_lost_its_data(checkout: Checkout) -> None:
    checkout.run("cluster", "start")
    pods = Simulation(checkout.kubectl.kubeconfig, {"app": "chat"})
    pods.never_ready()  # so that the engine is in the middle until it is killed
    with checkout.start("up") as process:
        wait_until(lambda: "Deployment/chat-primary" in checkout.deployed(), "the Deployment is made", UP_TIMEOUT)
        (engine,) = checkout.updates()
        engine.kill()
        assert "Traceback" not in finish(process, exit_code=1)
    pods.normal()
    made = checkout.deployed()

    checkout.run("up")
    recovered = checkout.deployed()
    assert recovered.keys() == STACK_OBJECTS
    assert made.items() <= recovered.items(), "what had been made was taken over"
    assert "7 unchanged" in checkout.run("up")

    checkout.control_plane.stop()
    shutil.rmtree(checkout.control_plane.directory / "etcd")
    checkout.run("up")
    again = checkout.deployed()
    assert again.keys() == STACK_OBJECTS
    assert not set(again.values()) & set(recovered.values())
    assert "7 unchanged" in checkout.run("up")


def test_neither_engine_nor_servers_ignore_interrupts_though_up_was_started_so(checkout: Checkout) -> None:
    """A shell without job control starts background commands so, and their children inherit it."""
    ignore = functools.partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    with checkout.start("up", before=ignore) as process:
        wait_until(lambda: bool(checkout.updates()), "the engine runs", UP_TIMEOUT)
        process.send_signal(signal.SIGINT)
        (engine,) = checkout.updates()
        assert not _ignores_interrupts(engine.pid)
        finish(process, exit_code=0)
    for part in checkout.control_plane.status():
        assert part.pid is not None
        assert not _ignores_interrupts(part.pid), part.name


def _ignores_interrupts(pid: int) -> bool:
    fields = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return bool(int(fields["SigIgn"], 16) & 1 << signal.SIGINT - 1)
