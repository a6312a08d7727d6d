"""The same service in several clusters: RegionalInferenceService, the component."""

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
import pulumi_kubernetes

from .errors import InvalidSpec, Problem, path_to
from .features.service_spec import EXTERNAL_DNS
from .inputs import resolved
from .parsing import SERVICES, Parsing, parse_service
from .region_answers import warn_of_silence
from .regions_spec import REGIONS, RegionDnsSpec, RegionSpec, as_map, joined, parse_regions
from .service import InferenceService
from .spec import InferenceServiceSpec

Services = Mapping[str, InferenceServiceSpec]


class RegionalInferenceService(pulumi.ComponentResource):
    """An inference service in several clusters: the canary regions first, then all others at once."""

    services: Mapping[str, InferenceService]
    """The service of each region, by the region's name."""
    summary: pulumi.Output[dict[str, Any]]
    """The `summary` of each region's service."""

    def __init__(
        self,
        name: str,
        spec: InferenceServiceSpec | Mapping[str, Any],
        regions: Mapping[str, RegionSpec | Mapping[str, Any]],
        opts: pulumi.ResourceOptions | None = None,
        providers: Mapping[str, pulumi.ProviderResource] | None = None,
        depends_on: Mapping[str, list[pulumi.Resource]] | None = None,
    ) -> None:
        """Declares the service in each region, as NAME-REGION; in the clusters its objects are NAME's.

        Args:
            name: Logical name, and the stem of the objects' names unless the spec gives another `name`.
            spec: What to serve: an `InferenceServiceSpec`, or a dict in snake_case or camelCase.
            regions: Where, and what differs there.
            opts: Dependencies and so on.
            providers: By region, in place of one that is made of the region's context and kubeconfig.
            depends_on: By region what its service comes after beside the canary regions, such as a platform.

        Raises:
            InvalidSpec: A spec or a region is wrong; nothing has been registered.
        """
        places = parse_regions(regions)
        specs = {
            region: found[name]
            for region, found in regional_services({name: parse_service(name, spec)}, places).items()
        }
        super().__init__("inference:index:RegionalInferenceService", name, {}, opts)
        providers = providers or region_providers(places, pulumi.ResourceOptions(parent=self))
        found: dict[str, InferenceService] = {}
        for region in sorted(places, key=lambda one: not places[one].canary):
            canaries = [] if places[region].canary else [found[one] for one in found if places[one].canary]
            options = pulumi.ResourceOptions(
                parent=self,
                providers=[providers[region]],
                depends_on=[*canaries, *(depends_on or {}).get(region, [])],
            )
            found[region] = InferenceService(f"{name}-{region}", specs[region], options)
        self.services = {region: found[region] for region in places}
        self.summary = pulumi.Output.all(**{region: one.summary for region, one in self.services.items()})
        self.register_outputs({"summary": self.summary})


def region_providers(
    regions: Mapping[str, RegionSpec], opts: pulumi.ResourceOptions | None = None
) -> dict[str, pulumi_kubernetes.Provider]:
    """A provider for each region, named after it. A preview warns of a region that does not answer."""
    found = {}
    for name, one in regions.items():
        region = resolved(one, path_to(REGIONS, [name]))
        warn_of_silence(name, region)
        found[name] = pulumi_kubernetes.Provider(
            name, context=region.context, kubeconfig=region.kubeconfig, namespace=region.namespace, opts=opts
        )
    return found


