"""The live objects, and what the API server would make of others: nothing is changed."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.adopt.differences import Difference, differences
from tools.control_plane.kubectl import ABSENT, Kubectl, KubectlError
from tools.errors import ToolError

Object = Mapping[str, Any]
_ALLOCATED = {"clusterIP", "clusterIPs", "nodePort", "healthCheckNodePort"}
"""What the API server hands out where a Service does not say."""
_CHECK = "-adoption-check"


class Cluster:
    """One namespace of the cluster that a kubeconfig leads to."""

    def __init__(self, kubeconfig: Path, context: str | None, namespace: str) -> None:
        self.namespace = namespace
        self._kubectl = Kubectl(kubeconfig)
        self.flags = [f"--namespace={namespace}", *([f"--context={context}"] if context else [])]

    def find(self, kind: str, name: str) -> Object | None:
        try:
            found: Object = self._kubectl.get(kind, name, *self.flags)
        except KubectlError as error:
            if any(words in str(error) for words in ABSENT):
                return None
            raise
        return found

    def live(self, manifest: Object) -> Object | None:
        """The object that has the kind and the name of a manifest."""
        group, _, version = str(manifest["apiVersion"]).rpartition("/")
        kind = f"{manifest['kind']}.{version}.{group}" if group else str(manifest["kind"])
        return self.find(kind, manifest["metadata"]["name"])

    def every(self, kind: str) -> list[Object]:
        return list(self._kubectl.get(kind, *self.flags)["items"])

    def defaulted(self, manifest: Object) -> Object:
        """As the API server would store it: a dry run of a create, under a name that nothing has."""
        metadata = {**manifest["metadata"], "name": f"{manifest['metadata']['name']}{_CHECK}"}
        body = json.dumps({**manifest, "metadata": metadata})
        arguments = ("create", "--dry-run=server", "--output=json", "--filename=-", *self.flags)
        found: Object = json.loads(self._kubectl(*arguments, stdin=body))
        return found

    def changes(self, live: Object, manifest: Object) -> list[Difference]:
        """What a live object would be otherwise once it is the manifest: besides what somebody else labels it with."""
        wanted = self.defaulted(manifest)
        both = [_comparable(one, manifest) for one in (live, wanted)]
        metadata = [
            {part: _those(one["metadata"].get(part), manifest["metadata"].get(part)) for part in _METADATA}
            for one in (live, wanted)
        ]
        return [*differences(metadata[0], metadata[1], ("metadata",)), *differences(both[0], both[1])]


_METADATA = ("labels", "annotations")


def _those(found: Mapping[str, str] | None, ours: Mapping[str, str] | None) -> dict[str, str]:
    return {key: value for key, value in (found or {}).items() if key in (ours or {})}


def _comparable(found: Object, manifest: Object) -> dict[str, Any]:
    content = {key: value for key, value in found.items() if key not in ("apiVersion", "kind", "metadata", "status")}
    if found["kind"] == "Service":
        content["spec"] = _said(found["spec"], manifest["spec"])
    return content


def _said(value: Any, ours: Any) -> Any:
    """Without what was allocated and not asked for."""
    if isinstance(value, Mapping):
        said = ours if isinstance(ours, Mapping) else {}
        return {key: _said(one, said.get(key)) for key, one in value.items() if key in said or key not in _ALLOCATED}
    if isinstance(value, list):
        known = ours if isinstance(ours, list) and len(ours) == len(value) else [None] * len(value)
        return [_said(one, other) for one, other in zip(value, known, strict=True)]
    return value


def kubeconfig() -> Path:
    """Of the shell that this runs in, as kubectl finds it.

    Raises:
        ToolError: There is none.
    """
    path = Path((os.environ.get("KUBECONFIG") or "").split(os.pathsep)[0] or Path.home() / ".kube" / "config")
    if not path.is_file():
        raise ToolError(f"There is no kubeconfig at {path}. Name one: KUBECONFIG=...")
    return path
