"""A DaemonSet on the real controller: a pod on each node that matches, and no more."""

from typing import Any

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.cluster.watching import watching
from tests.specs import SMALL
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl

MODELS = {"name": "models", "mountPath": "/models", "readOnly": True, "hostPath": {"path": "/var/lib/models"}}
ZONE = {"nodeSelector": {"topology.kubernetes.io/zone": "local-a"}}
GPUS_TOO = ZONE | {"tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists"}]}


def chat(**fields: Any) -> dict[str, Any]:
    return SMALL | {"daemonSet": {}, "volumes": [MODELS]} | fields


def up(project: Project, spec: dict[str, Any]) -> None:
    project.configure({"chat": spec})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output


def test_each_node_that_matches_has_a_pod_and_they_change_node_by_node(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    enforced = "pod-security.kubernetes.io/enforce=privileged"  # restricted refuses hostPath
    Kubectl(control_plane.kubeconfig)("label", "namespace", live.namespace, enforced, "--overwrite")
    up(project, chat(scheduling=ZONE))
    assert live.node_of_pods("chat") == ["cpu-1"]
    up(project, chat(scheduling=GPUS_TOO))
    assert sorted(live.node_of_pods("chat")) == ["cpu-1", "gpu-a10g"]
    status = project.outputs()["chat"]["status"]
    assert (status["ready"], status["replicas"]) == (True, 2)
    assert project.preview("--expect-no-changes").exit_code == 0

    project.configure({"chat": chat(scheduling=GPUS_TOO, modelRef="new")})
    assert "all amounts are those of one node" in project.preview().output
    with watching(control_plane.kubeconfig, live.namespace, "chat") as recorded:
        up(project, chat(scheduling=GPUS_TOO, modelRef="new"))
    assert recorded.fewest == 1
    assert recorded.most_pods == 2

    up(project, chat(scheduling={"nodeSelector": {"example.com/no-such": "node"}}))
    status = project.outputs()["chat"]["status"]
    assert (status["ready"], status["replicas"]) == (False, 0)
    assert "no node is one that the pods may go to" in status["message"]

    up(project, SMALL | {"replicas": 2})
    assert live.names("deployments,daemonsets") == {"Deployment/chat-primary"}
    assert project.destroy().exit_code == 0
    assert live.remains() == set()
