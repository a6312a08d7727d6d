"""Containers beside the model server: those that come before it, native sidecars, and those that run beside it.

https://kubernetes.io/docs/concepts/workloads/pods/init-containers/ and KEP-753 for native sidecars.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..kube.quantity import parse_quantity
from ..pod_part import PodOf, PodPart
from . import environment
from .containers_spec import ContainerSpec, InitContainerSpec, VolumeMountSpec
from .metrics import SERVER
from .model_storage import DOWNLOADER, model_specs, storage
from .pod_security import RESTRICTED_CONTAINER
from .rollout import PodAmounts
from .runtime import not_pinned
from .volume_sources import mount

if TYPE_CHECKING:
    from ..pod_fields import PodFields
    from ..spec import InferenceServiceSpec


def all_of(spec: "PodFields") -> Iterator[tuple[str, ContainerSpec]]:
    """Each container beside the model server with its path, as they are started."""
    for field, listed in (("initContainers", spec.init_containers), ("containers", spec.containers)):
        for at, one in enumerate(listed):
            yield f"{field}[{at}]", one


def running(spec: "PodFields") -> Iterator[tuple[str, ContainerSpec]]:
    """Those that run as long as the model server does."""
    for path, one in all_of(spec):
        if not isinstance(one, InitContainerSpec) or one.stays:
            yield path, one


def pod_amounts(spec: "InferenceServiceSpec") -> PodAmounts:
    """What the scheduler counts for a pod.

    What runs together counts together; an init container counts alone beside the native sidecars that were started
    before it, and the larger of the two is kept (PodRequests in k8s.io/component-helpers/resource, KEP-753).
    """
    server = PodAmounts.of(spec.resources, spec.resources.gpus_per_pod)
    together = sum((PodAmounts.of(one.resources) for _, one in running(spec)), server)
    first, started = _fetching(spec), PodAmounts()
    for one in spec.init_containers:
        asked = PodAmounts.of(one.resources)
        first |= started + asked
        started += asked if one.stays else PodAmounts()
    return together | first


def _fetching(spec: "InferenceServiceSpec") -> PodAmounts:
    """Of the model's downloader, which is alone at first; where tracks differ, as if each had one."""
    if not any(model.source and model.source.downloaded for _, model in model_specs(spec)):
        return PodAmounts()
    own = storage(spec).downloader.resources
    return PodAmounts(0, float(parse_quantity(own.cpu)), float(parse_quantity(own.memory)))


def name_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """Of the model server's container, where it is not the usual one."""
    if spec.container_name == DOWNLOADER:
        yield "containerName", f"{DOWNLOADER} is the name of the model's downloader. Give another."
    if spec.container_name == SERVER:
        return
    for at, metric in enumerate((spec.autoscaling and spec.autoscaling.metrics) or ()):
        if metric.container_resource and metric.container_resource.container == SERVER:
            yield (
                f"autoscaling.metrics[{at}].containerResource.container",
                f"is {SERVER}, and the model server's is called {spec.container_name}. Give container: "
                f"{spec.container_name}.",
            )


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    name, whose = spec.first_container
    taken = {name: whose, DOWNLOADER: "the model's downloader"}
    for path, one in all_of(spec):
        if owner := taken.get(one.name):
            yield f"{path}.name", f"{one.name} is the name of another container of the pod, {owner}. Give another."
        taken.setdefault(one.name, path)
        if one.image_pull_policy != "Always" and (message := not_pinned(one.image)):
            yield f"{path}.image", message
        for below, message in one.resources.contradictions():
            yield f"{path}.resources.{below}", message
        for at, message in environment.source_problems(one.env_from):
            yield f"{path}.envFrom[{at}]", message


def mount_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    known = [volume.name for volume in spec.volumes]
    for path, one in all_of(spec):
        places: set[str] = set()
        for at, mounted in enumerate(one.volume_mounts):
            if mounted.name not in known:
                there = f"It has {', '.join(known)}." if known else "It has none."
                yield f"{path}.volumeMounts[{at}].name", f"{mounted.name} is none of the spec's volumes. {there}"
            if mounted.mount_path in places:
                yield (
                    f"{path}.volumeMounts[{at}].mountPath",
                    f"{mounted.mount_path} is mounted already. Give another place.",
                )
            places.add(mounted.mount_path)


