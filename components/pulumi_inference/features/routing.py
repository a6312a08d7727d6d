"""Who makes a canary's weight true: the share of the pods behind one Service, or a router that splits requests."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..child import ROUTE
from ..kube.labels import recommended

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

RouterName = Literal["gateway", "istio", "traefik"]
ROUTERS: tuple[RouterName, ...] = get_args(RouterName)
"""Those that split requests by weight, each declared by a field of its own name."""
PODS = "replicas"


def declared_router(spec: "InferenceServiceSpec") -> RouterName | None:
    """The router that the service's traffic takes, with a canary or without."""
    return next((name for name in ROUTERS if getattr(spec, name) is not None), None)


def splits_requests(spec: "InferenceServiceSpec") -> bool:
    """Whether a router makes the canary's weight true, and not the count of its pods."""
    return declared_router(spec) is not None and not (spec.canary and spec.canary.router == PODS)


def weights(spec: "InferenceServiceSpec") -> dict[str, int]:
    """The requests of each track in percent, by a router that splits them."""
    if spec.blue_green is not None:
        return {spec.blue_green.active: 100}
    if spec.argo:
        return {"stable": 100, "canary": 0}  # to start with: Argo Rollouts writes them
    if spec.canary is None:
        return {"primary": 100}
    return {"primary": 100 - spec.canary.weight, "canary": spec.canary.weight}


def route_step(spec: "InferenceServiceSpec") -> str | None:
    """The step of a rollout in which a route is declared: at once where Argo Rollouts writes its weights."""
    return None if spec.argo else ROUTE


def route_metadata(name: str, spec: "InferenceServiceSpec") -> dict[str, Any]:
    """With leave to overwrite what is Argo Rollouts' of a list, of which no part can be left out."""
    force = {"annotations": {"pulumi.com/patchForce": "true"}} if spec.argo else {}
    return {"name": name, "labels": recommended(name, "route"), **force}


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    declared = [name for name in ROUTERS if getattr(spec, name) is not None]
    if len(declared) > 1:
        yield (
            declared[1],
            f"stands beside {declared[0]}, and one of them takes the traffic of a service. Leave one out.",
        )
    canary = spec.canary
    if canary is None:
        return
    if canary.router not in (None, PODS, *declared, *(["argo"] if spec.argo else [])):
        yield (
            "canary.router",
            f"{canary.router} asks for the field {canary.router} beside canary, which says how traffic reaches it. "
            f"Give {canary.router}{f' in the place of {declared[0]}' if declared else ''}, or leave router out.",
        )
    if spec.argo:
        return  # which has rules of its own
    if splits_requests(spec):
        if canary.exact:
            yield "canary.exact", f"has no use: {declared[0]} splits requests to the percent. Leave it out."
        return
    if canary.capacity == "extra":
        yield (
            "canary.capacity",
            "extra asks for a router that splits requests: with one Service over all pods, more pods of the primary "
            f"would change the weight. Leave it out, or give one of {', '.join(ROUTERS)}.",
        )
    if canary.match:
        yield (
            "canary.match",
            f"asks for a router that reads requests, which a Service does not. Give one of {', '.join(ROUTERS)}, or "
            "leave it out.",
        )
    if canary.mirror:
        yield (
            "canary.mirror",
            f"asks for a router that can copy requests, which a Service cannot. Give one of {', '.join(ROUTERS)}, or "
            "leave it out.",
        )


def idle_canary_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    canary = spec.canary
    if canary is None or not splits_requests(spec):
        return
    if canary.match and not canary.weight and not canary.warm_replicas:
        yield "canary.warmReplicas", "0 leaves no pod for the requests of match. Give 1 or more."
    if not canary.mirror:
        return
    if canary.weight:
        yield (
            "canary.mirror",
            f"stands beside weight {canary.weight}: a canary that answers requests would get copies of others on top. "
            "Give a weight of 0, or leave mirror out.",
        )
    elif not canary.warm_replicas:
        yield "canary.warmReplicas", "0 leaves no pod for the copies that mirror asks for. Give 1 or more."
