"""Registers an object with the engine as the resource of its kind."""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.apps.v1 import Deployment
from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
from pulumi_kubernetes.core.v1 import Service
from pulumi_kubernetes.resource.v1 import ResourceClaimTemplate
from pydantic.alias_generators import to_snake

_OF_KUBERNETES: Mapping[tuple[str, str], Callable[..., pulumi.Resource]] = {
    ("apps/v1", "Deployment"): Deployment,
    ("resource.k8s.io/v1", "ResourceClaimTemplate"): ResourceClaimTemplate,
    ("autoscaling/v2", "HorizontalPodAutoscaler"): HorizontalPodAutoscaler,
    ("v1", "Service"): Service,
}


def declare(logical_name: str, manifest: Mapping[str, Any], opts: pulumi.ResourceOptions) -> pulumi.Resource:
    """Of a class of its own where the kind is Kubernetes', else a CustomResource."""
    known = _OF_KUBERNETES.get((manifest["apiVersion"], manifest["kind"]))
    if known is None:
        custom: pulumi.Resource = CustomResource(
            logical_name,
            api_version=manifest["apiVersion"],
            kind=manifest["kind"],
            metadata=manifest["metadata"],
            spec=manifest["spec"],
            opts=opts,
        )
        return custom
    fields = {to_snake(key): value for key, value in manifest.items() if key not in ("apiVersion", "kind")}
    return known(logical_name, opts=opts, **fields)
