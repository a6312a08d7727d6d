"""For every field of the spec one change of it: two valid specs that differ in that field alone.

Values come from the models: the examples of the field, or what is nearly one. What a field needs beside it stands here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.child import Child
from pulumi_inference.children import children
from pulumi_inference.declared import example, kinds
from pulumi_inference.features.claim_spec import PersistentVolumeClaimSpec
from pulumi_inference.features.containers_spec import ContainerProbeSpec
from pulumi_inference.features.environment import EnvFromSpec
from pulumi_inference.features.external_secrets import ExternalSecretSpec
from pulumi_inference.features.files import FileSpec
from pulumi_inference.features.health_check import PROBES
from pulumi_inference.features.metrics import ContainerResourceMetricSpec, ExternalMetricSpec, ObjectMetricSpec
from pulumi_inference.features.scheduling import TopologySpreadConstraintSpec
from pulumi_inference.features.stateful_set import FIXED
from pulumi_inference.features.volumes import VolumeSpec
from pulumi_inference.kube.placement import Toleration
from pulumi_inference.kube.selector import LabelSelectorRequirement, NodeSelectorRequirement
from pulumi_inference.one_of import OneOf
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tests.fields import ENTRY, all_fields, models_in

ROOT = Path(__file__).parents[1]
Spec = dict[str, Any]
RECORD = "make test WORKERS=1 ARGS='tests/cluster/test_restarts.py --record' && make generate"
"""Asks the engine what each change does to pods, and writes the table."""
SCALED: Spec = {"minReplicas": 1, "maxReplicas": 20, "resources": {"cpu": "10m", "memory": "16Mi"}}
ROUTED: Spec = {"gateway": {"parentRefs": [{"name": "public"}]}}
_RULES: Spec = {"monitoring": {"prometheusRule": {}}}
_COMPARED: Spec = {"replicas": 4, "canary": {"modelRef": "llama3.1-8b-q4", "weight": 50}}
BALANCED: Spec = {"service": {"type": "LoadBalancer"}}
PEERS: Spec = {"cidrs": ["203.0.113.0/24"], "ports": [443]}
_FILED: Spec = {"runtime": "tensorflow-serving", "modelRef": "/models"}
_CACHE: Spec = {"name": "cache", "mountPath": "/cache", "volumeClaimTemplate": {"size": "1Gi"}}
_CONTAINERS = ("initContainers", "containers")
_TWO_VOLUMES: Spec = {
    "volumes": [{"name": name, "mountPath": f"/{name}", "emptyDir": {}} for name in ("models", "others")]
}
_OF_WHAT_STAYS = ("ports", "ports[]", "startupProbe", "livenessProbe", "readinessProbe")
COMPANY: Mapping[str, Spec] = {
    "minReplicas": SCALED,
    "maxReplicas": SCALED,
    "autoscaling": SCALED,
    "canary": {"replicas": 2},
    "canary.weight": {"replicas": 4},
    "canary.warmReplicas": {"canary": {"weight": 0}},
    "canary.exact": {"canary": {"weight": 50}},
    "canary.router": ROUTED,
    "canary.capacity": ROUTED,
    "canary.match": ROUTED,
    "canary.mirror": ROUTED | {"canary": {"weight": 0}},
    "istio.gateways": {"istio": {"hosts": ["chat.example.com"]}},
    "istio.hosts": {"istio": {"gateways": ["istio-system/public"]}},
    "argo.steps[].setCanaryScale": {"istio": {}},
    "argo.analysis": {"argo": {"steps": [{"setWeight": 5}, {"pause": {}}, {"setWeight": 50}]}},
    "statefulSet": {"replicas": 2},
    "statefulSet.persistentVolumeClaimRetentionPolicy": {"volumes": [_CACHE]},
    "volumes[].volumeClaimTemplate": {"replicas": 2, "statefulSet": {}},
    "volumes[].csi": {"volumes": [{"readOnly": True}]},
    "sessionAffinity": {"istio": {}, "sessionAffinity": {"name": "chat"}},
    **{f"{field}[].volumeMounts{many}": _TWO_VOLUMES for field in _CONTAINERS for many in ("", "[]")},
    **{f"initContainers[].{name}": {"initContainers": [{"restartPolicy": "Always"}]} for name in _OF_WHAT_STAYS},
    "logging": {"runtime": "triton"},
    "tracing": {"runtime": "triton", "tracing": {"endpoint": "http://otel-collector.observability:4318"}},
    "tracing.protocol": {"runtime": "vllm", "resources": {"gpus": 1}, "replicas": 2},
    "serving": _FILED,
    "command": {"args": ["--model", "$(MODEL_REF)"]},
    "ports.grpc": {"runtime": "triton"},
    "ports.metrics": {"runtime": "triton"},
    "resources.gpus": {"replicas": 2},
    "resources.gpuResource": {"replicas": 2, "resources": {"gpus": 1}},
    "resources.gpuMemory": {"replicas": 2},
    "resources.gpuMemoryBy": {"replicas": 2, "resources": {"gpuMemory": "9Gi"}},
    "resources.migProfiles": {"replicas": 2, "resources": {"gpuMemory": "9Gi", "gpuMemoryBy": "mig"}},
    "rollout": {"replicas": 2, "resources": {"gpuMemory": "20Gi"}},
    "healthCheck": {"healthCheck": {"path": "/healthz"}},
    "monitoring.preset": _RULES,
    "monitoring.prometheusRule": {"monitoring": {"preset": "article"}},
    "monitoring.prometheusRule.gpuMemory": {"replicas": 2, "resources": {"gpus": 1}},
    "monitoring.prometheusRule.canaryErrorRate": _COMPARED,
    "monitoring.prometheusRule.canaryLatency": _COMPARED,
    "monitoring.prometheusRule.pending.canary": _COMPARED,
    "monitoring.prometheusRule.pending.gpuMemory": {"replicas": 2, "resources": {"gpus": 1}},
    **dict.fromkeys(
        (
            "service.ports[].nodePort",
            "service.hostname",
            "service.externalTrafficPolicy",
            "service.loadBalancerSourceRanges",
        ),
        BALANCED,
    ),
    "service.aliases": {"service": {"type": "LoadBalancer", "hostname": "chat.example.com"}},
    "service.ports[]": {"service": {"ports": [{"name": "http"}]}},
    "ingress.tls": {"ingress": {"hosts": ["chat.example.com"], "tls": {"secretName": "own"}}},
    "ingress.tls.secretName": {"ingress": {"tls": {"clusterIssuer": "letsencrypt"}}},
    "certificate": {"certificate": {"dnsNames": ["chat.example.com"]}},
    "networkPolicy": {"networkPolicy": {"clients": [{"namespaces": ["web"]}]}},
    **{f"networkPolicy.{field}[]": {"networkPolicy": {field: [PEERS]}} for field in ("modelSources", "stores")},
    "networkPolicy.clients[].exceptCidrs": {"networkPolicy": {"clients": [{"cidrs": ["203.0.113.0/24"]}]}},
    "networkPolicy.clients[].ports": {"networkPolicy": {"clients": [{"namespaces": ["web"]}]}},
    "istioSecurity.portLevelMtls": {"monitoring": {"podMonitor": {}}},
    "istioSecurity.deny[]": {"istioSecurity": {"deny": [{"namespaces": ["guests"]}]}},
    "scheduling.priorityClass": {"namespace": "models"},
    "scheduling.spot.provider": {"drain": "5s", "timing": {"preStop": "5s"}},
    "scheduling.spot.nodeSelector": {"scheduling": {"spot": {"notice": "2m"}}},
    "scheduling.spot.mode": {"scheduling": {"spot": {"provider": "eks"}}},
    "scheduling.spot.notice": {"scheduling": {"spot": {"provider": "eks"}}},
    "disruptionBudget": {"replicas": 2},
    "serviceAccount.rules": {"serviceAccount": {"token": True}},
    "serviceAccount.rules[]": {"serviceAccount": {"token": True}},
}
"""What has to stand in the spec beside a field, or beside any field below it."""
BESIDE: Mapping[type[BaseModel], Spec] = {
    ContainerResourceMetricSpec: {"averageValue": "500m"},
    ObjectMetricSpec: {"value": "100"},
    ExternalMetricSpec: {"value": "100"},
    LabelSelectorRequirement: {"values": ["chat"]},
    ContainerProbeSpec: {"tcpSocket": {"port": 9101}},
    ExternalSecretSpec: {"dataFrom": [{"extract": {"key": "prod/shared"}}]},
    EnvFromSpec: {"configMapRef": "settings"},
    FileSpec: {"text": "a"},
    VolumeSpec: {"emptyDir": {}},
    PersistentVolumeClaimSpec: {"claimName": "models"},
    NodeSelectorRequirement: {"values": ["amd64"]},
    TopologySpreadConstraintSpec: {"whenUnsatisfiable": "DoNotSchedule"},
    Toleration: {"key": "example.com/dedicated", "effect": "NoExecute"},
}
"""What a nested map of fields needs beside those that are required."""
VALUES: Mapping[str, Any] = {
    "externalSecrets[].secretStoreRef": {"name": "others"},
    "daemonSet.maxUnavailable": "50%",
    "runtime": "triton",  # no runtime before it in the list starts without a GPU
    "monitoring.grafanaDashboard.labels": {"dashboards": "inference"},
    **{
        f"argo.{measured}.args.NAME.valueFrom{field}": value
        for measured in ("analysis", "steps[].analysis")
        for field, value in (("", {"podTemplateHashValue": "Stable"}), (".podTemplateHashValue", "Stable"))
    },
    "canary.weight": 50,  # one pod of four is the nearest to 11 percent, as it is to 10
    "healthCheck.startup.failures": 200,
    "resources.migProfiles": ["3g.40gb"],
    "shmSize": "8Mi",
    "tracing.protocol": "http/protobuf",
    "tracing.endpoint": "http://otel-collector.observability:4319",
    "volumes[].projected[].downwardAPI": {"path": "labels", "fieldPath": "metadata.annotations"},
    "volumes[].projected[].downwardAPI.fieldPath": "metadata.annotations",
    **{
        f"{whose}env.NAME.valueFrom.{source}": value
        for whose in ("", *(f"{field}[]." for field in _CONTAINERS))
        for source, value in {
            "fieldRef": {"fieldPath": "status.hostIP"},
            "fieldRef.fieldPath": "status.hostIP",
            "resourceFieldRef": {"resource": "limits.cpu"},
            "resourceFieldRef.resource": "limits.cpu",
            "resourceFieldRef.divisor": "1Ki",
        }.items()
    },
    **{f"{field}[].volumeMounts[].name": "others" for field in _CONTAINERS},
    "scheduling.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[].weight": 50,
    "serviceAccount.rules[].verbs": ["get"],
    "serviceAccount.workloadIdentity.gcpServiceAccount": "others@my-project.iam.gserviceaccount.com",
    "serviceAccount.workloadIdentity.azureClientId": "11111111-0000-0000-0000-000000000000",
}
"""Where another value than an example has to be taken."""

NOT_FROM_ABSENCE = {f"healthCheck.{probe}.grpc" for probe in PROBES}
"""What is changed from one value to another. Where one of several fields takes the place of another, such as gRPC of a
path, the provider's dry run of an update fails as long as the object has not been updated before: it has the first from
the create, whose fields only a real update takes over."""


class Change(NamedTuple):
    """Two specs that differ in one field."""

    before: Spec
    after: Spec


_BLUE: Spec = {"active": "blue", "blue": {"modelRef": "llama3-8b-q4"}}
_GREEN: Spec = {"active": "green", "green": {"modelRef": "llama3-8b-q4"}}
_NEW: Spec = {"modelRef": "llama3-8b-q4", "image": "ghcr.io/zerfoo/zerfoo:v1.60.0"}
_OTHER: Spec = {"modelRef": "llama3.1-8b-q4"}
_THIRD: Spec = {"modelRef": "llama3.2-8b-q4"}


def _colors(before: Spec, after: Spec) -> Change:
    return Change({"blueGreen": before}, {"blueGreen": after})


_PROMETHEUS: Spec = {"serverAddress": "http://prometheus:9090", "query": "sum(waiting)", "threshold": "5"}
_AUTHENTICATION: Spec = {"name": "prometheus", "kind": "TriggerAuthentication", "mode": "bearer"}
_CPU: Spec = {"cpu": {"averageUtilization": 80}}
_MEMORY: Spec = {"memory": {"averageUtilization": 80}}


def _keda(before: Spec | list[Spec], after: Spec | list[Spec]) -> Change:
    """Of KEDA's fields beside a trigger of Prometheus, or of its triggers."""
    specs = [
        {"triggers": given} if isinstance(given, list) else {"triggers": [{"prometheus": _PROMETHEUS}], **given}
        for given in (before, after)
    ]
    return Change(*({"modelRef": "llama3-8b-q4", **SCALED, "autoscaling": {"keda": keda}} for keda in specs))


