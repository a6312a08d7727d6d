"""Declares what the stack's configuration names: a platform, services, and versions of models."""

import pulumi
from pulumi_inference import (
    InferencePlatform,
    InferenceService,
    ModelVersion,
    ModelVersionCRD,
    configured_model_versions,
    configured_platform,
    configured_services,
)

specs, versions, spec = configured_services(), configured_model_versions(), configured_platform()
platform = [InferencePlatform("platform", spec)] if spec else []
after = pulumi.ResourceOptions(depends_on=platform)
services = {name: InferenceService(name, spec, after) for name, spec in specs.items()}

kind = [ModelVersionCRD("model-versions")] if pulumi.Config("inference").get_bool("modelVersionCRD") else []
for name, version in versions.items():
    ModelVersion(name, version, pulumi.ResourceOptions(depends_on=[*platform, *kind]))

pulumi.export("services", {name: service.summary for name, service in services.items()})
