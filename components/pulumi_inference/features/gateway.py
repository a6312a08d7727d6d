"""The Gateway API: an HTTPRoute that splits requests between the tracks.

https://gateway-api.sigs.k8s.io/reference/spec/ (v1, standard channel)
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from ..child import Child
from ..kube.duration import WholeSeconds, duration_text, parse_duration
from ..kube.http import HeaderName, Headers, Hostname, RoutePath
from ..kube.names import Dns1123Label, Dns1123Subdomain, ObjectName
from ..kube.port import PortNumber
from ..model import Model, NotEmpty, about
from .routing import route_metadata, route_step
from .service import route_backends, track_service_name
from .service_spec import http_port

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_OBJECT = about("HTTPRoute")


class ParentRefSpec(Model):
    """A Gateway that the route is attached to."""

    name: ObjectName = Field(description="Name of the Gateway.", examples=["public"], json_schema_extra=_OBJECT)
    namespace: Dns1123Label | None = Field(
        default=None,
        description="Namespace of the Gateway, whose listener has to allow routes from the service's. "
        "Default: the service's.",
        examples=["gateways"],
        json_schema_extra=_OBJECT,
    )
    section_name: Dns1123Subdomain | None = Field(
        default=None,
        description="Name of the one listener to attach to. Default: every one that allows it.",
        examples=["https"],
        json_schema_extra=_OBJECT,
    )
    port: PortNumber | None = Field(
        default=None,
        description="Port of the listeners to attach to. Default: any.",
        examples=[443],
        json_schema_extra=_OBJECT,
    )


class HeaderModifierSpec(Model):
    """What is done to the headers of a request or of an answer."""

    set: Headers = Field(
        default={},
        description="Headers to set, in place of those of the same name. Default: none.",
        examples=[{"x-served-by": "chat"}],
        json_schema_extra=_OBJECT,
    )
    add: Headers = Field(
        default={},
        description="Headers to add beside those of the same name. Default: none.",
        examples=[{"x-tag": "chat"}],
        json_schema_extra=_OBJECT,
    )
    remove: tuple[HeaderName, ...] = Field(
        default=(),
        description="Names of the headers to remove. Default: none.",
        examples=[["x-internal"]],
        json_schema_extra=_OBJECT,
    )


class FiltersSpec(Model):
    """What a gateway does to requests and answers on their way."""

    request_headers: HeaderModifierSpec | None = Field(
        default=None,
        description="Changes of the request's headers. Default: none.",
        examples=[{"set": {"x-service": "chat"}}],
        json_schema_extra=_OBJECT,
    )
    response_headers: HeaderModifierSpec | None = Field(
        default=None,
        description="Changes of the answer's headers. Default: none.",
        examples=[{"remove": ["server"]}],
        json_schema_extra=_OBJECT,
    )
    replace_prefix: RoutePath | None = Field(
        default=None,
        description="What stands in the place of `path` at the start of the request's path. Default: it stays.",
        examples=["/"],
        json_schema_extra=_OBJECT,
    )


class GatewayTimeoutsSpec(Model):
    """How long a gateway waits."""

    request: WholeSeconds | None = Field(
        default=None,
        description="Time for the whole of a request, streamed answers included. Default: the gateway's.",
        examples=["5m"],
        json_schema_extra=about("HTTPRoute", unit="whole seconds"),
    )
    backend_request: WholeSeconds | None = Field(
        default=None,
        description="Time for one attempt at a pod; request at most. Default: the gateway's.",
        examples=["2m"],
        json_schema_extra=about("HTTPRoute", unit="whole seconds"),
    )


class GatewaySpec(Model):
    """The way of the traffic through a Gateway."""

    parent_refs: Annotated[tuple[ParentRefSpec, ...], NotEmpty()] = Field(
        description="Gateways that the route is attached to.",
        examples=[[{"name": "public"}]],
        json_schema_extra=_OBJECT,
    )
    hostnames: tuple[Hostname, ...] = Field(
        default=(),
        description="Hosts that the route answers for. Default: all of the listener.",
        examples=[["chat.example.com"]],
        json_schema_extra=_OBJECT,
    )
    path: RoutePath = Field(
        default="/",
        description="Start of the paths that the route answers for, in whole parts between slashes. Default: /.",
        examples=["/v1"],
        json_schema_extra=_OBJECT,
    )
    filters: FiltersSpec = Field(
        default=FiltersSpec(),
        description="What the gateway does to requests and answers. Default: nothing.",
        json_schema_extra=_OBJECT,
    )
    timeouts: GatewayTimeoutsSpec = Field(
        default=GatewayTimeoutsSpec(),
        description="How long the gateway waits. Default: its own.",
        json_schema_extra=_OBJECT,
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    timeouts = spec.gateway.timeouts if spec.gateway else GatewayTimeoutsSpec()
    whole, attempt = timeouts.request, timeouts.backend_request
    if whole and attempt and parse_duration(attempt) > parse_duration(whole):
        yield (
            "gateway.timeouts.backendRequest",
            f"{attempt} is above request {whole}, of which it is a part. Lower it, or raise request.",
        )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if spec.gateway:
        yield Child(
            role="http_route",
            manifest=http_route(name, spec, spec.gateway),
            step=route_step(spec),
            ignored=("spec.rules[*].backendRefs[*].weight",) if spec.argo else (),
        )


def http_route(name: str, spec: "InferenceServiceSpec", gateway: GatewaySpec) -> dict[str, Any]:
    """The HTTPRoute NAME: the split by weight, and before it what reaches the canary on purpose."""
    path = {"type": "PathPrefix", "value": gateway.path}
    split = _rule(spec, {"path": path}, route_backends(name, spec), gateway, _mirror(name, spec))
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": route_metadata(name, spec),
        "spec": {
            "parentRefs": [one.model_dump(by_alias=True, exclude_none=True) for one in gateway.parent_refs],
            **({"hostnames": list(gateway.hostnames)} if gateway.hostnames else {}),
            "rules": [*_on_purpose(name, spec, gateway, path), split],
        },
    }


def _on_purpose(name: str, spec: "InferenceServiceSpec", gateway: GatewaySpec, path: Any) -> list[dict[str, Any]]:
    if not (spec.canary and spec.canary.match):
        return []
    headers = [{"type": "Exact", "name": key, "value": value} for key, value in spec.canary.match.headers.items()]
    to_canary = {track_service_name(name, "canary"): 100}
    return [_rule(spec, {"path": path, "headers": headers}, to_canary, gateway, [])]


def _rule(
    spec: "InferenceServiceSpec",
    match: dict[str, Any],
    services: dict[str, int],
    gateway: GatewaySpec,
    mirror: list[dict[str, Any]],
) -> dict[str, Any]:
    filters = [*_filters(gateway.filters), *mirror]
    given = gateway.timeouts.model_dump(by_alias=True, exclude_none=True)
    timeouts = {what: duration_text(parse_duration(duration)) for what, duration in given.items()}
    return {
        "matches": [match],
        **({"filters": filters} if filters else {}),
        "backendRefs": [
            {"kind": "Service", "name": service, "port": http_port(spec), "weight": weight}
            for service, weight in services.items()
        ],
        **({"timeouts": timeouts} if timeouts else {}),
    }


def _filters(spec: FiltersSpec) -> Iterator[dict[str, Any]]:
    if spec.request_headers:
        yield {"type": "RequestHeaderModifier", "requestHeaderModifier": _modifier(spec.request_headers)}
    if spec.response_headers:
        yield {"type": "ResponseHeaderModifier", "responseHeaderModifier": _modifier(spec.response_headers)}
    if spec.replace_prefix:
        path = {"type": "ReplacePrefixMatch", "replacePrefixMatch": spec.replace_prefix}
        yield {"type": "URLRewrite", "urlRewrite": {"path": path}}


def _modifier(spec: HeaderModifierSpec) -> dict[str, Any]:
    changed = {"set": spec.set, "add": spec.add}
    listed: dict[str, Any] = {
        what: [{"name": name, "value": value} for name, value in headers.items()]
        for what, headers in changed.items()
        if headers
    }
    return listed | ({"remove": list(spec.remove)} if spec.remove else {})


def _mirror(name: str, spec: "InferenceServiceSpec") -> list[dict[str, Any]]:
    if not (spec.canary and spec.canary.mirror):
        return []
    backend = {"kind": "Service", "name": track_service_name(name, "canary"), "port": http_port(spec)}
    mirror = {"backendRef": backend, "percent": spec.canary.mirror.percent}
    return [{"type": "RequestMirror", "requestMirror": mirror}]
