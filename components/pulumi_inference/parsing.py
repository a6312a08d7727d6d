"""From whatever a user wrote to specs, or to every problem of every service and job in one report."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from .children import override_problems
from .clashes import Key, clashes
from .errors import InvalidSpec, Problem, path_to, probably_meant, problems_of
from .features import job_rules, stateful_set
from .features.external_secrets import reference_problems
from .kube.names import service_name_problem
from .limits import size_problem
from .model_job_spec import ModelJobSpec
from .model_version_spec import ModelVersions
from .pod_fields import WITHOUT_RULES, PodFields
from .spec import InferenceServiceSpec

S = TypeVar("S", bound=PodFields)


@dataclass(frozen=True)
class Declarations(Generic[S]):
    """What one part of the configuration declares: by a name each, specs of one model."""

    section: str
    noun: str
    model: type[S]
    example: str
    required: str
    """A field that every spec has."""


SERVICES = Declarations("services", "service", InferenceServiceSpec, "chat: {modelRef: llama3-8b-q4}", "modelRef")
JOBS = Declarations("jobs", "job", ModelJobSpec, "train: {image: registry.example.com/trainer:1.3.0}", "image")


def parse_service(name: str, raw: InferenceServiceSpec | Mapping[str, Any]) -> InferenceServiceSpec:
    """The spec of one service, as Python hands it over.

    Args:
        name: What the service is declared under; its name in the cluster unless the spec gives another.
        raw: A spec, or a map in camelCase (YAML, JSON) or snake_case (Python).

    Raises:
        InvalidSpec: with every problem found.
    """
    return _parsed_one(SERVICES, name, raw)


def parse_services(raw: Any) -> dict[str, InferenceServiceSpec]:
    """The specs of all services: a map from name to spec, in camelCase, as in the configuration `inference:services`.

    Raises:
        InvalidSpec: with every problem of every service.
    """
    found = Parsing()
    found.add_all(raw)
    return found.specs()


def parse_job(name: str, raw: ModelJobSpec | Mapping[str, Any]) -> ModelJobSpec:
    """The spec of one job, as Python hands it over; see `parse_service`.

    Raises:
        InvalidSpec: with every problem found.
    """
    return _parsed_one(JOBS, name, raw)


def parse_jobs(raw: Any) -> dict[str, ModelJobSpec]:
    """The specs of all jobs: a map from name to spec, in camelCase, as in the configuration `inference:jobs`.

    Raises:
        InvalidSpec: with every problem of every job.
    """
    found = Parsing()
    found.add_all(raw, JOBS)
    return found.specs(JOBS)


def _parsed_one(declarations: Declarations[S], name: str, raw: Any) -> S:
    found = Parsing()
    found.add(path_to(declarations.section, [name]), name, raw, declarations, by_name=True)
    return found.specs(declarations)[name]


class Parsing:
    """Collects services and jobs, wherever they are declared, and all problems of all of them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._found: dict[Key, PodFields] = {}
        self._paths: dict[Key, str] = {}
        self.model_versions = ModelVersions()
        self.default_namespace: str | None = None
        """Where services go that name none."""

    def add_all(self, raw: Any, declarations: Declarations[Any] = SERVICES) -> None:
        """Adds all of a map from name to spec."""
        section, noun, example = declarations.section, declarations.noun, declarations.example
        if not isinstance(raw, Mapping):
            message = f"is not a map from a {noun}'s name to its spec. Give one such as {example}."
            self.problems.append(Problem(section, message, "wrong_type"))
            return
        if declarations.required in raw and not isinstance(raw[declarations.required], Mapping):
            name = example.partition(":")[0]
            message = f"holds the fields of a {noun} without its name above them. Give one: {name}: "
            message += f"{{{declarations.required}: ...}}."
            self.problems.append(Problem(section, message, "wrong_type"))
            return
        for name, spec in raw.items():
            self.add(path_to(section, [str(name)]), str(name), spec, declarations)

    def add(
        self,
        path: str,
        name: str,
        raw: Any,
        declarations: Declarations[Any] = SERVICES,
        *,
        by_name: bool = False,
        context: Mapping[str, Any] | None = None,
    ) -> None:
        """Adds one.

        Args:
            path: Where it is declared.
            name: What it is declared under.
            raw: Its spec, of any type and content.
            declarations: Whether it is a service or a job.
            by_name: Whether snake_case is accepted beside camelCase.
            context: What the types of its fields have to know of the place, such as `duration.NANOSECONDS`.
        """
        key = (declarations.section, name)
        spec = self._validated(path, raw, declarations.model, by_name, context)
        if not _names_itself(raw) and (reason := service_name_problem(name)):
            self.problems.append(Problem(path, reason, "name"))
        if key in self._paths:
            self.problems.append(
                Problem(path, f"{path_to('', [name])} is declared in {self._paths[key]} too. Rename one.")
            )
        self._paths[key] = path
        if spec is not None:
            self._found[key] = spec

    def check(self, check: Callable[[Any, str], Iterable[Problem]]) -> None:
        """Adds the problems that `check` finds in each spec so far, given its path."""
        for key, spec in self._found.items():
            self.problems += check(spec, self._paths[key])

    def specs(self, declarations: Declarations[S] = SERVICES) -> dict[str, S]:  # type: ignore[assignment]
        """All services, or all jobs, by the name that each was declared under.

        Raises:
            InvalidSpec: with every problem of everything that was added.
        """
        found = [*clashes(self._found, self._paths), *self._long_names(), *self._broken_by_name()]
        problems = [*self.model_versions.problems, *self.problems, *found]
        if problems:
            raise InvalidSpec(problems)
        every = {name: spec for (section, name), spec in self._found.items() if section == declarations.section}
        return {name: spec for name, spec in every.items() if isinstance(spec, declarations.model)}

    def _broken_by_name(self) -> Iterator[Problem]:
        """The rules that want the name: they look at what a right spec renders."""
        for rule in (reference_problems, override_problems):
            for key, spec in self._found.items():
                for path, message in rule(spec.name or key[1], spec):
                    yield Problem(f"{self._paths[key]}.{path}", message)

    def _validated(
        self, path: str, raw: Any, model: type[PodFields], by_name: bool, context: Mapping[str, Any] | None
    ) -> PodFields | None:
        if isinstance(raw, model):
            return raw
        if reason := size_problem(raw):
            self.problems.append(Problem(path, reason, "too_large"))
            return None
        if self.default_namespace and isinstance(raw, Mapping) and raw.get("namespace") is None:
            raw = {**raw, "namespace": self.default_namespace}
        if model is InferenceServiceSpec:
            raw, unresolved = self.model_versions.resolved(raw, path)
            self.problems += unresolved
        try:
            return model.model_validate(raw, by_name=by_name, by_alias=True, context=context)
        except ValidationError as error:
            self.problems += problems_of(error, model, path)
            wrong = {str(detail["loc"][0]) for detail in error.errors(include_url=False) if detail["loc"]}
            if wrong and isinstance(raw, Mapping):
                self.problems += _rules_broken_by_the_rest(path, raw, model, wrong, by_name, context)
            return None

    def _long_names(self) -> Iterator[Problem]:
        """Names that are too long for what the spec asks for."""
        for key, spec in self._found.items():
            if reason := _name_problem(spec.name or key[1], spec):
                yield Problem(f"{self._paths[key]}{'.name' if spec.name else ''}", reason, "name")


