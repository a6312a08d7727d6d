"""From a stack to a folder of manifests."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from tools.errors import ToolError
from tools.render import configuration, kustomization, program
from tools.render.kustomization import CONFIG, KUSTOMIZATION, MARK, OBJECTS, PATCHES, SECRETS, Files
from tools.render.program import Program, Registered


def render(project: Path, stack: str, folder: Path, *, with_secrets: bool) -> Program:
    """Writes the objects of a stack: a folder for each provider that the program names, else `folder` itself.

    Raises:
        ToolError: The stack cannot be rendered, or something else stands in the folder; nothing has been written.
    """
    read = configuration.read_with_secrets if with_secrets else configuration.read
    found = program.run(project, stack, read(project, stack))
    if not found.objects:
        raise ToolError(f"The program of {stack} declares no object of Kubernetes.")
    places = {folder / (provider or "") for provider in (one.provider for one in found.objects)}
    for place in places:
        _check_ours(place)
    written = {
        place: kustomization.files(_of(found, folder, place), _patches(place), with_secrets=with_secrets)
        for place in sorted(places)
    }
    for place, files in written.items():
        _write(place, files)
    return found


def _of(found: Program, folder: Path, place: Path) -> list[Registered]:
    """The objects of the cluster that `place` stands for, each in its provider's namespace if it names none."""
    return [
        one.placed(found.namespaces.get(one.provider or ""))
        for one in found.objects
        if folder / (one.provider or "") == place
    ]


def _patches(place: Path) -> Iterable[str]:
    return [str(path.relative_to(place)) for path in (place / PATCHES).glob("*.yaml")]


def _check_ours(place: Path) -> None:
    there = [path.name for path in place.iterdir()] if place.is_dir() else []
    file = place / KUSTOMIZATION
    if there and not (file.is_file() and file.read_text().startswith(MARK)):
        raise ToolError(f"{place} holds {', '.join(sorted(there)[:3])}, which was not rendered. Give another OUT.")


def _write(place: Path, files: Files) -> None:
    """Anew, but for patches and the values of secrets, which are the user's."""
    for ours in (OBJECTS, CONFIG):
        shutil.rmtree(place / ours, ignore_errors=True)
    for name, text in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        private = name.startswith(f"{SECRETS}/") and not name.endswith((".example", ".gitignore"))
        path.touch(mode=0o600 if private else 0o644)
        path.write_text(text, encoding="utf-8", newline="")
