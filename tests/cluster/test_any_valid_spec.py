"""What is valid to us is valid to Kubernetes: specs that nobody thought of, in front of the real API server."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from kubernetes import config
from kubernetes.dynamic import DynamicClient
from pulumi_inference import parse_job, parse_service
from pulumi_inference.children import children
from pulumi_inference.features.job_rules import ADDED
from pulumi_inference.kube.quantity import parse_quantity

from tests.job_strategies import valid_jobs
from tests.references import started_job
from tests.strategies import REPEATABLE, valid_specs
from tools.control_plane import ControlPlane, install_crds

Manifest = dict[str, Any]


@pytest.fixture(scope="module")
def cluster(control_plane: ControlPlane) -> DynamicClient:
    install_crds(
        control_plane.kubeconfig,
        "argo-rollouts",
        "cert-manager",
        "external-secrets",
        "gateway-api",
        "istio",
        "keda",
        "prometheus-operator",
        "traefik",
        "vpa",
    )
    return DynamicClient(config.new_client_from_config(str(control_plane.kubeconfig)))


OF_A_SERVER = settings(
    REPEATABLE, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def manifests(raw: Manifest) -> list[Manifest]:
    """Every object of a service, as `InferenceService` registers them."""
    spec = parse_service("chat", raw)
    return [dict(child.manifest) for child in children(spec.name or "chat", spec)]


@OF_A_SERVER
@given(raw=valid_specs(secrets=False))
def test_the_api_server_takes_and_keeps_whatever_a_valid_spec_renders(
    raw: Manifest, cluster: DynamicClient, namespace: str
) -> None:
    for manifest in manifests(raw):
        assert lost(manifest, taken(cluster, namespace, manifest)) == []


@OF_A_SERVER
@given(raw=valid_jobs(secrets=False))
def test_the_api_server_takes_and_keeps_whatever_a_valid_job_renders_and_the_jobs_that_it_starts(
    raw: Manifest, cluster: DynamicClient, namespace: str
) -> None:
    spec = parse_job("train", raw)
    for child in children(spec.name or "train", spec):
        manifest = dict(child.manifest)
        assert lost(manifest, taken(cluster, namespace, manifest)) == []
        if started := started_by(manifest):
            assert lost(started, taken(cluster, namespace, started)) == []


def started_by(manifest: Manifest) -> Manifest | None:
    """A Job with as long a name as a controller gives it, whose spec is looked at once it is there, and not before."""
    if manifest["kind"] not in ADDED or not (spec := started_job(manifest)):
        return None
    name = manifest["metadata"]["name"] + "-" + "0" * (ADDED[manifest["kind"]] - 1)
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": spec}


def taken(cluster: DynamicClient, namespace: str, manifest: Manifest) -> Any:
    """What the server makes of it, and would keep."""
    kind = cluster.resources.get(api_version=manifest["apiVersion"], kind=manifest["kind"])
    return kind.create(body=manifest, namespace=namespace, dry_run="All").to_dict()


def lost(sent: Any, taken: Any, path: str = "") -> list[str]:
    """Paths of what the server left out or rewrote: each would be a change in every preview."""
    if isinstance(sent, dict):
        found = taken if isinstance(taken, dict) else {}
        return [place for key in sent for place in lost(sent[key], found.get(key), f"{path}.{key}")]
    if isinstance(sent, list):
        if not sent and taken is None:
            return []  # to Kubernetes the same; the engine compares with what was sent
        if not isinstance(taken, list) or len(sent) != len(taken):
            return [path]
        return [
            place for at, pair in enumerate(zip(sent, taken, strict=True)) for place in lost(*pair, f"{path}[{at}]")
        ]
    amount = any(part in path for part in (".resources.requests.", ".resources.limits.")) or path.endswith(
        (".target.averageValue", ".target.value")
    )  # 5000m becomes 5, which the plugin knows to be the same
    same = parse_quantity(str(sent)) == parse_quantity(str(taken)) if amount else sent == taken
    return [] if same else [f"{path}: {sent!r} became {taken!r}"]
