"""What a feature adds to the pods of a track, and how the parts become one pod template."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .pod_fields import PodFields
    from .spec import InferenceServiceSpec
    from .tracks import Track


@dataclass(frozen=True)
class PodOf:
    """Which pods a part is for."""

    name: str
    """What the cluster knows the service or the job as."""
    spec: "PodFields"
    selector: Mapping[str, str]
    """Labels that select them, whatever their revision."""


@dataclass(frozen=True)
class PodOfTrack(PodOf):
    """Pods of a service, which a part is for."""

    spec: "InferenceServiceSpec"
    track: "Track"


@dataclass(frozen=True)
class PodPart:
    """Plain fields of Kubernetes' PodTemplateSpec; string leaves may be Outputs."""

    labels: Mapping[str, Any] = field(default_factory=dict)
    """Of the pod, beside those that select it."""
    annotations: Mapping[str, Any] = field(default_factory=dict)
    """Of the pod."""
    spec: Mapping[str, Any] = field(default_factory=dict)
    """Of the pod, without the model server's container: volumes, tolerations, initContainers, containers beside it."""
    server: Mapping[str, Any] = field(default_factory=dict)
    """Of the model server's container: env, volumeMounts, ports, probes."""


def template_of(container: str, labels: Mapping[str, str], parts: Iterable[PodPart]) -> dict[str, Any]:
    """A pod template of these parts, whose first container has this name and whose labels begin with these."""
    parts = list(parts)
    annotations = joined(part.annotations for part in parts)
    first = {"name": container} | joined(part.server for part in parts)
    return {
        "metadata": {"labels": joined([labels, *(part.labels for part in parts)])}
        | ({"annotations": annotations} if annotations else {}),
        "spec": joined([{"containers": [first]}, *(part.spec for part in parts)]),
    }


def joined(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Maps are joined key by key, and lists one after the other. No two features decide the same field.

    Raises:
        ValueError: Two parts have another value for one field.
    """
    whole: dict[str, Any] = {}
    for part in parts:
        for key, value in part.items():
            whole[key] = _both(key, whole[key], value) if key in whole else value
    return whole


def _both(key: str, one: Any, other: Any) -> Any:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return joined((one, other))
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    raise ValueError(f"Two features decide {key} of a pod.")
