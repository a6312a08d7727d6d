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


class GrpcArgs(TypedDict):
    """A probe by the gRPC health checking protocol, as Kubernetes has it. In snake_case."""

    port: int
    """Port on which the server answers gRPC health checks."""
    service: NotRequired[str | None]
    """Service to ask about. Default: the server as a whole."""


class ProbeArgs(TypedDict):
    """One probe, where it differs from the others. In snake_case."""

    path: NotRequired[str | None]
    """HTTP path that this probe asks. Default: healthCheck.path for startup and liveness, the runtime's own for
    readiness."""
    grpc: NotRequired[GrpcArgs | None]
    """gRPC health check in place of a path. Default: none."""
    interval: NotRequired[str | int | None]
    """Time between two of these probes. Default: healthCheck.interval; for startup 10s if that is less."""
    timeout: NotRequired[str | int | None]
    """Time that one of these probes may take; at most its interval. Default: healthCheck.timeout."""
    failures: NotRequired[int | None]
    """Failed probes in a row that restart the replica or, for readiness, take it out of the Service. Default: 3; for
    startup as many as modelLoad lasts."""


class HealthCheckArgs(TypedDict):
    """Health probes of each replica. In snake_case."""

    path: NotRequired[str | None]
    """HTTP path of the startup and liveness probes. Readiness asks the runtime's own readiness path (zerfoo: /readyz).
    Default: none; required unless both startup and liveness have a path or grpc of their own."""
    interval: NotRequired[str | int]
    """Time between two probes: 10s, 1m30s or a number of seconds. Default: 10s."""
    timeout: NotRequired[str | int]
    """Time that one probe may take; at most the interval. Default: 3s."""
    startup: NotRequired[ProbeArgs | None]
    """What differs for the probe that waits for the model; until it succeeds no other is asked. Default: nothing."""
    liveness: NotRequired[ProbeArgs | None]
    """What differs for the probe that restarts a replica. Default: nothing."""
    readiness: NotRequired[ProbeArgs | None]
    """What differs for the probe that takes a replica out of the Service and puts it back. Default: nothing but the
    runtime's own path."""


class TimingArgs(TypedDict):
    """Timers in place of those that follow from modelLoad and drain. In snake_case."""

    pre_stop: NotRequired[str | int]
    """Sleep before the server is told to end, while the endpoints forget its pod. Default: 15s."""
    termination_grace_period: NotRequired[str | int | None]
    """Time from the beginning of a pod's end until it is killed; at least preStop + drain. Default: preStop + drain."""
    progress_deadline: NotRequired[str | int | None]
    """Time without any progress after which Kubernetes calls a rollout failed; above modelLoad. Default: modelLoad +
    5m, or modelLoad + terminationGracePeriod + 4m if that is longer."""
    create_timeout: NotRequired[str | int | None]
    """Time that Pulumi waits for a new Deployment; at least progressDeadline. Default: progressDeadline."""
    update_timeout: NotRequired[str | int | None]
    """Time that Pulumi waits for the rollout of a Deployment; at least progressDeadline. Default: modelLoad +
    terminationGracePeriod for each wave of pods, and once what progressDeadline is above modelLoad."""
    delete_timeout: NotRequired[str | int | None]
    """Time that Pulumi waits for a Deployment to be gone with its pods; at least terminationGracePeriod. Default: 10m,
    or terminationGracePeriod + 5m if that is longer."""


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
    model_load: NotRequired[str | int]
    """Time that a replica may take to fetch and load its model before it is restarted; what else is waited for follows
    from it. Default: 10m."""
    drain: NotRequired[str | int]
    """Time that the server has to finish running requests after it was told to end. Default: 45s."""
    timing: NotRequired[TimingArgs]
    """Single timers in place of those that follow from modelLoad and drain. Default: all follow."""
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


class GrpcCamelArgs(TypedDict):
    """A probe by the gRPC health checking protocol, as Kubernetes has it. In camelCase."""

    port: int
    """Port on which the server answers gRPC health checks."""
    service: NotRequired[str | None]
    """Service to ask about. Default: the server as a whole."""


