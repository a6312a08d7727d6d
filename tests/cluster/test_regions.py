"""Two clusters side by side: one program serves in both, goes on where one is down, and begins in the canary region."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster.live import Live
from tests.cluster.project import STACK, Project, Run
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl

WEST, EAST = "us-west-2", "us-east-1"
SERVICE: dict[str, Any] = {
    "modelRef": "llama3-8b-q4",
    "service": {"type": "NodePort", "hostname": "chat.example.com"},
}


@dataclass
class Deployed:
    """A stack of two regions: east is the canary region, and west can be taken down."""

    project: Project
    planes: dict[str, ControlPlane]
    namespace: str

    def live(self, region: str) -> Live:
        return Live(self.planes[region].kubeconfig, self.namespace)

    def configure(self, west: dict[str, Any] | None = None, east: dict[str, Any] | None = None, **service: Any) -> None:
        self.project.configure({"chat": SERVICE | service})
        path = self.project.directory / "stacks" / f"Pulumi.{STACK}.yaml"
        content = yaml.safe_load(path.read_text())
        del content["config"]["kubernetes:namespace"]
        content["config"]["inference:platform"] = {
            "namespaces": {self.namespace: {"defaultDeny": False, "onDelete": "delete"}}
        }
        content["config"]["inference:regions"] = {
            WEST: {
                "kubeconfig": str(self.planes[WEST].kubeconfig),
                "dns": {"weight": 70},
                "services": {"chat": {"replicas": 2} | (west or {})},
            },
            EAST: {
                "kubeconfig": str(self.planes[EAST].kubeconfig),
                "canary": True,
                "dns": {"weight": 30},
                "services": {"chat": east or {}},
            },
        }
        path.write_text(yaml.safe_dump(content))

    def models(self) -> dict[str, str]:
        return {region: model(self.live(region)) for region in self.planes}


def model(live: Live) -> str:
    (found,) = (one for one in live.container("chat-primary")["args"] if one.startswith("llama"))
    return str(found)


@pytest.fixture(scope="module")
def deployed(
    control_plane: ControlPlane,
    new_control_plane: Callable[[], ControlPlane],
    pulumi_home: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Deployed:
    west = new_control_plane()
    west.start()
    namespace = f"test-{uuid.uuid4().hex[:8]}"
    # The shell's own cluster is neither, so that nothing is there by mistake.
    project = Project(tmp_path_factory.mktemp("regions"), pulumi_home, Path("/nonexistent/kubeconfig"), namespace)
    found = Deployed(project, {WEST: west, EAST: control_plane}, namespace)
    found.configure()
    done = project.up()
    assert done.exit_code == 0, done.output
    assert done.finished("::chat-us-east-1-primary") < done.started("::chat-us-west-2-primary"), "the canary first"
    return found


def test_both_regions_have_the_service_under_its_own_name_each_with_what_differs(deployed: Deployed) -> None:
    counts = {region: deployed.live(region).ready_pods("chat", "primary") for region in deployed.planes}
    assert counts == {WEST: 2, EAST: 1}
    outputs = deployed.project.outputs()["chat"]
    assert {region: found["url"] for region, found in outputs.items()} == {
        region: f"http://{region}.chat.example.com:80" for region in (WEST, EAST)
    }


def test_the_name_of_all_regions_is_a_weighted_record_beside_the_regions_own(deployed: Deployed) -> None:
    prefix = "external-dns.alpha.kubernetes.io/"
    for region, weight in ((WEST, "70"), (EAST, "30")):
        annotations = deployed.live(region).get("service", "chat-svc")["metadata"]["annotations"]
        assert {key.removeprefix(prefix): value for key, value in annotations.items() if key.startswith(prefix)} == {
            "hostname": f"{region}.chat.example.com,chat.example.com",
            "set-identifier": region,
            "aws-weight": weight,
        }


def test_a_canary_region_that_fails_leaves_the_others_as_they_were(deployed: Deployed) -> None:
    unready = {"scheduling": {"nodeSelector": {"example.com/there-is-no-such": "node"}}}
    deployed.configure(east=unready, modelRef="llama3.1-8b-q4")
    deployed.project.limit_rollouts(seconds=6)
    failed = deployed.project.up("--skip-preview", "--continue-on-error")
    deployed.project.lift_limits()
    assert failed.exit_code != 0
    assert "chat-us-east-1" in failed.output
    assert not [name for name in failed.operations if WEST in name]
    assert model(deployed.live(WEST)) == "llama3-8b-q4"
    deployed.configure()
    back = deployed.project.up("--skip-preview")
    assert back.exit_code == 0, back.output
    assert deployed.models() == {WEST: "llama3-8b-q4", EAST: "llama3-8b-q4"}


def test_with_one_region_down_the_other_is_done_and_the_error_names_the_region(deployed: Deployed) -> None:
    west = deployed.planes[WEST]
    west.stop()
    deployed.configure(modelRef="llama3.1-8b-q4")
    seen = deployed.project.preview()
    assert seen.exit_code == 0, seen.output
    assert seen.operations["chat-us-east-1-primary"] == "update"
    (warning,) = [line for line in warnings(seen) if "regions." in line]
    assert "regions.us-west-2: https://" in warning
    assert "does not answer (Connection refused)" in warning
    assert "pulumi up --continue-on-error" in warning

    failed = deployed.project.up("--continue-on-error")
    assert failed.exit_code != 0
    assert warning.strip() in failed.output
    assert model(deployed.live(EAST)) == "llama3.1-8b-q4"
    named = [line for line in errors(failed) if WEST in line]
    assert named, failed.output
    assert not [line for line in errors(failed) if EAST in line]
    assert "Traceback" not in failed.output

    west.start()
    done = deployed.project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert deployed.models() == dict.fromkeys((WEST, EAST), "llama3.1-8b-q4")
    deployed.live(WEST).wait_until(lambda: deployed.live(WEST).ready_pods("chat", "primary") == 2, "west has its pods")


def errors(run: Run) -> list[str]:
    """Of each error the resource that the engine shows it at."""
    return [
        event["diagnosticEvent"].get("urn", "") + event["diagnosticEvent"]["message"]
        for event in run.events
        if event.get("diagnosticEvent", {}).get("severity") == "error" and event["diagnosticEvent"].get("urn")
    ]


def warnings(run: Run) -> list[str]:
    found = [event["diagnosticEvent"] for event in run.events if "diagnosticEvent" in event]
    return [one["message"] for one in found if one["severity"] == "warning"]


def test_a_mistake_in_a_region_is_refused_with_its_path(deployed: Deployed) -> None:
    deployed.configure(west={"replicas": "two"})
    refused = deployed.project.preview()
    assert refused.exit_code != 0
    assert 'regions.us-west-2.services.chat.replicas: "two" is not a whole number.' in refused.output
    assert "Traceback" not in refused.output


def test_a_destroy_leaves_nothing_in_either_cluster(deployed: Deployed) -> None:
    deployed.configure(modelRef="llama3.1-8b-q4")
    gone = deployed.project.destroy()
    assert gone.exit_code == 0, gone.output
    for plane in deployed.planes.values():
        found = Kubectl(plane.kubeconfig)("get", "namespaces", "-o", "json")
        assert deployed.namespace not in json.dumps(json.loads(found))
