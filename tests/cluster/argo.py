"""A stand-in for the controller of Argo Rollouts, which is not built here: it reports what its documentation says that
the controller reports, and runs no pod."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kubernetes import client, config

GROUP = ("argoproj.io", "v1alpha1")
Status = dict[str, Any]


def settled(spec: Any) -> Status:
    """Paused where a step is without an end, else Healthy; every pod ready."""
    count = spec["replicas"]
    pods = {"replicas": count, "readyReplicas": count, "updatedReplicas": count, "availableReplicas": count}
    waits = any(step.get("pause") == {} for step in spec["strategy"]["canary"].get("steps", []))
    if waits:
        return pods | {"updatedReplicas": 1, "phase": "Paused", "message": "CanaryPauseStep"}
    return pods | {"phase": "Healthy", "message": None}


@contextmanager
def standing_in(kubeconfig: Path, namespace: str, answer: Callable[[Any], Status] = settled) -> Iterator[None]:
    """Answers each change of the namespace's Rollouts while the block lasts."""
    api = client.CustomObjectsApi(config.new_client_from_config(str(kubeconfig)))
    done = threading.Event()

    def tell(found: Any) -> None:
        metadata, mark = found["metadata"], found["spec"]["restartAt"]
        if mark == found.get("status", {}).get("restartedAt") or "deletionTimestamp" in metadata:
            return
        status = answer(found["spec"]) | {"observedGeneration": str(metadata["generation"]), "restartedAt": mark}
        api.patch_namespaced_custom_object_status(*GROUP, namespace, "rollouts", metadata["name"], {"status": status})

    def look() -> None:
        while not done.wait(0.1):
            for found in api.list_namespaced_custom_object(*GROUP, namespace, "rollouts")["items"]:
                tell(found)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield
    finally:
        done.set()
        looking.join()
