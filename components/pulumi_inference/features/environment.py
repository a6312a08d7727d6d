"""Environment variables of the model server's container.

https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
"""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Annotated, Any

import pulumi
from pydantic import Field

from ..errors import path_to
from ..inputs import ConfigKey, Elsewhere, ObjectRef, input_of, known_later
from ..kube.names import EnvName
from ..kube.pattern import ByKey
from ..kube.references import FieldRef, OptionalKeyRef, ResourceFieldRef
from ..model import Model, Switch, about
from ..one_of import OneOf, exactly_one
from ..pod_part import PodOf, PodPart

if TYPE_CHECKING:
    from ..pod_fields import PodFields


class EnvVarSource(OneOf):
    """Where the value of a variable stands; exactly one field."""

    model_config = exactly_one("secretConfig", "secretKeyRef", "configMapKeyRef", "fieldRef", "resourceFieldRef")

    secret_config: ConfigKey | None = Field(
        default=None,
        description="Key of a secret in the stack's configuration, which goes into the Secret NAME-secrets. "
        "Default: none.",
        examples=["hfToken"],
        json_schema_extra=about("Secret", "Deployment"),
    )
    secret_key_ref: OptionalKeyRef | None = Field(
        default=None,
        description="A key of a Secret that exists. Default: none.",
        examples=[{"name": "hf", "key": "token"}],
        json_schema_extra=about("Deployment"),
    )
    config_map_key_ref: OptionalKeyRef | None = Field(
        default=None,
        description="A key of a ConfigMap that exists. Default: none.",
        examples=[{"name": "settings", "key": "level"}],
        json_schema_extra=about("Deployment"),
    )
    field_ref: FieldRef | None = Field(
        default=None,
        description="A field of the pod. Default: none.",
        examples=[{"fieldPath": "status.podIP"}],
        json_schema_extra=about("Deployment"),
    )
    resource_field_ref: ResourceFieldRef | None = Field(
        default=None,
        description="What the container asks for, or may use. Default: none.",
        examples=[{"resource": "limits.memory"}],
        json_schema_extra=about("Deployment"),
    )


class EnvVarFrom(Elsewhere):
    """The value of a variable that is read from elsewhere."""

    value_from: EnvVarSource = Field(
        description="Where the value stands.",
        examples=[{"secretKeyRef": {"name": "hf", "key": "token"}}],
        json_schema_extra=about("Deployment", "Secret"),
    )

    @property
    def config_key(self) -> str | None:
        return self.value_from.secret_config


class EnvFromSpec(Model):
    """All keys of a ConfigMap or a Secret as variables."""

    config_map_ref: ObjectRef | None = Field(
        default=None,
        description="Name of a ConfigMap that exists. Default: none.",
        examples=["settings"],
        json_schema_extra=about("Deployment"),
    )
    secret_ref: ObjectRef | None = Field(
        default=None,
        description="Name of a Secret that exists. Default: none.",
        examples=["credentials"],
        json_schema_extra=about("Deployment"),
    )
    prefix: EnvName | None = Field(
        default=None,
        description="What stands before each key. Default: nothing.",
        examples=["APP_"],
        json_schema_extra=about("Deployment"),
    )
    optional: Switch = Field(
        default=False,
        description="Whether pods start without it where it is missing. Default: false, they wait for it.",
        examples=[True],
        json_schema_extra=about("Deployment"),
    )


if TYPE_CHECKING:
    EnvValue = pulumi.Input[str] | EnvVarFrom
else:
    EnvValue = input_of(str, EnvVarFrom)
Env = Annotated[dict[EnvName, EnvValue], ByKey()]


def divisor_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    """https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ (validateResourceFieldSelector)."""
    for name, value in spec.env.items():
        asked = value.value_from.resource_field_ref if isinstance(value, EnvVarFrom) else None
        fits = asked is None or asked.divisor == "1" or (asked.divisor == "1m") == asked.resource.endswith(".cpu")
        if asked and not fits:
            amount = (
                "cores are counted by 1 or 1m" if asked.resource.endswith(".cpu") else "bytes are counted by 1 or more"
            )
            yield (
                f"{path_to('env', [name])}.valueFrom.resourceFieldRef.divisor",
                f"{asked.divisor} is no divisor of {asked.resource}: {amount}. Give another.",
            )


