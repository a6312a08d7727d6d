"""StatefulSets on the real controller: names that last, a claim for each pod, one pod after the other, two tracks."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.cluster.watching import watching
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl

CLAIMS = "persistentvolumeclaims"
PODS = 3


@pytest.fixture
def disks(control_plane: ControlPlane, live: Live) -> Iterator[str]:
    """The class of as many volumes as there may be pods of both tracks, each for one node."""
    name = f"disks-{live.namespace}"
    kubectl = Kubectl(control_plane.kubeconfig)
    volumes: list[dict[str, Any]] = [
        {
            "apiVersion": "v1",
            "kind": "PersistentVolume",
            "metadata": {"name": f"{name}-{number}"},
            "spec": {
                "accessModes": ["ReadWriteOnce"],
                "capacity": {"storage": "1Gi"},
                "hostPath": {"path": f"/var/lib/models/{number}"},
                "storageClassName": name,
                "persistentVolumeReclaimPolicy": "Retain",
            },
        }
        for number in range(2 * PODS)
    ]
    kubectl("apply", "--filename=-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": volumes}))
    yield name
    kubectl("delete", CLAIMS, "--all", "--namespace", live.namespace)
    kubectl("delete", "persistentvolume", *(volume["metadata"]["name"] for volume in volumes))


def chat(storage_class: str | None = None, size: str = "1Gi", **fields: Any) -> dict[str, Any]:
    spec = SMALL | {"replicas": PODS, "statefulSet": {}} | fields
    if storage_class is None:
        return spec
    claim = {"size": size, "storageClassName": storage_class}
    return spec | {"volumes": [{"name": "cache", "mountPath": "/cache", "volumeClaimTemplate": claim}]}


def up(project: Project, spec: dict[str, Any]) -> None:
    project.configure({"chat": spec})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output


def uids(live: Live, pods: set[str]) -> dict[str, str]:
    return {pod: live.get("pod", pod)["metadata"]["uid"] for pod in pods}


def models(live: Live, pods: set[str]) -> set[str]:
    return {live.get("pod", pod)["spec"]["containers"][0]["args"][-1] for pod in pods}


def test_pods_keep_their_names_and_claims_from_model_to_model(
    project: Project, live: Live, control_plane: ControlPlane, disks: str
) -> None:
    up(project, chat(disks))
    pods = {f"chat-primary-{number}" for number in range(PODS)}
    claims = {f"cache-{pod}" for pod in pods}
    assert live.pod_names("chat", "primary") == pods
    assert live.names(CLAIMS) == {f"PersistentVolumeClaim/{claim}" for claim in claims}
    assert {live.get(CLAIMS, claim)["status"]["phase"] for claim in claims} == {"Bound"}
    first = live.get("pod", "chat-primary-0")["spec"]
    assert (first["hostname"], first["subdomain"]) == ("chat-primary-0", "chat-primary-headless")
    status = project.outputs()["chat"]["status"]
    assert (status["ready"], status["replicas"]) == (True, PODS)
    assert project.preview("--expect-no-changes").exit_code == 0

    # Another model: one pod after the other, each with the claim of the pod before.
    bound = {claim: live.get(CLAIMS, claim)["spec"]["volumeName"] for claim in claims}
    project.configure({"chat": chat(disks, modelRef="new")})
    assert f"ready pods behind the Service: {PODS - 1} at worst meanwhile, {PODS} after" in project.preview().output
    with watching(control_plane.kubeconfig, live.namespace, "chat") as recorded:
        up(project, chat(disks, modelRef="new"))
    assert recorded.fewest == PODS - 1
    assert models(live, pods) == {"new"}
    assert {claim: live.get(CLAIMS, claim)["spec"]["volumeName"] for claim in claims} == bound

    # What Kubernetes never changes of a StatefulSet is refused, and by hand it is made anew around its pods.
    grown = chat(disks, modelRef="new", size="2Gi")
    before = uids(live, pods)
    project.configure({"chat": grown})
    for refused in (project.preview(), project.up("--skip-preview")):
        assert refused.exit_code != 0
        assert f"the claims cache from 1Gi of class {disks} (ReadWriteOnce) to 2Gi" in refused.output
        assert "kubectl delete statefulset chat-primary --cascade=orphan" in refused.output
    for other in (
        chat(disks, modelRef="new", statefulSet={"podManagementPolicy": "OrderedReady"}),
        chat("others", modelRef="new"),
        chat(modelRef="new"),
    ):
        project.configure({"chat": other})
        assert "kubectl delete statefulset chat-primary --cascade=orphan" in project.preview().output
    project.configure({"chat": grown})
    Kubectl(control_plane.kubeconfig)(
        "delete", "statefulset", "chat-primary", "--cascade=orphan", "--namespace", live.namespace
    )
    assert project.refresh().exit_code == 0
    up(project, grown)
    (template,) = live.get("statefulset", "chat-primary")["spec"]["volumeClaimTemplates"]
    assert template["spec"]["resources"]["requests"]["storage"] == "2Gi"
    assert uids(live, pods) == before
    assert project.preview("--expect-no-changes").exit_code == 0

    # Nothing is left but the claims, which the policy keeps.
    assert project.destroy().exit_code == 0
    assert live.remains() == set()
    assert live.names(CLAIMS) == {f"PersistentVolumeClaim/{claim}" for claim in claims}


def test_tracks_of_stateful_sets_change_places_as_those_of_deployments_do(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    up(project, SMALL | {"replicas": 4})

    # Another kind: all of its pods are there before those of the old one go.
    project.configure({"chat": chat(replicas=4)})
    told = project.preview().output
    assert "from Deployment to StatefulSet: all of the new pods start beside the old ones" in told
    with watching(control_plane.kubeconfig, live.namespace, "chat") as changed:
        up(project, chat(replicas=4))
    assert changed.fewest == 4
    assert live.names("deployments,statefulsets") == {"StatefulSet/chat-primary"}

    # A canary has its pods before the primary gives any up, and the other way round.
    canary = {"modelRef": "new", "weight": 50}
    with watching(control_plane.kubeconfig, live.namespace, "chat") as split:
        up(project, chat(replicas=4, canary=canary))
        up(project, chat(replicas=4, canary=canary | {"weight": 25}))
    assert split.fewest == 4
    assert live.pod_names("chat", "canary") == {"chat-canary-0"}
    assert models(live, {"chat-canary-0", "chat-primary-2"}) == {"new", "llama3-8b-q4"}
    assert project.outputs()["chat"]["canary"]["effectiveWeight"] == 25

    # An autoscaler has the count of a StatefulSet, and a new minimum is there when an up returns.
    up(project, chat(replicas=4, minReplicas=4, maxReplicas=8))
    target = live.get("horizontalpodautoscaler", "chat-hpa")["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("StatefulSet", "chat-primary")
    up(project, chat(replicas=6, minReplicas=6, maxReplicas=8))
    assert live.ready_pods("chat", "primary") == 6

    assert project.destroy().exit_code == 0
    assert live.remains() == set()


def test_a_broken_rollout_is_mended_by_the_spec_alone_unless_pods_start_in_order(project: Project, live: Live) -> None:
    """https://github.com/kubernetes/kubernetes/issues/67250"""
    parallel = chat(replicas=2)
    ordered = chat(replicas=2, statefulSet={"podManagementPolicy": "OrderedReady"})
    nowhere = {"scheduling": {"nodeSelector": {"example.com/no-such": "node"}}}
    project.configure({"chat": parallel, "ordered": ordered})
    assert project.up("--skip-preview").exit_code == 0

    project.limit_rollouts(20)
    project.configure({"chat": parallel | nowhere, "ordered": ordered | nowhere})
    assert project.up("--skip-preview", "--continue-on-error").exit_code != 0
    project.configure({"chat": parallel, "ordered": ordered})
    mended = project.up("--skip-preview", "--continue-on-error")
    assert mended.exit_code != 0
    command = f"kubectl delete pod ordered-primary-1 --namespace {live.namespace}"
    assert command in mended.output
    assert live.ready_pods("chat", "primary") == 2
    assert live.ready_pods("ordered", "primary") == 1

    live.delete("pod", "ordered-primary-1")
    project.lift_limits()
    assert project.up("--skip-preview").exit_code == 0
    assert live.ready_pods("ordered", "primary") == 2
    assert project.destroy().exit_code == 0
