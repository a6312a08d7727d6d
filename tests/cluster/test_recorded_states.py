"""Who deployed by an earlier release and upgrades the library has nothing to deploy, with the defaults of then pinned.

tests/states/specs.yaml has the specs, tests/states/RELEASE the stacks as that release left them, DEFAULTS_OF which
defaults were its newest. `--record` writes
those of the present release that are not there yet, and changes none that is.
"""

import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi_inference.defaults import DEFAULTS

from tests.cluster.live import Live
from tests.cluster.project import STACK, Project, Run
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl

FOLDER = Path(__file__).parents[1] / "states"
SPECS: Mapping[str, Any] = yaml.safe_load((FOLDER / "specs.yaml").read_text())
PRESENT = FOLDER / version("pulumi-inference")
RECORD = "make test WORKERS=1 ARGS='tests/cluster/test_recorded_states.py --record'"
DEFAULTS_OF = {"0.1.0": 1, "0.2.0": 2, "0.3.0": 3}
"""The newest version of the defaults that each release had."""
NAMESPACE = "recorded-namespace"
"""Stands in the files for the namespace of the test that recorded them."""
OF_THE_MACHINE = {"sourcePosition", "stackTrace", "secrets_providers"}
"""Parts of a state that say where it was made, or under which salt; nothing in it is secret."""


def state_files() -> list[Path]:
    return sorted({*FOLDER.glob("*/*.json"), *(PRESENT / f"{name}.json" for name in SPECS)})


def test_every_state_has_its_spec() -> None:
    assert {path.stem for path in state_files()} == SPECS.keys(), "a spec in specs.yaml is a promise: it stays"


@pytest.mark.parametrize("path", state_files(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_a_release_deployed_is_up_to_date_under_this_one(
    path: Path, project: Project, live: Live, control_plane: ControlPlane, recording_wanted: bool
) -> None:
    version_of_then = DEFAULTS_OF[path.parent.name]
    pinned = {} if version_of_then == max(DEFAULTS) else {"defaultsVersion": version_of_then}
    project.configure({"chat": SPECS[path.stem] | pinned})
    if recording_wanted and not path.exists():
        record(project, live.namespace, path)
        return
    assert path.exists(), f"this release has not recorded {path} yet: {RECORD}"
    restore(path, project, live, control_plane)
    before = generations(live)

    previewed = project.preview("--expect-no-changes")
    assert previewed.exit_code == 0, previewed.output
    assert changes(previewed) == {}
    done = project.up()
    assert done.exit_code == 0, done.output
    assert changes(done) == {}
    assert generations(live) == before, "no pod was replaced"
    # The same holds against the objects as they are, and not only as the state has them.
    assert project.refresh().exit_code == 0
    refreshed = project.preview("--expect-no-changes")
    assert refreshed.exit_code == 0, refreshed.output


IN_0_2 = {"chat": "create", "chat-pdb": "create"}
"""What the second defaults add beside the pods."""


@pytest.mark.parametrize(
    ("release", "added", "different"),
    [
        # The API server keeps the account's name under a field of old, too.
        ("0.1.0", IN_0_2, {"affinity", "serviceAccountName", "serviceAccount"}),
        ("0.2.0", {}, set()),
    ],
)
def test_who_upgrades_and_pins_nothing_gets_what_each_release_since_added(
    project: Project, live: Live, control_plane: ControlPlane, release: str, added: dict[str, str], different: set[str]
) -> None:
    project.configure({"chat": SPECS["plain"]})
    restore(FOLDER / release / "plain.json", project, live, control_plane)
    before = pod_spec(live)

    previewed = project.preview("--diff")
    assert previewed.exit_code == 0, previewed.output
    expected = added | {"chat-primary": "update"}
    assert previewed.operations == expected
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    assert done.operations == expected
    after = pod_spec(live)
    changed = {field for field in before.keys() | after.keys() if before.get(field) != after.get(field)}
    assert changed == different | {"containers", "securityContext", "volumes"}, "0.3 closes the root filesystem"
    assert after["affinity"].keys() == {"podAntiAffinity"}
    assert after["serviceAccountName"] == "chat"
    (container,) = after["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/home/nonroot", "/tmp"}
    assert project.preview("--expect-no-changes").exit_code == 0


def restore(path: Path, project: Project, live: Live, control_plane: ControlPlane) -> None:
    """The objects and the state as a release left them."""
    state = json.loads(path.read_text().replace(NAMESPACE, live.namespace))
    for recorded in kubernetes_objects(state):
        manifest = json.dumps(recorded["inputs"])
        Kubectl(control_plane.kubeconfig)("create", "--field-manager=pulumi-kubernetes", "--filename=-", stdin=manifest)
    project.engine.import_state(STACK, state)


def pod_spec(live: Live) -> dict[str, Any]:
    return dict(live.get("deployment", "chat-primary")["spec"]["template"]["spec"])


def record(project: Project, namespace: str, path: Path) -> None:
    """Deploy, and keep the state."""
    done = project.up()
    assert done.exit_code == 0, done.output
    path.parent.mkdir(exist_ok=True)
    state = json.dumps(without(OF_THE_MACHINE, project.engine.export(STACK)), indent=2)
    path.write_text(state.replace(namespace, NAMESPACE) + "\n")


def without(keys: set[str], state: Any) -> Any:
    if isinstance(state, list):
        return [without(keys, entry) for entry in state]
    if not isinstance(state, Mapping):
        return state
    return {key: without(keys, value) for key, value in state.items() if key not in keys}


def kubernetes_objects(state: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The objects of a state in the order in which they were made."""
    for resource in state["deployment"]["resources"]:
        if resource["type"].startswith("kubernetes:"):
            yield resource


def changes(run: Run) -> dict[str, str]:
    """What happened to any resource, the component included."""
    steps = [event["resourcePreEvent"]["metadata"] for event in run.events if "resourcePreEvent" in event]
    return {step["urn"]: step["op"] for step in steps if step["op"] != "same"}


def generations(live: Live) -> dict[str, int]:
    """Each Deployment with the number of its changes."""
    names = [name.partition("/")[2] for name in live.names("deployments")]
    return {name: live.get("deployment", name)["metadata"]["generation"] for name in names}
