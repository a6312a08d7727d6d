"""What each version of the defaults renders, object by object, is what was recorded when it was released.

tests/snapshots/specs.yaml has the specs, tests/snapshots/defaults-VERSION what they render. `--record` writes a file
that is not there, and none that is: those who have deployed it would see the change as a change of their objects.
"""

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from pulumi_inference.defaults import DEFAULTS
from pulumi_inference.model import integral

from tests.engine.recording import Recording, Registration, record
from tests.fields import all_fields, used_fields

FOLDER = Path(__file__).parents[1] / "snapshots"
SPECS: Mapping[str, Any] = yaml.safe_load((FOLDER / "specs.yaml").read_text())
RECORD = "make test WORKERS=1 ARGS='tests/engine/test_snapshots.py --record'"
PINNED_BY_THE_TEST = {"defaultsVersion"}


def file_of(name: str, version: int) -> Path:
    return FOLDER / f"defaults-{version}" / f"{name}.yaml"


def rendered(name: str, version: int) -> str:
    """Every registration of a service; the newest version is what a spec has that names none."""
    pinned = {} if version == max(DEFAULTS) else {"defaultsVersion": version}
    return written(record(lambda: _configured(SPECS[name] | pinned)))


def written(recording: Recording) -> str:
    """Every registration of a program, in one order."""
    objects = [_described(one) for one in recording.registrations if one.type != "pulumi:pulumi:Stack"]
    ordered = sorted(objects, key=lambda one: (one["type"], one["name"]))
    return str(yaml.safe_dump(ordered, width=120, sort_keys=False))


def _configured(spec: dict[str, Any]) -> dict[str, Any]:
    """In a program with the secret that specs name."""
    pulumi.runtime.set_all_config({"inference:hfToken": "hunter2"}, ["inference:hfToken"])
    return spec


def _described(registration: Registration) -> dict[str, Any]:
    ignored = list(registration.request.ignoreChanges)
    return {
        "type": registration.type,
        "name": registration.name,
        "parent": registration.request.parent.rsplit("::", 1)[-1],
        **({"ignoreChanges": ignored} if ignored else {}),
        "manifest": _tidy(registration.inputs),
    }


def _tidy(value: Any) -> Any:
    """In one order, and with the whole numbers that the engine has as doubles."""
    if isinstance(value, Mapping):
        return {key: _tidy(value[key]) for key in sorted(value)}
    return [_tidy(entry) for entry in value] if isinstance(value, list) else integral(value)


def complaint(path: Path, now: str) -> str | None:
    """What to tell whoever changed what is rendered; None if nothing is changed."""
    if not path.exists():
        return f"{path} was never recorded. This writes it: {RECORD}"
    recorded = path.read_text()
    if yaml.safe_load(recorded) == yaml.safe_load(now):
        return None
    difference = "\n".join(
        difflib.unified_diff(recorded.splitlines(), now.splitlines(), "recorded", "rendered now", "", "", lineterm="")
    )
    return (
        f"{path} is rendered otherwise:\n{difference}\n"
        "Everybody who upgrades the library would see this as a change of what runs. If a default is to change, leave "
        "this version as it is and add the next one to components/pulumi_inference/defaults.py; then record what it "
        f"renders: {RECORD}\nA major release alone may delete the file, and record it anew."
    )


@pytest.mark.parametrize("version", sorted(DEFAULTS))
@pytest.mark.parametrize("name", SPECS)
def test_what_is_rendered_is_what_was_recorded(name: str, version: int, recording_wanted: bool) -> None:
    path, now = file_of(name, version), rendered(name, version)
    if recording_wanted and not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(now)
    if reason := complaint(path, now):
        pytest.fail(reason, pytrace=False)


def test_no_recorded_file_is_left_out() -> None:
    expected = {file_of(name, version) for name in SPECS for version in DEFAULTS}
    assert set(FOLDER.glob("defaults-*/*")) <= expected, "a spec or a version is gone that somebody may still have"


def test_every_field_is_used() -> None:
    used = PINNED_BY_THE_TEST.union(*map(used_fields, SPECS.values()))
    missing = sorted(all_fields().keys() - used)
    assert not missing, f"add a spec with {', '.join(missing)} to {FOLDER / 'specs.yaml'}, then: {RECORD}"


def test_a_change_is_shown_with_the_way_to_a_new_version(tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text("replicas: 1\nname: chat\n")
    told = complaint(path, "replicas: 2\nname: chat\n")
    assert told
    for part in ("-replicas: 1\n+replicas: 2\n name: chat", "defaults.py", "--record"):
        assert part in told
    assert complaint(path, "replicas: 1\nname: chat\n") is None
