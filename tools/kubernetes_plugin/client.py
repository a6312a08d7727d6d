"""Requests to one API server, by the official client's dynamic client."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tools.kubernetes_plugin.errors import ApiError, ClusterUnreachableError, NoSuchKindError
from tools.kubernetes_plugin.objects import Object, api_version, kind, name, namespace, nested_str

# Seconds to connect, and to wait for an answer.
_TIMEOUT = (10, 60)
_WATCH_SECONDS = 300

# A path that cannot exist. The dynamic client keeps what it discovers in a file named after the server's address, and
# another cluster may get that address tomorrow.
_NO_CACHE_FILE = str(Path(os.devnull) / "discovery.json")


class Cluster:
    """One API server. Everything goes in and out as plain dictionaries; errors are ours."""

    def __init__(self, api_client: Any) -> None:
        from kubernetes.dynamic import DynamicClient

        class Bounded(DynamicClient):  # type: ignore[misc]
            """Every request ends where nobody answers, discovery's too; a watch is to be silent for long."""

            def request(self, method: str, path: str, body: Any = None, **given: Any) -> Any:
                bound = {} if given.get("watch") else {"_request_timeout": _TIMEOUT}
                return super().request(method, path, body, **(bound | given))

        self.address = str(api_client.configuration.host)
        self._lock = threading.Lock()
        self._resources: dict[str, dict[str, Any]] = {}
        self._dynamic = self._call(lambda: Bounded(api_client, cache_file=_NO_CACHE_FILE))

    def serves(self, version: str, kind_name: str) -> bool:
        try:
            self._resource(version, kind_name)
        except NoSuchKindError:
            return False
        return True

    def namespaced(self, version: str, kind_name: str) -> bool:
        return bool(self._resource(version, kind_name).namespaced)

    def get(self, obj: Object) -> Object:
        """The live object with this one's kind, namespace and name."""
        return self._request(obj, "get", name=name(obj))

    def create(self, obj: Object, manager: str, *, dry_run: bool = False) -> Object:
        return self._request(obj, "create", body=obj, field_manager=manager, **_dry(dry_run))

    def replace(self, obj: Object, manager: str, *, dry_run: bool = False) -> Object:
        return self._request(obj, "replace", body=obj, name=name(obj), field_manager=manager, **_dry(dry_run))

    def apply(self, obj: Object, manager: str, *, force: bool = False, dry_run: bool = False) -> Object:
        """Server-side apply."""
        return self._request(
            obj,
            "server_side_apply",
            body=obj,
            name=name(obj),
            field_manager=manager,
            force_conflicts="true" if force else "false",
            **_dry(dry_run),
        )

    def json_patch(self, obj: Object, operations: list[Object]) -> Object:
        return self._request(obj, "patch", body=operations, name=name(obj), content_type="application/json-patch+json")

    def delete(self, obj: Object, propagation: str) -> None:
        self._request(obj, "delete", name=name(obj), propagation_policy=propagation)

    def list(self, version: str, kind_name: str, in_namespace: str) -> Object:
        resource = self._resource(version, kind_name)
        found = self._call(lambda: resource.get(serialize=False, **_in(in_namespace)))
        listing: Object = json.loads(found.data)
        for item in listing.get("items") or []:  # in a list, items do not say what they are
            item.setdefault("apiVersion", version)
            item.setdefault("kind", kind_name)
        return listing

    def watch(
        self, version: str, kind_name: str, in_namespace: str, resource_version: str
    ) -> Iterator[tuple[str, Object]]:
        """Changes after a list's resource version, until the server ends the stream."""
        resource = self._resource(version, kind_name)
        events = resource.watch(resource_version=resource_version, timeout=_WATCH_SECONDS, **_in(in_namespace))
        while (event := self._call(lambda: next(events, None))) is not None:
            yield str(event["type"]), event["raw_object"]

    def _request(self, obj: Object, verb: str, **arguments: Any) -> Object:
        resource = self._resource(api_version(obj), kind(obj))
        arguments |= _in((namespace(obj) or "default") if resource.namespaced else "")
        method = getattr(resource, verb)
        response = self._call(lambda: method(serialize=False, **arguments))
        answer: Object = json.loads(response.data)
        return answer

    def _resource(self, version: str, kind_name: str) -> Any:
        """The API resource of a kind. What is not known is asked for again: a definition may just have come."""
        with self._lock:
            if kind_name not in self._resources.get(version, {}):
                self._resources[version] = self._discover(version)
            found = self._resources[version].get(kind_name)
        if found is None:
            raise NoSuchKindError(version, kind_name)
        return found

    def _discover(self, version: str) -> dict[str, Any]:
        group, _, number = version.rpartition("/")
        prefix = "apis" if group else "api"
        try:
            found = self._call(
                lambda: self._dynamic.resources.get_resources_for_api_version(prefix, group, number, True)
            )
        except ApiError as error:
            if error.not_found:
                return {}
            raise
        # Beside every resource the client puts a made-up one for lists of it, which has no name.
        return {
            kind_name: next(resource for resource in resources if hasattr(resource, "name"))
            for kind_name, resources in found.items()
            if any(hasattr(resource, "name") for resource in resources)
        }

    def _call(self, request: Callable[[], Any]) -> Any:
        from kubernetes.client.rest import ApiException
        from urllib3.exceptions import HTTPError

        try:
            return request()
        except ApiException as error:
            raise _api_error(error) from error
        except (HTTPError, OSError) as error:
            where = getattr(self, "address", "the API server")
            raise ClusterUnreachableError(
                f"no answer from {where} ({type(error).__name__}). Is the cluster running, and is the address right?"
            ) from error


def _in(in_namespace: str) -> dict[str, str]:
    return {"namespace": in_namespace} if in_namespace else {}


def _dry(dry_run: bool) -> dict[str, str]:
    return {"dry_run": "All"} if dry_run else {}


def _api_error(error: Any) -> ApiError:
    try:
        status = json.loads(error.body)
    except (TypeError, ValueError):
        status = {}
    status = status if isinstance(status, dict) else {}
    message = nested_str(status, "message") or f"{error.status} {error.reason}"
    if error.status == 401:
        message = "the API server does not accept the credentials in the kubeconfig (Unauthorized)"
    return ApiError(
        int(error.status or 0), nested_str(status, "reason"), message, nested_str(status, "details", "kind")
    )
