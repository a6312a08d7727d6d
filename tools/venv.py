"""Make .local/venv as the requirements have it. Runs before any package is installed, under any Python 3.

An installation that was interrupted starts afresh; a venv whose Python or whose checkout has moved is made again.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".local" / "venv"
PYTHON = VENV / "bin" / "python"
READY = VENV / ".ready"  # what was installed, written when all of it is
LOCK = VENV.parent / "venv.lock"
PLUGIN_METADATA = ROOT / "components" / "pulumi_inference" / "pulumi-plugin.json"
INPUTS = ("requirements.txt", "tools/constraints.txt", "pyproject.toml", "examples/model_server/requirements.txt")
MINIMUM = (3, 11)
LOG_INTERVAL = 15.0
IDENTITY = "import sys; print(sys.base_prefix, sys.version_info[:2])"


def main() -> None:
    if sys.version_info < MINIMUM:
        found = "%d.%d" % sys.version_info[:2]  # noqa: UP031
        sys.exit(f"{sys.executable} is Python {found}; 3.11 or newer is needed. Name one: make PYTHON=python3.12 ...")
    VENV.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:  # two commands at once on a fresh clone
        fcntl.flock(lock, fcntl.LOCK_EX)
        _ensure()


def _ensure() -> None:
    wanted = _wanted()
    installed = READY.read_text() if READY.is_file() else ""
    sound = bool(installed) and installed.splitlines()[0] == str(ROOT) and _is_same_python()
    if sound and installed == wanted:
        return
    _require_venv_module()
    READY.unlink(missing_ok=True)
    with _Clock("installing Python packages into .local/venv"):
        if not sound:
            shutil.rmtree(VENV, ignore_errors=True)
            _run(sys.executable, "-m", "venv", str(VENV))
        requirements = str(ROOT / "requirements.txt")
        _run(
            str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements
        )
    _show_plugin_metadata()
    READY.write_text(wanted)


def _show_plugin_metadata() -> None:
    """Put pulumi-plugin.json where the language host looks for it: an editable installation has no package there.

    Without it every command of Pulumi's searches the web for a plugin of this package's name.
    """
    (site_packages,) = (VENV / "lib").glob("python*/site-packages")
    (site_packages / PLUGIN_METADATA.parent.name).mkdir(exist_ok=True)
    shutil.copy(PLUGIN_METADATA, site_packages / PLUGIN_METADATA.parent.name)


def _wanted() -> str:
    checksums = [f"{name} {zlib.crc32((ROOT / name).read_bytes())}" for name in INPUTS]
    return "\n".join([str(ROOT), *checksums])


def _is_same_python() -> bool:
    """The venv's Python still works, and is the one asked for where one was asked for by name."""
    try:
        theirs = subprocess.run([str(PYTHON), "-c", IDENTITY], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return "PYTHON" not in os.environ or theirs.split() == f"{sys.base_prefix} {sys.version_info[:2]}".split()


def _require_venv_module() -> None:
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        sys.exit(f"{sys.executable} cannot make a virtualenv. On Debian: apt install python{version}-venv")


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"`{' '.join(command)}` failed; its output above says why.")


class _Clock:
    """A line at the start, one now and then, and one at the end: rich is not installed yet."""

    def __init__(self, what: str) -> None:
        self.what, self.started, self.finished = what, time.monotonic(), threading.Event()

    def __enter__(self) -> None:
        self._say("...")
        threading.Thread(target=self._tick, daemon=True).start()

    def __exit__(self, kind: object, *_: object) -> None:
        self.finished.set()
        if kind is None:
            self._say(f"done in {time.monotonic() - self.started:.0f} s")

    def _tick(self) -> None:
        while not self.finished.wait(LOG_INTERVAL):
            self._say(f"{time.monotonic() - self.started:.0f} s so far")

    def _say(self, text: str) -> None:
        sys.stderr.write(f"{self.what}: {text}\n")
        sys.stderr.flush()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
