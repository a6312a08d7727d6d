"""Property paths as the engine writes them: `spec.containers[0].image`, `metadata.annotations["a/b"]`, `[*]`."""

from __future__ import annotations

import json
import re

from tools.kubernetes_plugin.errors import PluginError

Path = tuple[str | int, ...]

_ELEMENT = re.compile(
    r"""
    (?:^|\.)?(?P<name>[^.\[\]"]+)     # spec, .spec
    | \.?\[(?P<index>\d+)\]           # [0]
    | \.?\[(?P<quoted>"(?:[^"\\]|\\.)*")\]   # ["a/b"]
    | \.?\[(?P<any>\*)\]              # [*]
    """,
    re.VERBOSE,
)


def parse_path(text: str) -> Path:
    elements: list[str | int] = []
    position = 0
    while position < len(text):
        match = _ELEMENT.match(text, position)
        if match is None:
            raise PluginError(f'"{text}" is no property path: it cannot be read from character {position + 1} on')
        position = match.end()
        if match["index"] is not None:
            elements.append(int(match["index"]))
        elif match["quoted"] is not None:
            elements.append(str(json.loads(match["quoted"])))
        else:
            elements.append(match["name"] or match["any"])
    return tuple(elements)


def format_path(path: Path) -> str:
    text = ""
    for element in path:
        if isinstance(element, int):
            text += f"[{element}]"
        elif re.search(r'[."\[\]]', element):
            text += f"[{json.dumps(element, ensure_ascii=False)}]"
        else:
            text += f".{element}" if text else element
    return text


def contains(outer: Path, inner: Path) -> bool:
    """Whether `inner` is `outer` or lies below it; `*` stands for any one element."""
    return len(outer) <= len(inner) and all(
        expected in ("*", actual) for expected, actual in zip(outer, inner, strict=False)
    )
