"""Services, Ingresses, NetworkPolicies and Istio's rules on the real API server, by one service that is changed on its
way: nothing here answers requests, so what is shown is that the objects are accepted, and what is waited for."""

import json
from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project, Run
from tests.specs import SMALL
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.kubectl import Kubectl

ADDRESS = "203.0.113.7"
POLICY: dict[str, Any] = {
    "gateways": ["ingress-nginx"],
    "monitoring": ["monitoring"],
    "clients": [{"namespaces": ["web"], "podLabels": {"app": "shop"}}, {"cidrs": ["10.0.0.0/8"]}],
    "modelSources": [{"cidrs": ["0.0.0.0/0", "::/0"], "exceptCidrs": ["10.0.0.0/8", "169.254.0.0/16"], "ports": [443]}],
    "stores": [{"podLabels": {"app": "redis"}, "ports": [6379]}],
}
SECURITY: dict[str, Any] = {
    "allow": [
        {"serviceAccounts": ["istio-ingress/public"], "methods": ["GET", "POST"], "paths": ["/v1/*"]},
        {"namespaces": ["monitoring"], "methods": ["GET"], "paths": ["/metrics"]},
    ],
    "deny": [{"paths": ["/v1/admin/*"]}],
    "portLevelMtls": {"metrics": "PERMISSIVE"},
}
INGRESS = {"className": "nginx", "hosts": ["chat.example.com"], "tls": {"clusterIssuer": "letsencrypt"}}


@pytest.fixture(autouse=True)
def _crds(control_plane: ControlPlane) -> None:
    install_crds(control_plane.kubeconfig, "istio")


def up(project: Project, **fields: Any) -> Run:
    project.configure({"chat": SMALL | fields})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    return done


def url(project: Project) -> str:
    return str(project.outputs()["chat"]["url"])


def test_a_service_goes_through_every_type_and_the_url_follows(
    project: Project, control_plane: ControlPlane, live: Live
) -> None:
    inside = f"http://chat-svc.{live.namespace}.svc"
    up(project, service={"ports": [{"name": "http", "port": 8000}]})
    assert url(project) == f"{inside}:8000"

    balanced = {
        "type": "LoadBalancer",
        "loadBalancerClass": "example.com/test",
        "trafficDistribution": "PreferSameZone",
    }
    project.configure({"chat": SMALL | {"service": balanced}})
    with project.start_up() as process:
        live.wait_until(lambda: live.get("service", "chat-svc")["spec"]["type"] == "LoadBalancer", "the type changes")
        assert process.poll() is None, "the address is waited for"
        status = json.dumps({"status": {"loadBalancer": {"ingress": [{"ip": ADDRESS}]}}})
        Kubectl(control_plane.kubeconfig)(
            "patch", "service", "chat-svc", f"--namespace={live.namespace}", "--subresource=status", f"--patch={status}"
        )
        output, _ = process.communicate()
    assert process.returncode == 0, output
    assert url(project) == f"http://{ADDRESS}:80"

    headless = up(project, service={"headless": True})
    assert headless.operations["chat-svc"] in ("replace", "delete-replaced", "create-replacement")
    assert live.get("service", "chat-svc")["spec"]["clusterIP"] == "None"
    assert url(project) == f"{inside}:8080"

    up(project)
    assert live.get("service", "chat-svc")["spec"]["clusterIP"] != "None"
    assert url(project) == f"{inside}:80"


def test_a_closed_service_is_accepted_with_all_that_guards_it_and_goes_without_a_trace(
    project: Project, live: Live
) -> None:
    guards = "ingresses,networkpolicies,peerauthentications,authorizationpolicies"
    scraped = {"scrapeAnnotations": True}
    created = up(project, ingress=INGRESS, networkPolicy=POLICY, istioSecurity=SECURITY, monitoring=scraped)
    opened = live.get("peerauthentication", "chat")["spec"]
    assert opened["portLevelMtls"] == {"8080": {"mode": "PERMISSIVE"}}
    assert live.names(guards) == {
        "Ingress/chat",
        "NetworkPolicy/chat",
        "PeerAuthentication/chat",
        "AuthorizationPolicy/chat-allow",
        "AuthorizationPolicy/chat-deny",
    }
    assert url(project) == "https://chat.example.com:443"
    for guard in ("v1:NetworkPolicy::chat", "v1:AuthorizationPolicy::chat-allow", "v1:PeerAuthentication::chat"):
        assert created.finished(guard) < created.started("Deployment::chat-primary"), "no pod stands open"
    assert created.finished("Service::chat-svc") < created.started("Ingress::chat")

    again = project.preview("--expect-no-changes")
    assert again.exit_code == 0, again.output
    assert project.destroy().exit_code == 0
    assert live.names(guards) == set()
