"""What kube-score finds in the objects of a service or a job, and which of it is excused in tests/kube_score.yaml."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.references import started_job
from tools.toolchain import ensure
from tools.toolchain.modules import KUBE_SCORE, KUBERNETES_VERSION

Object = Mapping[str, Any]
FINE = 10
"""kube-score's grade of a check that found nothing (scorecard.GradeAllOK)."""


class Excused(NamedTuple):
    """A finding that is meant to be."""

    check: str
    says: str
    reason: str
    without: str | None = None
    """In specs that leave this field out."""
    having: Mapping[str, Any] = {}
    """In specs that have these fields, with these values."""

    def covers(self, finding: "Finding", spec: Mapping[str, Any]) -> bool:
        return (
            (finding.check, finding.says) == (self.check, self.says)
            and (self.without is None or _at(spec, self.without) is None)
            and all(_at(spec, path) == value for path, value in self.having.items())
        )


class Finding(NamedTuple):
    """A critical or a warning."""

    check: str
    says: str
    of: str


EXCUSED = [Excused(**one) for one in yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text())]


def findings(objects: Iterable[Object]) -> list[Finding]:
    """Every critical and every warning, those among them that are excused."""
    manifests = yaml.safe_dump_all([_known(one) for one in objects])
    version = ".".join(KUBERNETES_VERSION.split(".")[:2])
    command = [str(ensure(KUBE_SCORE) / "kube-score"), "score", "-", "-o=json", f"--kubernetes-version={version}"]
    done = subprocess.run(command, input=manifests, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    return list(_of(json.loads(done.stdout)))


def _of(scored: list[dict[str, Any]] | None) -> Iterator[Finding]:
    for one in scored or ():
        for check in one["checks"]:
            if check["grade"] < FINE and not check["skipped"]:
                for comment in check["comments"] or ({"summary": ""},):
                    yield Finding(check["check"]["id"], comment["summary"], one["object_name"])


def _known(one: Object) -> dict[str, Any]:
    """As a kind that kube-score knows: a Rollout has a Deployment's pods, selector and count, a ScaledJob those of the
    Jobs that it starts."""
    if one["kind"] == "Rollout":
        spec = {key: value for key, value in one["spec"].items() if key != "strategy"}
        return {**one, "apiVersion": "apps/v1", "kind": "Deployment", "spec": spec}
    if one["kind"] == "ScaledJob":
        return {**one, "apiVersion": "batch/v1", "kind": "Job", "spec": started_job(one)}
    if one["kind"] == "HorizontalPodAutoscaler":
        target = {**one["spec"]["scaleTargetRef"], "apiVersion": "apps/v1", "kind": "Deployment"}
        return {**one, "spec": {**one["spec"], "scaleTargetRef": target}}
    return dict(one)


def _at(spec: Mapping[str, Any], path: str) -> Any:
    """What stands there; None where the path leads nowhere."""
    found: Any = spec
    for field in path.split("."):
        if isinstance(found, list):
            found = found[int(field)] if int(field) < len(found) else None
        else:
            found = found.get(field) if isinstance(found, Mapping) else None
    return found