def _prometheus(before: Spec, after: Spec) -> Change:
    """Of the fields of a trigger of Prometheus, where scaling to zero gives all of them a use."""
    specs = ({"triggers": [{"prometheus": _PROMETHEUS | one}], "scaleToZero": True} for one in (before, after))
    return _keda(*specs)


def _of_prometheus() -> Iterator[tuple[str, Change]]:
    path = "autoscaling.keda.triggers[].prometheus"
    others = {
        "serverAddress": "http://thanos:9090",
        "query": "sum(running)",
        "threshold": "6",
        "activationThreshold": "2",
    }
    for field, value in others.items():
        yield f"{path}.{field}", _prometheus({}, {field: value})
    yield f"{path}.authentication", _prometheus({}, {"authentication": _AUTHENTICATION})
    for field, value in {"name": "thanos", "kind": "ClusterTriggerAuthentication", "mode": "basic"}.items():
        changed = _AUTHENTICATION | {field: value}
        yield (
            f"{path}.authentication.{field}",
            _prometheus({"authentication": _AUTHENTICATION}, {"authentication": changed}),
        )


def _of_use() -> Iterator[tuple[str, Change]]:
    """Triggers by CPU and memory, which KEDA has two ways for."""
    values = {"cpu": "500m", "memory": "12Mi"}
    for field, trigger in {"cpu": _CPU, "memory": _MEMORY}.items():
        path = f"autoscaling.keda.triggers[].{field}"
        yield path, _keda([{"prometheus": _PROMETHEUS}], [{"prometheus": _PROMETHEUS}, trigger])
        yield f"{path}.averageUtilization", _keda([trigger], [{field: {"averageUtilization": 70}}])
        yield f"{path}.averageValue", _keda([trigger], [{field: {"averageValue": values[field]}}])


