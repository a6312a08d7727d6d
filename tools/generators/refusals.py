"""Small wrong specs, and what is really said of them: the examples of errors in the reference."""

import asyncio
import contextlib
import contextvars
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pulumi
from pulumi_inference import ChildObject, InferenceError, InvalidSpec, Problem, configured_services, parse_services
from pulumi_inference.bounds import Bounds
from pulumi_inference.failures import explain
from pulumi_inference.features.ownership import AUTOSCALER, SPEC, switch_problem
from pulumi_inference.features.rollout import Split, transition_problem
from pulumi_inference.inputs import resolved
from pulumi_inference.manifests import add_file
from pulumi_inference.parsing import JOBS, Parsing, parse_jobs, parse_service
from pulumi_inference.split import split_of

Refusal = Callable[[], list[Problem]]


def spec(**fields: Any) -> Refusal:
    """Of the service `chat` in the stack's configuration."""
    return services(chat={"modelRef": "llama3-8b-q4"} | fields)


def job(**fields: Any) -> Refusal:
    """Of the job `train` in the stack's configuration."""
    return lambda: _problems(lambda: parse_jobs({"train": {"image": "registry.example.com/trainer:1.3.0"} | fields}))


def _exit_codes(**fields: Any) -> dict[str, Any]:
    return {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42]} | fields}


def syncing(*destinations: Any, **fields: Any) -> Refusal:
    """Of a job that syncs from one bucket."""
    return job(sync={"source": _PLACE, "destinations": list(destinations or (_OTHER_PLACE,))}, **fields)


def beside_a_job(**declared: Any) -> Refusal:
    """Of services beside a job of the name chat."""

    def attempt() -> object:
        parsing = Parsing()
        parsing.add_all(declared)
        parsing.add_all({"chat": {"image": "registry.example.com/trainer:1.3.0"}}, JOBS)
        return parsing.specs()

    return lambda: _problems(attempt)


def scaled(resources: Any = None, **autoscaling: Any) -> Refusal:
    """Of `autoscaling` beside the bounds that it goes with."""
    bounds = {"minReplicas": 3, "maxReplicas": 20, "resources": resources or {"memory": "16Gi"}}
    return spec(**bounds, autoscaling=autoscaling)


ZONES = {"topologyKey": "topology.kubernetes.io/zone"}
PROMETHEUS = {"serverAddress": "http://prometheus:9090", "query": "sum(active_requests)", "threshold": 5}


def keda(*triggers: Any, **fields: Any) -> Refusal:
    """Of KEDA as the autoscaler."""
    return scaled(keda={"triggers": list(triggers) or [{"prometheus": PROMETHEUS}]} | fields)


def asked(**fields: Any) -> Refusal:
    """Of a query to Prometheus."""
    return keda({"prometheus": PROMETHEUS | fields})


def tensorflow(*models: Any) -> Refusal:
    """Of models of TensorFlow Serving."""
    return spec(runtime="tensorflow-serving", modelRef="/models", serving={"models": list(models)})


def vertical(**fields: Any) -> Refusal:
    """Of a VerticalPodAutoscaler beside an autoscaler that goes by the CPU."""
    return spec(minReplicas=3, maxReplicas=20, resources={"cpu": "4"}, verticalPodAutoscaler=fields)


def series(**selector: Any) -> Refusal:
    """Of a metric's selector."""
    metric = {"name": "queue_length", "selector": selector}
    return scaled(metrics=[{"external": {"metric": metric, "averageValue": "10"}}])


def claim(fields: dict[str, Any], **more: Any) -> Refusal:
    """Of a volume that is a claim."""
    return spec(volumes=[{"name": "models", "mountPath": "/models", "persistentVolumeClaim": fields}], **more)


def claiming(volume: str) -> dict[str, Any]:
    """A service that makes a claim."""
    fields = {"size": "100Gi", "accessModes": ["ReadWriteMany"]}
    return {"modelRef": "m", "volumes": [{"name": volume, "mountPath": "/models", "persistentVolumeClaim": fields}]}


def projected(*sources: Any) -> Refusal:
    """Of a volume of several sources."""
    return spec(volumes=[{"name": "pod", "mountPath": "/pod", "projected": list(sources)}])


MEASURED = {"templates": [{"name": "success-rate"}]}
CACHE = {"name": "cache", "mountPath": "/cache", "volumeClaimTemplate": {"size": "100Gi"}}


def stateful(own: Any = None, **fields: Any) -> Refusal:
    """Of a StatefulSet of two pods."""
    return spec(replicas=2, statefulSet=own or {}, **fields)


def scheduled(**fields: Any) -> Refusal:
    """Of `scheduling` in a namespace."""
    return spec(namespace="models", scheduling=fields)


def services(**specs: Any) -> Refusal:
    return lambda: _problems(lambda: parse_services(specs))


def secret(key: str) -> Refusal:
    """Of a secret that the configuration does not hold."""
    specs = {"chat": {"modelRef": {"valueFrom": {"secretConfig": key}}}}
    return lambda: _problems(lambda: resolved(parse_services(specs)["chat"], "services.chat"))


def configuration(value: Any, *, is_secret: bool = False) -> Refusal:
    """Of `inference:services` as a whole."""

    def refused() -> list[Problem]:
        key = "inference:services"
        pulumi.runtime.set_all_config({key: json.dumps(value)}, [key] if is_secret else [])
        return _problems(configured_services)

    return lambda: contextvars.copy_context().run(refused)


def file(text: str | None, name: str = "chat.yaml") -> Refusal:
    """Of a file in `inference:manifests`; one that is not there without a text."""

    def refused() -> list[Problem]:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            path = Path(name)
            if text is not None:
                path.write_text(text)
            parsing = Parsing()
            add_file(parsing, path)
            return _problems(parsing.specs)

    return refused


def with_output(field: str) -> Refusal:
    """Of an Output where none can be."""

    async def refused() -> list[Problem]:
        return spec(**{field: pulumi.Output.from_input(3)})()

    return lambda: asyncio.run(refused())


