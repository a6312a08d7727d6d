"""What `make adopt` says."""

from collections.abc import Iterator
from pathlib import Path

from tools.adopt.deployment import Adoption

TAKE_OVER = "PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true PULUMI_K8S_ENABLE_PATCH_FORCE=true"
"""Lets an `up` take over objects that exist: https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/"""


def report(adoption: Adoption) -> Iterator[str]:
    found = adoption.found
    yield f"Deployment {found.name} with {len(found.pods)} pods, as the service {adoption.name}"
    if adoption.pods:
        yield "Its pods are replaced, since the service's are different in"
        for one in adoption.pods:
            reason = next((why for pointer, why in adoption.refused.items() if _about(pointer, one.path)), "")
            yield f"  {one}" + (f"  ({reason})" if reason else "")
    else:
        yield "Its pods stay: they are what the service's would be."
    if adoption.others:
        yield "No pod notices what changes beside that:"
        yield from (f"  {one}" for one in adoption.others)
    overrides = sum(len(patch) for patch in adoption.spec.get("overrides", {}).values())
    if overrides:
        yield f"{overrides} operations in overrides say what a spec has no field for; without one of them the pods roll."


def _about(pointer: str, path: tuple[str | int, ...]) -> bool:
    whole = "".join(f"/{part}" for part in path)
    return f"{whole}/".startswith(f"{pointer}/") or f"{pointer}/".startswith(f"{whole}/")


def next_steps(adoption: Adoption, folder: Path) -> Iterator[str]:
    """What the user does with what was written."""
    yield f"{folder / 'services.yaml'} is for the stack's configuration."
    if adoption.stands:
        yield f"The objects have the service's own names. Then: {TAKE_OVER} pulumi up"
    else:
        yield f"{folder / 'adopt.sh'} has the commands: read them, then UP='pulumi up --yes ...' {folder / 'adopt.sh'}"
