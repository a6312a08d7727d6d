"""A real Kubernetes control plane with simulated nodes, in a directory of its own."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from tools.control_plane import furnish, processes
from tools.control_plane.credentials import ADMIN, USERS
from tools.control_plane.kubectl import Kubectl, KubectlError
from tools.control_plane.parts import Layout, all_parts
from tools.control_plane.ports import LOCALHOST, Ports
from tools.control_plane.processes import Part
from tools.errors import ToolError
from tools.progress import console
from tools.waiting import wait_until

CONTEXT = "pulumi-inference-local"
READY_TIMEOUT = 90.0  # seconds; it takes three, and longer on a machine that builds something at the same time
PORT_ATTEMPTS = 5


@dataclass(frozen=True)
class PartStatus:
    name: str
    pid: int | None
    memory: int  # bytes, resident
    log: Path


class PartDiedError(ToolError):
    """A server ended by itself."""

    def __init__(self, part: Part) -> None:
        super().__init__(f"{part.name} is not running. The end of {part.log}:\n{part.log_end()}")
        self.part = part

    @property
    def port_was_taken(self) -> bool:
        return "address already in use" in self.part.log_end()


class ControlPlane:
    """etcd, API server, controller manager, scheduler and KWOK on free ports of 127.0.0.1."""

    def __init__(self, directory: Path, context: str = CONTEXT, kubeconfig: Path | None = None) -> None:
        self.directory = directory.resolve()
        self.context = context
        self.kubeconfig = (kubeconfig or directory / "kubeconfig").resolve()
        self._layout = Layout(self.directory)
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Ready when it returns. What an interrupted start or a reboot left is taken over."""
        with self._locked():
            if self.is_running():
                # Another tool may have written to the kubeconfig and switched its context to another cluster.
                self._write_kubeconfigs(Ports.kept(self._layout.ports))
                if self._answers():
                    return
            self._stop_parts()
            try:
                self._launch()
            except BaseException:  # Ctrl-C too: nothing half started stays behind
                self._stop_parts()
                raise

    def stop(self) -> None:
        """Nothing of it is running or listening when it returns; the data stay."""
        with self._locked() if self.directory.is_dir() else nullcontext():
            self._stop_parts()

    def delete(self) -> None:
        """Stop, and remove the data."""
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)
        self.kubeconfig.unlink(missing_ok=True)

    def status(self) -> list[PartStatus]:
        parts = self._parts()
        live = processes.running(parts)
        return [
            PartStatus(
                part.name,
                live[part.name].pid if part.name in live else None,
                live[part.name].memory_info().rss if part.name in live else 0,
                part.log,
            )
            for part in parts
        ]

    def is_running(self) -> bool:
        return all(part.pid for part in self.status())

    def check(self) -> None:
        """Raise for the first part that is not running, with the end of its log."""
        parts = self._parts()
        live = processes.running(parts)
        for part in parts:
            if part.name not in live:
                raise PartDiedError(part)

    def uid(self) -> str:
        """The same as long as the cluster's data are the same."""
        return str(Kubectl(self.kubeconfig).get("namespace", "kube-system")["metadata"]["uid"])

    def _parts(self) -> list[Part]:
        return all_parts(self._layout, Ports.kept(self._layout.ports))

    def _launch(self) -> None:
        self._layout.credentials.ensure()
        self._layout.log("any").parent.mkdir(exist_ok=True)
        ports = Ports.choose(self._layout.ports)
        reused = self._layout.data.exists()
        for _ in range(PORT_ATTEMPTS):
            try:
                return self._launch_on(ports)
            except PartDiedError as error:
                self._stop_parts()
                if error.port_was_taken:
                    ports = Ports.new(self._layout.ports)
                elif error.part.name == "etcd" and reused:
                    console.print("etcd cannot read its data (a power cut?): starting with an empty cluster")
                    shutil.rmtree(self._layout.data)
                    reused = False
                else:
                    raise
        raise ToolError(f"Other processes took the ports of this control plane {PORT_ATTEMPTS} times. Try again.")

    def _write_kubeconfigs(self, ports: Ports) -> None:
        server = f"https://{LOCALHOST}:{ports.apiserver}"
        for user in USERS:
            path = self.kubeconfig if user == ADMIN else self._layout.kubeconfig(user)
            self._layout.credentials.write_kubeconfig(path, user, server, self.context)

    def _launch_on(self, ports: Ports) -> None:
        self._write_kubeconfigs(ports)
        parts = all_parts(self._layout, ports)
        for part in parts:
            part.log.unlink(missing_ok=True)
        storage, controllers, kwok = parts[:2], parts[2:4], parts[4:]
        self._start_parts(storage)
        self._wait_until_ready(storage)
        self._start_parts(controllers)
        try:
            furnish.before_kwok(self.kubeconfig)
            self._start_parts(kwok)
            furnish.wait_until_usable(self.kubeconfig)
        except (KubectlError, TimeoutError):
            self._raise_for_the_dead(parts)  # the better reason, if that is it
            raise
        self.check()

    def _start_parts(self, parts: list[Part]) -> None:
        environment = {"PATH": os.defpath, "HOME": str(self.directory)}  # KWOK reads a file below HOME
        for part in parts:
            self._children.append(part.start(environment))

    def _wait_until_ready(self, parts: list[Part]) -> None:
        def answers() -> bool:
            self._raise_for_the_dead(parts)
            return self._answers()

        wait_until(answers, f"the API server of {self.directory} is ready", READY_TIMEOUT)

    def _raise_for_the_dead(self, parts: list[Part]) -> None:
        for part, child in zip(parts, self._children[-len(parts) :], strict=True):
            if child.poll() is not None:
                raise PartDiedError(part)

    def _answers(self) -> bool:
        try:
            Kubectl(self.kubeconfig)("get", "--raw=/readyz", "--request-timeout=3s")
        except KubectlError:
            return False
        return True

    def _stop_parts(self) -> None:
        etcd, apiserver, *clients = self._parts()
        for parts in (clients, [apiserver], [etcd]):  # each before what it talks to
            processes.stop(parts)
        for child in self._children:
            child.kill()  # ended already, unless it had not come as far as its own command line
            child.wait()
        self._children.clear()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One start or stop at a time."""
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
