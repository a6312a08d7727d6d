"""What a user asks of the Service: its type, its ports, and what others read from it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

import pulumi
from pydantic import Field

from ..errors import path_to
from ..inputs import Annotations, Host, LabelsToSet
from ..kube.cidr import Cidr
from ..kube.labels import LabelKey, recommended
from ..kube.port import PortName, PortNumber
from ..model import Model, Switch, about
from ..runtimes import HTTP
from .routing import declared_router, splits_requests

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

PORT = 80
"""Of http, where nothing else is asked for."""
SKIP_AWAIT = "pulumi.com/skipAwait"
EXTERNAL_DNS = "external-dns.alpha.kubernetes.io/"
"""Begins the annotations that external-dns reads."""
HOSTNAME = f"{EXTERNAL_DNS}hostname"
"""https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/"""

_OBJECT = about("Service")
_OUTSIDE = ("NodePort", "LoadBalancer")
_ASKS_FOR: Mapping[str, tuple[str, ...]] = {
    "external_traffic_policy": _OUTSIDE,
    "load_balancer_class": ("LoadBalancer",),
    "load_balancer_source_ranges": ("LoadBalancer",),
}
"""The types that a field has a use with; the API server refuses it beside others."""
_WITH_ITS_ADDRESS = ("internal_traffic_policy", "traffic_distribution")
"""What is decided where the Service's own address is turned into a pod's."""

TrafficPolicy = Literal["Cluster", "Local"]


class ServicePortSpec(Model):
    """A port of the Service, over the container's port of the same name."""

    name: PortName = Field(
        description="Name of the container's port, and of this one.", examples=["http"], json_schema_extra=_OBJECT
    )
    port: PortNumber | None = Field(
        default=None,
        description="Number of the port. Default: 80 of http, and of others the container's own.",
        examples=[9090],
        json_schema_extra=_OBJECT,
    )
    node_port: PortNumber | None = Field(
        default=None,
        description="Port of every node, of the range that the cluster keeps for it (30000 to 32767 unless it was "
        "changed); goes with the types NodePort and LoadBalancer. Default: one that the cluster chooses.",
        examples=[30080],
        json_schema_extra=_OBJECT,
    )


class ServiceSpec(Model):
    """The Service over all pods with traffic."""

    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] = Field(
        default="ClusterIP",
        description="From where the Service can be reached: from inside the cluster, by a port of every node, or by a "
        "load balancer of the cluster's, whose address is waited for. Default: ClusterIP.",
        examples=["LoadBalancer"],
        json_schema_extra=_OBJECT,
    )
    headless: Switch = Field(
        default=False,
        description="Whether the Service has no address of its own: its name stands for the addresses of all pods with "
        "traffic, which are asked by the container's ports, and each client chooses among them. A canary's weight is "
        "then the share of the pods that a client chooses. A change replaces the Service. Default: false.",
        examples=[True],
        json_schema_extra=_OBJECT,
    )
    ports: tuple[ServicePortSpec, ...] = Field(
        default=(),
        description="Ports, each over one of the container's; http is there in any case. Default: http.",
        examples=[[{"name": "http", "port": 8080}]],
        json_schema_extra=_OBJECT,
    )
    annotations: Annotations = Field(
        default={},
        description="Annotations, for what reads them there, such as a controller of load balancers. Default: none.",
        examples=[{"service.beta.kubernetes.io/aws-load-balancer-type": "nlb"}],
        json_schema_extra=_OBJECT,
    )
    labels: LabelsToSet = Field(
        default={},
        description="Labels beside those that every object has. Default: none.",
        examples=[{"example.com/team": "chat"}],
        json_schema_extra=_OBJECT,
    )
    hostname: Host | None = Field(
        default=None,
        description="Name that external-dns gives to the Service's addresses; goes with the types NodePort and "
        "LoadBalancer, and with headless. Default: none.",
        examples=["chat.example.com"],
        json_schema_extra=_OBJECT,
    )
    aliases: tuple[Host, ...] = Field(
        default=(),
        description="Further names beside hostname that external-dns gives to the addresses. Default: none.",
        examples=[["api.example.com"]],
        json_schema_extra=_OBJECT,
    )
    traffic_distribution: Literal["PreferSameZone", "PreferSameNode"] | None = Field(
        default=None,
        description="Which pods a request from inside the cluster reaches by preference. Default: any.",
        examples=["PreferSameZone"],
        json_schema_extra=_OBJECT,
    )
    internal_traffic_policy: TrafficPolicy | None = Field(
        default=None,
        description="Whether a request from inside the cluster reaches pods of its own node alone (Local). "
        "Default: Cluster.",
        examples=["Local"],
        json_schema_extra=_OBJECT,
    )
    external_traffic_policy: TrafficPolicy | None = Field(
        default=None,
        description="Whether a request from outside reaches pods of the node alone that it came to (Local), which "
        "keeps the client's address. Default: Cluster.",
        examples=["Local"],
        json_schema_extra=_OBJECT,
    )
    load_balancer_class: LabelKey | None = Field(
        default=None,
        description="Which load balancer of the cluster's; cannot be changed. Default: the cluster's own.",
        examples=["service.k8s.aws/nlb"],
        json_schema_extra=_OBJECT,
    )
    load_balancer_source_ranges: tuple[Cidr, ...] = Field(
        default=(),
        description="Addresses that the load balancer lets in. Default: all.",
        examples=[["203.0.113.0/24"]],
        json_schema_extra=_OBJECT,
    )


