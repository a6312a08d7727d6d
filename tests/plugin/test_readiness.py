"""When each kind is live, and what is said where it is not."""

from typing import Any

import pytest

from tools.kubernetes_plugin.awaiting import daemon_set, deployment, job, pod, service, stateful_set, volumes
from tools.kubernetes_plugin.awaiting.observation import Observation

Object = dict[str, Any]


def seen(live: Object, *related: Object, before: Object | None = None) -> Observation:
    def lister(api_version: str, kind: str) -> list[Object]:
        return [each for each in related if (each["apiVersion"], each["kind"]) == (api_version, kind)]

    return Observation(live, lister, before)


def owned(api_version: str, kind: str, owner: str, **fields: Any) -> Object:
    metadata = {"name": f"{kind.lower()}-1", "namespace": "team", "ownerReferences": [{"uid": owner}]}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata | fields.pop("metadata", {}), **fields}


def a_deployment(
    revision: str = "2", observed: int = 3, reason: str = "NewReplicaSetAvailable", ready: int = 2, **spec: Any
) -> Object:
    return {
        "metadata": {
            "name": "d",
            "namespace": "team",
            "uid": "d",
            "generation": 3,
            "annotations": {"deployment.kubernetes.io/revision": revision},
        },
        "spec": {"replicas": 2, **spec},
        "status": {
            "observedGeneration": observed,
            "readyReplicas": ready,
            "conditions": [
                {"type": "Progressing", "status": "True", "reason": reason},
                {"type": "Available", "status": "True"},
            ],
        },
    }


def a_replica_set(revision: str = "2", replicas: int = 2, ready: int = 2) -> Object:
    metadata = {"uid": "rs", "annotations": {"deployment.kubernetes.io/revision": revision}}
    status = {"readyReplicas": ready}
    return owned("apps/v1", "ReplicaSet", "d", metadata=metadata, spec={"replicas": replicas}, status=status)


def test_a_deployment_is_live_once_its_newest_replica_set_is_ready_and_available() -> None:
    assert deployment.readiness(seen(a_deployment(), a_replica_set())).ready


@pytest.mark.parametrize(
    ("live", "replica_set", "message"),
    [
        (a_deployment(observed=2), a_replica_set(), "waiting for the Deployment's controller"),
        (a_deployment(), a_replica_set(revision="1"), "waiting for the ReplicaSet of the new revision"),
        (a_deployment(), a_replica_set(ready=1), "1 of 2 pods of the new revision are ready"),
        (a_deployment(), a_replica_set(replicas=1, ready=1), "1 of 2 pods of the new revision are ready"),
        (a_deployment("1", ready=1), a_replica_set("1"), "waiting for the Deployment to be available"),
        (a_deployment(reason="ReplicaSetUpdated"), a_replica_set(), "2 of 2 pods of the new revision are ready"),
    ],
)
def test_a_deployment_is_not_live_before(live: Object, replica_set: Object, message: str) -> None:
    readiness = deployment.readiness(seen(live, replica_set))

    assert (readiness.ready, readiness.message) == (False, message)


def test_a_first_revision_is_no_rollout_that_could_be_progressing() -> None:
    assert deployment.readiness(seen(a_deployment("1", reason="ReplicaSetUpdated"), a_replica_set("1"))).ready


def test_a_deployment_scaled_to_zero_is_live() -> None:
    live = a_deployment(replicas=0)

    assert deployment.readiness(seen(live, a_replica_set(replicas=0, ready=0))).ready


def test_a_deployment_waits_for_the_claims_of_its_pods() -> None:
    volume = {"name": "v", "persistentVolumeClaim": {"claimName": "models"}}
    live = a_deployment(template={"spec": {"volumes": [volume]}})
    claim = {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "models"},
        "status": {"phase": "Pending"},
    }

    readiness = deployment.readiness(seen(live, a_replica_set(), claim))

    assert (readiness.ready, readiness.message) == (False, "PersistentVolumeClaims not bound: models")


