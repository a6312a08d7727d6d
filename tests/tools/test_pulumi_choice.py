"""Which pulumi is used: the one on PATH, or the one that is built."""

from pathlib import Path

import pytest

from tools.toolchain import ensure_pulumi, pulumi

OURS = Path("/ours")


@pytest.fixture(autouse=True)
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulumi, "ensure", lambda _module: OURS)


def install(folder: Path, version: str, language_host: bool = True) -> Path:
    folder.mkdir()
    executable(folder / "pulumi", f"echo {version}")
    if language_host:
        executable(folder / "pulumi-language-python", "exit 1")
    return folder


def executable(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize("version", ["v3.246.0", "v3.260.1", "v4.0.0"])
def test_an_installed_pulumi_that_is_new_enough_is_used(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = install(tmp_path / "bin", version)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    assert ensure_pulumi() == folder


@pytest.mark.parametrize("version", ["v3.245.9", "v2.300.0", "nonsense"])
def test_an_installed_pulumi_that_is_older_is_left_alone(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(install(tmp_path / "bin", version)))
    assert ensure_pulumi() == OURS


def test_a_pulumi_that_does_not_run_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = install(tmp_path / "bin", "v3.246.0")
    executable(folder / "pulumi", "exit 1")
    monkeypatch.setenv("PATH", str(folder))
    assert ensure_pulumi() == OURS


def test_without_its_language_host_a_pulumi_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(install(tmp_path / "bin", "v3.246.0", language_host=False)))
    assert ensure_pulumi() == OURS


def test_the_language_host_may_stand_elsewhere_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = install(tmp_path / "bin", "v3.246.0", language_host=False)
    other = install(tmp_path / "other", "v1.0.0")
    monkeypatch.setenv("PATH", f"{folder}:{other}")
    assert ensure_pulumi() == folder


def test_our_own_links_do_not_count_as_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    local = install(tmp_path / "bin", "v9.0.0")
    monkeypatch.setattr(pulumi, "BIN", local)
    monkeypatch.setenv("PATH", str(local))
    assert ensure_pulumi() == OURS
