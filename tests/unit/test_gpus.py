"""What GPUs become in a pod; tests/cluster/test_gpus.py and test_dra.py hold it against the real scheduler."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children
from pulumi_inference.features.gpus import counted_as, ways
from pulumi_inference.features.mig import MIG_MEMORY
from pulumi_inference.features.rollout import Split, transition_problem
from pulumi_inference.split import split_of

from tests.specs import MINIMAL, with_canary

DOCUMENT = Path(__file__).parents[2] / "docs" / "gpus.md"
EXAMPLES = re.findall(r"\*\*`(\{.*?\})`\*\*.*?```yaml\n(.*?)```", DOCUMENT.read_text(), flags=re.DOTALL)
"""Resources, and what they render."""


def on(replicas: int = 2, canary: int | None = None, rollout: Any = None, **resources: Any) -> dict[str, Any]:
    rest = {} if canary is None else {"canary": {"modelRef": "b", "weight": canary}}
    return MINIMAL | {"replicas": replicas, "resources": resources} | rest | ({"rollout": rollout} if rollout else {})


def rendered(raw: dict[str, Any]) -> dict[str, Any]:
    """Manifests by role."""
    return {child.role: dict(child.manifest) for child in children("chat", parse_service("chat", raw))}


def pod(raw: dict[str, Any]) -> dict[str, Any]:
    return dict(rendered(raw)["primary"]["spec"]["template"]["spec"])


def asked(raw: dict[str, Any]) -> dict[str, Any]:
    return dict(pod(raw)["containers"][0]["resources"])


def least_label(raw: dict[str, Any]) -> tuple[str, int]:
    required = pod(raw)["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    (term,) = required["nodeSelectorTerms"]
    (expression,) = term["matchExpressions"]
    assert expression["operator"] == "Gt"
    return expression["key"], int(*expression["values"]) + 1


def tolerated(raw: dict[str, Any]) -> list[str]:
    return [toleration["key"] for toleration in pod(raw)["tolerations"]]


def selector(raw: dict[str, Any]) -> str:
    (request,) = rendered(raw)["resource_claim_template"]["spec"]["spec"]["devices"]["requests"]
    (found,) = request["exactly"]["selectors"]
    return str(found["cel"]["expression"])


def refused(raw: dict[str, Any]) -> str:
    with pytest.raises(InvalidSpec) as error:
        parse_service("chat", raw)
    return str(error.value)


def test_a_count_alone_asks_for_as_many_gpus_of_any_memory() -> None:
    raw = on(gpus=4)
    assert asked(raw)["requests"] == asked(raw)["limits"] == {"nvidia.com/gpu": "4"}
    assert "nodeAffinity" not in pod(raw)["affinity"]
    assert tolerated(raw) == ["nvidia.com/gpu"]


@pytest.mark.parametrize("raw", [on(gpus=0), on(cpu="1")])
def test_no_gpu_asks_for_no_place(raw: dict[str, Any]) -> None:
    assert not pod(raw).keys() & {"tolerations", "resourceClaims"}
    assert "nodeAffinity" not in pod(raw)["affinity"]


@pytest.mark.parametrize(
    ("gpus", "memory", "each"), [(1, "40Gi", 40960), (2, "40Gi", 20480), (3, "40Gi", 13654), (2, "3Mi", 2)]
)
def test_the_memory_of_a_pod_is_shared_evenly_by_its_gpus_and_rounded_up(gpus: int, memory: str, each: int) -> None:
    assert least_label(on(gpus=gpus, gpuMemory=memory)) == ("nvidia.com/gpu.memory", each)
    assert asked(on(gpus=gpus, gpuMemory=memory, gpuMemoryBy="hami"))["limits"]["nvidia.com/gpumem"] == str(each)
    assert f'quantity("{each}Mi")' in selector(on(gpus=gpus, gpuMemory=memory, gpuMemoryBy="dra"))


def test_hami_gets_count_and_memory_and_chooses_the_node_itself() -> None:
    raw = on(gpuMemory="10Gi", gpuMemoryBy="hami")
    assert asked(raw)["limits"] == {"nvidia.com/gpu": "1", "nvidia.com/gpumem": "10240"}
    assert "nodeAffinity" not in pod(raw)["affinity"]


def test_a_claim_stands_in_the_place_of_the_extended_resource() -> None:
    raw = on(cpu="4", gpus=2, gpuMemory="40Gi", gpuMemoryBy="dra")
    template = rendered(raw)["resource_claim_template"]
    assert asked(raw) == {"requests": {"cpu": "4"}, "limits": {"cpu": "4"}, "claims": [{"name": "gpus"}]}
    assert pod(raw)["resourceClaims"] == [{"name": "gpus", "resourceClaimTemplateName": template["metadata"]["name"]}]
    (request,) = template["spec"]["spec"]["devices"]["requests"]
    assert (request["exactly"]["deviceClassName"], request["exactly"]["count"]) == ("gpu.nvidia.com", 2)
    assert "nodeAffinity" not in pod(raw)["affinity"]


def test_the_name_of_a_claims_template_changes_with_its_spec_alone() -> None:
    def name(**more: Any) -> str:
        raw = on(**{"gpuMemory": "40Gi", "gpuMemoryBy": "dra"} | more)
        return str(rendered(raw)["resource_claim_template"]["metadata"]["name"])

    assert name().startswith("chat-gpus-")
    assert name() == name(cpu="4") == name(gpus=1) == name(gpuMemory="40960Mi")
    assert len({name(), name(gpus=2), name(gpuMemory="41Gi"), name(gpuResource="amd.com/gpu")}) == 4


def test_both_tracks_claim_by_one_template_which_is_there_before_them() -> None:
    raw = on(canary=50, gpuMemory="40Gi", gpuMemoryBy="dra")
    found = list(children("chat", parse_service("chat", raw)))
    needed = ["resource_claim_template", "service_account"]
    assert [child.role for child in found][:4] == [*needed, "primary", "canary"]
    assert {child.role: list(child.after) for child in found if child.after} == {"primary": needed, "canary": needed}


@pytest.mark.parametrize(
    ("resource", "driver"),
    [("amd.com/gpu", "gpu.amd.com"), ("gpu.intel.com/i915", "gpu.intel.com"), ("gpu.intel.com/xe", "gpu.intel.com")],
)
def test_other_vendors_gpus_are_counted_by_their_plugin_and_claimed_from_their_driver(
    resource: str, driver: str
) -> None:
    assert asked(on(gpus=2, gpuResource=resource))["limits"] == {resource: "2"}
    raw = on(gpuMemory="40Gi", gpuMemoryBy="dra", gpuResource=resource)
    assert f'device.capacity["{driver}"].memory' in selector(raw)
    assert tolerated(raw) == [resource]


@pytest.mark.parametrize(
    ("memory", "profile"), [("9728Mi", "1g.10gb"), ("9729Mi", "1g.20gb"), ("19968Mi", "1g.20gb"), ("20Gi", "3g.40gb")]
)
def test_the_smallest_mig_profile_that_has_the_memory_is_taken_whatever_the_order(memory: str, profile: str) -> None:
    offered = ["3g.40gb", "2g.20gb", "1g.20gb", "1g.10gb"]
    raw = on(gpuMemory=memory, gpuMemoryBy="mig", migProfiles=offered)
    assert asked(raw)["limits"] == {f"nvidia.com/mig-{profile}": "1"}
    assert tolerated(raw) == ["nvidia.com/gpu", f"nvidia.com/mig-{profile}"]
    assert "nodeAffinity" not in pod(raw)["affinity"]


def test_a_mig_profile_that_is_named_has_its_memory_by_its_own_label() -> None:
    raw = on(gpuMemory="9Gi", gpuResource="nvidia.com/mig-1g.10gb")
    assert least_label(raw) == ("nvidia.com/mig-1g.10gb.memory", 9216)
    assert asked(raw)["limits"] == {"nvidia.com/mig-1g.10gb": "1"}


def test_a_way_that_a_vendor_does_not_have_is_refused_with_those_that_it_has() -> None:
    assert "Give dra, or leave" in refused(on(gpuMemory="20Gi", gpuResource="amd.com/gpu"))
    assert "no way is known" in refused(on(gpuMemory="20Gi", gpuResource="nvidia.com/gpu.shared"))
    assert ways("nvidia.com/gpu") == ("label", "hami", "dra", "mig")


def test_spare_gpus_that_no_pod_fits_on_are_refused() -> None:
    assert "3 has no use: a pod needs 4" in refused(on(gpus=4, rollout={"spareGpus": 3}))
    parse_service("chat", on(gpus=4, rollout={"spareGpus": 4}))


def test_one_pod_of_several_gpus_needs_all_of_them_to_spare() -> None:
    for spare in (0, 3):
        text = refused(on(1, gpus=4, rollout={"spareGpus": spare}))
        assert "the one pod holds the 4 GPUs that its successor needs. Give spareGpus: 4" in text
        assert "has no use" not in text
    parse_service("chat", on(1, gpus=4, rollout={"spareGpus": 4}))


def test_the_surge_is_as_many_pods_as_the_spare_gpus_make() -> None:
    def strategy(spare: int) -> dict[str, int]:
        raw = on(gpus=4, rollout={"spareGpus": spare})
        return dict(rendered(raw)["primary"]["spec"]["strategy"]["rollingUpdate"])

    assert strategy(0) == {"maxSurge": 0, "maxUnavailable": 1}
    assert strategy(7) == {"maxSurge": 1, "maxUnavailable": 0}
    assert strategy(8) == {"maxSurge": 2, "maxUnavailable": 0}


def test_taking_a_canary_away_needs_the_gpus_of_each_of_its_pods() -> None:
    spec = parse_service("chat", on(4, gpus=4))
    before = Split("all", {"primary": 3, "canary": 1})
    assert "needs 4 spare GPUs, and rollout.spareGpus is 0" in str(transition_problem(spec, before, split_of(spec)))


def test_the_pod_that_an_earlier_release_recorded_is_read_as_before() -> None:
    recorded = {"traffic": "all", "replicas": {"primary": 2.0}, "pod": {"gpus": 1.0, "cpu": 0.0, "memory": 0.0}}
    split = Split.of(recorded)
    assert split is not None
    assert split.pod == split_of(parse_service("chat", on(gpuMemory="20Gi"))).pod


@pytest.mark.parametrize(
    ("resources", "counted"),
    [
        ({"gpus": 2}, "GPUs"),
        ({"gpuMemory": "20Gi"}, "GPUs"),
        ({"gpus": 2, "gpuResource": "amd.com/gpu"}, "amd.com/gpu"),
        ({"gpuMemory": "8Gi", "gpuMemoryBy": "mig", "migProfiles": ["1g.10gb"]}, "nvidia.com/mig-1g.10gb"),
        ({"gpuMemory": "8Gi", "gpuMemoryBy": "dra"}, "GPUs claimed from gpu.nvidia.com"),
        ({"gpuMemory": "8Gi", "gpuMemoryBy": "hami"}, "shares of GPUs"),
    ],
)
def test_a_forecast_says_what_it_counts(resources: dict[str, Any], counted: str) -> None:
    assert counted_as(parse_service("chat", on(**resources)).resources) == counted


def test_a_spec_without_a_claim_declares_no_template() -> None:
    assert "resource_claim_template" not in rendered(with_canary(50))


def part_of(said: Any, whole: Any) -> bool:
    if isinstance(said, dict):
        return all(key in whole and part_of(value, whole[key]) for key, value in said.items())
    if isinstance(said, list):
        return len(said) == len(whole) and all(part_of(*pair) for pair in zip(said, whole, strict=True))
    return bool(said == whole)


@pytest.mark.parametrize(("resources", "block"), EXAMPLES, ids=[resources for resources, _ in EXAMPLES])
def test_the_document_shows_what_is_rendered(resources: str, block: str) -> None:
    raw = on(**yaml.safe_load(resources))
    for said in yaml.safe_load_all(block):
        whole = rendered(raw)["resource_claim_template"] if "kind" in said else pod(raw)
        assert part_of(said, whole), whole


def test_the_document_shows_every_way() -> None:
    shown = {yaml.safe_load(resources).get("gpuMemoryBy", "label") for resources, _ in EXAMPLES}
    assert shown == set(ways("nvidia.com/gpu"))


def test_the_document_lists_every_mig_profile_with_its_memory() -> None:
    table = DOCUMENT.read_text().partition("| Cards | Profiles")[2]
    listed = {
        profile: int(memory)
        for profiles, memory in re.findall(r"((?:\dg\.\d+gb(?: and )?)+) (\d+)", table.partition("Sources")[0])
        for profile in profiles.split(" and ")
    }
    assert listed == MIG_MEMORY
