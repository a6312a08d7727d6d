"""`replicas: 0`: a service without pods, from a fixed count and from autoscaling, and back."""

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.cluster.test_life_of_a_service import AUTOSCALED, settle
from tests.specs import SMALL, with_canary

PAUSED = SMALL | {"replicas": 0}


@pytest.mark.parametrize("weight", [25, 100])
def test_a_pause_takes_all_pods_of_both_tracks_and_its_end_brings_them_back(
    weight: int, project: Project, live: Live
) -> None:
    serving = with_canary(weight, replicas=4) | {"resources": SMALL["resources"]}
    settle(project, serving)
    pods = {track: live.ready_pods("chat", track) for track in ("primary", "canary")}

    budget = {25: "chat-pdb", 100: "chat-canary-pdb"}[weight]
    both = {"chat-primary": "update", "chat-canary": "update"}
    assert settle(project, serving | {"replicas": 0}) == both | {budget: "delete"}
    live.wait_until(lambda: not live.names("pods"), "no pod is left")
    chat = project.outputs()["chat"]
    assert (chat["status"]["ready"], chat["status"]["conditions"][0]["reason"]) == (False, "NoPods")
    assert chat["canary"] == {"modelRef": serving["canary"]["modelRef"], "weight": weight}

    assert settle(project, serving) == both | {budget: "create"}
    assert {track: live.ready_pods("chat", track) for track in ("primary", "canary")} == pods
    assert project.outputs()["chat"]["status"]["ready"]


def test_a_service_that_is_autoscaled_is_paused_and_started_again_in_one_step_each(
    project: Project, live: Live
) -> None:
    settle(project, AUTOSCALED)
    live.let_the_autoscaler_choose("chat-hpa", 5, bounds=(2, 6))

    assert settle(project, PAUSED) == {"chat-primary": "update", "chat-hpa": "delete", "chat-pdb": "delete"}
    assert live.replicas("chat-primary") == 0

    assert settle(project, AUTOSCALED) == {"chat-primary": "update", "chat-hpa": "create", "chat-pdb": "create"}
    assert live.replicas("chat-primary") == 2
    live.let_the_autoscaler_choose("chat-hpa", 5, bounds=(2, 6))
    settle(project, AUTOSCALED | {"modelRef": "llama3-8b-q8"})
    assert live.replicas("chat-primary") == 5, "the count is the autoscaler's again"
