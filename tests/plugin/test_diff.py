import copy
from typing import Any

import pytest

from tools.kubernetes_plugin.checkpoint import Checkpoint
from tools.kubernetes_plugin.diff import Change, Comparison, compare
from tools.kubernetes_plugin.pruning import prune
from tools.kubernetes_plugin.replacements import replacing_paths
from tools.kubernetes_plugin.settings import Settings

Object = dict[str, Any]
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def deployment(**spec: Any) -> Object:
    template = {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "i:1"}]}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "d", "namespace": "team"},
        "spec": {"replicas": 2, "selector": {"matchLabels": {"a": "b"}}, "template": template, **spec},
    }


def differences(
    old_inputs: Object,
    new_inputs: Object,
    live: Object | None = None,
    ignore: tuple[str, ...] = (),
    settings: Settings | None = None,
) -> Comparison:
    live = copy.deepcopy(old_inputs) if live is None else live
    return compare(
        Checkpoint(old_inputs, live, "", ""),
        new_inputs,
        namespaced=True,
        replacing=replacing_paths(new_inputs, settings or Settings()),
        ignore=ignore,
    )


def found(comparison: Comparison) -> dict[str, Change]:
    return {each.text: each.change for each in comparison.differences}


def replaced(comparison: Comparison) -> set[str]:
    return {each.text for each in comparison.differences if each.replaces}


def test_what_the_api_server_added_is_no_difference() -> None:
    live = deployment(strategy={"type": "RollingUpdate"})
    live["status"] = {"readyReplicas": 2}
    live["spec"]["template"]["spec"]["containers"].append({"name": "injected"})

    assert found(differences(deployment(), deployment(), live)) == {}


def test_added_changed_and_removed_fields_are_told_apart() -> None:
    comparison = differences(deployment(paused=True), deployment(replicas=3, minReadySeconds=5))

    assert found(comparison) == {
        "spec.replicas": Change.UPDATE,
        "spec.minReadySeconds": Change.ADD,
        "spec.paused": Change.DELETE,
    }


def test_drift_that_a_refresh_has_found_is_a_difference() -> None:
    assert found(differences(deployment(), deployment(), live=deployment(replicas=7))) == {
        "spec.replicas": Change.UPDATE
    }


def test_list_items_are_compared_one_by_one() -> None:
    new = deployment()
    new["spec"]["template"]["spec"]["containers"] = [{"name": "c", "image": "i:2"}, {"name": "extra", "image": "i:1"}]

    assert found(differences(deployment(), new)) == {
        "spec.template.spec.containers[0].image": Change.UPDATE,
        "spec.template.spec.containers[1]": Change.ADD,
    }


def test_an_unknown_value_is_a_change() -> None:
    assert found(differences(deployment(), deployment(replicas=UNKNOWN))) == {"spec.replicas": Change.UPDATE}


def test_the_same_quantity_in_another_spelling_is_no_difference() -> None:
    def with_cpu(cpu: str) -> Object:
        obj = deployment()
        obj["spec"]["template"]["spec"]["containers"][0]["resources"] = {"requests": {"cpu": cpu}}
        return obj

    assert found(differences(with_cpu("500m"), with_cpu("0.5"))) == {}


def test_an_empty_value_that_was_sent_and_not_stored_is_no_difference() -> None:
    live = deployment()

    assert found(differences(deployment(suspend=False), deployment(suspend=False), live)) == {}
    assert found(differences(deployment(), deployment(suspend=False), live)) == {"spec.suspend": Change.ADD}


def test_true_is_not_one() -> None:
    assert found(differences(deployment(paused=1), deployment(paused=True))) == {"spec.paused": Change.UPDATE}


@pytest.mark.parametrize("ignore", ["spec.replicas", "spec", "*.replicas"])
def test_an_ignored_change_is_no_difference(ignore: str) -> None:
    assert found(differences(deployment(), deployment(replicas=5), ignore=(ignore,))) == {}


def test_the_default_namespace_and_none_are_the_same() -> None:
    old, new = deployment(), deployment()
    old["metadata"]["namespace"] = "default"
    del new["metadata"]["namespace"]

    assert found(differences(old, new)) == {}


@pytest.mark.parametrize(("key", "value"), [("name", "other"), ("namespace", "other")])
def test_another_identity_replaces_and_the_new_object_comes_first(key: str, value: str) -> None:
    new = deployment()
    new["metadata"][key] = value

    comparison = differences(deployment(), new)

    assert replaced(comparison) == {f"metadata.{key}"}
    assert not comparison.delete_before_replace


def test_a_fixed_name_is_deleted_before_it_is_replaced() -> None:
    comparison = differences(deployment(), deployment(selector={"matchLabels": {"a": "c"}}))

    assert replaced(comparison) == {"spec.selector.matchLabels.a"}
    assert comparison.delete_before_replace


def test_a_generated_name_is_replaced_by_another_one_first() -> None:
    new = deployment(selector={"matchLabels": {"a": "c"}})
    new["metadata"]["annotations"] = {"pulumi.com/autonamed": "true"}

    assert not differences(deployment(), new).delete_before_replace


def test_nothing_is_deleted_first_where_nothing_replaces() -> None:
    assert not differences(deployment(), deployment(replicas=5)).delete_before_replace


def test_pruning_keeps_the_shape_of_the_inputs_and_nothing_else() -> None:
    live = {"a": {"x": 1, "y": 2}, "items": [{"n": 1, "m": 2}, {"n": 3}], "mixed": {"a": 1}, "other": 1}
    shape = {"a": {"x": 0}, "items": [{"n": 0}], "mixed": "text", "gone": 1}

    assert prune(live, shape) == {"a": {"x": 1}, "items": [{"n": 1}], "mixed": {"a": 1}}
