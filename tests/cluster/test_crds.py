"""What a service needs of other projects, where it is installed and where it is not."""

from collections.abc import Iterator

import pytest

from tests.cluster.project import STACK, Project
from tests.specs import SMALL
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.kubectl import Kubectl

VERTICAL = SMALL | {"verticalPodAutoscaler": {"updateMode": "Initial"}}
DEFINITION = "verticalpodautoscalers.autoscaling.k8s.io"
TWO = {"chat": VERTICAL, "code": VERTICAL}


@pytest.fixture
def without_vpa(control_plane: ControlPlane) -> Iterator[Kubectl]:
    kubectl = Kubectl(control_plane.kubeconfig)
    kubectl("delete", "crd", DEFINITION, "--ignore-not-found")
    yield kubectl
    install_crds(control_plane.kubeconfig, "vpa")


def read(project: Project) -> list[str]:
    """What of other projects the state holds."""
    resources = project.engine.export(STACK)["deployment"]["resources"]
    return [one["id"] for one in resources if one["type"].endswith(":CustomResourceDefinition")]


def test_a_definition_that_is_missing_ends_the_preview_and_says_what_to_install(
    project: Project, without_vpa: Kubectl
) -> None:
    project.configure(TWO)
    refused = project.preview()
    assert refused.exit_code != 0
    assert (
        f"{DEFINITION}: installed with the Vertical Pod Autoscaler (github.com/kubernetes/autoscaler)" in refused.output
    )
    assert "Traceback" not in refused.output
    assert without_vpa.get("deployments", "--namespace", project.namespace)["items"] == []


def test_a_definition_is_read_once_for_all_services_of_a_program(project: Project, control_plane: ControlPlane) -> None:
    install_crds(control_plane.kubeconfig, "vpa")
    project.configure(TWO)
    assert project.up().exit_code == 0
    assert read(project) == [DEFINITION]
    assert project.preview("--expect-no-changes").exit_code == 0
    assert project.destroy().exit_code == 0
    assert Kubectl(control_plane.kubeconfig)("get", "crd", DEFINITION, "--output=name")


@pytest.mark.usefixtures("without_vpa")
def test_nothing_is_read_where_the_program_brings_the_definitions_itself(project: Project) -> None:
    project.configure({"chat": VERTICAL | {"requireCRDs": False}})
    assert project.preview().exit_code == 0
