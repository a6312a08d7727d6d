"""Several clusters of one configuration: where each is, and what differs there."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from .errors import InvalidSpec, Problem, path_to, problems_of
from .inputs import Text
from .kube.names import Dns1035Label, NamespaceName
from .kube.object_store import Region
from .limits import size_problem
from .model import Model, Switch, integral
from .one_of import OneOf, exactly_one
from .platform_spec import PLATFORM, InferencePlatformSpec, parse_platform

REGIONS = "regions"
DnsWeight = Annotated[int, Field(strict=True, ge=0, le=255), BeforeValidator(integral)]
"""Of a record of Route 53."""


class RegionDnsSpec(OneOf):
    """Which of the regions a name of all of them leads to: by records of Route 53 that external-dns keeps.

    https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/#routing-policies
    """

    model_config = exactly_one("weight", "latency")
    kind: ClassVar[str] = "dns"

    weight: DnsWeight | None = Field(
        default=None,
        description="The region's share of the answers, beside the weights of the others; 0 takes it out. "
        "Default: none; latency says it.",
        examples=[70],
    )
    latency: Region | None = Field(
        default=None,
        description="The region of AWS that the cluster is in: who asks is sent to the nearest. Default: none; weight "
        "says it.",
        examples=["us-west-2"],
    )

    @property
    def way(self) -> str:
        return "latency" if self.weight is None else "weight"


class RegionSpec(Model):
    """One of several clusters that the same services run in."""

    context: str | None = Field(
        default=None,
        description="Context of the kubeconfig. Default: the kubeconfig's current one.",
        examples=["prod-us-west-2"],
    )
    kubeconfig: Text | None = Field(
        default=None,
        description="Path of a kubeconfig, or its content, as an Output or a secret of the configuration. "
        "Default: $KUBECONFIG, or ~/.kube/config.",
        examples=[{"valueFrom": {"secretConfig": "kubeconfigWest"}}],
    )
    namespace: NamespaceName | None = Field(
        default=None,
        description="Namespace of what names none. Default: the context's.",
        examples=["ml-production"],
    )
    canary: Switch = Field(
        default=False,
        description="Whether the region goes first: the others change a service once it is ready here. Default: false.",
        examples=[True],
    )
    dns: RegionDnsSpec | None = Field(
        default=None,
        description="The region's part in the names of its services, which are those of all regions "
        "(service.hostname, ingress.hosts): each name leads to this region, too, and REGION.NAME to this one alone. "
        "Exactly one field. Default: none; the names have to differ.",
        examples=[{"weight": 70}],
    )
    services: dict[str, Any] = Field(
        default={},
        description="What differs here, by service: fields of its spec, maps within them joined, lists and values "
        "replaced, null for the default. Default: nothing.",
        examples=[{"chat": {"replicas": 6}}],
    )
    jobs: tuple[str, ...] = Field(
        default=(),
        description="Jobs that run here, by their names in inference:jobs. Each job runs in one region at least. "
        "Default: none.",
        examples=[["sync-models"]],
    )
    platform: dict[str, Any] = Field(
        default={},
        description="What differs here of the platform, in the same way. Default: nothing.",
        examples=[{"nodeLabels": {"gpu-node-1": {"accelerator": "nvidia-l4"}}}],
    )


def parse_regions(raw: Any, *, by_name: bool = True) -> dict[str, RegionSpec]:
    """Regions by name.

    Raises:
        InvalidSpec: with every problem of every one.
    """
    if not isinstance(raw, Mapping) or not raw:
        message = "is not a map from a region's name to where it is. Give one such as us-west-2: {context: west}."
        raise InvalidSpec([Problem(REGIONS, message, "wrong_type")])
    problems: list[Problem] = []
    found: dict[str, RegionSpec] = {}
    for name, spec in raw.items():
        path = path_to(REGIONS, [str(name)])
        problems += _name_problems(path, name)
        if reason := size_problem(spec):
            problems.append(Problem(path, reason, "too_large"))
            continue
        try:
            found[str(name)] = (
                spec
                if isinstance(spec, RegionSpec)
                else RegionSpec.model_validate(spec, by_name=by_name, by_alias=True)
            )
        except ValidationError as error:
            problems += problems_of(error, RegionSpec, path)
    if not problems:
        problems += [Problem(f"{REGIONS}.{path}", message) for path, message in _problems(found)]
    if problems:
        raise InvalidSpec(problems)
    return found


def _name_problems(path: str, name: Any) -> Iterator[Problem]:
    try:
        TypeAdapter(Dns1035Label).validate_python(str(name))
    except ValidationError as error:
        yield Problem(path, str(error.errors()[0]["msg"]), "name")


def _problems(regions: Mapping[str, RegionSpec]) -> Iterator[tuple[str, str]]:
    """What is wrong between regions."""
    seen: dict[Any, str] = {}
    for name, region in regions.items():
        if region.context is None and region.kubeconfig is None and len(regions) > 1:
            yield name, "says nowhere which cluster it is. Give context or kubeconfig."
            continue
        where = (region.context, region.kubeconfig if isinstance(region.kubeconfig, str) else id(region.kubeconfig))
        if where in seen:
            yield name, f"is the same cluster as {seen[where]}: context and kubeconfig are equal. Give its own."
        seen[where] = name
    if regions and all(region.canary for region in regions.values()) and len(regions) > 1:
        yield f"{next(iter(regions))}.canary", "is true of every region, and none is left to come after. Leave it out."
    ways = {name: region.dns.way for name, region in regions.items() if region.dns}
    first = next(iter(ways.items()), None)
    for name, way in ways.items():
        if first and way != first[1]:
            yield (
                f"{name}.dns.{way}",
                f"stands beside {first[1]} in {first[0]}, and a name has records of one kind. Give all regions the "
                "same.",
            )


def joined(below: Any, above: Any) -> Any:
    """Maps joined key by key; anything else is replaced, and null takes it away (JSON Merge Patch, RFC 7396)."""
    if not isinstance(above, Mapping):
        return above
    there = below if isinstance(below, Mapping) else {}
    kept = {key: value for key, value in there.items() if key not in above}
    return kept | {key: joined(there.get(key), value) for key, value in above.items() if value is not None}


def as_map(value: Any) -> Any:
    """What a user would write for a spec: the fields that were given, in camelCase. Outputs stay what they are."""
    if isinstance(value, Model):
        fields = type(value).model_fields
        given = value.model_fields_set
        return {fields[name].alias or name: as_map(getattr(value, name)) for name in fields if name in given}
    if isinstance(value, Mapping):
        return {key: as_map(one) for key, one in value.items()}
    return [as_map(one) for one in value] if isinstance(value, list | tuple) else value


def platform_of(platform: InferencePlatformSpec | None, name: str, region: RegionSpec) -> InferencePlatformSpec | None:
    """The platform of a region: that of all with what differs there.

    Raises:
        InvalidSpec: with every problem of it.
    """
    if platform is None:
        return None
    path = f"{path_to(REGIONS, [name])}.{PLATFORM}"
    return parse_platform(joined(as_map(platform), region.platform), path=path, by_name=False)
