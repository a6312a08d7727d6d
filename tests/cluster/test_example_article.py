"""examples/article on the real control plane: accepted under `enforce: restricted`, ready, whole, and gone again.

It is deployed once; each row of the example's table is a test of the live objects.
"""

import copy
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from pulumi_inference import ModelVersionSpec, ResourcesSpec
from pulumi_inference.features.model_source import ModelSourceSpec
from pulumi_inference.model_version_spec import manifest

from tests.cluster.conftest import new_namespace
from tests.cluster.gpu_nodes import GpuNodes
from tests.cluster.live import Live
from tests.cluster.project import Project, Run
from tests.references import unresolved
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.kubectl import Kubectl
from tools.layout import ROOT

EXAMPLE = ROOT / "examples" / "article"
NAME = "ai-inference"
STORAGE_CLASS = "shared-retain"
KINDS = (
    "deployments,services,horizontalpodautoscalers,poddisruptionbudgets,networkpolicies,serviceaccounts,configmaps,"
    "secrets,persistentvolumeclaims,servicemonitors,prometheusrules"
)
SECRETS = {
    "redisUrl": "redis://:planted-redis@redis:6379/0",
    "databaseUrl": "postgresql://ml:planted-database@postgres:5432/ml",
    "registryPassword": "planted-registry",
}
SPEC: dict[str, Any] = yaml.safe_load((EXAMPLE / "Pulumi.prod.yaml").read_text())["config"]["inference:services"][NAME]


class Objects(list[dict[str, Any]]):
    """The live objects of the example."""

    def one(self, kind: str, name: str = "") -> dict[str, Any]:
        """The only one of a kind, or of those whose name begins so."""
        (found,) = (one for one in self if one["kind"] == kind and one["metadata"]["name"].startswith(name or NAME))
        return found

    @property
    def deployment(self) -> dict[str, Any]:
        return self.one("Deployment")

    @property
    def pod(self) -> dict[str, Any]:
        spec: dict[str, Any] = self.deployment["spec"]["template"]["spec"]
        return spec

    @property
    def server(self) -> dict[str, Any]:
        (container,) = self.pod["containers"]
        assert isinstance(container, dict)
        return container

    @property
    def alerts(self) -> dict[str, str]:
        groups = self.one("PrometheusRule")["spec"]["groups"]
        return {rule["alert"]: rule["expr"] for group in groups for rule in group["rules"] if "alert" in rule}


@dataclass(frozen=True)
class Deployed:
    """The example as it runs."""

    project: Project
    live: Live
    output: str
    objects: Objects


@contextmanager
def disk(kubectl: Kubectl, namespace: str) -> Iterator[None]:
    """A volume that many nodes can read, as the cluster of the example has it."""
    volume = {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": f"models-{namespace}"},
        "spec": {
            "accessModes": ["ReadOnlyMany"],
            "capacity": {"storage": "50Gi"},
            "nfs": {"server": "192.0.2.1", "path": "/models"},
            "storageClassName": STORAGE_CLASS,
            "claimRef": {"namespace": namespace, "name": f"{NAME}-models"},
        },
    }
    kubectl("apply", "--filename=-", stdin=json.dumps(volume))
    yield
    kubectl("delete", "persistentvolume", f"models-{namespace}", "--wait=false")


