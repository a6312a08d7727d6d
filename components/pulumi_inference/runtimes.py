"""Model servers: how each is started and asked how it is. Data only."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .defaults import Defaults


@dataclass(frozen=True)
class Runtime:
    """What a pod needs to know of a model server."""

    image: Callable[[Defaults], str]
    """Which one, by the version of the defaults."""
    args: tuple[str, ...]
    """Arguments before the model reference, which comes last."""
    port: int
    health_path: str
    readiness_path: str
    user: int
    """Numeric user that the image runs as; runAsNonRoot can be verified only for a number."""

    def command_line(self, model_ref: Any) -> list[Any]:
        return [*self.args, model_ref]


ZERFOO = Runtime(
    image=lambda defaults: defaults.zerfoo_image,
    # The server refuses to start with neither a key nor this flag (zerfoo v1.59.0, cmd/cli/serve.go). The Service
    # is reachable from inside the cluster alone.
    args=("serve", "--port", "8080", "--allow-no-auth"),
    port=8080,
    health_path="/healthz",
    readiness_path="/readyz",
    user=65532,  # nonroot of the distroless base image (zerfoo v1.59.0, deploy/aws/Dockerfile)
)
