"""The platform: what its objects say, what its nodes start with, and what is refused."""

import email
import inspect
import json
import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from pulumi.runtime import set_all_config
from pulumi_inference import (
    ChildObject,
    InvalidSpec,
    ObjectAlreadyExists,
    Problem,
    configured_platform,
    configured_services,
    parse_platform,
    platform_spec,
)
from pulumi_inference.errors import CONFLICT
from pulumi_inference.failures import explain
from pulumi_inference.platform_objects import children
from pulumi_inference.spot_pools import SpotPoolSpec, user_data

from tests.schemas import validator
from tests.specs import MINIMAL

ML: dict[str, Any] = {"namespaces": {"ml": {}}}


@pytest.fixture(autouse=True)
def _configuration_of_each_test() -> Iterator[None]:
    yield
    set_all_config({}, [])


def configure(secrets: list[str] | None = None, **values: Any) -> None:
    set_all_config({f"inference:{key}": json.dumps(value) for key, value in values.items()}, secrets or [])


def objects(**spec: Any) -> dict[str, Any]:
    return {child.role: child.manifest for child in children(parse_platform(spec))}


def problems_with(spec: dict[str, Any]) -> tuple[Problem, ...]:
    with pytest.raises(InvalidSpec) as refused:
        parse_platform(spec)
    return refused.value.problems


def test_a_namespace_is_restricted_closed_and_kept_from_a_mistake_by_itself() -> None:
    namespace, deny = children(parse_platform(ML))
    assert namespace.protected
    assert not namespace.kept
    labels = namespace.manifest["metadata"]["labels"]
    assert {mode: labels[f"pod-security.kubernetes.io/{mode}"] for mode in ("enforce", "audit", "warn")} == (
        dict.fromkeys(("enforce", "audit", "warn"), "restricted")
    )
    assert "annotations" not in namespace.manifest["metadata"]
    assert deny.after == (namespace.role,)
    assert deny.manifest["metadata"]["namespace"] == "ml"
    assert deny.manifest["spec"]["podSelector"] == {}


@pytest.mark.parametrize(
    ("on_delete", "protected", "kept"), [("refuse", True, False), ("keep", False, True), ("delete", False, False)]
)
def test_what_becomes_of_a_namespace_is_a_word_of_the_spec(on_delete: str, protected: bool, kept: bool) -> None:
    namespace, *_ = children(parse_platform({"namespaces": {"ml": {"on_delete": on_delete}}}))
    assert (namespace.protected, namespace.kept) == (protected, kept)


def test_a_mesh_brings_its_label_strict_mtls_and_the_way_to_istiod() -> None:
    found = objects(
        namespaces={"ml": {"mesh": {}}, "ambient": {"mesh": {"injection": False, "mtls": "PERMISSIVE"}}},
        defaultNamespace="ml",
    )
    assert found["namespace/ml"]["metadata"]["labels"]["istio-injection"] == "enabled"
    assert "istio-injection" not in found["namespace/ambient"]["metadata"]["labels"]
    assert found["mtls/ml"]["metadata"]["name"] == "default"
    assert found["mtls/ml"]["spec"] == {"mtls": {"mode": "STRICT"}}
    assert found["mtls/ambient"]["spec"] == {"mtls": {"mode": "PERMISSIVE"}}
    assert len(found["default_deny/ml"]["spec"]["egress"]) == 2


def test_a_namespace_that_says_nothing_of_a_kind_has_no_object_of_it() -> None:
    assert set(objects(namespaces={"ml": {"defaultDeny": False}})) == {"namespace/ml"}


def test_quota_and_limits_have_kubernetes_own_names() -> None:
    found = objects(
        namespaces={
            "ml": {
                "quota": {"requests.nvidia.com/gpu": 8, "services.loadbalancers": 0, "requests.memory": "160Gi"},
                "limits": {"default": {"cpu": 1}, "defaultRequest": {"cpu": "100m"}, "max": {"memory": "8Gi"}},
            }
        }
    )
    assert found["quota/ml"]["spec"]["hard"] == {
        "requests.nvidia.com/gpu": "8",
        "services.loadbalancers": "0",
        "requests.memory": "160Gi",
    }
    assert found["limits/ml"]["spec"]["limits"] == [
        {"type": "Container", "default": {"cpu": "1"}, "defaultRequest": {"cpu": "100m"}, "max": {"memory": "8Gi"}}
    ]


def test_a_priority_class_of_another_value_is_another_object_of_the_same_name() -> None:
    (priority,) = children(parse_platform({"priorityClasses": {"high": {"value": 1000, "globalDefault": True}}}))
    assert priority.manifest["globalDefault"] is True
    assert set(priority.replaced_by) == {"value", "preemptionPolicy"}


