"""The page of examples/canary: what is typed, what the engine answered in the recorded run, and the pictures of it."""

import io
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib
import yaml
from matplotlib.figure import Figure

from tools.layout import ROOT

EXAMPLE = ROOT / "examples" / "canary"
STACKS = {
    "replicas": "Ten pods behind one Service. A share of the traffic is a share of the pods, and needs nothing else in "
    "the cluster.",
    "gateway": "Four pods behind a Gateway. An HTTPRoute splits the requests to the percent, and the canary's pods "
    "stand beside those of the primary, which keeps its full size: going back needs no new pod.",
}
_SERVICE = "inference:services.chat"


@dataclass(frozen=True)
class Step:
    """What is changed before one `pulumi up`."""

    title: str
    set: Mapping[str, Any]
    remove: tuple[str, ...]
    fails: bool


def steps() -> list[Step]:
    """Those of walk.yaml."""
    return [
        Step(one["title"], one.get("set", {}), tuple(one.get("remove", ())), one.get("fails", False))
        for one in yaml.safe_load((EXAMPLE / "walk.yaml").read_text())
    ]


def commands(step: Step) -> list[list[str]]:
    """What is typed for a step, word by word; the last is the `pulumi up`."""
    changes = [
        ["pulumi", "config", "set", "--path", f"{_SERVICE}.{path}", str(value)] for path, value in step.set.items()
    ]
    removals = [["pulumi", "config", "rm", "--path", f"{_SERVICE}.{path}"] for path in step.remove]
    return [*changes, *removals, ["pulumi", "up", "--yes"]]


def page() -> str:
    """README.md of the example."""
    return "\n".join(_lines()) + "\n"


def picture(stack: str) -> str:
    """An SVG: the ready pods of both tracks, and below them the canary's share of the traffic, over time."""
    recorded = _recorded(stack)
    # The same bytes on every machine: ids from a fixed salt, text as text, no date.
    with matplotlib.rc_context({"svg.hashsalt": stack, "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(9, 4.5), layout="constrained")
        pods, share = figure.subplots(2, 1, sharex=True, height_ratios=[2, 1])
        end = recorded["moments"][-1][0] + 3
        times, primary, canary, part = zip(*recorded["moments"], strict=True)
        over_time = {"where": "post", "linewidth": 1.6}
        pods.step([*times, end], [*primary, primary[-1]], label="primary", color="#0072b2", **over_time)
        pods.step([*times, end], [*canary, canary[-1]], label="canary", color="#d55e00", **over_time)
        share.step([*times, end], [100 * one for one in (*part, part[-1])], color="#d55e00", **over_time)
        pods.set_ylabel("ready pods")
        pods.legend(loc="upper right")
        share.set(ylabel="canary's traffic, %", xlabel="seconds", ylim=(-5, 105))
        for number, step in enumerate(recorded["steps"], start=1):
            for axes in (pods, share):
                axes.axvline(step["at"], color="#999999", linewidth=0.8, linestyle=":")
            pods.annotate(str(number), (step["at"], 1.01), xycoords=("data", "axes fraction"), fontsize=8)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _recorded(stack: str) -> Any:
    return json.loads((EXAMPLE / "recorded" / f"{stack}.json").read_text())


def _lines() -> Iterator[str]:
    yield "# A model's walk from 10 % of the traffic to all of it, and a bad one back"
    yield ""
    yield (
        "Each step is a change of the configuration and a plain `pulumi up`. The program, [\\_\\_main\\_\\_.py]"
        "(__main__.py), stays as it is. The steps stand in [walk.yaml](walk.yaml); a test takes them on a real control "
        "plane with simulated nodes, watches every pod and the route, and fails where fewer pods are ready than "
        "before. What follows is what it recorded, without the lines in between and the outputs."
    )
    yield ""
    yield "To walk it yourself, after `make up` at the root of the repository:"
    yield from ("```", ". .local/env.sh && cd examples/canary", "pulumi stack select --create replicas")
    yield from ("pulumi up", "```")
    yield ("For the stack `gateway` the cluster needs the CRDs of the Gateway API, and a gateway for real requests.")
    for stack, words in STACKS.items():
        yield from _stack(stack, words)


def _stack(stack: str, words: str) -> Iterator[str]:
    yield from ("", f"## {stack.capitalize()}", "", words, "", f"![Ready pods and traffic over time]({stack}.svg)")
    recorded, walk = _recorded(stack)["steps"], steps()
    if [one["title"] for one in recorded] != [step.title for step in walk]:
        raise AssertionError(f"examples/canary/recorded/{stack}.json is of another walk: record it anew")
    for number, (step, taken) in enumerate(zip(walk, recorded, strict=True), start=1):
        yield from ("", f"### {number}. {step.title}", "```")
        for command in commands(step):
            yield f"$ {shlex.join(command)}"
        yield from _transcript(taken["output"])
        yield "```"


_ON_THE_WAY = re.compile(r"^@ |^ *[+~-]+ .* (?:creating|updating|deleting) \(")


def _transcript(output: str) -> Iterator[str]:
    """What the engine said, without empty lines, what it said on the way to something, and the outputs."""
    in_outputs = False
    for line in output.splitlines():
        in_outputs = line == "Outputs:" or (in_outputs and line.startswith(" "))
        if line.strip() and not in_outputs and not _ON_THE_WAY.search(line):
            yield line.rstrip()
