"""Which region does not answer: by its kubeconfig, without credentials, within a bound."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import yaml
from pulumi_inference import region_answers
from pulumi_inference.region_answers import silence


def kubeconfig(**ports: int | str) -> str:
    """A cluster and a context of each name, at a port or an address of its own."""
    servers = {name: port if isinstance(port, str) else f"https://127.0.0.1:{port}" for name, port in ports.items()}
    return yaml.safe_dump(
        {
            "current-context": next(iter(ports)),
            "contexts": [{"name": name, "context": {"cluster": name}} for name in ports],
            "clusters": [{"name": name, "cluster": {"server": server}} for name, server in servers.items()],
        }
    )


@pytest.fixture
def closed() -> Iterator[int]:
    """A port that nobody listens at, and nobody else gets."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


@pytest.fixture
def mute(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A port where connections hang."""
    monkeypatch.setattr(region_answers, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_region_whose_server_is_down_is_told_with_its_address(closed: int) -> None:
    assert silence(kubeconfig(west=closed), None) == f"https://127.0.0.1:{closed} does not answer (Connection refused)"


def test_a_region_whose_connections_hang_is_told_in_the_end(mute: int) -> None:
    assert "nothing came within" in (silence(kubeconfig(west=mute), None) or "")


def test_the_context_says_which_cluster_is_asked(mute: int, closed: int) -> None:
    both = kubeconfig(east=mute, west=closed)
    assert f":{closed} " in (silence(both, "west") or "")
    assert f":{mute} " in (silence(both, None) or ""), "the current one"


def test_the_kubeconfig_is_a_text_a_file_or_the_files_of_the_environment(
    closed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    west, east = tmp_path / "west", tmp_path / "east"
    west.write_text(kubeconfig(west=closed))
    east.write_text(kubeconfig(east="http://127.0.0.1:1"))
    assert silence(str(west), None)
    monkeypatch.setenv("KUBECONFIG", f"{east}:{tmp_path / 'none'}:{west}")
    assert silence(None, "west")
    assert silence(None, None) is None, "the first file's current context is nobody's whom this could ask"


@pytest.mark.parametrize("text", ["", "nowhere/kubeconfig", "a: [\n", "- one\n", "contexts:\n- 1\n"])
def test_where_no_address_is_found_nothing_is_said(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBECONFIG", "/nonexistent/kubeconfig")
    assert silence(text, "west") is None


def test_who_is_reached_by_a_proxy_of_the_kubeconfig_is_left_to_the_plugin(closed: int) -> None:
    config = yaml.safe_load(kubeconfig(west=closed))
    config["clusters"][0]["cluster"]["proxy-url"] = "socks5://127.0.0.1:1"
    assert silence(yaml.safe_dump(config), None) is None


def test_a_server_that_ends_the_handshake_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def refuse() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"\x15\x03\x03\x00\x02\x02\x28")  # TLS alert: handshake_failure

        refusing = Thread(target=refuse)
        refusing.start()
        assert silence(kubeconfig(west=listening.getsockname()[1]), None) is None
        refusing.join()