_FALLBACK: Spec = {"failureThreshold": 3, "replicas": 5}
_MESH: Spec = {"modelRef": "llama3-8b-q4", "istio": {}}


_ALLOWED: Spec = {"allow": [{"namespaces": ["web"]}]}
_GUARDED = (_ALLOWED, _ALLOWED | {"portLevelMtls": {"metrics": "PERMISSIVE"}})


def _claim(before: Spec, after: Spec) -> Change:
    volume = {"name": "models", "mountPath": "/models"}
    claims = ({"persistentVolumeClaim": {"accessModes": ["ReadWriteMany"]} | one} for one in (before, after))
    return Change(*({"modelRef": "llama3-8b-q4", "volumes": [volume | claim]} for claim in claims))


_CHECKSUM, _OTHER_CHECKSUM = f"sha256:{'1' * 64}", f"sha256:{'2' * 64}"
_URL = "https://models.example.com/llama3-8b-q4.gguf"
_FILES = ["config.json", "model.safetensors"]
_SOURCES: Mapping[str, tuple[Spec, Spec]] = {
    "http": ({"url": _URL}, {"url": f"{_URL}2", "file": "model.gguf", "files": _FILES}),
    "s3": (
        {"bucket": "acme-models", "key": "llama3"},
        {
            "bucket": "acme",
            "key": "llama3.1",
            "region": "eu-west-1",
            "endpoint": "http://minio.storage.svc:9000",
            "files": _FILES,
        },
    ),
    "gs": ({"bucket": "acme-models", "object": "llama3"}, {"bucket": "acme", "object": "llama3.1", "files": _FILES}),
    "az": (
        {"account": "acme", "container": "models", "blob": "llama3"},
        {"account": "acme2", "container": "models2", "blob": "llama3.1", "files": _FILES},
    ),
    "hf": (
        {"repository": "acme/llama3", "revision": "v1.0", "files": ["a.gguf"]},
        {"repository": "acme/llama3.1", "revision": "v1.1", "files": ["b.gguf"]},
    ),
    "oci": (
        {"reference": "registry.example.com/llama3:1.0"},
        {"reference": "registry.example.com/llama3:1.1", "path": "a"},
    ),
    "pvc": ({"claimName": "models"}, {"claimName": "others", "path": "a", "accessModes": ["ReadOnlyMany"]}),
}
"""Each source, and another value of each of its fields."""
_WEB: Spec = {"source": {"http": {"url": _URL}}}
_TRACKS: Mapping[str, Callable[[Spec], Spec]] = {
    "model": lambda model: {"modelRef": "llama3-8b-q4", "runtime": "llama-cpp", "model": model},
    "canary.model": lambda model: {
        "modelRef": "llama3-8b-q4",
        "runtime": "llama-cpp",
        "replicas": 2,
        "canary": {"modelRef": "llama3.1-8b-q4", "weight": 50} | ({"model": model} if model else {}),
    },
    "blueGreen.blue.model": lambda model: _colored("blue", model),
    "blueGreen.green.model": lambda model: _colored("green", model),
}


