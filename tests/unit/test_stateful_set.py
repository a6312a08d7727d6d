from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service, parse_services
from pulumi_inference.child import Child
from pulumi_inference.children import children
from pulumi_inference.features.forecast import forecast
from pulumi_inference.features.rollout import Split
from pulumi_inference.features.stateful_set import LONGEST_NAME, fixed_problem
from pulumi_inference.features.workload import change_of_kind_problem
from pulumi_inference.split import split_of

from tests.specs import MINIMAL, with_canary

CACHE = {"name": "cache", "mountPath": "/cache", "volumeClaimTemplate": {"size": "1Gi"}}
LOAD, GRACE, SLACK = 600, 60, 300  # seconds: rendered defaults


def objects(raw: dict[str, Any]) -> dict[str, Child]:
    return {child.role: child for child in children("chat", parse_service("chat", raw))}


def stateful(replicas: int = 4, **fields: Any) -> dict[str, Any]:
    return MINIMAL | {"replicas": replicas, "statefulSet": {}} | fields


def test_each_track_is_a_stateful_set_with_a_headless_service_of_its_own() -> None:
    found = objects(with_canary(25) | {"statefulSet": {}})
    for track in ("primary", "canary"):
        of_track, headless = found[track].manifest, found[f"{track}_headless_service"].manifest
        assert of_track["kind"] == "StatefulSet"
        assert of_track["spec"]["serviceName"] == headless["metadata"]["name"] == f"chat-{track}-headless"
        assert headless["spec"]["clusterIP"] == "None"
        assert headless["spec"]["selector"] == of_track["spec"]["selector"]["matchLabels"]
        assert f"{track}_headless_service" in found[track].after


def test_a_claim_for_each_pod_is_mounted_by_the_name_of_its_template_and_is_no_volume_of_the_pod() -> None:
    spec = objects(stateful(volumes=[CACHE]))["primary"].manifest["spec"]
    (template,) = spec["volumeClaimTemplates"]
    pod = spec["template"]["spec"]
    assert template["metadata"]["name"] == "cache"
    assert template["spec"]["accessModes"] == ["ReadWriteOnce"]
    assert "cache" in {mount["name"] for mount in pod["containers"][0]["volumeMounts"]}
    assert "cache" not in {volume["name"] for volume in pod.get("volumes", [])}
    assert pod["securityContext"]["fsGroup"] == pod["securityContext"]["runAsUser"]


def test_pods_that_take_turns_are_waited_for_in_as_many_waves() -> None:
    timeouts = objects(stateful())["primary"].timeouts
    assert timeouts
    assert timeouts.update == 4 * (LOAD + GRACE) + SLACK
    assert timeouts.create == LOAD + SLACK


def test_pods_that_start_in_order_are_waited_for_one_after_the_other() -> None:
    timeouts = objects(stateful(statefulSet={"podManagementPolicy": "OrderedReady"}))["primary"].timeouts
    assert timeouts
    assert timeouts.create == 4 * LOAD + SLACK


def test_the_forecast_knows_that_no_new_pod_comes_before_the_old_one_has_gone() -> None:
    spec = parse_service("chat", stateful(resources={"cpu": "1"}))
    after = split_of(spec)
    before = Split(after.traffic, after.replicas, {"primary": "before"}, after.pod, after.kind)
    found = forecast(spec, before, after)
    assert found["peak"]["cpu"] == 4
    assert found["fewest"] == 3
    assert found["waves"] == 4


def test_the_forecast_of_another_kind_has_both_side_by_side() -> None:
    spec = parse_service("chat", stateful(resources={"cpu": "1"}))
    after = split_of(spec)
    found = forecast(spec, Split(after.traffic, after.replicas, pod=after.pod), after)
    assert found["peak"]["cpu"] == 8
    assert found["fewest"] == 4


