"""The Deployment of a track: its pods, how they start, drain and are replaced."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from ..child import Child, Timeouts
from ..kube.labels import recommended, selector
from ..runtimes import ZERFOO, Runtime
from ..tracks import Track, tracks
from . import gpus
from .health_check import probes
from .ownership import OWNER_ANNOTATION, owner
from .rollout import most_unavailable, surge
from .timing import Timing

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    for track in () if spec.argo else tracks(spec):
        yield workload(name, spec, track, deployment(name, spec, track, ZERFOO))


def workload(
    name: str, spec: "InferenceServiceSpec", track: Track, manifest: Mapping[str, Any], after: tuple[str, ...] = ()
) -> Child:
    """What runs the pods of a track; `after` are roles that it needs beside the claims of its GPUs."""
    return Child(
        role=track.name,
        manifest=manifest,
        step=track.name,
        after=(*(child.role for child in gpus.children(name, spec)), *after),
        ignored=("spec.replicas",) if track.bounds else (),
        timeouts=rollout_budget(spec, track),
    )


def deployment(name: str, spec: "InferenceServiceSpec", track: Track, runtime: Runtime) -> dict[str, Any]:
    """The Deployment NAME-TRACK."""
    labels = recommended(name, track.name) | {"track": track.name}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {
            "name": f"{name}-{track.name}",
            "labels": labels,
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
            "template": pod_template(name, spec, track, runtime, labels),
        },
    }


def pod_template(
    name: str, spec: "InferenceServiceSpec", track: Track, runtime: Runtime, labels: Mapping[str, str]
) -> dict[str, Any]:
    """The pods of a track."""
    timing = Timing.of(spec)
    return {
        "metadata": {"labels": labels},
        "spec": {
            "automountServiceAccountToken": False,
            "enableServiceLinks": False,
            "terminationGracePeriodSeconds": timing.termination_grace_period,
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": runtime.user,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [_server(spec, track, runtime, timing)],
            **gpus.pod_placement(name, spec.resources),
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
    """A GPU is handed over unless a spare one is declared; elsewhere the new pod is there before the old goes."""
    if spec.resources.gpus_per_pod:
        return {"maxSurge": surge(spec, 1), "maxUnavailable": most_unavailable(spec, 1)}
    return {"maxSurge": f"{spec.defaults.surge_percent}%", "maxUnavailable": 0}


def _server(spec: "InferenceServiceSpec", track: Track, runtime: Runtime, timing: Timing) -> dict[str, Any]:
    return {
        "name": "server",
        "image": runtime.image(spec.defaults),
        "args": runtime.command_line(track.model_ref),
        "ports": [{"name": "http", "containerPort": runtime.port, "protocol": "TCP"}],
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        "lifecycle": {"preStop": {"sleep": {"seconds": timing.pre_stop}}},
        **probes(spec.health_check, timing, runtime),
        **gpus.container_resources(spec.resources),
    }
