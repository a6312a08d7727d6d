"""What the library renders where a spec says nothing, by version: a release that renders something else adds one.

A number that no release has changed may stand where it is used. One that a release changes stands here, with what it
was in each version before; the features read it from the spec's `defaults`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, WithJsonSchema

from .model import fault, integral

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Defaults:
    """One version of them."""

    model_load: str = "10m"
    """How long a replica may take to load its model before it is restarted (kserve PR#5063: 60 probes, 10 s apart)."""
    drain: str = "45s"
    """From SIGTERM to SIGKILL: with the sleep a minute in all (kserve PR#5485, vllm PR#43208)."""
    pre_stop: str = "15s"
    """Sleep before SIGTERM, while endpoints forget the pod (kserve PR#5485)."""
    probe_interval: str = "10s"
    probe_timeout: str = "3s"
    probe_failures: int = 3
    """Failed probes in a row that restart a replica, or take it out of the Service: Kubernetes' default."""
    startup_interval: str = "10s"
    """Between two startup probes at most: a long interval must not delay readiness."""
    scheduling: str = "4m"
    """For finding a node and pulling the image, when the pod before is gone and before the model can load."""
    least_slack: str = "5m"
    """Of the progress deadline, for all that is not loading, at least."""
    surge_percent: int = 25
    """Pods above the count during a rollout, where no GPU is needed: Kubernetes' default."""
    target_cpu_percent: int = 80
    """Mean CPU use that an autoscaler aims at, of the request: Kubernetes' own default."""
    images: Mapping[str, str] = field(
        default_factory=lambda: {
            "zerfoo": "ghcr.io/zerfoo/zerfoo:v1.59.0",
            "vllm": "vllm/vllm-openai:v0.18.2",
            "sglang": "lmsysorg/sglang:v0.5.18",
            "tgi": "ghcr.io/huggingface/text-generation-inference:3.3.7",
            "triton": "nvcr.io/nvidia/tritonserver:25.08-py3",
            "tensorflow-serving": "tensorflow/serving:2.19.1",
            "tensorflow-serving on GPUs": "tensorflow/serving:2.19.1-gpu",
            "llama-cpp": "ghcr.io/ggml-org/llama.cpp:server-b10290",
            "llama-cpp on GPUs": "ghcr.io/ggml-org/llama.cpp:server-cuda-b10290",
        }
    )
    """Of each runtime."""
    anti_affinity: Literal["none", "preferred"] = "none"
    """Whether pods of one track keep apart, by host."""
    disruption_budget: bool = False
    """Whether there is a PodDisruptionBudget from two replicas."""
    own_service_account: bool = False
    """Whether a service's pods have a ServiceAccount of their own, or the namespace's default one."""
    read_only_claims: bool = False
    """Whether a claim of which the server may only read is mounted so by its node, too: some disks can be attached to
    several nodes in no other way (GKE's page on disks that are ReadOnlyMany)."""
    renamed_labels: bool = False
    """Whether alerts about Rollouts find them where Prometheus has renamed their metrics' label `namespace`, too."""
    closed_zerfoo: bool = False
    """Whether zerfoo's root filesystem is read-only, and its group the image's own in so many words."""


_FIRST = Defaults()
DEFAULTS: dict[int, Defaults] = {
    1: _FIRST,
    2: (_SECOND := replace(_FIRST, anti_affinity="preferred", disruption_budget=True, own_service_account=True)),
    3: replace(_SECOND, read_only_claims=True, renamed_labels=True, closed_zerfoo=True),
}
"""Every version that a spec may pin. None is ever changed or taken away: the next is `replace(DEFAULTS[3], ...)`."""
NEWEST = DEFAULTS[max(DEFAULTS)]
"""Of this release: what the schemas and the reference say."""


def _known(version: int) -> int:
    if version not in DEFAULTS:
        *others, last = map(str, sorted(DEFAULTS))
        known = f"{', '.join(others)} or {last}" if others else last
        raise fault(
            "defaults_version",
            f"is no version of the defaults that this release has. Give {known}, or leave it out for the newest.",
        )
    return version


DefaultsVersion = Annotated[
    int,
    Field(strict=True),
    BeforeValidator(integral),
    AfterValidator(_known),
    WithJsonSchema({"type": "integer", "enum": sorted(DEFAULTS)}),
]
"""One of those in `DEFAULTS`."""


def of_version(version: int | None) -> Defaults:
    """The newest, where none is pinned."""
    return DEFAULTS[max(DEFAULTS) if version is None else version]


def with_defaults(model: M, **values: Any) -> M:
    """The model with these values in the fields that nobody gave."""
    absent = {name: value for name, value in values.items() if name not in model.model_fields_set}
    return model.model_construct(model.model_fields_set, **(dict(model) | absent))
