"""What stands elsewhere in the cluster: a key of a Secret or a ConfigMap, a field of the pod itself.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from ..inputs import ObjectRef
from ..model import Model, Switch, about
from .names import DataKey
from .pattern import Matching

_KEY = "[-A-Za-z0-9_./]+"
_OF_AN_ENVIRONMENT = (
    rf"metadata\.(?:name|namespace|uid|labels\['{_KEY}'\]|annotations\['{_KEY}'\])"
    r"|spec\.(?:nodeName|serviceAccountName)|status\.(?:hostIPs?|podIPs?)"
)
_OF_A_VOLUME = rf"metadata\.(?:name|namespace|uid|labels(?:\['{_KEY}'\])?|annotations(?:\['{_KEY}'\])?)"
FieldPath = Annotated[
    str,
    Matching(
        "field_path",
        _OF_AN_ENVIRONMENT,
        "is not a field that a variable can have. Give metadata.name, metadata.namespace, metadata.uid, "
        "metadata.labels['KEY'], metadata.annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP, "
        "status.hostIPs, status.podIP or status.podIPs.",
    ),
]
FileFieldPath = Annotated[
    str,
    Matching(
        "field_path",
        _OF_A_VOLUME,
        "is not a field that a file can have. Give metadata.name, metadata.namespace, metadata.uid, metadata.labels, "
        "metadata.annotations, or one of the last two with ['KEY'].",
    ),
]
ContainerResource = Annotated[
    str,
    Matching(
        "container_resource",
        r"(?:limits|requests)\.(?:cpu|memory|ephemeral-storage)",
        "is no amount of a container. Give limits or requests, a dot, and cpu, memory or ephemeral-storage.",
    ),
]
Divisor = Literal["1m", "1", "1k", "1M", "1G", "1T", "1Ki", "1Mi", "1Gi", "1Ti"]


class KeyRef(Model):
    """One key of a Secret or a ConfigMap in the service's namespace."""

    name: ObjectRef = Field(
        description="Name of the Secret or ConfigMap.", examples=["hf"], json_schema_extra=about("Deployment")
    )
    key: DataKey = Field(description="Key in it.", examples=["token"], json_schema_extra=about("Deployment"))

    def rendered(self) -> dict[str, Any]:
        return {"name": self.name, "key": self.key}


class OptionalKeyRef(KeyRef):
    """One key of a Secret or a ConfigMap in the service's namespace, which need not be there."""

    optional: Switch = Field(
        default=False,
        description="Whether pods start without it where it is missing. Default: false, they wait for it.",
        examples=[True],
        json_schema_extra=about("Deployment"),
    )

    def rendered(self) -> dict[str, Any]:
        return super().rendered() | ({"optional": True} if self.optional else {})


class FieldRef(Model):
    """A field of the pod."""

    field_path: FieldPath = Field(
        description="Which field: metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'], "
        "metadata.annotations['KEY'], spec.nodeName, spec.serviceAccountName, status.hostIP or status.podIP.",
        examples=["status.podIP"],
        json_schema_extra=about("Deployment"),
    )


class ResourceFieldRef(Model):
    """What the model server's container asks for, or may use."""

    resource: ContainerResource = Field(
        description="Which amount.", examples=["limits.memory"], json_schema_extra=about("Deployment")
    )
    divisor: Divisor = Field(
        default="1",
        description="What one is counted as: 1m or 1 of a core, and 1 byte up to 1Ti of memory. Default: 1.",
        examples=["1Mi"],
        json_schema_extra=about("Deployment"),
    )
