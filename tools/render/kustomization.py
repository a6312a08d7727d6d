"""Objects as files that `kubectl kustomize` puts together: https://kubectl.docs.kubernetes.io/references/kustomize/

Pure: from what a program registers to the text of each file, by its path.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from tools.errors import ToolError
from tools.render.program import Registered

KUSTOMIZATION = "kustomization.yaml"
OBJECTS, CONFIG, SECRETS, PATCHES = "objects", "config", "secrets", "patches"
MARK = "# Written by `make render`, and written anew by the next one. Put changes into patches/."
ENGINES_OWN = "pulumi.com/"
_VARIABLE = re.compile(r"(env\.)?[A-Za-z_][A-Za-z0-9_]*")
"""A key whose value a process has as a variable; the component's own begin with `env.`, and files with `file.`."""
_AUTOSCALERS = {"HorizontalPodAutoscaler", "ScaledObject"}
_KNOWN_TO_KUSTOMIZE = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Pod"}
"""Kinds whose pods get the new name of a generated Secret; in others kustomize finds none."""

Files = dict[str, str]


def files(objects: Sequence[Registered], patches: Iterable[str], *, with_secrets: bool) -> Files:
    """The text of each file, by its path from the folder of the kustomization.

    Args:
        objects: Of one cluster.
        patches: Paths of the user's own patches there.
        with_secrets: Whether files with the values of Secrets are among them.

    Raises:
        ToolError: Two objects are the same one, or one that is no Secret holds a secret.
    """
    _check(objects, with_secrets)
    manifests = [_plain(one.manifest) for one in objects]
    scaled = {_target(one) for one in manifests if one["kind"] in _AUTOSCALERS}
    found: Files = {}
    resources, config_maps, secrets = [], [], []
    rolls = not any(_pod_of(one) and one["kind"] not in _KNOWN_TO_KUSTOMIZE for one in manifests)
    for registered, manifest in zip(objects, manifests, strict=True):
        if manifest["kind"] == "Secret":
            secrets.append(_secret(manifest, hashed=rolls and not registered.named))
            found |= _secret_files(manifest, with_secrets)
        elif manifest["kind"] == "ConfigMap" and manifest.get("data") and "binaryData" not in manifest:
            config_maps.append(_config_map(manifest))
            found |= {_part(CONFIG, manifest, key): text for key, text in manifest["data"].items()}
        else:
            path = f"{OBJECTS}/{_stem(manifest)}.yaml"
            resources.append(path)
            found[path] = _yaml(_for_autoscalers(manifest) if _identity(manifest) in scaled else manifest)
    kustomization = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": sorted(resources),
        "images": list(_image_entries(manifests)),
        "configMapGenerator": sorted(config_maps, key=_order),
        "secretGenerator": sorted(secrets, key=_order),
        "patches": [{"path": path} for path in sorted(patches)],
    }
    said = {key: value for key, value in kustomization.items() if value}
    found[KUSTOMIZATION] = f"{MARK}\n{_yaml(said)}"
    if secrets:
        found[f"{SECRETS}/.gitignore"] = (
            "# Values of Secrets do not belong into a repository.\n*\n!*/\n!*.example\n!.gitignore\n"
        )
    return found


def _check(objects: Sequence[Registered], with_secrets: bool) -> None:
    seen = set()
    for one in objects:
        who = f"{one.manifest['kind']} {one.manifest['metadata']['name']}"
        if (where := _stem(one.manifest)) in seen:
            raise ToolError(f"{who} is there twice. Objects of two clusters need a provider for each of them.")
        seen.add(where)
        if one.secret and one.manifest["kind"] != "Secret" and not with_secrets:
            raise ToolError(
                f"{who} holds a secret in {', '.join(sorted(one.secret))}, where a file would show it. Put it into a "
                "Secret (env, files), or ask for it in words: SECRETS=plain."
            )


