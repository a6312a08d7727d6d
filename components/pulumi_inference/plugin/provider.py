"""The provider: it declares the component for a program in another language and answers with its outputs."""

import json
import traceback
from collections.abc import Collection, Mapping
from contextvars import ContextVar
from importlib.metadata import version
from typing import Any

import grpc  # type: ignore[import-untyped]
import pulumi
from google.protobuf.struct_pb2 import Struct  # type: ignore[import-untyped]
from pulumi.errors import InputPropertyErrorDetails
from pulumi.provider import ConstructResult, Provider
from pulumi.provider.server import ProviderServicer
from pulumi.runtime import proto

from ..crds import DEPLOYMENT
from ..declared import declared_at, pulumi_input
from ..errors import InvalidSpec, Problem
from ..model import Model
from ..package_schema import COMPONENTS, Component, outputs_of, package_schema
from ..spec import InferenceServiceSpec
from .values import spec_of

VERSION = version("pulumi-inference")
ISSUES = "This is a fault of pulumi-inference, not of your program: please report it with the lines above."


class InferenceProvider(Provider):
    """What the package offers: its components and their schema."""

    def __init__(self) -> None:
        super().__init__(VERSION, json.dumps(package_schema(VERSION)))

    def construct(
        self,
        name: str,
        resource_type: str,
        inputs: Mapping[str, Any],
        options: pulumi.ResourceOptions | None = None,
    ) -> ConstructResult:
        asked = _component(resource_type)
        if asked is None:
            tokens = ", ".join(one.token for one in COMPONENTS)
            raise pulumi.RunError(f"{resource_type} is not in the package inference. It has {tokens}.")
        component = asked.declared(name, asked.parse({name: inputs})[name], options)
        return ConstructResult(component.urn, outputs_of(component, asked.outputs))


def _component(token: str) -> Component | None:
    return next((one for one in COMPONENTS if one.token == token), None)


_SPEC: ContextVar[type[Model]] = ContextVar("spec", default=InferenceServiceSpec)
"""Of the component that a call is about: the SDK reads the inputs without it."""


class InferenceServicer(ProviderServicer):
    """The SDK's server with two differences: how inputs are read, and how errors are told."""

    @staticmethod
    async def _construct_inputs(inputs: Struct, input_dependencies: Any) -> dict[str, Any]:
        dependencies = {name: found.urns for name, found in input_dependencies.items()}
        spec = _SPEC.get()
        return spec_of(inputs, dependencies, lambda at: pulumi_input(declared_at(spec, at)) is not None)

    async def Construct(  # noqa: N802 - the engine's name
        self, request: proto.ConstructRequest, context: "grpc.aio.ServicerContext[Any, Any]"
    ) -> proto.ConstructResponse:
        DEPLOYMENT.set(request.monitorEndpoint)
        if asked := _component(request.type):
            _SPEC.set(asked.spec)
        try:
            return await self._construct(request, context)
        except InvalidSpec as error:
            status = self.create_grpc_invalid_properties_status(*_refusal(error.problems))
            await context.abort_with_status(status)
        except pulumi.RunError as error:
            await context.abort(grpc.StatusCode.UNKNOWN, str(error))
        except Exception as error:
            await context.abort(grpc.StatusCode.UNKNOWN, _unexpected(error))
        raise AssertionError("an aborted call goes no further")


def _refusal(problems: Collection[Problem]) -> tuple[str, list[InputPropertyErrorDetails]]:
    """The engine lists the problems one to a line; with a path into the inputs it would print the value there, too."""
    count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
    details = [InputPropertyErrorDetails(property_path=one.path, reason=one.message) for one in problems]
    return f"the spec has {count}", details


def _unexpected(error: Exception) -> str:
    """What happened and where in this package; the whole traceback would be of no use to a program in Go."""
    if type(error) is Exception:  # so the SDK raises what the engine has answered, of a child that failed
        return str(error)
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "pulumi_inference" in frame.filename]
    where = "".join(f"\n  {frame.filename}:{frame.lineno} in {frame.name}" for frame in ours[-3:])
    return f"{type(error).__name__}: {error}{where}\n{ISSUES}"
