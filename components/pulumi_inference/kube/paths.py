"""Paths of a container's own files."""

from typing import Annotated

from .pattern import Matching

Directory = Annotated[
    str,
    Matching(
        "directory",
        r"(?:/(?!\.{1,2}(?:/|$))[^/:\s]+)+",
        "is not the path of a directory. Give an absolute one such as /var/cache: no colon, no space, no . or .. and "
        "no slash at the end.",
        4096,
    ),
]
"""Where something is mounted in a container: absolute, without a colon (ValidateVolumeMounts in k8s.io/kubernetes)."""
