"""The component plugin of this checkout, as the engine can install it."""

import re
import shlex
import sys
from importlib.metadata import version
from pathlib import Path

from tools.engine import Engine
from tools.layout import ROOT

NAME = "inference"
SOURCE = ROOT / "plugin" / f"pulumi-resource-{NAME}"


def install(engine: Engine) -> Path:
    """Install it into the engine's home, in the place of an earlier one; the executable that was installed."""
    executable = write_executable(engine.home)
    engine.run(*_command(executable))
    return executable


def how_to_install(executable: Path) -> str:
    """For a shell with another engine's settings."""
    return (
        f"The plugin {NAME} {version('pulumi-inference')} is installed for the stacks of this checkout "
        f"(`. .local/env.sh`). For every other one, in a shell with its settings:\n"
        f"  pulumi {shlex.join(_command(executable))}"
    )


def write_executable(folder: Path) -> Path:
    """A copy that knows this interpreter: the engine copies it once more, away from the checkout."""
    folder.mkdir(parents=True, exist_ok=True)
    line = f"installed_from={shlex.quote(sys.executable)}"
    executable = folder / SOURCE.name
    executable.write_text(re.sub(r"^installed_from=$", lambda _: line, SOURCE.read_text(), flags=re.MULTILINE))
    executable.chmod(0o755)
    return executable


def _command(executable: Path) -> tuple[str, ...]:
    wanted = version("pulumi-inference")
    return ("plugin", "install", "resource", NAME, wanted, "--file", str(executable), "--reinstall")
