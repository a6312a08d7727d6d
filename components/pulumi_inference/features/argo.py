"""Argo Rollouts: one Rollout in the place of the Deployments, which goes from model to model in steps.

https://argo-rollouts.readthedocs.io/en/stable/features/specification/ (argoproj.io/v1alpha1, Argo Rollouts 1.9)
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pulumi
from pydantic import Field

from ..child import Child
from ..digest import digest
from ..kube.duration import WholeSeconds, duration_text, parse_duration
from ..kube.labels import selector
from ..kube.percentage import Percentage
from ..model import Model, Natural, Switch, about
from ..pods import pod_labels, pod_template
from ..tracks import ROLLOUT, Track, tracks
from .argo_analysis import AnalysisSpec, BackgroundAnalysisSpec, analysis, background_analysis
from .deployment import replacement
from .istio import ARGO_SUBSETS
from .ownership import OWNER_ANNOTATION, owner
from .rollout import Split
from .routing import PODS, declared_router
from .service import track_service_name
from .timing import Timing
from .workload import workload

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

API_VERSION = "argoproj.io/v1alpha1"
_GATEWAY_PLUGIN = "argoproj-labs/gatewayAPI"
_OBJECT = about("Rollout")
_MOMENTS = 10**9
"""Seconds since 1970 to choose from: all before 2002, when there was no pod."""

_NOT_WITH_ARGO = {
    "exact": "rounds to whole pods itself",
    "match": "writes the rules of a route itself",
    "mirror": "writes the rules of a route itself",
}
"""Fields of a canary that others read, and why it does not."""


class PauseSpec(Model):
    """A wait between two steps."""

    duration: WholeSeconds | None = Field(
        default=None,
        description="How long. Default: until somebody promotes the Rollout (kubectl argo rollouts promote).",
        examples=["10m"],
        json_schema_extra=about("Rollout", unit="whole seconds"),
    )


class CanaryScaleSpec(Model):
    """How many pods of the new model there are from here on, whatever its share of the requests; exactly one field."""

    replicas: Natural | None = Field(
        default=None,
        description="A count. Default: none.",
        examples=[1],
        json_schema_extra=about("Rollout", unit="pods"),
    )
    weight: Percentage | None = Field(
        default=None,
        description="A percentage of the service's count. Default: none.",
        examples=[25],
        json_schema_extra=about("Rollout", unit="percent"),
    )
    match_traffic_weight: Switch | None = Field(
        default=None,
        description="true: again as many as its share of the requests asks for. Default: none.",
        examples=[True],
        json_schema_extra=_OBJECT,
    )


class StepSpec(Model):
    """One step; exactly one field."""

    set_weight: Percentage | None = Field(
        default=None,
        description="Percentage of the traffic for the new model from here on, canary.weight at most. Default: none.",
        examples=[10],
        json_schema_extra=about("Rollout", unit="percent"),
    )
    pause: PauseSpec | None = Field(
        default=None, description="A wait. Default: none.", examples=[{"duration": "10m"}], json_schema_extra=_OBJECT
    )
    set_canary_scale: CanaryScaleSpec | None = Field(
        default=None,
        description="Pods of the new model; needs gateway or istio. Default: none, as the weight asks for.",
        examples=[{"replicas": 1}],
        json_schema_extra=_OBJECT,
    )
    analysis: AnalysisSpec | None = Field(
        default=None,
        description="Measurements. Default: none.",
        examples=[{"templates": [{"name": "success-rate"}]}],
        json_schema_extra=_OBJECT,
    )


class ArgoSpec(Model):
    """One Rollout of Argo Rollouts in the place of the Deployments."""

    steps: tuple[StepSpec, ...] = Field(
        default=(),
        description="What comes before a new model has canary.weight, or all of the traffic without a canary. A canary "
        "below 100 then stays at its weight until the spec says more. Default: none, at once.",
        examples=[[{"setWeight": 5}, {"pause": {"duration": "10m"}}]],
        json_schema_extra=_OBJECT,
    )
    analysis: BackgroundAnalysisSpec | None = Field(
        default=None,
        description="Measurements that go on while the steps are taken. Default: none; steps have their own.",
        examples=[{"templates": [{"name": "success-rate"}], "startingStep": 2}],
        json_schema_extra=_OBJECT,
    )


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    if spec.argo is None:
        return
    routed = declared_router(spec)
    if spec.blue_green:
        yield "blueGreen", "has no place beside argo, which goes from model to model in one Rollout. Leave one out."
    if spec.traefik:
        yield "traefik", "stands beside argo, which can write the routes of gateway and istio. Give one of those."
    if spec.gateway and spec.namespace is None:
        yield (
            "namespace",
            "is required beside argo and gateway: the plugin of Argo Rollouts looks the route up by it. Give the one "
            "that the service is in.",
        )
    pods = spec.resources.gpus_per_pod * spec.starting_replicas
    if routed and spec.rollout.spare_gpus < pods:
        yield (
            "rollout.spareGpus",
            f"{spec.rollout.spare_gpus} is below {pods}: with argo and {routed} all pods of a new model start beside "
            f"the old ones. Give {pods} if the cluster has that many free, or leave {routed} out.",
        )


def canary_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    canary, routed = spec.canary, declared_router(spec)
    if spec.argo is None or canary is None:
        return
    if canary.router and canary.router in (PODS, routed):
        yield "canary.router", f"{canary.router} stands beside argo, which takes the canary's steps. Leave it out."
    for field, why in _NOT_WITH_ARGO.items():
        if getattr(canary, field):
            yield f"canary.{field}", f"has no use with argo: Argo Rollouts {why}. Leave it out."
    if canary.capacity == "extra" and not routed:
        yield (
            "canary.capacity",
            "extra asks for a route that is not the share of the pods. Give gateway or istio, or leave it out.",
        )
    if canary.weight == 0 and not routed:
        yield (
            "canary.weight",
            "0 leaves a canary without pods: argo keeps pods that get no requests where a route leads past them. Give "
            "a weight of 1 or more, or gateway or istio, or take the canary away.",
        )
    if canary.weight and "warm_replicas" in canary.model_fields_set:
        yield "canary.warmReplicas", "has no use with argo but at weight 0. Leave it out."


def step_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    for at, step in enumerate(spec.argo.steps if spec.argo else ()):
        path = f"argo.steps[{at}]"
        if len(_given(step)) != 1:
            yield path, f"has {_listed(step)}. Each step is one of: {', '.join(_names(StepSpec))}."
        scale = step.set_canary_scale
        if scale and len(_given(scale)) != 1:
            yield f"{path}.setCanaryScale", f"has {_listed(scale)}. Give one of: {', '.join(_names(CanaryScaleSpec))}."
        if scale and not declared_router(spec):
            yield (
                f"{path}.setCanaryScale",
                "asks for a route that is not the share of the pods. Give gateway or istio, or leave it out.",
            )
        if step.set_weight is not None and spec.canary and step.set_weight > spec.canary.weight:
            yield (
                f"{path}.setWeight",
                f"{step.set_weight} is above canary.weight {spec.canary.weight}, to which the steps lead. Lower it.",
            )


def analysis_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    measured = spec.argo.analysis if spec.argo else None
    if measured is None:
        return
    count = len(steps(spec))
    if not count:
        yield "argo.analysis", "has no use: a new model has all of the traffic at once, without steps. Give argo.steps."
    elif measured.starting_step >= count:
        yield (
            "argo.analysis.startingStep",
            f"{measured.starting_step} is none of the steps, which go from 0 to {count - 1}. Give one of them.",
        )


def first_model_problem(spec: "InferenceServiceSpec", before: Split | None) -> str | None:
    """Why the service cannot start like this, or None if it can.

    Args:
        before: How it was; None if nothing was.
    """
    ours = before is not None and ROLLOUT in before.replicas
    if spec.canary and bool(spec.argo) is not ours:
        first = "argo" if spec.argo else "the Deployments instead of argo"
        return (
            "canary: a Rollout that is new, or gone, knows no model beside the canary's, and all traffic would be that "
            f"model's at once. Take the canary away and run pulumi up with {first}; then add it."
        )
    pods = spec.starting_replicas * spec.resources.gpus_per_pod
    if before is not None and bool(spec.argo) is not ours and pods > spec.rollout.spare_gpus:
        return (
            f"rollout.spareGpus: to change between argo and Deployments takes {pods} spare GPUs for a while, since the "
            f"old pods go last, and it is {spec.rollout.spare_gpus}. Give {pods} if the cluster has that many free, or "
            "declare a second service and take this one away."
        )
    return None


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if spec.argo is None:
        return
    routes = {"gateway": ("http_route",), "istio": ("virtual_service",)}
    for track in tracks(spec):
        # Argo Rollouts takes a Rollout for wrong while one of these is missing.
        needed = ("stable_service", "canary_service", *routes.get(declared_router(spec) or "", ()))
        yield workload(name, spec, track, rollout(name, spec, track), after=needed)


def rollout(name: str, spec: "InferenceServiceSpec", track: Track) -> dict[str, Any]:
    """The Rollout NAME. An `up` waits until it is Healthy or Paused, and not until the controller has seen it alone.

    A Rollout's status says by text which generation it is about, which no `waitFor` can compare. But it repeats
    restartAt: so that says which spec is meant, by a moment that no pod is older than, which restarts none.
    """
    wanted = {
        "replicas": track.replicas,
        "selector": {"matchLabels": selector(name, track.name)},
        **Timing.of(spec).min_ready_seconds,
        "progressDeadlineSeconds": Timing.of(spec).progress_deadline,
        "strategy": {"canary": _strategy(name, spec)},
        "template": pod_template(name, spec, track),
    }
    mark = _moment(wanted)
    waits = ["jsonpath={.status.restartedAt}=", "jsonpath={$[?match(@.phase, 'Healthy|Paused')]}"]
    return {
        "apiVersion": API_VERSION,
        "kind": "Rollout",
        "metadata": {
            "name": name,
            "labels": pod_labels(name, track),
            "annotations": {
                OWNER_ANNOTATION: owner(spec, track),
                "pulumi.com/patchForce": "true",  # as of a Deployment
                "pulumi.com/waitFor": _mapped(mark, lambda moment: json.dumps([waits[0] + moment, waits[1]])),
            },
        },
        "spec": wanted | {"restartAt": mark},
    }


def steps(spec: "InferenceServiceSpec") -> list[dict[str, Any]]:
    """The spec's own, then the canary's weight, where the Rollout stays below 100."""
    own = [_step(step) for step in spec.argo.steps] if spec.argo else []
    canary = spec.canary
    if canary is None or canary.weight == 100:
        return own
    share = {"setWeight": canary.weight} if canary.weight else {"setCanaryScale": {"replicas": canary.warm_replicas}}
    return [*own, share, {"pause": {}}]


def _strategy(name: str, spec: "InferenceServiceSpec") -> dict[str, Any]:
    listed = steps(spec)
    return {
        "stableService": track_service_name(name, "stable"),
        "canaryService": track_service_name(name, "canary"),
        **replacement(spec),
        **({"steps": listed} if listed else {}),
        **({"analysis": background_analysis(own)} if (own := spec.argo and spec.argo.analysis) else {}),
        **_routing(name, spec),
    }


def _routing(name: str, spec: "InferenceServiceSpec") -> dict[str, Any]:
    match declared_router(spec):
        case "gateway":
            routes: dict[str, Any] = {"plugins": {_GATEWAY_PLUGIN: {"httpRoute": name, "namespace": spec.namespace}}}
        case "istio":
            subsets = {"stableSubsetName": ARGO_SUBSETS["stable"], "canarySubsetName": ARGO_SUBSETS["canary"]}
            routes = {"istio": {"virtualService": {"name": name}, "destinationRule": {"name": name, **subsets}}}
        case _:
            return {}
    share = {"dynamicStableScale": True} if spec.canary and spec.canary.capacity == "share" else {}
    return {"trafficRouting": routes, **share}


def _step(step: StepSpec) -> dict[str, Any]:
    if step.set_weight is not None:
        return {"setWeight": step.set_weight}
    if step.pause:
        wait = step.pause.duration
        return {"pause": {"duration": duration_text(parse_duration(wait))} if wait else {}}
    if step.set_canary_scale:
        return {"setCanaryScale": step.set_canary_scale.model_dump(by_alias=True, exclude_none=True)}
    assert step.analysis is not None, "exactly one"
    return {"analysis": analysis(step.analysis)}


def _moment(wanted: Mapping[str, Any]) -> pulumi.Input[str]:
    """Another one for each Rollout, and the same for the same."""
    return _mapped(pulumi.Output.from_input(wanted) if _holds_output(wanted) else wanted, _chosen)


def _chosen(wanted: Any) -> str:
    number = int(digest(wanted), 16)
    return datetime.fromtimestamp(number % _MOMENTS, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _mapped(value: Any, change: Callable[[Any], str]) -> pulumi.Input[str]:
    return value.apply(change) if isinstance(value, pulumi.Output) else change(value)


def _holds_output(value: Any) -> bool:
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return isinstance(value, pulumi.Output) or any(map(_holds_output, parts))


def _given(model: Model) -> list[str]:
    return [field for field in type(model).model_fields if getattr(model, field) is not None]


def _names(model: type[Model]) -> list[str]:
    return [str(field.alias) for field in model.model_fields.values()]


def _listed(model: Model) -> str:
    names = [str(type(model).model_fields[field].alias) for field in _given(model)]
    return " and ".join(names) or "nothing"
