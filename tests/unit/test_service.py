from pulumi_inference.features.service import service, url


def test_the_service_selects_both_tracks_by_default() -> None:
    assert service("chat", None)["spec"]["selector"] == {"app": "chat"}


def test_the_service_can_be_narrowed_to_one_track() -> None:
    assert service("chat", "canary")["spec"]["selector"] == {"app": "chat", "track": "canary"}


def test_no_weights_are_written_where_nothing_reads_them() -> None:
    """The seed's operator wrote them on the Service, which cannot route by weight."""
    assert "weight" not in str(service("chat", None)).lower()


def test_the_url_holds_in_a_cluster_of_any_domain() -> None:
    assert url("chat", "models") == "http://chat-svc.models.svc"
