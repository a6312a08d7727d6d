from typing import Any

from pulumi_inference.status import Condition, status_of

from tests.specs import ready

UNAVAILABLE = {
    "type": "Available",
    "status": "False",
    "reason": "MinimumReplicasUnavailable",
    "message": "Deployment does not have minimum availability.",
}
PROGRESSING = {
    "type": "Progressing",
    "status": "True",
    "reason": "ReplicaSetUpdated",
    "message": 'ReplicaSet "chat-primary-1" is progressing.',
}


def live(wanted: float, **status: Any) -> dict[str, Any]:
    return {"wanted": wanted, "status": status}


def primary(*conditions: dict[str, Any], **status: Any) -> tuple[str, Condition]:
    """Message of the service and condition of its track, of which one of three pods is ready."""
    found = status_of({"primary": live(3, **({"readyReplicas": 1} | status), conditions=list(conditions))})
    assert found["ready"] is False
    return found["message"], found["conditions"][1]


def test_a_service_is_ready_when_every_pod_of_every_track_is() -> None:
    status = status_of({"primary": live(3, readyReplicas=3), "canary": live(1, readyReplicas=1)})
    assert status == {
        "ready": True,
        "replicas": 4,
        "message": "4 of 4 pods ready (primary 3/3, canary 1/1)",
        "conditions": [
            ready("Ready", "4 of 4 pods ready (primary 3/3, canary 1/1)"),
            ready("PrimaryReady", "3 of 3 pods ready"),
            ready("CanaryReady", "1 of 1 pods ready"),
        ],
    }


def test_a_service_is_not_ready_while_one_track_lacks_a_pod() -> None:
    status = status_of({"primary": live(3, readyReplicas=3), "canary": live(2, readyReplicas=1)})
    assert status["ready"] is False
    assert status["message"] == "4 of 5 pods ready (primary 3/3, canary 1/2)"
    assert [(one["type"], one["status"], one["reason"]) for one in status["conditions"]] == [
        ("Ready", "False", "PodsNotReady"),
        ("PrimaryReady", "True", "AllPodsReady"),
        ("CanaryReady", "False", "PodsNotReady"),
    ]


def test_a_pod_that_could_not_even_be_made_is_missing_too() -> None:
    """A quota keeps two of four pods from existing: the Deployment's own status counts only those that exist."""
    status = status_of({"primary": live(4, readyReplicas=2, replicas=2, updatedReplicas=2)})
    assert (status["ready"], status["replicas"]) == (False, 2)
    assert status["message"] == "2 of 4 pods ready (primary 2/4)"


def test_a_service_without_any_pod_is_not_ready() -> None:
    status = status_of({"primary": live(0, observedGeneration=1)})
    assert status["ready"] is False
    assert status["conditions"][0]["status"] == "False"


def test_a_track_that_is_to_have_no_pods_does_not_keep_a_service_from_being_ready() -> None:
    status = status_of({"primary": live(2, readyReplicas=2), "canary": live(0, observedGeneration=1)})
    assert status["ready"] is True
    assert [one["status"] for one in status["conditions"]] == ["True"] * 3


def test_of_a_deployment_that_has_reported_nothing_yet_it_is_unknown_whether_it_is_ready() -> None:
    status = status_of({"primary": {"wanted": 2, "status": None}})
    assert status["ready"] is False
    assert [(one["status"], one["reason"]) for one in status["conditions"]] == [("Unknown", "NotReported")] * 2


def test_one_track_that_is_not_ready_outweighs_one_that_is_unknown() -> None:
    status = status_of({"primary": {"wanted": 2, "status": None}, "canary": live(1, readyReplicas=0)})
    assert status["conditions"][0]["status"] == "False"


def test_counts_that_the_engine_made_doubles_are_whole_numbers() -> None:
    assert status_of({"primary": live(2.0, ready_replicas=2.0)})["message"] == "2 of 2 pods ready (primary 2/2)"


def test_the_deployments_own_condition_says_what_is_missing() -> None:
    message, condition = primary(UNAVAILABLE, PROGRESSING)
    words = "Deployment does not have minimum availability (MinimumReplicasUnavailable)"
    assert message == f"1 of 3 pods ready (primary 1/3); primary: {words}"
    assert condition == {
        "type": "PrimaryReady",
        "status": "False",
        "reason": "MinimumReplicasUnavailable",
        "message": f"1 of 3 pods ready: {words}",
    }


def test_every_bad_condition_is_told_the_deadline_first() -> None:
    quota = 'pods "chat-primary-1-x" is forbidden: exceeded quota: pods'
    message, condition = primary(
        UNAVAILABLE,
        {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": quota},
        PROGRESSING | {"status": "False", "reason": "ProgressDeadlineExceeded", "message": "it has timed out."},
    )
    assert message.endswith(
        "; primary: it has timed out (ProgressDeadlineExceeded); "
        "Deployment does not have minimum availability (MinimumReplicasUnavailable); "
        f"{quota} (FailedCreate)"
    )
    assert condition["reason"] == "ProgressDeadlineExceeded"


def test_without_a_bad_condition_a_rollout_that_moves_is_the_reason() -> None:
    message, _ = primary(PROGRESSING)
    assert message.endswith("; primary: not every pod of the newest revision is ready (RolloutIncomplete)")


def test_a_rollout_that_was_through_explains_no_missing_pod() -> None:
    message, condition = primary(PROGRESSING | {"reason": "NewReplicaSetAvailable"})
    assert message == "1 of 3 pods ready (primary 1/3)"
    assert condition["reason"] == "PodsNotReady"


def test_pods_of_the_old_revision_alone_do_not_make_a_service_ready() -> None:
    """A new model that does not load leaves the old pods in place, all of them ready."""
    message, condition = primary(PROGRESSING, readyReplicas=3, replicas=4, updatedReplicas=1)
    assert message == (
        "3 of 3 pods ready (primary 3/3); primary: not every pod of the newest revision is ready (RolloutIncomplete)"
    )
    assert condition["reason"] == "RolloutIncomplete"


def test_one_new_pod_beside_the_one_old_pod_does_not_pass_for_it() -> None:
    status = status_of({"primary": live(1, ready_replicas=1.0, replicas=2.0, updated_replicas=1.0)})
    assert status["ready"] is False
