"""What a rendered NetworkPolicy lets through, decided by Kubernetes' semantics."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children

from tests.network_policies import Address, End, OwnNode, Pod, Policy, lets_through
from tests.specs import MINIMAL

HTTP = 8080
HERE = "models"
SERVER = Pod(HERE, {"app": "chat", "track": "primary"})
CANARY = Pod(HERE, {"app": "chat", "track": "canary"})
SHOP = Pod("web", {"app": "shop"})
STRANGER = Pod("web", {"app": "blog"})
GATEWAY = Pod("istio-system", {"app": "gateway"})
PROMETHEUS = Pod("monitoring")
DNS = Pod("kube-system", {"k8s-app": "kube-dns"})
ISTIOD = Pod("istio-system", {"app": "istiod"})
REDIS = Pod(HERE, {"app": "redis"})
POSTGRES = Pod("databases", {"app": "postgres"})
FULL: dict[str, Any] = {
    "gateways": ["istio-system"],
    "monitoring": ["monitoring"],
    "clients": [
        {"namespaces": ["web"], "podLabels": {"app": "shop"}, "ports": [HTTP, 9090]},
        {"podLabels": {"app": "batch"}},
        {"cidrs": ["10.0.0.0/8"], "exceptCidrs": ["10.1.0.0/16"]},
    ],
    "modelSources": [{"cidrs": ["203.0.113.0/24", "2001:db8::/32"], "ports": [443]}],
    "stores": [
        {"podLabels": {"app": "redis"}, "ports": [6379]},
        {"namespaces": ["databases"], "podLabels": {"app": "postgres"}, "ports": [5432]},
    ],
}


def policy(network_policy: dict[str, Any], **beside: Any) -> Policy:
    spec = parse_service("chat", MINIMAL | {"networkPolicy": network_policy} | beside)
    (found,) = (child.manifest for child in children("chat", spec) if child.role == "network_policy")
    return {**found, "metadata": {**found["metadata"], "namespace": HERE}}


@pytest.mark.parametrize(
    ("source", "target", "port", "passes"),
    [
        (SHOP, SERVER, HTTP, True),
        (SHOP, CANARY, HTTP, True),
        (STRANGER, SERVER, HTTP, False),  # of the namespace, without the label
        (Pod("shop", {"app": "shop"}), SERVER, HTTP, False),  # with the label, of another namespace
        (SHOP, SERVER, 22, False),
        (SHOP, SERVER, 9090, True),  # a container beside the model server's
        (GATEWAY, SERVER, 9090, False),
        (Pod(HERE, {"app": "batch"}), SERVER, HTTP, True),
        (Pod("web", {"app": "batch"}), SERVER, HTTP, False),  # podLabels alone are of the service's namespace
        (Pod(HERE, {"app": "other"}), SERVER, HTTP, False),
        (Address("10.2.3.4"), SERVER, HTTP, True),
        (Address("10.1.3.4"), SERVER, HTTP, False),  # excepted
        (Address("203.0.113.9"), SERVER, HTTP, False),  # the pods may ask it, and not the other way round
        (GATEWAY, SERVER, HTTP, True),
        (PROMETHEUS, SERVER, HTTP, True),
        (PROMETHEUS, SERVER, 9999, False),
        (SERVER, CANARY, HTTP, False),  # one pod has no business with another
        (OwnNode(), SERVER, HTTP, True),  # probes
        (SERVER, DNS, 53, True),
        (SERVER, Pod("kube-system", {"app": "other"}), 53, False),
        (SERVER, Pod(HERE, {"k8s-app": "kube-dns"}), 53, False),  # of that name, and not the cluster's
        (SERVER, DNS, 9153, False),
        (SERVER, REDIS, 6379, True),
        (SERVER, REDIS, 22, False),
        (SERVER, Pod("web", {"app": "redis"}), 6379, False),
        (SERVER, POSTGRES, 5432, True),
        (SERVER, Pod("databases", {"app": "mysql"}), 5432, False),
        (SERVER, Address("203.0.113.9"), 443, True),
        (SERVER, Address("2001:db8::9"), 443, True),
        (SERVER, Address("203.0.113.9"), 80, False),
        (SERVER, Address("198.51.100.1"), 443, False),
        (SERVER, Address("169.254.169.254"), 80, False),  # a cloud's metadata and its credentials
        (SERVER, ISTIOD, 15012, False),  # no mesh
        (SHOP, STRANGER, HTTP, True),  # pods of others are not isolated by it
    ],
)
def test_what_a_policy_lets_through(source: End, target: End, port: int, passes: bool) -> None:
    assert lets_through([policy(FULL)], source, target, port) == passes


def test_names_are_looked_up_by_udp_and_by_tcp() -> None:
    for protocol in ("UDP", "TCP"):
        assert lets_through([policy(FULL)], SERVER, DNS, 53, protocol)


def test_a_store_can_be_asked_by_its_own_protocol_alone() -> None:
    own = policy(FULL | {"stores": [{"podLabels": {"app": "log"}, "ports": [514], "protocol": "UDP"}]})
    log = Pod(HERE, {"app": "log"})
    assert lets_through([own], SERVER, log, 514, "UDP")
    assert not lets_through([own], SERVER, log, 514)


def test_without_clients_only_the_gateway_gets_in() -> None:
    own = policy({"modelSources": [], "gateways": ["istio-system"]})
    assert lets_through([own], GATEWAY, SERVER, HTTP)
    for source in (SHOP, PROMETHEUS, Address("10.0.0.1"), Pod(HERE)):
        assert not lets_through([own], source, SERVER, HTTP)
    for target in (REDIS, Address("203.0.113.9"), Address("2001:db8::1")):
        assert not lets_through([own], SERVER, target, 443)


@pytest.mark.parametrize("mesh", [{"istio": {}}, {"istioSecurity": {"allow": [{"namespaces": ["web"]}]}}])
def test_in_a_mesh_the_sidecar_reaches_istiod_and_prometheus_the_sidecar(mesh: dict[str, Any]) -> None:
    own = policy(FULL, **mesh)
    assert lets_through([own], SERVER, ISTIOD, 15012)
    assert not lets_through([own], SERVER, GATEWAY, 15012)
    assert lets_through([own], PROMETHEUS, SERVER, 15020)
    assert not lets_through([own], SHOP, SERVER, 15020)


@pytest.mark.parametrize(
    ("beside", "path"),
    [
        ({"gateway": {"parentRefs": [{"name": "public"}]}}, "gateways"),
        ({"traefik": {"entryPoints": ["web"], "hostnames": ["chat.example.com"]}}, "gateways"),
        ({"istio": {"gateways": ["istio-ingress/public"], "hosts": ["chat.example.com"]}}, "gateways"),
        ({"ingress": {}}, "gateways"),
        ({"service": {"type": "LoadBalancer"}}, "clients"),
        ({"service": {"type": "NodePort"}}, "clients"),
        ({"minReplicas": 1, "maxReplicas": 3, "autoscaling": {"preset": "vllm"}}, "monitoring"),
        (
            {
                "minReplicas": 1,
                "maxReplicas": 3,
                "autoscaling": {"metrics": [{"pods": {"metric": {"name": "queue"}, "averageValue": "5"}}]},
            },
            "monitoring",
        ),
    ],
)
def test_a_policy_that_would_cut_the_service_off_is_refused(beside: dict[str, Any], path: str) -> None:
    own = {"modelSources": [], "clients": [{"namespaces": ["web"]}]}
    with pytest.raises(InvalidSpec) as refused:
        parse_service("chat", MINIMAL | {"networkPolicy": own} | beside)
    (problem,) = refused.value.problems
    assert problem.path == f"services.chat.networkPolicy.{path}"


def test_an_autoscaler_that_goes_by_the_cpu_needs_nobody_who_scrapes() -> None:
    scaled = {"minReplicas": 1, "maxReplicas": 3, "resources": {"cpu": "1"}, "autoscaling": {}}
    assert policy({"modelSources": [], "clients": [{"namespaces": ["web"]}]}, **scaled)


def test_a_policy_has_to_say_where_models_come_from() -> None:
    with pytest.raises(InvalidSpec, match=r"networkPolicy\.modelSources: is required"):
        parse_service("chat", MINIMAL | {"networkPolicy": {"clients": [{"namespaces": ["web"]}]}})


@pytest.mark.parametrize(
    ("cidr", "message"),
    [
        ("models.example.com", "knows hostnames"),
        ("10.0.0.1/8", r"has bits below its prefix\. Give 10\.0\.0\.0/8\."),
        ("2001:db8::1/32", r"has bits below its prefix\. Give 2001:db8::/32\."),
        ("10.0.0.1", "is not a range of addresses"),
        ("10.0.0.0/33", "is not a range of addresses"),
        ("010.0.0.0/8", "is not a range of addresses"),
        (":::/8", "is not a range of addresses"),
        ("", "is not a range of addresses"),
    ],
)
def test_what_is_no_range_of_addresses_is_refused_with_the_way_out(cidr: str, message: str) -> None:
    own = {"modelSources": [{"cidrs": [cidr], "ports": [443]}], "clients": [{"namespaces": ["web"]}]}
    with pytest.raises(InvalidSpec, match=message):
        parse_service("chat", MINIMAL | {"networkPolicy": own})


def test_the_policy_is_there_before_the_first_pod() -> None:
    spec = parse_service("chat", MINIMAL | {"networkPolicy": FULL})
    (deployment,) = (child for child in children("chat", spec) if child.role == "primary")
    assert "network_policy" in deployment.after


# What decides above, held against examples of the documentation.


@pytest.mark.parametrize(
    ("rules", "passes"),
    [
        ([], False),
        ([{}], True),
        ([{"from": []}], True),
        ([{"ports": [{"port": 80}]}], False),
        ([{"ports": [{"port": 8000, "endPort": 9000}]}], True),
        ([{"from": [{"namespaceSelector": {}}]}], True),
        ([{"from": [{"podSelector": {}}]}], False),
        ([{"from": [{"namespaceSelector": {}}, {"podSelector": {"matchLabels": {"a": "b"}}}]}], True),
        ([{"from": [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"a": "b"}}}]}], False),
    ],
)
def test_the_semantics_are_those_of_kubernetes(rules: list[Any], passes: bool) -> None:
    own = {"metadata": {"namespace": HERE}, "spec": {"podSelector": {}, "ingress": rules}}
    assert lets_through([own], SHOP, SERVER, HTTP) == passes
    assert lets_through([own], SERVER, POSTGRES, 5432), "without a word of egress it is open"
