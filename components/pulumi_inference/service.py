"""InferenceService: the component."""

from dataclasses import asdict
from typing import Any

import pulumi

from .args import InferenceServiceArgs, InferenceServiceCamelArgs
from .child import Child
from .children import children, override_warnings
from .crds import read_crds
from .declaring import declare_child, options_of, roles
from .errors import path_to
from .features import secrets
from .features.forecast import Forecast
from .features.workload import REPLICAS
from .hooks import count_stands_hook, explain_failures_hook, stays_as_created_hook
from .inputs import resolved
from .late_name import LateNames
from .order import Rollout, Steps
from .outputs import Resources, status_output, url_of
from .parsing import parse_service
from .spec import InferenceServiceSpec
from .status import Status
from .tracks import EffectiveWeight, Track, canary_summary, effective_weight, tracks


class InferenceService(pulumi.ComponentResource):
    """An inference service on Kubernetes: its Deployments or another workload, Service and autoscalers."""

    url: pulumi.Output[str]
    """Address with port: the host of `ingress` or of `service`, else that of the load balancer, else
    `http://NAME-svc.NAMESPACE.svc:80`, which the cluster's pods reach."""
    status: pulumi.Output[Status]
    """`ready`, `replicas`, `message` and `conditions`, as of each child's last update or refresh
    (`pulumi refresh --run-program` brings them up to date)."""
    forecast: pulumi.Output[Forecast]
    """What this rollout takes of the cluster: GPUs, CPU and memory now, at its peak and after it. A preview says it in
    words."""
    effective_weight: EffectiveWeight | None
    """The canary's true share of the traffic in percent; None without a canary, and while the service is paused."""
    summary: pulumi.Output[dict[str, Any]]
    """For a stack's exports: `url`, `status`, and of a canary `modelRef`, `weight`, `effectiveWeight` and, under
    autoscaling, `effectiveWeightRange`."""
    resources: Resources
    """Every object, by its role."""

    def __init__(
        self,
        name: str,
        spec: InferenceServiceSpec | InferenceServiceArgs | InferenceServiceCamelArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declares the service.

        Args:
            name: Logical name, and the stem of every object's name unless the spec gives another `name`.
            spec: What to serve: an `InferenceServiceSpec`, or a dict in snake_case or camelCase. A `dict[str, Any]`,
                which no type checker can look into, goes through `parse_service`.
            opts: Provider, dependencies and so on, inherited by every object.

        Raises:
            InvalidSpec: The spec or the name is wrong; nothing has been registered.
        """
        checked = resolved(parse_service(name, spec), path_to("services", [name]))
        self._declared = name
        self._stem = checked.name or name  # the SDK has a `_name` of its own, the logical one
        self._namespace = checked.namespace
        self._tracks: dict[str, Track] = {track.name: track for track in tracks(checked)}
        late = LateNames(secrets.kept(checked))
        checked = checked.with_secret_names(late.outputs)
        objects = list(children(self._stem, checked))
        templates = {  # what the component records of itself cannot wait for objects of its own
            child.role: late.as_contents(child.manifest["spec"]["template"])
            for child in objects
            if child.role in self._tracks
        }
        rollout = Rollout(name, checked, templates)
        super().__init__("inference:index:InferenceService", name, rollout.inputs, rollout.told(opts))
        for warning in override_warnings(self._stem, checked):
            pulumi.log.warn(f"{path_to('services', [name])}.{warning}", self)
        self._steps = Steps(self, rollout, templates)
        self._on_error = [explain_failures_hook(self, name, self._steps.fail)]

        if checked.require_crds:
            read_crds(self, objects)
        declared: dict[str, Any] = {}
        for child in objects:
            declared[child.role] = self._declare(child, [declared[role] for role in child.after])
            late.declared(child.role, declared[child.role])
        self.resources = Resources.of(declared)
        workloads = {track: declared[track] for track in self._tracks}
        self.url = url_of(self._stem, checked, next(iter(workloads.values())), self.resources.service)
        self.status = status_output(workloads)
        self.forecast = self._steps.forecast()
        self.effective_weight = effective_weight(checked)
        canary = canary_summary(checked)
        self.summary = pulumi.Output.from_input(
            {"url": self.url, "status": self.status} | ({"canary": canary} if canary else {})
        )
        self.register_outputs(
            {
                "url": self.url,
                "status": self.status,
                "effectiveWeight": self.effective_weight and asdict(self.effective_weight),
                "resources": roles(self.resources.by_role()),
            }
        )

    def _declare(self, child: Child, after: list[pulumi.Resource]) -> pulumi.Resource:
        transforms = (
            [self._steps.given_pods(child.role)] if REPLICAS in child.ignored and child.role in self._tracks else None
        )
        before: pulumi.Input[list[pulumi.Resource]] = self._steps.before(child.step, after) if child.step else after
        options = options_of(child, self, before, self._hooks(child), transforms)
        return self._steps.declared(
            child.step, declare_child(child, self._declared, self._stem, self._namespace, options)
        )

    def _hooks(self, child: Child) -> pulumi.ResourceHookBinding:
        track = self._tracks.get(child.role)
        if track is None:
            return pulumi.ResourceHookBinding(on_error=self._on_error)
        fixed = child.manifest["kind"] == "StatefulSet"
        return pulumi.ResourceHookBinding(
            before_update=[
                count_stands_hook(self._declared, track),
                self._steps.giving_hook(self._declared, track.name),
                *([stays_as_created_hook(self._declared, track)] if fixed else []),
            ],
            on_error=self._on_error,
        )
