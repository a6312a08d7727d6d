from typing import Any

import pytest

from tools.kubernetes_plugin.check import Autonaming, checked
from tools.kubernetes_plugin.engine import EngineLog
from tools.kubernetes_plugin.errors import PluginError, UnsupportedError
from tools.kubernetes_plugin.session import Session

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
URN = "urn:pulumi:dev::app::team:index:Service$kubernetes:{}::web"


def check(
    obj: dict[str, Any],
    token: str = "core/v1:ConfigMap",
    old: dict[str, Any] | None = None,
    autonaming: Autonaming | None = None,
) -> dict[str, Any]:
    return checked(Session(EngineLog()), URN.format(token), obj, old or {}, autonaming or Autonaming(b"seed"))


def config_map(**metadata: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}


def test_a_nameless_object_is_named_after_its_resource_and_marked() -> None:
    metadata = check({"apiVersion": "v1", "kind": "ConfigMap"})["metadata"]

    assert metadata["name"].startswith("web-")
    assert len(metadata["name"]) == len("web-12345678")
    assert metadata["annotations"] == {"pulumi.com/autonamed": "true"}


def test_the_same_seed_gives_the_same_name() -> None:
    names = [check(config_map(), autonaming=Autonaming(seed))["metadata"]["name"] for seed in (b"a", b"a", b"b")]

    assert names[0] == names[1] != names[2]


def test_the_engines_own_naming_is_followed() -> None:
    assert check(config_map(), autonaming=Autonaming(proposed="chosen"))["metadata"]["name"] == "chosen"
    with pytest.raises(PluginError, match=r"set metadata\.name"):
        check(config_map(), autonaming=Autonaming(forbidden=True))


def test_a_generated_name_is_kept_and_a_given_one_is_not_replaced_by_it() -> None:
    old = check(config_map())

    assert check(config_map(), old=old)["metadata"]["name"] == old["metadata"]["name"]
    assert check(config_map(name="mine"), old=old)["metadata"] == {"name": "mine", "namespace": "default"}


def test_a_name_that_is_not_known_yet_is_a_name() -> None:
    assert check(config_map(name=UNKNOWN))["metadata"]["name"] == UNKNOWN


def test_objects_of_a_namespace_get_the_default_one_and_others_get_none() -> None:
    assert check(config_map(name="c"))["metadata"]["namespace"] == "default"
    role = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "r"}}
    assert "namespace" not in check(role, "rbac.authorization.k8s.io/v1:ClusterRole")["metadata"]


def test_custom_resources_have_the_scope_that_the_program_itself_defines() -> None:
    session = Session(EngineLog())
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "planets.example.com"},
        "spec": {"group": "example.com", "scope": "Cluster", "names": {"kind": "Planet"}},
    }
    planet = {"apiVersion": "example.com/v1", "kind": "Planet", "metadata": {"name": "earth"}}
    moon = planet | {"kind": "Moon"}

    checked(session, URN.format("apiextensions.k8s.io/v1:CustomResourceDefinition"), definition, {}, Autonaming())

    assert "namespace" not in checked(session, URN.format("x/v1:Planet"), planet, {}, Autonaming())["metadata"]
    assert checked(session, URN.format("x/v1:Moon"), moon, {}, Autonaming())["metadata"]["namespace"] == "default"


def test_generate_name_is_refused() -> None:
    with pytest.raises(PluginError, match="generateName"):
        check(config_map(generateName="c-"))


def test_a_patch_resource_needs_a_name() -> None:
    with pytest.raises(PluginError, match=r"metadata\.name"):
        check(config_map(), "core/v1:ConfigMapPatch")


@pytest.mark.parametrize("token", ["core/v1:ConfigMapList", "helm.sh/v3:Release"])
def test_what_is_out_of_scope_is_refused_clearly(token: str) -> None:
    with pytest.raises(UnsupportedError, match=token.rpartition(":")[2]):
        check(config_map(), token)
