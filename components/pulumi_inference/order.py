"""The order of a rollout, which depends on how the service was before: known once the engine has the component."""

from collections.abc import Mapping
from typing import Any, TypeVar

import pulumi

from .features.rollout import Split, hands_over, removal_problem, waits
from .hooks import hook_name, plain
from .spec import InferenceServiceSpec
from .tracks import split_of

R = TypeVar("R", bound=pulumi.Resource)

RECORDED = "rollout"
"""The input of the component that says how the service is to be: an update's hook hears what it was before."""


class Rollout:
    """From what was recorded of a service to what is asked for now."""

    def __init__(self, service: str, spec: InferenceServiceSpec) -> None:
        self._service = service
        self._spec = spec
        self._after = split_of(spec)
        self._before: Split | None = None

    @property
    def inputs(self) -> Mapping[str, Any]:
        """Of the component, for the state and for the diff that a preview shows."""
        return {RECORDED: {"traffic": self._after.traffic, "replicas": dict(self._after.replicas)}}

    def told(self, opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions:
        """The component's options with a hook that hears what was before, and refuses in preview what cannot work."""

        async def compare(update: pulumi.ResourceHookArgs) -> None:
            self._before = Split.of(await plain((update.old_inputs or {}).get(RECORDED)))
            if problem := removal_problem(self._service, self._spec, self._before, self._after):
                raise pulumi.RunError(problem)

        hook = pulumi.ResourceHook(
            hook_name(self._service, "rollout"), compare, pulumi.ResourceHookOptions(on_dry_run=True)
        )
        ours = pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(before_update=[hook]))
        return pulumi.ResourceOptions.merge(opts, ours)

    def waits(self) -> Mapping[str, tuple[str, ...]]:
        """What each step waits for; to be asked when the component is registered."""
        return waits(self._before, self._after, hand_over=hands_over(self._spec, self._before, self._after))


class Steps:
    """The resources of a rollout, each registered when those that it waits for are done.

    Nothing waits inside the engine, which would stand still where few operations may run at a time (`--parallel 1`).
    """

    def __init__(self, component: pulumi.ComponentResource, rollout: Rollout) -> None:
        self._component = component
        self._rollout = rollout
        self._resources: dict[str, pulumi.Resource] = {}

    def declared(self, step: str, resource: R) -> R:
        self._resources[step] = resource
        return resource

    def before(self, step: str) -> pulumi.Output[list[pulumi.Resource]]:
        """What `step` depends on."""

        async def resources() -> list[pulumi.Resource]:
            await self._component.urn.future()  # by then the hook has run
            return [self._resources[other] for other in self._rollout.waits()[step]]

        return pulumi.Output.from_input(resources())
