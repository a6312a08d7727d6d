"""What of a model's files does not go together."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..kube.image import is_pinned
from ..runtimes import MODEL_PATH, PRESETS
from .model_storage import ModelSpec, TrackModelSpec, model_specs, storage

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

VARIABLES = {
    "http": ("HTTP_BEARER_TOKEN", "HTTP_USERNAME", "HTTP_PASSWORD"),
    "s3": ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
    "gs": ("GS_ACCESS_KEY_ID", "GS_SECRET_ACCESS_KEY"),
    "az": ("AZURE_STORAGE_SAS_TOKEN",),
    "hf": ("HF_TOKEN",),
}
"""Of each store's credentials (model_downloader/access.py)."""
_PUBLIC = ("HTTP_USERNAME", "AWS_ACCESS_KEY_ID", "GS_ACCESS_KEY_ID")
"""Those that are no secrets by themselves."""
IN_CLEAR = (
    "stands in clear. Name a secret of the configuration: valueFrom: {secretConfig: KEY}; a key of a Secret: "
    "valueFrom: {secretKeyRef: {name, key}}; in Python, or give an Output."
)


def problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """Which track has which model."""
    if spec.model and spec.blue_green and spec.model.source:
        yield "model.source", "has no effect beside blueGreen, which has a model for each track. Put it there."
    found = [path for path, model in model_specs(spec) if model.source]
    if spec.model and not found:
        yield "model.source", "is required. Give where the model comes from, such as http: {url: ...}."
    canary = spec.canary
    if spec.model and spec.model.source and canary and canary.model is None and canary.model_ref != spec.model_ref:
        yield (
            "canary.model",
            "is required beside model: a canary of another modelRef has files of its own. Give their source.",
        )
    if found and not PRESETS[spec.runtime].takes_path and spec.args is None:
        yield (
            found[0],
            f"has no effect with {spec.runtime}, which finds a model by its reference alone and takes no path. Give a "
            f"runtime that does, such as llama-cpp or vllm, or args of your own with {MODEL_PATH}.",
        )
    if found and "MODEL_PATH" in spec.env:
        yield "env.MODEL_PATH", "is the path of the model, by which arguments name it. Give yours another name."


def checksum_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """How fetched files are verified."""
    for path, model in _downloaded(spec):
        listed = model.source.downloaded.listed() if model.source and model.source.downloaded else None
        if listed is None and model.checksums:
            yield f"{path}.checksums", "are those of several files, and there is one. Give checksum."
        elif listed and model.checksum:
            yield f"{path}.checksum", f"is that of one file, and there are {len(listed)}. Give checksums, by file."
        elif listed and model.checksums and (wrong := set(listed) ^ model.checksums.keys()):
            one = min(wrong)
            said = "is missing" if one in listed else "is none of files"
            yield f"{path}.checksums", f"{one} {said}. Give one for each of files, or none at all."
        elif _kept(spec) and not (model.checksum or model.checksums):
            field = "checksums" if listed else "checksum"
            yield (
                f"{path}.{field}",
                f"is required with model.cache.{_kept(spec)}: a file that was there before is taken only where it is "
                "verified.",
            )


def name_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """What fetched files are called in the pod."""
    for path, model in _downloaded(spec):
        found = model.source.downloaded if model.source else None
        if found and found.listed() is None and found.name() is None:
            yield f"{path}.source.http.file", "is required: url does not end in the name of a file. Give one."
        names = found.listed() if found else None
        if names and len(set(names)) < len(names):
            twice = next(name for at, name in enumerate(names) if name in names[:at])
            yield f"{path}.source.{found.store if found else ''}.files", f"lists {twice} twice. Leave one out."


def use_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    """What has no use where nothing is fetched."""
    for path, model in model_specs(spec):
        if model.source is None or model.source.downloaded:
            continue
        for field in ("checksum", "checksums", "credentials"):
            if getattr(model, field):
                why = "nothing is fetched by the pod"
                if model.source.oci:
                    why += "; a digest in the reference verifies an image, and imagePullSecrets or registries pull it"
                yield f"{path}.{field}", f"has no use with source.{model.source.named}: {why}. Leave it out."
        if (
            model.source.oci
            and isinstance(model.source.oci.reference, str)
            and not is_pinned(model.source.oci.reference)
        ):
            yield (
                f"{path}.source.oci.reference",
                f"{model.source.oci.reference} has no version: each pod would load what that name means on its day. "
                "Give a tag other than latest, or better a digest.",
            )
    if spec.model and not any(True for _ in _downloaded(spec)):
        for field in ("cache", "downloader"):
            if field in spec.model.model_fields_set:
                yield f"model.{field}", "has no use: nothing is fetched by the pods. Leave it out."


def cache_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    cache = storage(spec).cache
    if cache and cache.claim and cache.claim.access_modes == ("ReadOnlyMany",):
        yield (
            "model.cache.claim.accessModes",
            "ReadOnlyMany cannot be written to. Give ReadWriteMany; or source: {pvc: ...} for a claim that has the "
            "model.",
        )
    image = storage(spec).downloader.image
    if isinstance(image, str) and not is_pinned(image):
        yield "model.downloader.image", f"{image} has no version. Give a tag other than latest, or better a digest."


def credential_problems(spec: "InferenceServiceSpec") -> Iterator[tuple[str, str]]:
    for path, model in _downloaded(spec):
        given = model.credentials.env if model.credentials else None
        if not given or model.source is None:
            continue
        for name, value in given.items():
            if message := unknown_variable(model.source.named, name):
                yield f"{path}.credentials.env.{name}", message
            elif stands_in_clear(name, value):
                yield f"{path}.credentials.env.{name}", IN_CLEAR


def unknown_variable(store: str, name: str) -> str | None:
    """What to say of a variable that is none of a store's credentials."""
    known = VARIABLES[store]
    return None if name in known else f"is no variable of {store}'s credentials. Give {' or '.join(known)}."


def stands_in_clear(name: str, value: Any) -> bool:
    """Whether a credential can be read by whoever reads the spec."""
    return isinstance(value, str) and name not in _PUBLIC


def _downloaded(spec: "InferenceServiceSpec") -> Iterator[tuple[str, ModelSpec | TrackModelSpec]]:
    for path, model in model_specs(spec):
        if model.source and model.source.downloaded:
            yield path, model


def _kept(spec: "InferenceServiceSpec") -> str | None:
    """The field of a cache that pods find as others left it."""
    cache = storage(spec).cache
    if cache is None or not cache.outlives_pods:
        return None
    return "node" if cache.node else "claim" if cache.claim else "volumeClaimTemplate"
