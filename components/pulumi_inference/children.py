"""Every object of a spec, a service's or a job's, with its overrides."""

from collections.abc import Iterator

from . import job_children as of_jobs
from . import service_children as of_services
from .child import Child
from .features import overrides
from .features.overrides import overridden, role_of, with_overrides
from .model_job_spec import ModelJobSpec
from .pod_fields import PodFields
from .spec import InferenceServiceSpec


def children(name: str, spec: PodFields) -> Iterator[Child]:
    """The objects of the service or the job that the cluster knows as `name`."""
    for child in rendered(name, spec):
        yield with_overrides(child, spec.overrides)


def rendered(name: str, spec: PodFields) -> Iterator[Child]:
    """The objects before the overrides of the spec."""
    if isinstance(spec, ModelJobSpec):
        return of_jobs.rendered(name, spec)
    assert isinstance(spec, InferenceServiceSpec), "there are two kinds of specs"
    return of_services.rendered(name, spec)


def override_problems(name: str, spec: PodFields) -> Iterator[tuple[str, str]]:
    """What is wrong with the overrides of a spec that is right otherwise."""
    if spec.overrides:
        found = {role_of(child): child for child in rendered(name, spec)}
        for path, message in overrides.problems(found, spec.overrides):
            yield f"overrides.{path}", message


def override_warnings(name: str, spec: PodFields) -> Iterator[str]:
    """What the overrides of a spec change, in words: a line for each object."""
    for child in rendered(name, spec) if spec.overrides else ():
        if patch := spec.overrides.get(role_of(child)):
            changed = "; ".join(overridden(child, patch).changes)
            if changed:
                named = child.manifest["metadata"]["name"]
                yield f"overrides.{role_of(child)} changes the {child.manifest['kind']} {named}: {changed}."
