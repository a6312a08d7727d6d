"""The Secret of a service: what its spec says through secrets of the configuration and through Outputs.

Its name holds no hash of its content, which would help to guess a short secret to everybody who may look at pods. The
engine gives it a name, and another one to each replacement.
"""

import base64
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pulumi

from ..child import Child
from ..kube.labels import recommended
from . import environment, files

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

ROLE = "secret"


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if contents := contents_of(spec):
        yield Child(role=ROLE, manifest=_secret(name, contents), named_by_engine=True)


def contents_of(spec: "InferenceServiceSpec") -> Mapping[str, Any]:
    """What may be a secret, by its key."""
    return {**environment.secrets(spec), **files.secrets(spec)}


def _secret(name: str, contents: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": f"{name}-secrets", "labels": recommended(name, "secrets")},
        "type": "Opaque",
        "immutable": True,
        "data": {key: _encoded(value) for key, value in contents.items()},
    }


def _encoded(value: Any) -> Any:
    """What is no Output yet is still to be read from the configuration."""
    if not isinstance(value, pulumi.Output):
        return value
    text: pulumi.Output[str] = pulumi.Output.secret(value)
    return text.apply(lambda known: base64.b64encode(known.encode()).decode())
