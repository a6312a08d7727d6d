"""`make render` without a cluster: which files it writes of which program, and what it refuses."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.errors import ToolError
from tools.layout import ROOT
from tools.render.kustomization import KUSTOMIZATION, files
from tools.render.program import Registered

PROGRAM = """\
import pulumi
import pulumi_kubernetes as k8s
from pulumi_inference import InferenceService

for region in ("east", "west"):
    provider = k8s.Provider(region, context=region, namespace=f"models-{region}")
    spec = {"name": "chat", "modelRef": MODEL}
    InferenceService(f"chat-{region}", spec, pulumi.ResourceOptions(provider=provider))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: regions\nruntime: python\n")
    (tmp_path / "Pulumi.prod.yaml").write_text("config:\n  regions:colour: blue\n")
    return tmp_path


def render(project: Path, stack: str = "prod", *flags: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tools", "render", stack, "--project", str(project), *flags]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def deployment(name: str = "chat", **container: Any) -> dict[str, Any]:
    pod = {"containers": [{"name": "server", "image": "example.com/server:1.0", **container}]}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "annotations": {"pulumi.com/patchForce": "true"}},
        "spec": {"replicas": 3, "template": {"spec": pod}},
    }


def registered(manifest: dict[str, Any], *secret: str, named: bool = True) -> Registered:
    return Registered(manifest, None, named, frozenset(secret))


def read(found: dict[str, str], path: str) -> Any:
    return yaml.safe_load(found[path])


def test_each_provider_has_a_folder_with_objects_in_its_namespace(project: Path) -> None:
    (project / "__main__.py").write_text(f"MODEL = 'llama3'\n{PROGRAM}")
    done = render(project)
    assert done.returncode == 0, done.stderr
    for region in ("east", "west"):
        folder = project / "rendered" / "prod" / region
        service = yaml.safe_load((folder / "objects" / f"models-{region}" / "service-chat-svc.yaml").read_text())
        assert service["metadata"]["namespace"] == f"models-{region}"
        assert (
            f"objects/models-{region}/service-chat-svc.yaml"
            in read({KUSTOMIZATION: (folder / KUSTOMIZATION).read_text()}, KUSTOMIZATION)["resources"]
        )


def test_what_is_no_whole_object_is_left_out_and_named(project: Path) -> None:
    patch = "k8s.core.v1.NodePatch('label', metadata={'name': 'node-1', 'labels': {'disk': 'ssd'}})\n"
    (project / "__main__.py").write_text(f"MODEL = 'llama3'\n{PROGRAM}{patch}")
    done = render(project)
    assert "left out, being no whole object of Kubernetes: kubernetes:core/v1:NodePatch label" in done.stdout
    assert not list((project / "rendered").rglob("*node*"))


def test_a_secret_outside_of_a_secret_is_written_only_when_asked_for(project: Path) -> None:
    (project / "__main__.py").write_text(f"import pulumi\nMODEL = pulumi.Output.secret('hunter2')\n{PROGRAM}")
    refused = render(project)
    assert refused.returncode == 1
    assert "Deployment chat-primary holds a secret in spec" in refused.stderr
    assert "hunter2" not in refused.stderr
    assert not (project / "rendered").exists()
    assert "SECRETS=plain" in refused.stderr


def test_a_stack_that_is_not_there_is_told_with_those_that_are(project: Path) -> None:
    refused = render(project, "staging")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "There is no stack staging" in refused.stderr
    assert "There are: prod." in refused.stderr


def test_a_program_in_another_language_is_refused(project: Path) -> None:
    (project / "Pulumi.yaml").write_text("name: regions\nruntime: nodejs\n")
    refused = render(project)
    assert refused.returncode == 1
    assert "is a program in nodejs. Programs in Python alone can be rendered." in refused.stderr


def test_what_is_meant_for_the_engine_alone_is_left_out() -> None:
    found = files([registered(deployment())], [], with_secrets=False)
    assert "annotations" not in read(found, "objects/deployment-chat.yaml")["metadata"]


