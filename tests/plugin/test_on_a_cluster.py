"""The plugin against a real API server, request by request."""

import json
import tempfile
import threading
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.plugin.driving import NotLive, Plugin, Refused, plain
from tests.plugin.manifests import config_map, custom, definition, deployment, service
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.waiting import wait_until

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
FORCE = {"pulumi.com/patchForce": "true"}


@pytest.fixture
def kind() -> str:
    """The name of a kind that no other test defines."""
    return f"Thing{uuid.uuid4().hex[:8]}"


def managers(obj: dict[str, Any]) -> set[tuple[str, str]]:
    return {(entry["manager"], entry["operation"]) for entry in obj["metadata"]["managedFields"]}


def test_a_created_object_is_in_the_cluster_and_in_the_state(plugin: Plugin, kubectl: Kubectl, namespace: str) -> None:
    created = plugin.create(config_map(a="1"))

    live = kubectl.get("configmap", "c", "-n", namespace, "--show-managed-fields")
    assert created.id == f"{namespace}/c"
    assert created.live["metadata"]["uid"] == live["metadata"]["uid"]
    assert created.live["__inputs"]["data"] == live["data"] == {"a": "1"}
    assert created.live["__fieldManager"].startswith("pulumi-kubernetes-")
    assert managers(live) == {("pulumi-kubernetes", "Update")}
    assert not plugin.diff(created, config_map(a="1")).detailedDiff


def test_creating_what_exists_is_an_error_that_points_at_import(plugin: Plugin) -> None:
    plugin.create(config_map(a="1"))

    with pytest.raises(Refused, match=r'configmaps "c" already exists(.|\n)*pulumi import'):
        plugin.create(config_map(a="2"))


def test_a_preview_changes_nothing_and_returns_the_api_servers_defaults(
    plugin: Plugin, kubectl: Kubectl, namespace: str
) -> None:
    previewed = plugin.create(service(), preview=True)

    assert previewed.id == ""
    assert previewed.live["spec"]["sessionAffinity"] == "None"
    assert "status" not in previewed.live
    assert kubectl.get("services", "-n", namespace)["items"] == []


def test_a_preview_shows_what_the_api_server_refuses(plugin: Plugin) -> None:
    with pytest.raises(Refused, match=r"spec\.ports\[0\]\.port: Invalid value: 123456"):
        plugin.create(service(ports=[{"port": 123456}]), preview=True)
    with pytest.raises(Refused, match=r"spec\.ports: Required value"):
        plugin.create(service(ports=[]), preview=True)


def test_a_preview_passes_where_the_cluster_cannot_know_yet(plugin: Plugin, kind: str) -> None:
    elsewhere = config_map()
    elsewhere["metadata"]["namespace"] = "not-there-yet"
    unknown = service(ports=[{"port": 123456, "name": UNKNOWN}])

    for obj in (elsewhere, unknown, custom(kind)):
        previewed = plugin.create(obj, preview=True)
        assert plain(previewed.state) == plain(previewed.inputs)


def test_a_preview_of_an_update_changes_nothing(plugin: Plugin, kubectl: Kubectl, namespace: str) -> None:
    created = plugin.create(service())

    previewed = plugin.update(created, service(sessionAffinity="ClientIP"), preview=True)

    assert previewed.live["spec"]["sessionAffinity"] == "ClientIP"
    assert kubectl.get("service", "s", "-n", namespace)["spec"]["sessionAffinity"] == "None"


def test_a_field_that_leaves_the_program_leaves_the_object_also_if_it_was_set_at_creation(
    plugin: Plugin, kubectl: Kubectl, namespace: str
) -> None:
    labelled = service()
    labelled["metadata"]["labels"] = {"team": "a"}
    created = plugin.create(labelled)

    updated = plugin.update(created, service())

    live = kubectl.get("service", "s", "-n", namespace, "--show-managed-fields")
    assert "labels" not in live["metadata"]
    assert managers(live) == {(updated.live["__fieldManager"], "Apply")}
    assert not plugin.diff(updated, service()).detailedDiff


