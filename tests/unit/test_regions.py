"""Regions: how what differs is joined to the spec of all, which names lead there, and what is refused."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pulumi.runtime import set_all_config
from pulumi_inference import (
    InferenceServiceSpec,
    InvalidSpec,
    configured_regions,
    configured_services,
    parse_service,
)
from pulumi_inference.regions import regional_services
from pulumi_inference.regions_spec import as_map, joined

from tests.specs import MINIMAL, SEED

NAMED: dict[str, Any] = MINIMAL | {"service": {"type": "LoadBalancer", "hostname": "chat.example.com"}}
WEST, EAST = "us-west-2", "us-east-1"
PREFIX = "external-dns.alpha.kubernetes.io/"


@pytest.fixture(autouse=True)
def _configuration_of_each_test() -> Iterator[None]:
    yield
    set_all_config({}, [])


def configure(west: Mapping[str, Any], east: Mapping[str, Any], service: Any = None, **values: Any) -> None:
    regions = {WEST: {"context": "west", **west}, EAST: {"context": "east", **east}}
    given = {"services": {"chat": service or MINIMAL}, "regions": regions} | values
    set_all_config({f"inference:{key}": json.dumps(value) for key, value in given.items()}, [])


def report() -> list[str]:
    with pytest.raises(InvalidSpec) as refused:
        configured_regions()
    return str(refused.value).splitlines()


def chat(region: str) -> InferenceServiceSpec:
    return regional_services(configured_services(), configured_regions())[region]["chat"]


@pytest.mark.parametrize(
    ("below", "above", "both"),
    [
        ({"a": 1, "b": {"c": 2}}, {"b": {"d": 3}}, {"a": 1, "b": {"c": 2, "d": 3}}),
        ({"a": {"b": 1}}, {"a": None}, {}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"b": 1}}, {"a": 2}, {"a": 2}),
        ({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
        ({"a": None}, {}, {"a": None}),
        ({}, {"a": {"b": None, "c": 1}}, {"a": {"c": 1}}),
    ],
)
def test_maps_are_joined_lists_and_values_replaced_and_null_takes_away(below: Any, above: Any, both: Any) -> None:
    assert joined(below, above) == both


@pytest.mark.parametrize("spec", [MINIMAL, SEED, NAMED], ids=["minimal", "seed", "named"])
def test_a_spec_as_a_map_is_the_spec_that_it_was_made_of(spec: dict[str, Any]) -> None:
    parsed = parse_service("chat", spec)
    assert parse_service("chat", as_map(parsed)) == parsed


def test_a_region_has_the_spec_of_all_with_what_differs_there() -> None:
    configure({"services": {"chat": {"resources": {"memory": "32Gi"}, "replicas": 5}}}, {}, SEED)
    base = parse_service("chat", SEED)
    assert chat(EAST) == base.model_copy(update={"name": "chat"})
    assert chat(WEST).replicas == 5
    assert (chat(WEST).resources.cpu, chat(WEST).resources.memory) == (base.resources.cpu, "32Gi")
    assert chat(WEST).canary == base.canary


def test_null_in_a_region_takes_a_field_away() -> None:
    configure({"services": {"chat": {"canary": None}}}, {}, SEED)
    assert chat(WEST).canary is None
    assert chat(EAST).canary is not None


@pytest.mark.parametrize(
    ("dns", "policy"),
    [({"weight": 70}, {"aws-weight": "70"}), ({"latency": "us-west-2"}, {"aws-region": "us-west-2"})],
)
def test_a_name_of_all_regions_leads_to_each_beside_one_of_its_own(dns: Any, policy: dict[str, str]) -> None:
    configure({"dns": dns}, {"dns": dns | ({"weight": 0} if "weight" in dns else {})}, NAMED)
    service = chat(WEST).service
    assert (service.hostname, service.aliases) == ("us-west-2.chat.example.com", ("chat.example.com",))
    assert service.annotations == {
        f"{PREFIX}{key}": value for key, value in ({"set-identifier": WEST} | policy).items()
    }
    assert chat(EAST).service.hostname == "us-east-1.chat.example.com"


def test_an_ingress_has_both_names_and_the_records_kind() -> None:
    ingress = MINIMAL | {"ingress": {"hosts": ["chat.example.com"]}}
    configure({"dns": {"weight": 1}}, {"dns": {"weight": 1}}, ingress)
    found = chat(WEST).ingress
    assert found
    assert found.hosts == ("us-west-2.chat.example.com", "chat.example.com")
    assert found.annotations[f"{PREFIX}aws-weight"] == "1"


def test_a_region_without_dns_may_have_a_name_of_its_own() -> None:
    configure({"services": {"chat": {"service": {"hostname": "west.example.com"}}}}, {}, NAMED)
    assert chat(WEST).service.hostname == "west.example.com"
    assert not chat(WEST).service.annotations


SHARED = (
    "has the name chat.example.com as other regions have, and each external-dns would take it from the other. Give "
    "every region dns, or each a name of its own."
)


@pytest.mark.parametrize(
    ("west", "east", "service", "said"),
    [
        (
            {"services": {"chat": {"replicas": -2}}},
            {},
            MINIMAL,
            ["regions.us-west-2.services.chat.replicas: -2 is below 0. Give a whole number from 0 to 2147483647."],
        ),
        (
            {},
            {"services": {"chat": {"minReplicas": 3, "resources": {"cpu": 1}}}},
            MINIMAL,
            [
                "regions.us-east-1.services.chat.minReplicas: 3 has no maxReplicas beside it. Give maxReplicas too, "
                "or leave both out."
            ],
        ),
        (
            {"services": {"code": {}}},
            {},
            MINIMAL,
            ["regions.us-west-2.services.code: is none of the services. They are chat."],
        ),
        (
            {"services": {"chat": [1]}},
            {},
            MINIMAL,
            ["regions.us-west-2.services.chat: is not a map of fields of the service."],
        ),
        ({}, {}, NAMED, [f"regions.{region}.services.chat: {SHARED}" for region in (WEST, EAST)]),
        ({"dns": {"weight": 1}}, {}, NAMED, [f"regions.us-east-1.services.chat: {SHARED}"]),
        (
            {"dns": {"weight": 1}},
            {"dns": {"weight": 1}},
            MINIMAL,
            [
                f"regions.{region}.services.chat: has no name that dns could share: give service.hostname or "
                "ingress.hosts, or no dns."
                for region in (WEST, EAST)
            ],
        ),
        (
            {"dns": {"weight": 1}},
            {"dns": {"latency": "us-east-1"}},
            NAMED,
            [
                "regions.us-east-1.dns.latency: stands beside weight in us-west-2, and a name has records of one kind. "
                "Give all regions the same."
            ],
        ),
        (
            {"dns": {"weight": 256}},
            {"dns": {"weight": 1}},
            NAMED,
            ["regions.us-west-2.dns.weight: 256 is above 255. Give a whole number from 0 to 255."],
        ),
        (
            {"canary": True},
            {"canary": True},
            MINIMAL,
            ["regions.us-west-2.canary: is true of every region, and none is left to come after. Leave it out."],
        ),
        (
            {},
            {"context": "west"},
            MINIMAL,
            ["regions.us-east-1: is the same cluster as us-west-2: context and kubeconfig are equal. Give its own."],
        ),
        (
            {"context": None},
            {},
            MINIMAL,
            ["regions.us-west-2: says nowhere which cluster it is. Give context or kubeconfig."],
        ),
        (
            {"platform": {"namespaces": {}}},
            {},
            MINIMAL,
            ["regions.us-west-2.platform: differs from inference:platform, which is missing. Give it."],
        ),
    ],
    ids=str,
)
def test_a_mistake_gets_a_report_with_the_region(west: Any, east: Any, service: Any, said: list[str]) -> None:
    configure(west, east, service)
    assert report() == said


def test_what_differs_of_the_platform_is_checked_in_its_region() -> None:
    platform = {"namespaces": {"ml": {"defaultDeny": False}}}
    configure({"platform": {"namespaces": {"ml": {"quota": {"pods": -1}}}}}, {}, platform=platform)
    assert report() == ["regions.us-west-2.platform.namespaces.ml.quota.pods: -1 is not from 0 to 9223372036854775807."]


def test_the_kind_of_model_versions_is_the_platforms_where_there_are_regions() -> None:
    configure({}, {}, modelVersionCRD=True)
    assert report() == [
        "inference:modelVersionCRD: is of one cluster. Let the platform install the kind in each: "
        "platform.modelVersionCRD."
    ]


@pytest.mark.parametrize("regions", [[], {}, "west", 3])
def test_regions_are_a_map(regions: Any) -> None:
    set_all_config(
        {f"inference:{k}": json.dumps(v) for k, v in {"services": {"chat": MINIMAL}, "regions": regions}.items()}, []
    )
    assert report() == [
        "regions: is not a map from a region's name to where it is. Give one such as us-west-2: {context: west}."
    ]


JOB = {"image": "registry.example.com/sync:1.0.0", "schedule": "*/30 * * * *"}


def test_a_job_runs_in_the_regions_that_name_it() -> None:
    configure({"jobs": ["sync"]}, {}, jobs={"sync": JOB})
    assert configured_regions()[WEST].jobs == ("sync",)


def test_a_job_that_no_region_runs_and_one_that_is_none_are_refused() -> None:
    configure({"jobs": ["sink"]}, {}, jobs={"sync": JOB})
    assert report() == [
        "regions.us-west-2.jobs[0]: sink is none of the jobs. They are sync.",
        "jobs.sync: runs in none of the regions us-west-2, us-east-1. Name it in jobs of those that it is to run in.",
    ]
