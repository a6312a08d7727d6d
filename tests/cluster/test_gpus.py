"""`gpuMemory` on the real scheduler: simulated nodes with the labels of real cards."""

from typing import Any

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.specs import SMALL


def on_gpus(memory: str, replicas: int = 1) -> dict[str, Any]:
    rollout = {"rollout": {"allowDowntime": True}} if replicas == 1 else {}
    return SMALL | {"replicas": replicas, "resources": SMALL["resources"] | {"gpuMemory": memory}} | rollout


def test_a_pod_goes_where_a_card_has_enough_memory(project: Project, live: Live) -> None:
    project.configure({"large": on_gpus("24Gi"), "small": on_gpus("20Gi")})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert {live.gpu_memory(node) for node in live.nodes("large")} == {81559}
    assert all(live.gpu_memory(node) >= 20 * 1024 for node in live.nodes("small"))


def test_exactly_the_memory_of_a_card_fits_it_and_one_mebibyte_more_does_not(project: Project, live: Live) -> None:
    project.configure({"fits": on_gpus("81559Mi")})
    assert project.up().exit_code == 0
    assert {live.gpu_memory(node) for node in live.nodes("fits")} == {81559}

    project.configure({"fits": on_gpus("81560Mi")})
    project.limit_rollouts(seconds=5)
    refused = project.up()
    assert refused.exit_code != 0
    assert "didn't match Pod's node affinity/selector" in refused.output


def test_a_rollout_on_full_gpu_nodes_hands_its_gpus_over_and_needs_no_spare(project: Project, live: Live) -> None:
    full = on_gpus("40Gi", replicas=8)
    project.configure({"chat": full})
    assert project.up().exit_code == 0
    assert live.ready_pods("chat", "primary") == 8, "every GPU of the large node is in use"

    project.configure({"chat": full | {"modelRef": "llama3-8b-q8"}})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.ready_pods("chat", "primary") == 8
    assert live.container("chat-primary")["args"][-1] == "llama3-8b-q8"
