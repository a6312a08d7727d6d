"""Which kubernetes plugin an engine gets, with a pulumi that only writes down what it is asked."""

import json
import os
from pathlib import Path

import pytest

from tools import plugin
from tools.engine import Engine
from tools.errors import ToolError
from tools.plugin import ensure_kubernetes_plugin

# Like the real one, it leaves a folder named by the version: `plugin install resource kubernetes VERSION ...`.
PULUMI = """#!/bin/sh
echo "$@" >> "$PULUMI_HOME/asked"
[ -e "$PULUMI_HOME/fail" ] && { echo no such release >&2; exit 1; }
mkdir -p "$PULUMI_HOME/plugins/resource-kubernetes-v$6"
"""


@pytest.fixture(autouse=True)
def pulumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    executable(folder / "pulumi", PULUMI)
    monkeypatch.setattr("tools.toolchain.ensure_pulumi", lambda: folder)
    monkeypatch.delenv(plugin.VARIABLE, raising=False)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(tmp_path / "home", tmp_path / "state", tmp_path / "kubeconfig")


def executable(path: Path, script: str = "#!/bin/sh\n") -> Path:
    path.write_text(script)
    path.chmod(0o755)
    return path


def web(monkeypatch: pytest.MonkeyPatch, answers: bool) -> list[bool]:
    probes: list[bool] = []

    def probe() -> bool:
        probes.append(answers)
        return answers

    monkeypatch.setattr(plugin, "_web_answers", probe)
    return probes


def asked(engine: Engine) -> list[str]:
    return (engine.home / "asked").read_text().splitlines()


def source(engine: Engine) -> str:
    return str(json.loads((engine.home / "kubernetes-plugin.json").read_text())["source"])


def test_where_the_web_answers_the_engine_downloads_the_official_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    web(monkeypatch, answers=True)
    ensure_kubernetes_plugin(engine)
    assert source(engine) == plugin.OFFICIAL
    assert "--file" not in asked(engine)[0]


def test_without_the_web_it_is_the_development_one_and_a_line_says_so(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    web(monkeypatch, answers=False)
    ensure_kubernetes_plugin(engine)
    assert source(engine) == plugin.development_script()
    assert capsys.readouterr().err.startswith("kubernetes plugin: the development one")


def test_a_download_that_fails_ends_with_the_development_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    web(monkeypatch, answers=True)
    engine.home.mkdir()
    (engine.home / "fail").touch()
    monkeypatch.setattr(plugin, "_install", lambda *_: None)
    ensure_kubernetes_plugin(engine)
    assert source(engine) == plugin.development_script()
    assert "the download failed: no such release" in capsys.readouterr().err


def test_a_download_that_hangs_ends_with_the_development_one(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    web(monkeypatch, answers=True)
    monkeypatch.setattr(plugin, "DOWNLOAD_TIMEOUT", 0.2)
    monkeypatch.setattr(plugin, "_install", lambda *_: None)
    executable(Path(engine.environment()["PATH"].split(":")[0]) / "pulumi", "#!/bin/sh\nexec sleep 600\n")
    ensure_kubernetes_plugin(engine)
    assert source(engine) == plugin.development_script()


def test_a_given_one_is_installed_without_asking_the_web(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probes = web(monkeypatch, answers=True)
    given = executable(tmp_path / "pulumi-resource-kubernetes")
    monkeypatch.setenv(plugin.VARIABLE, str(given))
    ensure_kubernetes_plugin(engine)
    assert f"--file {given}" in asked(engine)[0]
    assert probes == []


def test_the_choice_is_remembered_and_nothing_is_asked_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    probes = web(monkeypatch, answers=False)
    ensure_kubernetes_plugin(engine)
    ensure_kubernetes_plugin(engine)
    assert len(probes) == len(asked(engine)) == 1


def test_a_given_one_that_is_named_changed_or_no_longer_named_is_noticed(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web(monkeypatch, answers=False)
    ensure_kubernetes_plugin(engine)
    given = executable(tmp_path / "pulumi-resource-kubernetes")
    monkeypatch.setenv(plugin.VARIABLE, str(given))
    ensure_kubernetes_plugin(engine)
    executable(given, "#!/bin/sh\n# rebuilt\n")
    ensure_kubernetes_plugin(engine)
    ensure_kubernetes_plugin(engine)
    monkeypatch.delenv(plugin.VARIABLE)
    ensure_kubernetes_plugin(engine)
    assert [f"--file {given}" in line for line in asked(engine)] == [False, True, True, False]


def test_a_path_that_is_no_executable_is_an_error_that_names_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(plugin.VARIABLE, "/nowhere/plugin")
    with pytest.raises(ToolError, match="KUBERNETES_PLUGIN=/nowhere/plugin is not an executable file"):
        ensure_kubernetes_plugin(engine)


def test_the_web_is_asked_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    read_end, _write_end = os.pipe()
    monkeypatch.setattr(plugin, "PROBE_TIMEOUT", 0.05)
    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: os.read(read_end, 1))  # for ever
    assert not plugin._web_answers()


def test_a_checkout_that_has_moved_gets_its_own_development_plugin(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    web(monkeypatch, answers=False)
    ensure_kubernetes_plugin(engine)
    monkeypatch.setattr(plugin, "ROOT", tmp_path / "elsewhere")
    ensure_kubernetes_plugin(engine)
    assert len(asked(engine)) == 2
    assert str(tmp_path / "elsewhere") in (engine.home / "pulumi-resource-kubernetes").read_text()
