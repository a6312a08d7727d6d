"""docs/routers.md: each router with a spec, the objects that it renders, and what it can do by the rules."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children

NAME = "chat"
_MODELS: Mapping[str, Any] = {
    "modelRef": "llama3-8b-q4",
    "replicas": 10,
    "canary": {"modelRef": "llama3.1-8b-q4", "weight": 10},
}

INTRODUCTION = """\
<!-- Generated from the rules and the rendered objects: `make generate` writes it anew. -->
# Routers

Who makes `canary.weight` true. A router is a field of the service, beside `canary` and not below it: the route is there
with a canary and without, so that adding one, raising its weight, promoting it and taking it away change what the route
says, never where clients find the service. `canary.router` may name the router, and `replicas` keeps the route from
splitting: it then leads to the one Service. The fields of each router are in the
[reference](reference.md#the-service); the Deployments, or the Rollout's pod template, are left out below.
"""

ORDER = """\
## In which order
Pods first, then the route, then the pods that are given up: a raised weight reaches the route when the canary's pods
are ready, and a canary that is taken away goes when no route leads to it. A canary that never becomes ready leaves the
route and the primary as they were. The Services of one track wait for nobody. With `argo` the steps are the
controller's: the route and the Services are there first, and an `up` waits until the Rollout is Healthy or Paused.

With a router that splits requests the primary keeps its full size and the canary's share stands beside it
(`capacity: extra`), so that going back needs no new pod; `capacity: share` keeps the total. Without one it is
always the share.
"""

CLIENTS = """\
A weight is a share of the requests; with session affinity by cookie under Traefik it is one of the clients, and Istio
chooses the track anew for each request. Copies (`mirror`) are for a canary of weight 0, and nobody gets its answers.
"""


@dataclass(frozen=True)
class Router:
    """One router and what there is to say of it."""

    name: str
    title: str
    text: str
    fields: Mapping[str, Any]
    """Of the service, for the example."""
    needs: str
    tried: str


ROUTERS = (
    Router(
        "replicas",
        "replicas",
        "The default: one Service over the pods of both tracks, of which the canary has the share that comes nearest "
        "to the weight. The output `effectiveWeight` says what that is.",
        {},
        "nothing",
        "On the real API server, controllers and scheduler: every step of a canary's life, the ready pods behind the "
        "Service watched all the time.",
    ),
    Router(
        "gateway",
        "gateway: Gateway API",
        "An HTTPRoute whose weights are those of the canary, to the percent.",
        {"gateway": {"parentRefs": [{"name": "public"}], "hostnames": ["chat.example.com"]}},
        "a Gateway, and the CRDs of the Gateway API (v1, standard channel)",
        "On the real API server with the real CRDs: the objects, and the order in which pods and route change. No "
        "gateway runs in the tests, so nobody counts requests there.",
    ),
    Router(
        "istio",
        "istio: Istio",
        "A VirtualService over subsets of the one Service, which the DestinationRule declares before it.",
        {"istio": {"gateways": ["istio-ingress/public"], "hosts": ["chat.example.com"]}},
        "Istio with sidecars or a gateway, and its CRDs (networking.istio.io/v1)",
        "As with gateway: the objects by the real CRDs, and the order. No mesh runs in the tests.",
    ),
    Router(
        "traefik",
        "traefik: Traefik",
        "An IngressRoute to a TraefikService, which has the weights.",
        {"traefik": {"entryPoints": ["websecure"], "hostnames": ["chat.example.com"]}},
        "Traefik v3 with its CRD provider, and its CRDs (traefik.io/v1alpha1)",
        "As with gateway: the objects by the real CRDs, and the order. Traefik does not run in the tests.",
    ),
    Router(
        "argo",
        "argo: Argo Rollouts",
        "One Rollout in the place of both Deployments. Its pod template is that of the canary's model while there is "
        "one; Argo Rollouts still has the other's and goes from this to that in `steps`, at last to `canary.weight`. "
        "Below 100 it stays there, Paused, and the `up` is done. Promote by the spec: weight 100, or give the "
        "canary's model to `modelRef` and take the canary away. A new weight begins the steps anew. The share is "
        "that of the pods, in whole pods as Argo Rollouts rounds, unless `gateway` or `istio` stands beside `argo`: "
        "then it writes that route's weights, which the program leaves alone. (A change of another field of the "
        "route sends the weights that the program last knew, and Argo Rollouts' own come back at its next look. To go "
        "back from `argo` to Deployments with the route still there: `PULUMI_K8S_ENABLE_PATCH_FORCE=true pulumi up`, "
        "once, since Argo Rollouts owns what it wrote.)\n\n"
        "A Rollout that is new has no other model: with a canary all traffic would be the canary's at once. So the "
        "first `up` has none, and a preview that finds one refuses it. Not found is a Rollout that somebody has "
        "deleted, or one that a failed first `up` did not make: leave the canary out there, too.\n\n"
        "Promoting by hand (`kubectl argo rollouts promote`) goes on past the spec's weight; say it in the spec, too. "
        "`restartAt` in the Rollout is a moment before any pod, other for each spec. It restarts nothing: the "
        "controller repeats it in its status, which is how an `up` knows that the status is about this spec. A "
        "restart by hand stays possible.",
        {"argo": {"steps": [{"setWeight": 5}, {"pause": {"duration": "10m"}}]}},
        "the controller of Argo Rollouts (1.9), and its CRDs (argoproj.io/v1alpha1); beside gateway its plugin "
        "`argoproj-labs/gatewayAPI`",
        "The objects by the real CRDs; with a stand-in for the controller what an `up` waits for and tells, what it "
        "leaves alone, and the way from Deployments to a Rollout and back. The real controller (1.9.0) was run by hand "
        "once, alone and with the CRDs of Istio: steps, a raised weight, a promotion, the waiting, the weights that it "
        "wrote. Its Gateway API plugin, a mesh and analyses were not run; of analyses the objects are accepted "
        "(examples/article, which measures the new pods by their hash).",
    ),
)

_ABILITIES: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("`canary.match`", {"canary": {"match": {"headers": {"x-canary": "always"}}}}),
    ("`canary.mirror`", {"canary": {"weight": 0, "mirror": {"percent": 10}}}),
    ("`canary.exact`", {"canary": {"exact": True}}),
    ("`capacity: extra`", {"canary": {"capacity": "extra"}}),
    ("`capacity: share`", {"canary": {"capacity": "share"}}),
    ("weight 0", {"canary": {"weight": 0}}),
    ("affinity by clientIP", {"sessionAffinity": {"by": "clientIP"}}),
    ("by cookie", {"sessionAffinity": {"by": "cookie", "name": "session"}}),
    ("by header", {"sessionAffinity": {"by": "header", "name": "x-user"}}),
)
_BESIDE_ARGO = ("gateway", "istio")


OF_THE_PODS = ("Deployment", "ServiceAccount", "PodDisruptionBudget")
"""Kinds that no request comes by."""


def routers() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *map(_section, ROUTERS), ORDER, _abilities()])


def example(router: Router) -> dict[str, Any]:
    """A service with a canary of 10 percent."""
    return {**copy.deepcopy(dict(_MODELS)), **router.fields}


def _section(router: Router) -> str:
    spec = example(router)
    objects = [child.manifest for child in children(NAME, parse_service(NAME, spec))]
    shown = [_without_pods(manifest) for manifest in objects if manifest["kind"] not in OF_THE_PODS]
    return "\n".join(
        [
            f"## {router.title}",
            f"{router.text}\n",
            f"**Needs** {router.needs}.\n",
            f"**Tried**: {router.tried}\n",
            "```yaml",
            f"{_yaml(spec)}```",
            "renders",
            "```yaml",
            "---\n".join(map(_yaml, shown)) + "```\n",
        ]
    )


def _without_pods(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is the same everywhere, or stands in a Deployment as well."""
    metadata = {key: value for key, value in manifest["metadata"].items() if key != "labels"}
    spec = {key: value for key, value in manifest["spec"].items() if key != "template"}
    return {**manifest, "metadata": metadata, "spec": spec}


def _abilities() -> str:
    columns = [(router.name, router.fields) for router in ROUTERS]
    argo = ROUTERS[-1].fields
    columns += [
        (f"argo + {router.name}", {**router.fields, **argo}) for router in ROUTERS if router.name in _BESIDE_ARGO
    ]
    rows = [("", *(name for name, _ in columns)), tuple("---" for _ in range(len(columns) + 1))]
    rows += [
        (title, *("yes" if _accepts(fields, wish) else "no" for _, fields in columns)) for title, wish in _ABILITIES
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"## What each can do\n{CLIENTS}\n{table}\n\nA `no` is an error of the preview that says what can.\n"


def _accepts(fields: Mapping[str, Any], wish: Mapping[str, Any]) -> bool:
    canary = {**_MODELS["canary"], **wish.get("canary", {})}
    try:
        parse_service(NAME, {**_MODELS, **_steps_that_fit(fields, canary["weight"]), **wish, "canary": canary})
    except InvalidSpec:
        return False
    return True


def _steps_that_fit(fields: Mapping[str, Any], weight: int) -> dict[str, Any]:
    """No step may be above the weight."""
    return {**fields, **({"argo": {}} if "argo" in fields and not weight else {})}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base class calls it so
        return True


def _yaml(value: Any) -> str:
    return yaml.dump(json.loads(json.dumps(value)), Dumper=_Dumper, sort_keys=False, width=110)
