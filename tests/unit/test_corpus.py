"""Every mistake of the corpus gets the report that stands there: each problem, and no other, word for word."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_services
from pulumi_inference.manifests import add_file
from pulumi_inference.parsing import Parsing
from pulumi_inference.strict_yaml import YamlProblem, documents

from tests.corpus import Entry, entries
from tests.corpus.huge import HUGE, Huge
from tests.schemas import SERVICES, validator

ENTRIES = list(entries())


def report_of(entry: Entry, folder: Path) -> list[str]:
    parsing = Parsing()
    if entry.kind == "manifest":
        (folder / "chat.yaml").write_text(entry.text)
        add_file(parsing, Path("chat.yaml"))
    else:
        parsing.add_all(entry.services())
    with pytest.raises(InvalidSpec) as caught:
        parsing.specs()
    return str(caught.value).split("\n")


@pytest.mark.parametrize("entry", ENTRIES, ids=str)
def test_a_mistake_gets_its_whole_report(entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert report_of(entry, tmp_path) == entry.report


@pytest.mark.parametrize("huge", HUGE, ids=str)
def test_what_is_too_large_or_too_deep_gets_its_whole_report(huge: Huge) -> None:
    with pytest.raises(InvalidSpec) as caught:
        parse_services({"chat": huge.spec()})
    assert tuple(str(problem) for problem in caught.value.problems) == huge.report


@pytest.mark.parametrize("entry", ENTRIES, ids=str)
def test_an_editor_marks_every_mistake_that_a_schema_can_say(entry: Entry) -> None:
    if entry.kind == "manifest":
        accepted = all(validator("manifest.schema.json").is_valid(document) for document in readable(entry.text))
    else:
        accepted = validator("stack.schema.json").is_valid({"config": {SERVICES: entry.services()}})
    assert accepted == (entry.because is not None)


def readable(text: str) -> list[Any]:
    """The documents of a file; none, where it is not even YAML as we take it."""
    try:
        return [document for document in documents(text) if document is not None]
    except YamlProblem:
        return []


def test_the_corpus_is_large_and_its_entries_have_names_of_their_own() -> None:
    assert len(ENTRIES) + len(HUGE) >= 220
    (_, most), *_ = Counter(map(str, ENTRIES)).most_common(1)
    assert most == 1
    (_, most), *_ = Counter((entry.kind, entry.text) for entry in ENTRIES).most_common(1)
    assert most == 1, "each is another mistake"


@pytest.mark.parametrize("line", sorted({line for entry in ENTRIES for line in entry.report}))
def test_a_line_of_a_report_says_where_and_what_and_ends_as_a_sentence(line: str) -> None:
    path, _, message = line.partition(": ")
    assert re.match(r"services|chat\.yaml", path)
    assert len(message) > 10
    assert message.endswith((".", "?"))
    assert not re.search(r"Traceback|pydantic|<class|object at|value of type|PydanticCustomError|\bNone\b(?!\")", line)