def test_a_failed_deployment_says_why_in_the_words_of_its_conditions_and_pods() -> None:
    live = a_deployment()
    live["status"]["conditions"] = [
        {"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded", "message": "has timed out"},
        {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": "exceeded quota"},
    ]
    waiting = {"reason": "CrashLoopBackOff", "message": "back-off 40s"}
    failing = owned("v1", "Pod", "rs", status={"containerStatuses": [{"name": "c", "state": {"waiting": waiting}}]})
    foreign = owned("v1", "Pod", "another", status=failing["status"])

    assert deployment.problems(seen(live, a_replica_set(), failing, foreign)) == [
        "[ProgressDeadlineExceeded] has timed out",
        "[FailedCreate] exceeded quota",
        "Pod team/pod-1: container c: [CrashLoopBackOff] back-off 40s",
    ]


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (
            {
                "conditions": [
                    {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "no GPU"}
                ]
            },
            "[Unschedulable] no GPU",
        ),
        (
            {
                "containerStatuses": [
                    {"name": "c", "state": {"waiting": {"reason": "ImagePullBackOff", "message": "no"}}}
                ]
            },
            "container c: [ImagePullBackOff] no",
        ),
        (
            {"initContainerStatuses": [{"name": "i", "state": {"terminated": {"exitCode": 3, "reason": "Error"}}}]},
            "container i ended with exit code 3: [Error]",
        ),
        (
            {
                "conditions": [
                    {"type": "Ready", "status": "False", "reason": "ContainersNotReady", "message": "unready"}
                ]
            },
            "[ContainersNotReady] unready",
        ),
    ],
)
def test_a_pod_says_what_keeps_it_from_being_ready(status: Object, problem: str) -> None:
    assert pod.pod_problems({"metadata": {"name": "p", "namespace": "team"}, "status": status}) == [
        f"Pod team/p: {problem}"
    ]


def test_a_ready_or_completed_pod_and_one_being_started_have_no_problem() -> None:
    ready = {"conditions": [{"type": "Ready", "status": "True"}]}
    starting = {"containerStatuses": [{"name": "c", "state": {"waiting": {"reason": "ContainerCreating"}}}]}

    for status in (ready, starting, {"phase": "Succeeded"}):
        assert pod.pod_problems({"metadata": {"name": "p"}, "status": status}) == []


def test_a_pod_is_live_when_ready_or_completed() -> None:
    conditions = [{"type": kind, "status": "True"} for kind in ("PodScheduled", "Initialized", "Ready")]

    assert pod.readiness(seen({"status": {"conditions": conditions}})).ready
    assert pod.readiness(seen({"status": {"phase": "Succeeded"}})).ready
    assert pod.readiness(seen({"status": {"conditions": conditions[:1]}})).message.endswith("initialized")


def a_stateful_set(generation: int = 1, strategy: str = "RollingUpdate", **status: Any) -> Object:
    counts = {"replicas": 2, "readyReplicas": 2, "currentReplicas": 2}
    revisions = {"currentRevision": "a", "updateRevision": "a"}
    return {
        "metadata": {"generation": generation, "uid": "s"},
        "spec": {"replicas": 2, "updateStrategy": {"type": strategy}},
        "status": {"observedGeneration": generation, **counts, **revisions, **status},
    }


@pytest.mark.parametrize(
    ("live", "ready"),
    [
        (a_stateful_set(), True),
        (a_stateful_set(generation=2, observedGeneration=1), False),
        (a_stateful_set(readyReplicas=1), False),
        (a_stateful_set(generation=2, updateRevision="b"), False),
        (a_stateful_set(generation=2, strategy="OnDelete", updateRevision="b", currentReplicas=0), True),
    ],
)
def test_a_stateful_set_is_live_when_all_replicas_are_ready_and_current(live: Object, ready: bool) -> None:
    assert stateful_set.readiness(seen(live)).ready is ready


