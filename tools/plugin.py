"""Which kubernetes resource plugin the engine gets: a given one, the official one, or the development one."""

import json
import os
import shlex
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from importlib.metadata import version
from pathlib import Path

from tools.engine import Engine
from tools.errors import ToolError
from tools.layout import ROOT
from tools.progress import console, step

VARIABLE = "KUBERNETES_PLUGIN"
PROBE = "https://get.pulumi.com"
PROBE_TIMEOUT = 2.0  # seconds
DOWNLOAD_TIMEOUT = 120.0
OFFICIAL = "official"


def ensure_kubernetes_plugin(engine: Engine) -> None:
    """Install it into the engine's home, once; the choice is remembered there, beside the plugin."""
    wanted = version("pulumi-kubernetes")
    remembered = engine.home / "kubernetes-plugin.json"
    installed = engine.home / "plugins" / f"resource-kubernetes-v{wanted}"
    given = _given()
    chosen = _recall(remembered)
    if installed.is_dir() and _holds(chosen, wanted, given):
        if chosen["source"] == development_script():
            console.print("kubernetes plugin: the development one (tools/kubernetes_plugin)")
        return
    source = given or _install_official(engine, wanted) or development_script()
    if source == development_script():
        console.print(
            f"kubernetes plugin: the development one (tools/kubernetes_plugin), as the official one cannot be "
            f"downloaded here; {VARIABLE}=/path/to/pulumi-resource-kubernetes uses another"
        )
        _install(engine, wanted, _wrapper(engine.home))
    elif given:
        console.print(f"kubernetes plugin: {os.environ[VARIABLE]} ({VARIABLE})", markup=False)
        _install(engine, wanted, Path(os.environ[VARIABLE]))
    remembered.write_text(json.dumps({"version": wanted, "source": source}))


def _given() -> str:
    """The executable that the user names, told apart from an earlier one under the same name."""
    path = os.environ.get(VARIABLE, "")
    if not path:
        return ""
    if not os.access(path, os.X_OK) or not Path(path).is_file():
        raise ToolError(f"{VARIABLE}={path} is not an executable file. Name the plugin's executable, or unset it.")
    stat = Path(path).stat()
    return f"{Path(path).resolve()} {stat.st_size} {stat.st_mtime_ns}"


def _recall(remembered: Path) -> dict[str, str]:
    try:
        return dict(json.loads(remembered.read_text()))
    except (OSError, ValueError):
        return {}


def _holds(choice: dict[str, str], wanted: str, given: str) -> bool:
    sources = [given] if given else [development_script(), OFFICIAL]
    return choice.get("version") == wanted and choice.get("source") in sources


def _install(engine: Engine, wanted: str, executable: Path) -> None:
    engine.run("plugin", "install", "resource", "kubernetes", wanted, "--file", str(executable), "--reinstall")


def _install_official(engine: Engine, wanted: str) -> str | None:
    """The engine's own download, within a bound."""
    if not _web_answers():
        return None
    with step(f"downloading the kubernetes plugin {wanted}"):
        process = engine.start(
            "plugin", "install", "resource", "kubernetes", wanted, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            output, _ = process.communicate(timeout=DOWNLOAD_TIMEOUT)
        except subprocess.TimeoutExpired:
            output = f"no answer within {DOWNLOAD_TIMEOUT:.0f} s"
        finally:
            process.kill()
            process.wait()
    if process.returncode:
        console.print(f"the download failed: {output.strip()}", markup=False)
        return None
    return OFFICIAL


def _web_answers() -> bool:
    """A thread, since a name that no server resolves can take far longer than any timeout of ours."""
    answered = threading.Event()

    def ask() -> None:
        try:
            with urllib.request.urlopen(urllib.request.Request(PROBE, method="HEAD"), timeout=PROBE_TIMEOUT):
                answered.set()
        except urllib.error.HTTPError:
            answered.set()
        except OSError:
            return

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PROBE_TIMEOUT)
    return answered.is_set()


def development_script() -> str:
    """A script that runs the plugin of this checkout with this interpreter; another one where either has moved."""
    root, python = shlex.quote(str(ROOT)), shlex.quote(sys.executable)
    return f'#!/bin/sh\nPYTHONPATH={root} exec {python} -P -m tools.kubernetes_plugin "$@"\n'


def _wrapper(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "pulumi-resource-kubernetes"
    script.write_text(development_script())
    script.chmod(0o755)
    return script
