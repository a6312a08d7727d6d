"""ExternalSecrets: what the External Secrets Operator fetches from a store outside the cluster into Secrets.

https://external-secrets.io/latest/api/externalsecret/ (external-secrets.io/v1)
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..child import Child, Timeouts
from ..errors import path_to
from ..inputs import ObjectRef, Text
from ..kube.duration import DurationOrZero, duration_text, parse_duration
from ..kube.labels import recommended
from ..kube.names import DataKey, Dns1123Label
from ..kube.pattern import Matching
from ..kube.references import KeyRef, OptionalKeyRef
from ..model import Model, about
from ..one_of import OneOf, exactly_one
from .certificate import SUFFIX as CERTIFICATE

if TYPE_CHECKING:
    from ..pod_fields import PodFields
    from ..spec import InferenceServiceSpec

EXTERNAL_SECRET = "externalSecret/"
"""Begins the role of one, before its name in the spec."""
_WAIT = Timeouts(create=120, update=120, delete=120)
"""Seconds: the operator answers within some, and asks the store again while an `up` waits."""
_OBJECT = about("ExternalSecret")
Selector = Annotated[str, Matching("choice", r"\S(?:.*\S)?", "is empty, or has spaces around it. Give a name.")]
"""Of a part of an entry in a store, whose grammar is the store's."""


class SecretStoreRefSpec(Model):
    """Where the entries stand: an object that says how a store is reached, and as whom."""

    name: ObjectRef = Field(description="Its name.", examples=["vault"], json_schema_extra=_OBJECT)
    kind: Literal["SecretStore", "ClusterSecretStore"] = Field(
        default="SecretStore",
        description="Whether it stands in the service's namespace or is the whole cluster's. Default: SecretStore.",
        examples=["ClusterSecretStore"],
        json_schema_extra=_OBJECT,
    )


class RemoteRefSpec(Model):
    """An entry of the store."""

    key: Text = Field(description="Its name there.", examples=["prod/openai"], json_schema_extra=_OBJECT)
    property_: Selector | None = Field(
        default=None,
        alias="property",
        description="The part of it that is meant, where it has several. Default: the whole.",
        examples=["apiKey"],
        json_schema_extra=_OBJECT,
    )
    version: Selector | None = Field(
        default=None,
        description="Which version of it. Default: the store's newest.",
        examples=["2"],
        json_schema_extra=_OBJECT,
    )

    def rendered(self) -> dict[str, Any]:
        optional = {"property": self.property_, "version": self.version}
        return {"key": self.key} | {field: value for field, value in optional.items() if value is not None}


class ExternalSecretDataSpec(Model):
    """One key of the Secret."""

    secret_key: DataKey = Field(description="The key.", examples=["key"], json_schema_extra=_OBJECT)
    remote_ref: RemoteRefSpec = Field(
        description="What is kept there.",
        examples=[{"key": "prod/openai", "property": "apiKey"}],
        json_schema_extra=_OBJECT,
    )


class FindNameSpec(Model):
    """By their names."""

    regexp: Selector = Field(
        description="A regular expression that the names match.", examples=["^prod-.*"], json_schema_extra=_OBJECT
    )


class FindSpec(Model):
    """Entries that are looked for; all that is given has to hold."""

    path: Selector | None = Field(
        default=None,
        description="Where they stand, as far as the store has such places. Default: anywhere.",
        examples=["prod"],
        json_schema_extra=_OBJECT,
    )
    name: FindNameSpec | None = Field(
        default=None,
        description="Which names they have. Default: any.",
        examples=[{"regexp": "^prod-.*"}],
        json_schema_extra=_OBJECT,
    )
    tags: dict[str, str] = Field(
        default={},
        description="Tags that they have, as far as the store has such. Default: any.",
        examples=[{"team": "models"}],
        json_schema_extra=_OBJECT,
    )

    def rendered(self) -> dict[str, Any]:
        name = {"regexp": self.name.regexp} if self.name else None
        given = {"path": self.path, "name": name, "tags": self.tags}
        return {field: value for field, value in given.items() if value}


class ExternalSecretDataFromSpec(OneOf):
    """Keys of the Secret that the store names; exactly one field."""

    model_config = exactly_one("extract", "find")

    extract: RemoteRefSpec | None = Field(
        default=None,
        description="An entry whose parts are keys. Default: none.",
        examples=[{"key": "prod/openai"}],
        json_schema_extra=_OBJECT,
    )
    find: FindSpec | None = Field(
        default=None,
        description="Entries each of which is a key, of its name. Default: none.",
        examples=[{"name": {"regexp": "^prod-.*"}}],
        json_schema_extra=_OBJECT,
    )

    def rendered(self) -> dict[str, Any]:
        if self.extract:
            return {"extract": self.extract.rendered()}
        assert self.find is not None, "exactly one"
        return {"find": self.find.rendered()}


