"""Containers beside the model server: what they become, what they count for, and what stands in an autoscaler's way."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children
from pulumi_inference.features.rollout import PodAmounts
from pulumi_inference.split import split_of

from tests.specs import MINIMAL, autoscaled

MEBIBYTE = 2**20
PROXY: dict[str, Any] = {"name": "proxy", "image": "acme/proxy:1.2.0"}
FETCH: dict[str, Any] = {"name": "fetch", "image": "acme/fetch:1.2.0"}
TUNNEL: dict[str, Any] = {"name": "tunnel", "image": "acme/tunnel:1.2.0", "restartPolicy": "Always"}


def pod(**fields: Any) -> Any:
    (workload,) = (
        child.manifest
        for child in children("chat", parse_service("chat", MINIMAL | fields))
        if child.manifest["kind"] == "Deployment"
    )
    return workload["spec"]["template"]["spec"]


def counted(**fields: Any) -> PodAmounts:
    return split_of(parse_service("chat", MINIMAL | fields)).pod


def refused(spec: dict[str, Any]) -> str:
    with pytest.raises(InvalidSpec) as caught:
        parse_service("chat", spec)
    return str(caught.value)


def test_the_model_server_stays_the_first_container() -> None:
    found = pod(containers=[PROXY], initContainers=[FETCH, TUNNEL])
    assert [one["name"] for one in found["containers"]] == ["server", "proxy"]
    assert [(one["name"], one.get("restartPolicy")) for one in found["initContainers"]] == [
        ("fetch", None),
        ("tunnel", "Always"),
    ]


def test_each_container_keeps_to_restricted_and_writes_to_its_volumes_alone() -> None:
    found = pod(containers=[PROXY], initContainers=[FETCH | {"securityContext": {"readOnlyRootFilesystem": False}}])
    strict = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    assert found["containers"][1]["securityContext"] == strict | {"readOnlyRootFilesystem": True}
    assert found["initContainers"][0]["securityContext"] == strict | {"readOnlyRootFilesystem": False}


def test_a_pod_without_other_containers_has_no_list_of_them() -> None:
    found = pod()
    assert len(found["containers"]) == 1
    assert "initContainers" not in found


@pytest.mark.parametrize(
    ("fields", "cpu"),
    [
        ({"containers": [PROXY | {"resources": {"cpu": "1"}}]}, 3),
        ({"initContainers": [TUNNEL | {"resources": {"cpu": "1"}}]}, 3),
        ({"initContainers": [FETCH | {"resources": {"cpu": "1"}}]}, 2),
        ({"initContainers": [FETCH | {"resources": {"cpu": "5"}}]}, 5),
        # A native sidecar counts beside the init containers that come after it, and not beside those before.
        ({"initContainers": [TUNNEL | {"resources": {"cpu": "1"}}, FETCH | {"resources": {"cpu": "5"}}]}, 6),
        ({"initContainers": [FETCH | {"resources": {"cpu": "5"}}, TUNNEL | {"resources": {"cpu": "1"}}]}, 5),
        ({"containers": [PROXY | {"resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "9"}}}]}, 3),
    ],
    ids=["beside", "native", "smaller init", "larger init", "init after native", "init before native", "burstable"],
)
def test_a_pod_counts_as_the_scheduler_counts_it(fields: Any, cpu: float) -> None:
    assert counted(resources={"cpu": "2"}, **fields).cpu == cpu


def test_requests_below_limits_are_rendered_and_counted() -> None:
    apart = {"requests": {"cpu": "500m", "memory": "512Mi"}, "limits": {"cpu": "2", "memory": "2Gi"}}
    resources = apart | {"gpus": 2}
    server = pod(resources=resources, replicas=2)["containers"][0]
    assert server["resources"] == {
        "requests": {"cpu": "500m", "memory": "512Mi", "nvidia.com/gpu": "2"},
        "limits": {"cpu": "2", "memory": "2Gi", "nvidia.com/gpu": "2"},
    }
    assert counted(resources=resources, replicas=2) == PodAmounts(2, 0.5, 512 * MEBIBYTE)


def test_a_request_alone_has_no_limit_and_a_limit_alone_is_the_request() -> None:
    server = pod(resources={"requests": {"cpu": "500m"}, "limits": {"memory": "2Gi"}})["containers"][0]
    assert server["resources"] == {"requests": {"cpu": "500m", "memory": "2Gi"}, "limits": {"memory": "2Gi"}}


def test_shared_memory_is_held_against_the_limit() -> None:
    resources = {"requests": {"memory": "1Gi"}, "limits": {"memory": "8Gi"}}
    assert pod(resources=resources, shmSize="8Gi")
    assert "resources.limits.memory 8Gi" in refused(MINIMAL | {"resources": resources, "shmSize": "9Gi"})


SCALED = autoscaled() | {"resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "4"}}}


def test_an_autoscaler_goes_by_the_requests() -> None:
    assert parse_service("chat", SCALED).autoscaled


def by(metric: Any) -> dict[str, Any]:
    return SCALED | {"autoscaling": {"metrics": [metric]}}


@pytest.mark.parametrize("sidecar", [{"containers": [PROXY]}, {"initContainers": [TUNNEL]}], ids=["beside", "native"])
@pytest.mark.parametrize(
    "spec",
    [
        SCALED,
        by({"cpu": {"averageUtilization": 70}}),
        SCALED | {"autoscaling": {"keda": {"triggers": [{"cpu": {"averageUtilization": 70}}]}}},
    ],
    ids=["by default", "by a metric", "by KEDA"],
)
def test_a_percentage_of_the_cpu_asks_for_a_request_of_every_container(spec: Any, sidecar: Any) -> None:
    (path,) = sidecar
    assert f"services.chat.{path}[0].resources.cpu: is required" in f"services.{refused(spec | sidecar)}"[9:]


@pytest.mark.parametrize(
    "spec",
    [
        by({"cpu": {"averageValue": "2"}}),
        by({"containerResource": {"name": "cpu", "averageUtilization": 70}}),
        SCALED | {"autoscaling": {"preset": "vllm"}},
    ],
    ids=["an amount", "one container", "a preset"],
)
def test_an_autoscaler_by_anything_else_asks_for_none(spec: Any) -> None:
    assert parse_service("chat", spec | {"containers": [PROXY]})
    assert parse_service("chat", SCALED | {"initContainers": [FETCH]}), "one that ends is not looked at"


def test_a_percentage_of_one_container_asks_for_its_request_alone() -> None:
    spec = by({"containerResource": {"name": "memory", "container": "proxy", "averageUtilization": 70}})
    assert "containers[0].resources.memory: is required" in refused(spec | {"containers": [PROXY]})
    assert parse_service("chat", spec | {"containers": [PROXY | {"resources": {"memory": "64Mi"}}]})
