"""The component in a program of another language: a real engine, the component plugin, a real API server.

The consumers are programs in Python that know nothing of this library: they declare the component as a generated SDK of
any language does, by its type and its properties.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project
from tools import component_plugin
from tools.engine import Engine

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
        assert found["url"] == f"http://chat-svc.{live.namespace}.svc"
        assert found["status"]["ready"] is True
        assert found["effectiveWeight"] == {"now": weight, "lowest": weight, "highest": weight}
    assert done.operations == {"chat-primary": "update", "chat-canary": "update"}

    assert live.container("chat-primary")["args"][-1] == "llama3-8b-q4"
    assert live.container("chat-canary")["args"][-1] == "hunter2-model"
    assert "hunter2" not in state(project), "the engine keeps the secret encrypted, wherever it went"
    assert project.preview("--expect-no-changes").exit_code == 0

    assert project.destroy().exit_code == 0
    assert live.remains() == set()


WRONG = """\
InferenceService("chat", {"modelref": "llama3-8b-q4", "replicas": 0, "canary": {"modelRef": "b", "weight": 140}})
InferenceService("code", {"modelRef": "a", "resources": {"cpu": "100m", "memory": "64Mi"}})
"""


def test_wrong_values_and_unknown_keys_are_refused_all_at_once_and_without_a_traceback(
    project: Project, live: Live
) -> None:
    project.configure({})
    consume(project, WRONG)
    for refused in (project.preview(), project.up("--skip-preview")):
        print(refused.output)
        assert refused.exit_code != 0
        for line in (
            "services.chat.modelRef has a problem: is required.",
        ):
            assert line in refused.output
        assert "Traceback" not in refused.output
