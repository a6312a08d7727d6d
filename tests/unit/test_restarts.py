"""Every field stands in the table of what restarts pods. What the table says is held against the engine's previews in
tests/cluster/test_restarts.py."""

from dataclasses import replace

import pytest
from pulumi_inference.defaults import DEFAULTS

from tests.changes import RECORD, NoChangeError, change_of, changeable, changed_kinds, objects_of
from tests.fields import all_fields
from tools.generators import restarts
from tools.generators.reference import anchor, reference


def test_every_field_has_its_effect() -> None:
    known = restarts.found()
    assert set(known.values()) <= set(restarts.EFFECTS)
    missing = changeable().keys() - known.keys()
    assert not missing, f"what does a change of {', '.join(sorted(missing))} do to pods? The engine's answer: {RECORD}"
    assert list(known) == list(changeable()), f"fields that are gone, or in another order: {RECORD}"


@pytest.mark.parametrize("path", changeable())
def test_a_field_changes_the_objects_that_it_says(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In `about`, and so in the reference."""
    newest = max(DEFAULTS)
    monkeypatch.setitem(DEFAULTS, newest + 1, replace(DEFAULTS[newest], pre_stop="14s"))
    field = all_fields()[path]
    said, kinds = objects_of(field), changed_kinds(change_of(path, field))
    assert said is None or (kinds <= set(said) and bool(kinds) == bool(said))


def test_a_field_without_a_change_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    field = all_fields()["canary.weight"]
    monkeypatch.setattr("tests.changes.VALUES", {"canary.weight": 11})
    with pytest.raises(NoChangeError, match=r"no change of canary\.weight .* \(VALUES\)(.|\n)*render the same"):
        change_of("canary.weight", field)


def test_one_row_stands_for_all_below_a_field_where_the_effect_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    effects = {"a": "none", "b.c": "none", "b.d[].e": "none", "f.g": "none", "f.h": "rolling restart", "f.h.i": "none"}
    monkeypatch.setattr(restarts, "found", lambda: effects)
    rows = [line for line in restarts.restarts().splitlines() if line.startswith("| [")]
    assert rows == [
        "| [`a`](reference.md#a) | none |",
        "| [`b`](reference.md#b) and all below it | none |",
        "| [`f.g`](reference.md#fg) | none |",
        "| [`f.h`](reference.md#fh) | rolling restart |",
        "| [`f.h.i`](reference.md#fhi) | none |",
    ]


def test_every_field_is_linked_to_its_place_in_the_reference() -> None:
    headings = [line for line in reference().splitlines() if line.startswith("#")]
    assert {anchor(path) for path in all_fields()} <= {anchor(line.lstrip("# ")) for line in headings}
