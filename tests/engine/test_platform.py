"""The platform and regions under Pulumi's mocks: what is registered, and after what."""

from typing import Any

import pulumi
from pulumi_inference import (
    InferencePlatform,
    InferencePlatformArgs,
    InferenceService,
    RegionalInferenceService,
    parse_service,
)
from pulumi_inference.args import RegistryArgs

from tests.engine.recording import Recording, run, unknown
from tests.specs import MINIMAL

SPEC: InferencePlatformArgs = {
    "namespaces": {"ml": {"quota": {"pods": 3}}, "edge": {"on_delete": "keep"}},
    "default_namespace": "ml",
    "priority_classes": {"high": {"value": 1000}},
    "model_version_crd": True,
    "node_labels": {"gpu-node-1": {"accelerator": "nvidia-l4"}},
    "spot_pools": {"spot": {"labels": {"spot": "true"}}},
}


def recorded(program: Any, *, preview: bool = False) -> Recording:
    recording = Recording()
    run(lambda: program(recording), recording, preview=preview)
    return recording


def test_every_object_is_registered_as_its_kind_under_the_platforms_name() -> None:
    found = recorded(lambda _: InferencePlatform("platform", SPEC))
    assert {name: one.type for name, one in found.objects.items()} == {
        "platform-ml": "kubernetes:core/v1:Namespace",
        "platform-ml-default-deny": "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        "platform-ml-quota": "kubernetes:core/v1:ResourceQuota",
        "platform-edge": "kubernetes:core/v1:Namespace",
        "platform-edge-default-deny": "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        "platform-high": "kubernetes:scheduling.k8s.io/v1:PriorityClass",
        "platform-modelversions.ml.example.com": "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
        "platform-gpu-node-1": "kubernetes:core/v1:NodePatch",
    }
    assert found.dependencies("platform-ml-quota") == {"platform-ml"}


def test_namespaces_are_protected_or_kept_and_a_priority_class_is_replaced_in_its_place() -> None:
    objects = recorded(lambda _: InferencePlatform("platform", SPEC)).objects
    assert objects["platform-ml"].request.protect
    assert not objects["platform-edge"].request.protect
    assert objects["platform-edge"].request.retainOnDelete
    assert not objects["platform-ml-quota"].request.protect
    assert set(objects["platform-high"].request.replaceOnChanges) == {"value", "preemptionPolicy"}
    assert objects["platform-high"].request.deleteBeforeReplace


def test_a_service_in_the_platforms_namespace_comes_after_everything_in_it() -> None:
    def program(_: Recording) -> None:
        platform = InferencePlatform("platform", SPEC)
        InferenceService("chat", parse_service("chat", {**MINIMAL, "namespace": platform.namespace}))

    found = recorded(program)
    assert found.objects["chat-primary"].inputs["metadata"]["namespace"] == "ml"
    assert found.dependencies("chat-primary") >= {"platform-ml", "platform-ml-default-deny", "platform-ml-quota"}


def test_the_outputs_are_what_services_refer_to() -> None:
    told: dict[str, Any] = {}

    def program(_: Recording) -> pulumi.Output[Any]:
        platform = InferencePlatform("platform", SPEC)
        assert list(platform.spot_user_data) == ["spot"]
        return pulumi.Output.all(
            namespace=platform.namespace,
            edge=platform.namespaces["edge"],
            priority=platform.priority_classes["high"],
        ).apply(told.update)

    recorded(program)
    assert told == {"namespace": "ml", "edge": "edge", "priority": "high"}


def test_the_registries_password_may_be_an_output_and_is_a_secret_of_the_state() -> None:
    def program(_: Recording) -> pulumi.Output[Any]:
        registry: RegistryArgs = {
            "server": "a.example.com",
            "username": "u",
            "password": pulumi.Output.from_input("hunter2"),
        }
        platform = InferencePlatform("platform", {"namespaces": {"ml": {"registries": [registry]}}})
        return platform.registry_secrets["ml"]

    secret = recorded(program).objects["platform-ml-registries"]
    assert secret.inputs["type"] == "kubernetes.io/dockerconfigjson"
    assert "hunter2" not in str(secret.request.object)
    assert secret.request.object["data"]["4dabf18193072939515e22adb298388d"] == "1b47061264138c4ac30d75fd1eb44270"


def test_a_namespace_with_a_label_that_is_known_later_can_be_previewed() -> None:
    def program(_: Recording) -> None:
        InferencePlatform("platform", {"namespaces": {"ml": {"labels": {"example.com/team": unknown()}}}})

    assert "platform-ml" in recorded(program, preview=True).objects


def test_each_region_has_its_provider_and_others_come_after_the_canary_region() -> None:
    def program(_: Recording) -> None:
        regions: dict[str, dict[str, Any]] = {
            "west": {"context": "w"},
            "east": {"context": "e", "canary": True},
            "north": {"context": "n"},
        }
        RegionalInferenceService("chat", MINIMAL, regions)

    found = recorded(program)
    for region in ("west", "east", "north"):
        deployment = found.objects[f"chat-{region}-primary"]
        assert deployment.request.provider.split("::")[-2] == region
        assert deployment.inputs["metadata"]["name"] == "chat-primary"
    assert found.dependencies("chat-west") >= {"chat-east-primary", "chat-east-svc"}
    assert found.dependencies("chat-north") >= {"chat-east-primary"}
    assert not {name for name in found.dependencies("chat-west") if "north" in name}
    assert not {name for name in found.dependencies("chat-east") if name.startswith("chat-")}
