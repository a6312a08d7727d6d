"""The name of an object that the engine gives, for those that refer to it."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pulumi


class LateName:
    """Known once the object is declared; others are rendered before."""

    def __init__(self) -> None:
        self._declared: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.output: pulumi.Output[str] = pulumi.Output.from_input(self._declared)

    def of(self, resource: Any) -> None:
        """To be called with the declared object."""
        self._declared.set_result(resource.metadata["name"])

    def replaced(self, value: Any, by: Any) -> Any:
        """What was rendered with another value in its place."""
        if value is self.output:
            return by
        if isinstance(value, Mapping):
            return {key: self.replaced(one, by) for key, one in value.items()}
        return [self.replaced(one, by) for one in value] if isinstance(value, list) else value
