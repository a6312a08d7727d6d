"""Types of a spec that is written as a plain dict, in snake_case or in camelCase.

Generated from the models: `make generate` writes it anew. What a type cannot say, the models say when the program runs.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypedDict

import pulumi


class ResourceAmountsArgs(TypedDict):
    """CPU and memory of a container, as its request or as its limit. In snake_case."""

    cpu: NotRequired[str | int | float | None]
    """CPU. Default: none."""
    memory: NotRequired[str | int | float | None]
    """Memory. Default: none."""


class ResourcesArgs(TypedDict):
    """Compute resources of each replica. In snake_case."""

    cpu: NotRequired[str | int | float | None]
    """CPU of a replica, as request and limit: a quantity such as 4 or 500m. Autoscaling by use of the CPU needs it,
    or requests.cpu. Default: none asked for."""
    memory: NotRequired[str | int | float | None]
    """Memory of a replica, as request and limit. Default: none asked for."""
    requests: NotRequired[ResourceAmountsArgs]
    """What the scheduler keeps for a replica, where that is not its limit: instead of cpu, or of memory. Without a
    limit beside it a replica may use what the node has left. Default: the limits."""
    limits: NotRequired[ResourceAmountsArgs]
    """The most that a replica may use, where that is above its request: instead of cpu, or of memory. Default: cpu
    and memory, or none beside a request."""
    gpus: NotRequired[int | None]
    """GPUs of a replica, as request and limit, or MIG slices where gpuResource names such. Default: 1 with
    gpuMemory, else 0."""
    gpu_resource: NotRequired[str]
    """The extended resource that counts the GPUs, as the vendor's device plugin calls it: nvidia.com/gpu,
    amd.com/gpu, gpu.intel.com/i915, or a MIG profile such as nvidia.com/mig-1g.10gb. With gpuMemoryBy: dra it says
    whose GPUs are claimed. Default: nvidia.com/gpu."""
    gpu_memory: NotRequired[str | int | float | None]
    """GPU memory of a replica, in all: each of its GPUs has at least the same part of it, in MiB rounded up (a card
    sold as 24 GB has 23034, which is less than 24Gi). gpuMemoryBy says how. Default: any, of as many GPUs as gpus
    says."""
    gpu_memory_by: NotRequired[Literal["label", "hami", "dra", "mig"]]
    """What holds the scheduler to gpuMemory. label: nodes whose GPUs have as much by NVIDIA's label
    nvidia.com/gpu.memory. hami: as much of shared GPUs, where HAMi is installed. dra: Dynamic Resource Allocation,
    where the vendor's driver for it is installed (NVIDIA, AMD or Intel). mig: the smallest of migProfiles that has
    as much. Default: label."""
    mig_profiles: NotRequired[Sequence[str] | None]
    """The MIG profiles that the nodes offer, of which gpuMemoryBy: mig takes the smallest that fits. Default: none;
    mig needs them."""


class SecurityContextArgs(TypedDict):
    """Who the model server runs as. What Kubernetes' level `restricted` asks for stands beside it and cannot be left
    out. In snake_case."""

    run_as_user: NotRequired[int | None]
    """Number of the user; root is none that restricted allows. Default: the runtime's."""
    run_as_group: NotRequired[int | None]
    """Number of the group. Default: that of zerfoo's own user; else the image's."""
    read_only_root_filesystem: NotRequired[bool | None]
    """Whether the container can write to writablePaths and its volumes alone. Default: the runtime's."""


class SecretConfigArgs(TypedDict):
    """The source of a value that stands in the stack's configuration as a secret. In snake_case."""

    secret_config: str
    """Key of a secret in the stack's configuration, of the program's own namespace unless it names another: hfToken,
    or shared:hfToken. Set it with `pulumi config set --secret KEY`."""


class ValueFromArgs(TypedDict):
    """A value that is read from elsewhere, so that it stands in no file in clear. In snake_case."""

    value_from: SecretConfigArgs
    """Where the value stands."""


class OptionalKeyRefArgs(TypedDict):
    """One key of a Secret or a ConfigMap in the service's namespace, which need not be there. In snake_case."""

    name: pulumi.Input[str] | ValueFromArgs
    """Name of the Secret or ConfigMap."""
    key: str
    """Key in it."""
    optional: NotRequired[bool]
    """Whether pods start without it where it is missing. Default: false, they wait for it."""


class FieldRefArgs(TypedDict):
    """A field of the pod. In snake_case."""

    field_path: str
    """Which field: metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'],
    metadata.annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP or status.podIP."""


class ResourceFieldRefArgs(TypedDict):
    """What the model server's container asks for, or may use. In snake_case."""

    resource: str
    """Which amount."""
    divisor: NotRequired[Literal["1m", "1", "1k", "1M", "1G", "1T", "1Ki", "1Mi", "1Gi", "1Ti"]]
    """What one is counted as: 1m or 1 of a core, and 1 byte up to 1Ti of memory. Default: 1."""


class EnvVarSourceArgs(TypedDict):
    """Where the value of a variable stands; exactly one field. In snake_case."""

    secret_config: NotRequired[str | None]
    """Key of a secret in the stack's configuration, which goes into the Secret NAME-secrets. Default: none."""
    secret_key_ref: NotRequired[OptionalKeyRefArgs | None]
    """A key of a Secret that exists. Default: none."""
    config_map_key_ref: NotRequired[OptionalKeyRefArgs | None]
    """A key of a ConfigMap that exists. Default: none."""
    field_ref: NotRequired[FieldRefArgs | None]
    """A field of the pod. Default: none."""
    resource_field_ref: NotRequired[ResourceFieldRefArgs | None]
    """What the container asks for, or may use. Default: none."""


class EnvVarFromArgs(TypedDict):
    """The value of a variable that is read from elsewhere. In snake_case."""

    value_from: EnvVarSourceArgs
    """Where the value stands."""


class EnvFromArgs(TypedDict):
    """All keys of a ConfigMap or a Secret as variables. In snake_case."""

    config_map_ref: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Name of a ConfigMap that exists. Default: none."""
    secret_ref: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Name of a Secret that exists. Default: none."""
    prefix: NotRequired[str | None]
    """What stands before each key. Default: nothing."""
    optional: NotRequired[bool]
    """Whether pods start without it where it is missing. Default: false, they wait for it."""


class KeyRefArgs(TypedDict):
    """One key of a Secret or a ConfigMap in the service's namespace. In snake_case."""

    name: pulumi.Input[str] | ValueFromArgs
    """Name of the Secret or ConfigMap."""
    key: str
    """Key in it."""


class FileArgs(TypedDict):
    """One file: its path, and exactly one field that says what is in it. In snake_case."""

    path: str
    """Path of the file in the container. What the image has beside it stays; what it has there is hidden."""
    text: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Its text. A secret of the configuration and an Output go into the Secret NAME-secrets, all else into the
    ConfigMap NAME-config. Default: none."""
    yaml: NotRequired[object | None]
    """A map or a list, written as YAML. Default: none."""
    json: NotRequired[object | None]
    """A map or a list, written as JSON. Default: none."""
    file: NotRequired[str | None]
    """Path of a file of UTF-8 text beside the program, from the folder of Pulumi.yaml. Default: none."""
    config_map_key_ref: NotRequired[KeyRefArgs | None]
    """A key of a ConfigMap that exists; running pods do not see a change of it. Default: none."""
    secret_key_ref: NotRequired[KeyRefArgs | None]
    """A key of a Secret that exists; running pods do not see a change of it. Default: none."""


class SecretStoreRefArgs(TypedDict):
    """Where the entries stand: an object that says how a store is reached, and as whom. In snake_case."""

    name: pulumi.Input[str] | ValueFromArgs
    """Its name."""
    kind: NotRequired[Literal["SecretStore", "ClusterSecretStore"]]
    """Whether it stands in the service's namespace or is the whole cluster's. Default: SecretStore."""


class RemoteRefArgs(TypedDict):
    """An entry of the store. In snake_case."""

    key: pulumi.Input[str] | ValueFromArgs
    """Its name there."""
    property: NotRequired[str | None]
    """The part of it that is meant, where it has several. Default: the whole."""
    version: NotRequired[str | None]
    """Which version of it. Default: the store's newest."""


class ExternalSecretDataArgs(TypedDict):
    """One key of the Secret. In snake_case."""

    secret_key: str
    """The key."""
    remote_ref: RemoteRefArgs
    """What is kept there."""


class FindNameArgs(TypedDict):
    """By their names. In snake_case."""

    regexp: str
    """A regular expression that the names match."""


class FindArgs(TypedDict):
    """Entries that are looked for; all that is given has to hold. In snake_case."""

    path: NotRequired[str | None]
    """Where they stand, as far as the store has such places. Default: anywhere."""
    name: NotRequired[FindNameArgs | None]
    """Which names they have. Default: any."""
    tags: NotRequired[Mapping[str, str]]
    """Tags that they have, as far as the store has such. Default: any."""


class ExternalSecretDataFromArgs(TypedDict):
    """Keys of the Secret that the store names; exactly one field. In snake_case."""

    extract: NotRequired[RemoteRefArgs | None]
    """An entry whose parts are keys. Default: none."""
    find: NotRequired[FindArgs | None]
    """Entries each of which is a key, of its name. Default: none."""


class ExternalSecretArgs(TypedDict):
    """A Secret that the External Secrets Operator writes. In snake_case."""

    name: str
    """End of its name and of the Secret's, NAME-openai."""
    secret_store_ref: SecretStoreRefArgs
    """The store."""
    refresh_interval: NotRequired[str | int | float]
    """How often the store is asked again; 0 asks once. Pods see another value of a variable only when they start
    anew. Default: 1h."""
    data: NotRequired[Sequence[ExternalSecretDataArgs]]
    """Keys of the Secret, each with what is kept there. Default: none but those of dataFrom."""
    data_from: NotRequired[Sequence[ExternalSecretDataFromArgs]]
    """Entries all parts of which are keys of the Secret, or that are keys themselves. Default: none."""


class RegistryArgs(TypedDict):
    """Who pulls from a registry. In snake_case."""

    server: str
    """Address of the registry, as references begin with it; https://index.docker.io/v1/ for Docker Hub."""
    username: pulumi.Input[str] | ValueFromArgs
    """Name of the user."""
    password: pulumi.Input[str] | ValueFromArgs
    """Password or token: an Output, or a secret of the configuration, and no text in clear."""


class PersistentVolumeClaimArgs(TypedDict):
    """A claim that exists (claimName), or a new one (size). In snake_case."""

    claim_name: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Name of a claim that exists. Default: none; size makes one."""
    size: NotRequired[str | int | float | None]
    """Size of a new claim, NAME-VOLUME; it can grow later, and not shrink. Default: none; claimName names one."""
    access_modes: NotRequired[Sequence[Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]]]
    """How a new claim may be mounted, or what one that exists has: with it what the pods cannot do is refused.
    Default: none; a new claim needs one."""
    storage_class_name: NotRequired[str | None]
    """StorageClass of a new claim. Default: the cluster's."""
    on_delete: NotRequired[Literal["refuse", "keep", "delete"] | None]
    """What becomes of a new claim and its data where it would be deleted or replaced. refuse: the preview fails.
    keep: it stays in the cluster, and Pulumi forgets it. delete: it goes. Default: refuse."""


class VolumeClaimTemplateArgs(TypedDict):
    """A claim for each pod, VOLUME-NAME-TRACK-NUMBER: who comes back under a pod's name finds what it left. In
    snake_case."""

    size: str | int | float
    """Size of each claim. A StatefulSet never changes its claims: a preview refuses another size and says how claims
    grow."""
    storage_class_name: NotRequired[str | None]
    """StorageClass of the claims. Default: the cluster's."""
    access_modes: NotRequired[Sequence[Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]]]
    """How each may be mounted. Default: ReadWriteOnce, since one pod has it."""


class EmptyDirArgs(TypedDict):
    """A directory that lives as long as its pod. In snake_case."""

    size_limit: NotRequired[str | int | float | None]
    """Most that may be in it before the pod is evicted. Default: what the node has."""
    medium: NotRequired[Literal["", "Memory"]]
    """Memory for a file system in memory, which counts as the container's. Default: the node's disk."""


class HostPathArgs(TypedDict):
    """A directory of the node. Namespaces that enforce the Pod Security level baseline or restricted refuse it. In
    snake_case."""

    path: str
    """Path on the node."""
    type: NotRequired[Literal["", "DirectoryOrCreate", "Directory", "FileOrCreate", "File"]]
    """What has to be there before the pod starts. Default: not looked at."""


class CsiArgs(TypedDict):
    """A volume that a CSI driver makes for each pod, such as the Secrets Store's. In snake_case."""

    driver: str
    """Name of the driver."""
    volume_attributes: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromArgs]]
    """What the driver is told. Default: nothing."""
    secret_name: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Name of a Secret that the driver is given (nodePublishSecretRef). Default: none."""


class ImageVolumeArgs(TypedDict):
    """An OCI image or artifact as a volume, which is read-only. In snake_case."""

    reference: str
    """Which image."""
    pull_policy: NotRequired[Literal["Always", "IfNotPresent", "Never"]]
    """When it is pulled. Default: IfNotPresent."""


class ServiceAccountTokenArgs(TypedDict):
    """A token of the pod's service account for one audience, renewed before it expires. In snake_case."""

    path: str
    """File in the volume."""
    audience: NotRequired[str | None]
    """Who is to accept it. Default: the API server."""
    expiration: NotRequired[str | int]
    """How long it is valid; 10m at least. Default: 1h."""


class DownwardApiArgs(TypedDict):
    """A field of the pod as a file. In snake_case."""

    path: str
    """File in the volume."""
    field_path: str
    """Which field: metadata.name, metadata.namespace, metadata.uid, metadata.labels or metadata.annotations."""


class ProjectedArgs(TypedDict):
    """One source of a projected volume; exactly one field. In snake_case."""

    config_map: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Name of a ConfigMap that exists: each key is a file. Default: none."""
    secret: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Name of a Secret that exists: each key is a file. Default: none."""
    service_account_token: NotRequired[ServiceAccountTokenArgs | None]
    """A token of the pod's service account. Default: none."""
    downward_api: NotRequired[DownwardApiArgs | None]
    """A field of the pod. Default: none."""


class VolumeArgs(TypedDict):
    """One volume and where it is mounted; exactly one field says what it is. In snake_case."""

    name: str
    """Name of the volume in the pod; of a new claim the end of its name, NAME-models."""
    mount_path: str
    """Where it is mounted."""
    read_only: NotRequired[bool]
    """Whether the server may only read it. Default: false."""
    sub_path: NotRequired[str]
    """Path inside the volume that is mounted. Default: all of it."""
    persistent_volume_claim: NotRequired[PersistentVolumeClaimArgs | None]
    """A claim that exists, or a new one. Default: none."""
    volume_claim_template: NotRequired[VolumeClaimTemplateArgs | None]
    """A claim for each pod of its own; goes with statefulSet. Default: none."""
    empty_dir: NotRequired[EmptyDirArgs | None]
    """A directory that lives as long as its pod. Default: none."""
    host_path: NotRequired[HostPathArgs | None]
    """A directory of the node. Default: none."""
    csi: NotRequired[CsiArgs | None]
    """A volume that a CSI driver makes for each pod. Default: none."""
    image: NotRequired[ImageVolumeArgs | None]
    """An OCI image or artifact. Default: none."""
    projected: NotRequired[Sequence[ProjectedArgs] | None]
    """ConfigMaps, Secrets, tokens and fields of the pod in one directory. Default: none."""


class ContainerPortArgs(TypedDict):
    """A port that a container listens on. In snake_case."""

    container_port: int
    """Its number."""
    name: NotRequired[str | None]
    """Its name, another than those of the pod's other ports. Default: none."""
    protocol: NotRequired[Literal["TCP", "UDP", "SCTP"]]
    """Its protocol. Default: TCP."""


class ContainerResourcesArgs(TypedDict):
    """CPU and memory of a container. In snake_case."""

    cpu: NotRequired[str | int | float | None]
    """CPU of a replica, as request and limit: a quantity such as 4 or 500m. Autoscaling by use of the CPU needs it,
    or requests.cpu. Default: none asked for."""
    memory: NotRequired[str | int | float | None]
    """Memory of a replica, as request and limit. Default: none asked for."""
    requests: NotRequired[ResourceAmountsArgs]
    """What the scheduler keeps for a replica, where that is not its limit: instead of cpu, or of memory. Without a
    limit beside it a replica may use what the node has left. Default: the limits."""
    limits: NotRequired[ResourceAmountsArgs]
    """The most that a replica may use, where that is above its request: instead of cpu, or of memory. Default: cpu
    and memory, or none beside a request."""


class VolumeMountArgs(TypedDict):
    """One of the spec's volumes in a container. In snake_case."""

    name: str
    """Name of the volume, one of volumes."""
    mount_path: str
    """Where it is mounted."""
    read_only: NotRequired[bool]
    """Whether the container may only read it. Default: false."""
    sub_path: NotRequired[str]
    """Path inside the volume that is mounted. Default: all of it."""


class ContainerSecurityContextArgs(TypedDict):
    """Who a container runs as. What Kubernetes' level `restricted` asks for stands beside it and cannot be left out.
    In snake_case."""

    run_as_user: NotRequired[int | None]
    """Number of the user; root is none that restricted allows. Default: the model server's."""
    run_as_group: NotRequired[int | None]
    """Number of the group. Default: the model server's."""
    read_only_root_filesystem: NotRequired[bool]
    """Whether the container can write to its volumes alone. Default: true; mount an emptyDir where it writes."""


class HttpProbeArgs(TypedDict):
    """An HTTP request by GET, which succeeds with a status from 200 to 399. In snake_case."""

    path: str
    """Path."""
    port: int
    """Port of the container."""


class TcpSocketArgs(TypedDict):
    """A connection, which succeeds when somebody listens. In snake_case."""

    port: int
    """Port of the container."""


class GrpcArgs(TypedDict):
    """A probe by the gRPC health checking protocol, as Kubernetes has it. In snake_case."""

    port: int
    """Port on which the server answers gRPC health checks."""
    service: NotRequired[str | None]
    """Service to ask about. Default: the server as a whole."""


class ExecArgs(TypedDict):
    """A command in the container, which succeeds with exit code 0. No shell reads it. In snake_case."""

    command: Sequence[str]
    """The command and its arguments."""


class ContainerProbeArgs(TypedDict):
    """One probe of a container; exactly one field says what it asks. In snake_case."""

    http_get: NotRequired[HttpProbeArgs | None]
    """An HTTP request. Default: none."""
    tcp_socket: NotRequired[TcpSocketArgs | None]
    """A connection. Default: none."""
    grpc: NotRequired[GrpcArgs | None]
    """A gRPC health check. Default: none."""
    exec: NotRequired[ExecArgs | None]
    """A command in the container. Default: none."""
    initial_delay: NotRequired[int]
    """Time before the first. Default: 0."""
    interval: NotRequired[str | int]
    """Time between two. Default: 10s."""
    timeout: NotRequired[str | int]
    """Time that one may take. Default: 1s."""
    failures: NotRequired[int]
    """Failed ones in a row that count. Default: 3."""


class InitContainerArgs(TypedDict):
    """A container that comes before the model server, and ends first unless it is a native sidecar. In snake_case."""

    name: str
    """Name of the container, another than the pod's others; server is the model server's."""
    image: pulumi.Input[str] | ValueFromArgs
    """Its image, with a tag other than latest or, better, a digest."""
    image_pull_policy: NotRequired[Literal["IfNotPresent", "Always", "Never"] | None]
    """When nodes pull the image; Always also allows one without a version. Default: Kubernetes', IfNotPresent for
    one with a version."""
    command: NotRequired[Sequence[str]]
    """What it runs. Default: the image's entrypoint."""
    args: NotRequired[Sequence[str]]
    """Arguments. Default: the image's."""
    env: NotRequired[Mapping[str, pulumi.Input[str] | EnvVarFromArgs]]
    """Environment variables, as those of the model server. Default: none."""
    env_from: NotRequired[Sequence[EnvFromArgs]]
    """ConfigMaps and Secrets whose keys are variables, too. Default: none."""
    ports: NotRequired[Sequence[ContainerPortArgs]]
    """Ports that it listens on; a pod's containers share one address. Default: none."""
    resources: NotRequired[ContainerResourcesArgs]
    """CPU and memory of the container, which count for each pod. Default: none asked for."""
    volume_mounts: NotRequired[Sequence[VolumeMountArgs]]
    """Of the spec's volumes those that it has, too. Default: none."""
    security_context: NotRequired[ContainerSecurityContextArgs]
    """Who it runs as. Default: the model server's user, without writing to its own file system."""
    startup_probe: NotRequired[ContainerProbeArgs | None]
    """Until it succeeds no other is asked, and what comes after a native sidecar waits. Default: none."""
    liveness_probe: NotRequired[ContainerProbeArgs | None]
    """Restarts the container. Default: none."""
    readiness_probe: NotRequired[ContainerProbeArgs | None]
    """Takes the whole replica out of the Service. Default: none."""
    restart_policy: NotRequired[Literal["Always"] | None]
    """Always for a native sidecar (Kubernetes 1.29): it is started first, runs beside the model server and ends
    after it. Default: the container has to end before what comes next starts."""


class ContainerArgs(TypedDict):
    """A container beside the model server. In snake_case."""

    name: str
    """Name of the container, another than the pod's others; server is the model server's."""
    image: pulumi.Input[str] | ValueFromArgs
    """Its image, with a tag other than latest or, better, a digest."""
    image_pull_policy: NotRequired[Literal["IfNotPresent", "Always", "Never"] | None]
    """When nodes pull the image; Always also allows one without a version. Default: Kubernetes', IfNotPresent for
    one with a version."""
    command: NotRequired[Sequence[str]]
    """What it runs. Default: the image's entrypoint."""
    args: NotRequired[Sequence[str]]
    """Arguments. Default: the image's."""
    env: NotRequired[Mapping[str, pulumi.Input[str] | EnvVarFromArgs]]
    """Environment variables, as those of the model server. Default: none."""
    env_from: NotRequired[Sequence[EnvFromArgs]]
    """ConfigMaps and Secrets whose keys are variables, too. Default: none."""
    ports: NotRequired[Sequence[ContainerPortArgs]]
    """Ports that it listens on; a pod's containers share one address. Default: none."""
    resources: NotRequired[ContainerResourcesArgs]
    """CPU and memory of the container, which count for each pod. Default: none asked for."""
    volume_mounts: NotRequired[Sequence[VolumeMountArgs]]
    """Of the spec's volumes those that it has, too. Default: none."""
    security_context: NotRequired[ContainerSecurityContextArgs]
    """Who it runs as. Default: the model server's user, without writing to its own file system."""
    startup_probe: NotRequired[ContainerProbeArgs | None]
    """Until it succeeds no other is asked, and what comes after a native sidecar waits. Default: none."""
    liveness_probe: NotRequired[ContainerProbeArgs | None]
    """Restarts the container. Default: none."""
    readiness_probe: NotRequired[ContainerProbeArgs | None]
    """Takes the whole replica out of the Service. Default: none."""


class DestinationArgs(TypedDict):
    """Whom the pods may send requests to. In snake_case."""

    namespaces: NotRequired[Sequence[str]]
    """Names of namespaces, each known by its label kubernetes.io/metadata.name. Default: the service's own, where
    podLabels are given."""
    pod_labels: NotRequired[Mapping[str, str]]
    """Labels that the pods have, all of them. Default: all pods of the namespaces."""
    cidrs: NotRequired[Sequence[str]]
    """Ranges of addresses outside the cluster; a NetworkPolicy knows no hostnames. Default: none."""
    except_cidrs: NotRequired[Sequence[str]]
    """Ranges inside of cidrs that stay closed. Default: none."""
    ports: Sequence[int]
    """Ports of theirs: those of pods, not of the Service before them."""
    protocol: NotRequired[Literal["TCP", "UDP", "SCTP"]]
    """Protocol of the ports. Default: TCP."""


class ClientArgs(TypedDict):
    """Who may send requests to the pods. In snake_case."""

    namespaces: NotRequired[Sequence[str]]
    """Names of namespaces, each known by its label kubernetes.io/metadata.name. Default: the service's own, where
    podLabels are given."""
    pod_labels: NotRequired[Mapping[str, str]]
    """Labels that the pods have, all of them. Default: all pods of the namespaces."""
    cidrs: NotRequired[Sequence[str]]
    """Ranges of addresses outside the cluster; a NetworkPolicy knows no hostnames. Default: none."""
    except_cidrs: NotRequired[Sequence[str]]
    """Ranges inside of cidrs that stay closed. Default: none."""
    ports: NotRequired[Sequence[int]]
    """Ports of the pods that they may ask, those of containers beside the model server's among them. Default: those
    of the model server, but for metrics."""


class NetworkPolicyArgs(TypedDict):
    """Who may reach the pods, and what they may reach. All else is closed, in both directions. In snake_case."""

    stores: NotRequired[Sequence[DestinationArgs]]
    """What the pods ask while they serve, such as caches and databases. Default: nothing."""
    model_sources: Sequence[DestinationArgs]
    """Where the pods fetch their model from; an empty list where it is there without a request, as on a volume."""
    clients: NotRequired[Sequence[ClientArgs]]
    """Who sends requests without a gateway in between. Default: nobody."""
    gateways: NotRequired[Sequence[str]]
    """Namespaces of the pods of gateways and ingress controllers, which may ask what clients may; not that of a
    Gateway object. Default: none."""
    monitoring: NotRequired[Sequence[str]]
    """Namespaces of what scrapes the metrics, by the port metrics where there is one, or else http. Default: none."""


class NodeSelectorRequirementArgs(TypedDict):
    """A rule on one label of a node, which can also compare. In snake_case."""

    key: str
    """Key of the node's label."""
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]
    """How the label relates to the values."""
    values: NotRequired[Sequence[str]]
    """Values for In and NotIn; one whole number, in quotes, for Gt and Lt. Default: none."""


class NodeSelectorTermArgs(TypedDict):
    """A node's labels: those that fulfil every rule. In snake_case."""

    match_expressions: Sequence[NodeSelectorRequirementArgs]
    """Rules on labels, all of which have to hold."""


class NodeSelectorArgs(TypedDict):
    """Nodes that fulfil one of the terms at least. In snake_case."""

    node_selector_terms: Sequence[NodeSelectorTermArgs]
    """Terms of which one has to hold."""


class PreferredSchedulingTermArgs(TypedDict):
    """Nodes that are better than others. In snake_case."""

    weight: int
    """How much better, 1 to 100, against other preferences."""
    preference: NodeSelectorTermArgs
    """Which nodes."""


class NodeAffinityArgs(TypedDict):
    """Which nodes, by rules that can do more than compare. In snake_case."""

    required_during_scheduling_ignored_during_execution: NotRequired[NodeSelectorArgs | None]
    """Nodes that a pod can be put on. What GPUs and spot pools ask for has to hold as well. Default: any."""
    preferred_during_scheduling_ignored_during_execution: NotRequired[Sequence[PreferredSchedulingTermArgs]]
    """Nodes that are taken if they have room. Default: none."""


class PodAntiAffinityArgs(TypedDict):
    """Whether pods of one track keep apart. In snake_case."""

    mode: NotRequired[Literal["none", "preferred", "required"]]
    """preferred: apart where there is room. required: a pod that finds no node of its own stays pending. none:
    anywhere. Default: preferred."""
    topology_key: NotRequired[str]
    """The nodes' label that tells one place from another. Default: kubernetes.io/hostname."""


class TopologySpreadConstraintArgs(TypedDict):
    """How evenly the pods of one track are spread over places. In snake_case."""

    topology_key: str
    """The nodes' label that tells one place from another: topology.kubernetes.io/zone, or kubernetes.io/hostname.
    Nodes without it get no pod."""
    max_skew: NotRequired[int]
    """How many pods more than the emptiest place another may have. Default: 1."""
    when_unsatisfiable: NotRequired[Literal["ScheduleAnyway", "DoNotSchedule"]]
    """What becomes of a pod that would make it uneven. DoNotSchedule: it stays pending. Default: ScheduleAnyway."""
    min_domains: NotRequired[int | None]
    """How many places there have to be: with fewer none may have more than maxSkew pods. Goes with DoNotSchedule.
    Default: as many as there are."""


class TolerationArgs(TypedDict):
    """A taint that a node may have. In snake_case."""

    key: NotRequired[str | None]
    """Key of the taint. Default: every one, with the operator Exists."""
    operator: NotRequired[Literal["Equal", "Exists"]]
    """Whether the taint has to have the value, or may have any. Default: Equal."""
    value: NotRequired[str | None]
    """Value of the taint, for Equal. Default: the empty one."""
    effect: NotRequired[Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None]
    """Effect of the taint. Default: every one."""
    toleration_seconds: NotRequired[int | None]
    """How long a pod stays on a node that gets the taint, with the effect NoExecute. Default: for good."""


class PriorityClassArgs(TypedDict):
    """A PriorityClass of this service alone. In snake_case."""

    value: int
    """Pods with more go first, and may have others evicted that have less."""
    preemption_policy: NotRequired[Literal["PreemptLowerPriority", "Never"]]
    """Never: other pods are not evicted for it. Default: PreemptLowerPriority."""


class SpotArgs(TypedDict):
    """Nodes that the cloud may take back at short notice. The server has to drain within it. In snake_case."""

    provider: NotRequired[Literal["gke", "eks", "aks"] | None]
    """The cloud whose labels and taints spot nodes have: node pools of GKE and AKS, managed node groups of EKS.
    Default: none; nodeSelector says it."""
    node_selector: NotRequired[Mapping[str, str]]
    """Labels of spot nodes, in place of a provider's; their taints go into scheduling.tolerations. Default: the
    provider's."""
    mode: NotRequired[Literal["required", "preferred"]]
    """required: on spot nodes alone. preferred: on others where there is no room. How many pods run on regular nodes
    is not promised. Default: required."""
    notice: NotRequired[str | int | None]
    """Time from the notice until a pod is killed; timing.preStop and drain have to fit into it. Default: the
    provider's (gke 15s, eks 2m, aks 30s)."""


