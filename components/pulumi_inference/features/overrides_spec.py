"""JSON Patch (RFC 6902), as a spec has it: https://datatracker.ietf.org/doc/html/rfc6902"""

from typing import Annotated, Any, Literal

from pydantic import Field

from ..kube.pattern import Matching
from ..model import Model, NotEmpty, about
from .files import PlainData

JsonPointer = Annotated[
    str,
    Matching(
        "json_pointer",
        r"(?:/(?:[^~/]|~[01])*)+",
        "is not a JSON Pointer. Give one such as /spec/template/spec/hostname: a slash before each key, - after the "
        "last entry of a list, and in keys ~1 for a slash and ~0 for a tilde.",
    ),
]
"""Of RFC 6901. The whole of an object is none that an operation may be about."""
ANY = about(
    "Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "ServiceAccount", "Rollout", "Ingress"
)


class PatchOperationSpec(Model):
    """One operation on an object as it was rendered."""

    op: Literal["add", "remove", "replace", "move", "copy", "test"] = Field(
        description="What is done. test ends with an error where something else stands there.",
        examples=["add"],
        json_schema_extra=ANY,
    )
    path: JsonPointer = Field(
        description="Where: a JSON Pointer.", examples=["/spec/template/spec/hostname"], json_schema_extra=ANY
    )
    from_: JsonPointer | None = Field(
        default=None,
        alias="from",
        description="From where, for move and copy. Default: none.",
        examples=["/metadata/annotations/old"],
        json_schema_extra=ANY,
    )
    value: PlainData = Field(
        default=None,
        description="What is added, put in the place of another value, or tested: plain data, no Output and no secret. "
        "Default: none; add, replace and test need it.",
        examples=["model-host"],
        json_schema_extra=ANY,
    )

    def operation(self) -> dict[str, Any]:
        """As the RFC has it."""
        found: dict[str, Any] = {"op": self.op, "path": self.path}
        if self.from_ is not None:
            found["from"] = self.from_
        return found | ({"value": self.value} if "value" in self.model_fields_set else {})


Patch = Annotated[tuple[PatchOperationSpec, ...], NotEmpty()]
