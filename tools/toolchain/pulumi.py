"""The Pulumi CLI: the user's where it is new enough, ours otherwise."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.environment import clean_environment
from tools.layout import BIN
from tools.toolchain.build import ensure
from tools.toolchain.modules import PULUMI

MINIMUM = (3, 246, 0)
LANGUAGE_HOST = "pulumi-language-python"


def ensure_pulumi() -> Path:
    """The folder with `pulumi`, and with its Python language host unless that is on PATH."""
    return _installed() or ensure(PULUMI)


def _installed() -> Path | None:
    # Without .local/bin: that one holds links to whatever was chosen before.
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if Path(folder) != BIN]
    path = os.pathsep.join(folders)
    found = shutil.which("pulumi", path=path)
    if found is None or not _is_new_enough(found):
        return None
    folder = Path(found).parent
    beside = folder.resolve() / LANGUAGE_HOST
    return folder if beside.is_file() or shutil.which(LANGUAGE_HOST, path=path) else None


def _is_new_enough(executable: str) -> bool:
    environment = {**clean_environment(), "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        done = subprocess.run(
            [executable, "version"], capture_output=True, text=True, env=environment, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return False
    numbers = re.match(r"v?(\d+)\.(\d+)\.(\d+)", done.stdout.strip())
    return numbers is not None and tuple(int(number) for number in numbers.groups()) >= MINIMUM
