"""Stands in for KEDA's operator, which is too large to be built for these tests: it keeps the autoscalers as KEDA does.

After controllers/keda/hpa.go and scaledobject_controller.go of KEDA 2.21: of each ScaledObject it makes a
HorizontalPodAutoscaler that the ScaledObject owns, takes one of that name over where it may, and makes it anew where
somebody deletes it. It asks no trigger and scales nothing to zero.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kubernetes import config
from kubernetes.client import ApiException
from kubernetes.dynamic import DynamicClient

POLL_SECONDS = 0.1
TAKE_OVER = "scaledobject.keda.sh/transfer-hpa-ownership"


@contextmanager
def keda(kubeconfig: Path, namespace: str) -> Iterator[list[str]]:
    """Runs it for one namespace; yields the names of the autoscalers that it had to make anew."""
    remade: list[str] = []
    done = threading.Event()
    operator = threading.Thread(target=_run, args=(kubeconfig, namespace, done, remade))
    operator.start()
    try:
        yield remade
    finally:
        done.set()
        operator.join()


def _run(kubeconfig: Path, namespace: str, done: threading.Event, remade: list[str]) -> None:
    client = DynamicClient(config.new_client_from_config(str(kubeconfig)))
    scaled_objects = client.resources.get(api_version="keda.sh/v1alpha1", kind="ScaledObject")
    autoscalers = client.resources.get(api_version="autoscaling/v2", kind="HorizontalPodAutoscaler")
    known: set[str] = set()
    while not done.wait(POLL_SECONDS):
        try:
            for found in scaled_objects.get(namespace=namespace).to_dict()["items"]:
                _reconcile(autoscalers, found, known, remade)
        except ApiException:  # as KEDA does, it tries again
            continue


def _reconcile(autoscalers: Any, scaled: dict[str, Any], known: set[str], remade: list[str]) -> None:
    wanted = _autoscaler(scaled)
    name, namespace = wanted["metadata"]["name"], wanted["metadata"]["namespace"]
    live = {one["metadata"]["name"]: one for one in autoscalers.get(namespace=namespace).to_dict()["items"]}
    if name not in live:
        if scaled["metadata"]["uid"] in known:
            remade.append(name)
        autoscalers.create(body=wanted, namespace=namespace)
    elif not _owned(live[name], scaled):
        if scaled["metadata"].get("annotations", {}).get(TAKE_OVER) != "true":
            return  # its webhook would not have let the ScaledObject in
        autoscalers.replace(body=wanted, namespace=namespace)
    elif any(live[name]["spec"][bound] != wanted["spec"][bound] for bound in ("minReplicas", "maxReplicas")):
        autoscalers.replace(body=wanted, namespace=namespace)
    known.add(scaled["metadata"]["uid"])


def _owned(autoscaler: dict[str, Any], scaled: dict[str, Any]) -> bool:
    owners = autoscaler["metadata"].get("ownerReferences") or []
    return any(owner["uid"] == scaled["metadata"]["uid"] for owner in owners)


def _autoscaler(scaled: dict[str, Any]) -> dict[str, Any]:
    metadata, spec = scaled["metadata"], scaled["spec"]
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {
            "name": spec["advanced"]["horizontalPodAutoscalerConfig"]["name"],
            "namespace": metadata["namespace"],
            "labels": {"app.kubernetes.io/managed-by": "keda-operator"},
            "annotations": metadata.get("annotations", {}),
            "ownerReferences": [
                {
                    "apiVersion": scaled["apiVersion"],
                    "kind": scaled["kind"],
                    "name": metadata["name"],
                    "uid": metadata["uid"],
                    "controller": True,
                    "blockOwnerDeletion": True,
                }
            ],
        },
        "spec": {
            "scaleTargetRef": spec["scaleTargetRef"],
            "minReplicas": spec["minReplicaCount"],
            "maxReplicas": spec["maxReplicaCount"],
            "metrics": [
                {
                    "type": "External",
                    "external": {
                        "metric": {
                            "name": f"s{at}-{trigger['type']}",
                            "selector": {"matchLabels": {"scaledobject.keda.sh/name": metadata["name"]}},
                        },
                        "target": {"type": "AverageValue", "averageValue": trigger["metadata"]["threshold"]},
                    },
                }
                for at, trigger in enumerate(spec["triggers"])
            ],
        },
    }
