"""kube-score finds nothing critical and nothing to warn of, but for what tests/kube_score.yaml has a reason for."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from pulumi_inference import InferenceService, configured_services
from pulumi_inference.defaults import DEFAULTS

from tests.engine.recording import Recording, run
from tests.engine.test_job_snapshots import JOBS, RECORDED
from tests.engine.test_snapshots import SPECS, file_of
from tests.kube_score import EXCUSED, Finding, findings
from tests.references import pod_template
from tools.generators.canary_walk import STACKS
from tools.layout import ROOT

EXAMPLES = {
    "article": ROOT / "examples" / "article" / "Pulumi.prod.yaml",
    **{f"canary-{stack}": ROOT / "examples" / "canary" / f"Pulumi.{stack}.yaml" for stack in STACKS},
    **{stack: ROOT / "stacks" / f"Pulumi.{stack}.yaml" for stack in ("dev", "local", "prod")},
}
"""The stacks that a reader is shown."""
SECRETS = dict.fromkeys(("redisUrl", "databaseUrl", "registryPassword", "wandbApiKey"), "planted")


def snapshot(name: str) -> list[dict[str, Any]]:
    """The objects of a service, as the newest defaults have them."""
    return recorded(file_of(name, max(DEFAULTS)))


def snapshot_of_a_job(name: str) -> list[dict[str, Any]]:
    return recorded(RECORDED / f"defaults-{max(DEFAULTS)}" / f"{name}.yaml")


def recorded(file: Path) -> list[dict[str, Any]]:
    return _objects((one["type"], one["manifest"]) for one in yaml.safe_load(file.read_text()))


def declared(config: Mapping[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The objects of a stack's services."""
    monkeypatch.chdir(folder)
    recording = Recording()

    def program() -> None:
        values = {key: json.dumps(value) for key, value in config.items()}
        secrets = {f"inference:{key}": value for key, value in SECRETS.items()}
        pulumi.runtime.set_all_config(values | secrets, list(secrets))
        for name, spec in configured_services().items():
            InferenceService(name, spec)

    run(program, recording)
    return _objects((one.type, one.inputs) for one in recording.registrations)


def _objects(registered: Any) -> list[dict[str, Any]]:
    named = [dict(inputs) for type_, inputs in registered if type_.startswith("kubernetes:")]
    return [one | {"metadata": {"name": "given-by-the-engine"} | one["metadata"]} for one in named]


def not_excused(objects: list[dict[str, Any]], spec: Mapping[str, Any]) -> list[Finding]:
    return [one for one in findings(objects) if not any(known.covers(one, spec) for known in EXCUSED)]


@pytest.mark.parametrize("name", SPECS)
def test_nothing_is_found_in_what_a_spec_renders(name: str) -> None:
    assert not not_excused(snapshot(name), SPECS[name])


@pytest.mark.parametrize("name", JOBS)
def test_nothing_is_found_in_what_a_job_renders(name: str) -> None:
    assert not not_excused(snapshot_of_a_job(name), JOBS[name])


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_found_in_the_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    config = yaml.safe_load(EXAMPLES[name].read_text())["config"]
    for service, spec in config["inference:services"].items():
        alone = config | {"inference:services": {service: spec}}
        assert not not_excused(declared(alone, EXAMPLES[name].parent, monkeypatch), spec)


def test_nothing_is_found_in_the_examples_of_the_operators_resources(monkeypatch: pytest.MonkeyPatch) -> None:
    file = ROOT / "examples" / "zerfoo.yaml"
    found = declared({"inference:manifests": [file.name]}, file.parent, monkeypatch)
    assert {one["metadata"]["name"] for one in found} >= {"chat-primary", "code-primary"}
    for document in yaml.safe_load_all(file.read_text()):
        assert not not_excused(found, document["spec"])


def test_every_excuse_is_there_for_something() -> None:
    found = [(one, spec) for name, spec in SPECS.items() for one in findings(snapshot(name))]
    found += [(one, spec) for name, spec in JOBS.items() for one in findings(snapshot_of_a_job(name))]
    unused = [known for known in EXCUSED if not any(known.covers(one, spec) for one, spec in found)]
    assert not unused, "nothing is found there any more: take it away"


@pytest.mark.parametrize("name", ["training", "batches", "documents"])
def test_what_nobody_excuses_is_found_in_each_kind_of_job(name: str) -> None:
    objects = snapshot_of_a_job(name)
    (made,) = (one for one in objects if one["kind"] in ("Job", "CronJob", "ScaledJob"))
    del pod_template(made)["spec"]["containers"][0]["securityContext"]["readOnlyRootFilesystem"]
    found = {one.check for one in not_excused(objects, JOBS[name])}
    assert found == {"container-security-context-readonlyrootfilesystem"}


def test_what_nobody_excuses_is_found() -> None:
    objects = snapshot("seed")
    pod = next(one for one in objects if one["kind"] == "Deployment")["spec"]["template"]["spec"]
    del pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"]
    pod["containers"][0]["resources"] = {}
    found = {one.check for one in not_excused(objects, SPECS["seed"])}
    assert found == {"container-security-context-readonlyrootfilesystem", "container-resources"}
