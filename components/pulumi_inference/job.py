"""ModelJob: the component."""

from typing import Any

import pulumi

from .args import ModelJobArgs, ModelJobCamelArgs
from .children import children, override_warnings
from .crds import read_crds
from .declaring import declare_child, options_of, roles
from .errors import path_to
from .features import secrets
from .features.job import ROLES
from .hooks import explain_failures_hook
from .inputs import resolved
from .late_name import LateNames
from .model_job_spec import ModelJobSpec
from .outputs import JobResources
from .parsing import parse_job


class ModelJob(pulumi.ComponentResource):
    """A job on Kubernetes: training, batch inference and the like, once, by a schedule or by a queue."""

    object_name: pulumi.Output[str]
    """Name of the Job, the CronJob or the ScaledJob in the cluster."""
    resources: JobResources
    """Every object, by its role."""

    def __init__(
        self,
        name: str,
        spec: ModelJobSpec | ModelJobArgs | ModelJobCamelArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declares the job.

        Args:
            name: Logical name, and the stem of every object's name unless the spec gives another `name`.
            spec: What to run: a `ModelJobSpec`, or a dict in snake_case or camelCase. A `dict[str, Any]`, which no type
                checker can look into, goes through `parse_job`.
            opts: Provider, dependencies and so on, inherited by every object.

        Raises:
            InvalidSpec: The spec or the name is wrong; nothing has been registered.
        """
        path = path_to("jobs", [name])
        checked = resolved(parse_job(name, spec), path)
        stem = checked.name or name
        late = LateNames(secrets.kept(checked))
        checked = checked.with_secret_names(late.outputs)
        objects = list(children(stem, checked))
        super().__init__("inference:index:ModelJob", name, {}, opts)
        for warning in override_warnings(stem, checked):
            pulumi.log.warn(f"{path}.{warning}", self)
        hooks = pulumi.ResourceHookBinding(on_error=[explain_failures_hook(self, name, section="jobs")])
        if checked.require_crds:
            read_crds(self, objects)
        declared: dict[str, Any] = {}
        for child in objects:
            options = options_of(child, self, [declared[role] for role in child.after], hooks)
            declared[child.role] = declare_child(child, name, stem, checked.namespace, options)
            late.declared(child.role, declared[child.role])
        self.resources = JobResources.of(declared)
        self.object_name = declared[ROLES[checked.kind]].metadata["name"]
        self.register_outputs({"objectName": self.object_name, "resources": roles(self.resources.by_role())})
