"""What a change of each field does to pods that run, as the engine says it in a preview against what is deployed.

One stack has a service for each field; all are deployed, then each field is changed, and one preview tells of all.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
import yaml
from kubernetes import config
from pulumi_inference.defaults import DEFAULTS

from tests.changes import RECORD, change_of, changeable, fixed_at_creation
from tests.cluster.argo import standing_in
from tests.cluster.live import Live
from tests.cluster.project import Project, Run
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.kubectl import Kubectl
from tools.generators.restarts import EFFECTS, FOUND, found
from tools.kubernetes_plugin.apply import take_over
from tools.kubernetes_plugin.client import Cluster

WORKLOADS = {"Deployment", "StatefulSet", "DaemonSet", "Rollout"}
SCALERS = {"HorizontalPodAutoscaler", "ScaledObject"}
LATER: dict[str, Any] = {"pre_stop": "14s"}
"""What differs in the defaults of a release to come: without one there is nothing to pin."""
MANAGER = "pulumi-restarts"
LATER_RELEASE = f"""\
from dataclasses import replace
import pulumi
from pulumi_inference.defaults import DEFAULTS
DEFAULTS[max(DEFAULTS) + 1] = replace(DEFAULTS[max(DEFAULTS)], **{LATER!r})

AWAITED = {{
    "kubernetes:apps/v1:DaemonSet",
    "kubernetes:apps/v1:Deployment",
    "kubernetes:apps/v1:StatefulSet",
    "kubernetes:core/v1:PersistentVolumeClaim",
    "kubernetes:core/v1:Service",
    "kubernetes:external-secrets.io/v1:ExternalSecret",
}}

def prepare(resource):
    metadata = resource.props.get("metadata")
    if isinstance(metadata, dict):
        said = {{"pulumi.com/patchFieldManager": {MANAGER!r}}}
        if resource.type_ in AWAITED:
            said["pulumi.com/skipAwait"] = "true"
        resource.props["metadata"] = metadata | {{"annotations": metadata.get("annotations", {{}}) | said}}
        return pulumi.ResourceTransformResult(resource.props, resource.opts)

pulumi.runtime.register_resource_transform(prepare)
"""
"""A preview needs what is declared, and not its pods: no cluster has every kind of GPU that a field may name."""
SERVICES = """\
import json
from pathlib import Path
from pulumi_inference import InferenceService, parse_services

for name, spec in parse_services(json.loads(Path("services.json").read_text())).items():
    InferenceService(name, spec)
"""
"""So many of them are more than a stack's configuration may hold, which a program has as one variable (128 KiB)."""

UPDATED_ONCE = (
    "deployments",
    "statefulsets",
    "daemonsets",
    "services",
    "poddisruptionbudgets",
    "ingresses",
    "networkpolicies",
    "horizontalpodautoscalers",
)
"""Kinds with fields that stand for one another, or lists that are joined by a key: until an object is updated for the
first time the provider's dry run adds to what the create has set (docs/architecture.md, known limits)."""

SECRETS = {"hfToken": "a", "hfToken2": "b", "registryPassword": "c", "registryPassword2": "d"}
"""Of the configuration, which examples name."""


@pytest.fixture
def later_release(monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    """In this process, which looks for changes, and in the program of the stack."""
    newest = max(DEFAULTS)
    monkeypatch.setitem(DEFAULTS, newest + 1, replace(DEFAULTS[newest], **LATER))
    project.program(LATER_RELEASE + SERVICES)


@pytest.fixture
def crds(control_plane: ControlPlane) -> None:
    """Of the controllers whose objects a field may ask for."""
    install_crds(
        control_plane.kubeconfig,
        "argo-rollouts",
        "cert-manager",
        "external-secrets",
        "gateway-api",
        "istio",
        "traefik",
        "keda",
        "vpa",
        "prometheus-operator",
    )


@pytest.fixture
def models(control_plane: ControlPlane) -> Iterator[None]:
    """The namespace that specs name where a field asks for one (tests/changes.py)."""
    kubectl = Kubectl(control_plane.kubeconfig)
    kubectl("create", "namespace", "models")
    yield
    kubectl("delete", "namespace", "models", "--wait=false")


@pytest.mark.usefixtures("later_release", "crds", "models")
def test_the_table_says_what_a_change_of_each_field_does_to_running_pods(
    project: Project, control_plane: ControlPlane, live: Live, recording_wanted: bool
) -> None:
    fields = changeable()
    changes = {path: change_of(path, field) for path, field in fields.items()}
    names = {path: f"field-{number}" for number, path in enumerate(fields)}
    project.configure({}, SECRETS)
    declare(project, {names[path]: change.before for path, change in changes.items()})
    # So many resources: one checkpoint at the end in place of one after each step.
    project.engine.settings = {"PULUMI_EXPERIMENTAL": "true", "PULUMI_SKIP_CHECKPOINTS": "true"}
    with standing_in(control_plane.kubeconfig, live.namespace):
        deployed = project.up("--skip-preview")
    assert deployed.exit_code == 0, deployed.output
    update_once(control_plane, live.namespace)
    refused = [path for path, change in changes.items() if fixed_at_creation(change)]
    after = {path: change.before if path in refused else change.after for path, change in changes.items()}
    declare(project, {names[path]: spec for path, spec in after.items()})
    previewed = project.preview()
    assert previewed.exit_code == 0, previewed.output

    effects = {path: effect(list(steps_of(names[path], previewed))) for path in fields}
    effects |= dict.fromkeys(refused, "refused")  # tests/cluster/test_stateful_sets.py sees it done
    if recording_wanted:
        FOUND.write_text(yaml.safe_dump(effects, sort_keys=False, width=120))
    assert effects == found(), f"docs/restarts.md says otherwise. If the effect is meant: {RECORD}"


def declare(project: Project, services: Mapping[str, Any]) -> None:
    (project.directory / "services.json").write_text(json.dumps(services))


def update_once(control_plane: ControlPlane, namespace: str) -> None:
    """What the first update of an object does with the fields of its create."""
    cluster = Cluster(config.new_client_from_config(str(control_plane.kubeconfig)))
    kubectl = Kubectl(control_plane.kubeconfig)
    for live in kubectl.get(",".join(UPDATED_ONCE), f"--namespace={namespace}", "--show-managed-fields")["items"]:
        take_over(cluster, live, MANAGER)


def steps_of(service: str, run: Run) -> Iterator[Mapping[str, Any]]:
    """What the engine would do to the objects of a service."""
    for event in run.events:
        step = event.get("resourcePreEvent", {}).get("metadata")
        if step and step["type"].startswith("kubernetes:") and step["op"] != "same":
            name = step["urn"].rsplit("::", 1)[-1]
            if f"{name}-".startswith(f"{service}-"):
                yield step


def kind_of(step: Mapping[str, Any]) -> str:
    return str(step["type"]).rpartition(":")[2]


def effect(steps: list[Mapping[str, Any]]) -> str:
    """The strongest of all steps."""
    if len({kind_of(step) for step in steps} & WORKLOADS) > 1:
        return "replacement"
    return max((_effect(step) for step in steps), key=list(EFFECTS).index, default="none")


def _effect(step: Mapping[str, Any]) -> str:
    changed = tuple(step.get("detailedDiff") or ())
    if kind_of(step) in WORKLOADS:
        if "replace" in step["op"]:
            return "replacement"
        if step["op"] != "update":
            return "number of pods"
        if any(path.startswith("spec.template") for path in changed):
            return "rolling restart"
        return "number of pods" if "spec.replicas" in changed else "none"
    return "number of pods" if kind_of(step) in SCALERS else "none"
