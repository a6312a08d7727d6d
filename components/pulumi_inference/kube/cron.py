"""Schedules of a CronJob: `0 3 * * MON-FRI`, `@hourly`, `@every 1h30m`.

https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
The grammar is that of ParseStandard in https://pkg.go.dev/github.com/robfig/cron/v3.
"""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from ..model import fault
from .duration import POSITIVE, is_duration
from .pattern import text_schema, whole

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_EVERY = "@every "
_NAMED = "@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)"
_GAP = "[ \t]+"
_STEP = "0*[1-9][0-9]{0,8}"
_LONGEST = 1024
"""Characters: a list of every minute, hour, day and month is shorter."""
_ACCEPTED = "Give five fields (minute, hour, day of month, month, day of week) such as 0 3 * * MON-FRI, or @hourly."


@dataclass(frozen=True)
class _Field:
    name: str
    numbers: str
    """The regular expression of its numbers, without leading zeros."""
    accepted: str
    words: tuple[str, ...] = ()
    first: int = 0
    """What the first of `words` counts as."""

    @property
    def value(self) -> str:
        words = ("".join(f"[{letter}{letter.lower()}]" for letter in word) for word in self.words)
        return "(?:" + "|".join((f"0*(?:{self.numbers})", *words)) + ")"

    @property
    def expression(self) -> str:
        part = f"(?:[*?]|{self.value}(?:-{self.value})?)(?:/{_STEP})?"
        return f"{part}(?:,{part})*"

    def number(self, text: str) -> int:
        return self.first + self.words.index(text.upper()) if text.upper() in self.words else int(text)

    def reversed_range(self, text: str) -> str | None:
        """The first range that ends before it begins, in a text of this field's form."""
        for part in text.split(","):
            low, dash, high = part.partition("/")[0].partition("-")
            if dash and self.number(low) > self.number(high):
                return f"{low}-{high}"
        return None


_FIELDS = (
    _Field("minute", "[1-5]?[0-9]", "0 to 59"),
    _Field("hour", "1?[0-9]|2[0-3]", "0 to 23"),
    _Field("day of month", "[1-9]|[12][0-9]|3[01]", "1 to 31"),
    _Field("month", "[1-9]|1[0-2]", "1 to 12 or JAN to DEC", _MONTHS, first=1),
    _Field("day of week", "[0-6]", "0 to 6 or SUN to SAT, Sunday being 0", _DAYS),
)
_FORMS = tuple(re.compile(whole(field.expression)) for field in _FIELDS)
_IS_NAMED = re.compile(whole(_NAMED))
_SCHEDULE = f"{_NAMED}|{_EVERY}{POSITIVE}|{_GAP.join(field.expression for field in _FIELDS)}"


def _schedule(text: str) -> str:
    if len(text) > _LONGEST:
        raise fault("cron", f"is {len(text)} characters long, and may have {_LONGEST}. {_ACCEPTED}")
    if text.startswith(("TZ=", "CRON_TZ=")):
        raise fault("cron", "names a time zone, which Kubernetes refuses here. Give it in the field timeZone.")
    if text.startswith(_EVERY):
        if not is_duration(text.removeprefix(_EVERY)):
            raise fault("cron", "has no duration above zero after @every. Give one such as @every 1h30m.")
    elif text.startswith("@"):
        if not _IS_NAMED.search(text):
            raise fault(
                "cron",
                "is not a schedule that has a name. Give @yearly, @annually, @monthly, @weekly, @daily, @midnight, "
                "@hourly or one like @every 1h30m.",
            )
    elif problem := _problem(text):
        raise fault("cron", problem)
    return text


def _problem(text: str) -> str | None:
    fields = re.split(_GAP, text)
    if text != text.strip() or not text:
        return f"is empty or has spaces or a newline around it. {_ACCEPTED}"
    if len(fields) == len(_FIELDS) + 1:
        return f"has six fields, and Kubernetes knows no seconds. Leave out the first. {_ACCEPTED}"
    if len(fields) != len(_FIELDS):
        return f"has {len(fields)} fields. {_ACCEPTED}"
    for field, form, given in zip(_FIELDS, _FORMS, fields, strict=True):
        if not form.search(given):
            return (
                f"has a faulty field for the {field.name}. Give {field.accepted}; ranges, lists and steps of these "
                "such as 1-5, 1,3 or */2; or * for any."
            )
        if turned := field.reversed_range(given):
            return (
                f"has the range {turned} in its {field.name}, which ends before it begins. Give two ranges with a "
                "comma between them."
            )
    return None


CronSchedule = Annotated[str, AfterValidator(_schedule), WithJsonSchema(text_schema(_SCHEDULE, maxLength=_LONGEST))]
"""When a CronJob runs, in the time zone of its field `timeZone`."""
