"""String leaves of the spec that may be a `pulumi.Output`, known only when something else exists."""

from collections.abc import Callable
from typing import Annotated, Any

import pulumi
from pydantic import AfterValidator, ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator
from pydantic_core import PydanticCustomError

from .model import fault


def _model_ref(text: str) -> str:
    if not text:
        raise fault("model_ref", "is empty. Give a model reference such as llama3-8b-q4.")
    if text.startswith("-") or any(character.isspace() or not character.isprintable() for character in text):
        raise fault("model_ref", "is not a model reference. Leave out spaces, and a dash at the start.")
    return text


def _checked_late(check: Callable[[str], str]) -> WrapValidator:
    """Checks a plain string at once and an Output when its value is known, which it then holds back if wrong."""

    def validate(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        return value.apply(_or_stop(check)) if isinstance(value, pulumi.Output) else handler(value)

    return WrapValidator(validate)


def _or_stop(check: Callable[[str], str]) -> Callable[[str], str]:
    def run(text: str) -> str:
        try:
            return check(text)
        except PydanticCustomError as error:
            raise pulumi.RunError(f"An Output given as a model reference {error.message()}") from None

    return run


_MARKED = WithJsonSchema({"type": "string", "x-pulumi-input": True})
"""In the Pulumi package schema such a field takes an Output; every other one is plain."""

ModelRef = Annotated[str, AfterValidator(_model_ref), _checked_late(_model_ref), _MARKED]
"""A model reference: a plain string, or an `Output` of one."""
