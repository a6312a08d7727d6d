"""The seed's validation, case by case, and what it forgot."""

from collections.abc import Mapping
from typing import Any

import pytest
from pulumi_inference import InvalidSpec, parse_service, parse_services

from tests.specs import MINIMAL, SEED, autoscaled, with_canary


def report(spec: Any, name: str = "chat") -> str:
    with pytest.raises(InvalidSpec) as caught:
        parse_service(name, spec)
    return str(caught.value)


def test_the_seeds_spec_is_accepted_with_every_field() -> None:
    spec = parse_service("chat", SEED)
    assert spec.model_ref == "llama3-8b-q4"
    assert (spec.replicas, spec.min_replicas, spec.max_replicas) == (3, 3, 20)
    assert spec.canary is not None
    assert spec.canary.weight == 10
    assert spec.health_check.interval == "10s"


def test_a_model_reference_alone_is_enough() -> None:
    spec = parse_service("chat", MINIMAL)
    assert spec.replicas == 1
    assert not spec.autoscaled
    assert spec.canary is None
    assert (spec.health_check.path, spec.health_check.interval, spec.health_check.timeout) == ("/healthz", "10s", "3s")


def test_a_map_in_snake_case_and_a_spec_object_say_the_same_as_camel_case() -> None:
    camel = parse_service("chat", {"modelRef": "m", "minReplicas": 2, "maxReplicas": 3, "resources": {"cpu": 1}})
    snake = parse_service("chat", {"model_ref": "m", "min_replicas": 2, "max_replicas": 3, "resources": {"cpu": "1"}})
    assert camel == snake == parse_service("chat", camel)


def test_numbers_that_the_engine_made_doubles_are_whole_numbers() -> None:
    assert parse_service("chat", MINIMAL | {"replicas": 3.0}).replicas == 3


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"modelRef": ""}, "services.chat.modelRef: is empty."),
        ({"replicas": -1}, "services.chat.replicas: -1 is below 0."),
        ({"minReplicas": 5, "maxReplicas": 3}, "services.chat.minReplicas: 5 is above maxReplicas 3."),
        ({"canary": {"modelRef": "", "weight": 10}}, "services.chat.canary.modelRef: is empty."),
        ({"canary": {"modelRef": "b", "weight": 101}}, "services.chat.canary.weight: 101 is above 100."),
        ({"canary": {"modelRef": "b", "weight": -1}}, "services.chat.canary.weight: -1 is below 0."),
        ({"healthCheck": {"path": ""}}, 'services.chat.healthCheck.path: "" is not an HTTP path.'),
        ({"healthCheck": {"path": "/h", "interval": 0}}, "services.chat.healthCheck.interval: 0 is not above zero."),
        ({"healthCheck": {"path": "/h", "timeout": 0}}, "services.chat.healthCheck.timeout: 0 is not above zero."),
    ],
)
def test_what_the_seeds_operator_refuses_is_refused(change: Mapping[str, Any], expected: str) -> None:
    assert expected in report(MINIMAL | dict(change))


def test_a_model_reference_is_required() -> None:
    assert report({"replicas": 3}) == "services.chat.modelRef: is required. Give one, such as llama3-8b-q4."


def test_a_canary_needs_its_own_model_reference_and_weight() -> None:
    text = report(MINIMAL | {"canary": {}})
    assert "services.chat.canary.modelRef: is required." in text
    assert "services.chat.canary.weight: is required." in text


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"healthCheck": {"path": "/h", "interval": "2s", "timeout": "3s"}},
            "services.chat.healthCheck.timeout: 3s is above healthCheck.interval 2s",
        ),
        ({"healthCheck": {"path": "healthz"}}, 'services.chat.healthCheck.path: "healthz" is not an HTTP path.'),
        ({"resources": {"cpu": "4x"}}, 'services.chat.resources.cpu: "4x" is not a Kubernetes quantity.'),
        ({"resources": {"gpuMemory": "0"}}, 'services.chat.resources.gpuMemory: "0" is not above zero.'),
        ({"minReplicas": 2}, "services.chat.minReplicas: 2 has no maxReplicas beside it."),
        ({"maxReplicas": 2}, "services.chat.maxReplicas: 2 has no minReplicas beside it"),
        ({"minReplicas": 2, "maxReplicas": 3}, "services.chat.resources.cpu: is required beside minReplicas"),
        (
            {"minReplicas": 2, "maxReplicas": 3, "replicas": 7},
            "services.chat.replicas: 7 is not between minReplicas 2 and maxReplicas 3",
        ),
        ({"canary": {"modelRef": "b", "weight": 10}}, "services.chat.canary.weight: 10 needs a pod for each model"),
        ({"replicas": "3"}, 'services.chat.replicas: "3" is not a whole number. Leave out the quotes: 3.'),
        ({"replicas": True}, "services.chat.replicas: true is not a whole number."),
        ({"replicas": 2.5}, "services.chat.replicas: 2.5 is not a whole number."),
        ({"modelRef": 3}, "services.chat.modelRef: a number is not a string. Put it in quotes."),
        ({"modelRef": "--help"}, "services.chat.modelRef: is not a model reference."),
        (
            {"canary": 10},
            "services.chat.canary: a number is not a map of fields. Its fields are modelRef, model, image, weight, ",
        ),
        ({"maxReplica": 3}, "services.chat.maxReplica: is not a field. Did you mean maxReplicas?"),
        ({"resources": {"gpu_mem": 1}}, "services.chat.resources.gpu_mem: is not a field. Did you mean gpuMemory?"),
        (
            {"resources": {"cpu": "0.3333"}},
            'services.chat.resources.cpu: "0.3333" is finer than a millicore, and the API rounds it up. Give 334m.',
        ),
        ({"resources": {"gpuMemory": 24}}, "services.chat.resources.gpuMemory: 24 is below 1Mi: it counts bytes."),
        ({"resources": {"memory": "16"}}, 'services.chat.resources.memory: "16" is below 1Mi: it counts bytes.'),
        (
            {"healthCheck": {"path": "/h", "interval": 3000000000}},
            "services.chat.healthCheck.interval: 3000000000 looks like nanoseconds",
        ),
        ({"health_check": {"pth": "/x"}}, "services.chat.health_check.pth: is not a field. Did you mean path?"),
        ({"resources": {"zzz": 1}}, "The fields here are cpu, memory, requests, limits, gpus, "),
    ],
)
def test_what_the_seeds_operator_forgot_is_refused(change: Mapping[str, Any], expected: str) -> None:
    assert expected in report(MINIMAL | dict(change))


