"""How a request ends that cannot be answered: a gRPC status with a sentence in it, never a traceback."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import grpc  # type: ignore[import-untyped]
from pulumi.runtime.proto import provider_pb2, status_pb2

from tools.kubernetes_plugin.errors import InitializationFailedError, PluginError
from tools.kubernetes_plugin.properties import marshal


def answers(method: Callable[[Any, Any], Any]) -> Callable[[Any, Any, grpc.ServicerContext], Any]:
    """Errors become gRPC statuses with a sentence in them, never a traceback."""

    @functools.wraps(method)
    def answer(self: Any, request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return method(self, request)
        except InitializationFailedError as error:
            failure: InitializationFailedError = error
        except PluginError as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))
        except Exception as error:
            context.abort(grpc.StatusCode.INTERNAL, _unexpected(error))
        _abort_with_details(context, failure)

    return answer


def refuse(context: grpc.ServicerContext, what: str) -> NoReturn:
    context.abort(
        grpc.StatusCode.UNIMPLEMENTED,
        f"the development plugin does not have {what}; it handles Kubernetes objects only. Use the official plugin",
    )
    raise AssertionError("abort does not return")


def _abort_with_details(context: grpc.ServicerContext, failure: InitializationFailedError) -> NoReturn:
    detail = provider_pb2.ErrorResourceInitFailed(
        id=failure.resource_id,
        properties=marshal(failure.state),
        reasons=failure.reasons,
        inputs=marshal(failure.inputs) if failure.inputs is not None else None,
    )
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(failure))
    status.details.add().Pack(detail)
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, str(failure))
    raise AssertionError("abort does not return")


def _unexpected(error: Exception) -> str:
    """Where it happened, and not what with: the values may be secret."""
    own = Path(__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    where = next(
        (
            f"{Path(each.filename).name}:{each.lineno}"
            for each in reversed(frames)
            if own in Path(each.filename).parents
        ),
        "?",
    )
    return f"a fault of the development plugin: {type(error).__name__} in {where}. Please report it"
