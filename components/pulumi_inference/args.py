"""Types of a spec that is written as a plain dict, in snake_case or in camelCase.

Generated from the models: `make generate` writes it anew. What a type cannot say, the models say when the program runs.
"""

from typing import NotRequired, TypedDict

import pulumi


class SecretConfigArgs(TypedDict):
    """The source of a value that stands in the stack's configuration as a secret. In snake_case."""

    secret_config: str
    """Key of a secret in the stack's configuration, of the program's own namespace unless it names another: hfToken, or
    shared:hfToken. Set it with `pulumi config set --secret KEY`."""


class ValueFromArgs(TypedDict):
    """A value that is read from elsewhere, so that it stands in no file in clear. In snake_case."""

    value_from: SecretConfigArgs
    """Where the value stands."""


class ResourcesArgs(TypedDict):
    """Compute resources of each replica. In snake_case."""

    cpu: NotRequired[str | int | float | None]
    """CPU of a replica, as request and limit: a quantity such as 4 or 500m. Autoscaling needs it. Default: none asked
    for."""
    memory: NotRequired[str | int | float | None]
    """Memory of a replica, as request and limit. Default: none asked for."""
    gpu_memory: NotRequired[str | int | float | None]
    """GPU memory of a replica, in all. Asks for one nvidia.com/gpu on a node whose cards have at least that much by
    their label nvidia.com/gpu.memory, in MiB (a card sold as 24 GB has 23034, which is less than 24Gi). Default: no
    GPU."""


class CanaryArgs(TypedDict):
    """A second model that takes part of the traffic. In snake_case."""

    model_ref: pulumi.Input[str] | ValueFromArgs
    """Reference of the canary's model."""
    weight: int
    """Percentage of the traffic that the canary should get, 0 to 100. One Service spreads requests over all pods, so
    the canary gets the share of the replicas that comes nearest, at least one pod and at most all but one: the output
    effectiveWeight says what it is. 0 and 100 take the other track out of the Service and leave it warmReplicas beside
    the total."""
    warm_replicas: NotRequired[int]
    """Pods that a track without traffic keeps, beside the total: the canary at weight 0, the primary at weight 100.
    Giving it traffic is then not a cold start. Default: 1."""
    exact: NotRequired[bool]
    """Whether a weight that the replicas cannot meet to the percent is an error. Default: false, the nearest share."""


class HealthCheckArgs(TypedDict):
    """Health probes of each replica. In snake_case."""

    path: str
    """HTTP path of the startup and liveness probes. Readiness asks the runtime's own readiness path (zerfoo: /readyz).
    """
    interval: NotRequired[str | int]
    """Time between two probes: 10s, 1m30s or a number of seconds. Default: 10s."""
    timeout: NotRequired[str | int]
    """Time that one probe may take; at most the interval. Default: 3s."""


class RolloutArgs(TypedDict):
    """How pods are replaced where a GPU cannot be had twice. In snake_case."""

    spare_gpus: NotRequired[int]
    """GPUs beside those of the running pods that a rollout may use for a while. With enough of them new pods are ready
    before old ones go; without, each GPU is handed over and the service has fewer ready pods meanwhile. Default: 0."""
    allow_downtime: NotRequired[bool]
    """Whether the one pod of a service may go before the new one is ready, since there is no GPU for both. Default:
    false, which asks for spareGpus."""


class InferenceServiceArgs(TypedDict):
    """Desired state of an inference service. In snake_case."""

    model_ref: pulumi.Input[str] | ValueFromArgs
    """Reference of the model that the server loads."""
    replicas: NotRequired[int]
    """Pods of the service, those of a canary included. Under autoscaling the count to start with, by default
    minReplicas. Default: 1."""
    min_replicas: NotRequired[int]
    """Fewest pods under autoscaling; goes with maxReplicas and resources.cpu. Default: 0, no autoscaling."""
    max_replicas: NotRequired[int]
    """Most pods under autoscaling; goes with minReplicas. Default: 0, no autoscaling."""
    resources: NotRequired[ResourcesArgs]
    """Compute resources of each replica. Default: none asked for."""
    canary: NotRequired[CanaryArgs | None]
    """A second model that takes part of the traffic. Default: none."""
    health_check: NotRequired[HealthCheckArgs]
    """Health probes of each replica. Default: the runtime's path every 10s."""
    rollout: NotRequired[RolloutArgs]
    """How pods are replaced. Default: without spare GPUs."""
    name: NotRequired[str | None]
    """Name of the service in the cluster, the stem of every object's name. Default: the name that the service is
    declared under."""
    namespace: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Namespace of every object; it must exist. Default: the provider's."""


