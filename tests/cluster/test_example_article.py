"""examples/article on the real control plane: accepted under `enforce: restricted`, ready, whole, and gone again.

It is deployed once; each row of the example's table is a test of the live objects.
"""

import copy
import json
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster import argo
from tests.cluster.article import (
    CACHED,
    CONFIG,
    EDGE,
    EXAMPLE,
    NAME,
    ROWS,
    SERVICES,
    SEVERAL,
    SPOT,
    STEPPED,
    TRAINING,
    Objects,
)
from tests.cluster.gpu_nodes import GpuNodes
from tests.cluster.live import Live
from tests.cluster.project import STACK, Project, Run
from tests.cluster.rendered import Rendered
from tests.references import unresolved
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.kubectl import Kubectl

KINDS = (
    "jobs,cronjobs,resourcequotas,deployments,statefulsets,daemonsets,rollouts.argoproj.io,services,"
    "horizontalpodautoscalers,poddisruptionbudgets,networkpolicies,serviceaccounts,configmaps,secrets,persistentvolumeclaims,servicemonitors,podmonitors,"
    "prometheusrules,verticalpodautoscalers,analysistemplates,peerauthentications,authorizationpolicies,modelversions"
)
SECRETS = {
    "redisUrl": "redis://:planted-redis@redis:6379/0",
    "databaseUrl": "postgresql://ml:planted-database@postgres:5432/ml",
    "registryPassword": "planted-registry",
    "wandbApiKey": "planted-wandb",
}


@dataclass(frozen=True)
class Deployed:
    """The example as it runs, in namespaces of its own."""

    project: Project
    live: Live
    edge: Live
    training: Live
    testing: Live
    kubectl: Kubectl
    output: str
    objects: Objects

    @property
    def namespaces(self) -> tuple[Live, ...]:
        return self.live, self.edge, self.training, self.testing


@contextmanager
def disks(kubectl: Kubectl, namespace: str) -> Iterator[None]:
    """Volumes as the cluster of the example has them: some for many nodes, and one for each cached server."""
    remote = {"nfs": {"server": "192.0.2.1", "path": "/models"}}
    volumes = [
        _disk(namespace, f"{NAME}-model", "shared-retain", "ReadWriteMany", remote),
        _disk(namespace, f"{SEVERAL}-models", "shared-retain", "ReadOnlyMany", remote),
        _disk(f"training-{namespace}", f"{TRAINING}-data", "shared-retain", "ReadOnlyMany", remote),
        *(
            _disk(f"training-{namespace}", f"{TRAINING}-{volume}", "shared-retain", "ReadWriteMany", remote)
            for volume in ("models", "checkpoints")
        ),
        *(
            _disk(namespace, f"model-{CACHED}-primary-{pod}", "fast", "ReadWriteOnce", {"hostPath": {"path": "/disk"}})
            for pod in range(SERVICES[CACHED]["replicas"])
        ),
    ]
    kubectl("apply", "--filename=-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": volumes}))
    yield
    kubectl("delete", "persistentvolume", *(one["metadata"]["name"] for one in volumes), "--wait=false")


def _disk(namespace: str, claim: str, storage_class: str, mode: str, source: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": f"{claim}-{namespace}"},
        "spec": {
            "accessModes": [mode],
            "capacity": {"storage": "50Gi"},
            "storageClassName": storage_class,
            "claimRef": {"namespace": namespace, "name": claim},
            "persistentVolumeReclaimPolicy": "Retain",
            **source,
        },
    }


@contextmanager
def nodes(kubeconfig: Path, name: str) -> Iterator[None]:
    """As the example names them."""
    added = GpuNodes(kubeconfig)
    for number in range(2):
        added.add(f"t4-{number}-{name}", {"nvidia.com/gpu": 8}, {"accelerator": "nvidia-tesla-t4"}, "nvidia.com/gpu")
        added.add(f"edge-{number}-{name}", labels={"node-type": "edge"}, taint="edge-node")
    added.add(f"v100-{name}", {"nvidia.com/gpu": 8}, {"accelerator": "nvidia-tesla-v100"}, "nvidia.com/gpu")
    added.add(f"spot-{name}", {"nvidia.com/gpu": 8}, {"spot": "true"}, "spot=true")
    yield
    added.remove()


@contextmanager
def no_namespaces(kubectl: Kubectl, *names: str) -> Iterator[None]:
    """The platform makes them; what a failed test has left of them goes."""
    yield
    kubectl("delete", "namespace", *names, "--ignore-not-found", "--wait=false")


