"""Jobs: complete. A Job that has given up fails at once."""

from __future__ import annotations

from tools.kubernetes_plugin.awaiting.observation import Awaiter, Observation, Readiness
from tools.kubernetes_plugin.awaiting.stateful_set import problems as problems_of_pods
from tools.kubernetes_plugin.objects import condition, nested, nested_int

_GAVE_UP = ("BackoffLimitExceeded", "DeadlineExceeded")


def readiness(seen: Observation) -> Readiness:
    failed = condition(seen.live, "Failed")
    if failed.get("status") == "True" and failed.get("reason") in _GAVE_UP:
        return Readiness(ready=False, hopeless=True, message=f"[{failed['reason']}] {failed.get('message', '')}")
    if nested(seen.live, "status", "startTime") and condition(seen.live, "Complete").get("status") == "True":
        return Readiness(ready=True)
    counts = ", ".join(f"{word} {nested_int(seen.live, 'status', word)}" for word in ("active", "succeeded", "failed"))
    return Readiness(ready=False, message=f"waiting for the Job to complete ({counts})")


def problems(seen: Observation) -> list[str]:
    failed = condition(seen.live, "Failed")
    own = [f"[{failed.get('reason')}] {failed.get('message')}"] if failed.get("status") == "True" else []
    return own + problems_of_pods(seen)


AWAITER = Awaiter(readiness, problems)
