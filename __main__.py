"""Declares one InferenceService for each service that the stack's configuration names."""

import pulumi
from pulumi_inference import InferenceService, configured_services

services = {name: InferenceService(name, spec) for name, spec in configured_services().items()}

pulumi.export("services", {name: service.summary for name, service in services.items()})
