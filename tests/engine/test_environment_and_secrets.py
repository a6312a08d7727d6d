"""What may be a secret in variables, files and credentials: where it goes, and where it does not."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumi_inference import InferenceServiceSpec, InvalidSpec
from pulumi_inference.declared import declared_at, pulumi_input

from tests.engine.recording import Recording, record, unknown
from tests.specs import MINIMAL

TOKEN = {"valueFrom": {"secretConfig": "hfToken"}}
SECRET = "4dabf18193072939515e22adb298388d"
"""The engine's mark of a secret."""


def configured(**fields: Any) -> Callable[[], dict[str, Any]]:
    """A spec in a program whose configuration holds a secret."""

    def program() -> dict[str, Any]:
        pulumi.runtime.set_all_config({"inference:hfToken": "hunter2"}, ["inference:hfToken"])
        return MINIMAL | fields

    return program


def data_of(recording: Recording, name: str) -> dict[str, str]:
    data = recording.resources[name].inputs["data"]
    found = {
        key: value["value"] if isinstance(value, dict) else value for key, value in data.get("value", data).items()
    }
    return {key: base64.b64decode(value).decode() for key, value in found.items()}


def template_of(recording: Recording, name: str = "chat-primary") -> str:
    return str(recording.resources[name].inputs["spec"]["template"])


def test_a_secret_of_the_configuration_stands_in_the_secret_alone_and_is_marked_there() -> None:
    recording = record(configured(env={"HF_TOKEN": TOKEN, "LEVEL": "info"}, files=[{"path": "/key", "text": TOKEN}]))
    assert data_of(recording, "chat-secrets") == {"env.HF_TOKEN": "hunter2", "file.key": "hunter2"}
    assert SECRET in str(recording.resources["chat-secrets"].request.object)
    others = [one for one in recording.registrations if one.name != "chat-secrets"]
    encoded = base64.b64encode(b"hunter2").decode()
    assert not [one.name for one in others if "hunter2" in str(one.inputs) or encoded in str(one.inputs)]
    assert "chat-secrets-given" in template_of(recording)
    assert "chat-secrets" in recording.dependencies("chat-primary")


def test_the_secret_has_no_name_of_ours_and_a_config_map_one_that_follows_from_its_content() -> None:
    recording = record(configured(env={"HF_TOKEN": TOKEN}, files=[{"path": "/a", "text": "one"}]))
    assert "name" not in recording.resources["chat-secrets"].inputs["metadata"]
    (name,) = (name for name in recording.resources if name.startswith("chat-config-"))
    assert recording.resources[name].inputs["metadata"]["name"] == name
    again = record(configured(files=[{"path": "/a", "text": "one"}]))
    other = record(configured(files=[{"path": "/a", "text": "two"}]))
    assert name in again.resources
    assert name not in other.resources


def test_the_digest_that_the_component_records_changes_with_a_secret_and_is_one_itself() -> None:
    def recorded(token: str) -> Any:
        def program() -> dict[str, Any]:
            return MINIMAL | {"env": {"HF_TOKEN": pulumi.Output.from_input(token)}}

        return record(program).resources["chat"].inputs["rollout"]

    one, other = recorded("hunter2"), recorded("hunter3")
    assert SECRET in one
    assert one != other
    assert one == recorded("hunter2")


def test_what_is_known_only_after_an_up_leaves_the_preview_its_structure() -> None:
    recording = record(lambda: MINIMAL | {"env": {"HOST": unknown()}}, preview=True)
    assert recording.resources["chat-primary"].inputs["spec"]["replicas"] == 1
    assert "chat-secrets" in recording.resources


def test_a_rollout_of_argo_goes_with_secrets_too() -> None:
    recording = record(configured(argo={}, env={"HF_TOKEN": TOKEN}))
    (rollout,) = (one for one in recording.registrations if one.type.endswith(":Rollout"))
    assert "chat-secrets-given" in str(rollout.inputs["spec"]["template"])


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"env": {"HF_TOKEN": TOKEN}}, "env.HF_TOKEN"),
        ({"files": [{"path": "/key", "text": TOKEN}]}, "files[0].text"),
        (
            {"registries": [{"server": "registry.example.com", "username": "pull", "password": TOKEN}]},
            "registries[0].password",
        ),
    ],
)
def test_a_secret_that_is_not_configured_is_named_with_its_path(fields: dict[str, Any], path: str) -> None:
    def program() -> dict[str, Any]:
        pulumi.runtime.set_all_config({}, [])
        return MINIMAL | fields

    with pytest.raises(InvalidSpec) as refused:
        record(program)
    assert str(refused.value) == (
        f"services.chat.{path}: names inference:hfToken, which the configuration does not hold. "
        "Set it: pulumi config set --secret inference:hfToken"
    )


def test_an_output_that_is_no_text_is_refused_with_its_path() -> None:
    with pytest.raises(Exception, match=r"services\.chat\.env\.PORT: The value of this Output is not a string"):
        record(lambda: MINIMAL | {"env": {"PORT": pulumi.Output.from_input(8080)}})


def test_an_empty_variable_is_rendered_as_the_api_server_keeps_it() -> None:
    (server,) = (
        record(MINIMAL | {"env": {"EMPTY": ""}})
        .resources["chat-primary"]
        .inputs["spec"]["template"]["spec"]["containers"]
    )
    assert server["env"] == [{"name": "EMPTY"}]


def test_credentials_of_registries_become_a_docker_config() -> None:
    account = {"server": "registry.example.com", "username": "pull", "password": TOKEN}
    recording = record(configured(imagePullSecrets=["existing"], registries=[account]))
    assert recording.resources["chat-registries"].inputs["type"] == "kubernetes.io/dockerconfigjson"
    config = json.loads(data_of(recording, "chat-registries")[".dockerconfigjson"])
    auth = base64.b64encode(b"pull:hunter2").decode()
    assert config == {"auths": {"registry.example.com": {"username": "pull", "password": "hunter2", "auth": auth}}}
    pulled = recording.resources["chat-primary"].inputs["spec"]["template"]["spec"]["imagePullSecrets"]
    assert pulled == [{"name": "existing"}, {"name": "chat-registries-given"}]


@pytest.mark.parametrize(
    "at", [("env", "A"), ("files", 0, "text"), ("registries", 0, "password"), ("imagePullSecrets", 0)]
)
def test_other_languages_may_give_an_output_there(at: tuple[str | int, ...]) -> None:
    assert pulumi_input(declared_at(InferenceServiceSpec, at)) is not None


@pytest.mark.parametrize("at", [("env",), ("files", 0, "yaml"), ("files", 0, "path"), ("volumes", 0, "name")])
def test_what_decides_on_objects_is_plain(at: tuple[str | int, ...]) -> None:
    assert pulumi_input(declared_at(InferenceServiceSpec, at)) is None
