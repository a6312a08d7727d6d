"""Real custom resource definitions, by name, from the modules of the projects that define them."""

from pathlib import Path
from typing import Any

from tools import toolchain
from tools.control_plane.kubectl import Kubectl
from tools.toolchain.modules import CRDS
from tools.waiting import wait_until


def install_crds(kubeconfig: Path, *names: str) -> None:
    """Install them and wait until the API server serves them."""
    install(kubeconfig, *(_folder(name) for name in names))


def install(kubeconfig: Path, *folders: Path) -> None:
    """Install every CRD in these folders and wait until the API server serves them."""
    kubectl = Kubectl(kubeconfig)
    kubectl.apply(*folders)

    def served() -> bool:
        # Read by name: `kubectl wait` lists for each one, and a consistent list takes a tenth of a second.
        found = kubectl.get(*(f"--filename={folder}" for folder in folders))
        return all(_is_established(crd) for crd in found.get("items", [found]))

    wait_until(served, f"the API server serves the CRDs of {', '.join(folder.name for folder in folders)}")


def _folder(name: str) -> Path:
    folder = toolchain.ensure(CRDS) / name
    if not folder.is_dir():
        known = ", ".join(sorted({files.folder for files in CRDS.files}))
        raise LookupError(f"no CRDs named {name}; there are: {known}")
    return folder


def _is_established(crd: Any) -> bool:
    conditions = crd.get("status", {}).get("conditions") or []  # null for a moment
    return any(condition["type"] == "Established" and condition["status"] == "True" for condition in conditions)
