"""What is made of the state and the lock that a killed update left."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tools import recovery
from tools.control_plane.kubectl import Kubectl, KubectlError
from tools.engine import Engine
from tools.recovery import settled

URN = "urn:pulumi:local::inference::kubernetes:apps/v1:Deployment::chat-primary"
MANIFEST = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "chat-primary", "namespace": "a"}}
STACK = {"urn": "urn:pulumi:local::inference::pulumi:pulumi:Stack::inference-local"}


def pending(kind: str = "creating", **resource: Any) -> dict[str, Any]:
    return {"type": kind, "resource": {"urn": URN, "inputs": MANIFEST, **resource}}


def is_there(_manifest: Mapping[str, Any]) -> bool:
    return True


def is_not_there(_manifest: Mapping[str, Any]) -> bool:
    return False


def test_an_object_that_was_created_after_all_becomes_a_resource() -> None:
    after = settled({"resources": [STACK], "pending_operations": [pending()]}, is_there)
    assert after["resources"] == [STACK, {"urn": URN, "inputs": MANIFEST, "id": "a/chat-primary"}]
    assert after["pending_operations"] == []


def test_an_object_without_a_namespace_is_known_by_its_name() -> None:
    manifest = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}
    after = settled({"pending_operations": [pending(inputs=manifest)]}, is_there)
    assert after["resources"][0]["id"] == "a"


def test_an_object_that_was_not_created_is_forgotten() -> None:
    assert settled({"pending_operations": [pending()]}, is_not_there)["resources"] == []


@pytest.mark.parametrize("kind", ["updating", "deleting", "reading"])
def test_what_was_being_changed_stays_a_resource_once(kind: str) -> None:
    resource = {"urn": URN, "id": "a/chat-primary"}
    after = settled({"resources": [resource], "pending_operations": [pending(kind)]}, is_there)
    assert after == {"resources": [resource], "pending_operations": []}


def test_the_old_object_of_a_replacement_is_still_to_be_deleted() -> None:
    old = {"urn": URN, "id": "a/chat-primary-old"}
    after = settled({"resources": [old], "pending_operations": [pending()]}, is_there)
    assert [(each["id"], each.get("delete")) for each in after["resources"]] == [
        ("a/chat-primary-old", True),
        ("a/chat-primary", None),
    ]


def test_an_object_that_was_to_be_replaced_under_its_own_name_is_not_doubled() -> None:
    old = {"urn": URN, "id": "a/chat-primary"}
    assert settled({"resources": [old], "pending_operations": [pending()]}, is_there)["resources"] == [old]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(tmp_path / "home", tmp_path / "state", tmp_path / "kubeconfig")


def lock(engine: Engine, pid: int, taken: datetime) -> None:
    folder = engine.backend / ".pulumi" / "locks" / "organization" / "inference" / "local"
    folder.mkdir(parents=True)
    (folder / "lock.json").write_text(json.dumps({"pid": pid, "timestamp": taken.isoformat()}))


def test_the_lock_of_a_live_process_is_respected(engine: Engine) -> None:
    lock(engine, os.getpid(), datetime.now(UTC))
    assert [process.pid for process in recovery._updates(engine, "local")] == [os.getpid()]


def test_a_pid_that_now_belongs_to_a_later_process_holds_no_lock(engine: Engine) -> None:
    lock(engine, os.getpid(), datetime.now(UTC) - timedelta(days=1))
    assert recovery._updates(engine, "local") == []


def test_the_lock_of_a_dead_process_is_released_by_pulumi(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(engine, "run", lambda *arguments: asked.append(arguments))
    lock(engine, 2**22 + 1, datetime.now(UTC))  # above the highest pid
    recovery.wait_for_other_updates(engine, "local")
    recovery.release_lock(engine, "local")
    assert asked == [("cancel", "--yes", "local")]


def test_the_lock_of_another_stack_is_nobodys_business(engine: Engine) -> None:
    lock(engine, os.getpid(), datetime.now(UTC))
    assert recovery._updates(engine, "dev") == []


def test_an_object_is_absent_only_when_the_api_server_says_so(tmp_path: Path, toolchain: None) -> None:  # noqa: ARG001
    kubeconfig = tmp_path / "kubeconfig"
    cluster = {"name": "c", "cluster": {"server": "https://127.0.0.1:1"}}  # nothing listens there
    context = {"name": "c", "context": {"cluster": "c", "user": "c"}}
    kubeconfig.write_text(
        json.dumps(
            {
                "clusters": [cluster],
                "contexts": [context],
                "users": [{"name": "c", "user": {"token": "t"}}],
                "current-context": "c",
            }
        )
    )
    with pytest.raises(KubectlError, match="refused"):
        Kubectl(kubeconfig).has(MANIFEST)
