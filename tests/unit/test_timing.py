"""One timing model: what follows from what, and which contradictions are refused with the sum that shows them."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children
from pulumi_inference.features.deployment import deployment
from pulumi_inference.features.timing import Rhythm, Timing
from pulumi_inference.features.workload import rollout_budget
from pulumi_inference.tracks import tracks

from tests.specs import MINIMAL

Fields = dict[str, Any]


def timing(**fields: Any) -> Timing:
    return Timing.of(parse_service("chat", MINIMAL | fields))


def rendered(**fields: Any) -> Fields:
    spec = parse_service("chat", MINIMAL | fields)
    return deployment("chat", spec, tracks(spec)[0])


def server(**fields: Any) -> Fields:
    (container,) = rendered(**fields)["spec"]["template"]["spec"]["containers"]
    return dict(container)


def checked(**probes: Any) -> Fields:
    return {"healthCheck": {"path": "/health"} | probes}


def report(**fields: Any) -> list[str]:
    with pytest.raises(InvalidSpec) as caught:
        parse_service("chat", MINIMAL | fields)
    return [str(problem).removeprefix("services.chat.") for problem in caught.value.problems]


def test_a_spec_without_the_fields_renders_what_it_always_did() -> None:
    asks = {"port": "http"}
    steady = {"periodSeconds": 10, "timeoutSeconds": 3}
    container, spec = server(), rendered()["spec"]
    assert container["startupProbe"] == {"httpGet": asks | {"path": "/healthz"}, "failureThreshold": 61} | steady
    assert container["livenessProbe"] == {"httpGet": asks | {"path": "/healthz"}, "failureThreshold": 3} | steady
    assert container["readinessProbe"] == {"httpGet": asks | {"path": "/readyz"}, "failureThreshold": 3} | steady
    assert container["lifecycle"] == {"preStop": {"sleep": {"seconds": 15}}}
    assert spec["template"]["spec"]["terminationGracePeriodSeconds"] == 60
    assert spec["progressDeadlineSeconds"] == 900


def test_a_spec_without_the_fields_waits_as_long_as_it_always_did() -> None:
    for replicas, update in ((1, 960), (8, 2940)):
        spec = parse_service("chat", MINIMAL | {"replicas": replicas})
        budget = rollout_budget(spec, tracks(spec)[0])
        assert (budget.create, budget.update) == (900, update)
        assert budget.delete == 600, "which is what the provider waits by itself"


def test_a_long_interval_and_a_long_timeout_leave_the_startup_probe_as_it_always_was() -> None:
    assert timing(**checked(interval="1m", timeout="20s")).startup == Rhythm(10, 20, 61)


FOLLOWS: list[tuple[Fields, Fields]] = [
    ({}, {"termination_grace_period": 60, "progress_deadline": 900, "create_timeout": 900}),
    ({"modelLoad": "30m"}, {"startup": Rhythm(10, 3, 181), "progress_deadline": 2100, "create_timeout": 2100}),
    ({"modelLoad": 1}, {"startup": Rhythm(10, 3, 2), "progress_deadline": 301}),
    ({"modelLoad": "25s"}, {"startup": Rhythm(10, 3, 4)}),
    ({"modelLoad": "1m", **checked(interval="7s")}, {"startup": Rhythm(7, 3, 10), "liveness": Rhythm(7, 3, 3)}),
    ({"drain": "10s"}, {"termination_grace_period": 25, "progress_deadline": 900}),
    ({"drain": "10m"}, {"termination_grace_period": 615, "progress_deadline": 600 + 615 + 240}),
    ({"timing": {"preStop": "30s"}}, {"pre_stop": 30, "termination_grace_period": 75, "progress_deadline": 915}),
    ({"timing": {"terminationGracePeriod": "2m"}}, {"termination_grace_period": 120, "progress_deadline": 960}),
    ({"timing": {"progressDeadline": "1h"}}, {"progress_deadline": 3600, "create_timeout": 3600}),
    ({"timing": {"createTimeout": "2h"}}, {"progress_deadline": 900, "create_timeout": 7200}),
    (
        checked(liveness={"interval": "30s", "failures": 5}),
        {"liveness": Rhythm(30, 3, 5), "readiness": Rhythm(10, 3, 3)},
    ),
    (checked(readiness={"timeout": "9s"}), {"liveness": Rhythm(10, 3, 3), "readiness": Rhythm(10, 9, 3)}),
    (checked(startup={"interval": "30s", "timeout": "20s"}), {"startup": Rhythm(30, 20, 21)}),
    ({"drain": "20m"}, {"termination_grace_period": 1215, "delete_timeout": 1515}),
    ({"timing": {"deleteTimeout": "1m"}}, {"delete_timeout": 60}),
    (checked(startup={"failures": 100}), {"startup": Rhythm(10, 3, 100)}),
]


@pytest.mark.parametrize(("fields", "expected"), FOLLOWS, ids=str)
def test_every_timer_follows_from_the_load_and_the_drain_or_is_what_the_spec_says(
    fields: Fields, expected: Fields
) -> None:
    found = timing(**fields)
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize("load", [1, 9, 10, 11, 599, 600, 601, 86400])
@pytest.mark.parametrize("interval", [1, 7, 10, 3600])
def test_a_model_that_loads_within_its_time_is_never_restarted(load: int, interval: int) -> None:
    found = timing(modelLoad=load, **checked(interval=interval, timeout=1))
    assert found.startup.budget >= load
    assert found.startup.budget - found.startup.period < load, "and no longer than need be"


@pytest.mark.parametrize(
    ("fields", "waves", "update"),
    [
        ({"modelLoad": "20m", "drain": "105s"}, 1, (1200 + 120) + 360),
        ({"modelLoad": "20m", "drain": "105s"}, 5, (1200 + 120) * 5 + 360),
        ({"timing": {"progressDeadline": "1h"}}, 2, (600 + 60) * 2 + 3000),
        ({"timing": {"updateTimeout": "3h"}}, 20, 10800),
    ],
    ids=str,
)
def test_pulumi_waits_for_every_wave_of_an_update(fields: Fields, waves: int, update: int) -> None:
    assert timing(**fields).update_timeout(waves) == update


def test_the_waves_are_those_of_the_strategy_and_the_replicas() -> None:
    fields = MINIMAL | {"modelLoad": "20m", "replicas": 6, "resources": {"gpuMemory": "20Gi"}}
    for spare, waves in ((0, 6), (2, 3), (6, 1)):
        spec = parse_service("chat", fields | ({"rollout": {"spareGpus": spare}} if spare else {}))
        assert rollout_budget(spec, tracks(spec)[0]).update == (1200 + 60) * waves + 300


def test_no_count_of_replicas_makes_a_wait_that_the_engine_cannot_hold() -> None:
    spec = parse_service("chat", MINIMAL | {"replicas": 2**31 - 1, "resources": {"gpuMemory": "20Gi"}})
    assert rollout_budget(spec, tracks(spec)[0]).update == 2**31 - 1


def test_the_timers_are_where_kubernetes_looks_for_them() -> None:
    fields: Fields = {
        "modelLoad": "20m",
        "drain": "90s",
        "timing": {"preStop": "20s", "terminationGracePeriod": "2m", "progressDeadline": "40m"},
    }
    spec = rendered(**fields)["spec"]
    assert spec["progressDeadlineSeconds"] == 2400
    assert spec["template"]["spec"]["terminationGracePeriodSeconds"] == 120
    assert server(**fields)["lifecycle"] == {"preStop": {"sleep": {"seconds": 20}}}
    assert server(**fields)["startupProbe"]["failureThreshold"] == 121


def test_each_probe_may_ask_its_own_path() -> None:
    container = server(**checked(startup={"path": "/startup"}, readiness={"path": "/ready"}))
    paths = [container[f"{probe}Probe"]["httpGet"]["path"] for probe in ("startup", "liveness", "readiness")]
    assert paths == ["/startup", "/health", "/ready"]


def test_a_probe_may_ask_by_grpc_and_its_rhythm_is_the_same() -> None:
    service = "inference.GRPCInferenceService"
    own = {"readiness": {"grpc": {"port": 9000, "service": service}}, "liveness": {"grpc": {"port": 9000}}}
    container = server(**checked(**own))
    rhythm = {"periodSeconds": 10, "timeoutSeconds": 3, "failureThreshold": 3}
    assert container["readinessProbe"] == {"grpc": {"port": 9000, "service": service}} | rhythm
    assert container["livenessProbe"] == {"grpc": {"port": 9000}} | rhythm
    assert "httpGet" in container["startupProbe"]


def test_a_server_that_speaks_grpc_alone_needs_no_path() -> None:
    grpc = {"grpc": {"port": 9000}}
    container = server(healthCheck={"startup": grpc, "liveness": grpc, "readiness": grpc})
    assert not any("httpGet" in container[f"{probe}Probe"] for probe in ("startup", "liveness", "readiness"))


@pytest.mark.parametrize(
    "check", [{}, {"path": None}, {"startup": {"path": "/a"}, "liveness": {"failures": 5}}], ids=str
)
def test_without_a_path_probes_ask_the_runtimes_own_and_have_none_with_custom(check: Fields) -> None:
    container = server(healthCheck=check)
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert container["startupProbe"]["httpGet"]["path"] == (check.get("startup") or {}).get("path", "/healthz")
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert report(runtime="custom", image="acme/server:1.2.0", healthCheck=check) == [
        "healthCheck.path: is required with runtime: custom. Give one, such as /healthz, or give startup, liveness "
        "and readiness a path or grpc of their own."
    ]


BOTH_OF_THEIR_OWN = {"startup": {"path": "/startup"}, "liveness": {"grpc": {"port": 9000}}}


@pytest.mark.parametrize("check", [BOTH_OF_THEIR_OWN, BOTH_OF_THEIR_OWN | {"readiness": {"failures": 5}}], ids=str)
def test_readiness_asks_the_health_path_of_a_runtime_that_has_no_readiness_path(check: Fields) -> None:
    asked = server(runtime="llama-cpp", healthCheck=check)["readinessProbe"]["httpGet"]
    assert asked == {"path": "/health", "port": "http"}
    given = server(runtime="llama-cpp", healthCheck=check | {"path": "/alive"})["readinessProbe"]["httpGet"]
    assert given == {"path": "/alive", "port": "http"}
    assert report(runtime="custom", image="acme/server:1.2.0", healthCheck=check) == [
        "healthCheck.path: is required with runtime: custom. Give one, such as /healthz, or give startup, liveness "
        "and readiness a path or grpc of their own."
    ]
    custom = server(runtime="custom", image="acme/server:1.2.0", healthCheck=check | {"path": "/alive"})
    assert custom["readinessProbe"]["httpGet"] == {"path": "/alive", "port": "http"}


def test_a_path_that_no_probe_asks_is_refused() -> None:
    assert report(**checked(startup={"path": "/startup"}, liveness={"path": "/live"})) == [
        "healthCheck.path: /health has no use: each probe asks a path or grpc of its own. Leave it out."
    ]


@pytest.mark.parametrize("probe", ["startup", "liveness", "readiness"])
def test_a_probe_with_a_path_and_grpc_is_refused(probe: str) -> None:
    (line,) = report(**checked(**{probe: {"path": "/h", "grpc": {"port": 9000}}}))
    assert line == (
        f"healthCheck.{probe}.grpc: port 9000 stands beside path /h, and a probe asks one of the two. Leave one out."
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"drain": "50s", "timing": {"terminationGracePeriod": "60s"}},
            "timing.terminationGracePeriod: 60s is below preStop 15s (the default) + drain 50s = 65s: the server would "
            "be killed while it finishes requests. Give 65s or more, or leave it out.",
        ),
        (
            {"drain": "5m", "timing": {"terminationGracePeriod": "1m", "preStop": "20s"}},
            "timing.terminationGracePeriod: 1m is below preStop 20s + drain 5m = 5m20s: the server would be killed "
            "while it finishes requests. Give 5m20s or more, or leave it out.",
        ),
        (
            checked(startup={"failures": 60}),
            "healthCheck.startup.failures: 60 probes, the first at once, last 59 x 10s = 9m50s, which is below "
            "modelLoad 10m (the default): the model would be restarted while it loads. Give 61 or more, or leave it "
            "out.",
        ),
        (
            {"modelLoad": "1m", **checked(startup={"failures": 10, "interval": "5s"})},
            "healthCheck.startup.failures: 10 probes, the first at once, last 9 x 5s = 45s, which is below modelLoad "
            "1m: the model would be restarted while it loads. Give 13 or more, or leave it out.",
        ),
        (
            {"timing": {"progressDeadline": "10m"}},
            "timing.progressDeadline: 10m is not above modelLoad 10m (the default): a rollout would have failed while "
            "the model loads. Give more, or leave it out for 15m, with time for a node and an image.",
        ),
        (
            {"modelLoad": "20m", "timing": {"createTimeout": "15m"}},
            "timing.createTimeout: 15m is below progressDeadline = modelLoad 20m + 5m = 25m: Pulumi would give up a "
            "rollout that may still succeed. Give 25m or more, or leave it out.",
        ),
        (
            {"timing": {"updateTimeout": "15m", "progressDeadline": "20m"}},
            "timing.updateTimeout: 15m is below progressDeadline 20m: Pulumi would give up a rollout that may still "
            "succeed. Give 20m or more, or leave it out.",
        ),
        (
            {"drain": "20m", "timing": {"deleteTimeout": "10m"}},
            "timing.deleteTimeout: 10m is below terminationGracePeriod = preStop 15s (the default) + drain 20m = "
            "20m15s: a deletion would have failed while the server finishes requests. Give 20m15s or more, or leave "
            "it out.",
        ),
        (
            checked(startup={"interval": "2s"}),
            "healthCheck.startup.timeout: healthCheck.timeout 3s (the default) is above the interval of this probe, "
            "2s: it would still be running when the next is due. Give a timeout of 2s or less, or a longer interval "
            "beside it.",
        ),
        (
            checked(interval="1m", startup={"timeout": "20s"}),
            "healthCheck.startup.timeout: 20s is above the interval of this probe, 10s by default: it would still "
            "be running when the next is due. Give a timeout of 10s or less, or a longer interval beside it.",
        ),
        (
            checked(liveness={"interval": "5s", "timeout": "6s"}),
            "healthCheck.liveness.timeout: 6s is above the interval of this probe, 5s: it would still be running when "
            "the next is due. Give a timeout of 5s or less, or a longer interval beside it.",
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_contradiction_is_refused_with_the_sum_that_shows_it(fields: Fields, expected: str) -> None:
    assert report(**fields) == [expected]


@pytest.mark.parametrize(
    "fields",
    [
        {"drain": "45s", "timing": {"terminationGracePeriod": "60s"}},
        {"timing": {"progressDeadline": "601s"}},
        {"timing": {"createTimeout": "15m", "updateTimeout": "15m"}},
        checked(startup={"failures": 61}),
        checked(startup={"interval": "3s"}),
        checked(liveness={"interval": "5s", "timeout": "5s"}),
    ],
    ids=str,
)
def test_what_is_just_enough_is_accepted(fields: Fields) -> None:
    parse_service("chat", MINIMAL | fields)


def test_contradictions_come_all_at_once() -> None:
    wrong: Fields = {"timing": {"terminationGracePeriod": 30, "progressDeadline": "5m", "createTimeout": "1m"}}
    paths = [line.partition(":")[0] for line in report(**wrong, **checked(startup={"failures": 3}))]
    assert paths == [
        "timing.terminationGracePeriod",
        "healthCheck.startup.failures",
        "timing.progressDeadline",
        "timing.createTimeout",
    ]


def test_the_longest_waits_stay_within_what_the_api_holds() -> None:
    month = "720h"
    found = timing(modelLoad=month, drain=month, timing={"preStop": month}, **checked(interval=1, timeout=1))
    assert max(found.progress_deadline, found.termination_grace_period, found.startup.failures) < 2**31


@pytest.mark.parametrize(
    ("command", "handler"),
    [
        ({"httpGet": {"path": "/drain"}}, {"httpGet": {"path": "/drain", "port": "http"}}),
        ({"httpGet": {"path": "/drain", "port": 8081}}, {"httpGet": {"path": "/drain", "port": 8081}}),
        ({"exec": {"command": ["drain", 5]}}, {"exec": {"command": ["drain", "5"]}}),
    ],
)
def test_a_drain_command_takes_the_place_and_the_time_of_the_sleep(command: Any, handler: Any) -> None:
    found = rendered(drainCommand=command, drain="30s", timing={"preStop": "20s"})
    pod = found["spec"]["template"]["spec"]
    assert pod["containers"][0]["lifecycle"] == {"preStop": handler}
    assert pod["terminationGracePeriodSeconds"] == 50


@pytest.mark.parametrize("kind", [{}, {"statefulSet": {}, "replicas": 2}, {"daemonSet": {}}, {"argo": {}}])
def test_a_pod_that_has_to_stay_ready_counts_later_and_every_wait_is_longer_by_that(kind: Fields) -> None:
    usual, longer = (
        next(one for one in children("chat", parse_service("chat", MINIMAL | kind | fields)) if one.timeouts)
        for fields in ({}, {"timing": {"minReady": "2m"}})
    )
    assert "minReadySeconds" not in usual.manifest["spec"]
    assert longer.manifest["spec"]["minReadySeconds"] == 120
    assert usual.timeouts is not None
    assert longer.timeouts is not None
    assert longer.timeouts.create - usual.timeouts.create >= 120
    assert longer.timeouts.update - usual.timeouts.update >= 120
    if "progressDeadlineSeconds" in usual.manifest["spec"]:
        assert longer.manifest["spec"]["progressDeadlineSeconds"] == 1020


def test_a_deadline_has_to_leave_room_for_the_time_that_a_pod_has_to_stay_ready() -> None:
    (problem,) = report(timing={"minReady": "5m", "progressDeadline": "15m"})
    assert problem.startswith(
        "timing.progressDeadline: 15m is not above modelLoad 10m (the default) + minReady 5m = 15m"
    )
    assert timing(timing={"minReady": "5m", "progressDeadline": "15m1s"}).progress_deadline == 901
