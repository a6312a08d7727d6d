# ruff: noqa: N802 - the protocol names the methods
"""The plugin protocol: the engine's requests on one side, the modules that answer them on the other."""

from __future__ import annotations

from typing import NoReturn

import grpc  # type: ignore[import-untyped]
from google.protobuf import empty_pb2  # type: ignore[import-untyped]
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from tools.kubernetes_plugin import lifecycle, pulumi_annotations
from tools.kubernetes_plugin.answers import answers, refuse
from tools.kubernetes_plugin.awaiting.job import AWAITER as JOB_AWAITER
from tools.kubernetes_plugin.awaiting.observation import Observation
from tools.kubernetes_plugin.check import Autonaming, checked
from tools.kubernetes_plugin.checkpoint import Checkpoint
from tools.kubernetes_plugin.configuration import check_configuration, compare_configurations
from tools.kubernetes_plugin.diff import Change, Difference, compare
from tools.kubernetes_plugin.engine import EngineLog
from tools.kubernetes_plugin.errors import PluginError
from tools.kubernetes_plugin.kinds import is_patch_resource
from tools.kubernetes_plugin.lifecycle import Operation
from tools.kubernetes_plugin.objects import Object, kind
from tools.kubernetes_plugin.properties import marshal, plain_object, unmarshal, with_secrets
from tools.kubernetes_plugin.replacements import replacing_paths
from tools.kubernetes_plugin.session import Session

