"""The plugin under the real engine: a program's whole life, told by the engine's own words."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.processes import ending
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.engine import Engine, EngineError
from tools.leftovers import stop_helpers
from tools.plugin import VARIABLE, development_script, ensure_kubernetes_plugin

PROGRAM = """
import pulumi
import pulumi_kubernetes as kubernetes

config = pulumi.Config()
autoscaled = config.get_bool("autoscaled")
labels = {"app": "web"}
deployment = kubernetes.apps.v1.Deployment(
    "web",
    metadata={"name": "web", "annotations": {"pulumi.com/patchForce": "true", "pulumi.com/timeoutSeconds": "60"}},
    spec={
        "replicas": config.require_int("replicas"),
        "selector": {"match_labels": labels},
        "template": {
            "metadata": {"labels": labels},
            "spec": {
                "containers": [
                    {
                        "name": "c",
                        "image": config.require("image"),
                        "env": [{"name": "EMPTY", "value": ""}],
                        "resources": {"requests": {"cpu": config.require("cpu"), "memory": "1024Ki"}},
                    }
                ]
            },
        },
    },
    opts=pulumi.ResourceOptions(ignore_changes=["spec.replicas"] if autoscaled else []),
)
service = kubernetes.core.v1.Service(
    "web", metadata={"name": "web"}, spec={"selector": labels, "ports": [{"port": 80}]}
)
settings = kubernetes.core.v1.ConfigMap(
    "settings", data={"image": config.require("image"), "address": service.spec["cluster_ip"]}
)
kubernetes.core.v1.Secret("token", string_data={"token": config.require_secret("token")})
if autoscaled:
    kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
        "web",
        metadata={"name": "web"},
        spec={
            "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": "web"},
            "min_replicas": 3,
            "max_replicas": 5,
        },
    )
pulumi.export("settings", settings.metadata["name"])
"""


@pytest.fixture(scope="module")
def home(control_plane: ControlPlane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """With this plugin installed, whatever the machine could download."""
    folder = tmp_path_factory.mktemp("home")
    executable = folder / "development-plugin"
    executable.write_text(development_script())
    executable.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(executable))
        ensure_kubernetes_plugin(Engine(folder, folder / "state", control_plane.kubeconfig))
    yield folder
    stop_helpers(folder.resolve())  # of engines that were killed: some live on for minutes


@pytest.fixture
def engine(home: Path, control_plane: ControlPlane, namespace: str, tmp_path: Path) -> Engine:
    (tmp_path / "__main__.py").write_text(PROGRAM)
    runtime = {"name": "python", "options": {"virtualenv": sys.prefix}}
    (tmp_path / "Pulumi.yaml").write_text(yaml.safe_dump({"name": "plugin-test", "runtime": runtime}))
    engine = Engine(home, tmp_path / "state", control_plane.kubeconfig, project=tmp_path)
    engine.run("stack", "init", "test")
    engine.run("config", "set", "kubernetes:namespace", namespace)
    engine.run("config", "set", "--secret", "token", "hunter2")
    configure(engine, replicas="2", image="local/none:1", cpu="0.1", autoscaled="false")
    return engine


def configure(engine: Engine, **values: str) -> None:
    engine.run(
        "config", "set-all", *(each for key, value in values.items() for each in ("--plaintext", f"{key}={value}"))
    )


def up(engine: Engine) -> str:
    return engine.run("up", "--yes", "--skip-preview")


def assert_nothing_to_do(engine: Engine) -> None:
    assert "unchanged" in engine.run("preview", "--expect-no-changes")


def test_the_life_of_a_program(engine: Engine, kubectl: Kubectl, namespace: str) -> None:
    def count() -> int:
        return int(kubectl.get("deployment", "web", "-n", namespace)["spec"]["replicas"])

    assert "5 to create" in engine.run("preview")
    assert kubectl.get("all", "-n", namespace)["items"] == []

    assert "5 created" in up(engine)
    assert_nothing_to_do(engine)
    assert "hunter2" not in engine.run("stack", "export")

    # An update in place, and a ConfigMap that is replaced under a new name.
    configure(engine, image="local/none:2")
    changed = up(engine)
    assert "1 updated" in changed
    assert "1 replaced" in changed
    config_maps = kubectl.get("configmaps", "-n", namespace)["items"]
    assert len([each for each in config_maps if each["metadata"]["name"].startswith("settings-")]) == 1
    assert_nothing_to_do(engine)

    # The autoscaler raises the count; an update leaves it; taking the autoscaler away gives it back.
    configure(engine, autoscaled="true")
    assert "1 created" in up(engine)
    kubectl("scale", "deployment", "web", "-n", namespace, "--replicas=4")
    configure(engine, image="local/none:3")
    up(engine)
    assert count() == 4
    assert_nothing_to_do(engine)
    configure(engine, autoscaled="false", replicas="3")
    assert "1 deleted" in up(engine)
    assert count() == 3
    assert_nothing_to_do(engine)

    # Drift and disappearance are seen by a refresh and mended by the next run.
    kubectl("scale", "deployment", "web", "-n", namespace, "--replicas=1")
    kubectl("delete", "service", "web", "-n", namespace)
    assert "1 deleted" in engine.run("refresh", "--yes", "--skip-preview")
    up(engine)
    assert count() == 3
    assert_nothing_to_do(engine)

    engine.run("destroy", "--yes", "--skip-preview")
    assert kubectl.get("deployments,replicasets,services,secrets", "-n", namespace)["items"] == []


def test_what_did_not_come_up_is_finished_by_the_next_run(engine: Engine, kubectl: Kubectl, namespace: str) -> None:
    configure(engine, cpu="10000")
    engine.run("config", "set", "replicas", "1")
    with ending(
        engine.start("up", "--yes", "--skip-preview", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    ) as running:
        assert running.stdout is not None
        lines = iter(running.stdout.readline, "")
        next(line for line in lines if "0 of 1 pods of the new revision are ready" in line)
        running.send_signal(signal.SIGINT)
        assert "cancelled" in "".join(lines)
        assert running.wait() != 0
    before = kubectl.get("deployment", "web", "-n", namespace)["metadata"]["uid"]

    configure(engine, cpu="0.1")
    up(engine)

    after = kubectl.get("deployment", "web", "-n", namespace)
    assert after["metadata"]["uid"] == before
    assert after["status"]["readyReplicas"] == 1
    assert_nothing_to_do(engine)
    engine.run("destroy", "--yes", "--skip-preview")


def test_what_the_api_server_refuses_shows_in_the_preview(engine: Engine, kubectl: Kubectl, namespace: str) -> None:
    configure(engine, replicas="-1")

    with pytest.raises(EngineError, match=r"spec\.replicas: Invalid value: -1"):
        engine.run("preview")

    assert kubectl.get("all", "-n", namespace)["items"] == []
