"""How a model's files get into a pod: a volume, and an init container that fetches what is not there.

https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi

from ..child import Child
from ..digest import digest
from ..inputs import Elsewhere, known_later
from ..kube.duration import whole_seconds
from ..kube.labels import recommended
from ..pod_part import PodOfTrack, PodPart
from ..tracks import Track, tracks
from . import environment
from .claims import claim_name
from .model_source import Downloaded, ModelSourceSpec
from .model_storage import CACHE, DOWNLOADER, CredentialFrom, storage
from .pod_security import RESTRICTED_CONTAINER

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

_CODE = Path(__file__).parents[1] / "model_downloader"
_WHERE = "/opt/model-downloader"


def pod(of: PodOfTrack) -> PodPart:
    model = of.track.model
    if model is None:
        return PodPart()
    assert model.source is not None, "a track has a model with a source"
    volume, mount = _volume(of, model.source), {"name": CACHE, "mountPath": storage(of.spec).mount_path}
    if model.source.downloaded is None:
        return PodPart(spec={"volumes": volume}, server={"volumeMounts": [mount | {"readOnly": True}]})
    below = {"subPath": directory} if (directory := _directory(of.spec, of.track)) else {}
    return PodPart(
        spec={
            "volumes": [*volume, {"name": DOWNLOADER, "configMap": {"name": config_map(of.name)["metadata"]["name"]}}],
            "initContainers": [_downloader(of, model.source.downloaded, mount)],
        },
        server={"volumeMounts": [mount | below | {"readOnly": True}]},
    )


def model_path(spec: "InferenceServiceSpec", track: Track) -> str | None:
    """Of the file or the directory, in the model server's container; None without one."""
    if track.model is None or track.model.source is None:
        return None
    place, source = storage(spec).mount_path, track.model.source
    if found := source.downloaded:
        return place if found.listed() else f"{place}/{found.name()}"
    inside = (source.oci or source.pvc).path  # type: ignore[union-attr]  # one of them is given
    return f"{place}/{inside}" if inside else place


def children(name: str, spec: "InferenceServiceSpec") -> Iterator[Child]:
    if downloads(spec):
        yield Child(role="model_downloader", manifest=config_map(name))


def downloads(spec: "InferenceServiceSpec") -> bool:
    """Whether pods of some track fetch their model."""
    return any(track.model and track.model.source and track.model.source.downloaded for track in tracks(spec))


def scripts() -> Mapping[str, str]:
    """The downloader's own files."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(_CODE.glob("*.py"))}


def config_map(service: str) -> dict[str, Any]:
    """It cannot change: other files have a ConfigMap of another name."""
    data = scripts()
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": f"{service}-{DOWNLOADER}-{digest(data)[:8]}",
            "labels": recommended(service, DOWNLOADER),
        },
        "immutable": True,
        "data": data,
    }


def secrets(spec: "InferenceServiceSpec") -> Mapping[str, Any]:
    """What goes into the service's Secret, by its key there."""
    found: dict[str, Any] = {}
    for track in tracks(spec):
        model = track.model
        if model is None or model.source is None or model.source.downloaded is None:
            continue
        given = (model.credentials.env if model.credentials else None) or {}
        found |= environment.secret_values(given, _whose(track))
        if _is_late(model.source.downloaded):
            found[f"{_whose(track)}.MODEL_FILES"] = _files(track)
    return found


def _downloader(of: PodOfTrack, source: Downloaded, mount: Mapping[str, Any]) -> dict[str, Any]:
    own, model = storage(of.spec), of.track.model
    amounts = {"cpu": own.downloader.resources.cpu, "memory": own.downloader.resources.memory}
    credentials = model.credentials if model else None
    existing = credentials.secret_name if credentials else None
    return {
        "name": DOWNLOADER,
        "image": own.downloader.image,
        "command": ["python3", "-m", "model_downloader"],
        "workingDir": _WHERE,
        "env": list(_environment(of, source)),
        **({"envFrom": [{"secretRef": {"name": existing}}]} if existing is not None else {}),
        "resources": {"requests": amounts, "limits": amounts},
        "securityContext": RESTRICTED_CONTAINER | {"readOnlyRootFilesystem": True},
        "terminationMessagePolicy": "FallbackToLogsOnError",  # `kubectl describe pod` says what the log says
        "volumeMounts": [
            mount,
            {"name": DOWNLOADER, "mountPath": f"{_WHERE}/model_downloader", "readOnly": True},
        ],
    }


