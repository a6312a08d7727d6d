"""Scheduling: which nodes pods go to, how they are spread, and who goes first (docs/scheduling.md)."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from ..inputs import ObjectRef
from ..kube.labels import LabelKey
from ..kube.placement import HOST, NodeAffinity, Toleration, node_affinity
from ..kube.selector import Labels
from ..model import Model, Positive, about
from ..pod_part import PodOf, PodPart
from . import gpus, spot
from .priority_class import PriorityClassSpec, priority_class_name
from .spot import SpotSpec

if TYPE_CHECKING:
    from ..pod_fields import PodFields

AntiAffinity = Literal["none", "preferred", "required"]
_POD = about("Deployment")
BATCH_KINDS = ("Job", "CronJob", "ScaledJob")


class PodAntiAffinitySpec(Model):
    """Whether pods of one track keep apart."""

    mode: AntiAffinity = Field(
        default="preferred",
        description="preferred: apart where there is room. required: a pod that finds no node of its own stays "
        "pending. none: anywhere. Default: preferred.",
        examples=["required"],
        json_schema_extra=_POD,
    )
    topology_key: LabelKey = Field(
        default=HOST,
        description="The nodes' label that tells one place from another. Default: kubernetes.io/hostname.",
        examples=["topology.kubernetes.io/zone"],
        json_schema_extra=_POD,
    )


class TopologySpreadConstraintSpec(Model):
    """How evenly the pods of one track are spread over places."""

    topology_key: LabelKey = Field(
        description="The nodes' label that tells one place from another: topology.kubernetes.io/zone, or "
        "kubernetes.io/hostname. Nodes without it get no pod.",
        examples=["topology.kubernetes.io/zone"],
        json_schema_extra=_POD,
    )
    max_skew: Positive = Field(
        default=1,
        description="How many pods more than the emptiest place another may have. Default: 1.",
        examples=[2],
        json_schema_extra=about("Deployment", unit="pods"),
    )
    when_unsatisfiable: Literal["ScheduleAnyway", "DoNotSchedule"] = Field(
        default="ScheduleAnyway",
        description="What becomes of a pod that would make it uneven. DoNotSchedule: it stays pending. "
        "Default: ScheduleAnyway.",
        examples=["DoNotSchedule"],
        json_schema_extra=_POD,
    )
    min_domains: Positive | None = Field(
        default=None,
        description="How many places there have to be: with fewer none may have more than maxSkew pods. Goes with "
        "DoNotSchedule. Default: as many as there are.",
        examples=[3],
        json_schema_extra=_POD,
    )


class SchedulingSpec(Model):
    """Where the pods run, and beside what."""

    node_selector: Labels = Field(
        default={},
        description="Labels that a node has to have. Default: none.",
        examples=[{"example.com/pool": "inference"}],
        json_schema_extra=_POD,
    )
    node_affinity: NodeAffinity | None = Field(
        default=None,
        description="Rules on the labels of nodes, as Kubernetes has them. What gpuMemory and spot ask for has to "
        "hold as well. Default: none.",
        json_schema_extra=_POD,
    )
    pod_anti_affinity: PodAntiAffinitySpec | None = Field(
        default=None,
        description="Whether pods of one track keep apart. Default: preferred, by host.",
        examples=[{"mode": "required"}],
        json_schema_extra=_POD,
    )
    topology_spread_constraints: tuple[TopologySpreadConstraintSpec, ...] = Field(
        default=(),
        description="How evenly the pods of one track are spread, by zone or by host. Default: none.",
        examples=[[{"topologyKey": "topology.kubernetes.io/zone"}]],
        json_schema_extra=_POD,
    )
    tolerations: tuple[Toleration, ...] = Field(
        default=(),
        description="Taints of nodes that keep other pods away; those of GPU nodes and of spot pools need none. "
        "Default: none.",
        examples=[[{"key": "example.com/dedicated", "operator": "Exists", "effect": "NoSchedule"}]],
        json_schema_extra=_POD,
    )
    priority_class_name: ObjectRef | None = Field(
        default=None,
        description="A PriorityClass that there is. Default: the cluster's default.",
        examples=["high"],
        json_schema_extra=_POD,
    )
    priority_class: PriorityClassSpec | None = Field(
        default=None,
        description="A PriorityClass that is made for this service, NAME-priority-HASH; goes with namespace. "
        "Default: none.",
        examples=[{"value": 100000}],
        json_schema_extra=about("PriorityClass", "Deployment"),
    )
    runtime_class_name: ObjectRef | None = Field(
        default=None,
        description="The RuntimeClass that runs the containers. Default: the node's own runtime.",
        examples=["nvidia"],
        json_schema_extra=_POD,
    )
    scheduler_name: ObjectRef | None = Field(
        default=None,
        description="The scheduler that places the pods. Default: Kubernetes' own.",
        examples=["volcano"],
        json_schema_extra=_POD,
    )
    spot: SpotSpec | None = Field(
        default=None,
        description="Nodes that the cloud may take back at short notice. Default: none.",
        examples=[{"provider": "eks"}],
        json_schema_extra=_POD,
    )


def pod(of: PodOf) -> PodPart:
    own = of.spec.scheduling
    spread = [_spread(of, one) for one in own.topology_spread_constraints]
    names: dict[str, Any] = {
        "runtimeClassName": own.runtime_class_name,
        "schedulerName": own.scheduler_name,
        "priorityClassName": own.priority_class_name or priority_class_name(of.name, of.spec),
    }
    lists = {
        "topologySpreadConstraints": spread,
        "tolerations": [one.manifest() for one in own.tolerations] + spot.tolerations(own.spot),
    }
    return PodPart(
        spec={
            **({"nodeSelector": own.node_selector} if own.node_selector else {}),
            **{field: name for field, name in names.items() if name is not None},
            **{field: found for field, found in lists.items() if found},
            **_affinity(of),
        }
    )


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    apart = spec.scheduling.pod_anti_affinity
    if apart and apart.mode == "none" and "topology_key" in apart.model_fields_set:
        yield (
            "scheduling.podAntiAffinity.topologyKey",
            f"{apart.topology_key} has no use beside mode none. Leave one of the two out.",
        )


def spread_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    constraints = spec.scheduling.topology_spread_constraints
    kinds = Counter((one.topology_key, one.when_unsatisfiable) for one in constraints)
    for at, one in enumerate(constraints):
        path = f"scheduling.topologySpreadConstraints[{at}]"
        if kinds.pop((one.topology_key, one.when_unsatisfiable), 0) > 1:
            yield (
                path,
                f"stands there again: Kubernetes takes one by {one.topology_key} with {one.when_unsatisfiable}. Keep "
                "the one that is meant.",
            )
        if one.min_domains is not None and one.when_unsatisfiable != "DoNotSchedule":
            yield (
                f"{path}.minDomains",
                f"{one.min_domains} holds nobody with ScheduleAnyway. Leave it out, or give whenUnsatisfiable: "
                "DoNotSchedule.",
            )


def _affinity(of: PodOf) -> dict[str, Any]:
    own = of.spec.scheduling
    required = [*gpus.node_requirements(of.spec.resources), *spot.requirements(own.spot)]
    nodes = node_affinity(own.node_affinity, required, spot.preferences(own.spot))
    apart = _anti_affinity(of)
    both = {**({"nodeAffinity": nodes} if nodes else {}), **({"podAntiAffinity": apart} if apart else {})}
    return {"affinity": both} if both else {}


def _anti_affinity(of: PodOf) -> dict[str, Any]:
    usual = "none" if of.spec.kind in _APART else of.spec.defaults.anti_affinity
    own = of.spec.scheduling.pod_anti_affinity or PodAntiAffinitySpec(mode=usual)
    term = {"topologyKey": own.topology_key, **_revision(of)}
    match own.mode:
        case "preferred":
            weighted = {"weight": 100, "podAffinityTerm": term}
            return {"preferredDuringSchedulingIgnoredDuringExecution": [weighted]}
        case "required":
            return {"requiredDuringSchedulingIgnoredDuringExecution": [term]}
        case "none":
            return {}


def _spread(of: PodOf, one: TopologySpreadConstraintSpec) -> dict[str, Any]:
    """Nodes with taints that keep the pods away are no places, which is not what Kubernetes takes for granted."""
    return {
        "topologyKey": one.topology_key,
        "maxSkew": one.max_skew,
        "whenUnsatisfiable": one.when_unsatisfiable,
        **({} if one.min_domains is None else {"minDomains": one.min_domains}),
        "nodeTaintsPolicy": "Honor",
        **_revision(of),
    }


def _revision(of: PodOf) -> dict[str, Any]:
    """Selects the pods of one revision of a track: those that a rollout is about to end do not count.

    A pod alone has the label, by which its controller knows it.
    """
    return {"labelSelector": {"matchLabels": dict(of.selector)}, "matchLabelKeys": [_REVISION_LABELS[of.spec.kind]]}


_REVISION_LABELS = {
    "Deployment": "pod-template-hash",
    "Rollout": "rollouts-pod-template-hash",
    "StatefulSet": "controller-revision-hash",
    "DaemonSet": "controller-revision-hash",
    **dict.fromkeys(BATCH_KINDS, "batch.kubernetes.io/controller-uid"),
}
_APART = ("DaemonSet", *BATCH_KINDS)
"""Kinds whose pods are apart by themselves, or need not be: no pod of a batch stands in for another."""
