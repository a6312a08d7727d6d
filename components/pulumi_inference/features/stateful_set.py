"""The StatefulSet of a track: pods with names that last, each with claims of its own.

https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from ..child import Child, headless_service_of
from ..errors import path_to
from ..kube.labels import PREFIX, recommended, selector
from ..model import Model, about
from ..pods import pod_template
from ..tracks import Track, tracks
from .claim_templates import claim_templates
from .service_spec import SKIP_AWAIT
from .timing import Timing
from .workload import metadata, workload

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_OBJECT = about("StatefulSet")
LONGEST_NAME = 44
"""NAME-primary, a dash and ten digits are the value of a label of each pod, controller-revision-hash."""
FIXED = PREFIX + "fixed-at-creation"
"""What of a StatefulSet the API server never changes, so that another wish is a change of input."""
FIXED_PATHS = ("spec.podManagementPolicy", "spec.volumeClaimTemplates")
"""The provider would replace the StatefulSet for these: all pods at once, and the claims would stay as they are."""


class ClaimRetentionSpec(Model):
    """What becomes of claims whose pods are gone for good."""

    when_deleted: Literal["Retain", "Delete"] = Field(
        default="Retain",
        description="Where the StatefulSet is deleted, as a canary's is at its end. Retain: they stay, and a new "
        "StatefulSet of the name takes them. Delete: they go with their data. Default: Retain.",
        examples=["Delete"],
        json_schema_extra=_OBJECT,
    )
    when_scaled: Literal["Retain", "Delete"] = Field(
        default="Retain",
        description="Where there are fewer pods, by the spec or by an autoscaler. Retain: they stay for pods that come "
        "back. Delete: they go with their data. Default: Retain.",
        examples=["Delete"],
        json_schema_extra=_OBJECT,
    )


class StatefulSetSpec(Model):
    """StatefulSets in the place of the Deployments: pods NAME-TRACK-0, -1 and so on, each with a DNS name below the
    headless Service NAME-TRACK-headless. They are replaced one after the other, the last first, and never is a new one
    there before the old one has gone."""

    pod_management_policy: Literal["Parallel", "OrderedReady"] = Field(
        default="Parallel",
        description="Whether all pods start at once, or each when the one before is ready. With OrderedReady a broken "
        "pod has to be deleted by hand after its spec has been mended (kubernetes#67250). Default: Parallel, since "
        "replicas of a model do not need one another to start.",
        examples=["OrderedReady"],
        json_schema_extra=_OBJECT,
    )
    persistent_volume_claim_retention_policy: ClaimRetentionSpec | None = Field(
        default=None,
        description="What becomes of the claims of volumeClaimTemplate whose pods are gone for good. Default: they "
        "stay.",
        examples=[{"whenDeleted": "Delete"}],
        json_schema_extra=_OBJECT,
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    own = spec.stateful_set
    if own is None:
        return
    if spec.argo:
        yield "statefulSet", "has no place beside argo, whose Rollout runs the pods. Leave one of the two out."
    if spec.timing.progress_deadline is not None:
        yield (
            "timing.progressDeadline",
            "has no use: a StatefulSet has none. Give timing.createTimeout and timing.updateTimeout, or leave it out.",
        )
    if own.persistent_volume_claim_retention_policy and not claim_templates("", spec):
        yield (
            "statefulSet.persistentVolumeClaimRetentionPolicy",
            "has no use: no volume has a volumeClaimTemplate. Leave it out.",
        )
    if spec.starting_replicas == 1 and not spec.rollout.allow_downtime:
        yield (
            "rollout.allowDowntime",
            "is required: a StatefulSet takes the one pod away before the new one starts. Give true, and the service "
            "is down while a new pod loads its model; or replicas of 2 or more, which take turns; or leave "
            "statefulSet out.",
        )


def name_problem(name: str, spec: "InferenceServiceSpec") -> str | None:
    """Why the pods of a StatefulSet cannot have a name, or None if they can."""
    excess = len(name) - LONGEST_NAME
    if spec.stateful_set is None or excess <= 0:
        return None
    return (
        f"is {len(name)} characters long, and with statefulSet it may have {LONGEST_NAME}: with -primary and a number "
        f"it is the value of a label of each pod. Cut {excess}, or give the spec a shorter name."
    )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    for track in tracks(spec) if spec.kind == "StatefulSet" else ():
        headless = headless_service_of(track.name)
        yield Child(role=headless, manifest=headless_service(name, spec, track))
        manifest = stateful_set(name, spec, track)
        yield workload(name, spec, track, manifest, after=(headless,), ignored=FIXED_PATHS)


def headless_name(name: str, track: str) -> str:
    """Of the Service that gives the pods of a track their DNS names."""
    return f"{name}-{track}-headless"


def stateful_set(name: str, spec: "InferenceServiceSpec", track: Track) -> dict[str, Any]:
    """The StatefulSet NAME-TRACK."""
    own = spec.stateful_set or StatefulSetSpec()
    common = metadata(name, spec, track)
    claims = claim_templates(name, spec)
    retention = own.persistent_volume_claim_retention_policy
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": common | {"annotations": common["annotations"] | {FIXED: _fixed(own, claims)}},
        "spec": {
            "replicas": track.replicas,
            "selector": {"matchLabels": selector(name, track.name)},
            "serviceName": headless_name(name, track.name),
            "podManagementPolicy": own.pod_management_policy,
            **Timing.of(spec).min_ready_seconds,
            "updateStrategy": {"type": "RollingUpdate"},
            **({"persistentVolumeClaimRetentionPolicy": retention.model_dump(by_alias=True)} if retention else {}),
            **({"volumeClaimTemplates": claims} if claims else {}),
            "template": pod_template(name, spec, track),
        },
    }


def headless_service(name: str, spec: "InferenceServiceSpec", track: Track) -> dict[str, Any]:
    """The governing Service of a track. Pods are found by it before they are ready: it is for who looks for one of
    them, and requests go by the service's own."""
    ports = spec.server.ports.by_name()
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {
            "name": headless_name(name, track.name),
            "labels": recommended(name, "service"),
            "annotations": {SKIP_AWAIT: "true"},
        },
        "spec": {
            "type": "ClusterIP",
            "clusterIP": "None",
            "publishNotReadyAddresses": True,
            "selector": selector(name, track.name),
            "ports": [
                {"name": port, "port": number, "targetPort": port, "protocol": "TCP"} for port, number in ports.items()
            ],
        },
    }


