"""What an update would change: the new inputs against the live object, as far as the old inputs shaped it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tools.kubernetes_plugin import pulumi_annotations
from tools.kubernetes_plugin.checkpoint import Checkpoint
from tools.kubernetes_plugin.normalization import normalize
from tools.kubernetes_plugin.objects import (
    Object,
    is_unknown,
    name,
    namespace,
    remove_nested,
    set_nested,
)
from tools.kubernetes_plugin.paths import Path, contains, format_path, parse_path
from tools.kubernetes_plugin.pruning import prune
from tools.kubernetes_plugin.replacements import replaces


class Change(Enum):
    ADD = "add"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True)
class Difference:
    path: Path
    change: Change
    replaces: bool = False

    @property
    def text(self) -> str:
        return format_path(self.path)


@dataclass(frozen=True)
class Comparison:
    differences: tuple[Difference, ...]
    delete_before_replace: bool


def compare(
    old: Checkpoint,
    new_inputs: Object,
    *,
    namespaced: bool,
    replacing: Sequence[Path],
    ignore: Iterable[str] = (),
) -> Comparison:
    """Every difference that the engine should know of, without the ignored ones."""
    old_inputs = normalize(old.inputs)
    before, after = prune(old.live, old_inputs), normalize(new_inputs)
    _align_identity(before, after, old.live, namespaced=namespaced)
    ignored = [parse_path(path) for path in ignore]
    differences = tuple(
        Difference(path, change, replaces(path, value, tuple(replacing)))
        for path, change, value in _walk((), before, after, old_inputs)
        if not any(contains(outer, path) for outer in ignored)
    )
    return Comparison(
        differences,
        # A new object can stand beside the old one, unless it must have the very same name.
        delete_before_replace=any(difference.replaces for difference in differences)
        and not pulumi_annotations.is_true(new_inputs, pulumi_annotations.AUTONAMED)
        and name(after) == name(old.live)
        and namespace(after) == namespace(old.live),
    )


def _align_identity(before: Object, after: Object, live: Object, *, namespaced: bool) -> None:
    """Makes unset and default namespace the same, and a name that only the live object has no difference."""
    for obj in (before, after):
        if not namespaced:
            remove_nested(obj, "metadata", "namespace")
        elif not namespace(obj):
            set_nested(obj, "default", "metadata", "namespace")
    if name(after):
        set_nested(before, name(live), "metadata", "name")


_ABSENT: Any = object()


def _walk(path: Path, before: Any, after: Any, shape: Any) -> Iterator[tuple[Path, Change, Any]]:
    """Paths of differing values, each with the new value (None where it goes away)."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*after, *(key for key in before if key not in after)]:
            inner = shape.get(key, _ABSENT) if isinstance(shape, dict) else _ABSENT
            yield from _walk((*path, key), before.get(key, _ABSENT), after.get(key, _ABSENT), inner)
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            inner = _item(shape, index) if isinstance(shape, list) else _ABSENT
            yield from _walk((*path, index), _item(before, index), _item(after, index), inner)
    elif after is _ABSENT:
        yield path, Change.DELETE, None
    elif before is _ABSENT:
        if not _dropped_by_server(after, shape):
            yield path, Change.ADD, after
    elif is_unknown(after) or not _equal(before, after):
        yield path, Change.UPDATE, after


def _item(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else _ABSENT


def _equal(before: Any, after: Any) -> bool:
    # True equals 1 in Python, and is another value in Kubernetes.
    return isinstance(before, bool) == isinstance(after, bool) and bool(before == after)


def _dropped_by_server(after: Any, shape: Any) -> bool:
    """Whether the live object has no such field only because the API server does not store empty values.

    That is so if the old inputs had the same empty value: it was sent, and did not come back.
    """
    return after is None or (shape is not _ABSENT and not after and _equal(after, shape))
