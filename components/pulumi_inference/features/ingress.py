"""Ingress: hosts and paths of an ingress controller that lead to the Service over all pods with traffic.

https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..child import Child
from ..errors import path_to
from ..inputs import Annotations, Host, ObjectRef
from ..kube.http import RoutePath
from ..kube.labels import recommended
from ..kube.names import Dns1123Subdomain
from ..model import Model, NotEmpty, about
from ..runtimes import HTTP
from .certificate import secret_name
from .routing import declared_router, splits_requests
from .service import service_name
from .service_spec import SKIP_AWAIT

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_OBJECT = about("Ingress")
_ISSUERS = {"cluster_issuer": "cert-manager.io/cluster-issuer", "issuer": "cert-manager.io/issuer"}
"""https://cert-manager.io/docs/usage/ingress/#supported-annotations"""


class IngressTlsSpec(Model):
    """The certificate of the hosts."""

    secret_name: ObjectRef | None = Field(
        default=None,
        description="Secret of type kubernetes.io/tls with the certificate, which an issuer writes there. Required "
        "without an issuer and without certificate. Default: NAME-tls, or certificate's.",
        examples=["chat-tls"],
        json_schema_extra=_OBJECT,
    )
    cluster_issuer: ObjectRef | None = Field(
        default=None,
        description="ClusterIssuer of cert-manager, which sees the annotation and makes the certificate. "
        "Default: none.",
        examples=["letsencrypt"],
        json_schema_extra=_OBJECT,
    )
    issuer: ObjectRef | None = Field(
        default=None,
        description="Issuer of cert-manager in the service's namespace, in place of a ClusterIssuer. Default: none.",
        examples=["company"],
        json_schema_extra=_OBJECT,
    )


class IngressSpec(Model):
    """The way of the traffic from outside through an ingress controller."""

    class_name: Dns1123Subdomain | None = Field(
        default=None,
        description="IngressClass, which says what controller it is for. Default: the cluster's default class.",
        examples=["nginx"],
        json_schema_extra=_OBJECT,
    )
    hosts: tuple[Host, ...] = Field(
        default=(),
        description="Hosts that the service answers for; the output url has the first that is no wildcard. "
        "Default: all of the controller's.",
        examples=[["chat.example.com"]],
        json_schema_extra=_OBJECT,
    )
    paths: Annotated[tuple[RoutePath, ...], NotEmpty()] = Field(
        default=("/",),
        description="Paths of each host that lead to the service. Default: /.",
        examples=[["/v1"]],
        json_schema_extra=_OBJECT,
    )
    path_type: Literal["Prefix", "Exact", "ImplementationSpecific"] = Field(
        default="Prefix",
        description="How a request's path is held against them: by whole parts between slashes, as a whole, or as the "
        "controller does. Default: Prefix.",
        examples=["Exact"],
        json_schema_extra=_OBJECT,
    )
    annotations: Annotations = Field(
        default={},
        description="Annotations, for what the controller reads there. Default: none.",
        examples=[{"nginx.ingress.kubernetes.io/proxy-read-timeout": "300"}],
        json_schema_extra=_OBJECT,
    )
    tls: IngressTlsSpec | None = Field(
        default=None,
        description="TLS for all hosts. Default: none.",
        examples=[{"clusterIssuer": "letsencrypt"}],
        json_schema_extra=_OBJECT,
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    ingress = spec.ingress
    if ingress is None:
        return
    if splits_requests(spec) and (spec.canary or spec.argo):
        yield (
            "ingress",
            f"stands beside {declared_router(spec)}, which splits requests between two models, and an Ingress "
            "would go past it to the pods. Leave one out, at least until there is one model.",
        )
    for key in ingress.annotations.keys() & _owned(ingress):
        yield path_to("ingress.annotations", [key]), "is set by this component. Leave it out."
    tls = ingress.tls
    if tls is None:
        return
    if not ingress.hosts:
        yield "ingress.hosts", "is required beside tls: a certificate is for hosts. Give one."
    if tls.issuer is not None and tls.cluster_issuer is not None:
        yield "ingress.tls.issuer", "stands beside clusterIssuer, and one of them makes the certificate. Leave one out."
    if tls.secret_name is None and tls.issuer is None and tls.cluster_issuer is None and not spec.certificate:
        yield "ingress.tls", "says nothing of a certificate. Give secretName, clusterIssuer or issuer, or certificate."


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if spec.ingress:
        yield Child(role="ingress", manifest=manifest(name, spec, spec.ingress), after=("service",))


def manifest(name: str, spec: "InferenceServiceSpec", ingress: IngressSpec) -> dict[str, Any]:
    """The Ingress NAME.

    Pulumi would wait for its status, where controllers write an address, if at all, up to a minute later; the address
    that counts is the host.
    """
    issued = {key: getattr(ingress.tls, field) for field, key in _ISSUERS.items() if _given(ingress.tls, field)}
    rules = [{"host": host, **_paths(name, ingress)} for host in ingress.hosts] or [_paths(name, ingress)]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {
            "name": name,
            "labels": recommended(name, "ingress"),
            "annotations": {**ingress.annotations, **issued, SKIP_AWAIT: "true"},
        },
        "spec": {
            **({"ingressClassName": ingress.class_name} if ingress.class_name else {}),
            "rules": rules,
            **({"tls": [_tls(secret_name(name, spec), ingress, ingress.tls)]} if ingress.tls else {}),
        },
    }


def _paths(name: str, ingress: IngressSpec) -> dict[str, Any]:
    backend = {"service": {"name": service_name(name), "port": {"name": HTTP}}}
    return {
        "http": {"paths": [{"path": path, "pathType": ingress.path_type, "backend": backend} for path in ingress.paths]}
    }


def _tls(issued: Any, ingress: IngressSpec, tls: IngressTlsSpec) -> dict[str, Any]:
    secret = issued if tls.secret_name is None else tls.secret_name
    return {"hosts": list(ingress.hosts), "secretName": secret}


def _given(tls: IngressTlsSpec | None, field: str) -> bool:
    return tls is not None and getattr(tls, field) is not None


def _owned(ingress: IngressSpec) -> set[str]:
    return {SKIP_AWAIT, *(key for field, key in _ISSUERS.items() if _given(ingress.tls, field))}
