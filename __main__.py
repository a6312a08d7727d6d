"""Declares what the stack's configuration names: services, jobs, and versions of models."""

import pulumi
from pulumi_inference import (
    InferenceService,
    ModelJob,
    ModelVersion,
    ModelVersionCRD,
    configured_jobs,
    configured_model_versions,
    configured_services,
)

services = {name: InferenceService(name, spec) for name, spec in configured_services().items()}

jobs = {name: ModelJob(name, spec) for name, spec in configured_jobs().items()}

kind = [ModelVersionCRD("model-versions")] if pulumi.Config("inference").get_bool("modelVersionCRD") else []
for name, version in configured_model_versions().items():
    ModelVersion(name, version, pulumi.ResourceOptions(depends_on=kind))

pulumi.export("services", {name: service.summary for name, service in services.items()})
if jobs:
    pulumi.export("jobs", {name: job.object_name for name, job in jobs.items()})
