import socket
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.kubernetes_plugin import client
from tools.kubernetes_plugin.configuration import check_configuration, compare_configurations
from tools.kubernetes_plugin.errors import ClusterUnreachableError
from tools.kubernetes_plugin.kubeconfig import target
from tools.kubernetes_plugin.settings import Settings


def kubeconfig(server: str = "https://one", context: str = "dev", **fields: Any) -> str:
    return yaml.safe_dump(
        {
            "clusters": [{"name": "c", "cluster": {"server": server, **fields}}, {"name": "other", "cluster": {}}],
            "users": [{"name": "u", "user": {"token": "very-secret"}}],
            "contexts": [{"name": context, "context": {"cluster": "c", "user": "u", "namespace": "team"}}],
            "current-context": context,
        }
    )


def test_the_contexts_namespace_is_the_default_unless_one_is_set() -> None:
    assert target(Settings(kubeconfig=kubeconfig()), {}).namespace == "team"
    assert target(Settings(kubeconfig=kubeconfig(), namespace="mine"), {}).namespace == "mine"


def test_a_context_that_does_not_exist_is_an_error_that_names_those_that_do() -> None:
    with pytest.raises(ClusterUnreachableError, match=r'context "prod" does not exist in the kubeconfig; it has: dev'):
        target(Settings(kubeconfig=kubeconfig(), context="prod"), {})


def test_a_cluster_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ClusterUnreachableError, match='cluster "nowhere" does not exist'):
        target(Settings(kubeconfig=kubeconfig(), cluster="nowhere"), {})


def test_another_cluster_can_be_chosen_for_a_context() -> None:
    chosen = target(Settings(kubeconfig=kubeconfig(), cluster="other"), {})

    assert chosen.config is not None
    assert chosen.config["contexts"][0]["context"]["cluster"] == "other"


def test_contents_that_are_no_kubeconfig_are_not_shown() -> None:
    with pytest.raises(ClusterUnreachableError) as caught:
        target(Settings(kubeconfig="token: [very-secret"), {})

    assert "very-secret" not in str(caught.value)


def test_no_kubeconfig_at_all_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    with pytest.raises(ClusterUnreachableError, match="no kubeconfig found"):
        target(Settings(), {"KUBECONFIG": str(tmp_path / "missing")})


def test_files_of_the_environment_are_merged_and_the_first_wins(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "config", tmp_path / "b" / "config"
    for path, context in ((first, "one"), (second, "two")):
        path.parent.mkdir()
        path.write_text(kubeconfig(context=context, **{"certificate-authority": "ca.pem"}))

    chosen = target(Settings(), {"KUBECONFIG": f"{first}:{second}"})

    assert chosen.context == "one"
    assert chosen.config is not None
    assert [each["name"] for each in chosen.config["contexts"]] == ["one", "two"]
    assert chosen.config["clusters"][0]["cluster"]["certificate-authority"] == str(tmp_path / "a" / "ca.pem")


def test_another_server_replaces_everything_and_another_token_does_not() -> None:
    old = {"kubeconfig": kubeconfig()}

    assert compare_configurations(old, {"kubeconfig": kubeconfig("https://two")}).replacing == ("kubeconfig",)
    other_token = {"kubeconfig": kubeconfig().replace("very-secret", "new")}
    assert compare_configurations(old, other_token).replacing == ()
    assert compare_configurations(old, other_token).changed == ("kubeconfig",)
    assert compare_configurations(old, old).changed == ()


def test_a_cluster_identifier_decides_where_there_is_one() -> None:
    old = {"kubeconfig": kubeconfig(), "clusterIdentifier": "a"}
    moved = {"kubeconfig": kubeconfig("https://two")}

    assert compare_configurations(old, moved | {"clusterIdentifier": "a"}).replacing == ()
    assert compare_configurations(old, moved | {"clusterIdentifier": "b"}).replacing == ("clusterIdentifier",)


def test_settings_that_do_not_go_together_are_refused() -> None:
    rendering = {"renderYamlToDirectory": "out"}

    assert [each.property for each in check_configuration(rendering | {"context": "dev"})] == ["context"]
    assert [each.property for each in check_configuration({"alwaysRender": True})] == ["alwaysRender"]
    assert [each.property for each in check_configuration({"enableServerSideApply": "false"})] == [
        "enableServerSideApply"
    ]
    assert check_configuration(rendering) == []


def test_a_setting_wins_over_the_environment() -> None:
    environment = {"PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE": "true"}

    assert Settings.read({}, environment).config_map_mutable
    assert not Settings.read({"kubernetes:config:enableConfigMapMutable": "false"}, environment).config_map_mutable


def test_a_server_that_says_nothing_is_unreachable_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_TIMEOUT", (0.1, 0.1))
    with socket.create_server(("127.0.0.1", 0)) as mute:
        server = f"https://127.0.0.1:{mute.getsockname()[1]}"
        api_client = target(Settings(kubeconfig=kubeconfig(server)), {}).api_client()
        with pytest.raises(ClusterUnreachableError, match=f"no answer from {server}"):
            client.Cluster(api_client)
