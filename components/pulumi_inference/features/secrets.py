"""The Secrets of a service: what its spec says through secrets of the configuration and through Outputs.

Their names hold no hash of their content, by which everybody who may look at pods could guess a short secret. The
engine names them, and gives another name to each replacement.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pulumi

from ..child import Child
from ..kube.labels import recommended
from ..kube.secret_data import in_base64
from . import containers, environment, files, registries

if TYPE_CHECKING:
    from ..pod_fields import PodFields

OWN = "secret"
"""The role of the one with variables and files."""


def children(name: str, spec: "PodFields") -> Iterator[Child]:
    found = kept(spec)
    if OWN in found:
        yield _child(OWN, name, "secrets", "Opaque", found[OWN])
    if registries.ROLE in found:
        yield _child(registries.ROLE, name, "registries", "kubernetes.io/dockerconfigjson", found[registries.ROLE])


def kept(spec: "PodFields") -> Mapping[str, Mapping[str, Any]]:
    """The data of each Secret, by its role."""
    given = {
        **environment.secrets(spec),
        **files.secrets(spec),
        **containers.secrets(spec),
        **spec.further_secrets(),
    }
    own = {key: _encoded(value) for key, value in given.items()}
    found = {OWN: own, registries.ROLE: registries.data(spec)}
    return {role: data for role, data in found.items() if data}


def _child(role: str, service: str, suffix: str, kind: str, data: Mapping[str, Any]) -> Child:
    manifest = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": f"{service}-{suffix}", "labels": recommended(service, suffix)},
        "type": kind,
        "immutable": True,
        "data": data,
    }
    return Child(role=role, manifest=manifest, named_by_engine=True)


def _encoded(value: Any) -> Any:
    """What is no Output yet is still to be read from the configuration."""
    if not isinstance(value, pulumi.Output):
        return value
    text: pulumi.Output[str] = pulumi.Output.secret(value)
    return text.apply(in_base64)
