"""InferenceService: the component."""

import itertools
from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_kubernetes.apps.v1 import Deployment
from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
from pulumi_kubernetes.core.v1 import Service

from .features.autoscaling import OWNER_ANNOTATION, horizontal_pod_autoscaler, owner, switch_off_problem
from .features.deployment import deployment, rollout_budget
from .features.service import service, url
from .runtimes import ZERFOO
from .spec import InferenceServiceSpec, parse_service
from .status import Status, status_of
from .tracks import EffectiveWeight, Track, canary_summary, effective_weight, track_with_all_traffic, tracks

_HOOKS = itertools.count(1)


class InferenceService(pulumi.ComponentResource):
    """An inference service on Kubernetes: its Deployments, Service and autoscalers."""

    url: pulumi.Output[str]
    """Address from inside the cluster: `http://NAME-svc.NAMESPACE.svc`."""
    status: pulumi.Output[Status]
    """`ready`, `replicas` and `message`, as of the last `up` (or `refresh --run-program`)."""
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

        deployments = {track.name: self._deployment(track) for track in tracks(checked)}
        self.primary = deployments["primary"]
        self.canary = deployments.get("canary")
        self.autoscalers = {
            track.name: self._autoscaler(track, deployments[track.name]) for track in tracks(checked) if track.bounds
        }
        self.service = self._service([*deployments.values()])

        self.url = self.service.metadata.apply(lambda metadata: url(name, metadata["namespace"]))
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
                hooks=pulumi.ResourceHookBinding(before_update=[_count_stands_hook(self._name, track)]),
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
            opts=pulumi.ResourceOptions(parent=self, depends_on=[target]),
        )

    def _service(self, deployments: list[Deployment]) -> Service:
        manifest = service(self._name, track_with_all_traffic(self._spec))
        return Service(
            manifest["metadata"]["name"],
            metadata=manifest["metadata"],
            spec=manifest["spec"],
            opts=pulumi.ResourceOptions(parent=self, depends_on=deployments),
        )


def _count_stands_hook(service: str, track: Track) -> pulumi.ResourceHook:
    """Refuses, in preview too, an update after which the spec's count might not stand."""

    async def check(update: pulumi.ResourceHookArgs) -> None:
        before = await _owner_before(update.old_inputs or {})
        if problem := switch_off_problem(service, track.name, before, owner(track.bounds), track.replicas):
            raise pulumi.RunError(problem)

    # The engine wants a name of its own for each hook of a program, and a component cannot know its URN yet.
    name = f"{service}-{track.name}/count-stands/{next(_HOOKS)}"
    return pulumi.ResourceHook(name, check, pulumi.ResourceHookOptions(on_dry_run=True))


async def _owner_before(inputs: Any) -> str:
    """The owner annotation among recorded inputs, where a secret has made an Output of any map around it."""
    for key in ("metadata", "annotations", OWNER_ANNOTATION):
        inputs = await inputs.future() if isinstance(inputs, pulumi.Output) else inputs
        inputs = (inputs or {}).get(key)
    return str(await inputs.future() if isinstance(inputs, pulumi.Output) else inputs or "")
