"""What an `up` of a stack would find in the cluster already, and what would become of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.adopt.cluster import Cluster, Object
from tools.adopt.differences import Difference
from tools.adopt.orphans import KINDS, orphans
from tools.adopt.take_over import TakeOver, find, take_over
from tools.render import configuration, program

CONTEXT = "kubernetes:context"


@dataclass(frozen=True)
class Present:
    """An object that is there and that is taken over by its name."""

    manifest: Object
    changes: list[Difference]


@dataclass(frozen=True)
class Comparison:
    """Of the objects of a stack in one namespace with those that are there."""

    cluster: Cluster
    deployments: list[TakeOver]
    present: list[Present]
    absent: list[Object]
    orphans: list[tuple[str, str]]

    @property
    def handed_over(self) -> list[TakeOver]:
        """Those that an `up` alone cannot take over: fields that it does not know would stay beside its own."""
        return [one for one in self.deployments if not one.stands]


def compare(project: Path, stack: str, kubeconfig: Path, context: str | None) -> Iterator[Comparison]:
    """For each namespace of the stack.

    Raises:
        ToolError: The stack cannot be rendered, or a Deployment is in the middle of a rollout.
    """
    read = configuration.read(project, stack)
    found = program.run(project, stack, read)
    objects = [one.placed(found.namespaces.get(one.provider or "")).manifest for one in found.objects if one.named]
    namespaces = {one["metadata"].get("namespace") for one in objects if one["kind"] == "Deployment"} - {None}
    default = read.values.get(program.NAMESPACE, "default")
    for namespace in sorted(namespaces | {default}):
        of_it = [one for one in objects if one["metadata"].get("namespace", default) == namespace]
        yield _compared(Cluster(kubeconfig, context or read.values.get(CONTEXT), namespace), of_it)


def _compared(cluster: Cluster, objects: list[Object]) -> Comparison:
    budgets = {one["metadata"]["name"] for one in objects if one["kind"] == "PodDisruptionBudget"}
    deployments, present, absent = [], [], []
    for manifest in objects:
        live = cluster.live(manifest)
        if live is None:
            absent.append(manifest)
        elif manifest["kind"] == "Deployment":
            service = manifest["spec"]["selector"]["matchLabels"].get("app")
            found = find(cluster, manifest["metadata"]["name"])
            deployments.append(take_over(cluster, found, manifest, budgeted=f"{service}-pdb" in budgets))
        else:
            present.append(Present(manifest, cluster.changes(live, manifest)))
    left = list(orphans(cluster.every(KINDS), objects))
    return Comparison(cluster, deployments, present, absent, left)
