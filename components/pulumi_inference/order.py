"""The order of a rollout, which depends on how the service was before: known once the engine has the component."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, TypeVar

import pulumi

from .features.forecast import Forecast, forecast, in_words
from .features.rollout import Split, hands_over, removal_problem, waits
from .hooks import hook_name, plain
from .spec import InferenceServiceSpec
from .tracks import split_of

R = TypeVar("R", bound=pulumi.Resource)

RECORDED = "rollout"
"""The input of the component that says how the service is to be: an update's hook hears what it was before."""


class Rollout:
    """From what was recorded of a service to what is asked for now."""

    def __init__(self, service: str, spec: InferenceServiceSpec, templates: Mapping[str, Any]) -> None:
        """
        Args:
            service: What the service is declared under.
            spec: What is asked for.
            templates: The pod template of each track, which may hold Outputs.
        """
        self._service = service
        self._spec = spec
        self._templates = templates
        self._after = split_of(spec)
        self._before: Split | None = None

    @property
    def inputs(self) -> Mapping[str, Any]:
        """Of the component, for the state and for the diff that a preview shows."""
        after = self._after
        return {
            RECORDED: {
                "traffic": after.traffic,
                "replicas": dict(after.replicas),
                "templates": {track: _digest(template) for track, template in self._templates.items()},
                "pod": asdict(after.pod),
            }
        }

    def told(self, opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions:
        """The component's options with a hook that hears what was before.

        In preview it says what the rollout will take, and refuses what cannot work.
        """

        async def compare(update: pulumi.ResourceHookArgs) -> None:
            self._before = Split.of(await plain((update.old_inputs or {}).get(RECORDED)))
            self._after = Split.of(await plain((update.new_inputs or {}).get(RECORDED))) or self._after
            if problem := removal_problem(self._service, self._spec, self._before, self._after):
                raise pulumi.RunError(problem)
            if pulumi.runtime.is_dry_run():
                wanted = sum(self._after.pods(track) for track in self._after.replicas)
                pulumi.log.info(in_words(self._service, self.forecast(), wanted))

        hook = pulumi.ResourceHook(
            hook_name(self._service, "rollout"), compare, pulumi.ResourceHookOptions(on_dry_run=True)
        )
        ours = pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(before_update=[hook], before_create=[hook]))
        return pulumi.ResourceOptions.merge(opts, ours)

    def waits(self) -> Mapping[str, tuple[str, ...]]:
        """What each step waits for; to be asked when the component is registered."""
        return waits(self._before, self._after, hand_over=hands_over(self._spec, self._before, self._after))

    def forecast(self) -> Forecast:
        """What the rollout takes; to be asked when the component is registered."""
        return forecast(self._spec, self._before, self._after)


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

    def forecast(self) -> pulumi.Output[Forecast]:
        return self._component.urn.apply(lambda _: self._rollout.forecast())


def _digest(template: Any) -> pulumi.Output[str]:
    """Short, and the same for the same template; secret where the template holds a secret."""
    return pulumi.Output.from_input(template).apply(
        lambda known: hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:12]
    )