def _colored(color: str, model: Spec) -> Spec:
    track = {"modelRef": "llama3-8b-q4"} | ({"model": model} if model else {})
    return {"runtime": "llama-cpp", "blueGreen": {"active": color, color: track}}


def _of_models() -> Iterator[tuple[str, Change]]:
    for track, around in _TRACKS.items():
        plain = {"modelRef": "llama3-8b-q4", "runtime": "llama-cpp"} if track == "model" else around({})
        yield track, Change(plain, around(_WEB))
        for path, before, after in _of_a_model():
            yield f"{track}.{path}", Change(around(before), around(after))
    yield from _of_caches(_TRACKS["model"])


def _of_a_model() -> Iterator[tuple[str, Spec, Spec]]:
    """What tracks have, too: the path in a model, and the model before and after."""
    yield "source", _WEB, {"source": {"gs": _SOURCES["gs"][0]}}
    for kind, (first, others) in _SOURCES.items():
        another = "pvc" if kind == "oci" else "oci" if kind == "pvc" else "s3" if kind == "gs" else "gs"
        yield f"source.{kind}", {"source": {another: _SOURCES[another][0]}}, {"source": {kind: first}}
        for field, value in others.items():
            yield f"source.{kind}.{field}", {"source": {kind: first}}, {"source": {kind: first | {field: value}}}
    several = {"source": {"s3": _SOURCES["s3"][0] | {"files": _FILES}}}
    yield "checksum", _WEB, _WEB | {"checksum": _CHECKSUM}
    yield "checksums", several, several | {"checksums": dict.fromkeys(_FILES, _CHECKSUM)}

    def by(value: Any) -> Spec:
        return _WEB | {"credentials": {"env": {"HTTP_BEARER_TOKEN": value}}}

    named, key = {"valueFrom": {"secretKeyRef": {"name": "models", "key": "token"}}}, "credentials.env.NAME.valueFrom"
    kept = {"valueFrom": {"secretConfig": "hfToken"}}
    yield "credentials", _WEB, by(named)
    yield "credentials.secretName", _WEB, _WEB | {"credentials": {"secretName": "models-store"}}
    yield "credentials.env", _WEB, by(named)
    yield key, by(kept), by(named)
    yield f"{key}.secretConfig", by(named), by(kept)
    yield f"{key}.secretKeyRef", _WEB, by(named)
    yield f"{key}.secretKeyRef.name", by(named), by({"valueFrom": {"secretKeyRef": {"name": "other", "key": "token"}}})
    yield f"{key}.secretKeyRef.key", by(named), by({"valueFrom": {"secretKeyRef": {"name": "models", "key": "other"}}})