def switched_off() -> list[Problem]:
    """Of an autoscaler that goes away with room to move."""
    path, _, message = str(switch_problem("chat", "primary", f"{AUTOSCALER} {Bounds(3, 20)}", SPEC, 4)).partition(": ")
    return [Problem(path, " ".join(message.split()))]


def canary_taken_away() -> list[Problem]:
    """Of a canary that holds the GPU which the primary wants."""
    wanted = parse_service("chat", {"modelRef": "llama3-8b-q4", "replicas": 4, "resources": {"gpuMemory": "20Gi"}})
    before = Split("all", {"primary": 3, "canary": 1})
    path, _, message = str(transition_problem(wanted, before, split_of(wanted))).partition(": ")
    return [Problem(f"services.chat.{path}", " ".join(message.split()))]


def resource(spec: str = "{modelRef: llama3-8b-q4}", around: str = "") -> str:
    """The text of a file of the operator's kind."""
    return f"kind: ZerfooInferenceService\n{around}metadata: {{name: chat}}\nspec: {spec}\n"


URL = "https://models.example.com/llama3-8b-q4.gguf"
CHECKSUM = f"sha256:{'9' * 64}"
SEVERAL = {"bucket": "acme-models", "key": "llama3", "files": ["a.json", "b.bin"]}
SHARED = {"cache": {"claim": {"claimName": "models", "accessModes": ["ReadWriteMany"]}}}


def fetched(source: Any = None, beside: Any = None, **fields: Any) -> Refusal:
    """Of a model that is fetched for a server that takes a path."""
    model = {"source": source or {"http": {"url": URL}}} | fields
    return spec(**({"runtime": "llama-cpp", "model": model} | (beside or {})))


CANARY = {"modelRef": "llama3.1-8b-q4", "weight": 10}
REGISTRY = {
    "server": "registry.example.com",
    "username": "pull",
    "password": {"valueFrom": {"secretConfig": "registryPassword"}},
}
GATEWAY = {"parentRefs": [{"name": "public"}]}
TLS = {"hosts": ["chat.example.com"], "tls": {"clusterIssuer": "letsencrypt"}}
COLLECTOR = "http://otel-collector.observability:4317"
GPU_SERVER = {"runtime": "vllm", "resources": {"gpus": 1}, "replicas": 2}
WEB = {"namespaces": ["web"]}


def policy(beside: Any = None, **fields: Any) -> Refusal:
    """Of a NetworkPolicy that lets a namespace in, unless it says otherwise."""
    return spec(networkPolicy={"modelSources": [], "clients": [WEB]} | fields, **(beside or {}))


def allowing(*rules: Any, **fields: Any) -> Refusal:
    """Of Istio's authorization."""
    return spec(istioSecurity={"allow": list(rules)} | fields)


def beside(**fields: Any) -> Refusal:
    """Of a container beside the model server."""
    return spec(containers=[{"name": "proxy", "image": "acme/proxy:1.2.0"} | fields])


def before(**fields: Any) -> Refusal:
    """Of a container that ends before the model server starts."""
    return spec(initContainers=[{"name": "fetch", "image": "acme/fetch:1.2.0"} | fields])


SIGNED: dict[str, Any] = {"issuerRef": {"name": "letsencrypt", "kind": "ClusterIssuer"}}
STORED: dict[str, Any] = {
    "name": "openai",
    "secretStoreRef": {"name": "vault", "kind": "ClusterSecretStore"},
    "data": [{"secretKey": "key", "remoteRef": {"key": "prod/openai", "property": "apiKey"}}],
}


def certified(**fields: Any) -> Refusal:
    """Of a certificate for a host of its own."""
    return spec(certificate=SIGNED | {"dnsNames": ["chat.example.com"]} | fields)