class SchedulingArgs(TypedDict):
    """Where the pods run, and beside what. In snake_case."""

    node_selector: NotRequired[Mapping[str, str]]
    """Labels that a node has to have. Default: none."""
    node_affinity: NotRequired[NodeAffinityArgs | None]
    """Rules on the labels of nodes, as Kubernetes has them. What gpuMemory and spot ask for has to hold as well.
    Default: none."""
    pod_anti_affinity: NotRequired[PodAntiAffinityArgs | None]
    """Whether pods of one track keep apart. Default: preferred, by host."""
    topology_spread_constraints: NotRequired[Sequence[TopologySpreadConstraintArgs]]
    """How evenly the pods of one track are spread, by zone or by host. Default: none."""
    tolerations: NotRequired[Sequence[TolerationArgs]]
    """Taints of nodes that keep other pods away; those of GPU nodes and of spot pools need none. Default: none."""
    priority_class_name: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """A PriorityClass that there is. Default: the cluster's default."""
    priority_class: NotRequired[PriorityClassArgs | None]
    """A PriorityClass that is made for this service, NAME-priority-HASH; goes with namespace. Default: none."""
    runtime_class_name: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """The RuntimeClass that runs the containers. Default: the node's own runtime."""
    scheduler_name: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """The scheduler that places the pods. Default: Kubernetes' own."""
    spot: NotRequired[SpotArgs | None]
    """Nodes that the cloud may take back at short notice. Default: none."""


class WorkloadIdentityArgs(TypedDict):
    """Who the pods are to a cloud; exactly one field. In snake_case."""

    aws_role_arn: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """ARN of the IAM role (EKS, IAM roles for service accounts). Default: none."""
    gcp_service_account: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Address of the IAM service account (GKE, Workload Identity). Default: none."""
    azure_client_id: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Client id of the managed identity or application (AKS, Microsoft Entra Workload ID). Default: none."""


class PolicyRuleArgs(TypedDict):
    """What the pods may do with some resources of their namespace. In snake_case."""

    api_groups: NotRequired[Sequence[str]]
    """Groups of the API; "" is the core's. Default: the core's."""
    resources: Sequence[str]
    """Kinds in the plural, in lowercase."""
    verbs: Sequence[str]
    """What may be done: get, list, watch, create, update, patch, delete."""
    resource_names: NotRequired[Sequence[str]]
    """Objects by name; list and watch then work for these alone, and create does not. Default: all."""


class ServiceAccountArgs(TypedDict):
    """Who the pods are to the API server and to the cloud. In snake_case."""

    name: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """A ServiceAccount that there is, in the service's namespace. Default: one of the service's own, NAME."""
    token: NotRequired[bool]
    """Whether the server's pods get a token for the API server. Default: false."""
    annotations: NotRequired[Mapping[str, object]]
    """Annotations of the service's own ServiceAccount. Default: none."""
    workload_identity: NotRequired[WorkloadIdentityArgs | None]
    """Who the pods are to a cloud, so that no key of it has to be kept. Default: nobody."""
    rules: NotRequired[Sequence[PolicyRuleArgs]]
    """What the pods may do in their namespace, by a Role; goes with token. Default: nothing."""


class PatchOperationArgs(TypedDict):
    """One operation on an object as it was rendered. In snake_case."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"]
    """What is done. test ends with an error where something else stands there."""
    path: str
    """Where: a JSON Pointer."""
    from_: NotRequired[str | None]
    """From where, for move and copy. Default: none."""
    value: NotRequired[object]
    """What is added, put in the place of another value, or tested: plain data, no Output and no secret. Default:
    none; add, replace and test need it."""


class CredentialSourceArgs(TypedDict):
    """Where a credential stands; exactly one field. In snake_case."""

    secret_config: NotRequired[str | None]
    """Key of a secret in the stack's configuration, which goes into the Secret NAME-secrets. Default: none."""
    secret_key_ref: NotRequired[KeyRefArgs | None]
    """A key of a Secret that exists. Default: none."""


class CredentialFromArgs(TypedDict):
    """A credential that is read from elsewhere. In snake_case."""

    value_from: CredentialSourceArgs
    """Where it stands."""


class CredentialsArgs(TypedDict):
    """Who asks the store; exactly one field. Without it the pods' workload identity does, or nobody in particular.
    In snake_case."""

    secret_name: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Name of a Secret that exists, whose keys are the variables that the store's credentials have. Default: none."""
    env: NotRequired[Mapping[str, pulumi.Input[str] | CredentialFromArgs] | None]
    """The variables themselves: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of s3;
    GS_ACCESS_KEY_ID and GS_SECRET_ACCESS_KEY of gs (HMAC keys); AZURE_STORAGE_SAS_TOKEN of az; HF_TOKEN of hf;
    HTTP_BEARER_TOKEN, or HTTP_USERNAME and HTTP_PASSWORD, of http. Default: none."""


class HttpSourceArgs(TypedDict):
    """A file of a web server, or several of a folder. In snake_case."""

    url: pulumi.Input[str] | ValueFromArgs
    """Its address, or that of the folder of files. A presigned one is a secret."""
    file: NotRequired[str | None]
    """Name of the one file in the pod. Default: the last part of url; model where url is known later."""
    files: NotRequired[Sequence[str] | None]
    """Files below url, which is then a folder; each keeps its path. Default: none, it is one file."""


class S3SourceArgs(TypedDict):
    """An object of S3, or of a store that speaks its protocol. In snake_case."""

    bucket: pulumi.Input[str] | ValueFromArgs
    """The bucket."""
    key: str
    """Key of the object, or of the folder of files."""
    region: NotRequired[str]
    """Region of the bucket. Default: us-east-1."""
    endpoint: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Address of another store; the bucket is then the first part of the path. Default: AWS's."""
    files: NotRequired[Sequence[str] | None]
    """Files below key, which is then a folder; each keeps its path. Default: none, it is one file."""


class GsSourceArgs(TypedDict):
    """An object of Google Cloud Storage. In snake_case."""

    bucket: pulumi.Input[str] | ValueFromArgs
    """The bucket."""
    object: str
    """Name of the object, or of the folder of files."""
    files: NotRequired[Sequence[str] | None]
    """Files below object, which is then a folder; each keeps its path. Default: none, it is one file."""


class AzSourceArgs(TypedDict):
    """A blob of Azure. In snake_case."""

    account: pulumi.Input[str] | ValueFromArgs
    """The storage account."""
    container: pulumi.Input[str] | ValueFromArgs
    """The container."""
    blob: str
    """Name of the blob, or of the folder of files."""
    files: NotRequired[Sequence[str] | None]
    """Files below blob, which is then a folder; each keeps its path. Default: none, it is one file."""


class HfSourceArgs(TypedDict):
    """Files of a repository of Hugging Face. In snake_case."""

    repository: str
    """Owner and name."""
    revision: str
    """Commit, tag or branch; a branch is another model tomorrow."""
    files: Sequence[str]
    """Which files, by their paths in the repository."""


class OciSourceArgs(TypedDict):
    """An OCI image or artifact, which the node pulls; before Kubernetes 1.35 behind a feature gate. In snake_case."""

    reference: pulumi.Input[str] | ValueFromArgs
    """Which image; a digest holds what is in it."""
    path: NotRequired[str]
    """File or directory in it. Default: all of it."""


class PvcSourceArgs(TypedDict):
    """A claim that has the model; it is mounted to be read. In snake_case."""

    claim_name: pulumi.Input[str] | ValueFromArgs
    """Name of the claim."""
    path: NotRequired[str]
    """File or directory in it. Default: all of it."""
    access_modes: NotRequired[Sequence[Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]]]
    """Those that it has: what the pods cannot do is refused. Default: not looked at."""


class ModelSourceArgs(TypedDict):
    """Where the model comes from; exactly one field. In snake_case."""

    http: NotRequired[HttpSourceArgs | None]
    """A web server. Default: none."""
    s_3: NotRequired[S3SourceArgs | None]
    """S3. Default: none."""
    gs: NotRequired[GsSourceArgs | None]
    """Google Cloud Storage. Default: none."""
    az: NotRequired[AzSourceArgs | None]
    """Azure Blob Storage. Default: none."""
    hf: NotRequired[HfSourceArgs | None]
    """Hugging Face. Default: none."""
    oci: NotRequired[OciSourceArgs | None]
    """An OCI image as a volume. Default: none."""
    pvc: NotRequired[PvcSourceArgs | None]
    """A claim that has it. Default: none."""


class NodeCacheArgs(TypedDict):
    """A directory of the node (hostPath), which its next pod finds as it was. Namespaces that enforce the Pod
    Security level baseline or restricted refuse it. In snake_case."""

    path: str
    """Directory on each node; it has to be there, and to belong to the server's user."""
    warm: NotRequired[bool]
    """Whether a DaemonSet fetches the model onto each node that the pods may go to, before they come. Default:
    false; the first pod on a node fetches it."""


class ModelCacheArgs(TypedDict):
    """Where fetched files are kept; exactly one field. What is there and verified stays. In snake_case."""

    empty_dir: NotRequired[EmptyDirArgs | None]
    """A directory of the pod, which goes with it. Default: this one, without a limit."""
    node: NotRequired[NodeCacheArgs | None]
    """A directory of the node. Default: none."""
    claim: NotRequired[PersistentVolumeClaimArgs | None]
    """A claim that all pods share, one that exists or a new one, NAME-model; ReadWriteMany for several pods.
    Default: none."""
    volume_claim_template: NotRequired[VolumeClaimTemplateArgs | None]
    """A claim for each pod of a StatefulSet, which finds there what it fetched before. Default: none."""


class DownloaderResourcesArgs(TypedDict):
    """What the downloader may use, as request and limit. A pod asks for the most of what its containers ask for one
    after the other, so that a larger server pays nothing for it. In snake_case."""

    cpu: NotRequired[str | int | float]
    """CPU; a checksum takes one. Default: 500m."""
    memory: NotRequired[str | int | float]
    """Memory. Default: 256Mi."""


class DownloaderArgs(TypedDict):
    """The init container that fetches the model. In snake_case."""

    image: NotRequired[pulumi.Input[str] | ValueFromArgs]
    """An image with Python 3.11 or newer as python3, such as a mirror's. Default: python:3.13-slim, by digest."""
    resources: NotRequired[DownloaderResourcesArgs]
    """What it may use. Default: 500m and 256Mi."""


class ModelArgs(TypedDict):
    """The files of the model, in the pods before their server starts, and where they are kept. In snake_case."""

    checksum: NotRequired[str | None]
    """SHA-256 of the one file: another is an error in the pod, and never served. Default: none, its length alone is
    held."""
    checksums: NotRequired[Mapping[str, str]]
    """SHA-256 of each of several files, by its path. Default: none."""
    credentials: NotRequired[CredentialsArgs | None]
    """Who asks the store for it. Default: the workload identity of serviceAccount, or nobody."""
    source: NotRequired[ModelSourceArgs | None]
    """Where they come from. Default: none; required unless tracks have their own."""
    mount_path: NotRequired[str]
    """Directory of the model server's container that has them; MODEL_PATH, a variable, is the one file, or this.
    Default: /models."""
    cache: NotRequired[ModelCacheArgs | None]
    """Where fetched files are kept, of all tracks. Default: a directory of each pod."""
    downloader: NotRequired[DownloaderArgs]
    """The init container that fetches them. Default: Python 3.13."""


class VersionsArgs(TypedDict):
    """Which versions of a model are served; exactly one field. In snake_case."""

    latest: NotRequired[int | None]
    """So many of the newest. Default: none."""
    specific: NotRequired[Sequence[int] | None]
    """These, by the numbers that their directories have. Default: none."""
    all: NotRequired[Literal[True] | None]
    """true: all that there are. Default: none."""


class ServedModelArgs(TypedDict):
    """One of several models of a server. In snake_case."""

    name: str
    """Name that requests ask for. For triton the model's directory in its repository."""
    path: NotRequired[str | None]
    """Directory of its versions, or a store's address. Default: the one of its name below modelRef, or below the
    files of model."""
    versions: NotRequired[VersionsArgs | None]
    """Which versions are served. Default: the newest one."""
    labels: NotRequired[Mapping[str, int]]
    """Names of versions, which requests can ask for in place of a number. Default: none."""


class ServingArgs(TypedDict):
    """What one server serves beside a single model. In snake_case."""

    models: NotRequired[Sequence[ServedModelArgs]]
    """The models of the server, in place of the one of modelRef, which is then the directory that they are in. The
    probes ask about the first. Default: one."""
    monitoring: NotRequired[bool]
    """Whether tensorflow-serving has metrics for Prometheus, by its monitoring.config. Default: false."""


class PortsArgs(TypedDict):
    """Ports of the model server. In snake_case."""

    http: NotRequired[int | None]
    """Of requests and health checks. Default: the runtime's."""
    grpc: NotRequired[int | None]
    """Of requests by gRPC. Default: the runtime's, if it has one."""
    metrics: NotRequired[int | None]
    """Of metrics, where that is another than http. Default: the runtime's, if it has one."""


class CpuMetricArgs(TypedDict):
    """CPU in use by the pods, on average. In snake_case."""

    average_utilization: NotRequired[int | None]
    """Mean use in percent of what the pods ask for; asks for resources.cpu. A replica cannot use more than its
    limit: where that is its request, above 90, with Kubernetes' tolerance of a tenth, nothing scales up. Default:
    none."""
    average_value: NotRequired[str | int | float | None]
    """Mean CPU in use by a pod. Default: none."""


class MemoryMetricArgs(TypedDict):
    """Memory in use by the pods, on average. In snake_case."""

    average_utilization: NotRequired[int | None]
    """Mean use in percent of what the pods ask for; asks for resources.memory. A replica cannot use more than its
    limit: where that is its request, above 90, with Kubernetes' tolerance of a tenth, nothing scales up. Default:
    none."""
    average_value: NotRequired[str | int | float | None]
    """Mean memory in use by a pod. Default: none."""


class ContainerResourceMetricArgs(TypedDict):
    """CPU or memory in use by one container of the pods, on average: what is injected beside it does not count. In
    snake_case."""

    name: Literal["cpu", "memory"]
    """Which resource."""
    container: NotRequired[str]
    """Name of the container. Default: server, the model server's."""
    average_utilization: NotRequired[int | None]
    """Mean use in percent of what the container asks for; that of the model server asks for the field of resources.
    Default: none."""
    average_value: NotRequired[str | int | float | None]
    """Mean use by a container, in cores or bytes. Default: none."""


class LabelSelectorRequirementArgs(TypedDict):
    """A rule on one label. In snake_case."""

    key: str
    """Key of the label."""
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"]
    """How the label relates to the values."""
    values: NotRequired[Sequence[str]]
    """Values for In and NotIn. Default: none."""


class LabelSelectorArgs(TypedDict):
    """Which objects, by their labels: those that fulfil every rule. Without rules, all. In snake_case."""

    match_labels: NotRequired[Mapping[str, str]]
    """Labels that must be there. Default: none."""
    match_expressions: NotRequired[Sequence[LabelSelectorRequirementArgs]]
    """Further rules on labels. Default: none."""


class MetricIdentifierArgs(TypedDict):
    """Which metric. In snake_case."""

    name: str
    """Name of the metric as the metrics API serves it. An adapter decides on the name: it need not be that of
    Prometheus."""
    selector: NotRequired[LabelSelectorArgs | None]
    """Which of the metric's series, by their labels. Default: all."""


class PodsMetricArgs(TypedDict):
    """A metric that each pod has, served by custom.metrics.k8s.io. Each track goes by its own pods. In snake_case."""

    metric: MetricIdentifierArgs
    """Which metric of the pods."""
    average_value: str | int | float
    """What the mean over the track's pods should come to."""


class DescribedObjectArgs(TypedDict):
    """An object in the service's namespace. In snake_case."""

    api_version: str
    """Version of the object's API, after its group."""
    kind: str
    """Kind of the object."""
    name: str
    """Name of the object."""


class ObjectMetricArgs(TypedDict):
    """A metric of one object, served by custom.metrics.k8s.io. In snake_case."""

    described_object: DescribedObjectArgs
    """The object that has the metric. With a canary both tracks' autoscalers see the same number."""
    metric: MetricIdentifierArgs
    """Which metric of the object."""
    value: NotRequired[str | int | float | None]
    """What the metric should come to. Default: none."""
    average_value: NotRequired[str | int | float | None]
    """What the metric, divided by the track's pods, should come to. Default: none."""


class ExternalMetricArgs(TypedDict):
    """A metric of no object in the cluster, such as the length of a queue, served by external.metrics.k8s.io. In
    snake_case."""

    metric: MetricIdentifierArgs
    """Which metric. With a canary both tracks' autoscalers see the same number."""
    value: NotRequired[str | int | float | None]
    """What the metric should come to. Default: none."""
    average_value: NotRequired[str | int | float | None]
    """What the metric, divided by the track's pods, should come to. Default: none."""


class MetricArgs(TypedDict):
    """One metric with its target: exactly one of the fields. In snake_case."""

    cpu: NotRequired[CpuMetricArgs | None]
    """CPU in use by the pods. Default: none."""
    memory: NotRequired[MemoryMetricArgs | None]
    """Memory in use by the pods; most model servers keep what they have once taken. Default: none."""
    container_resource: NotRequired[ContainerResourceMetricArgs | None]
    """CPU or memory in use by one container of the pods. Default: none."""
    pods: NotRequired[PodsMetricArgs | None]
    """A metric that each pod has. Default: none."""
    object: NotRequired[ObjectMetricArgs | None]
    """A metric of one object of the cluster. Default: none."""
    external: NotRequired[ExternalMetricArgs | None]
    """A metric from outside the cluster. Default: none."""


class ScalingPolicyArgs(TypedDict):
    """How much may change within a period. In snake_case."""

    type: Literal["Pods", "Percent"]
    """What the value counts: pods, or percent of the pods there are."""
    value: int
    """Most that may change within the period."""
    period: str | int
    """Within how long, from 1s to 1800s."""


class ScalingRulesArgs(TypedDict):
    """How fast the count changes in one direction. In snake_case."""

    stabilization_window: NotRequired[str | int | None]
    """How far back the autoscaler looks for the most cautious count, from 0s to 3600s. Default: Kubernetes' own, 0s
    upwards and 300s downwards."""
    select_policy: NotRequired[Literal["Max", "Min", "Disabled"] | None]
    """Which of the policies counts: the one that allows most or least; Disabled, and the count does not go that way.
    Default: Kubernetes' own, Max."""
    policies: NotRequired[Sequence[ScalingPolicyArgs] | None]
    """How much may change within a time. Default: Kubernetes' own, upwards 4 pods or 100 percent in 15s, whichever
    is more, and downwards 100 percent in 15s."""


class ScalingBehaviorArgs(TypedDict):
    """How fast the count changes. In snake_case."""

    scale_up: NotRequired[ScalingRulesArgs | None]
    """How fast pods are added. Default: Kubernetes' own."""
    scale_down: NotRequired[ScalingRulesArgs | None]
    """How fast pods are taken away. Default: Kubernetes' own."""


class TriggerAuthenticationArgs(TypedDict):
    """How KEDA authenticates to a Prometheus. In snake_case."""

    name: str
    """Name of a TriggerAuthentication in the service's namespace, or of a ClusterTriggerAuthentication."""
    kind: NotRequired[Literal["TriggerAuthentication", "ClusterTriggerAuthentication"]]
    """Kind of that object. Default: TriggerAuthentication."""
    mode: NotRequired[Literal["bearer", "basic", "tls", "custom"]]
    """What that object holds. Default: bearer, a token."""


class PrometheusTriggerArgs(TypedDict):
    """A query to Prometheus, which needs no adapter. In snake_case."""

    server_address: str
    """Address of the Prometheus."""
    query: str
    """PromQL that comes to one number, over all pods of a service. With a canary both tracks see the same number."""
    threshold: str | int | float
    """What the number, divided by the track's pods, should come to."""
    activation_threshold: NotRequired[str | int | float | None]
    """Above which the pods come back from zero; goes with scaleToZero. Default: KEDA's own, 0."""
    authentication: NotRequired[TriggerAuthenticationArgs | None]
    """How KEDA authenticates to it. Default: not at all."""


class TriggerArgs(TypedDict):
    """One thing to go by: exactly one of the fields. In snake_case."""

    prometheus: NotRequired[PrometheusTriggerArgs | None]
    """A query to Prometheus. Default: none."""
    cpu: NotRequired[CpuMetricArgs | None]
    """CPU in use by the pods. Default: none."""
    memory: NotRequired[MemoryMetricArgs | None]
    """Memory in use by the pods. Default: none."""


class FallbackArgs(TypedDict):
    """What count is kept while Prometheus does not answer. In snake_case."""

    failure_threshold: int
    """Failures in a row before it counts."""
    replicas: int
    """Pods of each track meanwhile."""


class KedaArgs(TypedDict):
    """KEDA in place of an autoscaler of Kubernetes' own. In snake_case."""

    triggers: Sequence[TriggerArgs]
    """What KEDA goes by: of several triggers the one that asks for most pods counts."""
    scale_to_zero: NotRequired[bool]
    """Whether a track has no pods while no trigger is active; it comes back with minReplicas, when the model has
    loaded. Requests that come meanwhile are not kept. Default: false."""
    polling_interval: NotRequired[str | int | None]
    """How often KEDA looks whether a trigger is active; goes with scaleToZero. Default: KEDA's own, 30s."""
    cooldown_period: NotRequired[str | int | None]
    """How long no trigger is active before the pods go; goes with scaleToZero. Default: KEDA's own, 300s."""
    fallback: NotRequired[FallbackArgs | None]
    """What count is kept while Prometheus does not answer. Default: none, the count stays as it is."""


class AutoscalingArgs(TypedDict):
    """What the autoscalers go by, and how fast they go. In snake_case."""

    preset: NotRequired[Literal["vllm", "sglang", "tgi", "triton", "zerfoo", "article"] | None]
    """Metrics of the pods that fit a model server, with the mean to aim at, as a start: vllm:
    vllm_num_requests_waiting 5 and vllm_num_requests_running 5; sglang: sglang_num_queue_reqs 5 and
    sglang_num_running_reqs 5; tgi: tgi_queue_size 5 and tgi_batch_current_size 5; triton: avg_time_queue_ms 50;
    zerfoo: active_requests 5; article: inference_latency_p95 500m and inference_queue_depth 10. An adapter has to
    serve them under these names in custom.metrics.k8s.io, such as vllm_num_requests_waiting for what vLLM calls
    vllm:num_requests_waiting; avg_time_queue_ms is the rate of nv_inference_queue_duration_us by that of
    nv_inference_request_success, in milliseconds. Adds up with metrics. Default: none."""
    metrics: NotRequired[Sequence[MetricArgs] | None]
    """What the autoscalers go by: of several metrics the one that asks for most pods counts. Default: the preset's
    alone, or else the CPU at 80 percent."""
    behavior: NotRequired[ScalingBehaviorArgs | None]
    """How fast the count changes. Default: Kubernetes' own."""
    keda: NotRequired[KedaArgs | None]
    """KEDA in place of an autoscaler of Kubernetes' own, by a ScaledObject. Default: none."""


class AllowedArgs(TypedDict):
    """A bound of what a replica may ask for. In snake_case."""

    cpu: NotRequired[str | int | float | None]
    """CPU of a replica. Default: no bound."""
    memory: NotRequired[str | int | float | None]
    """Memory of a replica. Default: no bound."""


class VerticalPodAutoscalerArgs(TypedDict):
    """Who sets the CPU and memory of a replica, and within which bounds. In snake_case."""

    update_mode: NotRequired[Literal["Off", "Initial", "Recreate", "InPlaceOrRecreate"]]
    """What becomes of a recommendation. Off (in quotes, since YAML can read it as false): it stands in the
    VerticalPodAutoscaler's status alone. Initial: new pods get it. Recreate: running pods are evicted for it, too,
    each of which loads its model anew; by the updater's own default never those of a Deployment with one pod.
    InPlaceOrRecreate: running pods are resized where that can be. Default: Off."""
    min_allowed: NotRequired[AllowedArgs]
    """The least that a replica may ask for. Default: no bound."""
    max_allowed: NotRequired[AllowedArgs]
    """The most that a replica may ask for; beyond what a node has, a pod would never start. Default: no bound."""
    controlled_resources: NotRequired[Sequence[Literal["cpu", "memory"]]]
    """Which resources it sets; one that a horizontal autoscaler goes by is not for it. Default: cpu and memory."""
    controlled_values: NotRequired[Literal["RequestsAndLimits", "RequestsOnly"]]
    """Whether the limits go with the requests. Default: RequestsAndLimits, which keeps them equal."""


class TrackModelArgs(TypedDict):
    """The files of a track's model, kept where model.cache says and fetched by model.downloader. In snake_case."""

    checksum: NotRequired[str | None]
    """SHA-256 of the one file: another is an error in the pod, and never served. Default: none, its length alone is
    held."""
    checksums: NotRequired[Mapping[str, str]]
    """SHA-256 of each of several files, by its path. Default: none."""
    credentials: NotRequired[CredentialsArgs | None]
    """Who asks the store for it. Default: the workload identity of serviceAccount, or nobody."""
    source: ModelSourceArgs
    """Where they come from."""


class MatchArgs(TypedDict):
    """Requests that reach the canary on purpose, whatever its weight. In snake_case."""

    headers: Mapping[str, str]
    """Headers that a request has to have, all of them, each with the whole of its value."""


class MirrorArgs(TypedDict):
    """Copies of the primary's requests, whose answers nobody gets. In snake_case."""

    percent: NotRequired[int]
    """Percentage of the requests that the canary gets a copy of, 1 to 100. Default: 100."""


class CanaryArgs(TypedDict):
    """A second model that takes part of the traffic. In snake_case."""

    model_ref: pulumi.Input[str] | ValueFromArgs
    """Reference of the canary's model."""
    model: NotRequired[TrackModelArgs | None]
    """Files of the canary's model. Default: the service's, where modelRef is the same, else none."""
    image: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Image of the canary's model server, where it differs. Default: the service's."""
    weight: int
    """Percentage of the traffic that the canary should get, 0 to 100. A router makes it true to the percent. Without
    one a Service spreads requests over all pods, so the canary gets the share of the replicas that comes nearest, at
    least one pod and at most all but one: the output effectiveWeight says what it is. 0 and 100 take the other track
    out of the Service and leave it warmReplicas beside the total."""
    warm_replicas: NotRequired[int]
    """Pods that a track without traffic keeps, beside the total: the canary at weight 0, the primary at weight 100.
    Giving it traffic is then not a cold start. Default: 1."""
    exact: NotRequired[bool]
    """Whether a weight that the replicas cannot meet to the percent is an error. Default: false, the nearest share."""
    router: NotRequired[Literal["replicas", "gateway", "istio", "traefik", "argo"] | None]
    """What makes the weight true: the share of the pods behind one Service (replicas), or the router that the field
    of that name declares, or the steps of argo. Default: argo, the declared router, or else replicas."""
    capacity: NotRequired[Literal["extra", "share"] | None]
    """Whether the canary's pods stand beside those of the primary, which keeps its full size so that going back
    needs no new pod (extra), or take their share of the total (share). Default: extra with a router, share with
    replicas."""
    match: NotRequired[MatchArgs | None]
    """Requests that reach the canary whatever its weight; needs a router. Default: none."""
    mirror: NotRequired[MirrorArgs | None]
    """Copies of the primary's requests for a canary of weight 0; needs a router. Default: none."""


class ColorArgs(TypedDict):
    """One of the two tracks. In snake_case."""

    model_ref: pulumi.Input[str] | ValueFromArgs
    """Reference of the track's model."""
    model: NotRequired[TrackModelArgs | None]
    """Files of the track's model. Default: none, the server finds its model itself."""
    image: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Image of the track's model server, where it differs. Default: the service's."""


class BlueGreenArgs(TypedDict):
    """Two full tracks, each of `replicas` pods. The Service changes over when the active one is ready; going back is
    the same change the other way, and needs no new pod. Under autoscaling the one that waits has minReplicas: raise
    that before a change over. In snake_case."""

    active: Literal["blue", "green"]
    """The track that has the traffic."""
    blue: NotRequired[ColorArgs | None]
    """The one track; taking it away while the other is active restarts nothing. Default: none."""
    green: NotRequired[ColorArgs | None]
    """The other track; taking it away while the one is active restarts nothing. Default: none."""


class ServicePortArgs(TypedDict):
    """A port of the Service, over the container's port of the same name. In snake_case."""

    name: str
    """Name of the container's port, and of this one."""
    port: NotRequired[int | None]
    """Number of the port. Default: 80 of http, and of others the container's own."""
    node_port: NotRequired[int | None]
    """Port of every node, of the range that the cluster keeps for it (30000 to 32767 unless it was changed); goes
    with the types NodePort and LoadBalancer. Default: one that the cluster chooses."""


class ServiceArgs(TypedDict):
    """The Service over all pods with traffic. In snake_case."""

    type: NotRequired[Literal["ClusterIP", "NodePort", "LoadBalancer"]]
    """From where the Service can be reached: from inside the cluster, by a port of every node, or by a load balancer
    of the cluster's, whose address is waited for. Default: ClusterIP."""
    headless: NotRequired[bool]
    """Whether the Service has no address of its own: its name stands for the addresses of all pods with traffic,
    which are asked by the container's ports, and each client chooses among them. A canary's weight is then the share
    of the pods that a client chooses. A change replaces the Service. Default: false."""
    ports: NotRequired[Sequence[ServicePortArgs]]
    """Ports, each over one of the container's; http is there in any case. Default: http."""
    annotations: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromArgs]]
    """Annotations, for what reads them there, such as a controller of load balancers. Default: none."""
    labels: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromArgs]]
    """Labels beside those that every object has. Default: none."""
    hostname: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Name that external-dns gives to the Service's addresses; goes with the types NodePort and LoadBalancer, and
    with headless. Default: none."""
    aliases: NotRequired[Sequence[pulumi.Input[str] | ValueFromArgs]]
    """Further names beside hostname that external-dns gives to the addresses. Default: none."""
    traffic_distribution: NotRequired[Literal["PreferSameZone", "PreferSameNode"] | None]
    """Which pods a request from inside the cluster reaches by preference. Default: any."""
    internal_traffic_policy: NotRequired[Literal["Cluster", "Local"] | None]
    """Whether a request from inside the cluster reaches pods of its own node alone (Local). Default: Cluster."""
    external_traffic_policy: NotRequired[Literal["Cluster", "Local"] | None]
    """Whether a request from outside reaches pods of the node alone that it came to (Local), which keeps the
    client's address. Default: Cluster."""
    load_balancer_class: NotRequired[str | None]
    """Which load balancer of the cluster's; cannot be changed. Default: the cluster's own."""
    load_balancer_source_ranges: NotRequired[Sequence[str]]
    """Addresses that the load balancer lets in. Default: all."""


