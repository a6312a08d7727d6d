"""StatefulSets: every replica is ready and of the newest revision."""

from __future__ import annotations

from tools.kubernetes_plugin.awaiting.observation import Awaiter, Observation, Readiness
from tools.kubernetes_plugin.awaiting.pod import pod_problems
from tools.kubernetes_plugin.objects import generation, nested_int, nested_str, owned_by


def readiness(seen: Observation) -> Readiness:
    live = seen.live
    if not seen.observed:
        return Readiness(ready=False, message="waiting for the StatefulSet's controller")
    wanted = nested_int(live, "spec", "replicas")
    total, ready = nested_int(live, "status", "replicas"), nested_int(live, "status", "readyReplicas")
    all_ready = total == wanted and ready == wanted
    if generation(live) > 1 and nested_str(live, "spec", "updateStrategy", "type") == "OnDelete":
        revision_done = True  # pods are replaced when somebody deletes them
    else:
        all_ready = all_ready and nested_int(live, "status", "currentReplicas") == wanted
        current = nested_str(live, "status", "currentRevision")
        revision_done = bool(current) and current == nested_str(live, "status", "updateRevision")
    if not all_ready:
        return Readiness(ready=False, message=f"{ready} of {wanted} pods are ready")
    if not revision_done:
        return Readiness(ready=False, message="waiting for the new revision to be the current one")
    return Readiness(ready=True)


def problems(seen: Observation) -> list[str]:
    return [problem for pod in seen.related("v1", "Pod") if owned_by(pod, seen.live) for problem in pod_problems(pod)]


AWAITER = Awaiter(readiness, problems)
