"""A namespace and a configured plugin for each test; the control plane is shared."""

import uuid
from collections.abc import Iterator

import pytest

from tests.plugin.driving import Plugin
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl


@pytest.fixture
def kubectl(control_plane: ControlPlane) -> Kubectl:
    return Kubectl(control_plane.kubeconfig)


@pytest.fixture
def namespace(kubectl: Kubectl) -> str:
    name = f"plugin-{uuid.uuid4().hex[:8]}"
    kubectl("create", "namespace", name)
    return name


@pytest.fixture
def plugin(control_plane: ControlPlane, namespace: str) -> Iterator[Plugin]:
    plugin = Plugin(control_plane.kubeconfig, namespace)
    yield plugin
    plugin.stop()
