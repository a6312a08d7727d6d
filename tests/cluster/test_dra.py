"""GPUs by Dynamic Resource Allocation: ResourceSlices of simulated nodes, and what the real scheduler allocates."""

from typing import Any

import pytest

from tests.cluster.gpu_nodes import GpuNodes
from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.specs import SMALL

SMALL_CARD, LARGE_CARD = "23034Mi", "81559Mi"


def claiming(memory: str, gpus: int = 1, replicas: int = 1, spare: int = 0, **more: Any) -> dict[str, Any]:
    one = {"rollout": {"allowDowntime": True}} if replicas == 1 else {}
    rollout = {"rollout": {"spareGpus": spare}} if spare else one
    resources = {"gpus": gpus, "gpuMemory": memory, "gpuMemoryBy": "dra"}
    return SMALL | {"replicas": replicas, "resources": SMALL["resources"] | resources} | rollout | more


def templates(live: Live) -> set[str]:
    return live.names("resourceclaimtemplates")


def test_a_claim_gets_gpus_that_have_the_memory_and_one_mebibyte_more_gets_none(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    cards: dict[str, list[str | None]] = {
        "small": [SMALL_CARD, SMALL_CARD],
        "large": [SMALL_CARD, LARGE_CARD, LARGE_CARD],
        "silent": [None, None],
    }
    for node, memories in cards.items():
        gpu_nodes.add(node, taint="nvidia.com/gpu")
        gpu_nodes.publish(node, memories)
    project.configure({"chat": claiming(f"{2 * 81559}Mi", gpus=2)})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.nodes("chat") == {"large"}
    assert gpu_nodes.claimed(live.namespace) == {"large": {"gpu-1", "gpu-2"}}

    project.configure({"chat": claiming(f"{2 * 81559 + 1}Mi", gpus=2)})
    project.limit_rollouts(seconds=5)
    refused = project.up("--skip-preview")
    assert refused.exit_code != 0
    assert "cannot allocate all claims" in refused.output


def test_a_rollout_without_spare_gpus_hands_claimed_ones_over(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    gpu_nodes.add("full", taint="nvidia.com/gpu")
    gpu_nodes.publish("full", [LARGE_CARD] * 4)
    chat = claiming("80Gi", gpus=2, replicas=2)
    project.configure({"chat": chat})
    assert project.up().exit_code == 0

    project.configure({"chat": chat | {"modelRef": "new"}})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert "GPUs claimed from gpu.nvidia.com: 4 now, 4 at the peak, 4 after" in done.output
    assert live.ready_pods("chat", "primary") == 2
    assert live.container("chat-primary")["args"][-1] == "new"


def test_a_rollout_over_claims_needs_as_many_gpus_as_its_preview_says_and_not_one_fewer(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    gpu_nodes.add("exact", taint="nvidia.com/gpu")
    gpu_nodes.publish("exact", [LARGE_CARD] * 5)
    chat = claiming("80Gi", gpus=2, replicas=2, spare=2)
    project.configure({"chat": chat})
    assert project.up().exit_code == 0

    project.configure({"chat": chat | {"modelRef": "new"}})
    assert "GPUs claimed from gpu.nvidia.com: 4 now, 6 at the peak, 4 after" in project.preview().output
    project.limit_rollouts(seconds=10)
    stuck = project.up("--skip-preview")
    assert stuck.exit_code != 0
    assert "cannot allocate all claims" in stuck.output

    gpu_nodes.publish("exact", [LARGE_CARD] * 6)
    project.lift_limits()
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert live.ready_pods("chat", "primary") == 2


def test_a_changed_claim_has_a_template_of_its_own_and_the_old_one_stays_until_the_rollout_is_through(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    gpu_nodes.add("node", taint="nvidia.com/gpu")
    gpu_nodes.publish("node", [SMALL_CARD])
    project.configure({"chat": claiming("20Gi")})
    assert project.up().exit_code == 0
    (first,) = templates(live)

    project.configure({"chat": claiming("40Gi")})
    project.limit_rollouts(seconds=5)
    assert project.up("--skip-preview").exit_code != 0
    assert first in templates(live), "the old pods can still be made anew"

    gpu_nodes.publish("node", [LARGE_CARD])
    project.lift_limits()
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    (second,) = templates(live)
    assert second != first

    project.configure({"chat": claiming("20Gi")})
    assert project.up("--skip-preview").exit_code == 0
    assert templates(live) == {first}
    assert project.destroy().exit_code == 0
    assert templates(live) == set()


@pytest.mark.parametrize("way", ["label", "dra"])
def test_the_way_to_the_memory_can_be_changed_in_one_rollout(
    gpu_nodes: GpuNodes, project: Project, live: Live, way: str
) -> None:
    gpu_nodes.add("both", {"nvidia.com/gpu": 1}, {"nvidia.com/gpu.memory": "99999"}, taint="nvidia.com/gpu")
    gpu_nodes.publish("both", ["99999Mi"])
    ways = {"dra": claiming("99999Mi")}
    resources = ways["dra"]["resources"]
    ways["label"] = ways["dra"] | {"resources": {**resources, "gpuMemoryBy": "label"}}
    project.configure({"chat": ways.pop(way)})
    assert project.up().exit_code == 0
    ((other, spec),) = ways.items()
    project.configure({"chat": spec})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert bool(templates(live)) == (other == "dra")
    assert live.nodes("chat") == {"both"}
