"""From whatever a user wrote to specs, or to every problem of every service in one report."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from .children import override_problems
from .clashes import clashes
from .errors import InvalidSpec, Problem, path_to, probably_meant, problems_of
from .features.external_secrets import reference_problems
from .features.stateful_set import name_problem
from .kube.names import service_name_problem
from .limits import size_problem
from .model_version_spec import ModelVersions
from .spec import RULES, WITHOUT_RULES, InferenceServiceSpec


def parse_service(name: str, raw: InferenceServiceSpec | Mapping[str, Any]) -> InferenceServiceSpec:
    """The spec of one service, as Python hands it over.

    Args:
        name: What the service is declared under; its name in the cluster unless the spec gives another.
        raw: A spec, or a map in camelCase (YAML, JSON) or snake_case (Python).

    Raises:
        InvalidSpec: with every problem found.
    """
    found = Parsing()
    found.add(path_to("services", [name]), name, raw, by_name=True)
    return found.specs()[name]


def parse_services(raw: Any) -> dict[str, InferenceServiceSpec]:
    """The specs of all services: a map from name to spec, in camelCase, as in the configuration `inference:services`.

    Raises:
        InvalidSpec: with every problem of every service.
    """
    found = Parsing()
    found.add_all(raw)
    return found.specs()


class Parsing:
    """Collects services, wherever they are declared, and all problems of all of them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._found: dict[str, InferenceServiceSpec] = {}
        self._paths: dict[str, str] = {}
        self.model_versions = ModelVersions()
        self.default_namespace: str | None = None
        """Where services go that name none."""

    def add_all(self, raw: Any) -> None:
        """Adds the services of a map from name to spec."""
        if not isinstance(raw, Mapping):
            message = "is not a map from a service's name to its spec. Give one such as chat: {modelRef: llama3-8b-q4}."
            self.problems.append(Problem("services", message, "wrong_type"))
            return
        if "modelRef" in raw:  # no name of a service: that has no capitals
            message = "holds the fields of a service without its name above them. Give one: chat: {modelRef: ...}."
            self.problems.append(Problem("services", message, "wrong_type"))
            return
        for name, spec in raw.items():
            self.add(path_to("services", [str(name)]), str(name), spec)

    def add(
        self, path: str, name: str, raw: Any, *, by_name: bool = False, context: Mapping[str, Any] | None = None
    ) -> None:
        """Adds one service.

        Args:
            path: Where it is declared.
            name: What it is declared under.
            raw: Its spec, of any type and content.
            by_name: Whether snake_case is accepted beside camelCase.
            context: What the types of its fields have to know of the place, such as `duration.NANOSECONDS`.
        """
        spec = self._validated(path, raw, by_name, context)
        if not _names_itself(raw) and (reason := service_name_problem(name)):
            self.problems.append(Problem(path, reason, "name"))
        if name in self._paths:
            self.problems.append(
                Problem(path, f"{path_to('', [name])} is declared in {self._paths[name]} too. Rename one.")
            )
        self._paths[name] = path
        if spec is not None:
            self._found[name] = spec

    def check(self, check: Callable[[InferenceServiceSpec, str], Iterable[Problem]]) -> None:
        """Adds the problems that `check` finds in each service so far, given its path."""
        for name, spec in self._found.items():
            self.problems += check(spec, self._paths[name])

    def specs(self) -> dict[str, InferenceServiceSpec]:
        """Everything that was added, by the name that it was declared under.

        Raises:
            InvalidSpec: with every problem found.
        """
        found = [*clashes(self._found, self._paths), *self._long_names(), *self._broken_by_name()]
        problems = [*self.model_versions.problems, *self.problems, *found]
        if problems:
            raise InvalidSpec(problems)
        return dict(self._found)

    def _broken_by_name(self) -> Iterator[Problem]:
        """The rules that want the service's name: they look at what a right spec renders."""
        for rule in (reference_problems, override_problems):
            for name, spec in self._found.items():
                for path, message in rule(spec.name or name, spec):
                    yield Problem(f"{self._paths[name]}.{path}", message)

    def _validated(
        self, path: str, raw: Any, by_name: bool, context: Mapping[str, Any] | None
    ) -> InferenceServiceSpec | None:
        if isinstance(raw, InferenceServiceSpec):
            return raw
        if reason := size_problem(raw):
            self.problems.append(Problem(path, reason, "too_large"))
            return None
        if self.default_namespace and isinstance(raw, Mapping) and raw.get("namespace") is None:
            raw = {**raw, "namespace": self.default_namespace}
        raw, unresolved = self.model_versions.resolved(raw, path)
        self.problems += unresolved
        try:
            return InferenceServiceSpec.model_validate(raw, by_name=by_name, by_alias=True, context=context)
        except ValidationError as error:
            self.problems += problems_of(error, InferenceServiceSpec, path)
            wrong = {str(detail["loc"][0]) for detail in error.errors(include_url=False) if detail["loc"]}
            if wrong and isinstance(raw, Mapping):
                self.problems += _rules_broken_by_the_rest(path, raw, wrong, by_name, context)
            return None

    def _long_names(self) -> Iterator[Problem]:
        """Names that are too long for what the spec asks for."""
        for declared, spec in self._found.items():
            if reason := name_problem(spec.name or declared, spec):
                yield Problem(f"{self._paths[declared]}{'.name' if spec.name else ''}", reason, "name")


def _rules_broken_by_the_rest(
    path: str, raw: Mapping[Any, Any], wrong: set[str], by_name: bool, context: Mapping[str, Any] | None
) -> list[Problem]:
    """The rules across fields that are broken whatever the fields in `wrong` were meant to be."""
    declared = InferenceServiceSpec.model_fields.items()
    fields = {spelling: name for name, field in declared for spelling in (name, field.alias)}
    rest = {key: value for key, value in raw.items() if key not in wrong and key in fields}
    meant = {name if name in fields else probably_meant(name, InferenceServiceSpec) for name in wrong}
    unknown = {fields[name] for name in meant if name is not None}
    if unknown >= {"model_ref"}:
        rest["modelRef"] = "unknown"
    try:
        spec = InferenceServiceSpec.model_validate(
            rest, by_name=by_name, by_alias=True, context=dict(context or {}) | WITHOUT_RULES
        )
    except ValidationError:
        return []
    return [Problem(f"{path}.{field}", message) for field, message in _broken(_Known(spec, unknown))]


class _Unknown(Exception):  # noqa: N818 - a signal between the two below
    """A rule asks for a field that is wrong itself."""


class _Known:
    """A spec of which some fields are not known."""

    def __init__(self, spec: InferenceServiceSpec, unknown: set[str]) -> None:
        self._spec = spec
        self._unknown = unknown

    def __getattr__(self, name: str) -> Any:
        if name in self._unknown:
            raise _Unknown
        declared = getattr(type(self._spec), name, None)
        if isinstance(declared, property) and declared.fget:
            return declared.fget(self)
        return getattr(self._spec, name)


def _broken(spec: Any) -> Iterator[tuple[str, str]]:
    for rule in RULES:
        with contextlib.suppress(_Unknown):
            yield from rule(spec)


def _names_itself(raw: Any) -> bool:
    return (raw.get("name") if isinstance(raw, Mapping) else getattr(raw, "name", None)) is not None