def test_an_ignored_count_stays_what_an_autoscaler_has_made_of_it(
    plugin: Plugin, kubectl: Kubectl, namespace: str
) -> None:
    created = plugin.create(deployment(replicas=1))
    kubectl("scale", "deployment", "d", "-n", namespace, "--replicas=2")

    updated = plugin.update(created, deployment(replicas=1, minReadySeconds=1), ignore=("spec.replicas",))

    live = kubectl.get("deployment", "d", "-n", namespace)
    assert live["spec"]["replicas"] == 2
    assert live["spec"]["minReadySeconds"] == 1
    assert not plugin.diff(updated, deployment(replicas=1, minReadySeconds=1), ignore=("spec.replicas",)).detailedDiff


def test_a_conflict_is_told_in_the_api_servers_words_and_force_overrules_it(
    plugin: Plugin, kubectl: Kubectl, namespace: str
) -> None:
    created = plugin.create(deployment(replicas=1))
    kubectl("scale", "deployment", "d", "-n", namespace, "--replicas=2")

    with pytest.raises(NotLive, match=r'conflict with "kubectl" with subresource "scale"(.|\n)*patchForce') as caught:
        plugin.update(created, deployment(replicas=3))
    assert caught.value.resource.live["spec"]["replicas"] == 2
    plugin.update(caught.value.resource, deployment(replicas=3, annotations=FORCE))

    assert kubectl.get("deployment", "d", "-n", namespace)["spec"]["replicas"] == 3


def test_a_deployment_that_does_not_come_up_is_in_the_state_and_the_next_update_finishes_it(
    plugin: Plugin, kubectl: Kubectl, namespace: str
) -> None:
    with pytest.raises(NotLive) as caught:
        plugin.create(deployment(cpu="100000"), timeout=2)
    stuck = caught.value.resource

    assert stuck.id == f"{namespace}/d"
    assert any("[Unschedulable]" in reason and "Insufficient cpu" in reason for reason in caught.value.reasons)
    assert plugin.diff(stuck, deployment(cpu="100m")).detailedDiff
    updated = plugin.update(stuck, deployment(cpu="100m"))
    assert updated.live["metadata"]["uid"] == stuck.live["metadata"]["uid"]
    assert kubectl.get("deployment", "d", "-n", namespace)["status"]["readyReplicas"] == 1


def test_a_large_object_that_does_not_come_up_is_in_the_state_too(plugin: Plugin) -> None:
    with pytest.raises(NotLive) as caught:
        plugin.create(deployment(cpu="100000", annotations={"pad": "x" * 200_000}), timeout=1)

    assert len(caught.value.resource.live["metadata"]["annotations"]["pad"]) == 200_000


def test_cancelling_ends_an_await_and_keeps_the_object_in_the_state(
    plugin: Plugin, kubectl: Kubectl, namespace: str
) -> None:
    failures: list[NotLive] = []

    def create() -> None:
        with pytest.raises(NotLive) as caught:
            plugin.create(deployment(cpu="100000"), timeout=600)
        failures.append(caught.value)

    creating = threading.Thread(target=create)
    creating.start()
    wait_until(lambda: bool(kubectl.get("deployments", "-n", namespace)["items"]), "the Deployment is created")
    plugin.cancel()
    creating.join(timeout=30)

    assert len(failures) == 1
    assert "cancelled" in failures[0].reasons[0]
    assert failures[0].resource.id == f"{namespace}/d"


def test_an_object_whose_await_cannot_begin_is_in_the_state(plugin: Plugin, namespace: str) -> None:
    nonsense = config_map(a="1")
    nonsense["metadata"]["annotations"] = {"pulumi.com/waitFor": "nonsense"}

    with pytest.raises(NotLive, match="'nonsense' is not understood") as caught:
        plugin.create(nonsense)

    assert caught.value.resource.id == f"{namespace}/c"


def test_skip_await_does_not_wait(plugin: Plugin) -> None:
    created = plugin.create(deployment(cpu="100000", annotations={"pulumi.com/skipAwait": "true"}))

    assert created.live["spec"]["replicas"] == 1


def test_a_service_is_live_with_its_pods_and_says_so_without(plugin: Plugin) -> None:
    plugin.create(deployment())
    awaited, lonely = service(), service(selector={"app": "nobody"})
    awaited["metadata"], lonely["metadata"] = {"name": "awaited"}, {"name": "lonely"}

    assert plugin.create(awaited).live["spec"]["clusterIP"]
    with pytest.raises(NotLive, match=r"spec\.selector matches no pod's labels"):
        plugin.create(lonely, timeout=1)


