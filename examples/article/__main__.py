"""Declares the services of the stack's configuration."""

import pulumi
from pulumi_inference import InferenceService, configured_services

for name, spec in configured_services().items():
    pulumi.export(name, InferenceService(name, spec).summary)
