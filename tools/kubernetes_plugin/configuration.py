"""The provider resource's own inputs: what goes together, and when another cluster is meant."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from tools.kubernetes_plugin.kubeconfig import active_cluster
from tools.kubernetes_plugin.objects import Object, is_unknown

_TARGET = ("kubeconfig", "context", "cluster")
_IDENTIFIER = "clusterIdentifier"
_RENDER = "renderYamlToDirectory"


@dataclass(frozen=True)
class Failure:
    property: str
    reason: str


@dataclass(frozen=True)
class ConfigurationChange:
    changed: tuple[str, ...]
    replacing: tuple[str, ...]


def check_configuration(inputs: Object) -> list[Failure]:
    failures = []
    if inputs.get(_RENDER):
        for name in ("cluster", "context", "kubeconfig"):
            ambient = name == "kubeconfig" and inputs.get(name) == os.environ.get("KUBECONFIG")  # an SDK's default
            if inputs.get(name) and not ambient:
                failures.append(Failure(name, f"{name} cannot be set together with {_RENDER}; remove one of them"))
    elif _is_true(inputs.get("alwaysRender")):
        failures.append(Failure("alwaysRender", f"alwaysRender does nothing without {_RENDER}; set that too"))
    if inputs.get("enableServerSideApply") in (False, "false"):
        reason = (
            "the development plugin updates by server-side apply only; remove the setting, or use the official plugin"
        )
        failures.append(Failure("enableServerSideApply", reason))
    return failures


def compare_configurations(old: Object, new: Object) -> ConfigurationChange:
    """Everything is replaced when the active cluster is another one, as far as the configuration tells."""
    changed = tuple(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))
    unknown = tuple(key for key in _TARGET if is_unknown(new.get(key)))
    replacing: tuple[str, ...]
    if unknown:
        replacing = unknown[:1]
    else:
        replacing = (_RENDER,) if _RENDER in changed else ()
        before, after = (_active_cluster(inputs) for inputs in (old, new))
        if before is not None and after is not None and before != after:
            replacing += tuple(key for key in _TARGET if key in changed)
    if old.get(_IDENTIFIER) and new.get(_IDENTIFIER):
        # The user tells which cluster it is; the kubeconfig may then change as it likes.
        replacing = (_IDENTIFIER,) if _IDENTIFIER in changed else ()
    return ConfigurationChange(changed, replacing)


def _active_cluster(inputs: Object) -> Object | None:
    return active_cluster(*(str(inputs.get(key) or "") for key in _TARGET))


def _is_true(value: Any) -> bool:
    return value is True or value == "true"
