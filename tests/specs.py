"""Specs that several tiers of tests share."""

from typing import Any

MINIMAL: dict[str, Any] = {"modelRef": "llama3-8b-q4"}

SEED: dict[str, Any] = {
    "modelRef": "llama3-8b-q4",
    "replicas": 3,
    "minReplicas": 3,
    "maxReplicas": 20,
    "resources": {"cpu": "4", "memory": "16Gi", "gpuMemory": "24Gi"},
    "canary": {"modelRef": "llama3.1-8b-q4", "weight": 10},
    "healthCheck": {"path": "/healthz", "interval": "10s", "timeout": "3s"},
}
"""Every field that the seed's operator has."""

SMALL: dict[str, Any] = MINIMAL | {"resources": {"cpu": "100m", "memory": "64Mi"}}
"""Fits any node many times."""


def with_canary(weight: int, replicas: int = 4) -> dict[str, Any]:
    return MINIMAL | {"replicas": replicas, "canary": {"modelRef": "llama3.1-8b-q4", "weight": weight}}


def autoscaled(low: int = 3, high: int = 20) -> dict[str, Any]:
    return MINIMAL | {"minReplicas": low, "maxReplicas": high, "resources": {"cpu": "1"}}


def ready(type_: str, message: str) -> dict[str, str]:
    """A condition of a status that says all is well."""
    return {"type": type_, "status": "True", "reason": "AllPodsReady", "message": message}
