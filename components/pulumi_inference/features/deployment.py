"""The Deployment of a track: its pods, how they start, drain and are replaced."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..child import Child
from ..kube.labels import selector
from ..pods import pod_template
from ..tracks import Track, tracks
from .rollout import most_unavailable, surge
from .timing import Timing
from .workload import metadata, workload

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    for track in tracks(spec) if spec.kind == "Deployment" else ():
        yield workload(name, spec, track, deployment(name, spec, track))


def deployment(name: str, spec: "InferenceServiceSpec", track: Track) -> dict[str, Any]:
    """The Deployment NAME-TRACK."""
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata(name, spec, track),
        "spec": {
            "replicas": track.replicas,
            "selector": {"matchLabels": selector(name, track.name)},
            **Timing.of(spec).min_ready_seconds,
            "progressDeadlineSeconds": Timing.of(spec).progress_deadline,
            "strategy": {"type": "RollingUpdate", "rollingUpdate": replacement(spec)},
            "template": pod_template(name, spec, track),
        },
    }


def replacement(spec: "InferenceServiceSpec") -> dict[str, Any]:
    """A GPU is handed over unless a spare one is declared, as is such a volume; elsewhere the new pod is first."""
    if spec.resources.gpus_per_pod or spec.volumes_for_one_pod:
        return {"maxSurge": surge(spec, 1), "maxUnavailable": most_unavailable(spec, 1)}
    return {"maxSurge": f"{spec.defaults.surge_percent}%", "maxUnavailable": 0}