def _of_caches(around: Callable[[Spec], Spec]) -> Iterator[tuple[str, Change]]:
    def kept(**cache: Any) -> Spec:
        return around(_WEB | {"checksum": _CHECKSUM} | ({"cache": cache} if cache else {}))

    def claim(**fields: Any) -> Spec:
        return kept(claim={"accessModes": ["ReadWriteMany"]} | fields)

    one, new = {"claimName": "models"}, {"size": "100Gi", "onDelete": "delete"}
    path = "model.cache"
    yield "model.mountPath", Change(around(_WEB), around(_WEB | {"mountPath": "/mnt/models"}))
    amounts = {"resources": {"cpu": "1", "memory": "512Mi"}}
    for field, value in {
        "downloader": amounts,
        "downloader.image": {"image": "registry.example.com/python:3.13-slim"},
        "downloader.resources": amounts,
        "downloader.resources.cpu": {"resources": {"cpu": "1"}},
        "downloader.resources.memory": {"resources": {"memory": "512Mi"}},
    }.items():
        yield f"model.{field}", Change(around(_WEB), around(_WEB | {"downloader": value}))
    yield path, Change(kept(), kept(emptyDir={"sizeLimit": "20Gi"}))
    yield f"{path}.emptyDir", Change(kept(), kept(emptyDir={"sizeLimit": "20Gi"}))
    yield f"{path}.emptyDir.sizeLimit", Change(kept(emptyDir={}), kept(emptyDir={"sizeLimit": "20Gi"}))
    yield f"{path}.emptyDir.medium", Change(kept(emptyDir={}), kept(emptyDir={"medium": "Memory"}))
    yield f"{path}.node", Change(kept(), kept(node={"path": "/var/lib/models"}))
    yield f"{path}.node.path", Change(kept(node={"path": "/var/lib/models"}), kept(node={"path": "/srv/models"}))
    warm = {"path": "/var/lib/models", "warm": True}
    yield f"{path}.node.warm", Change(kept(node={"path": "/var/lib/models"}), kept(node=warm))
    yield f"{path}.claim", Change(kept(), claim(**one))
    yield f"{path}.claim.claimName", Change(claim(**one), claim(claimName="others"))
    yield f"{path}.claim.size", Change(claim(**one), claim(size="100Gi"))
    yield (
        f"{path}.claim.accessModes",
        Change(claim(**new), claim(**new, accessModes=["ReadWriteMany", "ReadOnlyMany"])),
    )
    yield f"{path}.claim.storageClassName", Change(claim(**new), claim(**new, storageClassName="fast"))
    yield f"{path}.claim.onDelete", Change(claim(**new), claim(**(new | {"onDelete": "keep"})))

    def each(**fields: Any) -> Spec:
        return kept(volumeClaimTemplate={"size": "100Gi"} | fields) | {"replicas": 2, "statefulSet": {}}

    path = f"{path}.volumeClaimTemplate"
    yield path, Change(kept() | {"replicas": 2, "statefulSet": {}}, each())
    yield f"{path}.size", Change(each(), each(size="200Gi"))
    yield f"{path}.storageClassName", Change(each(), each(storageClassName="fast"))
    yield f"{path}.accessModes", Change(each(), each(accessModes=["ReadWriteOncePod"]))


