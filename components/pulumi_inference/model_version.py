"""ModelVersion and its CRD: the components."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.apiextensions.v1 import CustomResourceDefinition
from pydantic import ValidationError

from .errors import InvalidSpec, path_to, problems_of
from .model_version_crd import DEFINITION, NAME
from .model_version_spec import MODEL_VERSIONS, ModelVersionSpec, manifest


class ModelVersionCRD(pulumi.ComponentResource):
    """The kind ModelVersion of a cluster: one stack of all that use the cluster installs it."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        """Declares the CustomResourceDefinition modelversions.ml.example.com."""
        super().__init__("inference:index:ModelVersionCRD", name, {}, opts)
        self.definition = CustomResourceDefinition(
            NAME,
            metadata=DEFINITION["metadata"],
            spec=DEFINITION["spec"],
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})


class ModelVersion(pulumi.ComponentResource):
    """A version of a model in the cluster, and in the program what a service takes from it."""

    spec: ModelVersionSpec
    """As it was declared: plain data, which decides structure in a preview."""

    def __init__(
        self, name: str, spec: ModelVersionSpec | Mapping[str, Any], opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """Declares the object; its kind has to be there, by a ModelVersionCRD of this or of another stack.

        Raises:
            InvalidSpec: The spec is wrong; nothing has been registered.
        """
        self.spec = spec if isinstance(spec, ModelVersionSpec) else _checked(name, spec)
        super().__init__("inference:index:ModelVersion", name, {}, opts)
        declared = manifest(name, self.spec)
        self.object = CustomResource(
            name,
            api_version=declared["apiVersion"],
            kind=declared["kind"],
            metadata=declared["metadata"],
            spec=declared["spec"],
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})

    def serving(self, spec: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The spec of a service of this version: `InferenceService("chat", version.serving({"replicas": 2}))`."""
        return self.spec.serving(spec)


def _checked(name: str, raw: Mapping[str, Any]) -> ModelVersionSpec:
    try:
        return ModelVersionSpec.model_validate(raw, by_name=True, by_alias=True)
    except ValidationError as error:
        raise InvalidSpec(problems_of(error, ModelVersionSpec, path_to(MODEL_VERSIONS, [name]))) from None
