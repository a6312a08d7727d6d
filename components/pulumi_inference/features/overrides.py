"""Overrides: the last resort, a JSON Patch on an object as it was rendered (docs/overrides.md).

What the component itself relies on stays as it is: each operation is held against what stood there before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import jsonpatch
from jsonpointer import JsonPointerException, resolve_pointer
from pydantic.alias_generators import to_camel

from ..child import Child
from ..errors import shown
from .claims import CLAIM
from .external_secrets import EXTERNAL_SECRET
from .overrides_spec import PatchOperationSpec

_MISSING = object()
_NEEDS: Mapping[str, str] = dict.fromkeys(("add", "replace", "test"), "value") | dict.fromkeys(("move", "copy"), "from")
_BY_CONTENT = ("ConfigMap", "Secret", "ResourceClaimTemplate", "PriorityClass")
"""Kinds whose objects are named after what they hold, or never change."""


@dataclass(frozen=True)
class _Kept:
    """What no operation may change."""

    pointer: str
    instead: str
    """Why, and what to use."""
    besides: bool = False
    """Whether entries may be added beside those that there are."""


_OF_ALL = (
    _Kept("/apiVersion", "The object would be another. Declare it beside the service."),
    _Kept("/kind", "The object would be another. Declare it beside the service."),
    _Kept("/metadata/name", "Others refer to it. Give the service another name."),
    _Kept("/metadata/generateName", "Others refer to its name. Give the service another name."),
    _Kept("/metadata/namespace", "All objects of a service are in one. Give namespace."),
    _Kept("/metadata/labels", "Objects are selected by it. Add labels beside those that there are.", besides=True),
    _Kept("/metadata/annotations", "The component or Pulumi reads it. Add others beside it.", besides=True),
)
_OF_A_WORKLOAD = (
    _Kept("/spec/replicas", "The order of a rollout follows from it. Give replicas, or minReplicas and maxReplicas."),
    _Kept("/spec/selector", "It never changes, and the Services select by the same labels."),
    _Kept("/spec/strategy", "The forecast and the hand-over of GPUs follow from it. Give rollout."),
    _Kept("/spec/updateStrategy", "The forecast and Pulumi's own timeouts follow from it. Give rollout or daemonSet."),
    _Kept("/spec/serviceName", "The pods have their names in DNS by it, and it never changes."),
    _Kept("/spec/progressDeadlineSeconds", "Pulumi's own timeouts follow from it. Give timing.progressDeadline."),
    _Kept("/spec/workloadRef", "The pods are the component's own."),
    _Kept("/spec/template/metadata/labels", "The pods are selected by it. Add labels beside them.", besides=True),
    _Kept(
        "/spec/template/spec/terminationGracePeriodSeconds",
        "Pulumi's own timeouts follow from it. Give timing.terminationGracePeriod.",
    ),
    _Kept(
        "/spec/template/spec/containers/0/name",
        "Autoscalers and monitoring know the model server by it. Give containerName.",
    ),
    _Kept("/spec/template/spec/containers/0/resources", "The forecast and autoscalers go by it. Give resources."),
    _Kept("/spec/template/spec/containers/0/ports", "Services and probes name it. Give ports.", besides=True),
)
_OF_A_JOB = (
    _Kept("/spec/parallelism", "What a claim has to be follows from it. Give parallelism."),
    _Kept("/spec/completions", "What parallelism may be follows from it. Give completions."),
    _Kept("/spec/ttlSecondsAfterFinished", "What a refresh does to the job follows from it. Give the field."),
    _Kept("/spec/template/spec/restartPolicy", "The pod failure policy goes with it. Give restartPolicy."),
    _Kept("/spec/template/spec/containers/0/name", "The pod failure policy knows the container by it."),
    _Kept("/spec/template/metadata/labels", "A NetworkPolicy selects by it. Add labels beside them.", besides=True),
)


def _in(pointer: str) -> tuple[_Kept, ...]:
    """Of an object that has the spec of its jobs at a pointer of its own."""
    return tuple(replace(one, pointer=pointer + one.pointer.removeprefix("/spec")) for one in _OF_A_JOB)


_OF_A_KIND: Mapping[str, tuple[_Kept, ...]] = {
    **dict.fromkeys(("Deployment", "StatefulSet", "DaemonSet", "Rollout"), _OF_A_WORKLOAD),
    "Service": (
        _Kept("/spec/selector", "It follows from who has the traffic. Give canary or blueGreen."),
        _Kept("/spec/ports", "Routes, monitors and the address name it. Give service.ports.", besides=True),
        _Kept("/spec/type", "The address follows from it. Give service.type."),
    ),
    "HorizontalPodAutoscaler": (
        _Kept("/spec/scaleTargetRef", "It is the track's. Autoscale other workloads beside the service."),
        _Kept("/spec/minReplicas", "The order of a rollout follows from it. Give minReplicas."),
        _Kept("/spec/maxReplicas", "The forecast follows from it. Give maxReplicas."),
    ),
    "ScaledObject": (
        _Kept("/spec/scaleTargetRef", "It is the track's. Autoscale other workloads beside the service."),
        _Kept("/spec/minReplicaCount", "The order of a rollout follows from it. Give minReplicas."),
        _Kept("/spec/maxReplicaCount", "The forecast follows from it. Give maxReplicas."),
    ),
    "Job": _OF_A_JOB,
    "CronJob": _in("/spec/jobTemplate/spec"),
    "ScaledJob": _in("/spec/jobTargetRef"),
    "PodDisruptionBudget": (_Kept("/spec/selector", "No pod may be in two budgets. Give disruptionBudget."),),
    "NetworkPolicy": (_Kept("/spec/podSelector", "It is over the service's pods. Declare another beside it."),),
    "HTTPRoute": (_Kept("/spec/rules/0/backendRefs", "The weights are the canary's. Give canary.weight."),),
    "TraefikService": (_Kept("/spec/weighted", "The weights are the canary's. Give canary.weight."),),
    "PersistentVolumeClaim": (_Kept("/spec", "It hardly ever changes. Give volumes."),),
} | {
    kind: tuple(
        _Kept(f"/{part}", "The object is named after its content or never changes. Give the fields it follows from.")
        for part in ("data", "stringData", "binaryData", "immutable", "type", "spec", "value", "preemptionPolicy")
    )
    for kind in _BY_CONTENT
}


@dataclass(frozen=True)
class Overridden:
    """An object after its patch."""

    manifest: Mapping[str, Any]
    problems: tuple[tuple[str, str], ...] = ()
    """Below overrides."""
    changes: tuple[str, ...] = ()
    """In words, one for each operation that changes something."""


def role_of(child: Child) -> str:
    """As a spec names it, and `Resources` in other languages."""
    return child.role if child.role.startswith((CLAIM, EXTERNAL_SECRET)) else to_camel(child.role)


def overridden(child: Child, patch: tuple[PatchOperationSpec, ...]) -> Overridden:
    """The object with all operations of a patch that are right; leaves stay the Outputs that they are."""
    manifest, changes, problems = child.manifest, [], []
    for at, one in enumerate(patch):
        path = f"{role_of(child)}[{at}]"
        try:
            changed = jsonpatch.apply_patch(_copied(manifest), [one.operation()], in_place=True)
        except (jsonpatch.JsonPatchException, JsonPointerException, TypeError):
            problems.append((f"{path}.path", _does_not_apply(manifest, one)))
            break
        if kept := _broken(child.manifest, changed):
            problems.append((f"{path}.path", f"{one.op} {one.path} changes {kept.pointer}. {kept.instead}"))
            break
        if left := next((field for field in child.ignored if _below(one, field)), None):
            problems.append(
                (f"{path}.path", f"{one.op} {one.path} has no effect: {left} is left to who sets it in the cluster.")
            )
            break
        if one.op != "test":
            changes.append(_in_words(manifest, one))
        manifest = changed
    return Overridden(manifest, tuple(problems), tuple(changes))


def problems(children: Mapping[str, Child], overrides: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the overrides of a spec that renders these objects, by their roles."""
    for role, patch in overrides.items():
        lacking = [(at, _NEEDS[one.op]) for at, one in enumerate(patch) if _lacks(one)]
        if role not in children:
            there = ", ".join(children)
            yield role, f"is no object that this spec renders. It renders {there}."
        elif lacking:
            for at, field in lacking:
                yield f"{role}[{at}].{field}", f"is required beside op: {patch[at].op}. Give one."
        else:
            yield from overridden(children[role], patch).problems