def _of_claims() -> Iterator[tuple[str, Change]]:
    """A preview refuses to replace a protected one, and the API server to let one grow that nothing provides."""
    path, new = "volumes[].persistentVolumeClaim", {"size": "100Gi", "onDelete": "delete"}
    yield f"{path}.claimName", _claim({"claimName": "models"}, {"claimName": "others"})
    yield f"{path}.size", _claim({"claimName": "models"}, {"size": "100Gi"})
    yield f"{path}.accessModes", _claim(new, new | {"accessModes": ["ReadWriteMany", "ReadOnlyMany"]})
    yield f"{path}.storageClassName", _claim(new, new | {"storageClassName": "fast"})
    yield f"{path}.onDelete", _claim(new, new | {"onDelete": "keep"})


def _apart(before: Spec, after: Spec) -> Change:
    """Of requests and limits, in the place of amounts that are both."""
    return Change(*({"modelRef": "llama3-8b-q4", "resources": one} for one in (before, after)))


def _of_amounts() -> Iterator[tuple[str, Change]]:
    for field, less, more in (("cpu", "10m", "20m"), ("memory", "16Mi", "32Mi")):
        yield f"resources.limits.{field}", _apart({"limits": {field: less}}, {"limits": {field: more}})
        yield f"resources.requests.{field}", _apart({"requests": {field: less}}, {"requests": {field: more}})
    yield "resources.limits", _apart({}, {"limits": {"cpu": "20m"}})
    yield "resources.requests", _apart({}, {"requests": {"cpu": "20m"}})


def _patched(before: Spec, after: Spec) -> Change:
    """Of an operation on the Deployment."""
    usual = {"op": "add", "path": "/spec/template/spec/hostname", "value": "a"}
    return Change(*({"modelRef": "llama3-8b-q4", "overrides": {"primary": [usual | one]}} for one in (before, after)))


def _of_overrides() -> Iterator[tuple[str, Change]]:
    other = {"path": "/spec/template/spec/subdomain"}
    yield "overrides.NAME[].path", _patched({}, other)
    yield "overrides.NAME[].value", _patched({}, {"value": "b"})
    yield "overrides.NAME[].op", _patched({"op": "test", "path": "/kind", "value": "Deployment"}, {})
    moved = {"op": "copy", "path": "/spec/template/metadata/annotations"}
    texts = ({"from": f"/metadata/{place}"} for place in ("labels", "annotations"))
    yield "overrides.NAME[].from", _patched(*(moved | one for one in texts))


def _file(path: str) -> Spec:
    return {"modelRef": "llama3-8b-q4", "files": [{"path": "/app/config", "file": str(ROOT / path)}]}


def _served(**fields: Any) -> Spec:
    return {"modelRef": "/models", "runtime": "tensorflow-serving", "serving": {"models": [{"name": "a"} | fields]}}