def _environment(of: PodOfTrack, source: Downloaded) -> Iterator[dict[str, Any]]:
    track, own = of.track, storage(of.spec)
    yield _variable("MODEL_DIRECTORY", "/".join(filter(None, (own.mount_path, _directory(of.spec, track)))))
    yield _variable("MODEL_STORE", source.store)
    if region := getattr(source, "region", None):
        yield _variable("MODEL_REGION", region)
    yield _variable("MODEL_TIMEOUT", str(whole_seconds(of.spec.model_load)))
    if _is_late(source):
        yield _from_secret(of, "MODEL_FILES")
    else:
        yield _variable("MODEL_FILES", _files(track).replace("$(", "$$("))  # which Kubernetes takes for a variable
    credentials = track.model.credentials if track.model else None
    for name, value in sorted(((credentials.env if credentials else None) or {}).items()):
        if isinstance(value, CredentialFrom) and (reference := value.value_from.secret_key_ref):
            yield {"name": name, "valueFrom": {"secretKeyRef": reference.rendered()}}
        else:
            yield _from_secret(of, name) if known_later(value) else _variable(name, value)


def _files(track: Track) -> Any:
    """What the downloader is to fetch, as JSON; an Output where an address is one."""
    assert track.model is not None, "asked for with one alone"
    assert track.model.source is not None, "a rule asks for it"
    source = track.model.source.downloaded
    assert source is not None, "asked for where something is fetched alone"
    model, leaves = track.model, source.leaves()

    def written(known: Mapping[str, str]) -> str:
        return json.dumps(
            [
                {"name": file or source.name(), "url": source.address(known, file)}
                | ({"sha256": checksum.removeprefix("sha256:")} if checksum else {})
                for file in source.listed() or (None,)
                for checksum in (model.checksums.get(file) if file else model.checksum,)
            ]
        )

    if any(isinstance(leaf, Elsewhere) for leaf in leaves.values()):  # still to be read from the configuration
        return source
    return pulumi.Output.all(**leaves).apply(written) if _is_late(source) else written(leaves)


def _is_late(source: Downloaded) -> bool:
    return any(map(known_later, source.leaves().values()))


def _directory(spec: "InferenceServiceSpec", track: Track) -> str | None:
    """Of a cache that others use as well: the model's own, named by the checksums of all that is in it."""
    model, cache = track.model, storage(spec).cache
    if model is None or cache is None or not cache.outlives_pods:
        return None
    return digest([model.checksum, dict(model.checksums)])[:16]


def _volume(of: PodOfTrack, source: ModelSourceSpec) -> list[dict[str, Any]]:
    """None where the workload itself has one of that name, such as a StatefulSet's claim for each pod."""
    if source.oci:
        return [{"name": CACHE, "image": {"reference": source.oci.reference, "pullPolicy": "IfNotPresent"}}]
    if source.pvc:
        return [{"name": CACHE, "persistentVolumeClaim": {"claimName": source.pvc.claim_name}}]
    cache = storage(of.spec).cache
    if cache and cache.node:
        return [{"name": CACHE, "hostPath": {"path": cache.node.path, "type": "Directory"}}]
    if cache and cache.volume_claim_template:
        return []
    if cache and cache.claim:
        return [{"name": CACHE, "persistentVolumeClaim": {"claimName": claim_name(of.name, CACHE, cache.claim)}}]
    limits = cache.empty_dir.model_dump(by_alias=True, exclude_defaults=True) if cache and cache.empty_dir else {}
    return [{"name": CACHE, "emptyDir": limits}]


def _variable(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "value": value}


def _from_secret(of: PodOfTrack, name: str) -> dict[str, Any]:
    key = f"{_whose(of.track)}.{name}"
    return {"name": name, "valueFrom": {"secretKeyRef": {"name": environment.own_secret(of), "key": key}}}


def _whose(track: Track) -> str:
    """Begins the keys of a track's variables in the service's Secret."""
    return f"model.{track.name}"
