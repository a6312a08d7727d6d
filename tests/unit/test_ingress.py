"""What the rendered Ingress says."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children

from tests.specs import MINIMAL, with_canary

HOST = "chat.example.com"


def ingress(beside: dict[str, Any] = MINIMAL, **fields: Any) -> Any:
    spec = parse_service("chat", beside | {"ingress": fields})
    (found,) = (child.manifest for child in children("chat", spec) if child.role == "ingress")
    return found


def backends(found: Any) -> list[tuple[str | None, str, str, str]]:
    return [
        (
            rule.get("host"),
            path["path"],
            path["backend"]["service"]["name"],
            path["backend"]["service"]["port"]["name"],
        )
        for rule in found["spec"]["rules"]
        for path in rule["http"]["paths"]
    ]


def test_each_path_of_each_host_leads_to_the_service() -> None:
    found = ingress(hosts=[HOST, "talk.example.com"], paths=["/v1", "/metrics"])
    assert backends(found) == [
        (host, path, "chat-svc", "http") for host in (HOST, "talk.example.com") for path in ("/v1", "/metrics")
    ]


def test_without_hosts_it_answers_for_all() -> None:
    assert backends(ingress()) == [(None, "/", "chat-svc", "http")]


def test_beside_a_canary_it_leads_to_the_pods_of_both_models() -> None:
    assert backends(ingress(with_canary(25), hosts=[HOST])) == [(HOST, "/", "chat-svc", "http")]


@pytest.mark.parametrize(
    "router", [{"gateway": {"parentRefs": [{"name": "public"}]}}, {"istio": {}}], ids=["gateway", "istio"]
)
def test_it_may_stand_beside_a_router_as_long_as_there_is_no_canary_to_split_for(router: dict[str, Any]) -> None:
    assert ingress(MINIMAL | router)
    with pytest.raises(InvalidSpec, match=r"ingress: stands beside (gateway|istio)"):
        ingress(with_canary(25) | router)
    apart = {"canary": {"modelRef": "b", "weight": 25, "router": "replicas"}}
    assert ingress(with_canary(25) | router | apart), "the pods' share is the weight by either way"


@pytest.mark.parametrize(
    ("tls", "annotation", "secret"),
    [
        ({"secretName": "own"}, {}, "own"),
        ({"clusterIssuer": "company"}, {"cert-manager.io/cluster-issuer": "company"}, "chat-tls"),
        ({"issuer": "team", "secretName": "own"}, {"cert-manager.io/issuer": "team"}, "own"),
    ],
)
def test_tls_names_the_secret_and_who_writes_it(tls: dict[str, str], annotation: dict[str, str], secret: str) -> None:
    found = ingress(hosts=[HOST], tls=tls)
    assert found["spec"]["tls"] == [{"hosts": [HOST], "secretName": secret}]
    issuers = {key: value for key, value in found["metadata"]["annotations"].items() if "cert-manager" in key}
    assert issuers == annotation


def test_it_is_declared_after_the_service_that_it_leads_to() -> None:
    spec = parse_service("chat", MINIMAL | {"ingress": {}})
    (child,) = (child for child in children("chat", spec) if child.role == "ingress")
    assert child.after == ("service",)
