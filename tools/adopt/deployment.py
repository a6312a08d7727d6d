"""A running Deployment of any name as a service: the spec that is what it is, and whether its pods can stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.child import Child, autoscaler_of
from pulumi_inference.children import children
from pulumi_inference.kube.labels import selector
from pydantic.alias_generators import to_camel

from tools.adopt.cluster import Cluster, Object
from tools.adopt.differences import Difference, differences, patch, without_defaults
from tools.adopt.spec_of import Spec, looks_secret, spec_of
from tools.errors import ToolError

TEMPLATE = ("spec", "template")
_TRACK = "primary"
_AUTOSCALER = autoscaler_of(_TRACK)


@dataclass(frozen=True)
class Found:
    """A live Deployment and what goes with it."""

    deployment: Object
    replica_sets: list[Object]
    pods: list[Object]
    services: list[Object]
    """Those that lead to its pods."""
    autoscalers: list[Object]
    budgets: list[Object]

    @property
    def name(self) -> str:
        return str(self.deployment["metadata"]["name"])

    @property
    def labels(self) -> Mapping[str, str]:
        """Of its pods."""
        found: Mapping[str, str] = self.deployment["spec"]["template"]["metadata"]["labels"]
        return found


@dataclass(frozen=True)
class Adoption:
    """A spec for it, and what stays different."""

    name: str
    """Of the service."""
    spec: Spec
    found: Found
    children: Mapping[str, Child]
    """What the spec renders, by role."""
    pods: list[Difference]
    """Of its pods' template. With any, they are replaced."""
    refused: Mapping[str, str]
    """Why the spec cannot say so, by JSON Pointer."""
    others: list[Difference]
    """Of the Deployment, which no pod notices."""

    @property
    def keeps_pods(self) -> bool:
        return not self.pods

    @property
    def stands(self) -> bool:
        """Whether name, selector and labels are the service's already, and so are the pods."""
        deployment, ours = self.found.deployment, self.manifest
        return (
            self.keeps_pods
            and deployment["metadata"]["name"] == ours["metadata"]["name"]
            and deployment["spec"]["selector"] == ours["spec"]["selector"]
            and deployment["spec"]["template"]["metadata"]["labels"] == ours["spec"]["template"]["metadata"]["labels"]
        )

    @property
    def service(self) -> str:
        """The name of its Service."""
        return str(self.children["service"].manifest["metadata"]["name"])

    @property
    def manifest(self) -> Mapping[str, Any]:
        """The Deployment that the service has."""
        return self.children[_TRACK].manifest

    @property
    def selector(self) -> Mapping[str, str]:
        """Of its pods, for good."""
        return selector(self.name, _TRACK)


def find(cluster: Cluster, name: str) -> Found:
    """The Deployment of a name, and what has to do with it.

    Raises:
        ToolError: There is none, or its pods are not as it wants them.
    """
    deployment = cluster.find("deployment", name)
    if deployment is None:
        there = ", ".join(one["metadata"]["name"] for one in cluster.every("deployments"))
        raise ToolError(f"There is no Deployment {name} in {cluster.namespace}. There are: {there or 'none'}.")
    status, wanted = deployment.get("status", {}), deployment["spec"]["replicas"]
    if (status.get("updatedReplicas", 0), status.get("replicas", 0)) != (wanted, wanted):
        raise ToolError(f"Deployment {name} is in the middle of a rollout. Wait for it: kubectl rollout status.")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    replica_sets = [one for one in cluster.every("replicasets") if _owned(one, deployment)]
    return Found(
        deployment=deployment,
        replica_sets=replica_sets,
        pods=[one for one in cluster.every("pods") if any(_owned(one, owner) for owner in replica_sets)],
        services=[one for one in cluster.every("services") if _selects(one["spec"].get("selector"), labels)],
        autoscalers=[one for one in cluster.every("horizontalpodautoscalers.v2.autoscaling") if _scales(one, name)],
        budgets=[
            one
            for one in cluster.every("poddisruptionbudgets")
            if _selects((one["spec"].get("selector") or {}).get("matchLabels"), labels)
        ],
    )


def adoption(cluster: Cluster, found: Found, name: str, model: str, *, with_secrets: bool) -> Adoption:
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
    wanted = cluster.defaulted(rendered[_TRACK].manifest)
    all_of_them = list(differences(found.deployment["spec"], wanted["spec"], ("spec",)))
    labels = (*TEMPLATE, "metadata", "labels")
    return Adoption(
        name=name,
        spec=spec,
        found=found,
        children=rendered,
        pods=[one for one in all_of_them if one.below(*TEMPLATE) and not one.below(*labels)],
        refused=refused,
        others=[one for one in all_of_them if not one.below(*TEMPLATE) and not one.below("spec", "selector")],
    )


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
    same = {**server, "name": ours["name"]}
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


def _owned(one: Object, owner: Object) -> bool:
    return any(ref["uid"] == owner["metadata"]["uid"] for ref in one["metadata"].get("ownerReferences") or [])


def _scales(autoscaler: Object, name: str) -> bool:
    target = autoscaler["spec"]["scaleTargetRef"]
    return bool((target["kind"], target["name"]) == ("Deployment", name))


def _selects(labels: Mapping[str, str] | None, of: Mapping[str, str]) -> bool:
    return bool(labels and labels.items() <= of.items())