def listed_ports(spec: "InferenceServiceSpec") -> list[ServicePortSpec]:
    """Of the Service, each with its number."""
    asked, there = spec.service.ports, spec.server.ports.by_name()
    first = () if any(port.name == HTTP for port in asked) else (ServicePortSpec(name=HTTP),)
    usual = {**there, HTTP: PORT}
    return [port if port.port else port.model_copy(update={"port": usual.get(port.name)}) for port in (*first, *asked)]


def http_port(spec: "InferenceServiceSpec") -> int:
    """Of the Service, and of those of the tracks, which routes name."""
    return next(port.port or PORT for port in listed_ports(spec) if port.name == HTTP)


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    own = spec.service
    for field, called in _given(own, _ASKS_FOR):
        if own.type not in _ASKS_FOR[field]:
            yield (
                f"service.{called}",
                f"has no use with type {own.type}. Give type {' or '.join(_ASKS_FOR[field])}, or leave it out.",
            )
    if own.hostname is not None and own.type == "ClusterIP" and not own.headless:
        yield (
            "service.hostname",
            "has no use with type ClusterIP, whose address nobody outside can reach: external-dns leaves it out. Give "
            "type LoadBalancer, or leave it out.",
        )
    if own.traffic_distribution and own.internal_traffic_policy == "Local":
        yield (
            "service.trafficDistribution",
            f"{own.traffic_distribution} has no use beside internalTrafficPolicy Local, which leaves no choice. Leave "
            "one out.",
        )


def split_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if spec.service.type != "ClusterIP" and splits_requests(spec) and (spec.canary or spec.argo):
        yield (
            "service.type",
            f"{spec.service.type} stands beside {declared_router(spec)}, which splits requests between two models, and "
            "requests from outside would go past it to the pods. Leave one out, at least until there is one model.",
        )


def port_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    own = spec.service
    if not own.ports:
        return
    there, listed = spec.server.ports.by_name(), listed_ports(spec)
    for place, port in enumerate(own.ports):
        path, at = path_to("service.ports", [place]), len(listed) - len(own.ports) + place
        before, number = listed[:at], listed[at].port
        if any(port.name == other.name for other in before):
            yield f"{path}.name", f"{port.name} stands there twice. Leave one of them out."
        elif twin := next((other for other in before if number == other.port), None):
            yield f"{path}.port", f"{number} is that of {twin.name}, too. Give each port a number of its own."
        elif port.name != HTTP and spec.istio and spec.istio.gateways:
            yield (
                path,
                "stands beside istio.gateways, which could not tell the ports of a Service apart. Leave one out.",
            )
        elif port.name not in there:
            yield (
                f"{path}.name",
                f"{port.name} is no port of the model server's container. It has: {', '.join(there)}.",
            )
        if port.node_port and own.type not in _OUTSIDE:
            yield (
                f"{path}.nodePort",
                f"{port.node_port} has no use with type {own.type}. Give type {' or '.join(_OUTSIDE)}, or leave it "
                "out.",
            )


def headless_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    own = spec.service
    if not own.headless:
        return
    if own.type != "ClusterIP":
        yield "service.headless", f"stands beside type {own.type}, which asks for an address. Leave one out."
    for _, called in _given(own, _WITH_ITS_ADDRESS):
        yield f"service.{called}", "has no use beside headless: each client chooses among the pods. Leave one out."
    if spec.istio:
        yield "service.headless", "stands beside istio, which splits requests to a Service's address. Leave one out."
    elif spec.session_affinity and spec.session_affinity.by == "clientIP":
        yield (
            "service.headless",
            "stands beside sessionAffinity by clientIP, and each client chooses among the pods itself. Leave one out.",
        )


def metadata_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    own = spec.service
    kept = {SKIP_AWAIT: "is this component's own. Leave it out."}
    if own.hostname is not None:
        kept[HOSTNAME] = "stands beside hostname, which sets it. Leave one out."
    if own.aliases and own.hostname is None:
        yield "service.aliases", "are names beside hostname, which is missing. Give one of them as hostname."
    for key in own.annotations.keys() & kept.keys():
        yield path_to("service.annotations", [key]), kept[key]
    for key in sorted(own.labels.keys() & recommended("", "").keys()):
        yield path_to("service.labels", [key]), "is a label that every object of the service has. Leave it out."


def _given(own: ServiceSpec, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Those of the fields that are given, each with its name in YAML."""
    return ((field, ServiceSpec.model_fields[field].alias or field) for field in fields if getattr(own, field))


def own_metadata(own: ServiceSpec) -> tuple[dict[str, Any], dict[str, Any]]:
    """The labels and annotations that are asked for."""
    names = [] if own.hostname is None else [own.hostname, *own.aliases]
    named = {HOSTNAME: names[0] if len(names) == 1 else _with_commas(names)} if names else {}
    return dict(own.labels), {**own.annotations, **named}


def _with_commas(names: Iterable[pulumi.Input[str]]) -> pulumi.Input[str]:
    """https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/"""
    texts = list(names)
    return ",".join(map(str, texts)) if all(isinstance(one, str) for one in texts) else _known_later(texts)


def _known_later(names: list[pulumi.Input[str]]) -> pulumi.Output[str]:
    return pulumi.Output.all(*names).apply(lambda known: ",".join(map(str, known)))
