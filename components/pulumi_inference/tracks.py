"""The tracks of a service, primary and canary or blue and green: which model each serves, with how many pods."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pulumi

from .bounds import Bounds
from .features.canary import CanarySpec, extra, share, stands_beside
from .features.model_storage import ModelSpec, TrackModelSpec
from .features.routing import splits_requests

if TYPE_CHECKING:
    from .spec import InferenceServiceSpec

TrackName = Literal["primary", "canary", "blue", "green", "rollout"]
COLORS: tuple[TrackName, ...] = ("blue", "green")
ROLLOUT: TrackName = "rollout"
"""The one workload of Argo Rollouts, with the pods of both models."""


@dataclass(frozen=True)
class Track:
    """One model of a service with its pods."""

    name: TrackName
    model_ref: pulumi.Input[str]
    replicas: int
    """Pods to run, or to start with where an autoscaler takes over."""
    bounds: Bounds | None
    """Of its autoscaler; None where the spec decides the count."""
    image: pulumi.Input[str] | None = None
    """Of the model server; None where it is the service's."""
    model: ModelSpec | TrackModelSpec | None = None
    """Its files; None where the server finds them itself."""

    def most(self) -> int:
        return self.bounds.maximum if self.bounds else self.replicas


@dataclass(frozen=True)
class EffectiveWeight:
    """The canary's true share of the traffic, in percent: what a router makes it, or the share of the pods behind one
    Service."""

    now: float
    """With the counts of the spec."""
    lowest: float
    """The least that autoscaling can make of it; `now` without."""
    highest: float
    """The most that autoscaling can make of it; `now` without."""


def tracks(spec: "InferenceServiceSpec") -> tuple[Track, ...]:
    """The primary, and the canary if there is one; or blue and green."""
    bounds = Bounds(spec.min_replicas, spec.max_replicas) if spec.autoscaled else None
    total = spec.starting_replicas
    if spec.blue_green is not None:
        colors = ((name, getattr(spec.blue_green, name)) for name in COLORS)
        return tuple(
            Track(name, color.model_ref, total, bounds, color.image, color.model)
            for name, color in colors
            if color is not None
        )
    assert spec.model_ref is not None, "a rule asks for it"
    own = spec.model if spec.model and spec.model.source else None
    of_canary = (spec.canary.model or own) if spec.canary else None
    if spec.argo:
        if spec.canary:
            return (Track(ROLLOUT, spec.canary.model_ref, total, bounds, spec.canary.image, of_canary),)
        return (Track(ROLLOUT, spec.model_ref, total, bounds, model=own),)
    if spec.canary is None:
        return (Track("primary", spec.model_ref, total, bounds, model=own),)
    beside = stands_beside(spec)
    primary, canary = _split(total, spec.canary, beside)
    primary_bounds, canary_bounds = _split_bounds(bounds, spec.canary, beside)
    return (
        Track("primary", spec.model_ref, primary, primary_bounds, model=own),
        Track("canary", spec.canary.model_ref, canary, canary_bounds, spec.canary.image, of_canary),
    )


def track_with_all_traffic(spec: "InferenceServiceSpec") -> TrackName | None:
    """The one track that the Service selects, or None where it selects both."""
    if spec.blue_green is not None:
        return spec.blue_green.active
    if spec.canary is None or spec.argo:
        return None
    return {0: "primary", 100: "canary"}.get(spec.canary.weight)  # type: ignore[return-value]


def effective_weight(spec: "InferenceServiceSpec") -> EffectiveWeight | None:
    """None without a canary, while no pod is asked for, and with argo, whose steps it follows."""
    if spec.canary is None or spec.paused or spec.argo:
        return None
    if track_with_all_traffic(spec) or splits_requests(spec):
        weight = float(spec.canary.weight)
        return EffectiveWeight(weight, weight, weight)
    primary, canary = tracks(spec)
    to_zero = spec.keda is not None and spec.keda.scale_to_zero
    return EffectiveWeight(
        now=_percent(canary.replicas, primary.replicas),
        lowest=0.0 if to_zero else _percent(fewest(canary), primary.most()),
        highest=100.0 if to_zero else _percent(canary.most(), fewest(primary)),
    )


def canary_summary(spec: "InferenceServiceSpec") -> dict[str, Any] | None:
    """What a canary was asked to be and what it is, for the outputs; None without one."""
    if spec.canary is None:
        return None
    summary: dict[str, Any] = {"modelRef": spec.canary.model_ref, "weight": spec.canary.weight}
    if weight := effective_weight(spec):
        summary["effectiveWeight"] = weight.now
        if weight.lowest < weight.highest:
            summary["effectiveWeightRange"] = [weight.lowest, weight.highest]
    return summary


def _split(total: int, canary: CanarySpec, beside: bool) -> tuple[int, int]:
    if not total:  # paused: nothing is kept warm either
        return 0, 0
    match canary.weight:
        case 0:
            return total, canary.warm_replicas
        case weight if beside:
            return total, extra(total, weight)
        case 100:
            return canary.warm_replicas, total
        case weight:
            pods = share(total, weight)
            return total - pods, pods


def _split_bounds(bounds: Bounds | None, canary: CanarySpec, beside: bool) -> tuple[Bounds | None, Bounds | None]:
    if bounds is None:
        return None, None
    fewest, most = _split(bounds.minimum, canary, beside), _split(bounds.maximum, canary, beside)
    return Bounds(fewest[0], most[0]), Bounds(fewest[1], most[1])


def fewest(track: Track) -> int:
    """The pods that a track has at least; where KEDA scales to zero, when it has any."""
    return track.bounds.minimum if track.bounds else track.replicas


def _percent(part: int, rest: int) -> float:
    return round(100 * part / (part + rest), 1)
