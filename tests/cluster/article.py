"""What each row of the table in examples/article is on the live objects."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import yaml
from pulumi_inference import InvalidSpec, parse_service

from tests.references import pod_template
from tools.layout import ROOT

EXAMPLE = ROOT / "examples" / "article"
NAME = "ai-inference"
SEVERAL, CACHED, STEPPED, SPOT, EDGE = (
    "multi-model-server",
    "cached-inference",
    "ai-inference-rollout",
    "ai-inference-spot",
    "edge-ai-inference",
)
TRAINING, BATCH, BACKUP, SYNC, LOAD = (
    "model-training",
    "batch-inference",
    "model-backup",
    "model-sync",
    "load-test",
)
VERSION = "sentiment-model-v1-2-0"
CONFIG = (EXAMPLE / "Pulumi.prod.yaml").read_text()
SERVICES: dict[str, Any] = yaml.safe_load(CONFIG)["config"]["inference:services"]
SPEC: dict[str, Any] = SERVICES[NAME]
PLATFORM: dict[str, Any] = yaml.safe_load(CONFIG)["config"]["inference:platform"]


class Objects(list[dict[str, Any]]):
    """The live objects of the example, looked at as those of one service."""

    service = NAME
    manifests: Sequence[dict[str, Any]] = ()
    """What `make render` writes of the example."""

    def of(self, service: str) -> "Objects":
        """The same, of another service."""
        found = Objects(self)
        found.service = service
        return found

    def one(self, kind: str, name: str = "") -> dict[str, Any]:
        """The service's only one of a kind, or of those whose name begins so."""
        (found,) = (
            one
            for one in self
            if one["kind"] == kind
            and one["metadata"].get("labels", {}).get("app") == self.service
            and one["metadata"]["name"].startswith(name)
        )
        return found

    def named(self, kind: str, name: str) -> dict[str, Any]:
        """One that is no service's."""
        (found,) = (one for one in self if (one["kind"], one["metadata"]["name"]) == (kind, name))
        return found

    @property
    def deployment(self) -> dict[str, Any]:
        return self.one("Deployment")

    @property
    def workload(self) -> dict[str, Any]:
        """Of whatever kind."""
        (found,) = (
            one
            for one in self
            if one.get("spec", {}).keys() & {"template", "jobTemplate"}
            and one["metadata"].get("labels", {}).get("app") == self.service
            and "ownerReferences" not in one["metadata"]
        )
        return found

    @property
    def pod(self) -> dict[str, Any]:
        pod: dict[str, Any] = pod_template(self.workload)["spec"]
        return pod

    @property
    def server(self) -> dict[str, Any]:
        (container,) = self.pod["containers"]
        assert isinstance(container, dict)
        return container

    @property
    def downloader(self) -> dict[str, Any]:
        (container,) = self.pod["initContainers"]
        assert isinstance(container, dict)
        return container

    @property
    def alerts(self) -> dict[str, str]:
        groups = self.one("PrometheusRule")["spec"]["groups"]
        return {rule["alert"]: rule["expr"] for group in groups for rule in group["rules"] if "alert" in rule}


def the_server(found: Objects) -> None:
    assert found.server["image"] == SPEC["image"]
    assert {port["name"]: port["containerPort"] for port in found.server["ports"]} == {"http": 8080, "grpc": 8090}
    plain = {one["name"]: one["value"] for one in found.server["env"] if "value" in one}
    assert plain.items() >= {"MODEL_PATH": "/app/models/sentiment.json", "BATCH_SIZE": "32"}.items()
    assert plain["LOG_LEVEL"] == "INFO"
    probes = {probe: found.server[probe] for probe in ("livenessProbe", "readinessProbe", "startupProbe")}
    assert [probe["httpGet"]["path"] for probe in probes.values()] == ["/health", "/ready", "/startup"]
    assert not any("initialDelaySeconds" in probe for probe in probes.values()), "the startup probe is waited for"


