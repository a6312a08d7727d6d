"""Session affinity: requests of one client reach one pod, by what the route can go by."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from ..kube.duration import WholeSeconds, whole_seconds
from ..kube.http import HeaderName
from ..model import Model, about
from .routing import declared_router

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

Mark = Literal["clientIP", "cookie", "header"]
_OF: dict[str | None, tuple[Mark, ...]] = {
    None: ("clientIP",),
    "gateway": (),
    "istio": ("clientIP", "cookie", "header"),
    "traefik": ("cookie",),
}
"""What each router can know a client by; None is the Service alone."""
_LONGEST_OF_SERVICE = 86400
"""Seconds: of sessionAffinityConfig.clientIP.timeoutSeconds, whose default is 10800."""


class SessionAffinitySpec(Model):
    """How a client is known, so that its requests reach one pod as long as it is there."""

    by: Mark = Field(
        description="What marks a client: its address (clientIP; the Service alone, and Istio), a cookie (Istio, "
        "Traefik) or a header (Istio). The Gateway API's standard channel has none. A canary's weight is then a share "
        "of the clients; Istio chooses the track anew for each request.",
        examples=["cookie"],
        json_schema_extra=about("Service", "DestinationRule", "TraefikService"),
    )
    name: HeaderName | None = Field(
        default=None,
        description="Name of the cookie or header; goes with both. Default: none.",
        examples=["session"],
        json_schema_extra=about("DestinationRule", "TraefikService"),
    )
    ttl: WholeSeconds | None = Field(
        default=None,
        description="How long a client is known: since its last request by clientIP, which a Service forgets after "
        "24h at most; the life of the cookie. Default: 3h by clientIP; the browser's session by cookie.",
        examples=["1h"],
        json_schema_extra=about("Service", "DestinationRule", "TraefikService", unit="whole seconds"),
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    affinity = spec.session_affinity
    if affinity is None:
        return
    router = declared_router(spec)
    if not (known := _OF[router]):
        yield (
            "sessionAffinity",
            f"asks for what the standard channel of the Gateway API does not have, and {router} is the route. Leave it "
            "out, or give istio or traefik.",
        )
        return
    if affinity.by not in known:
        yield (
            "sessionAffinity.by",
            f"{affinity.by} is nothing that {router or 'a Service'} can go by. It can go by: {', '.join(known)}.",
        )
    if affinity.by == "clientIP" and affinity.name:
        yield "sessionAffinity.name", f"{affinity.name} has no use: an address has no name. Leave it out."
    elif affinity.by != "clientIP" and not affinity.name:
        yield "sessionAffinity.name", f"is required: the name of the {affinity.by}."
    if affinity.ttl and router == "istio" and affinity.by != "cookie":
        yield "sessionAffinity.ttl", f"{affinity.ttl} has no use: Istio forgets no {affinity.by}. Leave it out."
    elif affinity.ttl and affinity.by == "clientIP" and whole_seconds(affinity.ttl) > _LONGEST_OF_SERVICE:
        yield "sessionAffinity.ttl", f"{affinity.ttl} is above 24h, after which a Service forgets an address. Lower it."


def of_service(affinity: SessionAffinitySpec | None) -> dict[str, Any]:
    """What a Service's spec says of it."""
    if affinity is None or affinity.by != "clientIP":
        return {}
    timeout = {"sessionAffinityConfig": {"clientIP": {"timeoutSeconds": seconds(affinity)}}} if affinity.ttl else {}
    return {"sessionAffinity": "ClientIP", **timeout}


def consistent_hash(affinity: SessionAffinitySpec | None) -> dict[str, Any]:
    """The load balancing of an Istio DestinationRule."""
    if affinity is None:
        return {}
    match affinity.by:
        case "clientIP":
            key: dict[str, Any] = {"useSourceIp": True}
        case "header":
            key = {"httpHeaderName": affinity.name}
        case "cookie":
            # A ttl of 0s makes it a cookie of the browser's session.
            key = {"httpCookie": {"name": affinity.name, "path": "/", "ttl": f"{seconds(affinity)}s"}}
    return {"consistentHash": key}


def seconds(affinity: SessionAffinitySpec) -> int:
    """The ttl; 0 without one."""
    return whole_seconds(affinity.ttl) if affinity.ttl else 0
