"""Credentials of the registries that images are pulled from.

https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import pulumi
from pydantic import Field

from ..inputs import Elsewhere, Text
from ..kube.pattern import Matching
from ..kube.secret_data import in_base64
from ..model import Model, about
from ..pod_part import PodOf, PodPart

if TYPE_CHECKING:
    from ..pod_fields import PodFields

ROLE = "registry_secret"
Server = Annotated[
    str,
    Matching(
        "registry",
        r"(?:https?://)?[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:/[-A-Za-z0-9._/]*)?",
        "is not the address of a registry. Give one such as registry.example.com, or https://index.docker.io/v1/ for "
        "Docker Hub.",
        253,
    ),
]


class RegistrySpec(Model):
    """Who pulls from a registry."""

    server: Server = Field(
        description="Address of the registry, as references begin with it; https://index.docker.io/v1/ for Docker Hub.",
        examples=["registry.example.com"],
        json_schema_extra=about("Secret"),
    )
    username: Text = Field(description="Name of the user.", examples=["pull"], json_schema_extra=about("Secret"))
    password: Text = Field(
        description="Password or token: an Output, or a secret of the configuration, and no text in clear.",
        examples=[{"valueFrom": {"secretConfig": "registryPassword"}}],
        json_schema_extra=about("Secret"),
    )


class Pulls(Protocol):
    """What has credentials of registries: a service, or a namespace for all of its services."""

    @property
    def registries(self) -> tuple[RegistrySpec, ...]: ...


def pod(of: PodOf) -> PodPart:
    names = list(of.spec.image_pull_secrets)
    if of.spec.registries:
        names.append(of.spec.secret_name(ROLE, f"{of.name}-registries"))
    return PodPart(spec={"imagePullSecrets": [{"name": name} for name in names]} if names else {})


def data(spec: Pulls) -> dict[str, Any]:
    """Of the Secret, encoded; nothing where no registry is named."""
    return {".dockerconfigjson": _docker_config(spec.registries)} if spec.registries else {}


def problems(spec: Pulls) -> Iterator[tuple[str, str]]:
    counted = Counter(registry.server for registry in spec.registries)
    for at, registry in enumerate(spec.registries):
        if isinstance(registry.password, str):
            yield (
                f"registries[{at}].password",
                "stands in clear. Name a secret of the configuration: valueFrom: {secretConfig: KEY}; in Python, or "
                "give an Output: config.require_secret(KEY).",
            )
        if counted[registry.server] > 1:
            yield f"registries[{at}].server", f"{registry.server} is listed twice. Leave one out."
            return


def pull_secret_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    names = spec.image_pull_secrets
    for at, name in enumerate(names):
        if isinstance(name, str) and name in names[:at]:
            yield f"imagePullSecrets[{at}]", f"{name} is listed twice. Leave one out."


def _docker_config(registries: tuple[RegistrySpec, ...]) -> Any:
    leaves: list[Any] = [leaf for registry in registries for leaf in (registry.username, registry.password)]
    if any(isinstance(leaf, Elsewhere) for leaf in leaves):  # still to be read from the configuration
        return registries
    known: pulumi.Output[list[str]] = pulumi.Output.secret(leaves)
    return known.apply(lambda texts: _encoded([registry.server for registry in registries], texts))


def _encoded(servers: list[str], texts: list[str]) -> str:
    pairs = zip(texts[::2], texts[1::2], strict=True)
    auths = {
        server: {"username": user, "password": password, "auth": in_base64(f"{user}:{password}")}
        for server, (user, password) in zip(servers, pairs, strict=True)
    }
    return in_base64(json.dumps({"auths": auths}))
