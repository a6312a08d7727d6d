"""Which cluster: the provider's kubeconfig, else $KUBECONFIG, else ~/.kube/config, else the one this runs in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.kubernetes_plugin.errors import ClusterUnreachableError
from tools.kubernetes_plugin.objects import Object, nested_str
from tools.kubernetes_plugin.settings import Settings

# Each section's entries, by what they hold, and the keys in it that are file names.
_SECTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "clusters": ("cluster", ("certificate-authority",)),
    "users": ("user", ("client-certificate", "client-key", "tokenFile")),
    "contexts": ("context", ()),
}
_SERVICE_ACCOUNT_NAMESPACE = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace")


@dataclass(frozen=True)
class Target:
    """A kubeconfig with one context chosen; no kubeconfig means the cluster that this process runs in."""

    config: Object | None
    context: str
    namespace: str

    def api_client(self) -> Any:
        import urllib3
        from kubernetes import client, config

        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # the kubeconfig's choice, made knowingly
        configuration = client.Configuration()
        configuration.connection_pool_maxsize = 128  # every await holds one, and new TLS connections are slow
        configuration.retries = False
        try:
            if self.config is None:
                config.load_incluster_config(client_configuration=configuration)
            else:
                config.load_kube_config_from_dict(
                    self.config, context=self.context, client_configuration=configuration, persist_config=False
                )
        except (config.ConfigException, OSError, ValueError) as error:
            raise ClusterUnreachableError(
                f"the kubeconfig's context {self.context!r} cannot be used: {error}"
            ) from error
        return client.ApiClient(configuration)


def target(settings: Settings, environment: Mapping[str, str]) -> Target:
    """Chooses the cluster. A context or cluster that is asked for and does not exist is an error, never a guess."""
    config = _load(settings, environment)
    if config is None:
        if "KUBERNETES_SERVICE_HOST" not in environment:
            raise ClusterUnreachableError(
                "no kubeconfig found. Set the provider's kubeconfig, or KUBECONFIG, or create ~/.kube/config"
            )
        namespace = settings.namespace or _own_namespace()
        return Target(None, "", namespace)
    name = settings.context or str(config.get("current-context") or "")
    entry = _named(config, "contexts", name)
    if not name or entry is None:
        known = ", ".join(sorted(str(context.get("name")) for context in config.get("contexts") or [])) or "none"
        problem = f'context "{name}" does not exist in' if name else "no context is selected in"
        raise ClusterUnreachableError(f"{problem} the kubeconfig; it has: {known}. Set the provider's context")
    context = entry.get("context") or {}
    if settings.cluster:
        if _named(config, "clusters", settings.cluster) is None:
            raise ClusterUnreachableError(f'cluster "{settings.cluster}" does not exist in the kubeconfig')
        entry["context"] = context | {"cluster": settings.cluster}
    return Target(config, name, settings.namespace or nested_str(context, "namespace") or "default")


def default_namespace(settings: Settings, environment: Mapping[str, str]) -> str:
    """The namespace of objects that name none, also where the cluster cannot be reached."""
    try:
        return target(settings, environment).namespace
    except ClusterUnreachableError:
        return settings.namespace or "default"


def active_cluster(kubeconfig: str, context: str, cluster: str) -> Object | None:
    """The cluster entry that a provider configuration points at, to tell whether another one is meant now."""
    if not kubeconfig:
        return None
    try:
        chosen = target(Settings(kubeconfig=kubeconfig, context=context, cluster=cluster), {})
    except ClusterUnreachableError:
        return None
    config = chosen.config or {}
    entry = _named(config, "contexts", chosen.context) or {}
    found = _named(config, "clusters", nested_str(entry, "context", "cluster"))
    return None if found is None else dict(found.get("cluster") or {})


def _load(settings: Settings, environment: Mapping[str, str]) -> Object | None:
    given = settings.kubeconfig
    if given:
        path = Path(given).expanduser() if len(given) < 4096 and "\n" not in given else None
        if path is not None and path.is_file():
            return _merged([path])
        return _parsed(given)
    listed = [Path(entry).expanduser() for entry in environment.get("KUBECONFIG", "").split(os.pathsep) if entry]
    paths = listed or [Path("~/.kube/config").expanduser()]
    existing = [path for path in paths if path.is_file()]
    return _merged(existing) if existing else None


def _merged(paths: list[Path]) -> Object:
    """As kubectl merges: what comes first wins, and relative file names are relative to the file they stand in."""
    merged: Object = {section: [] for section in _SECTIONS}
    for path in paths:
        config = _parsed(path.read_text(encoding="utf-8"))
        if not merged.get("current-context"):
            merged["current-context"] = config.get("current-context")
        for section, (inner, file_keys) in _SECTIONS.items():
            for entry in config.get(section) or []:
                if _named(merged, section, entry.get("name")) is None:
                    values = dict(entry.get(inner) or {})
                    values |= {key: str(path.parent / values[key]) for key in file_keys if values.get(key)}
                    merged[section].append(entry | {inner: values})
    return merged


def _parsed(contents: str) -> Object:
    try:
        config = yaml.safe_load(contents)
    except yaml.YAMLError:
        config = None
    if not isinstance(config, dict):
        # The contents hold credentials: say nothing of them.
        raise ClusterUnreachableError(
            "the provider's kubeconfig is neither a file that exists nor a kubeconfig in YAML"
        )
    return config


def _named(config: Object, section: str, name: str) -> Object | None:
    return next((entry for entry in config.get(section) or [] if entry.get("name") == name), None)


def _own_namespace() -> str:
    return _SERVICE_ACCOUNT_NAMESPACE.read_text(encoding="utf-8") if _SERVICE_ACCOUNT_NAMESPACE.is_file() else "default"
