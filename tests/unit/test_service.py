from typing import Any

import pytest
from pulumi_inference.features.service import service, url


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
