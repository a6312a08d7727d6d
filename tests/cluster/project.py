"""A stack of its own on a real control plane, driven by the same commands that a user types."""

import json
import shlex
import subprocess
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.processes import ending
from tools.engine import Engine

ROOT = Path(__file__).parents[2]
STACK = "test"
HURRY = """\
import pulumi

def hurry(resource):
    if resource.type_.startswith("kubernetes:apps/v1:"):
        resource.opts.custom_timeouts = pulumi.CustomTimeouts(create="{seconds}s", update="{seconds}s")
        return pulumi.ResourceTransformResult(resource.props, resource.opts)

pulumi.runtime.register_resource_transform(hurry)
"""


_NOTHING = {"same", "read", "discard"}
"""The engine's operations that leave the cluster as it is, which it does not count as changes either."""


@dataclass(frozen=True)
class Run:
    """One command of the CLI, as the user saw it and as the engine reported it."""

    exit_code: int
    output: str
    events: list[dict[str, Any]]

    @property
    def operations(self) -> dict[str, str]:
        """What happened to each Kubernetes object, by logical name; what is read, or read no more, is left out."""
        found = {}
        for event in self.events:
            metadata = event.get("resourcePreEvent", {}).get("metadata")
            if metadata and metadata["op"] not in _NOTHING and metadata["type"].startswith("kubernetes:"):
                found[metadata["urn"].rsplit("::", 1)[-1]] = metadata["op"]
        return found

    def started(self, resource: str) -> int:
        """When the engine began with a resource (`HPA::chat-hpa`, the end of a URN), counted in its events."""
        return self._at("resourcePreEvent", resource)

    def finished(self, resource: str) -> int:
        """When the engine was done with a resource."""
        return self._at("resOutputsEvent", resource)

    def _at(self, event: str, resource: str) -> int:
        found = [
            at
            for at, one in enumerate(self.events)
            if one.get(event, {}).get("metadata", {}).get("urn", "").endswith(resource)
        ]
        assert found, f"no {event} of {resource}"
        return found[0]


class _TellingEngine(Engine):
    """Knows `--event-log`, which the CLI has for tools alone."""

    settings: Mapping[str, str] = {}

    def variables(self) -> dict[str, str]:
        return super().variables() | {"PULUMI_DEBUG_COMMANDS": "true"} | dict(self.settings)


class Project:
    """The root program with a configuration that the test gives it."""

    def __init__(self, directory: Path, home: Path, kubeconfig: Path, namespace: str) -> None:
        self.directory = directory
        self.engine = _TellingEngine(home, directory / "backend", kubeconfig, project=directory)
        self.namespace = namespace
        self._events = directory / "events.json"
        directory.mkdir(parents=True, exist_ok=True)
        description = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())
        description["runtime"]["options"]["virtualenv"] = str(ROOT / ".local" / "venv")
        (directory / "Pulumi.yaml").write_text(yaml.safe_dump(description))
        (directory / "__main__.py").write_text(f"import runpy\nrunpy.run_path({str(ROOT / '__main__.py')!r})\n")
        (directory / "stacks").mkdir(exist_ok=True)
        self._run("stack", "init", STACK)

    def configure(
        self,
        services: Mapping[str, Any] | None = None,
        secrets: Mapping[str, str] | None = None,
        jobs: Mapping[str, Any] | None = None,
    ) -> None:
        path = self.directory / "stacks" / f"Pulumi.{STACK}.yaml"
        content = yaml.safe_load(path.read_text())  # `stack init` left the salt there
        declared = {"inference:services": services, "inference:jobs": jobs}
        content["config"] = {"kubernetes:namespace": self.namespace} | {
            key: dict(value) for key, value in declared.items() if value is not None
        }
        path.write_text(yaml.safe_dump(content))
        for key, value in (secrets or {}).items():
            self._run("config", "set", "--secret", key, value, "--stack", STACK)

    def program(self, text: str) -> None:
        """Another program than the root one."""
        (self.directory / "__main__.py").write_text(text)

    def limit_rollouts(self, seconds: int) -> None:
        """Pulumi waits no longer for a workload, by a transform of the program: a test has not 15 minutes."""
        program = self.directory / "__main__.py"
        self._unlimited = program.read_text()
        program.write_text(HURRY.format(seconds=seconds) + self._unlimited)

    def lift_limits(self) -> None:
        """As before `limit_rollouts`: what is to succeed has all the time that it needs."""
        self.program(self._unlimited)

    def preview(self, *flags: str) -> Run:
        return self._run("preview", "--stack", STACK, *flags, events=True)

    def up(self, *flags: str) -> Run:
        return self._run("up", "--yes", "--stack", STACK, *flags, events=True)

    def adopt(self) -> Run:
        """An `up` that takes over what exists already, by the provider's own setting."""
        self.engine.settings = {"PULUMI_K8S_UPSERT_EXISTING_OBJECTS": "true"}
        done = self.up()
        self.engine.settings = {}
        return done

    def follow(self, command: str) -> Run:
        """A command as a message of ours has it, typed by somebody who answers yes."""
        words = shlex.split(command)
        start = words.index("pulumi")
        self.engine.settings = dict(word.split("=", 1) for word in words[:start])
        done = self._run(*words[start + 1 :], "--yes", "--stack", STACK)
        self.engine.settings = {}
        return done

    def cancel(self) -> Run:
        return self._run("cancel", "--yes", STACK)

    def refresh(self, *flags: str) -> Run:
        return self._run("refresh", "--yes", "--stack", STACK, *flags, events=True)

    def destroy(self, *flags: str) -> Run:
        return self._run("destroy", "--yes", "--stack", STACK, *flags, events=True)

    def start_up(self) -> "AbstractContextManager[subprocess.Popen[str]]":
        """An `up` in the background, to be interrupted."""
        return self._start("up", "--yes", "--skip-preview", "--stack", STACK)

    def outputs(self) -> dict[str, Any]:
        return dict(self.engine.outputs(STACK)["services"])

    def _run(self, *arguments: str, events: bool = False) -> Run:
        self._events.unlink(missing_ok=True)
        log = ("--event-log", str(self._events)) if events else ()
        with self._start(*arguments, *log) as process:
            output, _ = process.communicate()
        lines = self._events.read_text().splitlines() if self._events.exists() else []
        return Run(process.returncode, output, [json.loads(line) for line in lines])

    def _start(self, *arguments: str) -> "AbstractContextManager[subprocess.Popen[str]]":
        return ending(self.engine.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
