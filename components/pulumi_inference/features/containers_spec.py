"""The containers beside the model server, as a spec has them.

https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
"""

from typing import Any, Literal

from pydantic import Field

from ..inputs import Image
from ..kube.duration import ProbeSeconds, whole_seconds
from ..kube.http import HttpPath
from ..kube.names import Dns1123Label
from ..kube.port import PortName, PortNumber
from ..model import Model, Natural, Positive, Switch, about
from ..one_of import OneOf, exactly_one
from .environment import Env, EnvFromSpec
from .handlers import ExecSpec
from .health_check import GrpcSpec
from .resources import ContainerResourcesSpec
from .runtime import Arguments, PullPolicy
from .volume_sources import MountPath, SubPath

_OBJECT = about("Deployment")


class ContainerPortSpec(Model):
    """A port that a container listens on."""

    container_port: PortNumber = Field(description="Its number.", examples=[9100], json_schema_extra=_OBJECT)
    name: PortName | None = Field(
        default=None,
        description="Its name, another than those of the pod's other ports. Default: none.",
        examples=["proxy"],
        json_schema_extra=_OBJECT,
    )
    protocol: Literal["TCP", "UDP", "SCTP"] = Field(
        default="TCP", description="Its protocol. Default: TCP.", examples=["UDP"], json_schema_extra=_OBJECT
    )


class VolumeMountSpec(Model):
    """One of the spec's volumes in a container."""

    name: Dns1123Label = Field(
        description="Name of the volume, one of volumes.", examples=["models"], json_schema_extra=_OBJECT
    )
    mount_path: MountPath = Field(description="Where it is mounted.", examples=["/models"], json_schema_extra=_OBJECT)
    read_only: Switch = Field(
        default=False,
        description="Whether the container may only read it. Default: false.",
        examples=[True],
        json_schema_extra=_OBJECT,
    )
    sub_path: SubPath = Field(
        default="",
        description="Path inside the volume that is mounted. Default: all of it.",
        examples=["llama3"],
        json_schema_extra=_OBJECT,
    )


class ContainerSecurityContextSpec(Model):
    """Who a container runs as. What Kubernetes' level `restricted` asks for stands beside it and cannot be left out."""

    run_as_user: Positive | None = Field(
        default=None,
        description="Number of the user; root is none that restricted allows. Default: the model server's.",
        examples=[1001],
        json_schema_extra=_OBJECT,
    )
    run_as_group: Positive | None = Field(
        default=None,
        description="Number of the group. Default: the model server's.",
        examples=[1001],
        json_schema_extra=_OBJECT,
    )
    read_only_root_filesystem: Switch = Field(
        default=True,
        description="Whether the container can write to its volumes alone. Default: true; mount an emptyDir where it "
        "writes.",
        examples=[False],
        json_schema_extra=_OBJECT,
    )


class HttpProbeSpec(Model):
    """An HTTP request by GET, which succeeds with a status from 200 to 399."""

    path: HttpPath = Field(description="Path.", examples=["/healthz"], json_schema_extra=_OBJECT)
    port: PortNumber = Field(description="Port of the container.", examples=[9100], json_schema_extra=_OBJECT)


class TcpSocketSpec(Model):
    """A connection, which succeeds when somebody listens."""

    port: PortNumber = Field(description="Port of the container.", examples=[9100], json_schema_extra=_OBJECT)


