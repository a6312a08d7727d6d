"""Runs the component under Pulumi's mocks and records every registration with its resource options."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import mocks as pulumi_mocks
from pulumi.runtime import rpc
from pulumi_inference import InferenceService


@dataclass
class Registration:
    """One resource as the program registered it."""

    type: str
    name: str
    inputs: dict[str, Any]
    request: Any
    """The engine's RegisterResourceRequest: `ignoreChanges`, `dependencies`, `customTimeouts`, `hooks`, ..."""


@dataclass
class Recording:
    """What a program registered, and the outputs of its component."""

    registrations: list[Registration] = field(default_factory=list)
    reads: list[Any] = field(default_factory=list)
    """The engine's ReadResourceRequests."""
    hooks: list[Any] = field(default_factory=list)
    """The engine's RegisterResourceHookRequests."""
    outputs: dict[str, Any] = field(default_factory=dict)

    @property
    def resources(self) -> dict[str, Registration]:
        """By logical name, a component before the objects of its name."""
        return self.objects | {one.name: one for one in self.registrations if not one.type.startswith("kubernetes:")}

    @property
    def objects(self) -> dict[str, Registration]:
        """Those of Kubernetes alone, by logical name."""
        return {one.name: one for one in self.registrations if one.type.startswith("kubernetes:")}

    def dependencies(self, name: str) -> set[str]:
        """Logical names of what `name` was registered after."""
        return {urn.rsplit("::", 1)[-1] for urn in self.resources[name].request.dependencies}


class _Cluster(pulumi.runtime.Mocks):
    """A cluster in which every pod is ready at once."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        state = {name: rpc.unwrap_rpc_secret(value) for name, value in args.inputs.items()}
        if args.typ.startswith("kubernetes:") and "metadata" in state:
            state["metadata"] = {"namespace": "default", "name": f"{args.name}-given"} | state["metadata"]
        if args.typ == "kubernetes:apps/v1:Deployment":
            replicas = state["spec"]["replicas"]
            state["status"] = {"replicas": replicas, "readyReplicas": replicas, "updatedReplicas": replicas}
        return f"default/{args.name}", state

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        raise AssertionError(f"the component calls no function, and it called {args.token}")


class _Monitor(pulumi_mocks.MockMonitor):
    def __init__(self, recording: Recording) -> None:
        super().__init__(_Cluster())
        self.recording = recording

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the engine's name
        inputs = rpc.deserialize_properties(request.object)
        self.recording.registrations.append(Registration(request.type, request.name, inputs, request))
        return super().RegisterResource(request)  # type: ignore[no-untyped-call]

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 - the engine's name
        self.recording.reads.append(request)
        return super().ReadResource(request)  # type: ignore[no-untyped-call]

    def RegisterResourceHook(self, request: Any) -> Any:  # noqa: N802 - the engine's name
        self.recording.hooks.append(request)
        return super().RegisterResourceHook(request)  # type: ignore[no-untyped-call]


def unknown() -> pulumi.Output[Any]:
    """An Output whose value is known only after an `up`. To be called inside a running program."""
    value: asyncio.Future[Any] = asyncio.Future()
    value.set_result(None)
    known: asyncio.Future[bool] = asyncio.Future()
    known.set_result(False)
    return pulumi.Output(set(), value, known)


def record(
    spec: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
    name: str = "chat",
    *,
    preview: bool = False,
    into: Recording | None = None,
) -> Recording:
    """Declares one InferenceService and returns what the engine was asked for.

    `spec` is a function where it holds Outputs, which exist only inside a program; `into` is there to be looked at
    when the program fails.
    """
    recording = into or Recording()

    def program() -> pulumi.Output[Any]:
        given: Any = spec() if callable(spec) else spec
        service = InferenceService(name, given)
        return pulumi.Output.all(url=service.url, status=service.status, summary=service.summary).apply(
            recording.outputs.update
        )

    run(program, recording, preview=preview)
    return recording


def run(program: Callable[[], Any], recording: Recording, *, preview: bool = False) -> None:
    """Runs a program to its end, with all its registrations."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    monitor = _Monitor(recording)
    pulumi.runtime.set_mocks(monitor.mocks, project="inference", stack="test", preview=preview, monitor=monitor)
    pulumi.runtime.test(program)()  # type: ignore[no-untyped-call]
