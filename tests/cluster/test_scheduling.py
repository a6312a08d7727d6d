"""Where pods go, on the real scheduler; what may be evicted and who pods are, on the real API server."""

import json
from typing import Any

import pytest

from tests.cluster.gpu_nodes import GpuNodes
from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.specs import SMALL, with_canary
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl, KubectlError

POOL = "example.com/pool"
CAPACITY = "example.com/capacity"
RACK = "example.com/rack"
ZONE = "topology.kubernetes.io/zone"
SPOT = "kubernetes.azure.com/scalesetpriority"
ZONES = {"zone-a-1": "a", "zone-a-2": "a", "zone-a-3": "a", "zone-b-1": "b"}
CAPACITIES = {"regular-1": "regular", "spot-1": "spot", "spot-2": "spot"}


def scheduled(replicas: int = 1, **fields: Any) -> dict[str, Any]:
    return SMALL | {"replicas": replicas, "scheduling": fields}


def in_racks(*racks: str) -> dict[str, Any]:
    """A node affinity with a term for each."""
    terms = [{"matchExpressions": [{"key": RACK, "operator": "In", "values": [rack]}]} for rack in racks]
    return {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}


def counted(live: Live, service: str, nodes: dict[str, str]) -> dict[str, int]:
    """Pods of a service by what `nodes` says of their nodes."""
    places = [nodes[node] for node in live.node_of_pods(service)]
    return {place: places.count(place) for place in places}


def test_pods_go_where_labels_memory_zones_and_taints_let_them(
    gpu_nodes: GpuNodes, project: Project, live: Live, control_plane: ControlPlane
) -> None:
    for node, zone in ZONES.items():
        gpu_nodes.add(node, labels={POOL: "zones", ZONE: zone})
    for node, rack, memory in (("right", "a", 81559), ("too-small", "b", 23034), ("elsewhere", "c", 81559)):
        labels = {RACK: rack, "nvidia.com/gpu.memory": str(memory)}
        gpu_nodes.add(node, {"nvidia.com/gpu": 8}, labels, taint="nvidia.com/gpu")
    for node, capacity in CAPACITIES.items():
        spot = capacity == "spot"
        labels = {POOL: "mixed", CAPACITY: capacity} | ({SPOT: "spot"} if spot else {})
        gpu_nodes.add(node, labels=labels, taint=f"{SPOT}=spot" if spot else None)
    must = {"whenUnsatisfiable": "DoNotSchedule"}
    aks = {"provider": "aks", "notice": "1m"}
    project.configure(
        {
            "even": scheduled(
                4, nodeSelector={POOL: "zones"}, topologySpreadConstraints=[{"topologyKey": ZONE} | must]
            ),
            "both": scheduled(2, nodeAffinity=in_racks("a", "b"))
            | {"resources": SMALL["resources"] | {"gpuMemory": "24Gi"}},
            "half": scheduled(
                4,
                nodeSelector={POOL: "mixed"},
                spot=aks | {"mode": "preferred"},
                topologySpreadConstraints=[{"topologyKey": CAPACITY} | must],
            ),
            "first": scheduled(2, spot=aks, priorityClass={"value": 1000}) | {"namespace": live.namespace},
        }
    )
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert counted(live, "even", ZONES) == {"a": 2, "b": 2}
    assert live.nodes("both") == {"right"}, "in a rack of the list, and with a card that is large enough"
    assert counted(live, "half", CAPACITIES) == {"regular": 2, "spot": 2}
    assert sorted(live.node_of_pods("first")) == ["spot-1", "spot-2"], "apart by default, where there is room"
    (name,) = (one.partition("/")[2] for one in live.names("deployments") if "first" in one)
    priority = live.get("deployment", name)["spec"]["template"]["spec"]["priorityClassName"]
    kubectl = Kubectl(control_plane.kubeconfig)
    assert kubectl.get("priorityclass", priority)["value"] == 1000
    assert project.destroy().exit_code == 0
    with pytest.raises(KubectlError, match="NotFound"):
        kubectl.get("priorityclass", priority)


