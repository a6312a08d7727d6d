"""The DaemonSet of a service: a pod on each node that matches, as on the edge.

https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/
"""

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field
from pydantic.alias_generators import to_camel

from ..child import Child
from ..kube.labels import selector
from ..kube.percentage import IntOrPercent
from ..model import Model, about
from ..pods import pod_template
from ..tracks import Track, tracks
from .claim_spec import for_one_pod
from .claims import access_modes
from .timing import Timing
from .workload import metadata, workload

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_OBJECT = about("DaemonSet", unit="pods, or a percentage of the nodes")
AT_A_TIME = "10%"
"""Of the nodes: at most ten waves, however many nodes there are."""
_NOT_WITH_NODES = {
    "replicas": "its pods are as many as nodes match. Leave it out, and choose nodes by scheduling.nodeSelector",
    "min_replicas": "its pods are as many as nodes match. Leave it out",
    "max_replicas": "its pods are as many as nodes match. Leave it out",
    "canary": "it would be a second pod on each node. Declare a second service with the other model, and split the "
    "nodes between the two by scheduling.nodeSelector",
    "blue_green": "it would be a second pod on each node. Declare a second service with the other model, and split the "
    "nodes between the two by scheduling.nodeSelector",
    "argo": "the Rollout runs the pods there. Leave one of the two out",
    "stateful_set": "its pods have no names that last. Leave one of the two out",
    "disruption_budget": "the drain of a node leaves a DaemonSet's pods alone. Leave it out",
}
"""Fields that have no place beside daemonSet, and why."""


class DaemonSetSpec(Model):
    """A DaemonSet in the place of the Deployment: a pod on each node that scheduling lets it go to, and a new one
    wherever such a node comes. How many there are is known to the cluster alone."""

    max_unavailable: IntOrPercent | None = Field(
        default=None,
        description="Nodes whose pods are replaced at a time, each after the old one has gone. A percentage is rounded "
        "up, so that it is one node at least. A count asks for timing.updateTimeout, since nothing here knows how "
        f"often it takes that many. Default: {AT_A_TIME}.",
        examples=["25%"],
        json_schema_extra=_OBJECT,
    )
    max_surge: IntOrPercent | None = Field(
        default=None,
        description="In place of maxUnavailable: nodes on which a new pod is ready at a time before the old one goes, "
        "where there is room for both. Default: none, the old one goes first.",
        examples=["10%"],
        json_schema_extra=_OBJECT,
    )

    @property
    def at_a_time(self) -> int | str:
        return self.max_surge or self.max_unavailable or AT_A_TIME

    @property
    def waves(self) -> int:
        """Times that some pods are replaced; 1 where a count says how many at a time, and nobody how often."""
        if isinstance(self.at_a_time, int):
            return 1
        return ceil(100 / max(1, int(self.at_a_time.rstrip("%"))))


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if spec.daemon_set is None:
        return
    for field, why in _NOT_WITH_NODES.items():
        if field in spec.model_fields_set and _asks(field, getattr(spec, field)):
            yield to_camel(field), f"has no place beside daemonSet: {why}."
    if spec.scheduling.pod_anti_affinity or spec.scheduling.topology_spread_constraints:
        field = "podAntiAffinity" if spec.scheduling.pod_anti_affinity else "topologySpreadConstraints"
        yield f"scheduling.{field}", "has no use beside daemonSet, which has one pod on each node. Leave it out."
    for path, modes in access_modes(spec):
        if for_one_pod(modes):
            yield (
                path,
                f"{' and '.join(modes)} lets one node have it, and daemonSet has a pod on each. Give ReadWriteMany, or "
                "ReadOnlyMany with readOnly: true; or hostPath.",
            )


def _asks(field: str, value: Any) -> bool:
    """Whether a field asks for something: a count of pods always does."""
    return field == "replicas" or bool(value) or isinstance(value, BaseModel)


def update_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    own = spec.daemon_set
    if own is None:
        return
    if own.max_unavailable is not None and own.max_surge is not None:
        yield "daemonSet", "has maxUnavailable and maxSurge, of which Kubernetes takes one. Leave one out."
        return
    field = "maxSurge" if own.max_surge is not None else "maxUnavailable"
    given = own.max_surge if own.max_surge is not None else own.max_unavailable
    if given is not None and str(given).rstrip("%").strip("0") == "":
        yield f"daemonSet.{field}", f"{given} would never replace a pod. Give 1 or more, or leave it out."
    elif isinstance(given, str) and int(given.rstrip("%")) > 100:
        yield f"daemonSet.{field}", f"{given} is above 100%. Give a percentage from 1% to 100%."
    elif isinstance(given, int) and spec.timing.update_timeout is None:
        yield (
            "timing.updateTimeout",
            f"is required beside daemonSet.{field} {given}: nothing here knows how many nodes there are, and so how "
            "long a rollout takes. Give it, or a percentage such as 10%.",
        )
    if own.max_surge is not None and spec.resources.gpus_per_pod:
        yield (
            "daemonSet.maxSurge",
            "asks for spare GPUs on each node, without which a rollout would wait for good. Leave it out, and each GPU "
            "is handed over.",
        )
    if spec.timing.progress_deadline is not None:
        yield (
            "timing.progressDeadline",
            "has no use: a DaemonSet has none. Give timing.createTimeout and timing.updateTimeout, or leave it out.",
        )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    for track in tracks(spec) if spec.kind == "DaemonSet" else ():
        yield workload(name, spec, track, daemon_set(name, spec, track))


def daemon_set(name: str, spec: "InferenceServiceSpec", track: Track) -> dict[str, Any]:
    """The DaemonSet NAME-primary."""
    own = spec.daemon_set or DaemonSetSpec()
    rolling = {"maxSurge": own.max_surge, "maxUnavailable": 0} if own.max_surge else {"maxUnavailable": own.at_a_time}
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": metadata(name, spec, track),
        "spec": {
            "selector": {"matchLabels": selector(name, track.name)},
            **Timing.of(spec).min_ready_seconds,
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": rolling},
            "template": pod_template(name, spec, track),
        },
    }
