"""Build a module into the cache, once for all checkouts of this user."""

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.errors import ToolError
from tools.progress import step
from tools.toolchain.modules import Files, Module

GO = "Go 1.26 or newer (https://go.dev/doc/install)"


def cache_root() -> Path:
    """Outside the checkout: a second clone builds nothing."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG specification has relative paths ignored.
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".cache") / "pulumi-inference"


def ensure(module: Module) -> Path:
    """The cache folder with the module's executables and files, built if it is not there."""
    target = cache_root() / module.content_hash()
    if not target.is_dir():
        for other in module.beside:  # first, with a clock of its own
            ensure(other)
        with _lock(module):
            if not target.is_dir():  # nobody else built it while we waited for the lock
                with step(_description(module)):
                    _build(module, target)
    return target


def _description(module: Module) -> str:
    names = ", ".join(module.executables)
    return f"building {names} (once, then cached)" if names else f"fetching {module.name} (once, then cached)"


@contextmanager
def _lock(module: Module) -> Iterator[None]:
    cache_root().mkdir(parents=True, exist_ok=True)
    with (cache_root() / f"{module.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with step(f"waiting for another build of {module.name}"):
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(module: Module, target: Path) -> None:
    _require_go(module)
    prefix = f"building-{module.name}@"  # no other module's name goes on like that
    for leftover in target.parent.glob(f"{prefix}*"):  # of a build that was killed; the lock is ours
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=target.parent) as name:
        scratch = Path(name) / "done"
        scratch.mkdir()
        for executable, package in module.executables.items():
            _go(
                module,
                *("build", "-tags", module.tags, "-ldflags", module.ldflags, "-o", str(scratch / executable), package),
            )
        if module.files:
            # All at once: go fetches them side by side.
            _go(module, "mod", "download", *sorted({files.module for files in module.files}))
        for files in module.files:
            _copy(module, files, scratch / files.folder)
        for other in module.beside:
            shutil.copytree(ensure(other), scratch, dirs_exist_ok=True)
        scratch.rename(target)  # whole or not at all


def _copy(module: Module, files: Files, destination: Path) -> None:
    source = Path(json.loads(_go(module, "mod", "download", "-json", files.module))["Dir"])
    found = [
        path
        for path in sorted(source.glob(files.pattern))
        if files.containing in path.read_text().splitlines() or not files.containing
    ]
    if not found:
        raise ToolError(f"{files.module}, as {module.folder / 'go.mod'} requires it, has no files {files.pattern}")
    destination.mkdir(parents=True, exist_ok=True)
    for path in found:
        copy = Path(shutil.copyfile(path, destination / path.name))
        copy.chmod(0o755 if files.executable else 0o644)


def _require_go(module: Module) -> None:
    if shutil.which("go") is None:
        raise ToolError(f"There is no `go` on PATH, and {module.name} has to be built. Install {GO}.")
    try:
        # Inside the module's folder, where go.mod's version counts: a go that can fetch a newer one does so here.
        _go(module, "list", "-m")
    except ToolError as error:
        version = subprocess.run(["go", "version"], capture_output=True, text=True, check=False).stdout.strip()
        raise ToolError(f"{version or 'This go'} is too old to build {module.name}. Install {GO}.\n{error}") from error


def _go(module: Module, *arguments: str) -> str:
    # The user's environment as it is: GOFLAGS, GOPROXY and GOTOOLCHAIN are how a site says where modules come from.
    command = ["go", *arguments]
    environment = {**os.environ, "GOWORK": "off"}  # a go.work above this checkout is not about these modules
    done = subprocess.run(command, cwd=module.folder, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise ToolError(f"`{' '.join(command)}` in {module.folder} failed:\n{done.stderr.strip()[-4000:]}")
    return done.stdout
