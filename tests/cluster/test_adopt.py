"""`make adopt`: a running Deployment becomes a service, its pods as they are where that is said."""

import pytest

from tests.cluster.adopting import SERVER, Adopting, as_asked, autoscaler, deployment, pods, rolled_out, service
from tests.cluster.live import Live
from tests.cluster.project import Project
from tools.control_plane import ControlPlane

VALUE = "hunter2-token"
CPU = {"cpu": "1", "memory": "1Gi"}
LABELS = {"app.kubernetes.io/name": "vllm", "app.kubernetes.io/instance": "prod", "app": "vllm"}


@pytest.fixture
def adopting(project: Project, control_plane: ControlPlane) -> Adopting:
    return Adopting(project, control_plane)


def test_a_deployment_of_another_name_and_selector_becomes_a_service_whose_pods_stay(
    adopting: Adopting, live: Live
) -> None:
    running = deployment("prod-vllm", LABELS, 3, {**SERVER, "name": "vllm"})
    adopting.create(running, service("prod-vllm", LABELS), autoscaler("prod-vllm", "prod-vllm"))
    rolled_out(adopting, live, "prod-vllm")
    live.wait_for_endpoints("prod-vllm", live.pod_addresses("vllm"))
    before, wanted = pods(live), as_asked(live)
    said = adopting.adopt("prod-vllm", "chat")
    assert said.returncode == 0, said.stderr
    assert "its pods stay: no pod restarts" in said.stdout
    assert as_asked(live) == wanted

    adopting.use_spec()
    with adopting.answering("prod-vllm") as ready:
        done = adopting.hand_over()
    assert done.returncode == 0, done.stdout + done.stderr
    assert pods(live) == before
    assert set(ready) == {3}
    owners = "deployments,horizontalpodautoscalers"
    assert live.names(owners) == {"Deployment/chat-primary", "HorizontalPodAutoscaler/chat-hpa"}
    assert live.bounds("chat-hpa") == (2, 5)
    for name in ("prod-vllm", "chat-svc"):
        live.wait_for_endpoints(name, live.pod_addresses("chat"))
    again = adopting.project.up("--skip-preview")
    assert (again.exit_code, again.operations) == (0, {}), again.output
    assert pods(live) == before


def test_what_a_spec_cannot_say_is_listed_and_the_pods_are_replaced_some_at_a_time(
    adopting: Adopting, live: Live
) -> None:
    ports, probe = [{"name": "web", "containerPort": 8000}], {"httpGet": {"path": "/ready", "port": 8000}}
    server = {**SERVER, "ports": ports, "readinessProbe": probe, "env": [{"name": "HF_TOKEN", "value": VALUE}]}
    reached = service("vllm", LABELS)
    reached["spec"]["ports"][0]["targetPort"] = "web"
    adopting.create(deployment("vllm", LABELS, 2, server), reached)
    rolled_out(adopting, live, "vllm")
    before, wanted = pods(live), as_asked(live)
    said = adopting.adopt("vllm", "vllm")
    assert said.returncode == 0, said.stderr
    assert "its pods are REPLACED" in said.stdout
    assert "spec.template.spec.containers[0].ports[0].name: web -> http" in said.stdout
    assert "spec.template.spec.containers[0].env[0].value: a value, not shown -> not there" in said.stdout
    assert VALUE not in said.stdout + (adopting.folder / "services.yaml").read_text()
    assert as_asked(live) == wanted

    live.wait_for_endpoints("vllm", live.pod_addresses("vllm"))
    adopting.use_spec({"hfToken": VALUE})
    with adopting.answering("vllm") as ready:
        done = adopting.hand_over()
    assert done.returncode == 0, done.stdout + done.stderr
    assert min(ready) == 2
    assert [port["name"] for port in live.container("vllm-primary")["ports"]] == ["http"]
    live.wait_until(lambda: not before.keys() & pods(live).keys(), "the old pods are gone")
    assert len(pods(live)) == 2
    for name in ("vllm", "vllm-svc"):
        live.wait_for_endpoints(name, live.pod_addresses("vllm"))
    assert adopting.project.up("--skip-preview").operations == {}


def test_objects_that_pulumi_has_left_are_taken_over_by_an_up(adopting: Adopting, live: Live) -> None:
    project = adopting.project
    project.configure({"chat": {"modelRef": "llama3-8b-q4", "minReplicas": 2, "maxReplicas": 4, "resources": CPU}})
    assert project.up("--skip-preview").exit_code == 0
    before = pods(live)
    assert project.follow("pulumi stack rm --force --preserve-config").exit_code == 0
    project.create_stack()
    said = adopting.compare()
    assert said.returncode == 0, said.stderr
    assert "REPLACED" not in said.stdout
    assert "Deployment chat-primary with 2 pods is there already\n  its pods stay" in said.stdout
    assert "HorizontalPodAutoscaler chat-hpa is there: nothing changes" in said.stdout
    assert not adopting.folder.exists()

    taken = project.follow(said.stdout.splitlines()[-1].partition(": ")[2] + " --skip-preview")
    assert taken.exit_code == 0, taken.output
    assert pods(live) == before
    assert project.up("--skip-preview").operations == {}


def test_what_cannot_be_taken_over_is_said_and_nothing_is_written(adopting: Adopting) -> None:
    beside = {"name": "proxy", "image": "ghcr.io/acme/proxy:1.0.0", "env": [{"name": "API_KEY", "value": VALUE}]}
    wrong = deployment("vllm", LABELS, 0, {**SERVER, "image": "ghcr.io/acme/server"})
    wrong["spec"]["template"]["spec"]["containers"][0]["imagePullPolicy"] = "IfNotPresent"
    sidecar = deployment("proxied", {"app": "proxied"}, 0)
    sidecar["spec"]["template"]["spec"]["containers"].append(beside)
    adopting.create(wrong, sidecar)
    for name, message in (
        ("other", "There is no Deployment other"),
        ("vllm", "services.chat.image: ghcr.io/acme/server has no version"),
        ("proxied", "Container proxy has the value of API_KEY in plain"),
    ):
        said = adopting.adopt(name, "chat")
        assert (said.returncode, "Traceback" in said.stderr) == (1, False), said.stderr
        assert message in said.stderr
        assert VALUE not in said.stderr
    assert not adopting.folder.exists()