def fixed_problem(service: str, stateful_set: str, before: str, after: str) -> str | None:
    """Why a StatefulSet cannot become what is asked for, with the way by hand; None if it can.

    Args:
        service: What the service is declared under.
        stateful_set: Its name in the cluster.
        before: What is recorded under `FIXED`.
        after: What is asked for.
    """
    if not before or before == after:
        return None
    was, wanted = json.loads(before), json.loads(after)
    changes = [
        f"{what} from {was.get(what, 'none')} to {wanted.get(what, 'none')}"
        for what in sorted(was.keys() | wanted.keys())
        if was.get(what) != wanted.get(what)
    ]
    return (
        f"{path_to('services', [service])}: Kubernetes never changes this of a StatefulSet: {'; '.join(changes)}. Put "
        f"it back; or have {stateful_set} made anew around its pods, which go on meanwhile:\n"
        f"  1. where claims are to grow: kubectl get pvc --selector app={service} shows them; kubectl edit each one's "
        "size (its StorageClass has to allow expansion)\n"
        f"  2. kubectl delete statefulset {stateful_set} --cascade=orphan\n"
        "  3. pulumi refresh, and pulumi up"
    )


def _fixed(own: StatefulSetSpec, claims: list[dict[str, Any]]) -> str:
    said = {"podManagementPolicy": own.pod_management_policy} | {
        f"the claims {claim['metadata']['name']}": _in_words(claim["spec"]) for claim in claims
    }
    return json.dumps(said, sort_keys=True)


def _in_words(claim: Mapping[str, Any]) -> str:
    of_class = f" of class {claim['storageClassName']}" if "storageClassName" in claim else ""
    return f"{claim['resources']['requests']['storage']}{of_class} ({', '.join(claim['accessModes'])})"
