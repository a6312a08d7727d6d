"""The files of an adoption: the spec, and the commands that hand the pods over."""

import json
import shlex
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

import yaml

from tools.adopt.deployment import Adoption
from tools.adopt.words import TAKE_OVER

HASH = "pod-template-hash"
_MARK = "adopted"
_MEANWHILE = "pulumi-inference/adopted"
SPEC, REPLICA_SET, SCRIPT = "services.yaml", "replicaset.yaml", "adopt.sh"


def files(adoption: Adoption, scope: list[str]) -> dict[str, str]:
    """The text of each, by its name.

    Args:
        adoption: Of a Deployment.
        scope: Flags of kubectl: which cluster and namespace.
    """
    services = {"config": {"inference:services": {adoption.name: adoption.spec}}}
    found = {SPEC: _yaml(services)}
    if adoption.stands:
        return found
    found[REPLICA_SET] = _yaml(replica_set(adoption))
    kubectl = shlex.join(["kubectl", *scope])
    lines = ["#!/bin/sh", *_heading(adoption), "set -eu", 'cd "$(dirname "$0")"', *_commands(adoption, kubectl), ""]
    return found | {SCRIPT: "\n".join(lines)}


def replica_set(adoption: Adoption) -> dict[str, Any]:
    """Takes the running pods, as they are. The service's Deployment takes it, by its labels: for its own new one where
    the templates are the same, else for one that it replaces as in every rollout."""
    mark = {HASH: _MARK}
    ours, theirs = adoption.manifest["spec"]["template"], adoption.found.deployment["spec"]["template"]
    labels = {**(ours if adoption.keeps_pods else theirs)["metadata"]["labels"], **adoption.selector, **mark}
    template = ours if adoption.keeps_pods else theirs
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {"name": f"{adoption.manifest['metadata']['name']}-{_MARK}", "labels": labels},
        "spec": {
            "replicas": len(adoption.found.pods),
            "selector": {"matchLabels": {**adoption.selector, **mark}},
            "template": {**template, "metadata": {**template["metadata"], "labels": labels}},
        },
    }


def _heading(adoption: Adoption) -> Iterator[str]:
    what = "its pods stay" if adoption.keeps_pods else "its pods are replaced, some at a time"
    yield f"# Deployment {adoption.found.name} becomes the service {adoption.name}: {what}."
    yield f"# First put {SPEC} into the stack's configuration."
    yield ": \"${UP:?Give the command that deploys the stack: UP='pulumi up --yes --stack NAME --cwd FOLDER'}\""


def _commands(adoption: Adoption, kubectl: str) -> Iterator[str]:
    found, ours = adoption.found, {**adoption.selector, HASH: _MARK}
    pods = " ".join(_name(one) for one in found.pods)
    others = [one for one in found.services if _name(one) != adoption.service]
    moved = [one for one in others if _changed(one, ours)]
    if moved and pods:
        yield "# Services that select by a label which changes have another one meanwhile."
        yield f"{kubectl} label --overwrite pods {pods} {_MEANWHILE}={adoption.name}"
        yield from (_lead(one, {_MEANWHILE: adoption.name}, kubectl) for one in moved)
    yield "# Nobody owns the pods from here on: they run and serve, and none is started or scaled."
    yield from (f"{kubectl} delete hpa {_name(one)}" for one in found.autoscalers)
    yield f"{kubectl} delete deployment {found.name} --cascade=orphan"
    yield from (f"{kubectl} delete replicaset {_name(one)} --cascade=orphan" for one in found.replica_sets)
    if pods:
        yield f"{kubectl} label --overwrite pods {pods} {' '.join(f'{key}={value}' for key, value in ours.items())}"
    yield f"{kubectl} create --filename={REPLICA_SET}"
    if others:
        yield "# Services of other names lead to the pods by the label that later ones have, too."
        yield from (_lead(one, {"app": adoption.name}, kubectl) for one in others)
    yield "# The service's Deployment takes that ReplicaSet."
    yield f"export {TAKE_OVER}"
    yield "$UP"
    for one in found.budgets:
        if _name(one) != f"{adoption.name}-pdb":
            yield "# A pod of two budgets cannot be evicted."
            yield f"{kubectl} delete pdb {_name(one)}"


def _changed(service: Any, ours: Mapping[str, str]) -> AbstractSet[tuple[str, str]]:
    """Of the labels that the pods are given, those by which the Service selects other values."""
    selector = service["spec"]["selector"]
    return {(key, value) for key, value in ours.items() if selector.get(key, value) != value}


def _lead(service: Any, selector: Mapping[str, str], kubectl: str) -> str:
    """A new selector: keys that a merge patch does not name would stay."""
    gone = dict.fromkeys([*service["spec"]["selector"], _MEANWHILE])
    change = json.dumps({"spec": {"selector": {**gone, **selector}}})
    return f"{kubectl} patch service {_name(service)} --type=merge --patch={shlex.quote(change)}"


def _name(one: Any) -> str:
    return str(one["metadata"]["name"])


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, width=120)


def write(folder: Path, texts: dict[str, str]) -> None:
    """The spec may hold what nobody else should read."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        path = folder / name
        path.touch(mode=0o700 if name == SCRIPT else 0o600)
        path.write_text(text, encoding="utf-8")
