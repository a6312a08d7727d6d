"""The container of a job as a kubelet starts it: its variables, its files, its command line."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_REFERENCE = re.compile(r"\$\(([-._A-Za-z0-9]+)\)")
_ESCAPED = "$$("


@dataclass
class Ran:
    code: int
    log: str


@dataclass
class Pod:
    """A job's map in camelCase, in a folder that stands for the root of its container."""

    job: Mapping[str, Any]
    root: Path
    programs: Path
    """The folder of the image's own programs."""
    secrets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Those of the cluster, by their names."""

    def run(self, **more: str) -> Ran:
        for file in self.job["files"]:
            path = self._below(file["path"])
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file["text"])
        environment = self.environment() | more
        command = [*self.job.get("command", ()), *self.job["args"]]
        done = subprocess.run(
            [self._placed(_expanded(part, environment)) for part in command],
            env={name: self._placed(value) for name, value in environment.items()}
            | {"PATH": f"{self.programs}:/usr/bin:/bin"},
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout)

    def environment(self) -> dict[str, str]:
        """Those from Secrets first, and then those that name others: one that names none of both is plain."""
        given = dict(self.job["env"])
        found = {name: self._from_secret(value) for name, value in given.items() if not isinstance(value, str)}
        known = {name: value for name, value in found.items() if value is not None}
        plain = {name: value for name, value in given.items() if isinstance(value, str)}
        while waiting := {name: value for name, value in plain.items() if name not in known}:
            ready = {
                name: value
                for name, value in waiting.items()
                if not (set(_REFERENCE.findall(value)) & waiting.keys() - {name})
            }
            known |= {name: _expanded(value, known) for name, value in ready.items()}
        return known

    def _from_secret(self, value: Mapping[str, Any]) -> str | None:
        reference = value["valueFrom"]["secretKeyRef"]
        found = self.secrets[reference["name"]].get(reference["key"])
        assert found is not None or reference.get("optional"), f"{reference} holds the pod up"
        return found

    def _placed(self, text: str) -> str:
        """What is mounted, or a file of the job, stands below the root."""
        mounted = [*(volume["mountPath"] for volume in self.job.get("volumes", ())), "/scripts"]
        return str(self._below(text)) + "/" * text.endswith("/") if text.startswith(tuple(mounted)) else text

    def _below(self, path: str) -> Path:
        return self.root / path.removeprefix("/")


def _expanded(text: str, environment: Mapping[str, str]) -> str:
    """As https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ says."""
    parts = text.split(_ESCAPED)
    return "$(".join(_REFERENCE.sub(lambda found: environment.get(found[1], found[0]), part) for part in parts)
