from pulumi_inference.status import status_of


def test_a_service_is_ready_when_every_pod_of_every_track_is() -> None:
    status = status_of({"primary": {"readyReplicas": 3, "replicas": 3}, "canary": {"readyReplicas": 1, "replicas": 1}})
    assert status == {"ready": True, "replicas": 4, "message": "4 of 4 pods ready (primary 3/3, canary 1/1)"}


def test_a_service_is_not_ready_while_one_track_lacks_a_pod() -> None:
    status = status_of({"primary": {"readyReplicas": 3, "replicas": 3}, "canary": {"replicas": 1}})
    assert status["ready"] is False
    assert status["message"] == "3 of 4 pods ready (primary 3/3, canary 0/1)"


def test_a_service_without_any_pod_is_not_ready() -> None:
    assert status_of({"primary": None})["ready"] is False


def test_counts_that_the_engine_made_doubles_are_whole_numbers() -> None:
    assert status_of({"primary": {"ready_replicas": 2.0, "replicas": 2.0}})["message"] == (
        "2 of 2 pods ready (primary 2/2)"
    )
