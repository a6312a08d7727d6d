"""The real thing: five servers and simulated nodes."""

import functools
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.cluster import PartDiedError
from tools.control_plane.kubectl import Kubectl, KubectlError
from tools.control_plane.ports import Ports
from tools.control_plane.simulation import GPU, set_gpus
from tools.toolchain.modules import CRDS
from tools.waiting import wait_until

PARTS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok"]


@pytest.fixture
def kubectl(control_plane: ControlPlane) -> Kubectl:
    return Kubectl(control_plane.kubeconfig)


@pytest.fixture
def own(new_control_plane: Callable[[], ControlPlane]) -> Iterator[ControlPlane]:
    """For tests that stop and break it."""
    plane = new_control_plane()
    yield plane
    plane.delete()


def process_of(control_plane: ControlPlane, name: str) -> psutil.Process:
    return psutil.Process(next(part.pid for part in control_plane.status() if part.name == name))


def process_is_live(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def kill(process: psutil.Process) -> None:
    process.kill()
    process.wait()


def test_it_serves_kubernetes_under_its_true_version(kubectl: Kubectl) -> None:
    assert '"gitVersion": "v1.36' in kubectl("get", "--raw=/version")


def test_its_kubeconfig_has_the_asked_context_and_is_its_owners_alone(control_plane: ControlPlane) -> None:
    assert Kubectl(control_plane.kubeconfig)("config", "current-context").strip() == control_plane.context
    assert control_plane.kubeconfig.stat().st_mode & 0o777 == 0o600


def test_it_listens_on_this_machine_only(control_plane: ControlPlane) -> None:
    addresses = {
        connection.laddr.ip
        for name in PARTS
        for connection in process_of(control_plane, name).net_connections()
        if connection.status == psutil.CONN_LISTEN
    }
    assert addresses == {"127.0.0.1"}


def test_rbac_is_in_force(kubectl: Kubectl) -> None:
    with pytest.raises(KubectlError, match="Forbidden"):
        kubectl("get", "secrets", "--as=system:serviceaccount:default:default")


def test_pod_security_is_in_force(kubectl: Kubectl) -> None:
    kubectl("create", "namespace", "strict")
    kubectl("label", "namespace", "strict", "pod-security.kubernetes.io/enforce=restricted")
    with pytest.raises(KubectlError, match='violates PodSecurity "restricted:latest"'):
        kubectl("run", "careless", "--image=server", "--namespace=strict")


def test_the_gateway_api_is_installed(kubectl: Kubectl) -> None:
    assert kubectl("get", "httproutes", "--all-namespaces", "--output=name") == ""


def test_the_crds_of_each_project_are_served_once_they_are_installed(own: ControlPlane) -> None:
    kinds = {
        "argo-rollouts": "rollouts.v1alpha1.argoproj.io",
        "cert-manager": "certificates.v1.cert-manager.io",
        "external-secrets": "externalsecrets.v1.external-secrets.io",
        "gateway-api": "httproutes.v1.gateway.networking.k8s.io",
        "istio": "virtualservices.v1.networking.istio.io",
        "keda": "scaledobjects.v1alpha1.keda.sh",
        "prometheus-operator": "servicemonitors.v1.monitoring.coreos.com",
        "traefik": "traefikservices.v1alpha1.traefik.io",
        "vpa": "verticalpodautoscalers.v1.autoscaling.k8s.io",
    }
    assert kinds.keys() == {files.folder for files in CRDS.files}
    own.start()
    install_crds(own.kubeconfig, *kinds)
    kubectl = Kubectl(own.kubeconfig)
    for kind in kinds.values():
        assert kubectl.get(kind, "--all-namespaces")["items"] == []


def test_an_unknown_name_of_crds_says_which_there_are(control_plane: ControlPlane) -> None:
    with pytest.raises(
        LookupError,
        match="no CRDs named gateways; there are: argo-rollouts, cert-manager, external-secrets, gateway-api",
    ):
        install_crds(control_plane.kubeconfig, "gateways")


def test_there_are_two_nodes_without_gpus_and_two_with_eight_tainted_and_labelled(kubectl: Kubectl) -> None:
    nodes = kubectl.get("nodes")["items"]
    gpus = {
        node["metadata"]["labels"]["nvidia.com/gpu.memory"]: node
        for node in nodes
        if "nvidia.com/gpu.present" in node["metadata"]["labels"]
    }
    assert len(nodes) == 4
    assert gpus.keys() == {"23034", "81559"}
    for node in gpus.values():
        assert node["status"]["allocatable"][GPU] == "8"
        assert {"key": GPU, "value": "present", "effect": "NoSchedule"} in node["spec"]["taints"]
        assert node["metadata"]["labels"]["nvidia.com/gpu.count"] == "8"


@pytest.fixture
def gpu_node(kubectl: Kubectl) -> Iterator[str]:
    """Its GPUs may be changed, and pods `first` and `second` run on it: other tests find it as it was."""
    yield "gpu-h100"
    set_gpus(kubectl.kubeconfig, "gpu-h100", 8)
    kubectl("delete", "pod", "first", "second", "--ignore-not-found")


def test_the_scheduler_refuses_what_the_gpus_do_not_hold(kubectl: Kubectl, gpu_node: str) -> None:
    def pod(name: str) -> None:
        overrides = (
            '{"spec": {"tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists"}], '
            f'"nodeSelector": {{"kubernetes.io/hostname": "{gpu_node}"}}, '
            '"containers": [{"name": "server", "image": "server", "resources": {"limits": {"nvidia.com/gpu": "1"}}}]}}'
        )
        kubectl("run", name, "--image=server", f"--overrides={overrides}")

    set_gpus(kubectl.kubeconfig, gpu_node, 1)
    pod("first")
    kubectl("wait", "--for=condition=Ready", "pod/first", "--timeout=30s")
    pod("second")
    kubectl("wait", "--for=condition=PodScheduled=False", "pod/second", "--timeout=30s")
    assert "Insufficient nvidia.com/gpu" in str(kubectl.get("pod", "second")["status"])
    set_gpus(kubectl.kubeconfig, gpu_node, 8)
    kubectl("wait", "--for=condition=Ready", "pod/second", "--timeout=30s")


def test_starting_what_runs_changes_nothing(control_plane: ControlPlane) -> None:
    before = control_plane.status()
    control_plane.start()
    assert [part.pid for part in control_plane.status()] == [part.pid for part in before]


def test_two_stand_beside_each_other(control_plane: ControlPlane, own: ControlPlane) -> None:
    own.start()
    Kubectl(own.kubeconfig)("create", "namespace", "only-here")
    assert "only-here" not in Kubectl(control_plane.kubeconfig)("get", "namespaces")
    assert own.uid() != control_plane.uid()


def test_stopped_it_leaves_no_process_and_no_listener_and_the_other_one_alone(
    control_plane: ControlPlane, own: ControlPlane
) -> None:
    own.start()
    processes = [process_of(own, name) for name in PARTS]
    ports = Ports.kept(own.directory / "ports.json")
    own.stop()
    assert not any(process_is_live(process) for process in processes)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", ports.apiserver)) != 0
    assert control_plane.is_running()
    own.stop()  # twice is fine


def test_killed_as_by_a_reboot_it_comes_back_with_its_data_and_address(own: ControlPlane) -> None:
    own.start()
    Kubectl(own.kubeconfig)("create", "namespace", "kept")
    before = own.kubeconfig.read_text()
    for name in PARTS:
        kill(process_of(own, name))
    own.start()
    assert own.kubeconfig.read_text() == before
    kubectl = Kubectl(own.kubeconfig)
    assert "kept" in kubectl("get", "namespaces")
    kubectl("run", "pod", "--image=server")  # at once, though the last KWOK's leases have not expired
    kubectl("wait", "--for=condition=Ready", "pod/pod", "--timeout=20s")


def test_a_half_started_one_is_taken_over(own: ControlPlane) -> None:
    own.start()
    survivor = process_of(own, "etcd")
    kill(process_of(own, "kube-apiserver"))
    own.start()
    assert not process_is_live(survivor)
    assert own.is_running()


def test_data_that_etcd_cannot_read_are_replaced_and_it_says_so(
    own: ControlPlane, capsys: pytest.CaptureFixture[str]
) -> None:
    own.start()
    uid = own.uid()
    own.stop()
    for log in (own.directory / "etcd" / "member" / "wal").glob("*.wal"):
        log.write_bytes(os.urandom(4096))
    own.start()
    assert own.uid() != uid
    assert "etcd cannot read its data" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["kube-scheduler", "kwok"])