_PLACE = {"s3": {"bucket": "models-west"}}
_OTHER_PLACE = {"s3": {"bucket": "models-east"}}
_LOAD = {"target": "http://chat-svc.inference.svc:80"}
KINDS: dict[str, tuple[str, Refusal]] = {
    "share": ("Not a share in percent.", job(loadTest=_LOAD | {"thresholds": {"failures": "5"}})),
    "time_zone": ("The text is not the name of a time zone.", job(schedule="@daily", timeZone="Local")),
    "missing": ("A field that is required is not there.", services(chat={"replicas": 3})),
    "unknown_field": ("There is no field of that name.", spec(maxReplica=3)),
    "wrong_type": ("The value is of another type.", spec(replicas="3")),
    "wrong_value": ("The value is none of those that the field takes.", file(resource(around="apiVersion: v1\n"))),
    "model": ("A model's files are described by a map, and its reference stands beside it.", spec(model="m")),
    "out_of_range": ("The number is outside the bounds of the field.", spec(replicas=-1)),
    "too_large": ("More than an object of Kubernetes could hold.", spec(resources={"cpu": 10.0**30})),
    "output": ("An Output stands where a preview must know the value.", with_output("replicas")),
    "secret": (
        "A secret stands where it would be shown in clear.",
        configuration({"chat": {"modelRef": "llama3-8b-q4"}}, is_secret=True),
    ),
    "config_key": ("It names no secret of the configuration.", secret("inference:model")),
    "name": ("Kubernetes does not accept the name.", services(Chat={"modelRef": "llama3-8b-q4"})),
    "model_ref": ("Not a model reference.", spec(modelRef="--help")),
    "quantity": ("Not a quantity, or not one that the field can hold.", spec(resources={"cpu": "4 cores"})),
    "duration": (
        "Not a duration, or not one that the field can hold.",
        spec(healthCheck={"path": "/healthz", "interval": "500ms"}),
    ),
    "defaults_version": ("This release has no such version of the defaults.", spec(defaultsVersion=7)),
    "empty": ("A list has no entries, and needs one.", scaled(metrics=[])),
    "metric": (
        "Not exactly one metric, or not exactly one target of it.",
        scaled(metrics=[{"cpu": {"averageUtilization": 80}, "memory": {"averageValue": "12Gi"}}]),
    ),
    "choice": ("Not exactly one of the fields that stand for one another.", spec(env={"HF_TOKEN": {"valueFrom": {}}})),
    "env_name": ("Not the name of an environment variable.", spec(env={"1ST": "a"})),
    "data_key": (
        "Not a key of a ConfigMap or a Secret.",
        spec(files=[{"path": "/netrc", "secretKeyRef": {"name": "hub", "key": "a/b"}}]),
    ),
    "field_path": (
        "Not a field that a pod can tell.",
        spec(env={"NODE": {"valueFrom": {"fieldRef": {"fieldPath": "spec.node"}}}}),
    ),
    "container_resource": (
        "Not an amount that a container asks for.",
        spec(env={"CPUS": {"valueFrom": {"resourceFieldRef": {"resource": "cpu"}}}}),
    ),
    "file_path": ("Not the path of a file in a container.", spec(files=[{"path": "app.yaml", "text": "a"}])),
    "mount_path": (
        "Not a place where a volume can be mounted, or not a path inside of one.",
        spec(volumes=[{"name": "models", "mountPath": "models", "emptyDir": {}}]),
    ),
    "image": (
        "Not a reference of an image.",
        spec(volumes=[{"name": "models", "mountPath": "/models", "image": {"reference": "https://example.com/m"}}]),
    ),
    "registry": (
        "Not the address of a registry.",
        spec(registries=[REGISTRY | {"server": "my registry"}]),
    ),
    "plain_data": (
        "An Output, or what is no data at all, where plain maps and lists are written as a file.",
        spec(files=[{"path": "/app.yaml", "yaml": {"port": float("nan")}}]),
    ),
    "json_pointer": (
        "Not a place in an object.",
        spec(overrides={"primary": [{"op": "remove", "path": "spec.template"}]}),
    ),
    "toleration": (
        "The fields of a toleration do not go together.",
        scheduled(tolerations=[{"key": "dedicated", "operator": "Exists", "value": "chat"}]),
    ),
    "identity": (
        "Not an identity of that cloud.",
        spec(serviceAccount={"workloadIdentity": {"gcpServiceAccount": "models"}}),
    ),
    "rule": (
        "Not what a Role's rules name.",
        spec(serviceAccount={"token": True, "rules": [{"resources": ["configmaps"], "verbs": ["*"]}]}),
    ),
    "int_or_percent": (
        "Neither a count nor a percentage.",
        spec(replicas=2, disruptionBudget={"minAvailable": "half"}),
    ),
    "address": ("Not the address of a Prometheus.", asked(serverAddress="prometheus:9090")),
    "query": ("Not a query to a Prometheus.", asked(query=" ")),
    "threshold": ("Not a number that a query can be held against.", asked(threshold="5 requests")),
    "served_name": ("Not a name that requests can ask for.", tensorflow({"name": "topics/1"})),
    "model_directory": ("Not where a model is.", tensorflow({"name": "topics", "path": "topics"})),
    "all": ("Not a choice of versions.", tensorflow({"name": "topics", "versions": {"all": False}})),
    "ratio": ("Not a part of one.", spec(tracing={"endpoint": COLLECTOR, "ratio": "10%"})),
    "attribute": (
        "Not the key of an attribute.",
        spec(tracing={"endpoint": COLLECTOR, "resourceAttributes": {"a b": "c"}}),
    ),
    "key": ("Not a label's key.", series(matchLabels={"-team": "a"})),
    "label_value": ("Not a label's value.", series(matchLabels={"team": 7})),
    "annotation_value": ("Not an annotation's value.", spec(service={"annotations": {"example.com/paused": True}})),
    "port_name": ("Not the name of a port.", spec(service={"ports": [{"name": "HTTP"}]})),
    "cidr": (
        "Not a range of addresses.",
        policy(modelSources=[{"cidrs": ["models.example.com"], "ports": [443]}]),
    ),
    "operator": ("No operator of a selector.", series(matchExpressions=[{"key": "team", "operator": "Is"}])),
    "selector": (
        "The values do not fit the operator of a selector.",
        series(matchExpressions=[{"key": "team", "operator": "In"}]),
    ),
    "path": ("Not an HTTP path.", spec(healthCheck={"path": "healthz"})),
    "header_name": (
        "Not the name of a header or a cookie.",
        spec(sessionAffinity={"by": "clientIP", "name": "my session"}),
    ),
    "header_value": (
        "Not the value of a header.",
        spec(canary=CANARY | {"weight": 0, "match": {"headers": {"x-canary": "`"}}}, gateway=GATEWAY),
    ),
    "hostname": (
        "Not the name of a host.",
        spec(gateway=GATEWAY | {"hostnames": ["https://chat.example.com"]}),
    ),
    "argument": (
        "Not the name of an argument of an analysis.",
        spec(argo={"steps": [{"analysis": {"templates": [{"name": "success-rate"}], "args": {"service name": "a"}}}]}),
    ),
    "grpc_service": (
        "Not the name of a gRPC service.",
        spec(healthCheck={"path": "/healthz", "readiness": {"grpc": {"port": 9000, "service": "the model"}}}),
    ),
    "url": ("Not the address of a file.", fetched({"http": {"url": "ftp://models.example.com/a"}})),
    "store_name": (
        "Not the name of a bucket, an account or a container, or not a region.",
        fetched({"s3": {"bucket": "s3://acme-models", "key": "a"}}),
    ),
    "object_key": ("Not the path of a file in a store.", fetched({"s3": {"bucket": "acme-models", "key": "/a"}})),
    "repository": (
        "Not a repository of Hugging Face, or not a revision of one.",
        fetched({"hf": {"repository": "llama3", "revision": "main", "files": ["a"]}}),
    ),
    "checksum": ("Not a SHA-256.", fetched(checksum="9f86d081")),
    "file": ("A file cannot be read, or holds no service.", file(None)),
    "yaml": ("A file is not YAML, or not the same YAML to every reader.", file(resource(spec="{replicas: 010}"))),
    "conflict": (
        "Values that are fine each by itself do not go together; see below.",
        spec(resources={"cpu": "4"}, minReplicas=5, maxReplicas=3),
    ),
}
"""Each kind of problem: what it means, and an example of it."""

