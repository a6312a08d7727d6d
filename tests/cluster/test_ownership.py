"""Whose the replica count is: all switches between fixed, autoscaled and KEDA, of both tracks, on real controllers.

The HorizontalPodAutoscalers, KEDA's included, are obeyed by the real controller; KEDA's operator is a stand-in.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster.keda import keda
from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.specs import SMALL
from tools.control_plane import ControlPlane, install_crds

HALF = SMALL | {"canary": {"modelRef": "llama3.1-8b-q4", "weight": 50}}
TRACKS = ("primary", "canary")
AUTOSCALERS = ("chat-hpa", "chat-canary-hpa")
REQUESTS = {"serverAddress": "http://prometheus:9090", "query": "sum(active_requests)", "threshold": 5}
TRIGGERS = {"keda": {"triggers": [{"prometheus": REQUESTS}]}}
SAME_AND_ANOTHER = pytest.mark.parametrize("other", [4, 6], ids=["same", "another"])


def fixed(count: int) -> dict[str, Any]:
    return HALF | {"replicas": count}


def autoscaled(low: int, high: int) -> dict[str, Any]:
    return HALF | {"minReplicas": low, "maxReplicas": high}


def by_keda(low: int, high: int) -> dict[str, Any]:
    return autoscaled(low, high) | {"autoscaling": TRIGGERS}


def go(project: Project, live: Live, spec: dict[str, Any], count: int) -> None:
    """Brings the stack to `spec`, and the pods of both tracks together to `count`, for good."""
    project.configure({"chat": spec})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    live.wait_until(lambda: counts(live) == {count // 2}, f"both tracks have {count // 2} pods")
    nothing = project.preview("--expect-no-changes")
    assert nothing.exit_code == 0, nothing.output
    again = project.up("--skip-preview")
    assert again.exit_code == 0, again.output
    assert counts(live) == {count // 2}


def counts(live: Live) -> set[int]:
    return {live.replicas(f"chat-{track}") for track in TRACKS}


def refuse(project: Project, spec: dict[str, Any], words: str) -> None:
    """In preview, and in an `up` that leaves it out."""
    project.configure({"chat": spec})
    for refused in (project.preview(), project.up("--skip-preview")):
        assert refused.exit_code != 0
        assert words in refused.output
        assert "Traceback" not in refused.output


def uids(live: Live) -> list[str]:
    return [live.get("horizontalpodautoscaler", name)["metadata"]["uid"] for name in AUTOSCALERS]


def are_kedas(live: Live) -> bool:
    owners = [live.get("horizontalpodautoscaler", name)["metadata"].get("ownerReferences") for name in AUTOSCALERS]
    return all(owner and owner[0]["kind"] == "ScaledObject" for owner in owners)


@pytest.fixture
def remade(control_plane: ControlPlane, namespace: str) -> Iterator[list[str]]:
    """KEDA at work; the autoscalers that it had to make anew, since somebody deleted them."""
    install_crds(control_plane.kubeconfig, "keda")
    with keda(control_plane.kubeconfig, namespace) as names:
        yield names


@SAME_AND_ANOTHER
def test_between_a_fixed_count_and_autoscaling(other: int, project: Project, live: Live) -> None:
    go(project, live, fixed(4), 4)
    go(project, live, autoscaled(other, 12), other)
    go(project, live, autoscaled(4, 4), 4)
    go(project, live, fixed(4), 4)
    assert not live.names("horizontalpodautoscalers")


@SAME_AND_ANOTHER
@pytest.mark.usefixtures("remade")
def test_between_a_fixed_count_and_keda(other: int, project: Project, live: Live) -> None:
    go(project, live, fixed(4), 4)
    go(project, live, by_keda(other, 12), other)
    live.wait_until(lambda: are_kedas(live), "KEDA has both autoscalers")

    refuse(project, fixed(4), "switching autoscaling off in one step")
    go(project, live, by_keda(4, 4), 4)
    go(project, live, fixed(4), 4)
    assert not live.names("horizontalpodautoscalers,scaledobjects.keda.sh")


@SAME_AND_ANOTHER
def test_from_autoscaling_to_keda_which_takes_the_same_objects_over_and_back_by_a_fixed_count(
    other: int, project: Project, live: Live, remade: list[str]
) -> None:
    go(project, live, autoscaled(4, 12), 4)
    before = uids(live)
    go(project, live, by_keda(other, 12), other)
    live.wait_until(lambda: are_kedas(live), "KEDA has both autoscalers")
    assert uids(live) == before, "the engine deletes neither"
    assert remade == []

    refuse(project, autoscaled(4, 12), "Go by way of a fixed count")
    assert are_kedas(live)
    go(project, live, by_keda(4, 4), 4)
    go(project, live, fixed(4), 4)
    go(project, live, autoscaled(other, 12), other)
    assert live.names("horizontalpodautoscalers") == {f"HorizontalPodAutoscaler/{name}" for name in AUTOSCALERS}

    gone = project.destroy()
    assert gone.exit_code == 0, gone.output
    assert live.remains() == set()
