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


def install(engine: Engine) -> str:
    """Install it into the engine's home; the version that it is known by."""
    wanted = version("pulumi-inference")
    executable = write_executable(engine.home)
    engine.run("plugin", "install", "resource", NAME, wanted, "--file", str(executable), "--reinstall")
    return wanted


def write_executable(folder: Path) -> Path:
    """A copy that knows this interpreter: the engine copies it once more, away from the checkout."""
    folder.mkdir(parents=True, exist_ok=True)
    text = re.sub(
        r"^installed_from=$", lambda _: f"installed_from={shlex.quote(sys.executable)}", SOURCE.read_text(), flags=re.M
    )
    executable = folder / SOURCE.name
    executable.write_text(text)
    executable.chmod(0o755)
    return executable
