"""The component in a program of another language: a real engine, the component plugin, a real API server.

The consumers are programs in Python that know nothing of this library: they declare the component as a generated SDK of
any language does, by its type and its properties.
"""

import json
import uuid
from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import ROOT, Project
from tools import component_plugin
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.control_plane.simulation import Simulation

CONSUMER = """\
import pulumi


class InferenceService(pulumi.ComponentResource):
    url: pulumi.Output[str]
    status: pulumi.Output[dict]
    effectiveWeight: pulumi.Output[dict]

    def __init__(self, name, spec, opts=None):
        outputs = dict.fromkeys(("url", "status", "effectiveWeight"))
        super().__init__("inference:index:InferenceService", name, outputs | spec, opts, remote=True)


"""


@pytest.fixture
def project(project: Project) -> Project:
    """With the plugin installed, and no library in sight of the program."""
    component_plugin.install(project.engine)
    return project


def consume(project: Project, program: str) -> None:
    project.program(CONSUMER + program)


def state(project: Project) -> str:
    return (project.directory / "backend" / ".pulumi/stacks/inference/test.json").read_text()


def outputs(project: Project) -> Any:
    """Secret ones too: a secret in a Deployment makes one of all its properties."""
    return json.loads(project.engine.run("stack", "output", "services", "--json", "--show-secrets", "--stack", "test"))


SERVED = """\
import pulumi_kubernetes as k8s

weights = k8s.core.v1.ConfigMap("weights", data={{"model": "llama3-8b-q4"}})
chat = InferenceService("chat", {{
    "modelRef": weights.data["model"],
    "replicas": 4,
    "resources": {{"cpu": "100m", "memory": "64Mi"}},
    "canary": {{"modelRef": pulumi.Config("inference").require_secret("canary"), "weight": {weight}}},
}})
pulumi.export("services", {{"url": chat.url, "status": chat.status, "effectiveWeight": chat.effectiveWeight}})
"""


def test_a_service_is_served_updated_and_destroyed_from_another_language(project: Project, live: Live) -> None:
    project.configure({})
    project.engine.run("config", "set", "--secret", "canary", "hunter2-model", "--stack", "test")
    for weight, pods in ((25, (3, 1)), (50, (2, 2))):
        consume(project, SERVED.format(weight=weight))
        preview = project.preview()
        assert preview.exit_code == 0, preview.output
        done = project.up()
        assert done.exit_code == 0, done.output
        assert "hunter2" not in preview.output + done.output
        assert (live.ready_pods("chat", "primary"), live.ready_pods("chat", "canary")) == pods
        found = outputs(project)
        assert found["url"] == f"http://chat-svc.{live.namespace}.svc:80"
        assert found["status"]["ready"] is True
        assert found["effectiveWeight"] == {"now": weight, "lowest": weight, "highest": weight}
    assert done.operations == {"chat-primary": "update", "chat-canary": "update"}

    assert live.container("chat-primary")["args"][-1] == "llama3-8b-q4"
    assert live.container("chat-canary")["args"][-1] == "hunter2-model"
    assert "hunter2" not in state(project), "the engine keeps the secret encrypted, wherever it went"
    assert project.preview("--expect-no-changes").exit_code == 0

    assert project.destroy().exit_code == 0
    assert live.remains() == set()


def test_a_secret_map_is_served_and_a_provider_given_to_the_component_reaches_its_children(
    project: Project, live: Live
) -> None:
    """The stack's own configuration names no namespace that there is: what stands here came by the provider."""
    project.namespace = "nowhere"
    project.configure({})
    consume(project, ELSEWHERE.format(namespace=live.namespace))
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.names("deployments,services") == {
        "Deployment/chat-primary",
        "Deployment/chat-canary",
        "Service/chat-svc",
        "Deployment/code-primary",
        "Service/code-svc",
    }
    assert live.container("chat-canary")["args"][-1] == "hunter2-model"
    assert "hunter2" not in done.output + state(project)
    assert project.preview("--expect-no-changes").exit_code == 0


ELSEWHERE = """\
import pulumi_kubernetes as k8s

cluster = k8s.Provider("cluster", namespace="{namespace}")
canary = pulumi.Output.secret({{"modelRef": "hunter2-model", "weight": 50}})
spec = {{"modelRef": "llama3-8b-q4", "resources": {{"cpu": "100m", "memory": "64Mi"}}}}
InferenceService("chat", spec | {{"replicas": 2, "canary": canary}}, pulumi.ResourceOptions(provider=cluster))
InferenceService("code", spec, pulumi.ResourceOptions(providers=[cluster]))
"""


def test_a_service_takes_its_namespace_from_a_platform_of_another_language(
    project: Project, control_plane: ControlPlane
) -> None:
    name = f"test-{uuid.uuid4().hex[:8]}"
    project.configure({})
    consume(project, ON_A_PLATFORM.format(namespace=name))
    done = project.up()
    assert done.exit_code == 0, done.output
    assert done.finished(f"::platform-{name}-quota") < done.started("::chat-primary")
    found = outputs(project)
    assert found["namespace"] == name
    assert "--node-labels=spot=true" in found["spotUserData"]["spot"]
    live = Live(control_plane.kubeconfig, name)
    assert live.ready_pods("chat", "primary") == 1
    assert live.get("resourcequota", "quota")["spec"]["hard"] == {"pods": "5"}
    assert project.preview("--expect-no-changes").exit_code == 0
    assert project.destroy().exit_code == 0
    assert name not in Kubectl(control_plane.kubeconfig)("get", "namespaces")