def test_a_part_that_died_is_named_with_the_end_of_its_log(own: ControlPlane, name: str) -> None:
    own.start()
    kill(process_of(own, name))
    assert [part.name for part in own.status() if part.pid is None] == [name]
    with pytest.raises(PartDiedError, match=f"{name} is not running. The end of ") as error:
        own.check()
    assert (own.directory / "logs" / f"{name}.log").read_text().splitlines()[-1] in error.value.message


def test_a_part_that_does_not_start_is_named_and_the_others_are_stopped(own: ControlPlane) -> None:
    own.start()
    own.stop()
    (own.directory / "credentials" / "service-account.key").write_text("no key")
    with pytest.raises(PartDiedError, match=r"kube-apiserver is not running(?s:.)*valid RSA or ECDSA private key"):
        own.start()
    assert [part.pid for part in own.status()] == [None] * len(PARTS)


def test_ports_that_a_stranger_took_are_replaced(own: ControlPlane) -> None:
    own.start()
    own.stop()
    kept = Ports.kept(own.directory / "ports.json")
    with socket.create_server(("127.0.0.1", kept.apiserver)):
        own.start()
        assert str(kept.apiserver) not in own.kubeconfig.read_text()
        assert Kubectl(own.kubeconfig)("get", "--raw=/readyz") == "ok"


def test_a_stranger_of_the_same_name_is_left_alone(own: ControlPlane, tmp_path: Path) -> None:
    (tmp_path / "etcd").symlink_to("/bin/sleep")
    stranger = subprocess.Popen([tmp_path / "etcd", "600"])
    try:
        own.stop()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


START = """
import sys, pathlib, tools.control_plane
tools.control_plane.ControlPlane(pathlib.Path(sys.argv[1])).start()
"""


def test_a_ctrl_c_at_the_terminal_does_not_reach_it_though_its_parts_end_on_an_interrupt(own: ControlPlane) -> None:
    ignore = functools.partial(signal.signal, signal.SIGINT, signal.SIG_IGN)  # as for `make up &` in a script
    subprocess.run([sys.executable, "-c", START, own.directory], check=True, preexec_fn=ignore)
    scheduler = process_of(own, "kube-scheduler")
    assert os.getsid(scheduler.pid) == scheduler.pid
    scheduler.send_signal(signal.SIGINT)
    wait_until(lambda: not process_is_live(scheduler), "the scheduler ends")


def test_an_interrupted_start_leaves_nothing_running(own: ControlPlane, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_kubeconfig: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tools.control_plane.furnish.before_kwok", interrupt)
    with pytest.raises(KeyboardInterrupt):
        own.start()
    assert [part.pid for part in own.status()] == [None] * len(PARTS)
