from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children
from pulumi_inference.features import address
from pulumi_inference.features.service import service, url

from tests.specs import MINIMAL, with_canary

SKIP_AWAIT = "pulumi.com/skipAwait"


def rendered(spec: dict[str, Any], role: str = "service") -> Any:
    found = {child.role: child.manifest for child in children("chat", parse_service("chat", spec))}
    return found[role]


def asked(**fields: Any) -> dict[str, Any]:
    return MINIMAL | {"service": fields}


def url_of(spec: dict[str, Any], *hosts: str, status: Any = None) -> str:
    return address.url("chat", parse_service("chat", spec), "models", status, hosts)


def test_the_service_selects_both_tracks_by_default() -> None:
    assert service("chat", "chat-svc", None)["spec"]["selector"] == {"app": "chat"}


def test_the_service_can_be_narrowed_to_one_track() -> None:
    assert service("chat", "chat-svc", "canary")["spec"]["selector"] == {"app": "chat", "track": "canary"}


def test_the_url_holds_in_a_cluster_of_any_domain() -> None:
    assert url("chat", "models", None) == "http://chat-svc.models.svc:80"


@pytest.mark.parametrize(
    ("ingress", "address"),
    [
        ({"ip": "203.0.113.7"}, "http://203.0.113.7:80"),
        ({"ip": "2001:db8::7"}, "http://[2001:db8::7]:80"),
        ({"hostname": "lb.example.com", "ip": "203.0.113.7"}, "http://lb.example.com:80"),
    ],
)
@pytest.mark.parametrize("key", ["load_balancer", "loadBalancer"])
def test_the_url_is_the_external_address_where_there_is_one(key: str, ingress: dict[str, str], address: str) -> None:
    assert url("chat", "models", {key: {"ingress": [ingress]}}) == address


@pytest.mark.parametrize("status", [{}, {"load_balancer": None}, {"load_balancer": {"ingress": []}}])
def test_a_service_still_without_an_external_address_has_the_internal_one(status: dict[str, Any]) -> None:
    assert url("chat", "models", status) == "http://chat-svc.models.svc:80"


def test_without_a_namespace_the_url_holds_inside_of_it() -> None:
    assert url("chat", None, None) == "http://chat-svc:80"


# What a spec asks of it.


def test_a_load_balancer_is_waited_for_until_it_has_its_address() -> None:
    found = rendered(asked(type="LoadBalancer"))
    assert found["spec"]["type"] == "LoadBalancer"
    assert SKIP_AWAIT not in found["metadata"].get("annotations", {})


@pytest.mark.parametrize(
    "idle",
    [
        {"replicas": 0},
        {
            "minReplicas": 1,
            "maxReplicas": 3,
            "autoscaling": {
                "keda": {
                    "scaleToZero": True,
                    "triggers": [{"prometheus": {"serverAddress": "http://p:9090", "query": "up", "threshold": 5}}],
                }
            },
        },
    ],
    ids=["paused", "scaled to zero"],
)
def test_a_load_balancer_without_pods_is_not_waited_for(idle: dict[str, Any]) -> None:
    assert rendered(asked(type="LoadBalancer") | idle)["metadata"]["annotations"] == {SKIP_AWAIT: "true"}


def test_annotations_and_labels_stand_beside_those_of_every_object() -> None:
    metadata = rendered(asked(annotations={"example.com/a": "b"}, labels={"example.com/team": "chat"}))["metadata"]
    assert metadata["annotations"] == {"example.com/a": "b", SKIP_AWAIT: "true"}
    assert metadata["labels"]["example.com/team"] == "chat"
    assert metadata["labels"]["app"] == "chat"


def test_the_host_is_an_annotation_that_external_dns_reads() -> None:
    found = rendered(asked(type="LoadBalancer", hostname="chat.example.com"))["metadata"]["annotations"]
    assert found == {"external-dns.alpha.kubernetes.io/hostname": "chat.example.com"}


def test_a_headless_service_leads_straight_to_the_pods() -> None:
    found = rendered(with_canary(25) | {"service": {"headless": True}})["spec"]
    assert (found["clusterIP"], found["type"], found["selector"]) == ("None", "ClusterIP", {"app": "chat"})
    assert url_of(asked(headless=True)) == "http://chat-svc.models.svc:8080", "the container's port: nothing maps it"