def test_a_daemon_set_is_live_when_every_node_has_a_ready_pod_of_the_new_kind() -> None:
    counts = dict.fromkeys(("currentNumberScheduled", "updatedNumberScheduled", "numberAvailable", "numberReady"), 2)
    live = {"metadata": {"generation": 1}, "status": {"observedGeneration": 1, "desiredNumberScheduled": 2, **counts}}

    assert daemon_set.readiness(seen(live)).ready
    live["status"]["updatedNumberScheduled"] = 1
    assert daemon_set.readiness(seen(live)).message == "updatedNumberScheduled is 1 of 2"


def a_service(**spec: Any) -> Object:
    return {"metadata": {"name": "s"}, "spec": {"selector": {"a": "b"}, **spec}}


def endpoints(*subsets: Object) -> Object:
    metadata = {"name": "s", "resourceVersion": "7"}
    return {"apiVersion": "v1", "kind": "Endpoints", "metadata": metadata, "subsets": list(subsets)}


def test_a_service_is_live_when_all_its_endpoints_are_ready() -> None:
    assert service.readiness(seen(a_service(), endpoints({"addresses": [{}, {}]}))).ready
    pending = endpoints({"addresses": [{}], "notReadyAddresses": [{}]})
    assert service.readiness(seen(a_service(), pending)).message == "waiting for 1 of 2 endpoints to be ready"
    assert not service.readiness(seen(a_service())).ready


def test_a_service_without_pods_is_live_only_after_nothing_came_for_a_while() -> None:
    readiness = service.readiness(seen(a_service(), endpoints()))

    assert not readiness.ready
    assert readiness.settling == ("7", 10.0)


@pytest.mark.parametrize("spec", [{"type": "ExternalName"}, {"clusterIP": "None"}, {"selector": {}}])
def test_a_service_that_has_no_endpoints_of_its_own_is_live_at_once(spec: Object) -> None:
    assert service.readiness(seen(a_service(**spec))).ready


def test_a_load_balancer_is_live_when_it_has_an_address() -> None:
    live = a_service(type="LoadBalancer")
    ready_endpoints = endpoints({"addresses": [{}]})

    assert not service.readiness(seen(live, ready_endpoints)).ready
    assert "does this cluster provide load balancers" in service.problems(seen(live, ready_endpoints))[0]
    live["status"] = {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}
    assert service.readiness(seen(live, ready_endpoints)).ready


def test_a_job_is_live_when_complete_and_hopeless_when_it_gave_up() -> None:
    complete = {"startTime": "now", "conditions": [{"type": "Complete", "status": "True"}]}
    failed = {"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded", "message": "it failed 6 times"}

    assert job.readiness(seen({"status": complete})).ready
    assert not job.readiness(seen({"status": {"startTime": "now", "active": 1}})).ready
    given_up = job.readiness(seen({"status": {"conditions": [failed]}}))
    assert given_up.hopeless
    assert given_up.message == "[BackoffLimitExceeded] it failed 6 times"


def a_claim(phase: str) -> Object:
    return {"metadata": {"name": "c"}, "spec": {"storageClassName": "slow"}, "status": {"phase": phase}}


def a_storage_class(mode: str) -> Object:
    return {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": "slow"},
        "volumeBindingMode": mode,
    }


def test_a_claim_is_live_when_bound_or_when_only_a_pod_can_bind_it() -> None:
    waits_for_pod = a_storage_class("WaitForFirstConsumer")

    assert volumes.claim_readiness(seen(a_claim("Bound"), a_storage_class("Immediate"))).ready
    assert not volumes.claim_readiness(seen(a_claim("Pending"), a_storage_class("Immediate"))).ready
    assert volumes.claim_readiness(seen(a_claim("Pending"), waits_for_pod)).ready