def _plain(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is said to the engine alone."""
    metadata = dict(manifest["metadata"])
    annotations = metadata.pop("annotations", None) or {}
    kept = {key: value for key, value in annotations.items() if not key.startswith(ENGINES_OWN)}
    return {**manifest, "metadata": metadata | ({"annotations": kept} if kept else {})}


def _identity(manifest: Mapping[str, Any]) -> tuple[str, str, str]:
    metadata = manifest["metadata"]
    return manifest["kind"], metadata.get("namespace", ""), metadata["name"]


def _target(autoscaler: Mapping[str, Any]) -> tuple[str, str, str]:
    target = autoscaler["spec"]["scaleTargetRef"]
    return target.get("kind", "Deployment"), autoscaler["metadata"].get("namespace", ""), target["name"]


def _for_autoscalers(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Each apply would set the count back."""
    return {**manifest, "spec": {key: value for key, value in manifest["spec"].items() if key != "replicas"}}


def _stem(manifest: Mapping[str, Any]) -> str:
    kind, namespace, name = _identity(manifest)
    return f"{namespace}/{kind.lower()}-{name}" if namespace else f"{kind.lower()}-{name}"


def _part(folder: str, manifest: Mapping[str, Any], key: str) -> str:
    namespace, name = manifest["metadata"].get("namespace"), manifest["metadata"]["name"]
    return "/".join(filter(None, (folder, namespace, name, key)))


def _generated(manifest: Mapping[str, Any], *, hashed: bool) -> dict[str, Any]:
    metadata = manifest["metadata"]
    options = {
        "disableNameSuffixHash": not hashed,
        "immutable": manifest.get("immutable", False),
        "labels": metadata.get("labels"),
        "annotations": metadata.get("annotations"),
    }
    place = {"namespace": metadata["namespace"]} if "namespace" in metadata else {}
    return {"name": metadata["name"], **place, "options": {key: value for key, value in options.items() if value}}


def _config_map(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Its name has a hash of its content already."""
    contents = [f"{key}={_part(CONFIG, manifest, key)}" for key in sorted(manifest["data"])]
    return {**_generated(manifest, hashed=False), "files": contents}


def _secret(manifest: Mapping[str, Any], *, hashed: bool) -> dict[str, Any]:
    keys = _keys(manifest)
    lines, contents = [key for key in keys if _is_a_line(key)], [key for key in keys if not _is_a_line(key)]
    return {
        **_generated(manifest, hashed=hashed),
        "type": manifest.get("type", "Opaque"),
        **({"envs": [_env_file(manifest)]} if lines else {}),
        **({"files": [f"{key}={_part(SECRETS, manifest, key)}" for key in contents]} if contents else {}),
    }


def _secret_files(manifest: Mapping[str, Any], with_secrets: bool) -> Files:
    """With values, or examples without."""
    values = _values(manifest) if with_secrets else dict.fromkeys(_keys(manifest), "")
    suffix = "" if with_secrets else ".example"
    lines = "".join(f"{key}={values[key]}\n" for key in values if _is_a_line(key))
    for key, value in values.items():
        if _is_a_line(key) and "\n" in value:
            raise ToolError(
                f"{key} of {manifest['metadata']['name']} has several lines, and kustomize reads variables line by "
                "line. Make it a file (files) that the server reads."
            )
    contents = {f"{_part(SECRETS, manifest, key)}{suffix}": values[key] for key in values if not _is_a_line(key)}
    return ({f"{_env_file(manifest)}{suffix}": lines} if lines else {}) | contents


def _keys(manifest: Mapping[str, Any]) -> list[str]:
    return sorted({*(manifest.get("data") or {}), *(manifest.get("stringData") or {})})


def _values(manifest: Mapping[str, Any]) -> dict[str, str]:
    coded = {key: base64.b64decode(value).decode() for key, value in (manifest.get("data") or {}).items()}
    found = coded | dict(manifest.get("stringData") or {})
    return {key: found[key] for key in sorted(found)}


def _env_file(manifest: Mapping[str, Any]) -> str:
    return f"{_part(SECRETS, manifest, '')}.env".replace("/.env", ".env")


def _is_a_line(key: str) -> bool:
    """Of an env file; what is no variable may have several."""
    return _VARIABLE.fullmatch(key) is not None


def _image_entries(manifests: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Of each image its version, as it is: a place to change it. Kustomize goes by the name alone, so that an image in
    two versions can have none."""
    versions: dict[str, set[str]] = {}
    for image in _images(manifests):
        name, at, digest = image.partition("@")
        host, slash, last = name.rpartition("/")
        repository, _, tag = last.partition(":")
        versions.setdefault(f"{host}{slash}{repository}", set()).add(f"{tag}{at}{digest}")
    for name, found in sorted(versions.items()):
        if len(found) == 1:
            tag, _, digest = found.pop().partition("@")
            yield {"name": name} | ({"newTag": tag} if tag else {}) | ({"digest": digest} if digest else {})


def _images(manifests: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for manifest in manifests:
        pod = _pod_of(manifest) or {}
        for container in (*pod.get("initContainers", ()), *pod.get("containers", ())):
            yield str(container["image"])


def _pod_of(manifest: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Also of what makes Jobs: a CronJob, and KEDA's ScaledJob."""
    spec = manifest.get("spec") or {}
    spec = spec.get("jobTargetRef") or spec.get("jobTemplate", {}).get("spec", spec)
    found: Mapping[str, Any] | None = spec.get("template", {}).get("spec") if isinstance(spec, Mapping) else None
    return found


def _order(one: Mapping[str, Any]) -> tuple[str, str]:
    return one.get("namespace", ""), one["name"]


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=120)
