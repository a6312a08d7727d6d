"""Who owns a Deployment's replica count, and from whom it can go to whom in one step."""

from typing import TYPE_CHECKING

from ..bounds import Bounds
from ..errors import path_to
from ..kube.labels import PREFIX

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec
    from ..tracks import Track

OWNER_ANNOTATION = PREFIX + "replicas-owner"
"""Who decides a Deployment's count, the spec or an autoscaler, and within which bounds.

Without it the way from an autoscaled 5 back to a fixed 3 is no change of input where the count was 3 before the
autoscaler came: the engine would say `unchanged` and 5 pods would go on.
"""
SPEC = "spec"
AUTOSCALER = "autoscaler"
KEDA = "keda"


def owner(spec: "InferenceServiceSpec", track: "Track") -> str:
    """The value of `OWNER_ANNOTATION`."""
    if track.bounds is None:
        return SPEC
    if spec.keda is None:
        return f"{AUTOSCALER} {track.bounds}"
    return f"{KEDA} {Bounds(0 if spec.keda.scale_to_zero else track.bounds.minimum, track.bounds.maximum)}"


def switch_problem(service: str, track: str, before: str, after: str, count: int) -> str | None:
    """Why a track's count cannot go from one owner to another in one step, or None if it can.

    The engine deletes last. Between the Deployment's update and its own end an autoscaler with room to move can set
    another count, which then stays. One that is pinned to the new count cannot.

    Args:
        service: What the service is declared under.
        track: The track.
        before: The owner that is recorded.
        after: The one that is asked for.
        count: The pods that are asked for.
    """
    who, _, room = before.partition(" ")
    if who == KEDA and after.startswith(AUTOSCALER):
        return _from_keda_problem(service, track)
    if after != SPEC or not room:
        return None
    bounds = Bounds.parse(room)
    # Kubernetes' own leaves a Deployment without pods alone, and a count that it read before is refused as outdated.
    if bounds.minimum == bounds.maximum == count or (count == 0 and who == AUTOSCALER):
        return None
    where = path_to("services", [service, "minReplicas"])
    still = " (without scaleToZero)" if bounds.minimum == 0 else ""
    rest = "minReplicas, maxReplicas and autoscaling" if who == KEDA else "minReplicas and maxReplicas"
    return (
        f"{where}: switching autoscaling off in one step cannot promise the count of "
        f"{service}-{track}. The autoscaler ({bounds.minimum} to {bounds.maximum} pods) is deleted last and could "
        f"overrule {count} before that. Take two steps:\n"
        f"  1. pin it: leave canary as it was before, set replicas, minReplicas and maxReplicas to one and the same "
        f"count{still}, and run pulumi up\n"
        f"  2. remove {rest}, keep that count as replicas, and run pulumi up"
    )


def _from_keda_problem(service: str, track: str) -> str:
    where = path_to("services", [service, "autoscaling", "keda"])
    return (
        f"{where}: going from KEDA to an autoscaler of Kubernetes' own in one step leaves {service}-{track} without "
        "any: it would be the one that KEDA has made its own, and that goes when KEDA's ScaledObject goes, which the "
        "engine deletes last. Go by way of a fixed count:\n"
        "  1. if KEDA has room to move, pin it: set replicas, minReplicas and maxReplicas to one and the same count, "
        "without scaleToZero, and run pulumi up\n"
        "  2. remove minReplicas, maxReplicas and autoscaling, keep that count as replicas, and run pulumi up\n"
        "  3. give minReplicas, maxReplicas and autoscaling without keda, and run pulumi up"
    )


def start_problem(service: str, track: str, bounds: Bounds | None, count: int) -> str | None:
    """Why a track would stay without pods under its autoscaler, or None if it does not."""
    if bounds is None or count:
        return None
    where = path_to("services", [service, "minReplicas"])
    return (
        f"{where}: {service}-{track} may have no pods, since an earlier up did not get through, and an autoscaler "
        "leaves a Deployment without pods as it is. Take two steps:\n"
        f"  1. set replicas to {bounds.minimum}, leave minReplicas, maxReplicas and autoscaling out; pulumi up\n"
        "  2. put them back, and run pulumi up"
    )
