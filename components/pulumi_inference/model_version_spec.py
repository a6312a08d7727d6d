"""A version of a model, as a user declares it beside the services, and what a service takes from it."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self
from urllib.parse import urlsplit, urlunsplit

from pydantic import Field, ValidationError, model_validator
from pydantic.alias_generators import to_snake
from pydantic_core import PydanticCustomError

from .errors import CONFLICT, Problem, path_to, problems_of
from .features.gpus import container_resources
from .features.model_source import ModelSourceSpec
from .features.resources import ResourcesSpec
from .inputs import PlainModelRef
from .kube.names import NamespaceName, ObjectName
from .kube.object_store import Checksum, ObjectKey
from .kube.pattern import ByKey
from .limits import size_problem
from .model import Model, about
from .model_version_crd import GROUP, KIND, VERSION, Framework

_OBJECT = about(KIND)
MODEL_VERSIONS = "modelVersions"


class ModelVersionSpec(Model):
    """A version of a model: where its files are, and what it takes to serve them."""

    model_name: PlainModelRef = Field(
        description="Name of the model.", examples=["sentiment-analyzer"], json_schema_extra=_OBJECT
    )
    version: PlainModelRef = Field(description="Which version of it.", examples=["v1.2.0"], json_schema_extra=_OBJECT)
    source: ModelSourceSpec = Field(
        description="Where its files come from, in plain text; exactly one field.",
        examples=[{"s3": {"bucket": "ml-models", "key": "sentiment/v1.2.0/model.onnx"}}],
        json_schema_extra=_OBJECT,
    )
    checksum: Checksum | None = Field(
        default=None,
        description="Of its one file. Default: none.",
        examples=["sha256:" + "0123456789abcdef" * 4],
        json_schema_extra=_OBJECT,
    )
    checksums: Annotated[dict[ObjectKey, Checksum], ByKey()] = Field(
        default={},
        description="Of each of several files. Default: none.",
        examples=[{"model.onnx": "sha256:" + "0123456789abcdef" * 4}],
        json_schema_extra=_OBJECT,
    )
    framework: Framework = Field(description="What can load it.", examples=["pytorch"], json_schema_extra=_OBJECT)
    resources: ResourcesSpec | None = Field(
        default=None,
        description="Of a pod that serves it; what a service says itself comes before it. Default: none.",
        examples=[{"cpu": "1", "memory": "4Gi", "gpus": 1}],
        json_schema_extra=_OBJECT,
    )
    name: ObjectName | None = Field(
        default=None,
        description="Name of the object. Default: the name that it is declared under.",
        examples=["sentiment-model-v1-2-0"],
        json_schema_extra=_OBJECT,
    )
    namespace: NamespaceName | None = Field(
        default=None,
        description="Namespace of the object. Default: the provider's.",
        examples=["ml-production"],
        json_schema_extra=_OBJECT,
    )

    @model_validator(mode="after")
    def _is_plain(self) -> Self:
        """The object stands in clear in the cluster."""
        hidden = [path for path, leaf in _leaves(self.source) if not isinstance(leaf, str)]
        if hidden:
            message = "has to be plain text: the ModelVersion stands in clear in the cluster. Give credentials to the "
            problems = [(f"source.{path}", f"{message}service: model.credentials.") for path in hidden]
            raise PydanticCustomError(CONFLICT, "A leaf is not plain.", {"problems": problems})
        return self

    @property
    def model_ref(self) -> str:
        """What a service calls the model that says no modelRef itself."""
        return f"{self.model_name}:{self.version}"

    def serving(self, spec: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The spec of a service with this version as its model: its files, their checksums and, where the spec does
        not say others, its name and resources."""
        own = dict(spec or {})
        _, model = _given(own, "model")
        filled = _serving(self, {**own, "model": dict(model or {})})
        return _with_resources(self, filled)


def manifest(name: str, spec: ModelVersionSpec) -> dict[str, Any]:
    """The ModelVersion."""
    content = {
        "modelName": spec.model_name,
        "version": spec.version,
        "modelUri": model_uri(spec.source),
        "framework": spec.framework,
        "checksum": spec.checksum,
        "checksums": spec.checksums or None,
        "resources": _amounts(spec.resources),
    }
    namespace = {"namespace": spec.namespace} if spec.namespace else {}
    return {
        "apiVersion": f"{GROUP}/{VERSION}",
        "kind": KIND,
        "metadata": {"name": spec.name or name, **namespace},
        "spec": {field: value for field, value in content.items() if value is not None},
    }


def model_uri(source: ModelSourceSpec) -> str:
    """Where the files are, in one line; without a query, in which a signature may stand."""
    path: tuple[Any, ...]
    match source.named:
        case "http" if source.http:
            parts = urlsplit(str(source.http.url))
            return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        case "s3" if source.s3:
            path = (source.s3.bucket, source.s3.key)
        case "gs" if source.gs:
            path = (source.gs.bucket, source.gs.object)
        case "az" if source.az:
            path = (source.az.account, source.az.container, source.az.blob)
        case "hf" if source.hf:
            path = (f"{source.hf.repository}@{source.hf.revision}",)
        case "oci" if source.oci:
            path = (source.oci.reference, source.oci.path)
        case _:
            assert source.pvc, "exactly one"
            path = (source.pvc.claim_name, source.pvc.path)
    return f"{source.named}://{'/'.join(str(part) for part in path if part)}"


