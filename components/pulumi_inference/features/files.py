"""Files of the model server's container: written in the spec, or keys of ConfigMaps and Secrets.

https://kubernetes.io/docs/concepts/storage/projected-volumes/
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import yaml
from pydantic import AfterValidator, Field

from ..child import Child
from ..digest import digest
from ..inputs import Text, known_later
from ..kube.labels import recommended
from ..kube.pattern import Matching
from ..kube.references import KeyRef
from ..model import about, fault
from ..one_of import OneOf, exactly_one
from ..pod_part import PodOf, PodPart
from .environment import own_secret

if TYPE_CHECKING:
    from ..pod_fields import PodFields

VOLUME = "files"
"""The one volume that has them all; each is mounted by its key."""
LARGEST = 2**20
"""Bytes of a ConfigMap's or a Secret's data (MaxSecretSize in k8s.io/api/core/v1)."""
LONGEST_PATH = 240
"""A key has 253 characters, with the service's own prefix before it."""
_NAME = r"\.?[A-Za-z0-9_-][-._A-Za-z0-9]*"
FilePath = Annotated[
    str,
    Matching(
        "file_path",
        rf"(?:/{_NAME})+",
        "is not the path of a file that can be mounted. Start with a slash, and use letters, digits, dashes, "
        "underscores and dots between slashes.",
        LONGEST_PATH,
    ),
]


def _plain(value: Any) -> Any:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise fault(
            "plain_data",
            "holds what is no plain data, such as an Output. Give plain values, or render it yourself and give it as "
            "text: pulumi.Output.json_dumps(...).",
        ) from None
    return value


PlainData = Annotated[Any, AfterValidator(_plain)]
"""Maps, lists, texts, numbers and switches."""


class FileSpec(OneOf):
    """One file: its path, and exactly one field that says what is in it."""

    model_config = exactly_one("text", "yaml", "json", "file", "configMapKeyRef", "secretKeyRef")

    path: FilePath = Field(
        description="Path of the file in the container. What the image has beside it stays; what it has there is "
        "hidden.",
        examples=["/app/config/app.yaml"],
        json_schema_extra=about("ConfigMap", "Secret", "Deployment"),
    )
    text: Text | None = Field(
        default=None,
        description="Its text. A secret of the configuration and an Output go into the Secret NAME-secrets, all else "
        "into the ConfigMap NAME-config. Default: none.",
        examples=["debug: true"],
        json_schema_extra=about("ConfigMap", "Secret", "Deployment"),
    )
    yaml_: PlainData | None = Field(
        default=None,
        alias="yaml",
        description="A map or a list, written as YAML. Default: none.",
        examples=[{"server": {"port": 8080, "workers": 4}}],
        json_schema_extra=about("ConfigMap", "Deployment"),
    )
    json_: PlainData | None = Field(
        default=None,
        alias="json",
        description="A map or a list, written as JSON. Default: none.",
        examples=[{"server": {"port": 8080, "workers": 4}}],
        json_schema_extra=about("ConfigMap", "Deployment"),
    )
    file: str | None = Field(
        default=None,
        description="Path of a file of UTF-8 text beside the program, from the folder of Pulumi.yaml. Default: none.",
        examples=["config/logging.conf"],
        json_schema_extra=about("ConfigMap", "Deployment"),
    )
    config_map_key_ref: KeyRef | None = Field(
        default=None,
        description="A key of a ConfigMap that exists; running pods do not see a change of it. Default: none.",
        examples=[{"name": "settings", "key": "app.yaml"}],
        json_schema_extra=about("Deployment"),
    )
    secret_key_ref: KeyRef | None = Field(
        default=None,
        description="A key of a Secret that exists; running pods do not see a change of it. Default: none.",
        examples=[{"name": "credentials", "key": "netrc"}],
        json_schema_extra=about("Deployment"),
    )


def pod(of: PodOf) -> PodPart:
    files = of.spec.files
    if not files:
        return PodPart()
    mounts = [
        {"name": VOLUME, "mountPath": file.path, "subPath": key_of(file.path), "readOnly": True} for file in files
    ]
    return PodPart(
        spec={"volumes": [{"name": VOLUME, "projected": {"sources": list(_sources(of))}}]},
        server={"volumeMounts": mounts},
    )


def children(name: str, spec: "PodFields") -> Iterator[Child]:
    if manifest := config_map(name, spec):
        yield Child(role="config_map", manifest=manifest)


def config_map(name: str, spec: "PodFields") -> dict[str, Any] | None:
    """It cannot change: what is written otherwise has a new name, and what is written again its old one.

    None where nothing is written.
    """
    data = texts(spec)
    if not data:
        return None
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": f"{name}-config-{digest(data)[:8]}", "labels": recommended(name, "config")},
        "immutable": True,
        "data": data,
    }


def texts(spec: "PodFields") -> Mapping[str, str]:
    """What goes into the service's ConfigMap, by its key there."""
    found = {key_of(file.path): _text(file) for file in spec.files if not known_later(file.text)}
    return {key: text for key, text in found.items() if text is not None}


def secrets(spec: "PodFields") -> Mapping[str, Any]:
    """What goes into the service's Secret, by its key there."""
    return {_kept_as(file): file.text for file in spec.files if known_later(file.text)}


def key_of(path: str) -> str:
    """A ConfigMap has no slashes in its keys."""
    return path.removeprefix("/").replace("/", ".")


def _kept_as(file: FileSpec) -> str:
    """In the service's Secret, where variables have keys of their own."""
    return f"file.{key_of(file.path)}"


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    counted = Counter(key_of(file.path) for file in spec.files)
    for at, file in enumerate(spec.files):
        if counted[key_of(file.path)] > 1:
            yield (
                f"files[{at}].path",
                f"{file.path} is there twice, as {key_of(file.path)} in a ConfigMap, which has no slashes. "
                "Give another.",
            )
            return


def file_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    for at, file in enumerate(spec.files):
        try:
            size = len((_text(file) or "").encode())
        except (OSError, UnicodeDecodeError):
            yield (
                f"files[{at}].file",
                f"{file.file} cannot be read as UTF-8 text. Give the path of a file, from the folder of Pulumi.yaml.",
            )
            continue
        if size > LARGEST:
            yield f"files[{at}]", "is larger than 1 MiB, which no ConfigMap can hold. Put it into a volume."


def _text(file: FileSpec) -> str | None:
    """What stands in the spec, or beside the program; None where it is in the cluster."""
    if file.yaml_ is not None:
        return yaml.safe_dump(file.yaml_, sort_keys=False, allow_unicode=True)
    if file.json_ is not None:
        return json.dumps(file.json_, indent=2, ensure_ascii=False) + "\n"
    if file.file is not None:
        return Path(file.file).read_text(encoding="utf-8")
    return file.text if isinstance(file.text, str) else None


def _sources(of: PodOf) -> Iterator[dict[str, Any]]:
    if manifest := config_map(of.name, of.spec):
        yield {"configMap": {"name": manifest["metadata"]["name"]}}
    if items := [
        {"key": _kept_as(file), "path": key_of(file.path)} for file in of.spec.files if known_later(file.text)
    ]:
        yield {"secret": {"name": own_secret(of), "items": items}}
    for file in of.spec.files:
        for kind, ref in (("configMap", file.config_map_key_ref), ("secret", file.secret_key_ref)):
            if ref:
                yield {kind: {"name": ref.name, "items": [{"key": ref.key, "path": key_of(file.path)}]}}