class IngressTlsArgs(TypedDict):
    """The certificate of the hosts. In snake_case."""

    secret_name: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Secret of type kubernetes.io/tls with the certificate, which an issuer writes there. Required without an
    issuer and without certificate. Default: NAME-tls, or certificate's."""
    cluster_issuer: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """ClusterIssuer of cert-manager, which sees the annotation and makes the certificate. Default: none."""
    issuer: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Issuer of cert-manager in the service's namespace, in place of a ClusterIssuer. Default: none."""


class IngressArgs(TypedDict):
    """The way of the traffic from outside through an ingress controller. In snake_case."""

    class_name: NotRequired[str | None]
    """IngressClass, which says what controller it is for. Default: the cluster's default class."""
    hosts: NotRequired[Sequence[pulumi.Input[str] | ValueFromArgs]]
    """Hosts that the service answers for; the output url has the first that is no wildcard. Default: all of the
    controller's."""
    paths: NotRequired[Sequence[str]]
    """Paths of each host that lead to the service. Default: /."""
    path_type: NotRequired[Literal["Prefix", "Exact", "ImplementationSpecific"]]
    """How a request's path is held against them: by whole parts between slashes, as a whole, or as the controller
    does. Default: Prefix."""
    annotations: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromArgs]]
    """Annotations, for what the controller reads there. Default: none."""
    tls: NotRequired[IngressTlsArgs | None]
    """TLS for all hosts. Default: none."""


class IssuerRefArgs(TypedDict):
    """Who signs. In snake_case."""

    name: pulumi.Input[str] | ValueFromArgs
    """Name of the issuer."""
    kind: NotRequired[str]
    """Issuer, which stands in the service's namespace, ClusterIssuer, or a kind of the group's. Default: Issuer."""
    group: NotRequired[str]
    """API group of an issuer that is another project's. Default: cert-manager.io."""


class PrivateKeyArgs(TypedDict):
    """The certificate's private key. In snake_case."""

    algorithm: NotRequired[Literal["RSA", "ECDSA", "Ed25519"]]
    """Default: RSA."""
    size: NotRequired[int | None]
    """2048 to 8192 with RSA; 256, 384 or 521 with ECDSA; none with Ed25519. Default: cert-manager's, 2048 and 256."""
    rotation_policy: NotRequired[Literal["Always", "Never"] | None]
    """Whether each renewal has a new key. Default: cert-manager's, Always from 1.18 on."""


class CertificateArgs(TypedDict):
    """A certificate that cert-manager asks for, keeps in a Secret and renews. In snake_case."""

    issuer_ref: IssuerRefArgs
    """Who signs it."""
    secret_name: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Secret that cert-manager writes; TLS of the Ingress reads it. Default: NAME-tls."""
    dns_names: NotRequired[Sequence[pulumi.Input[str] | ValueFromArgs]]
    """Hosts that it is for. Default: those of ingress, gateway, istio and traefik."""
    duration: NotRequired[str | int | float | None]
    """How long it is to be valid, 1h at least; an issuer may give another. Default: cert-manager's, 2160h (90 days)."""
    renew_before: NotRequired[str | int | float | None]
    """How long before its end it is renewed, 5m at least. Default: cert-manager's, a third of it."""
    private_key: NotRequired[PrivateKeyArgs | None]
    """Its private key. Default: cert-manager's."""


class CallerArgs(TypedDict):
    """Callers, and what they ask for. A gRPC call is a POST to /PACKAGE.SERVICE/METHOD. In snake_case."""

    service_accounts: NotRequired[Sequence[str]]
    """Service accounts of the callers, as NAMESPACE/NAME; a gateway has its own. Default: none."""
    namespaces: NotRequired[Sequence[str]]
    """Namespaces of the callers, with all service accounts in them. Default: none."""
    methods: NotRequired[Sequence[Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]]]
    """HTTP methods. Default: all."""
    paths: NotRequired[Sequence[str]]
    """Paths to the letter, or with * at the end for all that begin so. Default: all."""


class PortLevelMtlsArgs(TypedDict):
    """Where the pods take requests in clear all the same. In snake_case."""

    metrics: Literal["PERMISSIVE"]
    """PERMISSIVE for the port of metrics, so that a Prometheus outside of the mesh can scrape: anybody who reaches
    the pods may GET the path of the metrics, and nothing else."""


class IstioSecurityArgs(TypedDict):
    """Who may call the pods in an Istio mesh. Who is not named is refused. In snake_case."""

    allow: Sequence[CallerArgs]
    """Who may ask for what."""
    deny: NotRequired[Sequence[CallerArgs]]
    """What is refused though allow has it; without callers, to everybody. Default: nothing."""
    mtls: NotRequired[Literal["STRICT", "PERMISSIVE"]]
    """Whether the pods take requests with a certificate alone (STRICT), or others too, of which allow has none.
    Default: STRICT."""
    port_level_mtls: NotRequired[PortLevelMtlsArgs | None]
    """Ports that are open beside mtls: STRICT. Default: none."""
    trust_domain: NotRequired[str]
    """Trust domain of the mesh, with which its certificates begin. Default: cluster.local."""


class ParentRefArgs(TypedDict):
    """A Gateway that the route is attached to. In snake_case."""

    name: str
    """Name of the Gateway."""
    namespace: NotRequired[str | None]
    """Namespace of the Gateway, whose listener has to allow routes from the service's. Default: the service's."""
    section_name: NotRequired[str | None]
    """Name of the one listener to attach to. Default: every one that allows it."""
    port: NotRequired[int | None]
    """Port of the listeners to attach to. Default: any."""


class HeaderModifierArgs(TypedDict):
    """What is done to the headers of a request or of an answer. In snake_case."""

    set: NotRequired[Mapping[str, str]]
    """Headers to set, in place of those of the same name. Default: none."""
    add: NotRequired[Mapping[str, str]]
    """Headers to add beside those of the same name. Default: none."""
    remove: NotRequired[Sequence[str]]
    """Names of the headers to remove. Default: none."""


class FiltersArgs(TypedDict):
    """What a gateway does to requests and answers on their way. In snake_case."""

    request_headers: NotRequired[HeaderModifierArgs | None]
    """Changes of the request's headers. Default: none."""
    response_headers: NotRequired[HeaderModifierArgs | None]
    """Changes of the answer's headers. Default: none."""
    replace_prefix: NotRequired[str | None]
    """What stands in the place of `path` at the start of the request's path. Default: it stays."""


class GatewayTimeoutsArgs(TypedDict):
    """How long a gateway waits. In snake_case."""

    request: NotRequired[str | int | None]
    """Time for the whole of a request, streamed answers included. Default: the gateway's."""
    backend_request: NotRequired[str | int | None]
    """Time for one attempt at a pod; request at most. Default: the gateway's."""


class GatewayArgs(TypedDict):
    """The way of the traffic through a Gateway. In snake_case."""

    parent_refs: Sequence[ParentRefArgs]
    """Gateways that the route is attached to."""
    hostnames: NotRequired[Sequence[str]]
    """Hosts that the route answers for. Default: all of the listener."""
    path: NotRequired[str]
    """Start of the paths that the route answers for, in whole parts between slashes. Default: /."""
    filters: NotRequired[FiltersArgs]
    """What the gateway does to requests and answers. Default: nothing."""
    timeouts: NotRequired[GatewayTimeoutsArgs]
    """How long the gateway waits. Default: its own."""


class IstioArgs(TypedDict):
    """The way of the traffic through an Istio mesh. In snake_case."""

    gateways: NotRequired[Sequence[str]]
    """Istio Gateways that traffic from outside the mesh comes through, as NAME or NAMESPACE/NAME. Default: none,
    traffic inside the mesh alone."""
    hosts: NotRequired[Sequence[str]]
    """Hosts that the gateways answer for, beside the Service's own name inside the mesh. Default: none."""
    timeout: NotRequired[str | int | None]
    """Time for the whole of a request. Default: none."""


class MiddlewareRefArgs(TypedDict):
    """A Middleware that requests pass through. In snake_case."""

    name: str
    """Name of the Middleware."""
    namespace: NotRequired[str | None]
    """Its namespace, which Traefik has to allow. Default: the service's."""


class TraefikArgs(TypedDict):
    """The way of the traffic through Traefik. In snake_case."""

    entry_points: Sequence[str]
    """Entry points of Traefik that the traffic comes through."""
    hostnames: Sequence[str]
    """Hosts that the route answers for, each without *."""
    path: NotRequired[str]
    """Start of the paths that the route answers for. Default: /."""
    middlewares: NotRequired[Sequence[MiddlewareRefArgs]]
    """Middlewares that requests pass through, in this order. Default: none."""
    tls_secret: NotRequired[str | None]
    """Name of the Secret with the certificate. Default: none; the entry point's own where it has TLS."""


class PauseArgs(TypedDict):
    """A wait between two steps. In snake_case."""

    duration: NotRequired[str | int | None]
    """How long. Default: until somebody promotes the Rollout (kubectl argo rollouts promote)."""


class CanaryScaleArgs(TypedDict):
    """How many pods of the new model there are from here on, whatever its share of the requests; exactly one field.
    In snake_case."""

    replicas: NotRequired[int | None]
    """A count. Default: none."""
    weight: NotRequired[int | None]
    """A percentage of the service's count. Default: none."""
    match_traffic_weight: NotRequired[bool | None]
    """true: again as many as its share of the requests asks for. Default: none."""


class AnalysisTemplateArgs(TypedDict):
    """An AnalysisTemplate that the cluster has. In snake_case."""

    name: str
    """Its name."""
    cluster_scope: NotRequired[bool]
    """Whether it is a ClusterAnalysisTemplate. Default: false."""


class ArgumentSourceArgs(TypedDict):
    """What only Argo Rollouts knows. In snake_case."""

    pod_template_hash_value: Literal["Latest", "Stable"]
    """The hash of the new model's pods (Latest) or of those before (Stable), which stands in their names, NAME-
    HASH-..., and in their label rollouts-pod-template-hash."""


class ArgumentFromArgs(TypedDict):
    """An argument that Argo Rollouts fills in. In snake_case."""

    value_from: ArgumentSourceArgs
    """What it is."""


class AnalysisArgs(TypedDict):
    """Measurements that have to succeed before the next step; if they fail, Argo Rollouts goes back. In snake_case."""

    templates: Sequence[AnalysisTemplateArgs]
    """What is measured."""
    args: NotRequired[Mapping[str, pulumi.Input[str] | ArgumentFromArgs]]
    """Arguments of the templates and their values. Default: none."""


class StepArgs(TypedDict):
    """One step; exactly one field. In snake_case."""

    set_weight: NotRequired[int | None]
    """Percentage of the traffic for the new model from here on, canary.weight at most. Default: none."""
    pause: NotRequired[PauseArgs | None]
    """A wait. Default: none."""
    set_canary_scale: NotRequired[CanaryScaleArgs | None]
    """Pods of the new model; needs gateway or istio. Default: none, as the weight asks for."""
    analysis: NotRequired[AnalysisArgs | None]
    """Measurements. Default: none."""


class BackgroundAnalysisArgs(TypedDict):
    """Measurements that go on while the steps are taken; if they fail, Argo Rollouts goes back. In snake_case."""

    templates: Sequence[AnalysisTemplateArgs]
    """What is measured."""
    args: NotRequired[Mapping[str, pulumi.Input[str] | ArgumentFromArgs]]
    """Arguments of the templates and their values. Default: none."""
    starting_step: NotRequired[int]
    """The step with which they begin, counted from 0. Default: 0."""


class ArgoArgs(TypedDict):
    """One Rollout of Argo Rollouts in the place of the Deployments. In snake_case."""

    steps: NotRequired[Sequence[StepArgs]]
    """What comes before a new model has canary.weight, or all of the traffic without a canary. A canary below 100
    then stays at its weight until the spec says more. Default: none, at once."""
    analysis: NotRequired[BackgroundAnalysisArgs | None]
    """Measurements that go on while the steps are taken. Default: none; steps have their own."""


class ClaimRetentionArgs(TypedDict):
    """What becomes of claims whose pods are gone for good. In snake_case."""

    when_deleted: NotRequired[Literal["Retain", "Delete"]]
    """Where the StatefulSet is deleted, as a canary's is at its end. Retain: they stay, and a new StatefulSet of the
    name takes them. Delete: they go with their data. Default: Retain."""
    when_scaled: NotRequired[Literal["Retain", "Delete"]]
    """Where there are fewer pods, by the spec or by an autoscaler. Retain: they stay for pods that come back.
    Delete: they go with their data. Default: Retain."""


class StatefulSetArgs(TypedDict):
    """StatefulSets in the place of the Deployments: pods NAME-TRACK-0, -1 and so on, each with a DNS name below the
    headless Service NAME-TRACK-headless. They are replaced one after the other, the last first, and never is a new
    one there before the old one has gone. In snake_case."""

    pod_management_policy: NotRequired[Literal["Parallel", "OrderedReady"]]
    """Whether all pods start at once, or each when the one before is ready. With OrderedReady a broken pod has to be
    deleted by hand after its spec has been mended (kubernetes#67250). Default: Parallel, since replicas of a model
    do not need one another to start."""
    persistent_volume_claim_retention_policy: NotRequired[ClaimRetentionArgs | None]
    """What becomes of the claims of volumeClaimTemplate whose pods are gone for good. Default: they stay."""


class DaemonSetArgs(TypedDict):
    """A DaemonSet in the place of the Deployment: a pod on each node that scheduling lets it go to, and a new one
    wherever such a node comes. How many there are is known to the cluster alone. In snake_case."""

    max_unavailable: NotRequired[str | int | None]
    """Nodes whose pods are replaced at a time, each after the old one has gone. A percentage is rounded up, so that
    it is one node at least. A count asks for timing.updateTimeout, since nothing here knows how often it takes that
    many. Default: 10%."""
    max_surge: NotRequired[str | int | None]
    """In place of maxUnavailable: nodes on which a new pod is ready at a time before the old one goes, where there
    is room for both. Default: none, the old one goes first."""


class SessionAffinityArgs(TypedDict):
    """How a client is known, so that its requests reach one pod as long as it is there. In snake_case."""

    by: Literal["clientIP", "cookie", "header"]
    """What marks a client: its address (clientIP; the Service alone, and Istio), a cookie (Istio, Traefik) or a
    header (Istio). The Gateway API's standard channel has none. A canary's weight is then a share of the clients;
    Istio chooses the track anew for each request."""
    name: NotRequired[str | None]
    """Name of the cookie or header; goes with both. Default: none."""
    ttl: NotRequired[str | int | None]
    """How long a client is known: since its last request by clientIP, which a Service forgets after 24h at most; the
    life of the cookie. Default: 3h by clientIP; the browser's session by cookie."""


class ProbeArgs(TypedDict):
    """One probe, where it differs from the others. In snake_case."""

    path: NotRequired[str | None]
    """HTTP path that this probe asks. Default: healthCheck.path; for readiness the runtime's own, where it has one."""
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
    """HTTP path of the startup and liveness probes, and of readiness where the runtime has no readiness path of its
    own (zerfoo: /readyz). Default: the runtime's; custom has none, and asks for one unless each probe has a path or
    grpc of its own."""
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


class HttpGetArgs(TypedDict):
    """An HTTP request by GET, which succeeds with a status from 200 to 399. In snake_case."""

    path: str
    """Path."""
    port: NotRequired[int | None]
    """Port of the container. Default: the model server's http."""


class DrainCommandArgs(TypedDict):
    """What tells the server to drain before it is told to end; exactly one field. In snake_case."""

    exec: NotRequired[ExecArgs | None]
    """A command in the container, for anything but a GET, such as a POST to /shutdown. Default: none."""
    http_get: NotRequired[HttpGetArgs | None]
    """An HTTP request by GET. Default: none."""


class TimingArgs(TypedDict):
    """Timers in place of those that follow from modelLoad and drain. In snake_case."""

    pre_stop: NotRequired[str | int]
    """Time before the server is told to end, while the endpoints forget its pod: a sleep, or the most that
    drainCommand takes. Default: 15s."""
    termination_grace_period: NotRequired[str | int | None]
    """Time from the beginning of a pod's end until it is killed; at least preStop + drain. Default: preStop + drain."""
    min_ready: NotRequired[str | int | None]
    """Time that a new pod has to stay ready before the rollout goes on (minReadySeconds), so that one that fails
    under its first requests is not taken for a good one. Default: none."""
    progress_deadline: NotRequired[str | int | None]
    """Time without any progress after which Kubernetes calls a rollout failed; above modelLoad, and minReady after
    it. Default: modelLoad + 5m, or modelLoad + terminationGracePeriod + 4m if that is longer; and minReady."""
    create_timeout: NotRequired[str | int | None]
    """Time that Pulumi waits for a new Deployment; at least progressDeadline. Default: progressDeadline."""
    update_timeout: NotRequired[str | int | None]
    """Time that Pulumi waits for the rollout of a Deployment; at least progressDeadline. Default: modelLoad +
    minReady + terminationGracePeriod for each wave of pods, and once what progressDeadline is above modelLoad and
    minReady."""
    delete_timeout: NotRequired[str | int | None]
    """Time that Pulumi waits for a Deployment to be gone with its pods; at least terminationGracePeriod. Default:
    10m, or terminationGracePeriod + 5m if that is longer."""


class RolloutArgs(TypedDict):
    """How pods are replaced where a GPU cannot be had twice. In snake_case."""

    spare_gpus: NotRequired[int]
    """GPUs beside those of the running pods that a rollout may use for a while. With enough of them new pods are
    ready before old ones go; without, each GPU is handed over and the service has fewer ready pods meanwhile.
    Default: 0."""
    allow_downtime: NotRequired[bool]
    """Whether the one pod of a service may go before the new one is ready, since there is no GPU for both. Default:
    false, which asks for spareGpus."""


class MonitorArgs(TypedDict):
    """How a Prometheus of the Prometheus Operator scrapes the pods. In snake_case."""

    labels: NotRequired[Mapping[str, str]]
    """Labels of the object, by which a Prometheus selects its monitors. Default: none."""
    interval: NotRequired[str | int]
    """Time from one scrape to the next. Default: 30s."""
    scrape_timeout: NotRequired[str | int]
    """Time that a scrape may take; interval at most. Default: 10s."""


class PendingArgs(TypedDict):
    """How long a condition has to hold before its alert fires: the `for` of its rule. In snake_case."""

    latency: NotRequired[str | int]
    """Of a slow service. Default: 5m."""
    error_rate: NotRequired[str | int]
    """Of failing requests. Default: 2m."""
    accuracy: NotRequired[str | int]
    """Of an accuracy that has dropped. Default: 10m."""
    gpu_memory: NotRequired[str | int]
    """Of a full GPU. Default: 5m."""
    no_ready_pods: NotRequired[str | int]
    """Of a service without a ready pod. Default: 1m."""
    queue: NotRequired[str | int]
    """Of a queue that grows. Default: 10m."""
    canary: NotRequired[str | int]
    """Of a canary that is worse than the primary. Default: 5m."""


class PrometheusRuleArgs(TypedDict):
    """What is recorded, and when an alert fires. A change of it touches no pod. In snake_case."""

    labels: NotRequired[Mapping[str, str]]
    """Labels of the PrometheusRule, by which a Prometheus selects its rules. Default: none."""
    alert_labels: NotRequired[Mapping[str, str]]
    """Labels of every alert, by which Alertmanager routes it; severity may be one of them, in place of the alert's
    own. Default: none."""
    disabled: NotRequired[
        Sequence[
            Literal[
                "latency",
                "errorRate",
                "accuracy",
                "gpuMemory",
                "noReadyPods",
                "restarts",
                "queue",
                "canary",
                "modelLoad",
            ]
        ]
    ]
    """Alerts to leave out. Default: none."""
    latency: NotRequired[str | int | None]
    """95th percentile of the requests' time above which a service is slow. Default: 30s; 2s by the presets
    tensorflow-serving and article."""
    error_rate: NotRequired[int]
    """Share of failed requests above which there are too many. Default: 5."""
    accuracy: NotRequired[str | int | float]
    """The model's accuracy below which it has dropped. Default: 0.85."""
    accuracy_metric: NotRequired[str | None]
    """Gauge of the model's accuracy, which a job of yours may export with the labels namespace, app and track of the
    pods. Default: model_accuracy by the preset article, else none, and no alert."""
    gpu_memory: NotRequired[int]
    """Share of a GPU's memory in use above which it is nearly full; some servers take nine tenths at their start.
    Default: 95."""
    restarts: NotRequired[int]
    """Restarts of a container in 15 minutes from which it is a loop. Default: 3."""
    queue: NotRequired[str | int | float]
    """Waiting requests of a pod on average, above which a queue that grows is too long. Default: 10."""
    canary_error_rate: NotRequired[int]
    """By how many points of percent a canary's share of failed requests may be above the primary's. Default: 5."""
    canary_latency: NotRequired[str | int | float]
    """How many times the primary's 95th percentile a canary's may be. Default: 1.5."""
    pending: NotRequired[PendingArgs]
    """How long each condition has to hold. Default: 1m to 10m."""


class GrafanaDashboardArgs(TypedDict):
    """A dashboard of the service. A change of it touches no pod. In snake_case."""

    labels: NotRequired[Mapping[str, str]]
    """Labels of the ConfigMap, by which the sidecar finds it. Default: grafana_dashboard: "1"."""
    folder: NotRequired[str | None]
    """Folder of Grafana, as the annotation grafana_folder; the sidecar has to be told of it (folderAnnotation).
    Default: the general one."""


class MonitoringArgs(TypedDict):
    """Metrics of a service: scraped, recorded, alerted on and drawn. In snake_case."""

    preset: NotRequired[
        Literal["zerfoo", "vllm", "sglang", "tgi", "triton", "tensorflow-serving", "llama-cpp", "article"] | None
    ]
    """Whose names the server's metrics have; article for a server of your own that keeps to http_requests_total,
    inference_duration_seconds, inference_queue_depth, model_accuracy and model_load_seconds. Default: the runtime's."""
    scrape_annotations: NotRequired[bool]
    """Whether the pods have the annotations prometheus.io/scrape, port and path, for a Prometheus that is configured
    to go by them; a change replaces the pods. Default: false."""
    service_monitor: NotRequired[MonitorArgs | None]
    """A ServiceMonitor, over the pods that the Service NAME-svc leads to; needs its CRD. Default: none."""
    pod_monitor: NotRequired[MonitorArgs | None]
    """A PodMonitor, over all pods, a canary's without traffic and those that are not ready included; needs its CRD.
    Default: none."""
    prometheus_rule: NotRequired[PrometheusRuleArgs | None]
    """A PrometheusRule that records the service's rates and latencies, and its alerts; needs its CRD. Default: none."""
    grafana_dashboard: NotRequired[GrafanaDashboardArgs | None]
    """A ConfigMap with a dashboard, for the sidecar of Grafana's chart. Default: none."""


class LoggingArgs(TypedDict):
    """What the model server logs. In snake_case."""

    level: Literal["debug", "info", "warning", "error"]
    """The least that is logged. Each runtime has a variable or a flag for it; custom has LOG_LEVEL, with the level
    in capitals."""


class TracingArgs(TypedDict):
    """Traces of requests, by OpenTelemetry. In snake_case."""

    endpoint: str
    """Address of the collector for OTLP, without the path of a signal."""
    protocol: NotRequired[Literal["grpc", "http/protobuf"] | None]
    """How it is sent: grpc, usually to port 4317, or http/protobuf, usually to 4318. Default: grpc, or what the
    runtime has."""
    sampler: NotRequired[
        Literal[
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio",
        ]
        | None
    ]
    """Which requests are traced. Default: parentbased_traceidratio with a ratio, else parentbased_always_on."""
    ratio: NotRequired[str | int | float | None]
    """Part of the requests that is traced where nobody has decided before, from 0 to 1. Default: all."""
    service_name: NotRequired[str | None]
    """The service in the traces (service.name). Default: the service's name in the cluster."""
    resource_attributes: NotRequired[Mapping[str, object]]
    """Attributes of all spans. Default: none."""


class DisruptionBudgetArgs(TypedDict):
    """How many pods evictions may take at a time; exactly one of minAvailable and maxUnavailable. In snake_case."""

    min_available: NotRequired[str | int | None]
    """Pods that have to stay; below the fewest that there may be, since no node could be drained otherwise. Default:
    none."""
    max_unavailable: NotRequired[str | int | None]
    """Pods that may be missing, 1 or more. A percentage is rounded up. Default: 1 without minAvailable."""
    unhealthy_pod_eviction_policy: NotRequired[Literal["AlwaysAllow", "IfHealthyBudget"]]
    """Whether pods that are not ready may always be evicted, or as long as enough others are ready: with
    IfHealthyBudget a model that does not load keeps its node from being drained. Default: AlwaysAllow."""


class InferenceServiceArgs(TypedDict):
    """Desired state of an inference service. In snake_case."""

    image_pull_policy: NotRequired[Literal["IfNotPresent", "Always", "Never"] | None]
    """When nodes pull the image; Always also allows one without a version. Default: Kubernetes', IfNotPresent for
    one with a version."""
    resources: NotRequired[ResourcesArgs]
    """Compute resources of each replica. Default: none asked for."""
    security_context: NotRequired[SecurityContextArgs | None]
    """Who the model server runs as. Default: the runtime's user."""
    writable_paths: NotRequired[Sequence[str] | None]
    """Directories of the container that the server writes to, beside the runtime's own; each is an empty volume of
    the pod. Default: none more."""
    env: NotRequired[Mapping[str, pulumi.Input[str] | EnvVarFromArgs]]
    """Environment variables of the model server's container: a text, or where the value stands. Secrets of the
    configuration and Outputs go into the Secret NAME-secrets; $(OTHER) is another variable's value, as in
    Kubernetes. Default: none."""
    env_from: NotRequired[Sequence[EnvFromArgs]]
    """ConfigMaps and Secrets whose keys are variables, too. Default: none."""
    files: NotRequired[Sequence[FileArgs]]
    """Files in the model server's container, for configuration and logging. A changed one rolls the pods. Default:
    none."""
    external_secrets: NotRequired[Sequence[ExternalSecretArgs]]
    """Secrets that the External Secrets Operator fetches from a store into NAME-openai and the like, for
    secretKeyRef and envFrom to name; needs its CRDs (v1). Default: none."""
    image_pull_secrets: NotRequired[Sequence[pulumi.Input[str] | ValueFromArgs]]
    """Names of Secrets that exist, with credentials of registries. Default: none."""
    registries: NotRequired[Sequence[RegistryArgs]]
    """Credentials of registries that images are pulled from, for the Secret NAME-registries. Default: none."""
    volumes: NotRequired[Sequence[VolumeArgs]]
    """Volumes of the pods, each mounted in the model server's container. Default: none."""
    shm_size: NotRequired[str | int | float | None]
    """Size of /dev/shm, where the processes of a server share tensors; what is in it counts as memory of the
    container. Default: the container runtime's, 64Mi."""
    init_containers: NotRequired[Sequence[InitContainerArgs]]
    """Containers that come before the model server, one after the other; with restartPolicy: Always native sidecars.
    Default: none."""
    containers: NotRequired[Sequence[ContainerArgs]]
    """Containers beside the model server, from its start to its end. Default: none."""
    network_policy: NotRequired[NetworkPolicyArgs | None]
    """Closes the pods in both directions, but for what it names and what they need: the cluster's DNS, and istiod in
    a mesh. Default: none, all is open."""
    scheduling: NotRequired[SchedulingArgs]
    """Which nodes pods go to, how they are spread, and which go first: nodeSelector, nodeAffinity, podAntiAffinity,
    topologySpreadConstraints, tolerations, priorities, spot pools. Default: pods of one track on different hosts
    where there is room."""
    service_account: NotRequired[ServiceAccountArgs | None]
    """Who the pods are to the API server and to the cloud. Default: a ServiceAccount NAME without a token and
    without rights."""
    overrides: NotRequired[Mapping[str, Sequence[PatchOperationArgs]]]
    """The last resort: a JSON Patch (RFC 6902) on an object as it was rendered, by its role in the outputs, such as
    primary or service. A warning says what each changes. Default: none."""
    name: NotRequired[str | None]
    """Name of the service in the cluster, the stem of every object's name. Default: the name that the service is
    declared under."""
    namespace: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Namespace of every object; it must exist. Default: the provider's."""
    defaults_version: NotRequired[Literal[1, 2, 3] | None]
    """Version of the defaults that hold where the spec says nothing. With one given, a release of this library that
    has others changes nothing. Default: the newest, 3."""
    require_crds: NotRequired[bool]
    """Whether a preview reads the CRDs of kinds of other projects that the service uses, such as KEDA's
    ScaledObject, and fails where one is missing. false where the same program installs it, or where whoever deploys
    may not read CRDs. Default: true."""
    model_ref: NotRequired[pulumi.Input[str] | ValueFromArgs]
    """Reference of the model that the server loads; blueGreen has one for each track in its place."""
    model: NotRequired[ModelArgs | None]
    """The model's files: where they come from, how they are verified, and where they are kept. Default: none, the
    server finds its model by modelRef."""
    runtime: NotRequired[
        Literal["zerfoo", "vllm", "sglang", "tgi", "triton", "tensorflow-serving", "llama-cpp", "custom"]
    ]
    """The model server: its image, command line, ports, probes and user, each of which another field replaces.
    custom has none of its own but port 8080 and user 1000. Default: zerfoo."""
    image: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Image of the model server, with a tag other than latest or, better, a digest. Default: the runtime's, of the
    release that defaultsVersion names."""
    container_name: NotRequired[str]
    """Name of the model server's container, where that of an adopted Deployment is to stay. Default: server."""
    command: NotRequired[Sequence[str] | None]
    """What the container runs; asks for args, but with runtime: custom. Default: the runtime's."""
    args: NotRequired[Sequence[str] | None]
    """All arguments, in place of the runtime's; $(MODEL_REF) in them is the model reference, and $(MODEL_PATH) the
    path of its files, where model.source brings them. Default: the runtime's."""
    extra_args: NotRequired[Sequence[str] | None]
    """Arguments after the runtime's own. Default: none."""
    serving: NotRequired[ServingArgs | None]
    """Several models on one server, and the metrics of tensorflow-serving. For tensorflow-serving by its files
    models.config and monitoring.config, for triton by flags. Default: one model, that of modelRef."""
    ports: NotRequired[PortsArgs | None]
    """Ports of the container, in place of the runtime's; its own command line follows them. Default: the runtime's."""
    replicas: NotRequired[int]
    """Pods of the service, those of a canary included; 0 pauses it, and no pod is left of either model. Under
    autoscaling the count to start with, by default minReplicas. Default: 1."""
    min_replicas: NotRequired[int]
    """Fewest pods under autoscaling; goes with maxReplicas, and with resources.cpu unless autoscaling names other
    metrics. Default: 0, no autoscaling."""
    max_replicas: NotRequired[int]
    """Most pods under autoscaling; goes with minReplicas. Default: 0, no autoscaling."""
    autoscaling: NotRequired[AutoscalingArgs | None]
    """What the autoscalers go by, and how fast they go; goes with minReplicas. Default: the CPU at 80 percent."""
    vertical_pod_autoscaler: NotRequired[VerticalPodAutoscalerArgs | None]
    """A VerticalPodAutoscaler for each track, which sets the CPU and memory that its pods ask for. Default: none."""
    canary: NotRequired[CanaryArgs | None]
    """A second model that takes part of the traffic. Default: none."""
    blue_green: NotRequired[BlueGreenArgs | None]
    """Two full tracks in place of modelRef, of which one has the traffic. Default: none."""
    service: NotRequired[ServiceArgs]
    """The Service over all pods with traffic: its type, its ports, and what others read from it. Default: port 80
    inside the cluster."""
    ingress: NotRequired[IngressArgs | None]
    """The way of the traffic from outside through an ingress controller, to the Service. A canary's weight is then
    the share of its pods. Default: none."""
    certificate: NotRequired[CertificateArgs | None]
    """A certificate for the hosts, which cert-manager makes and renews in the Secret NAME-tls; needs its CRDs (v1).
    TLS of the Ingress reads it, and a listener of a Gateway may. Default: none."""
    istio_security: NotRequired[IstioSecurityArgs | None]
    """Who may call the pods in an Istio mesh, by any route; needs its CRDs (v1). Default: none, the mesh's own
    rules."""
    gateway: NotRequired[GatewayArgs | None]
    """The way of the traffic through a Gateway of the Gateway API, with a canary or without; needs its CRDs (v1).
    Default: none."""
    istio: NotRequired[IstioArgs | None]
    """The way of the traffic through an Istio mesh, with a canary or without; needs its CRDs (v1). Default: none."""
    traefik: NotRequired[TraefikArgs | None]
    """The way of the traffic through Traefik, with a canary or without; needs its CRDs (v1alpha1). Default: none."""
    argo: NotRequired[ArgoArgs | None]
    """One Rollout of Argo Rollouts in the place of the Deployments, whose controller goes from model to model in
    steps, with a canary or without; needs its CRDs (v1alpha1). Beside gateway or istio it writes the route's
    weights, by gateway with its plugin argoproj-labs/gatewayAPI. Default: none."""
    stateful_set: NotRequired[StatefulSetArgs | None]
    """StatefulSets in the place of the Deployments: pods with names that last, each with claims of its own
    (volumeClaimTemplate). Default: none."""
    daemon_set: NotRequired[DaemonSetArgs | None]
    """A DaemonSet in the place of the Deployment: a pod on each node that scheduling lets it go to, as on the edge.
    Without replicas, autoscaling and a canary. Default: none."""
    session_affinity: NotRequired[SessionAffinityArgs | None]
    """Whether the requests of one client reach one pod, and how it is known. Default: any pod."""
    health_check: NotRequired[HealthCheckArgs]
    """Health probes of each replica. Default: the runtime's path every 10s."""
    model_load: NotRequired[str | int]
    """Time that a replica may take to fetch and load its model before it is restarted; what else is waited for
    follows from it. Default: 10m."""
    drain: NotRequired[str | int]
    """Time that the server has to finish running requests after it was told to end. Default: 45s."""
    drain_command: NotRequired[DrainCommandArgs | None]
    """What tells the server to drain, in place of the sleep before it is told to end; it may take as long as
    timing.preStop. Requests come until the endpoints have forgotten the pod, so the server has to answer them
    meanwhile. Default: none, a sleep of timing.preStop."""
    timing: NotRequired[TimingArgs]
    """Single timers in place of those that follow from modelLoad and drain. Default: all follow."""
    rollout: NotRequired[RolloutArgs]
    """How pods are replaced. Default: without spare GPUs."""
    monitoring: NotRequired[MonitoringArgs | None]
    """Metrics: a ServiceMonitor, a PodMonitor or annotations for Prometheus, a PrometheusRule with alerts, a Grafana
    dashboard. Default: none."""
    logging: NotRequired[LoggingArgs | None]
    """What the model server logs. Default: what it logs of its own accord."""
    tracing: NotRequired[TracingArgs | None]
    """Where the model server sends traces of requests, by OpenTelemetry. Default: nowhere."""
    disruption_budget: NotRequired[DisruptionBudgetArgs | Literal[False] | None]
    """How many pods the drain of nodes may take at a time, by a PodDisruptionBudget; false for none. Default:
    maxUnavailable 1 from two replicas."""


