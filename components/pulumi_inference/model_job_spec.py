"""The root of a job's spec: what a user asks of one run, of runs by a schedule, or of runs by a queue."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field

from .features import copy_spec, job_rules, load_test, named_jobs, pod_failure_policy, scaled_job
from .features.containers_spec import ContainerSpec, InitContainerSpec
from .features.copy_spec import ModelBackupSpec, ModelSyncSpec
from .features.environment import Env
from .features.files import FileSpec
from .features.job import JOB
from .features.load_test import LoadTestSpec
from .features.pod_failure_policy import PodFailurePolicySpec
from .features.runtime import Arguments, Directories, SecurityContextSpec, container_of
from .features.scaled_job import ScaledJobSpec
from .features.volumes import VolumeSpec
from .inputs import Image, Text
from .kube.cron import CronSchedule
from .kube.duration import WholeSeconds
from .kube.time_zone import TimeZone
from .model import Natural, Positive, Switch, about
from .pod_fields import POD_RULES, PodFields
from .runtimes import Container

_EACH = ("Job", "CronJob", "ScaledJob")
_JOB = about(*_EACH)
_CRON_JOB = about("CronJob")
JOB_CONTAINER = Container(user=1000, writable=("/tmp",))
"""Where a spec says nothing: programs want a place for temporary files."""

JOB_RULES = (
    named_jobs.problems,
    named_jobs.own_problems,
    named_jobs.copy_problems,
    named_jobs.place_problems,
    copy_spec.problems,
    copy_spec.credential_problems,
    load_test.problems,
    job_rules.kind_problems,
    job_rules.schedule_problems,
    job_rules.count_problems,
    job_rules.index_problems,
    job_rules.limit_problems,
    job_rules.wait_problems,
    job_rules.ttl_problems,
    job_rules.claim_problems,
    job_rules.notice_problems,
    pod_failure_policy.problems,
    pod_failure_policy.length_problems,
    pod_failure_policy.code_problems,
    scaled_job.problems,
    *POD_RULES,
)
"""The rules across fields of a job."""


class ModelJobSpec(PodFields):
    """Desired state of a job: training, batch inference, whatever runs to its end."""

    noun: ClassVar[str] = "job"

    image: Image | None = Field(
        default=None,
        description="Image of the container, with a tag other than latest or, better, a digest. Default: that of sync, "
        "backup or loadTest; required without one of them.",
        examples=["registry.example.com/trainer:1.3.0"],
        json_schema_extra=_JOB,
    )
    sync: ModelSyncSpec | None = Field(
        default=None,
        description="Makes the job one that keeps copies of models like their source, in object stores and claims. "
        "Default: none.",
        examples=[
            {
                "source": {"s3": {"bucket": "acme-models", "region": "us-west-2"}},
                "destinations": [{"s3": {"bucket": "acme-models-eu", "region": "eu-west-1"}}],
            }
        ],
        json_schema_extra=about("ConfigMap", "Secret", *_EACH),
    )
    backup: ModelBackupSpec | None = Field(
        default=None,
        description="Makes the job one that copies models below a folder of the day. Default: none.",
        examples=[
            {"source": {"pvc": {"claimName": "models"}}, "destinations": [{"s3": {"bucket": "acme-model-backups"}}]}
        ],
        json_schema_extra=about("ConfigMap", "Secret", *_EACH),
    )
    load_test: LoadTestSpec | None = Field(
        default=None,
        description="Makes the job a load test of a service, which fails where a threshold is crossed. Default: none.",
        examples=[{"target": "http://chat-svc.inference.svc:80", "path": "/predict", "payload": {"text": "Hello"}}],
        json_schema_extra=about("ConfigMap", "Secret", *_EACH),
    )
    command: Arguments | None = Field(
        default=None,
        description="What the container runs. Default: the image's.",
        examples=[["python", "train.py"]],
        json_schema_extra=_JOB,
    )
    args: Arguments | None = Field(
        default=None,
        description="Its arguments; $(NAME) in them is a variable's value. Default: the image's.",
        examples=[["--epochs=100", "--batch-size=64"]],
        json_schema_extra=_JOB,
    )
    env: Env = Field(
        default={},
        description="Environment variables of the container: a text, or where the value stands. Secrets of the "
        "configuration and Outputs go into the Secret NAME-secrets; $(OTHER) is another variable's value. "
        "Default: none; Kubernetes gives JOB_COMPLETION_INDEX to pods of an Indexed job.",
        examples=[{"BATCH_SIZE": "1000", "WANDB_API_KEY": {"valueFrom": {"secretConfig": "wandbApiKey"}}}],
        json_schema_extra=about(*_EACH, "Secret"),
    )
    files: tuple[FileSpec, ...] = Field(
        default=(),
        description="Files in the container. Default: none.",
        examples=[[{"path": "/app/config/train.yaml", "yaml": {"epochs": 100}}]],
        json_schema_extra=about("ConfigMap", "Secret", *_EACH),
    )
    volumes: tuple[VolumeSpec, ...] = Field(
        default=(),
        description="Volumes of the pods, each mounted in the container: data, models, checkpoints. Default: none.",
        examples=[[{"name": "data", "mountPath": "/data", "persistentVolumeClaim": {"claimName": "data"}}]],
        json_schema_extra=about(*_EACH, "PersistentVolumeClaim"),
    )
    security_context: SecurityContextSpec | None = Field(
        default=None,
        description="Who the container runs as. Default: user 1000, with a root filesystem that is read-only.",
        examples=[{"runAsUser": 1001}],
        json_schema_extra=_JOB,
    )
    writable_paths: Directories | None = Field(
        default=None,
        description="Directories that the container writes to, beside /tmp; each is an empty volume of the pod. "
        "Default: none more.",
        examples=[["/home/trainer/.cache"]],
        json_schema_extra=_JOB,
    )
    init_containers: tuple[InitContainerSpec, ...] = Field(
        default=(),
        description="Containers that come before, one after the other; with restartPolicy: Always native sidecars. "
        "Default: none.",
        examples=[[{"name": "fetch", "image": "registry.example.com/fetch:1.2.0"}]],
        json_schema_extra=about(*_EACH, "Secret"),
    )
    containers: tuple[ContainerSpec, ...] = Field(
        default=(),
        description="Containers beside, as native sidecars: they start before the container and are ended after it, so "
        "that a proxy does not keep the job from its end. Default: none.",
        examples=[[{"name": "proxy", "image": "registry.example.com/proxy:1.2.0"}]],
        json_schema_extra=about(*_EACH, "Secret"),
    )
    drain: WholeSeconds = Field(
        default="30s",
        description="Time that a pod has to end, as to write a checkpoint, after it was told to (SIGTERM). "
        "Default: 30s.",
        examples=["2m"],
        json_schema_extra=about(*_EACH, unit="whole seconds"),
    )

    parallelism: Positive = Field(
        default=1,
        description="Pods that run at a time. Default: 1.",
        examples=[4],
        json_schema_extra=about(*_EACH, unit="pods"),
    )
    completions: Positive | None = Field(
        default=None,
        description="Pods that have to succeed, so many in all. Default: 1 with parallelism 1; else none, the pods "
        "share one queue, and the job is complete when one has succeeded and all have ended.",
        examples=[4],
        json_schema_extra=about(*_EACH, unit="pods"),
    )
    completion_mode: Literal["NonIndexed", "Indexed"] = Field(
        default="NonIndexed",
        description="Indexed: each pod has a number from 0 to completions - 1, in JOB_COMPLETION_INDEX, and one pod of "
        "each number has to succeed. Default: NonIndexed.",
        examples=["Indexed"],
        json_schema_extra=_JOB,
    )
    backoff_limit: Natural | None = Field(
        default=None,
        description="Pods that may fail before the job has failed. Default: Kubernetes', 6; with backoffLimitPerIndex "
        "any number.",
        examples=[3],
        json_schema_extra=about(*_EACH, unit="pods"),
    )
    backoff_limit_per_index: Natural | None = Field(
        default=None,
        description="Pods of one index that may fail before that index has failed; goes with Indexed. Default: none, "
        "backoffLimit counts all.",
        examples=[2],
        json_schema_extra=about(*_EACH, unit="pods"),
    )
    max_failed_indexes: Natural | None = Field(
        default=None,
        description="Indexes that may fail before the job is ended; goes with backoffLimitPerIndex. Default: all; the "
        "others are tried, and the job has failed at its end.",
        examples=[5],
        json_schema_extra=about(*_EACH, unit="indexes"),
    )
    pod_failure_policy: PodFailurePolicySpec | None = Field(
        default=None,
        description="What the failure of a pod means. Default: pods that were evicted, or whose node went "
        "(DisruptionTarget), are replaced and not counted.",
        examples=[{"rules": [{"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42]}}]}],
        json_schema_extra=_JOB,
    )
    active_deadline_seconds: Positive | None = Field(
        default=None,
        description="Time from the job's start after which it has failed, and its pods are ended. Default: none.",
        examples=[86400],
        json_schema_extra=about(*_EACH, unit="seconds"),
    )
    ttl_seconds_after_finished: Natural | None = Field(
        default=None,
        description="Time after which Kubernetes deletes a finished job. A job without schedule and scaledJob is the "
        "stack's: see runAfterTtl. Default: none; a finished pod holds no CPU, memory or GPU.",
        examples=[86400],
        json_schema_extra=about(*_EACH, unit="seconds"),
    )
    run_after_ttl: Switch = Field(
        default=False,
        description="Whether a job without a schedule may run again after its TTL has deleted it: `pulumi refresh` "
        "takes it out of the state, and the next `up` makes it anew. Default: false, such a job has no TTL.",
        examples=[True],
        json_schema_extra=about("Job"),
    )
    restart_policy: Literal["Never", "OnFailure"] = Field(
        default="Never",
        description="Never: a failed pod stays, with its log, and another one comes. OnFailure: its containers start "
        "anew in the pod. Default: Never.",
        examples=["OnFailure"],
        json_schema_extra=_JOB,
    )
    suspend: Switch = Field(
        default=False,
        description="Whether nothing runs for now: pods of a job that runs are ended, a CronJob starts no job, and a "
        "ScaledJob is paused. Default: false.",
        examples=[True],
        json_schema_extra=_JOB,
    )
    run: Text | None = Field(
        default=None,
        description="Any text: the job runs again when it changes, as for the same code with new data. Default: none.",
        examples=["2026-11-22"],
        json_schema_extra=_JOB,
    )
    wait: Switch = Field(
        default=False,
        description="Whether `up` waits until the job is complete, and fails with it. Default: false, it goes on as "
        "soon as the job is there.",
        examples=[True],
        json_schema_extra=about("Job"),
    )
    wait_timeout: WholeSeconds | None = Field(
        default=None,
        description="How long it waits; goes with wait. Default: activeDeadlineSeconds and 5m, or 1h without.",
        examples=["30m"],
        json_schema_extra=about(unit="whole seconds"),
    )

    schedule: CronSchedule | None = Field(
        default=None,
        description="When a job is started, by a CronJob. Default: none, once.",
        examples=["0 */6 * * *"],
        json_schema_extra=_CRON_JOB,
    )
    time_zone: TimeZone | None = Field(
        default=None,
        description="Time zone of schedule, by its name in the tz database. Default: Etc/UTC.",
        examples=["Europe/Berlin"],
        json_schema_extra=_CRON_JOB,
    )
    concurrency_policy: Literal["Forbid", "Replace", "Allow"] = Field(
        default="Forbid",
        description="What happens when the last job still runs. Forbid: no other is started. Replace: it is ended. "
        "Allow: both run. Default: Forbid.",
        examples=["Replace"],
        json_schema_extra=_CRON_JOB,
    )
    starting_deadline_seconds: Positive | None = Field(
        default=None,
        description="How late a job may be started that could not be in time; 10 at least. Default: any time, though "
        "after 100 missed ones none is started at all.",
        examples=[600],
        json_schema_extra=about("CronJob", unit="seconds"),
    )
    successful_jobs_history_limit: Natural | None = Field(
        default=None,
        description="Complete jobs that are kept. Default: 3; of a ScaledJob KEDA's own, 100.",
        examples=[1],
        json_schema_extra=about("CronJob", "ScaledJob", unit="jobs"),
    )
    failed_jobs_history_limit: Natural | None = Field(
        default=None,
        description="Failed jobs that are kept. Default: 1; of a ScaledJob KEDA's own, 100.",
        examples=[3],
        json_schema_extra=about("CronJob", "ScaledJob", unit="jobs"),
    )
    scaled_job: ScaledJobSpec | None = Field(
        default=None,
        description="Jobs by the length of a queue, by KEDA, in place of a schedule. Default: none.",
        examples=[
            {
                "triggers": [
                    {"type": "rabbitmq", "metadata": {"queueName": "documents", "mode": "QueueLength", "value": "5"}}
                ]
            }
        ],
        json_schema_extra=about("ScaledJob"),
    )

    @classmethod
    def rules(cls) -> tuple[Callable[[Any], Iterator[tuple[str, str]]], ...]:
        return JOB_RULES

    @property
    def kind(self) -> Literal["Job", "CronJob", "ScaledJob"]:
        if self.scaled_job:
            return "ScaledJob"
        return "CronJob" if self.schedule else "Job"

    @property
    def server(self) -> Container:
        return container_of(self, JOB_CONTAINER)

    @property
    def first_container(self) -> tuple[str, str]:
        return JOB, "the job's"

    def images(self) -> Iterator[tuple[str, Any]]:
        yield "image", self.image

    @property
    def most_pods(self) -> int:
        """At a time, of one job."""
        return min(self.parallelism, self.completions or self.parallelism)

    def container_names(self) -> tuple[str, ...]:
        """Of the pods' containers, init containers and sidecars included."""
        return (JOB, *(one.name for one in (*self.init_containers, *self.containers)))