def pod(of: PodOf) -> PodPart:
    return PodPart(server=rendered(of, of.spec.env, of.spec.env_from, OF_THE_SERVER))


def rendered(of: PodOf, env: Mapping[str, Any], env_from: tuple[EnvFromSpec, ...], whose: str) -> dict[str, Any]:
    """`env` and `envFrom` of a container; `whose` begins the keys of its secrets."""
    variables = [_variable(of, name, env[name], whose) for name in _named_first(env)]
    sources = [_source(one) for one in env_from]
    return ({"env": variables} if variables else {}) | ({"envFrom": sources} if sources else {})


def names_variable(value: Any, name: str) -> bool:
    """Whether a plain value has that of another variable in it."""
    return isinstance(value, str) and f"$({name})" in value


def _named_first(env: Mapping[str, Any]) -> list[str]:
    """Kubernetes puts in the values of variables that stand earlier, and the engine hands maps over in the order of
    their keys. Variables that name one another in a circle stay as they are, as they would there."""
    sorter = TopologicalSorter(
        {name: [one for one in env if names_variable(value, one)] for name, value in env.items()}
    )
    try:
        return list(sorter.static_order())
    except CycleError:
        return list(env)


def _variable(of: PodOf, name: str, value: Any, whose: str) -> dict[str, Any]:
    """What is not known in the spec may be a secret, and never stands in the pod itself."""
    if known_later(value):
        return {
            "name": name,
            "valueFrom": {"secretKeyRef": {"name": own_secret(of), "key": f"{whose}.{name}"}},
        }
    if isinstance(value, EnvVarFrom):
        return {"name": name, "valueFrom": _rendered(value.value_from)}
    # The API server leaves out an empty value, and a preview would show it for ever.
    return {"name": name} | ({"value": value} if value else {})


def secrets(spec: "PodFields") -> Mapping[str, Any]:
    """What goes into the service's Secret, by its key there."""
    return secret_values(spec.env, OF_THE_SERVER)


def secret_values(env: Mapping[str, Any], whose: str) -> Mapping[str, Any]:
    """Of a container's variables those that are not known in the spec, by their keys in the service's Secret."""
    return {f"{whose}.{name}": value for name, value in env.items() if known_later(value)}


def own_secret(of: PodOf) -> Any:
    """The name of the Secret that the service makes (secrets.py)."""
    return of.spec.secret_name("secret", f"{of.name}-secrets")


OF_THE_SERVER = "env"
"""Begins the keys of the server's variables in the service's Secret, where files have keys of their own."""


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    for at, message in source_problems(spec.env_from):
        yield f"envFrom[{at}]", message


def source_problems(env_from: tuple[EnvFromSpec, ...]) -> Iterator[tuple[int, str]]:
    """Of the sources of a container's variables, each by its place."""
    for at, source in enumerate(env_from):
        if (source.config_map_ref is None) == (source.secret_ref is None):
            given = "none of configMapRef and secretRef" if source.secret_ref is None else "configMapRef and secretRef"
            yield at, f"has {given}. Give one of the two."


def _rendered(source: EnvVarSource) -> dict[str, Any]:
    if source.secret_key_ref:
        return {"secretKeyRef": source.secret_key_ref.rendered()}
    if source.config_map_key_ref:
        return {"configMapKeyRef": source.config_map_key_ref.rendered()}
    if source.field_ref:
        # The API server writes the default of apiVersion into the live object.
        return {"fieldRef": {"apiVersion": "v1", "fieldPath": source.field_ref.field_path}}
    assert source.resource_field_ref is not None, "exactly one"
    return {"resourceFieldRef": source.resource_field_ref.model_dump(by_alias=True)}


def _source(source: EnvFromSpec) -> dict[str, Any]:
    optional = {"optional": True} if source.optional else {}
    prefix = {"prefix": source.prefix} if source.prefix else {}
    kind = "configMapRef" if source.secret_ref is None else "secretRef"
    return prefix | {
        kind: {"name": source.config_map_ref if source.secret_ref is None else source.secret_ref} | optional
    }
