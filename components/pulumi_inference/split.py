"""Who has how many pods, and who has the traffic, of a spec."""

from typing import TYPE_CHECKING

from .features.containers import pod_amounts
from .features.rollout import EVERYWHERE, Split
from .tracks import track_with_all_traffic, tracks

if TYPE_CHECKING:
    from .spec import InferenceServiceSpec


def split_of(spec: "InferenceServiceSpec") -> Split:
    """Who has how many pods, and who has the traffic."""
    return Split(
        traffic=track_with_all_traffic(spec) or EVERYWHERE,
        replicas={track.name: str(track.bounds) if track.bounds else track.replicas for track in tracks(spec)},
        pod=pod_amounts(spec),
        kind=spec.kind,
    )