WITHIN_A_SERVICE: tuple[Refusal, ...] = (
    spec(minReplicas=3, resources={"cpu": "4"}),
    spec(maxReplicas=20, resources={"cpu": "4"}),
    spec(minReplicas=5, maxReplicas=3, resources={"cpu": "4"}),
    spec(replicas=0, minReplicas=3, maxReplicas=20, resources={"cpu": "4"}),
    spec(replicas=2, minReplicas=3, maxReplicas=20, resources={"cpu": "4"}),
    spec(minReplicas=3, maxReplicas=20),
    spec(autoscaling={"preset": "vllm"}),
    scaled(metrics=[{"cpu": {"averageUtilization": 80}}]),
    scaled(metrics=[{"cpu": {"averageValue": "2"}}, {"cpu": {"averageValue": "3"}}]),
    scaled(preset="vllm", behavior={"scaleDown": {"selectPolicy": "Disabled", "stabilizationWindow": "5m"}}),
    scaled(preset="vllm", keda={"triggers": [{"prometheus": PROMETHEUS}]}),
    keda({"cpu": {"averageUtilization": 70}}),
    keda({"memory": {"averageValue": "12Gi"}}, {"memory": {"averageValue": "14Gi"}}),
    keda(fallback={"failureThreshold": 3, "replicas": 30}),
    keda({"memory": {"averageValue": "12Gi"}}, scaleToZero=True),
    keda(cooldownPeriod="10m"),
    spec(monitoring={"serviceMonitor": {}, "podMonitor": {}}),
    spec(monitoring={"podMonitor": {"interval": "5s"}}),
    spec(monitoring={"prometheusRule": {"accuracy": "0.9"}}),
    vertical(updateMode="Initial"),
    vertical(controlledResources=["memory"], minAllowed={"cpu": 1}),
    vertical(minAllowed={"cpu": 8}, maxAllowed={"cpu": 4}),
    spec(canary=CANARY | {"weight": 0, "warmReplicas": 0}, minReplicas=3, maxReplicas=20, resources={"cpu": "4"}),
    spec(canary=CANARY),
    spec(canary=CANARY | {"exact": True}, minReplicas=3, maxReplicas=20, resources={"cpu": "4"}),
    spec(canary=CANARY | {"exact": True}, replicas=4),
    services(chat={"modelRef": None}),
    spec(blueGreen={"active": "blue", "blue": {"modelRef": "llama3-8b-q4"}}),
    services(chat={"blueGreen": {"active": "green", "blue": {"modelRef": "llama3-8b-q4"}}}),
    services(
        chat={"blueGreen": {"active": "blue", "blue": {"modelRef": "llama3-8b-q4"}}, "canary": CANARY | {"weight": 0}}
    ),
    spec(gateway=GATEWAY, istio={}),
    spec(replicas=4, canary=CANARY | {"router": "istio"}, gateway=GATEWAY),
    spec(canary=CANARY | {"exact": True}, gateway=GATEWAY),
    spec(replicas=4, canary=CANARY | {"capacity": "extra"}),
    spec(replicas=4, canary=CANARY | {"match": {"headers": {"x-canary": "always"}}}),
    spec(canary=CANARY | {"weight": 0, "mirror": {}}),
    spec(canary=CANARY | {"mirror": {}}, gateway=GATEWAY),
    spec(canary=CANARY | {"weight": 0, "warmReplicas": 0, "match": {"headers": {"x-canary": "yes"}}}, gateway=GATEWAY),
    spec(canary=CANARY | {"weight": 0, "warmReplicas": 0, "mirror": {}}, gateway=GATEWAY),
    spec(gateway=GATEWAY | {"timeouts": {"request": "1m", "backendRequest": "2m"}}),
    spec(istio={"gateways": ["istio-ingress/public"]}),
    spec(istio={"hosts": ["chat.example.com"]}),
    spec(traefik={"entryPoints": ["websecure"], "hostnames": ["*.example.com"]}),
    services(chat={"argo": {}, "blueGreen": {"active": "blue", "blue": {"modelRef": "llama3-8b-q4"}}}),
    spec(argo={}, traefik={"entryPoints": ["websecure"], "hostnames": ["chat.example.com"]}),
    spec(argo={}, gateway=GATEWAY),
    spec(argo={}, istio={}, replicas=2, resources={"gpuMemory": "20Gi"}),
    spec(replicas=4, canary=CANARY | {"router": "replicas"}, argo={}),
    spec(replicas=4, canary=CANARY | {"exact": True}, argo={}),
    spec(replicas=4, canary=CANARY | {"capacity": "extra"}, argo={}),
    spec(canary=CANARY | {"weight": 0}, argo={}),
    spec(replicas=4, canary=CANARY | {"warmReplicas": 2}, argo={}),
    spec(argo={"steps": [{"setWeight": 5, "pause": {}}]}),
    spec(argo={"steps": [{"setCanaryScale": {}}]}, istio={}),
    spec(argo={"steps": [{"setCanaryScale": {"replicas": 1}}]}),
    spec(replicas=4, canary=CANARY, argo={"steps": [{"setWeight": 50}]}),
    spec(argo={"analysis": MEASURED}),
    spec(argo={"steps": [{"setWeight": 5}], "analysis": MEASURED | {"startingStep": 1}}),
    spec(sessionAffinity={"by": "clientIP"}, gateway=GATEWAY),
    spec(sessionAffinity={"by": "cookie", "name": "session"}),
    spec(sessionAffinity={"by": "clientIP", "name": "session"}),
    spec(sessionAffinity={"by": "cookie"}, istio={}),
    spec(sessionAffinity={"by": "header", "name": "x-user", "ttl": "1h"}, istio={}),
    spec(sessionAffinity={"by": "clientIP", "ttl": "48h"}),
    spec(service={"externalTrafficPolicy": "Local"}),
    spec(replicas=4, canary=CANARY, gateway=GATEWAY, service={"type": "LoadBalancer"}),
    spec(service={"ports": [{"name": "http"}, {"name": "http", "port": 8080}]}),
    spec(service={"ports": [{"name": "grpc", "port": 9090}]}),
    spec(service={"ports": [{"name": "grpc", "port": 80}]}),
    spec(
        service={"ports": [{"name": "grpc"}]},
        istio={"gateways": ["istio-ingress/public"], "hosts": ["chat.example.com"]},
    ),
    spec(service={"ports": [{"name": "http", "nodePort": 30080}]}),
    spec(service={"hostname": "chat.example.com"}),
    spec(service={"type": "LoadBalancer", "aliases": ["chat.example.com"]}),
    spec(service={"trafficDistribution": "PreferSameZone", "internalTrafficPolicy": "Local"}),
    spec(service={"headless": True, "type": "LoadBalancer"}),
    spec(service={"headless": True, "trafficDistribution": "PreferSameZone"}),
    spec(service={"headless": True}, istio={}),
    spec(service={"headless": True}, sessionAffinity={"by": "clientIP"}),
    spec(service={"annotations": {"pulumi.com/skipAwait": "false"}}),
    spec(service={"labels": {"app": "talk"}}),
    spec(replicas=4, canary=CANARY, gateway=GATEWAY, ingress={}),
    spec(ingress=TLS | {"annotations": {"cert-manager.io/cluster-issuer": "company"}}),
    spec(ingress={"tls": {"secretName": "chat-tls"}}),
    spec(ingress=TLS | {"tls": {"clusterIssuer": "letsencrypt", "issuer": "company"}}),
    spec(ingress=TLS | {"tls": {}}),
    spec(certificate=SIGNED),
    spec(certificate=SIGNED, ingress={"hosts": ["chat.example.com"]}),
    spec(certificate=SIGNED, ingress=TLS | {"tls": {"clusterIssuer": "letsencrypt"}}),
    spec(certificate=SIGNED, ingress=TLS | {"tls": {"secretName": "own"}}),
    certified(duration="30m"),
    certified(renewBefore="1m"),
    certified(duration="24h", renewBefore="24h"),
    certified(privateKey={"algorithm": "ECDSA", "size": 2048}),
    policy(clients=[WEB, {"ports": [8080]}]),
    policy(clients=[{"cidrs": ["10.0.0.0/8"], "exceptCidrs": ["192.168.0.0/16"]}]),
    policy(clients=[{"cidrs": ["10.0.0.0/8"], "exceptCidrs": ["10.0.0.0/8"]}]),
    policy({"ingress": {}}),
    policy(clients=[]),
    policy({"service": {"type": "LoadBalancer"}}),
    policy({"minReplicas": 3, "maxReplicas": 20, "autoscaling": {"preset": "vllm"}}),
    policy(
        {"serviceAccount": {"workloadIdentity": {"gcpServiceAccount": "models@my-project.iam.gserviceaccount.com"}}}
    ),
    policy({"serviceAccount": {"workloadIdentity": {"awsRoleArn": "arn:aws:iam::111122223333:role/models"}}}),
    allowing({"methods": ["GET"], "paths": ["/v1/*"]}),
    allowing(WEB, {"serviceAccounts": ["web/shop"], "paths": ["/v1/*"]}),
    allowing(WEB, deny=[{}]),
    spec(resources={"gpus": 0, "gpuMemory": "20Gi"}),
    spec(resources={"gpuResource": "amd.com/gpu"}),
    spec(resources={"gpus": 2, "gpuMemoryBy": "hami"}, replicas=2),
    spec(resources={"gpuResource": "habana.ai/gaudi", "gpuMemory": "20Gi"}, replicas=2),
    spec(resources={"gpuResource": "amd.com/gpu", "gpuMemory": "20Gi"}, replicas=2),
    spec(resources={"gpus": 64, "gpuMemory": "20Gi", "gpuMemoryBy": "dra"}, replicas=2),
    spec(resources={"gpus": 1, "migProfiles": ["1g.10gb"]}, replicas=2),
    spec(resources={"gpuMemory": "20Gi", "gpuMemoryBy": "mig"}, replicas=2),
    spec(resources={"gpus": 2, "gpuMemory": "9Gi", "gpuMemoryBy": "mig", "migProfiles": ["1g.10gb"]}, replicas=2),
    spec(resources={"gpuMemory": "20Gi", "gpuMemoryBy": "mig", "migProfiles": ["1g.10gb", "2g.20gb"]}, replicas=2),
    spec(rollout={"spareGpus": 2}),
    spec(rollout={"allowDowntime": True}),
    spec(resources={"gpuMemory": "20Gi"}),
    spec(resources={"gpus": 4}, replicas=2, rollout={"spareGpus": 2}),
    spec(runtime="custom", healthCheck={"path": "/health"}),
    spec(runtime="custom", image="registry.example.com/server:1.2.0"),
    spec(runtime="vllm"),
    spec(runtime="custom", image="acme/server:1.2.0", healthCheck={"path": "/health"}, monitoring={}),
    spec(containerName="model-downloader"),
    spec(
        containerName="vllm",
        minReplicas=3,
        maxReplicas=20,
        resources={"cpu": "4"},
        autoscaling={"metrics": [{"containerResource": {"name": "cpu", "averageUtilization": 80}}]},
    ),
    spec(args=["--model", "$(MODEL_REF)"], extraArgs=["--debug"]),
    spec(runtime="custom", image="acme/server:1.2.0", healthCheck={"path": "/health"}, extraArgs=["--debug"]),
    spec(command=["python3", "-m", "server"]),
    spec(env={"MODEL_REF": "llama3-8b-q4"}),
    spec(writablePaths=["/tmp", "/tmp"]),
    spec(image="ghcr.io/zerfoo/zerfoo:latest"),
    spec(ports={"grpc": 9000}),
    spec(runtime="triton", ports={"http": 8080, "metrics": 8080}),
    spec(runtime="tensorflow-serving", monitoring={"podMonitor": {}}),
    spec(serving={"monitoring": True}),
    spec(runtime="triton", serving={}),
    spec(runtime="triton", serving={"models": [{"name": "topics"}]}, args=["--model-repository=/models"]),
    spec(runtime="triton", serving={"monitoring": True}),
    spec(runtime="triton", serving={"models": [{"name": "topics", "versions": {"latest": 2}}]}),
    tensorflow({"name": "topics"}, {"name": "topics"}),
    tensorflow({"name": "topics", "versions": {"specific": [1, 2]}, "labels": {"canary": 3}}),
    spec(runtime="tensorflow-serving", serving={"models": [{"name": "topics"}]}),
    spec(logging={"level": "debug"}),
    spec(runtime="triton", logging={"level": "error"}, args=["--model-repository=/models"]),
    spec(tracing={"endpoint": COLLECTOR}),
    spec(runtime="triton", tracing={"endpoint": COLLECTOR, "protocol": "grpc"}),
    spec(**GPU_SERVER, tracing={"endpoint": COLLECTOR}, args=["serve"]),
    spec(**GPU_SERVER, tracing={"endpoint": COLLECTOR, "sampler": "always_on", "ratio": "0.1"}),
    policy(GPU_SERVER | {"tracing": {"endpoint": COLLECTOR}}),
    spec(imagePullSecrets=["registry", "registry"]),
    allowing(WEB, portLevelMtls={"metrics": "PERMISSIVE"}),
    spec(
        monitoring={"podMonitor": {}},
        istioSecurity={"allow": [WEB], "mtls": "PERMISSIVE", "portLevelMtls": {"metrics": "PERMISSIVE"}},
    ),
    spec(service={"type": "LoadBalancer"}, istioSecurity={"allow": [{"namespaces": ["web"]}]}),
    spec(runtime="custom", image="acme/server:1.2.0", healthCheck={"interval": "10s"}),
    spec(healthCheck={"path": "/healthz", "interval": "2s", "timeout": "3s"}),
    spec(healthCheck={"path": "/healthz", "startup": {"path": "/startup"}, "liveness": {"grpc": {"port": 9000}}}),
    spec(healthCheck={"path": "/healthz", "startup": {"interval": "2s"}}),
    spec(healthCheck={"path": "/healthz", "readiness": {"path": "/ready", "grpc": {"port": 9000}}}),
    spec(drain="50s", timing={"terminationGracePeriod": "60s"}),
    spec(healthCheck={"path": "/healthz", "startup": {"failures": 30}}),
    spec(timing={"minReady": "5m", "progressDeadline": "15m"}),
    spec(modelLoad="20m", timing={"progressDeadline": "15m"}),
    spec(modelLoad="20m", timing={"createTimeout": "10m"}),
    spec(drain="20m", timing={"deleteTimeout": "10m"}),
    spec(envFrom=[{"prefix": "APP_"}]),
    spec(env={"CPU": {"valueFrom": {"resourceFieldRef": {"resource": "limits.cpu", "divisor": "1Mi"}}}}),
    spec(externalSecrets=[STORED, STORED]),
    spec(externalSecrets=[STORED | {"name": "tls"}], certificate=SIGNED, ingress=TLS | {"tls": {}}),
    spec(externalSecrets=[STORED | {"data": []}]),
    spec(externalSecrets=[STORED | {"dataFrom": [{"find": {}}]}]),
    spec(externalSecrets=[STORED | {"data": [*STORED["data"], *STORED["data"]]}]),
    spec(files=[{"path": "/app.yaml", "text": "a"}, {"path": "/app.yaml", "text": "b"}]),
    spec(files=[{"path": "/app.yaml", "file": "config/missing.yaml"}]),
    spec(files=[{"path": "/app.txt", "text": "\U00010000" * 300_000}]),
    spec(registries=[REGISTRY | {"password": "hunter2"}]),
    spec(registries=[REGISTRY, REGISTRY]),
    spec(
        volumes=[
            {"name": "models", "mountPath": "/models", "emptyDir": {}},
            {"name": "models", "mountPath": "/cache", "emptyDir": {}},
        ]
    ),
    spec(shmSize="1Gi", volumes=[{"name": "shm", "mountPath": "/dev/shm", "emptyDir": {}}]),
    spec(shmSize="8Gi", resources={"memory": "4Gi"}),
    spec(volumes=[{"name": "keys", "mountPath": "/keys", "csi": {"driver": "secrets-store.csi.k8s.io"}}]),
    projected({"serviceAccountToken": {"path": "token", "expiration": "5m"}}),
    projected({"serviceAccountToken": {"path": "pod"}}, {"downwardAPI": {"path": "pod", "fieldPath": "metadata.uid"}}),
    spec(resources={"requests": {"cpu": "4"}, "limits": {"cpu": "2"}}),
    spec(minReplicas=3, maxReplicas=20, resources={"cpu": "4"}, containers=[{"name": "proxy", "image": "proxy:1"}]),
    beside(name="server"),
    beside(image="acme/proxy"),
    beside(resources={"cpu": "1", "limits": {"cpu": "2"}}),
    beside(envFrom=[{"configMapRef": "settings", "secretRef": "credentials"}]),
    beside(volumeMounts=[{"name": "models", "mountPath": "/models"}]),
    spec(
        volumes=[{"name": "models", "mountPath": "/models", "emptyDir": {}}],
        containers=[
            {
                "name": "proxy",
                "image": "acme/proxy:1.2.0",
                "volumeMounts": [
                    {"name": "models", "mountPath": "/models", "subPath": "a"},
                    {"name": "models", "mountPath": "/models", "subPath": "b"},
                ],
            }
        ],
    ),
    before(ports=[{"containerPort": 9100}]),
    beside(ports=[{"name": "http", "containerPort": 9100}]),
    beside(ports=[{"containerPort": 8080}]),
    before(livenessProbe={"tcpSocket": {"port": 9100}}),
    claim({}),
    claim({"size": "100Gi"}),
    claim({"claimName": "models", "onDelete": "keep"}),
    claim({"claimName": "models", "accessModes": ["ReadOnlyMany"]}),
    claim({"size": "100Gi", "accessModes": ["ReadWriteOnce"]}, replicas=3),
    claim({"size": "100Gi", "accessModes": ["ReadWriteOnce"]}),
    spec(volumes=[CACHE]),
    stateful(argo={}),
    stateful(timing={"progressDeadline": "20m"}),
    stateful({"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete"}}),
    spec(statefulSet={}),
    spec(daemonSet={}, replicas=3),
    spec(daemonSet={}, scheduling={"podAntiAffinity": {"mode": "required"}}),
    claim({"size": "100Gi", "accessModes": ["ReadWriteOnce"]}, daemonSet={}),
    spec(daemonSet={"maxUnavailable": 1, "maxSurge": 1}),
    spec(daemonSet={"maxUnavailable": "0%"}),
    spec(daemonSet={"maxSurge": "300%"}),
    spec(daemonSet={"maxUnavailable": 2}),
    spec(daemonSet={"maxSurge": "10%"}, resources={"gpuMemory": "20Gi"}),
    spec(daemonSet={}, timing={"progressDeadline": "20m"}),
    spec(daemonSet={}, rollout={"spareGpus": 1}, resources={"gpuMemory": "20Gi"}),
    scheduled(priorityClass={"value": 1000}, priorityClassName="high"),
    spec(scheduling={"priorityClass": {"value": 1000}}),
    scheduled(podAntiAffinity={"mode": "none", "topologyKey": "topology.kubernetes.io/zone"}),
    scheduled(topologySpreadConstraints=[ZONES, ZONES | {"maxSkew": 2}]),
    scheduled(topologySpreadConstraints=[ZONES | {"minDomains": 3}]),
    scheduled(spot={}),
    scheduled(spot={"provider": "eks", "nodeSelector": {"karpenter.sh/capacity-type": "spot"}}),
    scheduled(spot={"nodeSelector": {"karpenter.sh/capacity-type": "spot"}}),
    scheduled(spot={"provider": "aks"}),
    spec(replicas=3, disruptionBudget={"minAvailable": 1, "maxUnavailable": 1}),
    spec(replicas=3, disruptionBudget={"maxUnavailable": 0}),
    spec(replicas=3, disruptionBudget={"maxUnavailable": "200%"}),
    spec(disruptionBudget={"maxUnavailable": 1}),
    spec(replicas=3, disruptionBudget={"minAvailable": "80%"}),
    spec(model={"source": {"http": {"url": URL}}}),
    spec(runtime="llama-cpp", model={"mountPath": "/mnt"}),
    fetched(beside={"canary": CANARY, "replicas": 2}),
    services(
        chat={
            "runtime": "llama-cpp",
            "model": {"source": {"http": {"url": URL}}},
            "blueGreen": {"active": "blue", "blue": {"modelRef": "llama3-8b-q4"}},
        }
    ),
    fetched(beside={"env": {"MODEL_PATH": "/a"}}),
    fetched(checksums={"a.json": CHECKSUM}),
    fetched({"s3": SEVERAL}, checksum=CHECKSUM),
    fetched({"s3": SEVERAL}, checksums={"a.json": CHECKSUM}),
    fetched(**SHARED),
    fetched({"http": {"url": "https://models.example.com/"}}),
    fetched({"s3": SEVERAL | {"files": ["a.json", "a.json"]}}),
    fetched({"pvc": {"claimName": "models"}}, checksum=CHECKSUM),
    fetched({"oci": {"reference": "registry.example.com/models/llama3"}}),
    fetched({"pvc": {"claimName": "models"}}, **SHARED),
    fetched(checksum=CHECKSUM, cache={"claim": {"claimName": "models", "accessModes": ["ReadOnlyMany"]}}),
    fetched(downloader={"image": "python"}),
    fetched(
        checksum=CHECKSUM,
        cache={"node": {"path": "/var/lib/models", "warm": True}},
        beside={"daemonSet": {}},
    ),
    fetched(credentials={"env": {"HF_TOKEN": {"valueFrom": {"secretConfig": "hfToken"}}}}),
    fetched(credentials={"env": {"HTTP_BEARER_TOKEN": "hunter2"}}),
    fetched(beside={"networkPolicy": {"modelSources": [], "clients": [WEB]}}),
    fetched(
        beside={"networkPolicy": {"modelSources": [{"cidrs": ["203.0.113.0/24"], "ports": [80]}], "clients": [WEB]}}
    ),
    spec(serviceAccount={"workloadIdentity": {}}),
    spec(serviceAccount={"name": "models", "annotations": {"example.com/owner": "models"}}),
    spec(serviceAccount={"rules": [{"resources": ["configmaps"], "verbs": ["get"]}]}),
)
"""One spec for each rule across fields."""

