import pytest
from pulumi_inference.kube.cron import CronSchedule
from pydantic import TypeAdapter

from tests.samples import CRON


@pytest.mark.parametrize("schedule", CRON.valid)
def test_a_schedule_is_kept_as_written(schedule: str) -> None:
    assert TypeAdapter(CronSchedule).validate_python(schedule) == schedule


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        ("", "is empty"),
        ("0 3 * * *\n", "has spaces or a newline around it"),
        ("0 3 * *", "has 4 fields. Give five fields"),
        ("0 0 3 * * *", "has six fields, and Kubernetes knows no seconds. Leave out the first"),
        ("0 0 3 * * * *", "has 7 fields"),
        ("TZ=Europe/Berlin 0 3 * * *", "Give it in the field timeZone"),
        ("CRON_TZ=UTC 0 3 * * *", "Give it in the field timeZone"),
        ("@reboot", "is not a schedule that has a name. Give @yearly"),
        ("@every 90", "has no duration above zero after @every"),
        ("@every 0s", "has no duration above zero after @every"),
    ],
)
def test_a_schedule_of_another_form_is_refused_with_the_fix(schedule: str, message: str) -> None:
    assert message in (CRON.refusal(schedule) or "")


@pytest.mark.parametrize(
    ("schedule", "field"),
    [
        ("60 * * * *", "minute. Give 0 to 59"),
        ("*/0 * * * *", "minute. Give 0 to 59"),
        ("* 24 * * *", "hour. Give 0 to 23"),
        ("* * 0 * *", "day of month. Give 1 to 31"),
        ("* * 32 * *", "day of month. Give 1 to 31"),
        ("* * * 13 *", "month. Give 1 to 12 or JAN to DEC"),
        ("* * * MON *", "month. Give 1 to 12 or JAN to DEC"),
        ("* * * * 7", "day of week. Give 0 to 6 or SUN to SAT, Sunday being 0"),
    ],
)
def test_a_field_out_of_its_bounds_is_named_with_them(schedule: str, field: str) -> None:
    assert f"has a faulty field for the {field}" in (CRON.refusal(schedule) or "")


@pytest.mark.parametrize(
    ("schedule", "turned"),
    [("5-1 * * * *", "5-1 in its minute"), ("* * * * 1,sat-Sun/2", "sat-Sun in its day of week")],
)
def test_a_range_that_ends_before_it_begins_is_refused(schedule: str, turned: str) -> None:
    assert f"has the range {turned}, which ends before it begins" in (CRON.refusal(schedule) or "")
