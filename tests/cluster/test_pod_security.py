"""The pods of every spec in tests/snapshots pass the real admission of Pod Security at its strictest level.

Those that ask in words for more are named here.
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi_inference import InferenceServiceSpec, parse_job, parse_service
from pulumi_inference.children import children
from pulumi_inference.manifests import add_file
from pulumi_inference.parsing import Parsing
from pulumi_inference.pod_fields import PodFields

from tests.references import WORKLOADS, pod_template
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl, KubectlError
from tools.layout import ROOT
from tools.waiting import wait_until

SNAPSHOTS = Path(__file__).parents[1] / "snapshots"
SPECS: dict[str, Any] = yaml.safe_load((SNAPSHOTS / "specs.yaml").read_text())
JOBS: dict[str, Any] = yaml.safe_load((SNAPSHOTS / "jobs.yaml").read_text())

EXAMPLES = [
    *sorted(ROOT.glob("stacks/Pulumi.*.yaml")),
    *sorted(ROOT.glob("examples/canary/Pulumi.*.yaml")),
    ROOT / "examples" / "zerfoo.yaml",
]
"""The services that a reader is shown."""
REFERENCES = ("priorityClassName", "runtimeClassName", "serviceAccountName")
FORBIDDEN = {
    "volumes": 'volume "node" uses restricted volume type "hostPath"',
    "model-from-several-files": 'volume "model" uses restricted volume type "hostPath"',  # a cache on the node
    "model-on-warm-nodes": 'volume "model" uses restricted volume type "hostPath"',  # and what fetches into it
}
"""Specs that ask in words for what `restricted` forbids, and how admission says so."""


@pytest.fixture(scope="module")
def restricted(control_plane: ControlPlane) -> Iterator[tuple[Kubectl, str]]:
    """A namespace that takes nothing below `restricted`."""
    yield from namespace_at("restricted", control_plane)


@pytest.fixture(scope="module")
def privileged(control_plane: ControlPlane) -> Iterator[tuple[Kubectl, str]]:
    """A namespace for what needs the node, as docs/configuration.md asks for."""
    yield from namespace_at("privileged", control_plane)


def namespace_at(level: str, control_plane: ControlPlane) -> Iterator[tuple[Kubectl, str]]:
    kubectl = Kubectl(control_plane.kubeconfig)
    name = f"{level}-{uuid.uuid4().hex[:8]}"
    kubectl("create", "namespace", name)
    kubectl("label", "namespace", name, f"pod-security.kubernetes.io/enforce={level}")
    accounts = ("get", "serviceaccounts", f"--namespace={name}", "--output=name")
    wait_until(lambda: "serviceaccount/default" in kubectl(*accounts), "the namespace has its account", timeout=60)
    yield kubectl, name
    kubectl("delete", "namespace", name, "--wait=false")


def pods(*chosen: str) -> list[dict[str, Any]]:
    return [pod for declared in chosen for pod in pods_of(declared, parse_service(declared, SPECS[declared]))]


def pods_of(declared: str, parsed: PodFields) -> Iterator[dict[str, Any]]:
    """One of each workload's template, without the names of objects that admission would look for."""
    for child in children(declared, parsed):
        if child.manifest["kind"] in WORKLOADS:
            template = pod_template(child.manifest)
            name = f"{declared}-{child.role.replace('_', '-')}"
            spec = {field: value for field, value in template["spec"].items() if field not in REFERENCES}
            spec["volumes"] = [*spec.get("volumes", []), *_claims(child.manifest["spec"])]
            yield {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec}


def _claims(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of a StatefulSet's pod, which its controller adds."""
    names = [one["metadata"]["name"] for one in spec.get("volumeClaimTemplates", [])]
    return [{"name": name, "persistentVolumeClaim": {"claimName": f"{name}-0"}} for name in names]


def admit(kubectl: Kubectl, namespace: str, *created: dict[str, Any]) -> list[str]:
    everything = json.dumps({"apiVersion": "v1", "kind": "List", "items": created})
    answer = kubectl(
        "create", f"--namespace={namespace}", "--dry-run=server", "--filename=-", "--output=name", stdin=everything
    )
    return str(answer).split()


def test_the_pods_of_every_spec_are_admitted_unless_it_asks_for_more(restricted: tuple[Kubectl, str]) -> None:
    wanted = pods(*(declared for declared in SPECS if declared not in FORBIDDEN))
    assert len(wanted) > len(SPECS), "every spec has a workload, and some have two"
    assert admit(*restricted, *wanted) == [f"pod/{pod['metadata']['name']}" for pod in wanted]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_pods_of_every_example_are_admitted(
    file: Path, restricted: tuple[Kubectl, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """examples/article has a test of its own, which deploys it."""
    monkeypatch.chdir(file.parent)
    parsing = Parsing()
    if file.name == "zerfoo.yaml":
        add_file(parsing, file)
    else:
        parsing.add_all(yaml.safe_load(file.read_text())["config"]["inference:services"])
    services: dict[str, InferenceServiceSpec] = parsing.specs()
    wanted = [pod for declared, spec in services.items() for pod in pods_of(spec.name or declared, spec)]
    assert wanted
    assert admit(*restricted, *wanted) == [f"pod/{pod['metadata']['name']}" for pod in wanted]


def test_the_pods_of_every_job_are_admitted(restricted: tuple[Kubectl, str]) -> None:
    wanted = [pod for declared, raw in JOBS.items() for pod in pods_of(declared, parse_job(declared, raw))]
    assert len(wanted) == len(JOBS)
    assert admit(*restricted, *wanted) == [f"pod/{pod['metadata']['name']}" for pod in wanted]


@pytest.mark.parametrize("declared", FORBIDDEN)
def test_what_asks_for_more_is_refused_there_and_admitted_in_a_namespace_that_allows_it(
    declared: str, restricted: tuple[Kubectl, str], privileged: tuple[Kubectl, str]
) -> None:
    with pytest.raises(KubectlError, match=FORBIDDEN[declared]):
        admit(*restricted, *pods(declared))
    assert admit(*privileged, *pods(declared))


@pytest.mark.parametrize(
    "context",
    [{"privileged": True, "allowPrivilegeEscalation": True}, {"capabilities": {"add": ["NET_ADMIN"]}}, {}],
    ids=["privileged", "a capability", "nothing said"],
)
def test_what_is_less_strict_is_refused(restricted: tuple[Kubectl, str], context: dict[str, Any]) -> None:
    (pod,) = pods("plain")
    (server,) = pod["spec"]["containers"]
    loose = {**pod, "spec": {**pod["spec"], "containers": [{**server, "securityContext": context}]}}
    with pytest.raises(KubectlError, match=r'violates PodSecurity "restricted'):
        admit(*restricted, loose)
