"""Jobs by the length of a queue: KEDA's ScaledJob starts one for each so many messages.

https://keda.sh/docs/2.21/reference/scaledjob-spec/
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from ..inputs import Text
from ..kube.duration import WholeSeconds, whole_seconds
from ..kube.names import ObjectName
from ..kube.pattern import ByKey, Matching
from ..model import Model, Natural, NotEmpty, Positive, about

if TYPE_CHECKING:
    from ..model_job_spec import ModelJobSpec

_OBJECT = about("ScaledJob")
ScalerName = Annotated[
    str,
    Matching("choice", "[a-z][a-z0-9-]*", "is not the type of a scaler. Give KEDA's name of it, such as rabbitmq."),
]
"""https://keda.sh/docs/2.21/scalers/"""
MetadataKey = Annotated[
    str, Matching("key", "[A-Za-z][A-Za-z0-9_.-]*", "is not the name of a setting. Give one such as queueName.")
]


Share = Annotated[
    str, Matching("number", r"0|0?\.[0-9]{1,6}|1(?:\.0{1,6})?", 'is no share. Give one from "0" to "1", as text.')
]


class ScalerAuthenticationSpec(Model):
    """How KEDA authenticates to a queue."""

    name: ObjectName = Field(
        description="Name of a TriggerAuthentication in the job's namespace, or of a ClusterTriggerAuthentication.",
        examples=["queue"],
        json_schema_extra=_OBJECT,
    )
    kind: Literal["TriggerAuthentication", "ClusterTriggerAuthentication"] = Field(
        default="TriggerAuthentication",
        description="Kind of that object. Default: TriggerAuthentication.",
        examples=["ClusterTriggerAuthentication"],
        json_schema_extra=_OBJECT,
    )


class ScaledJobTriggerSpec(Model):
    """A queue that KEDA asks for its length, by one of its scalers."""

    type_: ScalerName = Field(
        alias="type",
        description="The scaler, as KEDA calls it: rabbitmq, kafka, aws-sqs-queue, gcp-pubsub, azure-servicebus, redis "
        "and others. cpu and memory start no jobs.",
        examples=["rabbitmq"],
        json_schema_extra=_OBJECT,
    )
    metadata: Annotated[dict[MetadataKey, Text], ByKey()] = Field(
        description="What the scaler is told, in its own words; all values are text.",
        examples=[{"queueName": "documents", "mode": "QueueLength", "value": "5"}],
        json_schema_extra=_OBJECT,
    )
    authentication: ScalerAuthenticationSpec | None = Field(
        default=None,
        description="How KEDA authenticates to it. Default: by metadata alone.",
        examples=[{"name": "queue"}],
        json_schema_extra=_OBJECT,
    )


class ScalingStrategySpec(Model):
    """How many jobs are started for a queue's length."""

    strategy: Literal["default", "custom", "accurate", "eager"] = Field(
        default="default",
        description="default: the length less the jobs that run. accurate: where a message that is worked on is no "
        "longer in the queue. eager: as many as there may be. custom: by the two fields below. Default: default.",
        examples=["accurate"],
        json_schema_extra=_OBJECT,
    )
    custom_scaling_queue_length_deduction: Natural | None = Field(
        default=None,
        description="Messages that do not count; goes with custom. Default: none.",
        examples=[1],
        json_schema_extra=about("ScaledJob", unit="messages"),
    )
    custom_scaling_running_job_percentage: Share | None = Field(
        default=None,
        description="Share of the running jobs that counts, as text; goes with custom. Default: 0.",
        examples=["0.5"],
        json_schema_extra=_OBJECT,
    )


class ScaledJobSpec(Model):
    """KEDA in place of a schedule: jobs start while there are messages."""

    triggers: Annotated[tuple[ScaledJobTriggerSpec, ...], NotEmpty()] = Field(
        description="The queues; of several the longest counts.",
        examples=[[{"type": "rabbitmq", "metadata": {"queueName": "documents", "mode": "QueueLength", "value": "5"}}]],
        json_schema_extra=_OBJECT,
    )
    polling_interval: WholeSeconds | None = Field(
        default=None,
        description="How often KEDA asks for the length. Default: KEDA's own, 30s.",
        examples=["15s"],
        json_schema_extra=about("ScaledJob", unit="whole seconds"),
    )
    min_replica_count: Natural | None = Field(
        default=None,
        description="Jobs that run while the queue is empty. Default: KEDA's own, 0.",
        examples=[1],
        json_schema_extra=about("ScaledJob", unit="jobs"),
    )
    max_replica_count: Positive | None = Field(
        default=None,
        description="Most jobs that run at a time. Default: KEDA's own, 100.",
        examples=[10],
        json_schema_extra=about("ScaledJob", unit="jobs"),
    )
    rollout: Literal["gradual", "immediate"] = Field(
        default="gradual",
        description="What a changed spec does to jobs that run. gradual: they finish. immediate: they are deleted, and "
        "KEDA starts others. Default: gradual.",
        examples=["immediate"],
        json_schema_extra=_OBJECT,
    )
    scaling_strategy: ScalingStrategySpec | None = Field(
        default=None,
        description="How many jobs are started. Default: KEDA's own.",
        examples=[{"strategy": "accurate"}],
        json_schema_extra=_OBJECT,
    )


LARGEST_COUNT = 100
"""What KEDA takes where maxReplicaCount is not given."""


def problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    own = spec.scaled_job
    if own is None:
        return
    most = LARGEST_COUNT if own.max_replica_count is None else own.max_replica_count
    if (own.min_replica_count or 0) > most:
        yield "scaledJob.minReplicaCount", f"{own.min_replica_count} is above maxReplicaCount {most}. Lower it."
    for at, trigger in enumerate(own.triggers):
        if trigger.type_ in ("cpu", "memory"):
            yield (
                f"scaledJob.triggers[{at}].type",
                f"{trigger.type_} is the use of pods, and no job has one before it starts. Give a queue.",
            )
    strategy = own.scaling_strategy
    for field in ("customScalingQueueLengthDeduction", "customScalingRunningJobPercentage"):
        given = strategy and strategy.model_dump(by_alias=True)[field] is not None
        if strategy and given and strategy.strategy != "custom":
            yield (
                f"scaledJob.scalingStrategy.{field}",
                f"has no use with strategy {strategy.strategy}. Leave it out, or give strategy: custom.",
            )


def scaled_job_spec(spec: ScaledJobSpec, job: dict[str, Any]) -> dict[str, Any]:
    """Of a ScaledJob whose jobs have this spec."""
    numbers = {
        "pollingInterval": None if spec.polling_interval is None else whole_seconds(spec.polling_interval),
        "minReplicaCount": spec.min_replica_count,
        "maxReplicaCount": spec.max_replica_count,
    }
    strategy = spec.scaling_strategy
    return {
        "jobTargetRef": job,
        **{field: number for field, number in numbers.items() if number is not None},
        "rollout": {"strategy": spec.rollout},
        **({"scalingStrategy": strategy.model_dump(by_alias=True, exclude_none=True)} if strategy else {}),
        "triggers": [_trigger(one) for one in spec.triggers],
    }


def _trigger(one: ScaledJobTriggerSpec) -> dict[str, Any]:
    reference = one.authentication
    return {
        "type": one.type_,
        "metadata": dict(one.metadata),
        **({"authenticationRef": {"name": reference.name, "kind": reference.kind}} if reference else {}),
    }
