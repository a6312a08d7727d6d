"""Drives the plugin as the engine does, request by request, and keeps what the engine would keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]
from google.protobuf import empty_pb2, json_format, struct_pb2  # type: ignore[import-untyped]
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from tools.kubernetes_plugin.server import start

Object = dict[str, Any]

# An error carries the whole object; the engine's client takes as much as this.
_LARGE_ERRORS = [("grpc.max_metadata_size", 16 << 20), ("grpc.absolute_max_metadata_size", 16 << 20)]


@dataclass(frozen=True)
class Resource:
    """A resource as it is in the state."""

    urn: str
    id: str
    inputs: struct_pb2.Struct
    state: struct_pb2.Struct

    @property
    def live(self) -> Object:
        return plain(self.state)


class NotLive(Exception):  # noqa: N818 - it is what the engine calls it: created, but not live
    """The resource is in the state, with the reasons why it is not live."""

    def __init__(self, resource: Resource, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.resource = resource
        self.reasons = reasons


class Refused(Exception):  # noqa: N818
    """The request failed, and nothing is in the state."""


class Plugin:
    def __init__(self, kubeconfig: Path, namespace: str, **settings: str) -> None:
        self._server, port = start()
        self._channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=_LARGE_ERRORS)
        self._stub = provider_pb2_grpc.ResourceProviderStub(self._channel)
        variables = {"kubeconfig": str(kubeconfig), "namespace": namespace} | settings
        self._stub.Configure(
            provider_pb2.ConfigureRequest(
                variables={f"kubernetes:config:{key}": value for key, value in variables.items()}, acceptSecrets=True
            )
        )

    def stop(self) -> None:
        self._channel.close()
        self._server.stop(grace=None)

    def cancel(self) -> None:
        self._stub.Cancel(empty_pb2.Empty())

    def check(self, obj: Object, token: str = "", old: Resource | None = None) -> tuple[str, struct_pb2.Struct]:
        urn = f"urn:pulumi:dev::test::kubernetes:{token or _token(obj)}::it"
        request = provider_pb2.CheckRequest(urn=urn, news=wire(obj), olds=old.inputs if old else None)
        return urn, self._stub.Check(request).inputs

    def create(self, obj: Object, *, token: str = "", preview: bool = False, timeout: float = 60) -> Resource:
        urn, inputs = self.check(obj, token)
        request = provider_pb2.CreateRequest(urn=urn, properties=inputs, preview=preview, timeout=timeout)
        try:
            answer = self._stub.Create(request)
        except grpc.RpcError as error:
            raise _failure(error, urn, inputs) from error
        return Resource(urn, answer.id, inputs, answer.properties)

    def diff(self, resource: Resource, obj: Object, ignore: tuple[str, ...] = ()) -> provider_pb2.DiffResponse:
        urn, inputs = self.check(obj, _token_of(resource.urn), resource)
        answer: provider_pb2.DiffResponse = self._stub.Diff(
            provider_pb2.DiffRequest(
                urn=urn,
                id=resource.id,
                olds=resource.state,
                news=inputs,
                old_inputs=resource.inputs,
                ignoreChanges=ignore,
            )
        )
        return answer

    def update(
        self,
        resource: Resource,
        obj: Object,
        *,
        ignore: tuple[str, ...] = (),
        preview: bool = False,
        timeout: float = 60,
    ) -> Resource:
        urn, inputs = self.check(obj, _token_of(resource.urn), resource)
        request = provider_pb2.UpdateRequest(
            urn=urn,
            id=resource.id,
            olds=resource.state,
            news=inputs,
            old_inputs=resource.inputs,
            ignoreChanges=ignore,
            preview=preview,
            timeout=timeout,
        )
        try:
            answer = self._stub.Update(request)
        except grpc.RpcError as error:
            raise _failure(error, urn, inputs) from error
        return Resource(urn, resource.id, inputs, answer.properties)

    def read(self, resource: Resource) -> Resource | None:
        """A refresh."""
        request = provider_pb2.ReadRequest(
            urn=resource.urn, id=resource.id, properties=resource.state, inputs=resource.inputs
        )
        try:
            answer = self._stub.Read(request)
        except grpc.RpcError as error:
            raise _failure(error, resource.urn, resource.inputs) from error
        return Resource(resource.urn, answer.id, answer.inputs, answer.properties) if answer.id else None

    def adopt(self, token: str, resource_id: str) -> Resource | None:
        """What an import reads, and `.get`."""
        empty = struct_pb2.Struct()
        return self.read(Resource(f"urn:pulumi:dev::test::kubernetes:{token}::it", resource_id, empty, empty))

    def delete(self, resource: Resource, timeout: float = 60) -> None:
        request = provider_pb2.DeleteRequest(
            urn=resource.urn, id=resource.id, properties=resource.state, timeout=timeout
        )
        try:
            self._stub.Delete(request)
        except grpc.RpcError as error:
            raise Refused(error.details()) from error


def wire(obj: Mapping[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(obj, struct_pb2.Struct())


def plain(properties: struct_pb2.Struct) -> Object:
    return dict(json_format.MessageToDict(properties))


def _token(obj: Object) -> str:
    version = obj["apiVersion"]
    return f"{version if '/' in version else f'core/{version}'}:{obj['kind']}"


def _token_of(urn: str) -> str:
    return urn.split("::")[2].removeprefix("kubernetes:")


def _failure(error: grpc.RpcError, urn: str, inputs: struct_pb2.Struct) -> Exception:
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            detail = provider_pb2.ErrorResourceInitFailed()
            status_pb2.Status.FromString(value).details[0].Unpack(detail)
            return NotLive(Resource(urn, detail.id, detail.inputs or inputs, detail.properties), list(detail.reasons))
    return Refused(error.details())