class EgressArgs(TypedDict):
    """What the pods may reach. All else is closed to them, and they are closed to everybody. In snake_case."""

    stores: NotRequired[Sequence[DestinationArgs]]
    """What the pods ask while they run, such as object stores and databases. Default: nothing."""


class S3StoreArgs(TypedDict):
    """A bucket of S3, or of a store that speaks its protocol. In snake_case."""

    prefix: NotRequired[str | None]
    """The folder in it. Default: all of it."""
    credentials: NotRequired[CredentialsArgs | None]
    """Who asks the store. Default: the workload identity of serviceAccount."""
    bucket: pulumi.Input[str] | ValueFromArgs
    """The bucket."""
    region: NotRequired[str]
    """Region of the bucket. Default: us-east-1."""
    endpoint: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Address of another store; the bucket is then the first part of the path. Default: AWS's."""


class GsStoreArgs(TypedDict):
    """A bucket of Google Cloud Storage. In snake_case."""

    prefix: NotRequired[str | None]
    """The folder in it. Default: all of it."""
    credentials: NotRequired[CredentialsArgs | None]
    """Who asks the store. Default: the workload identity of serviceAccount."""
    bucket: pulumi.Input[str] | ValueFromArgs
    """The bucket."""


class AzStoreArgs(TypedDict):
    """A container of Azure Blob Storage. In snake_case."""

    prefix: NotRequired[str | None]
    """The folder in it. Default: all of it."""
    credentials: NotRequired[CredentialsArgs | None]
    """Who asks the store. Default: the workload identity of serviceAccount."""
    account: pulumi.Input[str] | ValueFromArgs
    """The storage account."""
    container: pulumi.Input[str] | ValueFromArgs
    """The container."""


class LocationArgs(TypedDict):
    """Where models are; exactly one field. In snake_case."""

    s_3: NotRequired[S3StoreArgs | None]
    """S3. Default: none."""
    gs: NotRequired[GsStoreArgs | None]
    """Google Cloud Storage. Default: none."""
    az: NotRequired[AzStoreArgs | None]
    """Azure Blob Storage. Default: none."""
    pvc: NotRequired[PvcSourceArgs | None]
    """A claim that exists. Default: none."""


class ModelSyncArgs(TypedDict):
    """Keeps copies of models like their source: what is missing or differs is copied, and all is held against the
    source afterwards. In snake_case."""

    source: LocationArgs
    """Where the models are. One without a single file is an error, and nothing is copied or deleted."""
    destinations: Sequence[LocationArgs]
    """Where they are to be, one after the other. One that fails does not keep the others from their copies, and
    fails the job."""
    delete: NotRequired[bool]
    """Whether what the source does not have is deleted at the destinations. Default: false."""


class ModelBackupArgs(TypedDict):
    """Copies models below a folder of the day, and holds what is there against the source afterwards. Nothing is
    deleted: how long backups are kept is a matter of the bucket's lifecycle rules. In snake_case."""

    source: LocationArgs
    """Where the models are. One without a single file is an error, and nothing is copied or deleted."""
    destinations: Sequence[LocationArgs]
    """Where they are to be, one after the other. One that fails does not keep the others from their copies, and
    fails the job."""
    prefix: NotRequired[str]
    """The folder at each destination, as date(1) writes it when the job starts, in the job's timeZone. Default:
    %Y-%m-%d."""


class ThresholdsArgs(TypedDict):
    """What fails the test: k6 then ends with 99. In snake_case."""

    p_95: NotRequired[str | int | float]
    """Time below which 95 of 100 requests have to be answered. Default: 2s."""
    failures: NotRequired[str]
    """Share of the requests below which those have to be that get no answer or another status than 2xx; with 0% none
    may. Default: 5%."""


class LoadTestArgs(TypedDict):
    """A load test of a service by k6. In snake_case."""

    target: pulumi.Input[str] | ValueFromArgs
    """Address of the service, such as the output `url` of an InferenceService."""
    path: NotRequired[str]
    """Path of the requests. Default: /."""
    method: NotRequired[Literal["GET", "POST", "PUT"] | None]
    """Method of the requests. Default: POST with a payload, GET without."""
    payload: NotRequired[object | None]
    """Body of the requests: a text as it is, all else as JSON. Default: none."""
    headers: NotRequired[Mapping[str, pulumi.Input[str] | CredentialFromArgs]]
    """Headers of the requests: texts, or where a secret stands. Default: Content-Type application/json with a
    payload that is JSON."""
    virtual_users: NotRequired[int]
    """Users of each pod, each of whom sends one request after the other. Default: 10."""
    duration: NotRequired[str | int]
    """How long they send requests; with iterations at most. Default: 1m."""
    iterations: NotRequired[int | None]
    """Requests of all users of a pod together, after which it ends; virtualUsers at least. Default: as many as
    duration lets."""
    pause: NotRequired[str | int | float]
    """Time of a user between an answer and the next request: half to one and a half of this. Default: 1s."""
    timeout: NotRequired[str | int | float]
    """Time after which a request without an answer has failed. Default: 60s."""
    thresholds: NotRequired[ThresholdsArgs]
    """What fails the test. Default: 95 of 100 requests take 2s or more, or 5% fail."""


class OnExitCodesArgs(TypedDict):
    """The exit code of a container that failed. In snake_case."""

    container_name: NotRequired[str | None]
    """Of which container. Default: of any."""
    operator: Literal["In", "NotIn"]
    """Whether it is one of values, or none of them."""
    values: Sequence[int]
    """Exit codes; 0 is none of a failure."""


class OnPodConditionArgs(TypedDict):
    """A condition of the pod that failed. In snake_case."""

    type: str
    """Which condition."""
    status: NotRequired[Literal["True", "False", "Unknown"]]
    """Its status. Default: True."""


class PodFailureRuleArgs(TypedDict):
    """One rule: what is done, and exactly one field that says when. In snake_case."""

    action: Literal["Ignore", "FailJob", "FailIndex", "Count"]
    """Ignore: the pod is replaced, and no limit counts it. FailJob: the job has failed. FailIndex: its index has
    failed (backoffLimitPerIndex). Count: as without a rule."""
    on_exit_codes: NotRequired[OnExitCodesArgs | None]
    """By the exit code of a container. Default: none."""
    on_pod_conditions: NotRequired[Sequence[OnPodConditionArgs] | None]
    """By a condition of the pod, any of these. Default: none."""


class PodFailurePolicyArgs(TypedDict):
    """Rules of which the first that fits a failed pod holds. In snake_case."""

    rules: Sequence[PodFailureRuleArgs]
    """The rules, in order."""


class ScalerAuthenticationArgs(TypedDict):
    """How KEDA authenticates to a queue. In snake_case."""

    name: str
    """Name of a TriggerAuthentication in the job's namespace, or of a ClusterTriggerAuthentication."""
    kind: NotRequired[Literal["TriggerAuthentication", "ClusterTriggerAuthentication"]]
    """Kind of that object. Default: TriggerAuthentication."""


class ScaledJobTriggerArgs(TypedDict):
    """A queue that KEDA asks for its length, by one of its scalers. In snake_case."""

    type: str
    """The scaler, as KEDA calls it: rabbitmq, kafka, aws-sqs-queue, gcp-pubsub, azure-servicebus, redis and others.
    cpu and memory start no jobs."""
    metadata: Mapping[str, pulumi.Input[str] | ValueFromArgs]
    """What the scaler is told, in its own words; all values are text."""
    authentication: NotRequired[ScalerAuthenticationArgs | None]
    """How KEDA authenticates to it. Default: by metadata alone."""


class ScalingStrategyArgs(TypedDict):
    """How many jobs are started for a queue's length. In snake_case."""

    strategy: NotRequired[Literal["default", "custom", "accurate", "eager"]]
    """default: the length less the jobs that run. accurate: where a message that is worked on is no longer in the
    queue. eager: as many as there may be. custom: by the two fields below. Default: default."""
    custom_scaling_queue_length_deduction: NotRequired[int | None]
    """Messages that do not count; goes with custom. Default: none."""
    custom_scaling_running_job_percentage: NotRequired[str | None]
    """Share of the running jobs that counts, as text; goes with custom. Default: 0."""


class ScaledJobArgs(TypedDict):
    """KEDA in place of a schedule: jobs start while there are messages. In snake_case."""

    triggers: Sequence[ScaledJobTriggerArgs]
    """The queues; of several the longest counts."""
    polling_interval: NotRequired[str | int | None]
    """How often KEDA asks for the length. Default: KEDA's own, 30s."""
    min_replica_count: NotRequired[int | None]
    """Jobs that run while the queue is empty. Default: KEDA's own, 0."""
    max_replica_count: NotRequired[int | None]
    """Most jobs that run at a time. Default: KEDA's own, 100."""
    rollout: NotRequired[Literal["gradual", "immediate"]]
    """What a changed spec does to jobs that run. gradual: they finish. immediate: they are deleted, and KEDA starts
    others. Default: gradual."""
    scaling_strategy: NotRequired[ScalingStrategyArgs | None]
    """How many jobs are started. Default: KEDA's own."""


class ModelJobArgs(TypedDict):
    """Desired state of a job: training, batch inference, whatever runs to its end. In snake_case."""

    image_pull_policy: NotRequired[Literal["IfNotPresent", "Always", "Never"] | None]
    """When nodes pull the image; Always also allows one without a version. Default: Kubernetes', IfNotPresent for
    one with a version."""
    resources: NotRequired[ResourcesArgs]
    """Compute resources of each replica. Default: none asked for."""
    security_context: NotRequired[SecurityContextArgs | None]
    """Who the container runs as. Default: user 1000, with a root filesystem that is read-only."""
    writable_paths: NotRequired[Sequence[str] | None]
    """Directories that the container writes to, beside /tmp; each is an empty volume of the pod. Default: none more."""
    env: NotRequired[Mapping[str, pulumi.Input[str] | EnvVarFromArgs]]
    """Environment variables of the container: a text, or where the value stands. Secrets of the configuration and
    Outputs go into the Secret NAME-secrets; $(OTHER) is another variable's value. Default: none; Kubernetes gives
    JOB_COMPLETION_INDEX to pods of an Indexed job."""
    env_from: NotRequired[Sequence[EnvFromArgs]]
    """ConfigMaps and Secrets whose keys are variables, too. Default: none."""
    files: NotRequired[Sequence[FileArgs]]
    """Files in the container. Default: none."""
    external_secrets: NotRequired[Sequence[ExternalSecretArgs]]
    """Secrets that the External Secrets Operator fetches from a store into NAME-openai and the like, for
    secretKeyRef and envFrom to name; needs its CRDs (v1). Default: none."""
    image_pull_secrets: NotRequired[Sequence[pulumi.Input[str] | ValueFromArgs]]
    """Names of Secrets that exist, with credentials of registries. Default: none."""
    registries: NotRequired[Sequence[RegistryArgs]]
    """Credentials of registries that images are pulled from, for the Secret NAME-registries. Default: none."""
    volumes: NotRequired[Sequence[VolumeArgs]]
    """Volumes of the pods, each mounted in the container: data, models, checkpoints. Default: none."""
    shm_size: NotRequired[str | int | float | None]
    """Size of /dev/shm, where the processes of a server share tensors; what is in it counts as memory of the
    container. Default: the container runtime's, 64Mi."""
    init_containers: NotRequired[Sequence[InitContainerArgs]]
    """Containers that come before, one after the other; with restartPolicy: Always native sidecars. Default: none."""
    containers: NotRequired[Sequence[ContainerArgs]]
    """Containers beside, as native sidecars: they start before the container and are ended after it, so that a proxy
    does not keep the job from its end. Default: none."""
    network_policy: NotRequired[EgressArgs | None]
    """A NetworkPolicy over the pods: nobody reaches them, and they reach the cluster's DNS and what is named.
    Default: none."""
    scheduling: NotRequired[SchedulingArgs]
    """Which nodes pods go to, how they are spread, and which go first: nodeSelector, nodeAffinity, podAntiAffinity,
    topologySpreadConstraints, tolerations, priorities, spot pools. Default: pods of one track on different hosts
    where there is room."""
    service_account: NotRequired[ServiceAccountArgs | None]
    """Who the pods are to the API server and to the cloud. Default: a ServiceAccount NAME without a token and
    without rights."""
    overrides: NotRequired[Mapping[str, Sequence[PatchOperationArgs]]]
    """The last resort: a JSON Patch (RFC 6902) on an object as it was rendered, by its role in the outputs, such as
    primary or service. A warning says what each changes. Default: none."""
    name: NotRequired[str | None]
    """Name of the service in the cluster, the stem of every object's name. Default: the name that the service is
    declared under."""
    namespace: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Namespace of every object; it must exist. Default: the provider's."""
    defaults_version: NotRequired[Literal[1, 2, 3] | None]
    """Version of the defaults that hold where the spec says nothing. With one given, a release of this library that
    has others changes nothing. Default: the newest, 3."""
    require_crds: NotRequired[bool]
    """Whether a preview reads the CRDs of kinds of other projects that the service uses, such as KEDA's
    ScaledObject, and fails where one is missing. false where the same program installs it, or where whoever deploys
    may not read CRDs. Default: true."""
    image: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Image of the container, with a tag other than latest or, better, a digest. Default: that of sync, backup or
    loadTest; required without one of them."""
    sync: NotRequired[ModelSyncArgs | None]
    """Makes the job one that keeps copies of models like their source, in object stores and claims. Default: none."""
    backup: NotRequired[ModelBackupArgs | None]
    """Makes the job one that copies models below a folder of the day. Default: none."""
    load_test: NotRequired[LoadTestArgs | None]
    """Makes the job a load test of a service, which fails where a threshold is crossed. Default: none."""
    command: NotRequired[Sequence[str] | None]
    """What the container runs. Default: the image's."""
    args: NotRequired[Sequence[str] | None]
    """Its arguments; $(NAME) in them is a variable's value. Default: the image's."""
    drain: NotRequired[str | int]
    """Time that a pod has to end, as to write a checkpoint, after it was told to (SIGTERM). Default: 30s."""
    parallelism: NotRequired[int]
    """Pods that run at a time. Default: 1."""
    completions: NotRequired[int | None]
    """Pods that have to succeed, so many in all. Default: 1 with parallelism 1; else none, the pods share one queue,
    and the job is complete when one has succeeded and all have ended."""
    completion_mode: NotRequired[Literal["NonIndexed", "Indexed"]]
    """Indexed: each pod has a number from 0 to completions - 1, in JOB_COMPLETION_INDEX, and one pod of each number
    has to succeed. Default: NonIndexed."""
    backoff_limit: NotRequired[int | None]
    """Pods that may fail before the job has failed. Default: Kubernetes', 6; with backoffLimitPerIndex any number."""
    backoff_limit_per_index: NotRequired[int | None]
    """Pods of one index that may fail before that index has failed; goes with Indexed. Default: none, backoffLimit
    counts all."""
    max_failed_indexes: NotRequired[int | None]
    """Indexes that may fail before the job is ended; goes with backoffLimitPerIndex. Default: all; the others are
    tried, and the job has failed at its end."""
    pod_failure_policy: NotRequired[PodFailurePolicyArgs | None]
    """What the failure of a pod means. Default: pods that were evicted, or whose node went (DisruptionTarget), are
    replaced and not counted."""
    active_deadline_seconds: NotRequired[int | None]
    """Time from the job's start after which it has failed, and its pods are ended. Default: none."""
    ttl_seconds_after_finished: NotRequired[int | None]
    """Time after which Kubernetes deletes a finished job. A job without schedule and scaledJob is the stack's: see
    runAfterTtl. Default: none; a finished pod holds no CPU, memory or GPU."""
    run_after_ttl: NotRequired[bool]
    """Whether a job without a schedule may run again after its TTL has deleted it: `pulumi refresh` takes it out of
    the state, and the next `up` makes it anew. Default: false, such a job has no TTL."""
    restart_policy: NotRequired[Literal["Never", "OnFailure"]]
    """Never: a failed pod stays, with its log, and another one comes. OnFailure: its containers start anew in the
    pod. Default: Never."""
    suspend: NotRequired[bool]
    """Whether nothing runs for now: pods of a job that runs are ended, a CronJob starts no job, and a ScaledJob is
    paused. Default: false."""
    run: NotRequired[pulumi.Input[str] | ValueFromArgs | None]
    """Any text: the job runs again when it changes, as for the same code with new data. Default: none."""
    wait: NotRequired[bool]
    """Whether `up` waits until the job is complete, and fails with it. Default: false, it goes on as soon as the job
    is there."""
    wait_timeout: NotRequired[str | int | None]
    """How long it waits; goes with wait. Default: activeDeadlineSeconds and 5m, or 1h without."""
    schedule: NotRequired[str | None]
    """When a job is started, by a CronJob. Default: none, once."""
    time_zone: NotRequired[str | None]
    """Time zone of schedule, by its name in the tz database. Default: Etc/UTC."""
    concurrency_policy: NotRequired[Literal["Forbid", "Replace", "Allow"]]
    """What happens when the last job still runs. Forbid: no other is started. Replace: it is ended. Allow: both run.
    Default: Forbid."""
    starting_deadline_seconds: NotRequired[int | None]
    """How late a job may be started that could not be in time; 10 at least. Default: any time, though after 100
    missed ones none is started at all."""
    successful_jobs_history_limit: NotRequired[int | None]
    """Complete jobs that are kept. Default: 3; of a ScaledJob KEDA's own, 100."""
    failed_jobs_history_limit: NotRequired[int | None]
    """Failed jobs that are kept. Default: 1; of a ScaledJob KEDA's own, 100."""
    scaled_job: NotRequired[ScaledJobArgs | None]
    """Jobs by the length of a queue, by KEDA, in place of a schedule. Default: none."""


class PodSecurityArgs(TypedDict):
    """What Pod Security admission lets into a namespace.  https://kubernetes.io/docs/concepts/security/pod-security-
    admission/ In snake_case."""

    enforce: NotRequired[Literal["restricted", "baseline", "privileged"]]
    """The level that pods are held to: others are refused. What is below restricted asks for a reason. Default:
    restricted."""
    audit: NotRequired[Literal["restricted", "baseline", "privileged"]]
    """The level beyond which a pod is noted in the audit log. Default: restricted."""
    warn: NotRequired[Literal["restricted", "baseline", "privileged"]]
    """The level beyond which who creates a pod is warned. Default: restricted."""
    reason: NotRequired[str | None]
    """Why pods may do more than restricted lets them; kept as an annotation of the namespace. Goes with enforce.
    Default: none."""


class ContainerAmountsArgs(TypedDict):
    """CPU and memory of a container. In snake_case."""

    cpu: NotRequired[str | int | float | None]
    """CPU. Default: none."""
    memory: NotRequired[str | int | float | None]
    """Memory. Default: none."""


class LimitRangeArgs(TypedDict):
    """What containers of a namespace ask for that say nothing themselves, and what they may ask for. In snake_case."""

    default: NotRequired[ContainerAmountsArgs | None]
    """Limits of a container that has none. Default: none."""
    default_request: NotRequired[ContainerAmountsArgs | None]
    """Requests of a container that has none. Default: those of default."""
    max: NotRequired[ContainerAmountsArgs | None]
    """The most that a container may be limited to. Default: none."""
    min: NotRequired[ContainerAmountsArgs | None]
    """The least that a container may ask for. Default: none."""


class MeshArgs(TypedDict):
    """A namespace in an Istio mesh. In snake_case."""

    mtls: NotRequired[Literal["STRICT", "PERMISSIVE"]]
    """Whether pods of the namespace take requests with a certificate of the mesh alone (STRICT). A service's own
    istioSecurity comes before it. Default: STRICT."""
    injection: NotRequired[bool]
    """Whether the namespace has the label istio-injection: enabled, by which pods get their sidecar. false: not by
    this label, as in an ambient mesh or with revisions. Default: true."""


class NamespaceArgs(TypedDict):
    """A namespace, and what it has once. In snake_case."""

    pod_security: NotRequired[PodSecurityArgs]
    """What Pod Security admission lets in. Default: restricted."""
    default_deny: NotRequired[bool]
    """Whether all pods are closed in both directions, but for the cluster's DNS (and istiod in a mesh): each service
    then opens its own by networkPolicy. Default: true."""
    quota: NotRequired[Mapping[str, str | int | float]]
    """The most that the namespace may hold, by Kubernetes' names. One of CPU or memory refuses pods that ask for
    none: limits gives them some. Default: no quota."""
    limits: NotRequired[LimitRangeArgs | None]
    """What containers ask for that say nothing themselves, and what they may ask for. Default: none."""
    registries: NotRequired[Sequence[RegistryArgs]]
    """Credentials of registries, in the Secret registries; services name it in imagePullSecrets. Default: none."""
    mesh: NotRequired[MeshArgs | None]
    """The namespace in an Istio mesh: mutual TLS for all its pods; needs its CRDs (v1). Default: none."""
    labels: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromArgs]]
    """Labels beside those that the other fields set. Default: none."""
    annotations: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromArgs]]
    """Annotations of the namespace. Default: none."""
    on_delete: NotRequired[Literal["refuse", "keep", "delete"]]
    """What becomes of the namespace, and with it of everything in it, where it would be deleted. refuse: the preview
    fails. keep: it stays in the cluster, and Pulumi forgets it. delete: it goes, with all that is in it, whoever
    made it. Default: refuse."""


class ClusterPriorityClassArgs(TypedDict):
    """A PriorityClass, which services name in scheduling.priorityClassName. In snake_case."""

    value: int
    """Pods with more go first, and may have others evicted that have less."""
    preemption_policy: NotRequired[Literal["PreemptLowerPriority", "Never"]]
    """Never: other pods are not evicted for it. Default: PreemptLowerPriority."""
    global_default: NotRequired[bool]
    """Whether pods that name no class have this one; one class of a cluster at most. Default: false."""
    description: NotRequired[str | None]
    """What the class is for, in words. Default: none."""


class TaintArgs(TypedDict):
    """A taint of a node: pods that do not tolerate it stay away. In snake_case."""

    key: str
    """Key of the taint."""
    value: NotRequired[str]
    """Value of the taint. Default: the empty one."""
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"]
    """What becomes of pods without a toleration."""


class SpotPoolArgs(TypedDict):
    """A pool of spot nodes on EKS. In snake_case."""

    labels: Mapping[str, str]
    """Labels of the nodes, which services choose them by: scheduling.spot.nodeSelector."""
    taints: NotRequired[Sequence[TaintArgs]]
    """Taints of the nodes, which services tolerate by scheduling.tolerations. Default: none."""
    format: NotRequired[Literal["nodeadm", "bootstrap"]]
    """What the image of the nodes reads: nodeadm (Amazon Linux 2023), or bootstrap, the script of Amazon Linux 2.
    Default: nodeadm."""
    cluster: NotRequired[str | None]
    """Name of the EKS cluster that the nodes join; goes with bootstrap. Default: none."""


class InferencePlatformArgs(TypedDict):
    """What namespaces and a cluster have once, for the services in them. In snake_case."""

    namespaces: NotRequired[Mapping[str, NamespaceArgs]]
    """Namespaces by name. Default: none."""
    default_namespace: NotRequired[str | None]
    """Which of the namespaces is the platform's `namespace`, where services of the same configuration go that name
    none. Default: the only one."""
    priority_classes: NotRequired[Mapping[str, ClusterPriorityClassArgs]]
    """PriorityClasses of the cluster, by name. Default: none."""
    model_version_crd: NotRequired[bool]
    """Whether the platform installs the kind ModelVersion; one stack of all that use the cluster does. Default:
    false."""
    node_labels: NotRequired[Mapping[str, Mapping[str, str]]]
    """Labels of nodes that exist, by the nodes' names. New nodes have theirs from their pool. Default: none."""
    spot_pools: NotRequired[Mapping[str, SpotPoolArgs]]
    """Pools of spot nodes on EKS, by name: the output spotUserData has for each what its nodes start with. Default:
    none."""
    require_crds: NotRequired[bool]
    """Whether a preview reads the CRDs that mesh needs, and fails where one is missing. false where the same program
    installs them, or where whoever deploys may not read CRDs. Default: true."""


class ResourceAmountsCamelArgs(TypedDict):
    """CPU and memory of a container, as its request or as its limit. In camelCase."""

    cpu: NotRequired[str | int | float | None]
    """CPU. Default: none."""
    memory: NotRequired[str | int | float | None]
    """Memory. Default: none."""


class ResourcesCamelArgs(TypedDict):
    """Compute resources of each replica. In camelCase."""

    cpu: NotRequired[str | int | float | None]
    """CPU of a replica, as request and limit: a quantity such as 4 or 500m. Autoscaling by use of the CPU needs it,
    or requests.cpu. Default: none asked for."""
    memory: NotRequired[str | int | float | None]
    """Memory of a replica, as request and limit. Default: none asked for."""
    requests: NotRequired[ResourceAmountsCamelArgs]
    """What the scheduler keeps for a replica, where that is not its limit: instead of cpu, or of memory. Without a
    limit beside it a replica may use what the node has left. Default: the limits."""
    limits: NotRequired[ResourceAmountsCamelArgs]
    """The most that a replica may use, where that is above its request: instead of cpu, or of memory. Default: cpu
    and memory, or none beside a request."""
    gpus: NotRequired[int | None]
    """GPUs of a replica, as request and limit, or MIG slices where gpuResource names such. Default: 1 with
    gpuMemory, else 0."""
    gpuResource: NotRequired[str]
    """The extended resource that counts the GPUs, as the vendor's device plugin calls it: nvidia.com/gpu,
    amd.com/gpu, gpu.intel.com/i915, or a MIG profile such as nvidia.com/mig-1g.10gb. With gpuMemoryBy: dra it says
    whose GPUs are claimed. Default: nvidia.com/gpu."""
    gpuMemory: NotRequired[str | int | float | None]
    """GPU memory of a replica, in all: each of its GPUs has at least the same part of it, in MiB rounded up (a card
    sold as 24 GB has 23034, which is less than 24Gi). gpuMemoryBy says how. Default: any, of as many GPUs as gpus
    says."""
    gpuMemoryBy: NotRequired[Literal["label", "hami", "dra", "mig"]]
    """What holds the scheduler to gpuMemory. label: nodes whose GPUs have as much by NVIDIA's label
    nvidia.com/gpu.memory. hami: as much of shared GPUs, where HAMi is installed. dra: Dynamic Resource Allocation,
    where the vendor's driver for it is installed (NVIDIA, AMD or Intel). mig: the smallest of migProfiles that has
    as much. Default: label."""
    migProfiles: NotRequired[Sequence[str] | None]
    """The MIG profiles that the nodes offer, of which gpuMemoryBy: mig takes the smallest that fits. Default: none;
    mig needs them."""