_QUEUE = {"type": "rabbitmq", "metadata": {"queueName": "documents"}}
_ONE_NODE = {"claimName": "data", "accessModes": ["ReadWriteOnce"]}
_BY_CODE = {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [42]}}
WITHIN_A_JOB: tuple[Refusal, ...] = (
    job(image=None),
    syncing(loadTest=_LOAD),
    syncing(args=["--checksum"]),
    syncing(scaledJob={"triggers": [_QUEUE]}),
    syncing(parallelism=2),
    syncing(volumes=[{"name": "source", "mountPath": "/data", "emptyDir": {}}]),
    syncing(_PLACE),
    syncing(_OTHER_PLACE, _OTHER_PLACE),
    syncing({"s3": _OTHER_PLACE["s3"] | {"credentials": {"env": {"HF_TOKEN": "hunter2"}}}}),
    syncing({"s3": _OTHER_PLACE["s3"] | {"credentials": {"env": {"AWS_SECRET_ACCESS_KEY": "hunter2"}}}}),
    syncing(files=[{"path": "/scripts/copy.sh", "text": "echo"}]),
    syncing({"pvc": {"claimName": "models"}}, writablePaths=["/destination0"]),
    job(loadTest=_LOAD | {"method": "GET", "payload": {"text": "Hello"}}),
    job(loadTest=_LOAD | {"iterations": 5}),
    job(loadTest=_LOAD | {"headers": {"X-Key": "a", "x-key": "b"}}),
    job(schedule="@daily", scaledJob={"triggers": [_QUEUE]}),
    job(timeZone="Europe/Berlin"),
    job(failedJobsHistoryLimit=3),
    job(volumes=[{"name": "cache", "mountPath": "/cache", "volumeClaimTemplate": {"size": "1Gi"}}]),
    job(schedule="@hourly", startingDeadlineSeconds=5),
    job(parallelism=4, completions=1),
    job(completionMode="Indexed"),
    job(completionMode="Indexed", completions=200000, parallelism=200000),
    job(backoffLimitPerIndex=1),
    job(completionMode="Indexed", completions=4, backoffLimitPerIndex=1, restartPolicy="OnFailure"),
    job(maxFailedIndexes=1),
    job(completionMode="Indexed", completions=4, backoffLimitPerIndex=1, maxFailedIndexes=5),
    job(completionMode="Indexed", completions=200000, backoffLimitPerIndex=1),
    job(schedule="@daily", wait=True),
    job(suspend=True, wait=True),
    job(waitTimeout="10m"),
    job(wait=True, waitTimeout="10m", activeDeadlineSeconds=3600),
    job(ttlSecondsAfterFinished=86400),
    job(runAfterTtl=True),
    job(parallelism=4, volumes=[{"name": "data", "mountPath": "/data", "persistentVolumeClaim": _ONE_NODE}]),
    job(scheduling={"spot": {"provider": "gke"}}, drain="1m"),
    job(restartPolicy="OnFailure", podFailurePolicy={"rules": [_BY_CODE]}),
    job(podFailurePolicy={"rules": [_BY_CODE | {"action": "FailIndex"}]}),
    job(podFailurePolicy={"rules": [_BY_CODE] * 21}),
    job(podFailurePolicy={"rules": [_exit_codes(containerName="trainer")]}),
    job(podFailurePolicy={"rules": [_exit_codes(values=[0])]}),
    job(podFailurePolicy={"rules": [_exit_codes(values=[42, 42])]}),
    job(scaledJob={"triggers": [_QUEUE], "minReplicaCount": 200}),
    job(scaledJob={"triggers": [{"type": "cpu", "metadata": {"value": "50"}}]}),
    job(scaledJob={"triggers": [_QUEUE], "scalingStrategy": {"customScalingQueueLengthDeduction": 1}}),
)
"""One spec for each rule across fields that jobs alone have."""

