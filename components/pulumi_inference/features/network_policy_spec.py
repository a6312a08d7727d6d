"""What a user says of who may reach the pods, and what they may reach."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field

from ..kube.cidr import Cidr, covers
from ..kube.names import Dns1123Label
from ..kube.port import PortNumber
from ..kube.selector import Labels
from ..model import Model, NotEmpty, about
from .model_source import Downloaded
from .model_storage import model_specs
from .routing import declared_router

if TYPE_CHECKING:
    from ..pod_fields import PodFields
    from ..spec import InferenceServiceSpec

_OBJECT = about("NetworkPolicy")
HTTPS = 443
GKE_METADATA = (("169.254.169.252/32", 988), ("169.254.169.254/32", 80))
"""Where pods reach it: behind iptables, and with Dataplane V2
(https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#network-policies)."""


class PeersSpec(Model):
    """Who is at the other end: pods by their namespaces and labels, or ranges of addresses."""

    namespaces: tuple[Dns1123Label, ...] = Field(
        default=(),
        description="Names of namespaces, each known by its label kubernetes.io/metadata.name. "
        "Default: the service's own, where podLabels are given.",
        examples=[["web"]],
        json_schema_extra=_OBJECT,
    )
    pod_labels: Labels = Field(
        default={},
        description="Labels that the pods have, all of them. Default: all pods of the namespaces.",
        examples=[{"app": "shop"}],
        json_schema_extra=_OBJECT,
    )
    cidrs: tuple[Cidr, ...] = Field(
        default=(),
        description="Ranges of addresses outside the cluster; a NetworkPolicy knows no hostnames. Default: none.",
        examples=[["203.0.113.0/24"]],
        json_schema_extra=_OBJECT,
    )
    except_cidrs: tuple[Cidr, ...] = Field(
        default=(),
        description="Ranges inside of cidrs that stay closed. Default: none.",
        examples=[["203.0.113.128/25"]],
        json_schema_extra=_OBJECT,
    )


class ClientSpec(PeersSpec):
    """Who may send requests to the pods."""

    ports: tuple[PortNumber, ...] = Field(
        default=(),
        description="Ports of the pods that they may ask, those of containers beside the model server's among them. "
        "Default: those of the model server, but for metrics.",
        examples=[[9090]],
        json_schema_extra=_OBJECT,
    )


class DestinationSpec(PeersSpec):
    """Whom the pods may send requests to."""

    ports: Annotated[tuple[PortNumber, ...], NotEmpty()] = Field(
        description="Ports of theirs: those of pods, not of the Service before them.",
        examples=[[5432]],
        json_schema_extra=_OBJECT,
    )
    protocol: Literal["TCP", "UDP", "SCTP"] = Field(
        default="TCP",
        description="Protocol of the ports. Default: TCP.",
        examples=["UDP"],
        json_schema_extra=_OBJECT,
    )


class EgressSpec(Model):
    """What the pods may reach. All else is closed to them, and they are closed to everybody."""

    stores: tuple[DestinationSpec, ...] = Field(
        default=(),
        description="What the pods ask while they run, such as object stores and databases. Default: nothing.",
        examples=[[{"cidrs": ["203.0.113.0/24"], "ports": [443]}]],
        json_schema_extra=_OBJECT,
    )

    def destinations(self) -> tuple[DestinationSpec, ...]:
        """Everybody whom the pods may send requests to."""
        return self.stores

    def peers(self) -> Iterator[tuple[str, PeersSpec]]:
        """Each list of peers with its path."""
        for place, one in enumerate(self.stores):
            yield f"networkPolicy.stores[{place}]", one


class NetworkPolicySpec(EgressSpec):
    """Who may reach the pods, and what they may reach. All else is closed, in both directions."""

    model_sources: tuple[DestinationSpec, ...] = Field(
        description="Where the pods fetch their model from; an empty list where it is there without a request, as on a "
        "volume.",
        examples=[[{"cidrs": ["203.0.113.0/24"], "ports": [443]}]],
        json_schema_extra=_OBJECT,
    )
    clients: tuple[ClientSpec, ...] = Field(
        default=(),
        description="Who sends requests without a gateway in between. Default: nobody.",
        examples=[[{"namespaces": ["web"], "podLabels": {"app": "shop"}}]],
        json_schema_extra=_OBJECT,
    )
    gateways: tuple[Dns1123Label, ...] = Field(
        default=(),
        description="Namespaces of the pods of gateways and ingress controllers, which may ask what clients may; "
        "not that of a Gateway object. Default: none.",
        examples=[["istio-system"]],
        json_schema_extra=_OBJECT,
    )
    monitoring: tuple[Dns1123Label, ...] = Field(
        default=(),
        description="Namespaces of what scrapes the metrics, by the port metrics where there is one, or else http. "
        "Default: none.",
        examples=[["monitoring"]],
        json_schema_extra=_OBJECT,
    )
    stores: tuple[DestinationSpec, ...] = Field(
        default=(),
        description="What the pods ask while they serve, such as caches and databases. Default: nothing.",
        examples=[[{"podLabels": {"app": "redis"}, "ports": [6379]}]],
        json_schema_extra=_OBJECT,
    )

    def destinations(self) -> tuple[DestinationSpec, ...]:
        return (*self.model_sources, *self.stores)

    def peers(self) -> Iterator[tuple[str, PeersSpec]]:
        for field, listed in (("clients", self.clients), ("modelSources", self.model_sources)):
            for place, one in enumerate(listed):
                yield f"networkPolicy.{field}[{place}]", one
        yield from super().peers()


def problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    policy = spec.network_policy
    if policy is None:
        return
    for path, one in policy.peers():
        if not (one.namespaces or one.pod_labels or one.cidrs):
            yield path, "names nobody. Give namespaces, podLabels or cidrs; 0.0.0.0/0 and ::/0 are all addresses."
        for cidr in one.except_cidrs:
            if not any(covers(around, cidr) for around in one.cidrs):
                yield f"{path}.exceptCidrs", f"{cidr} is inside of none of cidrs, and closes nothing. Leave it out."
            elif opened := next((around for around in one.cidrs if covers(cidr, around)), None):
                yield f"{path}.exceptCidrs", f"{cidr} closes all of {opened}, which cidrs opens. Leave one of them out."


def reach_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """What the service is for, and its policy would not let through."""
    policy = spec.network_policy
    if policy is None:
        return
    if (asked := _through_a_gateway(spec)) and not policy.gateways:
        yield (
            "networkPolicy.gateways",
            f"is required beside {asked}, whose requests would reach no pod. Give the namespace that the pods of the "
            "gateway or controller run in.",
        )
    elif not (policy.clients or policy.gateways):
        yield "networkPolicy.clients", "is required: nobody could reach the pods. Give clients, or gateways."
    if spec.service.type != "ClusterIP" and not any(client.cidrs for client in policy.clients):
        yield (
            "networkPolicy.clients",
            f"names no cidrs beside service.type {spec.service.type}, whose requests come from outside the cluster and "
            "from its nodes. Give one with their addresses.",
        )
    if (scraped := _scraped_for(spec)) and not policy.monitoring:
        yield (
            "networkPolicy.monitoring",
            f"is required beside {scraped}, which goes by the pods' own metrics: nobody could scrape them. Give the "
            "namespace of what scrapes them.",
        )


def identity_problems(spec: "PodFields") -> Iterator[tuple[str, str]]:
    """Where a cloud hands out what the pods' identity is good for."""
    policy, account = spec.network_policy, spec.service_account
    identity = account.workload_identity if account else None
    if policy is None or identity is None:
        return
    ways = policy.destinations()
    if identity.gcp_service_account is not None:
        if not any(_opens(way, address, port) for way in ways for address, port in GKE_METADATA):
            yield (
                "networkPolicy.stores",
                "lets no pod reach GKE's metadata server, which hands out the tokens of "
                "serviceAccount.workloadIdentity. Give {cidrs: [169.254.169.252/32], ports: [988]}, and with Dataplane "
                "V2 {cidrs: [169.254.169.254/32], ports: [80]}.",
            )
    elif not any(HTTPS in way.ports and way.protocol == "TCP" for way in ways):
        service = "login.microsoftonline.com" if identity.aws_role_arn is None else "sts.REGION.amazonaws.com"
        yield (
            "networkPolicy.stores",
            f"opens port 443 to nobody, and {service} hands out the tokens of serviceAccount.workloadIdentity. Give "
            "its addresses, or those of the cloud's private endpoint for it.",
        )


def _opens(way: DestinationSpec, address: str, port: int) -> bool:
    opened = any(covers(cidr, address) for cidr in way.cidrs)
    closed = any(covers(cidr, address) for cidr in way.except_cidrs)
    return opened and not closed and port in way.ports and way.protocol == "TCP"


def source_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """A model's source that the pods could not reach. A range of addresses says nothing of a host's."""
    policy = spec.network_policy
    for path, model in model_specs(spec) if policy else ():
        source = model.source.downloaded if model.source else None
        if policy is None or source is None:
            continue
        host, port = _asked(source)
        opened = {number for one in policy.model_sources if one.protocol == "TCP" for number in one.ports}
        if not policy.model_sources:
            yield (
                "networkPolicy.modelSources",
                f"is empty beside {path}.source.{source.store}: the pods could not reach {host} and would never start. "
                f"Give its addresses, such as cidrs: [0.0.0.0/0], and ports: [{port}].",
            )
            return
        if port not in opened and not host.endswith((".svc", ".cluster.local")):
            yield (
                "networkPolicy.modelSources",
                f"opens no TCP port {port}, at which the pods ask {host} ({path}.source.{source.store}). Add it.",
            )
            return


def _asked(source: Downloaded) -> tuple[str, int]:
    """Host and port, as far as they are known: all stores have 443."""
    leaves = source.leaves()
    if not all(isinstance(leaf, str) for leaf in leaves.values()):
        return "its host", 443
    found = urlsplit(source.address(leaves, None))
    return found.hostname or "", found.port or {"http": 80, "https": 443}[found.scheme]


def _through_a_gateway(spec: "InferenceServiceSpec") -> str | None:
    """The field that has requests come through a gateway's or a controller's pods."""
    if spec.ingress:
        return "ingress"
    router = declared_router(spec)
    if router == "istio" and not (spec.istio and spec.istio.gateways):
        return None  # the mesh alone: requests come from the clients' own sidecars
    return router


def _scraped_for(spec: "InferenceServiceSpec") -> str | None:
    """The field that needs the pods' own metrics."""
    if spec.monitoring and spec.monitoring.scrapers:
        return f"monitoring.{spec.monitoring.scrapers[0]}"
    autoscaling = spec.autoscaling
    if autoscaling is None:
        return None
    if autoscaling.preset:
        return "autoscaling.preset"
    if any(metric.pods for metric in autoscaling.metrics or ()):
        return "autoscaling.metrics"
    return None
