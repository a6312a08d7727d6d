"""Creating, updating and releasing objects: the requests, without the waiting after them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from tenacity import Retrying, retry_if_exception, sleep_using_event, stop_after_attempt, stop_when_event_set
from tenacity.wait import wait_exponential

from tools.kubernetes_plugin import pulumi_annotations
from tools.kubernetes_plugin.client import Cluster
from tools.kubernetes_plugin.errors import ApiError, NoSuchKindError
from tools.kubernetes_plugin.field_managers import CREATOR, created_by_us, taken_over
from tools.kubernetes_plugin.ignore_changes import with_ignored_left_alone
from tools.kubernetes_plugin.objects import (
    Object,
    api_version,
    is_crd,
    kind,
    name,
    namespace,
    nested_list,
    nested_str,
    set_nested,
)


@dataclass(frozen=True)
class Write:
    """One object to create or update, and how."""

    inputs: Object
    manager: str
    preview: bool = False
    force: bool = False
    patch_resource: bool = False
    """Only some fields are ours; the object is somebody else's."""
    upsert: bool = False
    ignore: tuple[str, ...] = ()
    cancelled: Event = field(default_factory=Event)


def create(cluster: Cluster, write: Write) -> Object:
    """Creates the object. One that exists already is an error, except for Patch resources and by setting."""
    # A namespace or a definition made a moment ago may not be served yet, and charts come in any order.
    attempts = Retrying(
        retry=retry_if_exception(lambda error: not write.preview and _may_come(error)),
        wait=wait_exponential(multiplier=0.5),
        stop=stop_after_attempt(6) | stop_when_event_set(write.cancelled),
        sleep=sleep_using_event(write.cancelled),
        reraise=True,
    )
    try:
        return attempts(_create_once, cluster, write)
    except ApiError as error:
        if not error.already_exists or write.preview:
            raise
        raise ApiError(
            error.status,
            error.reason,
            f"{error}\n\nIt is in the cluster, but not in this stack. To manage it from here, import it (`pulumi "
            "import`, or the `import_` resource option); to manage a few of its fields only, use the kind's Patch "
            "resource; if the resource was renamed in the program, give it an alias.",
        ) from error


def update(cluster: Cluster, write: Write) -> Object:
    """Brings the live object to the inputs by server-side apply."""
    if is_crd(write.inputs):
        return _when_undisturbed(lambda: _replace(cluster, write))
    live = cluster.get(write.inputs)
    if not write.preview and not write.patch_resource:
        live = take_over(cluster, live, write.manager)
    body = with_ignored_left_alone(write.inputs, live, write.ignore, write.manager)
    return _apply(cluster, write, body, force=forces(write, live))


def take_over(cluster: Cluster, live: Object, manager: str) -> Object:
    """Makes the fields that the same user set under other names those of this manager."""

    def attempt() -> Object:
        current = cluster.get(live)
        entries = taken_over(nested_list(current, "metadata", "managedFields"), manager)
        if entries is None:
            return current
        version = nested_str(current, "metadata", "resourceVersion")
        return cluster.json_patch(
            current,
            [
                {"op": "replace", "path": "/metadata/managedFields", "value": entries},
                {
                    "op": "replace",
                    "path": "/metadata/resourceVersion",
                    "value": version,
                },  # or it would undo others' work
            ],
        )

    if taken_over(nested_list(live, "metadata", "managedFields"), manager) is None:
        return live
    return _when_undisturbed(attempt)


def relinquish(cluster: Cluster, live: Object, manager: str) -> None:
    """Gives up every field of a manager; fields that nobody else owns go away or back to their default."""
    metadata = {"name": name(live)} | ({"namespace": namespace(live)} if namespace(live) else {})
    cluster.apply({"apiVersion": api_version(live), "kind": kind(live), "metadata": metadata}, manager)


def forces(write: Write, live: Object | None) -> bool:
    """Whether conflicts with other managers are overruled."""
    if write.force or pulumi_annotations.is_true(write.inputs, pulumi_annotations.PATCH_FORCE):
        return True
    if live is None:
        return write.preview
    if not nested_list(live, "metadata", "managedFields"):
        return True
    # In preview nothing is taken over; without force our own create would be a conflict.
    return write.preview and created_by_us(live)


def _create_once(cluster: Cluster, write: Write) -> Object:
    if write.upsert or write.patch_resource:
        return _apply(cluster, write, write.inputs, force=forces(write, None))
    return cluster.create(write.inputs, CREATOR, dry_run=write.preview)


def _replace(cluster: Cluster, write: Write) -> Object:
    """Puts the object in place as a whole: the fields of a definition belong together. Its objects stay."""
    body = {**write.inputs, "metadata": dict(write.inputs["metadata"])}
    version = nested_str(cluster.get(write.inputs), "metadata", "resourceVersion")
    set_nested(body, version, "metadata", "resourceVersion")
    return cluster.replace(body, write.manager, dry_run=write.preview)


def _when_undisturbed(attempt: Callable[[], Object]) -> Object:
    """Reads and writes again where somebody else has written in between, a controller its status for one."""
    return Retrying(
        retry=retry_if_exception(lambda error: isinstance(error, ApiError) and error.conflict),
        stop=stop_after_attempt(10),
        wait=wait_exponential(multiplier=0.05),
        reraise=True,
    )(attempt)


def _apply(cluster: Cluster, write: Write, body: Object, *, force: bool) -> Object:
    try:
        return cluster.apply(body, write.manager, force=force, dry_run=write.preview)
    except ApiError as error:
        if not error.conflict:
            raise
        raise ApiError(
            error.status,
            error.reason,
            f"server-side apply as field manager {write.manager!r}: {error}\n"
            "Another manager owns these fields. Leave them to it (ignore_changes, or take them out of the program), "
            f'or take them over with the annotation {pulumi_annotations.PATCH_FORCE}: "true".',
        ) from error


def _may_come(error: BaseException) -> bool:
    return isinstance(error, NoSuchKindError) or (isinstance(error, ApiError) and error.not_found)
