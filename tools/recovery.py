"""Put a stack's state right after an update that was killed, or after its cluster was lost."""

import json
import signal
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from tools.control_plane.kubectl import Kubectl
from tools.control_plane.processes import signal_all
from tools.engine import Engine
from tools.kubernetes_plugin.objects import object_id
from tools.progress import console, step
from tools.waiting import wait_until

UPDATE_TIMEOUT = 900.0  # seconds for an update that somebody else started
INTERRUPT_TIMEOUT = 60.0


def recover(engine: Engine, stack: str, cluster_lost: bool) -> None:
    """After this an update finds no lock, no pending operation, and nothing in the state that is not there."""
    wait_for_other_updates(engine, stack)
    release_lock(engine, stack)
    exported = engine.export(stack)
    deployment = exported["deployment"] or {}
    pending = deployment.get("pending_operations", [])
    if cluster_lost and deployment.get("resources"):
        console.print("the cluster of the last update is gone: refreshing the stack's state, so that all is made again")
    elif pending:
        console.print(f"the last update was killed with {len(pending)} unfinished operations: refreshing the state")
    else:
        return
    exists = _never if cluster_lost else Kubectl(engine.kubeconfig).has
    engine.import_state(stack, {**exported, "deployment": settled(deployment, exists)})
    engine.show("refresh", "--yes", "--skip-preview", "--stack", stack)


def settled(deployment: Mapping[str, Any], exists: Callable[[Mapping[str, Any]], bool]) -> dict[str, Any]:
    """The deployment without pending operations: what a pending creation did create is a resource, the rest is not.

    The engine's own `refresh --import-pending-creates` (3.246) drops the operation and imports nothing.
    """
    resources = [dict(resource) for resource in deployment.get("resources", [])]
    for operation in deployment.get("pending_operations", []):
        created = dict(operation["resource"])
        if operation["type"] != "creating" or not exists(created.get("inputs", {})):
            continue
        created["id"] = object_id(created["inputs"])
        replaced = [each for each in resources if each["urn"] == created["urn"] and not each.get("delete")]
        if any(each.get("id") == created["id"] for each in replaced):
            continue  # what exists is the object that was to be replaced
        for each in replaced:
            each["delete"] = True  # as the engine has it between the creation of the new and the deletion of the old
        resources.append(created)
    return {**deployment, "resources": resources, "pending_operations": []}


def _never(_manifest: Mapping[str, Any]) -> bool:
    return False


def wait_for_other_updates(engine: Engine, stack: str) -> None:
    """An update whose `make up` was killed goes on by itself, and releases its lock when it has finished."""
    if _updates(engine, stack):
        with step("another pulumi is updating the stack: waiting until it has finished"):
            wait_until(lambda: not _updates(engine, stack), "the other update finishes", UPDATE_TIMEOUT)


def stop_other_updates(engine: Engine, stack: str) -> None:
    """Ask them to stop in good order; those that do not (one that is suspended cannot) are ended."""
    if not _updates(engine, stack):
        return
    with step("another pulumi is updating the stack: interrupting it"):
        signal_all(_updates(engine, stack), signal.SIGINT)
        try:
            wait_until(lambda: not _updates(engine, stack), "the interrupted update ends", INTERRUPT_TIMEOUT)
        except TimeoutError:
            signal_all(_updates(engine, stack), signal.SIGKILL)
            wait_until(lambda: not _updates(engine, stack), "the killed update ends", INTERRUPT_TIMEOUT)


def release_lock(engine: Engine, stack: str) -> None:
    if _locks(engine, stack) and not _updates(engine, stack):
        console.print("releasing the lock of an update that was killed")
        engine.run("cancel", "--yes", stack)


def _locks(engine: Engine, stack: str) -> list[Path]:
    return list((engine.backend / ".pulumi" / "locks").rglob(f"{stack}/*.json"))


def _updates(engine: Engine, stack: str) -> list[psutil.Process]:
    """The live processes that hold a lock of the stack."""
    return [process for lock in _locks(engine, stack) if (process := _holder(lock)) is not None]


def _holder(lock: Path) -> psutil.Process | None:
    try:
        content = json.loads(lock.read_text())
        process = psutil.Process(content["pid"])
        # The pid may be a stranger's by now: one that started after the lock was taken.
        taken = datetime.fromisoformat(content["timestamp"]).timestamp()
        is_live = process.create_time() <= taken and process.status() != psutil.STATUS_ZOMBIE
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None
    return process if is_live else None
