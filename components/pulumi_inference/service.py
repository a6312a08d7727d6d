"""InferenceService: the component."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pulumi
from pulumi_kubernetes.apps.v1 import Deployment
from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
from pulumi_kubernetes.core.v1 import Service

from .args import InferenceServiceArgs, InferenceServiceCamelArgs
from .errors import path_to
from .features.autoscaling import horizontal_pod_autoscaler
from .features.deployment import deployment, rollout_budget
from .features.forecast import Forecast
from .features.service import service
from .hooks import count_stands_hook, explain_failures_hook
from .inputs import resolved
from .order import Rollout, Steps
from .outputs import Resources, status_output, url_of
from .parsing import parse_service
from .runtimes import ZERFOO
from .spec import InferenceServiceSpec
from .status import Status
from .tracks import EffectiveWeight, Track, canary_summary, effective_weight, track_with_all_traffic, tracks


class InferenceService(pulumi.ComponentResource):
    """An inference service on Kubernetes: its Deployments, Service and autoscalers."""

    url: pulumi.Output[str]
    """Address with port: from outside the cluster where the Service has one, else `http://NAME-svc.NAMESPACE.svc:80`,
    which the cluster's pods reach."""
    status: pulumi.Output[Status]
    """`ready`, `replicas`, `message` and `conditions`, as of each child's last update or refresh
    (`pulumi refresh --run-program` brings them up to date)."""
    forecast: pulumi.Output[Forecast]
    """What this rollout takes of the cluster: GPUs, CPU and memory now, at its peak and after it. A preview says it in
    words."""
    effective_weight: EffectiveWeight | None
    """The canary's true share of the traffic in percent; None without a canary."""
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
        both = tracks(checked)
        manifests = {track.name: deployment(checked.name or name, checked, track, ZERFOO) for track in both}
        templates: dict[str, Any] = {track: manifest["spec"]["template"] for track, manifest in manifests.items()}
        rollout = Rollout(name, checked, templates)
        super().__init__("inference:index:InferenceService", name, rollout.inputs, rollout.told(opts))
        self._declared = name
        self._name = checked.name or name
        self._spec = checked
        self._steps = Steps(self, rollout, manifests)
        self._on_error = [explain_failures_hook(self, name, self._steps.fail)]

        deployments: dict[str, Deployment] = {
            track.name: self._deployment(track, manifests[track.name]) for track in both
        }
        autoscalers = {track.name: self._autoscaler(track, deployments[track.name]) for track in both if track.bounds}
        self.resources = Resources(
            service=self._service(),
            primary=deployments["primary"],
            canary=deployments.get("canary"),
            primary_autoscaler=autoscalers.get("primary"),
            canary_autoscaler=autoscalers.get("canary"),
        )

        self.url = url_of(self._name, self.resources.primary, self.resources.service)
        self.status = status_output(deployments)
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
                # As URNs: references to resources that this run has not registered yet would break the hook which hears
                # what was before (pulumi#5978).
                "resources": {role: resource.urn for role, resource in self.resources.by_role().items()},
            }
        )

    def _deployment(self, track: Track, manifest: Mapping[str, Any]) -> Deployment:
        budget = rollout_budget(self._spec, track)
        declared = Deployment(
            self._logical_name(manifest),
            metadata=self._metadata(manifest),
            spec=manifest["spec"],
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=self._steps.before(track.name),
                ignore_changes=["spec.replicas"] if track.bounds else None,
                custom_timeouts=pulumi.CustomTimeouts(
                    create=f"{budget.create}s", update=f"{budget.update}s", delete=f"{budget.delete}s"
                ),
                hooks=pulumi.ResourceHookBinding(
                    before_update=[
                        count_stands_hook(self._declared, track),
                        self._steps.giving_hook(self._declared, track.name),
                    ],
                    on_error=self._on_error,
                ),
            ),
        )
        return self._steps.declared(track.name, declared)

    def _autoscaler(self, track: Track, target: Deployment) -> HorizontalPodAutoscaler:
        name = f"{self._name}-hpa" if track.name == "primary" else f"{self._name}-{track.name}-hpa"
        assert track.bounds is not None
        target_name = f"{self._name}-{track.name}"
        manifest = horizontal_pod_autoscaler(self._name, name, target_name, track.bounds, self._spec.autoscaling)
        return HorizontalPodAutoscaler(
            self._logical_name(manifest),
            metadata=self._metadata(manifest),
            spec=manifest["spec"],
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[target], hooks=pulumi.ResourceHookBinding(on_error=self._on_error)
            ),
        )

    def _service(self) -> Service:
        manifest = service(self._name, track_with_all_traffic(self._spec))
        declared = Service(
            self._logical_name(manifest),
            metadata=self._metadata(manifest),
            spec=manifest["spec"],
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=self._steps.before("service"),
                hooks=pulumi.ResourceHookBinding(on_error=self._on_error),
            ),
        )
        return self._steps.declared("service", declared)

    def _logical_name(self, manifest: Mapping[str, Any]) -> str:
        """Follows the component's, so that an alias of the component is one for every child."""
        return self._declared + str(manifest["metadata"]["name"]).removeprefix(self._name)

    def _metadata(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        namespace = {} if self._spec.namespace is None else {"namespace": self._spec.namespace}
        return dict(manifest["metadata"]) | namespace
