"""What the plugin keeps in the state of a resource: the live object, and beside it the inputs that made it."""

from __future__ import annotations

from dataclasses import dataclass

from pulumi.provider.experimental.property_value import PropertyValue

from tools.kubernetes_plugin.objects import Object, api_version
from tools.kubernetes_plugin.properties import Properties, plain_object, with_secrets

_INPUTS = "__inputs"
_INITIAL_API_VERSION = "__initialApiVersion"
_FIELD_MANAGER = "__fieldManager"


@dataclass(frozen=True)
class Checkpoint:
    inputs: Object
    live: Object
    initial_api_version: str
    field_manager: str

    @staticmethod
    def parse(state: Properties) -> Checkpoint:
        live = plain_object(state)
        inputs = live.pop(_INPUTS, None) or {}
        return Checkpoint(
            inputs=inputs,
            live=live,
            initial_api_version=live.pop(_INITIAL_API_VERSION, None) or api_version(inputs),
            field_manager=live.pop(_FIELD_MANAGER, None) or "",
        )

    def properties(self, secrets_from: Properties) -> dict[str, PropertyValue]:
        """The state's properties; what is secret in the given inputs is secret in inputs and outputs."""
        return with_secrets(self.live, secrets_from) | {
            _INPUTS: PropertyValue(with_secrets(self.inputs, secrets_from)),
            _INITIAL_API_VERSION: PropertyValue(self.initial_api_version),
            _FIELD_MANAGER: PropertyValue(self.field_manager),
        }