_SIGNED: Spec = {"issuerRef": {"name": "letsencrypt"}, "dnsNames": ["chat.example.com"]}
CHANGES: Mapping[str, Change] = {
    "serving.models[].versions.all": Change(_served(versions={"latest": 1}), _served(versions={"all": True})),
    "serving.monitoring": Change(_served(), _served() | {"serving": {"models": [{"name": "a"}], "monitoring": True}}),
    **dict(_of_claims()),
    # It is required, and so comes with the whole.
    "istioSecurity.portLevelMtls.metrics": Change(
        *({"modelRef": "llama3-8b-q4", "monitoring": {"podMonitor": {}}, "istioSecurity": one} for one in _GUARDED)
    ),
    **dict(_of_amounts()),
    **dict(_of_overrides()),
    **dict(_of_models()),
    "certificate": Change({"modelRef": "llama3-8b-q4"}, {"modelRef": "llama3-8b-q4", "certificate": _SIGNED}),
    "files[].file": Change(_file("Makefile"), _file("Pulumi.yaml")),
    # It stands in place of modelRef.
    "blueGreen": Change({"modelRef": "llama3-8b-q4"}, {"blueGreen": _BLUE}),
    "autoscaling.keda.triggers": _keda([{"prometheus": _PROMETHEUS}], [{"prometheus": _PROMETHEUS}, _CPU]),
    "autoscaling.keda.triggers[].prometheus": _keda([_CPU], [_CPU, {"prometheus": _PROMETHEUS}]),
    **dict(_of_prometheus()),
    **dict(_of_use()),
    "autoscaling.keda.scaleToZero": _keda({}, {"scaleToZero": True}),
    "autoscaling.keda.pollingInterval": _keda({"scaleToZero": True}, {"scaleToZero": True, "pollingInterval": "20s"}),
    "autoscaling.keda.cooldownPeriod": _keda({"scaleToZero": True}, {"scaleToZero": True, "cooldownPeriod": "20m"}),
    "autoscaling.keda.fallback": _keda({}, {"fallback": _FALLBACK}),
    "autoscaling.keda.fallback.failureThreshold": _keda(
        {"fallback": _FALLBACK}, {"fallback": _FALLBACK | {"failureThreshold": 4}}
    ),
    "autoscaling.keda.fallback.replicas": _keda({"fallback": _FALLBACK}, {"fallback": _FALLBACK | {"replicas": 6}}),
    "blueGreen.active": _colors(_BLUE | {"green": _OTHER}, _BLUE | {"green": _OTHER, "active": "green"}),
    "blueGreen.blue": _colors(_GREEN, _GREEN | {"blue": _OTHER}),
    "blueGreen.blue.modelRef": _colors(_BLUE, _BLUE | {"blue": _OTHER}),
    # Kubernetes takes it together with the type alone, and never changes it.
    "service.loadBalancerClass": Change(
        {"modelRef": "llama3-8b-q4"},
        {"modelRef": "llama3-8b-q4", "service": {"type": "LoadBalancer", "loadBalancerClass": "example.com/internal"}},
    ),
    # From absence one field of the budget would take the place of the other: see NOT_FROM_ABSENCE.
    "disruptionBudget.minAvailable": Change(
        *({"modelRef": "llama3-8b-q4", "replicas": 4, "disruptionBudget": {"minAvailable": count}} for count in (1, 2))
    ),
    "blueGreen.blue.image": _colors(_BLUE, _BLUE | {"blue": _NEW}),
    "blueGreen.green.image": _colors(_GREEN, _GREEN | {"green": _NEW}),
    "blueGreen.green": _colors(_BLUE, _BLUE | {"green": _OTHER}),
    "blueGreen.green.modelRef": _colors(_BLUE | {"green": _OTHER}, _BLUE | {"green": _THIRD}),
    # It is required, and so comes with the whole.
    "service.ports[].name": Change(
        {"modelRef": "llama3-8b-q4"},
        {"modelRef": "llama3-8b-q4", "service": {"ports": [{"name": "http", "port": 8080}]}},
    ),
    # For the same reason: each way is a field of its own, so it comes and goes with the whole.
    "sessionAffinity.by": Change(_MESH, _MESH | {"sessionAffinity": {"by": "clientIP"}}),
}
"""Written by hand."""


class NoChangeError(AssertionError):
    """Of a field for which no change was found."""


def changeable() -> dict[str, FieldInfo]:
    """Every field but those that only hold others, whose own changes are theirs."""
    return {path: field for path, field in all_fields().items() if example(field) is not None or not _holds(field)}


def _holds(field: FieldInfo) -> bool:
    """Whether a field is a map of fields, none of which is required."""
    return any(not _filled(model) for model, _ in models_in(field))


def change_of(path: str, field: FieldInfo) -> Change:
    """The first change of a field that is valid and, unless the field is said to change no object, is rendered."""
    if path in CHANGES:
        return CHANGES[path]
    silent = objects_of(field) == []
    refusals: list[str] = []
    for before, after in _candidates(path, field):
        try:
            if changed_kinds(Change(before, after)) or silent:
                return Change(before, after)
            refusals.append(f"{before} and {after} render the same")
        except InvalidSpec as refused:
            refusals.append(str(refused))
    tried = "\n  ".join(dict.fromkeys(refusals))
    raise NoChangeError(
        f"no change of {path} was found to preview. Say in tests/changes.py what it needs beside it (COMPANY), or a "
        f"value (VALUES). Tried:\n  {tried}"
    )


def objects_of(field: FieldInfo) -> list[str] | None:
    """The kinds of the objects that a field changes, as it says itself; None where it does not say."""
    extra = field.json_schema_extra
    objects = extra.get("x-objects") if isinstance(extra, dict) else None
    return [str(kind) for kind in objects] if isinstance(objects, list) else None


