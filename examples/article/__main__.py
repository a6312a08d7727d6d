"""Declares the stack's platform, services, jobs and model versions, and what Argo Rollouts measures a new image by."""

from pathlib import Path

import pulumi
import yaml
from pulumi_inference import (
    InferencePlatform,
    InferenceService,
    ModelJob,
    ModelVersion,
    configured_jobs,
    configured_model_versions,
    configured_platform,
    configured_services,
)
from pulumi_kubernetes.apiextensions import CustomResource

spec = configured_platform()
assert spec, "stated in every stack of this example"
platform = InferencePlatform("platform", spec)
pulumi.export("spotUserData", platform.spot_user_data)
after_it = pulumi.ResourceOptions(depends_on=[platform])

for name, version in configured_model_versions().items():
    ModelVersion(name, version, after_it)
templates = [
    CustomResource(
        one["metadata"]["name"],
        api_version=one["apiVersion"],
        kind=one["kind"],
        metadata=one["metadata"],
        spec=one["spec"],
        opts=after_it,
    )
    for one in yaml.safe_load_all(Path("config/analysis.yaml").read_text(encoding="utf-8"))
]
services = []
for name, service in configured_services().items():
    # Argo Rollouts takes a Rollout without its templates for wrong.
    options = pulumi.ResourceOptions(depends_on=[platform, *(templates if service.argo else ())])
    services.append(InferenceService(name, service, options))
    pulumi.export(name, services[-1].summary)
for name, job in configured_jobs().items():
    # A load test of services that are not there yet would fail.
    ModelJob(name, job, pulumi.ResourceOptions(depends_on=[platform, *(services if job.load_test else ())]))
