"""`make adopt DEPLOYMENT=...`: from a running Deployment to a folder of files."""

from collections.abc import Iterator
from pathlib import Path

from tools.adopt import deployment, folder, words
from tools.adopt.cluster import Cluster, kubeconfig


def adopt(
    name: str, service: str, namespace: str, context: str | None, model: str, out: Path, secrets: bool
) -> Iterator[str]:
    """Writes how a Deployment becomes a service, and says what that changes. The cluster stays as it is.

    Raises:
        ToolError: It cannot.
    """
    cluster = Cluster(kubeconfig(), context, namespace)
    found = deployment.adoption(cluster, deployment.find(cluster, name), service, model, with_secrets=secrets)
    yield from words.report(found)
    folder.write(out, folder.files(found, cluster.flags))
    yield from words.next_steps(found, out)
