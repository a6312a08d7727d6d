"""The configuration of a stack, as the engine hands it over: texts of JSON by key."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime import set_all_config
from pulumi_inference import InvalidSpec, configured_services

from tests.specs import MINIMAL

RESOURCE = "kind: ZerfooInferenceService\nname: code\nspec: {modelRef: m}\n"
NOT_READ = "is not a map that can be read. Write it as YAML below the key."


@pytest.fixture(autouse=True)
def _configuration_of_each_test() -> Iterator[None]:
    yield
    set_all_config({}, [])


def configure(services: Any = None, manifests: Any = None) -> None:
    given = {"inference:services": services, "inference:manifests": manifests}
    set_all_config({key: json.dumps(value) for key, value in given.items() if value is not None})


def report() -> list[str]:
    with pytest.raises(InvalidSpec) as caught:
        configured_services()
    return str(caught.value).split("\n")


def test_services_of_the_map_and_of_files_stand_together(tmp_path: Path) -> None:
    file = tmp_path / "code.yaml"
    file.write_text(RESOURCE)
    configure({"chat": MINIMAL}, [str(file)])
    assert list(configured_services()) == ["chat", "code"]
    configure(manifests=[str(file)])
    assert list(configured_services()) == ["code"]
    configure({"chat": MINIMAL})
    assert list(configured_services()) == ["chat"]
    configure({})
    assert list(configured_services()) == []


def test_neither_services_nor_files_is_an_error_that_names_both() -> None:
    configure()
    assert report() == ["inference:services: is required, or inference:manifests or inference:jobs is."]


@pytest.mark.parametrize("files", ["chat.yaml", {"a": "b"}, [3], [["a.yaml"]], 3, True])
def test_manifests_are_a_list_of_files(files: Any) -> None:
    configure(manifests=files)
    assert report() == ["inference:manifests: is not a list of files. Give one such as [services/chat.yaml]."]


def test_problems_of_the_map_and_of_files_come_in_one_report(tmp_path: Path) -> None:
    file = tmp_path / "chat.yaml"
    file.write_text(RESOURCE.replace("code", "chat"))
    configure({"chat": {"replicas": -1}}, [str(file), str(tmp_path / "absent.yaml")])
    assert report() == [
        "services.chat.modelRef: is required. Give one, such as llama3-8b-q4.",
        "services.chat.replicas: -1 is below 0. Give a whole number from 0 to 2147483647.",
        f"{file}: spec: chat is declared in services.chat too. Rename one.",
        f"{tmp_path / 'absent.yaml'}: cannot be read: No such file or directory.",
    ]


@pytest.mark.parametrize("key", ["inference:services", "inference:manifests"])
def test_a_secret_in_the_map_is_refused_before_its_value_is_looked_at(key: str) -> None:
    value = json.dumps({"chat": {"modelRef": "hunter2", "replicas": -1}})
    set_all_config({"inference:services": "{}"} | {key: value}, [key])
    (line,) = report()
    assert line.startswith(f"{key}: holds a secret (secure:)")
    assert "valueFrom: {secretConfig: KEY}" in line
    assert "hunter2" not in line


@pytest.mark.parametrize("text", ["chat", "{", "[" * 100_000, '{"chat": ' * 50_000, "9" * 5000])
def test_what_is_no_json_or_too_deep_to_read_is_refused_in_words(text: str) -> None:
    set_all_config({"inference:services": text})
    assert report() == [f"inference:services: {NOT_READ}"]


def test_missing_secrets_of_all_services_are_told_at_once_before_anything_is_declared() -> None:
    configure({name: {"modelRef": {"valueFrom": {"secretConfig": name}}} for name in ("one", "two")})
    found = report()
    assert [line.split(":")[0] for line in found] == ["services.one.modelRef", "services.two.modelRef"]
