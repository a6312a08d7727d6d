"""The forecast against the real scheduler: with exactly its GPUs a rollout completes, with one fewer it does not."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.simulation import set_gpus

NODE, GPUS = "gpu-h100", 8
"""The only node whose cards have 40Gi."""
SPARE: dict[str, Any] = {"rollout": {"spareGpus": 1}}
SPARE_PAIR: dict[str, Any] = {"rollout": {"spareGpus": 2}}


def on_gpus(replicas: int, model: str = "old", weight: int | None = None, each: int = 1, **more: Any) -> dict[str, Any]:
    canary = {} if weight is None else {"canary": {"modelRef": "new", "weight": weight}}
    resources = {"resources": SMALL["resources"] | {"gpus": each, "gpuMemory": f"{each * 40}Gi"}}
    return {"modelRef": model, "replicas": replicas} | resources | canary | more


@pytest.fixture
def gpus(control_plane: ControlPlane) -> Iterator[Callable[[int], None]]:
    """How many there are."""
    yield lambda count: set_gpus(control_plane.kubeconfig, NODE, count)
    set_gpus(control_plane.kubeconfig, NODE, GPUS)


def peak(project: Project) -> int:
    """As the preview says it."""
    preview = project.preview()
    assert preview.exit_code == 0, preview.output
    found = re.search(r"GPUs: \d+ now, (\d+) at the peak, \d+ after", preview.output)
    assert found, preview.output
    return int(found[1])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(on_gpus(3, **SPARE), on_gpus(3, "new", **SPARE), 4, id="a new model"),
        pytest.param(on_gpus(4, weight=25, **SPARE), on_gpus(3, "new", **SPARE), 5, id="a promotion"),
        pytest.param(on_gpus(4, weight=25, **SPARE), on_gpus(4, **SPARE), 5, id="a canary taken away"),
        pytest.param(on_gpus(3), on_gpus(5), 5, id="more replicas"),
        pytest.param(
            on_gpus(2, each=2, **SPARE_PAIR),
            on_gpus(2, "new", each=2, **SPARE_PAIR),
            6,
            id="a new model on two GPUs a pod",
        ),
        pytest.param(on_gpus(2, each=2), on_gpus(3, each=2), 6, id="one more pod of two GPUs"),
        pytest.param(on_gpus(2), on_gpus(2, each=2, **SPARE_PAIR), 5, id="two GPUs a pod in place of one"),
    ],
)
def test_a_rollout_needs_as_many_gpus_as_its_preview_says_and_not_one_fewer(
    project: Project,
    live: Live,
    gpus: Callable[[int], None],
    before: dict[str, Any],
    after: dict[str, Any],
    expected: int,
) -> None:
    project.configure({"chat": before})
    assert project.up().exit_code == 0
    project.configure({"chat": after})
    assert peak(project) == expected

    project.limit_rollouts(seconds=10)
    gpus(expected - 1)
    stuck = project.up("--skip-preview")
    assert stuck.exit_code != 0
    assert "Insufficient nvidia.com/gpu" in stuck.output

    gpus(expected)
    project.lift_limits()
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert live.ready_pods("chat", "primary") == after["replicas"]


def test_a_new_weight_on_full_gpu_nodes_hands_gpus_over_both_ways(
    project: Project, live: Live, gpus: Callable[[int], None]
) -> None:
    gpus(4)
    project.configure({"chat": on_gpus(4)})
    assert project.up().exit_code == 0
    for weight, pods in ((25, (3, 1)), (50, (2, 2)), (25, (3, 1))):
        project.configure({"chat": on_gpus(4, weight=weight)})
        assert peak(project) == 4
        done = project.up("--skip-preview")
        assert done.exit_code == 0, done.output
        assert (live.ready_pods("chat", "primary"), live.ready_pods("chat", "canary")) == pods


def test_a_canary_that_holds_the_gpu_which_the_primary_wants_is_refused_in_preview_with_a_way_that_works(
    project: Project, live: Live, gpus: Callable[[int], None]
) -> None:
    gpus(4)
    project.configure({"chat": on_gpus(4, weight=25)})
    assert project.up().exit_code == 0

    project.configure({"chat": on_gpus(4)})
    refused = project.preview()
    assert refused.exit_code != 0
    assert "services.chat.canary: taking the canary away in one step needs 1 spare" in refused.output
    assert "1. set replicas to 3" in refused.output
    assert "Traceback" not in refused.output

    for replicas in (3, 4):
        project.configure({"chat": on_gpus(replicas)})
        done = project.up()
        assert done.exit_code == 0, done.output
    assert live.ready_pods("chat", "primary") == 4
    assert live.names("deployments") == {"Deployment/chat-primary"}
