"""The spec of a service that is what a running Deployment is, with patches for what a spec has no word for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.child import Child, autoscaler_of, disruption_budget_of
from pulumi_inference.children import children
from pydantic.alias_generators import to_camel

from tools.adopt.cluster import Cluster, Object
from tools.adopt.differences import patch, without_defaults
from tools.adopt.spec_of import Spec, looks_secret, spec_of
from tools.adopt.take_over import TEMPLATE, Found, TakeOver, take_over
from tools.errors import ToolError

_TRACK = "primary"
_AUTOSCALER = autoscaler_of(_TRACK)


@dataclass(frozen=True)
class Described:
    """A spec for a Deployment, and what stays different."""

    spec: Spec
    refused: Mapping[str, str]
    """Why the spec cannot say something, by JSON Pointer."""
    take_over: TakeOver


def described(cluster: Cluster, found: Found, name: str, model: str, *, with_secrets: bool) -> Described:
    """What the Deployment is as the service `name`.

    Raises:
        ToolError: No spec can be what it is.
    """
    _check_secrets(found, with_secrets=with_secrets)
    base = {"namespace": cluster.namespace} | spec_of(
        found.deployment, found.autoscalers[0] if found.autoscalers else None, model, with_secrets=with_secrets
    )
    spec, refused = _with_overrides(cluster, found, name, base)
    rendered = _rendered(name, spec)
    budgeted = disruption_budget_of(_TRACK) in rendered
    return Described(spec, refused, take_over(cluster, found, rendered[_TRACK].manifest, budgeted=budgeted))


def _check_secrets(found: Found, *, with_secrets: bool) -> None:
    """What stands beside the server is in patches, which are files and are shown by every preview."""
    pod = found.deployment["spec"]["template"]["spec"]
    for container in (*(pod.get("initContainers") or []), *pod["containers"][1:]):
        for variable in container.get("env") or []:
            if variable.get("value") and looks_secret(variable["name"]) and not with_secrets:
                raise ToolError(
                    f"Container {container['name']} has the value of {variable['name']} in plain, which would "
                    "stand in a file. Move it to a Secret first, or write it: SECRETS=plain."
                )


def _with_overrides(cluster: Cluster, found: Found, name: str, base: Spec) -> tuple[Spec, Mapping[str, str]]:
    """The spec with patches for what it has no words for, and why some of them are refused."""
    rendered = _rendered(name, base)
    overrides: dict[str, Any] = {}
    refused: dict[str, str] = {}
    autoscaler = rendered.get(_AUTOSCALER)
    targets: list[tuple[str, str, Object, tuple[str, ...]]] = [(_TRACK, _TRACK, found.deployment, TEMPLATE)]
    if autoscaler and found.autoscalers:
        targets.append((_AUTOSCALER, to_camel(_AUTOSCALER), found.autoscalers[0], ("spec",)))
    for role, key, live, path in targets:
        manifest = rendered[role].manifest
        wanted, defaulted = _at(manifest, path), _at(cluster.defaulted(manifest), path)
        there = _comparable(_at(live, path), wanted)
        for operation in patch(wanted, without_defaults(there, wanted, defaulted), path):
            said = [*overrides.get(key, []), operation]
            try:
                parse_service(name, {**base, "overrides": {**overrides, key: said}})
            except InvalidSpec as error:
                refused[operation["path"]] = " ".join(problem.message for problem in error.problems)
            else:
                overrides[key] = said
    return ({**base, "overrides": overrides} if overrides else base), refused


def _comparable(there: Any, wanted: Any) -> Any:
    """What of a live object a patch could ask for: not other labels, target or name of the server in place of ours."""
    if "scaleTargetRef" in there:
        return {**there, "scaleTargetRef": wanted["scaleTargetRef"]}
    server, *others = there["spec"]["containers"]
    labels = {**there["metadata"].get("labels", {}), **wanted["metadata"]["labels"]}
    metadata = {key: value for key, value in there["metadata"].items() if key != "creationTimestamp"}
    ours = wanted["spec"]["containers"][0]
    kept = {one["name"]: one for one in ours.get("env") or [] if "secretKeyRef" in one.get("valueFrom", {})}
    same = dict(server)
    if "ports" in server:  # a server-side apply knows ports by their numbers: none can have a second name
        numbers = {one["containerPort"]: one for one in ours["ports"]}
        same["ports"] = [numbers.get(one["containerPort"], one) for one in server["ports"]]
    if "env" in server:  # a value that goes into a Secret is in no patch
        same["env"] = [kept.get(one["name"], one) for one in server["env"]]
    return {"metadata": {**metadata, "labels": labels}, "spec": {**there["spec"], "containers": [same, *others]}}


def _rendered(name: str, spec: Spec) -> dict[str, Child]:
    try:
        checked = parse_service(name, spec)
    except InvalidSpec as error:
        raise ToolError(f"No spec can be what this Deployment is:\n{error}") from None
    return {child.role: child for child in children(name, checked)}


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        value = value[key]
    return value
