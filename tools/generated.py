"""Files of the repository that are made from its code: `make generate` writes them, a test finds what is stale."""

import json
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pulumi_inference.package_schema import package_schema

from tools.generators import canary_walk
from tools.generators.arguments import arguments
from tools.generators.reference import reference
from tools.generators.restarts import restarts
from tools.generators.routers import routers
from tools.generators.runtimes import runtimes
from tools.generators.schemas import manifest_schema, stack_schema
from tools.layout import ROOT
from tools.progress import console


def _drawn(stack: str) -> tuple[Path, Callable[[], str]]:
    return canary_walk.EXAMPLE / f"{stack}.svg", lambda: canary_walk.picture(stack)


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


GENERATED: tuple[tuple[Path, Callable[[], str]], ...] = (
    (ROOT / "plugin" / "schema.json", lambda: _json(package_schema(version("pulumi-inference")))),
    (ROOT / "components" / "pulumi_inference" / "args.py", arguments),
    (ROOT / "docs" / "reference.md", reference),
    (ROOT / "docs" / "restarts.md", restarts),
    (ROOT / "docs" / "routers.md", routers),
    (ROOT / "docs" / "runtimes.md", runtimes),
    (ROOT / "stacks" / "stack.schema.json", lambda: _json(stack_schema())),
    (ROOT / "stacks" / "manifest.schema.json", lambda: _json(manifest_schema())),
    (canary_walk.EXAMPLE / "README.md", canary_walk.page),
    *map(_drawn, canary_walk.STACKS),
)
"""Each file, and what makes its text."""


def generate_all() -> None:
    """Write each file that is not as it would be made now."""
    for path in stale():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dict(GENERATED)[path]())
        console.print(f"written: {path.relative_to(ROOT)}", markup=False)


def stale() -> list[Path]:
    """Files that differ from what their code makes."""
    return [path for path, make in GENERATED if not path.is_file() or path.read_text() != make()]
