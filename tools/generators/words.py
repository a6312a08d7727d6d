"""Types and defaults in words, for the reference."""

import ast
import inspect
import itertools
import json
import textwrap
from collections.abc import Mapping
from dataclasses import is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, is_typeddict

import pulumi
from pulumi_inference.declared import bounds, kinds, noun
from pulumi_inference.defaults import DefaultsVersion
from pulumi_inference.features.argo_analysis import ArgumentName
from pulumi_inference.features.dashboard import FolderName
from pulumi_inference.features.disruption_budget import Without
from pulumi_inference.features.files import FilePath
from pulumi_inference.features.load_test import RequestHeader
from pulumi_inference.features.load_test import Share as ShareInPercent
from pulumi_inference.features.mig import MigProfile
from pulumi_inference.features.overrides_spec import JsonPointer
from pulumi_inference.features.registries import Server
from pulumi_inference.features.scaled_job import MetadataKey, ScalerName, Share
from pulumi_inference.features.serving_spec import All, ModelDirectory, ServedName
from pulumi_inference.features.volume_sources import MountPath, SubPath
from pulumi_inference.inputs import ConfigKey, PlainModelRef, ValueFrom
from pulumi_inference.kube import (
    cidr,
    cron,
    duration,
    identity,
    image,
    labels,
    names,
    object_store,
    percentage,
    port,
    prometheus,
    quantity,
    references,
    telemetry,
    time_zone,
)
from pulumi_inference.kube.http import (
    AuthorizedPath,
    GrpcService,
    HeaderName,
    HeaderValue,
    Hostname,
    HttpPath,
    RoutePath,
)
from pulumi_inference.platform_spec import Counted, QuantityOrZero
from pulumi_inference.spot_pools import ClusterName
from pydantic import BaseModel
from pydantic.fields import FieldInfo

NOTIONS: dict[Any, str] = {
    time_zone.TimeZone: "time zone",
    ScalerName: "type of a scaler",
    MetadataKey: "setting of a scaler",
    Share: "share, as text",
    ShareInPercent: "share in percent",
    RequestHeader: "name of a header",
    object_store.DatedPrefix: "folder with a date",
    quantity.Quantity: "quantity",
    quantity.Cpu: "quantity",
    quantity.Memory: "quantity",
    quantity.MetricValue: "quantity",
    duration.Duration: "duration",
    duration.DurationOrZero: "duration or 0",
    duration.ProbeSeconds: "duration",
    duration.WholeSeconds: "duration",
    duration.WindowSeconds: "duration",
    duration.PeriodSeconds: "duration",
    names.ServiceName: "name of a service",
    names.Dns1123Label: "DNS label",
    names.Dns1035Label: "DNS label that starts with a letter",
    names.Dns1123Subdomain: "DNS name",
    names.ReferenceName: "name, or namespace and name",
    names.NamespacedName: "namespace and name",
    names.MetricName: "name of a metric",
    names.Kind: "kind of objects",
    names.ApiVersion: "API version",
    names.ExtendedResource: "name of an extended resource",
    names.EnvName: "name of a variable",
    names.DataKey: "key of a ConfigMap or Secret",
    references.FieldPath: "field of a pod",
    references.FileFieldPath: "field of a pod",
    references.ContainerResource: "amount of a container",
    object_store.HttpUrl: "address of a file",
    object_store.BucketName: "name of a bucket, account or container",
    object_store.ObjectKey: "path of a file in a store",
    object_store.Region: "region",
    Counted: "what a quota counts",
    QuantityOrZero: "quantity or 0",
    ClusterName: "name of a cluster",
    object_store.Repository: "owner and name",
    object_store.Revision: "commit, tag or branch",
    object_store.Checksum: "SHA-256",
    FilePath: "path of a file",
    MountPath: "path",
    JsonPointer: "JSON Pointer",
    Server: "address of a registry",
    SubPath: "path in a volume",
    identity.RoleArn: "ARN of an IAM role",
    identity.GoogleServiceAccount: "address of an IAM service account",
    identity.AzureClientId: "client id",
    identity.ApiGroup: "group of the API",
    identity.ResourceKind: "kind of objects in the plural",
    identity.Verb: "verb",
    Without: "`false`",
    All: "`true`",
    ServedName: "name in requests",
    ModelDirectory: "path or address of a store",
    MigProfile: "MIG profile",
    labels.LabelKey: "key of a label",
    labels.LabelValue: "value of a label",
    labels.AnnotationKey: "key of an annotation",
    labels.AnnotationValue: "text",
    prometheus.PrometheusAddress: "address",
    prometheus.PrometheusQuery: "query",
    prometheus.Threshold: "number above 0",
    prometheus.ThresholdOrZero: "number from 0",
    telemetry.CollectorAddress: "address",
    telemetry.SamplingRatio: "number from 0 to 1",
    telemetry.AttributeKey: "key of an attribute",
    port.PortName: "name of a port",
    cidr.Cidr: "range of addresses",
    port.PortNumber: "number of a port",
    image.ImageReference: "image reference",
    cron.CronSchedule: "cron schedule",
    percentage.IntOrPercent: "whole number or percentage",
    DefaultsVersion: "version of the defaults",
    PlainModelRef: "model reference",
    HttpPath: "HTTP path",
    RoutePath: "path of a route",
    AuthorizedPath: "path of requests",
    GrpcService: "name of a gRPC service",
    HeaderName: "name of a header",
    HeaderValue: "value of a header",
    Hostname: "name of a host",
    ConfigKey: "key of the configuration",
    FolderName: "name of a folder",
    ArgumentName: "name of an argument",
}
"""What each type of a field is called. Validators make them differ, and a validator has no words of its own."""
SCALARS = {str: "text", bool: "true or false", int: "whole number", float: "number", Any: "anything"}


