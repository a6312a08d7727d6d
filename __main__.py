"""Declares what the configuration names, in each of its regions: a platform, services, jobs, versions of models."""

import pulumi
from pulumi_inference import (
    InferencePlatform,
    InferenceService,
    ModelJob,
    ModelVersion,
    ModelVersionCRD,
    RegionalInferenceService,
    configured_jobs,
    configured_model_versions,
    configured_platform,
    configured_regions,
    configured_services,
    platform_of,
    region_providers,
)

services, jobs, versions = configured_services(), configured_jobs(), configured_model_versions()
platform, regions = configured_platform(), configured_regions()
clusters = region_providers(regions)


def around(region: str = "") -> list[pulumi.Resource]:
    """What a cluster has beside services and jobs, which come after it."""
    suffix, provider = (f"-{region}", clusters[region]) if region else ("", None)
    options = pulumi.ResourceOptions(provider=provider)
    here = platform_of(platform, region, regions[region]) if region else platform
    found: list[pulumi.Resource] = [InferencePlatform(f"platform{suffix}", here, options)] if here else []
    kind = [ModelVersionCRD("model-versions")] if pulumi.Config("inference").get_bool("modelVersionCRD") else []
    for name, version in versions.items():
        named = version.model_copy(update={"name": version.name or name})
        ModelVersion(f"{name}{suffix}", named, pulumi.ResourceOptions(provider=provider, depends_on=[*found, *kind]))
    return found


before = {region: around(region) for region in regions or [""]}
here = pulumi.ResourceOptions(depends_on=before.get(""))
deployed: dict[str, InferenceService | RegionalInferenceService] = {
    name: RegionalInferenceService(name, spec, regions, providers=clusters, depends_on=before)
    if regions
    else InferenceService(name, spec, here)
    for name, spec in services.items()
}
running = {} if regions else {name: ModelJob(name, spec, here) for name, spec in jobs.items()}
for region, place in regions.items():
    there = pulumi.ResourceOptions(provider=clusters[region], depends_on=before[region])
    for name in place.jobs:
        named = jobs[name].model_copy(update={"name": jobs[name].name or name})
        running[f"{name}-{region}"] = ModelJob(f"{name}-{region}", named, there)

pulumi.export("services", {name: service.summary for name, service in deployed.items()})
if running:
    pulumi.export("jobs", {name: job.object_name for name, job in running.items()})