def test_data_of_a_secret_are_secret_in_the_state(plugin: Plugin) -> None:
    metadata = {"name": "s"}
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "stringData": {"password": "hunter2"}}

    created = plugin.create(secret)

    encoded = {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        "value": {"password": "aHVudGVyMg=="},
    }
    assert created.live["data"] == encoded
    assert plain(created.inputs)["data"] == encoded
    assert json.dumps(created.live).count("aHVudGVyMg==") == 2  # in the outputs and in the inputs, both marked
    assert not plugin.diff(created, secret).detailedDiff


def test_a_refresh_sees_drift_and_disappearance(plugin: Plugin, kubectl: Kubectl, namespace: str) -> None:
    created = plugin.create(config_map(a="1"))
    kubectl("patch", "configmap", "c", "-n", namespace, "--patch", '{"data": {"a": "2", "other": "3"}}')

    drifted = plugin.read(created)

    assert drifted is not None
    assert plain(drifted.inputs)["data"] == {"a": "2"}
    assert list(plugin.diff(drifted, config_map(a="1")).detailedDiff) == ["data.a"]
    kubectl("delete", "configmap", "c", "-n", namespace)
    assert plugin.read(drifted) is None


def test_a_refresh_tells_of_a_deployment_that_is_not_ready(plugin: Plugin) -> None:
    created = plugin.create(deployment(cpu="100000", annotations={"pulumi.com/skipAwait": "true"}))

    shown = plugin.update(created, deployment(cpu="100000", annotations={"pulumi.com/skipAwait": "true"}))
    assert plugin.read(shown) is not None  # whoever skips the await does not want to hear of it
    with pytest.raises(NotLive):
        plugin.read(
            plugin.update(shown, deployment(cpu="100000", annotations={"pulumi.com/timeoutSeconds": "1"}), timeout=1)
        )


def test_an_adopted_object_has_inputs_that_a_program_can_match(
    plugin: Plugin, kubectl: Kubectl, namespace: str
) -> None:
    kubectl("create", "configmap", "c", "-n", namespace, "--from-literal=a=1")

    adopted = plugin.adopt("core/v1:ConfigMap", f"{namespace}/c")

    assert adopted is not None
    assert plain(adopted.inputs)["data"] == {"a": "1"}
    assert "uid" not in plain(adopted.inputs)["metadata"]
    assert not plugin.diff(adopted, config_map(a="1")).detailedDiff
    assert plugin.adopt("core/v1:ConfigMap", f"{namespace}/missing") is None


def test_a_deletion_returns_when_the_object_is_gone_and_gone_already_is_fine(
    plugin: Plugin, kubectl: Kubectl, namespace: str
) -> None:
    created = plugin.create(deployment())

    plugin.delete(created)

    assert kubectl.get("deployments,replicasets", "-n", namespace)["items"] == []
    plugin.delete(created)


def test_a_deletion_that_something_holds_up_names_the_finalizers(
    plugin: Plugin, kubectl: Kubectl, namespace: str
) -> None:
    held = config_map()
    held["metadata"]["finalizers"] = ["example.com/hold"]
    created = plugin.create(held)

    with pytest.raises(Refused, match=r"finalizers hold it: .*example\.com/hold"):
        plugin.delete(created, timeout=1)

    kubectl("patch", "configmap", "c", "-n", namespace, "--patch", '{"metadata": {"finalizers": null}}')
    plugin.delete(created)


def test_a_patch_resource_owns_its_fields_and_gives_them_up(plugin: Plugin, kubectl: Kubectl, namespace: str) -> None:
    kubectl("create", "configmap", "c", "-n", namespace, "--from-literal=theirs=1")
    patch = config_map(ours="2")

    patched = plugin.create(patch, token="core/v1:ConfigMapPatch")
    assert kubectl.get("configmap", "c", "-n", namespace)["data"] == {"theirs": "1", "ours": "2"}
    plugin.update(patched, config_map(ours="3"))
    assert kubectl.get("configmap", "c", "-n", namespace)["data"] == {"theirs": "1", "ours": "3"}
    plugin.delete(patched)

    assert kubectl.get("configmap", "c", "-n", namespace)["data"] == {"theirs": "1"}


