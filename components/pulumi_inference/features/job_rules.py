"""What of a job's fields does not go together, and what Kubernetes would not take.

Kubernetes' own rules: ValidateJobSpec and ValidateCronJobSpec in pkg/apis/batch/validation.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic.alias_generators import to_camel

from ..kube.duration import whole_seconds
from .claim_spec import for_one_pod
from .claims import claims_of

if TYPE_CHECKING:
    from ..model_job_spec import ModelJobSpec

LONGEST_HOSTNAME = 63
ADDED = {"Job": 0, "CronJob": 11, "ScaledJob": 6}
"""Characters of a job's name behind the one that the spec has: minutes since 1970 by the CronJob controller, and five
at random by KEDA, each with a dash."""
LONGEST_CRON_JOB = LONGEST_HOSTNAME - ADDED["CronJob"]
LEAST_DEADLINE = 10
"""Seconds between two looks of the CronJob controller: what has to start faster may never."""
MOST_PARALLEL, MANY_INDEXES, FEWER = 10**5, 10**5, 10**4
"""Of an Indexed job: maxParallelismForIndexedJob, completionsSoftLimit and what holds above it."""
DEFAULT_WAIT, AFTER_DEADLINE = 3600, 300
"""Seconds that `up` waits for a job without a deadline, and beyond one."""


def name_problem(name: str, spec: "ModelJobSpec") -> str | None:
    """Why the name is too long for what the spec asks for."""
    if spec.kind == "CronJob" and (excess := len(name) - LONGEST_CRON_JOB) > 0:
        return f"is {len(name)} characters long, and a CronJob's name may have {LONGEST_CRON_JOB}: cut {excess}."
    if spec.completion_mode != "Indexed":
        return None
    room = LONGEST_HOSTNAME - ADDED[spec.kind] - len(f"-{(spec.completions or 1) - 1}")
    if (excess := len(name) - room) > 0:
        made = f", what a {spec.kind} adds for each job" if ADDED[spec.kind] else ""
        return (
            f"is {len(name)} characters long, and may have {room}: pods of an Indexed job are called by it{made} and "
            f"their index, in {LONGEST_HOSTNAME} characters at most. Cut {excess}."
        )
    return None


def kind_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """Fields of another kind than the one that the spec makes."""
    if spec.schedule and spec.scaled_job:
        yield "scaledJob", "stands beside schedule, and a job is started by one of the two. Leave one out."
    said = spec.model_fields_set
    for field in _OF_SCHEDULES:
        if spec.schedule is None and field in said and getattr(spec, field) is not None:
            yield to_camel(field), "has no use without schedule. Leave it out, or give schedule."
    for field in _OF_HISTORIES:
        if spec.kind == "Job" and getattr(spec, field) is not None:
            yield to_camel(field), "has no use for one job. Leave it out, or give schedule or scaledJob."
    for at, volume in enumerate(spec.volumes):
        if volume.volume_claim_template:
            yield (
                f"volumes[{at}].volumeClaimTemplate",
                "makes a claim for each pod of a StatefulSet, which a job cannot. Give persistentVolumeClaim for a "
                "claim that all pods mount, or emptyDir.",
            )


def schedule_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    deadline = spec.starting_deadline_seconds
    if spec.schedule and deadline is not None and deadline < LEAST_DEADLINE:
        yield (
            "startingDeadlineSeconds",
            f"{deadline} is below {LEAST_DEADLINE}: Kubernetes looks every {LEAST_DEADLINE} seconds, and would find "
            f"every job late. Give {LEAST_DEADLINE} or more.",
        )


def count_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """As many pods as were asked for, or an error."""
    wanted, least = spec.parallelism, spec.completions
    if least is not None and least < wanted:
        pods = "1 pod runs" if least == 1 else f"{least} pods run"
        yield (
            "parallelism",
            f"{wanted} is above completions {least}: {pods}, and no more. Give completions: {wanted}, with "
            "completionMode: Indexed if each is to know its part; leave completions out if they share one queue; or "
            f"give parallelism: {least}.",
        )


def index_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    if spec.completion_mode == "Indexed":
        if spec.completions is None:
            yield "completions", "is required with completionMode: Indexed. Give how many indexes there are."
        if spec.parallelism > MOST_PARALLEL:
            yield "parallelism", f"{spec.parallelism} is above {MOST_PARALLEL}, the most of an Indexed job. Lower it."
    elif spec.backoff_limit_per_index is not None:
        yield (
            "backoffLimitPerIndex",
            "has no use without indexes. Give completionMode: Indexed and completions, or backoffLimit.",
        )


def limit_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """How many may fail."""
    per_index, most, indexes = spec.backoff_limit_per_index, spec.max_failed_indexes, spec.completions or 0
    if per_index is not None and spec.restart_policy != "Never":
        yield (
            "backoffLimitPerIndex",
            "counts pods that fail, and with restartPolicy OnFailure their containers start anew in the pod. Leave "
            "restartPolicy out, or backoffLimitPerIndex.",
        )
    if per_index is None:
        if most is not None:
            yield "maxFailedIndexes", "has no use without backoffLimitPerIndex. Give it, or leave this out."
        return
    if most is not None and most > indexes > 0:
        yield "maxFailedIndexes", f"{most} is above completions {indexes}. Lower it."
    if indexes > MANY_INDEXES and (most is None or most > FEWER or spec.parallelism > FEWER):
        yield (
            "maxFailedIndexes",
            f"is required, and is with parallelism {FEWER} at most, beside completions {indexes} and "
            f"backoffLimitPerIndex: Kubernetes records each failed index. Give both, or {MANY_INDEXES} completions.",
        )


def wait_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    timeout, deadline = spec.wait_timeout, spec.active_deadline_seconds
    if spec.wait and spec.kind != "Job":
        field = "schedule" if spec.schedule else "scaledJob"
        yield "wait", f"has no use beside {field}, whose jobs start after `up`. Leave it out."
    if spec.wait and spec.suspend:
        yield "wait", "stands beside suspend, with which the job never completes. Leave one of the two out."
    if timeout is not None and not spec.wait:
        yield "waitTimeout", f"{timeout} has no use without wait. Leave it out, or give wait: true."
    elif timeout is not None and deadline is not None and whole_seconds(timeout) < deadline:
        yield (
            "waitTimeout",
            f"{timeout} is below activeDeadlineSeconds {deadline}: `up` would give up a job that may still succeed. "
            f"Give {deadline}s or more, or leave it out.",
        )


def ttl_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    ttl = spec.ttl_seconds_after_finished
    if spec.kind == "Job" and ttl is not None and not spec.run_after_ttl:
        yield (
            "ttlSecondsAfterFinished",
            f"{ttl} has Kubernetes delete an object of the stack: the next `pulumi refresh` takes it out of the state, "
            "and the next `up` would run it again. Leave it out, since finished pods hold no CPU, memory or GPU, and "
            "take the job out of the configuration when it has done its work; or say that it may: runAfterTtl: true.",
        )
    if spec.run_after_ttl and (spec.kind != "Job" or ttl is None):
        yield (
            "runAfterTtl",
            "has no use but for one job with ttlSecondsAfterFinished. Leave it out.",
        )


def claim_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """Claims that one node has, under several pods."""
    most = spec.most_pods
    if spec.schedule and spec.concurrency_policy == "Allow":
        most = max(most, 2)
    if spec.scaled_job and spec.scaled_job.max_replica_count != 1:
        most = max(most, 2)
    for mounted in claims_of(spec) if most > 1 else ():
        modes = mounted.claim.access_modes
        if for_one_pod(modes):
            yield (
                f"{mounted.path}.accessModes",
                f"{' and '.join(modes)} lets one node have it, and there may be {most} pods at a time (parallelism, "
                "concurrencyPolicy: Allow, scaledJob.maxReplicaCount). Give ReadWriteMany, or ReadOnlyMany with "
                "readOnly: true, of a storage class that has it; an emptyDir for what each pod keeps to itself; or one "
                "pod at a time.",
            )


def notice_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """Whether a pod can end before its spot node is gone."""
    spot = spec.scheduling.spot
    if spot is None or spot.known_notice is None:
        return
    if whole_seconds(spec.drain) > whole_seconds(spot.known_notice):
        whose = "notice" if spot.notice else f"the notice of {spot.provider},"
        yield (
            "drain",
            f"{spec.drain} is above {whose} {spot.known_notice} (scheduling.spot): the node would be gone while the "
            f"pod writes its last checkpoint. Give {spot.known_notice} or less.",
        )


def wait_seconds(spec: "ModelJobSpec") -> int:
    """How long `up` waits for the job."""
    if spec.wait_timeout is not None:
        return whole_seconds(spec.wait_timeout)
    deadline = spec.active_deadline_seconds
    return DEFAULT_WAIT if deadline is None else deadline + AFTER_DEADLINE


_OF_SCHEDULES = ("time_zone", "concurrency_policy", "starting_deadline_seconds")
_OF_HISTORIES = ("successful_jobs_history_limit", "failed_jobs_history_limit")
