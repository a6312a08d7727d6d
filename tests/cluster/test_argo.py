"""Argo Rollouts, on the real API server with the real CRDs. The controller is a stand-in: what is shown is what `up`
waits for and tells, and what it leaves alone, not how requests move."""

import json
from typing import Any

import pytest

from tests.cluster.argo import settled, standing_in
from tests.cluster.live import Live
from tests.cluster.project import Project, Run
from tests.specs import SMALL
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.kubectl import Kubectl

GATEWAY = {"parentRefs": [{"name": "public"}]}
OLD, NEW = "llama3-8b-q4", "llama3.1-8b-q4"
SOON = {"modelLoad": "1s", "drain": "1s", "timing": {"preStop": "1s", "progressDeadline": "3s", "updateTimeout": "3s"}}


@pytest.fixture(autouse=True)
def _crds(control_plane: ControlPlane) -> None:
    install_crds(control_plane.kubeconfig, "argo-rollouts", "gateway-api", "istio")


def spec(weight: int | None = None, model: str = OLD, **fields: Any) -> dict[str, Any]:
    canary = {} if weight is None else {"canary": {"modelRef": NEW, "weight": weight}}
    return SMALL | {"modelRef": model, "replicas": 3, "argo": {}} | canary | fields


def up(project: Project, live: Live, control_plane: ControlPlane, wanted: dict[str, Any]) -> Run:
    place = {"namespace": live.namespace} if "gateway" in wanted else {}
    project.configure({"chat": wanted | place})
    with standing_in(control_plane.kubeconfig, live.namespace):
        done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    return done


def served(live: Live) -> str:
    (container,) = live.get("rollout", "chat")["spec"]["template"]["spec"]["containers"]
    return str(container["args"][-1])