class SecurityContextCamelArgs(TypedDict):
    """Who the model server runs as. What Kubernetes' level `restricted` asks for stands beside it and cannot be left
    out. In camelCase."""

    runAsUser: NotRequired[int | None]
    """Number of the user; root is none that restricted allows. Default: the runtime's."""
    runAsGroup: NotRequired[int | None]
    """Number of the group. Default: that of zerfoo's own user; else the image's."""
    readOnlyRootFilesystem: NotRequired[bool | None]
    """Whether the container can write to writablePaths and its volumes alone. Default: the runtime's."""


class SecretConfigCamelArgs(TypedDict):
    """The source of a value that stands in the stack's configuration as a secret. In camelCase."""

    secretConfig: str
    """Key of a secret in the stack's configuration, of the program's own namespace unless it names another: hfToken,
    or shared:hfToken. Set it with `pulumi config set --secret KEY`."""


class ValueFromCamelArgs(TypedDict):
    """A value that is read from elsewhere, so that it stands in no file in clear. In camelCase."""

    valueFrom: SecretConfigCamelArgs
    """Where the value stands."""


class OptionalKeyRefCamelArgs(TypedDict):
    """One key of a Secret or a ConfigMap in the service's namespace, which need not be there. In camelCase."""

    name: pulumi.Input[str] | ValueFromCamelArgs
    """Name of the Secret or ConfigMap."""
    key: str
    """Key in it."""
    optional: NotRequired[bool]
    """Whether pods start without it where it is missing. Default: false, they wait for it."""


class FieldRefCamelArgs(TypedDict):
    """A field of the pod. In camelCase."""

    fieldPath: str
    """Which field: metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'],
    metadata.annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP or status.podIP."""


class ResourceFieldRefCamelArgs(TypedDict):
    """What the model server's container asks for, or may use. In camelCase."""

    resource: str
    """Which amount."""
    divisor: NotRequired[Literal["1m", "1", "1k", "1M", "1G", "1T", "1Ki", "1Mi", "1Gi", "1Ti"]]
    """What one is counted as: 1m or 1 of a core, and 1 byte up to 1Ti of memory. Default: 1."""


class EnvVarSourceCamelArgs(TypedDict):
    """Where the value of a variable stands; exactly one field. In camelCase."""

    secretConfig: NotRequired[str | None]
    """Key of a secret in the stack's configuration, which goes into the Secret NAME-secrets. Default: none."""
    secretKeyRef: NotRequired[OptionalKeyRefCamelArgs | None]
    """A key of a Secret that exists. Default: none."""
    configMapKeyRef: NotRequired[OptionalKeyRefCamelArgs | None]
    """A key of a ConfigMap that exists. Default: none."""
    fieldRef: NotRequired[FieldRefCamelArgs | None]
    """A field of the pod. Default: none."""
    resourceFieldRef: NotRequired[ResourceFieldRefCamelArgs | None]
    """What the container asks for, or may use. Default: none."""


class EnvVarFromCamelArgs(TypedDict):
    """The value of a variable that is read from elsewhere. In camelCase."""

    valueFrom: EnvVarSourceCamelArgs
    """Where the value stands."""


class EnvFromCamelArgs(TypedDict):
    """All keys of a ConfigMap or a Secret as variables. In camelCase."""

    configMapRef: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Name of a ConfigMap that exists. Default: none."""
    secretRef: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Name of a Secret that exists. Default: none."""
    prefix: NotRequired[str | None]
    """What stands before each key. Default: nothing."""
    optional: NotRequired[bool]
    """Whether pods start without it where it is missing. Default: false, they wait for it."""


class KeyRefCamelArgs(TypedDict):
    """One key of a Secret or a ConfigMap in the service's namespace. In camelCase."""

    name: pulumi.Input[str] | ValueFromCamelArgs
    """Name of the Secret or ConfigMap."""
    key: str
    """Key in it."""


class FileCamelArgs(TypedDict):
    """One file: its path, and exactly one field that says what is in it. In camelCase."""

    path: str
    """Path of the file in the container. What the image has beside it stays; what it has there is hidden."""
    text: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Its text. A secret of the configuration and an Output go into the Secret NAME-secrets, all else into the
    ConfigMap NAME-config. Default: none."""
    yaml: NotRequired[object | None]
    """A map or a list, written as YAML. Default: none."""
    json: NotRequired[object | None]
    """A map or a list, written as JSON. Default: none."""
    file: NotRequired[str | None]
    """Path of a file of UTF-8 text beside the program, from the folder of Pulumi.yaml. Default: none."""
    configMapKeyRef: NotRequired[KeyRefCamelArgs | None]
    """A key of a ConfigMap that exists; running pods do not see a change of it. Default: none."""
    secretKeyRef: NotRequired[KeyRefCamelArgs | None]
    """A key of a Secret that exists; running pods do not see a change of it. Default: none."""


class SecretStoreRefCamelArgs(TypedDict):
    """Where the entries stand: an object that says how a store is reached, and as whom. In camelCase."""

    name: pulumi.Input[str] | ValueFromCamelArgs
    """Its name."""
    kind: NotRequired[Literal["SecretStore", "ClusterSecretStore"]]
    """Whether it stands in the service's namespace or is the whole cluster's. Default: SecretStore."""


class RemoteRefCamelArgs(TypedDict):
    """An entry of the store. In camelCase."""

    key: pulumi.Input[str] | ValueFromCamelArgs
    """Its name there."""
    property: NotRequired[str | None]
    """The part of it that is meant, where it has several. Default: the whole."""
    version: NotRequired[str | None]
    """Which version of it. Default: the store's newest."""


class ExternalSecretDataCamelArgs(TypedDict):
    """One key of the Secret. In camelCase."""

    secretKey: str
    """The key."""
    remoteRef: RemoteRefCamelArgs
    """What is kept there."""


class FindNameCamelArgs(TypedDict):
    """By their names. In camelCase."""

    regexp: str
    """A regular expression that the names match."""


class FindCamelArgs(TypedDict):
    """Entries that are looked for; all that is given has to hold. In camelCase."""

    path: NotRequired[str | None]
    """Where they stand, as far as the store has such places. Default: anywhere."""
    name: NotRequired[FindNameCamelArgs | None]
    """Which names they have. Default: any."""
    tags: NotRequired[Mapping[str, str]]
    """Tags that they have, as far as the store has such. Default: any."""


class ExternalSecretDataFromCamelArgs(TypedDict):
    """Keys of the Secret that the store names; exactly one field. In camelCase."""

    extract: NotRequired[RemoteRefCamelArgs | None]
    """An entry whose parts are keys. Default: none."""
    find: NotRequired[FindCamelArgs | None]
    """Entries each of which is a key, of its name. Default: none."""


class ExternalSecretCamelArgs(TypedDict):
    """A Secret that the External Secrets Operator writes. In camelCase."""

    name: str
    """End of its name and of the Secret's, NAME-openai."""
    secretStoreRef: SecretStoreRefCamelArgs
    """The store."""
    refreshInterval: NotRequired[str | int | float]
    """How often the store is asked again; 0 asks once. Pods see another value of a variable only when they start
    anew. Default: 1h."""
    data: NotRequired[Sequence[ExternalSecretDataCamelArgs]]
    """Keys of the Secret, each with what is kept there. Default: none but those of dataFrom."""
    dataFrom: NotRequired[Sequence[ExternalSecretDataFromCamelArgs]]
    """Entries all parts of which are keys of the Secret, or that are keys themselves. Default: none."""


class RegistryCamelArgs(TypedDict):
    """Who pulls from a registry. In camelCase."""

    server: str
    """Address of the registry, as references begin with it; https://index.docker.io/v1/ for Docker Hub."""
    username: pulumi.Input[str] | ValueFromCamelArgs
    """Name of the user."""
    password: pulumi.Input[str] | ValueFromCamelArgs
    """Password or token: an Output, or a secret of the configuration, and no text in clear."""


class PersistentVolumeClaimCamelArgs(TypedDict):
    """A claim that exists (claimName), or a new one (size). In camelCase."""

    claimName: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Name of a claim that exists. Default: none; size makes one."""
    size: NotRequired[str | int | float | None]
    """Size of a new claim, NAME-VOLUME; it can grow later, and not shrink. Default: none; claimName names one."""
    accessModes: NotRequired[Sequence[Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]]]
    """How a new claim may be mounted, or what one that exists has: with it what the pods cannot do is refused.
    Default: none; a new claim needs one."""
    storageClassName: NotRequired[str | None]
    """StorageClass of a new claim. Default: the cluster's."""
    onDelete: NotRequired[Literal["refuse", "keep", "delete"] | None]
    """What becomes of a new claim and its data where it would be deleted or replaced. refuse: the preview fails.
    keep: it stays in the cluster, and Pulumi forgets it. delete: it goes. Default: refuse."""


class VolumeClaimTemplateCamelArgs(TypedDict):
    """A claim for each pod, VOLUME-NAME-TRACK-NUMBER: who comes back under a pod's name finds what it left. In
    camelCase."""

    size: str | int | float
    """Size of each claim. A StatefulSet never changes its claims: a preview refuses another size and says how claims
    grow."""
    storageClassName: NotRequired[str | None]
    """StorageClass of the claims. Default: the cluster's."""
    accessModes: NotRequired[Sequence[Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]]]
    """How each may be mounted. Default: ReadWriteOnce, since one pod has it."""


class EmptyDirCamelArgs(TypedDict):
    """A directory that lives as long as its pod. In camelCase."""

    sizeLimit: NotRequired[str | int | float | None]
    """Most that may be in it before the pod is evicted. Default: what the node has."""
    medium: NotRequired[Literal["", "Memory"]]
    """Memory for a file system in memory, which counts as the container's. Default: the node's disk."""


class HostPathCamelArgs(TypedDict):
    """A directory of the node. Namespaces that enforce the Pod Security level baseline or restricted refuse it. In
    camelCase."""

    path: str
    """Path on the node."""
    type: NotRequired[Literal["", "DirectoryOrCreate", "Directory", "FileOrCreate", "File"]]
    """What has to be there before the pod starts. Default: not looked at."""


class CsiCamelArgs(TypedDict):
    """A volume that a CSI driver makes for each pod, such as the Secrets Store's. In camelCase."""

    driver: str
    """Name of the driver."""
    volumeAttributes: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromCamelArgs]]
    """What the driver is told. Default: nothing."""
    secretName: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Name of a Secret that the driver is given (nodePublishSecretRef). Default: none."""


class ImageVolumeCamelArgs(TypedDict):
    """An OCI image or artifact as a volume, which is read-only. In camelCase."""

    reference: str
    """Which image."""
    pullPolicy: NotRequired[Literal["Always", "IfNotPresent", "Never"]]
    """When it is pulled. Default: IfNotPresent."""


class ServiceAccountTokenCamelArgs(TypedDict):
    """A token of the pod's service account for one audience, renewed before it expires. In camelCase."""

    path: str
    """File in the volume."""
    audience: NotRequired[str | None]
    """Who is to accept it. Default: the API server."""
    expiration: NotRequired[str | int]
    """How long it is valid; 10m at least. Default: 1h."""


class DownwardApiCamelArgs(TypedDict):
    """A field of the pod as a file. In camelCase."""

    path: str
    """File in the volume."""
    fieldPath: str
    """Which field: metadata.name, metadata.namespace, metadata.uid, metadata.labels or metadata.annotations."""


class ProjectedCamelArgs(TypedDict):
    """One source of a projected volume; exactly one field. In camelCase."""

    configMap: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Name of a ConfigMap that exists: each key is a file. Default: none."""
    secret: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Name of a Secret that exists: each key is a file. Default: none."""
    serviceAccountToken: NotRequired[ServiceAccountTokenCamelArgs | None]
    """A token of the pod's service account. Default: none."""
    downwardAPI: NotRequired[DownwardApiCamelArgs | None]
    """A field of the pod. Default: none."""


class VolumeCamelArgs(TypedDict):
    """One volume and where it is mounted; exactly one field says what it is. In camelCase."""

    name: str
    """Name of the volume in the pod; of a new claim the end of its name, NAME-models."""
    mountPath: str
    """Where it is mounted."""
    readOnly: NotRequired[bool]
    """Whether the server may only read it. Default: false."""
    subPath: NotRequired[str]
    """Path inside the volume that is mounted. Default: all of it."""
    persistentVolumeClaim: NotRequired[PersistentVolumeClaimCamelArgs | None]
    """A claim that exists, or a new one. Default: none."""
    volumeClaimTemplate: NotRequired[VolumeClaimTemplateCamelArgs | None]
    """A claim for each pod of its own; goes with statefulSet. Default: none."""
    emptyDir: NotRequired[EmptyDirCamelArgs | None]
    """A directory that lives as long as its pod. Default: none."""
    hostPath: NotRequired[HostPathCamelArgs | None]
    """A directory of the node. Default: none."""
    csi: NotRequired[CsiCamelArgs | None]
    """A volume that a CSI driver makes for each pod. Default: none."""
    image: NotRequired[ImageVolumeCamelArgs | None]
    """An OCI image or artifact. Default: none."""
    projected: NotRequired[Sequence[ProjectedCamelArgs] | None]
    """ConfigMaps, Secrets, tokens and fields of the pod in one directory. Default: none."""


class ContainerPortCamelArgs(TypedDict):
    """A port that a container listens on. In camelCase."""

    containerPort: int
    """Its number."""
    name: NotRequired[str | None]
    """Its name, another than those of the pod's other ports. Default: none."""
    protocol: NotRequired[Literal["TCP", "UDP", "SCTP"]]
    """Its protocol. Default: TCP."""


class ContainerResourcesCamelArgs(TypedDict):
    """CPU and memory of a container. In camelCase."""

    cpu: NotRequired[str | int | float | None]
    """CPU of a replica, as request and limit: a quantity such as 4 or 500m. Autoscaling by use of the CPU needs it,
    or requests.cpu. Default: none asked for."""
    memory: NotRequired[str | int | float | None]
    """Memory of a replica, as request and limit. Default: none asked for."""
    requests: NotRequired[ResourceAmountsCamelArgs]
    """What the scheduler keeps for a replica, where that is not its limit: instead of cpu, or of memory. Without a
    limit beside it a replica may use what the node has left. Default: the limits."""
    limits: NotRequired[ResourceAmountsCamelArgs]
    """The most that a replica may use, where that is above its request: instead of cpu, or of memory. Default: cpu
    and memory, or none beside a request."""


class VolumeMountCamelArgs(TypedDict):
    """One of the spec's volumes in a container. In camelCase."""

    name: str
    """Name of the volume, one of volumes."""
    mountPath: str
    """Where it is mounted."""
    readOnly: NotRequired[bool]
    """Whether the container may only read it. Default: false."""
    subPath: NotRequired[str]
    """Path inside the volume that is mounted. Default: all of it."""


class ContainerSecurityContextCamelArgs(TypedDict):
    """Who a container runs as. What Kubernetes' level `restricted` asks for stands beside it and cannot be left out.
    In camelCase."""

    runAsUser: NotRequired[int | None]
    """Number of the user; root is none that restricted allows. Default: the model server's."""
    runAsGroup: NotRequired[int | None]
    """Number of the group. Default: the model server's."""
    readOnlyRootFilesystem: NotRequired[bool]
    """Whether the container can write to its volumes alone. Default: true; mount an emptyDir where it writes."""


class HttpProbeCamelArgs(TypedDict):
    """An HTTP request by GET, which succeeds with a status from 200 to 399. In camelCase."""

    path: str
    """Path."""
    port: int
    """Port of the container."""


class TcpSocketCamelArgs(TypedDict):
    """A connection, which succeeds when somebody listens. In camelCase."""

    port: int
    """Port of the container."""


class GrpcCamelArgs(TypedDict):
    """A probe by the gRPC health checking protocol, as Kubernetes has it. In camelCase."""

    port: int
    """Port on which the server answers gRPC health checks."""
    service: NotRequired[str | None]
    """Service to ask about. Default: the server as a whole."""


class ExecCamelArgs(TypedDict):
    """A command in the container, which succeeds with exit code 0. No shell reads it. In camelCase."""

    command: Sequence[str]
    """The command and its arguments."""


class ContainerProbeCamelArgs(TypedDict):
    """One probe of a container; exactly one field says what it asks. In camelCase."""

    httpGet: NotRequired[HttpProbeCamelArgs | None]
    """An HTTP request. Default: none."""
    tcpSocket: NotRequired[TcpSocketCamelArgs | None]
    """A connection. Default: none."""
    grpc: NotRequired[GrpcCamelArgs | None]
    """A gRPC health check. Default: none."""
    exec: NotRequired[ExecCamelArgs | None]
    """A command in the container. Default: none."""
    initialDelay: NotRequired[int]
    """Time before the first. Default: 0."""
    interval: NotRequired[str | int]
    """Time between two. Default: 10s."""
    timeout: NotRequired[str | int]
    """Time that one may take. Default: 1s."""
    failures: NotRequired[int]
    """Failed ones in a row that count. Default: 3."""


class InitContainerCamelArgs(TypedDict):
    """A container that comes before the model server, and ends first unless it is a native sidecar. In camelCase."""

    name: str
    """Name of the container, another than the pod's others; server is the model server's."""
    image: pulumi.Input[str] | ValueFromCamelArgs
    """Its image, with a tag other than latest or, better, a digest."""
    imagePullPolicy: NotRequired[Literal["IfNotPresent", "Always", "Never"] | None]
    """When nodes pull the image; Always also allows one without a version. Default: Kubernetes', IfNotPresent for
    one with a version."""
    command: NotRequired[Sequence[str]]
    """What it runs. Default: the image's entrypoint."""
    args: NotRequired[Sequence[str]]
    """Arguments. Default: the image's."""
    env: NotRequired[Mapping[str, pulumi.Input[str] | EnvVarFromCamelArgs]]
    """Environment variables, as those of the model server. Default: none."""
    envFrom: NotRequired[Sequence[EnvFromCamelArgs]]
    """ConfigMaps and Secrets whose keys are variables, too. Default: none."""
    ports: NotRequired[Sequence[ContainerPortCamelArgs]]
    """Ports that it listens on; a pod's containers share one address. Default: none."""
    resources: NotRequired[ContainerResourcesCamelArgs]
    """CPU and memory of the container, which count for each pod. Default: none asked for."""
    volumeMounts: NotRequired[Sequence[VolumeMountCamelArgs]]
    """Of the spec's volumes those that it has, too. Default: none."""
    securityContext: NotRequired[ContainerSecurityContextCamelArgs]
    """Who it runs as. Default: the model server's user, without writing to its own file system."""
    startupProbe: NotRequired[ContainerProbeCamelArgs | None]
    """Until it succeeds no other is asked, and what comes after a native sidecar waits. Default: none."""
    livenessProbe: NotRequired[ContainerProbeCamelArgs | None]
    """Restarts the container. Default: none."""
    readinessProbe: NotRequired[ContainerProbeCamelArgs | None]
    """Takes the whole replica out of the Service. Default: none."""
    restartPolicy: NotRequired[Literal["Always"] | None]
    """Always for a native sidecar (Kubernetes 1.29): it is started first, runs beside the model server and ends
    after it. Default: the container has to end before what comes next starts."""


class ContainerCamelArgs(TypedDict):
    """A container beside the model server. In camelCase."""

    name: str
    """Name of the container, another than the pod's others; server is the model server's."""
    image: pulumi.Input[str] | ValueFromCamelArgs
    """Its image, with a tag other than latest or, better, a digest."""
    imagePullPolicy: NotRequired[Literal["IfNotPresent", "Always", "Never"] | None]
    """When nodes pull the image; Always also allows one without a version. Default: Kubernetes', IfNotPresent for
    one with a version."""
    command: NotRequired[Sequence[str]]
    """What it runs. Default: the image's entrypoint."""
    args: NotRequired[Sequence[str]]
    """Arguments. Default: the image's."""
    env: NotRequired[Mapping[str, pulumi.Input[str] | EnvVarFromCamelArgs]]
    """Environment variables, as those of the model server. Default: none."""
    envFrom: NotRequired[Sequence[EnvFromCamelArgs]]
    """ConfigMaps and Secrets whose keys are variables, too. Default: none."""
    ports: NotRequired[Sequence[ContainerPortCamelArgs]]
    """Ports that it listens on; a pod's containers share one address. Default: none."""
    resources: NotRequired[ContainerResourcesCamelArgs]
    """CPU and memory of the container, which count for each pod. Default: none asked for."""
    volumeMounts: NotRequired[Sequence[VolumeMountCamelArgs]]
    """Of the spec's volumes those that it has, too. Default: none."""
    securityContext: NotRequired[ContainerSecurityContextCamelArgs]
    """Who it runs as. Default: the model server's user, without writing to its own file system."""
    startupProbe: NotRequired[ContainerProbeCamelArgs | None]
    """Until it succeeds no other is asked, and what comes after a native sidecar waits. Default: none."""
    livenessProbe: NotRequired[ContainerProbeCamelArgs | None]
    """Restarts the container. Default: none."""
    readinessProbe: NotRequired[ContainerProbeCamelArgs | None]
    """Takes the whole replica out of the Service. Default: none."""


class DestinationCamelArgs(TypedDict):
    """Whom the pods may send requests to. In camelCase."""

    namespaces: NotRequired[Sequence[str]]
    """Names of namespaces, each known by its label kubernetes.io/metadata.name. Default: the service's own, where
    podLabels are given."""
    podLabels: NotRequired[Mapping[str, str]]
    """Labels that the pods have, all of them. Default: all pods of the namespaces."""
    cidrs: NotRequired[Sequence[str]]
    """Ranges of addresses outside the cluster; a NetworkPolicy knows no hostnames. Default: none."""
    exceptCidrs: NotRequired[Sequence[str]]
    """Ranges inside of cidrs that stay closed. Default: none."""
    ports: Sequence[int]
    """Ports of theirs: those of pods, not of the Service before them."""
    protocol: NotRequired[Literal["TCP", "UDP", "SCTP"]]
    """Protocol of the ports. Default: TCP."""


class ClientCamelArgs(TypedDict):
    """Who may send requests to the pods. In camelCase."""

    namespaces: NotRequired[Sequence[str]]
    """Names of namespaces, each known by its label kubernetes.io/metadata.name. Default: the service's own, where
    podLabels are given."""
    podLabels: NotRequired[Mapping[str, str]]
    """Labels that the pods have, all of them. Default: all pods of the namespaces."""
    cidrs: NotRequired[Sequence[str]]
    """Ranges of addresses outside the cluster; a NetworkPolicy knows no hostnames. Default: none."""
    exceptCidrs: NotRequired[Sequence[str]]
    """Ranges inside of cidrs that stay closed. Default: none."""
    ports: NotRequired[Sequence[int]]
    """Ports of the pods that they may ask, those of containers beside the model server's among them. Default: those
    of the model server, but for metrics."""


class NetworkPolicyCamelArgs(TypedDict):
    """Who may reach the pods, and what they may reach. All else is closed, in both directions. In camelCase."""

    stores: NotRequired[Sequence[DestinationCamelArgs]]
    """What the pods ask while they serve, such as caches and databases. Default: nothing."""
    modelSources: Sequence[DestinationCamelArgs]
    """Where the pods fetch their model from; an empty list where it is there without a request, as on a volume."""
    clients: NotRequired[Sequence[ClientCamelArgs]]
    """Who sends requests without a gateway in between. Default: nobody."""
    gateways: NotRequired[Sequence[str]]
    """Namespaces of the pods of gateways and ingress controllers, which may ask what clients may; not that of a
    Gateway object. Default: none."""
    monitoring: NotRequired[Sequence[str]]
    """Namespaces of what scrapes the metrics, by the port metrics where there is one, or else http. Default: none."""


class NodeSelectorRequirementCamelArgs(TypedDict):
    """A rule on one label of a node, which can also compare. In camelCase."""

    key: str
    """Key of the node's label."""
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]
    """How the label relates to the values."""
    values: NotRequired[Sequence[str]]
    """Values for In and NotIn; one whole number, in quotes, for Gt and Lt. Default: none."""


class NodeSelectorTermCamelArgs(TypedDict):
    """A node's labels: those that fulfil every rule. In camelCase."""

    matchExpressions: Sequence[NodeSelectorRequirementCamelArgs]
    """Rules on labels, all of which have to hold."""


class NodeSelectorCamelArgs(TypedDict):
    """Nodes that fulfil one of the terms at least. In camelCase."""

    nodeSelectorTerms: Sequence[NodeSelectorTermCamelArgs]
    """Terms of which one has to hold."""


class PreferredSchedulingTermCamelArgs(TypedDict):
    """Nodes that are better than others. In camelCase."""

    weight: int
    """How much better, 1 to 100, against other preferences."""
    preference: NodeSelectorTermCamelArgs
    """Which nodes."""


class NodeAffinityCamelArgs(TypedDict):
    """Which nodes, by rules that can do more than compare. In camelCase."""

    requiredDuringSchedulingIgnoredDuringExecution: NotRequired[NodeSelectorCamelArgs | None]
    """Nodes that a pod can be put on. What GPUs and spot pools ask for has to hold as well. Default: any."""
    preferredDuringSchedulingIgnoredDuringExecution: NotRequired[Sequence[PreferredSchedulingTermCamelArgs]]
    """Nodes that are taken if they have room. Default: none."""


class PodAntiAffinityCamelArgs(TypedDict):
    """Whether pods of one track keep apart. In camelCase."""

    mode: NotRequired[Literal["none", "preferred", "required"]]
    """preferred: apart where there is room. required: a pod that finds no node of its own stays pending. none:
    anywhere. Default: preferred."""
    topologyKey: NotRequired[str]
    """The nodes' label that tells one place from another. Default: kubernetes.io/hostname."""


class TopologySpreadConstraintCamelArgs(TypedDict):
    """How evenly the pods of one track are spread over places. In camelCase."""

    topologyKey: str
    """The nodes' label that tells one place from another: topology.kubernetes.io/zone, or kubernetes.io/hostname.
    Nodes without it get no pod."""
    maxSkew: NotRequired[int]
    """How many pods more than the emptiest place another may have. Default: 1."""
    whenUnsatisfiable: NotRequired[Literal["ScheduleAnyway", "DoNotSchedule"]]
    """What becomes of a pod that would make it uneven. DoNotSchedule: it stays pending. Default: ScheduleAnyway."""
    minDomains: NotRequired[int | None]
    """How many places there have to be: with fewer none may have more than maxSkew pods. Goes with DoNotSchedule.
    Default: as many as there are."""


class TolerationCamelArgs(TypedDict):
    """A taint that a node may have. In camelCase."""

    key: NotRequired[str | None]
    """Key of the taint. Default: every one, with the operator Exists."""
    operator: NotRequired[Literal["Equal", "Exists"]]
    """Whether the taint has to have the value, or may have any. Default: Equal."""
    value: NotRequired[str | None]
    """Value of the taint, for Equal. Default: the empty one."""
    effect: NotRequired[Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None]
    """Effect of the taint. Default: every one."""
    tolerationSeconds: NotRequired[int | None]
    """How long a pod stays on a node that gets the taint, with the effect NoExecute. Default: for good."""


class PriorityClassCamelArgs(TypedDict):
    """A PriorityClass of this service alone. In camelCase."""

    value: int
    """Pods with more go first, and may have others evicted that have less."""
    preemptionPolicy: NotRequired[Literal["PreemptLowerPriority", "Never"]]
    """Never: other pods are not evicted for it. Default: PreemptLowerPriority."""


class SpotCamelArgs(TypedDict):
    """Nodes that the cloud may take back at short notice. The server has to drain within it. In camelCase."""

    provider: NotRequired[Literal["gke", "eks", "aks"] | None]
    """The cloud whose labels and taints spot nodes have: node pools of GKE and AKS, managed node groups of EKS.
    Default: none; nodeSelector says it."""
    nodeSelector: NotRequired[Mapping[str, str]]
    """Labels of spot nodes, in place of a provider's; their taints go into scheduling.tolerations. Default: the
    provider's."""
    mode: NotRequired[Literal["required", "preferred"]]
    """required: on spot nodes alone. preferred: on others where there is no room. How many pods run on regular nodes
    is not promised. Default: required."""
    notice: NotRequired[str | int | None]
    """Time from the notice until a pod is killed; timing.preStop and drain have to fit into it. Default: the
    provider's (gke 15s, eks 2m, aks 30s)."""


class SchedulingCamelArgs(TypedDict):
    """Where the pods run, and beside what. In camelCase."""

    nodeSelector: NotRequired[Mapping[str, str]]
    """Labels that a node has to have. Default: none."""
    nodeAffinity: NotRequired[NodeAffinityCamelArgs | None]
    """Rules on the labels of nodes, as Kubernetes has them. What gpuMemory and spot ask for has to hold as well.
    Default: none."""
    podAntiAffinity: NotRequired[PodAntiAffinityCamelArgs | None]
    """Whether pods of one track keep apart. Default: preferred, by host."""
    topologySpreadConstraints: NotRequired[Sequence[TopologySpreadConstraintCamelArgs]]
    """How evenly the pods of one track are spread, by zone or by host. Default: none."""
    tolerations: NotRequired[Sequence[TolerationCamelArgs]]
    """Taints of nodes that keep other pods away; those of GPU nodes and of spot pools need none. Default: none."""
    priorityClassName: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """A PriorityClass that there is. Default: the cluster's default."""
    priorityClass: NotRequired[PriorityClassCamelArgs | None]
    """A PriorityClass that is made for this service, NAME-priority-HASH; goes with namespace. Default: none."""
    runtimeClassName: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """The RuntimeClass that runs the containers. Default: the node's own runtime."""
    schedulerName: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """The scheduler that places the pods. Default: Kubernetes' own."""
    spot: NotRequired[SpotCamelArgs | None]
    """Nodes that the cloud may take back at short notice. Default: none."""


