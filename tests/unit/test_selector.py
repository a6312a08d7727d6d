from typing import Any

import pytest
from pulumi_inference.kube.selector import LabelSelector, LabelSelectorRequirement, NodeSelectorRequirement
from pydantic import BaseModel, ValidationError

from tests.samples import LABEL_SELECTOR, NODE_SELECTOR_REQUIREMENT, rule


def finding(model: type[BaseModel], value: Any) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(value)
    (error,) = caught.value.errors()
    return ".".join(map(str, error["loc"])), error["msg"]


@pytest.mark.parametrize("selector", LABEL_SELECTOR.valid)
def test_a_selector_is_written_as_it_was_read(selector: dict[str, Any]) -> None:
    assert LabelSelector.model_validate(selector).model_dump(by_alias=True, exclude_unset=True, mode="json") == selector


@pytest.mark.parametrize("model", [LabelSelectorRequirement, NodeSelectorRequirement])
@pytest.mark.parametrize(
    ("requirement", "message"),
    [
        (rule("In"), "has no values, and In needs some"),
        (rule("NotIn"), "has no values, and NotIn needs some"),
        (rule("Exists", "a"), "has values, and Exists takes none"),
        (rule("DoesNotExist", "a"), "has values, and DoesNotExist takes none"),
    ],
)
def test_an_operator_has_the_values_that_it_takes(model: type[BaseModel], requirement: Any, message: str) -> None:
    assert message in finding(model, requirement)[1]


@pytest.mark.parametrize("values", [(), ("1", "2"), ("24Gi",), ("9223372036854775808",), ("",)])
@pytest.mark.parametrize("operator", ["Gt", "Lt"])
def test_a_comparison_takes_one_whole_number(operator: str, values: tuple[str, ...]) -> None:
    assert NodeSelectorRequirement.model_validate(rule(operator, "9223372036854775807"))
    assert "Give one whole number" in finding(NodeSelectorRequirement, rule(operator, *values))[1]


@pytest.mark.parametrize(
    ("model", "operators"),
    [
        (LabelSelectorRequirement, "In, NotIn, Exists or DoesNotExist"),
        (NodeSelectorRequirement, "In, NotIn, Exists, DoesNotExist, Gt or Lt"),
    ],
)
@pytest.mark.parametrize("operator", ["in", "Equals", "", None, 5, []])
def test_an_unknown_operator_is_refused_with_those_there_are(
    model: type[BaseModel], operators: str, operator: Any
) -> None:
    assert finding(model, rule(operator, "a")) == ("operator", f"is not an operator. Give {operators}.")


def test_a_finding_has_the_path_of_its_value() -> None:
    assert finding(LabelSelector, {"matchLabels": {"app": True}})[0] == "matchLabels.app"
    assert finding(LabelSelector, {"matchExpressions": [rule("In", "a"), rule("In", "-")]})[0] == (
        "matchExpressions.1.values.0"
    )


def test_a_rule_among_nodes_is_refused_among_labels() -> None:
    requirement = rule("Gt", "1")
    assert NODE_SELECTOR_REQUIREMENT.refusal(requirement) is None
    assert finding(LabelSelectorRequirement, requirement)[0] == "operator"
