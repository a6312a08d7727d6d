from typing import Any

import pytest
from pulumi_inference import parse_service
from pulumi_inference.features.deployment import deployment
from pulumi_inference.features.workload import rollout_budget
from pulumi_inference.tracks import tracks

from tests.specs import MINIMAL, SEED, autoscaled, with_canary

MODEL_LOAD_SECONDS, PRE_STOP_SECONDS, GRACE_SECONDS = 600, 15, 60  # rendered defaults, which are a contract
GPU = MINIMAL | {"replicas": 2, "resources": {"gpuMemory": "20Gi"}}


def deployments(raw: dict[str, Any]) -> dict[str, dict[str, Any]]:
    spec = parse_service("chat", raw)
    return {track.name: deployment("chat", spec, track) for track in tracks(spec)}


def server(raw: dict[str, Any], track: str = "primary") -> dict[str, Any]:
    (container,) = deployments(raw)[track]["spec"]["template"]["spec"]["containers"]
    return dict(container)


def test_each_track_serves_its_own_model() -> None:
    assert server(with_canary(10), "primary")["args"][-1] == "llama3-8b-q4"
    assert server(with_canary(10), "canary")["args"][-1] == "llama3.1-8b-q4"


def test_selectors_are_disjoint_and_hold_nothing_that_a_rollout_changes() -> None:
    both = deployments(with_canary(10))
    assert both["primary"]["spec"]["selector"] == {"matchLabels": {"app": "chat", "track": "primary"}}
    assert both["canary"]["spec"]["selector"] == {"matchLabels": {"app": "chat", "track": "canary"}}


@pytest.mark.parametrize("track", ["primary", "canary"])
def test_the_pods_of_a_track_carry_what_its_selector_asks_for(track: str) -> None:
    spec = deployments(with_canary(10))[track]["spec"]
    assert spec["selector"]["matchLabels"].items() <= spec["template"]["metadata"]["labels"].items()


def test_a_changed_health_check_changes_the_pod_template() -> None:
    """The seed's operator compared everything but the health check, so that it never rolled out."""
    before, after = (server(MINIMAL | {"healthCheck": {"path": path}}) for path in ("/healthz", "/livez"))
    assert before["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert after["livenessProbe"]["httpGet"]["path"] == "/livez"
    assert after["startupProbe"]["httpGet"]["path"] == "/livez"


def test_interval_and_timeout_set_the_rhythm_of_liveness_and_readiness() -> None:
    container = server(MINIMAL | {"healthCheck": {"path": "/h", "interval": "1m30s", "timeout": 20}})
    for probe in ("livenessProbe", "readinessProbe"):
        assert (container[probe]["periodSeconds"], container[probe]["timeoutSeconds"]) == (90, 20)


@pytest.mark.parametrize("interval", ["1s", "7s", "10s", "10m", "1h"])
def test_a_replica_has_the_whole_load_budget_before_it_is_restarted(interval: str) -> None:
    startup = server(MINIMAL | {"healthCheck": {"path": "/h", "interval": interval, "timeout": 1}})["startupProbe"]
    # The first probe comes at once: the budget is the time from the first failure to the last one allowed.
    assert startup["periodSeconds"] * (startup["failureThreshold"] - 1) >= MODEL_LOAD_SECONDS
    assert startup["periodSeconds"] <= 10


def test_readiness_asks_the_server_whether_it_is_ready() -> None:
    assert server(MINIMAL)["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "http"}


def test_cpu_and_memory_are_request_and_limit() -> None:
    resources = server(MINIMAL | {"resources": {"cpu": 4, "memory": "16Gi"}})["resources"]
    assert resources["requests"] == resources["limits"] == {"cpu": "4", "memory": "16Gi"}


def test_gpu_memory_asks_for_one_gpu_on_a_node_with_at_least_that_much() -> None:
    pod = deployments(SEED)["primary"]["spec"]["template"]["spec"]
    assert pod["containers"][0]["resources"]["limits"]["nvidia.com/gpu"] == "1"
    required = pod["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    assert required["nodeSelectorTerms"] == [
        {"matchExpressions": [{"key": "nvidia.com/gpu.memory", "operator": "Gt", "values": ["24575"]}]}
    ]
    assert pod["tolerations"] == [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]


def test_without_resources_nothing_is_asked_for_and_no_node_is_chosen() -> None:
    pod = deployments(MINIMAL)["primary"]["spec"]["template"]["spec"]
    assert "resources" not in pod["containers"][0]
    assert "nodeAffinity" not in pod["affinity"]
    assert "tolerations" not in pod


def test_a_gpu_is_handed_over_since_no_spare_one_is_declared() -> None:
    assert deployments(GPU)["primary"]["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}


def test_with_a_spare_gpu_the_new_pod_is_there_before_the_old_one_goes() -> None:
    strategy = deployments(GPU | {"rollout": {"spareGpus": 2}})["primary"]["spec"]["strategy"]
    assert strategy["rollingUpdate"] == {"maxSurge": 2, "maxUnavailable": 0}


def test_without_a_gpu_the_new_pod_is_there_before_the_old_one_goes() -> None:
    assert deployments(MINIMAL)["primary"]["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


@pytest.mark.parametrize(
    ("raw", "waves"),
    [
        (MINIMAL, 1),
        (MINIMAL | {"replicas": 8}, 4),  # a quarter at a time
        (GPU | {"replicas": 5}, 5),  # one after the other
        (autoscaled(3, 20), 4),
    ],
)
def test_pulumi_waits_as_long_as_the_waves_of_a_rollout_may_take(raw: dict[str, Any], waves: int) -> None:
    spec = parse_service("chat", raw)
    (primary,) = tracks(spec)
    budget = rollout_budget(spec, primary)
    assert MODEL_LOAD_SECONDS < budget.create <= budget.update
    assert budget.update > (MODEL_LOAD_SECONDS + GRACE_SECONDS) * waves


def test_a_pod_drains_before_it_is_killed() -> None:
    pod = deployments(MINIMAL)["primary"]["spec"]["template"]["spec"]
    assert pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"] == PRE_STOP_SECONDS
    assert pod["terminationGracePeriodSeconds"] == GRACE_SECONDS > PRE_STOP_SECONDS


def test_the_deployment_says_who_owns_its_count() -> None:
    key = "pulumi-inference/replicas-owner"
    assert deployments(MINIMAL)["primary"]["metadata"]["annotations"][key] == "spec"
    assert deployments(autoscaled(3, 20))["primary"]["metadata"]["annotations"][key] == "autoscaler 3..20"


def test_who_owns_the_count_is_no_part_of_the_pods_so_that_a_switch_restarts_none() -> None:
    fixed = autoscaled(3, 20) | {"minReplicas": 0, "maxReplicas": 0}
    before, after = deployments(autoscaled(3, 20))["primary"], deployments(fixed)["primary"]
    assert before["spec"]["template"] == after["spec"]["template"]
    assert before["metadata"] != after["metadata"]


def test_the_server_is_started_as_its_command_line_wants_it() -> None:
    container = server(MINIMAL)
    assert container["image"].startswith("ghcr.io/zerfoo/zerfoo:v")
    assert container["args"] == ["serve", "--port", "8080", "--allow-no-auth", "llama3-8b-q4"]
    assert container["ports"] == [{"name": "http", "containerPort": 8080, "protocol": "TCP"}]