def type_of(field: Any, map_of_fields: str = "map") -> str:
    """The type of a field of a model: `quantity`, `whole number from 1 to 10`, `list of text`.

    Args:
        field: The field, or the type of its elements.
        map_of_fields: What to call a map with fields of its own.
    """
    found = [_kind(kind, metadata, field, map_of_fields) for kind, metadata in kinds(field) if kind is not NoneType]
    return " or ".join(dict.fromkeys(found))


def default_of(field: FieldInfo) -> str:
    """The default of a field, as its description says it, or else its value."""
    _, said, words = str(field.description).partition(DEFAULT)
    if said:
        return words.rstrip(".")
    if field.is_required():
        return "required"
    return "none" if field.default is None else f"`{json.dumps(field.default)}`"


def description_of(field: FieldInfo) -> str:
    """A field's description without its default."""
    return str(field.description).partition(DEFAULT)[0]


DEFAULT = " Default: "
"""Begins the last sentence of the description of a field that has a default."""


def annotation(declared: Any) -> str:
    """The type of an output: `list of text`, `[Status](#status)`."""
    origin, arguments = get_origin(declared), get_args(declared)
    if origin is pulumi.Output:
        return annotation(arguments[0])
    if origin in (Union, UnionType):
        words = [annotation(kind) for kind in arguments if kind is not NoneType]
        return " or ".join([*words, "none"] if NoneType in arguments else words)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin in (list, tuple):
        return f"list of {annotation(arguments[0])}"
    if origin in (dict, Mapping) or declared is dict:
        return "map"
    if declared in SCALARS:
        return SCALARS[declared]
    return link(declared.__name__) if is_described(declared) else f"`{declared.__name__}`"


def is_described(declared: Any) -> bool:
    """Whether a type has attributes of its own that the reference describes."""
    return is_typeddict(declared) or (is_dataclass(declared) and isinstance(declared, type))


def link(name: str) -> str:
    """To the section of a class."""
    return f"[{name}](#class-{name.lower()})"


class Attribute(NamedTuple):
    """What a class says of an attribute."""

    kind: Any
    text: str


def attributes(declared: type) -> dict[str, Attribute]:
    """The annotated attributes of a class that have a text below them."""
    kinds = inspect.get_annotations(declared, eval_str=True)
    found = {}
    for one, after in itertools.pairwise(_body(declared)):
        match one, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = Attribute(kinds[name], " ".join(inspect.cleandoc(text).split()))
    return found


def _body(declared: type) -> list[ast.stmt]:
    for node in ast.parse(textwrap.dedent(inspect.getsource(declared))).body:
        if isinstance(node, ast.ClassDef):
            return node.body
    return []


def _kind(kind: Any, metadata: tuple[Any, ...], field: Any, map_of_fields: str) -> str:
    if notion := _notion(metadata):
        return notion
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "[`valueFrom`](#values-from-elsewhere)" if kind is ValueFrom else map_of_fields
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin in (list, tuple):
        return f"list of {type_of(arguments[0], map_of_fields)}"
    if origin is dict:
        return f"map from {type_of(arguments[0])} to {type_of(arguments[1], map_of_fields)}"
    low, high = bounds(field)
    if kind is int and (low is not None or high is not None):
        return f"whole {noun(field)} from {low} to {high}"
    if kind not in SCALARS:
        raise TypeError(f"tools/generators/words.py has no words for {kind}")
    return SCALARS[kind]


def _notion(metadata: tuple[Any, ...]) -> str | None:
    """Of several types that fit the one with the most to say: a quantity of memory is a quantity, too."""
    fitting = [
        (len(marks), words)
        for notion, words in NOTIONS.items()
        for _, marks in itertools.islice(kinds(notion), 1)
        if all(any(mark is said for said in metadata) for mark in marks)
    ]
    return max(fitting)[1] if fitting else None