def test_under_an_autoscaler_no_manifest_has_the_replicas() -> None:
    autoscaler = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "chat-hpa"},
        "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "chat"}},
    }
    found = files(
        [registered(deployment()), registered(deployment("code")), registered(autoscaler)], [], with_secrets=False
    )
    assert "replicas" not in read(found, "objects/deployment-chat.yaml")["spec"]
    assert read(found, "objects/deployment-code.yaml")["spec"]["replicas"] == 3


def test_an_image_stands_in_the_kustomization_unless_it_is_there_in_two_versions() -> None:
    digest = f"sha256:{'0' * 64}"
    objects = [
        registered(deployment("one")),
        registered(deployment("two", image="example.com/server:2.0")),
        registered(deployment("three", image=f"localhost:5000/other:1.0@{digest}")),
    ]
    found = files(objects, [], with_secrets=False)
    assert read(found, KUSTOMIZATION)["images"] == [{"name": "localhost:5000/other", "newTag": "1.0", "digest": digest}]


def test_the_image_of_jobs_for_a_queue_is_a_place_to_change_too_and_its_secret_keeps_its_name() -> None:
    template = {"spec": {"containers": [{"name": "job", "image": "example.com/job:1.0"}]}}
    scaled = {"metadata": {"name": "q"}, "kind": "ScaledJob", "spec": {"jobTargetRef": {"template": template}}}
    secret = {"metadata": {"name": "keys"}, "kind": "Secret", "stringData": {"TOKEN": "t"}}
    found = read(files([registered(scaled), registered(secret, named=False)], [], with_secrets=True), KUSTOMIZATION)
    assert found["images"] == [{"name": "example.com/job", "newTag": "1.0"}]
    assert found["secretGenerator"][0]["options"]["disableNameSuffixHash"], "kustomize looks into no ScaledJob"


def test_two_objects_of_one_name_are_refused() -> None:
    with pytest.raises(ToolError, match="Deployment chat is there twice"):
        files([registered(deployment()), registered(deployment())], [], with_secrets=False)


def test_a_variable_of_several_lines_is_refused_before_anything_is_written() -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "keys"}, "stringData": {"KEY": "a\nb"}}
    with pytest.raises(ToolError, match="KEY of keys has several lines"):
        files([registered(secret)], [], with_secrets=True)


@pytest.mark.parametrize(("named", "hashed"), [(True, False), (False, True)])
def test_a_secret_that_the_engine_would_name_has_a_name_of_kustomize(named: bool, hashed: bool) -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "keys"}, "stringData": {"KEY": "a"}}
    found = files([registered(secret, named=named)], [], with_secrets=True)
    (generator,) = read(found, KUSTOMIZATION)["secretGenerator"]
    assert ("disableNameSuffixHash" not in generator["options"]) == hashed
    assert found["secrets/keys.env"] == "KEY=a\n"


def test_a_platform_and_the_services_on_it_are_rendered_for_each_region(project: Path) -> None:
    (project / "Pulumi.yaml").write_text("name: inference\nruntime: python\n")
    (project / "__main__.py").write_text((ROOT / "__main__.py").read_text())
    registry = {"server": "a.example.com", "username": "pull", "password": {"valueFrom": {"secretConfig": "pull"}}}
    configuration = {
        "inference:services": {"chat": {"modelRef": "m", "imagePullSecrets": ["registries"]}},
        "inference:platform": {"namespaces": {"ml": {"defaultDeny": False, "registries": [registry]}}},
        "inference:regions": {
            "east": {"context": "east"},
            "west": {"context": "west", "services": {"chat": {"replicas": 3}}},
        },
        "inference:pull": {"secure": "v1:never:read"},
    }
    (project / "Pulumi.prod.yaml").write_text(yaml.safe_dump({"config": configuration}))
    done = render(project)
    assert done.returncode == 0, done.stderr
    for region, replicas in (("east", 1), ("west", 3)):
        objects = project / "rendered" / "prod" / region / "objects"
        assert yaml.safe_load((objects / "namespace-ml.yaml").read_text())["kind"] == "Namespace"
        chat = yaml.safe_load((objects / "ml" / "deployment-chat-primary.yaml").read_text())
        assert chat["spec"]["replicas"] == replicas
        assert (objects.parent / "secrets" / "ml" / "registries" / ".dockerconfigjson.example").is_file()
