"""The pods of a track, from the features that have a part in them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .child import Child
from .features import (
    claims,
    containers,
    environment,
    external_secrets,
    files,
    gpus,
    health_check,
    istio_security,
    model_pod,
    monitoring,
    network_policy,
    pod_security,
    priority_class,
    registries,
    runtime,
    scheduling,
    secrets,
    service_account,
    serving,
    telemetry,
    timing,
    volumes,
)
from .kube.labels import recommended, selector
from .pod_part import PodOfTrack, template_of

if TYPE_CHECKING:
    from .spec import InferenceServiceSpec
    from .tracks import Track

PARTS = (
    runtime.pod,
    pod_security.pod,
    timing.pod,
    health_check.pod,
    gpus.pod,
    telemetry.pod,
    environment.pod,
    files.pod,
    serving.pod,
    model_pod.pod,
    volumes.pod,
    containers.pod,
    registries.pod,
    monitoring.pod,
    scheduling.pod,
    service_account.pod,
)
"""What each feature adds to a pod, in the order in which lists of a pod have it."""
NEEDED = (
    gpus.children,
    files.children,
    serving.children,
    model_pod.children,
    secrets.children,
    external_secrets.children,
    claims.children,
    priority_class.children,
    service_account.children,
    network_policy.children,
    istio_security.children,
)
"""The objects of each feature that pods refer to or are guarded by, and that have to be there before them."""


def pod_template(name: str, spec: "InferenceServiceSpec", track: "Track") -> dict[str, Any]:
    """The pod template of a track of the service that the cluster knows as `name`."""
    of = PodOfTrack(name, spec, selector(name, track.name), track)
    return template_of(spec.container_name, pod_labels(name, track), (part(of) for part in PARTS))


def needed(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    """What the pods of a service refer to."""
    for declared in NEEDED:
        yield from declared(name, spec)


def pod_labels(name: str, track: "Track") -> dict[str, str]:
    """Of the pods of a track and of what runs them; the Services and budgets select by some of them."""
    return recommended(name, track.name) | {"track": track.name}