BETWEEN_SERVICES: tuple[Refusal, ...] = (
    services(chat={"modelRef": "a"}, talk={"modelRef": "b", "name": "chat"}),
    services(**{"chat": {"modelRef": "a"}, "chat-canary": {"modelRef": "b"}}),
    services(**{"chat": claiming("eu-models"), "chat-eu": claiming("models")}),
    beside_a_job(chat={"modelRef": "a"}),
    services(**{"system-chat": {"modelRef": "a", "namespace": "b", "scheduling": {"priorityClass": {"value": 1}}}}),
)
IN_A_FILE: tuple[Refusal, ...] = (
    file(resource(around="name: talk\n")),
    file(resource(spec="{modelRef: llama3-8b-q4, name: talk}")),
)


CHILD = ChildObject(
    service="chat",
    type="kubernetes:apps/v1:Deployment",
    namespace="inference",
    name="chat-primary",
    logical_name="chat-primary",
    parent="URN_OF_CHAT",
)
FAILURES = (
    ("create", 'deployments.apps "chat-primary" already exists'),
    ("create", 'namespaces "inference" not found'),
    ("update", 'deployments.apps "chat-primary" not found'),
    (
        "create",
        "3 errors occurred:\n* Deployment inference/chat-primary was created, but is not live\n"
        "* [MinimumReplicasUnavailable] Deployment does not have minimum availability.\n"
        "* Pod inference/chat-primary-5d9c: container server: [ErrImagePull] not found\n",
    ),
)
"""What the provider says of an operation on the Deployment `chat-primary`."""


