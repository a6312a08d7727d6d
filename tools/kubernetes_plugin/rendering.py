"""`renderYamlToDirectory`: manifests in files instead of objects in a cluster."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from tools.kubernetes_plugin.objects import Object, api_version, is_crd, kind, name, namespace


def manifest_path(directory: str, obj: Object) -> Path:
    """Where an object's manifest goes; definitions sort before what they define."""
    version = re.sub(r"[/:]", "_", api_version(obj))
    file_name = f"{version}-{kind(obj).lower()}-{namespace(obj) or 'default'}-{name(obj)}.yaml"
    return Path(directory) / ("0-crd" if is_crd(obj) else "1-manifest") / file_name


def write_manifest(directory: str, obj: Object) -> Path:
    path = manifest_path(directory, obj)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(obj), encoding="utf-8")
    path.chmod(0o600)
    return path


def remove_manifest(directory: str, obj: Object) -> Path:
    path = manifest_path(directory, obj)
    path.unlink(missing_ok=True)
    return path
