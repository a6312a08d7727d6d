"""Pods: scheduled, initialized and ready, or completed. And why not, in the words of scheduler and kubelet."""

from __future__ import annotations

from tools.kubernetes_plugin.awaiting.observation import Awaiter, Observation, Readiness
from tools.kubernetes_plugin.objects import Object, condition, nested, nested_dict, nested_list, nested_str, object_id

_STAGES = (("PodScheduled", "scheduled"), ("Initialized", "initialized"), ("Ready", "ready"))


def readiness(seen: Observation) -> Readiness:
    if nested_str(seen.live, "status", "phase") == "Succeeded":
        return Readiness(ready=True)
    for stage, word in _STAGES:
        if condition(seen.live, stage).get("status") != "True":
            return Readiness(ready=False, message=f"waiting for the Pod to be {word}")
    return Readiness(ready=True)


def pod_problems(pod: Object) -> list[str]:
    """What keeps one pod from being ready; nothing for a pod that is, or is only on its way."""
    if nested_str(pod, "status", "phase") == "Succeeded" or condition(pod, "Ready").get("status") == "True":
        return []
    found = []
    scheduled = condition(pod, "PodScheduled")
    if scheduled.get("status") == "False":
        found.append(_reason(scheduled))
    for statuses in ("initContainerStatuses", "containerStatuses"):
        for status in nested_list(pod, "status", statuses):
            found += _container_problems(status)
    if not found and nested(pod, "status", "message"):
        found.append(_reason(nested_dict(pod, "status")))
    ready = condition(pod, "Ready")
    if not found and ready.get("message"):
        found.append(_reason(ready))
    return [f"Pod {object_id(pod)}: {problem}" for problem in found]


def _container_problems(status: Object) -> list[str]:
    if status.get("ready"):
        return []
    found = []
    waiting = nested_dict(status, "state", "waiting")
    if waiting and waiting.get("reason") not in (None, "ContainerCreating", "PodInitializing"):
        found.append(f"container {status.get('name')}: {_reason(waiting)}")
    for state in ("state", "lastState"):
        ended = nested_dict(status, state, "terminated")
        if ended and (ended.get("exitCode") != 0 or state == "lastState"):
            found.append(
                f"container {status.get('name')} ended with exit code {ended.get('exitCode')}: {_reason(ended)}"
            )
    return found


def _reason(source: Object) -> str:
    reason, message = str(source.get("reason") or ""), str(source.get("message") or "").strip()
    return f"[{reason}] {message}".strip() if reason else message


AWAITER = Awaiter(readiness, lambda seen: pod_problems(seen.live))
