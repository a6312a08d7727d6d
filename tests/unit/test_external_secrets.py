"""What the rendered ExternalSecrets and Certificates say, and what of them is refused."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service, parse_services
from pulumi_inference.children import children
from pulumi_inference.pods import needed

from tests.specs import MINIMAL

STORED: dict[str, Any] = {
    "name": "openai",
    "secretStoreRef": {"name": "vault", "kind": "ClusterSecretStore"},
    "data": [{"secretKey": "key", "remoteRef": {"key": "prod/openai", "property": "apiKey"}}],
}
SIGNED: dict[str, Any] = {"issuerRef": {"name": "company"}}


def rendered(role: str, **fields: Any) -> Any:
    spec = parse_service("chat", MINIMAL | fields)
    (found,) = (child.manifest for child in children("chat", spec) if child.role == role)
    return found


def asking(key: str, secret: str = "chat-openai", **more: Any) -> Any:
    return {"valueFrom": {"secretKeyRef": {"name": secret, "key": key} | more}}


def test_it_is_named_as_the_secret_that_pods_refer_to_and_is_there_before_them() -> None:
    found = rendered("externalSecret/openai", externalSecrets=[STORED])
    assert found["metadata"]["name"] == found["spec"]["target"]["name"] == "chat-openai"
    assert found["spec"]["secretStoreRef"] == {"name": "vault", "kind": "ClusterSecretStore"}
    spec = parse_service("chat", MINIMAL | {"externalSecrets": [STORED]})
    assert "externalSecret/openai" in {child.role for child in needed("chat", spec)}


@pytest.mark.parametrize(
    ("given", "expected"), [({}, "1h"), ({"refreshInterval": 90}, "1m30s"), ({"refreshInterval": "0"}, "0s")]
)
def test_the_interval_is_one_that_go_reads(given: dict[str, Any], expected: str) -> None:
    assert rendered("externalSecret/openai", externalSecrets=[STORED | given])["spec"]["refreshInterval"] == expected


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"env": {"KEY": asking("apiKey")}}, "env.KEY.valueFrom.secretKeyRef.key"),
        (
            {"files": [{"path": "/a", "secretKeyRef": {"name": "chat-openai", "key": "apiKey"}}]},
            "files[0].secretKeyRef.key",
        ),
        (
            {"containers": [{"name": "proxy", "image": "acme/proxy:1.2.0", "env": {"KEY": asking("apiKey")}}]},
            "containers[0].env.KEY.valueFrom.secretKeyRef.key",
        ),
    ],
    ids=["variable", "file", "container"],
)
def test_a_reference_to_a_key_that_it_does_not_make_is_refused(fields: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        parse_service("chat", MINIMAL | {"externalSecrets": [STORED]} | fields)
    assert [problem.path for problem in refused.value.problems] == [f"services.chat.{path}"]
    assert "apiKey is no key of chat-openai, which externalSecrets makes with key." in str(refused.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"env": {"KEY": asking("key")}},
        {"env": {"KEY": asking("apiKey", optional=True)}},
        {"env": {"KEY": asking("apiKey", secret="openai")}},
        {"env": {"KEY": asking("apiKey")}, "externalSecrets": [STORED | {"dataFrom": [{"extract": {"key": "all"}}]}]},
        {"env": {"KEY": asking("apiKey")}, "name": "talk"},
    ],
    ids=["made", "optional", "another Secret", "keys of the store", "another name"],
)
def test_other_references_are_let_pass(fields: dict[str, Any]) -> None:
    assert parse_service("chat", MINIMAL | {"externalSecrets": [STORED]} | fields)


def test_two_services_cannot_make_one_object() -> None:
    services = {
        "chat": MINIMAL | {"externalSecrets": [STORED | {"name": "eu-openai"}]},
        "chat-eu": MINIMAL | {"externalSecrets": [STORED]},
    }
    with pytest.raises(InvalidSpec, match="makes the ExternalSecret chat-eu-openai, as one of chat does"):
        parse_services(services)


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"ingress": {"hosts": ["a.example.com"], "tls": {}}}, ["a.example.com"]),
        ({"gateway": {"parentRefs": [{"name": "public"}], "hostnames": ["b.example.com"]}}, ["b.example.com"]),
        ({"certificate": SIGNED | {"dnsNames": ["c.example.com"]}}, ["c.example.com"]),
        (
            {
                "ingress": {"hosts": ["a.example.com", "b.example.com"], "tls": {}},
                "gateway": {"parentRefs": [{"name": "public"}], "hostnames": ["b.example.com"]},
            },
            ["a.example.com", "b.example.com"],
        ),
    ],
    ids=["ingress", "gateway", "its own", "each once"],
)
def test_a_certificate_is_for_the_hosts_of_the_routes(fields: dict[str, Any], names: list[str]) -> None:
    assert rendered("certificate", **({"certificate": SIGNED} | fields))["spec"]["dnsNames"] == names


@pytest.mark.parametrize(("given", "secret"), [({}, "chat-tls"), ({"secretName": "own"}, "own")])
def test_the_ingress_reads_the_secret_that_the_certificate_goes_to(given: dict[str, Any], secret: str) -> None:
    fields = {"certificate": SIGNED | given, "ingress": {"hosts": ["a.example.com"], "tls": {}}}
    assert rendered("certificate", **fields)["spec"]["secretName"] == secret
    ingress = rendered("ingress", **fields)
    assert ingress["spec"]["tls"] == [{"hosts": ["a.example.com"], "secretName": secret}]
    assert not any(key.startswith("cert-manager.io/") for key in ingress["metadata"]["annotations"]), "one owner"


def test_entries_are_looked_for_by_their_names_and_their_tags() -> None:
    wanted = {"path": "prod", "name": {"regexp": "^models-.*"}, "tags": {"team": "models"}}
    found = rendered("externalSecret/openai", externalSecrets=[STORED | {"data": [], "dataFrom": [{"find": wanted}]}])
    assert found["spec"]["dataFrom"] == [{"find": wanted}]
    assert "data" not in found["spec"]
