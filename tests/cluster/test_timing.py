"""The timers on a real control plane: which probes it takes, and how long an `up` waits for a model."""

import time
from typing import Any

import pytest
from kubernetes import config
from kubernetes.dynamic import DynamicClient

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.cluster.test_any_valid_spec import lost, manifests
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.simulation import Simulation

GRPC: dict[str, Any] = {"grpc": {"port": 9000}}
OF_A_SERVICE: dict[str, Any] = {"grpc": {"port": 9000, "service": "inference.GRPCInferenceService"}}
HURRIED = {"modelLoad": "1s", "drain": "1s", "timing": {"preStop": "1s", "progressDeadline": "4s"}}
"""What suits a small web server: it takes four seconds at most."""
LOADS = 12  # seconds


@pytest.mark.parametrize(
    "fields",
    [
        {"healthCheck": {"path": "/health", "startup": {"path": "/startup"}, "readiness": {"path": "/ready"}}},
        {"healthCheck": {"startup": GRPC, "liveness": GRPC, "readiness": OF_A_SERVICE}},
        {"healthCheck": {"path": "/health", "startup": {"interval": "30s", "timeout": "30s", "failures": 100}}},
        {"modelLoad": "720h", "drain": "720h", "healthCheck": {"path": "/h", "interval": "1s", "timeout": "1s"}},
        {"timing": {"preStop": "60s", "terminationGracePeriod": "105s"}},
        HURRIED,
    ],
    ids=["three paths", "grpc", "slow probes", "a month", "sleep and drain fill the grace period", "hurried"],
)
def test_the_api_server_takes_and_keeps_every_form_of_the_timers(
    fields: dict[str, Any], control_plane: ControlPlane, namespace: str
) -> None:
    cluster = DynamicClient(config.new_client_from_config(str(control_plane.kubeconfig)))
    for manifest in manifests(SMALL | fields):
        kind = cluster.resources.get(api_version=manifest["apiVersion"], kind=manifest["kind"])
        taken = kind.create(body=manifest, namespace=namespace, dry_run="All").to_dict()
        assert lost(manifest, taken) == []


@pytest.fixture
def slow_model(control_plane: ControlPlane, live: Live) -> None:
    Simulation(control_plane.kubeconfig, {"app": "chat"}, live.namespace).slow(LOADS)


@pytest.mark.usefixtures("slow_model")
def test_an_up_gives_a_model_up_that_loads_longer_than_the_spec_allows(project: Project) -> None:
    project.configure({"chat": SMALL | HURRIED})
    started = time.monotonic()
    failed = project.up("--skip-preview")
    assert failed.exit_code != 0
    assert "services.chat: not ready: primary" in failed.output
    assert time.monotonic() - started < 120, "the usual 15 minutes do not follow from this modelLoad"


@pytest.mark.usefixtures("slow_model")
def test_an_up_waits_for_a_model_that_loads_longer_than_a_hurried_spec_would_allow(
    project: Project, live: Live
) -> None:
    patient = SMALL | {"modelLoad": "1m", "drain": "1s", "timing": {"preStop": "1s"}}
    project.configure({"chat": patient})
    started = time.monotonic()
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert time.monotonic() - started >= LOADS
    assert live.ready_pods("chat", "primary") == 1
    assert live.get("deployment", "chat-primary")["spec"]["progressDeadlineSeconds"] == 360
    # The simulated kubelet asks no probes: what a real one would allow is in the object.
    startup = live.container("chat-primary")["startupProbe"]
    assert startup["periodSeconds"] * (startup["failureThreshold"] - 1) >= 60 > LOADS
    pods = live.pod_names("chat", "primary")

    # The rollout of another model takes as long again, and the budget of an update is for that, too.
    project.configure({"chat": patient | {"modelRef": "llama3-8b-q8"}})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert live.pod_names("chat", "primary").isdisjoint(pods)