def _name_problem(name: str, spec: PodFields) -> str | None:
    if isinstance(spec, ModelJobSpec):
        return job_rules.name_problem(name, spec)
    return stateful_set.name_problem(name, spec) if isinstance(spec, InferenceServiceSpec) else None


def _rules_broken_by_the_rest(
    path: str,
    raw: Mapping[Any, Any],
    model: type[PodFields],
    wrong: set[str],
    by_name: bool,
    context: Mapping[str, Any] | None,
) -> list[Problem]:
    """The rules across fields that are broken whatever the fields in `wrong` were meant to be."""
    declared = model.model_fields.items()
    fields = {spelling: name for name, field in declared for spelling in (name, field.alias)}
    rest = {key: value for key, value in raw.items() if key not in wrong and key in fields}
    meant = {name if name in fields else probably_meant(name, model) for name in wrong}
    unknown = {fields[name] for name in meant if name is not None}
    for name in unknown & {"model_ref", "image"}:
        if model.model_fields[name].is_required():
            rest[model.model_fields[name].alias] = "unknown"
    try:
        spec = model.model_validate(rest, by_name=by_name, by_alias=True, context=dict(context or {}) | WITHOUT_RULES)
    except ValidationError:
        return []
    return [Problem(f"{path}.{field}", message) for field, message in _broken(_Known(spec, unknown), model)]


class _Unknown(Exception):  # noqa: N818 - a signal between the two below
    """A rule asks for a field that is wrong itself."""


class _Known:
    """A spec of which some fields are not known."""

    def __init__(self, spec: PodFields, unknown: set[str]) -> None:
        self._spec = spec
        self._unknown = unknown

    def __getattr__(self, name: str) -> Any:
        if name in self._unknown:
            raise _Unknown
        declared = getattr(type(self._spec), name, None)
        if isinstance(declared, property) and declared.fget:
            return declared.fget(self)
        return getattr(self._spec, name)


def _broken(spec: Any, model: type[PodFields]) -> Iterator[tuple[str, str]]:
    for rule in model.rules():
        with contextlib.suppress(_Unknown):
            yield from rule(spec)


def _names_itself(raw: Any) -> bool:
    return (raw.get("name") if isinstance(raw, Mapping) else getattr(raw, "name", None)) is not None
