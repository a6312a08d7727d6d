"""The component plugin without an engine: what it reads from the wire, what it refuses, and how it comes and goes."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest
from google.protobuf.json_format import ParseDict  # type: ignore[import-untyped]
from google.protobuf.struct_pb2 import Struct  # type: ignore[import-untyped]
from pulumi.provider.server import ProviderServicer
from pulumi.runtime import proto
from pulumi.runtime.proto import errors_pb2, status_pb2
from pulumi_inference import InvalidSpec, Problem
from pulumi_inference.package_schema import COMPONENTS
from pulumi_inference.plugin.provider import InferenceProvider, InferenceServicer
from pulumi_inference.plugin.values import OUTPUT, SECRET, SIGNATURE, UNKNOWN, spec_of

from tests.engine.recording import Recording, run
from tests.processes import ending
from tests.specs import MINIMAL, with_canary
from tools import component_plugin

URN = "urn:pulumi:test::inference::kubernetes:core/v1:ConfigMap::models"
ABSENT = object()


def secret(value: Any) -> dict[str, Any]:
    return {SIGNATURE: SECRET, "value": value}


def output(value: Any = ABSENT, **more: Any) -> dict[str, Any]:
    """An Output as the engine sends it: what is absent is empty, false, or for the value unknown."""
    return {SIGNATURE: OUTPUT} | ({} if value is ABSENT else {"value": value}) | more


def read(inputs: Mapping[str, Any], dependencies: Mapping[str, list[str]] | None = None) -> Any:
    """The spec, with each Output told as (value, its marks)."""

    async def told(value: Any) -> Any:
        match value:
            case pulumi.Output():
                known, hidden = await value.is_known(), await value.is_secret()
                urns = [await one.urn.future() for one in await value.resources()]
                marks = [*(["secret"] if hidden else []), *([] if known else ["unknown"]), *urns]
                return (await value.future(), *marks)
            case dict():
                return {key: await told(one) for key, one in value.items()}
            case list():
                return [await told(one) for one in value]
            case _:
                return value

    async def reading() -> Any:
        return await told(spec_of(ParseDict(dict(inputs), Struct()), dependencies or {}, lambda at: at[-1] != "cpu"))

    return asyncio.run(reading())


def test_plain_values_stay_plain_and_integral_numbers_are_whole() -> None:
    spec = {"modelRef": "a", "replicas": 3, "share": 0.5, "on": True, "off": None, "list": ["a", 1], "map": {"a": {}}}
    found = read(spec)
    assert found == spec
    assert isinstance(found["replicas"], int)


@pytest.mark.parametrize(
    ("leaf", "told"),
    [
        (secret("a"), ("a", "secret")),
        (output("a", secret=True), ("a", "secret")),
        (output("a", dependencies=[URN]), ("a", URN)),
        (output("a"), ("a",)),
        (output(), (None, "unknown")),
        (output(secret=True, dependencies=[URN]), (None, "secret", "unknown", URN)),
        (UNKNOWN, (None, "unknown")),
        (secret(UNKNOWN), (None, "secret", "unknown")),
        (output(secret("a"), dependencies=[URN]), ("a", "secret", URN)),
    ],
)
def test_a_marked_leaf_is_an_output_with_its_marks_and_what_is_around_it_stays_plain(
    leaf: Any, told: tuple[Any, ...]
) -> None:
    assert read({"canary": {"modelRef": leaf, "weight": 10}}) == {"canary": {"modelRef": told, "weight": 10}}


def test_a_number_that_is_marked_itself_is_an_output_which_the_component_refuses() -> None:
    assert read({"replicas": secret(3), "minReplicas": output()}) == {
        "replicas": (3, "secret"),
        "minReplicas": (None, "unknown"),
    }


def test_the_mark_of_a_whole_map_goes_to_its_strings() -> None:
    canary = {"modelRef": "a", "weight": 10, "hosts": ["b", {"on": True}]}
    told = {"modelRef": ("a", "secret"), "weight": 10, "hosts": [("b", "secret"), {"on": True}]}
    assert read({"canary": secret(canary)}) == {"canary": told}
    assert read({"canary": output(canary, secret=True)}) == {"canary": told}


def test_a_string_of_a_secret_map_that_may_be_no_output_stays_plain() -> None:
    both = {"cpu": "4", "note": "a"}
    assert read({"resources": secret(both)}) == {"resources": {"cpu": "4", "note": ("a", "secret")}}
    assert read({"resources": {"cpu": secret("4")}}) == {"resources": {"cpu": ("4", "secret")}}, "marked itself"


def test_an_unknown_map_is_one_output() -> None:
    assert read({"canary": output(dependencies=[URN])}) == {"canary": (None, "unknown", URN)}


def test_dependencies_of_a_whole_property_count_where_its_leaves_have_none_of_their_own() -> None:
    assert read({"modelRef": "a"}, {"modelRef": [URN]}) == {"modelRef": ("a", URN)}
    assert read({"canary": {"modelRef": output("a"), "mode": "b"}}, {"canary": [URN]}) == {
        "canary": {"modelRef": ("a",), "mode": "b"}
    }


def construct(
    spec: Mapping[str, Any] | Callable[[], Mapping[str, Any]], kind: str = COMPONENTS[0].token
) -> dict[str, Any]:
    """The outputs that the provider answers with."""
    recording = Recording()

    def program() -> pulumi.Output[Any]:
        result = InferenceProvider().construct("chat", kind, spec() if callable(spec) else spec)
        return pulumi.Output.from_input(result.state).apply(recording.outputs.update)

    run(program, recording)
    return recording.outputs


def refusal(spec: Mapping[str, Any]) -> list[str]:
    with pytest.raises(InvalidSpec) as refused:
        construct(spec)
    return [str(problem) for problem in refused.value.problems]


def test_the_outputs_of_the_component_are_answered() -> None:
    found = construct(with_canary(25))
    assert found["url"] == "http://chat-svc.default.svc:80"
    assert found["status"]["ready"] is True
    assert found["effectiveWeight"] == {"now": 25.0, "lowest": 25.0, "highest": 25.0}


def test_an_output_that_there_is_none_of_is_left_out() -> None:
    assert "effectiveWeight" not in construct(MINIMAL)


def test_names_of_python_are_no_fields_in_other_languages() -> None:
    wrong = {"model_ref": "a", "replicas": -1, "canary": {"model_ref": "b", "weight": 10}, "health_check": {}}
    found = refusal(wrong)
    for problem in (
        "services.chat.model_ref: is not a field. Did you mean modelRef?",
        "services.chat.canary.model_ref: is not a field. Did you mean modelRef?",
        "services.chat.health_check: is not a field. Did you mean healthCheck?",
        "services.chat.replicas: -1 is below 0. Give a whole number from 0 to 2147483647.",
    ):
        assert problem in found


def test_another_component_is_refused_by_name() -> None:
    with pytest.raises(pulumi.RunError, match="inference:index:Other is not in the package inference"):
        construct(MINIMAL, "inference:index:Other")


class Aborted(Exception):  # noqa: N818 - what gRPC raises is no error either
    """What the engine is told."""


class Context:
    """Of a call that a servicer may abort."""

    async def abort(self, _code: Any, details: str) -> None:
        raise Aborted(details)

    async def abort_with_status(self, status: Any) -> None:
        raise Aborted(status.details, status.trailing_metadata)


def told(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> tuple[Any, ...]:
    async def fail(*_: Any) -> None:
        raise failure

    monkeypatch.setattr(InferenceServicer, "_construct", fail)
    servicer = InferenceServicer(InferenceProvider(), [], "127.0.0.1:1")
    with pytest.raises(Aborted) as aborted:
        asyncio.run(servicer.Construct(proto.ConstructRequest(), Context()))
    return aborted.value.args


def test_a_wrong_spec_is_the_engines_own_kind_of_error_with_every_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [Problem("services.chat.replicas", "0 is below 1."), Problem("services.chat.modelRef", "is required.")]
    details, [(name, packed)] = told(monkeypatch, InvalidSpec(problems))
    assert details == "the spec has 2 problems"
    assert name == "grpc-status-details-bin"
    status = status_pb2.Status.FromString(packed)
    errors = errors_pb2.InputPropertiesError()
    assert status.details[0].Unpack(errors)
    assert [(one.property_path, one.reason) for one in errors.errors] == [(one.path, one.message) for one in problems]


def test_an_error_that_is_meant_for_the_user_is_told_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, pulumi.RunError("switching off needs two steps")) == ("switching off needs two steps",)


def test_an_answer_of_the_engine_to_a_child_is_told_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, Exception("resource monitor shut down")) == ("resource monitor shut down",)


def test_a_fault_of_our_own_is_one_message_that_asks_for_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    (message,) = told(monkeypatch, KeyError("namespace"))
    assert message.startswith("KeyError: 'namespace'\n  ")
    assert "plugin/provider.py" in message
    assert "please report it" in message
    assert "Traceback" not in message


def test_the_sdks_server_still_has_the_place_where_inputs_are_read() -> None:
    assert "_construct_inputs" in vars(ProviderServicer)
    assert "_construct_inputs" in vars(InferenceServicer)


@pytest.fixture
def executable(tmp_path: Path) -> Path:
    return component_plugin.write_executable(tmp_path / "installed")


def test_the_folder_runs_as_a_language_host_runs_it() -> None:
    command = [sys.executable, str(component_plugin.SOURCE.parent), "--logtostderr", "127.0.0.1:1"]
    with ending(subprocess.Popen(command, stdout=subprocess.PIPE, text=True)) as process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) > 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_process_tells_its_port_and_ends_at_once_on_a_signal(executable: Path, number: signal.Signals) -> None:
    with ending(subprocess.Popen([executable, "127.0.0.1:1"], stdout=subprocess.PIPE, text=True)) as process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) > 0
        started = time.monotonic()
        process.send_signal(number)
        assert process.wait(timeout=5) == 0
        assert time.monotonic() - started < 1


def test_the_process_ends_when_its_engine_is_gone(executable: Path) -> None:
    script = f"'{executable}' 127.0.0.1:1 & wait"  # a shell in the place of an engine
    with ending(subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE, text=True)) as engine:
        assert engine.stdout is not None
        assert int(engine.stdout.readline()) > 0
        engine.kill()
        rest, _ = engine.communicate(timeout=60)
        assert rest == "", "standard output was closed, by the plugin's own end"


def test_an_executable_without_the_library_says_how_to_install_it(tmp_path: Path) -> None:
    """As the engine would have it, had it been given the file of the repository instead of `make plugin`'s."""
    copy = tmp_path / component_plugin.SOURCE.name
    copy.write_text(component_plugin.SOURCE.read_text())
    copy.chmod(0o755)
    for python in (sys.base_prefix + "/bin/python3", str(tmp_path / "nowhere")):
        environment = {"PATH": os.defpath, "PULUMI_INFERENCE_PYTHON": python}
        done = subprocess.run([copy, "127.0.0.1:1"], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stdout == ""
        assert f"{python} is not one" in done.stderr
        assert "PULUMI_INFERENCE_PYTHON=VENV/bin/python" in done.stderr
        assert "Traceback" not in done.stderr
