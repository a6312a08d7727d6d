"""What `make adopt` says."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tools.adopt.described import Described
from tools.adopt.differences import Difference
from tools.adopt.folder import SCRIPT, SPEC, UPSERT
from tools.adopt.stack import Comparison
from tools.adopt.take_over import TakeOver

_NO_REASONS: Mapping[str, str] = {}


def of_deployment(found: Described, folder: Path) -> Iterator[str]:
    """Of one that was given a spec."""
    yield from _taken(found.take_over, found.refused)
    if operations := sum(len(patch) for patch in found.spec.get("overrides", {}).values()):
        yield f"  overrides: {operations} operations for what a spec has no field for"
    yield f"{folder / SPEC}: for the stack's configuration."
    yield from _next([found.take_over], folder)


def of_stack(found: Comparison, folder: Path) -> Iterator[str]:
    """Of what a stack declares in one namespace."""
    yield f"Namespace {found.cluster.namespace}:"
    for one in found.deployments:
        yield from _taken(one, _NO_REASONS)
    for present in found.present:
        yield f"{_of(present.manifest)} is there: {'it changes in' if present.changes else 'nothing changes'}"
        yield from _listed(present.changes)
    for manifest in found.absent:
        yield f"{_of(manifest)} is not there: it is created"
    for kind, name in found.orphans:
        command = f"kubectl {' '.join(found.cluster.flags)} delete {kind.lower()} {name}"
        yield f"{kind} {name} is an orphan, which no service declares. Once nothing needs it: {command}"
    if found.deployments or found.present:
        yield from _next(found.deployments, folder)


def _taken(one: TakeOver, reasons: Mapping[str, str]) -> Iterator[str]:
    ours = one.manifest["metadata"]["name"]
    what = "is there already" if one.stands else f"becomes {ours}"
    yield f"Deployment {one.found.name} with {len(one.found.pods)} pods {what}"
    if one.pods:
        yield "  its pods are REPLACED: they are not what the service's would be"
        for difference in one.pods:
            why = next((said for pointer, said in reasons.items() if _about(pointer, difference.path)), "")
            yield f"    {difference}" + (f"  ({why})" if why else "")
    else:
        yield "  its pods stay: no pod restarts"
    if one.others:
        yield "  no pod notices what else changes"
        yield from _listed(one.others)


def _next(ones: Sequence[TakeOver], folder: Path) -> Iterator[str]:
    if any(not one.stands for one in ones):
        yield f"{folder / SCRIPT}: the commands. Read them; then UP='pulumi up --yes ...' {folder / SCRIPT}"
    else:
        yield f"Nothing has to be handed over: {UPSERT} pulumi up"


def _listed(differences: Sequence[Difference]) -> Iterator[str]:
    yield from (f"    {one}" for one in differences)


def _of(manifest: Mapping[str, object]) -> str:
    metadata = manifest["metadata"]
    assert isinstance(metadata, Mapping)
    return f"{manifest['kind']} {metadata['name']}"


def _about(pointer: str, path: tuple[str | int, ...]) -> bool:
    whole = "".join(f"/{part}" for part in path)
    return f"{whole}/".startswith(f"{pointer}/") or f"{pointer}/".startswith(f"{whole}/")
