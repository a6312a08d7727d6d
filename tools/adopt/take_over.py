"""A live Deployment, and whether its pods can stay when a service's Deployment takes its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.adopt.cluster import Cluster, Object
from tools.adopt.differences import Difference, differences
from tools.errors import ToolError

TEMPLATE = ("spec", "template")
_LABELS = (*TEMPLATE, "metadata", "labels")


@dataclass(frozen=True)
class Found:
    """A live Deployment and what goes with it."""

    deployment: Object
    replica_sets: list[Object]
    pods: list[Object]
    services: list[Object]
    """Those that lead to its pods."""
    autoscalers: list[Object]
    budgets: list[Object]

    @property
    def name(self) -> str:
        return str(self.deployment["metadata"]["name"])


@dataclass(frozen=True)
class TakeOver:
    """A service's Deployment in the place of a live one."""

    found: Found
    manifest: Mapping[str, Any]
    """The service's Deployment."""
    budgeted: bool
    """Whether the service has a budget over its pods."""
    pods: list[Difference]
    """Of its pods' template, whatever their labels. With any, they are replaced."""
    others: list[Difference]
    """Of the Deployment, which no pod notices."""
    labels: list[Difference]
    """Of its pods."""

    @property
    def keeps_pods(self) -> bool:
        return not self.pods

    @property
    def stands(self) -> bool:
        """Whether it is the service's own by name, selector and labels, and the pods are as they would be."""
        live, ours = self.found.deployment, self.manifest
        return (
            self.keeps_pods
            and not self.labels
            and live["metadata"]["name"] == ours["metadata"]["name"]
            and live["spec"]["selector"] == ours["spec"]["selector"]
        )

    @property
    def selector(self) -> Mapping[str, str]:
        """Of its pods, for good."""
        found: Mapping[str, str] = self.manifest["spec"]["selector"]["matchLabels"]
        return found

    @property
    def service(self) -> str:
        """The name of the service, as the cluster knows it."""
        return self.selector["app"]


def take_over(cluster: Cluster, found: Found, manifest: Mapping[str, Any], *, budgeted: bool) -> TakeOver:
    """What is different between a live Deployment and a service's."""
    both = (found.deployment["spec"], cluster.defaulted(manifest)["spec"])
    every = [one for one in differences(*both, ("spec",)) if not one.below("spec", "selector")]
    return TakeOver(
        found=found,
        manifest=manifest,
        budgeted=budgeted,
        pods=[one for one in every if one.below(*TEMPLATE) and not one.below(*_LABELS)],
        others=[one for one in every if not one.below(*TEMPLATE)],
        labels=[one for one in every if one.below(*_LABELS)],
    )


def find(cluster: Cluster, name: str) -> Found:
    """The Deployment of a name, and what has to do with it.

    Raises:
        ToolError: There is none, or its pods are not as it wants them.
    """
    deployment = cluster.find("deployment", name)
    if deployment is None:
        there = ", ".join(one["metadata"]["name"] for one in cluster.every("deployments"))
        raise ToolError(f"There is no Deployment {name} in {cluster.namespace}. There are: {there or 'none'}.")
    status, wanted = deployment.get("status", {}), deployment["spec"]["replicas"]
    if (status.get("updatedReplicas", 0), status.get("replicas", 0)) != (wanted, wanted):
        raise ToolError(f"Deployment {name} is in the middle of a rollout. Wait for it: kubectl rollout status.")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    replica_sets = [one for one in cluster.every("replicasets") if _owned(one, deployment)]
    return Found(
        deployment=deployment,
        replica_sets=replica_sets,
        pods=[one for one in cluster.every("pods") if any(_owned(one, owner) for owner in replica_sets)],
        services=[one for one in cluster.every("services") if _selects(one["spec"].get("selector"), labels)],
        autoscalers=[one for one in cluster.every("horizontalpodautoscalers.v2.autoscaling") if _scales(one, name)],
        budgets=[
            one
            for one in cluster.every("poddisruptionbudgets")
            if _selects((one["spec"].get("selector") or {}).get("matchLabels"), labels)
        ],
    )


def _owned(one: Object, owner: Object) -> bool:
    return any(ref["uid"] == owner["metadata"]["uid"] for ref in one["metadata"].get("ownerReferences") or [])


def _scales(autoscaler: Object, name: str) -> bool:
    target = autoscaler["spec"]["scaleTargetRef"]
    return bool((target["kind"], target["name"]) == ("Deployment", name))


def _selects(labels: Mapping[str, str] | None, of: Mapping[str, str]) -> bool:
    return bool(labels and labels.items() <= of.items())
