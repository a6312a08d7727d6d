"""`pulumi.com/waitFor`: the user's own idea of ready, as `jsonpath={.path}=value` or `condition=Type=Status`."""

from __future__ import annotations

import re
from collections.abc import Callable

from tools.kubernetes_plugin.awaiting.observation import Awaiter, Observation, Readiness
from tools.kubernetes_plugin.errors import PluginError
from tools.kubernetes_plugin.objects import Object, generation, nested, nested_list
from tools.kubernetes_plugin.pulumi_annotations import WAIT_FOR

_Test = Callable[[Object], Readiness]

_JSONPATH = re.compile(r"\{\s*(?P<path>[^{}]*?)\s*\}(?:=(?P<value>.+))?")
_FORMS = (
    "the forms are jsonpath={.status.phase}, jsonpath={.status.phase}=Running, condition=Ready, condition=Ready=True"
)


def wait_for_awaiter(expressions: list[str]) -> Awaiter:
    """An awaiter that is satisfied once all expressions are."""
    tests = [_test(expression) for expression in expressions]

    def readiness(seen: Observation) -> Readiness:
        return next((found for test in tests if not (found := test(seen.live)).ready), Readiness(ready=True))

    return Awaiter(readiness, lambda seen: [readiness(seen).message])


def _test(expression: str) -> _Test:
    if expression.startswith("jsonpath="):
        return _jsonpath_test(expression.removeprefix("jsonpath="))
    if expression.startswith("condition="):
        condition_type, _, status = expression.removeprefix("condition=").partition("=")
        return lambda obj: _condition_readiness(obj, condition_type, status or "True")
    raise PluginError(f"{WAIT_FOR}: {expression!r} is not understood; {_FORMS}")


def _jsonpath_test(expression: str) -> _Test:
    import jsonpath

    match = _JSONPATH.fullmatch(expression)
    if match is None:
        raise PluginError(f"{WAIT_FOR}: {expression!r} is not understood; {_FORMS}")
    text, wanted = match["path"], match["value"]
    try:
        path = jsonpath.compile(text if text.startswith("$") else f"${text}", strict=True)
    except jsonpath.JSONPathError as error:
        raise PluginError(f"{WAIT_FOR}: {{{text}}} is no JSONPath: {error}") from error

    def test(obj: Object) -> Readiness:
        if _outdated(obj, nested(obj, "status", "observedGeneration")):
            return Readiness(ready=False, message="waiting for the controller to see the change")
        found = next(iter(path.findall(obj)), None)
        if found is None:
            return Readiness(ready=False, message=f"waiting for {{{text}}} to exist")
        if wanted is None:
            return Readiness(ready=True)
        return Readiness(_text(found) == wanted, f"waiting for {{{text}}} to be {wanted} (it is {_text(found)})")

    return test


def _condition_readiness(obj: Object, condition_type: str, status: str) -> Readiness:
    for candidate in nested_list(obj, "status", "conditions"):
        if str(candidate.get("type", "")).lower() != condition_type.lower():
            continue
        observed = candidate.get("observedGeneration", nested(obj, "status", "observedGeneration"))
        have = str(candidate.get("status", ""))
        return Readiness(
            ready=not _outdated(obj, observed) and have.lower() == status.lower(),
            message=f"waiting for condition {condition_type}={status} (it is {have})",
        )
    return Readiness(ready=False, message=f"waiting for condition {condition_type}={status} (not reported yet)")


def _outdated(obj: Object, observed: object) -> bool:
    return isinstance(observed, int) and observed < generation(obj)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
