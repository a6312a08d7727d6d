"""Where pods are asked to go; tests/cluster/test_scheduling.py holds it against the real scheduler."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children

from tests.specs import MINIMAL, with_canary

ZONE = "topology.kubernetes.io/zone"
EKS = {"provider": "eks"}


def pods(raw: dict[str, Any]) -> dict[str, Any]:
    """The pod's spec of each track."""
    found = children("chat", parse_service("chat", raw))
    workloads = [child for child in found if "template" in child.manifest.get("spec", {})]
    return {child.role: child.manifest["spec"]["template"]["spec"] for child in workloads}


def pod(raw: dict[str, Any] = MINIMAL, **scheduling: Any) -> dict[str, Any]:
    (found,) = pods(raw | {"scheduling": scheduling}).values()
    return dict(found)


def terms(found: dict[str, Any]) -> list[list[str]]:
    """The keys of each alternative of what a node has to have."""
    required = found["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    return [[rule["key"] for rule in term["matchExpressions"]] for term in required["nodeSelectorTerms"]]


def in_racks(*racks: str) -> dict[str, Any]:
    alternatives = [{"matchExpressions": [{"key": rack, "operator": "Exists"}]} for rack in racks]
    return {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": alternatives}}


def test_what_gpus_and_spot_pools_ask_for_stands_in_each_alternative_of_the_users() -> None:
    gpus = MINIMAL | {"replicas": 2, "resources": {"gpuMemory": "20Gi"}}
    memory, spot = "nvidia.com/gpu.memory", "eks.amazonaws.com/capacityType"
    assert terms(pod(gpus, nodeAffinity=in_racks("a", "b"), spot=EKS)) == [["a", memory, spot], ["b", memory, spot]]
    assert terms(pod(gpus)) == [[memory]]
    assert terms(pod(spot=EKS)) == [[spot]]
    assert terms(pod(nodeAffinity=in_racks("a"))) == [["a"]]


def test_pods_of_a_track_keep_apart_from_those_of_their_own_revision() -> None:
    for track, found in pods(with_canary(50)).items():
        (one,) = found["affinity"]["podAntiAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"]
        assert one["podAffinityTerm"] == {
            "topologyKey": "kubernetes.io/hostname",
            "labelSelector": {"matchLabels": {"app": "chat", "track": track}},
            "matchLabelKeys": ["pod-template-hash"],
        }
    (rollout,) = pods(MINIMAL | {"argo": {}}).values()
    assert "['rollouts-pod-template-hash']" in str(rollout["affinity"])


def test_pods_keep_apart_as_far_as_the_spec_says() -> None:
    must = pod(podAntiAffinity={"mode": "required", "topologyKey": ZONE})["affinity"]["podAntiAffinity"]
    (term,) = must["requiredDuringSchedulingIgnoredDuringExecution"]
    assert term["topologyKey"] == ZONE
    assert "affinity" not in pod(podAntiAffinity={"mode": "none"})
    assert "affinity" not in pod(MINIMAL | {"defaultsVersion": 1})
    assert "affinity" in pod(MINIMAL | {"defaultsVersion": 1}, podAntiAffinity={})


def test_a_count_of_pods_changes_nothing_in_them() -> None:
    assert pods(MINIMAL) == pods(MINIMAL | {"replicas": 5})


def test_pods_are_spread_over_nodes_that_they_can_be_put_on() -> None:
    (one,) = pod(topologySpreadConstraints=[{"topologyKey": ZONE}])["topologySpreadConstraints"]
    assert (one["maxSkew"], one["whenUnsatisfiable"], one["nodeTaintsPolicy"]) == (1, "ScheduleAnyway", "Honor")
    assert one["matchLabelKeys"] == ["pod-template-hash"]


def test_tolerations_stand_beside_those_that_follow_from_gpus_and_spot_pools() -> None:
    raw = MINIMAL | {"replicas": 2, "resources": {"gpus": 1}, "drain": "10s", "timing": {"preStop": "5s"}}
    own = {"key": "dedicated", "operator": "Exists"}
    found = pod(raw, tolerations=[own], spot={"provider": "gke"})["tolerations"]
    assert [one["key"] for one in found] == ["nvidia.com/gpu", "dedicated", "cloud.google.com/gke-spot"]


def classes(namespace: str, **priority: Any) -> str:
    raw = MINIMAL | {"namespace": namespace, "scheduling": {"priorityClass": {"value": 5} | priority}}
    spec = parse_service("chat", raw)
    (found,) = (child for child in children("chat", spec) if child.role == "priority_class")
    assert not found.namespaced
    assert pods(raw)["primary"]["priorityClassName"] == found.manifest["metadata"]["name"]
    return str(found.manifest["metadata"]["name"])


def test_a_priority_class_has_a_name_of_its_own_for_each_namespace_and_each_value() -> None:
    names = {classes("a"), classes("b"), classes("a", value=6), classes("a", preemptionPolicy="Never")}
    assert len(names) == 4
    assert classes("a") == classes("a") in names


def test_spot_nodes_are_asked_for_or_preferred_by_each_clouds_own_marks() -> None:
    short = MINIMAL | {"drain": "10s", "timing": {"preStop": "5s"}}
    marks = {
        "gke": ("cloud.google.com/gke-spot", "true"),
        "eks": ("eks.amazonaws.com/capacityType", "SPOT"),
        "aks": ("kubernetes.azure.com/scalesetpriority", "spot"),
    }
    for provider, (key, value) in marks.items():
        rule = {"key": key, "operator": "In", "values": [value]}
        assert str(rule) in str(pod(short, spot={"provider": provider})["affinity"])
        preferred = pod(short, spot={"provider": provider, "mode": "preferred"})["affinity"]["nodeAffinity"]
        assert preferred == {
            "preferredDuringSchedulingIgnoredDuringExecution": [
                {"weight": 100, "preference": {"matchExpressions": [rule]}}
            ]
        }


@pytest.mark.parametrize(
    ("provider", "drain", "fits"), [("gke", 10, True), ("gke", 11, False), ("aks", 26, False), ("eks", 115, True)]
)
def test_a_server_has_to_drain_within_the_notice(provider: str, drain: int, fits: bool) -> None:
    raw = MINIMAL | {"drain": f"{drain}s", "timing": {"preStop": "5s"}, "scheduling": {"spot": {"provider": provider}}}
    if fits:
        assert parse_service("chat", raw)
    else:
        with pytest.raises(InvalidSpec, match=r"services\.chat\.drain: .* takes a pod .* which is above the notice"):
            parse_service("chat", raw)
    assert parse_service("chat", raw | {"scheduling": {"spot": {"provider": provider, "notice": "5m"}}})
