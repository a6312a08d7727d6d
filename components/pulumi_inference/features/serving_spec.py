"""Several models on one server, as a spec says them."""

from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from ..kube.pattern import ByKey, Matching
from ..model import Model, Natural, NotEmpty, Positive, Switch, about, fault
from ..one_of import OneOf, exactly_one

_FILES = about("ConfigMap", "Deployment")
ServedName = Annotated[
    str,
    Matching(
        "served_name",
        "[A-Za-z0-9_][-._A-Za-z0-9]*",
        "is no name that a request can ask for. Use letters, digits, dashes, underscores and dots.",
        253,
    ),
]
"""It stands in the paths of requests."""
ModelDirectory = Annotated[
    str,
    Matching(
        "model_directory",
        "(?:/|[a-z][a-z0-9]*://)[!-~]+",
        "is not where a model is. Give a path that starts with a slash, or a store's address such as "
        "s3://models/resnet.",
        1024,
    ),
]


def _true(value: bool) -> bool:
    if not value:
        raise fault("all", "is not accepted. Give true, or leave it out.")
    return value


All = Annotated[bool, Field(strict=True), AfterValidator(_true), WithJsonSchema({"const": True})]


class VersionsSpec(OneOf):
    """Which versions of a model are served; exactly one field."""

    model_config = exactly_one("latest", "specific", "all")

    latest: Positive | None = Field(
        default=None,
        description="So many of the newest. Default: none.",
        examples=[2],
        json_schema_extra=about("ConfigMap", "Deployment", unit="versions"),
    )
    specific: Annotated[tuple[Natural, ...], NotEmpty()] | None = Field(
        default=None,
        description="These, by the numbers that their directories have. Default: none.",
        examples=[[1, 2]],
        json_schema_extra=_FILES,
    )
    all_: All | None = Field(
        default=None,
        alias="all",
        description="true: all that there are. Default: none.",
        examples=[True],
        json_schema_extra=_FILES,
    )


class ServedModelSpec(Model):
    """One of several models of a server."""

    name: ServedName = Field(
        description="Name that requests ask for. For triton the model's directory in its repository.",
        examples=["sentiment"],
        json_schema_extra=_FILES,
    )
    path: ModelDirectory | None = Field(
        default=None,
        description="Directory of its versions, or a store's address. Default: the one of its name below modelRef, or "
        "below the files of model.",
        examples=["/models/sentiment"],
        json_schema_extra=_FILES,
    )
    versions: VersionsSpec | None = Field(
        default=None,
        description="Which versions are served. Default: the newest one.",
        examples=[{"specific": [1, 2]}],
        json_schema_extra=_FILES,
    )
    labels: Annotated[dict[ServedName, Natural], ByKey()] = Field(
        default={},
        description="Names of versions, which requests can ask for in place of a number. Default: none.",
        examples=[{"stable": 1, "canary": 2}],
        json_schema_extra=_FILES,
    )


class ServingSpec(Model):
    """What one server serves beside a single model."""

    models: tuple[ServedModelSpec, ...] = Field(
        default=(),
        description="The models of the server, in place of the one of modelRef, which is then the directory that they "
        "are in. The probes ask about the first. Default: one.",
        examples=[[{"name": "sentiment", "versions": {"latest": 2}}]],
        json_schema_extra=_FILES,
    )
    monitoring: Switch = Field(
        default=False,
        description="Whether tensorflow-serving has metrics for Prometheus, by its monitoring.config. Default: false.",
        examples=[True],
        json_schema_extra=_FILES,
    )