class ModelVersions:
    """Those that a configuration declares, and the services that take their models from them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.found: dict[str, ModelVersionSpec] = {}
        self._declared: tuple[str, ...] = ()

    def add_all(self, raw: Any) -> None:
        """Adds those of a map from name to spec, and everything wrong with it."""
        if not isinstance(raw, Mapping):
            message = "is not a map from a name to a version of a model. Give one such as sentiment: {modelName: ...}."
            self.problems.append(Problem(MODEL_VERSIONS, message, "wrong_type"))
            return
        self._declared = tuple(map(str, raw))
        for name, spec in raw.items():
            path = path_to(MODEL_VERSIONS, [str(name)])
            if reason := size_problem(spec):
                self.problems.append(Problem(path, reason, "too_large"))
                continue
            try:
                self.found[str(name)] = ModelVersionSpec.model_validate(spec, by_name=False, by_alias=True)
            except ValidationError as error:
                self.problems += problems_of(error, ModelVersionSpec, path)

    def resolved(self, raw: Any, path: str) -> tuple[Any, list[Problem]]:
        """A service's spec with its models in the place of their names, and what is wrong with these."""
        problems: list[Problem] = []
        if not isinstance(raw, Mapping):
            return raw, problems
        filled, version = self._track(raw, path, problems)
        if version:
            filled = _with_resources(version, filled)
        self._below(filled, "canary", path, problems)
        key, colors = _given(filled, "blueGreen")
        if isinstance(colors, Mapping):
            filled[key] = dict(colors)
            for color in ("blue", "green"):
                self._below(filled[key], color, f"{path}.blueGreen", problems)
        return filled, problems

    def _below(self, around: dict[Any, Any], field: str, path: str, problems: list[Problem]) -> None:
        """Fills the track of a field, where there is one."""
        if isinstance(around.get(field), Mapping):
            around[field], _ = self._track(around[field], f"{path}.{field}", problems)

    def _track(
        self, track: Mapping[Any, Any], path: str, problems: list[Problem]
    ) -> tuple[dict[Any, Any], ModelVersionSpec | None]:
        model = track.get("model")
        source = model.get("source") if isinstance(model, Mapping) else None
        key, name = _given(source, "modelVersion") if isinstance(source, Mapping) else ("", None)
        if name is None or not isinstance(model, Mapping) or not isinstance(source, Mapping):
            return dict(track), None
        at = f"{path}.model"
        if others := sorted(str(field) for field in source if field != key):
            message = f"stands beside {others[0]}, and a model comes from one place. Leave one out."
            problems.append(Problem(f"{at}.source.modelVersion", message))
        for field in ("checksum", "checksums"):
            if field in model:
                message = "stands beside a modelVersion, which says it itself. Leave it out."
                problems.append(Problem(f"{at}.{field}", message))
        if not isinstance(name, str) or name not in self._declared:
            there = f"It has {', '.join(self._declared)}." if self._declared else "It has none."
            message = (
                f"{name} is declared nowhere in {MODEL_VERSIONS} of this configuration, and one that lives only in the "
                f"cluster cannot decide structure at preview. {there}"
            )
            problems.append(Problem(f"{at}.source.modelVersion", message))
        version = self.found.get(name) if isinstance(name, str) else None
        if version is None:  # of which enough is said: the rest of the spec is looked at without it
            rest = {field: value for field, value in track.items() if field != "model"}
            return ({"modelRef": "unknown"} if _given(rest, "modelRef")[1] is None else {}) | rest, None
        return _serving(version, track), version


def _serving(version: ModelVersionSpec, track: Mapping[Any, Any]) -> dict[Any, Any]:
    """A track with the model of a version."""
    files = {
        "source": version.source.model_dump(by_alias=True, exclude_unset=True),
        "checksum": version.checksum,
        "checksums": version.checksums or None,
    }
    model = {**track["model"], **{field: value for field, value in files.items() if value is not None}}
    named = {} if _given(track, "modelRef")[1] is not None else {"modelRef": version.model_ref}
    return {**named, **track, "model": model}


def _with_resources(version: ModelVersionSpec, spec: Mapping[Any, Any]) -> dict[Any, Any]:
    own = spec.get("resources") or {}
    if version.resources is None or not isinstance(own, Mapping):
        return dict(spec)
    taken = version.resources.model_dump(by_alias=True, exclude_unset=True)
    return {**spec, "resources": {**{field: it for field, it in taken.items() if _given(own, field)[1] is None}, **own}}


def _given(fields: Mapping[Any, Any], name: str) -> tuple[str, Any]:
    """A field by its name in YAML or in Python: how it is spelled there, and its value."""
    spellings = (name, to_snake(name))
    return next(((spelled, fields[spelled]) for spelled in spellings if spelled in fields), (name, None))


def _leaves(source: ModelSourceSpec) -> Iterator[tuple[str, Any]]:
    if source.downloaded:
        yield from ((f"{source.named}.{field}", leaf) for field, leaf in source.downloaded.leaves().items())
    elif source.oci:
        yield "oci.reference", source.oci.reference
    elif source.pvc:
        yield "pvc.claimName", source.pvc.claim_name


def _amounts(resources: ResourcesSpec | None) -> dict[str, Any] | None:
    """As a container asks for them, but for claims, which are objects of a service."""
    asked = container_resources(resources).get("resources", {}) if resources else {}
    return {name: amounts for name, amounts in asked.items() if name != "claims"} or None
