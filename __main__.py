"""Declares what the stack's configuration names, in each of its regions: a platform, services, versions of models."""

import pulumi
from pulumi_inference import (
    InferencePlatform,
    InferenceService,
    ModelVersion,
    ModelVersionCRD,
    RegionalInferenceService,
    configured_model_versions,
    configured_platform,
    configured_regions,
    configured_services,
    platform_of,
    region_providers,
)

specs, versions, spec = configured_services(), configured_model_versions(), configured_platform()
regions = configured_regions()
clusters = region_providers(regions)


def around(region: str = "") -> list[pulumi.Resource]:
    """What a cluster has beside the services, which come after it."""
    suffix, provider = (f"-{region}", clusters[region]) if region else ("", None)
    options = pulumi.ResourceOptions(provider=provider)
    here = platform_of(spec, region, regions[region]) if region else spec
    platform: list[pulumi.Resource] = [InferencePlatform(f"platform{suffix}", here, options)] if here else []
    kind = [ModelVersionCRD("model-versions")] if pulumi.Config("inference").get_bool("modelVersionCRD") else []
    for name, version in versions.items():
        named = version.model_copy(update={"name": version.name or name})
        ModelVersion(f"{name}{suffix}", named, pulumi.ResourceOptions(provider=provider, depends_on=[*platform, *kind]))
    return platform


if regions:
    before = {region: around(region) for region in regions}
    regional = {
        name: RegionalInferenceService(name, one, regions, providers=clusters, depends_on=before)
        for name, one in specs.items()
    }
    pulumi.export("services", {name: service.summary for name, service in regional.items()})
else:
    options = pulumi.ResourceOptions(depends_on=around())
    services = {name: InferenceService(name, one, options) for name, one in specs.items()}
    pulumi.export("services", {name: service.summary for name, service in services.items()})
