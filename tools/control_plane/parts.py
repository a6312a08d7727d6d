"""The five servers of a control plane, and how each is started."""

from dataclasses import dataclass
from pathlib import Path

from tools.control_plane.credentials import Credentials
from tools.control_plane.ports import LOCALHOST, Ports
from tools.control_plane.processes import Part
from tools.toolchain.modules import ETCD, KUBERNETES, KWOK, Module

# Never dialled: the API server only wants an address that is not loopback, also on a machine without a network.
ADVERTISED = "192.0.2.1"
# One of each, in a hurry, and asked by nobody.
CONTROLLER_FLAGS = ("--kube-api-qps=500", "--kube-api-burst=1000", "--leader-elect=false", "--secure-port=0")


@dataclass(frozen=True)
class Layout:
    """Where a control plane's files stand."""

    directory: Path

    @property
    def data(self) -> Path:
        return self.directory / "etcd"

    @property
    def ports(self) -> Path:
        return self.directory / "ports.json"

    @property
    def credentials(self) -> Credentials:
        return Credentials(self.directory / "credentials")

    def kubeconfig(self, user: str) -> Path:
        return self.directory / "kubeconfigs" / user

    def log(self, name: str) -> Path:
        return self.directory / "logs" / f"{name}.log"

    def part(self, name: str, module: Module, *arguments: str) -> Part:
        return Part(name, module, arguments, self.log(name))


def all_parts(layout: Layout, ports: Ports) -> list[Part]:
    """In the order in which they start. Each one's first argument is its mark: it names this directory."""
    return [
        _etcd(layout, ports),
        _apiserver(layout, ports),
        _controller_manager(layout),
        _scheduler(layout),
        _kwok(layout),
    ]


def _etcd(layout: Layout, ports: Ports) -> Part:
    client, peer = (f"http://{LOCALHOST}:{port}" for port in (ports.etcd, ports.etcd_peer))
    return layout.part(
        "etcd",
        ETCD,
        f"--data-dir={layout.data}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
        "--unsafe-no-fsync",  # a power cut may cost the data of a throw-away cluster; every write is quicker for it
        "--log-level=warn",
    )


def _apiserver(layout: Layout, ports: Ports) -> Part:
    credentials = layout.credentials
    return layout.part(
        "kube-apiserver",
        KUBERNETES,
        f"--cert-dir={credentials.directory}",
        f"--etcd-servers=http://{LOCALHOST}:{ports.etcd}",
        f"--bind-address={LOCALHOST}",
        f"--secure-port={ports.apiserver}",
        f"--advertise-address={ADVERTISED}",
        "--endpoint-reconciler-type=none",
        f"--tls-cert-file={credentials.certificate}",
        f"--tls-private-key-file={credentials.key}",
        f"--token-auth-file={credentials.tokens}",
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={credentials.service_account_key}",
        f"--service-account-signing-key-file={credentials.service_account_key}",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--allow-privileged",
    )


def _controller_manager(layout: Layout) -> Part:
    return layout.part(
        "kube-controller-manager",
        KUBERNETES,
        f"--kubeconfig={layout.kubeconfig('kube-controller-manager')}",
        f"--root-ca-file={layout.credentials.certificate}",
        f"--service-account-private-key-file={layout.credentials.service_account_key}",
        "--use-service-account-credentials",
        "--horizontal-pod-autoscaler-sync-period=2s",
        *CONTROLLER_FLAGS,
    )


def _scheduler(layout: Layout) -> Part:
    return layout.part(
        "kube-scheduler",
        KUBERNETES,
        f"--kubeconfig={layout.kubeconfig('kube-scheduler')}",
        *CONTROLLER_FLAGS,
    )


def _kwok(layout: Layout) -> Part:
    return layout.part(
        "kwok",
        KWOK,
        f"--kubeconfig={layout.kubeconfig('kwok')}",
        "--manage-all-nodes",
        f"--node-ip={LOCALHOST}",
        "--node-lease-duration-seconds=40",  # without leases the nodes turn NotReady, and no pod stays ready
        "--cidr=10.244.0.0/16",
        "--enable-crds=Stage",  # stages are objects in the cluster, so that tests can add their own
    )
