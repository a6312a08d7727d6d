"""The stacks of this repository, which are also the examples that a newcomer edits."""

from pathlib import Path

import pytest
import yaml
from pulumi_inference import parse_services

STACKS = sorted((Path(__file__).parents[2] / "stacks").glob("Pulumi.*.yaml"))


@pytest.mark.parametrize("stack", STACKS, ids=lambda path: path.name)
def test_every_stack_declares_services_that_are_valid(stack: Path) -> None:
    assert parse_services(yaml.safe_load(stack.read_text())["config"]["inference:services"])


def test_the_local_stack_names_its_own_cluster_so_that_it_can_reach_no_other() -> None:
    (local,) = (path for path in STACKS if path.name == "Pulumi.local.yaml")
    assert yaml.safe_load(local.read_text())["config"]["kubernetes:context"] == "pulumi-inference-local"
