"""Declares one InferenceService for each entry of the stack's `inference:services`."""

import pulumi
from pulumi_inference import InferenceService, parse_services

specs = parse_services(pulumi.Config("inference").require_object("services"))
services = {name: InferenceService(name, spec) for name, spec in specs.items()}

pulumi.export("services", {name: service.summary for name, service in services.items()})
