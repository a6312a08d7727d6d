"""Istio's security: who may call the pods, known by certificates that the mesh gives out.

https://istio.io/latest/docs/reference/config/security/ (security.istio.io/v1)
Probes need no rule: the injector has the sidecar ask them, on a port of its own. Nor do metrics that the sidecar takes
into its own (port 15020).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..child import Child
from ..errors import path_to
from ..kube.http import AuthorizedPath
from ..kube.labels import recommended, selector
from ..kube.names import Dns1123Label, Dns1123Subdomain, NamespacedName
from ..model import Model, NotEmpty, about
from .server_metrics import METRICS, preset_of

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_API_VERSION = "security.istio.io/v1"
_OBJECT = about("AuthorizationPolicy")

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class CallerSpec(Model):
    """Callers, and what they ask for. A gRPC call is a POST to /PACKAGE.SERVICE/METHOD."""

    service_accounts: tuple[NamespacedName, ...] = Field(
        default=(),
        description="Service accounts of the callers, as NAMESPACE/NAME; a gateway has its own. Default: none.",
        examples=[["istio-ingress/public"]],
        json_schema_extra=_OBJECT,
    )
    namespaces: tuple[Dns1123Label, ...] = Field(
        default=(),
        description="Namespaces of the callers, with all service accounts in them. Default: none.",
        examples=[["web"]],
        json_schema_extra=_OBJECT,
    )
    methods: tuple[Method, ...] = Field(
        default=(),
        description="HTTP methods. Default: all.",
        examples=[["GET", "POST"]],
        json_schema_extra=_OBJECT,
    )
    paths: tuple[AuthorizedPath, ...] = Field(
        default=(),
        description="Paths to the letter, or with * at the end for all that begin so. Default: all.",
        examples=[["/v1/*"]],
        json_schema_extra=_OBJECT,
    )


class PortLevelMtlsSpec(Model):
    """Where the pods take requests in clear all the same."""

    metrics: Literal["PERMISSIVE"] = Field(
        description="PERMISSIVE for the port of metrics, so that a Prometheus outside of the mesh can scrape: anybody "
        "who reaches the pods may GET the path of the metrics, and nothing else.",
        examples=["PERMISSIVE"],
        json_schema_extra=about("PeerAuthentication", "AuthorizationPolicy"),
    )


class IstioSecuritySpec(Model):
    """Who may call the pods in an Istio mesh. Who is not named is refused."""

    allow: Annotated[tuple[CallerSpec, ...], NotEmpty()] = Field(
        description="Who may ask for what.",
        examples=[[{"serviceAccounts": ["istio-ingress/public"], "methods": ["GET", "POST"], "paths": ["/v1/*"]}]],
        json_schema_extra=_OBJECT,
    )
    deny: tuple[CallerSpec, ...] = Field(
        default=(),
        description="What is refused though allow has it; without callers, to everybody. Default: nothing.",
        examples=[[{"paths": ["/v1/admin/*"]}]],
        json_schema_extra=_OBJECT,
    )
    mtls: Literal["STRICT", "PERMISSIVE"] = Field(
        default="STRICT",
        description="Whether the pods take requests with a certificate alone (STRICT), or others too, of which allow "
        "has none. Default: STRICT.",
        examples=["PERMISSIVE"],
        json_schema_extra=about("PeerAuthentication"),
    )
    port_level_mtls: PortLevelMtlsSpec | None = Field(
        default=None,
        description="Ports that are open beside mtls: STRICT. Default: none.",
        examples=[{"metrics": "PERMISSIVE"}],
        json_schema_extra=about("PeerAuthentication", "AuthorizationPolicy"),
    )
    trust_domain: Dns1123Subdomain = Field(
        default="cluster.local",
        description="Trust domain of the mesh, with which its certificates begin. Default: cluster.local.",
        examples=["example.com"],
        json_schema_extra=_OBJECT,
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    security = spec.istio_security
    if security is None:
        return
    if spec.service.type != "ClusterIP":
        yield (
            "istioSecurity",
            f"stands beside service.type {spec.service.type}, whose requests come from outside the mesh without its "
            "certificates: all of them would be refused. Let them in by a gateway of the mesh, and leave the type out.",
        )
    for place, rule in enumerate(security.allow):
        if not _callers(rule):
            yield (
                path_to("istioSecurity.allow", [place]),
                "names no caller, and would let everybody in. Give serviceAccounts or namespaces.",
            )
        for other, caller in _opened_by_another(security.allow, place):
            yield (
                path_to("istioSecurity.allow", [place]),
                f"says what {caller} may ask for, and allow[{other}] lets it ask for all of that and more. Leave one "
                "of them out.",
            )
    for place, rule in enumerate(security.deny):
        if not (_callers(rule) or rule.methods or rule.paths):
            yield path_to("istioSecurity.deny", [place]), "is empty, and would refuse everybody. Say whom, or what."


def port_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    security = spec.istio_security
    if security is None or security.port_level_mtls is None:
        return
    if security.mtls != "STRICT":
        yield (
            "istioSecurity.portLevelMtls",
            f"has no use beside mtls: {security.mtls}, which is so at every port. Leave one of the two out.",
        )
    if not (spec.monitoring and spec.monitoring.scrapers):
        yield (
            "istioSecurity.portLevelMtls",
            "opens the metrics to a Prometheus that nothing asks to scrape. Give monitoring.podMonitor, serviceMonitor "
            "or scrapeAnnotations, or leave it out.",
        )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    security = spec.istio_security
    if security is None:
        return
    yield Child(role="peer_authentication", manifest=peer_authentication(name, spec, security))
    allowed = [_rule(rule, security) for rule in security.allow]
    allowed += [_scrape(spec)] if security.port_level_mtls else []
    yield Child(role="authorization_policy", manifest=_policy(name, "allow", allowed))
    if security.deny:
        denied = [_rule(rule, security) for rule in security.deny]
        yield Child(role="denying_policy", manifest=_policy(name, "deny", denied))


def peer_authentication(name: str, spec: "InferenceServiceSpec", security: IstioSecuritySpec) -> dict[str, Any]:
    """The PeerAuthentication NAME."""
    opened = {"portLevelMtls": {_port_of_metrics(spec): {"mode": "PERMISSIVE"}}} if security.port_level_mtls else {}
    return {
        "apiVersion": _API_VERSION,
        "kind": "PeerAuthentication",
        "metadata": {"name": name, "labels": recommended(name, "security")},
        "spec": {"selector": {"matchLabels": selector(name)}, "mtls": {"mode": security.mtls}, **opened},
    }


def _policy(name: str, action: str, rules: list[dict[str, Any]]) -> dict[str, Any]:
    """The AuthorizationPolicy NAME-ACTION: both have a suffix, which no other service's name can take from them."""
    return {
        "apiVersion": _API_VERSION,
        "kind": "AuthorizationPolicy",
        "metadata": {"name": f"{name}-{action}", "labels": recommended(name, "security")},
        "spec": {
            "selector": {"matchLabels": selector(name)},
            "action": action.upper(),
            "rules": rules,
        },
    }


