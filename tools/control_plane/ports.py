"""Free ports on 127.0.0.1, kept over a restart so that kubeconfigs stay true."""

import json
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

LOCALHOST = "127.0.0.1"


@dataclass(frozen=True)
class Ports:
    etcd: int
    etcd_peer: int
    apiserver: int

    @classmethod
    def choose(cls, kept: Path) -> "Ports":
        """The ports of the last start where they are still free, otherwise new ones.

        Another process can take a port before its server binds it: the caller tries again with others then.
        """
        ports = cls.kept(kept)
        return ports if all(port and _is_free(port) for port in asdict(ports).values()) else cls.new(kept)

    @classmethod
    def kept(cls, kept: Path) -> "Ports":
        """The ports of the last start; zeros where there was none."""
        try:
            return cls(**json.loads(kept.read_text()))
        except (OSError, ValueError, TypeError):
            return cls(0, 0, 0)

    @classmethod
    def new(cls, kept: Path) -> "Ports":
        sockets = [socket.socket() for _ in range(3)]
        try:
            for each in sockets:  # all held at once, so that they differ
                each.bind((LOCALHOST, 0))
            ports = cls(*(each.getsockname()[1] for each in sockets))
        finally:
            for each in sockets:
                each.close()
        kept.write_text(json.dumps(asdict(ports)))
        return ports


def free_port() -> int:
    """One that no process listens on at the moment."""
    with socket.socket() as one:
        one.bind((LOCALHOST, 0))
        return int(one.getsockname()[1])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do
        try:
            probe.bind((LOCALHOST, port))
        except OSError:
            return False
        return True
