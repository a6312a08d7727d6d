"""Jobs that have a name of their own: a sync, a backup, a load test. Each is fields of a job that its spec brings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import load_test, rclone
from .copy_spec import copies
from .files import key_of

if TYPE_CHECKING:
    from ..model_job_spec import ModelJobSpec

_FIELDS = {"sync": "sync", "backup": "backup", "load_test": "loadTest"}


def whole(spec: "ModelJobSpec") -> "ModelJobSpec":
    """The job itself: what its name stands for, and over that the spec's own fields."""
    brought = _brought(spec)
    if brought is None:
        return spec
    part = type(spec).model_validate(brought)
    found = {field: _joined(spec, field, getattr(part, field)) for field in part.model_fields_set}
    return spec.model_copy(update=found | dict.fromkeys(_FIELDS))


def problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    given = _given(spec)
    if len(given) > 1:
        yield given[1], f"stands beside {given[0]}, and a job is one of them. Declare two jobs."
    if not given and spec.image is None:
        yield "image", "is required of a job that is no sync, backup or loadTest. Give one such as acme/train:1.2.0."


def own_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """Fields that say again, or otherwise, what a job's name has said."""
    for name in _given(spec):
        for field in ("command", "args"):
            if getattr(spec, field) is not None:
                yield (
                    field,
                    f"has no use beside {name}, which has its own. Leave it out: settings of rclone and of k6 are "
                    "variables as well, such as RCLONE_TRANSFERS or K6_RPS in env.",
                )
        if spec.scaled_job:
            yield "scaledJob", f"has no use beside {name}, which works on no queue. Give schedule, or neither."


def copy_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """What would be in the way of a copy."""
    for name, copy in copies(spec):
        if spec.parallelism > 1 or (spec.completions or 1) > 1:
            field = "parallelism" if spec.parallelism > 1 else "completions"
            yield field, f"above 1 has no use beside {name}: each pod would copy all of it. Leave it out."
        taken = copy.places()
        for at, volume in enumerate(spec.volumes):
            if volume.name in taken or volume.mount_path.removeprefix("/") in taken:
                yield f"volumes[{at}]", f"is called or mounted as {name}'s own: {', '.join(sorted(taken))}. Rename it."


def place_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """What the spec puts where the script is, or a claim of a copy."""
    script = rclone.SCRIPT if spec.sync or spec.backup else load_test.SCRIPT if spec.load_test else None
    for at, file in enumerate(spec.files):
        if script and key_of(file.path) == key_of(script):
            yield f"files[{at}].path", f"{file.path} is the script's: {script}. Give another."
    claims = {f"/{place}" for _, copy in copies(spec) for place, where in copy.places().items() if where.pvc}
    for at, path in enumerate(spec.writable_paths or ()):
        if path in claims:
            yield f"writablePaths[{at}]", f"{path} is where a claim of the copy is mounted. Leave it out."


def _joined(spec: "ModelJobSpec", field: str, brought: Any) -> Any:
    own = getattr(spec, field)
    if isinstance(brought, dict):
        return {**brought, **own}
    if isinstance(brought, tuple) and field in ("files", "volumes"):
        return (*own, *brought)
    return own if field in spec.model_fields_set and own is not None else brought


def _brought(spec: "ModelJobSpec") -> dict[str, Any] | None:
    """By the field that is given, in camelCase."""
    if spec.sync:
        return rclone.sync_job(spec.sync)
    if spec.backup:
        return rclone.backup_job(spec.backup, spec.time_zone or "UTC")
    return load_test.load_test_job(spec.load_test) if spec.load_test else None


def _given(spec: "ModelJobSpec") -> list[str]:
    return [alias for field, alias in _FIELDS.items() if getattr(spec, field) is not None]
