from pathlib import Path

import pytest

from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.engine import Engine
from tools.environment import clean_environment

HOSTILE = {
    "KUBECONFIG": "/home/somebody/.kube/config",
    "KUBERNETES_SERVICE_HOST": "10.0.0.1",
    "PULUMI_BACKEND_URL": "https://api.pulumi.com",
    "PULUMI_STACK": "prod",
    "PULUMI_K8S_CLIENT_QPS": "1",
    "PULUMI_CONFIG_PASSPHRASE_FILE": "/home/somebody/passphrase",
    "AWS_PROFILE": "prod",
    "PYTHONPATH": "/home/somebody/lib",
    "VIRTUAL_ENV": "/home/somebody/venv",
}


def test_nothing_that_names_another_cluster_backend_or_account_is_passed_on() -> None:
    assert clean_environment({**HOSTILE, "PATH": "/usr/bin"}).keys() == {"PATH", "NO_PROXY", "no_proxy"}


def test_what_go_builds_and_proxies_need_is_passed_on() -> None:
    kept = {"GOFLAGS": "-mod=mod", "GOPROXY": "https://proxy.example", "HTTPS_PROXY": "http://proxy.example:3128"}
    assert kept.items() <= clean_environment(kept).items()


def test_servers_on_this_machine_are_never_asked_through_a_proxy() -> None:
    assert clean_environment({"NO_PROXY": "example.com"})["NO_PROXY"] == "example.com,127.0.0.1,localhost"


def test_the_engine_sees_its_own_cluster_and_state_whatever_the_shell_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    engine = Engine(tmp_path / "home", tmp_path / "state", tmp_path / "kubeconfig")
    environment = engine.environment()
    assert environment["KUBECONFIG"] == str(tmp_path / "kubeconfig")
    assert environment["PULUMI_BACKEND_URL"] == f"file://{tmp_path / 'state'}"
    assert not (HOSTILE.keys() - engine.variables().keys()) & environment.keys()


def test_kubectl_asks_its_own_cluster_whatever_the_shell_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, control_plane: ControlPlane
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(control_plane.kubeconfig.read_text().replace("127.0.0.1", "203.0.113.1"))
    monkeypatch.setenv("KUBECONFIG", str(elsewhere))
    monkeypatch.setenv("HTTPS_PROXY", "http://203.0.113.1:3128")
    assert "cpu-1" in Kubectl(control_plane.kubeconfig)("get", "nodes")
