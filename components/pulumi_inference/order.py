"""The order of a rollout, which depends on how the service was before: known once the engine has the component."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, TypeVar, cast

import pulumi
from pulumi_kubernetes.apps.v1 import Deployment, StatefulSet

from .callbacks import registering
from .child import ROUTE, autoscaler_of, track_of
from .digest import digest
from .errors import path_to
from .features.argo import first_model_problem
from .features.forecast import Forecast, forecast, in_words
from .features.gpus import counted_as
from .features.rollout import Split, hands_over, raised, transition_problem, waits
from .features.workload import REPLICAS, change_of_kind_problem, kind_in_words
from .hooks import hook_name, leaf
from .spec import InferenceServiceSpec
from .split import split_of

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
        self.known = False
        """Whether all is as it was recorded before, or new."""

    @property
    def path(self) -> str:
        """Where the service is declared."""
        return path_to("services", [self._service])

    @property
    def hands_over(self) -> bool:
        """Whether pods can only start where others have gone."""
        return hands_over(self._spec, self._before, self._after)

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
                # Of a Deployment and of a Rollout it follows from the rest.
                **({"kind": after.kind} if after.kind in ("StatefulSet", "DaemonSet") else {}),
            }
        }

    def told(self, opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions:
        """The component's options with a hook that hears what was before.

        In preview it says what the rollout will take, and refuses what cannot work.
        """

        async def compare(update: pulumi.ResourceHookArgs) -> None:
            # Of a rollout that failed no outputs were recorded, and the inputs say no more than what was wished.
            self.known = bool(update.old_outputs) or update.old_inputs is None
            before = Split.of(await leaf(update.old_inputs, RECORDED))
            self._after = Split.of(await leaf(update.new_inputs, RECORDED)) or self._after
            self._before = before.beside(self._after) if before else None
            first = first_model_problem(self._spec, before) or change_of_kind_problem(self._spec, before)
            if problem := first or transition_problem(self._spec, self._before, self._after):
                raise pulumi.RunError(f"{self.path}.{problem}")
            if pulumi.runtime.is_dry_run():
                serving = self._after.serving() if self._before else 0
                told = in_words(self._service, self.forecast(), serving, counted_as(self._spec.resources))
                pulumi.log.info("\n".join([told, *kind_in_words(self._spec, before)]))

        hook = registering(
            pulumi.ResourceHook(
                hook_name(self._service, "rollout"), compare, pulumi.ResourceHookOptions(on_dry_run=True)
            )
        )
        ours = pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(before_update=[hook], before_create=[hook]))
        return pulumi.ResourceOptions.merge(opts, ours)

    def starts(self, track: str) -> bool:
        """Whether the spec had the count of a track that there was, and fewer pods than are now asked for; to be asked
        when the component is registered."""
        before = self._before
        if before is None or track not in before.replicas or before.autoscaled(track):
            return False
        return before.pods(track) < self._after.pods(track)

    def raised(self) -> Set[str]:
        """The tracks that are to have more pods than their autoscalers kept at least; to be asked when the component
        is registered."""
        # After a failure nobody knows whose autoscaler has gone first.
        return raised(self._spec, self._before, self._after) if self.known else frozenset()

    @property
    def served(self) -> Set[str]:
        """The tracks that had the traffic; to be asked when the component is registered."""
        before = self._before
        return {track for track in before.replicas if before.has_traffic(track)} if before else set()

    def enough(self, track: str, live: Mapping[str, int]) -> int:
        """The pods that a raised track is to have before traffic goes its way.

        Args:
            track: Its name.
            live: The pods of all tracks that `served`; of its own some may have come in this rollout, so that it is
                given a few more rather than too few.
        """
        bounds = self._after.bounds(track)
        if self.with_traffic != {track} or self._spec.resources.gpus_per_pod:
            return bounds.minimum
        return min(bounds.maximum, max(bounds.minimum, sum(live[other] for other in self.served)))

    @property
    def with_traffic(self) -> Set[str]:
        """The tracks that the route is to lead to."""
        return {track for track in self._after.replicas if self._after.has_traffic(track)}

    def waits(self) -> Mapping[str, tuple[str, ...]]:
        """What each step waits for; to be asked when the component is registered."""
        return waits(self._before, self._after, hand_over=self.hands_over, raised=self.raised())

    def forecast(self) -> Forecast:
        """What the rollout takes; to be asked when the component is registered."""
        return forecast(self._spec, self._before, self._after)


class Steps:
    """The resources of a rollout, each registered when those that it waits for are done.

    Only the waiting is new in each rollout: no dependency is recorded, since one that pointed the other way the next
    time would be a cycle in the state of an update of some resources alone (`--target`).
    """

    def __init__(self, component: pulumi.ComponentResource, rollout: Rollout, tracks: Iterable[str]) -> None:
        self._component = component
        self._rollout = rollout
        self._resources = defaultdict[str, list[pulumi.Resource]](list)
        self._gives = {track: asyncio.Event() for track in tracks}
        self._failed = asyncio.Event()

    def declared(self, step: str | None, resource: R) -> R:
        if step:
            self._resources[step].append(resource)
        return resource

    def before(self, step: str, after: Sequence[pulumi.Resource] = ()) -> pulumi.Output[list[pulumi.Resource]]:
        """For `depends_on`: those that it comes after in every rollout, as soon as `step` can be taken."""

        async def ready() -> list[pulumi.Resource]:
            await self._component.urn.future()  # by then the hook has run
            if self._rollout.known:
                for other in self._rollout.waits()[step]:
                    await self._done(other)
            elif step == ROUTE:
                await self._done_or_giving(self._rollout.with_traffic)
            elif step not in self._gives:
                await self._done(track_of(step))
            if self._failed.is_set():  # under --continue-on-error the engine answers for what has failed, too
                raise pulumi.RunError(
                    f"{self._rollout.path}: the rollout stops here, since one of its steps has failed."
                )
            return list(after)

        return pulumi.Output.from_input(ready())

    def given_pods(
        self, track: str
    ) -> Callable[[pulumi.ResourceTransformArgs], Awaitable[pulumi.ResourceTransformResult]]:
        """A track under an autoscaler is given a count where it has too few pods: the engine would ignore the new one
        in favour of the recorded one, and the autoscaler comes to it later, or never to a track without any."""

        async def transform(declared: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
            props = declared.props
            if (count := await self._too_few_for(track, declared)) is not None:
                spec = pulumi.Output.from_input(props["spec"]).apply(lambda spec: {**spec, "replicas": count})
                props = {**props, "spec": spec}
            if count is not None or self._rollout.starts(track):
                others = (path for path in declared.opts.ignore_changes or [] if path != REPLICAS)
                declared.opts.ignore_changes = list(others)
            return pulumi.ResourceTransformResult(props, declared.opts)

        return transform

    async def _too_few_for(self, track: str, declared: pulumi.ResourceTransformArgs) -> int | None:
        """The count that a raised track is to have; None where it has that many."""
        if track not in self._rollout.raised():
            return None
        (autoscaler,) = self._resources[autoscaler_of(track)]  # it has gone first, so that its namespace is known
        namespace = await leaf(await cast(Any, autoscaler).metadata.future(), "namespace")
        stem = str(await leaf(declared.props, "metadata", "name")).removesuffix(track)
        live = {
            other: await self._live_count(
                declared.type_, declared.name.removesuffix(track) + other, f"{namespace}/{stem}{other}"
            )
            for other in sorted(self._rollout.served | {track})
        }
        enough = self._rollout.enough(track, live)
        return enough if live[track] < enough else None

    async def _live_count(self, type_: str, logical_name: str, where: str) -> int:
        options = pulumi.ResourceOptions(parent=self._component)
        kind = StatefulSet if type_.endswith(":StatefulSet") else Deployment
        live = kind.get(f"{logical_name} as it runs", where, options)
        return int(await live.spec.apply(lambda spec: spec["replicas"]).future() or 0)

    def giving_hook(self, service: str, track: str) -> pulumi.ResourceHook:
        """Where the last rollout failed nobody knows how far it came, but each Deployment does: one that gives up pods
        waits until the others and the route are done."""

        async def wait(update: pulumi.ResourceHookArgs) -> None:
            if self._rollout.known or self._rollout.hands_over or not await _shrinks(update):
                return
            self._gives[track].set()
            with _one_waiter_more(self._rollout.path):
                rest = asyncio.ensure_future(self._all_but(track))
                failed = asyncio.ensure_future(self._failed.wait())
                await asyncio.wait({rest, failed}, return_when=asyncio.FIRST_COMPLETED)
                failed.cancel()
                if not rest.done():  # nor will it be: the engine answers nobody any more, and waits for this hook
                    rest.cancel()
                    raise pulumi.RunError(f"{update.name} is left as it was, since others did not become ready.")
                rest.result()

        return registering(pulumi.ResourceHook(hook_name(f"{service}-{track}", "gives-up-pods-last"), wait))

    def forecast(self) -> pulumi.Output[Forecast]:
        return self._component.urn.apply(lambda _: self._rollout.forecast())

    def fail(self) -> None:
        """To be called when the engine tells that one of the objects has failed."""
        self._failed.set()

    async def _all_but(self, giver: str) -> None:
        await self._done(ROUTE)
        await self._done_or_giving(self._rollout.with_traffic - {giver})

    async def _done(self, step: str) -> None:
        for resource in self._resources[step]:
            await resource.urn.future()

    async def _done_or_giving(self, tracks: Set[str]) -> None:
        for track in sorted(tracks):
            done = asyncio.ensure_future(self._done(track))
            giving = asyncio.ensure_future(self._gives[track].wait())
            await asyncio.wait({done, giving}, return_when=asyncio.FIRST_COMPLETED)
            giving.cancel()
            if done.done():
                done.result()  # raises what has failed


_WAITING = 0
"""Hooks that hold one of the engine's workers while they wait."""


@contextmanager
def _one_waiter_more(path: str) -> Iterator[None]:
    """A worker has to be left for those that are waited for."""
    global _WAITING
    workers = pulumi.runtime.settings.SETTINGS.parallel or 1
    if workers < _WAITING + 2:
        raise pulumi.RunError(
            f"{path}: the last up of this service failed on its way, and no pods must be "
            "given up before others are there. That takes more operations at a time than "
            f"--parallel {workers}: run pulumi up without it."
        )
    _WAITING += 1
    try:
        yield
    finally:
        _WAITING -= 1


async def _shrinks(update: pulumi.ResourceHookArgs) -> bool:
    before, after = [await leaf(inputs, "spec", "replicas") for inputs in (update.old_inputs, update.new_inputs)]
    return before is not None and after is not None and after < before


def _digest(template: Any) -> pulumi.Output[str]:
    """Short, and the same for the same template; secret where the template holds a secret."""
    return pulumi.Output.from_input(template).apply(lambda known: digest(known)[:12])