def _scrape(spec: "InferenceServiceSpec") -> dict[str, Any]:
    """Whoever is in clear has no name that a rule could say."""
    path = METRICS[preset_of(spec)].path
    return {"to": [{"operation": {"ports": [_port_of_metrics(spec)], "methods": ["GET"], "paths": [path]}}]}


def _port_of_metrics(spec: "InferenceServiceSpec") -> str:
    return str(spec.server.ports.by_name()[spec.server.ports.of_metrics])


def _rule(rule: CallerSpec, security: IstioSecuritySpec) -> dict[str, Any]:
    """Callers and what they ask for in one rule: of two rules either would do."""
    principals = [_principal(account, security) for account in rule.service_accounts]
    sources: list[dict[str, Any]] = [{"source": {"principals": principals}}] if principals else []
    sources += [{"source": {"namespaces": list(rule.namespaces)}}] if rule.namespaces else []
    asked = {"methods": list(rule.methods), "paths": list(rule.paths)}
    operation = {what: listed for what, listed in asked.items() if listed}
    return {
        **({"from": sources} if sources else {}),
        **({"to": [{"operation": operation}]} if operation else {}),
    }


def _principal(account: str, security: IstioSecuritySpec) -> str:
    namespace, _, name = account.partition("/")
    return f"{security.trust_domain}/ns/{namespace}/sa/{name}"


def _callers(rule: CallerSpec) -> tuple[str, ...]:
    return (*rule.service_accounts, *rule.namespaces)


def _opened_by_another(rules: tuple[CallerSpec, ...], place: int) -> Iterator[tuple[int, str]]:
    """Callers of a rule whom another one gives all of it, the earlier one where they give the same."""
    rule = rules[place]
    for other, wider in enumerate(rules):
        if other == place or not _gives_all(wider, rule) or (other > place and _gives_all(rule, wider)):
            continue
        for caller in _callers(rule):
            if caller in _callers(wider) or caller.partition("/")[0] in wider.namespaces:
                yield other, caller


def _gives_all(wider: CallerSpec, rule: CallerSpec) -> bool:
    methods = not wider.methods or (rule.methods and set(rule.methods) <= set(wider.methods))
    paths = not wider.paths or (rule.paths and all(_among(path, wider.paths) for path in rule.paths))
    return bool(methods and paths)


def _among(path: str, wider: tuple[str, ...]) -> bool:
    return any(path == one or (one.endswith("*") and path.startswith(one[:-1])) for one in wider)