class SecretConfigCamelArgs(TypedDict):
    """The source of a value that stands in the stack's configuration as a secret. In camelCase."""

    secretConfig: str
    """Key of a secret in the stack's configuration, of the program's own namespace unless it names another: hfToken, or
    shared:hfToken. Set it with `pulumi config set --secret KEY`."""


class ValueFromCamelArgs(TypedDict):
    """A value that is read from elsewhere, so that it stands in no file in clear. In camelCase."""

    valueFrom: SecretConfigCamelArgs
    """Where the value stands."""


class ResourcesCamelArgs(TypedDict):
    """Compute resources of each replica. In camelCase."""

    cpu: NotRequired[str | int | float | None]
    """CPU of a replica, as request and limit: a quantity such as 4 or 500m. Autoscaling needs it. Default: none asked
    for."""
    memory: NotRequired[str | int | float | None]
    """Memory of a replica, as request and limit. Default: none asked for."""
    gpuMemory: NotRequired[str | int | float | None]
    """GPU memory of a replica, in all. Asks for one nvidia.com/gpu on a node whose cards have at least that much by
    their label nvidia.com/gpu.memory, in MiB (a card sold as 24 GB has 23034, which is less than 24Gi). Default: no
    GPU."""


class CanaryCamelArgs(TypedDict):
    """A second model that takes part of the traffic. In camelCase."""

    modelRef: pulumi.Input[str] | ValueFromCamelArgs
    """Reference of the canary's model."""
    weight: int
    """Percentage of the traffic that the canary should get, 0 to 100. One Service spreads requests over all pods, so
    the canary gets the share of the replicas that comes nearest, at least one pod and at most all but one: the output
    effectiveWeight says what it is. 0 and 100 take the other track out of the Service and leave it warmReplicas beside
    the total."""
    warmReplicas: NotRequired[int]
    """Pods that a track without traffic keeps, beside the total: the canary at weight 0, the primary at weight 100.
    Giving it traffic is then not a cold start. Default: 1."""
    exact: NotRequired[bool]
    """Whether a weight that the replicas cannot meet to the percent is an error. Default: false, the nearest share."""


class HealthCheckCamelArgs(TypedDict):
    """Health probes of each replica. In camelCase."""

    path: str
    """HTTP path of the startup and liveness probes. Readiness asks the runtime's own readiness path (zerfoo: /readyz).
    """
    interval: NotRequired[str | int]
    """Time between two probes: 10s, 1m30s or a number of seconds. Default: 10s."""
    timeout: NotRequired[str | int]
    """Time that one probe may take; at most the interval. Default: 3s."""


class RolloutCamelArgs(TypedDict):
    """How pods are replaced where a GPU cannot be had twice. In camelCase."""

    spareGpus: NotRequired[int]
    """GPUs beside those of the running pods that a rollout may use for a while. With enough of them new pods are ready
    before old ones go; without, each GPU is handed over and the service has fewer ready pods meanwhile. Default: 0."""
    allowDowntime: NotRequired[bool]
    """Whether the one pod of a service may go before the new one is ready, since there is no GPU for both. Default:
    false, which asks for spareGpus."""


class InferenceServiceCamelArgs(TypedDict):
    """Desired state of an inference service. In camelCase."""

    modelRef: pulumi.Input[str] | ValueFromCamelArgs
    """Reference of the model that the server loads."""
    replicas: NotRequired[int]
    """Pods of the service, those of a canary included. Under autoscaling the count to start with, by default
    minReplicas. Default: 1."""
    minReplicas: NotRequired[int]
    """Fewest pods under autoscaling; goes with maxReplicas and resources.cpu. Default: 0, no autoscaling."""
    maxReplicas: NotRequired[int]
    """Most pods under autoscaling; goes with minReplicas. Default: 0, no autoscaling."""
    resources: NotRequired[ResourcesCamelArgs]
    """Compute resources of each replica. Default: none asked for."""
    canary: NotRequired[CanaryCamelArgs | None]
    """A second model that takes part of the traffic. Default: none."""
    healthCheck: NotRequired[HealthCheckCamelArgs]
    """Health probes of each replica. Default: the runtime's path every 10s."""
    rollout: NotRequired[RolloutCamelArgs]
    """How pods are replaced. Default: without spare GPUs."""
    name: NotRequired[str | None]
    """Name of the service in the cluster, the stem of every object's name. Default: the name that the service is
    declared under."""
    namespace: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Namespace of every object; it must exist. Default: the provider's."""
