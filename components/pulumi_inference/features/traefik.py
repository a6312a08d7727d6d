"""Traefik: an IngressRoute to a TraefikService that splits requests between the tracks.

https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/ (traefik.io/v1alpha1, Traefik v3)
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from ..child import ROUTE, Child
from ..kube.http import Hostname, RoutePath
from ..kube.names import Dns1123Label, ObjectName
from ..model import Model, NotEmpty, about
from .routing import route_metadata
from .service import route_backends, track_service_name
from .service_spec import http_port
from .session_affinity import SessionAffinitySpec, seconds

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_API_VERSION = "traefik.io/v1alpha1"


class MiddlewareRefSpec(Model):
    """A Middleware that requests pass through."""

    name: ObjectName = Field(
        description="Name of the Middleware.", examples=["compress"], json_schema_extra=about("IngressRoute")
    )
    namespace: Dns1123Label | None = Field(
        default=None,
        description="Its namespace, which Traefik has to allow. Default: the service's.",
        examples=["traefik"],
        json_schema_extra=about("IngressRoute"),
    )


class TraefikSpec(Model):
    """The way of the traffic through Traefik."""

    entry_points: Annotated[tuple[Dns1123Label, ...], NotEmpty()] = Field(
        description="Entry points of Traefik that the traffic comes through.",
        examples=[["websecure"]],
        json_schema_extra=about("IngressRoute"),
    )
    hostnames: Annotated[tuple[Hostname, ...], NotEmpty()] = Field(
        description="Hosts that the route answers for, each without *.",
        examples=[["chat.example.com"]],
        json_schema_extra=about("IngressRoute"),
    )
    path: RoutePath = Field(
        default="/",
        description="Start of the paths that the route answers for. Default: /.",
        examples=["/v1"],
        json_schema_extra=about("IngressRoute"),
    )
    middlewares: tuple[MiddlewareRefSpec, ...] = Field(
        default=(),
        description="Middlewares that requests pass through, in this order. Default: none.",
        examples=[[{"name": "compress"}]],
        json_schema_extra=about("IngressRoute"),
    )
    tls_secret: ObjectName | None = Field(
        default=None,
        description="Name of the Secret with the certificate. Default: none; the entry point's own where it has TLS.",
        examples=["chat-tls"],
        json_schema_extra=about("IngressRoute"),
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    traefik = spec.traefik
    if traefik is None:
        return
    for at, host in enumerate(traefik.hostnames):
        if host.startswith("*."):
            yield (
                f"traefik.hostnames[{at}]",
                f"{host} stands for many hosts, and Traefik's Host rule for one. Give each by its name.",
            )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if spec.traefik:
        yield Child(role="traefik_service", manifest=traefik_service(name, spec), step=ROUTE)
        yield Child(
            role="ingress_route",
            manifest=ingress_route(name, spec, spec.traefik),
            step=ROUTE,
            after=("traefik_service",),
        )


def traefik_service(name: str, spec: "InferenceServiceSpec") -> dict[str, Any]:
    """Splits requests by weight, or copies them to the canary."""
    return {
        "apiVersion": _API_VERSION,
        "kind": "TraefikService",
        "metadata": route_metadata(name, spec),
        "spec": _copies(name, spec) or _split(name, spec),
    }


def ingress_route(name: str, spec: "InferenceServiceSpec", traefik: TraefikSpec) -> dict[str, Any]:
    """Leads to the TraefikService of the same name, and what reaches the canary on purpose past it."""
    split = {"name": name, "kind": "TraefikService"}
    return {
        "apiVersion": _API_VERSION,
        "kind": "IngressRoute",
        "metadata": route_metadata(name, spec),
        "spec": {
            "entryPoints": list(traefik.entry_points),
            "routes": [*_on_purpose(name, spec, traefik), _route(_match(traefik), split, traefik)],
            **({"tls": {"secretName": traefik.tls_secret}} if traefik.tls_secret else {}),
        },
    }


def _match(traefik: TraefikSpec) -> str:
    hosts = " || ".join(f"Host(`{host}`)" for host in traefik.hostnames)
    path = f" && PathPrefix(`{traefik.path}`)" if traefik.path != "/" else ""
    return f"({hosts}){path}"


def _on_purpose(name: str, spec: "InferenceServiceSpec", traefik: TraefikSpec) -> Iterator[dict[str, Any]]:
    """The longer rule comes first in Traefik."""
    if spec.canary and spec.canary.match:
        headers = "".join(f" && Header(`{key}`, `{value}`)" for key, value in spec.canary.match.headers.items())
        yield _route(_match(traefik) + headers, _backend(spec, track_service_name(name, "canary")), traefik)


def _route(match: str, service: dict[str, Any], traefik: TraefikSpec) -> dict[str, Any]:
    middlewares = [one.model_dump(by_alias=True, exclude_none=True) for one in traefik.middlewares]
    passing = {"middlewares": middlewares} if middlewares else {}
    return {"kind": "Rule", "match": match, "services": [service], **passing}


def _split(name: str, spec: "InferenceServiceSpec") -> dict[str, Any]:
    sticky = _sticky(spec.session_affinity)
    pods = _sticky(spec.session_affinity, "-pod")
    services = [
        _backend(spec, service) | {"weight": weight} | pods for service, weight in route_backends(name, spec).items()
    ]
    return {"weighted": {"services": services, **sticky}}


def _copies(name: str, spec: "InferenceServiceSpec") -> dict[str, Any] | None:
    if not (spec.canary and spec.canary.mirror):
        return None
    copies = _backend(spec, track_service_name(name, "canary")) | {"percent": spec.canary.mirror.percent}
    primary = _backend(spec, track_service_name(name, "primary")) | _sticky(spec.session_affinity, "-pod")
    return {"mirroring": primary | {"mirrors": [copies]}}


def _backend(spec: "InferenceServiceSpec", service: str) -> dict[str, Any]:
    return {"name": service, "kind": "Service", "port": http_port(spec)}


def _sticky(affinity: SessionAffinitySpec | None, suffix: str = "") -> dict[str, Any]:
    """A cookie for the track, and one of another name for the pod."""
    if affinity is None:
        return {}
    life = {"maxAge": seconds(affinity)} if affinity.ttl else {}
    return {"sticky": {"cookie": {"name": f"{affinity.name}{suffix}", "httpOnly": True, **life}}}
