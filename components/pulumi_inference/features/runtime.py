"""The runtime: which model server runs, and how it is started."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..pod_part import PodOf, PodPart

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

HTTP = "http"
"""The port of the requests."""


def container_ports(spec: "InferenceServiceSpec") -> Mapping[str, int]:
    """The ports of the model server's container, by their names."""
    return {HTTP: spec.server.port}


def pod(of: PodOf) -> PodPart:
    """Image, arguments and ports of the model server."""
    server = of.spec.server
    return PodPart(
        server={
            "image": server.image(of.spec.defaults),
            "args": server.command_line(of.track.model_ref),
            "ports": [
                {"name": name, "containerPort": port, "protocol": "TCP"}
                for name, port in container_ports(of.spec).items()
            ],
        }
    )
