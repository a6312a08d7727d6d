from typing import Any

from tools.kubernetes_plugin.field_managers import field_manager, taken_over
from tools.kubernetes_plugin.ignore_changes import with_ignored_left_alone

OURS = "pulumi-kubernetes-12345678"
REPLICAS: dict[str, Any] = {"f:spec": {"f:replicas": {}}}
PAUSED: dict[str, Any] = {"f:spec": {"f:paused": {}}}


def entry(manager: str, operation: str, fields: dict[str, Any], subresource: str = "") -> dict[str, Any]:
    found = {"manager": manager, "operation": operation, "apiVersion": "apps/v1", "fieldsV1": fields}
    return found | ({"subresource": subresource} if subresource else {})


def live(*entries: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": "d", "managedFields": list(entries)}, "spec": spec}


def test_the_fields_of_the_create_become_those_of_the_manager() -> None:
    assert taken_over([entry("pulumi-kubernetes", "Update", REPLICAS)], OURS) == [entry(OURS, "Apply", REPLICAS)]


def test_taken_over_fields_are_added_to_those_the_manager_has() -> None:
    entries = [entry(OURS, "Apply", PAUSED), entry("kubectl-edit", "Update", REPLICAS)]

    assert taken_over(entries, OURS) == [entry(OURS, "Apply", {"f:spec": {"f:paused": {}, "f:replicas": {}}})]


def test_fields_of_controllers_and_of_the_scale_subresource_are_not_taken_over() -> None:
    entries = [
        entry(OURS, "Apply", PAUSED),
        entry("kube-controller-manager", "Update", REPLICAS),
        entry("kubectl", "Update", REPLICAS, subresource="scale"),
        entry("another-tool", "Apply", REPLICAS),
    ]

    assert taken_over(entries, OURS) is None


def test_the_manager_is_the_annotations_or_the_states_or_a_new_one() -> None:
    named = {"metadata": {"annotations": {"pulumi.com/patchFieldManager": "mine"}}}

    assert field_manager(named, OURS) == "mine"
    assert field_manager({}, OURS) == OURS
    first, second = field_manager({}, ""), field_manager({}, "")
    assert first.startswith("pulumi-kubernetes-")
    assert len(first) == len(OURS)
    assert first != second


def test_an_ignored_field_of_another_manager_is_left_out() -> None:
    present = live(entry(OURS, "Apply", PAUSED), entry("hpa", "Update", REPLICAS, "scale"), replicas=7, paused=True)

    applied = with_ignored_left_alone({"spec": {"replicas": 2, "paused": True}}, present, ["spec.replicas"], OURS)

    assert applied == {"spec": {"paused": True}}


def test_an_ignored_field_of_ours_is_sent_with_its_live_value() -> None:
    present = live(entry(OURS, "Apply", REPLICAS), entry("other", "Apply", REPLICAS), replicas=7)

    applied = with_ignored_left_alone({"spec": {"replicas": 2}}, present, ["spec.replicas"], OURS)

    assert applied == {"spec": {"replicas": 7}}


def test_an_ignored_field_that_the_live_object_does_not_have_is_sent_as_declared() -> None:
    applied = with_ignored_left_alone({"spec": {"replicas": 2}}, live(), ["spec.replicas"], OURS)

    assert applied == {"spec": {"replicas": 2}}


def test_the_inputs_themselves_are_not_changed() -> None:
    inputs = {"spec": {"replicas": 2}}

    with_ignored_left_alone(inputs, live(entry("hpa", "Update", REPLICAS), replicas=7), ["spec.replicas"], OURS)

    assert inputs == {"spec": {"replicas": 2}}
