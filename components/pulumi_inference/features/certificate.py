"""A Certificate of cert-manager for the hosts of a service, whose Secret an Ingress or a gateway's listener reads.

https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.Certificate
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import pulumi
from pydantic import Field

from ..child import Child
from ..inputs import Host, ObjectRef
from ..kube.duration import Duration, duration_text, parse_duration
from ..kube.labels import recommended
from ..kube.names import Dns1123Subdomain, Kind
from ..model import Model, Positive, about

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

SUFFIX = "tls"
"""The end of the name of the Secret, unless the spec names it."""
_OBJECT = about("Certificate")
_USUAL = "2160h"
"""How long a certificate is asked for where nothing is said: 90 days (DefaultCertificateDuration)."""
_SHORTEST = "1h"
"""MinimumCertificateDuration in cert-manager's pkg/apis/certmanager/v1/const.go."""
_LATEST = "5m"
"""MinimumRenewBefore there."""
_SIZES = {"RSA": range(2048, 8193), "ECDSA": (256, 384, 521), "Ed25519": ()}
"""ValidateCertificateSpec in cert-manager's internal/apis/certmanager/validation; a size beside Ed25519 is ignored."""
_SIZES_IN_WORDS = {
    "RSA": "Give one from 2048 to 8192.",
    "ECDSA": "Give 256, 384 or 521.",
    "Ed25519": "It has one size: leave it out.",
}


class IssuerRefSpec(Model):
    """Who signs."""

    name: ObjectRef = Field(description="Name of the issuer.", examples=["letsencrypt"], json_schema_extra=_OBJECT)
    kind: Kind = Field(
        default="Issuer",
        description="Issuer, which stands in the service's namespace, ClusterIssuer, or a kind of the group's. "
        "Default: Issuer.",
        examples=["ClusterIssuer"],
        json_schema_extra=_OBJECT,
    )
    group: Dns1123Subdomain = Field(
        default="cert-manager.io",
        description="API group of an issuer that is another project's. Default: cert-manager.io.",
        examples=["awspca.cert-manager.io"],
        json_schema_extra=_OBJECT,
    )


class PrivateKeySpec(Model):
    """The certificate's private key."""

    algorithm: Literal["RSA", "ECDSA", "Ed25519"] = Field(
        default="RSA", description="Default: RSA.", examples=["ECDSA"], json_schema_extra=_OBJECT
    )
    size: Positive | None = Field(
        default=None,
        description="2048 to 8192 with RSA; 256, 384 or 521 with ECDSA; none with Ed25519. Default: cert-manager's, "
        "2048 and 256.",
        examples=[4096],
        json_schema_extra=about("Certificate", unit="bits"),
    )
    rotation_policy: Literal["Always", "Never"] | None = Field(
        default=None,
        description="Whether each renewal has a new key. Default: cert-manager's, Always from 1.18 on.",
        examples=["Always"],
        json_schema_extra=_OBJECT,
    )


