"""What each router's objects say, by the real functions."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children
from pulumi_inference.features.argo import first_model_problem
from pulumi_inference.features.rollout import Split
from pulumi_inference.split import split_of
from pulumi_inference.status import status_of
from pulumi_inference.tracks import canary_summary, effective_weight, tracks

from tests.specs import MINIMAL

GATEWAY = {"parentRefs": [{"name": "public"}]}
TRAEFIK = {"entryPoints": ["web"], "hostnames": ["chat.example.com"]}
EACH = pytest.mark.parametrize(
    "router", [{"gateway": GATEWAY}, {"istio": {}}, {"traefik": TRAEFIK}], ids=["gateway", "istio", "traefik"]
)
ON_PURPOSE = {"match": {"headers": {"X-Canary": "always", "x-team": "a b"}}}
Objects = dict[str, Any]


def rendered(weight: int | None = 10, canary: dict[str, Any] | None = None, **fields: Any) -> Objects:
    """The spec of each object by its role."""
    second = {} if weight is None else {"canary": {"modelRef": "b", "weight": weight} | (canary or {})}
    spec = parse_service("chat", MINIMAL | {"replicas": 3} | second | fields)
    return {child.role: child.manifest.get("spec") for child in children("chat", spec)}


def backends(rule: Any) -> list[tuple[str, int]]:
    return [(one["name"], one["weight"]) for one in rule["backendRefs"]]


# The split


def test_an_http_route_sends_each_track_its_share() -> None:
    (rule,) = rendered(10, gateway=GATEWAY)["http_route"]["rules"]
    assert backends(rule) == [("chat-primary", 90), ("chat-canary", 10)]


@EACH
def test_without_a_canary_all_requests_reach_the_primary(router: Objects) -> None:
    assert "chat-canary" not in str(
        {role: spec for role, spec in rendered(None, **router).items() if "rule" not in role}
    )


@EACH
def test_a_router_that_the_canary_turns_off_leads_to_the_one_service(router: Objects) -> None:
    objects = rendered(50, {"router": "replicas"}, replicas=4, **router)
    route = next(objects[role] for role in ("http_route", "virtual_service", "traefik_service") if role in objects)
    assert "chat-svc" in str(route)
    assert "weight': 50" not in str(route)
    assert (objects["primary"]["replicas"], objects["canary"]["replicas"]) == (2, 2)


@EACH
@pytest.mark.parametrize(("weight", "pods"), [(0, (3, 1)), (1, (3, 1)), (34, (3, 2)), (50, (3, 2)), (100, (3, 3))])
def test_the_share_of_the_canary_stands_beside_a_primary_of_full_size(
    weight: int, pods: tuple[int, int], router: Objects
) -> None:
    objects = rendered(weight, **router)
    assert (objects["primary"]["replicas"], objects["canary"]["replicas"]) == pods


@EACH
def test_a_shared_capacity_keeps_the_total(router: Objects) -> None:
    objects = rendered(34, {"capacity": "share"}, **router)
    assert objects["primary"]["replicas"] + objects["canary"]["replicas"] == 3


@EACH
def test_both_autoscalers_have_bounds_of_their_own_where_the_canary_stands_beside(router: Objects) -> None:
    objects = rendered(10, minReplicas=3, maxReplicas=20, resources={"cpu": "1"}, replicas=3, **router)
    bounds = [
        (objects[f"{track}_autoscaler"]["minReplicas"], objects[f"{track}_autoscaler"]["maxReplicas"])
        for track in ("primary", "canary")
    ]
    assert bounds == [(3, 20), (1, 2)]


@EACH
def test_the_effective_weight_of_a_router_is_the_weight_at_any_count(router: Objects) -> None:
    raw = MINIMAL | {"canary": {"modelRef": "b", "weight": 7}, "minReplicas": 1, "maxReplicas": 9} | router
    weight = effective_weight(parse_service("chat", raw | {"resources": {"cpu": "1"}}))
    assert weight is not None
    assert (weight.lowest, weight.now, weight.highest) == (7, 7, 7)


# What reaches the canary on purpose


def test_an_http_route_looks_for_the_headers_before_it_splits() -> None:
    first, split = rendered(10, ON_PURPOSE, gateway=GATEWAY | {"path": "/v1"})["http_route"]["rules"]
    assert first["matches"] == [
        {
            "path": {"type": "PathPrefix", "value": "/v1"},
            "headers": [
                {"type": "Exact", "name": "X-Canary", "value": "always"},
                {"type": "Exact", "name": "x-team", "value": "a b"},
            ],
        }
    ]
    assert backends(first) == [("chat-canary", 100)]
    assert "headers" not in split["matches"][0]


def test_a_virtual_service_looks_for_the_headers_in_lowercase_as_envoy_has_them() -> None:
    first, _ = rendered(10, ON_PURPOSE, istio={"timeout": "5m"})["virtual_service"]["http"]
    assert first["match"] == [{"headers": {"x-canary": {"exact": "always"}, "x-team": {"exact": "a b"}}}]
    assert first["route"] == [{"destination": {"host": "chat-svc", "subset": "canary"}}]
    assert first["timeout"] == "300s"


def test_an_ingress_route_looks_for_the_headers_by_the_longer_rule() -> None:
    first, split = rendered(10, ON_PURPOSE, traefik=TRAEFIK | {"path": "/v1"})["ingress_route"]["routes"]
    rule = "(Host(`chat.example.com`)) && PathPrefix(`/v1`)"
    assert first["match"] == f"{rule} && Header(`X-Canary`, `always`) && Header(`x-team`, `a b`)"
    assert split["match"] == rule
    assert first["services"] == [{"name": "chat-canary", "kind": "Service", "port": 80}]


# Copies


def test_an_http_route_copies_to_a_canary_of_weight_0() -> None:
    (rule,) = rendered(0, {"mirror": {"percent": 10}}, gateway=GATEWAY)["http_route"]["rules"]
    copy = {"backendRef": {"kind": "Service", "name": "chat-canary", "port": 80}, "percent": 10}
    assert rule["filters"] == [{"type": "RequestMirror", "requestMirror": copy}]
    assert backends(rule) == [("chat-primary", 100), ("chat-canary", 0)]


def test_what_reaches_the_canary_on_purpose_is_not_copied_to_it() -> None:
    first, split = rendered(0, ON_PURPOSE | {"mirror": {}}, gateway=GATEWAY)["http_route"]["rules"]
    assert "filters" not in first
    assert "filters" in split
    first, split = rendered(0, ON_PURPOSE | {"mirror": {}}, istio={})["virtual_service"]["http"]
    assert "mirror" not in first
    assert split["mirrorPercentage"] == {"value": 100}


def test_a_virtual_service_copies_to_a_canary_of_weight_0() -> None:
    (split,) = rendered(0, {"mirror": {"percent": 10}}, istio={})["virtual_service"]["http"]
    assert split["route"] == [{"destination": {"host": "chat-svc", "subset": "primary"}, "weight": 100}]
    assert split["mirror"] == {"host": "chat-svc", "subset": "canary"}
    assert split["mirrorPercentage"] == {"value": 10}


def test_a_traefik_service_copies_to_a_canary_of_weight_0() -> None:
    spec = rendered(0, {"mirror": {"percent": 10}}, traefik=TRAEFIK)["traefik_service"]
    assert spec["mirroring"]["name"] == "chat-primary"
    assert spec["mirroring"]["mirrors"] == [{"name": "chat-canary", "kind": "Service", "port": 80, "percent": 10}]


# What a gateway does on the way


def test_filters_change_headers_and_paths_of_every_rule() -> None:
    filters = {
        "requestHeaders": {"set": {"x-service": "chat"}, "remove": ["x-internal"]},
        "responseHeaders": {"add": {"x-served-by": "chat"}},
        "replacePrefix": "/",
    }
    rules = rendered(10, ON_PURPOSE, gateway=GATEWAY | {"path": "/v1", "filters": filters})["http_route"]["rules"]
    for rule in rules:
        assert rule["filters"] == [
            {
                "type": "RequestHeaderModifier",
                "requestHeaderModifier": {"set": [{"name": "x-service", "value": "chat"}], "remove": ["x-internal"]},
            },
            {
                "type": "ResponseHeaderModifier",
                "responseHeaderModifier": {"add": [{"name": "x-served-by", "value": "chat"}]},
            },
            {
                "type": "URLRewrite",
                "urlRewrite": {"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/"}},
            },
        ]


def test_timeouts_are_in_the_units_of_the_gateway_api() -> None:
    timeouts = {"request": 300, "backendRequest": "1m30s"}
    (rule,) = rendered(10, gateway=GATEWAY | {"timeouts": timeouts})["http_route"]["rules"]
    assert rule["timeouts"] == {"request": "5m", "backendRequest": "1m30s"}


def test_traefik_passes_its_middlewares_and_knows_its_certificate() -> None:
    spec = rendered(10, ON_PURPOSE, traefik=TRAEFIK | {"middlewares": [{"name": "auth"}], "tlsSecret": "chat-tls"})
    assert [route["middlewares"] for route in spec["ingress_route"]["routes"]] == [[{"name": "auth"}]] * 2
    assert spec["ingress_route"]["tls"] == {"secretName": "chat-tls"}


def test_istio_answers_for_hosts_at_its_gateways_and_inside_the_mesh() -> None:
    route = rendered(10, istio={"gateways": ["in/public"], "hosts": ["chat.example.com"]})["virtual_service"]
    assert route["gateways"] == ["in/public", "mesh"]
    assert route["hosts"] == ["chat-svc", "chat.example.com"]


# Session affinity


def affinity(by: str, **rest: Any) -> Objects:
    return {"sessionAffinity": {"by": by} | rest}


def test_a_service_knows_a_client_by_its_address() -> None:
    service = rendered(None, **affinity("clientIP", ttl="1h"))["service"]
    assert service["sessionAffinity"] == "ClientIP"
    assert service["sessionAffinityConfig"] == {"clientIP": {"timeoutSeconds": 3600}}


@pytest.mark.parametrize(
    ("wish", "hashed"),
    [
        (affinity("clientIP"), {"useSourceIp": True}),
        (affinity("header", name="x-user"), {"httpHeaderName": "x-user"}),
        (affinity("cookie", name="s"), {"httpCookie": {"name": "s", "path": "/", "ttl": "0s"}}),
        (affinity("cookie", name="s", ttl="1h"), {"httpCookie": {"name": "s", "path": "/", "ttl": "3600s"}}),
    ],
    ids=["address", "header", "cookie", "cookie with a life"],
)
def test_istio_hashes_what_marks_a_client(wish: Objects, hashed: Objects) -> None:
    objects = rendered(10, istio={}, **wish)
    assert objects["destination_rule"]["trafficPolicy"] == {"loadBalancer": {"consistentHash": hashed}}
    assert "sessionAffinity" not in objects["service"], "Istio's sidecars do not ask the Service"


def test_traefik_has_a_cookie_for_the_track_and_another_for_the_pod() -> None:
    weighted = rendered(10, traefik=TRAEFIK, **affinity("cookie", name="s", ttl="1h"))["traefik_service"]["weighted"]
    assert weighted["sticky"]["cookie"] == {"name": "s", "httpOnly": True, "maxAge": 3600}
    names = {one["sticky"]["cookie"]["name"] for one in weighted["services"]}
    assert names == {"s-pod"}


# Argo Rollouts


def canary_of(objects: Objects) -> Any:
    return objects["rollout"]["strategy"]["canary"]


def test_one_rollout_stands_in_the_place_of_both_deployments() -> None:
    services = {"service", "stable_service", "canary_service"}
    assert set(rendered(10, argo={})) == {"rollout", *services, "service_account", "rollout_disruption_budget"}


@pytest.mark.parametrize(
    ("weight", "model", "steps"),
    [
        (None, "llama3-8b-q4", None),
        (10, "b", [{"setWeight": 10}, {"pause": {}}]),
        (100, "b", None),
    ],
)
def test_the_steps_lead_to_the_weight_and_stay_there_below_100(weight: int | None, model: str, steps: Any) -> None:
    objects = rendered(weight, argo={})
    assert canary_of(objects).get("steps") == steps
    assert objects["rollout"]["template"]["spec"]["containers"][0]["args"][-1] == model


def test_steps_of_the_spec_come_before_the_weight() -> None:
    template = {"name": "success-rate", "clusterScope": True}
    own = [
        {"setCanaryScale": {"replicas": 1}},
        {"setWeight": 5},
        {"pause": {"duration": 90}},
        {"analysis": {"templates": [template, {"name": "latency"}], "args": {"service-name": "chat", "limit": 3}}},
    ]
    assert canary_of(rendered(20, argo={"steps": own}, istio={}))["steps"] == [
        {"setCanaryScale": {"replicas": 1}},
        {"setWeight": 5},
        {"pause": {"duration": "1m30s"}},
        {
            "analysis": {
                "templates": [{"templateName": "success-rate", "clusterScope": True}, {"templateName": "latency"}],
                "args": [{"name": "service-name", "value": "chat"}, {"name": "limit", "value": "3"}],
            }
        },
        {"setWeight": 20},
        {"pause": {}},
    ]


def test_measurements_go_on_while_the_steps_are_taken_and_ask_for_the_new_pods_by_their_hash() -> None:
    latest = {"valueFrom": {"podTemplateHashValue": "Latest"}}
    own = {"templates": [{"name": "accuracy"}], "args": {"hash": latest}, "startingStep": 1}
    strategy = canary_of(rendered(20, argo={"steps": [{"setWeight": 5}], "analysis": own}))
    assert strategy["analysis"] == {
        "templates": [{"templateName": "accuracy"}],
        "args": [{"name": "hash"} | latest],
        "startingStep": 1,
    }


def test_a_canary_of_weight_0_beside_a_route_has_its_warm_pods() -> None:
    steps = canary_of(rendered(0, {"warmReplicas": 2}, argo={}, gateway=GATEWAY, namespace="models"))["steps"]
    assert steps == [{"setCanaryScale": {"replicas": 2}}, {"pause": {}}]


def test_argo_is_told_which_route_is_its_own() -> None:
    objects = rendered(10, argo={}, gateway=GATEWAY, namespace="models")
    found = {"httpRoute": "chat", "namespace": "models"}
    assert canary_of(objects)["trafficRouting"] == {"plugins": {"argoproj-labs/gatewayAPI": found}}
    assert backends(objects["http_route"]["rules"][0]) == [("chat-stable", 100), ("chat-canary", 0)]

    objects = rendered(10, argo={}, istio={})
    routing = canary_of(objects)["trafficRouting"]["istio"]
    (route,) = objects["virtual_service"]["http"]
    subsets = {one["destination"]["subset"] for one in route["route"]}
    assert subsets <= {one["name"] for one in objects["destination_rule"]["subsets"]}
    assert subsets == {routing["destinationRule"][f"{role}SubsetName"] for role in ("stable", "canary")}
    assert routing["virtualService"] == {"name": "chat"}


def test_a_shared_capacity_lets_argo_take_pods_from_the_stable_model() -> None:
    assert canary_of(rendered(10, {"capacity": "share"}, argo={}, istio={}))["dynamicStableScale"] is True
    assert "dynamicStableScale" not in canary_of(rendered(10, argo={}, istio={}))


def test_gpus_are_handed_over_as_by_a_deployment() -> None:
    objects = rendered(None, argo={}, resources={"gpuMemory": "20Gi"})
    assert (canary_of(objects)["maxSurge"], canary_of(objects)["maxUnavailable"]) == (0, 1)


def test_the_services_of_argo_select_all_pods_until_it_says_which() -> None:
    objects = rendered(10, argo={})
    assert objects["stable_service"]["selector"] == objects["canary_service"]["selector"] == {"app": "chat"}


def test_each_change_of_a_rollout_has_a_mark_of_its_own_and_the_same_spec_the_same() -> None:
    marks = [
        rendered(weight, argo={}, replicas=replicas)["rollout"]["restartAt"]
        for weight, replicas in ((None, 3), (10, 3), (50, 3), (50, 4), (10, 3))
    ]
    assert len(set(marks)) == 4
    assert marks[1] == marks[4]
    assert all(mark < "2002" for mark in marks), "older than any pod, so that nothing restarts"


def test_the_share_of_a_canary_under_argo_is_what_its_steps_have_reached() -> None:
    spec = parse_service("chat", MINIMAL | {"replicas": 3, "canary": {"modelRef": "b", "weight": 10}, "argo": {}})
    assert effective_weight(spec) is None
    assert canary_summary(spec) == {"modelRef": "b", "weight": 10}
    (only,) = tracks(spec)
    assert only.replicas == 3


def split(**fields: Any) -> Split:
    return split_of(parse_service("chat", MINIMAL | {"replicas": 2} | fields))


CANARY = {"canary": {"modelRef": "b", "weight": 10}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, {"argo": {}}),
        ({}, {"argo": {}}),
        ({"argo": {}}, {"argo": {}} | CANARY),
        ({"argo": {}} | CANARY, {"argo": {}} | CANARY),
        ({"argo": {}} | CANARY, {}),
        (None, CANARY),
        (CANARY, {}),
    ],
)
def test_a_service_can_take_up_argo_and_leave_it_without_a_canary(before: Objects | None, after: Objects) -> None:
    spec = parse_service("chat", MINIMAL | {"replicas": 2} | after)
    assert first_model_problem(spec, None if before is None else split(**before)) is None


@pytest.mark.parametrize("before", [None, {}, CANARY], ids=["nothing", "Deployments", "a canary of Deployments"])
def test_a_rollout_that_is_new_has_no_canary(before: Objects | None) -> None:
    spec = parse_service("chat", MINIMAL | {"replicas": 2, "argo": {}} | CANARY)
    problem = first_model_problem(spec, None if before is None else split(**before))
    assert problem is not None
    assert problem.startswith("canary: ")


def test_a_canary_of_deployments_does_not_begin_as_its_rollout_goes() -> None:
    spec = parse_service("chat", MINIMAL | {"replicas": 2} | CANARY)
    problem = first_model_problem(spec, split(argo={}))
    assert problem is not None
    assert "the Deployments instead of argo" in problem


def test_gpus_for_both_have_to_be_free_to_change_between_argo_and_deployments() -> None:
    gpus = {"replicas": 2, "resources": {"gpus": 2}}
    problem = first_model_problem(parse_service("chat", MINIMAL | gpus | {"argo": {}}), split(**gpus))
    assert problem is not None
    assert problem.startswith("rollout.spareGpus: to change between argo and Deployments takes 4 spare GPUs")
    spare = parse_service("chat", MINIMAL | gpus | {"argo": {}, "rollout": {"spareGpus": 4}})
    assert first_model_problem(spare, split(**gpus)) is None


@pytest.mark.parametrize(
    ("phase", "message", "ready", "reason"),
    [
        ("Healthy", None, True, "AllPodsReady"),
        ("Paused", "CanaryPauseStep", True, "Paused"),
        ("Progressing", "more replicas need to be updated", False, "Progressing"),
        ("Degraded", "RolloutAborted: metric failed", False, "Degraded"),
    ],
)
def test_the_status_tells_the_phases_of_a_rollout_apart(
    phase: str, message: str | None, ready: bool, reason: str
) -> None:
    live = {"phase": phase, "message": message, "replicas": 4, "readyReplicas": 4, "updatedReplicas": 1}
    found = status_of({"rollout": {"wanted": 3.0, "status": live}})
    assert found["ready"] is ready
    assert [condition["reason"] for condition in found["conditions"]] == [reason, reason]
    assert (message or "4 of 3 pods ready") in found["message"]


# Names


@pytest.mark.parametrize("router", [{"gateway": GATEWAY}, {"traefik": TRAEFIK}, {"argo": {}}], ids=str)
def test_a_service_as_long_as_it_may_be_has_room_for_every_name(router: Objects) -> None:
    name = "a" * 55
    spec = parse_service(name, MINIMAL | {"replicas": 2} | router)
    names = [child.manifest["metadata"]["name"] for child in children(name, spec)]
    assert max(map(len, names)) <= 63


def test_a_canary_may_name_its_router() -> None:
    for router, fields in (("gateway", {"gateway": GATEWAY}), ("argo", {"argo": {}})):
        assert rendered(10, {"router": router}, **fields) == rendered(10, **fields)
    with pytest.raises(InvalidSpec, match=r"traefik asks for the field traefik .* in the place of gateway"):
        rendered(10, {"router": "traefik"}, gateway=GATEWAY)


def test_istio_has_a_subset_for_every_track_that_there_can_be_so_that_a_route_never_loses_its_own() -> None:
    blue_green = {"active": "blue", "blue": {"modelRef": "a"}, "green": {"modelRef": "b"}}
    colors = parse_service("chat", {"blueGreen": blue_green, "istio": {}})
    found = [rendered(None, istio={}), rendered(10, istio={}), rendered(10, istio={}, argo={})]
    rules = [objects["destination_rule"] for objects in found]
    rules += [child.manifest["spec"] for child in children("chat", colors) if child.role == "destination_rule"]
    assert all(rule == rules[0] for rule in rules)


@pytest.mark.parametrize(("weight", "track"), [(0, "primary"), (100, "canary")])
def test_the_one_service_is_narrowed_where_istio_leads_to_it_as_a_whole(weight: int, track: str) -> None:
    objects = rendered(weight, {"router": "replicas"}, istio={})
    assert objects["service"]["selector"] == {"app": "chat", "track": track}


def test_a_canary_beside_a_primary_of_full_size_needs_no_warm_pods_at_100() -> None:
    scaled = {"minReplicas": 2, "maxReplicas": 4, "replicas": 2, "resources": {"cpu": "1"}}
    objects = rendered(100, {"warmReplicas": 0}, gateway=GATEWAY, **scaled)
    assert objects["primary_autoscaler"]["minReplicas"] == 2
