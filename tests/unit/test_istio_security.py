"""Who is let in by the rendered rules, decided by Istio's semantics."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children

from tests.istio_rules import Request, lets_through
from tests.specs import MINIMAL

PODS = {"app": "chat", "track": "primary"}
GATEWAY = "cluster.local/ns/istio-ingress/sa/public"
NEIGHBOUR = "cluster.local/ns/istio-ingress/sa/other"
PROMETHEUS = "cluster.local/ns/monitoring/sa/prometheus"
SHOP = "cluster.local/ns/web/sa/shop"
RULES: dict[str, Any] = {
    "allow": [
        {"serviceAccounts": ["istio-ingress/public"], "methods": ["GET", "POST"], "paths": ["/v1/*", "/health"]},
        {"namespaces": ["monitoring"], "methods": ["GET"], "paths": ["/metrics"]},
        {"serviceAccounts": ["ops/admin"]},
    ],
    "deny": [{"paths": ["/v1/admin/*"]}, {"serviceAccounts": ["ops/intern"], "methods": ["DELETE"]}],
}


def security(**fields: Any) -> list[dict[str, Any]]:
    spec = parse_service("chat", MINIMAL | {"istioSecurity": fields})
    kinds = ("PeerAuthentication", "AuthorizationPolicy")
    return [dict(child.manifest) for child in children("chat", spec) if child.manifest["kind"] in kinds]


@pytest.mark.parametrize(
    ("caller", "method", "path", "passes"),
    [
        (GATEWAY, "POST", "/v1/chat", True),
        (GATEWAY, "GET", "/health", True),
        (GATEWAY, "GET", "/healthier", False),
        (GATEWAY, "DELETE", "/v1/chat", False),
        (GATEWAY, "GET", "/metrics", False),
        (NEIGHBOUR, "POST", "/v1/chat", False),  # of the namespace, and not the service account
        (PROMETHEUS, "GET", "/metrics", True),
        (PROMETHEUS, "GET", "/v1/chat", False),
        (SHOP, "GET", "/health", False),  # whom the article's last rule would let in
        (SHOP, "POST", "/v1/chat", False),
        (None, "GET", "/health", False),  # in clear
        (None, "GET", "/metrics", False),
        ("cluster.local/ns/ops/sa/admin", "DELETE", "/anything", True),
        ("cluster.local/ns/ops/sa/admin", "GET", "/v1/admin/users", False),  # DENY comes first
        (GATEWAY, "GET", "/v1/admin/users", False),
        ("example.com/ns/istio-ingress/sa/public", "POST", "/v1/chat", False),  # of another mesh
    ],
)
def test_who_is_let_in(caller: str | None, method: str, path: str, passes: bool) -> None:
    assert lets_through(security(**RULES), Request(caller, method, path), PODS) == passes


def test_the_pods_of_others_are_left_alone() -> None:
    assert lets_through(security(**RULES), Request(None, "GET", "/"), {"app": "other"})


def test_permissive_takes_a_request_in_clear_and_lets_nobody_in_by_it() -> None:
    objects = security(mtls="PERMISSIVE", allow=[{"namespaces": ["web"]}])
    assert lets_through(objects, Request(SHOP, "GET", "/"), PODS)
    assert not lets_through(objects, Request(None, "GET", "/"), PODS)


def test_a_mesh_of_another_trust_domain_knows_its_own_accounts() -> None:
    objects = security(trustDomain="example.com", allow=[{"serviceAccounts": ["web/shop"]}])
    assert lets_through(objects, Request("example.com/ns/web/sa/shop", "GET", "/"), PODS)
    assert not lets_through(objects, Request(SHOP, "GET", "/"), PODS)


@pytest.mark.parametrize(
    ("allow", "path"),
    [
        ([{"paths": ["/predict", "/health", "/metrics"]}], "allow[0]"),
        ([{"namespaces": ["web"]}, {"serviceAccounts": ["web/shop"], "methods": ["GET"]}], "allow[1]"),
        ([{"serviceAccounts": ["web/shop"], "methods": ["GET"]}, {"namespaces": ["web"]}], "allow[0]"),
        ([{"namespaces": ["web"], "paths": ["/v1/*"]}, {"namespaces": ["web"], "paths": ["/v1/chat"]}], "allow[1]"),
        ([{"namespaces": ["web"], "methods": ["GET"]}, {"namespaces": ["web"], "methods": ["GET"]}], "allow[1]"),
    ],
)
def test_a_rule_that_opens_what_another_closes_is_refused(allow: list[Any], path: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        security(allow=allow)
    (problem,) = refused.value.problems
    assert problem.path == f"services.chat.istioSecurity.{path}"


@pytest.mark.parametrize(
    "allow",
    [
        [{"namespaces": ["web"], "methods": ["GET"]}, {"namespaces": ["web"], "methods": ["POST"], "paths": ["/v1/*"]}],
        [{"namespaces": ["web"], "methods": ["GET"]}, {"serviceAccounts": ["web/shop"]}],
        [{"namespaces": ["web"]}, {"namespaces": ["shop"], "paths": ["/v1/*"]}],
    ],
)
def test_rules_that_add_to_one_another_are_taken(allow: list[Any]) -> None:
    assert security(allow=allow)


def test_nobody_to_let_in_is_refused() -> None:
    with pytest.raises(InvalidSpec, match=r"istioSecurity\.allow: is empty"):
        security(allow=[])


def test_the_rules_are_there_before_the_first_pod() -> None:
    spec = parse_service("chat", MINIMAL | {"istioSecurity": RULES})
    (deployment,) = (child for child in children("chat", spec) if child.role == "primary")
    assert {"peer_authentication", "authorization_policy", "denying_policy"} <= set(deployment.after)


# What decides above, held against the documentation's own examples.


@pytest.mark.parametrize(
    ("spec", "passes"),
    [
        ({}, False),  # allow-nothing
        ({"rules": [{}]}, True),  # allow-all
        ({"action": "DENY", "rules": [{}]}, False),
        ({"action": "DENY"}, True),
        ({"rules": [{"to": [{"operation": {"methods": ["GET"]}}]}]}, True),
        ({"rules": [{"from": [{"source": {"principals": ["*"]}}]}]}, False),  # anybody, with a certificate
    ],
)
def test_the_semantics_are_those_of_istio(spec: dict[str, Any], passes: bool) -> None:
    policy = {"kind": "AuthorizationPolicy", "spec": spec}
    assert lets_through([policy], Request(None, "GET", "/"), PODS) == passes


SCRAPED: dict[str, Any] = {"runtime": "triton", "monitoring": {"podMonitor": {}}}


@pytest.mark.parametrize(
    ("request_", "passes"),
    [
        (Request(None, "GET", "/metrics", 8002), True),
        (Request(SHOP, "GET", "/metrics", 8002), True),
        (Request(None, "POST", "/metrics", 8002), False),
        (Request(None, "GET", "/v2/health", 8002), False),
        (Request(None, "GET", "/metrics", 8000), False),
        (Request(None, "POST", "/v1/chat", 8000), False),
        (Request(GATEWAY, "POST", "/v1/chat", 8000), True),
    ],
)
def test_metrics_alone_may_be_opened_to_those_outside_of_the_mesh(request_: Request, passes: bool) -> None:
    fields = {"istioSecurity": RULES | {"portLevelMtls": {"metrics": "PERMISSIVE"}}}
    spec = parse_service("chat", MINIMAL | SCRAPED | fields)
    objects = [child.manifest for child in children("chat", spec)]
    kinds = ("PeerAuthentication", "AuthorizationPolicy")
    assert lets_through([one for one in objects if one["kind"] in kinds], request_, PODS) == passes


def test_metrics_are_opened_where_somebody_scrapes_them_under_strict() -> None:
    opened = {"allow": RULES["allow"], "portLevelMtls": {"metrics": "PERMISSIVE"}}
    with pytest.raises(InvalidSpec, match="nothing asks to scrape"):
        parse_service("chat", MINIMAL | {"istioSecurity": opened})
    with pytest.raises(InvalidSpec, match="has no use beside mtls: PERMISSIVE"):
        parse_service("chat", MINIMAL | SCRAPED | {"istioSecurity": opened | {"mtls": "PERMISSIVE"}})
