"""The texts are from real runs; those of the official provider from its reports."""

import pytest
from pulumi_inference.errors import InferenceError
from pulumi_inference.failures import explain
from pulumi_inference.object_errors import ChildObject, ObjectAlreadyExists, ObjectNotFound, ServiceNotReady

PARENT = "urn:pulumi:dev::inference::platform:index:Team$inference:index:InferenceService::chat"
DEPLOYMENT = ChildObject(
    service="chat",
    type="kubernetes:apps/v1:Deployment",
    namespace="models",
    name="chat-primary",
    logical_name="chat-primary",
    parent=PARENT,
)
SERVICE = ChildObject("chat", "kubernetes:core/v1:Service", "models", "chat-svc", "chat-svc", PARENT)
CRASHED = """\
5 errors occurred:
\t* Deployment models/chat-primary was created, but is not live: not ready after 5 s: 0 of 3 pods of the new revision
\t* [MinimumReplicasUnavailable] Deployment does not have minimum availability.
\t* Pod models/chat-primary-1-a: container server: [CrashLoopBackOff] back-off 1m20s restarting failed container
\t* Pod models/chat-primary-1-b: container server: [CrashLoopBackOff] back-off 1m20s restarting failed container
\t* Pod models/chat-primary-1-b: container server ended with exit code 1: [Error] model file not found

"""
OFFICIAL = """\
4 errors occurred:
\t* the Kubernetes API server reported that "models/chat-primary" failed to fully initialize or become live: \
'chat-primary' timed out waiting to be Ready
\t* [MinimumReplicasUnavailable] Deployment does not have minimum availability.
\t* Minimum number of live Pods was not attained
\t* [Pod models/chat-primary-1-a]: containers with unready status: [server] -- [ErrImagePull] not found

"""


def explained(text: str, child: ChildObject = DEPLOYMENT, operation: str = "create") -> InferenceError | None:
    return explain(child, operation, [text, "an older failure"])


@pytest.mark.parametrize(
    "text",
    [
        'deployments.apps "chat-primary" already exists\n\nIt is in the cluster, but not in this stack.',
        "resource models/chat-primary was not successfully created by the Kubernetes API server: "
        'deployments.apps "chat-primary" already exists',
    ],
)
def test_an_object_that_exists_comes_with_the_ways_to_take_it_over_or_leave_it(text: str) -> None:
    error = explained(text)
    assert isinstance(error, ObjectAlreadyExists)
    assert error.child == DEPLOYMENT
    assert (error.child.kind, error.child.id) == ("Deployment", "models/chat-primary")
    assert str(error) == (
        "services.chat: Deployment chat-primary in namespace models exists already, and this stack does not manage it."
        "\n"
        "  To take it over (`pulumi preview` then shows what changes): "
        "pulumi import kubernetes:apps/v1:Deployment chat-primary models/chat-primary"
        f" --parent 'chat={PARENT}' --protect=false --generate-code=false\n"
        "  If an interrupted `pulumi up` of this stack made it: PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true pulumi up\n"
        "  To leave it alone, give the service another name than chat."
    )
    assert str(error).endswith(error.hint)


def test_a_service_is_not_to_be_imported() -> None:
    error = explained('services "chat-svc" already exists', SERVICE)
    assert isinstance(error, ObjectAlreadyExists)
    assert "pulumi import" not in error.hint
    assert "PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true PULUMI_K8S_ENABLE_PATCH_FORCE=true pulumi up" in error.hint


def test_a_missing_namespace_is_named_with_the_setting() -> None:
    error = explained('namespaces "models" not found')
    assert isinstance(error, ObjectNotFound)
    assert (error.kind, error.name) == ("Namespace", "models")
    assert str(error) == (
        "services.chat: namespace models, where Deployment chat-primary belongs, does not exist.\n"
        "  Create it (kubectl create namespace models), or choose another: "
        "pulumi config set kubernetes:namespace NAMESPACE"
    )


def test_an_object_deleted_by_something_else_comes_back_with_a_refresh() -> None:
    error = explained('deployments.apps "chat-primary" not found', operation="update")
    assert isinstance(error, ObjectNotFound)
    assert (error.kind, error.name) == ("Deployment", "chat-primary")
    assert "`pulumi refresh`" in error.hint