def test_nodeadm_reads_the_flags_out_of_the_user_data() -> None:
    text = user_data(
        SpotPoolSpec.model_validate(
            {
                "labels": {"workload": "ml", "spot": "true"},
                "taints": [{"key": "spot", "value": "true", "effect": "NoSchedule"}],
            }
        )
    )
    _, part = email.message_from_string(text).walk()
    assert part.get_content_type() == "application/node.eks.aws"
    config = yaml.safe_load(str(part.get_payload()))
    assert (config["apiVersion"], config["kind"]) == ("node.eks.aws/v1alpha1", "NodeConfig")
    assert config["spec"]["kubelet"]["flags"] == [
        "--node-labels=spot=true,workload=ml",
        "--register-with-taints=spot=true:NoSchedule",
    ]


def test_the_bootstrap_script_gets_the_cluster_and_all_flags_as_one_argument() -> None:
    pool = {"format": "bootstrap", "cluster": "ml-cluster", "labels": {"spot": "true"}}
    taints = [{"key": "spot", "effect": "NoSchedule"}]
    text = user_data(SpotPoolSpec.model_validate(pool | {"taints": taints}))
    assert text.startswith("#!/bin/bash\n")
    assert shlex.split(text.splitlines()[-1]) == [
        "/etc/eks/bootstrap.sh",
        "ml-cluster",
        "--kubelet-extra-args",
        "--node-labels=spot=true --register-with-taints=spot=:NoSchedule",
    ]


def test_user_data_is_the_same_at_every_run() -> None:
    pool = SpotPoolSpec(labels={"spot": "true"})
    assert user_data(pool) == user_data(pool)


REFUSED: list[tuple[dict[str, Any], str]] = [
    (
        {"namespaces": {"edge": {"podSecurity": {"enforce": "privileged"}}}},
        "platform.namespaces.edge.podSecurity.reason: is missing: enforce is privileged, and pods there may do more "
        "than restricted lets them. Say why.",
    ),
    (
        {"namespaces": {"ml": {"podSecurity": {"reason": "because"}}}},
        "platform.namespaces.ml.podSecurity.reason: stands beside enforce: restricted, which needs none. Leave it out, "
        "or lower enforce.",
    ),
    (
        {"namespaces": {"ml": {}}, "defaultNamespace": "other"},
        "platform.defaultNamespace: other is none of namespaces. They are ml.",
    ),
    (
        {"namespaces": {"ml": {}, "edge": {}}},
        "platform.defaultNamespace: is missing: of ml, edge one has to be where services go that name none. Name it.",
    ),
    (
        {"namespaces": {"ml": {"labels": {"pod-security.kubernetes.io/enforce": "baseline"}}}},
        'platform.namespaces.ml.labels["pod-security.kubernetes.io/enforce"]: is set by another field (podSecurity, '
        "mesh) or by the API server. Leave it out.",
    ),
    (
        {"namespaces": {"kube-system": {}}},
        "platform.namespaces.kube-system: is one of Kubernetes' own, and exists already. Give the services one of "
        "their own.",
    ),
    (
        {"namespaces": {"ml": {"registries": [{"server": "a.example.com", "username": "u", "password": "hunter2"}]}}},
        "platform.namespaces.ml.registries[0].password: stands in clear. Name a secret of the configuration: "
        "valueFrom: {secretConfig: KEY}; in Python, or give an Output: config.require_secret(KEY).",
    ),
    (
        {"namespaces": {"ml": {"limits": {"default": {"cpu": 2}, "max": {"cpu": 1}}}}},
        "platform.namespaces.ml.limits.default.cpu: is above max.cpu, and the API server takes no such LimitRange. "
        "Lower it, or raise the other.",
    ),
    (
        {"namespaces": {"ml": {"quota": {"pods": -1}}}},
        "platform.namespaces.ml.quota.pods: -1 is not from 0 to 9223372036854775807.",
    ),
    (
        {"namespaces": {"ml": {"quota": {"pods": "many"}}}},
        'platform.namespaces.ml.quota.pods: "many" is not a Kubernetes quantity. Give one such as 0, 40, 500m or '
        "160Gi.",
    ),
    (
        {"priorityClasses": {"system-mine": {"value": 1}}},
        "platform.priorityClasses.system-mine: begins with system-, as Kubernetes' own classes do. Give another name.",
    ),
    (
        {
            "priorityClasses": {
                "a": {"value": 1, "globalDefault": True},
                "b": {"value": 2, "globalDefault": True},
            }
        },
        "platform.priorityClasses.b.globalDefault: is true as that of a is, and a cluster has one default. Leave one "
        "out.",
    ),
    (
        {"spotPools": {"spot": {"labels": {"spot": "true"}, "format": "bootstrap"}}},
        "platform.spotPools.spot.cluster: is missing: bootstrap.sh joins a cluster by its name. Give it.",
    ),
    (
        {"spotPools": {"spot": {"labels": {"spot": "true"}, "cluster": "ml"}}},
        "platform.spotPools.spot.cluster: goes with format: bootstrap. With nodeadm EKS adds the cluster itself: leave "
        "it out.",
    ),
    (
        {"namespace": {"ml": {}}},
        "platform.namespace: is not a field. Did you mean namespaces?",
    ),
]


