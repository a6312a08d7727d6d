"""Overrides: what a patch changes, what it may not, and what the component does with the object afterwards."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.child import Child
from pulumi_inference.children import children, override_warnings

from tests.specs import MINIMAL, autoscaled

POD = "/spec/template/spec"
HOSTNAME = {"op": "add", "path": f"{POD}/hostname", "value": "model-host"}


def rendered(spec: dict[str, Any]) -> dict[str, Child]:
    return {child.role: child for child in children("chat", parse_service("chat", spec))}


def patched(role: str, *operations: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return MINIMAL | fields | {"overrides": {role: list(operations)}}


def refusal(spec: dict[str, Any]) -> str:
    with pytest.raises(InvalidSpec) as caught:
        parse_service("chat", spec)
    return str(caught.value)


def test_a_patch_changes_its_object_and_no_other() -> None:
    before, after = rendered(MINIMAL), rendered(patched("primary", HOSTNAME))
    assert after["primary"].manifest["spec"]["template"]["spec"]["hostname"] == "model-host"
    assert {role: one.manifest for role, one in after.items() if role != "primary"} == {
        role: one.manifest for role, one in before.items() if role != "primary"
    }


def test_operations_follow_one_another() -> None:
    copy = {"op": "copy", "from": f"{POD}/hostname", "path": f"{POD}/subdomain"}
    test = {"op": "test", "path": f"{POD}/subdomain", "value": "model-host"}
    assert rendered(patched("primary", HOSTNAME, copy, test))["primary"].manifest["spec"]["template"]["spec"][
        "subdomain"
    ] == ("model-host")


def test_a_role_is_named_as_in_the_outputs() -> None:
    label = {"op": "add", "path": "/metadata/labels/team", "value": "models"}
    found = rendered(patched("primaryAutoscaler", label, **autoscaled()))
    assert found["primary_autoscaler"].manifest["metadata"]["labels"]["team"] == "models"


def test_the_warning_names_the_role_the_object_and_every_change() -> None:
    links = {"op": "replace", "path": f"{POD}/enableServiceLinks", "value": True}
    test = {"op": "test", "path": "/kind", "value": "Deployment"}
    spec = parse_service("chat", patched("primary", HOSTNAME, test, links))
    assert list(override_warnings("chat", spec)) == [
        f'overrides.primary changes the Deployment chat-primary: {POD}/hostname is "model-host", and was not there; '
        f"{POD}/enableServiceLinks is true, it was false."
    ]


def test_a_patch_of_tests_alone_changes_nothing_and_warns_of_nothing() -> None:
    spec = parse_service("chat", patched("primary", {"op": "test", "path": "/kind", "value": "Deployment"}))
    assert list(override_warnings("chat", spec)) == []


@pytest.mark.parametrize(
    ("role", "operation", "kept"),
    [
        ("primary", {"op": "replace", "path": "/kind", "value": "StatefulSet"}, "/kind"),
        ("primary", {"op": "replace", "path": "/apiVersion", "value": "v1"}, "/apiVersion"),
        ("primary", {"op": "replace", "path": "/metadata/name", "value": "a"}, "/metadata/name"),
        ("primary", {"op": "add", "path": "/metadata/namespace", "value": "a"}, "/metadata/namespace"),
        ("primary", {"op": "remove", "path": "/metadata/labels/app"}, "/metadata/labels"),
        ("primary", {"op": "move", "from": "/metadata/labels/app", "path": "/metadata/labels/b"}, "/metadata/labels"),
        ("primary", {"op": "replace", "path": "/metadata/annotations", "value": {}}, "/metadata/annotations"),
        ("primary", {"op": "replace", "path": "/spec/selector/matchLabels/track", "value": "a"}, "/spec/selector"),
        ("primary", {"op": "remove", "path": "/spec"}, "/spec/replicas"),
        ("primary", {"op": "remove", "path": f"{POD}/containers/0/ports/0"}, f"{POD}/containers/0/ports"),
        ("primary", {"op": "add", "path": f"{POD}/containers/0/resources", "value": {}}, f"{POD}/containers/0/resour"),
        ("service", {"op": "replace", "path": "/spec/selector", "value": {}}, "/spec/selector"),
        ("service", {"op": "replace", "path": "/spec/ports/0/port", "value": 81}, "/spec/ports"),
        ("primaryAutoscaler", {"op": "replace", "path": "/spec/maxReplicas", "value": 81}, "/spec/maxReplicas"),
        ("primaryDisruptionBudget", {"op": "remove", "path": "/spec/selector"}, "/spec/selector"),
    ],
)
def test_what_the_component_relies_on_stays(role: str, operation: dict[str, Any], kept: str) -> None:
    said = refusal(patched(role, operation, **autoscaled()))
    assert said.startswith(f"services.chat.overrides.{role}[0].path: {operation['op']} ")
    assert f"changes {kept}" in said


def test_entries_beside_those_that_are_kept_may_be_added() -> None:
    port = {"op": "add", "path": "/spec/ports/-", "value": {"name": "debug", "port": 9999}}
    label = {"op": "add", "path": "/metadata/labels/team", "value": "models"}
    found = rendered(patched("service", port, label))["service"].manifest
    assert [one["port"] for one in found["spec"]["ports"]] == [80, 9999]


def test_an_object_that_is_named_after_its_content_keeps_it() -> None:
    files = [{"path": "/app/a.txt", "text": "a"}]
    content = {"op": "replace", "path": "/data/app.a.txt", "value": "b"}
    assert "named after its content" in refusal(patched("configMap", content, files=files))
    label = {"op": "add", "path": "/metadata/labels/team", "value": "models"}
    before, after = rendered(MINIMAL | {"files": files}), rendered(patched("configMap", label, files=files))
    assert after["config_map"].manifest["metadata"]["name"] == before["config_map"].manifest["metadata"]["name"]


def test_what_somebody_in_the_cluster_sets_is_not_to_be_patched() -> None:
    keda = {"keda": {"triggers": [{"cpu": {"averageUtilization": 80}}]}}
    behavior = {"op": "add", "path": "/spec/behavior", "value": {}}
    said = refusal(patched("primaryAutoscaler", behavior, **autoscaled(), autoscaling=keda))
    assert "has no effect: spec is left to who sets it in the cluster." in said
    assert rendered(patched("primaryAutoscaler", behavior, **autoscaled()))


def test_a_claim_has_its_role_with_its_volume() -> None:
    claim = {"name": "models", "mountPath": "/models", "persistentVolumeClaim": {"size": "1Gi"}}
    claim["persistentVolumeClaim"] = {"size": "1Gi", "accessModes": ["ReadWriteMany"]}
    label = {"op": "add", "path": "/metadata/labels/team", "value": "models"}
    found = rendered(patched("claim/models", label, volumes=[claim]))
    assert found["claim/models"].manifest["metadata"]["labels"]["team"] == "models"


def test_a_patch_is_checked_before_secrets_of_the_configuration_are_read() -> None:
    argo = {"argo": {"steps": [{"setWeight": 20}]}, "modelRef": {"valueFrom": {"secretConfig": "model"}}}
    label = {"op": "add", "path": "/metadata/labels/team", "value": "models"}
    assert parse_service("chat", {**argo, "overrides": {"rollout": [label]}}).overrides


@pytest.mark.parametrize(
    ("kind", "pointer"),
    [("statefulSet", "/spec/selector"), ("statefulSet", "/spec/serviceName"), ("daemonSet", "/spec/updateStrategy")],
)
def test_a_workload_of_any_kind_keeps_what_the_component_relies_on(kind: str, pointer: str) -> None:
    patch = [{"op": "replace", "path": pointer, "value": None}]
    counted = {"replicas": 2} if kind == "statefulSet" else {}
    with pytest.raises(InvalidSpec, match=f"overrides.primary.0..path: replace {pointer} changes {pointer}"):
        parse_service("chat", {"modelRef": "m", **counted, kind: {}, "overrides": {"primary": patch}})
