"""Programs with the SDKs that Pulumi's own generators make from our schema: real languages, a real engine."""

import subprocess
from pathlib import Path

import pytest

from tests.cluster.live import Live
from tests.cluster.project import ROOT, Project
from tools import component_plugin

GENERATOR = Path(__file__).parent / "sdks"


@pytest.fixture(scope="session")
def sdks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdks")
    go(GENERATOR, "run", ".", str(ROOT / "plugin" / "schema.json"), str(folder))
    return folder


@pytest.fixture
def project(project: Project) -> Project:
    component_plugin.install(project.engine)
    project.configure({})
    return project


def go(folder: Path, *arguments: str) -> None:
    done = subprocess.run(["go", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def serve(project: Project, live: Live) -> None:
    done = project.up()
    assert done.exit_code == 0, done.output
    assert (live.ready_pods("chat", "primary"), live.ready_pods("chat", "canary")) == (2, 2)
    assert live.container("chat-canary")["args"][-1] == "hunter2-model"
    assert f"http://chat-svc.{live.namespace}.svc" in done.output
    stored = (project.directory / "backend" / ".pulumi/stacks/inference/test.json").read_text()
    assert "hunter2" not in done.output + stored
    assert project.preview("--expect-no-changes").exit_code == 0
    assert project.destroy().exit_code == 0
    assert live.remains() == set()


def test_a_program_in_go_serves_a_canary_by_a_secret(project: Project, live: Live, sdks: Path) -> None:
    consumer = project.directory / "consumer"
    consumer.mkdir()
    for name in ("go.mod", "go.sum"):
        (consumer / name).write_bytes((GENERATOR / name).read_bytes())
    (consumer / "main.go").write_text(GO)
    go(consumer, "mod", "edit", f"-replace={GO_SDK}={sdks / 'go'}", f"-require={GO_SDK}@v0.0.0")
    go(consumer, "build", "-mod=mod", "-o", "consumer", ".")
    project.program(BECOME.format(executable=consumer / "consumer"))
    serve(project, live)


def test_a_program_in_python_with_the_sdk_does_too(project: Project, live: Live, sdks: Path) -> None:
    metadata = sdks / "python" / "pulumi_inference_sdk-0.3.0.dist-info"  # as pip would leave it
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: pulumi_inference_sdk\nVersion: 0.3.0\n")
    project.program(PYTHON.format(sdk=sdks / "python"))
    serve(project, live)


def test_the_sdk_for_typescript_takes_outputs_where_the_spec_does(sdks: Path) -> None:
    """No compiler for it here: what is written is looked at."""
    component = (sdks / "nodejs" / "inferenceService.ts").read_text()
    assert "modelRef?: pulumi.Input<string | undefined>;" in component
    assert "replicas?: number;" in component
    assert "readonly url: pulumi.Output<string>;" in component


GO_SDK = "example.com/pulumi-inference/sdk/go"
GO = """\
package main

import (
	"example.com/pulumi-inference/sdk/go/inference"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		model := pulumi.ToSecret(pulumi.String("hunter2-model")).(pulumi.StringOutput)
		chat, err := inference.NewInferenceService(ctx, "chat", &inference.InferenceServiceArgs{
			ModelRef:  pulumi.String("llama3-8b-q4"),
			Replicas:  pulumi.IntRef(4),
			Resources: &inference.ResourcesSpecArgs{Cpu: pulumi.StringRef("100m"), Memory: pulumi.StringRef("64Mi")},
			Canary:    &inference.CanarySpecArgs{ModelRef: model, Weight: 50},
		})
		if err != nil {
			return err
		}
		ctx.Export("url", chat.Url)
		ctx.Export("ready", chat.Status.Ready())
		return nil
	})
}
"""
# Pulumi's host for Go is not to be had here. Before it has registered anything, the program that Python's host runs
# becomes the one in Go, with what the host was told: the way in which Go's host starts a program.
BECOME = """\
import os

told = open("/proc/self/cmdline").read().split("\\0")
names = ("project", "stack", "monitor", "engine", "dry_run", "parallel", "organization")
variables = {{f"PULUMI_{{name.upper()}}": told[told.index(f"--{{name}}") + 1] for name in names}}
os.execve("{executable}", ["consumer"], dict(os.environ) | variables)
"""
PYTHON = """\
import sys

sys.path.insert(0, "{sdk}")

import pulumi
import pulumi_inference_sdk as inference

chat = inference.InferenceService(
    "chat",
    model_ref="llama3-8b-q4",
    replicas=4,
    resources=inference.ResourcesSpecArgs(cpu="100m", memory="64Mi"),
    canary=inference.CanarySpecArgs(model_ref=pulumi.Output.secret("hunter2-model"), weight=50),
)
pulumi.export("url", chat.url)
pulumi.export("now", chat.effective_weight.now)
"""
