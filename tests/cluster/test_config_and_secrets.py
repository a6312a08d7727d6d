"""Configuration and secrets of a service on the real API server: what a change rolls, and what is left when."""

import base64
import json
from typing import Any

from tests.cluster.live import Live
from tests.cluster.project import Project, Run
from tests.specs import SMALL

MAPS, SECRETS = "configmaps", "secrets"
PASSWORD, NEXT_PASSWORD = "hunter2-first", "hunter2-second"
UNSEEN = (PASSWORD, NEXT_PASSWORD, *(base64.b64encode(one.encode()).decode() for one in (PASSWORD, NEXT_PASSWORD)))


def chat(level: str = "INFO", **more: Any) -> dict[str, Any]:
    logging = {"path": "/app/config/logging.conf", "text": f"[logger_root]\nlevel={level}\n"}
    app = {"path": "/app/config/app.yaml", "yaml": {"server": {"port": 8080, "workers": 4}}}
    token = {"HF_TOKEN": {"valueFrom": {"secretConfig": "hfToken"}}, "LOG_LEVEL": level}
    return SMALL | {"env": token, "files": [app, logging]} | more


def maps(live: Live) -> set[str]:
    return {name for name in live.names(MAPS) if "kube-root-ca" not in name}


def up(project: Project, spec: dict[str, Any], password: str = PASSWORD, *, fails: bool = False) -> Run:
    project.configure({"chat": spec}, {"hfToken": password})
    if fails:
        project.limit_rollouts(seconds=5)
    done = project.up("--skip-preview")
    if fails:
        project.lift_limits()
    assert (done.exit_code != 0) == fails, done.output
    return done


def recorded(project: Project) -> str:
    """All that the engine keeps: the state, its history and its backups."""
    files = (path for path in (project.directory / "backend").rglob("*") if path.is_file())
    return "\n".join(path.read_text() for path in files)


def nowhere(texts: tuple[str, ...], found: str) -> bool:
    return not any(text in found for text in texts)


def referred(live: Live) -> tuple[str, str]:
    """The ConfigMap and the Secret that the Deployment's pods refer to."""
    spec = live.get("deployment", "chat-primary")["spec"]["template"]["spec"]
    (volume,) = [one for one in spec["volumes"] if "projected" in one]
    env = {one["name"]: one for one in spec["containers"][0]["env"]}
    secret = env["HF_TOKEN"]["valueFrom"]["secretKeyRef"]
    assert secret["key"] == "env.HF_TOKEN"
    return volume["projected"]["sources"][0]["configMap"]["name"], secret["name"]


def value_of(live: Live, secret: str) -> str:
    found = live.get("secret", secret)
    assert found["immutable"] is True
    return base64.b64decode(found["data"]["env.HF_TOKEN"]).decode()


def test_a_changed_file_or_secret_rolls_the_pods_and_a_failed_rollout_keeps_what_the_old_ones_have(
    project: Project, live: Live
) -> None:
    up(project, chat())
    first_map, first_secret = referred(live)
    assert live.get("configmap", first_map)["data"] == {
        "app.config.app.yaml": "server:\n  port: 8080\n  workers: 4\n",
        "app.config.logging.conf": "[logger_root]\nlevel=INFO\n",
    }
    assert value_of(live, first_secret) == PASSWORD
    assert project.preview("--expect-no-changes").exit_code == 0
    pods = live.pod_names("chat", "primary")

    # A changed file has a map of its own, and the old one goes last.
    done = up(project, chat("DEBUG"))
    second_map, secret = referred(live)
    assert second_map != first_map
    assert secret == first_secret
    assert done.operations == {second_map: "create", "chat-primary": "update", first_map: "delete"}
    assert done.finished(f"::{second_map}") < done.started("::chat-primary")
    assert done.finished("::chat-primary") < done.started(f"::{first_map}")
    assert maps(live) == {f"ConfigMap/{second_map}"}
    assert not live.pod_names("chat", "primary") & pods
    pods = live.pod_names("chat", "primary")

    # Neither the old map nor the old secret goes while the new pods cannot start.
    too_much = {"resources": SMALL["resources"] | {"cpu": "1000"}}
    up(project, chat("WARN", **too_much), NEXT_PASSWORD, fails=True)
    failed_map, failed_secret = referred(live)
    assert {failed_map, failed_secret}.isdisjoint({second_map, first_secret})
    assert maps(live) == {f"ConfigMap/{second_map}", f"ConfigMap/{failed_map}"}
    assert value_of(live, first_secret) == PASSWORD
    assert live.ready_pods("chat", "primary") == 1
    assert pods <= live.pod_names("chat", "primary")

    # The way back finds the map as it was, and leaves nothing else.
    up(project, chat("DEBUG"))
    back_map, back_secret = referred(live)
    assert back_map == second_map
    assert maps(live) == {f"ConfigMap/{second_map}"}
    assert {name for name in live.names(SECRETS) if "chat" in name} == {f"Secret/{back_secret}"}
    assert value_of(live, back_secret) == PASSWORD
    assert live.ready_pods("chat", "primary") == 1

    # No command has shown a secret, and none is in what the engine keeps.
    changed = chat("DEBUG")
    project.configure({"chat": changed}, {"hfToken": NEXT_PASSWORD})
    previewed = project.preview("--diff")
    assert previewed.exit_code == 0, previewed.output
    assert "chat-secrets" in previewed.output
    assert nowhere(UNSEEN, previewed.output)
    rolled = up(project, changed, NEXT_PASSWORD)
    assert nowhere(UNSEEN, rolled.output + json.dumps(rolled.events))
    assert value_of(live, referred(live)[1]) == NEXT_PASSWORD
    assert "chat-secrets" in recorded(project)
    assert nowhere(UNSEEN, recorded(project))
    assert base64.b64encode(NEXT_PASSWORD.encode()).decode() in json.dumps(live.get("secret", referred(live)[1]))

    assert project.destroy().exit_code == 0
    assert not maps(live)


PROGRAM = """\
import pulumi
from pulumi_inference import InferenceService

spec = {"modelRef": "m", "env": {"PLAIN": pulumi.Output.from_input("hunter2-first")}}
service = InferenceService("chat", spec)
pulumi.export("services", {"chat": service.summary})
"""


def test_an_output_that_nobody_marked_as_secret_is_kept_like_one(project: Project, live: Live) -> None:
    project.configure({})
    project.program(PROGRAM)
    done = project.up()
    assert done.exit_code == 0, done.output
    (variable,) = live.container("chat-primary")["env"]
    assert "value" not in variable
    assert nowhere(UNSEEN, done.output + recorded(project))