class WorkloadIdentityCamelArgs(TypedDict):
    """Who the pods are to a cloud; exactly one field. In camelCase."""

    awsRoleArn: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """ARN of the IAM role (EKS, IAM roles for service accounts). Default: none."""
    gcpServiceAccount: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Address of the IAM service account (GKE, Workload Identity). Default: none."""
    azureClientId: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Client id of the managed identity or application (AKS, Microsoft Entra Workload ID). Default: none."""


class PolicyRuleCamelArgs(TypedDict):
    """What the pods may do with some resources of their namespace. In camelCase."""

    apiGroups: NotRequired[Sequence[str]]
    """Groups of the API; "" is the core's. Default: the core's."""
    resources: Sequence[str]
    """Kinds in the plural, in lowercase."""
    verbs: Sequence[str]
    """What may be done: get, list, watch, create, update, patch, delete."""
    resourceNames: NotRequired[Sequence[str]]
    """Objects by name; list and watch then work for these alone, and create does not. Default: all."""


class ServiceAccountCamelArgs(TypedDict):
    """Who the pods are to the API server and to the cloud. In camelCase."""

    name: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """A ServiceAccount that there is, in the service's namespace. Default: one of the service's own, NAME."""
    token: NotRequired[bool]
    """Whether the server's pods get a token for the API server. Default: false."""
    annotations: NotRequired[Mapping[str, object]]
    """Annotations of the service's own ServiceAccount. Default: none."""
    workloadIdentity: NotRequired[WorkloadIdentityCamelArgs | None]
    """Who the pods are to a cloud, so that no key of it has to be kept. Default: nobody."""
    rules: NotRequired[Sequence[PolicyRuleCamelArgs]]
    """What the pods may do in their namespace, by a Role; goes with token. Default: nothing."""


PatchOperationCamelArgs = TypedDict(
    "PatchOperationCamelArgs",
    {
        "op": Literal["add", "remove", "replace", "move", "copy", "test"],
        "path": str,
        "from": NotRequired[str | None],
        "value": NotRequired[object],
    },
)
"""One operation on an object as it was rendered. In camelCase."""


class CredentialSourceCamelArgs(TypedDict):
    """Where a credential stands; exactly one field. In camelCase."""

    secretConfig: NotRequired[str | None]
    """Key of a secret in the stack's configuration, which goes into the Secret NAME-secrets. Default: none."""
    secretKeyRef: NotRequired[KeyRefCamelArgs | None]
    """A key of a Secret that exists. Default: none."""


class CredentialFromCamelArgs(TypedDict):
    """A credential that is read from elsewhere. In camelCase."""

    valueFrom: CredentialSourceCamelArgs
    """Where it stands."""


class CredentialsCamelArgs(TypedDict):
    """Who asks the store; exactly one field. Without it the pods' workload identity does, or nobody in particular.
    In camelCase."""

    secretName: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Name of a Secret that exists, whose keys are the variables that the store's credentials have. Default: none."""
    env: NotRequired[Mapping[str, pulumi.Input[str] | CredentialFromCamelArgs] | None]
    """The variables themselves: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of s3;
    GS_ACCESS_KEY_ID and GS_SECRET_ACCESS_KEY of gs (HMAC keys); AZURE_STORAGE_SAS_TOKEN of az; HF_TOKEN of hf;
    HTTP_BEARER_TOKEN, or HTTP_USERNAME and HTTP_PASSWORD, of http. Default: none."""


class HttpSourceCamelArgs(TypedDict):
    """A file of a web server, or several of a folder. In camelCase."""

    url: pulumi.Input[str] | ValueFromCamelArgs
    """Its address, or that of the folder of files. A presigned one is a secret."""
    file: NotRequired[str | None]
    """Name of the one file in the pod. Default: the last part of url; model where url is known later."""
    files: NotRequired[Sequence[str] | None]
    """Files below url, which is then a folder; each keeps its path. Default: none, it is one file."""


class S3SourceCamelArgs(TypedDict):
    """An object of S3, or of a store that speaks its protocol. In camelCase."""

    bucket: pulumi.Input[str] | ValueFromCamelArgs
    """The bucket."""
    key: str
    """Key of the object, or of the folder of files."""
    region: NotRequired[str]
    """Region of the bucket. Default: us-east-1."""
    endpoint: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Address of another store; the bucket is then the first part of the path. Default: AWS's."""
    files: NotRequired[Sequence[str] | None]
    """Files below key, which is then a folder; each keeps its path. Default: none, it is one file."""


class GsSourceCamelArgs(TypedDict):
    """An object of Google Cloud Storage. In camelCase."""

    bucket: pulumi.Input[str] | ValueFromCamelArgs
    """The bucket."""
    object: str
    """Name of the object, or of the folder of files."""
    files: NotRequired[Sequence[str] | None]
    """Files below object, which is then a folder; each keeps its path. Default: none, it is one file."""


class AzSourceCamelArgs(TypedDict):
    """A blob of Azure. In camelCase."""

    account: pulumi.Input[str] | ValueFromCamelArgs
    """The storage account."""
    container: pulumi.Input[str] | ValueFromCamelArgs
    """The container."""
    blob: str
    """Name of the blob, or of the folder of files."""
    files: NotRequired[Sequence[str] | None]
    """Files below blob, which is then a folder; each keeps its path. Default: none, it is one file."""


class HfSourceCamelArgs(TypedDict):
    """Files of a repository of Hugging Face. In camelCase."""

    repository: str
    """Owner and name."""
    revision: str
    """Commit, tag or branch; a branch is another model tomorrow."""
    files: Sequence[str]
    """Which files, by their paths in the repository."""


class OciSourceCamelArgs(TypedDict):
    """An OCI image or artifact, which the node pulls; before Kubernetes 1.35 behind a feature gate. In camelCase."""

    reference: pulumi.Input[str] | ValueFromCamelArgs
    """Which image; a digest holds what is in it."""
    path: NotRequired[str]
    """File or directory in it. Default: all of it."""


class PvcSourceCamelArgs(TypedDict):
    """A claim that has the model; it is mounted to be read. In camelCase."""

    claimName: pulumi.Input[str] | ValueFromCamelArgs
    """Name of the claim."""
    path: NotRequired[str]
    """File or directory in it. Default: all of it."""
    accessModes: NotRequired[Sequence[Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]]]
    """Those that it has: what the pods cannot do is refused. Default: not looked at."""


class ModelSourceCamelArgs(TypedDict):
    """Where the model comes from; exactly one field. In camelCase."""

    http: NotRequired[HttpSourceCamelArgs | None]
    """A web server. Default: none."""
    s3: NotRequired[S3SourceCamelArgs | None]
    """S3. Default: none."""
    gs: NotRequired[GsSourceCamelArgs | None]
    """Google Cloud Storage. Default: none."""
    az: NotRequired[AzSourceCamelArgs | None]
    """Azure Blob Storage. Default: none."""
    hf: NotRequired[HfSourceCamelArgs | None]
    """Hugging Face. Default: none."""
    oci: NotRequired[OciSourceCamelArgs | None]
    """An OCI image as a volume. Default: none."""
    pvc: NotRequired[PvcSourceCamelArgs | None]
    """A claim that has it. Default: none."""


class NodeCacheCamelArgs(TypedDict):
    """A directory of the node (hostPath), which its next pod finds as it was. Namespaces that enforce the Pod
    Security level baseline or restricted refuse it. In camelCase."""

    path: str
    """Directory on each node; it has to be there, and to belong to the server's user."""
    warm: NotRequired[bool]
    """Whether a DaemonSet fetches the model onto each node that the pods may go to, before they come. Default:
    false; the first pod on a node fetches it."""


class ModelCacheCamelArgs(TypedDict):
    """Where fetched files are kept; exactly one field. What is there and verified stays. In camelCase."""

    emptyDir: NotRequired[EmptyDirCamelArgs | None]
    """A directory of the pod, which goes with it. Default: this one, without a limit."""
    node: NotRequired[NodeCacheCamelArgs | None]
    """A directory of the node. Default: none."""
    claim: NotRequired[PersistentVolumeClaimCamelArgs | None]
    """A claim that all pods share, one that exists or a new one, NAME-model; ReadWriteMany for several pods.
    Default: none."""
    volumeClaimTemplate: NotRequired[VolumeClaimTemplateCamelArgs | None]
    """A claim for each pod of a StatefulSet, which finds there what it fetched before. Default: none."""


class DownloaderResourcesCamelArgs(TypedDict):
    """What the downloader may use, as request and limit. A pod asks for the most of what its containers ask for one
    after the other, so that a larger server pays nothing for it. In camelCase."""

    cpu: NotRequired[str | int | float]
    """CPU; a checksum takes one. Default: 500m."""
    memory: NotRequired[str | int | float]
    """Memory. Default: 256Mi."""


class DownloaderCamelArgs(TypedDict):
    """The init container that fetches the model. In camelCase."""

    image: NotRequired[pulumi.Input[str] | ValueFromCamelArgs]
    """An image with Python 3.11 or newer as python3, such as a mirror's. Default: python:3.13-slim, by digest."""
    resources: NotRequired[DownloaderResourcesCamelArgs]
    """What it may use. Default: 500m and 256Mi."""


class ModelCamelArgs(TypedDict):
    """The files of the model, in the pods before their server starts, and where they are kept. In camelCase."""

    checksum: NotRequired[str | None]
    """SHA-256 of the one file: another is an error in the pod, and never served. Default: none, its length alone is
    held."""
    checksums: NotRequired[Mapping[str, str]]
    """SHA-256 of each of several files, by its path. Default: none."""
    credentials: NotRequired[CredentialsCamelArgs | None]
    """Who asks the store for it. Default: the workload identity of serviceAccount, or nobody."""
    source: NotRequired[ModelSourceCamelArgs | None]
    """Where they come from. Default: none; required unless tracks have their own."""
    mountPath: NotRequired[str]
    """Directory of the model server's container that has them; MODEL_PATH, a variable, is the one file, or this.
    Default: /models."""
    cache: NotRequired[ModelCacheCamelArgs | None]
    """Where fetched files are kept, of all tracks. Default: a directory of each pod."""
    downloader: NotRequired[DownloaderCamelArgs]
    """The init container that fetches them. Default: Python 3.13."""


class VersionsCamelArgs(TypedDict):
    """Which versions of a model are served; exactly one field. In camelCase."""

    latest: NotRequired[int | None]
    """So many of the newest. Default: none."""
    specific: NotRequired[Sequence[int] | None]
    """These, by the numbers that their directories have. Default: none."""
    all: NotRequired[Literal[True] | None]
    """true: all that there are. Default: none."""


class ServedModelCamelArgs(TypedDict):
    """One of several models of a server. In camelCase."""

    name: str
    """Name that requests ask for. For triton the model's directory in its repository."""
    path: NotRequired[str | None]
    """Directory of its versions, or a store's address. Default: the one of its name below modelRef, or below the
    files of model."""
    versions: NotRequired[VersionsCamelArgs | None]
    """Which versions are served. Default: the newest one."""
    labels: NotRequired[Mapping[str, int]]
    """Names of versions, which requests can ask for in place of a number. Default: none."""


class ServingCamelArgs(TypedDict):
    """What one server serves beside a single model. In camelCase."""

    models: NotRequired[Sequence[ServedModelCamelArgs]]
    """The models of the server, in place of the one of modelRef, which is then the directory that they are in. The
    probes ask about the first. Default: one."""
    monitoring: NotRequired[bool]
    """Whether tensorflow-serving has metrics for Prometheus, by its monitoring.config. Default: false."""


class PortsCamelArgs(TypedDict):
    """Ports of the model server. In camelCase."""

    http: NotRequired[int | None]
    """Of requests and health checks. Default: the runtime's."""
    grpc: NotRequired[int | None]
    """Of requests by gRPC. Default: the runtime's, if it has one."""
    metrics: NotRequired[int | None]
    """Of metrics, where that is another than http. Default: the runtime's, if it has one."""


class CpuMetricCamelArgs(TypedDict):
    """CPU in use by the pods, on average. In camelCase."""

    averageUtilization: NotRequired[int | None]
    """Mean use in percent of what the pods ask for; asks for resources.cpu. A replica cannot use more than its
    limit: where that is its request, above 90, with Kubernetes' tolerance of a tenth, nothing scales up. Default:
    none."""
    averageValue: NotRequired[str | int | float | None]
    """Mean CPU in use by a pod. Default: none."""


class MemoryMetricCamelArgs(TypedDict):
    """Memory in use by the pods, on average. In camelCase."""

    averageUtilization: NotRequired[int | None]
    """Mean use in percent of what the pods ask for; asks for resources.memory. A replica cannot use more than its
    limit: where that is its request, above 90, with Kubernetes' tolerance of a tenth, nothing scales up. Default:
    none."""
    averageValue: NotRequired[str | int | float | None]
    """Mean memory in use by a pod. Default: none."""


class ContainerResourceMetricCamelArgs(TypedDict):
    """CPU or memory in use by one container of the pods, on average: what is injected beside it does not count. In
    camelCase."""

    name: Literal["cpu", "memory"]
    """Which resource."""
    container: NotRequired[str]
    """Name of the container. Default: server, the model server's."""
    averageUtilization: NotRequired[int | None]
    """Mean use in percent of what the container asks for; that of the model server asks for the field of resources.
    Default: none."""
    averageValue: NotRequired[str | int | float | None]
    """Mean use by a container, in cores or bytes. Default: none."""


class LabelSelectorRequirementCamelArgs(TypedDict):
    """A rule on one label. In camelCase."""

    key: str
    """Key of the label."""
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"]
    """How the label relates to the values."""
    values: NotRequired[Sequence[str]]
    """Values for In and NotIn. Default: none."""


class LabelSelectorCamelArgs(TypedDict):
    """Which objects, by their labels: those that fulfil every rule. Without rules, all. In camelCase."""

    matchLabels: NotRequired[Mapping[str, str]]
    """Labels that must be there. Default: none."""
    matchExpressions: NotRequired[Sequence[LabelSelectorRequirementCamelArgs]]
    """Further rules on labels. Default: none."""


class MetricIdentifierCamelArgs(TypedDict):
    """Which metric. In camelCase."""

    name: str
    """Name of the metric as the metrics API serves it. An adapter decides on the name: it need not be that of
    Prometheus."""
    selector: NotRequired[LabelSelectorCamelArgs | None]
    """Which of the metric's series, by their labels. Default: all."""


class PodsMetricCamelArgs(TypedDict):
    """A metric that each pod has, served by custom.metrics.k8s.io. Each track goes by its own pods. In camelCase."""

    metric: MetricIdentifierCamelArgs
    """Which metric of the pods."""
    averageValue: str | int | float
    """What the mean over the track's pods should come to."""


class DescribedObjectCamelArgs(TypedDict):
    """An object in the service's namespace. In camelCase."""

    apiVersion: str
    """Version of the object's API, after its group."""
    kind: str
    """Kind of the object."""
    name: str
    """Name of the object."""


class ObjectMetricCamelArgs(TypedDict):
    """A metric of one object, served by custom.metrics.k8s.io. In camelCase."""

    describedObject: DescribedObjectCamelArgs
    """The object that has the metric. With a canary both tracks' autoscalers see the same number."""
    metric: MetricIdentifierCamelArgs
    """Which metric of the object."""
    value: NotRequired[str | int | float | None]
    """What the metric should come to. Default: none."""
    averageValue: NotRequired[str | int | float | None]
    """What the metric, divided by the track's pods, should come to. Default: none."""


class ExternalMetricCamelArgs(TypedDict):
    """A metric of no object in the cluster, such as the length of a queue, served by external.metrics.k8s.io. In
    camelCase."""

    metric: MetricIdentifierCamelArgs
    """Which metric. With a canary both tracks' autoscalers see the same number."""
    value: NotRequired[str | int | float | None]
    """What the metric should come to. Default: none."""
    averageValue: NotRequired[str | int | float | None]
    """What the metric, divided by the track's pods, should come to. Default: none."""


class MetricCamelArgs(TypedDict):
    """One metric with its target: exactly one of the fields. In camelCase."""

    cpu: NotRequired[CpuMetricCamelArgs | None]
    """CPU in use by the pods. Default: none."""
    memory: NotRequired[MemoryMetricCamelArgs | None]
    """Memory in use by the pods; most model servers keep what they have once taken. Default: none."""
    containerResource: NotRequired[ContainerResourceMetricCamelArgs | None]
    """CPU or memory in use by one container of the pods. Default: none."""
    pods: NotRequired[PodsMetricCamelArgs | None]
    """A metric that each pod has. Default: none."""
    object: NotRequired[ObjectMetricCamelArgs | None]
    """A metric of one object of the cluster. Default: none."""
    external: NotRequired[ExternalMetricCamelArgs | None]
    """A metric from outside the cluster. Default: none."""


class ScalingPolicyCamelArgs(TypedDict):
    """How much may change within a period. In camelCase."""

    type: Literal["Pods", "Percent"]
    """What the value counts: pods, or percent of the pods there are."""
    value: int
    """Most that may change within the period."""
    period: str | int
    """Within how long, from 1s to 1800s."""


class ScalingRulesCamelArgs(TypedDict):
    """How fast the count changes in one direction. In camelCase."""

    stabilizationWindow: NotRequired[str | int | None]
    """How far back the autoscaler looks for the most cautious count, from 0s to 3600s. Default: Kubernetes' own, 0s
    upwards and 300s downwards."""
    selectPolicy: NotRequired[Literal["Max", "Min", "Disabled"] | None]
    """Which of the policies counts: the one that allows most or least; Disabled, and the count does not go that way.
    Default: Kubernetes' own, Max."""
    policies: NotRequired[Sequence[ScalingPolicyCamelArgs] | None]
    """How much may change within a time. Default: Kubernetes' own, upwards 4 pods or 100 percent in 15s, whichever
    is more, and downwards 100 percent in 15s."""


class ScalingBehaviorCamelArgs(TypedDict):
    """How fast the count changes. In camelCase."""

    scaleUp: NotRequired[ScalingRulesCamelArgs | None]
    """How fast pods are added. Default: Kubernetes' own."""
    scaleDown: NotRequired[ScalingRulesCamelArgs | None]
    """How fast pods are taken away. Default: Kubernetes' own."""


class TriggerAuthenticationCamelArgs(TypedDict):
    """How KEDA authenticates to a Prometheus. In camelCase."""

    name: str
    """Name of a TriggerAuthentication in the service's namespace, or of a ClusterTriggerAuthentication."""
    kind: NotRequired[Literal["TriggerAuthentication", "ClusterTriggerAuthentication"]]
    """Kind of that object. Default: TriggerAuthentication."""
    mode: NotRequired[Literal["bearer", "basic", "tls", "custom"]]
    """What that object holds. Default: bearer, a token."""


class PrometheusTriggerCamelArgs(TypedDict):
    """A query to Prometheus, which needs no adapter. In camelCase."""

    serverAddress: str
    """Address of the Prometheus."""
    query: str
    """PromQL that comes to one number, over all pods of a service. With a canary both tracks see the same number."""
    threshold: str | int | float
    """What the number, divided by the track's pods, should come to."""
    activationThreshold: NotRequired[str | int | float | None]
    """Above which the pods come back from zero; goes with scaleToZero. Default: KEDA's own, 0."""
    authentication: NotRequired[TriggerAuthenticationCamelArgs | None]
    """How KEDA authenticates to it. Default: not at all."""


class TriggerCamelArgs(TypedDict):
    """One thing to go by: exactly one of the fields. In camelCase."""

    prometheus: NotRequired[PrometheusTriggerCamelArgs | None]
    """A query to Prometheus. Default: none."""
    cpu: NotRequired[CpuMetricCamelArgs | None]
    """CPU in use by the pods. Default: none."""
    memory: NotRequired[MemoryMetricCamelArgs | None]
    """Memory in use by the pods. Default: none."""


class FallbackCamelArgs(TypedDict):
    """What count is kept while Prometheus does not answer. In camelCase."""

    failureThreshold: int
    """Failures in a row before it counts."""
    replicas: int
    """Pods of each track meanwhile."""


class KedaCamelArgs(TypedDict):
    """KEDA in place of an autoscaler of Kubernetes' own. In camelCase."""

    triggers: Sequence[TriggerCamelArgs]
    """What KEDA goes by: of several triggers the one that asks for most pods counts."""
    scaleToZero: NotRequired[bool]
    """Whether a track has no pods while no trigger is active; it comes back with minReplicas, when the model has
    loaded. Requests that come meanwhile are not kept. Default: false."""
    pollingInterval: NotRequired[str | int | None]
    """How often KEDA looks whether a trigger is active; goes with scaleToZero. Default: KEDA's own, 30s."""
    cooldownPeriod: NotRequired[str | int | None]
    """How long no trigger is active before the pods go; goes with scaleToZero. Default: KEDA's own, 300s."""
    fallback: NotRequired[FallbackCamelArgs | None]
    """What count is kept while Prometheus does not answer. Default: none, the count stays as it is."""


class AutoscalingCamelArgs(TypedDict):
    """What the autoscalers go by, and how fast they go. In camelCase."""

    preset: NotRequired[Literal["vllm", "sglang", "tgi", "triton", "zerfoo", "article"] | None]
    """Metrics of the pods that fit a model server, with the mean to aim at, as a start: vllm:
    vllm_num_requests_waiting 5 and vllm_num_requests_running 5; sglang: sglang_num_queue_reqs 5 and
    sglang_num_running_reqs 5; tgi: tgi_queue_size 5 and tgi_batch_current_size 5; triton: avg_time_queue_ms 50;
    zerfoo: active_requests 5; article: inference_latency_p95 500m and inference_queue_depth 10. An adapter has to
    serve them under these names in custom.metrics.k8s.io, such as vllm_num_requests_waiting for what vLLM calls
    vllm:num_requests_waiting; avg_time_queue_ms is the rate of nv_inference_queue_duration_us by that of
    nv_inference_request_success, in milliseconds. Adds up with metrics. Default: none."""
    metrics: NotRequired[Sequence[MetricCamelArgs] | None]
    """What the autoscalers go by: of several metrics the one that asks for most pods counts. Default: the preset's
    alone, or else the CPU at 80 percent."""
    behavior: NotRequired[ScalingBehaviorCamelArgs | None]
    """How fast the count changes. Default: Kubernetes' own."""
    keda: NotRequired[KedaCamelArgs | None]
    """KEDA in place of an autoscaler of Kubernetes' own, by a ScaledObject. Default: none."""


class AllowedCamelArgs(TypedDict):
    """A bound of what a replica may ask for. In camelCase."""

    cpu: NotRequired[str | int | float | None]
    """CPU of a replica. Default: no bound."""
    memory: NotRequired[str | int | float | None]
    """Memory of a replica. Default: no bound."""


class VerticalPodAutoscalerCamelArgs(TypedDict):
    """Who sets the CPU and memory of a replica, and within which bounds. In camelCase."""

    updateMode: NotRequired[Literal["Off", "Initial", "Recreate", "InPlaceOrRecreate"]]
    """What becomes of a recommendation. Off (in quotes, since YAML can read it as false): it stands in the
    VerticalPodAutoscaler's status alone. Initial: new pods get it. Recreate: running pods are evicted for it, too,
    each of which loads its model anew; by the updater's own default never those of a Deployment with one pod.
    InPlaceOrRecreate: running pods are resized where that can be. Default: Off."""
    minAllowed: NotRequired[AllowedCamelArgs]
    """The least that a replica may ask for. Default: no bound."""
    maxAllowed: NotRequired[AllowedCamelArgs]
    """The most that a replica may ask for; beyond what a node has, a pod would never start. Default: no bound."""
    controlledResources: NotRequired[Sequence[Literal["cpu", "memory"]]]
    """Which resources it sets; one that a horizontal autoscaler goes by is not for it. Default: cpu and memory."""
    controlledValues: NotRequired[Literal["RequestsAndLimits", "RequestsOnly"]]
    """Whether the limits go with the requests. Default: RequestsAndLimits, which keeps them equal."""


class TrackModelCamelArgs(TypedDict):
    """The files of a track's model, kept where model.cache says and fetched by model.downloader. In camelCase."""

    checksum: NotRequired[str | None]
    """SHA-256 of the one file: another is an error in the pod, and never served. Default: none, its length alone is
    held."""
    checksums: NotRequired[Mapping[str, str]]
    """SHA-256 of each of several files, by its path. Default: none."""
    credentials: NotRequired[CredentialsCamelArgs | None]
    """Who asks the store for it. Default: the workload identity of serviceAccount, or nobody."""
    source: ModelSourceCamelArgs
    """Where they come from."""


class MatchCamelArgs(TypedDict):
    """Requests that reach the canary on purpose, whatever its weight. In camelCase."""

    headers: Mapping[str, str]
    """Headers that a request has to have, all of them, each with the whole of its value."""


class MirrorCamelArgs(TypedDict):
    """Copies of the primary's requests, whose answers nobody gets. In camelCase."""

    percent: NotRequired[int]
    """Percentage of the requests that the canary gets a copy of, 1 to 100. Default: 100."""


class CanaryCamelArgs(TypedDict):
    """A second model that takes part of the traffic. In camelCase."""

    modelRef: pulumi.Input[str] | ValueFromCamelArgs
    """Reference of the canary's model."""
    model: NotRequired[TrackModelCamelArgs | None]
    """Files of the canary's model. Default: the service's, where modelRef is the same, else none."""
    image: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Image of the canary's model server, where it differs. Default: the service's."""
    weight: int
    """Percentage of the traffic that the canary should get, 0 to 100. A router makes it true to the percent. Without
    one a Service spreads requests over all pods, so the canary gets the share of the replicas that comes nearest, at
    least one pod and at most all but one: the output effectiveWeight says what it is. 0 and 100 take the other track
    out of the Service and leave it warmReplicas beside the total."""
    warmReplicas: NotRequired[int]
    """Pods that a track without traffic keeps, beside the total: the canary at weight 0, the primary at weight 100.
    Giving it traffic is then not a cold start. Default: 1."""
    exact: NotRequired[bool]
    """Whether a weight that the replicas cannot meet to the percent is an error. Default: false, the nearest share."""
    router: NotRequired[Literal["replicas", "gateway", "istio", "traefik", "argo"] | None]
    """What makes the weight true: the share of the pods behind one Service (replicas), or the router that the field
    of that name declares, or the steps of argo. Default: argo, the declared router, or else replicas."""
    capacity: NotRequired[Literal["extra", "share"] | None]
    """Whether the canary's pods stand beside those of the primary, which keeps its full size so that going back
    needs no new pod (extra), or take their share of the total (share). Default: extra with a router, share with
    replicas."""
    match: NotRequired[MatchCamelArgs | None]
    """Requests that reach the canary whatever its weight; needs a router. Default: none."""
    mirror: NotRequired[MirrorCamelArgs | None]
    """Copies of the primary's requests for a canary of weight 0; needs a router. Default: none."""


class ColorCamelArgs(TypedDict):
    """One of the two tracks. In camelCase."""

    modelRef: pulumi.Input[str] | ValueFromCamelArgs
    """Reference of the track's model."""
    model: NotRequired[TrackModelCamelArgs | None]
    """Files of the track's model. Default: none, the server finds its model itself."""
    image: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Image of the track's model server, where it differs. Default: the service's."""


class BlueGreenCamelArgs(TypedDict):
    """Two full tracks, each of `replicas` pods. The Service changes over when the active one is ready; going back is
    the same change the other way, and needs no new pod. Under autoscaling the one that waits has minReplicas: raise
    that before a change over. In camelCase."""

    active: Literal["blue", "green"]
    """The track that has the traffic."""
    blue: NotRequired[ColorCamelArgs | None]
    """The one track; taking it away while the other is active restarts nothing. Default: none."""
    green: NotRequired[ColorCamelArgs | None]
    """The other track; taking it away while the one is active restarts nothing. Default: none."""


class ServicePortCamelArgs(TypedDict):
    """A port of the Service, over the container's port of the same name. In camelCase."""

    name: str
    """Name of the container's port, and of this one."""
    port: NotRequired[int | None]
    """Number of the port. Default: 80 of http, and of others the container's own."""
    nodePort: NotRequired[int | None]
    """Port of every node, of the range that the cluster keeps for it (30000 to 32767 unless it was changed); goes
    with the types NodePort and LoadBalancer. Default: one that the cluster chooses."""


class ServiceCamelArgs(TypedDict):
    """The Service over all pods with traffic. In camelCase."""

    type: NotRequired[Literal["ClusterIP", "NodePort", "LoadBalancer"]]
    """From where the Service can be reached: from inside the cluster, by a port of every node, or by a load balancer
    of the cluster's, whose address is waited for. Default: ClusterIP."""
    headless: NotRequired[bool]
    """Whether the Service has no address of its own: its name stands for the addresses of all pods with traffic,
    which are asked by the container's ports, and each client chooses among them. A canary's weight is then the share
    of the pods that a client chooses. A change replaces the Service. Default: false."""
    ports: NotRequired[Sequence[ServicePortCamelArgs]]
    """Ports, each over one of the container's; http is there in any case. Default: http."""
    annotations: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromCamelArgs]]
    """Annotations, for what reads them there, such as a controller of load balancers. Default: none."""
    labels: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromCamelArgs]]
    """Labels beside those that every object has. Default: none."""
    hostname: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Name that external-dns gives to the Service's addresses; goes with the types NodePort and LoadBalancer, and
    with headless. Default: none."""
    aliases: NotRequired[Sequence[pulumi.Input[str] | ValueFromCamelArgs]]
    """Further names beside hostname that external-dns gives to the addresses. Default: none."""
    trafficDistribution: NotRequired[Literal["PreferSameZone", "PreferSameNode"] | None]
    """Which pods a request from inside the cluster reaches by preference. Default: any."""
    internalTrafficPolicy: NotRequired[Literal["Cluster", "Local"] | None]
    """Whether a request from inside the cluster reaches pods of its own node alone (Local). Default: Cluster."""
    externalTrafficPolicy: NotRequired[Literal["Cluster", "Local"] | None]
    """Whether a request from outside reaches pods of the node alone that it came to (Local), which keeps the
    client's address. Default: Cluster."""
    loadBalancerClass: NotRequired[str | None]
    """Which load balancer of the cluster's; cannot be changed. Default: the cluster's own."""
    loadBalancerSourceRanges: NotRequired[Sequence[str]]
    """Addresses that the load balancer lets in. Default: all."""


