"""A job's objects: a Job, a CronJob that makes some by a schedule, or KEDA's ScaledJob by a queue.

https://kubernetes.io/docs/concepts/workloads/controllers/job/
"""

from typing import TYPE_CHECKING, Any

from ..child import Child, Timeouts
from ..kube.duration import whole_seconds
from ..kube.labels import PREFIX, recommended
from ..pod_part import PodOf, PodPart
from .job_rules import wait_seconds
from .pod_failure_policy import pod_failure_policy
from .runtime import writable_part
from .scaled_job import scaled_job_spec
from .timing import DELETION_SLACK_SECONDS, LEAST_DELETION_SECONDS

if TYPE_CHECKING:
    from ..model_job_spec import ModelJobSpec

JOB = "job"
"""The name of the container, and the component of the labels."""
MODEL_JOB = "model-job"
"""What the labels call all objects of a job."""
ROLES = {"Job": "job", "CronJob": "cron_job", "ScaledJob": "scaled_job"}
RUN = f"{PREFIX}run"
"""The annotation of pods by which a job runs again."""
THERE = "jsonpath={.metadata.uid}"
"""What an `up` that does not wait for the job waits for. `skipAwait` would not wait for a replaced job to be gone,
either, whose name the new one has."""
FIXED = ("completions", "completionMode", "backoffLimitPerIndex", "podFailurePolicy", "template")
"""Fields that a Job cannot change (ValidateJobSpecUpdate in pkg/apis/batch/validation)."""


def pod(of: PodOf) -> PodPart:
    """The container, and how its pod ends."""
    spec: ModelJobSpec = of.spec  # type: ignore[assignment]  # a part of jobs alone
    written = writable_part(spec.server)
    own = {
        "image": spec.image,
        **({"imagePullPolicy": spec.image_pull_policy} if spec.image_pull_policy else {}),
        **({"command": list(spec.command)} if spec.command else {}),
        **({"args": list(spec.args)} if spec.args else {}),
    }
    return PodPart(
        annotations={} if spec.run is None else {RUN: spec.run},
        spec={
            "restartPolicy": spec.restart_policy,
            "terminationGracePeriodSeconds": whole_seconds(spec.drain),
            **written.spec,
        },
        server={**own, **written.server},
    )


def child(name: str, spec: "ModelJobSpec", template: dict[str, Any], after: tuple[str, ...]) -> Child:
    """The object that makes the pods of this template."""
    role = ROLES[spec.kind]
    deletion = max(LEAST_DELETION_SECONDS, whole_seconds(spec.drain) + DELETION_SLACK_SECONDS)
    metadata = {"name": name, "labels": recommended(name, JOB, MODEL_JOB)}
    job = job_spec(spec, template)
    match spec.kind:
        case "CronJob":
            return Child(role, _object("batch/v1", "CronJob", metadata, _cron_job(spec, job)), after=after)
        case "ScaledJob":
            assert spec.scaled_job
            paused = {"annotations": {"autoscaling.keda.sh/paused": "true"}} if spec.suspend else {}
            wanted = scaled_job_spec(spec.scaled_job, job) | _histories(spec)
            return Child(role, _object("keda.sh/v1alpha1", "ScaledJob", metadata | paused, wanted), after=after)
        case "Job":
            seconds = wait_seconds(spec)
            told = {} if spec.wait else {"annotations": {"pulumi.com/waitFor": THERE}}
            return Child(
                role,
                _object("batch/v1", "Job", metadata | told, {**job, "suspend": spec.suspend}),
                after=after,
                timeouts=Timeouts(seconds, seconds, deletion) if spec.wait else None,
                replaced_by=tuple(f"spec.{field}" for field in FIXED),
            )


def job_spec(spec: "ModelJobSpec", template: dict[str, Any]) -> dict[str, Any]:
    """Of one run."""
    found: dict[str, Any] = {
        "parallelism": spec.parallelism,
        "completions": 1 if spec.completions is None and spec.parallelism == 1 else spec.completions,
        "completionMode": spec.completion_mode,
        "backoffLimit": spec.backoff_limit,
        "backoffLimitPerIndex": spec.backoff_limit_per_index,
        "maxFailedIndexes": spec.max_failed_indexes,
        "podFailurePolicy": pod_failure_policy(spec),
        "activeDeadlineSeconds": spec.active_deadline_seconds,
        "ttlSecondsAfterFinished": spec.ttl_seconds_after_finished,
    }
    return {field: value for field, value in found.items() if value is not None} | {"template": template}


def _cron_job(spec: "ModelJobSpec", job: dict[str, Any]) -> dict[str, Any]:
    late = spec.starting_deadline_seconds
    return {
        "schedule": spec.schedule,
        "timeZone": spec.time_zone or "Etc/UTC",
        "concurrencyPolicy": spec.concurrency_policy,
        **({} if late is None else {"startingDeadlineSeconds": late}),
        "suspend": spec.suspend,
        **_histories(spec),
        "jobTemplate": {"spec": job},
    }


def _histories(spec: "ModelJobSpec") -> dict[str, int]:
    both = {
        "successfulJobsHistoryLimit": spec.successful_jobs_history_limit,
        "failedJobsHistoryLimit": spec.failed_jobs_history_limit,
    }
    return {field: most for field, most in both.items() if most is not None}


def _object(version: str, kind: str, metadata: dict[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}
