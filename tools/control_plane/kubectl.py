"""The pinned kubectl against one kubeconfig, deaf to the user's environment."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools import toolchain
from tools.errors import ToolError
from tools.toolchain.modules import KUBERNETES

ABSENT = ("(NotFound)", "doesn't have a resource type")


class KubectlError(ToolError):
    """kubectl's own words."""


class Kubectl:
    def __init__(self, kubeconfig: Path) -> None:
        self.kubeconfig = kubeconfig.resolve()

    def __call__(self, *arguments: str, stdin: str | None = None) -> str:
        """Run kubectl and return what it prints."""
        command = [str(toolchain.ensure(KUBERNETES) / "kubectl"), f"--kubeconfig={self.kubeconfig}", *arguments]
        # Not the user's environment: a proxy or another cluster's settings in it have no say here.
        environment = {"PATH": os.defpath, "HOME": "/nonexistent", "KUBECACHEDIR": os.devnull}
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, check=False)
        if done.returncode:
            raise KubectlError(f"kubectl {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def get(self, *arguments: str) -> Any:
        """`kubectl get ... -o json`, parsed."""
        return json.loads(self("get", "-o", "json", *arguments))

    def has(self, manifest: Mapping[str, Any]) -> bool:
        """Whether the API server has the object of this manifest; not, if this is no manifest."""
        if not {"apiVersion", "kind", "metadata"} <= manifest.keys():
            return False
        group, _, version = str(manifest["apiVersion"]).rpartition("/")
        kind = f"{manifest['kind']}.{version}.{group}" if group else manifest["kind"]
        metadata = manifest["metadata"]
        scope = [f"--namespace={metadata['namespace']}"] if metadata.get("namespace") else []
        try:
            return bool(self("get", kind, metadata["name"], "--output=name", *scope))
        except KubectlError as error:
            if any(words in str(error) for words in ABSENT):
                return False
            raise

    def apply(self, *files: Path) -> None:
        """Server-side apply; a folder means every file in it."""
        self("apply", "--server-side", "--force-conflicts", *(f"--filename={file}" for file in files))