@pytest.fixture(scope="module")
def deployed(
    control_plane: ControlPlane, pulumi_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    """In namespaces that it makes, on nodes as the example names them."""
    kubeconfig = control_plane.kubeconfig
    kubectl = Kubectl(kubeconfig)
    install_crds(kubeconfig, "prometheus-operator", "argo-rollouts", "istio", "vpa")
    namespace = f"article-{uuid.uuid4().hex[:8]}"
    others = [f"{which}-{namespace}" for which in ("edge", "training", "testing")]
    with (
        no_namespaces(kubectl, namespace, *others),
        nodes(kubeconfig, namespace),
        disks(kubectl, namespace),
        argo.standing_in(kubeconfig, namespace),
    ):
        project = Project(tmp_path_factory.mktemp("article"), pulumi_home, kubeconfig, namespace)
        project.configure({}, SECRETS)
        put(project, namespace)
        live, *beside = (Live(kubeconfig, name) for name in (namespace, *others))
        with project.start_up() as process:
            give_address(kubectl, live)
            output, _ = process.communicate()
        assert process.returncode == 0, output
        live.wait_until(lambda: finished(kubectl, others[1]), "the pods of the training have run")
        objects = Objects(
            one for where in (live, *beside) for one in kubectl.get(KINDS, "--namespace", where.namespace)["items"]
        )
        objects += kubectl.get("priorityclasses")["items"]
        objects += [
            one for one in kubectl.get("namespaces")["items"] if one["metadata"]["name"] in (namespace, *others)
        ]
        objects.manifests = manifests(project, control_plane)
        edge, training, testing = beside
        yield Deployed(project, live, edge, training, testing, kubectl, output, objects)


def put(project: Project, namespace: str) -> None:
    """The example as it is, in other namespaces than its own."""

    def moved(text: str) -> str:
        moved_to = {
            "ml-production": "",
            "edge-computing": "edge-",
            "ml-training": "training-",
            "ml-testing": "testing-",
        }
        for name, prefix in moved_to.items():
            text = text.replace(name, f"{prefix}{namespace}")
        return text

    path = project.directory / "stacks" / f"Pulumi.{STACK}.yaml"
    content = yaml.safe_load(path.read_text())
    content["config"] |= yaml.safe_load(moved(CONFIG))["config"]
    path.write_text(yaml.safe_dump(content))
    project.program(f"import runpy\nrunpy.run_path({str(EXAMPLE / '__main__.py')!r})\n")
    shutil.copytree(EXAMPLE / "config", project.directory / "config")
    templates = project.directory / "config" / "analysis.yaml"
    templates.write_text(moved(templates.read_text()))


def manifests(project: Project, control_plane: ControlPlane) -> list[dict[str, Any]]:
    """As `kubectl kustomize` puts them together, with values for the secrets that are left out."""
    rendered = Rendered(project, control_plane)
    done = rendered.render()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "planted" not in rendered.texts()
    rendered.fill_secrets()
    return [one for one in yaml.safe_load_all(rendered.kustomized()) if one]


def finished(kubectl: Kubectl, namespace: str) -> bool:
    return bool(kubectl.get("jobs", "--namespace", namespace)["items"][0]["status"].get("succeeded") == 4)


def give_address(kubectl: Kubectl, live: Live) -> None:
    """What the controller of a cloud does for a Service of type LoadBalancer."""
    status = json.dumps({"status": {"loadBalancer": {"ingress": [{"hostname": "nlb.example.com"}]}}})
    live.wait_until(lambda: f"Service/{NAME}-svc" in live.names("services"), "the Service is there")
    kubectl("patch", "service", f"{NAME}-svc", f"--namespace={live.namespace}", "--subresource=status", f"-p={status}")


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
    wanted = {NAME: 3, SEVERAL: 5, CACHED: 3, SPOT: 5}
    assert {service: deployed.live.ready_pods(service, "primary") for service in wanted} == wanted
    assert {node.partition("-")[0] for node in deployed.live.nodes(NAME)} == {"t4"}
    assert deployed.live.nodes(SPOT) == {f"spot-{deployed.live.namespace}"}
    assert sorted(deployed.edge.node_of_pods(EDGE)) == [f"edge-{at}-{deployed.live.namespace}" for at in range(2)]
    assert deployed.objects.named("Rollout", STEPPED)["status"]["readyReplicas"] == 10, "as the stand-in says"
    assert "planted" not in deployed.output


def test_what_spot_nodes_start_with_is_an_output(deployed: Deployed) -> None:
    script = deployed.project.engine.outputs(STACK)["spotUserData"]["spot"]
    assert "ml-cluster-spot" in script
    assert "--node-labels=spot=true,workload=ml-inference" in script
    assert "--register-with-taints=spot=true:NoSchedule" in script


def test_the_pods_of_the_rollout_are_admitted_where_no_controller_makes_them(deployed: Deployed) -> None:
    template = deployed.objects.of(STEPPED).workload["spec"]["template"]
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "admitted"}, "spec": template["spec"]}
    create = ("create", f"--namespace={deployed.live.namespace}", "--dry-run=server", "--filename=-", "--output=name")
    assert deployed.kubectl(*create, stdin=json.dumps(pod)).strip() == "pod/admitted"


