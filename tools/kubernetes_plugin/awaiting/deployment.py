"""Deployments: the newest ReplicaSet has all its pods ready, and the Deployment says so."""

from __future__ import annotations

from tools.kubernetes_plugin.awaiting.observation import Awaiter, Observation, Readiness
from tools.kubernetes_plugin.awaiting.pod import pod_problems
from tools.kubernetes_plugin.objects import (
    Object,
    condition,
    generation,
    nested,
    nested_int,
    nested_list,
    nested_str,
    owned_by,
)


def readiness(seen: Observation) -> Readiness:
    live = seen.live
    if nested_int(live, "status", "observedGeneration") != generation(live):
        return Readiness(ready=False, message="waiting for the Deployment's controller")
    replica_set = newest_replica_set(seen)
    if replica_set is None:
        return Readiness(ready=False, message="waiting for the ReplicaSet of the new revision")
    wanted, ready = _wanted(replica_set), nested_int(replica_set, "status", "readyReplicas")
    progressing = condition(live, "Progressing")
    rolled_out = progressing.get("status") == "True" and progressing.get("reason") == "NewReplicaSetAvailable"
    if wanted != _wanted(live) or ready < wanted or not (rolled_out or _revision(live) == "1"):
        return Readiness(ready=False, message=f"{ready} of {_wanted(live)} pods of the new revision are ready")
    # Where pods may be unavailable, the condition holds before the status counts the pods that are ready.
    if condition(live, "Available").get("status") != "True" or nested_int(live, "status", "readyReplicas") < wanted:
        return Readiness(ready=False, message="waiting for the Deployment to be available")
    unbound = unbound_claims(seen)
    if unbound:
        return Readiness(ready=False, message=f"PersistentVolumeClaims not bound: {', '.join(unbound)}")
    return Readiness(ready=True)


def problems(seen: Observation) -> list[str]:
    found = []
    for kind, bad in (("Progressing", "False"), ("Available", "False"), ("ReplicaFailure", "True")):
        state = condition(seen.live, kind)
        if state.get("status") == bad and state.get("message"):
            found.append(f"[{state.get('reason')}] {state['message']}")
    found += [f"PersistentVolumeClaim {claim} is not bound" for claim in unbound_claims(seen)]
    replica_set = newest_replica_set(seen)
    if replica_set is not None:
        for pod in seen.related("v1", "Pod"):
            if owned_by(pod, replica_set):
                found += pod_problems(pod)
    return found


def newest_replica_set(seen: Observation) -> Object | None:
    """The ReplicaSet of the Deployment's present revision, once its controller has made one."""
    revision = _revision(seen.live)
    if not revision:
        return None
    return next(
        (
            candidate
            for candidate in seen.related("apps/v1", "ReplicaSet")
            if owned_by(candidate, seen.live) and _revision(candidate) == revision
        ),
        None,
    )


def unbound_claims(seen: Observation) -> list[str]:
    """Claims among the pod template's volumes that exist and have no volume."""
    volumes = nested_list(seen.live, "spec", "template", "spec", "volumes")
    names = {nested_str(volume, "persistentVolumeClaim", "claimName") for volume in volumes} - {""}
    if not names:
        return []
    return sorted(
        nested_str(claim, "metadata", "name")
        for claim in seen.related("v1", "PersistentVolumeClaim")
        if nested_str(claim, "metadata", "name") in names and nested_str(claim, "status", "phase") not in ("", "Bound")
    )


def _revision(obj: Object) -> str:
    return nested_str(obj, "metadata", "annotations", "deployment.kubernetes.io/revision")


def _wanted(obj: Object) -> int:
    replicas = nested(obj, "spec", "replicas")
    return 1 if replicas is None else int(replicas)


AWAITER = Awaiter(readiness, problems)
