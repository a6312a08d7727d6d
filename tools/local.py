"""The local stack: its control plane, its state, and the way from nothing to live services and back."""

import shutil

from tools import layout, toolchain
from tools.control_plane import CONTEXT, ControlPlane
from tools.control_plane.kubectl import KubectlError
from tools.engine import Engine
from tools.errors import ToolError
from tools.leftovers import stop_helpers
from tools.plugin import ensure_kubernetes_plugin
from tools.progress import console, step
from tools.recovery import recover, stop_other_updates
from tools.report import print_services
from tools.shell import write_shell_environment


def control_plane() -> ControlPlane:
    return ControlPlane(layout.CONTROL_PLANE, CONTEXT, layout.KUBECONFIG)


def engine() -> Engine:
    return Engine(layout.PULUMI_HOME, layout.BACKEND, layout.KUBECONFIG)


def up() -> None:
    toolchain.ensure_all()
    cluster, pulumi = control_plane(), engine()
    start(cluster)
    ensure_kubernetes_plugin(pulumi)
    write_shell_environment(pulumi)
    pulumi.run("stack", "select", "--create", layout.STACK)
    uid = cluster.uid()
    recover(pulumi, layout.STACK, cluster_lost=_deployed_to() not in ("", uid))
    layout.DEPLOYED_TO.write_text(uid)
    pulumi.show("up", "--yes", "--skip-preview", "--stack", layout.STACK)
    print_services(pulumi.outputs(layout.STACK).get("services", {}))


def start(cluster: ControlPlane) -> None:
    if not cluster.is_running():
        with step("starting the local control plane"):
            cluster.start()
    else:
        cluster.start()  # says whether it answers, too


def down() -> None:
    cluster, pulumi = control_plane(), engine()
    stop_other_updates(pulumi, layout.STACK)
    if _has_stack() and _answers(cluster):
        try:
            recover(pulumi, layout.STACK, cluster_lost=_deployed_to() not in ("", cluster.uid()))
            pulumi.show("destroy", "--yes", "--skip-preview", "--stack", layout.STACK)
        except (ToolError, TimeoutError) as error:
            console.print(f"{error}\nThe cluster goes as a whole, with everything in it.", markup=False)
    stop_helpers(pulumi.home)
    with step("stopping the local control plane"):
        cluster.delete()
    _forget_stack(pulumi)
    layout.DEPLOYED_TO.unlink(missing_ok=True)


def _forget_stack(pulumi: Engine) -> None:
    """The state of the local stack. Another stack's, made in a shell with env.sh, may speak of a cluster that lives."""
    others = [path.stem for path in (layout.BACKEND / ".pulumi" / "stacks").glob("*/*.json")]
    others = [name for name in others if name != layout.STACK]
    if not others:
        shutil.rmtree(layout.BACKEND, ignore_errors=True)
        return
    if _has_stack():
        pulumi.run("stack", "rm", "--yes", "--force", "--preserve-config", layout.STACK)
    console.print(f"kept in .local/state: the state of {', '.join(sorted(others))}")


def _answers(cluster: ControlPlane) -> bool:
    try:
        return cluster.is_running() and bool(cluster.uid())
    except KubectlError:
        return False


def _has_stack() -> bool:
    return any((layout.BACKEND / ".pulumi" / "stacks").glob(f"*/{layout.STACK}.json"))


def _deployed_to() -> str:
    """The cluster that the stack's state speaks of; empty before the first update."""
    return layout.DEPLOYED_TO.read_text() if layout.DEPLOYED_TO.is_file() else ""
