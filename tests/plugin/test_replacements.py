from typing import Any

import pytest

from tools.kubernetes_plugin.paths import parse_path
from tools.kubernetes_plugin.replacements import replaces, replacing_paths
from tools.kubernetes_plugin.settings import Settings


def replaced(api_version: str, kind: str, path: str, settings: Settings | None = None, **fields: Any) -> bool:
    obj = {"apiVersion": api_version, "kind": kind, **fields}
    return replaces(parse_path(path), "changed", replacing_paths(obj, settings or Settings()))


@pytest.mark.parametrize(
    ("api_version", "kind", "path"),
    [
        ("apps/v1", "Deployment", "spec.selector.matchLabels.app"),
        ("apps/v1", "DaemonSet", "spec.selector"),
        ("apps/v1", "StatefulSet", "spec.serviceName"),
        ("apps/v1", "StatefulSet", "spec.podManagementPolicy"),
        ("apps/v1", "StatefulSet", "spec.revisionHistoryLimit"),
        ("apps/v1", "StatefulSet", "spec.volumeClaimTemplates[0].spec.storageClassName"),
        ("batch/v1", "Job", "spec.template.spec.containers[0].image"),
        ("batch/v1", "Job", "spec.parallelism"),
        ("batch/v1", "Job", "spec.completions"),
        ("v1", "ConfigMap", "data.key"),
        ("v1", "ConfigMap", "binaryData.key"),
        ("v1", "Secret", "data.key"),
        ("v1", "Secret", "type"),
        ("v1", "PersistentVolumeClaim", "spec.storageClassName"),
        ("v1", "PersistentVolumeClaim", "spec.accessModes[0]"),
        ("v1", "PersistentVolume", "spec.csi.driver"),
        ("v1", "Pod", "spec.containers[1].image"),
        ("v1", "Pod", "spec.nodeSelector.zone"),
        ("v1", "Service", "spec.clusterIP"),
        ("v1", "ResourceQuota", "spec.scopes[0]"),
        ("rbac.authorization.k8s.io/v1", "RoleBinding", "roleRef.name"),
        ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "roleRef"),
        ("storage.k8s.io/v1", "StorageClass", "provisioner"),
        ("storage.k8s.io/v1", "StorageClass", "parameters.type"),
        ("example.com/v1", "Thing", "metadata.name"),
    ],
)
def test_a_field_of_the_list_replaces(api_version: str, kind: str, path: str) -> None:
    assert replaced(api_version, kind, path)


@pytest.mark.parametrize(
    ("api_version", "kind", "path"),
    [
        ("apps/v1", "Deployment", "spec.template.spec.containers[0].image"),
        ("apps/v1", "Deployment", "spec.selectors"),
        ("apps/v1", "StatefulSet", "spec.replicas"),
        ("batch/v1", "Job", "spec.suspend"),
        ("batch/v1", "CronJob", "spec.jobTemplate"),
        ("v1", "PersistentVolumeClaim", "spec.resources.requests.storage"),
        ("v1", "Pod", "spec.activeDeadlineSeconds"),
        ("v1", "Service", "spec.type"),
        ("policy/v1", "PodDisruptionBudget", "spec.minAvailable"),
        ("scheduling.k8s.io/v1", "PriorityClass", "value"),
        ("storage.k8s.io/v1", "StorageClass", "volumeBindingMode"),
        ("example.com/v1", "Deployment", "spec.selector"),
        ("v1", "ConfigMap", "metadata.labels.a"),
    ],
)
def test_a_field_outside_the_list_is_updated(api_version: str, kind: str, path: str) -> None:
    assert not replaced(api_version, kind, path)


def test_data_declared_mutable_are_updated() -> None:
    settings = Settings(config_map_mutable=True, secret_mutable=True)

    assert not replaced("v1", "ConfigMap", "data.key", settings)
    assert not replaced("v1", "Secret", "data.key", settings)
    assert replaced("v1", "Secret", "type", settings)


def test_data_that_kubernetes_holds_immutable_replace_all_the_same() -> None:
    settings = Settings(config_map_mutable=True, secret_mutable=True)

    assert replaced("v1", "ConfigMap", "data.key", settings, immutable=True)
    assert replaced("v1", "Secret", "data.key", settings, immutable=True)


def test_an_added_value_that_brings_a_replacing_field_replaces() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod"}
    paths = replacing_paths(pod, Settings())

    assert replaces(parse_path("spec.containers[1]"), {"name": "c", "image": "i"}, paths)
    assert not replaces(parse_path("spec.containers[1]"), {"name": "c"}, paths)


def test_of_a_patch_resource_only_the_identity_replaces() -> None:
    deployment = {"apiVersion": "apps/v1", "kind": "Deployment"}
    paths = replacing_paths(deployment, Settings(), patch_resource=True)

    assert replaces(parse_path("metadata.name"), "x", paths)
    assert not replaces(parse_path("spec.selector.matchLabels"), {}, paths)