def with_overrides(child: Child, overrides: Mapping[str, Any]) -> Child:
    """The object as the spec wants it after all."""
    patch = overrides.get(role_of(child))
    return replace(child, manifest=overridden(child, patch).manifest) if patch else child


def _lacks(one: PatchOperationSpec) -> bool:
    needed = _NEEDS.get(one.op)
    return needed is not None and needed not in one.operation()


def _copied(value: Any) -> Any:
    """Its maps and lists, not its leaves: an Output is one, and stands for one value alone."""
    if isinstance(value, Mapping):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list | tuple) else value


def _below(one: PatchOperationSpec, field: str) -> bool:
    """Whether an operation is about a field, such as spec.replicas, or a part of it."""
    return one.op != "test" and f"{one.path}/".startswith(f"/{field.replace('.', '/')}/")


def _broken(before: Mapping[str, Any], after: Any) -> _Kept | None:
    """What an operation has changed that has to stay."""
    every = (*_OF_ALL, *_OF_A_KIND.get(before["kind"], ()))
    return next((kept for kept in every if not _stays(kept, before, after)), None)


def _stays(kept: _Kept, before: Any, after: Any) -> bool:
    was, now = _at(before, kept.pointer), _at(after, kept.pointer)
    if not kept.besides or was is _MISSING:
        return kept.besides or bool(was == now)
    if isinstance(was, Mapping):
        return isinstance(now, Mapping) and all(key in now and now[key] == value for key, value in was.items())
    return isinstance(now, list) and all(one in now for one in was)


