"""Spot nodes: cheap ones that the cloud takes back at short notice.

GKE   https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms: 30 s, of which the kubelet's graceful shutdown
      leaves 15 s to pods that are not the system's
EKS   https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html: two minutes
AKS   https://learn.microsoft.com/azure/aks/spot-node-pool: 30 s, and a taint on every such node
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from ..kube.duration import WholeSeconds, whole_seconds
from ..kube.placement import requirement
from ..kube.selector import Labels
from ..model import Model, about
from .timing import Timing, given

if TYPE_CHECKING:
    from ..pod_fields import PodFields
    from ..spec import InferenceServiceSpec

Provider = Literal["gke", "eks", "aks"]


@dataclass(frozen=True)
class Pool:
    """How a cloud marks its spot nodes."""

    label: tuple[str, str]
    notice: str
    """That a pod has before it is killed."""
    tainted: bool = False
    """Whether the label is a taint, too, or is one where people follow the cloud's advice."""


POOLS: Mapping[Provider, Pool] = {
    "gke": Pool(("cloud.google.com/gke-spot", "true"), "15s", tainted=True),
    "eks": Pool(("eks.amazonaws.com/capacityType", "SPOT"), "2m"),
    "aks": Pool(("kubernetes.azure.com/scalesetpriority", "spot"), "30s", tainted=True),
}


class SpotSpec(Model):
    """Nodes that the cloud may take back at short notice. The server has to drain within it."""

    provider: Provider | None = Field(
        default=None,
        description="The cloud whose labels and taints spot nodes have: node pools of GKE and AKS, managed node groups "
        "of EKS. Default: none; nodeSelector says it.",
        examples=["eks"],
        json_schema_extra=about("Deployment"),
    )
    node_selector: Labels = Field(
        default={},
        description="Labels of spot nodes, in place of a provider's; their taints go into scheduling.tolerations. "
        "Default: the provider's.",
        examples=[{"karpenter.sh/capacity-type": "spot"}],
        json_schema_extra=about("Deployment"),
    )
    mode: Literal["required", "preferred"] = Field(
        default="required",
        description="required: on spot nodes alone. preferred: on others where there is no room. How many pods run on "
        "regular nodes is not promised. Default: required.",
        examples=["preferred"],
        json_schema_extra=about("Deployment"),
    )
    notice: WholeSeconds | None = Field(
        default=None,
        description="Time from the notice until a pod is killed; timing.preStop and drain have to fit into it. "
        "Default: the provider's (gke 15s, eks 2m, aks 30s).",
        examples=["2m"],
        json_schema_extra=about(unit="whole seconds"),
    )

    @property
    def labels(self) -> Mapping[str, str]:
        """Of the nodes."""
        return dict([POOLS[self.provider].label]) if self.provider else self.node_selector

    @property
    def known_notice(self) -> str | None:
        return self.notice or (POOLS[self.provider].notice if self.provider else None)


def requirements(spot: SpotSpec | None) -> list[dict[str, Any]]:
    """Rules on a node's labels that have to hold."""
    return _rules(spot) if spot and spot.mode == "required" else []


def preferences(spot: SpotSpec | None) -> list[dict[str, Any]]:
    """Rules on a node's labels that had better hold."""
    if spot is None or spot.mode != "preferred":
        return []
    return [{"weight": 100, "preference": {"matchExpressions": _rules(spot)}}]


def tolerations(spot: SpotSpec | None) -> list[dict[str, Any]]:
    if spot is None or spot.provider is None or not POOLS[spot.provider].tainted:
        return []
    key, value = POOLS[spot.provider].label
    return [{"key": key, "operator": "Equal", "value": value, "effect": "NoSchedule"}]


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    spot = spec.scheduling.spot
    if spot is None:
        return
    if spot.provider is None and not spot.node_selector:
        yield (
            "scheduling.spot",
            f"says of no node that it is one. Give provider ({', '.join(POOLS)}), or nodeSelector and notice.",
        )
    elif spot.provider and spot.node_selector:
        yield (
            "scheduling.spot.nodeSelector",
            f"stands beside provider {spot.provider}, which has labels of its own. Leave one of the two out; further "
            "labels go into scheduling.nodeSelector.",
        )
    elif spot.known_notice is None:
        yield (
            "scheduling.spot.notice",
            "is required beside nodeSelector: how long a pod has from the notice until its node is gone, such as 2m.",
        )


def notice_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """Whether a pod of a service can end in time."""
    spot = spec.scheduling.spot
    if spot is None or spot.known_notice is None:
        return
    if (grace := Timing.of(spec).termination_grace_period) > whole_seconds(spot.known_notice):
        whose = "notice" if spot.notice else f"the notice of {spot.provider},"
        yield (
            "drain",
            f"{given(spec, 'drain')} after preStop {given(spec.timing, 'pre_stop')} takes a pod {grace}s to end, which "
            f"is above {whose} {spot.known_notice} (scheduling.spot): the node would be gone while the server finishes "
            f"requests. Give timing.preStop and drain that last {whole_seconds(spot.known_notice)}s together at most.",
        )


def _rules(spot: SpotSpec) -> list[dict[str, Any]]:
    return [requirement(key, "In", value) for key, value in sorted(spot.labels.items())]
