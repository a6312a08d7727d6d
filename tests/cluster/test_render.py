"""`make render`: the manifests of a stack give the same objects as `pulumi up`, and take over where it leaves."""

from typing import Any

import pytest
import yaml

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.cluster.rendered import Rendered
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import KubectlError

KINDS = (
    "deployments,services,configmaps,secrets,horizontalpodautoscalers,poddisruptionbudgets,serviceaccounts,roles,"
    "rolebindings,networkpolicies,persistentvolumeclaims"
)
THE_NAMESPACES_OWN = {"ConfigMap/kube-root-ca.crt", "ServiceAccount/default"}
SERVERS_OWN = {"managedFields", "resourceVersion", "uid", "creationTimestamp", "generation"}
CONTROLLERS_OWN = ("pulumi.com/", "deployment.kubernetes.io/")
VALUE = "hunter2-token"
SPEC: dict[str, Any] = {
    "modelRef": "llama3-8b-q4",
    "minReplicas": 3,
    "maxReplicas": 6,
    "resources": {"cpu": "1", "memory": "1Gi"},
    "canary": {"modelRef": "llama3.1-8b-q4", "weight": 25},
    "env": {"LOG_LEVEL": "info", "TOKEN": {"valueFrom": {"secretConfig": "token"}}},
    "files": [
        {"path": "/app/config.yaml", "yaml": {"workers": 4, "text": "two\nlines\n"}},
        {"path": "/app/netrc", "text": {"valueFrom": {"secretConfig": "netrc"}}},
    ],
    "registries": [{"server": "ghcr.io", "username": "bot", "password": {"valueFrom": {"secretConfig": "token"}}}],
    "serviceAccount": {"token": True, "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}]},
    "networkPolicy": {
        "clients": [{"podLabels": {"app": "web"}}],
        "modelSources": [{"cidrs": ["203.0.113.0/24"], "ports": [443]}],
    },
}
SECRETS = {"token": VALUE, "netrc": "machine example.com\npassword hunter2\n"}


@pytest.fixture
def rendered(project: Project, control_plane: ControlPlane) -> Rendered:
    return Rendered(project, control_plane)


def objects(rendered: Rendered, live: Live) -> dict[str, Any]:
    """What stands in the namespace, as its author would know it, by kind and name."""
    found = rendered.kubectl.get(KINDS, f"--namespace={live.namespace}")["items"]
    secrets = {one["metadata"]["name"]: _secret_name(one) for one in found if one["kind"] == "Secret"}
    plain = {f"{one['kind']}/{one['metadata']['name']}": _plain(one, secrets) for one in found}
    return {
        name.replace(name.partition("/")[2], secrets.get(name.partition("/")[2], name.partition("/")[2])): one
        for name, one in plain.items()
        if name not in THE_NAMESPACES_OWN
    }


def _secret_name(secret: Any) -> str:
    """The engine and kustomize each put characters of their own behind it."""
    return str(secret["metadata"]["name"].rpartition("-")[0])


def _plain(value: Any, secrets: dict[str, str]) -> Any:
    if isinstance(value, dict):
        kept = {
            key: _plain(one, secrets)
            for key, one in value.items()
            if key not in SERVERS_OWN | {"status", "clusterIP", "clusterIPs"} and not key.startswith(CONTROLLERS_OWN)
        }
        return {key: one for key, one in kept.items() if one != {}}
    if isinstance(value, list):
        return [_plain(one, secrets) for one in value]
    return secrets.get(value, value) if isinstance(value, str) else value


def test_what_is_rendered_gives_the_same_objects_as_an_up(rendered: Rendered, live: Live) -> None:
    project = rendered.project
    project.configure({"chat": SPEC}, SECRETS)
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    wanted = objects(rendered, live)
    assert {name.partition("/")[0] for name in wanted} >= {"Deployment", "Secret", "ConfigMap", "NetworkPolicy", "Role"}
    assert project.destroy("--skip-preview").exit_code == 0
    live.wait_until(lambda: not objects(rendered, live), "the namespace is empty")

    written = rendered.render("--secrets=plain")
    assert written.returncode == 0, written.stderr
    rendered.apply()
    live.wait_until(lambda: live.ready_pods("chat", "primary") == 2, "the primary's pods are ready")
    live.wait_until(lambda: live.replicas("chat-canary") == 1, "the autoscaler has come to the canary")
    assert objects(rendered, live) == wanted


def test_secrets_are_left_out_and_the_kustomization_waits_for_them(rendered: Rendered) -> None:
    rendered.project.configure({"chat": SPEC}, SECRETS)
    written = rendered.render()
    assert written.returncode == 0, written.stderr
    assert "hunter2" not in rendered.texts() + written.stdout
    with pytest.raises(KubectlError, match=r"secrets/.*no such file"):
        rendered.kustomized()
    rendered.fill_secrets()
    assert "env.TOKEN: bWluZQ==" in rendered.kustomized()


def test_who_leaves_pulumi_keeps_every_pod(rendered: Rendered, live: Live) -> None:
    """As docs/leaving.md says it."""
    project = rendered.project
    project.configure(
        {"chat": {key: SPEC[key] for key in ("modelRef", "resources", "canary", "networkPolicy")} | {"replicas": 4}}
    )
    assert project.up("--skip-preview").exit_code == 0
    pods = live.pod_names("chat", "primary") | live.pod_names("chat", "canary")
    assert rendered.render().returncode == 0
    rendered.apply()
    assert project.follow("pulumi stack rm --force --preserve-config").exit_code == 0

    deployment = rendered.folder / "objects" / live.namespace / "deployment-chat-primary.yaml"
    deployment.write_text(deployment.read_text().replace("replicas: 3", "replicas: 2"))
    rendered.apply()
    live.wait_until(lambda: len(live.pod_names("chat", "primary")) == 2, "the manifests have the say")
    assert live.pod_names("chat", "primary") | live.pod_names("chat", "canary") < pods


def test_a_patch_of_the_users_own_outlives_the_next_rendering(rendered: Rendered) -> None:
    rendered.project.configure({"chat": {"modelRef": "llama3-8b-q4"}})
    assert rendered.render().returncode == 0
    patches = rendered.folder / "patches"
    patches.mkdir()
    patch = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "chat-primary", "namespace": rendered.project.namespace},
        "spec": {"revisionHistoryLimit": 2},
    }
    (patches / "revisions.yaml").write_text(yaml.safe_dump(patch))
    assert rendered.render().returncode == 0
    assert "revisionHistoryLimit: 2" in rendered.kubectl("kustomize", str(rendered.folder))


def test_a_folder_with_something_else_in_it_stays_as_it_is(rendered: Rendered) -> None:
    rendered.project.configure({"chat": {"modelRef": "llama3-8b-q4"}})
    rendered.folder.mkdir()
    (rendered.folder / "notes.txt").write_text("mine")
    refused = rendered.render()
    assert (refused.returncode, [path.name for path in rendered.folder.iterdir()]) == (1, ["notes.txt"])
    assert "notes.txt, which was not rendered. Give another OUT." in refused.stderr


def test_a_wrong_service_is_told_as_by_an_up(rendered: Rendered) -> None:
    rendered.project.configure({"chat": {"modelRef": "llama3-8b-q4", "replicas": -1}})
    refused = rendered.render()
    assert refused.returncode == 1
    assert "services.chat.replicas" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not rendered.folder.exists()
