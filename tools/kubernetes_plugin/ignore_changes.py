"""What `ignoreChanges` means for an apply: the field keeps the value that it has in the cluster.

Server-side apply takes away a field that its owner no longer sends. So an ignored field that is ours is sent with its
live value, and one that another manager owns alone (an autoscaler's count) is left out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

from tools.kubernetes_plugin.field_managers import owners
from tools.kubernetes_plugin.objects import Object, nested, remove_nested, set_nested
from tools.kubernetes_plugin.paths import format_path, parse_path


def with_ignored_left_alone(inputs: Object, live: Object, ignore: Iterable[str], manager: str) -> Object:
    """The object to apply. Paths through lists and quoted keys are left as declared, as the official plugin does."""
    result = copy.deepcopy(inputs)
    for text in ignore:
        path = [element for element in parse_path(text) if isinstance(element, str)]
        if format_path(tuple(path)) != text or "[" in text or "*" in path:
            continue
        managers = owners(live, path)
        if managers and manager not in managers:
            remove_nested(result, *path)
        elif (value := nested(live, *path)) is not None:
            set_nested(result, copy.deepcopy(value), *path)
    return result