class ContainerProbeSpec(OneOf):
    """One probe of a container; exactly one field says what it asks."""

    model_config = exactly_one("httpGet", "tcpSocket", "grpc", "exec")

    http_get: HttpProbeSpec | None = Field(
        default=None,
        description="An HTTP request. Default: none.",
        examples=[{"path": "/healthz", "port": 9100}],
        json_schema_extra=_OBJECT,
    )
    tcp_socket: TcpSocketSpec | None = Field(
        default=None, description="A connection. Default: none.", examples=[{"port": 9100}], json_schema_extra=_OBJECT
    )
    grpc: GrpcSpec | None = Field(
        default=None,
        description="A gRPC health check. Default: none.",
        examples=[{"port": 9000}],
        json_schema_extra=_OBJECT,
    )
    exec_: ExecSpec | None = Field(
        default=None,
        alias="exec",
        description="A command in the container. Default: none.",
        examples=[{"command": ["/bin/check"]}],
        json_schema_extra=_OBJECT,
    )
    initial_delay: Natural = Field(
        default=0,
        description="Time before the first. Default: 0.",
        examples=[5],
        json_schema_extra=about("Deployment", unit="seconds"),
    )
    interval: ProbeSeconds = Field(
        default="10s",
        description="Time between two. Default: 10s.",
        examples=["5s"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    timeout: ProbeSeconds = Field(
        default="1s",
        description="Time that one may take. Default: 1s.",
        examples=["3s"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    failures: Positive = Field(
        default=3,
        description="Failed ones in a row that count. Default: 3.",
        examples=[5],
        json_schema_extra=about("Deployment", unit="probes"),
    )

    def rendered(self) -> dict[str, Any]:
        asked = {"http_get", "tcp_socket", "grpc"}
        return self.model_dump(by_alias=True, exclude_none=True, include=asked) | {
            **({"exec": self.exec_.rendered()} if self.exec_ else {}),
            **({"initialDelaySeconds": self.initial_delay} if self.initial_delay else {}),
            "periodSeconds": whole_seconds(self.interval),
            "timeoutSeconds": whole_seconds(self.timeout),
            "failureThreshold": self.failures,
        }


class ContainerSpec(Model):
    """A container beside the model server."""

    name: Dns1123Label = Field(
        description="Name of the container, another than the pod's others; server is the model server's.",
        examples=["proxy"],
        json_schema_extra=_OBJECT,
    )
    image: Image = Field(
        description="Its image, with a tag other than latest or, better, a digest.",
        examples=["registry.example.com/proxy:1.2.0"],
        json_schema_extra=_OBJECT,
    )
    image_pull_policy: PullPolicy | None = Field(
        default=None,
        description="When nodes pull the image; Always also allows one without a version. "
        "Default: Kubernetes', IfNotPresent for one with a version.",
        examples=["Always"],
        json_schema_extra=_OBJECT,
    )
    command: Arguments = Field(
        default=(),
        description="What it runs. Default: the image's entrypoint.",
        examples=[["/bin/proxy"]],
        json_schema_extra=_OBJECT,
    )
    args: Arguments = Field(
        default=(), description="Arguments. Default: the image's.", examples=[["--verbose"]], json_schema_extra=_OBJECT
    )
    env: Env = Field(
        default={},
        description="Environment variables, as those of the model server. Default: none.",
        examples=[{"LOG_LEVEL": "info"}],
        json_schema_extra=about("Deployment", "Secret"),
    )
    env_from: tuple[EnvFromSpec, ...] = Field(
        default=(),
        description="ConfigMaps and Secrets whose keys are variables, too. Default: none.",
        examples=[[{"configMapRef": "settings"}]],
        json_schema_extra=_OBJECT,
    )
    ports: tuple[ContainerPortSpec, ...] = Field(
        default=(),
        description="Ports that it listens on; a pod's containers share one address. Default: none.",
        examples=[[{"name": "proxy", "containerPort": 9100}]],
        json_schema_extra=_OBJECT,
    )
    resources: ContainerResourcesSpec = Field(
        default=ContainerResourcesSpec(),
        description="CPU and memory of the container, which count for each pod. Default: none asked for.",
        examples=[{"cpu": "100m", "memory": "64Mi"}],
        json_schema_extra=_OBJECT,
    )
    volume_mounts: tuple[VolumeMountSpec, ...] = Field(
        default=(),
        description="Of the spec's volumes those that it has, too. Default: none.",
        examples=[[{"name": "models", "mountPath": "/models"}]],
        json_schema_extra=_OBJECT,
    )
    security_context: ContainerSecurityContextSpec = Field(
        default=ContainerSecurityContextSpec(),
        description="Who it runs as. Default: the model server's user, without writing to its own file system.",
        examples=[{"runAsUser": 1001}],
        json_schema_extra=_OBJECT,
    )
    startup_probe: ContainerProbeSpec | None = Field(
        default=None,
        description="Until it succeeds no other is asked, and what comes after a native sidecar waits. Default: none.",
        examples=[{"tcpSocket": {"port": 9100}}],
        json_schema_extra=_OBJECT,
    )
    liveness_probe: ContainerProbeSpec | None = Field(
        default=None,
        description="Restarts the container. Default: none.",
        examples=[{"tcpSocket": {"port": 9100}}],
        json_schema_extra=_OBJECT,
    )
    readiness_probe: ContainerProbeSpec | None = Field(
        default=None,
        description="Takes the whole replica out of the Service. Default: none.",
        examples=[{"httpGet": {"path": "/healthz", "port": 9100}}],
        json_schema_extra=_OBJECT,
    )


class InitContainerSpec(ContainerSpec):
    """A container that comes before the model server, and ends first unless it is a native sidecar."""

    restart_policy: Literal["Always"] | None = Field(
        default=None,
        description="Always for a native sidecar (Kubernetes 1.29): it is started first, runs beside the model server "
        "and ends after it. Default: the container has to end before what comes next starts.",
        examples=["Always"],
        json_schema_extra=_OBJECT,
    )

    @property
    def stays(self) -> bool:
        """Whether it is a native sidecar (KEP-753)."""
        return self.restart_policy == "Always"