@pytest.mark.parametrize(
    "change",
    [
        {"replicas": 2**31},
        {"replicas": 10**5000},
        {"replicas": float("inf")},
        {"replicas": float("nan")},
        {"minReplicas": 2**70, "maxReplicas": 2**71},
        {"resources": {"cpu": float("nan")}},
        {"resources": {"cpu": 10**5000}},
        {"resources": {"cpu": "1e999"}},
        {"healthCheck": {"path": "/h", "interval": float("inf")}},
        {"healthCheck": {"path": "/h", "interval": 10**5000}},
        {"healthCheck": {"path": "/h", "interval": "999999999h"}},
        {"healthCheck": {"path": "/\ud800"}},
        {"modelRef": "\ud800"},
        {"canary": [{}]},
        {1: 2},
        {"canary": {1: 2}},
    ],
    ids=lambda change: next(iter(map(str, change))),
)
def test_values_beyond_what_the_api_holds_are_refused_and_crash_nothing(change: dict[Any, Any]) -> None:
    assert report(MINIMAL | change).startswith("services.chat")


def test_all_problems_of_all_services_come_in_one_report() -> None:
    with pytest.raises(InvalidSpec) as caught:
        parse_services({"chat": {"replicas": -1}, "Bad": MINIMAL, "code": with_canary(10, replicas=1), "x": 3})
    assert [problem.path for problem in caught.value.problems] == [
        "services.chat.modelRef",
        "services.chat.replicas",
        "services.Bad",
        "services.code.canary.weight",
        "services.x",
    ]


def test_a_service_that_would_share_names_with_anothers_canary_is_refused() -> None:
    with pytest.raises(InvalidSpec, match=r"services\.chat-canary: its objects would have the names of the canary"):
        parse_services({"chat": MINIMAL, "chat-canary": MINIMAL})


@pytest.mark.parametrize("raw", [None, [], "chat", 3])
def test_services_that_are_not_a_map_are_refused(raw: object) -> None:
    with pytest.raises(InvalidSpec, match="services: is not a map"):
        parse_services(raw)


def test_a_wrong_value_is_shown_where_no_secret_can_stand() -> None:
    assert report(MINIMAL | {"replicas": "three"}).startswith('services.chat.replicas: "three" is not a whole number.')
    long = report(MINIMAL | {"resources": {"cpu": "x" * 10_000}})
    assert len(long) < 250, "a long value is cut"


def test_no_part_of_a_value_that_may_be_secret_is_repeated() -> None:
    text = report(
        MINIMAL
        | {
            "modelRef": "hunter2 hunter2",
            "passphrase": "hunter2",
            "canary": "hunter2",
            "namespace": "Hunter2",
            "resources": {"token": "hunter2"},
        }
    )
    assert "unter2" not in text
    assert text.count("services.chat.") == 5


@pytest.mark.parametrize("low", [0, 1, 3])
def test_zero_or_no_minimum_means_no_autoscaling(low: int) -> None:
    spec = parse_service("chat", autoscaled(low, 20 if low else 0))
    assert spec.autoscaled == (low > 0)


def test_an_autoscaled_service_starts_at_its_minimum_unless_told_otherwise() -> None:
    assert parse_service("chat", autoscaled(3, 20)).starting_replicas == 3
    assert parse_service("chat", autoscaled(3, 20) | {"replicas": 7}).starting_replicas == 7


def test_a_spec_cannot_be_changed_after_it_was_checked() -> None:
    spec = parse_service("chat", MINIMAL)
    with pytest.raises(ValueError, match="frozen"):
        spec.replicas = 0  # type: ignore[misc]


def test_rules_across_fields_are_told_beside_the_errors_of_other_fields() -> None:
    text = report(MINIMAL | {"minReplicas": 5, "maxReplicas": 3, "resources": {"cpu": "1"}, "foo": 1})
    assert "services.chat.foo: is not a field." in text
    assert "services.chat.minReplicas: 5 is above maxReplicas 3." in text


def test_a_rule_says_nothing_of_a_field_that_is_wrong_itself() -> None:
    text = report(MINIMAL | {"minReplicas": 5, "maxReplicas": "many", "resources": {"cpu": "1"}})
    assert text.startswith('services.chat.maxReplicas: "many" is not a whole number.')
    assert "\n" not in text


def test_a_report_has_an_end_and_the_exception_all_problems() -> None:
    with pytest.raises(InvalidSpec) as caught:
        parse_service("chat", {f"field{number}": 1 for number in range(1500)} | MINIMAL)
    assert len(caught.value.problems) == 1500
    assert str(caught.value).endswith("... and 500 more problems.")
