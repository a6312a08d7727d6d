"""A namespace, a stack and a look at the live objects for each test; the control plane is shared."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cluster.gpu_nodes import GpuNodes
from tests.cluster.live import Live
from tests.cluster.project import Project
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl
from tools.engine import Engine
from tools.leftovers import stop_helpers
from tools.plugin import ensure_kubernetes_plugin


@pytest.fixture(scope="session")
def pulumi_home(control_plane: ControlPlane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """With the kubernetes plugin installed."""
    home = tmp_path_factory.mktemp("pulumi-home")
    ensure_kubernetes_plugin(Engine(home, tmp_path_factory.mktemp("backend"), control_plane.kubeconfig))
    yield home
    stop_helpers(home.resolve())  # of engines that a test killed: some live on for minutes


@pytest.fixture
def private_control_plane(new_control_plane: Callable[[], ControlPlane]) -> Iterator[ControlPlane]:
    """One that a test may take apart."""
    plane = new_control_plane()
    plane.start()
    yield plane
    plane.delete()


@pytest.fixture
def gpu_nodes(control_plane: ControlPlane) -> Iterator[GpuNodes]:
    """To be asked for before the project, so that they outlive its pods."""
    nodes = GpuNodes(control_plane.kubeconfig)
    yield nodes
    nodes.remove()


@pytest.fixture
def namespace(control_plane: ControlPlane) -> Iterator[str]:
    with new_namespace(control_plane) as name:
        yield name


@contextmanager
def new_namespace(control_plane: ControlPlane) -> Iterator[str]:
    """Of its own, and as strict as Pod Security can be: what is rendered here passes `restricted`.

    It goes with everything in it, so that the next test finds every GPU free.
    """
    kubectl = Kubectl(control_plane.kubeconfig)
    name = f"test-{uuid.uuid4().hex[:8]}"
    kubectl("create", "namespace", name)
    kubectl("label", "namespace", name, "pod-security.kubernetes.io/enforce=restricted")
    yield name
    kubectl("delete", "deployments,statefulsets,daemonsets", "--all", "--namespace", name, "--cascade=foreground")
    kubectl("delete", "namespace", name, "--wait=false")


@pytest.fixture
def project(tmp_path: Path, pulumi_home: Path, control_plane: ControlPlane, namespace: str) -> Project:
    return Project(tmp_path, pulumi_home, control_plane.kubeconfig, namespace)


@pytest.fixture
def live(control_plane: ControlPlane, namespace: str) -> Live:
    return Live(control_plane.kubeconfig, namespace)
