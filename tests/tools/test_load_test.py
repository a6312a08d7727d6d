"""`make loadtest`: k6 against examples/model_server, whose exit code is k6's."""

import subprocess
import sys

import pytest

from tests.examples.model_server import serving
from tools.layout import ROOT

QUICK = ("--users", "2", "--iterations", "20", "--pause", "0")


def load_test(*flags: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tools", "loadtest", *QUICK, *flags]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_example_passes_and_the_summary_is_shown() -> None:
    done = load_test()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "count=20" in done.stdout


@pytest.mark.parametrize("crossed", [("--p95", "1ns"), ("--failures", "0%", "--target", "http://127.0.0.1:9")])
def test_a_crossed_threshold_is_the_exit_code_of_k6(crossed: tuple[str, ...]) -> None:
    done = load_test(*crossed)
    assert done.returncode == 99, done.stdout + done.stderr


def test_another_service_can_be_the_target() -> None:
    with serving() as server:
        done = load_test("--target", server.url)
        assert done.returncode == 0, done.stdout + done.stderr
        assert server.samples()['http_requests_total{method="POST",status="200"}'] == 20


def test_a_wrong_setting_is_said_in_words() -> None:
    done = load_test("--failures", "5")
    assert done.returncode == 1
    assert done.stderr == 'Error: thresholds.failures: "5" is not a share in percent. Give one such as 5% or 0.1%.\n'
