"""Services: the pods behind them are ready, and a LoadBalancer has its address."""

from __future__ import annotations

from tools.kubernetes_plugin.awaiting.observation import Awaiter, Observation, Readiness
from tools.kubernetes_plugin.objects import name, nested_dict, nested_list, nested_str

# With no pod at all there is no telling whether one is still to come.
_SETTLE_SECONDS = 10.0


def readiness(seen: Observation) -> Readiness:
    live = seen.live
    if _kind(seen) == "LoadBalancer" and not nested_list(live, "status", "loadBalancer", "ingress"):
        return Readiness(ready=False, message="waiting for the load balancer's address")
    if not _has_pods(seen):
        return Readiness(ready=True)
    endpoints = next((each for each in seen.related("v1", "Endpoints") if name(each) == name(live)), None)
    if endpoints is None:
        return Readiness(ready=False, message="waiting for the Service's endpoints")
    subsets = nested_list(endpoints, "subsets")
    ready = sum(len(subset.get("addresses") or []) for subset in subsets)
    pending = sum(len(subset.get("notReadyAddresses") or []) for subset in subsets)
    if pending:
        return Readiness(ready=False, message=f"waiting for {pending} of {ready + pending} endpoints to be ready")
    if ready:
        return Readiness(ready=True)
    mark = nested_str(endpoints, "metadata", "resourceVersion")
    return Readiness(ready=False, message="waiting for pods to direct traffic to", settling=(mark, _SETTLE_SECONDS))


def problems(seen: Observation) -> list[str]:
    found = []
    if _kind(seen) == "LoadBalancer" and not nested_list(seen.live, "status", "loadBalancer", "ingress"):
        found.append("no address was given to the load balancer: does this cluster provide load balancers?")
    if _has_pods(seen) and not readiness(seen).ready:
        found.append("no ready pod behind the Service: either none is ready, or spec.selector matches no pod's labels")
    return found


def _kind(seen: Observation) -> str:
    return nested_str(seen.live, "spec", "type") or "ClusterIP"


def _has_pods(seen: Observation) -> bool:
    """Whether the Service is one that finds pods by a selector and gives them an address."""
    headless = nested_str(seen.live, "spec", "clusterIP") == "None"
    return _kind(seen) != "ExternalName" and not headless and bool(nested_dict(seen.live, "spec", "selector"))


AWAITER = Awaiter(readiness, problems)
