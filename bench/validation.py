"""What validation costs: the time from a parsed configuration of N services to N checked specs.

    .local/venv/bin/python -m bench.validation

Prints the median of several runs, in milliseconds for a service. The aim is below 1 ms at 1,000 services.
"""

import contextlib
import statistics
import timeit
from typing import Any

import click
from pulumi_inference import InvalidSpec, parse_services
from rich.console import Console
from rich.table import Table

from tests.specs import SEED

BAD: dict[str, Any] = SEED | {"replica": 3, "canary": {"modelRef": "llama3.1-8b-q4", "weight": 140}}
"""Two problems a service, one of them with a hint at the nearest field."""


def parse(spec: dict[str, Any], count: int) -> None:
    services = {f"chat-{number}": spec for number in range(count)}
    with contextlib.suppress(InvalidSpec):
        parse_services(services)


def milliseconds(spec: dict[str, Any], count: int, runs: int) -> float:
    """The median time for one service."""
    times = timeit.repeat(lambda: parse(spec, count), number=1, repeat=runs)
    return 1000 * statistics.median(times) / count


@click.command()
@click.option("--runs", default=7, show_default=True, help="Runs of which the median counts.")
def main(runs: int) -> None:
    """Print the cost of validation."""
    table = Table("services", "all valid, ms each", "two problems each, ms each")
    for count in (1, 10, 100, 1000):
        table.add_row(str(count), *(f"{milliseconds(spec, count, runs):.3f}" for spec in (SEED, BAD)))
    Console().print(table)


if __name__ == "__main__":
    main()
