"""Bad specs that are too large or too deep to be written down, with their whole report."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.corpus import FIELDS
from tests.specs import MINIMAL

MIB = 2**20
DEEPER_THAN_PYTHON = 100_000
TOO_LARGE = (
    "is larger than 1048576 bytes (1 MiB), which no object of Kubernetes could hold. Look for a value that was pasted "
    "in, or for YAML anchors that repeat one another."
)
_A_MILLION = MIB - 2**10
"""Characters that leave room for the rest of a spec."""


@dataclass(frozen=True)
class Huge:
    """A value as JSON hands it over, made when it is wanted."""

    name: str
    spec: Callable[[], Any]
    report: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def nested(levels: int, kind: type = dict) -> Any:
    """Maps in maps, or lists in lists."""
    value: Any = kind()
    for _ in range(levels):
        value = {"a": value} if kind is dict else [value]
    return value


def bomb(levels: int = 30) -> Any:
    """A few lines of YAML anchors that stand for 2**levels texts."""
    value: Any = "boom"
    for _ in range(levels):
        value = {"a": value, "b": value}
    return value


def _itself() -> Any:
    value: dict[str, Any] = dict(MINIMAL)
    value["canary"] = value
    return value


HUGE = (
    Huge("a spec above a MiB", lambda: MINIMAL | {"namespace": "a" * MIB}, (f"services.chat: {TOO_LARGE}",)),
    Huge("a field's name above a MiB", lambda: MINIMAL | {"a" * MIB: 1}, (f"services.chat: {TOO_LARGE}",)),
    Huge("a million numbers", lambda: MINIMAL | {"canary": [0] * MIB}, (f"services.chat: {TOO_LARGE}",)),
    Huge(
        "half a million fields",
        lambda: {f"f{number}": 0 for number in range(MIB // 2)},
        (f"services.chat: {TOO_LARGE}",),
    ),
    Huge("a bomb of anchors", bomb, (f"services.chat: {TOO_LARGE}",)),
    Huge("a map that holds itself", _itself, (f"services.chat: {TOO_LARGE}",)),
    Huge("a list of maps deeper than a MiB", lambda: nested(MIB), (f"services.chat: {TOO_LARGE}",)),
    Huge(
        "a string of a million characters",
        lambda: "a" * _A_MILLION,
        (f"services.chat: a string is not a map of fields. Its fields are {FIELDS['a service']}.",),
    ),
    Huge(
        "a count of a million characters",
        lambda: MINIMAL | {"replicas": "9" * _A_MILLION},
        ('services.chat.replicas: "' + "9" * 59 + '…" is not a whole number. Give one, such as 3.',),
    ),
    Huge(
        "a CPU of a million digits",
        lambda: MINIMAL | {"resources": {"cpu": "9" * _A_MILLION}},
        (
            'services.chat.resources.cpu: "' + "9" * 59 + '…" is not a Kubernetes quantity. Give a Kubernetes quantity '
            "above zero, such as 500m, 4, 16Gi or 1.5G.",
        ),
    ),
    Huge(
        "an interval of a million parts",
        lambda: MINIMAL | {"healthCheck": {"path": "/h", "interval": "1s" * (_A_MILLION // 2)}},
        (
            'services.chat.healthCheck.interval: "'
            + "1s" * 29
            + '1…" is not a duration. Give a duration such as 10s, 1m30s '
            "or a number of seconds.",
        ),
    ),
    Huge(
        "a name of a million characters",
        lambda: MINIMAL | {"name": "a" * _A_MILLION},
        (
            'services.chat.name: "'
            + "a" * 59
            + f'…" is {_A_MILLION} characters long. With the suffix -primary a Service '
            f"of Kubernetes may have 63: cut {_A_MILLION - 55}.",
        ),
    ),
    Huge(
        "a namespace of a million characters",
        lambda: MINIMAL | {"namespace": "a" * _A_MILLION},
        (f"services.chat.namespace: is {_A_MILLION} characters long, and may have 63: cut {_A_MILLION - 63}.",),
    ),
    Huge(
        "an integer of ten thousand digits",
        lambda: MINIMAL | {"replicas": 10**10_000},
        (
            "services.chat.replicas: a number of very many digits is above 2147483647. "
            "Give a whole number from 0 to 2147483647.",
        ),
    ),
    Huge(
        "a CPU of an integer of ten thousand digits",
        lambda: MINIMAL | {"resources": {"cpu": 10**10_000}},
        (
            "services.chat.resources.cpu: a number of very many digits is too large a number. "
            "Numbers go up to 9223372036854775807.",
        ),
    ),
    Huge(
        "a model reference of an integer of ten thousand digits",
        lambda: {"modelRef": 10**10_000},
        ("services.chat.modelRef: a number is not a string. Give one, such as llama3-8b-q4.",),
    ),
    Huge(
        "maps deeper than Python nests",
        lambda: MINIMAL | {"canary": nested(DEEPER_THAN_PYTHON)},
        (
            "services.chat.canary.modelRef: is required. Give one, such as llama3.1-8b-q4.",
            "services.chat.canary.weight: is required. Give one, such as 10.",
            "services.chat.canary.a: is not a field. The fields here are " + FIELDS["a canary"] + ".",
        ),
    ),
    Huge(
        "lists deeper than Python nests",
        lambda: MINIMAL | {"modelRef": nested(DEEPER_THAN_PYTHON, list)},
        ("services.chat.modelRef: a list is not a string. Give one, such as llama3-8b-q4.",),
    ),
    Huge(
        "a field of half a surrogate pair",
        lambda: MINIMAL | {"\ud800": 1},
        ("services.chat: holds half a character (a surrogate without the other). Write the whole character.",),
    ),
    Huge(
        "a CPU of half a surrogate pair",
        lambda: MINIMAL | {"resources": {"cpu": "\udfff"}},
        (
            'services.chat.resources.cpu: "\\udfff" is not a Kubernetes quantity. Give a Kubernetes quantity above '
            "zero, such as 500m, 4, 16Gi or 1.5G.",
        ),
    ),
    Huge(
        "infinity as a count",
        lambda: MINIMAL | {"replicas": float("inf")},
        ("services.chat.replicas: Infinity is not a whole number. Give one, such as 3.",),
    ),
    Huge(
        "not a number as a weight",
        lambda: MINIMAL | {"replicas": 4, "canary": {"modelRef": "b", "weight": float("nan")}},
        ("services.chat.canary.weight: NaN is not a whole number. Give one, such as 10.",),
    ),
)