class ExternalSecretSpec(Model):
    """A Secret that the External Secrets Operator writes."""

    name: Dns1123Label = Field(
        description="End of its name and of the Secret's, NAME-openai.", examples=["openai"], json_schema_extra=_OBJECT
    )
    secret_store_ref: SecretStoreRefSpec = Field(
        description="The store.", examples=[{"name": "vault", "kind": "ClusterSecretStore"}], json_schema_extra=_OBJECT
    )
    refresh_interval: DurationOrZero = Field(
        default="1h",
        description="How often the store is asked again; 0 asks once. Pods see another value of a variable only when "
        "they start anew. Default: 1h.",
        examples=["15m"],
        json_schema_extra=_OBJECT,
    )
    data: tuple[ExternalSecretDataSpec, ...] = Field(
        default=(),
        description="Keys of the Secret, each with what is kept there. Default: none but those of dataFrom.",
        examples=[[{"secretKey": "key", "remoteRef": {"key": "prod/openai", "property": "apiKey"}}]],
        json_schema_extra=_OBJECT,
    )
    data_from: tuple[ExternalSecretDataFromSpec, ...] = Field(
        default=(),
        description="Entries all parts of which are keys of the Secret, or that are keys themselves. Default: none.",
        examples=[[{"extract": {"key": "prod/openai"}}]],
        json_schema_extra=_OBJECT,
    )


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    names: set[str] = set()
    for at, one in enumerate(spec.external_secrets):
        path = f"externalSecrets[{at}]"
        if one.name in names:
            yield f"{path}.name", f"{one.name} is there twice. Rename one."
        names.add(one.name)
        if not one.data and not one.data_from:
            yield path, "says nothing of what is in it. Give data, or dataFrom."
        for place, found in enumerate(one.data_from):
            if found.find and not found.find.rendered():
                yield f"{path}.dataFrom[{place}].find", "would find all that the store has. Give name, tags or path."
        keys: set[str] = set()
        for place, entry in enumerate(one.data):
            if entry.secret_key in keys:
                yield f"{path}.data[{place}].secretKey", f"{entry.secret_key} is there twice. Leave one out."
            keys.add(entry.secret_key)


def certificate_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    for at, one in enumerate(spec.external_secrets):
        if spec.certificate and spec.certificate.secret_name is None and one.name == CERTIFICATE:
            yield (
                f"externalSecrets[{at}].name",
                f"{one.name} is the end of the name of certificate's Secret. Give another.",
            )


def reference_problems(name: str, spec: "PodFields") -> Iterator[tuple[str, str]]:
    """References of a service's pods to keys that its own ExternalSecrets do not make."""
    made = {secret_name(name, one): one for one in spec.external_secrets}
    for path, reference in _references(spec, "") if made else ():
        one = made.get(reference.name) if isinstance(reference.name, str) else None
        needed = not (isinstance(reference, OptionalKeyRef) and reference.optional)
        keys = [entry.secret_key for entry in one.data] if one and not one.data_from else None
        if needed and keys is not None and reference.key not in keys:
            yield (
                f"{path}.key",
                f"{reference.key} is no key of {reference.name}, which externalSecrets makes with {', '.join(keys)}. "
                "Give one of its keys, or list this one in its data.",
            )


def secret_name(service: str, one: ExternalSecretSpec) -> str:
    """Of the ExternalSecret, and of the Secret that it is for."""
    return f"{service}-{one.name}"


def new_secrets(name: str, spec: "PodFields") -> Iterator[tuple[str, str]]:
    """The names of all, each with the place of it in the spec."""
    for at, one in enumerate(spec.external_secrets):
        yield f"externalSecrets[{at}]", secret_name(name, one)


def children(name: str, spec: "PodFields") -> Iterator[Child]:
    for one in spec.external_secrets:
        yield Child(role=f"{EXTERNAL_SECRET}{one.name}", manifest=_manifest(name, one), timeouts=_WAIT)


def _manifest(service: str, one: ExternalSecretSpec) -> dict[str, Any]:
    """An `up` waits until the operator has written the Secret, which the pods would wait for otherwise."""
    data = [{"secretKey": entry.secret_key, "remoteRef": entry.remote_ref.rendered()} for entry in one.data]
    data_from = [entry.rendered() for entry in one.data_from]
    return {
        "apiVersion": "external-secrets.io/v1",
        "kind": "ExternalSecret",
        "metadata": {
            "name": secret_name(service, one),
            "labels": recommended(service, one.name),
            "annotations": {"pulumi.com/waitFor": "condition=Ready"},
        },
        "spec": {
            "secretStoreRef": {"name": one.secret_store_ref.name, "kind": one.secret_store_ref.kind},
            "refreshInterval": duration_text(parse_duration(one.refresh_interval)),
            "target": {"name": secret_name(service, one)},
            **({"data": data} if data else {}),
            **({"dataFrom": data_from} if data_from else {}),
        },
    }


def _references(value: Any, path: str) -> Iterator[tuple[str, KeyRef]]:
    """Every `secretKeyRef` below a value, with its place."""
    if isinstance(value, Model):
        for field, declared in type(value).model_fields.items():
            place, one = path_to(path, [declared.alias or field]), getattr(value, field)
            if field == "secret_key_ref" and isinstance(one, KeyRef):
                yield place, one
            else:
                yield from _references(one, place)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _references(one, path_to(path, [key]))
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from _references(one, path_to(path, [at]))