_KINDS = {
    (Change.ADD, False): provider_pb2.PropertyDiff.ADD,
    (Change.ADD, True): provider_pb2.PropertyDiff.ADD_REPLACE,
    (Change.UPDATE, False): provider_pb2.PropertyDiff.UPDATE,
    (Change.UPDATE, True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
    (Change.DELETE, False): provider_pb2.PropertyDiff.DELETE,
    (Change.DELETE, True): provider_pb2.PropertyDiff.DELETE_REPLACE,
}
_UNREACHABLE_HINT = (
    "\nIf the cluster is gone for good, PULUMI_K8S_DELETE_UNREACHABLE=true lets this command take its resources out of "
    "the state"
)


class KubernetesProvider(provider_pb2_grpc.ResourceProviderServicer):
    """One method for each request, with the names that the protocol gives them."""

    def __init__(self, engine_address: str = "") -> None:
        self._session = Session(EngineLog(engine_address))

    @answers
    def Handshake(self, _request: provider_pb2.ProviderHandshakeRequest) -> provider_pb2.ProviderHandshakeResponse:
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, supports_autonaming_configuration=True)

    @answers
    def GetPluginInfo(self, _request: empty_pb2.Empty) -> plugin_pb2.PluginInfo:
        from importlib.metadata import version

        return plugin_pb2.PluginInfo(version=version("pulumi-kubernetes"))

    @answers
    def Attach(self, request: plugin_pb2.PluginAttach) -> empty_pb2.Empty:
        self._session.log = EngineLog(request.address)
        return empty_pb2.Empty()

    @answers
    def CheckConfig(self, request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
        failures = check_configuration(plain_object(unmarshal(request.news)))
        return provider_pb2.CheckResponse(
            inputs=request.news,
            failures=[provider_pb2.CheckFailure(property=each.property, reason=each.reason) for each in failures],
        )

    @answers
    def DiffConfig(self, request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
        change = compare_configurations(*(plain_object(unmarshal(each)) for each in (request.olds, request.news)))
        return provider_pb2.DiffResponse(
            changes=_changes(bool(change.changed)), diffs=change.changed, replaces=change.replacing
        )

    @answers
    def Configure(self, request: provider_pb2.ConfigureRequest) -> provider_pb2.ConfigureResponse:
        self._session.configure(request.variables)
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
        )

    @answers
    def Check(self, request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
        session = self._session
        if session.unreachable and session.settings.skip_update_unreachable:
            session.log.warning(request.urn, f"left as it is: {session.unreachable}")
            return provider_pb2.CheckResponse(inputs=request.olds)
        news = unmarshal(request.news)
        inputs = checked(
            session, request.urn, plain_object(news), plain_object(unmarshal(request.olds)), _autonaming(request)
        )
        return provider_pb2.CheckResponse(inputs=marshal(with_secrets(inputs, news)))

    @answers
    def Diff(self, request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
        session, old = self._session, Checkpoint.parse(unmarshal(request.olds))
        news = plain_object(unmarshal(request.news))
        comparison = compare(
            old,
            news,
            namespaced=session.namespaced(news),
            replacing=replacing_paths(news, session.settings, patch_resource=is_patch_resource(request.urn, news)),
            ignore=request.ignoreChanges,
        )
        replacing = [each.text for each in comparison.differences if each.replaces]
        if self._unready(news, old.live):
            replacing.append(f'metadata.annotations["{pulumi_annotations.REPLACE_UNREADY}"]')
        rendering = session.renders and session.settings.always_render
        return provider_pb2.DiffResponse(
            changes=_changes(bool(comparison.differences or replacing) or rendering),
            replaces=replacing,
            deleteBeforeReplace=comparison.delete_before_replace,
            detailedDiff={each.text: _property_diff(each) for each in comparison.differences},
            hasDetailedDiff=True,
        )

    @answers
    def Create(self, request: provider_pb2.CreateRequest) -> provider_pb2.CreateResponse:
        operation = Operation(self._session, request.urn, request.timeout, request.preview)
        resource_id, state = lifecycle.create_resource(operation, unmarshal(request.properties))
        return provider_pb2.CreateResponse(id=resource_id, properties=marshal(state))

    @answers
    def Read(self, request: provider_pb2.ReadRequest) -> provider_pb2.ReadResponse:
        session = self._session
        if session.unreachable and not session.renders:
            if session.settings.delete_unreachable:
                return provider_pb2.ReadResponse()
            if session.settings.skip_update_unreachable:
                return provider_pb2.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)
            raise PluginError(f"cannot be read: {session.unreachable}{_UNREACHABLE_HINT}")
        found = lifecycle.read_resource(
            Operation(session, request.urn), request.id, unmarshal(request.properties), unmarshal(request.inputs)
        )
        if found is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(
            id=found.resource_id, properties=marshal(found.state), inputs=marshal(found.inputs)
        )

    @answers
    def Update(self, request: provider_pb2.UpdateRequest) -> provider_pb2.UpdateResponse:
        operation = Operation(self._session, request.urn, request.timeout, request.preview)
        state = lifecycle.update_resource(
            operation, unmarshal(request.olds), unmarshal(request.news), tuple(request.ignoreChanges)
        )
        return provider_pb2.UpdateResponse(properties=marshal(state))

    @answers
    def Delete(self, request: provider_pb2.DeleteRequest) -> empty_pb2.Empty:
        session = self._session
        if session.unreachable and not session.renders:
            if not session.settings.delete_unreachable:
                raise PluginError(f"cannot be deleted: {session.unreachable}{_UNREACHABLE_HINT}")
            return empty_pb2.Empty()
        operation = Operation(session, request.urn, request.timeout)
        lifecycle.delete_resource(operation, unmarshal(request.properties))
        return empty_pb2.Empty()

    @answers
    def Cancel(self, _request: empty_pb2.Empty) -> empty_pb2.Empty:
        self._session.cancelled.set()
        return empty_pb2.Empty()

    @answers
    def GetMappings(self, _request: provider_pb2.GetMappingsRequest) -> provider_pb2.GetMappingsResponse:
        return provider_pb2.GetMappingsResponse()

    @answers
    def GetMapping(self, _request: provider_pb2.GetMappingRequest) -> provider_pb2.GetMappingResponse:
        return provider_pb2.GetMappingResponse()

    def Invoke(self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext) -> NoReturn:
        refuse(context, f"function {request.tok}")

    def Construct(self, request: provider_pb2.ConstructRequest, context: grpc.ServicerContext) -> NoReturn:
        refuse(context, f"component {request.type}")

    def Call(self, request: provider_pb2.CallRequest, context: grpc.ServicerContext) -> NoReturn:
        refuse(context, f"method {request.tok}")

    def GetSchema(self, _request: provider_pb2.GetSchemaRequest, context: grpc.ServicerContext) -> NoReturn:
        refuse(context, "the package schema")

    def _unready(self, news: Object, live: Object) -> bool:
        """Whether `pulumi.com/replaceUnready` asks for a new Job in place of one that is not complete."""
        if (
            not pulumi_annotations.is_true(news, pulumi_annotations.REPLACE_UNREADY)
            or kind(news) != "Job"
            or self._session.unreachable
        ):
            return False
        try:
            present = self._session.cluster.get(live)
        except PluginError:
            return False
        return not JOB_AWAITER.readiness(Observation(present, lambda *_: [])).ready


def _autonaming(request: provider_pb2.CheckRequest) -> Autonaming:
    if not request.HasField("autonaming"):
        return Autonaming(request.randomSeed)
    forbidden = request.autonaming.mode == provider_pb2.CheckRequest.AutonamingOptions.DISABLE
    return Autonaming(request.randomSeed, request.autonaming.proposed_name or None, forbidden)


def _changes(some: bool) -> provider_pb2.DiffResponse.DiffChanges.ValueType:
    return provider_pb2.DiffResponse.DIFF_SOME if some else provider_pb2.DiffResponse.DIFF_NONE


def _property_diff(difference: Difference) -> provider_pb2.PropertyDiff:
    return provider_pb2.PropertyDiff(
        kind=_KINDS[difference.change, difference.replaces], inputDiff=difference.change is Change.DELETE
    )