class IngressTlsCamelArgs(TypedDict):
    """The certificate of the hosts. In camelCase."""

    secretName: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Secret of type kubernetes.io/tls with the certificate, which an issuer writes there. Required without an
    issuer and without certificate. Default: NAME-tls, or certificate's."""
    clusterIssuer: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """ClusterIssuer of cert-manager, which sees the annotation and makes the certificate. Default: none."""
    issuer: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Issuer of cert-manager in the service's namespace, in place of a ClusterIssuer. Default: none."""


class IngressCamelArgs(TypedDict):
    """The way of the traffic from outside through an ingress controller. In camelCase."""

    className: NotRequired[str | None]
    """IngressClass, which says what controller it is for. Default: the cluster's default class."""
    hosts: NotRequired[Sequence[pulumi.Input[str] | ValueFromCamelArgs]]
    """Hosts that the service answers for; the output url has the first that is no wildcard. Default: all of the
    controller's."""
    paths: NotRequired[Sequence[str]]
    """Paths of each host that lead to the service. Default: /."""
    pathType: NotRequired[Literal["Prefix", "Exact", "ImplementationSpecific"]]
    """How a request's path is held against them: by whole parts between slashes, as a whole, or as the controller
    does. Default: Prefix."""
    annotations: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromCamelArgs]]
    """Annotations, for what the controller reads there. Default: none."""
    tls: NotRequired[IngressTlsCamelArgs | None]
    """TLS for all hosts. Default: none."""


class IssuerRefCamelArgs(TypedDict):
    """Who signs. In camelCase."""

    name: pulumi.Input[str] | ValueFromCamelArgs
    """Name of the issuer."""
    kind: NotRequired[str]
    """Issuer, which stands in the service's namespace, ClusterIssuer, or a kind of the group's. Default: Issuer."""
    group: NotRequired[str]
    """API group of an issuer that is another project's. Default: cert-manager.io."""


class PrivateKeyCamelArgs(TypedDict):
    """The certificate's private key. In camelCase."""

    algorithm: NotRequired[Literal["RSA", "ECDSA", "Ed25519"]]
    """Default: RSA."""
    size: NotRequired[int | None]
    """2048 to 8192 with RSA; 256, 384 or 521 with ECDSA; none with Ed25519. Default: cert-manager's, 2048 and 256."""
    rotationPolicy: NotRequired[Literal["Always", "Never"] | None]
    """Whether each renewal has a new key. Default: cert-manager's, Always from 1.18 on."""


class CertificateCamelArgs(TypedDict):
    """A certificate that cert-manager asks for, keeps in a Secret and renews. In camelCase."""

    issuerRef: IssuerRefCamelArgs
    """Who signs it."""
    secretName: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Secret that cert-manager writes; TLS of the Ingress reads it. Default: NAME-tls."""
    dnsNames: NotRequired[Sequence[pulumi.Input[str] | ValueFromCamelArgs]]
    """Hosts that it is for. Default: those of ingress, gateway, istio and traefik."""
    duration: NotRequired[str | int | float | None]
    """How long it is to be valid, 1h at least; an issuer may give another. Default: cert-manager's, 2160h (90 days)."""
    renewBefore: NotRequired[str | int | float | None]
    """How long before its end it is renewed, 5m at least. Default: cert-manager's, a third of it."""
    privateKey: NotRequired[PrivateKeyCamelArgs | None]
    """Its private key. Default: cert-manager's."""


class CallerCamelArgs(TypedDict):
    """Callers, and what they ask for. A gRPC call is a POST to /PACKAGE.SERVICE/METHOD. In camelCase."""

    serviceAccounts: NotRequired[Sequence[str]]
    """Service accounts of the callers, as NAMESPACE/NAME; a gateway has its own. Default: none."""
    namespaces: NotRequired[Sequence[str]]
    """Namespaces of the callers, with all service accounts in them. Default: none."""
    methods: NotRequired[Sequence[Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]]]
    """HTTP methods. Default: all."""
    paths: NotRequired[Sequence[str]]
    """Paths to the letter, or with * at the end for all that begin so. Default: all."""


class PortLevelMtlsCamelArgs(TypedDict):
    """Where the pods take requests in clear all the same. In camelCase."""

    metrics: Literal["PERMISSIVE"]
    """PERMISSIVE for the port of metrics, so that a Prometheus outside of the mesh can scrape: anybody who reaches
    the pods may GET the path of the metrics, and nothing else."""


class IstioSecurityCamelArgs(TypedDict):
    """Who may call the pods in an Istio mesh. Who is not named is refused. In camelCase."""

    allow: Sequence[CallerCamelArgs]
    """Who may ask for what."""
    deny: NotRequired[Sequence[CallerCamelArgs]]
    """What is refused though allow has it; without callers, to everybody. Default: nothing."""
    mtls: NotRequired[Literal["STRICT", "PERMISSIVE"]]
    """Whether the pods take requests with a certificate alone (STRICT), or others too, of which allow has none.
    Default: STRICT."""
    portLevelMtls: NotRequired[PortLevelMtlsCamelArgs | None]
    """Ports that are open beside mtls: STRICT. Default: none."""
    trustDomain: NotRequired[str]
    """Trust domain of the mesh, with which its certificates begin. Default: cluster.local."""


class ParentRefCamelArgs(TypedDict):
    """A Gateway that the route is attached to. In camelCase."""

    name: str
    """Name of the Gateway."""
    namespace: NotRequired[str | None]
    """Namespace of the Gateway, whose listener has to allow routes from the service's. Default: the service's."""
    sectionName: NotRequired[str | None]
    """Name of the one listener to attach to. Default: every one that allows it."""
    port: NotRequired[int | None]
    """Port of the listeners to attach to. Default: any."""


class HeaderModifierCamelArgs(TypedDict):
    """What is done to the headers of a request or of an answer. In camelCase."""

    set: NotRequired[Mapping[str, str]]
    """Headers to set, in place of those of the same name. Default: none."""
    add: NotRequired[Mapping[str, str]]
    """Headers to add beside those of the same name. Default: none."""
    remove: NotRequired[Sequence[str]]
    """Names of the headers to remove. Default: none."""


class FiltersCamelArgs(TypedDict):
    """What a gateway does to requests and answers on their way. In camelCase."""

    requestHeaders: NotRequired[HeaderModifierCamelArgs | None]
    """Changes of the request's headers. Default: none."""
    responseHeaders: NotRequired[HeaderModifierCamelArgs | None]
    """Changes of the answer's headers. Default: none."""
    replacePrefix: NotRequired[str | None]
    """What stands in the place of `path` at the start of the request's path. Default: it stays."""


class GatewayTimeoutsCamelArgs(TypedDict):
    """How long a gateway waits. In camelCase."""

    request: NotRequired[str | int | None]
    """Time for the whole of a request, streamed answers included. Default: the gateway's."""
    backendRequest: NotRequired[str | int | None]
    """Time for one attempt at a pod; request at most. Default: the gateway's."""


class GatewayCamelArgs(TypedDict):
    """The way of the traffic through a Gateway. In camelCase."""

    parentRefs: Sequence[ParentRefCamelArgs]
    """Gateways that the route is attached to."""
    hostnames: NotRequired[Sequence[str]]
    """Hosts that the route answers for. Default: all of the listener."""
    path: NotRequired[str]
    """Start of the paths that the route answers for, in whole parts between slashes. Default: /."""
    filters: NotRequired[FiltersCamelArgs]
    """What the gateway does to requests and answers. Default: nothing."""
    timeouts: NotRequired[GatewayTimeoutsCamelArgs]
    """How long the gateway waits. Default: its own."""


class IstioCamelArgs(TypedDict):
    """The way of the traffic through an Istio mesh. In camelCase."""

    gateways: NotRequired[Sequence[str]]
    """Istio Gateways that traffic from outside the mesh comes through, as NAME or NAMESPACE/NAME. Default: none,
    traffic inside the mesh alone."""
    hosts: NotRequired[Sequence[str]]
    """Hosts that the gateways answer for, beside the Service's own name inside the mesh. Default: none."""
    timeout: NotRequired[str | int | None]
    """Time for the whole of a request. Default: none."""


class MiddlewareRefCamelArgs(TypedDict):
    """A Middleware that requests pass through. In camelCase."""

    name: str
    """Name of the Middleware."""
    namespace: NotRequired[str | None]
    """Its namespace, which Traefik has to allow. Default: the service's."""


class TraefikCamelArgs(TypedDict):
    """The way of the traffic through Traefik. In camelCase."""

    entryPoints: Sequence[str]
    """Entry points of Traefik that the traffic comes through."""
    hostnames: Sequence[str]
    """Hosts that the route answers for, each without *."""
    path: NotRequired[str]
    """Start of the paths that the route answers for. Default: /."""
    middlewares: NotRequired[Sequence[MiddlewareRefCamelArgs]]
    """Middlewares that requests pass through, in this order. Default: none."""
    tlsSecret: NotRequired[str | None]
    """Name of the Secret with the certificate. Default: none; the entry point's own where it has TLS."""


class PauseCamelArgs(TypedDict):
    """A wait between two steps. In camelCase."""

    duration: NotRequired[str | int | None]
    """How long. Default: until somebody promotes the Rollout (kubectl argo rollouts promote)."""


class CanaryScaleCamelArgs(TypedDict):
    """How many pods of the new model there are from here on, whatever its share of the requests; exactly one field.
    In camelCase."""

    replicas: NotRequired[int | None]
    """A count. Default: none."""
    weight: NotRequired[int | None]
    """A percentage of the service's count. Default: none."""
    matchTrafficWeight: NotRequired[bool | None]
    """true: again as many as its share of the requests asks for. Default: none."""


class AnalysisTemplateCamelArgs(TypedDict):
    """An AnalysisTemplate that the cluster has. In camelCase."""

    name: str
    """Its name."""
    clusterScope: NotRequired[bool]
    """Whether it is a ClusterAnalysisTemplate. Default: false."""


class ArgumentSourceCamelArgs(TypedDict):
    """What only Argo Rollouts knows. In camelCase."""

    podTemplateHashValue: Literal["Latest", "Stable"]
    """The hash of the new model's pods (Latest) or of those before (Stable), which stands in their names, NAME-
    HASH-..., and in their label rollouts-pod-template-hash."""


class ArgumentFromCamelArgs(TypedDict):
    """An argument that Argo Rollouts fills in. In camelCase."""

    valueFrom: ArgumentSourceCamelArgs
    """What it is."""


class AnalysisCamelArgs(TypedDict):
    """Measurements that have to succeed before the next step; if they fail, Argo Rollouts goes back. In camelCase."""

    templates: Sequence[AnalysisTemplateCamelArgs]
    """What is measured."""
    args: NotRequired[Mapping[str, pulumi.Input[str] | ArgumentFromCamelArgs]]
    """Arguments of the templates and their values. Default: none."""


class StepCamelArgs(TypedDict):
    """One step; exactly one field. In camelCase."""

    setWeight: NotRequired[int | None]
    """Percentage of the traffic for the new model from here on, canary.weight at most. Default: none."""
    pause: NotRequired[PauseCamelArgs | None]
    """A wait. Default: none."""
    setCanaryScale: NotRequired[CanaryScaleCamelArgs | None]
    """Pods of the new model; needs gateway or istio. Default: none, as the weight asks for."""
    analysis: NotRequired[AnalysisCamelArgs | None]
    """Measurements. Default: none."""


class BackgroundAnalysisCamelArgs(TypedDict):
    """Measurements that go on while the steps are taken; if they fail, Argo Rollouts goes back. In camelCase."""

    templates: Sequence[AnalysisTemplateCamelArgs]
    """What is measured."""
    args: NotRequired[Mapping[str, pulumi.Input[str] | ArgumentFromCamelArgs]]
    """Arguments of the templates and their values. Default: none."""
    startingStep: NotRequired[int]
    """The step with which they begin, counted from 0. Default: 0."""


class ArgoCamelArgs(TypedDict):
    """One Rollout of Argo Rollouts in the place of the Deployments. In camelCase."""

    steps: NotRequired[Sequence[StepCamelArgs]]
    """What comes before a new model has canary.weight, or all of the traffic without a canary. A canary below 100
    then stays at its weight until the spec says more. Default: none, at once."""
    analysis: NotRequired[BackgroundAnalysisCamelArgs | None]
    """Measurements that go on while the steps are taken. Default: none; steps have their own."""


class ClaimRetentionCamelArgs(TypedDict):
    """What becomes of claims whose pods are gone for good. In camelCase."""

    whenDeleted: NotRequired[Literal["Retain", "Delete"]]
    """Where the StatefulSet is deleted, as a canary's is at its end. Retain: they stay, and a new StatefulSet of the
    name takes them. Delete: they go with their data. Default: Retain."""
    whenScaled: NotRequired[Literal["Retain", "Delete"]]
    """Where there are fewer pods, by the spec or by an autoscaler. Retain: they stay for pods that come back.
    Delete: they go with their data. Default: Retain."""


class StatefulSetCamelArgs(TypedDict):
    """StatefulSets in the place of the Deployments: pods NAME-TRACK-0, -1 and so on, each with a DNS name below the
    headless Service NAME-TRACK-headless. They are replaced one after the other, the last first, and never is a new
    one there before the old one has gone. In camelCase."""

    podManagementPolicy: NotRequired[Literal["Parallel", "OrderedReady"]]
    """Whether all pods start at once, or each when the one before is ready. With OrderedReady a broken pod has to be
    deleted by hand after its spec has been mended (kubernetes#67250). Default: Parallel, since replicas of a model
    do not need one another to start."""
    persistentVolumeClaimRetentionPolicy: NotRequired[ClaimRetentionCamelArgs | None]
    """What becomes of the claims of volumeClaimTemplate whose pods are gone for good. Default: they stay."""


class DaemonSetCamelArgs(TypedDict):
    """A DaemonSet in the place of the Deployment: a pod on each node that scheduling lets it go to, and a new one
    wherever such a node comes. How many there are is known to the cluster alone. In camelCase."""

    maxUnavailable: NotRequired[str | int | None]
    """Nodes whose pods are replaced at a time, each after the old one has gone. A percentage is rounded up, so that
    it is one node at least. A count asks for timing.updateTimeout, since nothing here knows how often it takes that
    many. Default: 10%."""
    maxSurge: NotRequired[str | int | None]
    """In place of maxUnavailable: nodes on which a new pod is ready at a time before the old one goes, where there
    is room for both. Default: none, the old one goes first."""


class SessionAffinityCamelArgs(TypedDict):
    """How a client is known, so that its requests reach one pod as long as it is there. In camelCase."""

    by: Literal["clientIP", "cookie", "header"]
    """What marks a client: its address (clientIP; the Service alone, and Istio), a cookie (Istio, Traefik) or a
    header (Istio). The Gateway API's standard channel has none. A canary's weight is then a share of the clients;
    Istio chooses the track anew for each request."""
    name: NotRequired[str | None]
    """Name of the cookie or header; goes with both. Default: none."""
    ttl: NotRequired[str | int | None]
    """How long a client is known: since its last request by clientIP, which a Service forgets after 24h at most; the
    life of the cookie. Default: 3h by clientIP; the browser's session by cookie."""


class ProbeCamelArgs(TypedDict):
    """One probe, where it differs from the others. In camelCase."""

    path: NotRequired[str | None]
    """HTTP path that this probe asks. Default: healthCheck.path; for readiness the runtime's own, where it has one."""
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
    """HTTP path of the startup and liveness probes, and of readiness where the runtime has no readiness path of its
    own (zerfoo: /readyz). Default: the runtime's; custom has none, and asks for one unless each probe has a path or
    grpc of its own."""
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


class HttpGetCamelArgs(TypedDict):
    """An HTTP request by GET, which succeeds with a status from 200 to 399. In camelCase."""

    path: str
    """Path."""
    port: NotRequired[int | None]
    """Port of the container. Default: the model server's http."""


class DrainCommandCamelArgs(TypedDict):
    """What tells the server to drain before it is told to end; exactly one field. In camelCase."""

    exec: NotRequired[ExecCamelArgs | None]
    """A command in the container, for anything but a GET, such as a POST to /shutdown. Default: none."""
    httpGet: NotRequired[HttpGetCamelArgs | None]
    """An HTTP request by GET. Default: none."""


class TimingCamelArgs(TypedDict):
    """Timers in place of those that follow from modelLoad and drain. In camelCase."""

    preStop: NotRequired[str | int]
    """Time before the server is told to end, while the endpoints forget its pod: a sleep, or the most that
    drainCommand takes. Default: 15s."""
    terminationGracePeriod: NotRequired[str | int | None]
    """Time from the beginning of a pod's end until it is killed; at least preStop + drain. Default: preStop + drain."""
    minReady: NotRequired[str | int | None]
    """Time that a new pod has to stay ready before the rollout goes on (minReadySeconds), so that one that fails
    under its first requests is not taken for a good one. Default: none."""
    progressDeadline: NotRequired[str | int | None]
    """Time without any progress after which Kubernetes calls a rollout failed; above modelLoad, and minReady after
    it. Default: modelLoad + 5m, or modelLoad + terminationGracePeriod + 4m if that is longer; and minReady."""
    createTimeout: NotRequired[str | int | None]
    """Time that Pulumi waits for a new Deployment; at least progressDeadline. Default: progressDeadline."""
    updateTimeout: NotRequired[str | int | None]
    """Time that Pulumi waits for the rollout of a Deployment; at least progressDeadline. Default: modelLoad +
    minReady + terminationGracePeriod for each wave of pods, and once what progressDeadline is above modelLoad and
    minReady."""
    deleteTimeout: NotRequired[str | int | None]
    """Time that Pulumi waits for a Deployment to be gone with its pods; at least terminationGracePeriod. Default:
    10m, or terminationGracePeriod + 5m if that is longer."""


class RolloutCamelArgs(TypedDict):
    """How pods are replaced where a GPU cannot be had twice. In camelCase."""

    spareGpus: NotRequired[int]
    """GPUs beside those of the running pods that a rollout may use for a while. With enough of them new pods are
    ready before old ones go; without, each GPU is handed over and the service has fewer ready pods meanwhile.
    Default: 0."""
    allowDowntime: NotRequired[bool]
    """Whether the one pod of a service may go before the new one is ready, since there is no GPU for both. Default:
    false, which asks for spareGpus."""


class MonitorCamelArgs(TypedDict):
    """How a Prometheus of the Prometheus Operator scrapes the pods. In camelCase."""

    labels: NotRequired[Mapping[str, str]]
    """Labels of the object, by which a Prometheus selects its monitors. Default: none."""
    interval: NotRequired[str | int]
    """Time from one scrape to the next. Default: 30s."""
    scrapeTimeout: NotRequired[str | int]
    """Time that a scrape may take; interval at most. Default: 10s."""


class PendingCamelArgs(TypedDict):
    """How long a condition has to hold before its alert fires: the `for` of its rule. In camelCase."""

    latency: NotRequired[str | int]
    """Of a slow service. Default: 5m."""
    errorRate: NotRequired[str | int]
    """Of failing requests. Default: 2m."""
    accuracy: NotRequired[str | int]
    """Of an accuracy that has dropped. Default: 10m."""
    gpuMemory: NotRequired[str | int]
    """Of a full GPU. Default: 5m."""
    noReadyPods: NotRequired[str | int]
    """Of a service without a ready pod. Default: 1m."""
    queue: NotRequired[str | int]
    """Of a queue that grows. Default: 10m."""
    canary: NotRequired[str | int]
    """Of a canary that is worse than the primary. Default: 5m."""


class PrometheusRuleCamelArgs(TypedDict):
    """What is recorded, and when an alert fires. A change of it touches no pod. In camelCase."""

    labels: NotRequired[Mapping[str, str]]
    """Labels of the PrometheusRule, by which a Prometheus selects its rules. Default: none."""
    alertLabels: NotRequired[Mapping[str, str]]
    """Labels of every alert, by which Alertmanager routes it; severity may be one of them, in place of the alert's
    own. Default: none."""
    disabled: NotRequired[
        Sequence[
            Literal[
                "latency",
                "errorRate",
                "accuracy",
                "gpuMemory",
                "noReadyPods",
                "restarts",
                "queue",
                "canary",
                "modelLoad",
            ]
        ]
    ]
    """Alerts to leave out. Default: none."""
    latency: NotRequired[str | int | None]
    """95th percentile of the requests' time above which a service is slow. Default: 30s; 2s by the presets
    tensorflow-serving and article."""
    errorRate: NotRequired[int]
    """Share of failed requests above which there are too many. Default: 5."""
    accuracy: NotRequired[str | int | float]
    """The model's accuracy below which it has dropped. Default: 0.85."""
    accuracyMetric: NotRequired[str | None]
    """Gauge of the model's accuracy, which a job of yours may export with the labels namespace, app and track of the
    pods. Default: model_accuracy by the preset article, else none, and no alert."""
    gpuMemory: NotRequired[int]
    """Share of a GPU's memory in use above which it is nearly full; some servers take nine tenths at their start.
    Default: 95."""
    restarts: NotRequired[int]
    """Restarts of a container in 15 minutes from which it is a loop. Default: 3."""
    queue: NotRequired[str | int | float]
    """Waiting requests of a pod on average, above which a queue that grows is too long. Default: 10."""
    canaryErrorRate: NotRequired[int]
    """By how many points of percent a canary's share of failed requests may be above the primary's. Default: 5."""
    canaryLatency: NotRequired[str | int | float]
    """How many times the primary's 95th percentile a canary's may be. Default: 1.5."""
    pending: NotRequired[PendingCamelArgs]
    """How long each condition has to hold. Default: 1m to 10m."""


class GrafanaDashboardCamelArgs(TypedDict):
    """A dashboard of the service. A change of it touches no pod. In camelCase."""

    labels: NotRequired[Mapping[str, str]]
    """Labels of the ConfigMap, by which the sidecar finds it. Default: grafana_dashboard: "1"."""
    folder: NotRequired[str | None]
    """Folder of Grafana, as the annotation grafana_folder; the sidecar has to be told of it (folderAnnotation).
    Default: the general one."""


class MonitoringCamelArgs(TypedDict):
    """Metrics of a service: scraped, recorded, alerted on and drawn. In camelCase."""

    preset: NotRequired[
        Literal["zerfoo", "vllm", "sglang", "tgi", "triton", "tensorflow-serving", "llama-cpp", "article"] | None
    ]
    """Whose names the server's metrics have; article for a server of your own that keeps to http_requests_total,
    inference_duration_seconds, inference_queue_depth, model_accuracy and model_load_seconds. Default: the runtime's."""
    scrapeAnnotations: NotRequired[bool]
    """Whether the pods have the annotations prometheus.io/scrape, port and path, for a Prometheus that is configured
    to go by them; a change replaces the pods. Default: false."""
    serviceMonitor: NotRequired[MonitorCamelArgs | None]
    """A ServiceMonitor, over the pods that the Service NAME-svc leads to; needs its CRD. Default: none."""
    podMonitor: NotRequired[MonitorCamelArgs | None]
    """A PodMonitor, over all pods, a canary's without traffic and those that are not ready included; needs its CRD.
    Default: none."""
    prometheusRule: NotRequired[PrometheusRuleCamelArgs | None]
    """A PrometheusRule that records the service's rates and latencies, and its alerts; needs its CRD. Default: none."""
    grafanaDashboard: NotRequired[GrafanaDashboardCamelArgs | None]
    """A ConfigMap with a dashboard, for the sidecar of Grafana's chart. Default: none."""


class LoggingCamelArgs(TypedDict):
    """What the model server logs. In camelCase."""

    level: Literal["debug", "info", "warning", "error"]
    """The least that is logged. Each runtime has a variable or a flag for it; custom has LOG_LEVEL, with the level
    in capitals."""


class TracingCamelArgs(TypedDict):
    """Traces of requests, by OpenTelemetry. In camelCase."""

    endpoint: str
    """Address of the collector for OTLP, without the path of a signal."""
    protocol: NotRequired[Literal["grpc", "http/protobuf"] | None]
    """How it is sent: grpc, usually to port 4317, or http/protobuf, usually to 4318. Default: grpc, or what the
    runtime has."""
    sampler: NotRequired[
        Literal[
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio",
        ]
        | None
    ]
    """Which requests are traced. Default: parentbased_traceidratio with a ratio, else parentbased_always_on."""
    ratio: NotRequired[str | int | float | None]
    """Part of the requests that is traced where nobody has decided before, from 0 to 1. Default: all."""
    serviceName: NotRequired[str | None]
    """The service in the traces (service.name). Default: the service's name in the cluster."""
    resourceAttributes: NotRequired[Mapping[str, object]]
    """Attributes of all spans. Default: none."""


class DisruptionBudgetCamelArgs(TypedDict):
    """How many pods evictions may take at a time; exactly one of minAvailable and maxUnavailable. In camelCase."""

    minAvailable: NotRequired[str | int | None]
    """Pods that have to stay; below the fewest that there may be, since no node could be drained otherwise. Default:
    none."""
    maxUnavailable: NotRequired[str | int | None]
    """Pods that may be missing, 1 or more. A percentage is rounded up. Default: 1 without minAvailable."""
    unhealthyPodEvictionPolicy: NotRequired[Literal["AlwaysAllow", "IfHealthyBudget"]]
    """Whether pods that are not ready may always be evicted, or as long as enough others are ready: with
    IfHealthyBudget a model that does not load keeps its node from being drained. Default: AlwaysAllow."""