ON_A_PLATFORM = """\
class InferencePlatform(pulumi.ComponentResource):
    namespace: pulumi.Output[str]
    spotUserData: pulumi.Output[dict]

    def __init__(self, name, spec):
        outputs = dict.fromkeys(("namespace", "spotUserData"))
        super().__init__("inference:index:InferencePlatform", name, outputs | spec, remote=True)


platform = InferencePlatform("platform", {{
    "namespaces": {{"{namespace}": {{"quota": {{"pods": 5}}, "defaultDeny": False, "onDelete": "delete"}}}},
    "spotPools": {{"spot": {{"labels": {{"spot": "true"}}}}}},
}})
InferenceService("chat", {{"modelRef": "llama3-8b-q4", "namespace": platform.namespace}})
pulumi.export("services", {{"namespace": platform.namespace, "spotUserData": platform.spotUserData}})
"""


def test_wrong_values_and_unknown_keys_are_refused_all_at_once_in_words(project: Project, live: Live) -> None:
    """The engine then stops the program, which the SDK of a program in Python tells in a traceback of its own."""
    project.configure({})
    consume(project, WRONG)
    for refused in (project.preview(), project.up("--skip-preview")):
        assert refused.exit_code != 0
        for line in (
            "inference:index:InferenceService resource 'chat' has a problem: the spec has 4 problems",
            "- property services.chat.modelRef has a problem: is required.",
            "- property services.chat.replicas has a problem: -1 is below 0. Give a whole number from 0 to 2147483647.",
            "- property services.chat.canary.weight has a problem: 140 is above 100. Give a whole percentage",
            "- property services.chat.modelref has a problem: is not a field. Did you mean modelRef?",
        ):
            assert line in refused.output
        assert "pulumi_inference" not in refused.output, "no line of our code"
        assert "hunter2" not in refused.output
    assert not any("/chat-" in name for name in live.names())


WRONG = """\
canary = pulumi.Output.secret({"modelRef": "hunter2-model", "weight": 140})
InferenceService("chat", {"modelref": "llama3-8b-q4", "replicas": -1, "canary": canary})
InferenceService("code", {"modelRef": "a", "resources": {"cpu": "100m", "memory": "64Mi"}})
"""


@pytest.mark.parametrize("value", ["pulumi.Output.secret(3)", "weights.data.apply(lambda data: len(data))"])
def test_a_count_that_preview_cannot_know_or_show_is_refused_by_its_path(value: str, project: Project) -> None:
    project.configure({})
    consume(project, UNKNOWN.format(value=value))
    refused = project.preview()
    assert refused.exit_code != 0
    assert "- property services.chat.replicas has a problem: " in refused.output
    assert "Output" in refused.output
    assert "pulumi_inference" not in refused.output


UNKNOWN = """\
import pulumi_kubernetes as k8s

weights = k8s.core.v1.ConfigMap("weights", data={{"model": "llama3-8b-q4"}})
InferenceService("chat", {{"modelRef": "a", "replicas": {value}}})
"""


def test_a_model_reference_that_turns_out_wrong_is_held_back_in_words(project: Project, live: Live) -> None:
    project.configure({})
    consume(project, 'InferenceService("chat", {"modelRef": pulumi.Output.secret("-hunter2")})\n')
    refused = project.up("--skip-preview")
    assert refused.exit_code != 0
    problem = "property services.chat.modelRef has a problem: The value of this Output is not a model reference."
    assert problem in refused.output
    assert "pulumi_inference" not in refused.output
    assert "hunter2" not in refused.output
    assert not live.names("deployments,services")


def test_a_hook_of_the_component_refuses_an_update_as_ever(project: Project, live: Live) -> None:
    """It runs in the plugin's process, and asks the engine what was before."""
    project.configure({})
    consume(project, COUNTED.format(bounds={"minReplicas": 2, "maxReplicas": 4}))
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    consume(project, COUNTED.format(bounds={}))
    for refused in (project.preview(), project.up("--skip-preview")):
        assert refused.exit_code != 0
        assert "services.chat.minReplicas: switching autoscaling off in one step" in refused.output
        assert "pulumi_inference" not in refused.output
    assert live.bounds("chat-hpa") == (2, 4)


COUNTED = """\
spec = {{"modelRef": "a", "replicas": 2, "resources": {{"cpu": "100m", "memory": "64Mi"}}}}
InferenceService("chat", spec | {bounds})
"""


def test_what_a_child_fails_of_is_told_as_ever(project: Project, live: Live, control_plane: ControlPlane) -> None:
    Simulation(control_plane.kubeconfig, {"app": "chat"}, live.namespace).crash_loop("model file not found")
    project.configure({})
    consume(project, 'InferenceService("chat", {"modelRef": "a", "resources": {"cpu": "100m", "memory": "64Mi"}})\n')
    project.limit_rollouts(seconds=5)
    failed = project.up("--skip-preview")
    assert failed.exit_code != 0
    assert "model file not found" in failed.output
    assert "pulumi_inference" not in failed.output


def test_the_engine_reads_the_schema_that_the_repository_holds_and_finds_it_right(project: Project) -> None:
    printed = project.engine.run("package", "get-schema", str(component_plugin.write_executable(project.directory)))
    assert json.loads(printed) == json.loads((ROOT / "plugin" / "schema.json").read_text())
    project.engine.run("schema", "check", str(ROOT / "plugin" / "schema.json"))
