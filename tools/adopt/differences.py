"""What of a live object is not as another one wants it, and the JSON Patch that makes it so. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ABSENT = object()
Path = tuple[str | int, ...]
_NOT_SHOWN = {"env", "data", "stringData", "binaryData"}
"""Below these stand values that may be secret."""


@dataclass(frozen=True)
class Difference:
    """One field."""

    path: Path
    live: Any
    wanted: Any

    def __str__(self) -> str:
        if _NOT_SHOWN & set(self.path):
            return f"{self.where}: {_there(self.live)} -> {_there(self.wanted)}"
        return f"{self.where}: {_shown(self.live)} -> {_shown(self.wanted)}"

    @property
    def where(self) -> str:
        """As Kubernetes writes paths."""
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return "".join(parts).removeprefix(".")

    def below(self, *path: str | int) -> bool:
        return self.path[: len(path)] == path


def differences(live: Any, wanted: Any, path: Path = ()) -> Iterator[Difference]:
    """Fields of the one that the other has not, or has in another way. Lists of named entries go by their names."""
    if isinstance(live, Mapping) and isinstance(wanted, Mapping):
        for key in sorted({*live, *wanted}):
            yield from differences(live.get(key, ABSENT), wanted.get(key, ABSENT), (*path, key))
    elif isinstance(live, list) and isinstance(wanted, list) and len(live) == len(wanted):
        for at, (one, other) in enumerate(zip(live, wanted, strict=True)):
            yield from differences(one, other, (*path, at))
    elif live != wanted and not (_is_nothing(live) and _is_nothing(wanted)):
        yield Difference(path, live, wanted)


def patch(before: Any, after: Any, path: Path = ()) -> Iterator[dict[str, Any]]:
    """Operations of RFC 6902 that lead from one to the other, each about as little as it can be."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() - after.keys()):
            yield {"op": "remove", "path": _pointer((*path, key))}
        for key, value in after.items():
            if key not in before:
                yield {"op": "add", "path": _pointer((*path, key)), "value": value}
            else:
                yield from patch(before[key], value, (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and (_names(before) and _names(after)):
        yield from _of_named(before, after, path)
    elif before != after:
        yield {"op": "replace", "path": _pointer(path), "value": after}


def without_defaults(live: Any, rendered: Any, defaulted: Any) -> Any:
    """A live value without what the API server would put beside the rendered one in any case."""
    if all(isinstance(one, Mapping) for one in (live, rendered, defaulted)):
        return {
            key: without_defaults(value, rendered.get(key), defaulted.get(key))
            for key, value in live.items()
            if key in rendered or key not in defaulted or defaulted[key] != value
        }
    if all(isinstance(one, list) and _names(one) for one in (live, rendered, defaulted)):
        by_name = [{one["name"]: one for one in entries} for entries in (rendered, defaulted)]
        return [without_defaults(one, *(entries.get(one["name"]) for entries in by_name)) for one in live]
    return live


def _of_named(before: list[Any], after: list[Any], path: Path) -> Iterator[dict[str, Any]]:
    wanted, there = _names(after), _names(before)
    kept = [name for name in there if name in wanted]
    if kept != [name for name in wanted if name in there]:  # in another order
        yield {"op": "replace", "path": _pointer(path), "value": after}
        return
    for at in reversed([at for at, name in enumerate(there) if name not in wanted]):
        yield {"op": "remove", "path": _pointer((*path, at))}
    for at, (name, value) in enumerate(zip(wanted, after, strict=True)):
        if name in kept:
            yield from patch(before[there.index(name)], value, (*path, at))
        else:
            yield {"op": "add", "path": _pointer((*path, at)), "value": value}


def _names(entries: list[Any]) -> list[str]:
    """Of entries that all have one of their own; else none."""
    names = [str(one["name"]) for one in entries if isinstance(one, Mapping) and "name" in one]
    return names if len(names) == len(entries) == len(set(names)) else []


def _pointer(path: Path) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def _is_nothing(value: Any) -> bool:
    return value is ABSENT or value == {} or value == []


def _there(value: Any) -> str:
    return "not there" if value is ABSENT else "a value, not shown"


def _shown(value: Any) -> str:
    if value is ABSENT:
        return "not there"
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
