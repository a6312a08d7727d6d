from typing import Any

from pulumi_inference.status import status_of


def live(wanted: float, **status: Any) -> dict[str, Any]:
    return {"wanted": wanted, "status": status}


def test_a_service_is_ready_when_every_pod_of_every_track_is() -> None:
    status = status_of({"primary": live(3, readyReplicas=3), "canary": live(1, readyReplicas=1)})
    assert status == {"ready": True, "replicas": 4, "message": "4 of 4 pods ready (primary 3/3, canary 1/1)"}


def test_a_service_is_not_ready_while_one_track_lacks_a_pod() -> None:
    status = status_of({"primary": live(3, readyReplicas=2), "canary": live(1, readyReplicas=1)})
    assert status["ready"] is False
    assert status["message"] == "3 of 4 pods ready (primary 2/3, canary 1/1)"


def test_a_pod_that_could_not_even_be_made_is_missing_too() -> None:
    """A quota keeps two of four pods from existing: the Deployment's own status counts only those that exist."""
    status = status_of({"primary": live(4, readyReplicas=2, replicas=2)})
    assert status == {"ready": False, "replicas": 2, "message": "2 of 4 pods ready (primary 2/4)"}


def test_a_service_without_any_pod_is_not_ready() -> None:
    assert status_of({"primary": {"wanted": 0, "status": None}})["ready"] is False


def test_counts_that_the_engine_made_doubles_are_whole_numbers() -> None:
    assert status_of({"primary": live(2.0, ready_replicas=2.0)})["message"] == "2 of 2 pods ready (primary 2/2)"
