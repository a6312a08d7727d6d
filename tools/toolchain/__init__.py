"""Executables and data files from pinned Go modules, built once and cached outside the checkout."""

from tools.toolchain.build import ensure
from tools.toolchain.modules import CRDS, ETCD, KUBERNETES, KWOK
from tools.toolchain.pulumi import ensure_pulumi

__all__ = ["ensure", "ensure_all", "ensure_pulumi"]


def ensure_all() -> None:
    """All that `make up` and `make test` need, each with its clock when it has to be built."""
    ensure_pulumi()
    for module in (ETCD, KWOK, CRDS, KUBERNETES):
        ensure(module)
