"""YAML as Pulumi's engine hands it to a program: read by Go's yaml.v3, written as JSON.

It differs from PyYAML, which follows YAML 1.1: `yes` and `1:30` are texts, `1e3` and `0o10` are numbers, a date is a
text in Go's own form. tests/cluster/test_typical_mistakes.py holds this reading against the engine's.
"""

import base64
import datetime
import json
import math
import re
from decimal import Decimal
from typing import Any

import yaml

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_WHOLE = re.compile(r"([-+]?)(?:(0x)([0-9a-f]+)|(0o?)([0-7]+)|(0b)([01]+)|([0-9]+))", re.ASCII | re.IGNORECASE)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?", re.ASCII)
_LARGEST_WHOLE = 2**63 - 1
_LARGEST_WITHOUT_EXPONENT = 1e21


class EngineRefuses(Exception):  # noqa: N818 - what happened, not what went wrong here
    """The engine refuses the file itself, before any program runs."""


class _EngineLoader(yaml.CSafeLoader):
    def whole_mapping(self, node: yaml.MappingNode) -> dict[Any, Any]:
        merged = [key for key, _ in node.value if key.tag == "tag:yaml.org,2002:merge"]
        if merged:
            self.flatten_mapping(node)
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, dict | list):
                raise EngineRefuses("invalid map key")
            name = "<nil>" if key is None else key if isinstance(key, str) else json.dumps(key)
            if name in found and not merged:
                raise EngineRefuses(f'mapping key "{name}" already defined')
            found[name] = self.construct_object(value_node, deep=True)
        return found

    def number(self, node: yaml.ScalarNode) -> Any:
        return _resolved(node.value)

    def binary(self, node: yaml.ScalarNode) -> str:
        return base64.b64decode(node.value).decode()

    def any_tag(self, _: str, node: yaml.Node) -> Any:
        return self.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


for _tag in ("null", "bool", "int", "float", "timestamp", "value"):
    _EngineLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _EngineLoader.number)
_EngineLoader.add_constructor("tag:yaml.org,2002:map", _EngineLoader.whole_mapping)
_EngineLoader.add_constructor("tag:yaml.org,2002:binary", _EngineLoader.binary)
_EngineLoader.add_multi_constructor("!", _EngineLoader.any_tag)
# PyYAML decides by its own rules whether a plain text is a number; here all that could be one is asked again.
_EngineLoader.yaml_implicit_resolvers = {
    None: [("tag:yaml.org,2002:int", re.compile(r"(?!<<$|=$)(?s:.*)"))],
    "<": [("tag:yaml.org,2002:merge", re.compile("<<"))],
}


def engine_reading(text: str) -> Any:
    """The value of a configuration, as a program gets it.

    Raises:
        EngineRefuses: The engine ends with an error of its own.
    """
    try:
        return _checked(yaml.load(text, _EngineLoader))
    except yaml.YAMLError as error:
        raise EngineRefuses(str(error)) from None


def _resolved(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _DATE.fullmatch(text) and (moment := _moment(text)):
        return moment
    bare = text.replace("_", "")
    if whole := _WHOLE.fullmatch(bare):
        return _whole(whole)
    if _FLOAT.fullmatch(bare):
        number = float(bare)
        return text if math.isinf(number) else _as_json_writes(number)
    return text


def _whole(parts: re.Match[str]) -> int | float:
    sign, *digits = parts.groups()
    hexadecimal, octal, binary, decimal = digits[1], digits[3], digits[5], digits[6]
    base, found = next(
        (base, text) for base, text in ((16, hexadecimal), (8, octal), (2, binary), (10, decimal)) if text
    )
    number = int(found, base) * (-1 if sign == "-" else 1)
    return number if abs(number) <= _LARGEST_WHOLE + (sign == "-") else _as_json_writes(float(number))


def _as_json_writes(number: float) -> int | float:
    """A whole number in plain digits as far as Go writes it so: the shortest that read back as it, then zeros."""
    if number.is_integer() and abs(number) < _LARGEST_WITHOUT_EXPONENT:
        return int(Decimal(repr(number)))
    return number


def _moment(text: str) -> str | None:
    """A date or a time as Go prints it."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return f"{moment:%Y-%m-%d %H:%M:%S} +0000 UTC"


def _checked(value: Any) -> Any:
    """JSON has no words for infinity and for what is not a number."""
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _checked(part)
    if isinstance(value, float) and not math.isfinite(value):
        raise EngineRefuses(f"unsupported value: {value}")
    return value