def its_strategy(found: Objects) -> None:
    rolling = found.deployment["spec"]["strategy"]["rollingUpdate"]
    assert rolling == {"maxUnavailable": 1, "maxSurge": 0}


def no_checksum_of_its_configuration(found: Objects) -> None:
    assert not found.deployment["spec"]["template"]["metadata"].get("annotations")
    assert re.search(r"-config-[0-9a-f]{8}$", found.one("ConfigMap", f"{NAME}-config")["metadata"]["name"])


def who_it_runs_as(found: Objects) -> None:
    own = found.pod["securityContext"]
    restricted = {"runAsNonRoot": True, "runAsUser": 1001, "seccompProfile": {"type": "RuntimeDefault"}}
    assert own == restricted | {"fsGroup": 1001, "fsGroupChangePolicy": "OnRootMismatch"}
    assert found.server["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def where_it_runs(found: Objects) -> None:
    assert found.pod["nodeSelector"] == {"accelerator": "nvidia-tesla-t4"}
    assert {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"} in found.pod["tolerations"]
    (apart,) = found.pod["affinity"]["podAntiAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"]
    assert apart["podAffinityTerm"]["topologyKey"] == "kubernetes.io/hostname"
    assert apart["podAffinityTerm"]["matchLabelKeys"] == ["pod-template-hash"], "not the old revision's"


def what_it_takes(found: Objects) -> None:
    amounts = {"cpu": "2", "memory": "8Gi", "nvidia.com/gpu": "1"}
    assert found.server["resources"] == {"requests": amounts, "limits": amounts}


def the_service(found: Objects) -> None:
    service = found.one("Service")
    assert service["spec"]["type"] == "LoadBalancer"
    ports = {port["name"]: (port["port"], port["targetPort"]) for port in service["spec"]["ports"]}
    assert ports == {"http": (80, "http"), "grpc": (9090, "grpc")}
    assert service["metadata"]["annotations"]["service.beta.kubernetes.io/aws-load-balancer-type"] == "nlb"


def the_autoscaler(found: Objects) -> None:
    spec = found.one("HorizontalPodAutoscaler")["spec"]
    assert (spec["minReplicas"], spec["maxReplicas"]) == (3, 20)
    by_use = [one["resource"] for one in spec["metrics"] if one["type"] == "Resource"]
    assert {one["name"]: one["target"]["averageUtilization"] for one in by_use} == {"cpu": 70, "memory": 80}
    by_pods = [one["pods"] for one in spec["metrics"] if one["type"] == "Pods"]
    asked = {one["metric"]["name"]: one["target"]["averageValue"] for one in by_pods}
    assert asked == {"inference_latency_p95": "500m", "inference_queue_depth": "10"}
    assert spec["behavior"]["scaleUp"]["stabilizationWindowSeconds"] == 60
    assert len(spec["behavior"]["scaleUp"]["policies"]) == 2
    assert spec["behavior"]["scaleDown"]["stabilizationWindowSeconds"] == 300


def the_claim(found: Objects) -> None:
    spec = found.one("PersistentVolumeClaim")["spec"]
    assert spec["resources"]["requests"] == {"storage": "50Gi"}
    assert (spec["storageClassName"], spec["accessModes"]) == ("shared-retain", ["ReadWriteMany"])
    (mount,) = (one for one in found.server["volumeMounts"] if one["name"] == "model")
    assert (mount["mountPath"], mount["readOnly"]) == ("/app/models", True)


def its_download(found: Objects) -> None:
    given = {one["name"]: one.get("value") for one in found.downloader["env"]}
    (wanted,) = json.loads(given["MODEL_FILES"])
    model = (ROOT / "examples" / "model_server" / "model" / "sentiment.json").read_bytes()
    assert wanted["sha256"] == hashlib.sha256(model).hexdigest()
    assert wanted["url"].endswith("/sentiment/v1.2.0/sentiment.json")
    assert "@sha256:" in found.downloader["image"], "not whatever is newest"
    written = next(one for one in found.downloader["volumeMounts"] if one["name"] == "model")
    assert not written.get("readOnly")


def what_was_its_model_configuration(found: Objects) -> None:
    """Its URL and checksum are the version's; the rest is the server's own file."""
    assert not [one for one in found if one["metadata"]["name"] == "model-config"]
    version = found.named("ModelVersion", VERSION)["spec"]
    assert (version["version"], version["checksum"][:7]) == ("v1.2.0", "sha256:")


def its_files(found: Objects) -> None:
    data = found.one("ConfigMap", f"{NAME}-config")["data"]
    assert yaml.safe_load(data["app.config.app.yaml"])["model"]["max_sequence_length"] == 512
    assert data["app.logging.conf"] == (EXAMPLE / "config" / "logging.conf").read_text()
    mounted = {one["mountPath"] for one in found.server["volumeMounts"]}
    assert mounted >= {"/app/config/app.yaml", "/app/logging.conf"}
    assert "/var/log" not in data["app.logging.conf"], "a path that the server cannot write to"


def its_secrets(found: Objects) -> None:
    secret = found.one("Secret", f"{NAME}-secrets")
    read = {one["name"]: one["valueFrom"]["secretKeyRef"] for one in found.server["env"] if "valueFrom" in one}
    assert read.keys() == {"REDIS_URL", "DB_CONNECTION_STRING"}
    assert all(one["name"] == secret["metadata"]["name"] and one["key"] in secret["data"] for one in read.values())


def its_registry(found: Objects) -> None:
    secret = found.one("Secret", f"{NAME}-registries")
    assert secret["type"] == "kubernetes.io/dockerconfigjson"
    assert found.pod["imagePullSecrets"] == [{"name": secret["metadata"]["name"]}]


def its_monitor(found: Objects) -> None:
    monitor = found.one("ServiceMonitor")
    assert monitor["apiVersion"] == "monitoring.coreos.com/v1"
    (endpoint,) = monitor["spec"]["endpoints"]
    assert (endpoint["port"], endpoint["path"], endpoint["interval"]) == ("http", "/metrics", "30s")
    assert endpoint["scrapeTimeout"] == "10s"


def its_alerts(found: Objects) -> None:
    thresholds = {
        "InferenceHighLatency": "> 2",
        "InferenceHighErrorRate": "> 0.05",
        "InferenceAccuracyDrop": "< 0.85",
        "InferenceGpuMemoryHigh": "> 0.9",
    }
    assert found.alerts.keys() >= thresholds.keys()
    for alert, threshold in thresholds.items():
        assert threshold in found.alerts[alert]
        assert f'namespace="{found.deployment["metadata"]["namespace"]}"' in found.alerts[alert], (
            "of this service alone"
        )
    assert "DCGM_FI_DEV_FB_TOTAL" not in str(found.alerts)


def its_dashboard(found: Objects) -> None:
    dashboard = found.one("ConfigMap", f"{NAME}-dashboard")
    assert dashboard["metadata"]["labels"]["grafana_dashboard"] == "1"
    (content,) = (json.loads(text) for text in dashboard["data"].values())
    assert "dashboard" not in content
    assert not any(panel["type"] == "graph" for panel in content["panels"])


def its_priority(found: Objects) -> None:
    priority = found.one("PriorityClass")
    assert priority["value"] == 1000
    assert found.pod["priorityClassName"] == priority["metadata"]["name"] != f"{NAME}-priority"


def its_budget(found: Objects) -> None:
    spec = found.one("PodDisruptionBudget")["spec"]
    assert (spec["minAvailable"], spec["unhealthyPodEvictionPolicy"]) == (2, "AlwaysAllow")


def its_network(found: Objects) -> None:
    spec = found.one("NetworkPolicy")["spec"]
    assert spec["policyTypes"] == ["Ingress", "Egress"]
    text = json.dumps(spec)
    assert all(f'"values": ["{namespace}"]' in text for namespace in ("istio-system", "monitoring"))
    assert '"matchLabels": {"name"' not in text
    blocks = [to["ipBlock"] for rule in spec["egress"] for to in rule["to"] if "ipBlock" in to]
    assert blocks == [{"cidr": "0.0.0.0/0", "except": ["169.254.169.254/32"]}]
    pods = [
        to["podSelector"]["matchLabels"] for rule in spec["egress"] for to in rule["to"] if to.keys() == {"podSelector"}
    ]
    asked = {labels["app"] for labels in pods}
    assert asked == {"redis", "postgres"}


def its_model_version(found: Objects) -> None:
    version = found.named("ModelVersion", VERSION)
    assert version["apiVersion"] == "ml.example.com/v1"
    assert version["spec"]["modelUri"] == "s3://ml-models/sentiment/v1.2.0/sentiment.json"
    assert version["spec"]["resources"]["requests"] == found.server["resources"]["requests"], "a workload reads it"


def several_models(found: Objects) -> None:
    arguments = found.server["args"]
    assert "--model_config_file=/etc/tensorflow-serving/models.config" in arguments
    assert "--monitoring_config_file=/etc/tensorflow-serving/monitoring.config" in arguments
    assert found.server["image"].endswith(":2.19.1-gpu")
    assert found.server["resources"]["limits"]["nvidia.com/gpu"] == "1"
    assert found.workload["spec"]["replicas"] == 5


def the_files_of_several_models(found: Objects) -> None:
    (name,) = (one["configMap"]["name"] for one in found.pod["volumes"] if one["name"] == "serving")
    data = found.named("ConfigMap", name)["data"]
    bases = re.findall(r'base_path: "([^"]+)"', data["models.config"])
    assert bases == ["/models/sentiment", "/models/image_classifier", "/models/recommendations"]
    assert re.search(r"specific\s*{\s*versions: 1\s*versions: 2", data["models.config"])
    assert re.search(r"latest\s*{\s*num_versions: 2", data["models.config"])
    assert re.search(r"all\s*{", data["models.config"])
    assert "/monitoring/prometheus/metrics" in data["monitoring.config"]
    assert found.one("PodMonitor")["spec"]["podMetricsEndpoints"][0]["path"] == "/monitoring/prometheus/metrics"


def cached_servers(found: Objects) -> None:
    spec = found.one("StatefulSet")["spec"]
    assert (spec["serviceName"], spec["replicas"]) == (f"{CACHED}-primary-headless", 3)
    (claim,) = spec["volumeClaimTemplates"]
    mounts = found.server["volumeMounts"] + found.downloader["volumeMounts"]
    assert [one["mountPath"] for one in mounts if one["name"] == claim["metadata"]["name"]] == ["/models"] * 2
    assert spec["persistentVolumeClaimRetentionPolicy"]["whenDeleted"] == "Delete"


def the_edge(found: Objects) -> None:
    assert found.one("DaemonSet")["metadata"]["namespace"].startswith("edge-")
    assert found.pod["nodeSelector"] == {"node-type": "edge"}
    assert {"key": "edge-node", "operator": "Exists"}.items() <= found.pod["tolerations"][0].items()
    (models,) = (one["hostPath"]["path"] for one in found.pod["volumes"] if "hostPath" in one)
    assert models == "/opt/edge-models"
    assert not found.server["image"].endswith(":latest")


def the_rollout(found: Objects) -> None:
    spec = found.one("Rollout")["spec"]
    assert spec["replicas"] == 10
    canary = spec["strategy"]["canary"]
    assert [step["setWeight"] for step in canary["steps"] if "setWeight" in step] == [10, 20, 50]
    assert (canary["maxSurge"], canary["maxUnavailable"]) == (3, 0)
    assert canary["analysis"]["startingStep"] == 2
    measured = [step["analysis"] for step in canary["steps"] if "analysis" in step] + [canary["analysis"]]
    latest = {"name": "hash", "valueFrom": {"podTemplateHashValue": "Latest"}}
    assert [one["args"] for one in measured] == [[latest]] * 2, "of the new pods alone"


def what_is_measured(found: Objects) -> None:
    for template, metrics in {
        "model-accuracy-analysis": {"accuracy", "error-rate"},
        "model-performance-analysis": {"latency-p95"},
    }.items():
        spec = found.named("AnalysisTemplate", template)["spec"]
        assert {one["name"] for one in spec["metrics"]} == metrics
        for one in spec["metrics"]:
            query = one["provider"]["prometheus"]["query"]
            assert f'pod=~"{STEPPED}-{{{{args.hash}}}}-.+"' in query, "as Argo Rollouts names the pods"
            assert one["successCondition"].startswith("result[0]"), "an answer of Prometheus is a list"
    assert found.of(STEPPED).one("PodMonitor"), "whose series have the label pod"


def spot_nodes(found: Objects) -> None:
    (term,) = found.pod["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"][
        "nodeSelectorTerms"
    ]
    assert term["matchExpressions"] == [{"key": "spot", "operator": "In", "values": ["true"]}]
    assert {"key": "spot", "operator": "Equal", "value": "true", "effect": "NoSchedule"} in found.pod["tolerations"]
    assert found.one("PriorityClass")["metadata"]["name"] == found.pod["priorityClassName"]
    before = found.server["lifecycle"]["preStop"]
    assert before.keys() == {"sleep"}, "no command that the image may not have"
    assert found.pod["terminationGracePeriodSeconds"] == before["sleep"]["seconds"] + 30 <= 120


def the_vertical_autoscaler(found: Objects) -> None:
    spec = found.one("VerticalPodAutoscaler")["spec"]
    assert spec["updatePolicy"] == {"updateMode": "Off"}
    (own, _) = spec["resourcePolicy"]["containerPolicies"]
    assert (own["minAllowed"], own["maxAllowed"]) == (
        {"cpu": "500m", "memory": "2Gi"},
        {"cpu": "4", "memory": "16Gi"},
    )
    fighting = {"verticalPodAutoscaler": SPEC["verticalPodAutoscaler"] | {"updateMode": "Recreate"}}
    both = {field: SPEC[field] for field in ("minReplicas", "maxReplicas", "autoscaling")} | {"modelRef": "sentiment"}
    with pytest.raises(InvalidSpec, match=r"has cpu, by which .* scales, too"):
        parse_service(NAME, both | fighting | {"resources": {"cpu": "2", "memory": "8Gi"}})


def strict_certificates(found: Objects) -> None:
    spec = found.one("PeerAuthentication")["spec"]
    assert spec["mtls"] == {"mode": "STRICT"}
    assert found.workload["spec"]["template"]["metadata"]["labels"].items() >= spec["selector"]["matchLabels"].items()


def who_may_call(found: Objects) -> None:
    rules = found.one("AuthorizationPolicy")["spec"]["rules"]
    assert all(rule.get("from") and rule.get("to") for rule in rules), "no rule without callers lets everybody in"
    principals = [source["source"].get("principals") for rule in rules for source in rule["from"]]
    assert ["cluster.local/ns/istio-system/sa/istio-ingressgateway"] in principals


def no_pod_security_policy(found: Objects) -> None:
    """The namespace's level does what it did, and admits the pods of all of them."""
    assert all(one["kind"] != "PodSecurityPolicy" for one in found)
    restricted = [one for one in found if "template" in one.get("spec", {}) and one["kind"] != "DaemonSet"]
    assert not any(one["metadata"]["namespace"].startswith("edge-") for one in restricted)


def its_health_endpoints(found: Objects) -> None:
    routes = (ROOT / "examples" / "model_server" / "app.py").read_text()
    asked = {found.server[f"{probe}Probe"]["httpGet"]["path"] for probe in ("liveness", "readiness", "startup")}
    assert all(f'Route("{path}"' in routes for path in asked)


def its_nodes(found: Objects) -> None:
    assert not [one for one in found if one["kind"] == "Node"]
    page = (ROOT / "docs" / "scheduling.md").read_text()
    assert "`nodeLabels: {" in page
    assert "all of a node's taints are one list" in page


def training(found: Objects) -> None:
    spec = found.one("Job")["spec"]
    assert (spec["parallelism"], spec["completions"], spec["completionMode"]) == (4, 4, "Indexed")
    assert found.one("Job")["status"]["succeeded"] == 4, "four pods have run, and not one"
    assert "ttlSecondsAfterFinished" not in spec
    own = found.server
    assert own["resources"]["limits"] == {"cpu": "8", "memory": "32Gi", "nvidia.com/gpu": "2"}
    assert "--checkpoint-path=/checkpoints/$(JOB_COMPLETION_INDEX)" in own["args"]
    mounted = {one["mountPath"]: one.get("readOnly", False) for one in own["volumeMounts"]}
    assert mounted.items() >= {"/data": True, "/models": False, "/checkpoints": False}.items()
    assert all("persistentVolumeClaim" in one for one in found.pod["volumes"] if one["name"] != "writable-0")


def batch_inference(found: Objects) -> None:
    spec = found.one("CronJob")["spec"]
    assert (spec["schedule"], spec["concurrencyPolicy"]) == ("0 */6 * * *", "Forbid")
    job = spec["jobTemplate"]["spec"]
    assert (job["parallelism"], job["completions"], job["completionMode"]) == (10, 10, "Indexed")
    assert found.server["resources"]["requests"] == found.server["resources"]["limits"]
    assert found.server["resources"]["limits"]["nvidia.com/gpu"] == "1"


def the_backup(found: Objects) -> None:
    assert found.one("CronJob")["spec"]["schedule"] == "0 2 * * *"
    (source,) = (one["persistentVolumeClaim"] for one in found.pod["volumes"] if "persistentVolumeClaim" in one)
    assert source == {"claimName": f"{NAME}-model", "readOnly": True}
    script = "".join(found.one("ConfigMap")["data"].values())
    assert "rclone check" in script, "it is looked at when it is there"
    assert "aws-credentials" not in json.dumps(found.pod)


def the_sync(found: Objects) -> None:
    assert found.one("CronJob")["spec"]["schedule"] == "*/30 * * * *"
    given = json.dumps(found.server)
    assert all(f"ml-models-{region}" in given for region in ("us-west-2", "us-east-1", "eu-west-1"))
    assert found.one("ServiceAccount")["metadata"]["annotations"]["eks.amazonaws.com/role-arn"].endswith("ml-sync")


def the_load_test(found: Objects) -> None:
    spec = found.one("Job")["spec"]
    assert (spec["parallelism"], spec["backoffLimit"]) == (10, 0)
    service = found.of(NAME).one("Service")["metadata"]
    assert f"http://{service['name']}.{service['namespace']}.svc:80" in json.dumps(found.server["env"])
    (script,) = found.one("ConfigMap")["data"].values()
    assert "thresholds" in script
    own = found.of(NAME).one("NetworkPolicy")["spec"]["ingress"]
    assert found.one("Job")["metadata"]["namespace"] in json.dumps(own), "it is let in"


def its_namespaces(found: Objects) -> None:
    levels = {
        one["metadata"]["name"].partition("-")[0]: one["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]
        for one in found
        if one["kind"] == "Namespace"
    }
    restricted = dict.fromkeys(("article", "training", "testing"), "restricted")
    assert levels == restricted | {"edge": "privileged"}
    closed = {one["metadata"]["namespace"] for one in found if one["metadata"]["name"] == "default-deny"}
    assert len(closed) == 4
    quotas = {
        one["metadata"]["namespace"].partition("-")[0]: one["spec"]["hard"]
        for one in found
        if one["kind"] == "ResourceQuota"
    }
    assert quotas["article"] == {"requests.nvidia.com/gpu": "64", "pods": "120"}


def user_data_of_spot_nodes(found: Objects) -> None:
    """No object: the text is an output (below)."""
    assert not [one for one in found if one["metadata"]["name"] == "spot-node-config"]
    (term,) = found.of(SPOT).pod["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"][
        "nodeSelectorTerms"
    ]
    pool = PLATFORM["spotPools"]["spot"]
    assert pool["labels"].items() >= {one["key"]: one["values"][0] for one in term["matchExpressions"]}.items()
    assert {"operator": "Equal", **pool["taints"][0]} in found.of(SPOT).pod["tolerations"]


def its_global_name(found: Objects) -> None:
    annotations = found.one("Service")["metadata"]["annotations"]
    assert annotations["external-dns.alpha.kubernetes.io/hostname"] == "ai-api.example.com"
    assert annotations["service.beta.kubernetes.io/aws-load-balancer-cross-zone-load-balancing-enabled"] == "true"


def as_manifests(found: Objects) -> None:
    """What `make render` writes of it, `kubectl kustomize` takes, and it is what runs."""
    kinds = ("Deployment", "StatefulSet", "DaemonSet", "Rollout", "Job", "CronJob", "Service", "Namespace")
    written = {(one["kind"], one["metadata"]["name"]) for one in found.manifests}
    runs = {
        (one["kind"], one["metadata"]["name"])
        for one in found
        if one["kind"] in kinds and "ownerReferences" not in one["metadata"]
    }
    assert runs <= written


def of(service: str, check: Callable[[Objects], None]) -> Callable[[Objects], None]:
    """A check of another service than the first."""
    return lambda found: check(found.of(service))


ROWS: Mapping[str, Callable[[Objects], None]] = {
    "Deployment `ai-inference-app`": the_server,
    "its strategy": its_strategy,
    "`checksum/model-config` annotation": no_checksum_of_its_configuration,
    "`securityContext`": who_it_runs_as,
    "`nodeSelector`, GPU toleration": where_it_runs,
    "requests 1 CPU and 4 Gi": what_it_takes,
    "Service `ai-inference-service`": the_service,
    "HorizontalPodAutoscaler": the_autoscaler,
    "init container `model-downloader`": its_download,
    "PersistentVolumeClaim `model-pvc`": the_claim,
    "ConfigMap `model-config`": what_was_its_model_configuration,
    "ConfigMaps `inference-config`": its_files,
    "Secrets `postgres-secret`": its_secrets,
    "Secret `registry-secret`": its_registry,
    "ServiceMonitor": its_monitor,
    "PrometheusRule": its_alerts,
    "Grafana dashboard": its_dashboard,
    "PriorityClass": its_priority,
    "PodDisruptionBudget": its_budget,
    "NetworkPolicy": its_network,
    "Taints and labels of nodes": its_nodes,
    "CRD ModelVersion": its_model_version,
    "Health check server": its_health_endpoints,
    "VerticalPodAutoscaler": the_vertical_autoscaler,
    "Deployment `multi-model-server`": of(SEVERAL, several_models),
    "ConfigMap `model-serving-config`": of(SEVERAL, the_files_of_several_models),
    "StatefulSets": of(CACHED, cached_servers),
    "DaemonSet `edge-ai-inference`": of(EDGE, the_edge),
    "Rollout `ai-inference-rollout`": of(STEPPED, the_rollout),
    "AnalysisTemplate `model-accuracy-analysis`": what_is_measured,
    "Deployment `ai-inference-spot`": of(SPOT, spot_nodes),
    "PeerAuthentication": of(STEPPED, strict_certificates),
    "AuthorizationPolicy": of(STEPPED, who_may_call),
    "PodSecurityPolicy": no_pod_security_policy,
    "Job `model-training-job`": of(TRAINING, training),
    "CronJob `batch-inference-job`": of(BATCH, batch_inference),
    "CronJob `model-backup`": of(BACKUP, the_backup),
    "CronJob `model-sync-job`": of(SYNC, the_sync),
    "Job of the load test": of(LOAD, the_load_test),
    "Namespace `ml-production`": its_namespaces,
    "ConfigMap `spot-node-config`": user_data_of_spot_nodes,
    "Service `ai-inference-global`": its_global_name,
    "kustomization": as_manifests,
}
"""Of the table, each by how its row begins."""
