"""Bad specs as users type them, each with the whole report that it gets: what is wrong, what is accepted, the fix.

An entry of the YAML files here:

    name      a short sentence
    spec      the text below a service's name in the stack's configuration (path `services.chat`),
    services  or the text below `inference:services`,
    manifest  or a file of kind ZerfooInferenceService (path `chat.yaml`)
    report    every line of the report
    schema    false where a JSON Schema cannot say it, with the reason in `because`

The texts of a configuration are read as the engine reads them. What is too large or too deep for a file is in huge.py;
what the engine refuses itself is in tests/cluster/test_typical_mistakes.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from tests.corpus.engine_yaml import engine_reading

_FOLDER = Path(__file__).parent
Kind = Literal["spec", "services", "manifest"]
KINDS: tuple[Kind, ...] = get_args(Kind)


FIELDS = {
    "a service": "imagePullPolicy, resources, securityContext, writablePaths, env, envFrom, files, externalSecrets, "
    "imagePullSecrets, registries, volumes, shmSize, initContainers, containers, networkPolicy, scheduling, "
    "serviceAccount, overrides, name, namespace, defaultsVersion, requireCRDs, modelRef, model, runtime, "
    "image, command, args, extraArgs, serving, ports, replicas, minReplicas, maxReplicas, autoscaling, "
    "verticalPodAutoscaler, canary, blueGreen, service, ingress, certificate, istioSecurity, gateway, istio, "
    "traefik, argo, statefulSet, daemonSet, sessionAffinity, healthCheck, modelLoad, drain, drainCommand, "
    "timing, rollout, monitoring, logging, tracing, disruptionBudget",
    "a canary": "modelRef, model, image, weight, warmReplicas, exact, router, capacity, match, mirror",
    "autoscaling": "preset, metrics, behavior, keda",
    "a metric": "cpu, memory, containerResource, pods, object, external",
    "resources": "cpu, memory, requests, limits, gpus, gpuResource, gpuMemory, gpuMemoryBy, migProfiles",
    "requests": "cpu, memory",
    "a container": "name, image, imagePullPolicy, command, args, env, envFrom, ports, resources, volumeMounts, "
    "securityContext, startupProbe, livenessProbe, readinessProbe",
    "tracing": "endpoint, protocol, sampler, ratio, serviceName, resourceAttributes",
    "an operation": "op, path, from, value",
    "healthCheck": "path, interval, timeout, startup, liveness, readiness",
    "a probe": "path, grpc, interval, timeout, failures",
    "scheduling": "nodeSelector, nodeAffinity, podAntiAffinity, topologySpreadConstraints, tolerations, "
    "priorityClassName, priorityClass, runtimeClassName, schedulerName, spot",
    "disruptionBudget": "minAvailable, maxUnavailable, unhealthyPodEvictionPolicy",
    "serviceAccount": "name, token, annotations, workloadIdentity, rules",
    "grpc": "port, service",
    "valueFrom": "secretConfig, secretKeyRef, configMapKeyRef, fieldRef, resourceFieldRef",
    "a file": "path, text, yaml, json, file, configMapKeyRef, secretKeyRef",
    "timing": "preStop, terminationGracePeriod, progressDeadline, createTimeout, updateTimeout, deleteTimeout",
}
"""The fields that a report lists, in one place: `{fields of a canary}` in a report stands for them."""


def expanded(line: str) -> str:
    for whose, fields in FIELDS.items():
        line = line.replace(f"{{fields of {whose}}}", fields)
    return line


@dataclass(frozen=True)
class Entry:
    """One mistake, or several, in one text."""

    theme: str
    name: str
    kind: Kind
    text: str
    report: list[str]
    because: str | None
    """Why no JSON Schema can say it; None where the schema refuses it, too."""

    def __str__(self) -> str:
        return f"{self.theme}: {self.name}"

    def services(self) -> Any:
        """What a program gets as `inference:services`."""
        found = engine_reading(self.text)
        return {"chat": found} if self.kind == "spec" else found


def entries() -> Iterator[Entry]:
    for file in sorted(_FOLDER.glob("*.yaml")):
        for raw in yaml.safe_load(file.read_text()):
            yield _entry(file.stem, raw)


def _entry(theme: str, raw: dict[str, Any]) -> Entry:
    (kind,) = (kind for kind in KINDS if kind in raw)
    assert raw.keys() <= {"name", *KINDS, "report", "schema", "because"}, raw
    assert ("schema" in raw) == ("because" in raw), raw
    return Entry(theme, raw["name"], kind, raw[kind], [expanded(line) for line in raw["report"]], raw.get("because"))
