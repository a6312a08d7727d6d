"""PersistentVolumeClaims and PersistentVolumes: bound, as far as their class binds them before a pod comes."""

from __future__ import annotations

from tools.kubernetes_plugin.awaiting.observation import Awaiter, Observation, Readiness
from tools.kubernetes_plugin.objects import name, nested_str

_FIVE_MINUTES = 300.0


def claim_readiness(seen: Observation) -> Readiness:
    phase = nested_str(seen.live, "status", "phase")
    if phase == "Bound" or (phase == "Pending" and seen.before is None and _binds_with_first_pod(seen)):
        return Readiness(ready=True)
    return Readiness(ready=False, message=f"waiting for the claim to be bound (it is {phase or 'new'})")


def volume_readiness(seen: Observation) -> Readiness:
    phase = nested_str(seen.live, "status", "phase")
    return Readiness(ready=phase in ("Available", "Bound"), message=f"waiting for the volume (it is {phase or 'new'})")


def _binds_with_first_pod(seen: Observation) -> bool:
    wanted = nested_str(seen.live, "spec", "storageClassName")
    return any(
        name(storage_class) == wanted and nested_str(storage_class, "volumeBindingMode") == "WaitForFirstConsumer"
        for storage_class in seen.related("storage.k8s.io/v1", "StorageClass")
    )


def _claim_problems(seen: Observation) -> list[str]:
    wanted = nested_str(seen.live, "spec", "storageClassName")
    return [f"no volume was bound to the claim (storage class: {wanted or 'none'})"]


CLAIM_AWAITER = Awaiter(claim_readiness, _claim_problems, timeout=_FIVE_MINUTES, on_read=False)
VOLUME_AWAITER = Awaiter(volume_readiness, timeout=_FIVE_MINUTES, on_read=False)