def port_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    own = spec.server.ports_by_name()
    names = dict.fromkeys(own, "the model server")
    numbers = dict.fromkeys(((number, "TCP") for number in own.values()), "the model server")
    for path, one in all_of(spec):
        stays = not isinstance(one, InitContainerSpec) or one.stays
        for at, port in enumerate(one.ports):
            where = f"{path}.ports[{at}]"
            if not stays:
                yield where, "has no use: the container has ended before requests come. Leave it out."
                continue
            if port.name in names:
                yield f"{where}.name", f"{port.name} is a port of {names[port.name]}, too. Give another name."
            if owner := numbers.get((port.container_port, port.protocol)):
                yield (
                    f"{where}.containerPort",
                    f"{port.container_port} is a port of {owner}, too, and a pod's containers share one address. Give "
                    "another.",
                )
            numbers[port.container_port, port.protocol] = path
            if port.name:
                names[port.name] = path


def probe_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    for path, one in all_of(spec):
        for name in ("startup", "liveness", "readiness"):
            if getattr(one, f"{name}_probe") and isinstance(one, InitContainerSpec) and not one.stays:
                yield (
                    f"{path}.{name}Probe",
                    "has no use: the container has to end before the model server starts. Leave it out, or make it a "
                    "native sidecar with restartPolicy: Always.",
                )


def secrets(spec: "PodFields") -> Mapping[str, Any]:
    """What goes into the service's Secret, by its key there."""
    found: dict[str, Any] = {}
    for _, one in all_of(spec):
        found |= environment.secret_values(one.env, _whose(one))
    return found


def pod_with_sidecars(of: PodOf) -> PodPart:
    """Of a job, which a container beside that goes on would keep from its end."""
    first = [_container(of, one) for one in of.spec.init_containers]
    sidecars = [_container(of, one) | {"restartPolicy": "Always"} for one in of.spec.containers]
    return PodPart(spec={"initContainers": [*first, *sidecars]} if first or sidecars else {})


def pod(of: PodOf) -> PodPart:
    first = [_container(of, one) for one in of.spec.init_containers]
    beside = [_container(of, one) for one in of.spec.containers]
    return PodPart(
        spec=({"initContainers": first} if first else {}) | ({"containers": beside} if beside else {}),
    )


def _container(of: PodOf, one: ContainerSpec) -> dict[str, Any]:
    resources = one.resources.rendered({})
    probes = {"startupProbe": one.startup_probe, "livenessProbe": one.liveness_probe}
    probes |= {"readinessProbe": one.readiness_probe}
    return {
        "name": one.name,
        "image": one.image,
        **({"imagePullPolicy": one.image_pull_policy} if one.image_pull_policy else {}),
        **({"restartPolicy": "Always"} if isinstance(one, InitContainerSpec) and one.stays else {}),
        **({"command": list(one.command)} if one.command else {}),
        **({"args": list(one.args)} if one.args else {}),
        **environment.rendered(of, one.env, one.env_from, _whose(one)),
        **({"ports": [port.model_dump(by_alias=True, exclude_none=True) for port in one.ports]} if one.ports else {}),
        **({"resources": resources} if resources else {}),
        **({"volumeMounts": [_mount(mounted) for mounted in one.volume_mounts]} if one.volume_mounts else {}),
        **{name: probe.rendered() for name, probe in probes.items() if probe},
        "securityContext": RESTRICTED_CONTAINER | one.security_context.model_dump(by_alias=True, exclude_none=True),
    }


def _mount(mounted: VolumeMountSpec) -> dict[str, Any]:
    return mount(mounted.name, mounted.mount_path, mounted.sub_path, mounted.read_only)


def _whose(one: ContainerSpec) -> str:
    """Begins the keys of its variables in the service's Secret; a container's name has no dots."""
    return f"container.{one.name}"