def test_one_rollout_walks_from_model_to_model_and_the_outputs_tell_paused_from_healthy(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    up(project, live, control_plane, spec())
    assert live.names("rollouts,deployments,services") == {
        "Rollout/chat",
        "Service/chat-svc",
        "Service/chat-stable",
        "Service/chat-canary",
    }
    assert project.outputs()["chat"]["status"]["conditions"][0]["reason"] == "AllPodsReady"

    changed = up(project, live, control_plane, spec(10))
    assert changed.operations == {"chat": "update"}
    assert served(live) == NEW
    status = project.outputs()["chat"]["status"]
    assert status["ready"]
    assert status["conditions"][0]["reason"] == "Paused"
    assert status["message"] == "3 of 3 pods ready (rollout 3/3); rollout: paused (CanaryPauseStep)"

    up(project, live, control_plane, spec(model=NEW))
    assert "steps" not in live.get("rollout", "chat")["spec"]["strategy"]["canary"]
    assert project.outputs()["chat"]["status"]["message"] == "3 of 3 pods ready (rollout 3/3)"

    gone = project.destroy()
    assert gone.exit_code == 0, gone.output
    assert live.remains() == set()


def test_an_up_does_not_take_the_health_of_the_last_model_for_that_of_the_new_one(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    up(project, live, control_plane, spec() | SOON)
    project.configure({"chat": spec(model=NEW) | SOON})
    failed = project.up("--skip-preview")
    assert failed.exit_code != 0, "nobody has seen the new model, and the old one is Healthy"
    assert live.get("rollout", "chat")["status"]["phase"] == "Healthy"
    up(project, live, control_plane, spec(model=NEW) | SOON)


def test_a_rollout_that_is_degraded_fails_the_up_and_says_why(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    up(project, live, control_plane, spec() | SOON)
    project.configure({"chat": spec(10) | SOON})

    def degraded(found: Any) -> dict[str, Any]:
        return settled(found) | {"phase": "Degraded", "message": "RolloutAborted: metric success-rate failed"}

    with standing_in(control_plane.kubeconfig, live.namespace, degraded):
        failed = project.up("--skip-preview")
    assert failed.exit_code != 0
    project.refresh("--run-program")
    status = project.outputs()["chat"]["status"]
    assert not status["ready"]
    assert "RolloutAborted: metric success-rate failed (Degraded)" in status["message"]


@pytest.mark.parametrize("before", [None, {"argo": None}], ids=["nothing", "Deployments"])
def test_a_canary_is_refused_where_its_model_would_get_everything(
    before: dict[str, Any] | None, project: Project, live: Live, control_plane: ControlPlane
) -> None:
    if before:
        up(project, live, control_plane, spec() | before)
    project.configure({"chat": spec(10)})
    refused = project.preview()
    assert refused.exit_code != 0
    assert "services.chat.canary: a Rollout that is new, or gone, knows no model beside the canary's" in refused.output
    up(project, live, control_plane, spec())


def test_what_argo_rollouts_writes_into_services_and_routes_stays(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    kubectl = Kubectl(control_plane.kubeconfig)

    def patch(kind: str, name: str, what: Any, *, how: str = "merge") -> None:
        kubectl(
            *("patch", kind, name, "--namespace", live.namespace, f"--type={how}", f"--patch={json.dumps(what)}"),
            "--field-manager=rollouts-controller",
        )

    routed = spec(10, gateway=GATEWAY)
    up(project, live, control_plane, spec(gateway=GATEWAY))
    up(project, live, control_plane, routed)
    patch("service", "chat-stable", {"spec": {"selector": {"rollouts-pod-template-hash": "6d4b"}}})
    for at, weight in enumerate((90, 10)):
        path = f"/spec/rules/0/backendRefs/{at}/weight"
        patch("httproute", "chat", [{"op": "replace", "path": path, "value": weight}], how="json")

    def weights() -> list[int]:
        return [one["weight"] for one in live.get("httproute", "chat")["spec"]["rules"][0]["backendRefs"]]

    assert up(project, live, control_plane, routed).operations == {}
    assert project.refresh().exit_code == 0
    assert up(project, live, control_plane, routed).operations == {}
    assert weights() == [90, 10]

    narrowed = up(project, live, control_plane, routed | {"gateway": GATEWAY | {"path": "/v1"}})
    assert narrowed.operations == {"chat": "update"}
    assert weights() == [90, 10], "as of the refresh"
    assert live.get("service", "chat-stable")["spec"]["selector"]["rollouts-pod-template-hash"] == "6d4b"

    project.engine.settings = {"PULUMI_K8S_ENABLE_PATCH_FORCE": "true"}
    up(project, live, control_plane, spec(argo=None, gateway=GATEWAY))
    assert weights() == [100]


def test_an_autoscaler_has_the_count_of_the_rollout(project: Project, live: Live, control_plane: ControlPlane) -> None:
    scaled: dict[str, Any] = {"minReplicas": 3, "maxReplicas": 9}
    up(project, live, control_plane, spec(**scaled))
    target = live.get("horizontalpodautoscaler", "chat-hpa")["spec"]["scaleTargetRef"]
    assert target == {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "chat"}
    Kubectl(control_plane.kubeconfig)("scale", "rollout", "chat", "--replicas=5", "--namespace", live.namespace)
    up(project, live, control_plane, spec(model=NEW, **scaled))
    assert live.get("rollout", "chat")["spec"]["replicas"] == 5


@pytest.mark.parametrize("router", [{}, {"gateway": GATEWAY}, {"istio": {}}], ids=["alone", "gateway", "istio"])
def test_a_service_goes_to_argo_and_back_with_its_route(
    router: dict[str, Any], project: Project, live: Live, control_plane: ControlPlane
) -> None:
    up(project, live, control_plane, spec(argo=None, **router))
    there = up(project, live, control_plane, spec(**router))
    assert there.finished("Rollout::chat") < there.started("Deployment::chat-primary"), "the old pods go last"
    assert live.names("rollouts,deployments") == {"Rollout/chat"}
    if "istio" in router:
        route = live.get("virtualservice", "chat")["spec"]["http"][0]["route"]
        subsets = {subset["name"] for subset in live.get("destinationrule", "chat")["spec"]["subsets"]}
        assert {one["destination"]["subset"] for one in route} <= subsets
    up(project, live, control_plane, spec(argo=None, **router))
    assert live.names("rollouts,deployments") == {"Deployment/chat-primary"}
