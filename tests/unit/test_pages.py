"""What the pages on the platform, regions and jobs show is accepted as it stands there."""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pulumi.runtime import set_all_config
from pulumi_inference import configured_platform, configured_regions, configured_services, parse_jobs

from tests.schemas import marks

DOCS = Path(__file__).parents[2] / "docs"
SECRETS = [
    f"{project}:{key}" for project in ("project", "inference") for key in ("registryPassword", "kubeconfigEurope")
]
"""In the namespace of the program's project, which is project unless another test has named one."""


@pytest.fixture(autouse=True)
def _configuration_of_each_test() -> Iterator[None]:
    asyncio.set_event_loop(asyncio.new_event_loop())  # secrets become Outputs, and another test may have ended its own
    yield
    set_all_config({}, [])


@pytest.mark.parametrize("page", ["platform.md", "regions.md"])
def test_the_whole_example_of_a_page_is_accepted_by_the_program_and_by_editors(page: str) -> None:
    (example,) = re.findall(r"```yaml\n(config:.+?)```", (DOCS / page).read_text(), re.DOTALL)
    stack = yaml.safe_load(example)
    assert not marks(stack)
    values = {key: json.dumps(value) for key, value in stack["config"].items()}
    set_all_config(values | dict.fromkeys(SECRETS, "correct-horse"), SECRETS)
    assert configured_services()
    assert configured_platform() or configured_regions()


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("jobs.md", {"training", "batch-inference", "documents"}),
        ("model-sync.md", {"model-sync", "model-backup"}),
        ("load-test.md", {"chat-load"}),
    ],
)
def test_the_jobs_of_a_page_are_accepted_by_the_program_and_by_editors(page: str, shown: set[str]) -> None:
    blocks = re.findall(r"```yaml\n(.+?)```", (DOCS / page).read_text(), re.DOTALL)
    whole = yaml.safe_load("".join(blocks))
    jobs = whole.get("config", whole)["inference:jobs"]
    assert not marks({"config": {"inference:jobs": jobs}})
    assert parse_jobs(jobs).keys() == shown == jobs.keys()
