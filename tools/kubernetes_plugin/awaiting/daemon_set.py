"""DaemonSets: every chosen node has a ready, up-to-date pod."""

from __future__ import annotations

from tools.kubernetes_plugin.awaiting.observation import Awaiter, Observation, Readiness
from tools.kubernetes_plugin.awaiting.stateful_set import problems
from tools.kubernetes_plugin.objects import nested, nested_int

_COUNTS = ("currentNumberScheduled", "updatedNumberScheduled", "numberAvailable", "numberReady")


def readiness(seen: Observation) -> Readiness:
    if not seen.observed or nested(seen.live, "status", "desiredNumberScheduled") is None:
        return Readiness(ready=False, message="waiting for the DaemonSet's controller")
    wanted = nested_int(seen.live, "status", "desiredNumberScheduled")
    for count in _COUNTS:
        have = nested_int(seen.live, "status", count)
        if have < wanted:
            return Readiness(ready=False, message=f"{count} is {have} of {wanted}")
    return Readiness(ready=True)


AWAITER = Awaiter(readiness, problems)
