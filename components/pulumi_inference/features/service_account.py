"""The service account of the pods: who they are to the API server, and to the cloud.

https://kubernetes.io/docs/concepts/security/service-accounts/
EKS    https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
GKE    https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
Azure  https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html

None of the clouds' ways needs the API server's own token in the pod: their webhooks mount a token for the cloud alone,
and GKE's metadata server gives one.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from ..child import Child
from ..inputs import AzureClientId, GoogleServiceAccount, ObjectRef, RoleArn
from ..kube.identity import ApiGroup, ResourceKind, Verb
from ..kube.labels import AnnotationKey, recommended
from ..kube.names import ObjectName
from ..model import Model, NotEmpty, Switch, about
from ..pod_part import PodOf, PodPart

if TYPE_CHECKING:
    from ..pod_fields import PodFields

_ACCOUNT = about("ServiceAccount")
_ROLE = about("Role", "RoleBinding")
_RBAC = "rbac.authorization.k8s.io"
_USES_AZURE = {"azure.workload.identity/use": "true"}


class WorkloadIdentitySpec(Model):
    """Who the pods are to a cloud; exactly one field."""

    aws_role_arn: RoleArn | None = Field(
        default=None,
        description="ARN of the IAM role (EKS, IAM roles for service accounts). Default: none.",
        examples=["arn:aws:iam::111122223333:role/models"],
        json_schema_extra=_ACCOUNT,
    )
    gcp_service_account: GoogleServiceAccount | None = Field(
        default=None,
        description="Address of the IAM service account (GKE, Workload Identity). Default: none.",
        examples=["models@my-project.iam.gserviceaccount.com"],
        json_schema_extra=_ACCOUNT,
    )
    azure_client_id: AzureClientId | None = Field(
        default=None,
        description="Client id of the managed identity or application (AKS, Microsoft Entra Workload ID). "
        "Default: none.",
        examples=["00000000-0000-0000-0000-000000000000"],
        json_schema_extra=about("ServiceAccount", "Deployment"),
    )

    def annotations(self) -> dict[str, Any]:
        return {key: value for key, value in self._by_annotation().items() if value is not None}

    def _by_annotation(self) -> dict[str, Any]:
        return {
            "eks.amazonaws.com/role-arn": self.aws_role_arn,
            "iam.gke.io/gcp-service-account": self.gcp_service_account,
            "azure.workload.identity/client-id": self.azure_client_id,
        }


class PolicyRuleSpec(Model):
    """What the pods may do with some resources of their namespace."""

    api_groups: tuple[ApiGroup, ...] = Field(
        default=("",),
        description="Groups of the API; \"\" is the core's. Default: the core's.",
        examples=[["apps"]],
        json_schema_extra=_ROLE,
    )
    resources: Annotated[tuple[ResourceKind, ...], NotEmpty()] = Field(
        description="Kinds in the plural, in lowercase.", examples=[["configmaps"]], json_schema_extra=_ROLE
    )
    verbs: Annotated[tuple[Verb, ...], NotEmpty()] = Field(
        description="What may be done: get, list, watch, create, update, patch, delete.",
        examples=[["get", "watch"]],
        json_schema_extra=_ROLE,
    )
    resource_names: tuple[ObjectName, ...] = Field(
        default=(),
        description="Objects by name; list and watch then work for these alone, and create does not. Default: all.",
        examples=[["models"]],
        json_schema_extra=_ROLE,
    )


class ServiceAccountSpec(Model):
    """Who the pods are to the API server and to the cloud."""

    name: ObjectRef | None = Field(
        default=None,
        description="A ServiceAccount that there is, in the service's namespace. Default: one of the service's own, "
        "NAME.",
        examples=["models"],
        json_schema_extra=about("ServiceAccount", "Deployment", "RoleBinding"),
    )
    token: Switch = Field(
        default=False,
        description="Whether the server's pods get a token for the API server. Default: false.",
        examples=[True],
        json_schema_extra=about("Deployment"),
    )
    annotations: dict[AnnotationKey, str] = Field(
        default={},
        description="Annotations of the service's own ServiceAccount. Default: none.",
        examples=[{"example.com/owner": "models"}],
        json_schema_extra=_ACCOUNT,
    )
    workload_identity: WorkloadIdentitySpec | None = Field(
        default=None,
        description="Who the pods are to a cloud, so that no key of it has to be kept. Default: nobody.",
        examples=[{"awsRoleArn": "arn:aws:iam::111122223333:role/models"}],
        json_schema_extra=about("ServiceAccount", "Deployment"),
    )
    rules: tuple[PolicyRuleSpec, ...] = Field(
        default=(),
        description="What the pods may do in their namespace, by a Role; goes with token. Default: nothing.",
        examples=[[{"resources": ["configmaps"], "verbs": ["get"]}]],
        json_schema_extra=_ROLE,
    )


def account(spec: "PodFields") -> ServiceAccountSpec | None:
    """What the spec says, or what holds where it says nothing; None for the namespace's default."""
    if spec.service_account is None and spec.defaults.own_service_account:
        return ServiceAccountSpec()
    return spec.service_account