class ProbeCamelArgs(TypedDict):
    """One probe, where it differs from the others. In camelCase."""

    path: NotRequired[str | None]
    """HTTP path that this probe asks. Default: healthCheck.path for startup and liveness, the runtime's own for
    readiness."""
    grpc: NotRequired[GrpcCamelArgs | None]
    """gRPC health check in place of a path. Default: none."""
    interval: NotRequired[str | int | None]
    """Time between two of these probes. Default: healthCheck.interval; for startup 10s if that is less."""
    timeout: NotRequired[str | int | None]
    """Time that one of these probes may take; at most its interval. Default: healthCheck.timeout."""
    failures: NotRequired[int | None]
    """Failed probes in a row that restart the replica or, for readiness, take it out of the Service. Default: 3; for
    startup as many as modelLoad lasts."""


class HealthCheckCamelArgs(TypedDict):
    """Health probes of each replica. In camelCase."""

    path: NotRequired[str | None]
    """HTTP path of the startup and liveness probes. Readiness asks the runtime's own readiness path (zerfoo: /readyz).
    Default: none; required unless both startup and liveness have a path or grpc of their own."""
    interval: NotRequired[str | int]
    """Time between two probes: 10s, 1m30s or a number of seconds. Default: 10s."""
    timeout: NotRequired[str | int]
    """Time that one probe may take; at most the interval. Default: 3s."""
    startup: NotRequired[ProbeCamelArgs | None]
    """What differs for the probe that waits for the model; until it succeeds no other is asked. Default: nothing."""
    liveness: NotRequired[ProbeCamelArgs | None]
    """What differs for the probe that restarts a replica. Default: nothing."""
    readiness: NotRequired[ProbeCamelArgs | None]
    """What differs for the probe that takes a replica out of the Service and puts it back. Default: nothing but the
    runtime's own path."""


class TimingCamelArgs(TypedDict):
    """Timers in place of those that follow from modelLoad and drain. In camelCase."""

    preStop: NotRequired[str | int]
    """Sleep before the server is told to end, while the endpoints forget its pod. Default: 15s."""
    terminationGracePeriod: NotRequired[str | int | None]
    """Time from the beginning of a pod's end until it is killed; at least preStop + drain. Default: preStop + drain."""
    progressDeadline: NotRequired[str | int | None]
    """Time without any progress after which Kubernetes calls a rollout failed; above modelLoad. Default: modelLoad +
    5m, or modelLoad + terminationGracePeriod + 4m if that is longer."""
    createTimeout: NotRequired[str | int | None]
    """Time that Pulumi waits for a new Deployment; at least progressDeadline. Default: progressDeadline."""
    updateTimeout: NotRequired[str | int | None]
    """Time that Pulumi waits for the rollout of a Deployment; at least progressDeadline. Default: modelLoad +
    terminationGracePeriod for each wave of pods, and once what progressDeadline is above modelLoad."""
    deleteTimeout: NotRequired[str | int | None]
    """Time that Pulumi waits for a Deployment to be gone with its pods; at least terminationGracePeriod. Default: 10m,
    or terminationGracePeriod + 5m if that is longer."""


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
    modelLoad: NotRequired[str | int]
    """Time that a replica may take to fetch and load its model before it is restarted; what else is waited for follows
    from it. Default: 10m."""
    drain: NotRequired[str | int]
    """Time that the server has to finish running requests after it was told to end. Default: 45s."""
    timing: NotRequired[TimingCamelArgs]
    """Single timers in place of those that follow from modelLoad and drain. Default: all follow."""
    rollout: NotRequired[RolloutCamelArgs]
    """How pods are replaced. Default: without spare GPUs."""
    name: NotRequired[str | None]
    """Name of the service in the cluster, the stem of every object's name. Default: the name that the service is
    declared under."""
    namespace: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Namespace of every object; it must exist. Default: the provider's."""
