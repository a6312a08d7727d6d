"""A secret among the inputs: the engine hands every map around it on as an Output."""

from tests.cluster.live import Live
from tests.cluster.project import Project

PROGRAM = """\
import pulumi
from pulumi_inference import InferenceService

spec = {{"modelRef": pulumi.Output.secret("hunter2-model"), "replicas": {replicas}}}
service = InferenceService("chat", spec)
pulumi.export("services", {{"chat": service.summary}})
"""


def test_a_secret_model_reference_is_served_updated_and_never_shown(project: Project, live: Live) -> None:
    project.configure({})
    for replicas in (1, 2):
        project.program(PROGRAM.format(replicas=replicas))
        done = project.up()
        assert done.exit_code == 0, done.output
        assert "hunter2" not in done.output
        assert live.ready_pods("chat", "primary") == replicas
    assert live.container("chat-primary")["args"][-1] == "hunter2-model"
    assert project.preview("--expect-no-changes").exit_code == 0
    assert "hunter2" not in (project.directory / "backend").joinpath(".pulumi/stacks/inference/test.json").read_text()