def pod(of: PodOf) -> PodPart:
    own = account(of.spec)
    azure = own and own.workload_identity and own.workload_identity.azure_client_id
    return PodPart(
        labels=_USES_AZURE if azure else {},
        spec={
            "automountServiceAccountToken": bool(own and own.token),
            **({"serviceAccountName": account_name(of.name, own)} if own else {}),
        },
    )


def account_name(service: str, own: ServiceAccountSpec) -> Any:
    return service if own.name is None else own.name


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    own = spec.service_account
    if own is None:
        return
    identity = own.workload_identity
    if identity and len(identity.annotations()) != 1:
        names = ", ".join(str(field.alias) for field in type(identity).model_fields.values())
        yield "serviceAccount.workloadIdentity", f"has {len(identity.annotations())} identities. Give one of {names}."
    if own.name is not None and (own.annotations or identity):
        yield (
            "serviceAccount.name",
            "names a ServiceAccount that somebody else declares, and its annotations are theirs, those of "
            "workloadIdentity included. Leave name out, or annotations and workloadIdentity.",
        )
    if own.rules and not own.token:
        yield (
            "serviceAccount.rules",
            "have no use without a token, which the pods do not have. Give token: true, or leave rules out.",
        )


def children(name: str, spec: "PodFields") -> Iterator[Child]:
    own = account(spec)
    if own and own.name is None:
        yield Child(role="service_account", manifest=service_account(name, own))
    if own and own.rules:
        yield Child(role="role", manifest=role(name, own))
        yield Child(role="role_binding", manifest=role_binding(name, own))


def service_account(service: str, own: ServiceAccountSpec) -> dict[str, Any]:
    annotations = {**own.annotations, **(own.workload_identity.annotations() if own.workload_identity else {})}
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": _metadata(service) | ({"annotations": annotations} if annotations else {}),
        "automountServiceAccountToken": False,  # each pod says it by itself
    }


def role(service: str, own: ServiceAccountSpec) -> dict[str, Any]:
    return {
        "apiVersion": f"{_RBAC}/v1",
        "kind": "Role",
        "metadata": _metadata(service),
        "rules": [_rule(one) for one in own.rules],
    }


def _rule(one: PolicyRuleSpec) -> dict[str, Any]:
    names = {"resourceNames": list(one.resource_names)} if one.resource_names else {}
    return {"apiGroups": list(one.api_groups), "resources": list(one.resources), "verbs": list(one.verbs), **names}


def role_binding(service: str, own: ServiceAccountSpec) -> dict[str, Any]:
    return {
        "apiVersion": f"{_RBAC}/v1",
        "kind": "RoleBinding",
        "metadata": _metadata(service),
        "roleRef": {"apiGroup": _RBAC, "kind": "Role", "name": service},
        "subjects": [{"kind": "ServiceAccount", "name": account_name(service, own)}],
    }


def _metadata(service: str) -> dict[str, Any]:
    return {"name": service, "labels": recommended(service, "service-account")}
