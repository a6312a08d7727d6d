"""Declares the stack's services and model versions, and what Argo Rollouts measures a new image by."""

from pathlib import Path

import pulumi
import yaml
from pulumi_inference import (
    InferenceService,
    ModelVersion,
    ModelVersionCRD,
    configured_model_versions,
    configured_services,
)
from pulumi_kubernetes.apiextensions import CustomResource

kind = ModelVersionCRD("model-versions")
for name, version in configured_model_versions().items():
    ModelVersion(name, version, pulumi.ResourceOptions(depends_on=[kind]))

templates = [
    CustomResource(
        one["metadata"]["name"],
        api_version=one["apiVersion"],
        kind=one["kind"],
        metadata=one["metadata"],
        spec=one["spec"],
    )
    for one in yaml.safe_load_all(Path("config/analysis.yaml").read_text(encoding="utf-8"))
]
for name, spec in configured_services().items():
    # Argo Rollouts takes a Rollout without its templates for wrong.
    service = InferenceService(name, spec, pulumi.ResourceOptions(depends_on=templates if spec.argo else None))
    pulumi.export(name, service.summary)
