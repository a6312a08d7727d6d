"""What each version of the defaults renders of jobs is what was recorded, as of services (test_snapshots.py)."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pytest
import yaml
from pulumi_inference import ModelJob, ModelJobSpec
from pulumi_inference.defaults import DEFAULTS

from tests.engine.recording import Recording, run
from tests.engine.test_snapshots import FOLDER, complaint, written
from tests.fields import all_fields, used_fields

JOBS: Mapping[str, Any] = yaml.safe_load((FOLDER / "jobs.yaml").read_text())
OLDEST = 3
"""Jobs came with this version of the defaults."""
VERSIONS = [version for version in DEFAULTS if version >= OLDEST]
RECORDED = FOLDER / "jobs"
IN_A_NAMED_JOB = ("sync.", "backup.", "loadTest.headers.")
"""Stores and credentials: tests/jobs runs them."""


def rendered(name: str, version: int) -> str:
    pinned = {} if version == max(DEFAULTS) else {"defaultsVersion": version}
    recording = Recording()

    def program() -> None:
        pulumi.runtime.set_all_config({"inference:hfToken": "hunter2"}, ["inference:hfToken"])
        ModelJob(name, JOBS[name] | pinned)

    run(program, recording)
    return written(recording)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", JOBS)
def test_what_is_rendered_of_a_job_is_what_was_recorded(name: str, version: int, recording_wanted: bool) -> None:
    path, now = RECORDED / f"defaults-{version}" / f"{name}.yaml", rendered(name, version)
    if recording_wanted and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now)
    if reason := complaint(path, now):
        pytest.fail(reason.replace("test_snapshots", "test_job_snapshots"), pytrace=False)


def test_no_recorded_job_is_left_out() -> None:
    expected = {RECORDED / f"defaults-{version}" / f"{name}.yaml" for name in JOBS for version in VERSIONS}
    assert set(RECORDED.glob("*/*")) == expected, "a job or a version is gone that somebody may still have"


def test_every_field_of_a_job_alone_is_used() -> None:
    used = set().union(*map(used_fields, JOBS.values()))
    own = all_fields(ModelJobSpec).keys() - all_fields().keys()
    assert not sorted(field for field in own - used if not field.startswith(IN_A_NAMED_JOB))
