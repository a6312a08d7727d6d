"""What a cluster has before its first workload: nodes, CRDs, and the stages of a pod's and a node's life."""

from pathlib import Path

from tools import toolchain
from tools.control_plane.crds import install
from tools.control_plane.kubectl import Kubectl
from tools.toolchain.modules import CRDS, KWOK

INSTALLED_CRDS = ("gateway-api",)
NODES = Path(__file__).parent / "nodes.yaml"
TIMEOUT = "--timeout=60s"


def before_kwok(kubeconfig: Path) -> None:
    """KWOK reads nodes and stages when it starts; stages that come later say nothing to nodes already seen."""
    kwok = toolchain.ensure(KWOK)
    kubectl = Kubectl(kubeconfig)
    install(kubeconfig, kwok / "crd", *(toolchain.ensure(CRDS) / name for name in INSTALLED_CRDS))
    kubectl.apply(kwok / "stages", NODES)
    # The last KWOK's leases: the new one would not touch a node, nor its pods, until they expire (40 s).
    kubectl("delete", "lease", "--all", "--namespace=kube-node-lease")


def wait_until_usable(kubeconfig: Path) -> None:
    kubectl = Kubectl(kubeconfig)
    kubectl("wait", "--for=condition=Ready", TIMEOUT, "node", "--all")
    # KWOK can miss a stage while it starts, and looks at all of them again when one changes.
    kubectl("annotate", "stage", "--all", "--overwrite", "pulumi-inference/nudged=true")
    kubectl("wait", "--for=create", TIMEOUT, "serviceaccount/default", "--namespace=default")
