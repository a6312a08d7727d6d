"""Who the pods are."""

from typing import Any

import pytest
from pulumi_inference import parse_service
from pulumi_inference.children import children

from tests.specs import MINIMAL, with_canary


def rendered(own: dict[str, Any] | None = None, raw: dict[str, Any] = MINIMAL) -> dict[str, Any]:
    """Manifests by role."""
    spec = parse_service("chat", raw | ({} if own is None else {"serviceAccount": own}))
    return {child.role: child.manifest for child in children("chat", spec)}


def template(objects: dict[str, Any], track: str = "primary") -> dict[str, Any]:
    return dict(objects[track]["spec"]["template"])


def test_each_service_has_an_account_of_its_own_without_a_token_or_rights() -> None:
    found = rendered(raw=with_canary(50))
    assert found["service_account"]["metadata"]["name"] == "chat"
    assert found["service_account"]["automountServiceAccountToken"] is False
    assert "role" not in found
    for track in ("primary", "canary"):
        pod = template(found, track)["spec"]
        assert (pod["serviceAccountName"], pod["automountServiceAccountToken"]) == ("chat", False)


def test_under_the_first_defaults_pods_have_the_account_of_the_namespace() -> None:
    found = rendered(raw=MINIMAL | {"defaultsVersion": 1})
    assert "service_account" not in found
    assert "serviceAccountName" not in template(found)["spec"]


def test_an_account_that_there_is_is_used_and_bound_and_not_declared() -> None:
    rules = [{"resources": ["configmaps"], "verbs": ["get"]}]
    found = rendered({"name": "models", "token": True, "rules": rules})
    assert "service_account" not in found
    assert template(found)["spec"]["serviceAccountName"] == "models"
    assert found["role_binding"]["subjects"] == [{"kind": "ServiceAccount", "name": "models"}]
    assert found["role"]["rules"] == [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}]


@pytest.mark.parametrize(
    ("identity", "annotation", "labelled"),
    [
        ({"awsRoleArn": "arn:aws:iam::111122223333:role/models"}, "eks.amazonaws.com/role-arn", False),
        ({"gcpServiceAccount": "models@my-project.iam.gserviceaccount.com"}, "iam.gke.io/gcp-service-account", False),
        ({"azureClientId": "0" * 8 + "-0000-0000-0000-" + "0" * 12}, "azure.workload.identity/client-id", True),
    ],
)
def test_a_clouds_identity_is_an_annotation_of_the_account_and_needs_no_token_of_the_api_server(
    identity: dict[str, str], annotation: str, labelled: bool
) -> None:
    found = rendered({"workloadIdentity": identity})
    (value,) = identity.values()
    assert found["service_account"]["metadata"]["annotations"] == {annotation: value}
    pods = template(found)
    assert (pods["metadata"]["labels"].get("azure.workload.identity/use") == "true") is labelled
    assert pods["spec"]["automountServiceAccountToken"] is False
    assert "azure.workload.identity/use" not in found["primary"]["spec"]["selector"]["matchLabels"]