class CertificateSpec(Model):
    """A certificate that cert-manager asks for, keeps in a Secret and renews."""

    issuer_ref: IssuerRefSpec = Field(
        description="Who signs it.",
        examples=[{"name": "letsencrypt", "kind": "ClusterIssuer"}],
        json_schema_extra=_OBJECT,
    )
    secret_name: ObjectRef | None = Field(
        default=None,
        description="Secret that cert-manager writes; TLS of the Ingress reads it. Default: NAME-tls.",
        examples=["chat-certificate"],
        json_schema_extra=about("Certificate", "Ingress"),
    )
    dns_names: tuple[Host, ...] = Field(
        default=(),
        description="Hosts that it is for. Default: those of ingress, gateway, istio and traefik.",
        examples=[["chat.example.com"]],
        json_schema_extra=_OBJECT,
    )
    duration: Duration | None = Field(
        default=None,
        description="How long it is to be valid, 1h at least; an issuer may give another. Default: cert-manager's, "
        "2160h (90 days).",
        examples=["720h"],
        json_schema_extra=_OBJECT,
    )
    renew_before: Duration | None = Field(
        default=None,
        description="How long before its end it is renewed, 5m at least. Default: cert-manager's, a third of it.",
        examples=["240h"],
        json_schema_extra=_OBJECT,
    )
    private_key: PrivateKeySpec | None = Field(
        default=None,
        description="Its private key. Default: cert-manager's.",
        examples=[{"algorithm": "ECDSA", "rotationPolicy": "Always"}],
        json_schema_extra=_OBJECT,
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    certificate, tls = spec.certificate, spec.ingress.tls if spec.ingress else None
    if certificate is None:
        return
    if not dns_names(spec):
        yield (
            "certificate.dnsNames",
            "is required where no host is given: a certificate is for hosts. Give one, here or to the route.",
        )
    if spec.ingress and tls is None:
        yield "ingress.tls", "is missing, and the Ingress would not read what certificate makes. Give tls: {}."
    if tls and (tls.issuer is not None or tls.cluster_issuer is not None):
        field = "issuer" if tls.cluster_issuer is None else "clusterIssuer"
        yield f"ingress.tls.{field}", "stands beside certificate, and both would write one Secret. Leave one out."
    if tls and tls.secret_name is not None:
        yield (
            "ingress.tls.secretName",
            "stands beside certificate, whose Secret the Ingress reads. Leave it out; certificate.secretName names it.",
        )


def time_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """What cert-manager's webhook refuses, as far as the spec knows of it."""
    certificate = spec.certificate
    if certificate is None:
        return
    duration, renewal, key = certificate.duration or _USUAL, certificate.renew_before, certificate.private_key
    if parse_duration(duration) < parse_duration(_SHORTEST):
        yield "certificate.duration", f"{duration} is below {_SHORTEST}, the least of cert-manager. Give more."
    if renewal and parse_duration(renewal) < parse_duration(_LATEST):
        yield "certificate.renewBefore", f"{renewal} is below {_LATEST}, the least of cert-manager. Give more."
    if renewal and parse_duration(renewal) >= parse_duration(duration):
        yield (
            "certificate.renewBefore",
            f"{renewal} is not below the certificate's duration of {duration}, and would renew it for ever. Give less.",
        )
    if key and key.size and key.size not in _SIZES[key.algorithm]:
        yield (
            "certificate.privateKey.size",
            f"{key.size} is no size of {key.algorithm}. {_SIZES_IN_WORDS[key.algorithm]}",
        )


def dns_names(spec: "InferenceServiceSpec") -> list[pulumi.Input[str]]:
    """What the certificate is for; without words of its own, every host of every route."""
    if spec.certificate and spec.certificate.dns_names:
        return list(spec.certificate.dns_names)
    routes: list[tuple[pulumi.Input[str], ...]] = [
        spec.ingress.hosts if spec.ingress else (),
        spec.gateway.hostnames if spec.gateway else (),
        spec.istio.hosts if spec.istio else (),
        spec.traefik.hostnames if spec.traefik else (),
    ]
    return list(dict.fromkeys(host for hosts in routes for host in hosts))


def secret_name(name: str, spec: "InferenceServiceSpec") -> Any:
    """The Secret with the certificate of the service's hosts."""
    named = spec.certificate.secret_name if spec.certificate else None
    return f"{name}-{SUFFIX}" if named is None else named


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if spec.certificate:
        yield Child(role="certificate", manifest=_manifest(name, spec, spec.certificate))


def _manifest(name: str, spec: "InferenceServiceSpec", certificate: CertificateSpec) -> dict[str, Any]:
    """Nothing waits for it: an issuer may ask for an address that the hosts get only after the `up`."""
    issuer, key = certificate.issuer_ref, certificate.private_key
    times = {"duration": certificate.duration, "renewBefore": certificate.renew_before}
    return {
        "apiVersion": "cert-manager.io/v1",
        "kind": "Certificate",
        "metadata": {"name": name, "labels": recommended(name, "certificate")},
        "spec": {
            "secretName": secret_name(name, spec),
            "dnsNames": dns_names(spec),
            "issuerRef": {"name": issuer.name, "kind": issuer.kind, "group": issuer.group},
            **{field: duration_text(parse_duration(time)) for field, time in times.items() if time},
            **({"privateKey": key.model_dump(by_alias=True, exclude_none=True)} if key else {}),
        },
    }
