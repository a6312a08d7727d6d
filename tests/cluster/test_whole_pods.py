"""A pod with everything around its model server on the real API server, in a namespace that enforces `restricted`:
containers before and beside it, requests below limits, a drain command, where traces go, and what overrides change."""

from typing import Any

from tests.cluster.live import Live
from tests.cluster.project import Project, Run

FETCH: dict[str, Any] = {
    "name": "fetch",
    "image": "registry.example.com/fetch:1.2.0",
    "args": ["--to", "/models"],
    "env": {"TOKEN": {"valueFrom": {"secretConfig": "hfToken"}}},
    "resources": {"cpu": "200m", "memory": "64Mi"},
    "volumeMounts": [{"name": "models", "mountPath": "/models"}],
}
TUNNEL: dict[str, Any] = {
    "name": "tunnel",
    "image": "registry.example.com/tunnel:1.2.0",
    "restartPolicy": "Always",
    "resources": {"cpu": "10m", "memory": "8Mi"},
    "startupProbe": {"tcpSocket": {"port": 9101}},
    "ports": [{"name": "tunnel", "containerPort": 9101}],
}
PROXY: dict[str, Any] = {
    "name": "proxy",
    "image": "registry.example.com/proxy:1.2.0",
    "resources": {"requests": {"cpu": "10m"}, "limits": {"memory": "8Mi"}},
    "livenessProbe": {"exec": {"command": ["/bin/check"]}},
    "readinessProbe": {"httpGet": {"path": "/healthz", "port": 9100}},
}
HOSTNAME = {"op": "add", "path": "/spec/template/spec/hostname", "value": "model-host"}
CHAT: dict[str, Any] = {
    "modelRef": "/models",
    "runtime": "triton",
    "logging": {"level": "warning"},
    "tracing": {"endpoint": "http://otel-collector.observability:4318", "resourceAttributes": {"team": "a & b"}},
    "minReplicas": 1,
    "maxReplicas": 3,
    "resources": {"requests": {"cpu": "50m", "memory": "32Mi"}, "limits": {"cpu": "100m", "memory": "64Mi"}},
    "volumes": [{"name": "models", "mountPath": "/models", "readOnly": True, "emptyDir": {}}],
    "initContainers": [FETCH, TUNNEL],
    "containers": [PROXY],
    "drainCommand": {"exec": {"command": ["curl", "--request", "POST", "http://127.0.0.1:8080/shutdown"]}},
    "overrides": {"primary": [HOSTNAME]},
}


def up(project: Project, spec: dict[str, Any]) -> Run:
    project.configure({"chat": spec}, {"hfToken": "hunter2"})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    return done


def test_a_pod_with_all_around_its_server_runs_and_is_changed_and_goes(project: Project, live: Live) -> None:
    project.configure({"chat": CHAT}, {"hfToken": "hunter2"})
    previewed = project.preview()
    assert previewed.exit_code == 0, previewed.output
    assert "overrides.primary changes the Deployment chat-primary: /spec/template/spec/hostname" in previewed.output
    assert "hunter2" not in previewed.output

    up(project, CHAT)
    (name,) = live.pod_names("chat", "primary")
    pod = live.get("pod", name)
    assert live.ready_pods("chat", "primary") == 1
    assert [one["name"] for one in pod["spec"]["containers"]] == ["server", "proxy"]
    assert [one.get("restartPolicy") for one in pod["spec"]["initContainers"]] == [None, "Always"]
    assert pod["status"]["qosClass"] == "Burstable"
    assert pod["spec"]["hostname"] == "model-host"
    server = pod["spec"]["containers"][0]
    assert server["resources"] == CHAT["resources"]
    assert server["lifecycle"]["preStop"] == CHAT["drainCommand"]
    assert {"name": "OTEL_RESOURCE_ATTRIBUTES", "value": "team=a%20%26%20b"} in server["env"]
    assert "--log-info=false" in server["args"]
    assert "chat-secrets" in str(pod["spec"]["initContainers"][0]["env"])
    assert "hunter2" not in str(pod)
    assert project.preview("--expect-no-changes").exit_code == 0

    # A patch that does not fit is refused before anything is done, with what stands there.
    wrong = {"op": "replace", "path": "/spec/template/spec/dnsPolicy", "value": "None"}
    project.configure({"chat": CHAT | {"overrides": {"primary": [wrong]}}}, {"hfToken": "hunter2"})
    refused = project.preview()
    assert refused.exit_code != 0
    assert "services.chat.overrides.primary[0].path: replace does not apply." in refused.output

    # Without the patch the object is as it was rendered again.
    done = up(project, {field: value for field, value in CHAT.items() if field != "overrides"})
    assert done.operations == {"chat-primary": "update"}
    assert "hostname" not in live.get("deployment", "chat-primary")["spec"]["template"]["spec"]

    assert project.destroy().exit_code == 0
    assert not live.remains()
