"""Timing: from how long a model loads and a server drains follow all the timers around a pod.

The table of what follows from what is in docs/architecture.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field

from ..defaults import NEWEST, Defaults
from ..kube.duration import WholeSeconds, duration_text, whole_seconds
from ..model import LARGEST_INT32, Model, about
from ..pod_part import PodOfTrack, PodPart

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec
    from .health_check import HealthCheckSpec, ProbeName, ProbeSpec

LEAST_DELETION_SECONDS = 600
"""That Pulumi waits for a Deployment to be gone with its pods: the provider's own default."""
DELETION_SLACK_SECONDS = 300
"""For what comes after the last pod has been killed."""
_IN_SECONDS = 120
"""Up to here people write a sum in seconds, above in minutes and seconds."""


class TimingSpec(Model):
    """Timers in place of those that follow from modelLoad and drain."""

    pre_stop: WholeSeconds = Field(
        default=NEWEST.pre_stop,
        description="Time before the server is told to end, while the endpoints forget its pod: a sleep, or the most "
        "that drainCommand takes. "
        f"Default: {NEWEST.pre_stop}.",
        examples=["15s"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    termination_grace_period: WholeSeconds | None = Field(
        default=None,
        description="Time from the beginning of a pod's end until it is killed; at least preStop + drain. "
        "Default: preStop + drain.",
        examples=["1m"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    progress_deadline: WholeSeconds | None = Field(
        default=None,
        description="Time without any progress after which Kubernetes calls a rollout failed; above modelLoad. "
        "Default: modelLoad + 5m, or modelLoad + terminationGracePeriod + 4m if that is longer.",
        examples=["15m"],
        json_schema_extra=about("Deployment", unit="whole seconds"),
    )
    create_timeout: WholeSeconds | None = Field(
        default=None,
        description="Time that Pulumi waits for a new Deployment; at least progressDeadline. "
        "Default: progressDeadline.",
        examples=["15m"],
        json_schema_extra=about(unit="whole seconds"),
    )
    update_timeout: WholeSeconds | None = Field(
        default=None,
        description="Time that Pulumi waits for the rollout of a Deployment; at least progressDeadline. "
        "Default: modelLoad + terminationGracePeriod for each wave of pods, and once what progressDeadline is above "
        "modelLoad.",
        examples=["1h"],
        json_schema_extra=about(unit="whole seconds"),
    )
    delete_timeout: WholeSeconds | None = Field(
        default=None,
        description="Time that Pulumi waits for a Deployment to be gone with its pods; at least "
        "terminationGracePeriod. Default: 10m, or terminationGracePeriod + 5m if that is longer.",
        examples=["10m"],
        json_schema_extra=about(unit="whole seconds"),
    )


@dataclass(frozen=True)
class Rhythm:
    """When a probe asks, in seconds, and how often it may fail."""

    period: int
    timeout: int
    failures: int

    def fields(self) -> dict[str, Any]:
        """As Kubernetes names them."""
        return {"periodSeconds": self.period, "timeoutSeconds": self.timeout, "failureThreshold": self.failures}

    @property
    def budget(self) -> int:
        """From the first probe, which comes at once, to the last that may fail."""
        return self.period * (self.failures - 1)


@dataclass(frozen=True)
class Timing:
    """Every timer of a service, in seconds."""

    model_load: int
    pre_stop: int
    termination_grace_period: int
    progress_deadline: int
    create_timeout: int
    delete_timeout: int
    startup: Rhythm
    liveness: Rhythm
    readiness: Rhythm
    own_update_timeout: int | None = None

    @classmethod
    def of(cls, spec: "InferenceServiceSpec") -> Self:
        """What the spec says, and what follows from it."""
        own, check = spec.timing, spec.health_check
        load, pre_stop = whole_seconds(spec.model_load), whole_seconds(own.pre_stop)
        grace = _seconds(own.termination_grace_period, pre_stop + whole_seconds(spec.drain))
        deadline = _seconds(own.progress_deadline, _usual_deadline(load, grace, spec.defaults))
        return cls(
            model_load=load,
            pre_stop=pre_stop,
            termination_grace_period=grace,
            progress_deadline=deadline,
            create_timeout=_seconds(own.create_timeout, deadline),
            delete_timeout=_seconds(own.delete_timeout, max(LEAST_DELETION_SECONDS, grace + DELETION_SLACK_SECONDS)),
            startup=_startup(check, load, spec.defaults),
            liveness=_steady(check, check.own("liveness"), spec.defaults),
            readiness=_steady(check, check.own("readiness"), spec.defaults),
            own_update_timeout=None if own.update_timeout is None else whole_seconds(own.update_timeout),
        )

    def rhythm(self, probe: "ProbeName") -> Rhythm:
        return {"startup": self.startup, "liveness": self.liveness, "readiness": self.readiness}[probe]

    def update_timeout(self, waves: int) -> int:
        """Of a Deployment whose pods are replaced in so many waves, each of which drains and loads the model."""
        if self.own_update_timeout is not None:
            return self.own_update_timeout
        slack = self.progress_deadline - self.model_load
        # The engine holds no more than 292 years, and nobody waits so long.
        return min((self.model_load + self.termination_grace_period) * waves + slack, LARGEST_INT32)


def _usual_deadline(load: int, grace: int, defaults: Defaults) -> int:
    """A pod that is handed another's GPU waits until that one has ended."""
    return load + max(whole_seconds(defaults.least_slack), grace + whole_seconds(defaults.scheduling))


def _startup(check: "HealthCheckSpec", load: int, defaults: Defaults) -> Rhythm:
    """As many probes as fit the time that the model loads, and one more: the first comes at once."""
    own = check.own("startup")
    period = _seconds(own.interval, min(whole_seconds(check.interval), whole_seconds(defaults.startup_interval)))
    timeout = _seconds(own.timeout, whole_seconds(check.timeout))
    return Rhythm(period, timeout, own.failures or ceil(load / period) + 1)


def _steady(check: "HealthCheckSpec", own: "ProbeSpec", defaults: Defaults) -> Rhythm:
    period = _seconds(own.interval, whole_seconds(check.interval))
    return Rhythm(period, _seconds(own.timeout, whole_seconds(check.timeout)), own.failures or defaults.probe_failures)


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """Contradictions, each with the sum that shows it."""
    own, timing = spec.timing, Timing.of(spec)
    drain, startup = whole_seconds(spec.drain), timing.startup
    if timing.termination_grace_period < (least := timing.pre_stop + drain):
        yield (
            "timing.terminationGracePeriod",
            f"{own.termination_grace_period} is below preStop {given(own, 'pre_stop')} + drain "
            f"{given(spec, 'drain')} = {_text(least)}: the server would be killed while it finishes requests. "
            f"Give {_text(least)} or more, or leave it out.",
        )
    if startup.budget < timing.model_load:
        yield (
            "healthCheck.startup.failures",
            f"{startup.failures} probes, the first at once, last {startup.failures - 1} x {startup.period}s = "
            f"{_text(startup.budget)}, which is below modelLoad {given(spec, 'model_load')}: the model would be "
            f"restarted while it loads. Give {ceil(timing.model_load / startup.period) + 1} or more, or leave it out.",
        )
    if timing.progress_deadline <= timing.model_load:
        usual = _usual_deadline(timing.model_load, timing.termination_grace_period, spec.defaults)
        yield (
            "timing.progressDeadline",
            f"{own.progress_deadline} is not above modelLoad {given(spec, 'model_load')}: a rollout would have failed "
            f"while the model loads. Give more, or leave it out for {_text(usual)}, with time for a node and an image.",
        )
    for field, timeout in (("createTimeout", own.create_timeout), ("updateTimeout", own.update_timeout)):
        if timeout is not None and whole_seconds(timeout) < timing.progress_deadline:
            yield (
                f"timing.{field}",
                f"{timeout} is below progressDeadline {_deadline(spec, timing)}: Pulumi would give up a rollout that "
                f"may still succeed. Give {_text(timing.progress_deadline)} or more, or leave it out.",
            )
    if timing.delete_timeout < timing.termination_grace_period:
        grace = own.termination_grace_period or (
            f"= preStop {given(own, 'pre_stop')} + drain {given(spec, 'drain')} = {_text(least)}"
        )
        yield (
            "timing.deleteTimeout",
            f"{own.delete_timeout} is below terminationGracePeriod {grace}: a deletion would have failed while the "
            f"server finishes requests. Give {_text(timing.termination_grace_period)} or more, or leave it out.",
        )


def pod(of: PodOfTrack) -> PodPart:
    """How a pod ends. Kubernetes kills what of a command is left at the end of the grace period, and no earlier."""
    timing, command = Timing.of(of.spec), of.spec.drain_command
    return PodPart(
        spec={"terminationGracePeriodSeconds": timing.termination_grace_period},
        server={
            "lifecycle": {"preStop": command.rendered() if command else {"sleep": {"seconds": timing.pre_stop}}},
        },
    )


def _deadline(spec: "InferenceServiceSpec", timing: Timing) -> str:
    """With the sum that it comes from, where the spec does not say it."""
    if spec.timing.progress_deadline is not None:
        return spec.timing.progress_deadline
    rest = _text(timing.progress_deadline - timing.model_load)
    return f"= modelLoad {given(spec, 'model_load')} + {rest} = {_text(timing.progress_deadline)}"


def given(model: Model, field: str) -> str:
    """Whoever did not write a value wonders where it comes from."""
    value = str(getattr(model, field))
    return value if field in model.model_fields_set else f"{value} (the default)"


def _seconds(own: str | None, otherwise: int) -> int:
    return otherwise if own is None else whole_seconds(own)


def _text(seconds: int) -> str:
    return f"{seconds}s" if seconds <= _IN_SECONDS else duration_text(Fraction(seconds))
