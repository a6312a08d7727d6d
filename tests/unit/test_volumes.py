"""Volumes of a pod, and who may write into them."""

from typing import Any

import pytest
from pulumi_inference import parse_service
from pulumi_inference.children import children

CLAIM = {"persistentVolumeClaim": {"claimName": "models"}}


def pod(volume: dict[str, Any]) -> dict[str, Any]:
    spec = parse_service("chat", {"modelRef": "m", "volumes": [{"name": "v", "mountPath": "/v"} | volume]})
    (workload,) = (child for child in children("chat", spec) if child.role == "primary")
    return dict(workload.manifest["spec"]["template"]["spec"])


@pytest.mark.parametrize("volume", [CLAIM, {"csi": {"driver": "files.example.com"}}])
def test_a_server_that_is_not_root_may_write_into_what_a_driver_formats(volume: dict[str, Any]) -> None:
    security = pod(volume)["securityContext"]
    assert security["fsGroup"] == security["runAsUser"]
    assert "fsGroup" not in pod(volume | {"readOnly": True})["securityContext"]


@pytest.mark.parametrize("volume", [{"emptyDir": {}}, {"hostPath": {"path": "/var/lib/models"}}])
def test_other_volumes_have_no_owner_of_ours(volume: dict[str, Any]) -> None:
    assert "fsGroup" not in pod(volume)["securityContext"]


def test_a_new_claim_is_protected_unless_the_spec_says_what_becomes_of_it() -> None:
    def claim(**fields: Any) -> Any:
        new = {"size": "1Gi", "accessModes": ["ReadWriteMany"]} | fields
        volume = {"name": "models", "mountPath": "/models", "persistentVolumeClaim": new}
        spec = parse_service("chat", {"modelRef": "m", "volumes": [volume]})
        (found,) = (child for child in children("chat", spec) if child.manifest["kind"] == "PersistentVolumeClaim")
        return found

    assert (claim().protected, claim().kept) == (True, False)
    assert (claim(onDelete="keep").protected, claim(onDelete="keep").kept) == (False, True)
    assert (claim(onDelete="delete").protected, claim(onDelete="delete").kept) == (False, False)
    assert claim().manifest["metadata"]["name"] == "chat-models"


def test_a_claim_for_one_pod_is_given_up_before_the_next_pod_starts() -> None:
    one = {"persistentVolumeClaim": {"claimName": "models", "accessModes": ["ReadWriteOnce"]}}
    volume = {"name": "v", "mountPath": "/v"} | one
    spec = parse_service("chat", {"modelRef": "m", "rollout": {"allowDowntime": True}, "volumes": [volume]})
    (workload,) = (child for child in children("chat", spec) if child.role == "primary")
    assert workload.manifest["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}
