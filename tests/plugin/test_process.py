"""The plugin as the engine starts it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc  # type: ignore[import-untyped]
import psutil
import pytest
from google.protobuf import empty_pb2  # type: ignore[import-untyped]
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from tests.processes import ending

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "tools.kubernetes_plugin"]


def ignore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def started(*, interrupt_ignored: bool = False) -> Iterator[tuple[subprocess.Popen[str], int]]:
    before = ignore_interrupt if interrupt_ignored else None
    with subprocess.Popen(COMMAND, cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=before) as process:
        assert process.stdout is not None
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


def stub(port: int) -> provider_pb2_grpc.ResourceProviderStub:
    return provider_pb2_grpc.ResourceProviderStub(grpc.insecure_channel(f"127.0.0.1:{port}"))


def test_it_prints_its_port_and_answers_there() -> None:
    with started() as (_, port):
        answer = stub(port).Handshake(provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:1"))
        info = stub(port).GetPluginInfo(empty_pb2.Empty())

    assert answer.accept_secrets
    assert not answer.accept_outputs
    assert info.version.split(".")[0] == "4"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("interrupt_ignored", [False, True])
def test_it_stops_on_a_signal_also_when_interrupts_came_in_ignored(
    number: signal.Signals, interrupt_ignored: bool
) -> None:
    with started(interrupt_ignored=interrupt_ignored) as (process, _):
        process.send_signal(number)

        assert process.wait(timeout=30) == 0


def test_it_stops_when_the_engine_that_started_it_is_gone() -> None:
    starter = f"import subprocess, sys; subprocess.Popen({COMMAND!r}, cwd={str(ROOT)!r}); sys.stdin.read()"
    with ending(
        subprocess.Popen([sys.executable, "-c", starter], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    ) as engine:
        assert engine.stdout is not None
        engine.stdout.readline()
        (plugin,) = psutil.Process(engine.pid).children()

        engine.kill()

        assert psutil.wait_procs([plugin], timeout=30)[0] == [plugin]


@pytest.mark.parametrize(
    ("method", "request_message"),
    [
        ("Invoke", provider_pb2.InvokeRequest(tok="kubernetes:yaml:decode")),
        ("Construct", provider_pb2.ConstructRequest(type="kubernetes:helm.sh/v4:Chart")),
        ("GetSchema", provider_pb2.GetSchemaRequest()),
    ],
)
def test_what_it_does_not_do_it_says_clearly(method: str, request_message: object) -> None:
    with started() as (_, port), pytest.raises(grpc.RpcError) as caught:
        getattr(stub(port), method)(request_message)

    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED
    assert "Use the official plugin" in caught.value.details()
