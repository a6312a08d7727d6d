"""`python -m tools`: what the Makefile calls."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import click
from rich import box
from rich.table import Table

from tools import component_plugin, interrupts, local, toolchain
from tools.control_plane import ControlPlane
from tools.errors import ToolError
from tools.layout import ROOT
from tools.progress import step, tables

INTERRUPTED = 130  # what a shell reports for a command that SIGINT ended


@click.group()
def tools() -> None:
    """The local control plane and the stack on it."""


@tools.command()
def up() -> None:
    """Start the local control plane and deploy the stack `local` on it."""
    local.up()


@tools.command()
def down() -> None:
    """Destroy the stack and stop everything that `up` started."""
    local.down()


@tools.command()
def status() -> None:
    """Show what runs."""
    _print_status(local.control_plane())


@tools.command("toolchain")
def build() -> None:
    """Build what is not built yet."""
    toolchain.ensure_all()


@tools.command()
def generate() -> None:
    """Write the generated files of the repository anew."""
    from tools.generated import generate_all  # imports the library, which takes a second

    generate_all()


@tools.command()
def plugin() -> None:
    """Make the component plugin known to the local stack's engine."""
    executable = component_plugin.install(local.engine())
    click.echo(component_plugin.how_to_install(executable))


@tools.command()
@click.argument("stack")
@click.option("--project", type=click.Path(path_type=Path), default=ROOT, help="Folder of Pulumi.yaml.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to; by default rendered/STACK.")
@click.option("--secrets", type=click.Choice(["plain"]), help="`plain` writes the values of secrets, too.")
def render(stack: str, project: Path, out: Path | None, secrets: str | None) -> None:
    """Write the objects of a stack as manifests, with a kustomization.yaml."""
    from tools.render.folder import render as write  # imports the library, which takes a second

    folder = out or project / "rendered" / stack
    found = write(project, stack, folder, with_secrets=secrets is not None)
    click.echo(f"{len(found.objects)} objects in {folder}")
    for other in found.others:
        click.echo(f"left out, being no whole object of Kubernetes: {other}")


@tools.command("loadtest")
@click.option("--target", help="Address of a service; by default examples/model_server runs for the test.")
@click.option("--users", type=int, default=10, show_default=True, help="Virtual users.")
@click.option("--duration", default="10s", show_default=True, help="How long they send requests.")
@click.option("--iterations", type=int, help="Requests in all, after which it ends.")
@click.option("--pause", default="100ms", show_default=True, help="Of a user between two requests.")
@click.option("--p95", default="2s", show_default=True, help="Below which 95 of 100 answers have to be.")
@click.option("--failures", default="5%", show_default=True, help="Below which the share of failures has to be.")
def load_test(users: int, target: str | None, p95: str, failures: str, **fields: Any) -> None:
    """Test a model server under load; a crossed threshold ends with 99."""
    from tools.load_test import load_test as run

    asked = {name: value for name, value in fields.items() if value is not None}
    sys.exit(run(asked | {"virtualUsers": users, "thresholds": {"p95": p95, "failures": failures}}, target))


@tools.command()
@click.option("--stack", help="Whose objects are compared with those that are there.")
@click.option("--project", type=click.Path(path_type=Path), default=ROOT, help="Folder of Pulumi.yaml.")
@click.option("--deployment", help="One that runs, of any name.")
@click.option("--name", help="Of the service that the Deployment becomes.")
@click.option("--namespace", default="default", help="Where the Deployment runs.")
@click.option("--model", help="The modelRef of its spec; by default the Deployment's name.")
@click.option("--secrets", type=click.Choice(["plain"]), help="`plain` writes values that look secret, too.")
@click.option("--context", help="Of the kubeconfig; by default the stack's, or the current one.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write to; by default adopted/STACK or NAME.")
def adopt(
    stack: str | None,
    project: Path,
    deployment: str | None,
    name: str | None,
    namespace: str,
    model: str | None,
    secrets: str | None,
    context: str | None,
    out: Path | None,
) -> None:
    """Say what becomes of running objects, and write the commands. Nothing is changed."""
    from tools.adopt.cluster import Cluster, kubeconfig  # imports the library, which takes a second
    from tools.adopt.run import adopt_deployment, adopt_stack

    if stack:
        lines = adopt_stack(project, stack, context, out or project / "adopted" / stack)
    elif deployment and name:
        cluster, folder = Cluster(kubeconfig(), context, namespace), out or project / "adopted" / name
        lines = adopt_deployment(cluster, deployment, name, model or deployment, folder, secrets=secrets is not None)
    else:
        raise ToolError("Say which: make adopt STACK=dev, or make adopt DEPLOYMENT=vllm NAME=chat NAMESPACE=models")
    for line in lines:
        click.echo(line)


@tools.group()
def cluster() -> None:
    """The control plane alone."""


@cluster.command("start")
def cluster_start() -> None:
    local.start(local.control_plane())


@cluster.command("stop")
def cluster_stop() -> None:
    with step("stopping the local control plane"):
        local.control_plane().stop()


@cluster.command("status")
def cluster_status() -> None:
    _print_status(local.control_plane())


def _print_status(control_plane: ControlPlane) -> None:
    parts = control_plane.status()
    if not any(part.pid for part in parts):
        raise ToolError("The local control plane is not running. `make up` starts it.")
    table = Table(box=box.SIMPLE, show_edge=False)
    for heading in ("PART", "PID", "MEMORY", "LOG"):
        table.add_column(heading, overflow="fold")
    for part in parts:
        table.add_row(part.name, str(part.pid or "dead"), f"{part.memory >> 20} MiB", str(part.log))
    tables().print(table)
    control_plane.check()


def main() -> None:
    signal.signal(signal.SIGTERM, _interrupt)
    interrupts.reach_children()
    sys.exit(_run(tools))


def _run(command: Callable[..., object]) -> int:
    """One line for what went wrong, and no traceback for what a user can mend or has asked for."""
    try:
        command(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except TimeoutError as error:
        click.echo(f"Error: {error}", err=True)
        return 1
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted. The same command goes on from here; `make down` takes everything away.", err=True)
        return INTERRUPTED
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
