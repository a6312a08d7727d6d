"""Istio: a DestinationRule with a subset for each track, and the VirtualService that splits requests between them.

https://istio.io/latest/docs/reference/config/networking/ (networking.istio.io/v1)
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import Field

from ..child import Child
from ..kube.duration import WholeSeconds, parse_duration
from ..kube.http import Hostname
from ..kube.labels import selector
from ..kube.names import ReferenceName
from ..model import Model, about
from .routing import route_metadata, route_step, splits_requests, weights
from .service import service_name
from .session_affinity import consistent_hash

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_API_VERSION = "networking.istio.io/v1"
ARGO_SUBSETS = {"stable": "stable", "canary": "next"}
"""By what Argo Rollouts calls its two models; `canary` is a track's."""
_MESH = "mesh"
"""Stands for the sidecars, which a list of gateways would leave out."""


class IstioSpec(Model):
    """The way of the traffic through an Istio mesh."""

    gateways: tuple[ReferenceName, ...] = Field(
        default=(),
        description="Istio Gateways that traffic from outside the mesh comes through, as NAME or NAMESPACE/NAME. "
        "Default: none, traffic inside the mesh alone.",
        examples=[["istio-ingress/public"]],
        json_schema_extra=about("VirtualService"),
    )
    hosts: tuple[Hostname, ...] = Field(
        default=(),
        description="Hosts that the gateways answer for, beside the Service's own name inside the mesh. Default: none.",
        examples=[["chat.example.com"]],
        json_schema_extra=about("VirtualService"),
    )
    timeout: WholeSeconds | None = Field(
        default=None,
        description="Time for the whole of a request. Default: none.",
        examples=["5m"],
        json_schema_extra=about("VirtualService", unit="whole seconds"),
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    istio = spec.istio or IstioSpec()
    if istio.gateways and not istio.hosts:
        yield "istio.hosts", "is required beside gateways: a gateway answers for hosts that it is given. Give one."
    elif istio.hosts and not istio.gateways:
        yield "istio.gateways", "is required beside hosts: inside the mesh nobody asks for them. Give one."


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if spec.istio:
        subsets = ("spec.subsets",) if spec.argo else ()
        yield Child(role="destination_rule", manifest=destination_rule(name, spec), ignored=subsets)
        # A route to a subset that nobody has declared yet answers with errors.
        yield Child(
            role="virtual_service",
            manifest=virtual_service(name, spec, spec.istio),
            step=route_step(spec),
            after=("destination_rule",),
            ignored=("spec.http[*].route[*].weight",) if spec.argo else (),
        )


def destination_rule(name: str, spec: "InferenceServiceSpec") -> dict[str, Any]:
    """Of every track that there can be: so it never loses a subset which the route still names."""
    policy = consistent_hash(spec.session_affinity)
    return {
        "apiVersion": _API_VERSION,
        "kind": "DestinationRule",
        "metadata": route_metadata(name, spec),
        "spec": {
            "host": service_name(name),
            **({"trafficPolicy": {"loadBalancer": policy}} if policy else {}),
            "subsets": _subsets(name),
        },
    }


def _subsets(name: str) -> list[dict[str, Any]]:
    tracks = [{"name": track, "labels": {"track": track}} for track in ("primary", "canary", "blue", "green")]
    # Argo Rollouts adds the hash of the one or the other model's pods to the labels.
    return tracks + [{"name": subset, "labels": selector(name, None)} for subset in ARGO_SUBSETS.values()]


def virtual_service(name: str, spec: "InferenceServiceSpec", istio: IstioSpec) -> dict[str, Any]:
    """The split by weight, and before it what reaches the canary on purpose."""
    timeout = {"timeout": f"{parse_duration(istio.timeout)}s"} if istio.timeout else {}
    gateways = {"gateways": [*istio.gateways, _MESH]} if istio.gateways else {}
    split = {"route": _shares(name, spec), **_mirror(name, spec), **timeout}
    return {
        "apiVersion": _API_VERSION,
        "kind": "VirtualService",
        "metadata": route_metadata(name, spec),
        "spec": {
            "hosts": [service_name(name), *istio.hosts],
            **gateways,
            "http": [*({**rule, **timeout} for rule in _on_purpose(name, spec)), split],
        },
    }


def _shares(name: str, spec: "InferenceServiceSpec") -> list[dict[str, Any]]:
    if not splits_requests(spec):
        return [{"destination": {"host": service_name(name)}}]
    return [
        {"destination": _subset(name, ARGO_SUBSETS[track] if spec.argo else track), "weight": weight}
        for track, weight in weights(spec).items()
        if weight or spec.argo
    ]


def _on_purpose(name: str, spec: "InferenceServiceSpec") -> Iterator[dict[str, Any]]:
    if spec.canary and spec.canary.match:
        headers = {key.lower(): {"exact": value} for key, value in spec.canary.match.headers.items()}
        yield {"match": [{"headers": headers}], "route": [{"destination": _subset(name, "canary")}]}


def _mirror(name: str, spec: "InferenceServiceSpec") -> dict[str, Any]:
    if not (spec.canary and spec.canary.mirror):
        return {}
    return {"mirror": _subset(name, "canary"), "mirrorPercentage": {"value": spec.canary.mirror.percent}}


def _subset(name: str, track: str) -> dict[str, Any]:
    return {"host": service_name(name), "subset": track}
