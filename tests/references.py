"""What objects of a namespace refer to, and what of it is not there: simulated pods become ready whatever they name."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Object = Mapping[str, Any]


def unresolved(objects: Iterable[Object]) -> set[str]:
    """Each reference of an object to what is not among them, in words."""
    found = _Objects(objects)
    return {
        f"{one['kind']} {one['metadata']['name']} refers to {reference}"
        for one in found.all
        for reference in _missing(one, found)
    }


WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "Rollout", "Job", "CronJob", "ScaledJob")


def started_job(workload: Object) -> Object | None:
    """The spec of the Jobs that it starts; None of what starts none."""
    spec = workload["spec"]
    match workload["kind"]:
        case "CronJob":
            found: Object = spec["jobTemplate"]["spec"]
        case "ScaledJob":
            found = spec["jobTargetRef"]
        case _:
            return None
    return found


def pod_template(workload: Object) -> Object:
    """Of whatever makes pods."""
    found: Object = (started_job(workload) or workload["spec"])["template"]
    return found


class _Objects:
    def __init__(self, objects: Iterable[Object]) -> None:
        self.all = list(objects)
        self._by_name = {(one["kind"], one["metadata"]["name"]): one for one in self.all}

    def of(self, kind: str) -> list[Object]:
        return [one for one in self.all if one["kind"] == kind]

    def has(self, kind: str, name: str, key: str | None = None) -> bool:
        one = self._by_name.get((kind, name))
        return one is not None and (key is None or key in (one.get("data") or {}))

    def templates(self, selector: Mapping[str, str]) -> list[Object]:
        """The pod templates that a selector finds."""
        pods = [pod_template(one) for kind in WORKLOADS for one in self.of(kind)]
        return [pod for pod in pods if selector.items() <= pod["metadata"]["labels"].items()]


def _missing(one: Object, found: _Objects) -> Iterator[str]:
    if looked_up := _OF.get(one["kind"]):
        yield from looked_up(one, found)


def _of_workload(one: Object, found: _Objects) -> Iterator[str]:
    yield from _of_pods(pod_template(one)["spec"], found)


def _of_rollout(one: Object, found: _Objects) -> Iterator[str]:
    yield from _of_workload(one, found)
    yield from _of_strategy(one["spec"]["strategy"]["canary"], found)


def _of_autoscaler(one: Object, found: _Objects) -> Iterator[str]:
    target = one["spec"].get("scaleTargetRef") or one["spec"]["targetRef"]
    if not found.has(target["kind"], target["name"]):
        yield f"{target['kind']} {target['name']}"


def _of_selector(one: Object, found: _Objects) -> Iterator[str]:
    spec = one["spec"]
    selector = (spec.get("selector") or spec.get("podSelector") or {}).get("matchLabels", {})
    if not selector:  # all pods of the namespace, if there are any
        return
    if not found.templates(selector):
        yield f"pods with {selector}"


def _of_stateful_set(one: Object, found: _Objects) -> Iterator[str]:
    """Its controller adds a volume for each claim of a pod, and makes the claims."""
    spec, name = one["spec"], one["metadata"]["name"]
    claims = [claim["metadata"]["name"] for claim in spec.get("volumeClaimTemplates", ())]
    made = [f"{claim}-{name}-{number}" for claim in claims for number in range(spec["replicas"])]
    yield from (f"PersistentVolumeClaim {claim}" for claim in made if not found.has("PersistentVolumeClaim", claim))
    if not found.has("Service", spec["serviceName"]):
        yield f"Service {spec['serviceName']}"
    pod = spec["template"]["spec"]
    yield from _of_pods(pod | {"volumes": [*pod.get("volumes", ()), *({"name": claim} for claim in claims)]}, found)


def _of_strategy(canary: Mapping[str, Any], found: _Objects) -> Iterator[str]:
    """Of a Rollout: the Services that Argo Rollouts selects its pods by, and what it measures by."""
    named = [("Service", canary[which]) for which in ("stableService", "canaryService")]
    measured = [canary.get("analysis"), *(step.get("analysis") for step in canary.get("steps", ()))]
    named += [("AnalysisTemplate", one["templateName"]) for each in measured if each for one in each["templates"]]
    yield from (f"{kind} {name}" for kind, name in named if not found.has(kind, name))
    for each in filter(None, measured):
        yield from _of_arguments(each, found)


def _of_arguments(measured: Mapping[str, Any], found: _Objects) -> Iterator[str]:
    given = {one["name"] for one in measured.get("args", ())}
    for one in measured["templates"]:
        for template in found.of("AnalysisTemplate"):
            if template["metadata"]["name"] == one["templateName"]:
                wanted = {arg["name"] for arg in template["spec"].get("args", ()) if arg.keys() == {"name"}}
                yield from (f"argument {name}, which nobody gives {one['templateName']}" for name in wanted - given)


def _of_pods(pod: Mapping[str, Any], found: _Objects) -> Iterator[str]:
    names = [("ServiceAccount", pod.get("serviceAccountName")), ("PriorityClass", pod.get("priorityClassName"))]
    names += [("Secret", secret["name"]) for secret in pod.get("imagePullSecrets", ())]
    yield from (f"{kind} {name}" for kind, name in names if name and not found.has(kind, name))
    for volume in pod.get("volumes", ()):
        yield from _of_volume(volume, found)
    for container in (*pod.get("initContainers", ()), *pod["containers"]):
        yield from _of_container(container, {volume["name"]: volume for volume in pod.get("volumes", ())}, found)


def _of_volume(volume: Mapping[str, Any], found: _Objects) -> Iterator[str]:
    claim = volume.get("persistentVolumeClaim", {}).get("claimName")
    if claim and not found.has("PersistentVolumeClaim", claim):
        yield f"PersistentVolumeClaim {claim}"
    for source in (volume, *volume.get("projected", {}).get("sources", ())):
        for kind, field in (("Secret", "secret"), ("ConfigMap", "configMap")):
            if field in source:
                name = source[field].get("name") or source[field]["secretName"]
                keys = [item["key"] for item in source[field].get("items", ())]
                yield from (f"key {key} of {kind} {name}" for key in (None, *keys) if not found.has(kind, name, key))


def _key_sources(volume: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The objects whose keys are the files of a volume, each by kind and name."""
    return [
        (kind, source[field].get("name") or source[field]["secretName"])
        for source in (volume, *volume.get("projected", {}).get("sources", ()))
        for kind, field in (("Secret", "secret"), ("ConfigMap", "configMap"))
        if field in source
    ]


