"""`make adopt`: says what becomes of live objects, and writes the commands. The cluster stays as it is."""

from collections.abc import Iterator
from pathlib import Path

from tools.adopt import folder, words
from tools.adopt.cluster import Cluster, kubeconfig
from tools.adopt.described import described
from tools.adopt.stack import compare
from tools.adopt.take_over import find


def adopt_deployment(
    cluster: Cluster, deployment: str, name: str, model: str, out: Path, *, secrets: bool
) -> Iterator[str]:
    """Writes a spec for a Deployment of any name, and the commands that make it that service.

    Raises:
        ToolError: No spec can be what it is.
    """
    found = described(cluster, find(cluster, deployment), name, model, with_secrets=secrets)
    services = {"config": {"inference:services": {name: found.spec}}}
    commands = {} if found.take_over.stands else folder.files([found.take_over], cluster.flags)
    folder.write(out, {folder.SPEC: folder.yaml_of(services)} | commands)
    yield from words.of_deployment(found, out)


def adopt_stack(project: Path, stack: str, context: str | None, out: Path) -> Iterator[str]:
    """Compares what a stack declares with what is there, and writes the commands that hand over its Deployments.

    Raises:
        ToolError: The stack cannot be rendered.
    """
    for found in compare(project, stack, kubeconfig(), context):
        place = out / found.cluster.namespace
        if found.handed_over:
            folder.write(place, folder.files(found.handed_over, found.cluster.flags))
        yield from words.of_stack(found, place)
