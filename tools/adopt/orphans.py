"""What the zerfoo operator has left behind, or would, once it is gone. Pure.

Its objects have the component's names; it deletes neither Service nor autoscaler, and no canary that was taken out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_OF_THE_OPERATOR: Mapping[str, re.Pattern[str]] = {
    "Deployment": re.compile(r".+-(primary|canary)"),
    "Service": re.compile(r".+-(svc|primary|canary)"),
    "HorizontalPodAutoscaler": re.compile(r".+-hpa"),
}
KINDS = "deployments,services,horizontalpodautoscalers"


def orphans(live: Iterable[Mapping[str, Any]], declared: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Kind and name of objects that are called as the operator's are, and that nobody declares.

    Args:
        live: What stands in a namespace.
        declared: The stack's objects there.
    """
    known = {(one["kind"], one["metadata"]["name"]) for one in declared}
    for one in live:
        kind, name = one["kind"], one["metadata"]["name"]
        if _OF_THE_OPERATOR[kind].fullmatch(name) and (kind, name) not in known and not _managed(one["metadata"]):
            yield kind, name


def _managed(metadata: Mapping[str, Any]) -> bool:
    """By somebody who says so."""
    by = (metadata.get("labels") or {}).get("app.kubernetes.io/managed-by")
    return by in ("Helm", "pulumi") or bool(metadata.get("ownerReferences"))
