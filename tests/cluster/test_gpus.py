"""GPUs and their memory on the real scheduler: simulated nodes with what plugins and labellers tell of real cards."""

from typing import Any

from tests.cluster.gpu_nodes import GpuNodes
from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.specs import SMALL


def on_gpus(memory: str | None = None, replicas: int = 1, **resources: Any) -> dict[str, Any]:
    rollout = {"rollout": {"allowDowntime": True}} if replicas == 1 else {}
    asked = SMALL["resources"] | ({"gpuMemory": memory} if memory else {}) | resources
    return SMALL | {"replicas": replicas, "resources": asked} | rollout


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


def test_the_memory_of_a_pod_is_that_of_all_its_gpus_together(project: Project, live: Live) -> None:
    both, more = f"{2 * 81559}Mi", f"{2 * 81559 + 1}Mi"
    project.configure({"pair": on_gpus(both, gpus=2)})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert {live.gpu_memory(node) for node in live.nodes("pair")} == {81559}

    project.configure({"pair": on_gpus(more, gpus=2)})
    project.limit_rollouts(seconds=5)
    refused = project.up("--skip-preview")
    assert refused.exit_code != 0
    assert "didn't match Pod's node affinity/selector" in refused.output


def test_pods_of_two_gpus_on_full_nodes_hand_both_over_and_need_no_spare(project: Project, live: Live) -> None:
    full = on_gpus("80Gi", replicas=4, gpus=2)
    project.configure({"chat": full})
    assert project.up().exit_code == 0
    assert live.ready_pods("chat", "primary") == 4, "every GPU of the large node is in use"

    project.configure({"chat": full | {"modelRef": "llama3-8b-q8"}})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert "GPUs: 8 now, 8 at the peak, 8 after" in done.output
    assert live.container("chat-primary")["args"][-1] == "llama3-8b-q8"


def test_amds_gpus_are_had_on_nodes_that_are_tainted_for_them(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    gpu_nodes.add("mi300x", {"amd.com/gpu": 2}, taint="amd.com/gpu")
    project.configure({"chat": on_gpus(gpus=2, gpuResource="amd.com/gpu")})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.nodes("chat") == {"mi300x"}
    assert "amd.com/gpu: 0 now, 2 at the peak, 2 after" in done.output


def test_the_smallest_mig_slice_that_has_the_memory_is_had_on_a_node_that_offers_several(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    slices = {"nvidia.com/mig-1g.10gb": 2, "nvidia.com/mig-3g.40gb": 1}
    gpu_nodes.add("mixed", slices, taint="nvidia.com/gpu")
    mig: dict[str, Any] = {"gpuMemoryBy": "mig", "migProfiles": ["3g.40gb", "1g.10gb"]}
    project.configure({"small": on_gpus("9728Mi", replicas=2, **mig), "large": on_gpus("9729Mi", **mig)})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.nodes("small") == live.nodes("large") == {"mixed"}
    assert live.container("small-primary")["resources"]["limits"]["nvidia.com/mig-1g.10gb"] == "1"
    assert live.container("large-primary")["resources"]["limits"]["nvidia.com/mig-3g.40gb"] == "1"


def test_a_named_mig_profile_has_its_memory_by_the_label_of_its_own(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    profile = "nvidia.com/mig-1g.10gb"
    gpu_nodes.add("a100", {profile: 1}, {f"{profile}.memory": "9728"}, taint="nvidia.com/gpu")
    gpu_nodes.add("h100", {profile: 1}, {f"{profile}.memory": "9984"}, taint="nvidia.com/gpu")
    project.configure({"chat": on_gpus("9729Mi", gpuResource=profile)})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.nodes("chat") == {"h100"}


def test_a_rollout_of_mig_slices_needs_as_many_as_its_preview_says(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    profile = "nvidia.com/mig-1g.10gb"
    gpu_nodes.add("sliced", {profile: 3}, taint="nvidia.com/gpu")
    chat = on_gpus("8Gi", replicas=2, gpuMemoryBy="mig", migProfiles=["1g.10gb"]) | {"rollout": {"spareGpus": 1}}
    project.configure({"chat": chat})
    assert project.up().exit_code == 0
    project.configure({"chat": chat | {"modelRef": "new"}})
    done = project.up()
    assert done.exit_code == 0, done.output
    assert f"{profile}: 2 now, 3 at the peak, 2 after" in done.output
    assert live.ready_pods("chat", "primary") == 2


def test_where_hami_is_not_installed_no_pod_starts_without_the_memory_that_it_asks_for(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    by_hami = on_gpus("8Gi", gpuMemoryBy="hami")
    project.configure({"chat": by_hami})
    project.limit_rollouts(seconds=5)
    refused = project.up()
    assert refused.exit_code != 0
    assert "Insufficient nvidia.com/gpumem" in refused.output

    gpu_nodes.add("shared", {"nvidia.com/gpu": 10, "nvidia.com/gpumem": 8192}, taint="nvidia.com/gpu")
    project.lift_limits()
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.nodes("chat") == {"shared"}
