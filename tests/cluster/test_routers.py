"""Routes that split requests, on the real API server with the real CRDs: no gateway runs here, so what is shown is that
the objects are accepted, and the order in which they change beside the pods."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project, Run
from tests.cluster.watching import watching
from tests.specs import SMALL
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.simulation import Simulation

TOTAL = 3
GATEWAY = {"parentRefs": [{"name": "public", "namespace": "gateways"}], "hostnames": ["chat.example.com"]}


@dataclass(frozen=True)
class Router:
    """A router, and how its route says who gets how much."""

    fields: dict[str, Any]
    kind: str
    weights: Callable[[Any], dict[str, int]]
    """From the live spec of the object: requests of each backend in percent."""
    step: str
    """The logical name's type, as the engine has it."""


def of_http_route(spec: Any) -> dict[str, int]:
    return {backend["name"]: backend["weight"] for backend in spec["rules"][-1]["backendRefs"]}


def of_virtual_service(spec: Any) -> dict[str, int]:
    return {f"chat-{one['destination']['subset']}": one["weight"] for one in spec["http"][-1]["route"]}


def of_traefik_service(spec: Any) -> dict[str, int]:
    return {one["name"]: one["weight"] for one in spec["weighted"]["services"]}


ROUTERS = [
    Router({"gateway": GATEWAY}, "httproutes", of_http_route, "gateway.networking.k8s.io/v1:HTTPRoute"),
    Router({"istio": {}}, "virtualservices", of_virtual_service, "networking.istio.io/v1:VirtualService"),
    Router(
        {"traefik": {"entryPoints": ["web"], "hostnames": ["chat.example.com"]}},
        "traefikservices",
        of_traefik_service,
        "traefik.io/v1alpha1:TraefikService",
    ),
]
EACH_ROUTER = pytest.mark.parametrize("router", ROUTERS, ids=["gateway", "istio", "traefik"])


@pytest.fixture(autouse=True)
def _crds(control_plane: ControlPlane) -> None:
    install_crds(control_plane.kubeconfig, "gateway-api", "istio", "traefik")


def at(router: Router, weight: int | None, model: str = "llama3-8b-q4", **canary: Any) -> dict[str, Any]:
    second = {} if weight is None else {"canary": {"modelRef": "llama3.1-8b-q4", "weight": weight} | canary}
    return SMALL | {"modelRef": model, "replicas": TOTAL} | second | router.fields


def up(project: Project, spec: dict[str, Any], *flags: str) -> Run:
    project.configure({"chat": spec})
    done = project.up("--skip-preview", *flags)
    assert done.exit_code == 0, done.output
    return done


@EACH_ROUTER
def test_a_model_walks_from_its_first_requests_to_the_promotion_and_the_route_changes_between_the_pods(
    router: Router, project: Project, control_plane: ControlPlane, live: Live
) -> None:
    Simulation(control_plane.kubeconfig, {"app": "chat"}, live.namespace).slow(1)

    def weights() -> dict[str, int]:
        return router.weights(live.get(router.kind, "chat")["spec"])

    up(project, at(router, None))
    assert weights() == {"chat-primary": 100}

    raised = up(project, at(router, 10))
    assert weights() == {"chat-primary": 90, "chat-canary": 10}
    assert raised.finished("Deployment::chat-canary") < raised.started(f"{router.step}::chat")
    assert (live.replicas("chat-primary"), live.replicas("chat-canary")) == (TOTAL, 1), "the primary keeps its size"

    up(project, at(router, 100))
    assert live.replicas("chat-canary") == TOTAL

    with watching(control_plane.kubeconfig, live.namespace, "chat") as recorded:
        promoted = up(project, at(router, None, model="llama3.1-8b-q4"))
    assert weights() == {"chat-primary": 100}
    assert promoted.finished("Deployment::chat-primary") < promoted.started(f"{router.step}::chat")
    assert promoted.finished(f"{router.step}::chat") < promoted.started("Deployment::chat-canary"), "it goes last"
    assert recorded.fewest >= TOTAL


def test_a_lowered_weight_changes_the_route_before_the_canary_shrinks(project: Project, live: Live) -> None:
    up(project, at(ROUTERS[0], 100))
    lowered = up(project, at(ROUTERS[0], 10), "--parallel", "1")
    assert lowered.finished(f"{ROUTERS[0].step}::chat") < lowered.started("Deployment::chat-canary")
    assert live.replicas("chat-canary") == 1


def test_a_canary_that_never_becomes_ready_leaves_the_route_as_it_was(
    project: Project, control_plane: ControlPlane, live: Live
) -> None:
    up(project, at(ROUTERS[0], 10))
    before = live.get("httproutes", "chat")["spec"]
    Simulation(control_plane.kubeconfig, {"app": "chat", "track": "canary"}, live.namespace).never_ready()
    project.limit_rollouts(seconds=5)
    project.configure({"chat": at(ROUTERS[0], 50)})
    failed = project.up("--skip-preview")
    assert failed.exit_code != 0
    assert "services.chat: not ready: canary" in failed.output
    assert live.get("httproutes", "chat")["spec"] == before

    project.lift_limits()
    up(project, at(ROUTERS[0], None))
    assert of_http_route(live.get("httproutes", "chat")["spec"]) == {"chat-primary": 100}
    assert live.names("deployments,services") == {
        "Deployment/chat-primary",
        "Service/chat-svc",
        "Service/chat-primary",
    }


def test_a_service_per_track_has_the_pods_of_that_track_alone(project: Project, live: Live) -> None:
    up(project, at(ROUTERS[0], 0))
    live.wait_for_endpoints("chat-primary", live.pod_addresses("chat", "primary"))
    live.wait_for_endpoints("chat-canary", live.pod_addresses("chat", "canary"))
    live.wait_for_endpoints("chat-svc", live.pod_addresses("chat", "primary"))


def test_the_istio_subsets_are_there_before_the_first_route_to_them(project: Project) -> None:
    created = up(project, at(ROUTERS[1], 10))
    rule, route = "networking.istio.io/v1:DestinationRule::chat", "networking.istio.io/v1:VirtualService::chat"
    assert created.finished(rule) < created.started(route)


def test_a_service_can_change_its_router_and_lose_it(project: Project, live: Live) -> None:
    kinds = "httproutes,virtualservices,destinationrules,ingressroutes,traefikservices"
    up(project, at(ROUTERS[0], 10))
    up(project, at(ROUTERS[2], 10))
    assert live.names(kinds) == {"IngressRoute/chat", "TraefikService/chat"}
    without = at(ROUTERS[2], 25)
    del without["traefik"]
    up(project, without | {"replicas": 4})
    assert live.names(kinds) == set()
    assert (live.replicas("chat-primary"), live.replicas("chat-canary")) == (3, 1)