def test_a_custom_resource_can_follow_its_definition_at_once_and_wait_for_its_status(
    plugin: Plugin, kubectl: Kubectl, namespace: str, kind: str
) -> None:
    annotations = {"pulumi.com/waitFor": '["jsonpath={.spec.size}=3", "condition=Ready"]'}
    defined = plugin.create(definition(kind))
    with pytest.raises(NotLive, match="condition Ready=True"):
        plugin.create(custom(kind, annotations, size=3), timeout=1)
    stuck = plugin.adopt(f"example.com/v1:{kind}", f"{namespace}/it")
    assert stuck is not None

    status = '{"status": {"conditions": [{"type": "Ready", "status": "True"}]}}'
    kubectl(
        "patch", kind.lower(), "it", "-n", namespace, "--type=merge", "--patch", status, "--field-manager=controller"
    )
    live = plugin.update(stuck, custom(kind, annotations, size=3))

    assert live.live["status"]["conditions"][0]["status"] == "True"
    assert not plugin.diff(live, custom(kind, annotations, size=3)).detailedDiff
    plugin.delete(defined)
    assert plugin.read(live) is None
    plugin.delete(live)


def test_a_definition_is_updated_as_a_whole(plugin: Plugin, kubectl: Kubectl, kind: str) -> None:
    created = plugin.create(definition(kind))
    changed = definition(kind)
    changed["spec"]["names"]["shortNames"] = [kind.lower()[:9]]

    updated = plugin.update(created, changed)

    names = kubectl.get("customresourcedefinition", f"{kind.lower()}s.example.com")["spec"]["names"]
    assert names["shortNames"] == [kind.lower()[:9]]
    plugin.delete(updated)


def test_a_failed_job_fails_at_once(plugin: Plugin) -> None:
    pod = {
        "containers": [{"name": "c", "image": "local/none"}],
        "restartPolicy": "Never",
        "nodeSelector": {"no": "node"},
    }
    job = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "j"},
        "spec": {"activeDeadlineSeconds": 1, "template": {"spec": pod}},
    }

    with pytest.raises(NotLive, match="DeadlineExceeded"):
        plugin.create(job, timeout=60)


def test_manifests_are_rendered_instead_of_applied(
    control_plane: ControlPlane, kubectl: Kubectl, namespace: str, tmp_path: Path
) -> None:
    plugin = Plugin(control_plane.kubeconfig, namespace, renderYamlToDirectory=str(tmp_path / "out"))
    plugin.create(config_map(a="1"), preview=True)
    assert not (tmp_path / "out").exists()

    created = plugin.create(config_map(a="1"))
    (manifest,) = (tmp_path / "out" / "1-manifest").iterdir()

    assert "a: '1'" in manifest.read_text()
    plugin.update(created, config_map(a="2"))
    assert "a: '2'" in manifest.read_text()
    plugin.delete(created)
    assert not manifest.exists()
    assert not kubectl.has(config_map() | {"metadata": {"name": "c", "namespace": namespace}})
    plugin.stop()


def test_a_cluster_that_does_not_answer_fails_what_needs_it_and_lets_a_preview_pass(
    control_plane: ControlPlane, plugin: Plugin, tmp_path: Path
) -> None:
    created = plugin.create(config_map(a="1"))
    dead = tmp_path / "kubeconfig"
    lines = control_plane.kubeconfig.read_text().splitlines()
    dead.write_text(
        "\n".join(
            f"{line.split('server:')[0]}server: https://127.0.0.1:1" if "server:" in line else line for line in lines
        )
    )
    unreachable = Plugin(dead, "default")

    assert unreachable.create(config_map(a="1"), preview=True).id == ""
    with pytest.raises(Refused, match=r"cluster is unreachable: no answer from https://127\.0\.0\.1:1"):
        unreachable.create(config_map(a="1"))
    for attempt in (unreachable.read, unreachable.delete):
        with pytest.raises(Refused, match="PULUMI_K8S_DELETE_UNREACHABLE"):
            attempt(created)
    unreachable.stop()


def test_a_context_that_does_not_exist_is_never_another_cluster(control_plane: ControlPlane, namespace: str) -> None:
    plugin = Plugin(control_plane.kubeconfig, namespace, context="somewhere-else")

    with pytest.raises(Refused, match='context "somewhere-else" does not exist'):
        plugin.create(config_map(a="1"))
    plugin.stop()


def test_nothing_that_was_discovered_is_left_for_another_cluster_to_be_mistaken_for(
    control_plane: ControlPlane, namespace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    plugin = Plugin(control_plane.kubeconfig, namespace)

    plugin.create(config_map(a="1"))

    assert list(tmp_path.glob("osrcp-*")) == []
    plugin.stop()
