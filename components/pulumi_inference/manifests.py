"""Files of kind ZerfooInferenceService, as the operator takes them: `inference:manifests`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from .errors import Problem, path_to, problems_of, shown
from .kube.duration import NANOSECONDS
from .kube.names import NamespaceName, ServiceName
from .limits import LARGEST_SPEC, size_problem
from .model import Model
from .parsing import Parsing
from .strict_yaml import YamlProblem, documents

KIND = "ZerfooInferenceService"
QUANTITIES = ("cpu", "memory", "gpuMemory")
"""Of the operator's resources: Go writes one that is not given as an empty string."""


class Metadata(Model):
    """Where a resource names itself, as every object of Kubernetes does."""

    name: ServiceName | None = Field(
        default=None, description="Name of the service. Default: the name at the top.", examples=["chat"]
    )
    namespace: NamespaceName | None = Field(
        default=None, description="Its namespace. Default: the one at the top.", examples=["inference"]
    )
    uid: Any = Field(default=None, description="Set by the API server; ignored, as are all below.")
    resource_version: Any = Field(default=None, description="Ignored.")
    generation: Any = Field(default=None, description="Ignored.")
    creation_timestamp: Any = Field(default=None, description="Ignored.")
    managed_fields: Any = Field(default=None, description="Ignored.")
    labels: Any = Field(default=None, description="Ignored: the objects of a service have its own.")
    annotations: Any = Field(default=None, description="Ignored, what kubectl has applied last among them.")
    finalizers: Any = Field(default=None, description="Ignored.")
    owner_references: Any = Field(default=None, description="Ignored.")


class ZerfooInferenceService(Model):
    """One resource of a file. Durations that are bare numbers are nanoseconds there, as Go writes them in JSON."""

    kind: Literal["ZerfooInferenceService"] = Field(description="ZerfooInferenceService.", examples=[KIND])
    api_version: Literal["zerfoo.feza.ai/v1"] = Field(
        default="zerfoo.feza.ai/v1", description="Default: zerfoo.feza.ai/v1, the only one."
    )
    name: ServiceName | None = Field(
        default=None, description="Name of the service. Default: metadata.name.", examples=["chat"]
    )
    namespace: NamespaceName | None = Field(
        default=None, description="Its namespace. Default: metadata.namespace.", examples=["inference"]
    )
    metadata: Metadata = Field(default=Metadata(), description="Name and namespace, if they are not at the top.")
    spec: Any = Field(
        description="What to serve: the fields of InferenceServiceSpec.", examples=[{"modelRef": "llama3-8b-q4"}]
    )
    status: Any = Field(default=None, description="Ignored: the live objects have it.")


def add_file(parsing: Parsing, path: Path) -> None:
    """Adds the services of every resource in a file, and everything wrong with it."""
    try:
        found = _read(path)
    except OSError as error:
        parsing.problems.append(Problem(str(path), f"cannot be read: {error.strerror}.", "file"))
        return
    except UnicodeDecodeError as error:
        parsing.problems.append(Problem(str(path), f"is not UTF-8: byte {error.start} is not.", "file"))
        return
    except ValueError:  # a null character or half a surrogate pair
        message = f"{shown(str(path))} cannot be the path of a file."
        parsing.problems.append(Problem("inference:manifests", message, "file"))
        return
    except YamlProblem as error:
        where = str(path) if error.line is None else f"{path}:{error.line}"
        parsing.problems.append(Problem(where, error.message, "yaml"))
        return
    resources = list(_resources(found))
    if not resources:
        parsing.problems.append(Problem(str(path), f"holds no resource of kind {KIND}.", "file"))
    for which, raw in resources:
        _add_resource(parsing, f"{path}:" if len(resources) == 1 else f"{path} ({which}):", raw)


def _resources(documents: list[Any]) -> Iterator[tuple[str, Any]]:
    """Each resource, and where it stands; what `kubectl get -o yaml` prints of several is a List."""
    for number, document in enumerate(documents, 1):
        items = document.get("items") if isinstance(document, dict) and document.get("kind") == "List" else None
        if isinstance(items, list):
            yield from ((f"document {number}, item {at}", item) for at, item in enumerate(items, 1))
        elif document is not None:
            yield f"document {number}", document


def _read(path: Path) -> list[Any]:
    with path.open("rb") as file:
        content = file.read(LARGEST_SPEC + 1)
    if len(content) > LARGEST_SPEC:
        raise YamlProblem(None, f"is larger than {LARGEST_SPEC} bytes (1 MiB). Give each service a file of its own.")
    return documents(content.decode())


def _add_resource(parsing: Parsing, where: str, raw: Any) -> None:
    if reason := size_problem(raw):
        parsing.problems.append(Problem(where.removesuffix(":"), reason, "too_large"))
        return
    if isinstance(raw, dict) and isinstance(raw.get("kind"), str) and raw["kind"] != KIND:
        # Its fields are another kind's: what they are not says nothing.
        message = (
            f"{shown(raw['kind'])} is not {KIND}, the only kind that is served. Take the resource out of this file."
        )
        parsing.problems.append(Problem(f"{where} kind", message, "wrong_value"))
        return
    try:
        resource = ZerfooInferenceService.model_validate(raw, by_name=False, by_alias=True)
    except ValidationError as error:
        parsing.problems += [
            Problem(f"{where} {problem.path}".rstrip(": "), problem.message, problem.kind)
            for problem in problems_of(error, ZerfooInferenceService)
        ]
        return
    conflicts = list(_conflicts(resource, where))
    parsing.problems += conflicts
    name = resource.name or resource.metadata.name
    namespace = resource.namespace or resource.metadata.namespace
    if name is None:
        parsing.problems.append(Problem(f"{where} metadata.name", "is required. Give one, such as chat.", "missing"))
        return
    if conflicts:
        return
    parsing.add(
        f"{where} spec",
        name if namespace is None else f"{namespace}/{name}",
        _complete(resource.spec, name, namespace) if isinstance(resource.spec, dict) else resource.spec,
        context=NANOSECONDS,
    )


def _complete(spec: dict[str, Any], name: str, namespace: str | None) -> dict[str, Any]:
    """The spec with what stands around it, and without the quantities that are not given."""
    resources = spec.get("resources")
    if isinstance(resources, dict):
        given = {field: value for field, value in resources.items() if field not in QUANTITIES or value != ""}
        spec = spec | {"resources": given}
    return spec | {"name": name, "namespace": namespace}


def _conflicts(resource: ZerfooInferenceService, where: str) -> Iterator[Problem]:
    for field in ("name", "namespace"):
        top, below = getattr(resource, field), getattr(resource.metadata, field)
        if None not in (top, below) and top != below:
            yield Problem(
                f"{where} {field}",
                f"is {top}, and metadata.{field} is {below}. Keep one of the two, or make them equal.",
            )
        if isinstance(resource.spec, dict) and field in resource.spec:
            yield Problem(f"{where} {path_to('spec', [field])}", f"belongs at the top of the resource: {field}.")