def test_a_second_pod_waits_for_a_node_of_its_own_where_it_must_have_one_but_not_for_an_old_one_to_end(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    gpu_nodes.add("only", labels={POOL: "one"})
    apart = scheduled(nodeSelector={POOL: "one"}, podAntiAffinity={"mode": "required"})
    project.configure({"chat": apart})
    assert project.up("--skip-preview").exit_code == 0
    project.configure({"chat": apart | {"modelRef": "llama3-8b-q8"}})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, "the pod of the model before is on the one node, and does not count"

    project.configure({"chat": apart | {"replicas": 2, "modelRef": "llama3-8b-q8"}})
    project.limit_rollouts(seconds=5)
    refused = project.up("--skip-preview")
    assert refused.exit_code != 0
    assert "didn't match pod anti-affinity rules" in refused.output
    assert live.ready_pods("chat", "primary") == 1


def test_one_pod_of_both_tracks_may_be_evicted_and_no_second_before_another_is_ready(
    gpu_nodes: GpuNodes, project: Project, live: Live
) -> None:
    gpu_nodes.add("drained", labels={POOL: "drained"})
    chat = with_canary(25) | {"resources": SMALL["resources"], "scheduling": {"nodeSelector": {POOL: "drained"}}}
    project.configure({"chat": chat})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output

    def one_is_allowed() -> bool:
        return bool(live.get("poddisruptionbudget", "chat-pdb").get("status", {}).get("disruptionsAllowed") == 1)

    live.wait_until(one_is_allowed, "the budget knows its pods")
    gpu_nodes.cordon()
    (canary,) = live.pod_names("chat", "canary")
    primary, other, _ = live.pod_names("chat", "primary")
    live.evict(canary)
    with pytest.raises(KubectlError, match="violate the pod's disruption budget"):
        live.evict(primary)

    before = live.pod_names("chat", "primary")
    project.configure({"chat": chat | {"disruptionBudget": {"maxUnavailable": 2}}})
    done = project.up("--skip-preview")
    assert done.operations == {"chat-pdb": "update"}
    assert live.pod_names("chat", "primary") == before, "a budget touches no pod"
    live.wait_until(one_is_allowed, "the budget has grown")
    live.evict(primary)
    with pytest.raises(KubectlError, match="violate the pod's disruption budget"):
        live.evict(other)


def test_a_pod_may_do_what_its_rules_say_and_nothing_else(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    account = {"token": True, "rules": [{"resources": ["configmaps"], "verbs": ["get"], "resourceNames": ["models"]}]}
    project.configure({"chat": SMALL | {"serviceAccount": account}, "plain": SMALL})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    kubectl = Kubectl(control_plane.kubeconfig)

    def may(service: str, verb: str, resource: str, name: str) -> bool:
        asked = {"namespace": live.namespace, "verb": verb, "resource": resource, "name": name}
        who = f"system:serviceaccount:{live.namespace}:{service}"
        review = {
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SubjectAccessReview",
            "spec": {"user": who, "resourceAttributes": asked},
        }
        answer = kubectl("create", "--filename=-", "--output=json", stdin=json.dumps(review))
        return bool(json.loads(answer)["status"]["allowed"])

    assert may("chat", "get", "configmaps", "models")
    assert not may("chat", "get", "configmaps", "others")
    assert not may("chat", "get", "secrets", "models")
    assert not may("plain", "get", "configmaps", "models")
    pods = {name: live.get("deployment", f"{name}-primary")["spec"]["template"]["spec"] for name in ("chat", "plain")}
    assert {name: pod["serviceAccountName"] for name, pod in pods.items()} == {"chat": "chat", "plain": "plain"}
    assert {name: pod["automountServiceAccountToken"] for name, pod in pods.items()} == {"chat": True, "plain": False}


LABELLED = f"""
from pulumi import ResourceOptions
from pulumi_inference import InferenceService, parse_service
from pulumi_kubernetes.core.v1 import NodePatch

label = NodePatch("fast-disk", metadata={{"name": "labelled", "labels": {{"example.com/disk": "nvme"}}}})
chat = {SMALL | {"scheduling": {"nodeSelector": {"example.com/disk": "nvme"}}}}
InferenceService("chat", parse_service("chat", chat), ResourceOptions(depends_on=[label]))
"""


def test_pods_can_ask_for_a_label_that_the_same_program_gives_a_node_which_outlives_it(
    gpu_nodes: GpuNodes, project: Project, live: Live, control_plane: ControlPlane
) -> None:
    gpu_nodes.add("labelled")
    project.configure({})
    project.program(LABELLED)
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert live.nodes("chat") == {"labelled"}
    assert project.destroy().exit_code == 0
    assert "example.com/disk" not in Kubectl(control_plane.kubeconfig).get("node", "labelled")["metadata"]["labels"]