@pytest.fixture(scope="module")
def deployed(
    control_plane: ControlPlane, pulumi_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    """In a namespace of its own, on nodes as the example names them."""
    kubectl, nodes = Kubectl(control_plane.kubeconfig), GpuNodes(control_plane.kubeconfig)
    install_crds(control_plane.kubeconfig, "prometheus-operator")
    with new_namespace(control_plane) as namespace, disk(kubectl, namespace):
        nodes.add(f"t4-{namespace}", {"nvidia.com/gpu": 4}, {"accelerator": "nvidia-tesla-t4"}, "nvidia.com/gpu")
        project = Project(tmp_path_factory.mktemp("article"), pulumi_home, control_plane.kubeconfig, namespace)
        live = Live(control_plane.kubeconfig, namespace)
        shutil.copytree(EXAMPLE / "config", project.directory / "config")
        project.configure({NAME: SPEC | {"namespace": namespace}}, SECRETS)
        with project.start_up() as process:
            give_address(kubectl, live)
            output, _ = process.communicate()
        assert process.returncode == 0, output
        objects = Objects(kubectl.get(KINDS, "--namespace", namespace)["items"])
        objects += [one for one in kubectl.get("priorityclasses")["items"] if one["metadata"]["name"].startswith(NAME)]
        yield Deployed(project, live, output, objects)
    nodes.remove()


def give_address(kubectl: Kubectl, live: Live) -> None:
    """What the controller of a cloud does for a Service of type LoadBalancer."""
    status = json.dumps({"status": {"loadBalancer": {"ingress": [{"hostname": "nlb.example.com"}]}}})
    live.wait_until(lambda: f"Service/{NAME}-svc" in live.names("services"), "the Service is there")
    kubectl("patch", "service", f"{NAME}-svc", f"--namespace={live.namespace}", "--subresource=status", f"-p={status}")


def the_server(found: Objects) -> None:
    assert found.server["image"] == SPEC["image"]
    assert {port["name"]: port["containerPort"] for port in found.server["ports"]} == {"http": 8080, "grpc": 8090}
    plain = {one["name"]: one["value"] for one in found.server["env"] if "value" in one}
    assert plain.items() >= {"MODEL_PATH": "/app/models/model.json", "BATCH_SIZE": "32", "LOG_LEVEL": "INFO"}.items()
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
    assert own == {"runAsNonRoot": True, "runAsUser": 1001, "seccompProfile": {"type": "RuntimeDefault"}}
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
    assert (spec["storageClassName"], spec["accessModes"]) == (STORAGE_CLASS, ["ReadOnlyMany"])
    (mount,) = (one for one in found.server["volumeMounts"] if one["name"] == "models")
    assert mount == {"name": "models", "mountPath": "/app/models", "readOnly": True}


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


def its_model_version(found: Objects) -> None:  # noqa: ARG001 - the kind is in test_model_versions.py
    declared = ModelVersionSpec(
        model_name="sentiment-analyzer",
        version="v1.2.0",
        framework="pytorch",
        source=ModelSourceSpec.model_validate({"s3": {"bucket": "ml-models", "key": "sentiment/v1.2.0"}}),
        resources=ResourcesSpec(cpu="1", memory="4Gi", gpus=1),
    )
    rendered = manifest("sentiment-model-v1-2-0", declared)
    assert (rendered["apiVersion"], rendered["kind"]) == ("ml.example.com/v1", "ModelVersion")
    assert rendered["spec"]["modelUri"] == "s3://ml-models/sentiment/v1.2.0"
    assert rendered["spec"]["resources"]["requests"] == {"cpu": "1", "memory": "4Gi", "nvidia.com/gpu": "1"}


def its_health_endpoints(found: Objects) -> None:
    routes = (ROOT / "examples" / "model_server" / "app.py").read_text()
    asked = {found.server[f"{probe}Probe"]["httpGet"]["path"] for probe in ("liveness", "readiness", "startup")}
    assert all(f'Route("{path}"' in routes for path in asked)


def its_nodes(found: Objects) -> None:
    assert not [one for one in found if one["kind"] == "Node"]
    page = (ROOT / "docs" / "scheduling.md").read_text()
    assert "NodePatch(" in page
    assert "all of a node's taints are one list" in page


ROWS: Mapping[str, Callable[[Objects], None]] = {
    "Deployment `ai-inference-app`": the_server,
    "its strategy": its_strategy,
    "`checksum/model-config` annotation": no_checksum_of_its_configuration,
    "`securityContext`": who_it_runs_as,
    "`nodeSelector`, GPU toleration": where_it_runs,
    "requests 1 CPU and 4 Gi": what_it_takes,
    "Service `ai-inference-service`": the_service,
    "HorizontalPodAutoscaler": the_autoscaler,
    "PersistentVolumeClaim `model-pvc`": the_claim,
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
}
"""Of the table, each by how its row begins."""


def rows() -> list[str]:
    """The first cells of the table in the example's page."""
    table = (EXAMPLE / "README.md").read_text().split("## What each manifest became")[1].split("## ")[0]
    return [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize("row", rows())
def test_each_row_of_the_table_is_what_runs(row: str, deployed: Deployed) -> None:
    (check,) = (check for beginning, check in ROWS.items() if row.startswith(beginning))
    check(deployed.objects)


def test_no_row_has_gone_from_the_table() -> None:
    assert all(any(row.startswith(beginning) for row in rows()) for beginning in ROWS)


def test_every_pod_is_ready_and_no_secret_was_told(deployed: Deployed) -> None:
    assert deployed.live.ready_pods(NAME, "primary") == 3
    assert {node.removeprefix("t4-") for node in deployed.live.nodes(NAME)} == {deployed.live.namespace}
    assert "planted" not in deployed.output


def test_everything_that_is_referred_to_is_there(deployed: Deployed) -> None:
    assert not unresolved(deployed.objects)


def without(kind: str, name: str = "") -> Callable[[Objects], None]:
    """One object less."""
    return lambda found: found.remove(found.one(kind, name))


def without_key(kind: str, name: str, key: str) -> Callable[[Objects], None]:
    return lambda found: found.one(kind, name)["data"].pop(key)


def unmounted(found: Objects) -> None:
    found.pod["volumes"] = [one for one in found.pod["volumes"] if one["name"] != "models"]


def renamed(port: str) -> Callable[[Objects], None]:
    """The container's."""

    def rename(found: Objects) -> None:
        next(one for one in found.server["ports"] if one["name"] == port)["name"] += "-x"

    return rename


def relabelled(found: Objects) -> None:
    found.deployment["spec"]["template"]["metadata"]["labels"]["app"] += "-x"


def monitor_of_another(found: Objects) -> None:
    found.one("Service")["metadata"]["labels"]["app"] += "-x"


def scraped_elsewhere(found: Objects) -> None:
    found.one("ServiceMonitor")["spec"]["endpoints"][0]["port"] = "metrics"


BREAKS: Mapping[str, tuple[Callable[[Objects], None], str]] = {
    "a claim": (without("PersistentVolumeClaim"), "Deployment ai-inference-primary refers to PersistentVolumeClaim"),
    "a Secret of variables": (without("Secret", f"{NAME}-secrets"), "of Secret ai-inference-secrets"),
    "a key of a Secret": (without_key("Secret", f"{NAME}-secrets", "env.REDIS_URL"), "key env.REDIS_URL of Secret"),
    "a Secret of a registry": (without("Secret", f"{NAME}-registries"), "refers to Secret ai-inference-registries"),
    "a ConfigMap": (without("ConfigMap", f"{NAME}-config"), "of ConfigMap ai-inference-config"),
    "a file of a ConfigMap": (without_key("ConfigMap", f"{NAME}-config", "app.logging.conf"), "file app.logging.conf"),
    "a ServiceAccount": (without("ServiceAccount"), "refers to ServiceAccount ai-inference"),
    "a PriorityClass": (without("PriorityClass"), "refers to PriorityClass ai-inference-priority"),
    "a volume": (unmounted, "refers to volume models"),
    "a probe's port": (renamed("http"), "refers to port http of startupProbe"),
    "a Service's port": (renamed("grpc"), "Service ai-inference-svc refers to port grpc"),
    "a Service's pods": (relabelled, "Service ai-inference-svc refers to pods"),
    "a budget's pods": (relabelled, "PodDisruptionBudget ai-inference-pdb refers to pods"),
    "a policy's pods": (relabelled, "NetworkPolicy ai-inference refers to pods"),
    "an autoscaler's target": (without("Deployment"), "HorizontalPodAutoscaler ai-inference-hpa refers to Deployment"),
    "a monitor's Services": (monitor_of_another, "ServiceMonitor ai-inference refers to Services"),
    "a scrape target": (scraped_elsewhere, "ServiceMonitor ai-inference refers to port metrics"),
}
"""Each kind of reference, with how it is broken and what has to be said then."""


@pytest.mark.parametrize("what", BREAKS)
def test_a_broken_reference_is_found(what: str, deployed: Deployed) -> None:
    break_it, said = BREAKS[what]
    objects = copy.deepcopy(deployed.objects)
    break_it(objects)
    assert any(said in one for one in unresolved(objects)), unresolved(objects)


def test_a_destroy_leaves_nothing(deployed: Deployed) -> None:
    gone: Run = deployed.project.destroy()
    assert gone.exit_code == 0, gone.output
    assert not deployed.live.remains()
