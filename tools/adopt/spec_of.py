"""The spec of a service that is what a running Deployment is, as far as a spec has words for it. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.alias_generators import to_camel

_SECRET = re.compile(r"TOKEN|SECRET|PASSW|KEY|CREDENTIAL", re.IGNORECASE)
"""Variables whose plain value had better not stand in a file."""
_GPUS = ("nvidia.com/", "amd.com/gpu", "gpu.intel.com/")
_PORTS = ("http", "grpc", "metrics")
Spec = dict[str, Any]


def spec_of(
    deployment: Mapping[str, Any], autoscaler: Mapping[str, Any] | None, model: str, *, with_secrets: bool
) -> Spec:
    """In camelCase, for `inference:services`. What it has no word for is left to overrides.

    Args:
        deployment: The live one.
        autoscaler: Its HorizontalPodAutoscaler, of autoscaling/v2.
        model: The `modelRef`.
        with_secrets: Whether values of variables that look like secrets are written, too.
    """
    pod = deployment["spec"]["template"]["spec"]
    server = pod["containers"][0]
    said: Spec = {
        "modelRef": model,
        "runtime": "custom",
        "image": server["image"],
        "imagePullPolicy": server["imagePullPolicy"],
        "containerName": server["name"],
        "command": server.get("command"),
        "args": server.get("args"),
        "ports": _ports(server),
        "replicas": deployment["spec"]["replicas"],
        **(_bounds(autoscaler) if autoscaler else {}),
        "resources": dict(_resources(server.get("resources") or {})),
        "env": dict(_env(server.get("env") or [], with_secrets)),
        "healthCheck": {"path": _health_path(server)},
        **_end(server, pod["terminationGracePeriodSeconds"]),
    }
    return {key: value for key, value in said.items() if value not in (None, {}, [])}


def looks_secret(variable: str) -> bool:
    """By its name alone."""
    return _SECRET.search(variable) is not None


def _ports(server: Mapping[str, Any]) -> dict[str, int]:
    """By Kubernetes' names of them; the first is http where none is called so, or the one that probes ask."""
    listed = server.get("ports") or []
    known = {one["name"]: one["containerPort"] for one in listed if one.get("name") in _PORTS}
    asked = [probe["httpGet"]["port"] for probe in _probes(server) if isinstance(probe["httpGet"]["port"], int)]
    first = [one["containerPort"] for one in listed if one.get("name") not in _PORTS]
    return ({"http": number} if (number := next(iter([*first, *asked]), None)) else {}) | known


def _probes(server: Mapping[str, Any]) -> list[Any]:
    found = (server.get(f"{name}Probe") for name in ("liveness", "readiness", "startup"))
    return [probe for probe in found if probe and "httpGet" in probe]


def _bounds(autoscaler: Mapping[str, Any]) -> Spec:
    spec = autoscaler["spec"]
    resources = [one["resource"] for one in spec.get("metrics") or [] if one["type"] == "Resource"]
    metrics = [
        {one["name"]: {key: value for key, value in one["target"].items() if key != "type"}} for one in resources
    ]
    bounds = {"minReplicas": spec.get("minReplicas", 1), "maxReplicas": spec["maxReplicas"]}
    return bounds | ({"autoscaling": {"metrics": metrics}} if metrics else {})


def _resources(found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    requests, limits = found.get("requests") or {}, found.get("limits") or {}
    same = {amount for amount in ("cpu", "memory") if limits.get(amount) == requests.get(amount)}
    yield from ((amount, limits[amount]) for amount in sorted(same & limits.keys()))
    for name, amounts in (("requests", requests), ("limits", limits)):
        if rest := {key: amounts[key] for key in ("cpu", "memory") if key in amounts and key not in same}:
            yield name, rest
    for name, count in limits.items():
        if name.startswith(_GPUS):
            yield "gpus", int(count)
            yield "gpuResource", name


def _env(variables: list[Mapping[str, Any]], with_secrets: bool) -> Iterator[tuple[str, Any]]:
    for one in variables:
        source = one.get("valueFrom")
        if source:
            kind, where = next(iter(source.items()))
            yield one["name"], {"valueFrom": {kind: {key: at for key, at in where.items() if key != "apiVersion"}}}
        elif looks_secret(one["name"]) and one.get("value") and not with_secrets:
            yield one["name"], {"valueFrom": {"secretConfig": to_camel(one["name"].lower())}}
        else:
            yield one["name"], one.get("value", "")


def _health_path(server: Mapping[str, Any]) -> str:
    return str(next((probe["httpGet"].get("path", "/") for probe in _probes(server)), "/"))


def _end(server: Mapping[str, Any], grace: int) -> Spec:
    """The timers at a pod's end. The rest of the grace period is what draining has."""
    sleep = ((server.get("lifecycle") or {}).get("preStop") or {}).get("sleep") or {}
    before = max(1, min(int(sleep.get("seconds", 0)), grace - 1))  # a spec has one; a patch takes it away again
    return {"drain": f"{grace - before}s", "timing": {"preStop": f"{before}s", "terminationGracePeriod": f"{grace}s"}}
