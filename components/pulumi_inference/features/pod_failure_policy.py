"""What the failure of a pod means for its job.

https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy (KEP-3329)
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ..kube.labels import LabelKey
from ..kube.names import Dns1123Label
from ..model import Model, NotEmpty, about, integral
from ..one_of import OneOf, exactly_one

if TYPE_CHECKING:
    from ..model_job_spec import ModelJobSpec

_JOB = about("Job", "CronJob", "ScaledJob")
IGNORE_DISRUPTIONS = {
    "rules": [{"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]}]
}
"""Where a spec gives none: a pod that was evicted or whose node went does not count as a failure."""
MOST_VALUES = 255
"""Of an exit code's list (maxPodFailurePolicyOnExitCodesValues in Kubernetes' pkg/apis/batch/validation)."""
MOST_RULES = 20
"""Of a policy (maxPodFailurePolicyRules), and of a rule's conditions (maxPodFailurePolicyOnPodConditionsPatterns)."""
ExitCode = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1), BeforeValidator(integral)]


class OnExitCodesSpec(Model):
    """The exit code of a container that failed."""

    container_name: Dns1123Label | None = Field(
        default=None, description="Of which container. Default: of any.", examples=["job"], json_schema_extra=_JOB
    )
    operator: Literal["In", "NotIn"] = Field(
        description="Whether it is one of values, or none of them.", examples=["In"], json_schema_extra=_JOB
    )
    values: Annotated[tuple[ExitCode, ...], NotEmpty()] = Field(
        description="Exit codes; 0 is none of a failure.", examples=[[42]], json_schema_extra=_JOB
    )


class OnPodConditionSpec(Model):
    """A condition of the pod that failed."""

    type_: LabelKey = Field(
        alias="type", description="Which condition.", examples=["DisruptionTarget"], json_schema_extra=_JOB
    )
    status: Literal["True", "False", "Unknown"] = Field(
        default="True", description="Its status. Default: True.", examples=["False"], json_schema_extra=_JOB
    )


class PodFailureRuleSpec(OneOf):
    """One rule: what is done, and exactly one field that says when."""

    model_config = exactly_one("onExitCodes", "onPodConditions")

    action: Literal["Ignore", "FailJob", "FailIndex", "Count"] = Field(
        description="Ignore: the pod is replaced, and no limit counts it. FailJob: the job has failed. FailIndex: its "
        "index has failed (backoffLimitPerIndex). Count: as without a rule.",
        examples=["FailJob"],
        json_schema_extra=_JOB,
    )
    on_exit_codes: OnExitCodesSpec | None = Field(
        default=None,
        description="By the exit code of a container. Default: none.",
        examples=[{"operator": "In", "values": [42]}],
        json_schema_extra=_JOB,
    )
    on_pod_conditions: Annotated[tuple[OnPodConditionSpec, ...], NotEmpty()] | None = Field(
        default=None,
        description="By a condition of the pod, any of these. Default: none.",
        examples=[[{"type": "DisruptionTarget"}]],
        json_schema_extra=_JOB,
    )


class PodFailurePolicySpec(Model):
    """Rules of which the first that fits a failed pod holds."""

    rules: Annotated[tuple[PodFailureRuleSpec, ...], NotEmpty()] = Field(
        description="The rules, in order.",
        examples=[[{"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42]}}]],
        json_schema_extra=_JOB,
    )


def problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    policy = spec.pod_failure_policy
    if policy is None:
        return
    if spec.restart_policy != "Never":
        yield (
            "podFailurePolicy",
            "goes by pods that fail, and with restartPolicy OnFailure their containers start anew in the pod. Leave "
            "restartPolicy out, or podFailurePolicy.",
        )
    for at, rule in enumerate(policy.rules):
        if rule.action == "FailIndex" and spec.backoff_limit_per_index is None:
            yield (
                f"podFailurePolicy.rules[{at}].action",
                "FailIndex needs an index that can fail by itself. Give completionMode: Indexed and "
                "backoffLimitPerIndex, or FailJob here.",
            )


def length_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """Of the lists of rules and of conditions."""
    rules = spec.pod_failure_policy.rules if spec.pod_failure_policy else ()
    lists = {"": rules} | {f"[{at}].onPodConditions": one.on_pod_conditions or () for at, one in enumerate(rules)}
    for place, entries in lists.items():
        if len(entries) > MOST_RULES:
            yield (
                f"podFailurePolicy.rules{place}",
                f"has {len(entries)} entries, and Kubernetes takes {MOST_RULES}. Leave some out, or join them: "
                "onExitCodes.values has many codes.",
            )


def code_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """Of the lists of exit codes."""
    known = spec.container_names()
    for at, rule in enumerate(spec.pod_failure_policy.rules if spec.pod_failure_policy else ()):
        asked, path = rule.on_exit_codes, f"podFailurePolicy.rules[{at}].onExitCodes"
        if asked is None:
            continue
        if asked.container_name is not None and asked.container_name not in known:
            yield (
                f"{path}.containerName",
                f"{asked.container_name} is no container of the pods. They have {', '.join(known)}.",
            )
        if asked.operator == "In" and 0 in asked.values:
            yield f"{path}.values", "has 0, with which nothing fails. Leave it out."
        if len(set(asked.values)) < len(asked.values) or len(asked.values) > MOST_VALUES:
            yield f"{path}.values", f"has to be up to {MOST_VALUES} codes, each once. Leave out the others."


def pod_failure_policy(spec: "ModelJobSpec") -> dict[str, Any] | None:
    """What is rendered; None with containers that start anew, of which Kubernetes takes no policy."""
    if spec.restart_policy != "Never":
        return None
    if spec.pod_failure_policy is None:
        return IGNORE_DISRUPTIONS
    return {"rules": [_rule(one) for one in spec.pod_failure_policy.rules]}


def _rule(one: PodFailureRuleSpec) -> dict[str, Any]:
    rule = one.model_dump(mode="json", by_alias=True, exclude_none=True)
    if one.on_exit_codes:
        rule["onExitCodes"]["values"] = sorted(one.on_exit_codes.values)
    return rule
