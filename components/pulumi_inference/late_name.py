"""The names of objects that the engine gives, for those that refer to them."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pulumi


class LateNames:
    """Known once the objects are declared; others are rendered before."""

    def __init__(self, contents: Mapping[str, Any]) -> None:
        """
        Args:
            contents: What such objects hold, by their roles.
        """
        self._contents = contents
        self._declared: dict[str, asyncio.Future[Any]] = {
            role: asyncio.get_running_loop().create_future() for role in contents
        }
        self.outputs: dict[str, pulumi.Output[str]] = {
            role: pulumi.Output.from_input(declared) for role, declared in self._declared.items()
        }

    def declared(self, role: str, resource: Any) -> None:
        """To be called with each declared object."""
        if role in self._declared:
            self._declared[role].set_result(resource.metadata["name"])

    def as_contents(self, value: Any) -> Any:
        """What was rendered with the objects' contents, as secrets, in the place of their names."""
        for role, output in self.outputs.items():
            if value is output:
                return pulumi.Output.secret(self._contents[role])
        if isinstance(value, Mapping):
            return {key: self.as_contents(one) for key, one in value.items()}
        return [self.as_contents(one) for one in value] if isinstance(value, list) else value