def test_another_object_that_is_missing_is_named() -> None:
    error = explained('serviceaccounts "reader" not found')
    assert isinstance(error, ObjectNotFound)
    assert str(error).startswith(
        "services.chat: Deployment chat-primary needs serviceaccounts reader, which does not exist."
    )


def test_pods_that_do_not_become_ready_are_told_in_the_words_of_the_status() -> None:
    error = explained(CRASHED)
    assert isinstance(error, ServiceNotReady)
    assert error.words == "primary: Deployment does not have minimum availability (MinimumReplicasUnavailable)"
    assert error.pods == (
        "Pod chat-primary-1-a: container server: [CrashLoopBackOff] back-off 1m20s restarting failed container",
        "Pod chat-primary-1-b: container server ended with exit code 1: [Error] model file not found",
    )
    assert str(error).startswith(f"services.chat: not ready: {error.words}\n  Pod chat-primary-1-a: ")


def test_the_official_providers_words_for_it_are_known_too() -> None:
    error = explained(OFFICIAL)
    assert isinstance(error, ServiceNotReady)
    assert error.words == "primary: Deployment does not have minimum availability (MinimumReplicasUnavailable)"
    assert error.pods == ("Pod chat-primary-1-a: containers with unready status: [server] -- [ErrImagePull] not found",)


def test_where_no_condition_is_bad_the_rollout_is_what_is_missing() -> None:
    """An update whose new pods do not start leaves the old ones, and the Deployment available."""
    text = OFFICIAL.replace("\t* [MinimumReplicasUnavailable] Deployment does not have minimum availability.\n", "")
    error = explained(text, operation="update")
    assert isinstance(error, ServiceNotReady)
    assert error.words == "primary: not every pod of the newest revision is ready (RolloutIncomplete)"


def test_a_failure_that_says_it_all_itself_is_left_to_the_provider() -> None:
    invalid = 'Deployment.apps "chat-primary" is invalid: spec.replicas: Invalid value: -1'
    assert explained(invalid) is None
    assert explained('secrets "other" already exists') is None
    assert explain(DEPLOYMENT, "create", []) is None


def test_of_a_failed_delete_nothing_is_said() -> None:
    assert explained('deployments.apps "chat-primary" not found', operation="delete") is None


def test_all_of_it_is_one_type_of_error() -> None:
    texts = ['deployments.apps "chat-primary" already exists', 'namespaces "models" not found', CRASHED]
    assert all(isinstance(explained(text), InferenceError) for text in texts)


def test_a_kind_that_the_cluster_does_not_know_says_what_to_install() -> None:
    child = ChildObject(
        "chat", "kubernetes:keda.sh/v1alpha1:ScaledObject", "models", "chat-primary", "chat-primary", PARENT
    )
    error = explained('no matches for kind "ScaledObject" in version "keda.sh/v1alpha1"', child)
    assert isinstance(error, ObjectNotFound)
    assert "ScaledObject chat-primary is of a kind that the cluster does not know" in str(error)
    assert "Install KEDA" in str(error)


def test_of_a_kind_of_kubernetes_own_nothing_is_to_be_installed() -> None:
    assert explained('no matches for kind "Deployment" in version "apps/v9"') is None


@pytest.mark.parametrize(
    "text",
    [
        "1 error occurred:\n\t* ExternalSecret models/chat-openai was created, but is not live: not ready after 120 s: "
        "waiting for condition Ready=True (it is False)\n\n",
        "'chat-openai' timed out waiting to be Ready",
    ],
)
def test_a_secret_that_no_store_gave_is_named_with_the_way_to_the_reason(text: str) -> None:
    fetched = ChildObject(
        "chat", "kubernetes:external-secrets.io/v1:ExternalSecret", "models", "chat-openai", "chat-openai", PARENT
    )
    error = explained(text, fetched)
    assert isinstance(error, ServiceNotReady)
    assert "ExternalSecret chat-openai in namespace models is not fetched" in str(error)
    assert "kubectl describe externalsecret chat-openai --namespace models" in str(error)
