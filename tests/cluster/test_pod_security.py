"""The pods of every spec in tests/snapshots pass the real admission of Pod Security at its strictest level."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi_inference import parse_service
from pulumi_inference.children import children

from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl, KubectlError
from tools.waiting import wait_until

SPECS: dict[str, Any] = yaml.safe_load((Path(__file__).parents[1] / "snapshots" / "specs.yaml").read_text())

REFERENCES = ("priorityClassName", "runtimeClassName", "serviceAccountName")


@pytest.fixture(scope="module")
def restricted(control_plane: ControlPlane) -> Iterator[tuple[Kubectl, str]]:
    """A namespace that takes nothing below `restricted`."""
    kubectl = Kubectl(control_plane.kubeconfig)
    name = f"restricted-{uuid.uuid4().hex[:8]}"
    kubectl("create", "namespace", name)
    kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted")
    accounts = ("get", "serviceaccounts", f"--namespace={name}", "--output=name")
    wait_until(lambda: "serviceaccount/default" in kubectl(*accounts), "the namespace has its account", timeout=60)
    yield kubectl, name
    kubectl("delete", "namespace", name, "--wait=false")


def pods() -> list[dict[str, Any]]:
    """One of each workload's template, without the names of objects that admission would look for."""
    found = []
    for declared, raw in SPECS.items():
        for child in children(declared, parse_service(declared, raw)):
            template = child.manifest.get("spec", {}).get("template")
            if child.manifest["kind"] in ("Deployment", "Rollout", "StatefulSet", "DaemonSet"):
                name = f"{declared}-{child.role.replace('_', '-')}"
                spec = {field: value for field, value in template["spec"].items() if field not in REFERENCES}
                found.append({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec})
    return found


def admit(kubectl: Kubectl, namespace: str, *created: dict[str, Any]) -> list[str]:
    everything = json.dumps({"apiVersion": "v1", "kind": "List", "items": created})
    answer = kubectl(
        "create", f"--namespace={namespace}", "--dry-run=server", "--filename=-", "--output=name", stdin=everything
    )
    return str(answer).split()


def test_the_pods_of_every_spec_are_admitted(restricted: tuple[Kubectl, str]) -> None:
    wanted = pods()
    assert len(wanted) > len(SPECS), "every spec has a workload, and some have two"
    assert admit(*restricted, *wanted) == [f"pod/{pod['metadata']['name']}" for pod in wanted]


@pytest.mark.parametrize(
    "context",
    [{"privileged": True, "allowPrivilegeEscalation": True}, {"capabilities": {"add": ["NET_ADMIN"]}}, {}],
    ids=["privileged", "a capability", "nothing said"],
)
def test_what_is_less_strict_is_refused(restricted: tuple[Kubectl, str], context: dict[str, Any]) -> None:
    pod = pods()[0]
    (server,) = pod["spec"]["containers"]
    loose = {**pod, "spec": {**pod["spec"], "containers": [{**server, "securityContext": context}]}}
    with pytest.raises(KubectlError, match=r'violates PodSecurity "restricted'):
        admit(*restricted, loose)
