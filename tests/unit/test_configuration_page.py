"""What docs/configuration.md shows is accepted as it stands there."""

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi_inference import parse_service

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text()
BLOCKS = [yaml.safe_load(textwrap.dedent(block)) for block in re.findall(r"```yaml\n(.+?)```", PAGE, re.DOTALL)]


def fields(block: dict[str, Any]) -> dict[str, Any]:
    """Of a service: the first example stands in a stack file, the others continue it."""
    return dict(block["config"]["inference:services"]["chat"]) if "config" in block else {"modelRef": "m"} | block


@pytest.mark.parametrize("block", BLOCKS, ids=[", ".join(block) for block in BLOCKS])
def test_an_example_of_the_page_is_accepted(
    block: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "logging.conf").write_text("[loggers]\n")
    monkeypatch.chdir(tmp_path)
    spec = parse_service("chat", fields(block))
    assert spec.model_fields_set > {"model_ref"}
