"""What runs the pods of a track, whatever its kind: how the engine treats it, and how long it waits for it."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from ..child import Child, Timeouts
from ..model import LARGEST_INT32
from ..pods import needed, pod_labels
from ..tracks import Track
from .ownership import OWNER_ANNOTATION, owner
from .rollout import Split, surge
from .timing import Timing

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec


def workload(
    name: str,
    spec: "InferenceServiceSpec",
    track: Track,
    manifest: Mapping[str, Any],
    after: tuple[str, ...] = (),
    ignored: tuple[str, ...] = (),
) -> Child:
    """What runs the pods of a track.

    Args:
        name: What the cluster knows the service as.
        spec: What is asked for.
        track: Whose pods.
        manifest: The object.
        after: Roles that it needs beside what its pods refer to.
        ignored: Paths that no update changes, beside the count that an autoscaler has.
    """
    return Child(
        role=track.name,
        manifest=manifest,
        step=track.name,
        after=(*(child.role for child in needed(name, spec)), *after),
        ignored=((REPLICAS,) if track.bounds else ()) + ignored,
        timeouts=rollout_budget(spec, track),
    )


REPLICAS = "spec.replicas"
"""The path of the count that an autoscaler changes."""


def metadata(name: str, spec: "InferenceServiceSpec", track: Track) -> dict[str, Any]:
    """Of the workload NAME-TRACK, whose count the spec or an autoscaler has."""
    counted = {} if spec.daemon_set else {OWNER_ANNOTATION: owner(spec, track)}
    return {
        "name": f"{name}-{track.name}",
        "labels": pod_labels(name, track),
        "annotations": {
            **counted,
            # An autoscaler that is gone still owns spec.replicas; without force the spec could not take it back.
            "pulumi.com/patchForce": "true",
        },
    }


def rollout_budget(spec: "InferenceServiceSpec", track: Track) -> Timeouts:
    timing = Timing.of(spec)
    one_by_one = (track.most() - 1) * timing.until_available if spec.pods_start_in_order else 0
    create = timing.create_timeout
    if spec.timing.create_timeout is None:
        create = min(create + max(0, one_by_one), LARGEST_INT32)
    return Timeouts(create, timing.update_timeout(waves_of(spec, track.most())), timing.delete_timeout)


def waves_of(spec: "InferenceServiceSpec", pods: int) -> int:
    """How many times pods are replaced, some at a time, until all have been; once where there are none to replace."""
    if spec.daemon_set:
        return spec.daemon_set.waves
    return max(1, ceil(pods / max(1, surge(spec, pods))))


def change_of_kind_problem(spec: "InferenceServiceSpec", before: Split | None) -> str | None:
    """Why the service cannot go to another kind in one step, or None if it can: all pods of the new one start beside
    the old ones, which the engine deletes last.

    Args:
        before: How it was; None if nothing was.
    """
    if before is None or not before.of_another_kind(spec.kind) or not before.any_pods:
        return None
    change, field = f"from a {before.kind} to a {spec.kind}", _FIELDS.get(spec.kind) or _FIELDS[before.kind]
    other = "declare a second service, send the requests there, and take this one away"
    gpus = spec.starting_replicas * spec.resources.gpus_per_pod
    if spec.daemon_set and gpus:
        return (
            f"{field}: to change {change} takes {spec.resources.gpus_per_pod} spare GPUs on each node for a while, "
            f"since the old pods go last. To be safe, {other}."
        )
    if gpus > spec.rollout.spare_gpus:
        return (
            f"{field}: to change {change} takes {gpus} spare GPUs for a while, since the old pods go last, and "
            f"rollout.spareGpus is {spec.rollout.spare_gpus}. Give {gpus} if the cluster has that many free, or "
            f"{other}."
        )
    if spec.volumes_for_one_pod:
        return (
            f"{field}: to change {change} starts the new pods beside the old ones, which have a volume that lets one "
            f"node have it. Set replicas to 0 and run pulumi up first; or {other}."
        )
    return None


_FIELDS = {"StatefulSet": "statefulSet", "DaemonSet": "daemonSet"}


def kind_in_words(spec: "InferenceServiceSpec", before: Split | None) -> Iterator[str]:
    """What a preview says of the kind beside the forecast."""
    if before and before.of_another_kind(spec.kind):
        yield (
            f"  from {before.kind} to {spec.kind}: all of the new pods start beside the old ones, which serve until "
            "then and are deleted last"
        )
    if spec.daemon_set:
        yield "  daemonSet: all amounts are those of one node; how many nodes match is known to the cluster alone"
