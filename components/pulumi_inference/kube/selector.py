"""Selectors: which objects, by their labels.

https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/
https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/node-selector-requirement/
"""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue, model_validator
from pydantic.config import JsonDict

from ..model import LARGEST_INT64, Model, fault
from .labels import LabelKey, LabelValue
from .pattern import ByKey, whole

LabelOperator = Literal["In", "NotIn", "Exists", "DoesNotExist"]
NodeOperator = Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]

_INTEGER = "[0-9]{1,19}"
_IS_INTEGER = re.compile(whole(_INTEGER))


def _one_of(operators: tuple[str, ...]) -> BeforeValidator:
    def check(value: Any) -> Any:
        if value not in operators:
            raise fault("operator", f"is not an operator. Give {', '.join(operators[:-1])} or {operators[-1]}.")
        return value

    return BeforeValidator(check)


def _check_values(operator: NodeOperator, values: Sequence[str]) -> None:
    match operator:
        case "In" | "NotIn" if not values:
            raise fault("selector", f"has no values, and {operator} needs some. Give values, or the operator Exists.")
        case "Exists" | "DoesNotExist" if values:
            raise fault("selector", f"has values, and {operator} takes none. Leave them out, or give In or NotIn.")
        case "Gt" | "Lt" if len(values) != 1 or not _is_integer(values[0]):
            raise fault("selector", f'has values that {operator} does not take. Give one whole number, such as ["8"].')


def _is_integer(text: str) -> bool:
    return _IS_INTEGER.search(text) is not None and int(text) <= LARGEST_INT64


def _case(operators: list[JsonValue], **values: JsonValue) -> JsonDict:
    """The JSON Schema of what these operators want of the values, which are none where absent."""
    required: list[JsonValue] = ["values"] if values.get("minItems") else []
    return {"properties": {"operator": {"enum": operators}, "values": values}, "required": required}


_ONE_INTEGER: JsonDict = {"pattern": whole(_INTEGER), "patternErrorMessage": "Give one whole number in quotes."}
_LABEL_CASES: list[JsonValue] = [_case(["In", "NotIn"], minItems=1), _case(["Exists", "DoesNotExist"], maxItems=0)]
_NODE_CASES: list[JsonValue] = [
    *_LABEL_CASES,
    _case(
        ["Gt", "Lt"],
        minItems=1,
        maxItems=1,
        items={"pattern": whole(_INTEGER), "patternErrorMessage": "Give one whole number in quotes."},
    ),
]

Labels = Annotated[dict[LabelKey, LabelValue], ByKey()]
"""Labels and their values."""


class LabelSelectorRequirement(Model):
    """A rule on one label."""

    model_config = ConfigDict(json_schema_extra={"anyOf": _LABEL_CASES})

    key: LabelKey = Field(description="Key of the label.", examples=["example.com/team"])
    operator: Annotated[LabelOperator, _one_of(get_args(LabelOperator))] = Field(
        description="How the label relates to the values.", examples=["In"]
    )
    values: tuple[LabelValue, ...] = Field(
        default=(), description="Values for In and NotIn. Default: none.", examples=[["chat"]]
    )

    @model_validator(mode="after")
    def _values_fit(self) -> Self:
        _check_values(self.operator, self.values)
        return self


class NodeSelectorRequirement(Model):
    """A rule on one label of a node, which can also compare."""

    model_config = ConfigDict(json_schema_extra={"anyOf": _NODE_CASES})

    key: LabelKey = Field(description="Key of the node's label.", examples=["kubernetes.io/arch"])
    operator: Annotated[NodeOperator, _one_of(get_args(NodeOperator))] = Field(
        description="How the label relates to the values.", examples=["In"]
    )
    values: tuple[LabelValue, ...] = Field(
        default=(),
        description="Values for In and NotIn; one whole number, in quotes, for Gt and Lt. Default: none.",
        examples=[["amd64"]],
    )

    @model_validator(mode="after")
    def _values_fit(self) -> Self:
        _check_values(self.operator, self.values)
        return self


class LabelSelector(Model):
    """Which objects, by their labels: those that fulfil every rule. Without rules, all."""

    match_labels: Labels = Field(
        default={}, description="Labels that must be there. Default: none.", examples=[{"example.com/team": "chat"}]
    )
    match_expressions: tuple[LabelSelectorRequirement, ...] = Field(
        default=(),
        description="Further rules on labels. Default: none.",
        examples=[[{"key": "example.com/team", "operator": "Exists"}]],
    )
