"""Live objects cut down to the shape of the inputs that made them.

The API server adds defaults and status to every object. Only what the program once set is compared with what it
sets now.
"""

from __future__ import annotations

from typing import Any

from tools.kubernetes_plugin.objects import Object


def prune(live: Object, shape: Object) -> Object:
    """The parts of the live object that the shape has too."""
    return {key: _pruned(value, shape[key]) for key, value in live.items() if key in shape}


def _pruned(value: Any, shape: Any) -> Any:
    if isinstance(value, dict) and isinstance(shape, dict):
        return prune(value, shape)
    if isinstance(value, list) and isinstance(shape, list):
        return _pruned_list(value, shape)
    return value


def _pruned_list(values: list[Any], shapes: list[Any]) -> list[Any]:
    if not values or not shapes:
        return []
    if type(values[0]) is not type(shapes[0]):
        return values
    # Items beyond the shape's are somebody else's, an injected sidecar for one.
    return [_pruned(value, shape) for value, shape in zip(values, shapes, strict=False)]
