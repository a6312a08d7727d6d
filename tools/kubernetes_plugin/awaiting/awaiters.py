"""Which awaiter an object gets."""

from __future__ import annotations

from tools.kubernetes_plugin import pulumi_annotations
from tools.kubernetes_plugin.awaiting import daemon_set, deployment, job, pod, service, stateful_set, volumes
from tools.kubernetes_plugin.awaiting.observation import Awaiter
from tools.kubernetes_plugin.awaiting.wait_for import wait_for_awaiter
from tools.kubernetes_plugin.objects import Object, api_version, kind

_BY_KIND = {
    ("apps/v1", "DaemonSet"): daemon_set.AWAITER,
    ("apps/v1", "Deployment"): deployment.AWAITER,
    ("apps/v1", "StatefulSet"): stateful_set.AWAITER,
    ("batch/v1", "Job"): job.AWAITER,
    ("v1", "PersistentVolume"): volumes.VOLUME_AWAITER,
    ("v1", "PersistentVolumeClaim"): volumes.CLAIM_AWAITER,
    ("v1", "Pod"): pod.AWAITER,
    ("v1", "Service"): service.AWAITER,
}

# Only these skip the wait for their deletion too: so it has always been there, and programs rely on it.
_SKIP_ON_DELETE = frozenset(
    {
        ("apps/v1", "DaemonSet"),
        ("apps/v1", "Deployment"),
        ("apps/v1", "StatefulSet"),
        ("batch/v1", "Job"),
        ("v1", "Namespace"),
        ("v1", "Pod"),
        ("v1", "ReplicationController"),
    }
)


def awaiter_for(inputs: Object) -> Awaiter | None:
    """How to tell that the object is live; None where there is nothing to wait for."""
    if pulumi_annotations.is_true(inputs, pulumi_annotations.SKIP_AWAIT):
        return None
    expressions = pulumi_annotations.wait_for(inputs)
    if expressions:
        return wait_for_awaiter(expressions)
    return _BY_KIND.get((api_version(inputs), kind(inputs)))


def read_awaiter_for(inputs: Object) -> Awaiter | None:
    """The same for a refresh, which looks once and knows only the kinds with rules of their own."""
    awaiter = _BY_KIND.get((api_version(inputs), kind(inputs)))
    skipped = pulumi_annotations.is_true(inputs, pulumi_annotations.SKIP_AWAIT)
    return awaiter if awaiter is not None and awaiter.on_read and not skipped else None


def awaits_deletion(inputs: Object) -> bool:
    skipped = pulumi_annotations.is_true(inputs, pulumi_annotations.SKIP_AWAIT)
    return not (skipped and (api_version(inputs), kind(inputs)) in _SKIP_ON_DELETE)