JOB = ChildObject("train", "kubernetes:batch/v1:Job", "inference", "train", "train", "URN_OF_TRAIN", "jobs")
FAILURE_OF_A_JOB = (
    "2 errors occurred:\n* Job inference/train was created, but is not live\n"
    "* [BackoffLimitExceeded] Job has reached the specified backoff limit\n"
)
"""The same of the Job `train`."""


def of_the_cluster() -> Iterator[InferenceError]:
    """What becomes of the provider's words."""
    for child, operation, text in (*((CHILD, *failure) for failure in FAILURES), (JOB, "create", FAILURE_OF_A_JOB)):
        error = explain(child, operation, [text])
        if error is None:
            raise AssertionError(f"an example in tools/generators/refusals is no longer explained: {text}")
        yield error


def _problems(attempt: Callable[[], object]) -> list[Problem]:
    try:
        attempt()
    except InvalidSpec as error:
        return list(error.problems)
    raise AssertionError("an example of the reference is no longer refused: give another in tools/generators/refusals")


def single(refusal: Refusal) -> Problem:
    """The problem of an example, which has one."""
    (problem,) = refusal()
    return problem


def of_kinds() -> Iterator[tuple[str, str, Problem]]:
    """Each kind of problem with its meaning and a real example."""
    for kind, (meaning, refusal) in KINDS.items():
        problem = single(refusal)
        if problem.kind != kind:
            raise AssertionError(f"the example of {kind} in tools/generators/refusals is refused as {problem.kind}")
        yield kind, meaning, problem
