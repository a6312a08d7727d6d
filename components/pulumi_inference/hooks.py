"""What the engine calls back into the program for: before an update, and after a failure."""

import asyncio
import contextlib
import itertools
from collections.abc import Callable, Mapping
from typing import Any

import pulumi

from .callbacks import registering
from .failures import explain
from .features.ownership import OWNER_ANNOTATION, start_problem, switch_problem
from .features.stateful_set import FIXED, fixed_problem
from .object_errors import ChildObject
from .tracks import Track

_HOOKS = itertools.count(1)


def hook_name(whose: str, what: str) -> str:
    """The engine wants a name of its own for each hook of a program, and a component cannot know its URN yet."""
    return f"{whose}/{what}/{next(_HOOKS)}"


async def plain(inputs: Any) -> Any:
    """Recorded inputs without the Outputs that a secret makes of the maps around it."""
    inputs = await inputs.future() if isinstance(inputs, pulumi.Output) else inputs
    return {key: await plain(value) for key, value in inputs.items()} if isinstance(inputs, Mapping) else inputs


async def leaf(inputs: Any, *keys: str) -> Any:
    """What recorded inputs hold below these keys; None where they hold nothing."""
    found = await plain(inputs)
    for key in keys:
        found = (found or {}).get(key)
    return found


def count_stands_hook(service: str, track: Track) -> pulumi.ResourceHook:
    """Refuses, in preview too, an update after which the spec's count might not stand."""

    async def check(update: pulumi.ResourceHookArgs) -> None:
        before, after = await _annotations(update, OWNER_ANNOTATION)
        if problem := switch_problem(service, track.name, before, after, track.replicas):
            raise pulumi.RunError(problem)
        count = await leaf(update.new_inputs, "spec", "replicas")
        if count is not None and (problem := start_problem(service, track.name, track.bounds, int(count))):
            raise pulumi.RunError(problem)

    name = hook_name(f"{service}-{track.name}", "count-stands")
    return registering(pulumi.ResourceHook(name, check, pulumi.ResourceHookOptions(on_dry_run=True)))


def stays_as_created_hook(service: str, track: Track) -> pulumi.ResourceHook:
    """Refuses, in preview too, an update of what a StatefulSet has for good."""

    async def check(update: pulumi.ResourceHookArgs) -> None:
        before, after = await _annotations(update, FIXED)
        name = str(await leaf(update.new_inputs, "metadata", "name"))
        if problem := fixed_problem(service, name, before, after):
            raise pulumi.RunError(problem)

    name = hook_name(f"{service}-{track.name}", "stays-as-created")
    return registering(pulumi.ResourceHook(name, check, pulumi.ResourceHookOptions(on_dry_run=True)))


async def _annotations(update: pulumi.ResourceHookArgs, name: str) -> list[str]:
    """An annotation as it is recorded, and as it is to be; empty where it is not there."""
    both = (update.old_inputs, update.new_inputs)
    return [str(await leaf(inputs, "metadata", "annotations", name) or "") for inputs in both]


def explain_failures_hook(
    component: pulumi.ComponentResource,
    service: str,
    failed_one: Callable[[], None] = lambda: None,
    section: str = "services",
) -> pulumi.ErrorHook:
    """Says under the component what a child's failure means, in preview too; the engine prints the provider's error.

    It logs and does not raise: the engine puts what an error hook raises in the place of the provider's error, and
    where an object was created and is not ready it drops it.
    """

    async def tell(failed: pulumi.ErrorHookArgs) -> bool:
        failed_one()
        # Whatever goes wrong here must not stand in the place of the error that it is about.
        with contextlib.suppress(Exception):
            child = ChildObject(
                service=service,
                type=failed.type,
                namespace=str(await leaf(failed.new_inputs, "metadata", "namespace") or ""),
                name=str(await leaf(failed.new_inputs, "metadata", "name") or ""),
                logical_name=failed.name,
                parent=str(await component.urn.future()),
                section=section,
            )
            if error := explain(child, failed.failed_operation, failed.errors):
                await _log(str(error), component)
        return False

    return registering(pulumi.ErrorHook(hook_name(service, "explain-failures"), tell))


async def _log(message: str, component: pulumi.ComponentResource) -> None:
    """Returns when the engine has the message: it may end the program as soon as the hook is done."""
    before = asyncio.all_tasks()
    pulumi.log.error(message, component)
    await asyncio.gather(*(asyncio.all_tasks() - before))
