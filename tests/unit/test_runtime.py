"""What each runtime's pods are started with."""

from typing import Any

import pytest
from pulumi_inference import parse_service
from pulumi_inference.features.deployment import deployment
from pulumi_inference.runtimes import RUNTIMES
from pulumi_inference.tracks import tracks

GPUS = {"resources": {"gpus": 1}, "replicas": 2}
CUSTOM = {"runtime": "custom", "image": "registry.example.com/server:1.2.0", "healthCheck": {"path": "/health"}}


def pod(**fields: Any) -> dict[str, Any]:
    spec = parse_service("chat", {"modelRef": "/models/chat"} | fields)
    template: dict[str, Any] = deployment("chat", spec, tracks(spec)[-1])["spec"]["template"]["spec"]
    return template


def server(**fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = pod(**fields)["containers"][0]
    return found


def ports(container: dict[str, Any]) -> dict[str, int]:
    return {port["name"]: port["containerPort"] for port in container["ports"]}


def variables(container: dict[str, Any]) -> dict[str, Any]:
    return {one["name"]: one["value"] for one in container.get("env", [])}


@pytest.mark.parametrize("runtime", [name for name in RUNTIMES if name != "custom"])
def test_a_runtime_is_told_which_model_to_serve_and_where(runtime: str) -> None:
    found = server(runtime=runtime, **GPUS)
    told = [*found.get("command", ()), *found["args"]]
    expanded = " ".join(told).replace("$(MODEL_REF)", variables(found).get("MODEL_REF", ""))
    assert "/models/chat" in expanded
    assert all(str(number) in expanded for number in ports(found).values()), "the server listens where the pod says"


@pytest.mark.parametrize("runtime", ["vllm", "sglang", "tgi"])
def test_a_model_on_several_gpus_is_spread_over_them(runtime: str) -> None:
    def arguments(gpus: int) -> set[str]:
        return set(server(runtime=runtime, replicas=2, resources={"gpus": gpus})["args"])

    (spread,) = arguments(4) - arguments(1)
    assert spread.endswith("=4")


@pytest.mark.parametrize("runtime", ["tensorflow-serving", "llama-cpp"])
def test_on_gpus_another_image_runs_than_without(runtime: str) -> None:
    assert server(runtime=runtime, **GPUS)["image"] != server(runtime=runtime)["image"]


def test_the_command_line_follows_the_ports() -> None:
    found = server(runtime="triton", ports={"http": 9000})
    assert ports(found) == {"http": 9000, "grpc": 8001, "metrics": 8002}
    assert "--http-port=9000" in found["args"]
    assert found["readinessProbe"]["httpGet"] == {"path": "/v2/health/ready", "port": "http"}


def test_where_a_server_tells_readiness_and_health_by_one_path_all_probes_ask_it() -> None:
    found = server(runtime="vllm", **GPUS)
    asked = {found[f"{probe}Probe"]["httpGet"]["path"] for probe in ("startup", "liveness", "readiness")}
    assert asked == {"/health"}


def test_arguments_of_ones_own_replace_all_and_extra_ones_follow_the_runtimes() -> None:
    found = server(args=["--model", "$(MODEL_REF)", "--name=$(MODEL_REF)"])
    assert found["args"] == ["--model", "/models/chat", "--name=$(MODEL_REF)"]
    assert variables(found) == {"MODEL_REF": "/models/chat"}
    assert server(extraArgs=["--debug", 3])["args"][-2:] == ["--debug", "3"]


def test_a_server_of_ones_own_finds_the_model_in_its_environment() -> None:
    found = server(**CUSTOM)
    assert variables(found) == {"MODEL_REF": "/models/chat"}
    assert found["image"] == "registry.example.com/server:1.2.0"
    assert "args" not in found
    assert "command" not in found


def test_what_the_server_writes_to_is_an_empty_volume_and_the_rest_of_its_files_is_read_only() -> None:
    found = pod(runtime="llama-cpp", writablePaths=["/tmp", "/scratch"])
    (container,) = found["containers"]
    mounted = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert set(mounted.values()) == {"/tmp", "/scratch", "/var/cache/server"}
    assert {volume["name"] for volume in found["volumes"]} == mounted.keys()
    assert container["securityContext"]["readOnlyRootFilesystem"] is True


def test_a_user_of_ones_own_is_who_the_pod_runs_as() -> None:
    who = pod(securityContext={"runAsUser": 1001, "runAsGroup": 1002})["securityContext"]
    assert (who["runAsUser"], who["runAsGroup"], who["runAsNonRoot"]) == (1001, 1002, True)


def test_a_canary_may_try_another_image() -> None:
    new = "ghcr.io/zerfoo/zerfoo:v1.60.0"
    canary = {"modelRef": "b", "weight": 0, "image": new}
    assert server(canary=canary)["image"] == new
    assert server()["image"] != new


@pytest.mark.parametrize("image", ["acme/server@sha256:" + "0" * 64, "acme/server:latest@sha256:" + "0" * 64, "a:1"])
def test_an_image_is_pinned_by_a_digest_or_by_a_version(image: str) -> None:
    assert server(image=image)["image"] == image


def test_an_image_without_a_version_is_taken_where_every_pod_is_to_pull_it() -> None:
    found = server(image="acme/server:latest", imagePullPolicy="Always")
    assert (found["image"], found["imagePullPolicy"]) == ("acme/server:latest", "Always")