def regional_services(
    services: Services, regions: Mapping[str, RegionSpec]
) -> dict[str, dict[str, InferenceServiceSpec]]:
    """The services of each region: the spec of all with what differs there, and the names that lead there.

    Raises:
        InvalidSpec: with every problem, below the region that it is in.
    """
    problems: list[Problem] = []
    found: dict[str, dict[str, InferenceServiceSpec]] = {}
    plain = {name: as_map(spec) for name, spec in services.items()}
    raws = {region: {name: _raw(plain[name], name, place) for name in services} for region, place in regions.items()}
    hosts = {name: {region: _hosts(there[name] or {}) for region, there in raws.items()} for name in services}
    for region, place in regions.items():
        base = f"{path_to(REGIONS, [region])}.services"
        parsing = Parsing()
        parsing.problems += _unknown(place.services, services, base)
        for name in services:
            path, raw = path_to(base, [name]), raws[region][name]
            if raw is None:
                parsing.problems.append(Problem(path, "is not a map of fields of the service.", "wrong_type"))
                continue
            wrong = list(_host_problems(region, place.dns, hosts[name]))
            parsing.problems += [Problem(path, message) for message in wrong]
            parsing.add(path, name, _with_records(raw, region, place.dns) if place.dns and not wrong else raw)
        try:
            specs = parsing.specs(SERVICES)
            found[region] = {name: one.model_copy(update={"name": one.name or name}) for name, one in specs.items()}
        except InvalidSpec as error:
            problems += error.problems
    if problems:
        raise InvalidSpec(problems)
    return found


def _raw(below: Any, service: str, place: RegionSpec) -> dict[str, Any] | None:
    """What somebody would write who had this region alone; None where what differs is no map."""
    differs = place.services.get(service, {})
    return dict(joined(below, differs)) if isinstance(differs, Mapping) else None


def _host_problems(region: str, dns: RegionDnsSpec | None, hosts: Mapping[str, list[Any]]) -> Iterator[str]:
    """What is wrong with the names that lead to a service, by region."""
    own = hosts[region]
    if dns:
        if not own:
            yield "has no name that dns could share: give service.hostname or ingress.hosts, or no dns."
        if any(isinstance(host, Mapping) for host in own):
            yield "has a name from a secret, and dns makes names of it that everybody may look up. Give it plain."
        return
    for host in own:
        if any(host in others for other, others in hosts.items() if other != region):
            yield (
                f"has the name {host} as other regions have, and each external-dns would take it from the other. Give "
                "every region dns, or each a name of its own."
            )


def _unknown(overrides: Mapping[str, Any], services: Services, path: str) -> Iterator[Problem]:
    for name in overrides:
        if name not in services:
            there = f"They are {', '.join(services)}." if services else "There are none."
            yield Problem(path_to(path, [name]), f"is none of the services. {there}", "unknown_field")


def _hosts(raw: Mapping[str, Any]) -> list[Any]:
    """The names of all regions that a spec gives."""
    service, ingress = raw.get("service") or {}, raw.get("ingress") or {}
    hostname = service.get("hostname") if isinstance(service, Mapping) else None
    hosts = ingress.get("hosts") if isinstance(ingress, Mapping) else None
    return [*([hostname] if hostname else []), *(hosts if isinstance(hosts, list | tuple) else [])]


def _with_records(raw: Mapping[str, Any], region: str, dns: RegionDnsSpec) -> dict[str, Any]:
    """With the region's own names first, which its `url` is of, and with what makes a name lead to several regions."""
    policy = {"aws-weight": str(dns.weight)} if dns.weight is not None else {"aws-region": str(dns.latency)}
    annotations = {f"{EXTERNAL_DNS}{key}": value for key, value in {"set-identifier": region, **policy}.items()}
    found = dict(raw)
    service, ingress = dict(raw.get("service") or {}), dict(raw.get("ingress") or {})
    if hostname := service.get("hostname"):
        found["service"] = {
            **service,
            "hostname": _own(hostname, region),
            "aliases": [hostname, *service.get("aliases", [])],
            "annotations": {**service.get("annotations", {}), **annotations},
        }
    if hosts := ingress.get("hosts"):
        found["ingress"] = {
            **ingress,
            "hosts": [*(_own(host, region) for host in hosts), *hosts],
            "annotations": {**ingress.get("annotations", {}), **annotations},
        }
    return found


def _own(host: Any, region: str) -> Any:
    return pulumi.Output.concat(region, ".", host) if isinstance(host, pulumi.Output) else f"{region}.{host}"
