"""Pods that fetch a model onto every node that the service may use, before a pod of the service comes there.

https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/ (its pods restart for good, so that they have to
stay when they are done)
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..child import Child, warmer_of
from ..kube.labels import PREFIX, recommended
from ..pod_part import PodOfTrack, joined
from ..tracks import Track, tracks
from . import gpus, model_pod, network_policy, pod_security, registries, scheduling, service_account
from .model_storage import storage
from .pod_security import RESTRICTED_CONTAINER
from .service_spec import SKIP_AWAIT

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

COMPONENT = "warmer"
WARMS = f"{PREFIX}warms"
"""A label of the pods: the track whose model they fetch. They have no label by which a service selects its own."""
_PARTS = (model_pod.pod, pod_security.pod, registries.pod, gpus.pod, scheduling.pod, service_account.pod)
"""Of the service's pods: what fetches, as whom, and on which nodes."""
_TAKEN = (
    "volumes",
    "initContainers",
    "securityContext",
    "enableServiceLinks",
    "imagePullSecrets",
    "tolerations",
    "nodeSelector",
    "priorityClassName",
    "schedulerName",
    "serviceAccountName",
)
"""Fields of those parts. GPUs, and how the service's pods keep apart, are not the warmers' own."""
_STAY = "import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit()); signal.pause()"
"""A first process without a handler never hears of SIGTERM."""
_ASLEEP = {"cpu": "10m", "memory": "32Mi"}
_ALL_AT_ONCE = "100%"
"""Of the nodes: nobody is served by a warmer."""


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if _wanted(spec) and spec.daemon_set:
        yield (
            "model.cache.node.warm",
            "has no use beside daemonSet, which has a pod on each node that fetches the model. Leave it out.",
        )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if not _wanted(spec):
        return
    if spec.network_policy:
        closed = network_policy.without_callers(f"{name}-{COMPONENT}", name, spec, spec.network_policy, _selector(name))
        yield Child(role="warmer_network_policy", manifest=closed)
    for track in tracks(spec):
        if track.model:
            yield Child(role=warmer_of(track.name), manifest=warmer(name, spec, track), after=("model_downloader",))


def warmer(name: str, spec: "InferenceServiceSpec", track: Track) -> dict[str, Any]:
    """The DaemonSet NAME-TRACK-warmer. No `up` waits for it: a node where it fails is one whose pods fetch as ever."""
    labels = {key: value for key, value in recommended(name, COMPONENT).items() if key != "app"} | {WARMS: track.name}
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {
            "name": f"{name}-{track.name}-{COMPONENT}",
            "labels": recommended(name, COMPONENT) | {WARMS: track.name},
            "annotations": {SKIP_AWAIT: "true", "pulumi.com/patchForce": "true"},
        },
        "spec": {
            "selector": {"matchLabels": _selector(name, track)},
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": _ALL_AT_ONCE}},
            "template": {
                "metadata": {"labels": labels},
                "spec": _pod(PodOfTrack(name, spec, _selector(name, track), track)),
            },
        },
    }


def _pod(of: PodOfTrack) -> dict[str, Any]:
    whole = joined(part(of).spec for part in _PARTS)
    nodes = whole.get("affinity", {}).get("nodeAffinity")
    return {
        **{field: whole[field] for field in _TAKEN if field in whole},
        **({"affinity": {"nodeAffinity": nodes}} if nodes else {}),
        "automountServiceAccountToken": False,
        "containers": [_asleep(of.spec)],
    }


def _asleep(spec: "InferenceServiceSpec") -> dict[str, Any]:
    """In the downloader's image, which is on the node already, and comes from wherever that comes from."""
    return {
        "name": COMPONENT,
        "image": storage(spec).downloader.image,
        "command": ["python3", "-c", _STAY],
        "resources": {"requests": _ASLEEP, "limits": _ASLEEP},
        "securityContext": RESTRICTED_CONTAINER | {"readOnlyRootFilesystem": True},
    }


def _selector(name: str, track: Track | None = None) -> dict[str, str]:
    """Of the warmers of a service, or of a track."""
    whose = {"app.kubernetes.io/instance": name, "app.kubernetes.io/component": COMPONENT}
    return whose | ({WARMS: track.name} if track else {})


def _wanted(spec: "InferenceServiceSpec") -> bool:
    cache = storage(spec).cache
    return bool(cache and cache.node and cache.node.warm)
