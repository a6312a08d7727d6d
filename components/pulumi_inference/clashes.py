"""Names in the cluster that two services or jobs would share, or that Kubernetes keeps for itself."""

from collections.abc import Iterator, Mapping

from .errors import Problem, path_to
from .features.claims import new_claims
from .features.external_secrets import new_secrets
from .features.priority_class import RESERVED
from .pod_fields import PodFields
from .spec import InferenceServiceSpec
from .tracks import COLORS

Key = tuple[str, str]
"""In which part of the configuration it is declared, services or jobs, and under which name."""
Specs = Mapping[Key, PodFields]
Paths = Mapping[Key, str]
"""Where each is declared."""


def clashes(found: Specs, paths: Paths) -> Iterator[Problem]:
    """All of them, in words."""
    yield from _of_services(found, paths)
    yield from _of_parts(found, paths)
    yield from _reserved(found, paths)


def _of_services(found: Specs, paths: Paths) -> Iterator[Problem]:
    """Services and jobs whose objects would have the same names, and whose pods the same label app."""
    named = {declared: path_to("", [declared[1]]) for declared in found}
    homes: dict[tuple[str, str], Key] = {}
    for declared, spec in found.items():
        homes.setdefault(_home(declared, spec), declared)
    for declared, spec in found.items():
        namespace, name = home = _home(declared, spec)
        if homes[home] != declared:
            message = (
                f"its objects would have the names of those of {named[homes[home]]}, in one namespace. Rename one."
            )
            yield Problem(paths[declared], message)
        for track in ("canary", *COLORS) if isinstance(spec, InferenceServiceSpec) else ():
            if other := homes.get((namespace, f"{name}-{track}")):
                message = f"its objects would have the names of the {track} of {named[declared]}. Rename one."
                yield Problem(paths[other], message)


def _of_parts(found: Specs, paths: Paths) -> Iterator[Problem]:
    """Objects of two services that would be one: claims of the volumes eu-models of chat, and models of chat-eu."""
    for kind, part, names in _NAMED_BY_THE_SPEC:
        owners: dict[tuple[str, str], Key] = {}
        for declared, spec in found.items():
            namespace, name = _home(declared, spec)
            for path, made in names(name, spec):
                owner = owners.setdefault((namespace, made), declared)
                if owner != declared and _home(owner, found[owner]) != (namespace, name):
                    yield Problem(
                        f"{paths[declared]}.{path}",
                        f"makes the {kind} {made}, as {part} of {path_to('', [owner[1]])} does. Rename one.",
                    )


def _reserved(found: Specs, paths: Paths) -> Iterator[Problem]:
    for declared, spec in found.items():
        _, name = _home(declared, spec)
        noun = spec.noun.split()[-1]
        if spec.scheduling.priority_class and name.startswith(RESERVED):
            yield Problem(
                f"{paths[declared]}.scheduling.priorityClass",
                f"would be named after the {noun}, {name}, and Kubernetes keeps what begins with {RESERVED} to "
                f"itself. Give the {noun} another name, or name a class that there is: priorityClassName.",
            )


def _home(declared: Key, spec: PodFields) -> tuple[str, str]:
    """Namespace and name in the cluster; a namespace that is known later is like no other."""
    namespace = spec.namespace if isinstance(spec.namespace, str | None) else f"<{id(spec.namespace)}>"
    return namespace or "", spec.name or declared[1]


_NAMED_BY_THE_SPEC = (("claim", "a volume", new_claims), ("ExternalSecret", "one", new_secrets))
"""Objects whose names end with a name in the spec: their kind, what they are of, and their names with their places."""
