from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.child import Child
from pulumi_inference.children import children
from pulumi_inference.features.rollout import Split
from pulumi_inference.features.workload import change_of_kind_problem, kind_in_words
from pulumi_inference.status import status_of

from tests.specs import MINIMAL, ready

LOAD, GRACE, SLACK = 600, 60, 300  # seconds: rendered defaults


def objects(**fields: Any) -> dict[str, Child]:
    return {child.role: child for child in children("chat", parse_service("chat", MINIMAL | fields))}


def rolling(own: dict[str, Any], **fields: Any) -> Any:
    return objects(daemonSet=own, **fields)["primary"].manifest["spec"]["updateStrategy"]["rollingUpdate"]


def test_a_daemon_set_has_no_count_no_budget_and_nothing_that_keeps_its_pods_apart() -> None:
    found = objects(daemonSet={})
    spec = found["primary"].manifest["spec"]
    assert found["primary"].manifest["kind"] == "DaemonSet"
    assert "replicas" not in spec
    assert "affinity" not in spec["template"]["spec"]
    assert not any(child.manifest["kind"] == "PodDisruptionBudget" for child in found.values())


def test_a_tenth_of_the_nodes_changes_at_a_time_or_what_is_asked_for() -> None:
    week = {"updateTimeout": "168h"}
    assert rolling({}) == {"maxUnavailable": "10%"}
    assert rolling({"maxUnavailable": 3}, timing=week) == {"maxUnavailable": 3}
    assert rolling({"maxSurge": "20%"}) == {"maxSurge": "20%", "maxUnavailable": 0}


@pytest.mark.parametrize(("own", "waves"), [({}, 10), ({"maxUnavailable": "30%"}, 4), ({"maxSurge": "100%"}, 1)])
def test_a_percentage_bounds_the_waves_whatever_the_number_of_nodes(own: dict[str, Any], waves: int) -> None:
    timeouts = objects(daemonSet=own)["primary"].timeouts
    assert timeouts
    assert timeouts.update == waves * (LOAD + GRACE) + SLACK


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"replicas": 0}, "replicas"),
        ({"replicas": 1}, "replicas"),
        ({"minReplicas": 1, "maxReplicas": 2, "resources": {"cpu": "1"}}, "minReplicas"),
        ({"canary": {"modelRef": "b", "weight": 0}}, "canary"),
        ({"argo": {}}, "argo"),
        ({"statefulSet": {}, "rollout": {"allowDowntime": True}}, "statefulSet"),
        ({"disruptionBudget": {"maxUnavailable": 1}}, "disruptionBudget"),
        ({"rollout": {"allowDowntime": True}}, "rollout.allowDowntime"),
    ],
)
def test_what_counts_pods_or_puts_a_second_one_on_a_node_is_refused(fields: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        parse_service("chat", MINIMAL | {"daemonSet": {}} | fields)
    assert f"services.chat.{path}" in {problem.path for problem in refused.value.problems}


def test_what_asks_for_nothing_is_accepted() -> None:
    parse_service("chat", MINIMAL | {"daemonSet": {}, "disruptionBudget": False, "minReplicas": 0, "canary": None})


def test_one_gpu_pod_on_a_node_needs_no_word_about_downtime() -> None:
    assert rolling({}, resources={"gpus": 1}) == {"maxUnavailable": "10%"}


def test_the_status_counts_the_nodes_that_the_controller_found() -> None:
    counts = {"desiredNumberScheduled": 2, "currentNumberScheduled": 2, "updatedNumberScheduled": 2, "numberReady": 2}
    found = status_of({"primary": {"wanted": None, "status": counts}})
    assert (found["ready"], found["replicas"]) == (True, 2)
    assert found["conditions"][1] == ready("PrimaryReady", "2 of 2 pods ready")
    one_old = status_of({"primary": {"wanted": None, "status": counts | {"updatedNumberScheduled": 1}}})
    assert not one_old["ready"]
    assert one_old["conditions"][1]["reason"] == "RolloutIncomplete"


def test_the_status_says_that_no_node_matches() -> None:
    found = status_of({"primary": {"wanted": None, "status": {"observedGeneration": 1}}})
    assert not found["ready"]
    assert "no node is one that the pods may go to" in found["message"]
    unknown = status_of({"primary": {"wanted": None, "status": None}})
    assert unknown["conditions"][1]["status"] == "Unknown"


def test_a_preview_says_that_its_numbers_are_those_of_one_node() -> None:
    spec = parse_service("chat", MINIMAL | {"daemonSet": {}})
    assert "one node" in "".join(kind_in_words(spec, None))
    told = "".join(kind_in_words(spec, Split("all", {"primary": 3})))
    assert "from Deployment to DaemonSet" in told


def test_gpus_are_never_enough_for_both_kinds_on_a_node() -> None:
    spec = parse_service("chat", MINIMAL | {"daemonSet": {}, "resources": {"gpus": 1}})
    assert "spare GPUs on each node" in str(change_of_kind_problem(spec, Split("all", {"primary": 3})))


def test_alerts_ask_for_the_nodes_that_match() -> None:
    rendered = str(objects(daemonSet={}, monitoring={"prometheusRule": {}})["prometheus_rule"].manifest)
    assert "kube_daemonset_status_desired_number_scheduled" in rendered
    assert 'daemonset=~"chat-(primary)"' in rendered
