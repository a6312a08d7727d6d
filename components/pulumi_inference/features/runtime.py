"""The runtime: which model server runs, and how it is started."""

from ..pod_part import PodOf, PodPart


def pod(of: PodOf) -> PodPart:
    """Image, arguments and ports of the model server."""
    server = of.spec.server
    return PodPart(
        server={
            "image": server.image(of.spec.defaults),
            "args": server.command_line(of.track.model_ref),
            "ports": [{"name": "http", "containerPort": server.port, "protocol": "TCP"}],
        }
    )
