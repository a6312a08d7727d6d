"""The files that are made from the code."""

from pathlib import Path

import pytest

from tools import generated


def test_no_generated_file_is_stale() -> None:
    assert not generated.stale(), "`make generate` writes them anew"


def test_a_file_that_was_changed_by_hand_is_found_and_written_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.txt"
    changed.write_text("by hand\n")
    monkeypatch.setattr(generated, "ROOT", tmp_path)
    monkeypatch.setattr(generated, "GENERATED", ((changed, lambda: "made\n"),))
    assert generated.stale() == [changed]
    generated.generate_all()
    assert changed.read_text() == "made\n"
    assert not generated.stale()
