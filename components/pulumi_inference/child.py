"""An object of a service as plain data: its manifest, and how the engine is to treat it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ROUTE = "route"
"""The step of a rollout in which traffic changes its way."""


@dataclass(frozen=True)
class Timeouts:
    """How long Pulumi waits for an object, in seconds. It does not stop at Kubernetes' own progress deadline."""

    create: int
    """All pods start at once."""
    update: int
    """Pods are replaced in waves, each of which drains and loads the model."""
    delete: int
    """All pods drain at once, and the Deployment goes after the last."""


@dataclass(frozen=True)
class Child:
    """One object that a feature adds to a service."""

    role: str
    """Its attribute of `Resources`."""
    manifest: Mapping[str, Any]
    """The object without a namespace; string leaves may be Outputs."""
    step: str | None = None
    """The step of a rollout that it is part of: a track's name, `autoscaler_of` one, or `ROUTE`. None: it waits for
    nothing and nothing waits for it."""
    after: tuple[str, ...] = ()
    """Roles of objects that it depends on in every rollout."""
    ignored: tuple[str, ...] = ()
    """Paths of fields that somebody in the cluster sets."""
    named_by_engine: bool = False
    """Whether its name in the cluster only begins with the manifest's, and is another for each replacement."""
    protected: bool = False
    """Whether the engine refuses to delete or replace it."""
    kept: bool = False
    """Whether it stays in the cluster when the engine is to delete it."""
    replaced_by: tuple[str, ...] = ()
    """Paths of fields whose change takes another object, which has the same name and comes when the first has gone."""
    namespaced: bool = True
    """False for an object of the whole cluster."""
    timeouts: Timeouts | None = None
    """None: the provider's."""


def autoscaler_of(track: str) -> str:
    """The step, and the role, of a track's autoscaler."""
    return f"{track}_autoscaler"


def track_of(step: str) -> str:
    """The track that a step is about, its own or that of its autoscaler."""
    return step.removesuffix("_autoscaler")


def disruption_budget_of(track: str) -> str:
    """The role of the budget that begins with a track."""
    return f"{track}_disruption_budget"


def scaled_object_of(track: str) -> str:
    """The role of a track's ScaledObject."""
    return f"{track}_scaled_object"


def vertical_autoscaler_of(track: str) -> str:
    """The role of a track's VerticalPodAutoscaler."""
    return f"{track}_vertical_autoscaler"


def serving_config_of(track: str) -> str:
    """The role of the ConfigMap by which a track's server is told of several models."""
    return f"{track}_serving_config"


def warmer_of(track: str) -> str:
    """The role of what fetches a track's model onto nodes."""
    return f"{track}_warmer"


def headless_service_of(track: str) -> str:
    """The role of the Service that names the pods of a track."""
    return f"{track}_headless_service"
