"""The real API server accepts what our types accept and refuses what they refuse.

Where a type is stricter than the server, tests/samples.py says of every value why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from kubernetes import config
from kubernetes.dynamic import DynamicClient
from kubernetes.dynamic.exceptions import BadRequestError, UnprocessibleEntityError
from pydantic import TypeAdapter

from tests import samples
from tests.samples import Samples
from tools.control_plane import ControlPlane

NAMESPACE = "default"
META: dict[str, Any] = {"name": "sample"}
LABELS = {"app": "sample"}


class Server:
    """Asks the API server whether it would create an object."""

    def __init__(self, kubeconfig: Path, cache: Path) -> None:
        # The dynamic client sends what it is given: the typed one has checks of its own.
        self._client = DynamicClient(config.new_client_from_config(str(kubeconfig)), cache_file=str(cache))

    def refusal(self, manifest: dict[str, Any]) -> str | None:
        """What the server says against an object; None if it would create it."""
        kind = self._client.resources.get(api_version=manifest["apiVersion"], kind=manifest["kind"])
        place = {"namespace": NAMESPACE} if kind.namespaced else {}
        try:
            kind.create(body=manifest, dry_run="All", **place)
        except (BadRequestError, UnprocessibleEntityError) as error:
            return str(error.body)
        return None


@pytest.fixture(scope="module")
def server(control_plane: ControlPlane, tmp_path_factory: pytest.TempPathFactory) -> Server:
    return Server(control_plane.kubeconfig, tmp_path_factory.mktemp("discovery") / "cache.json")


def manifest(version: str, kind: str, spec: Any = None, **metadata: Any) -> dict[str, Any]:
    body = {"apiVersion": version, "kind": kind, "metadata": META | metadata}
    return body if spec is None else body | {"spec": spec}


def claim(quantity: Any) -> dict[str, Any]:
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": quantity}}}
    return manifest("v1", "PersistentVolumeClaim", spec)


def network_policy(cidr: Any) -> dict[str, Any]:
    rules = [{"from": [{"ipBlock": {"cidr": cidr}}]}]
    return manifest("networking.k8s.io/v1", "NetworkPolicy", {"podSelector": {}, "ingress": rules})


def service(**port: Any) -> dict[str, Any]:
    return manifest("v1", "Service", {"ports": [{"port": 80} | port]})


def deployment(strategy: Any = None, pod: Any = None, **container: Any) -> dict[str, Any]:
    containers = [{"name": "server", "image": "nginx"} | container]
    template = {"metadata": {"labels": LABELS}, "spec": {"containers": containers} | (pod or {})}
    spec = {"selector": {"matchLabels": LABELS}, "template": template}
    return manifest("apps/v1", "Deployment", spec | ({"strategy": strategy} if strategy else {}))


def cron_job(schedule: Any) -> dict[str, Any]:
    pod = {"restartPolicy": "Never", "containers": [{"name": "a", "image": "nginx"}]}
    return manifest("batch/v1", "CronJob", {"schedule": schedule, "jobTemplate": {"spec": {"template": {"spec": pod}}}})


def selecting(selector: Any) -> dict[str, Any]:
    return manifest("networking.k8s.io/v1", "NetworkPolicy", {"podSelector": selector})


def on_nodes(requirement: Any) -> dict[str, Any]:
    terms = {"nodeSelectorTerms": [{"matchExpressions": [requirement]}]}
    required = {"requiredDuringSchedulingIgnoredDuringExecution": terms}
    return deployment(pod={"affinity": {"nodeAffinity": required}})


def scaled_on(name: Any = "requests", kind: Any = "Ingress") -> dict[str, Any]:
    described = {"apiVersion": "networking.k8s.io/v1", "kind": kind, "name": "chat"}
    source = {"describedObject": described, "metric": {"name": name}, "target": {"type": "Value", "value": "1"}}
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "chat"}
    spec = {"scaleTargetRef": target, "maxReplicas": 2, "metrics": [{"type": "Object", "object": source}]}
    return manifest("autoscaling/v2", "HorizontalPodAutoscaler", spec)


@dataclass(frozen=True)
class Notion:
    samples: Samples
    manifest: Callable[[Any], dict[str, Any]]
    """A small object that holds a value where Kubernetes wants such a one."""
    keys: bool = False
    """Only text can be a key of JSON."""

    def sent(self, values: tuple[Any, ...]) -> list[Any]:
        return [value for value in values if isinstance(value, str) or not self.keys]


NOTIONS = {
    "quantity": Notion(samples.QUANTITY, claim),
    "name of a namespace": Notion(samples.DNS_1123_LABEL, lambda name: manifest("v1", "Namespace", name=name)),
    "name of an object": Notion(samples.DNS_1123_SUBDOMAIN, lambda name: manifest("v1", "ConfigMap", name=name)),
    "name of a service": Notion(samples.DNS_1035_LABEL, lambda name: service() | {"metadata": {"name": name}}),
    "key of a label": Notion(samples.LABEL_KEY, lambda key: manifest("v1", "ConfigMap", labels={key: ""}), keys=True),
    "value of a label": Notion(samples.LABEL_VALUE, lambda value: manifest("v1", "ConfigMap", labels={"a": value})),
    "key of an annotation": Notion(
        samples.ANNOTATION_KEY, lambda key: manifest("v1", "ConfigMap", annotations={key: ""}), keys=True
    ),
    "range of addresses": Notion(samples.CIDR, network_policy),
    "number of a port": Notion(samples.PORT_NUMBER, lambda number: service(port=number)),
    "name of a port": Notion(samples.PORT_NAME, lambda name: deployment(ports=[{"containerPort": 80, "name": name}])),
    "name of a gRPC service": Notion(
        samples.GRPC_SERVICE, lambda name: deployment(livenessProbe={"grpc": {"port": 9000, "service": name}})
    ),
    "image": Notion(samples.IMAGE, lambda image: deployment(image=image)),
    "count or percentage": Notion(
        samples.INT_OR_PERCENT, lambda surge: deployment({"rollingUpdate": {"maxSurge": surge, "maxUnavailable": 1}})
    ),
    "schedule": Notion(samples.CRON, cron_job),
    "name of a metric": Notion(samples.METRIC_NAME, scaled_on),
    "kind of objects": Notion(samples.KIND, lambda kind: scaled_on(kind=kind)),
    "label selector": Notion(samples.LABEL_SELECTOR, selecting),
    "rule on a label": Notion(samples.LABEL_SELECTOR_REQUIREMENT, lambda rule: selecting({"matchExpressions": [rule]})),
    "name of an extended resource": Notion(
        samples.EXTENDED_RESOURCE, lambda name: deployment(resources={"limits": {name: "1"}}), keys=True
    ),
    "rule on a node's label": Notion(samples.NODE_SELECTOR_REQUIREMENT, on_nodes),
}


@pytest.mark.parametrize("name", NOTIONS)
def test_the_server_accepts_what_the_type_accepts(name: str, server: Server) -> None:
    notion = NOTIONS[name]
    adapter = TypeAdapter(notion.samples.type)
    refused = {}
    for value in notion.sent(notion.samples.valid):
        sent = adapter.dump_python(adapter.validate_python(value), by_alias=True)
        if refusal := server.refusal(notion.manifest(sent)):
            refused[str(value)] = refusal
    assert refused == {}


@pytest.mark.parametrize("name", NOTIONS)
def test_the_server_refuses_what_the_type_refuses(name: str, server: Server) -> None:
    notion = NOTIONS[name]
    values = notion.sent((*notion.samples.invalid, *notion.samples.unsaid))
    assert [value for value in values if server.refusal(notion.manifest(value)) is None] == []


@pytest.mark.parametrize("name", [name for name, notion in NOTIONS.items() if notion.samples.where_stricter])
def test_a_type_is_stricter_than_the_server_only_where_it_says_why(name: str, server: Server) -> None:
    notion = NOTIONS[name]
    refused = {}
    for value, reason in notion.samples.where_stricter:
        assert notion.samples.refusal(value), value
        if refusal := server.refusal(notion.manifest(value)):
            refused[str(value)] = (reason, refusal)
    assert refused == {}


def projecting(*sources: Any) -> dict[str, Any]:
    mounts = [{"name": "pod", "mountPath": "/pod"}]
    return deployment(pod={"volumes": [{"name": "pod", "projected": {"sources": list(sources)}}]}, volumeMounts=mounts)


def token(seconds: int) -> dict[str, Any]:
    return projecting({"serviceAccountToken": {"path": "token", "expirationSeconds": seconds}})


def labels_at(*paths: str) -> dict[str, Any]:
    field = {"apiVersion": "v1", "fieldPath": "metadata.labels"}
    return projecting(*({"downwardAPI": {"items": [{"path": path, "fieldRef": field}]}} for path in paths))


def divided(resource: str, divisor: str) -> dict[str, Any]:
    reference = {"resourceFieldRef": {"resource": resource, "divisor": divisor}}
    return deployment(env=[{"name": "AMOUNT", "valueFrom": reference}])


def priority_class(name: str) -> dict[str, Any]:
    return manifest("scheduling.k8s.io/v1", "PriorityClass", name=name) | {"value": 1000}


BY_RULES = {
    "a token's life": (token(599), token(600)),
    "paths of sources": (labels_at("a", "a"), labels_at("a", "b")),
    "a divisor of cores": (divided("limits.cpu", "1Mi"), divided("limits.cpu", "1m")),
    "a divisor of bytes": (divided("requests.memory", "1m"), divided("requests.memory", "1Ti")),
    "a name of a PriorityClass": (priority_class("system-chat-priority"), priority_class("systems-chat-priority")),
}
"""What rules across fields refuse, and what is next to it and right."""


@pytest.mark.parametrize("name", BY_RULES)
def test_the_server_refuses_what_a_rule_refuses(name: str, server: Server) -> None:
    wrong, right = BY_RULES[name]
    assert server.refusal(wrong) is not None
    assert server.refusal(right) is None
