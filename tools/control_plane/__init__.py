"""A real Kubernetes control plane on this machine, without containers, and with simulated nodes."""

from tools.control_plane.cluster import CONTEXT, ControlPlane
from tools.control_plane.crds import install_crds

__all__ = ["CONTEXT", "ControlPlane", "install_crds"]