def test_another_port_is_that_of_the_routes_and_the_url_too() -> None:
    spec = with_canary(10) | {
        "gateway": {"parentRefs": [{"name": "public"}]},
        "service": {"ports": [{"name": "http", "port": 8000}]},
    }
    for role in ("service", "primary_service", "canary_service"):
        (port,) = rendered(spec, role)["spec"]["ports"]
        assert (port["port"], port["targetPort"]) == (8000, "http")
    (rule,) = rendered(spec, "http_route")["spec"]["rules"]
    assert {backend["port"] for backend in rule["backendRefs"]} == {8000}
    assert url_of(spec) == "http://chat-svc.models.svc:8000"
    traefik = {"traefik": {"entryPoints": ["web"], "hostnames": ["chat.example.com"]}}
    weighted = rendered(asked(ports=[{"name": "http", "port": 8000}]) | traefik, "traefik_service")["spec"]["weighted"]
    assert weighted["services"][0]["port"] == 8000


def test_a_port_of_the_nodes_is_asked_for_beside_the_usual_number() -> None:
    (port,) = rendered(asked(type="NodePort", ports=[{"name": "http", "nodePort": 30080}]))["spec"]["ports"]
    assert port == {"name": "http", "port": 80, "nodePort": 30080, "targetPort": "http", "protocol": "TCP"}


def test_policies_of_traffic_are_kubernetes_own_where_nothing_is_said() -> None:
    asked_for = {
        "type": "LoadBalancer",
        "trafficDistribution": "PreferSameZone",
        "internalTrafficPolicy": "Cluster",
        "externalTrafficPolicy": "Local",
        "loadBalancerClass": "service.k8s.aws/nlb",
        "loadBalancerSourceRanges": ["203.0.113.0/24"],
    }
    assert rendered(asked(**asked_for))["spec"].items() >= asked_for.items()
    assert rendered(MINIMAL)["spec"].keys().isdisjoint(asked_for.keys() - {"type"})


def test_the_services_of_the_tracks_stay_inside_the_cluster() -> None:
    route = {"gateway": {"parentRefs": [{"name": "public"}]}}
    found = rendered(asked(type="LoadBalancer", annotations={"example.com/a": "b"}) | route, "primary_service")
    assert found["spec"]["type"] == "ClusterIP"
    assert "example.com/a" not in found["metadata"]["annotations"]


@pytest.mark.parametrize("field", ["labels", "annotations"])
def test_what_yaml_takes_for_no_text_has_to_be_quoted(field: str) -> None:
    with pytest.raises(InvalidSpec, match="Put it in quotes"):
        rendered(asked(**{field: {"example.com/a": True}}))


# The url.


def test_the_url_has_the_declared_host_before_the_address_of_the_load_balancer() -> None:
    spec, status = (
        asked(type="LoadBalancer", hostname="chat.example.com"),
        {"loadBalancer": {"ingress": [{"ip": "1.2.3.4"}]}},
    )
    assert url_of(spec, "chat.example.com", status=status) == "http://chat.example.com:80"
    assert (
        url_of(asked(type="LoadBalancer", ports=[{"name": "http", "port": 8000}]), status=status)
        == "http://1.2.3.4:8000"
    )


@pytest.mark.parametrize(
    ("ingress", "hosts", "expected"),
    [
        ({}, ["chat.example.com"], "http://chat.example.com:80"),
        ({"tls": {"secretName": "a"}}, ["*.example.com", "chat.example.com"], "https://chat.example.com:443"),
        ({"paths": ["/v1/"]}, ["chat.example.com"], "http://chat.example.com:80/v1"),
        ({}, ["*.example.com"], "http://chat-svc.models.svc:80"),
        ({}, [], "http://chat-svc.models.svc:80"),
    ],
)
def test_the_url_of_an_ingress_is_its_first_host_that_is_one(
    ingress: dict[str, Any], hosts: list[str], expected: str
) -> None:
    assert url_of(MINIMAL | {"ingress": ingress | {"hosts": hosts}}, *hosts) == expected
