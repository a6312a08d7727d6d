"""Several models on one server, and the files by which TensorFlow Serving is told of them.

https://www.tensorflow.org/tfx/serving/serving_config (ModelServerConfig in tensorflow_serving/config, in protobuf's
text format) and https://docs.nvidia.com/deeplearning/triton-inference-server (model management: explicit control).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..child import Child, serving_config_of
from ..digest import digest
from ..errors import path_to
from ..kube.labels import recommended
from ..pod_part import PodOfTrack, PodPart
from ..runtimes import MODELS_CONFIG, MONITORING_CONFIG, PRESETS, Runtime
from ..tracks import Track, tracks
from .model_pod import model_path
from .server_metrics import METRICS
from .serving_spec import ServedModelSpec, ServingSpec, VersionsSpec

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

VOLUME = "serving"
_OF_MODEL = ("path", "versions", "labels")
"""What of a model only a file says."""


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    serving, preset = spec.serving, PRESETS[spec.runtime]
    if serving is None:
        return
    if preset.several is None:
        can = " or ".join(name for name, one in PRESETS.items() if one.several)
        yield (
            "serving",
            f"is not known to {spec.runtime}, which is told of one model. Give runtime {can}, or a service for each "
            "model.",
        )
        return
    if not serving.models and not serving.monitoring:
        yield "serving", "says nothing. Give models, or monitoring: true for tensorflow-serving; or leave it out."
    if spec.args is not None:
        yield "serving", "is flags among the runtime's arguments, which args replaces. Leave one of the two out."
    if preset.config_directory is not None:
        return
    if serving.monitoring:
        yield "serving.monitoring", f"has no use with {spec.runtime}, which has metrics without. Leave it out."
    for at, model in enumerate(serving.models):
        for field in _OF_MODEL:
            if getattr(model, field):
                yield (
                    f"serving.models[{at}].{field}",
                    f"is nothing that {spec.runtime} is told from outside: it finds models by their names in its "
                    "repository, and their versions by the version_policy of each one's config.pbtxt. Write it there.",
                )


def model_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    names: set[str] = set()
    for at, model in enumerate(spec.serving.models if spec.serving else ()):
        if model.name in names:
            yield f"serving.models[{at}].name", f"{model.name} is there twice. Give each model a name of its own."
        names.add(model.name)
        specific = model.versions.specific if model.versions else None
        for label, version in model.labels.items():
            if specific and version not in specific:
                yield (
                    path_to(f"serving.models[{at}].labels", [label]),
                    f"{version} is none of the versions that are served. Give one of "
                    f"{', '.join(map(str, specific))}, or add it there.",
                )
        field = _no_directory(spec) if PRESETS[spec.runtime].config_directory and not model.path else None
        if field:
            yield (
                f"serving.models[{at}].path",
                f"is required: {field} is no directory that is known to have models in it. Give the model's, or a path "
                f"such as /models as {field}.",
            )


def told(spec: "InferenceServiceSpec", preset: Runtime) -> Runtime:
    """The preset with what serving makes of it."""
    serving, several = spec.serving, preset.several
    if serving is None or several is None:
        return preset
    names = tuple(model.name for model in serving.models)
    args = (lambda ports: several.args(ports, names)) if names else preset.args
    more = tuple(_more_flags(serving, preset))
    health, readiness = several.paths(names[0]) if names and several.paths else (None, None)
    return replace(
        preset,
        args=lambda ports: (*args(ports), *more),
        health_path=health or preset.health_path,
        readiness_path=readiness or preset.readiness_path,
        has_metrics=preset.has_metrics or serving.monitoring,
    )


def pod(of: PodOfTrack) -> PodPart:
    manifest = config_map(of.name, of.spec, of.track)
    if manifest is None:
        return PodPart()
    where = PRESETS[of.spec.runtime].config_directory
    return PodPart(
        spec={"volumes": [{"name": VOLUME, "configMap": {"name": manifest["metadata"]["name"]}}]},
        server={"volumeMounts": [{"name": VOLUME, "mountPath": where, "readOnly": True}]},
    )


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    for track in tracks(spec) if spec.serving else ():
        if manifest := config_map(name, spec, track):
            yield Child(role=serving_config_of(track.name), manifest=manifest)


def config_map(name: str, spec: "InferenceServiceSpec", track: Track) -> dict[str, Any] | None:
    """A track's own, so that a canary comes and goes without the pods of the primary; and it cannot change."""
    if spec.serving is None or PRESETS[spec.runtime].config_directory is None:
        return None
    data = {file: _text_format(message) for file, message in _messages(spec, spec.serving, track)}
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": f"{name}-{track.name}-serving-{digest(data)[:8]}",
            "labels": recommended(name, "serving"),
        },
        "immutable": True,
        "data": data,
    }


def _more_flags(serving: ServingSpec, preset: Runtime) -> Iterator[str]:
    if preset.config_directory is None:
        return
    if any(model.labels for model in serving.models):  # at its start no version is available yet
        yield "--allow_version_labels_for_unavailable_models=true"
    if serving.monitoring:
        yield f"--monitoring_config_file={preset.config_directory}/{MONITORING_CONFIG}"


def _no_directory(spec: "InferenceServiceSpec") -> str | None:
    """The first field with a reference that no path can follow from."""
    both, canary = spec.blue_green, spec.canary
    colors = [(name, getattr(both, name)) for name in ("blue", "green")] if both else []
    found: list[tuple[str, Any, Any]] = [
        ("modelRef", spec.model_ref, spec.model),
        *([("canary.modelRef", canary.model_ref, canary.model or spec.model)] if canary else []),
        *((f"blueGreen.{name}.modelRef", color.model_ref, color.model) for name, color in colors if color),
    ]
    for field, reference, model in found:
        is_path = isinstance(reference, str) and (reference.startswith("/") or "://" in reference)
        if reference is not None and not is_path and not (model and model.source):
            return field
    return None


def _messages(
    spec: "InferenceServiceSpec", serving: ServingSpec, track: Track
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What stands in each file."""
    if serving.models:
        below = str(model_path(spec, track) or track.model_ref).rstrip("/")
        configs = [_config(model, model.path or f"{below}/{model.name}") for model in serving.models]
        yield MODELS_CONFIG, {"model_config_list": {"config": configs}}
    if serving.monitoring:
        path = METRICS["tensorflow-serving"].path
        yield MONITORING_CONFIG, {"prometheus_config": {"enable": True, "path": path}}


def _config(model: ServedModelSpec, path: str) -> dict[str, Any]:
    labels = [{"key": label, "value": version} for label, version in sorted(model.labels.items())]
    return {
        "name": model.name,
        "base_path": path,
        "model_platform": "tensorflow",
        **({"model_version_policy": _policy(model.versions)} if model.versions else {}),
        **({"version_labels": labels} if labels else {}),
    }


def _policy(versions: VersionsSpec) -> dict[str, Any]:
    if versions.latest:
        return {"latest": {"num_versions": versions.latest}}
    if versions.specific:
        return {"specific": {"versions": list(versions.specific)}}
    return {"all": {}}


def _text_format(message: Mapping[str, Any], indent: str = "") -> str:
    """https://protobuf.dev/reference/protobuf/textformat-spec: JSON's quotes and escapes are among its own."""
    lines = []
    for name, value in message.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                lines.append(f"{indent}{name} {{\n{_text_format(one, indent + '  ')}{indent}}}\n")
            else:
                lines.append(f"{indent}{name}: {json.dumps(one, ensure_ascii=False)}\n")
    return "".join(lines)