def test_a_second_preview_has_nothing_to_do(deployed: Deployed) -> None:
    done = deployed.project.preview("--expect-no-changes")
    assert done.exit_code == 0, done.output


def test_everything_that_is_referred_to_is_there(deployed: Deployed) -> None:
    for where in deployed.namespaces:
        there = [
            one for one in deployed.objects if one["metadata"].get("namespace", where.namespace) == where.namespace
        ]
        assert not unresolved(there)


def without(kind: str, name: str = "") -> Callable[[Objects], None]:
    """One object less."""
    return lambda found: found.remove(found.one(kind, name))


def without_key(kind: str, name: str, key: str) -> Callable[[Objects], None]:
    return lambda found: found.one(kind, name)["data"].pop(key)


def unmounted(found: Objects) -> None:
    found.pod["volumes"] = [one for one in found.pod["volumes"] if one["name"] != "model"]


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
    "a volume": (unmounted, "refers to volume model"),
    "a probe's port": (renamed("http"), "refers to port http of startupProbe"),
    "a Service's port": (renamed("grpc"), "Service ai-inference-svc refers to port grpc"),
    "a Service's pods": (relabelled, "Service ai-inference-svc refers to pods"),
    "a budget's pods": (relabelled, "PodDisruptionBudget ai-inference-pdb refers to pods"),
    "a policy's pods": (relabelled, "NetworkPolicy ai-inference refers to pods"),
    "an autoscaler's target": (without("Deployment"), "HorizontalPodAutoscaler ai-inference-hpa refers to Deployment"),
    "a monitor's Services": (monitor_of_another, "ServiceMonitor ai-inference refers to Services"),
    "a scrape target": (scraped_elsewhere, "ServiceMonitor ai-inference refers to port metrics"),
    "a vertical autoscaler's target": (
        without("Deployment"),
        "VerticalPodAutoscaler ai-inference-vpa refers to Deploy",
    ),
    "a claim of one pod": (
        lambda found: found.remove(found.named("PersistentVolumeClaim", f"model-{CACHED}-primary-1")),
        f"StatefulSet {CACHED}-primary refers to PersistentVolumeClaim model-{CACHED}-primary-1",
    ),
    "a StatefulSet's Service": (
        lambda found: found.remove(found.named("Service", f"{CACHED}-primary-headless")),
        f"StatefulSet {CACHED}-primary refers to Service",
    ),
    "the files of several models": (
        lambda found: found.remove(found.of(SEVERAL).one("ConfigMap")),
        f"Deployment {SEVERAL}-primary refers to key None of ConfigMap",
    ),
    "an analysis template": (
        lambda found: found.remove(found.named("AnalysisTemplate", "model-accuracy-analysis")),
        f"Rollout {STEPPED} refers to AnalysisTemplate model-accuracy-analysis",
    ),
    "an argument of a template": (
        lambda found: found.of(STEPPED).workload["spec"]["strategy"]["canary"]["analysis"].pop("args"),
        "refers to argument hash",
    ),
    "a Rollout's Service": (
        lambda found: found.remove(found.named("Service", f"{STEPPED}-canary")),
        f"Rollout {STEPPED} refers to Service {STEPPED}-canary",
    ),
    "a policy's pods in the mesh": (
        lambda found: found.remove(found.of(STEPPED).workload),
        f"PeerAuthentication {STEPPED} refers to pods",
    ),
    "a scrape target of pods": (
        lambda found: found.of(SEVERAL).server["ports"].clear(),
        f"PodMonitor {SEVERAL} refers to port",
    ),
    "the edge's account": (
        lambda found: found.remove(found.of(EDGE).one("ServiceAccount")),
        f"DaemonSet {EDGE}-primary refers to ServiceAccount",
    ),
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
    assert not {one for where in deployed.namespaces for one in where.remains()}
    names = {where.namespace for where in deployed.namespaces}
    assert not names & {one["metadata"]["name"] for one in deployed.kubectl.get("namespaces")["items"]}
    deployed.live.wait_until(lambda: not of_ours(deployed), "what the controllers take is gone")


def of_ours(deployed: Deployed) -> set[str]:
    """What is left that Kubernetes does not make in every namespace; its kind of ModelVersion is gone as well."""
    kinds = KINDS.removesuffix(",modelversions")
    found = {one for where in deployed.namespaces for one in where.names(kinds)}
    found |= {f"PriorityClass/{one}" for one in priorities(deployed.kubectl) if one.startswith(NAME)}
    return found - {"ServiceAccount/default", "ConfigMap/kube-root-ca.crt"}


def priorities(kubectl: Kubectl) -> list[str]:
    return [one["metadata"]["name"] for one in kubectl.get("priorityclasses")["items"]]
