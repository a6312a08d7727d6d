"""How large a spec may be, so that no input makes a preview hang."""

from collections.abc import Mapping
from typing import Any

LARGEST_SPEC = 2**20
"""Bytes of a spec, about as its JSON would have: the API server takes objects of 1.5 MiB (etcd's request limit)."""


def size_problem(raw: Any) -> str | None:
    """Why `raw` is too large to be a spec, or None if it is not.

    What stands in several places, as by YAML's anchors, counts in each: a few lines of those can stand for gigabytes.
    """
    size, waiting = 0, [raw]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            size += len(value)
        elif isinstance(value, Mapping):
            waiting += value
            waiting += value.values()
        elif isinstance(value, list | tuple):
            waiting += value
        size += 2
        if size + len(waiting) > LARGEST_SPEC:
            return (
                f"is larger than {LARGEST_SPEC} bytes (1 MiB), which no object of Kubernetes could hold. Look for a "
                "value that was pasted in, or for YAML anchors that repeat one another."
            )
    return None