@pytest.mark.parametrize(("spec", "said"), REFUSED, ids=lambda one: str(one)[:60])
def test_a_mistake_gets_its_whole_report(spec: dict[str, Any], said: str) -> None:
    assert [str(problem) for problem in problems_with(spec)] == [said]


def test_there_is_a_mistake_of_every_rule() -> None:
    rules = "".join(inspect.getsource(rule) for rule in platform_spec.RULES)
    problems = [problem for spec, _ in REFUSED for problem in problems_with(spec) if problem.kind == CONFLICT]
    assert len(problems) == len(re.findall(r"^\s+yield\b", rules, re.MULTILINE))


def test_services_that_name_no_namespace_go_into_the_default_one() -> None:
    there = {"namespaces": {"ml": {"defaultDeny": False}, "edge": {}}, "defaultNamespace": "ml"}
    configure(services={"chat": MINIMAL, "code": MINIMAL | {"namespace": "other"}}, platform=there)
    assert {name: spec.namespace for name, spec in configured_services().items()} == {"chat": "ml", "code": "other"}


def test_a_service_that_its_closed_namespace_would_cut_off_is_refused_and_one_with_a_policy_is_not() -> None:
    configure(services={"chat": MINIMAL}, platform=ML)
    with pytest.raises(InvalidSpec) as refused:
        configured_services()
    assert str(refused.value) == (
        "services.chat.networkPolicy: is missing: the namespace ml is closed in both directions "
        "(platform.namespaces.ml.defaultDeny), and the pods would reach nobody and be reached by nobody. Say who and "
        "what may, or set defaultDeny: false."
    )
    configure(services={"chat": MINIMAL | {"networkPolicy": {"modelSources": [], "gateways": ["web"]}}}, platform=ML)
    assert configured_services()


def test_problems_of_the_platform_and_of_services_come_in_one_report() -> None:
    configure(services={"chat": {}}, platform={"namespaces": {"kube-public": {}}})
    with pytest.raises(InvalidSpec) as refused:
        configured_services()
    assert [problem.path for problem in refused.value.problems] == [
        "platform.namespaces.kube-public",
        "services.chat.modelRef",
    ]


def test_the_kind_of_model_versions_is_installed_once() -> None:
    configure(platform={"modelVersionCRD": True}, modelVersionCRD=True)
    with pytest.raises(InvalidSpec, match=r"platform.modelVersionCRD: is true as inference:modelVersionCRD is"):
        configured_platform()


def test_a_registrys_password_that_the_configuration_does_not_hold_is_named() -> None:
    registry = {"server": "a.example.com", "username": "u", "password": {"valueFrom": {"secretConfig": "pull"}}}
    configure(platform={"namespaces": {"ml": {"registries": [registry]}}})
    with pytest.raises(InvalidSpec, match=r"registries\[0\].password: names \w+:pull, which the configuration"):
        configured_platform()


def marked(platform: Any) -> bool:
    return not validator("stack.schema.json").is_valid({"config": {"inference:platform": platform}})


def test_an_editor_takes_what_the_program_takes_and_marks_what_fields_alone_can_say() -> None:
    assert not marked(
        {
            "namespaces": {"ml": {"quota": {"pods": 0, "requests.cpu": "500m"}, "mesh": {}, "onDelete": "keep"}},
            "priorityClasses": {"high": {"value": 1000, "globalDefault": True}},
            "spotPools": {"spot": {"labels": {"spot": "true"}}},
        }
    )
    for spec, _ in REFUSED:
        of_fields_alone = any(problem.kind != CONFLICT for problem in problems_with(spec))
        assert marked(spec) == of_fields_alone, spec


def test_a_namespace_that_exists_is_told_with_the_command_that_takes_it_over() -> None:
    namespace = ChildObject(
        service="platform",
        type="kubernetes:core/v1:Namespace",
        namespace="",
        name="ml",
        logical_name="platform-ml",
        parent="URN",
        section="platforms",
    )
    error = explain(namespace, "create", ['namespaces "ml" already exists'])
    assert isinstance(error, ObjectAlreadyExists)
    first, *ways = str(error).splitlines()
    assert first == "platforms.platform: Namespace ml exists already, and this stack does not manage it."
    assert "pulumi import kubernetes:core/v1:Namespace platform-ml ml --parent platform=URN" in ways[0]
    assert ways[-1] == "  To leave it alone, give it another name in the spec."
