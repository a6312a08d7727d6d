"""String leaves that are not plain: Outputs, awaitables, and secrets of the configuration."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumi_inference import InferenceServiceSpec, InvalidSpec
from pulumi_inference.declared import declared_at, pulumi_input

from tests.engine.recording import Recording, record, unknown
from tests.specs import MINIMAL, with_canary

SECRET_REF = {"valueFrom": {"secretConfig": "model"}}


def configured(spec: dict[str, Any], **values: str) -> Callable[[], dict[str, Any]]:
    """The spec in a program whose configuration holds these secrets."""

    def program() -> dict[str, Any]:
        keys = {f"inference:{key}": value for key, value in values.items()}
        pulumi.runtime.set_all_config(keys, list(keys))
        return spec

    return program


def server_arguments(recording: Recording, track: str = "primary") -> list[Any]:
    inputs = recording.resources[f"chat-{track}"].inputs
    spec = inputs["spec"]
    template = spec["value"]["template"] if "value" in spec else spec["template"]
    (server,) = template["spec"]["containers"]
    return list(server["args"])


def test_a_secret_of_the_configuration_reaches_the_server_as_a_secret() -> None:
    recording = record(configured({"modelRef": SECRET_REF}, model="hunter2-model"))
    request = recording.resources["chat-primary"].request
    assert server_arguments(recording)[-1] == "hunter2-model"
    assert "4dabf18193072939515e22adb298388d" in str(request.object), "the engine's mark of a secret"


def test_a_secret_that_is_not_configured_is_named_with_its_path_and_nothing_is_registered() -> None:
    recording = Recording()
    with pytest.raises(InvalidSpec) as refused:
        record(configured(with_canary(10) | {"modelRef": SECRET_REF}), into=recording)
    assert str(refused.value) == (
        "services.chat.modelRef: names inference:model, which the configuration does not hold. "
        "Set it: pulumi config set --secret inference:model"
    )
    assert recording.resources == {}


def test_a_value_that_stands_in_clear_in_the_configuration_is_not_taken_for_a_secret() -> None:
    def spec() -> dict[str, Any]:
        pulumi.runtime.set_all_config({"inference:model": "hunter2"}, [])
        return {"modelRef": SECRET_REF}

    with pytest.raises(InvalidSpec, match=r"services\.chat\.modelRef: names inference:model, which is not a secret"):
        record(spec)


def test_a_secret_of_another_namespace_is_named_with_it() -> None:
    def spec() -> dict[str, Any]:
        pulumi.runtime.set_all_config({"shared:model": "llama3-8b-q4"}, ["shared:model"])
        return {"modelRef": {"valueFrom": {"secretConfig": "shared:model"}}}

    assert server_arguments(record(spec))[-1] == "llama3-8b-q4"


def test_a_secret_that_is_no_model_reference_is_refused_and_not_shown() -> None:
    with pytest.raises(
        Exception, match=r"services\.chat\.modelRef: names inference:model, whose value is not"
    ) as refused:
        record(configured({"modelRef": SECRET_REF}, model="hunter2 hunter2"))
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("field", ["modelRef", "namespace"])
def test_an_output_that_is_no_string_is_refused_with_its_path(field: str) -> None:
    with pytest.raises(Exception, match=rf"services\.chat\.{field}: The value of this Output is not a string"):
        record(lambda: MINIMAL | {field: pulumi.Output.from_input(3)})


def test_a_namespace_may_be_an_output() -> None:
    recording = record(lambda: MINIMAL | {"namespace": pulumi.Output.from_input("models")})
    for name in ("chat-primary", "chat-svc"):
        assert recording.resources[name].inputs["metadata"]["namespace"] == "models"
    assert recording.outputs["url"] == "http://chat-svc.models.svc:80"


def test_a_namespace_that_is_known_later_leaves_the_structure_known() -> None:
    recording = record(lambda: MINIMAL | {"namespace": unknown()}, preview=True)
    assert recording.resources["chat-primary"].inputs["spec"]["replicas"] == 1


def test_an_awaitable_is_an_input_too() -> None:
    async def model() -> str:
        return "llama3-8b-q4"

    assert server_arguments(record(lambda: {"modelRef": model()}))[-1] == "llama3-8b-q4"


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        (lambda: MINIMAL | {"replicas": pulumi.Output.from_input(3)}, "replicas"),
        (lambda: MINIMAL | {"canary": pulumi.Output.from_input({"modelRef": "b", "weight": 10})}, "canary"),
        (lambda: MINIMAL | {"canary": {"modelRef": "b", "weight": pulumi.Output.secret(10)}}, "canary.weight"),
        (lambda: MINIMAL | {"resources": {"cpu": unknown()}}, "resources.cpu"),
    ],
)
def test_structure_given_as_an_output_is_refused_with_the_field_and_the_reason(
    spec: Callable[[], dict[str, Any]], path: str
) -> None:
    with pytest.raises(InvalidSpec) as refused:
        record(spec)
    assert str(refused.value) == (
        f"services.chat.{path}: is an Output, which is known only once other resources exist. This field decides what "
        "is created, which a preview must know. Give a plain value."
    )


def objects(recording: Recording, kind: str) -> list[dict[str, Any]]:
    return [one.inputs for one in recording.registrations if one.type.endswith(f":{kind}")]


def test_an_annotation_may_be_a_secret_of_the_configuration() -> None:
    spec = MINIMAL | {"service": {"annotations": {"example.com/key": SECRET_REF}}}
    recording = record(configured(spec, model="hunter2"))
    metadata = recording.resources["chat-svc"].inputs["metadata"]
    assert metadata.get("value", metadata)["annotations"]["example.com/key"] == "hunter2"
    assert "4dabf18193072939515e22adb298388d" in str(recording.resources["chat-svc"].request.object)


def test_the_hosts_of_an_ingress_may_be_outputs_and_the_url_follows() -> None:
    recording = record(
        lambda: (
            MINIMAL
            | {
                "ingress": {
                    "hosts": ["*.example.com", pulumi.Output.from_input("chat.example.com")],
                    "tls": {"secretName": "own"},
                }
            }
        )
    )
    (ingress,) = objects(recording, "Ingress")
    assert [rule["host"] for rule in ingress["spec"]["rules"]] == ["*.example.com", "chat.example.com"]
    assert recording.outputs["url"] == "https://chat.example.com:443"


def test_the_host_of_external_dns_may_be_an_output() -> None:
    recording = record(
        lambda: (
            MINIMAL | {"service": {"type": "LoadBalancer", "hostname": pulumi.Output.from_input("chat.example.com")}}
        )
    )
    annotations = recording.resources["chat-svc"].inputs["metadata"]["annotations"]
    assert annotations == {"external-dns.alpha.kubernetes.io/hostname": "chat.example.com"}
    assert recording.outputs["url"] == "http://chat.example.com:80"


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        (lambda wrong: {"ingress": {"hosts": ["a.example.com", wrong]}}, r"ingress\.hosts\[1\]"),
        (lambda wrong: {"service": {"labels": {"example.com/team": wrong}}}, r'service\.labels\["example.com/team"\]'),
        (lambda wrong: {"ingress": {"hosts": ["a.b"], "tls": {"secretName": wrong}}}, r"ingress\.tls\.secretName"),
    ],
)
def test_a_wrong_output_in_a_list_or_a_map_is_refused_with_its_path(
    spec: Callable[[Any], dict[str, Any]], path: str
) -> None:
    with pytest.raises(Exception, match=rf"services\.chat\.{path}: The value of this Output is not"):
        record(lambda: MINIMAL | spec(pulumi.Output.from_input("not a host!")))


def test_a_secret_in_a_list_that_is_not_configured_is_named_with_its_path() -> None:
    with pytest.raises(InvalidSpec, match=r"services\.chat\.ingress\.hosts\[0\]: names inference:model"):
        record(MINIMAL | {"ingress": {"hosts": [SECRET_REF]}})


@pytest.mark.parametrize(
    "place", [("ingress", "hosts", 0), ("service", "annotations", "example.com/key"), ("service", "hostname")]
)
def test_the_plugin_for_other_languages_lets_outputs_into_lists_and_maps(place: tuple[str | int, ...]) -> None:
    assert pulumi_input(declared_at(InferenceServiceSpec, place)) is not None
