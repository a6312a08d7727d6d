"""Names of time zones: `Europe/Berlin`, `Etc/UTC`.

https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones (validateTimeZone in pkg/apis/batch)
"""

from typing import Annotated

from .pattern import Matching

TimeZone = Annotated[
    str,
    Matching(
        "time_zone",
        r"(?![Ll][Oo][Cc][Aa][Ll]$)[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*",
        "is not the name of a time zone. Give one of the tz database, such as Europe/Berlin or Etc/UTC.",
    ),
]
"""Of the tz database, as far as its form says: the API server looks it up in its own copy."""
