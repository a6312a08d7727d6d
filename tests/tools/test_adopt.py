"""What `make adopt` works out before it asks a cluster."""

from typing import Any

import jsonpatch
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi_inference import parse_service

from tools.adopt.differences import ABSENT, differences, patch, without_defaults
from tools.adopt.orphans import orphans
from tools.adopt.spec_of import spec_of
from tools.adopt.words import _about

_NAMES = st.sampled_from(["a", "b/c", "d~e", "name"])
_LEAVES = st.sampled_from([0, 1, "x", "", None])
_NAMED = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["one", "two", "three"])}, optional={"value": _LEAVES}),
    unique_by=lambda one: one["name"],
)
_DOCUMENTS = st.recursive(
    _LEAVES | _NAMED, lambda inner: st.dictionaries(_NAMES, inner, max_size=3) | st.lists(inner, max_size=3)
)
_OBJECTS = st.dictionaries(_NAMES, _DOCUMENTS, max_size=4)


@given(_OBJECTS, _OBJECTS)
def test_a_patch_leads_from_one_object_to_the_other(before: Any, after: Any) -> None:
    assert jsonpatch.apply_patch(before, list(patch(before, after))) == after


@given(_OBJECTS)
def test_an_object_does_not_differ_from_itself(one: Any) -> None:
    assert list(differences(one, one)) == []
    assert list(patch(one, one)) == []


@given(_OBJECTS, _OBJECTS)
def test_what_differs_is_found_whichever_way_one_looks(one: Any, other: Any) -> None:
    there, back = differences(one, other), differences(other, one)
    assert [(found.path, found.live) for found in there] == [(found.path, found.wanted) for found in back]


def test_a_patch_of_a_list_of_named_entries_is_about_what_has_changed_alone() -> None:
    before = {"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]}
    after = {"env": [{"name": "B", "value": "3"}, {"name": "C", "value": "4"}]}
    assert list(patch(before, after)) == [
        {"op": "remove", "path": "/env/0"},
        {"op": "replace", "path": "/env/0/value", "value": "3"},
        {"op": "add", "path": "/env/1", "value": {"name": "C", "value": "4"}},
    ]


def test_what_the_server_puts_beside_both_is_in_no_patch() -> None:
    rendered = {"containers": [{"name": "server", "image": "a"}]}
    defaulted = {"dnsPolicy": "ClusterFirst", "containers": [{"name": "server", "image": "a", "tty": False}]}
    live = {"dnsPolicy": "ClusterFirst", "containers": [{"name": "server", "image": "b", "tty": False, "stdin": True}]}
    expected = {"containers": [{"name": "server", "image": "b", "stdin": True}]}
    assert without_defaults(live, rendered, defaulted) == expected


def test_no_value_of_a_variable_or_of_a_secret_is_shown() -> None:
    live = {"env": [{"name": "T", "value": "hunter2"}], "data": {"k": "hunter2"}, "image": "a"}
    shown = [str(one) for one in differences(live, {"env": [{"name": "T", "value": "x"}], "image": "b"})]
    assert shown == [
        "data: a value, not shown -> not there",
        "env[0].value: a value, not shown -> a value, not shown",
        "image: a -> b",
    ]


def test_an_empty_map_or_list_is_none() -> None:
    assert list(differences({"env": [], "a": {}}, {})) == []
    assert [one.live for one in differences({}, {"a": 1})] == [ABSENT]


def a_deployment(grace: int = 30, **server: Any) -> dict[str, Any]:
    container = {"name": "server", "image": "ghcr.io/acme/server:1.2.0", "imagePullPolicy": "IfNotPresent"} | server
    pod = {"containers": [container], "terminationGracePeriodSeconds": grace}
    return {"spec": {"replicas": 2, "template": {"spec": pod}}}


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ({"ports": [{"name": "web", "containerPort": 9000}]}, {"ports": {"http": 9000}}),
        ({"ports": [{"containerPort": 9000}, {"name": "http", "containerPort": 80}]}, {"ports": {"http": 80}}),
        ({"livenessProbe": {"httpGet": {"path": "/up", "port": 9000}}}, {"ports": {"http": 9000}}),
        ({"readinessProbe": {"httpGet": {"path": "/up", "port": "x"}}}, {"healthCheck": {"path": "/up"}}),
        ({}, {"healthCheck": {"path": "/"}}),
        ({"resources": {"limits": {"cpu": "1"}, "requests": {"cpu": "1"}}}, {"resources": {"cpu": "1"}}),
        ({"resources": {"requests": {"cpu": "1"}}}, {"resources": {"requests": {"cpu": "1"}}}),
        (
            {"resources": {"limits": {"amd.com/gpu": "2"}, "requests": {"amd.com/gpu": "2"}}},
            {"resources": {"gpus": 2, "gpuResource": "amd.com/gpu"}},
        ),
        ({"env": [{"name": "A"}]}, {"env": {"A": ""}}),
        ({"env": [{"name": "A_KEY", "value": "x"}]}, {"env": {"A_KEY": {"valueFrom": {"secretConfig": "aKey"}}}}),
        ({"lifecycle": {"preStop": {"sleep": {"seconds": 10}}}}, {"drain": "20s"}),
    ],
)
def test_a_container_is_said_in_the_spec_s_own_words(server: dict[str, Any], expected: dict[str, Any]) -> None:
    spec = spec_of(a_deployment(**server), None, "model", with_secrets=False)
    assert {key: spec[key] for key in expected} == expected
    parse_service("chat", spec)


def test_an_autoscaler_has_the_bounds_and_the_deployment_the_count() -> None:
    metric = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 60}}
    autoscaler = {"spec": {"maxReplicas": 5, "metrics": [{"type": "Resource", "resource": metric}]}}
    server: dict[str, Any] = {"resources": {"requests": {"cpu": "1"}}}
    spec = spec_of(a_deployment(**server), autoscaler, "model", with_secrets=False)
    assert [spec[key] for key in ("replicas", "minReplicas", "maxReplicas")] == [2, 1, 5]
    assert spec["autoscaling"] == {"metrics": [{"cpu": {"averageUtilization": 60}}]}
    parse_service("chat", spec)


def test_orphans_have_the_operator_s_names_and_nobody_who_declares_them() -> None:
    def of(kind: str, name: str, **metadata: Any) -> dict[str, Any]:
        return {"kind": kind, "metadata": {"name": name, **metadata}}

    helm = {"labels": {"app.kubernetes.io/managed-by": "Helm"}}
    live = [
        of("Deployment", "chat-primary"),
        of("Deployment", "chat-canary"),
        of("Deployment", "web"),
        of("Service", "code-svc"),
        of("Service", "shop-svc", **helm),
        of("HorizontalPodAutoscaler", "code-hpa"),
        of("HorizontalPodAutoscaler", "keda-hpa", ownerReferences=[{"kind": "ScaledObject"}]),
    ]
    assert list(orphans(live, [of("Deployment", "chat-primary")])) == [
        ("Deployment", "chat-canary"),
        ("Service", "code-svc"),
        ("HorizontalPodAutoscaler", "code-hpa"),
    ]


def test_a_reason_stands_beside_the_fields_that_it_is_about() -> None:
    assert _about("/spec/containers/0/ports", ("spec", "containers", 0, "ports", 0, "name"))
    assert _about("/spec/containers/0/ports/0", ("spec", "containers", 0, "ports"))
    assert not _about("/spec/containers/0/port", ("spec", "containers", 0, "ports"))
