"""The Deployment of a track: its pods, how they start, drain and are replaced."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from ..child import Child, Timeouts
from ..kube.labels import selector
from ..pods import needed, pod_labels, pod_template
from ..tracks import Track, tracks
from .ownership import OWNER_ANNOTATION, owner
from .rollout import most_unavailable, surge
from .timing import Timing

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    for track in () if spec.argo else tracks(spec):
        yield workload(name, spec, track, deployment(name, spec, track))


def workload(
    name: str, spec: "InferenceServiceSpec", track: Track, manifest: Mapping[str, Any], after: tuple[str, ...] = ()
) -> Child:
    """What runs the pods of a track; `after` are roles that it needs beside what its pods refer to."""
    return Child(
        role=track.name,
        manifest=manifest,
        step=track.name,
        after=(*(child.role for child in needed(name, spec)), *after),
        ignored=("spec.replicas",) if track.bounds else (),
        timeouts=rollout_budget(spec, track),
    )


def deployment(name: str, spec: "InferenceServiceSpec", track: Track) -> dict[str, Any]:
    """The Deployment NAME-TRACK."""
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {
            "name": f"{name}-{track.name}",
            "labels": pod_labels(name, track),
            "annotations": {
                OWNER_ANNOTATION: owner(spec, track),
                # An autoscaler that is gone still owns spec.replicas; without force the spec could not take it back.
                "pulumi.com/patchForce": "true",
            },
        },
        "spec": {
            "replicas": track.replicas,
            "selector": {"matchLabels": selector(name, track.name)},
            "progressDeadlineSeconds": Timing.of(spec).progress_deadline,
            "strategy": {"type": "RollingUpdate", "rollingUpdate": replacement(spec)},
            "template": pod_template(name, spec, track),
        },
    }


def rollout_budget(spec: "InferenceServiceSpec", track: Track) -> Timeouts:
    timing = Timing.of(spec)
    waves = waves_of(spec, track.most())
    return Timeouts(timing.create_timeout, timing.update_timeout(waves), timing.delete_timeout)


def waves_of(spec: "InferenceServiceSpec", pods: int) -> int:
    """How many times pods are replaced, some at a time, until all have been; once where there are none to replace."""
    return max(1, ceil(pods / max(1, surge(spec, pods))))


def replacement(spec: "InferenceServiceSpec") -> dict[str, Any]:
    """A GPU is handed over unless a spare one is declared, as is such a volume; elsewhere the new pod is first."""
    if spec.resources.gpus_per_pod or spec.volumes_for_one_pod:
        return {"maxSurge": surge(spec, 1), "maxUnavailable": most_unavailable(spec, 1)}
    return {"maxSurge": f"{spec.defaults.surge_percent}%", "maxUnavailable": 0}
