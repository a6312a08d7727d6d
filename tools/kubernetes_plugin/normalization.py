"""Inputs in the spelling that the API server gives back, so that equal things compare as equal."""

from __future__ import annotations

import base64
import binascii
import copy
from typing import Any

from tools.kubernetes_plugin.kinds import is_built_in
from tools.kubernetes_plugin.objects import (
    Object,
    api_version,
    has_unknown,
    is_crd,
    is_secret,
    nested,
    nested_dict,
    remove_nested,
)
from tools.kubernetes_plugin.quantities import canonical_quantity

# Set by the API server, never by a program.
_READ_ONLY_METADATA = (
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "uid",
)

# Mappings whose values are quantities, and single fields that are one.
_QUANTITY_MAPS = frozenset(
    {"limits", "requests", "capacity", "hard", "default", "defaultRequest", "max", "min", "maxLimitRequestRatio"}
    | {"overhead", "podFixed"}
)
_QUANTITY_FIELDS = frozenset({"sizeLimit", "averageValue", "divisor"})

# Mappings whose keys are the user's own: nothing in them is a quantity, whatever it is called.
_FREE_FORM = frozenset(
    {"metadata", "data", "stringData", "binaryData", "labels", "annotations", "matchLabels", "nodeSelector"}
    | {"parameters", "volumeAttributes", "selector"}
)

# Fields of which the API server does not store the zero value: declared or not, it is the same. (Fields that have a
# third state beside true and false, or none beside zero, are stored and are not here.)
_ZERO_IS_UNSET = frozenset(
    {"globalDefault", "hostIPC", "hostNetwork", "hostPID", "paused", "publishNotReadyAddresses", "readOnly", "stdin"}
    | {"stdinOnce", "tty", "unschedulable", "hostPort", "initialDelaySeconds", "minReadySeconds", "nodePort"}
)
_EMPTY_TEXT_IS_SET = frozenset({"ingressClassName", "storageClassName", "volumeAttributesClassName"})


def normalize(obj: Object) -> Object:
    """A copy in canonical form. Custom resources, and objects with unknown values, keep their fields as they are."""
    result = copy.deepcopy(obj)
    if is_built_in(api_version(result)) and not has_unknown(result):
        if is_secret(result):
            _normalize_secret(result)
        elif is_crd(result):
            _normalize_crd(result)
        else:
            _normalize_quantities(result)
            _drop_unset(result)
    for field in _READ_ONLY_METADATA:
        remove_nested(result, "metadata", field)
    return result


def _normalize_secret(obj: Object) -> None:
    data = obj.get("data")
    if isinstance(data, dict):
        obj["data"] = {key: _reencoded(value) for key, value in data.items()}
    if obj.get("stringData"):
        # The API server does the same, and gives back no stringData.
        encoded = {key: _base64(value) for key, value in nested_dict(obj, "stringData").items()}
        obj["data"] = nested_dict(obj, "data") | encoded
        del obj["stringData"]


def _base64(value: Any) -> str:
    return base64.b64encode(str(value).encode()).decode()


def _reencoded(value: Any) -> Any:
    try:
        return base64.b64encode(base64.b64decode(value)).decode()
    except (binascii.Error, ValueError, TypeError):
        return value  # the API server will say what is wrong with it


def _normalize_crd(obj: Object) -> None:
    obj.pop("status", None)
    if nested(obj, "spec", "preserveUnknownFields") is False:
        remove_nested(obj, "spec", "preserveUnknownFields")


def _normalize_quantities(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _normalize_quantities(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _FREE_FORM:
                value[key] = _normalized(key, item)


def _normalized(key: str, item: Any) -> Any:
    if key in _QUANTITY_FIELDS:
        return _quantity(item)
    if key == "target" and isinstance(item, dict):  # an autoscaler's metric
        return {
            field: _quantity(entry) if field in ("value", "averageValue") else entry for field, entry in item.items()
        }
    if key in _QUANTITY_MAPS and isinstance(item, dict):
        return {
            name: _normalized(name, amount) if isinstance(amount, dict) else _quantity(amount)
            for name, amount in item.items()
        }
    _normalize_quantities(item)
    return item


def _drop_unset(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _drop_unset(item)
    elif isinstance(value, dict):
        for key in [key for key, item in value.items() if _is_unset(key, item)]:
            del value[key]
        for key, item in value.items():
            if key not in _FREE_FORM or key == "metadata":
                _drop_unset(item)


def _is_unset(key: str, item: Any) -> bool:
    if isinstance(item, str):
        return not item and key not in _EMPTY_TEXT_IS_SET
    if isinstance(item, dict):
        return not item and key in _FREE_FORM | _QUANTITY_MAPS  # elsewhere, an empty mapping says something: emptyDir
    return item is None or item == [] or (key in _ZERO_IS_UNSET and not item)


def _quantity(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return value
    return canonical_quantity(str(value)) or value
