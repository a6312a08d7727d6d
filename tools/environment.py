"""The environment of every command that we run: the user's, without what could lead it to another cluster or state."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

# Pulumi's and kubectl's own settings, cloud credentials, and what makes Python load something else.
FOREIGN = ("PULUMI_", "KUBE", "HELM_", "AWS_", "AZURE_", "ARM_", "GOOGLE_", "CLOUDSDK_", "PYTHON", "VIRTUAL_ENV")
LOCALHOST = "127.0.0.1,localhost"


def clean_environment(source: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Proxies are for the outside: servers on this machine are never asked through one."""
    kept = {name: value for name, value in source.items() if not name.startswith(FOREIGN)}
    for name in ("NO_PROXY", "no_proxy"):
        kept[name] = ",".join(filter(None, [kept.get(name, ""), LOCALHOST]))
    return kept


def with_path(environment: Mapping[str, str], folders: Iterable[Path]) -> dict[str, str]:
    """These folders come first, then this interpreter's, then the user's."""
    first = [str(folder) for folder in (*folders, Path(sys.prefix) / "bin")]
    return {**environment, "PATH": os.pathsep.join([*first, environment.get("PATH", os.defpath)])}
