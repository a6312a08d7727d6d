"""What the kubelet asks of a container, or runs in it: for a probe, and before it ends.

https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-implementations
"""

from typing import Annotated, Any

from pydantic import Field

from ..kube.http import HttpPath
from ..kube.port import PortNumber
from ..model import Model, NotEmpty, about
from ..one_of import OneOf, exactly_one
from .runtime import Argument

Command = Annotated[tuple[Argument, ...], NotEmpty()]


class HttpGetSpec(Model):
    """An HTTP request by GET, which succeeds with a status from 200 to 399."""

    path: HttpPath = Field(description="Path.", examples=["/drain"], json_schema_extra=about("Deployment"))
    port: PortNumber | None = Field(
        default=None,
        description="Port of the container. Default: the model server's http.",
        examples=[8080],
        json_schema_extra=about("Deployment"),
    )

    def rendered(self) -> dict[str, Any]:
        return {"path": self.path, "port": self.port or "http"}


class ExecSpec(Model):
    """A command in the container, which succeeds with exit code 0. No shell reads it."""

    command: Command = Field(
        description="The command and its arguments.",
        examples=[["curl", "--fail", "--request", "POST", "http://127.0.0.1:8080/shutdown"]],
        json_schema_extra=about("Deployment"),
    )

    def rendered(self) -> dict[str, Any]:
        return {"command": list(self.command)}


class DrainCommandSpec(OneOf):
    """What tells the server to drain before it is told to end; exactly one field."""

    model_config = exactly_one("exec", "httpGet")

    exec_: ExecSpec | None = Field(
        default=None,
        alias="exec",
        description="A command in the container, for anything but a GET, such as a POST to /shutdown. Default: none.",
        examples=[{"command": ["curl", "--fail", "--request", "POST", "http://127.0.0.1:8080/shutdown"]}],
        json_schema_extra=about("Deployment"),
    )
    http_get: HttpGetSpec | None = Field(
        default=None,
        description="An HTTP request by GET. Default: none.",
        examples=[{"path": "/drain"}],
        json_schema_extra=about("Deployment"),
    )

    def rendered(self) -> dict[str, Any]:
        """A handler of Kubernetes."""
        if self.http_get:
            return {"httpGet": self.http_get.rendered()}
        assert self.exec_ is not None, "exactly one"
        return {"exec": self.exec_.rendered()}