def _of_container(
    container: Mapping[str, Any], volumes: Mapping[str, Mapping[str, Any]], found: _Objects
) -> Iterator[str]:
    for variable in container.get("env", ()):
        for kind, field in (("Secret", "secretKeyRef"), ("ConfigMap", "configMapKeyRef")):
            reference = variable.get("valueFrom", {}).get(field)
            if reference and not found.has(kind, reference["name"], reference["key"]):
                yield f"key {reference['key']} of {kind} {reference['name']}"
    for mount in container.get("volumeMounts", ()):
        if mount["name"] not in volumes:
            yield f"volume {mount['name']}"
        elif sources := _key_sources(volumes[mount["name"]]):
            key = mount.get("subPath")
            if key and not any(found.has(kind, name, key) for kind, name in sources):
                yield f"file {key} of {' and '.join(f'{kind} {name}' for kind, name in sources)}"
    ports = {port["name"] for port in container.get("ports", ())}
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        asked = container.get(probe, {}).get("httpGet", {}).get("port")
        if asked and asked not in ports:
            yield f"port {asked} of {probe}"


def _of_service(one: Object, found: _Objects) -> Iterator[str]:
    pods = found.templates(one["spec"]["selector"])
    if not pods:
        yield f"pods with {one['spec']['selector']}"
    there = {port["name"] for pod in pods for container in pod["spec"]["containers"] for port in container["ports"]}
    yield from (f"port {port['targetPort']}" for port in one["spec"]["ports"] if port["targetPort"] not in there)


def _of_monitor(one: Object, found: _Objects) -> Iterator[str]:
    wanted = one["spec"]["selector"]["matchLabels"].items()
    services = [service for service in found.of("Service") if wanted <= service["metadata"]["labels"].items()]
    if not services:
        yield f"Services with {dict(wanted)}"
    ports = {port["name"] for service in services for port in service["spec"]["ports"]}
    yield from (
        f"port {endpoint['port']}" for endpoint in one["spec"]["endpoints"] if endpoint.get("port", "http") not in ports
    )


def _of_pod_monitor(one: Object, found: _Objects) -> Iterator[str]:
    wanted = one["spec"]["selector"]["matchLabels"]
    pods = found.templates(wanted)
    if not pods:
        yield f"pods with {wanted}"
    ports = {port["name"] for pod in pods for container in pod["spec"]["containers"] for port in container["ports"]}
    yield from (
        f"port {endpoint['port']}" for endpoint in one["spec"]["podMetricsEndpoints"] if endpoint["port"] not in ports
    )


_OF: Mapping[str, Callable[[Object, _Objects], Iterator[str]]] = {
    "Deployment": _of_workload,
    "DaemonSet": _of_workload,
    "StatefulSet": _of_stateful_set,
    "Rollout": _of_rollout,
    "Job": _of_workload,
    "CronJob": _of_workload,
    "ScaledJob": _of_workload,
    "Service": _of_service,
    "HorizontalPodAutoscaler": _of_autoscaler,
    "VerticalPodAutoscaler": _of_autoscaler,
    "PodDisruptionBudget": _of_selector,
    "NetworkPolicy": _of_selector,
    "PeerAuthentication": _of_selector,
    "AuthorizationPolicy": _of_selector,
    "ServiceMonitor": _of_monitor,
    "PodMonitor": _of_pod_monitor,
}
"""What refers to others, by its kind."""
