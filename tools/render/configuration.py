"""The configuration of a stack, read by the engine from its file."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from typing import Any

import yaml

from tools.engine import Engine
from tools.errors import ToolError

PLACEHOLDER = "left-out"
"""In the place of a secret's value."""


@dataclass(frozen=True)
class Configuration:
    """Of one stack of a project."""

    values: Mapping[str, str]
    """As the engine hands them to a program: JSON where a value is no text."""
    secrets: frozenset[str]
    """Keys of those that are secret."""


def read(project: Path, stack: str) -> Configuration:
    """Without the secrets' values, so that neither the stack's state nor a passphrase is needed."""
    file = stack_file(project, stack)
    with tempfile.TemporaryDirectory() as folder:
        copy(project / "Pulumi.yaml", folder)
        engine = Engine(Path(folder) / "home", Path(folder) / "state", Path(os.devnull), Path(folder))
        engine.run("stack", "init", stack)
        # `stack init` has written a file of its own there: the copy's, and not the user's.
        answer = engine.run("config", "--json", "--stack", stack, "--config-file", str(file))
    return _configuration(json.loads(answer))


def read_with_secrets(project: Path, stack: str) -> Configuration:
    """By the engine of the shell that this runs in: its backend, its passphrase."""
    stack_file(project, stack)
    command = ["pulumi", "config", "--json", "--show-secrets", "--stack", stack]
    try:
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise ToolError("There is no pulumi in PATH. `. .local/env.sh` puts it there.") from None
    if done.returncode:
        raise ToolError(
            f"The secrets of {stack} cannot be read: {done.stderr.strip()}\n"
            f"Log in to its backend and set its passphrase, so that `{' '.join(command)}` works in {project}; or "
            "render without secrets."
        )
    return _configuration(json.loads(done.stdout))


def stack_file(project: Path, stack: str) -> Path:
    """Where the configuration of a stack stands."""
    try:
        said = yaml.safe_load((project / "Pulumi.yaml").read_text())
    except OSError as error:
        raise ToolError(f"{project} is no Pulumi project: Pulumi.yaml cannot be read: {error.strerror}.") from None
    folder = project / (said.get("stackConfigDir") or "")
    file = folder / f"Pulumi.{stack}.yaml"
    if not file.is_file():
        there = sorted(path.name.split(".")[1] for path in folder.glob("Pulumi.*.yaml"))
        raise ToolError(f"There is no stack {stack} in {folder}. There are: {', '.join(there) or 'none'}.")
    return file


def _configuration(found: Mapping[str, Any]) -> Configuration:
    return Configuration(
        values={key: said.get("value", PLACEHOLDER) for key, said in found.items()},
        secrets=frozenset(key for key, said in found.items() if said["secret"]),
    )
