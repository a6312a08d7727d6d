"""Says in a preview which region does not answer: the plugin previews one without a word, from the state alone."""

import asyncio
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pulumi
import yaml

from .regions_spec import RegionSpec

PATIENCE = 5.0  # seconds
AMBIENT = "~/.kube/config"


def warn_of_silence(name: str, region: RegionSpec) -> None:
    """A warning that names the region. It fails nothing, since the healthy regions' preview is worth having.

    At the stack, not at the provider: a provider has its URN once the plugin is done with waiting.
    """
    if not pulumi.runtime.is_dry_run():
        return

    async def look(kubeconfig: str | None) -> bool:
        reason = await asyncio.to_thread(silence, kubeconfig, region.context)
        if reason:
            pulumi.log.warn(_message(name, reason, canary=region.canary))
        return reason is None

    _looked: pulumi.Output[bool] = pulumi.Output.from_input(region.kubeconfig).apply(look)


def silence(kubeconfig: str | None, context: str | None) -> str | None:
    """Why the API server of a region is as good as down; None where it answers, or nobody can tell from here."""
    cluster = _cluster(kubeconfig, context) or {}
    server = cluster.get("server")
    if not isinstance(server, str) or not server.startswith("https://") or "proxy-url" in cluster:
        return None
    reason = _no_answer(server.rstrip("/"))
    return f"{server} does not answer ({reason})" if reason else None


def _message(name: str, reason: str, *, canary: bool) -> str:
    after = (
        "All other regions come after it: take canary from it to go on without it."
        if canary
        else "To change the others now: pulumi up --continue-on-error. The next up completes this one."
    )
    return f"regions.{name}: {reason}. What would change there is told from the state alone, unchecked. {after}"


def _no_answer(server: str) -> str | None:
    """Any answer will do, a refusal too. No credentials go along, so that it need not show who it is."""
    unverified = ssl.create_default_context()
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
    try:
        with urllib.request.urlopen(f"{server}/version", timeout=PATIENCE, context=unverified):
            return None
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.reason}" if error.code >= 500 else None
    except (OSError, ValueError) as error:
        found = getattr(error, "reason", error)
        if isinstance(found, TimeoutError):
            return f"nothing came within {PATIENCE:.0f} s"
        # A server that wants a client's certificate ends the handshake, and is there.
        return None if isinstance(found, ssl.SSLError) else getattr(found, "strerror", None) or str(found)


def _cluster(kubeconfig: str | None, context: str | None) -> Mapping[str, Any] | None:
    """The cluster of a context, of the file that comes first, as kubectl has it. What is amiss the plugin says."""
    documents = list(_documents(kubeconfig))
    current = context or next((one["current-context"] for one in documents if one.get("current-context")), None)
    chosen = _entry(documents, "contexts", "context", current)
    return _entry(documents, "clusters", "cluster", (chosen or {}).get("cluster"))


def _entry(documents: list[Mapping[str, Any]], section: str, inner: str, name: Any) -> Mapping[str, Any] | None:
    for document in documents:
        for one in document.get(section) or []:
            if isinstance(one, Mapping) and one.get("name") == name and isinstance(one.get(inner), Mapping):
                return dict(one[inner])
    return None


def _documents(kubeconfig: str | None) -> Iterator[Mapping[str, Any]]:
    if kubeconfig and "\n" in kubeconfig:
        texts = [kubeconfig]
    else:
        paths = [kubeconfig] if kubeconfig else os.environ.get("KUBECONFIG", AMBIENT).split(os.pathsep)
        files = [Path(path).expanduser() for path in paths if path]
        texts = [file.read_text() for file in files if file.is_file()]
    for text in texts:
        try:
            document = yaml.safe_load(text)
        except yaml.YAMLError:
            continue
        if isinstance(document, Mapping):
            yield document