class InferenceServiceCamelArgs(TypedDict):
    """Desired state of an inference service. In camelCase."""

    imagePullPolicy: NotRequired[Literal["IfNotPresent", "Always", "Never"] | None]
    """When nodes pull the image; Always also allows one without a version. Default: Kubernetes', IfNotPresent for
    one with a version."""
    resources: NotRequired[ResourcesCamelArgs]
    """Compute resources of each replica. Default: none asked for."""
    securityContext: NotRequired[SecurityContextCamelArgs | None]
    """Who the model server runs as. Default: the runtime's user."""
    writablePaths: NotRequired[Sequence[str] | None]
    """Directories of the container that the server writes to, beside the runtime's own; each is an empty volume of
    the pod. Default: none more."""
    env: NotRequired[Mapping[str, pulumi.Input[str] | EnvVarFromCamelArgs]]
    """Environment variables of the model server's container: a text, or where the value stands. Secrets of the
    configuration and Outputs go into the Secret NAME-secrets; $(OTHER) is another variable's value, as in
    Kubernetes. Default: none."""
    envFrom: NotRequired[Sequence[EnvFromCamelArgs]]
    """ConfigMaps and Secrets whose keys are variables, too. Default: none."""
    files: NotRequired[Sequence[FileCamelArgs]]
    """Files in the model server's container, for configuration and logging. A changed one rolls the pods. Default:
    none."""
    externalSecrets: NotRequired[Sequence[ExternalSecretCamelArgs]]
    """Secrets that the External Secrets Operator fetches from a store into NAME-openai and the like, for
    secretKeyRef and envFrom to name; needs its CRDs (v1). Default: none."""
    imagePullSecrets: NotRequired[Sequence[pulumi.Input[str] | ValueFromCamelArgs]]
    """Names of Secrets that exist, with credentials of registries. Default: none."""
    registries: NotRequired[Sequence[RegistryCamelArgs]]
    """Credentials of registries that images are pulled from, for the Secret NAME-registries. Default: none."""
    volumes: NotRequired[Sequence[VolumeCamelArgs]]
    """Volumes of the pods, each mounted in the model server's container. Default: none."""
    shmSize: NotRequired[str | int | float | None]
    """Size of /dev/shm, where the processes of a server share tensors; what is in it counts as memory of the
    container. Default: the container runtime's, 64Mi."""
    initContainers: NotRequired[Sequence[InitContainerCamelArgs]]
    """Containers that come before the model server, one after the other; with restartPolicy: Always native sidecars.
    Default: none."""
    containers: NotRequired[Sequence[ContainerCamelArgs]]
    """Containers beside the model server, from its start to its end. Default: none."""
    networkPolicy: NotRequired[NetworkPolicyCamelArgs | None]
    """Closes the pods in both directions, but for what it names and what they need: the cluster's DNS, and istiod in
    a mesh. Default: none, all is open."""
    scheduling: NotRequired[SchedulingCamelArgs]
    """Which nodes pods go to, how they are spread, and which go first: nodeSelector, nodeAffinity, podAntiAffinity,
    topologySpreadConstraints, tolerations, priorities, spot pools. Default: pods of one track on different hosts
    where there is room."""
    serviceAccount: NotRequired[ServiceAccountCamelArgs | None]
    """Who the pods are to the API server and to the cloud. Default: a ServiceAccount NAME without a token and
    without rights."""
    overrides: NotRequired[Mapping[str, Sequence[PatchOperationCamelArgs]]]
    """The last resort: a JSON Patch (RFC 6902) on an object as it was rendered, by its role in the outputs, such as
    primary or service. A warning says what each changes. Default: none."""
    name: NotRequired[str | None]
    """Name of the service in the cluster, the stem of every object's name. Default: the name that the service is
    declared under."""
    namespace: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Namespace of every object; it must exist. Default: the provider's."""
    defaultsVersion: NotRequired[Literal[1, 2, 3] | None]
    """Version of the defaults that hold where the spec says nothing. With one given, a release of this library that
    has others changes nothing. Default: the newest, 3."""
    requireCRDs: NotRequired[bool]
    """Whether a preview reads the CRDs of kinds of other projects that the service uses, such as KEDA's
    ScaledObject, and fails where one is missing. false where the same program installs it, or where whoever deploys
    may not read CRDs. Default: true."""
    modelRef: NotRequired[pulumi.Input[str] | ValueFromCamelArgs]
    """Reference of the model that the server loads; blueGreen has one for each track in its place."""
    model: NotRequired[ModelCamelArgs | None]
    """The model's files: where they come from, how they are verified, and where they are kept. Default: none, the
    server finds its model by modelRef."""
    runtime: NotRequired[
        Literal["zerfoo", "vllm", "sglang", "tgi", "triton", "tensorflow-serving", "llama-cpp", "custom"]
    ]
    """The model server: its image, command line, ports, probes and user, each of which another field replaces.
    custom has none of its own but port 8080 and user 1000. Default: zerfoo."""
    image: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Image of the model server, with a tag other than latest or, better, a digest. Default: the runtime's, of the
    release that defaultsVersion names."""
    containerName: NotRequired[str]
    """Name of the model server's container, where that of an adopted Deployment is to stay. Default: server."""
    command: NotRequired[Sequence[str] | None]
    """What the container runs; asks for args, but with runtime: custom. Default: the runtime's."""
    args: NotRequired[Sequence[str] | None]
    """All arguments, in place of the runtime's; $(MODEL_REF) in them is the model reference, and $(MODEL_PATH) the
    path of its files, where model.source brings them. Default: the runtime's."""
    extraArgs: NotRequired[Sequence[str] | None]
    """Arguments after the runtime's own. Default: none."""
    serving: NotRequired[ServingCamelArgs | None]
    """Several models on one server, and the metrics of tensorflow-serving. For tensorflow-serving by its files
    models.config and monitoring.config, for triton by flags. Default: one model, that of modelRef."""
    ports: NotRequired[PortsCamelArgs | None]
    """Ports of the container, in place of the runtime's; its own command line follows them. Default: the runtime's."""
    replicas: NotRequired[int]
    """Pods of the service, those of a canary included; 0 pauses it, and no pod is left of either model. Under
    autoscaling the count to start with, by default minReplicas. Default: 1."""
    minReplicas: NotRequired[int]
    """Fewest pods under autoscaling; goes with maxReplicas, and with resources.cpu unless autoscaling names other
    metrics. Default: 0, no autoscaling."""
    maxReplicas: NotRequired[int]
    """Most pods under autoscaling; goes with minReplicas. Default: 0, no autoscaling."""
    autoscaling: NotRequired[AutoscalingCamelArgs | None]
    """What the autoscalers go by, and how fast they go; goes with minReplicas. Default: the CPU at 80 percent."""
    verticalPodAutoscaler: NotRequired[VerticalPodAutoscalerCamelArgs | None]
    """A VerticalPodAutoscaler for each track, which sets the CPU and memory that its pods ask for. Default: none."""
    canary: NotRequired[CanaryCamelArgs | None]
    """A second model that takes part of the traffic. Default: none."""
    blueGreen: NotRequired[BlueGreenCamelArgs | None]
    """Two full tracks in place of modelRef, of which one has the traffic. Default: none."""
    service: NotRequired[ServiceCamelArgs]
    """The Service over all pods with traffic: its type, its ports, and what others read from it. Default: port 80
    inside the cluster."""
    ingress: NotRequired[IngressCamelArgs | None]
    """The way of the traffic from outside through an ingress controller, to the Service. A canary's weight is then
    the share of its pods. Default: none."""
    certificate: NotRequired[CertificateCamelArgs | None]
    """A certificate for the hosts, which cert-manager makes and renews in the Secret NAME-tls; needs its CRDs (v1).
    TLS of the Ingress reads it, and a listener of a Gateway may. Default: none."""
    istioSecurity: NotRequired[IstioSecurityCamelArgs | None]
    """Who may call the pods in an Istio mesh, by any route; needs its CRDs (v1). Default: none, the mesh's own
    rules."""
    gateway: NotRequired[GatewayCamelArgs | None]
    """The way of the traffic through a Gateway of the Gateway API, with a canary or without; needs its CRDs (v1).
    Default: none."""
    istio: NotRequired[IstioCamelArgs | None]
    """The way of the traffic through an Istio mesh, with a canary or without; needs its CRDs (v1). Default: none."""
    traefik: NotRequired[TraefikCamelArgs | None]
    """The way of the traffic through Traefik, with a canary or without; needs its CRDs (v1alpha1). Default: none."""
    argo: NotRequired[ArgoCamelArgs | None]
    """One Rollout of Argo Rollouts in the place of the Deployments, whose controller goes from model to model in
    steps, with a canary or without; needs its CRDs (v1alpha1). Beside gateway or istio it writes the route's
    weights, by gateway with its plugin argoproj-labs/gatewayAPI. Default: none."""
    statefulSet: NotRequired[StatefulSetCamelArgs | None]
    """StatefulSets in the place of the Deployments: pods with names that last, each with claims of its own
    (volumeClaimTemplate). Default: none."""
    daemonSet: NotRequired[DaemonSetCamelArgs | None]
    """A DaemonSet in the place of the Deployment: a pod on each node that scheduling lets it go to, as on the edge.
    Without replicas, autoscaling and a canary. Default: none."""
    sessionAffinity: NotRequired[SessionAffinityCamelArgs | None]
    """Whether the requests of one client reach one pod, and how it is known. Default: any pod."""
    healthCheck: NotRequired[HealthCheckCamelArgs]
    """Health probes of each replica. Default: the runtime's path every 10s."""
    modelLoad: NotRequired[str | int]
    """Time that a replica may take to fetch and load its model before it is restarted; what else is waited for
    follows from it. Default: 10m."""
    drain: NotRequired[str | int]
    """Time that the server has to finish running requests after it was told to end. Default: 45s."""
    drainCommand: NotRequired[DrainCommandCamelArgs | None]
    """What tells the server to drain, in place of the sleep before it is told to end; it may take as long as
    timing.preStop. Requests come until the endpoints have forgotten the pod, so the server has to answer them
    meanwhile. Default: none, a sleep of timing.preStop."""
    timing: NotRequired[TimingCamelArgs]
    """Single timers in place of those that follow from modelLoad and drain. Default: all follow."""
    rollout: NotRequired[RolloutCamelArgs]
    """How pods are replaced. Default: without spare GPUs."""
    monitoring: NotRequired[MonitoringCamelArgs | None]
    """Metrics: a ServiceMonitor, a PodMonitor or annotations for Prometheus, a PrometheusRule with alerts, a Grafana
    dashboard. Default: none."""
    logging: NotRequired[LoggingCamelArgs | None]
    """What the model server logs. Default: what it logs of its own accord."""
    tracing: NotRequired[TracingCamelArgs | None]
    """Where the model server sends traces of requests, by OpenTelemetry. Default: nowhere."""
    disruptionBudget: NotRequired[DisruptionBudgetCamelArgs | Literal[False] | None]
    """How many pods the drain of nodes may take at a time, by a PodDisruptionBudget; false for none. Default:
    maxUnavailable 1 from two replicas."""


class EgressCamelArgs(TypedDict):
    """What the pods may reach. All else is closed to them, and they are closed to everybody. In camelCase."""

    stores: NotRequired[Sequence[DestinationCamelArgs]]
    """What the pods ask while they run, such as object stores and databases. Default: nothing."""


class S3StoreCamelArgs(TypedDict):
    """A bucket of S3, or of a store that speaks its protocol. In camelCase."""

    prefix: NotRequired[str | None]
    """The folder in it. Default: all of it."""
    credentials: NotRequired[CredentialsCamelArgs | None]
    """Who asks the store. Default: the workload identity of serviceAccount."""
    bucket: pulumi.Input[str] | ValueFromCamelArgs
    """The bucket."""
    region: NotRequired[str]
    """Region of the bucket. Default: us-east-1."""
    endpoint: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Address of another store; the bucket is then the first part of the path. Default: AWS's."""


class GsStoreCamelArgs(TypedDict):
    """A bucket of Google Cloud Storage. In camelCase."""

    prefix: NotRequired[str | None]
    """The folder in it. Default: all of it."""
    credentials: NotRequired[CredentialsCamelArgs | None]
    """Who asks the store. Default: the workload identity of serviceAccount."""
    bucket: pulumi.Input[str] | ValueFromCamelArgs
    """The bucket."""


class AzStoreCamelArgs(TypedDict):
    """A container of Azure Blob Storage. In camelCase."""

    prefix: NotRequired[str | None]
    """The folder in it. Default: all of it."""
    credentials: NotRequired[CredentialsCamelArgs | None]
    """Who asks the store. Default: the workload identity of serviceAccount."""
    account: pulumi.Input[str] | ValueFromCamelArgs
    """The storage account."""
    container: pulumi.Input[str] | ValueFromCamelArgs
    """The container."""


class LocationCamelArgs(TypedDict):
    """Where models are; exactly one field. In camelCase."""

    s3: NotRequired[S3StoreCamelArgs | None]
    """S3. Default: none."""
    gs: NotRequired[GsStoreCamelArgs | None]
    """Google Cloud Storage. Default: none."""
    az: NotRequired[AzStoreCamelArgs | None]
    """Azure Blob Storage. Default: none."""
    pvc: NotRequired[PvcSourceCamelArgs | None]
    """A claim that exists. Default: none."""


class ModelSyncCamelArgs(TypedDict):
    """Keeps copies of models like their source: what is missing or differs is copied, and all is held against the
    source afterwards. In camelCase."""

    source: LocationCamelArgs
    """Where the models are. One without a single file is an error, and nothing is copied or deleted."""
    destinations: Sequence[LocationCamelArgs]
    """Where they are to be, one after the other. One that fails does not keep the others from their copies, and
    fails the job."""
    delete: NotRequired[bool]
    """Whether what the source does not have is deleted at the destinations. Default: false."""


class ModelBackupCamelArgs(TypedDict):
    """Copies models below a folder of the day, and holds what is there against the source afterwards. Nothing is
    deleted: how long backups are kept is a matter of the bucket's lifecycle rules. In camelCase."""

    source: LocationCamelArgs
    """Where the models are. One without a single file is an error, and nothing is copied or deleted."""
    destinations: Sequence[LocationCamelArgs]
    """Where they are to be, one after the other. One that fails does not keep the others from their copies, and
    fails the job."""
    prefix: NotRequired[str]
    """The folder at each destination, as date(1) writes it when the job starts, in the job's timeZone. Default:
    %Y-%m-%d."""


class ThresholdsCamelArgs(TypedDict):
    """What fails the test: k6 then ends with 99. In camelCase."""

    p95: NotRequired[str | int | float]
    """Time below which 95 of 100 requests have to be answered. Default: 2s."""
    failures: NotRequired[str]
    """Share of the requests below which those have to be that get no answer or another status than 2xx; with 0% none
    may. Default: 5%."""


class LoadTestCamelArgs(TypedDict):
    """A load test of a service by k6. In camelCase."""

    target: pulumi.Input[str] | ValueFromCamelArgs
    """Address of the service, such as the output `url` of an InferenceService."""
    path: NotRequired[str]
    """Path of the requests. Default: /."""
    method: NotRequired[Literal["GET", "POST", "PUT"] | None]
    """Method of the requests. Default: POST with a payload, GET without."""
    payload: NotRequired[object | None]
    """Body of the requests: a text as it is, all else as JSON. Default: none."""
    headers: NotRequired[Mapping[str, pulumi.Input[str] | CredentialFromCamelArgs]]
    """Headers of the requests: texts, or where a secret stands. Default: Content-Type application/json with a
    payload that is JSON."""
    virtualUsers: NotRequired[int]
    """Users of each pod, each of whom sends one request after the other. Default: 10."""
    duration: NotRequired[str | int]
    """How long they send requests; with iterations at most. Default: 1m."""
    iterations: NotRequired[int | None]
    """Requests of all users of a pod together, after which it ends; virtualUsers at least. Default: as many as
    duration lets."""
    pause: NotRequired[str | int | float]
    """Time of a user between an answer and the next request: half to one and a half of this. Default: 1s."""
    timeout: NotRequired[str | int | float]
    """Time after which a request without an answer has failed. Default: 60s."""
    thresholds: NotRequired[ThresholdsCamelArgs]
    """What fails the test. Default: 95 of 100 requests take 2s or more, or 5% fail."""


class OnExitCodesCamelArgs(TypedDict):
    """The exit code of a container that failed. In camelCase."""

    containerName: NotRequired[str | None]
    """Of which container. Default: of any."""
    operator: Literal["In", "NotIn"]
    """Whether it is one of values, or none of them."""
    values: Sequence[int]
    """Exit codes; 0 is none of a failure."""


class OnPodConditionCamelArgs(TypedDict):
    """A condition of the pod that failed. In camelCase."""

    type: str
    """Which condition."""
    status: NotRequired[Literal["True", "False", "Unknown"]]
    """Its status. Default: True."""


class PodFailureRuleCamelArgs(TypedDict):
    """One rule: what is done, and exactly one field that says when. In camelCase."""

    action: Literal["Ignore", "FailJob", "FailIndex", "Count"]
    """Ignore: the pod is replaced, and no limit counts it. FailJob: the job has failed. FailIndex: its index has
    failed (backoffLimitPerIndex). Count: as without a rule."""
    onExitCodes: NotRequired[OnExitCodesCamelArgs | None]
    """By the exit code of a container. Default: none."""
    onPodConditions: NotRequired[Sequence[OnPodConditionCamelArgs] | None]
    """By a condition of the pod, any of these. Default: none."""


class PodFailurePolicyCamelArgs(TypedDict):
    """Rules of which the first that fits a failed pod holds. In camelCase."""

    rules: Sequence[PodFailureRuleCamelArgs]
    """The rules, in order."""


class ScalerAuthenticationCamelArgs(TypedDict):
    """How KEDA authenticates to a queue. In camelCase."""

    name: str
    """Name of a TriggerAuthentication in the job's namespace, or of a ClusterTriggerAuthentication."""
    kind: NotRequired[Literal["TriggerAuthentication", "ClusterTriggerAuthentication"]]
    """Kind of that object. Default: TriggerAuthentication."""


class ScaledJobTriggerCamelArgs(TypedDict):
    """A queue that KEDA asks for its length, by one of its scalers. In camelCase."""

    type: str
    """The scaler, as KEDA calls it: rabbitmq, kafka, aws-sqs-queue, gcp-pubsub, azure-servicebus, redis and others.
    cpu and memory start no jobs."""
    metadata: Mapping[str, pulumi.Input[str] | ValueFromCamelArgs]
    """What the scaler is told, in its own words; all values are text."""
    authentication: NotRequired[ScalerAuthenticationCamelArgs | None]
    """How KEDA authenticates to it. Default: by metadata alone."""


class ScalingStrategyCamelArgs(TypedDict):
    """How many jobs are started for a queue's length. In camelCase."""

    strategy: NotRequired[Literal["default", "custom", "accurate", "eager"]]
    """default: the length less the jobs that run. accurate: where a message that is worked on is no longer in the
    queue. eager: as many as there may be. custom: by the two fields below. Default: default."""
    customScalingQueueLengthDeduction: NotRequired[int | None]
    """Messages that do not count; goes with custom. Default: none."""
    customScalingRunningJobPercentage: NotRequired[str | None]
    """Share of the running jobs that counts, as text; goes with custom. Default: 0."""


class ScaledJobCamelArgs(TypedDict):
    """KEDA in place of a schedule: jobs start while there are messages. In camelCase."""

    triggers: Sequence[ScaledJobTriggerCamelArgs]
    """The queues; of several the longest counts."""
    pollingInterval: NotRequired[str | int | None]
    """How often KEDA asks for the length. Default: KEDA's own, 30s."""
    minReplicaCount: NotRequired[int | None]
    """Jobs that run while the queue is empty. Default: KEDA's own, 0."""
    maxReplicaCount: NotRequired[int | None]
    """Most jobs that run at a time. Default: KEDA's own, 100."""
    rollout: NotRequired[Literal["gradual", "immediate"]]
    """What a changed spec does to jobs that run. gradual: they finish. immediate: they are deleted, and KEDA starts
    others. Default: gradual."""
    scalingStrategy: NotRequired[ScalingStrategyCamelArgs | None]
    """How many jobs are started. Default: KEDA's own."""


class ModelJobCamelArgs(TypedDict):
    """Desired state of a job: training, batch inference, whatever runs to its end. In camelCase."""

    imagePullPolicy: NotRequired[Literal["IfNotPresent", "Always", "Never"] | None]
    """When nodes pull the image; Always also allows one without a version. Default: Kubernetes', IfNotPresent for
    one with a version."""
    resources: NotRequired[ResourcesCamelArgs]
    """Compute resources of each replica. Default: none asked for."""
    securityContext: NotRequired[SecurityContextCamelArgs | None]
    """Who the container runs as. Default: user 1000, with a root filesystem that is read-only."""
    writablePaths: NotRequired[Sequence[str] | None]
    """Directories that the container writes to, beside /tmp; each is an empty volume of the pod. Default: none more."""
    env: NotRequired[Mapping[str, pulumi.Input[str] | EnvVarFromCamelArgs]]
    """Environment variables of the container: a text, or where the value stands. Secrets of the configuration and
    Outputs go into the Secret NAME-secrets; $(OTHER) is another variable's value. Default: none; Kubernetes gives
    JOB_COMPLETION_INDEX to pods of an Indexed job."""
    envFrom: NotRequired[Sequence[EnvFromCamelArgs]]
    """ConfigMaps and Secrets whose keys are variables, too. Default: none."""
    files: NotRequired[Sequence[FileCamelArgs]]
    """Files in the container. Default: none."""
    externalSecrets: NotRequired[Sequence[ExternalSecretCamelArgs]]
    """Secrets that the External Secrets Operator fetches from a store into NAME-openai and the like, for
    secretKeyRef and envFrom to name; needs its CRDs (v1). Default: none."""
    imagePullSecrets: NotRequired[Sequence[pulumi.Input[str] | ValueFromCamelArgs]]
    """Names of Secrets that exist, with credentials of registries. Default: none."""
    registries: NotRequired[Sequence[RegistryCamelArgs]]
    """Credentials of registries that images are pulled from, for the Secret NAME-registries. Default: none."""
    volumes: NotRequired[Sequence[VolumeCamelArgs]]
    """Volumes of the pods, each mounted in the container: data, models, checkpoints. Default: none."""
    shmSize: NotRequired[str | int | float | None]
    """Size of /dev/shm, where the processes of a server share tensors; what is in it counts as memory of the
    container. Default: the container runtime's, 64Mi."""
    initContainers: NotRequired[Sequence[InitContainerCamelArgs]]
    """Containers that come before, one after the other; with restartPolicy: Always native sidecars. Default: none."""
    containers: NotRequired[Sequence[ContainerCamelArgs]]
    """Containers beside, as native sidecars: they start before the container and are ended after it, so that a proxy
    does not keep the job from its end. Default: none."""
    networkPolicy: NotRequired[EgressCamelArgs | None]
    """A NetworkPolicy over the pods: nobody reaches them, and they reach the cluster's DNS and what is named.
    Default: none."""
    scheduling: NotRequired[SchedulingCamelArgs]
    """Which nodes pods go to, how they are spread, and which go first: nodeSelector, nodeAffinity, podAntiAffinity,
    topologySpreadConstraints, tolerations, priorities, spot pools. Default: pods of one track on different hosts
    where there is room."""
    serviceAccount: NotRequired[ServiceAccountCamelArgs | None]
    """Who the pods are to the API server and to the cloud. Default: a ServiceAccount NAME without a token and
    without rights."""
    overrides: NotRequired[Mapping[str, Sequence[PatchOperationCamelArgs]]]
    """The last resort: a JSON Patch (RFC 6902) on an object as it was rendered, by its role in the outputs, such as
    primary or service. A warning says what each changes. Default: none."""
    name: NotRequired[str | None]
    """Name of the service in the cluster, the stem of every object's name. Default: the name that the service is
    declared under."""
    namespace: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Namespace of every object; it must exist. Default: the provider's."""
    defaultsVersion: NotRequired[Literal[1, 2, 3] | None]
    """Version of the defaults that hold where the spec says nothing. With one given, a release of this library that
    has others changes nothing. Default: the newest, 3."""
    requireCRDs: NotRequired[bool]
    """Whether a preview reads the CRDs of kinds of other projects that the service uses, such as KEDA's
    ScaledObject, and fails where one is missing. false where the same program installs it, or where whoever deploys
    may not read CRDs. Default: true."""
    image: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Image of the container, with a tag other than latest or, better, a digest. Default: that of sync, backup or
    loadTest; required without one of them."""
    sync: NotRequired[ModelSyncCamelArgs | None]
    """Makes the job one that keeps copies of models like their source, in object stores and claims. Default: none."""
    backup: NotRequired[ModelBackupCamelArgs | None]
    """Makes the job one that copies models below a folder of the day. Default: none."""
    loadTest: NotRequired[LoadTestCamelArgs | None]
    """Makes the job a load test of a service, which fails where a threshold is crossed. Default: none."""
    command: NotRequired[Sequence[str] | None]
    """What the container runs. Default: the image's."""
    args: NotRequired[Sequence[str] | None]
    """Its arguments; $(NAME) in them is a variable's value. Default: the image's."""
    drain: NotRequired[str | int]
    """Time that a pod has to end, as to write a checkpoint, after it was told to (SIGTERM). Default: 30s."""
    parallelism: NotRequired[int]
    """Pods that run at a time. Default: 1."""
    completions: NotRequired[int | None]
    """Pods that have to succeed, so many in all. Default: 1 with parallelism 1; else none, the pods share one queue,
    and the job is complete when one has succeeded and all have ended."""
    completionMode: NotRequired[Literal["NonIndexed", "Indexed"]]
    """Indexed: each pod has a number from 0 to completions - 1, in JOB_COMPLETION_INDEX, and one pod of each number
    has to succeed. Default: NonIndexed."""
    backoffLimit: NotRequired[int | None]
    """Pods that may fail before the job has failed. Default: Kubernetes', 6; with backoffLimitPerIndex any number."""
    backoffLimitPerIndex: NotRequired[int | None]
    """Pods of one index that may fail before that index has failed; goes with Indexed. Default: none, backoffLimit
    counts all."""
    maxFailedIndexes: NotRequired[int | None]
    """Indexes that may fail before the job is ended; goes with backoffLimitPerIndex. Default: all; the others are
    tried, and the job has failed at its end."""
    podFailurePolicy: NotRequired[PodFailurePolicyCamelArgs | None]
    """What the failure of a pod means. Default: pods that were evicted, or whose node went (DisruptionTarget), are
    replaced and not counted."""
    activeDeadlineSeconds: NotRequired[int | None]
    """Time from the job's start after which it has failed, and its pods are ended. Default: none."""
    ttlSecondsAfterFinished: NotRequired[int | None]
    """Time after which Kubernetes deletes a finished job. A job without schedule and scaledJob is the stack's: see
    runAfterTtl. Default: none; a finished pod holds no CPU, memory or GPU."""
    runAfterTtl: NotRequired[bool]
    """Whether a job without a schedule may run again after its TTL has deleted it: `pulumi refresh` takes it out of
    the state, and the next `up` makes it anew. Default: false, such a job has no TTL."""
    restartPolicy: NotRequired[Literal["Never", "OnFailure"]]
    """Never: a failed pod stays, with its log, and another one comes. OnFailure: its containers start anew in the
    pod. Default: Never."""
    suspend: NotRequired[bool]
    """Whether nothing runs for now: pods of a job that runs are ended, a CronJob starts no job, and a ScaledJob is
    paused. Default: false."""
    run: NotRequired[pulumi.Input[str] | ValueFromCamelArgs | None]
    """Any text: the job runs again when it changes, as for the same code with new data. Default: none."""
    wait: NotRequired[bool]
    """Whether `up` waits until the job is complete, and fails with it. Default: false, it goes on as soon as the job
    is there."""
    waitTimeout: NotRequired[str | int | None]
    """How long it waits; goes with wait. Default: activeDeadlineSeconds and 5m, or 1h without."""
    schedule: NotRequired[str | None]
    """When a job is started, by a CronJob. Default: none, once."""
    timeZone: NotRequired[str | None]
    """Time zone of schedule, by its name in the tz database. Default: Etc/UTC."""
    concurrencyPolicy: NotRequired[Literal["Forbid", "Replace", "Allow"]]
    """What happens when the last job still runs. Forbid: no other is started. Replace: it is ended. Allow: both run.
    Default: Forbid."""
    startingDeadlineSeconds: NotRequired[int | None]
    """How late a job may be started that could not be in time; 10 at least. Default: any time, though after 100
    missed ones none is started at all."""
    successfulJobsHistoryLimit: NotRequired[int | None]
    """Complete jobs that are kept. Default: 3; of a ScaledJob KEDA's own, 100."""
    failedJobsHistoryLimit: NotRequired[int | None]
    """Failed jobs that are kept. Default: 1; of a ScaledJob KEDA's own, 100."""
    scaledJob: NotRequired[ScaledJobCamelArgs | None]
    """Jobs by the length of a queue, by KEDA, in place of a schedule. Default: none."""


class PodSecurityCamelArgs(TypedDict):
    """What Pod Security admission lets into a namespace.  https://kubernetes.io/docs/concepts/security/pod-security-
    admission/ In camelCase."""

    enforce: NotRequired[Literal["restricted", "baseline", "privileged"]]
    """The level that pods are held to: others are refused. What is below restricted asks for a reason. Default:
    restricted."""
    audit: NotRequired[Literal["restricted", "baseline", "privileged"]]
    """The level beyond which a pod is noted in the audit log. Default: restricted."""
    warn: NotRequired[Literal["restricted", "baseline", "privileged"]]
    """The level beyond which who creates a pod is warned. Default: restricted."""
    reason: NotRequired[str | None]
    """Why pods may do more than restricted lets them; kept as an annotation of the namespace. Goes with enforce.
    Default: none."""


class ContainerAmountsCamelArgs(TypedDict):
    """CPU and memory of a container. In camelCase."""

    cpu: NotRequired[str | int | float | None]
    """CPU. Default: none."""
    memory: NotRequired[str | int | float | None]
    """Memory. Default: none."""


class LimitRangeCamelArgs(TypedDict):
    """What containers of a namespace ask for that say nothing themselves, and what they may ask for. In camelCase."""

    default: NotRequired[ContainerAmountsCamelArgs | None]
    """Limits of a container that has none. Default: none."""
    defaultRequest: NotRequired[ContainerAmountsCamelArgs | None]
    """Requests of a container that has none. Default: those of default."""
    max: NotRequired[ContainerAmountsCamelArgs | None]
    """The most that a container may be limited to. Default: none."""
    min: NotRequired[ContainerAmountsCamelArgs | None]
    """The least that a container may ask for. Default: none."""


class MeshCamelArgs(TypedDict):
    """A namespace in an Istio mesh. In camelCase."""

    mtls: NotRequired[Literal["STRICT", "PERMISSIVE"]]
    """Whether pods of the namespace take requests with a certificate of the mesh alone (STRICT). A service's own
    istioSecurity comes before it. Default: STRICT."""
    injection: NotRequired[bool]
    """Whether the namespace has the label istio-injection: enabled, by which pods get their sidecar. false: not by
    this label, as in an ambient mesh or with revisions. Default: true."""


class NamespaceCamelArgs(TypedDict):
    """A namespace, and what it has once. In camelCase."""

    podSecurity: NotRequired[PodSecurityCamelArgs]
    """What Pod Security admission lets in. Default: restricted."""
    defaultDeny: NotRequired[bool]
    """Whether all pods are closed in both directions, but for the cluster's DNS (and istiod in a mesh): each service
    then opens its own by networkPolicy. Default: true."""
    quota: NotRequired[Mapping[str, str | int | float]]
    """The most that the namespace may hold, by Kubernetes' names. One of CPU or memory refuses pods that ask for
    none: limits gives them some. Default: no quota."""
    limits: NotRequired[LimitRangeCamelArgs | None]
    """What containers ask for that say nothing themselves, and what they may ask for. Default: none."""
    registries: NotRequired[Sequence[RegistryCamelArgs]]
    """Credentials of registries, in the Secret registries; services name it in imagePullSecrets. Default: none."""
    mesh: NotRequired[MeshCamelArgs | None]
    """The namespace in an Istio mesh: mutual TLS for all its pods; needs its CRDs (v1). Default: none."""
    labels: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromCamelArgs]]
    """Labels beside those that the other fields set. Default: none."""
    annotations: NotRequired[Mapping[str, pulumi.Input[str] | ValueFromCamelArgs]]
    """Annotations of the namespace. Default: none."""
    onDelete: NotRequired[Literal["refuse", "keep", "delete"]]
    """What becomes of the namespace, and with it of everything in it, where it would be deleted. refuse: the preview
    fails. keep: it stays in the cluster, and Pulumi forgets it. delete: it goes, with all that is in it, whoever
    made it. Default: refuse."""


class ClusterPriorityClassCamelArgs(TypedDict):
    """A PriorityClass, which services name in scheduling.priorityClassName. In camelCase."""

    value: int
    """Pods with more go first, and may have others evicted that have less."""
    preemptionPolicy: NotRequired[Literal["PreemptLowerPriority", "Never"]]
    """Never: other pods are not evicted for it. Default: PreemptLowerPriority."""
    globalDefault: NotRequired[bool]
    """Whether pods that name no class have this one; one class of a cluster at most. Default: false."""
    description: NotRequired[str | None]
    """What the class is for, in words. Default: none."""


class TaintCamelArgs(TypedDict):
    """A taint of a node: pods that do not tolerate it stay away. In camelCase."""

    key: str
    """Key of the taint."""
    value: NotRequired[str]
    """Value of the taint. Default: the empty one."""
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"]
    """What becomes of pods without a toleration."""


class SpotPoolCamelArgs(TypedDict):
    """A pool of spot nodes on EKS. In camelCase."""

    labels: Mapping[str, str]
    """Labels of the nodes, which services choose them by: scheduling.spot.nodeSelector."""
    taints: NotRequired[Sequence[TaintCamelArgs]]
    """Taints of the nodes, which services tolerate by scheduling.tolerations. Default: none."""
    format: NotRequired[Literal["nodeadm", "bootstrap"]]
    """What the image of the nodes reads: nodeadm (Amazon Linux 2023), or bootstrap, the script of Amazon Linux 2.
    Default: nodeadm."""
    cluster: NotRequired[str | None]
    """Name of the EKS cluster that the nodes join; goes with bootstrap. Default: none."""


class InferencePlatformCamelArgs(TypedDict):
    """What namespaces and a cluster have once, for the services in them. In camelCase."""

    namespaces: NotRequired[Mapping[str, NamespaceCamelArgs]]
    """Namespaces by name. Default: none."""
    defaultNamespace: NotRequired[str | None]
    """Which of the namespaces is the platform's `namespace`, where services of the same configuration go that name
    none. Default: the only one."""
    priorityClasses: NotRequired[Mapping[str, ClusterPriorityClassCamelArgs]]
    """PriorityClasses of the cluster, by name. Default: none."""
    modelVersionCRD: NotRequired[bool]
    """Whether the platform installs the kind ModelVersion; one stack of all that use the cluster does. Default:
    false."""
    nodeLabels: NotRequired[Mapping[str, Mapping[str, str]]]
    """Labels of nodes that exist, by the nodes' names. New nodes have theirs from their pool. Default: none."""
    spotPools: NotRequired[Mapping[str, SpotPoolCamelArgs]]
    """Pools of spot nodes on EKS, by name: the output spotUserData has for each what its nodes start with. Default:
    none."""
    requireCRDs: NotRequired[bool]
    """Whether a preview reads the CRDs that mesh needs, and fails where one is missing. false where the same program
    installs them, or where whoever deploys may not read CRDs. Default: true."""
