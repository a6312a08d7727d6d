"""The runtime: which model server runs, and how it is started."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field

from ..kube.image import is_pinned
from ..kube.port import PortNumber
from ..model import Model, NotEmpty, Positive, Switch, about, number_as_text
from ..pod_part import PodOfTrack, PodPart
from ..runtimes import MODEL, MODEL_PATH, MODEL_REF, PRESETS, Container, Ports, Runtime, image_of, preset_of
from . import serving, telemetry
from .environment import names_variable
from .model_pod import model_path
from .volume_sources import MountPath

if TYPE_CHECKING:
    from ..pod_fields import PodFields
    from ..spec import InferenceServiceSpec

_OBJECT = about("Deployment")
C = TypeVar("C", bound=Container)
SHARED_MEMORY_PATH = "/dev/shm"
Argument = Annotated[str, BeforeValidator(number_as_text)]
"""Of a command line; Kubernetes puts variables of the container into it: $(NAME)."""


class PortsSpec(Model):
    """Ports of the model server."""

    http: PortNumber | None = Field(
        default=None,
        description="Of requests and health checks. Default: the runtime's.",
        examples=[8080],
        json_schema_extra=about("Deployment"),
    )
    grpc: PortNumber | None = Field(
        default=None,
        description="Of requests by gRPC. Default: the runtime's, if it has one.",
        examples=[9000],
        json_schema_extra=about("Deployment"),
    )
    metrics: PortNumber | None = Field(
        default=None,
        description="Of metrics, where that is another than http. Default: the runtime's, if it has one.",
        examples=[8002],
        json_schema_extra=about("Deployment"),
    )


class SecurityContextSpec(Model):
    """Who the model server runs as. What Kubernetes' level `restricted` asks for stands beside it and cannot be left
    out."""

    run_as_user: Positive | None = Field(
        default=None,
        description="Number of the user; root is none that restricted allows. Default: the runtime's.",
        examples=[1001],
        json_schema_extra=_OBJECT,
    )
    run_as_group: Positive | None = Field(
        default=None,
        description="Number of the group. Default: that of zerfoo's own user; else the image's.",
        examples=[1001],
        json_schema_extra=_OBJECT,
    )
    read_only_root_filesystem: Switch | None = Field(
        default=None,
        description="Whether the container can write to writablePaths and its volumes alone. Default: the runtime's.",
        examples=[True],
        json_schema_extra=_OBJECT,
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    preset = PRESETS[spec.runtime]
    if spec.runtime == "custom":
        both = spec.blue_green
        colors = [color for color in (both.blue, both.green) if color] if both else []
        if spec.image is None and not (colors and all(color.image for color in colors)):
            yield "image", "is required with runtime: custom. Give the server's, such as ghcr.io/acme/server:1.2.0."
        if "health_check" not in spec.model_fields_set:
            yield "healthCheck", "is required with runtime: custom: give the path that the server answers at."
    if preset.needs_gpu and spec.image is None and not spec.resources.gpus_per_pod:
        yield (
            "resources.gpus",
            f"is required with runtime: {spec.runtime}: its image starts on no node without a GPU. Give 1 or more, or "
            "an image of it that runs without.",
        )


def command_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if spec.args is not None and spec.extra_args:
        yield "extraArgs", "stands beside args, which are all of them. Put these there, and leave extraArgs out."
    if spec.runtime == "custom" and spec.extra_args:
        yield "extraArgs", "adds to no arguments with runtime: custom, which has none of its own. Give args."
    if spec.command is not None and spec.args is None and spec.runtime != "custom":
        yield (
            "args",
            f"is required beside command: those of {spec.runtime} go with its own command. Give all of them; "
            f"{MODEL} is the model reference.",
        )


def unused_port_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if spec.ports is None or _is_the_users(spec):
        return
    its = PRESETS[spec.runtime].ports.by_name()
    for name in ("grpc", "metrics"):
        if getattr(spec.ports, name) is not None and name not in its:
            yield (
                f"ports.{name}",
                f"{getattr(spec.ports, name)} is a port that {spec.runtime} does not listen on. Leave it out, or give "
                "the args of a server that does.",
            )


def model_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if MODEL_REF in spec.env:
        yield f"env.{MODEL_REF}", "is the model reference, by which arguments name it. Give yours another name."


def image_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    if spec.image_pull_policy == "Always":
        return
    for path, image in spec.images():
        if message := not_pinned(image):
            yield path, message


def not_pinned(image: Any) -> str | None:
    """What to say of an image that has no version; None where it has one, or is known later."""
    if not isinstance(image, str) or is_pinned(image):
        return None
    return (
        f"{image} has no version: each pod would run what that name means on its day. Give a tag other than "
        "latest, or better a digest; or say that you want it so with imagePullPolicy: Always."
    )


def port_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if spec.ports is None:
        return
    taken = spec.server.ports.by_name()
    for name in ("grpc", "metrics"):
        number = taken.get(name)
        others = [other for other, used in taken.items() if other != name and used == number]
        if number is not None and others:
            without = " Metrics that http serves need no port." if "http" in others and name == "metrics" else ""
            yield f"ports.{name}", f"{number} is that of {others[0]}, too. Give each a number of its own.{without}"
            return


def path_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    for at, path in enumerate(spec.writable_paths or ()):
        if path in _mounted(spec) or path in (spec.writable_paths or ())[:at]:
            yield f"writablePaths[{at}]", f"{path} is mounted already. Leave it out here."


def server_of(spec: "InferenceServiceSpec") -> Runtime:
    """The preset with what the spec says instead."""
    preset = serving.told(spec, preset_of(spec.runtime, spec.defaults.closed_zerfoo))
    ports = Ports(**(vars(preset.ports) | (spec.ports.model_dump(exclude_none=True) if spec.ports else {})))
    return replace(container_of(spec, preset), ports=ports)


def container_of(spec: "PodFields", preset: C) -> C:
    """The preset with what the spec says instead of the user, and of what the container can write to."""
    who = spec.security_context or SecurityContextSpec()
    read_only = who.read_only_root_filesystem
    own = spec.writable_paths or ()
    taken = {*_mounted(spec), *own}
    shared = None if SHARED_MEMORY_PATH in taken else preset.shm_size
    return replace(
        preset,
        shm_size=spec.shm_size or shared,
        user=who.run_as_user or preset.user,
        # The preset's group is that of its own user.
        group=who.run_as_group or (None if who.run_as_user else preset.group),
        read_only_root=preset.read_only_root if read_only is None else read_only,
        writable=(*(path for path in preset.writable if path not in taken), *own),
    )


def pod(of: PodOfTrack) -> PodPart:
    """Image, command line, ports, and the directories that the model server writes to."""
    spec, server = of.spec, of.spec.server
    command = server.command if spec.command is None else spec.command
    path = model_path(spec, of.track)
    arguments = _arguments(of, server, by_path=path is not None)
    known = {MODEL: of.track.model_ref} | ({MODEL_PATH: path} if path else {})
    named = (*(one for one in (*command, *arguments) if one != MODEL), *spec.env.values())
    names_model = _is_the_users(spec) or any(names_variable(one, MODEL_REF) for one in named)
    own = {name: value for name, value in server.env.items() if name not in spec.env}
    env = {**own, **({MODEL_REF: of.track.model_ref} if names_model else {})}
    env |= {"MODEL_PATH": path} if path else {}
    written = writable_part(server)
    return PodPart(
        spec=written.spec,
        server={
            "image": of.track.image
            or spec.image
            or image_of(spec.runtime, spec.defaults.images, spec.resources.gpus_per_pod > 0),
            "ports": [
                {"name": name, "containerPort": number, "protocol": "TCP"}
                for name, number in server.ports.by_name().items()
            ],
            **({"imagePullPolicy": spec.image_pull_policy} if spec.image_pull_policy else {}),
            **({"command": list(command)} if command else {}),
            **({"args": [known.get(one, one) for one in arguments]} if arguments else {}),
            **({"env": [{"name": name, "value": value} for name, value in env.items()]} if env else {}),
            **written.server,
        },
    )


def writable_part(server: Container) -> PodPart:
    """The directories that the container writes to, as empty volumes of the pod."""
    volumes = writable_volumes(server)
    if not volumes:
        return PodPart()
    return PodPart(
        spec={"volumes": [{"name": name, "emptyDir": {}} for name in volumes]},
        server={"volumeMounts": [{"name": name, "mountPath": path} for name, path in volumes.items()]},
    )


def writable_volumes(server: Container) -> dict[str, str]:
    """The directories that the server writes to, by the names of their volumes."""
    return {f"writable-{at}": path for at, path in enumerate(server.writable)}


def _arguments(of: PodOfTrack, server: Runtime, *, by_path: bool) -> tuple[str, ...]:
    spec = of.spec
    if spec.args is not None:
        return spec.args
    gpus = spec.resources.gpus_per_pod
    spread = (f"{server.each_gpu}={gpus}",) if server.each_gpu and gpus > 1 else ()
    own = server.args(server.ports)
    if by_path and server.takes_path:
        name = (f"{server.named_by}={MODEL}",) if server.named_by else ()
        own = (*(one.replace(MODEL, MODEL_PATH) for one in own), *name)
    return (*own, *spread, *telemetry.arguments(of.name, spec), *(spec.extra_args or ()))


def _is_the_users(spec: "InferenceServiceSpec") -> bool:
    return spec.runtime == "custom" or spec.command is not None or spec.args is not None


def _mounted(spec: "PodFields") -> frozenset[str]:
    """Where volumes and files of the spec's own are."""
    return frozenset((*(volume.mount_path for volume in spec.volumes), *(file.path for file in spec.files)))


PullPolicy = Literal["IfNotPresent", "Always", "Never"]
Arguments = tuple[Argument, ...]
Directories = Annotated[tuple[MountPath, ...], NotEmpty()]
