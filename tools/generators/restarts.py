"""docs/restarts.md: what a change of each field does to pods that run, as the engine's own previews show it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from tools.generators.reference import anchor

FOUND = Path(__file__).with_name("restarts.yaml")
"""Each field and the effect that tests/cluster/test_restarts.py found, which writes the file with `--record`."""
EFFECTS: Mapping[str, str] = {
    "none": "No pod notices.",
    "number of pods": "Pods are added or taken away, now or by the autoscaler. None that stays is restarted.",
    "rolling restart": "Every pod of the track is replaced, some at a time; [forecast](reference.md#outputs) says in "
    "the preview how many, and how long it takes.",
    "replacement": "The objects are replaced by others, and with them all pods.",
    "refused": "Nothing: a preview refuses the change, since the API server would, and says what to do.",
}
"""From the least to the most."""
INTRODUCTION = """\
<!-- Generated from what the engine's previews show: see tests/cluster/test_restarts.py and `make generate`. -->
# What restarts pods

What a change of each field does to pods that run. A field of which only parts are changed does what these parts do.
"""


def found() -> dict[str, str]:
    """The effect of each field, by its path."""
    return dict(yaml.safe_load(FOUND.read_text()))


def restarts() -> str:
    """The text of docs/restarts.md."""
    effects = [f"- **{effect}**: {words}" for effect, words in EFFECTS.items()]
    rows = [f"| {field} | {effect} |" for field, effect in _rows(found())]
    return "\n".join([INTRODUCTION, *effects, "", "| Field | Effect |", "| --- | --- |", *rows]) + "\n"


def _rows(effects: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """One row for all that is below a field where it has one and the same effect."""
    for whole in dict.fromkeys(_widest(path, effects) for path in effects):
        parts = [path for path in effects if _is_part(path, whole)]
        same = len(parts) > 1 and _have_one_effect(whole, effects)
        link = f"[`{whole}`](reference.md#{anchor(whole)})"
        yield f"{link} and all below it" if same else link, effects[parts[0]]


def _widest(path: str, effects: Mapping[str, str]) -> str:
    """The outermost field around this one, or this one, all of which has the same effect."""
    parts = path.split(".")
    for length in range(1, len(parts)):
        whole = ".".join(parts[:length]).removesuffix("[]")
        if _have_one_effect(whole, effects):
            return whole
    return path


def _have_one_effect(whole: str, effects: Mapping[str, str]) -> bool:
    return len({effect for path, effect in effects.items() if _is_part(path, whole)}) == 1


def _is_part(path: str, whole: str) -> bool:
    return path == whole or path.startswith((f"{whole}.", f"{whole}[]."))
