"""The walk of examples/canary, typed as its page says, on the real engine and the real controllers.

`make test ARGS='--record tests/cluster/test_example_canary.py'` writes what happened to examples/canary/recorded, from
which `make generate` makes the page and its pictures.
"""

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster.live import Live
from tests.cluster.watching import Moment, watching
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.simulation import Simulation
from tools.engine import Engine
from tools.generators.canary_walk import EXAMPLE, commands, steps
from tools.layout import ROOT

PODS = {"replicas": 10, "gateway": 4}


class Shell:
    """Where the commands of the page are typed."""

    def __init__(self, folder: Path, home: Path, kubeconfig: Path) -> None:
        shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "recorded"))
        project = yaml.safe_load((folder / "Pulumi.yaml").read_text())
        project["runtime"]["options"]["virtualenv"] = str(ROOT / ".local" / "venv")
        (folder / "Pulumi.yaml").write_text(yaml.safe_dump(project))
        self._engine = Engine(home, folder / "backend", kubeconfig, project=folder)

    def __call__(self, *words: str) -> tuple[int, str]:
        with self._engine.start(*words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            output, _ = process.communicate()
        return process.returncode, output


@pytest.mark.parametrize("stack", PODS)
def test_a_model_walks_from_a_tenth_to_all_of_the_traffic_and_a_bad_one_never_gets_any(
    stack: str,
    tmp_path: Path,
    pulumi_home: Path,
    control_plane: ControlPlane,
    namespace: str,
    live: Live,
    recording_wanted: bool,
) -> None:
    install_crds(control_plane.kubeconfig, "gateway-api")
    type_ = Shell(tmp_path / "canary", pulumi_home, control_plane.kubeconfig)
    assert type_("stack", "init", stack)[0] == 0
    assert type_("config", "set", "kubernetes:namespace", namespace, "--stack", stack)[0] == 0
    Simulation(control_plane.kubeconfig, {"app": "chat", "track": "primary"}, namespace).slow(2)
    canary = Simulation(control_plane.kubeconfig, {"app": "chat", "track": "canary"}, namespace)
    begin, taken = time.monotonic(), list[dict[str, Any]]()
    moments, shares = list[Moment](), list[float]()
    for step in steps():
        if step.fails:
            canary.crash_loop("cannot load llama3.2-broken")
        elif "canary" not in step.remove:  # a bad one is bad until it is gone
            canary.slow(2)
        typed = commands(step)
        for command in typed[:-1]:
            done, output = type_(*command[1:], "--stack", stack)
            assert done == 0, output
        at = time.monotonic()
        with watching(control_plane.kubeconfig, namespace, "chat", routed=stack == "gateway") as recorded:
            done, output = type_("up", "--yes", "--stack", stack)
        assert (done != 0) is step.fails, output
        if step.fails:
            assert "services.chat: not ready: canary" in output
            assert {moment.share for moment in recorded.moments} == {0.0}, "a bad canary gets no traffic"
        if taken:
            assert recorded.fewest >= PODS[stack], step.title
        taken.append({"title": step.title, "at": round(at - begin, 2), "output": output.replace(namespace, "default")})
        moments += recorded.moments
        shares.append(recorded.moments[-1].share)
    assert (live.ready_pods("chat", "primary"), live.ready_pods("chat", "canary")) == (PODS[stack], 0)
    assert shares == [0, 0.1, 0.5, 1.0, 0, 0, 0], "the canary's share of the traffic after each step"

    if recording_wanted:
        written = [[round(one.at - begin, 2), one.primary, one.canary, round(one.share, 3)] for one in moments]
        content = {"steps": taken, "moments": written}
        (EXAMPLE / "recorded" / f"{stack}.json").write_text(json.dumps(content, indent=1) + "\n")
