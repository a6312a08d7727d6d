"""InferenceService: the component."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_kubernetes.apps.v1 import Deployment
from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
from pulumi_kubernetes.core.v1 import Service

from .features.autoscaling import horizontal_pod_autoscaler
from .features.deployment import deployment, rollout_budget
from .features.service import service, url
from .hooks import count_stands_hook, explain_failures_hook
from .runtimes import ZERFOO
from .spec import InferenceServiceSpec, parse_service
from .status import Status, status_of
from .tracks import EffectiveWeight, Track, canary_summary, effective_weight, track_with_all_traffic, tracks


class InferenceService(pulumi.ComponentResource):
    """An inference service on Kubernetes: its Deployments, Service and autoscalers."""

    url: pulumi.Output[str]
    """Address from inside the cluster: `http://NAME-svc.NAMESPACE.svc`."""
    status: pulumi.Output[Status]
    """`ready`, `replicas`, `message` and `conditions`, as of the last `up` (or `refresh --run-program`)."""
    effective_weight: EffectiveWeight | None
    """The canary's true share of the traffic in percent; None without a canary."""
    summary: pulumi.Output[dict[str, Any]]
    """For a stack's exports: `url`, `status`, and of a canary `modelRef`, `weight`, `effectiveWeight` and, under
    autoscaling, `effectiveWeightRange`."""
    service: Service
    """`NAME-svc`."""
    primary: Deployment
    """`NAME-primary`."""
    canary: Deployment | None
    """`NAME-canary`."""
    autoscalers: Mapping[str, HorizontalPodAutoscaler]
    """By track: `primary` is `NAME-hpa`, `canary` is `NAME-canary-hpa`; empty without autoscaling."""

    def __init__(
        self,
        name: str,
        spec: InferenceServiceSpec | Mapping[str, Any],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Declares the service.

        Args:
            name: Stem of every object's name, 55 characters at most.
            spec: What to serve: an `InferenceServiceSpec`, or a map in camelCase or snake_case.
            opts: Provider, dependencies and so on, inherited by every object. The provider decides the namespace.

        Raises:
            InvalidSpec: The spec or the name is wrong; nothing has been registered.
        """
        checked = parse_service(name, spec)
        super().__init__("inference:index:InferenceService", name, {}, opts)
        self._name = name
        self._spec = checked
        self._on_error = [explain_failures_hook(self, name)]

        deployments = {track.name: self._deployment(track) for track in tracks(checked)}
        self.primary = deployments["primary"]
        self.canary = deployments.get("canary")
        self.autoscalers = {
            track.name: self._autoscaler(track, deployments[track.name]) for track in tracks(checked) if track.bounds
        }
        self.service = self._service([*deployments.values()])

        # Known when there is a Service. Of an object that a failed `up` has not made, a refresh knows no namespace.
        self.url = pulumi.Output.all(self.primary.metadata, self.service.metadata).apply(
            lambda both: url(name, both[0].get("namespace"))
        )
        self.status = pulumi.Output.all(
            **{
                # The count alone: Output.all takes the field `values` of a node affinity for a method of the map.
                track: pulumi.Output.all(
                    wanted=declared.spec.apply(lambda spec: spec["replicas"]), status=declared.status
                )
                for track, declared in deployments.items()
            }
        ).apply(status_of)
        self.effective_weight = effective_weight(checked)
        canary = canary_summary(checked)
        self.summary = pulumi.Output.from_input(
            {"url": self.url, "status": self.status} | ({"canary": canary} if canary else {})
        )
        self.register_outputs({"url": self.url, "status": self.status, "canary": canary})

    def _deployment(self, track: Track) -> Deployment:
        manifest = deployment(self._name, self._spec, track, ZERFOO)
        budget = rollout_budget(self._spec, track)
        return Deployment(
            manifest["metadata"]["name"],
            metadata=manifest["metadata"],
            spec=manifest["spec"],
            opts=pulumi.ResourceOptions(
                parent=self,
                ignore_changes=["spec.replicas"] if track.bounds else None,
                custom_timeouts=pulumi.CustomTimeouts(create=f"{budget.create}s", update=f"{budget.update}s"),
                hooks=pulumi.ResourceHookBinding(
                    before_update=[count_stands_hook(self._name, track)], on_error=self._on_error
                ),
            ),
        )

    def _autoscaler(self, track: Track, target: Deployment) -> HorizontalPodAutoscaler:
        name = f"{self._name}-hpa" if track.name == "primary" else f"{self._name}-{track.name}-hpa"
        assert track.bounds is not None
        manifest = horizontal_pod_autoscaler(self._name, name, f"{self._name}-{track.name}", track.bounds)
        return HorizontalPodAutoscaler(
            name,
            metadata=manifest["metadata"],
            spec=manifest["spec"],
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[target], hooks=pulumi.ResourceHookBinding(on_error=self._on_error)
            ),
        )

    def _service(self, deployments: list[Deployment]) -> Service:
        manifest = service(self._name, track_with_all_traffic(self._spec))
        return Service(
            manifest["metadata"]["name"],
            metadata=manifest["metadata"],
            spec=manifest["spec"],
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=deployments, hooks=pulumi.ResourceHookBinding(on_error=self._on_error)
            ),
        )