@pytest.mark.parametrize(("spare", "refused"), [(0, True), (3, True), (4, False)])
def test_another_kind_asks_for_gpus_for_all_of_its_pods(spare: int, refused: bool) -> None:
    spec = parse_service("chat", stateful(resources={"gpus": 1}, rollout={"spareGpus": spare} if spare else {}))
    problem = change_of_kind_problem(spec, Split("all", {"primary": 4}))
    assert bool(problem) is refused
    assert not refused or "takes 4 spare GPUs" in str(problem)


def test_another_kind_is_fine_where_no_pod_is_left_or_the_kind_is_the_same() -> None:
    spec = parse_service("chat", stateful(resources={"gpus": 1}))
    assert change_of_kind_problem(spec, Split("all", {"primary": 0})) is None
    assert change_of_kind_problem(spec, Split("all", {"primary": 4}, kind="StatefulSet")) is None
    assert change_of_kind_problem(spec, None) is None


def test_another_kind_cannot_have_a_volume_that_the_old_one_holds() -> None:
    claim = {"size": "1Gi", "accessModes": ["ReadWriteOnce"]}
    volume = {"name": "models", "mountPath": "/models", "persistentVolumeClaim": claim}
    spec = parse_service("chat", stateful(1, rollout={"allowDowntime": True}, volumes=[volume]))
    assert "Set replicas to 0" in str(change_of_kind_problem(spec, Split("all", {"primary": 1})))


def test_what_never_changes_is_told_with_what_it_was() -> None:
    before = '{"podManagementPolicy": "Parallel", "the claims cache": "1Gi (ReadWriteOnce)"}'
    after = '{"podManagementPolicy": "Parallel"}'
    problem = str(fixed_problem("chat", "chat-primary", before, after))
    assert "the claims cache from 1Gi (ReadWriteOnce) to none" in problem
    assert "podManagementPolicy from" not in problem
    assert fixed_problem("chat", "chat-primary", before, before) is None
    assert fixed_problem("chat", "chat-primary", "", before) is None  # recorded before it was marked, or new


def test_one_pod_asks_for_a_word_of_its_own() -> None:
    with pytest.raises(InvalidSpec, match="takes the one pod away before the new one starts"):
        parse_service("chat", stateful(1))
    parse_service("chat", stateful(1, rollout={"allowDowntime": True}))
    parse_service("chat", stateful(0))


def test_a_name_leaves_room_for_the_label_of_its_pods() -> None:
    fits = "a" * LONGEST_NAME
    parse_services({fits: stateful()})
    parse_services({f"{fits}a": MINIMAL})
    with pytest.raises(InvalidSpec, match="Cut 1"):
        parse_services({f"{fits}a": stateful()})
    with pytest.raises(InvalidSpec, match=r"services\.chat\.name"):
        parse_services({"chat": stateful(name=f"{fits}a")})


@pytest.mark.parametrize("fields", [{"minReplicas": 2, "maxReplicas": 4, "resources": {"cpu": "1"}}])
def test_autoscalers_scale_the_stateful_set(fields: dict[str, Any]) -> None:
    found = objects(MINIMAL | {"statefulSet": {}, "verticalPodAutoscaler": {}} | fields)
    assert found["primary_autoscaler"].manifest["spec"]["scaleTargetRef"]["kind"] == "StatefulSet"
    assert found["primary_vertical_autoscaler"].manifest["spec"]["targetRef"]["kind"] == "StatefulSet"
    assert "spec.replicas" in found["primary"].ignored


def test_alerts_ask_for_the_pods_of_stateful_sets() -> None:
    monitoring: dict[str, Any] = {"prometheusRule": {}, "grafanaDashboard": {}}
    rendered = str(objects(stateful(monitoring=monitoring))["prometheus_rule"].manifest)
    assert "kube_statefulset_replicas" in rendered
    assert 'statefulset=~"chat-(primary)"' in rendered
    assert 'pod=~"chat-primary-[0-9]+"' in rendered
    assert "kube_deployment" not in rendered
