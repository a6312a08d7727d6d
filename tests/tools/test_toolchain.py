"""Builds of a module with no packages of others, so that they take a moment and no network."""

import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.processes import ending
from tools.errors import ToolError
from tools.toolchain import build, ensure, ensure_pulumi
from tools.toolchain.modules import CRDS, KUBERNETES, KUBERNETES_VERSION, PULUMI, PULUMI_VERSION, Module


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    go_cache = subprocess.run(["go", "env", "GOCACHE"], capture_output=True, text=True, check=True).stdout.strip()
    monkeypatch.setenv("GOCACHE", go_cache)  # below XDG_CACHE_HOME by default, and slow to fill
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "pulumi-inference"


@pytest.fixture
def module(tmp_path: Path) -> Module:
    folder = tmp_path / "hello"
    folder.mkdir()
    (folder / "go.mod").write_text("module hello\n\ngo 1.21\n")
    (folder / "go.sum").write_text("")
    (folder / "main.go").write_text('package main\n\nfunc main() { println("hello") }\n')
    return Module("hello", {"hello": "hello"}, parent=tmp_path)


def test_a_module_is_built_into_a_folder_named_by_its_content(module: Module, cache: Path) -> None:
    folder = ensure(module)
    assert folder == cache / module.content_hash()
    assert subprocess.run([folder / "hello"], capture_output=True, text=True, check=True).stderr == "hello\n"


def test_a_second_request_needs_neither_go_nor_a_build(module: Module, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ensure(module)
    monkeypatch.setenv("PATH", "/nonexistent")
    assert ensure(module) == folder


@pytest.mark.parametrize("name", ["go.mod", "go.sum"])
def test_the_hash_changes_with_the_module_files(module: Module, name: str) -> None:
    before = module.content_hash()
    with (module.folder / name).open("a") as file:
        file.write("// more\n")
    assert module.content_hash() != before


def test_the_hash_changes_with_what_is_built_and_how(module: Module) -> None:
    variants = [
        module,
        replace(module, ldflags="-X main.version=1"),
        replace(module, tags="remove_all_sd"),
        replace(module, executables={"hi": "hello"}),
        replace(module, beside=(CRDS,)),
    ]
    assert len({variant.content_hash() for variant in variants}) == len(variants)


def test_a_build_that_fails_says_so_and_leaves_nothing_in_the_cache(module: Module, cache: Path) -> None:
    (module.folder / "main.go").write_text("package main\n\nfunc main() { undefined() }\n")
    with pytest.raises(ToolError, match="undefined: undefined"):
        ensure(module)
    assert [path.name for path in cache.iterdir()] == ["hello.lock"]


def test_what_a_killed_build_left_is_removed_by_the_next_one(module: Module, cache: Path) -> None:
    leftover = cache / "building-hello@killed"
    leftover.mkdir(parents=True)
    ensure(module)
    assert not leftover.exists()


ENSURE = """
import pathlib, sys, tools.toolchain.modules
tools.toolchain.ensure(tools.toolchain.modules.Module("hello", {"hello": "hello"}, parent=pathlib.Path(sys.argv[1])))
"""  # the module of the fixture


def test_builds_at_the_same_time_build_once(module: Module, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = tmp_path / "calls"
    real = shutil.which("go")
    wrapper = tmp_path / "bin" / "go"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\necho "$1" >> {calls}\nexec {real} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", str(wrapper.parent), prepend=":")
    command = [sys.executable, "-c", ENSURE, str(module.parent)]
    with ExitStack() as stack:
        builders = [stack.enter_context(ending(subprocess.Popen(command, text=True))) for _ in range(3)]
        assert [builder.wait() for builder in builders] == [0, 0, 0]
    assert calls.read_text().split().count("build") == 1


def test_without_go_the_error_says_what_to_install(module: Module, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ToolError, match=r"no `go` on PATH.*Install Go 1\.26"):
        ensure(module)


def test_a_go_that_is_too_old_is_named(module: Module, monkeypatch: pytest.MonkeyPatch) -> None:
    (module.folder / "go.mod").write_text("module hello\n\ngo 1.999\n")
    monkeypatch.setenv("GOTOOLCHAIN", "local")  # or it would look for such a version on the network
    with pytest.raises(ToolError, match=r"go version go1\.\d+.* is too old.*Install Go 1\.26"):
        ensure(module)


def test_a_long_build_says_what_it_does_and_how_long_it_took(
    module: Module, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow_build(_module: Module, target: Path) -> None:
        while "so far" not in "".join(said := [*said_before, capsys.readouterr().err]):
            said_before[:] = said
        said_before[:] = said
        target.mkdir()

    said_before: list[str] = []
    monkeypatch.setattr("tools.progress.LOG_INTERVAL", 0.01)
    monkeypatch.setattr(build, "_build", slow_build)
    ensure(module)
    said = "".join([*said_before, capsys.readouterr().err])
    assert said.startswith("building hello")
    assert said.splitlines()[-1].startswith("building hello (once, then cached): done in ")


@pytest.fixture
def users_cache(
    toolchain: None,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The environment that the user gave, in which everything is built: what `cache` set is undone."""
    monkeypatch.undo()


@pytest.fixture
def our_pulumi(users_cache: None) -> Path:  # noqa: ARG001
    chosen = ensure_pulumi()
    if chosen != build.cache_root() / PULUMI.content_hash():
        pytest.skip(f"the pulumi in {chosen} is new enough, so none was built")
    return chosen


def test_pulumi_says_the_version_that_its_module_pins(our_pulumi: Path) -> None:
    assert said_by(our_pulumi / "pulumi", "version") == f"{PULUMI_VERSION}\n"


@pytest.mark.parametrize("command", [["kubectl", "version", "--client"], ["kube-apiserver", "--version"]])
@pytest.mark.usefixtures("users_cache")
def test_what_was_built_of_kubernetes_says_the_version_that_its_module_pins(command: list[str]) -> None:
    name, *arguments = command
    assert KUBERNETES_VERSION in said_by(ensure(KUBERNETES) / name, *arguments)


def said_by(executable: Path, *arguments: str) -> str:
    return subprocess.run([executable, *arguments], capture_output=True, text=True, check=True).stdout


def test_the_language_host_stands_beside_pulumi_with_its_script(our_pulumi: Path) -> None:
    assert {path.name for path in our_pulumi.iterdir()} == {
        "pulumi",
        "pulumi-language-python",
        "pulumi-language-python-exec",
    }
