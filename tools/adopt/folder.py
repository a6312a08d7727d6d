"""The commands that hand pods over from one Deployment to another, as files. Pure but for `write`."""

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pulumi_inference.features.service import service_name

from tools.adopt.take_over import Found, TakeOver

HASH = "pod-template-hash"
_MARK = "adopted"
_NOTHING: Mapping[str, Any] = {}
_MEANWHILE = "pulumi-inference/adopted"
SPEC, SCRIPT = "services.yaml", "adopt.sh"
UPSERT = "PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true PULUMI_K8S_ENABLE_PATCH_FORCE=true"
"""Settings of the provider by which an `up` takes over objects that exist:
https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/"""


_BEGIN = """\
set -eu
cd "$(dirname "$0")"
leave_pods() {{  # deletes an owner, and not a later one of its name
  found=$({kubectl} get "$1" "$2" --ignore-not-found --output='jsonpath={{.metadata.uid}}')
  if [ "$found" = "$3" ]; then {kubectl} delete "$1" "$2" --cascade=orphan; fi
}}"""


def files(ones: Sequence[TakeOver], flags: Sequence[str]) -> dict[str, str]:
    """The script, and the ReplicaSets that it creates, by their names.

    Args:
        ones: Of one stack, in one namespace.
        flags: Of kubectl: which cluster and namespace.
    """
    kubectl = shlex.join(["kubectl", *flags])
    begin = _BEGIN.format(kubectl=kubectl)
    lines = ["#!/bin/sh", *_heading(ones), begin, *_commands(ones, kubectl), ""]
    return {_file(one): yaml_of(replica_set(one)) for one in ones} | {SCRIPT: "\n".join(lines)}


def replica_set(one: TakeOver) -> dict[str, Any]:
    """Takes the running pods, as they are. The service's Deployment takes it, by its labels: for its own new one where
    the templates are the same, else for one that it replaces as in every rollout."""
    mark = {HASH: _MARK}
    ours, theirs = one.manifest["spec"]["template"], one.found.deployment["spec"]["template"]
    labels = {**(ours if one.keeps_pods else theirs)["metadata"]["labels"], **one.selector, **mark}
    template = ours if one.keeps_pods else theirs
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {"name": f"{_name(one.manifest)}-{_MARK}", "labels": labels},
        "spec": {
            "replicas": len(one.found.pods),
            "selector": {"matchLabels": {**one.selector, **mark}},
            "template": {**template, "metadata": {**template["metadata"], "labels": labels}},
        },
    }


def _heading(ones: Sequence[TakeOver]) -> Iterator[str]:
    for one in ones:
        what = "its pods stay" if one.keeps_pods else "its pods are replaced, some at a time"
        yield f"# Deployment {one.found.name} becomes {_name(one.manifest)}: {what}."
    yield "# The stack's configuration has the service already. The same command goes on after a failure."
    yield ": \"${UP:?Give the command that deploys the stack: UP='pulumi up --yes --stack NAME --cwd FOLDER'}\""


def _commands(ones: Sequence[TakeOver], kubectl: str) -> Iterator[str]:
    for one in ones:
        yield from _hand_over(one, kubectl)
    yield "# The services' Deployments take those ReplicaSets."
    yield f"export {UPSERT}"
    yield "$UP"
    for budget in {_name(found): None for one in ones if one.budgeted for found in one.found.budgets}:
        if budget not in {f"{one.service}-pdb" for one in ones}:
            yield "# A pod of two budgets cannot be evicted."
            yield f"{kubectl} delete pdb {budget} --ignore-not-found"


def _hand_over(one: TakeOver, kubectl: str) -> Iterator[str]:
    found, ours = one.found, {**one.selector, HASH: _MARK}
    others = [service for service in found.services if _name(service) != service_name(one.service)]
    pods = " ".join(map(_name, found.pods))
    if pods:
        yield f"{kubectl} label --overwrite pods {pods} {_MEANWHILE}={one.service}"
    for service in others if pods else ():
        if any(service["spec"]["selector"].get(key, value) != value for key, value in ours.items()):
            yield "# It selects by a label that changes now."
            yield _lead(service, {_MEANWHILE: one.service}, kubectl)
    yield "# Nobody owns the pods from here on: they run and serve, and none is started or scaled."
    for kind, gone in (("hpa", found.autoscalers), ("deployment", [found.deployment]), ("rs", found.replica_sets)):
        for owner in gone:
            yield f"leave_pods {kind} {_name(owner)} {owner['metadata']['uid']}"
    if pods:
        yield f"{kubectl} label --overwrite pods {pods} {' '.join(f'{key}={value}' for key, value in ours.items())}"
    yield f"{kubectl} apply --server-side --filename={_file(one)}"
    for service in others:
        yield "# Later pods have this label, too."
        yield _lead(service, {"app": one.service}, kubectl, {} if one.keeps_pods else _numbered(service, found))


def _numbered(service: Any, found: Found) -> Mapping[str, Any]:
    """Ports that lead to numbers: later pods may have other names for them."""
    containers = found.deployment["spec"]["template"]["spec"]["containers"]
    known = {port.get("name"): port["containerPort"] for one in containers for port in one.get("ports") or []}
    ports = service["spec"]["ports"]
    return {"ports": [{**port, "targetPort": known.get(port["targetPort"], port["targetPort"])} for port in ports]}


def _lead(service: Any, selector: Mapping[str, str], kubectl: str, rest: Mapping[str, Any] = _NOTHING) -> str:
    """A new selector: keys that a merge patch does not name would stay."""
    gone = dict.fromkeys([*service["spec"]["selector"], _MEANWHILE])
    change = json.dumps({"spec": {"selector": {**gone, **selector}, **rest}})
    return f"{kubectl} patch service {_name(service)} --type=merge --patch={shlex.quote(change)}"


def _name(one: Any) -> str:
    return str(one["metadata"]["name"])


def _file(one: TakeOver) -> str:
    return f"replicaset-{_name(one.manifest)}.yaml"


class _Plain(yaml.SafeDumper):
    """Without references from one place to another."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - of all
        return True


def yaml_of(value: Any) -> str:
    return yaml.dump(value, Dumper=_Plain, sort_keys=False, width=120)


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """For the user alone: a template may hold what nobody else should read."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        path = folder / name
        path.touch(mode=0o700 if name == SCRIPT else 0o600)
        path.write_text(text, encoding="utf-8")
