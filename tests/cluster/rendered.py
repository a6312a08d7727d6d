"""What `make render` writes of a project."""

import os
import subprocess
import sys

from tests.cluster.project import STACK, Project
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.layout import ROOT


class Rendered:
    """A folder of manifests, and kubectl beside it."""

    def __init__(self, project: Project, control_plane: ControlPlane) -> None:
        self.project = project
        self.folder = project.directory / "rendered"
        self.kubectl = Kubectl(control_plane.kubeconfig)

    def render(self, *flags: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "tools", "render", STACK, "--project", str(self.project.directory)]
        return subprocess.run(
            [*command, "--out", str(self.folder), *flags],
            cwd=ROOT,
            env=self.project.engine.environment() | {"HOME": os.environ["HOME"]},
            capture_output=True,
            text=True,
            check=False,
        )

    def apply(self) -> None:
        self.kubectl("apply", "--server-side", "--force-conflicts", f"--kustomize={self.folder}")

    def texts(self) -> str:
        return "\n".join(path.read_text() for path in self.folder.rglob("*") if path.is_file())

    def fill_secrets(self) -> None:
        """As somebody does who knows their values: of those that are left out, each has `mine`."""
        for example in self.folder.rglob("*.example"):
            example.with_suffix("").write_text(example.read_text().replace("=\n", "=mine\n"))

    def kustomized(self) -> str:
        """As `kubectl kustomize` puts the manifests together."""
        return self.kubectl("kustomize", str(self.folder))