def changed_kinds(change: Change) -> set[str]:
    """The kinds of the objects that a change adds, takes away or makes others."""
    before, after = _rendered(change.before), _rendered(change.after)
    differ = [role for role in before.keys() | after.keys() if before.get(role) != after.get(role)]
    return {(before.get(role) or after[role]).manifest["kind"] for role in differ}


def fixed_at_creation(change: Change) -> bool:
    """Whether it is of what the API server never changes of a StatefulSet."""
    fixed = [
        {
            role: child.manifest["metadata"]["annotations"][FIXED]
            for role, child in _rendered(spec).items()
            if _is_set(child)
        }
        for spec in change
    ]
    return any(fixed[0][role] != fixed[1][role] for role in fixed[0].keys() & fixed[1].keys())


def _is_set(child: Child) -> bool:
    return bool(child.manifest["kind"] == "StatefulSet")


def _rendered(spec: Spec) -> dict[str, Child]:
    """The objects by their roles, in their namespace."""
    parsed = parse_service("service", spec)
    return {child.role: _in_namespace(child, parsed.namespace) for child in children(parsed.name or "service", parsed)}


def _in_namespace(child: Child, namespace: Any) -> Child:
    """And without what the engine does not look at, or what is no part of an object."""
    seen = {key: value for key, value in child.manifest.items() if key not in child.ignored}
    return replace(child, manifest=seen | {"namespace": namespace}, timeouts=None, after=())


def _candidates(path: str, field: FieldInfo) -> Iterator[Change]:
    given = VALUES.get(path)
    first = _example(field)
    for company in (True, False):
        examples = _with(path, first, company)
        without = examples if path in NOT_FROM_ABSENCE else _with(path, None, company)
        if given is not None:
            yield Change(without, _with(path, given, company))
            yield Change(examples, _with(path, given, company))
        yield Change(without, examples)
        yield Change(without, _with(path, _another(first, field), company))
        yield Change(examples, _with(path, _another(first, field), company))


def _with(path: str, value: Any, company: bool) -> Spec:
    """The least spec with a value in a field, or without the field where the value is None."""
    spec: Spec = {"modelRef": "llama3-8b-q4", "resources": {"cpu": "10m", "memory": "16Mi"}}
    parts = path.split(".")
    for length in range(1, len(parts) + 1):
        _merge(spec, COMPANY.get(".".join(parts[:length]), {}))
    inner, fields = spec, all_fields()
    for length, part in enumerate(parts[:-1], start=1):
        if part == ENTRY:  # built with the map that has it
            continue
        name, many, _ = part.partition("[]")
        entry = parts[length] == ENTRY
        (model,) = (model for model, _ in models_in(fields[".".join(parts[:length]).removesuffix("[]")]))
        built = _filled(model, company)
        if _is_one_of(fields, parts[: length + 1 + entry]):  # the example is another one
            built.pop(parts[length + entry], None)
        there = inner.setdefault(name, [{}] if many else {})
        inner = there[0] if many else there.setdefault(ENTRY, {}) if entry else there
        _merge(built, inner)
        inner.update(built)
    inner.pop(parts[-1], None)
    if value is not None:
        inner[parts[-1]] = value
    return spec


def _is_one_of(fields: Mapping[str, FieldInfo], parts: list[str]) -> bool:
    """Whether a map takes one of its fields alone."""
    field = fields.get(".".join(parts))
    return field is not None and any(issubclass(model, OneOf) for model, _ in models_in(field))


def _merge(into: Spec, other: Mapping[str, Any]) -> None:
    for key, value in other.items():
        if isinstance(value, Mapping):
            _merge(into.setdefault(key, {}), value)
        else:
            into[key] = deepcopy(value)


def _filled(model: type[BaseModel], company: bool = True) -> Spec:
    """The fields that are required, by their examples."""
    required = {field.alias or name: field for name, field in model.model_fields.items() if field.is_required()}
    found = {name: _example(field) for name, field in required.items()}
    return found | deepcopy(BESIDE.get(model, {})) if company else found


def _example(field: FieldInfo) -> Any:
    if (given := example(field)) is not None:
        return deepcopy(given)
    (model,) = (model for model, _ in models_in(field))
    return _filled(model)


def _another(value: Any, field: Any = None) -> Any:
    """A value that is nearly the same."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case dict():
            *others, (key, last) = value.items()
            return dict(others) | {key: _another(last)}
        case list():
            return [*value[:-1], _another(value[-1])]
    for kind, _ in kinds(field) if field is not None else ():
        if get_origin(kind) is Literal:
            return next(choice for choice in get_args(kind) if choice != value)
    if numbers := list(re.finditer(r"[0-9]+", value)):
        start, end = numbers[-1].span()
        return f"{value[:start]}{int(value[start:end]) + 1}{value[end:]}"
    return f"{value}2"
