from pulumi_inference.features.service import service, url


def test_the_service_selects_both_tracks_by_default() -> None:
    assert service("chat", None)["spec"]["selector"] == {"app": "chat"}


def test_the_service_can_be_narrowed_to_one_track() -> None:
    assert service("chat", "canary")["spec"]["selector"] == {"app": "chat", "track": "canary"}


def test_the_url_holds_in_a_cluster_of_any_domain() -> None:
    assert url("chat", "models") == "http://chat-svc.models.svc"


def test_without_a_namespace_the_url_holds_inside_of_it() -> None:
    assert url("chat", None) == "http://chat-svc"