def _at(manifest: Any, pointer: str) -> Any:
    try:
        return resolve_pointer(manifest, pointer, _MISSING)
    except (JsonPointerException, TypeError):
        return _MISSING


def _does_not_apply(manifest: Any, one: PatchOperationSpec) -> str:
    """With what stands at the pointer, or at the last part of it that is there."""
    for pointer in filter(None, (one.from_, one.path)):
        there = pointer
        while there and _at(manifest, there) is _MISSING:
            there = there.rpartition("/")[0]
        found = _at(manifest, there)
        if there != pointer or one.op == "test":
            missing = "" if there == pointer else f"There is no {pointer}. "
            return f"{one.op} does not apply. {missing}{there or 'The object'} {_content(found)}"
    return f"{one.op} does not apply: {one.path} {_content(_at(manifest, one.path))}"


def _content(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"has {', '.join(map(str, value)) or 'nothing in it'}."
    if isinstance(value, list):
        return f"is a list of {len(value)}: its places go from 0, and - is after the last."
    return f"is {_shown(value)}."


def _shown(value: Any) -> str:
    plain = isinstance(value, str | int | float | bool | Mapping | list | None)
    return shown(value) if plain else "known only once other resources exist"


def _in_words(before: Any, one: PatchOperationSpec) -> str:
    was = _at(before, one.path)
    match one.op:
        case "remove":
            return f"{one.path} is gone, it was {_shown(was)}"
        case "move" | "copy":
            return f"{one.path} is what {one.from_} was"
        case _ if was is _MISSING or one.path.endswith("/-"):
            return f"{one.path} is {_shown(one.value)}, and was not there"
        case _:
            return f"{one.path} is {_shown(one.value)}, it was {_shown(was)}"
