"""What can go wrong, in words for the person at the terminal."""

from __future__ import annotations

from tools.kubernetes_plugin.objects import Object
from tools.kubernetes_plugin.properties import Properties


class PluginError(Exception):
    """An error whose text is shown to the user as it is."""


class ClusterUnreachableError(PluginError):
    """The configured cluster cannot be reached, or the configuration names none."""


class UnsupportedError(PluginError):
    """The official plugin can do this, the development plugin cannot."""


class NoSuchKindError(PluginError):
    """The API server serves no such kind: a CustomResourceDefinition that is not installed (yet)."""

    def __init__(self, api_version: str, kind: str) -> None:
        super().__init__(
            f"the API server does not know kind {kind} in apiVersion {api_version}. If it is a custom resource, "
            "install its CustomResourceDefinition first, or let this resource depend on it (depends_on)"
        )


class ApiError(PluginError):
    """The API server refused a request; the text is its own."""

    def __init__(self, status: int, reason: str, message: str, details_kind: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.details_kind = details_kind

    @property
    def not_found(self) -> bool:
        return self.status == 404

    @property
    def namespace_missing(self) -> bool:
        return self.not_found and self.details_kind == "namespaces"

    @property
    def already_exists(self) -> bool:
        return self.status == 409 and self.reason == "AlreadyExists"

    @property
    def conflict(self) -> bool:
        return self.status == 409 and self.reason == "Conflict"

    @property
    def forbidden(self) -> bool:
        return self.status == 403


class NotReadyError(PluginError):
    """The object exists, but an await of it ended without success."""

    def __init__(self, message: str, live: Object, reasons: list[str]) -> None:
        super().__init__(message)
        self.live = live
        self.reasons = reasons


class InitializationFailedError(PluginError):
    """Created or updated, but not live: the engine keeps the resource in the state, with these reasons."""

    def __init__(
        self, resource_id: str, reasons: list[str], state: Properties, inputs: Properties | None = None
    ) -> None:
        super().__init__(reasons[0])
        self.resource_id = resource_id
        self.reasons = reasons
        self.state = state
        self.inputs = inputs
