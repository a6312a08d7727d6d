"""Create, read, update and delete of one resource, from checked inputs to what goes into the state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tools.kubernetes_plugin import pulumi_annotations
from tools.kubernetes_plugin.apply import Write, create, relinquish, update
from tools.kubernetes_plugin.awaiting.awaiters import awaiter_for, awaits_deletion, read_awaiter_for
from tools.kubernetes_plugin.awaiting.observation import TEN_MINUTES
from tools.kubernetes_plugin.awaiting.waiting import check_once, until_deleted, until_ready
from tools.kubernetes_plugin.checkpoint import Checkpoint
from tools.kubernetes_plugin.errors import (
    ApiError,
    InitializationFailedError,
    NoSuchKindError,
    NotReadyError,
    PluginError,
)
from tools.kubernetes_plugin.field_managers import field_manager
from tools.kubernetes_plugin.kinds import api_version_and_kind, is_built_in, is_patch_resource
from tools.kubernetes_plugin.normalization import normalize
from tools.kubernetes_plugin.objects import (
    Object,
    api_version,
    has_unknown,
    kind,
    object_id,
    remove_nested,
    split_id,
)
from tools.kubernetes_plugin.properties import Properties, contains_secrets, plain_object, with_secrets
from tools.kubernetes_plugin.pruning import prune
from tools.kubernetes_plugin.rendering import remove_manifest, write_manifest
from tools.kubernetes_plugin.session import Session


@dataclass(frozen=True)
class Operation:
    """A request of the engine about one resource."""

    session: Session
    urn: str
    timeout: float = 0
    """Seconds, from the resource option; 0 where it is not set."""
    preview: bool = False


@dataclass(frozen=True)
class Found:
    resource_id: str
    state: Properties
    inputs: Properties


def create_resource(operation: Operation, news: Properties) -> tuple[str, Properties]:
    session, inputs = operation.session, plain_object(news)
    manager = field_manager(inputs, "")
    if session.renders:
        return object_id(inputs), _rendered(operation, inputs, news, manager)
    patch = is_patch_resource(operation.urn, inputs)
    if operation.preview and (patch or _cannot_preview(operation, inputs)):
        return "", news
    try:
        live = create(session.cluster, _write(operation, inputs, manager))
    except ApiError as error:
        if operation.preview and (error.forbidden or error.namespace_missing or error.already_exists):
            return "", news  # may well be in order by the time it is created
        raise
    checkpoint = Checkpoint(inputs, live, api_version(inputs), manager)
    if operation.preview:
        live.pop("status", None)  # of an object that does not exist, nothing is known
        return "", checkpoint.properties(news)
    live = _await(operation, checkpoint, news, before=None, verb="created")
    return object_id(live), Checkpoint(inputs, live, api_version(inputs), manager).properties(news)


def _write(operation: Operation, inputs: Object, manager: str, ignore: tuple[str, ...] = ()) -> Write:
    session = operation.session
    return Write(
        inputs,
        manager,
        preview=operation.preview,
        force=session.settings.patch_force,
        patch_resource=is_patch_resource(operation.urn, inputs),
        upsert=session.settings.upsert,
        ignore=ignore,
        cancelled=session.cancelled,
    )


def update_resource(operation: Operation, olds: Properties, news: Properties, ignore: tuple[str, ...]) -> Properties:
    session, old = operation.session, Checkpoint.parse(olds)
    inputs = normalize(plain_object(news))
    manager = field_manager(inputs, old.field_manager)
    if session.renders:
        return _rendered(operation, inputs, news, manager)
    if operation.preview and _cannot_preview(operation, inputs):
        return news
    version = old.initial_api_version
    try:
        live = update(session.cluster, _write(operation, inputs, manager, ignore))
    except ApiError as error:
        if operation.preview and error.forbidden:
            return news
        # The object is there, as it was: the state keeps it, with what was wanted, so that the next run tries again.
        present = Checkpoint(inputs, _present(operation, old.live, error), version, manager)
        reasons = [f"{kind(inputs)} {object_id(present.live)} was not updated: {error}"]
        raise InitializationFailedError(object_id(present.live), reasons, present.properties(news)) from error
    if not operation.preview:
        live = _await(operation, Checkpoint(inputs, live, version, manager), news, before=old.live, verb="updated")
        if old.field_manager and old.field_manager != manager:
            relinquish(session.cluster, live, old.field_manager)
    return Checkpoint(inputs, live, version, manager).properties(news)


def read_resource(operation: Operation, resource_id: str, state: Properties, inputs: Properties) -> Found | None:
    """What the cluster has; None where it has nothing. Without known inputs (import, get), they come from there too."""
    session, old = operation.session, Checkpoint.parse(state)
    shape = normalize(plain_object(inputs))
    adopting = not kind(shape) and not kind(old.live)
    _identify(shape, old.live, operation.urn, resource_id)
    manager = field_manager(shape, old.field_manager)
    version = old.initial_api_version or api_version(shape)
    if session.renders:
        return Found(resource_id, Checkpoint(shape, old.live, version, manager).properties(state), inputs)
    try:
        live = session.cluster.get(shape)
    except NoSuchKindError:
        return None
    except ApiError as error:
        if error.not_found:
            return None
        raise
    live_inputs = _adopted_inputs(live, shape) if adopting else prune(live, shape)
    found = Found(
        resource_id or object_id(live),
        Checkpoint(live_inputs, live, version, manager).properties(inputs),
        with_secrets(live_inputs, inputs),
    )
    awaiter = None if adopting else read_awaiter_for(shape)
    if awaiter is not None:
        try:
            check_once(session.cluster, awaiter, live)
        except NotReadyError as error:
            reasons = [f"{kind(live)} {object_id(live)}: {error}", *error.reasons]
            raise InitializationFailedError(found.resource_id, reasons, found.state, found.inputs) from error
    return found


def delete_resource(operation: Operation, state: Properties) -> None:
    session, old = operation.session, Checkpoint.parse(state)
    if session.renders:
        remove_manifest(session.settings.render_directory, old.live)
        return
    try:
        if is_patch_resource(operation.urn, old.inputs):
            _release(operation, old)
            return
        session.cluster.delete(old.live, pulumi_annotations.deletion_propagation(old.inputs))
        if awaits_deletion(old.inputs):
            timeout = pulumi_annotations.timeout_seconds(operation.timeout, old.inputs, TEN_MINUTES)
            until_deleted(session.waiting(operation.urn), old.live, timeout)
    except NoSuchKindError:
        return  # its definition is gone, and it with that
    except ApiError as error:
        if not error.not_found:
            raise


def _await(operation: Operation, checkpoint: Checkpoint, news: Properties, before: Object | None, verb: str) -> Object:
    live = checkpoint.live
    reasons: list[str] = []
    problem: PluginError
    try:
        awaiter = awaiter_for(checkpoint.inputs)
        if awaiter is None:
            return live
        timeout = pulumi_annotations.timeout_seconds(operation.timeout, checkpoint.inputs, awaiter.timeout)
        return until_ready(operation.session.waiting(operation.urn), awaiter, live, before, timeout)
    except NotReadyError as error:
        live, reasons, problem = error.live, error.reasons, error
    except PluginError as error:  # no way to tell; it exists all the same, and must not be lost
        problem = error
    reached = replace(checkpoint, live=live)
    reasons = [f"{kind(live)} {object_id(live)} was {verb}, but is not live: {problem}", *reasons]
    raise InitializationFailedError(object_id(live), reasons, reached.properties(news)) from problem


def _cannot_preview(operation: Operation, inputs: Object) -> bool:
    operation.session.warn_unreachable(operation.urn)
    return has_unknown(inputs) or not operation.session.serves(inputs)


def _rendered(operation: Operation, inputs: Object, news: Properties, manager: str) -> Properties:
    session = operation.session
    if not operation.preview:
        path = write_manifest(session.settings.render_directory, inputs)
        if contains_secrets(news):
            session.log.warning(operation.urn, f"{path} contains a secret in plain text")
        session.log.status(operation.urn, f"rendered {path}")
    return Checkpoint(inputs, inputs, api_version(inputs), manager).properties(news)


def _present(operation: Operation, live: Object, error: PluginError) -> Object:
    try:
        return operation.session.cluster.get(live)
    except PluginError as reading:
        raise PluginError(f"{error}\nand the object cannot be read either: {reading}") from error


def _identify(shape: Object, live: Object, urn: str, resource_id: str) -> None:
    """Completes what is needed to ask the cluster for an object."""
    version, kind_name = (api_version(live), kind(live)) if kind(live) else api_version_and_kind(urn)
    shape.setdefault("apiVersion", version)
    shape.setdefault("kind", kind_name)
    namespace, name = split_id(resource_id)
    metadata = shape.setdefault("metadata", {})
    metadata["name"] = name
    if namespace:
        metadata.setdefault("namespace", namespace)


def _adopted_inputs(live: Object, shape: Object) -> Object:
    """Inputs for an object that no program has made. Of a custom resource, only the identity is known to be input."""
    inputs = {key: value for key, value in live.items() if key != "status"} if is_built_in(api_version(live)) else {}
    inputs = normalize(inputs or prune(live, shape))
    for key in ("deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration"):
        remove_nested(inputs, "metadata", "annotations", key)
    return inputs


def _release(operation: Operation, old: Checkpoint) -> None:
    cluster = operation.session.cluster
    try:
        relinquish(cluster, cluster.get(old.live), old.field_manager)
    except ApiError as error:
        if error.status == 422 and "Required value" in str(error):
            raise PluginError(
                f"this Patch resource owns a field that {kind(old.live)} {object_id(old.live)} cannot be without, so "
                f"it cannot be given up: {error}. Set retain_on_delete, or let another manager set it"
            ) from error
        raise
