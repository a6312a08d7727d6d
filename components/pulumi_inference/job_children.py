"""Every object of a job, from the features that services have, too, and its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from .child import Child
from .features import (
    claims,
    containers,
    environment,
    external_secrets,
    files,
    gpus,
    job,
    network_policy,
    pod_security,
    priority_class,
    registries,
    scheduling,
    secrets,
    service_account,
    volumes,
)
from .features.job import JOB, MODEL_JOB
from .kube.labels import recommended, selector
from .model_job_spec import ModelJobSpec
from .pod_part import PodOf, template_of

PARTS = (
    job.pod,
    pod_security.pod,
    gpus.pod,
    environment.pod,
    files.pod,
    volumes.pod,
    containers.pod_with_sidecars,
    registries.pod,
    scheduling.pod,
    service_account.pod,
)
"""What each feature adds to a pod, in the order in which lists of a pod have it."""
NEEDED: tuple[Callable[[str, ModelJobSpec], Iterator[Child]], ...] = (
    gpus.children,
    files.children,
    secrets.children,
    external_secrets.children,
    claims.children,
    priority_class.children,
    service_account.children,
    network_policy.children_of_a_job,
)
"""The objects of each feature that pods refer to or are guarded by, and that have to be there before them."""


def rendered(name: str, spec: ModelJobSpec) -> Iterator[Child]:
    """The objects of the job that the cluster knows as `name`, before the overrides of its spec."""
    before = [_of_a_job(child) for needed in NEEDED for child in needed(name, spec)]
    yield from before
    labels = recommended(name, JOB, MODEL_JOB)
    of = PodOf(name, spec, selector(name) | {_COMPONENT: JOB})
    template = template_of(JOB, labels, (part(of) for part in PARTS))
    yield job.child(name, spec, template, tuple(child.role for child in before))


def _of_a_job(child: Child) -> Child:
    """Features label what they make as a service's."""
    metadata = child.manifest["metadata"]
    labels = metadata["labels"] | {_NAME: MODEL_JOB}
    return replace(child, manifest={**child.manifest, "metadata": {**metadata, "labels": labels}})


_NAME, _COMPONENT = "app.kubernetes.io/name", "app.kubernetes.io/component"
