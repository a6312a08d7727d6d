"""Which changed fields replace an object instead of updating it: the official plugin's list, and no more.

What else the API server holds immutable is refused on update there too.
"""

from __future__ import annotations

from tools.kubernetes_plugin.kinds import group
from tools.kubernetes_plugin.objects import Object, api_version, is_config_map, is_secret, kind
from tools.kubernetes_plugin.paths import Path, contains, parse_path
from tools.kubernetes_plugin.settings import Settings

_IDENTITY = ("metadata.name", "metadata.namespace")

_POD_FIELDS = (
    "affinity",
    "automountServiceAccountToken",
    "dnsConfig",
    "dnsPolicy",
    "enableServiceLinks",
    "hostAliases",
    "hostIPC",
    "hostNetwork",
    "hostPID",
    "hostname",
    "imagePullSecrets",
    "nodeName",
    "nodeSelector",
    "overhead",
    "preemptionPolicy",
    "priority",
    "priorityClassName",
    "readinessGates",
    "restartPolicy",
    "runtimeClassName",
    "schedulerName",
    "securityContext",
    "serviceAccount",
    "serviceAccountName",
    "shareProcessNamespace",
    "subdomain",
    "terminationGracePeriodSeconds",
    "volumes",
)
_CONTAINER_FIELDS = (
    "args",
    "command",
    "env",
    "image",
    "imagePullPolicy",
    "lifecycle",
    "livenessProbe",
    "ports",
    "readinessProbe",
    "resources",
    "securityContext",
    "stdin",
    "stdinOnce",
    "terminationMessagePath",
    "terminationMessagePolicy",
    "tty",
    "volumeDevices",
    "volumeMounts",
    "workingDir",
)
_VOLUME_SOURCES = (
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "glusterfs",
    "hostPath",
    "iscsi",
    "local",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
)

_JOB = ("spec.completions", "spec.parallelism", "spec.selector", "spec.template")
_STATEFUL_SET = (
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
)
_RBAC_VERSIONS = ("v1", "v1beta1", "v1alpha1")

_BY_KIND: dict[tuple[str, str], tuple[str, ...]] = {
    ("apps/v1", "DaemonSet"): ("spec.selector",),
    ("apps/v1beta2", "DaemonSet"): ("spec.selector",),
    ("apps/v1", "Deployment"): ("spec.selector",),
    ("apps/v1beta2", "Deployment"): ("spec.selector",),
    **{(f"apps/{version}", "StatefulSet"): _STATEFUL_SET for version in ("v1", "v1beta1", "v1beta2")},
    **{(f"batch/{version}", "Job"): _JOB for version in ("v1", "v1beta1", "v2alpha1")},
    ("policy/v1beta1", "PodDisruptionBudget"): ("spec",),
    **{(f"rbac.authorization.k8s.io/{version}", "RoleBinding"): ("roleRef",) for version in _RBAC_VERSIONS},
    **{(f"rbac.authorization.k8s.io/{version}", "ClusterRoleBinding"): ("roleRef",) for version in _RBAC_VERSIONS},
    ("storage.k8s.io/v1", "StorageClass"): ("parameters", "provisioner"),
    ("v1", "PersistentVolume"): tuple(f"spec.{source}" for source in _VOLUME_SOURCES),
    ("v1", "PersistentVolumeClaim"): (
        "spec.accessModes",
        "spec.selector",
        "spec.storageClassName",
        "spec.volumeName",
    ),
    ("v1", "Pod"): (
        *(f"spec.{field}" for field in _POD_FIELDS),
        *(f"spec.containers[*].{field}" for field in _CONTAINER_FIELDS),
        *(f"spec.initContainers[*].{field}" for field in _CONTAINER_FIELDS),
    ),
    ("v1", "ResourceQuota"): ("spec.scopes",),
    ("v1", "Secret"): ("type",),
    ("v1", "Service"): ("spec.clusterIP",),
}


def replacing_paths(obj: Object, settings: Settings, *, patch_resource: bool = False) -> tuple[Path, ...]:
    """The paths of this object's kind whose change means a new object."""
    paths = _IDENTITY if patch_resource else (*_IDENTITY, *_of_kind(obj, settings))
    return tuple(map(parse_path, paths))


def replaces(changed: Path, value: object, replacing: tuple[Path, ...]) -> bool:
    """Whether a change at this path replaces: it lies in a replacing field, or the value at it brings one along."""
    return any(contains(path, changed) or _brings(path, changed, value) for path in replacing)


def _of_kind(obj: Object, settings: Settings) -> tuple[str, ...]:
    immutable = obj.get("immutable") is True
    if is_secret(obj) and (immutable or not settings.secret_mutable):
        return ("type", "stringData", "data")
    if is_config_map(obj) and (immutable or not settings.config_map_mutable):
        return ("binaryData", "data")
    version = api_version(obj)
    return _BY_KIND.get((version.removeprefix("core/") if group(version) == "core" else version, kind(obj)), ())


def _brings(path: Path, changed: Path, value: object) -> bool:
    if not contains(path[: len(changed)], changed):
        return False
    for element in path[len(changed) :]:
        if element == "*" and isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict) and element in value:
            value = value[element]
        else:
            return False
    return True
