"""What `make up` ends with: a table of the services, and what to try next."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.table import Table

from tools.progress import tables

NEXT = """\
Try next:
  . .local/env.sh                       this shell's pulumi and kubectl use the local stack and its cluster
  kubectl get deployments,services      what runs
  pulumi up --stack local               after an edit of stacks/Pulumi.local.yaml"""


def print_services(services: Mapping[str, Any]) -> None:
    table = Table(box=box.SIMPLE, show_edge=False)
    for heading in ("SERVICE", "READY", "REPLICAS", "CANARY", "SHARE", "URL"):
        table.add_column(heading, overflow="fold")
    for name, service in sorted(services.items()):
        table.add_row(name, *_cells(service))
    console = tables()
    console.print()
    console.print(table)
    console.print()
    console.print(NEXT, markup=False)


def _cells(service: Mapping[str, Any]) -> tuple[str, ...]:
    status, canary = service["status"], service.get("canary")
    ready = "yes" if status["ready"] else f"no: {status.get('message', '')}"
    model, share = (canary["modelRef"], _share(canary)) if canary else ("-", "-")
    return ready, str(status["replicas"]), model, share, service["url"]


def _share(canary: Mapping[str, Any]) -> str:
    """The share that the replicas give, and the one that was asked for where it is another."""
    true, asked = f"{canary['effectiveWeight']:g} %", f"{canary['weight']:g} %"
    return true if true == asked else f"{true} (asked: {asked})"
