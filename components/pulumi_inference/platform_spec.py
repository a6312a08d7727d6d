"""What a namespace or a cluster has once, as a user declares it beside the services."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from .errors import CONFLICT, InvalidSpec, Problem, path_to, problems_of
from .features import registries
from .features.priority_class import RESERVED, PriorityClassSpec
from .features.registries import RegistrySpec
from .inputs import Annotations, LabelsToSet
from .kube.names import NamespaceName, ObjectName
from .kube.pattern import ByKey, Matching, text_schema
from .kube.quantity import Cpu, Memory, parse_quantity
from .kube.selector import Labels
from .limits import size_problem
from .model import LARGEST_INT64, Model, NotEmpty, Switch, about, fault, number_as_text
from .spot_pools import SpotPoolSpec

PLATFORM = "platform"
_NAMESPACE = about("Namespace")
PodSecurityLevel = Literal["restricted", "baseline", "privileged"]
"""https://kubernetes.io/docs/concepts/security/pod-security-standards/"""

_COUNTED = "[a-z0-9](?:[-a-z0-9./]*[a-z0-9])?"
Counted = Annotated[
    str,
    Matching(
        "quota_name",
        _COUNTED,
        "is not what a quota counts. Give one such as requests.cpu, requests.nvidia.com/gpu, pods or "
        "count/deployments.apps.",
        253,
    ),
]
"""https://kubernetes.io/docs/concepts/policy/resource-quotas/#types-of-resource-quota"""


def _not_negative(text: str) -> str:
    try:
        value = parse_quantity(text)
    except ValueError:
        raise fault("quantity", "is not a Kubernetes quantity. Give one such as 0, 40, 500m or 160Gi.") from None
    if not 0 <= value <= LARGEST_INT64:
        raise fault("quantity", f"is not from 0 to {LARGEST_INT64}.")
    return text


QuantityOrZero = Annotated[
    str,
    BeforeValidator(number_as_text),
    AfterValidator(_not_negative),
    WithJsonSchema(
        {"anyOf": [text_schema(r"[0-9.]+(?:[numkMGTPE]|[KMGTPE]i)?", maxLength=64), {"type": "number", "minimum": 0}]}
    ),
]
"""A quota of 0 forbids."""


class PodSecuritySpec(Model):
    """What Pod Security admission lets into a namespace.

    https://kubernetes.io/docs/concepts/security/pod-security-admission/
    """

    enforce: PodSecurityLevel = Field(
        default="restricted",
        description="The level that pods are held to: others are refused. What is below restricted asks for a reason. "
        "Default: restricted.",
        examples=["privileged"],
        json_schema_extra=_NAMESPACE,
    )
    audit: PodSecurityLevel = Field(
        default="restricted",
        description="The level beyond which a pod is noted in the audit log. Default: restricted.",
        examples=["baseline"],
        json_schema_extra=_NAMESPACE,
    )
    warn: PodSecurityLevel = Field(
        default="restricted",
        description="The level beyond which who creates a pod is warned. Default: restricted.",
        examples=["baseline"],
        json_schema_extra=_NAMESPACE,
    )
    reason: str | None = Field(
        default=None,
        description="Why pods may do more than restricted lets them; kept as an annotation of the namespace. Goes with "
        "enforce. Default: none.",
        examples=["The models of the edge are on the nodes' own disks (hostPath)."],
        json_schema_extra=_NAMESPACE,
    )


class ContainerAmountsSpec(Model):
    """CPU and memory of a container."""

    cpu: Cpu | None = Field(
        default=None,
        description="CPU. Default: none.",
        examples=["500m"],
        json_schema_extra=about("LimitRange", unit="cores"),
    )
    memory: Memory | None = Field(
        default=None,
        description="Memory. Default: none.",
        examples=["1Gi"],
        json_schema_extra=about("LimitRange", unit="bytes"),
    )


class LimitRangeSpec(Model):
    """What containers of a namespace ask for that say nothing themselves, and what they may ask for."""

    default: ContainerAmountsSpec | None = Field(
        default=None,
        description="Limits of a container that has none. Default: none.",
        examples=[{"cpu": "1", "memory": "1Gi"}],
        json_schema_extra=about("LimitRange"),
    )
    default_request: ContainerAmountsSpec | None = Field(
        default=None,
        description="Requests of a container that has none. Default: those of default.",
        examples=[{"cpu": "100m", "memory": "128Mi"}],
        json_schema_extra=about("LimitRange"),
    )
    max: ContainerAmountsSpec | None = Field(
        default=None,
        description="The most that a container may be limited to. Default: none.",
        examples=[{"cpu": "16", "memory": "128Gi"}],
        json_schema_extra=about("LimitRange"),
    )
    min: ContainerAmountsSpec | None = Field(
        default=None,
        description="The least that a container may ask for. Default: none.",
        examples=[{"memory": "16Mi"}],
        json_schema_extra=about("LimitRange"),
    )


class MeshSpec(Model):
    """A namespace in an Istio mesh."""

    mtls: Literal["STRICT", "PERMISSIVE"] = Field(
        default="STRICT",
        description="Whether pods of the namespace take requests with a certificate of the mesh alone (STRICT). A "
        "service's own istioSecurity comes before it. Default: STRICT.",
        examples=["PERMISSIVE"],
        json_schema_extra=about("PeerAuthentication"),
    )
    injection: Switch = Field(
        default=True,
        description="Whether the namespace has the label istio-injection: enabled, by which pods get their sidecar. "
        "false: not by this label, as in an ambient mesh or with revisions. Default: true.",
        examples=[False],
        json_schema_extra=_NAMESPACE,
    )


class NamespaceSpec(Model):
    """A namespace, and what it has once."""

    pod_security: PodSecuritySpec = Field(
        default=PodSecuritySpec(),
        description="What Pod Security admission lets in. Default: restricted.",
        examples=[{"enforce": "privileged", "reason": "hostPath volumes of the edge"}],
        json_schema_extra=_NAMESPACE,
    )
    default_deny: Switch = Field(
        default=True,
        description="Whether all pods are closed in both directions, but for the cluster's DNS (and istiod in a mesh): "
        "each service then opens its own by networkPolicy. Default: true.",
        examples=[False],
        json_schema_extra=about("NetworkPolicy"),
    )
    quota: Annotated[dict[Counted, QuantityOrZero], ByKey()] = Field(
        default={},
        description="The most that the namespace may hold, by Kubernetes' names. One of CPU or memory refuses pods "
        "that ask for none: limits gives them some. Default: no quota.",
        examples=[{"requests.cpu": "40", "requests.memory": "160Gi", "requests.nvidia.com/gpu": 8, "pods": 100}],
        json_schema_extra=about("ResourceQuota"),
    )
    limits: LimitRangeSpec | None = Field(
        default=None,
        description="What containers ask for that say nothing themselves, and what they may ask for. Default: none.",
        examples=[{"default": {"cpu": "1", "memory": "1Gi"}, "defaultRequest": {"cpu": "100m", "memory": "128Mi"}}],
        json_schema_extra=about("LimitRange"),
    )
    registries: tuple[RegistrySpec, ...] = Field(
        default=(),
        description="Credentials of registries, in the Secret registries; services name it in imagePullSecrets. "
        "Default: none.",
        examples=[
            [
                {
                    "server": "registry.example.com",
                    "username": "pull",
                    "password": {"valueFrom": {"secretConfig": "registryPassword"}},
                }
            ]
        ],
        json_schema_extra=about("Secret"),
    )
    mesh: MeshSpec | None = Field(
        default=None,
        description="The namespace in an Istio mesh: mutual TLS for all its pods; needs its CRDs (v1). Default: none.",
        examples=[{"mtls": "STRICT"}],
        json_schema_extra=about("PeerAuthentication", "Namespace"),
    )
    labels: LabelsToSet = Field(
        default={},
        description="Labels beside those that the other fields set. Default: none.",
        examples=[{"example.com/team": "ml"}],
        json_schema_extra=_NAMESPACE,
    )
    annotations: Annotations = Field(
        default={},
        description="Annotations of the namespace. Default: none.",
        examples=[{"example.com/owner": "ml-platform"}],
        json_schema_extra=_NAMESPACE,
    )
    on_delete: Literal["refuse", "keep", "delete"] = Field(
        default="refuse",
        description="What becomes of the namespace, and with it of everything in it, where it would be deleted. "
        "refuse: the preview fails. keep: it stays in the cluster, and Pulumi forgets it. delete: it goes, with all "
        "that is in it, whoever made it. Default: refuse.",
        examples=["delete"],
        json_schema_extra=_NAMESPACE,
    )


class ClusterPriorityClassSpec(PriorityClassSpec):
    """A PriorityClass, which services name in scheduling.priorityClassName."""

    global_default: Switch = Field(
        default=False,
        description="Whether pods that name no class have this one; one class of a cluster at most. Default: false.",
        examples=[True],
        json_schema_extra=about("PriorityClass"),
    )
    description: str | None = Field(
        default=None,
        description="What the class is for, in words. Default: none.",
        examples=["Inference that answers users."],
        json_schema_extra=about("PriorityClass"),
    )


class InferencePlatformSpec(Model):
    """What namespaces and a cluster have once, for the services in them."""

    namespaces: Annotated[dict[NamespaceName, NamespaceSpec], ByKey()] = Field(
        default={},
        description="Namespaces by name. Default: none.",
        examples=[{"ml-production": {"quota": {"requests.nvidia.com/gpu": 8}}}],
        json_schema_extra=_NAMESPACE,
    )
    default_namespace: NamespaceName | None = Field(
        default=None,
        description="Which of the namespaces is the platform's `namespace`, where services of the same configuration "
        "go that name none. Default: the only one.",
        examples=["ml-production"],
    )
    priority_classes: Annotated[dict[ObjectName, ClusterPriorityClassSpec], ByKey()] = Field(
        default={},
        description="PriorityClasses of the cluster, by name. Default: none.",
        examples=[{"ml-inference": {"value": 1000}}],
        json_schema_extra=about("PriorityClass"),
    )
    model_version_crd: Switch = Field(
        default=False,
        alias="modelVersionCRD",
        description="Whether the platform installs the kind ModelVersion; one stack of all that use the cluster does. "
        "Default: false.",
        examples=[True],
        json_schema_extra=about("CustomResourceDefinition"),
    )
    node_labels: Annotated[dict[ObjectName, Annotated[Labels, NotEmpty()]], ByKey()] = Field(
        default={},
        description="Labels of nodes that exist, by the nodes' names. New nodes have theirs from their pool. "
        "Default: none.",
        examples=[{"gpu-node-1": {"accelerator": "nvidia-tesla-t4"}}],
        json_schema_extra=about("Node"),
    )
    spot_pools: Annotated[dict[NamespaceName, SpotPoolSpec], ByKey()] = Field(
        default={},
        description="Pools of spot nodes on EKS, by name: the output spotUserData has for each what its nodes start "
        "with. Default: none.",
        examples=[{"spot": {"labels": {"spot": "true"}}}],
    )

    require_crds: Switch = Field(
        default=True,
        alias="requireCRDs",
        description="Whether a preview reads the CRDs that mesh needs, and fails where one is missing. false where the "
        "same program installs them, or where whoever deploys may not read CRDs. Default: true.",
        examples=[False],
    )

    @model_validator(mode="after")
    def _rules(self) -> Self:
        if found := [problem for rule in RULES for problem in rule(self)]:
            raise PydanticCustomError(CONFLICT, "Fields do not go together.", {"problems": found})
        return self

    @property
    def main_namespace(self) -> str | None:
        """Where services go that name none."""
        return self.default_namespace or next(iter(self.namespaces), None)


def security_problems(spec: InferencePlatformSpec) -> Iterator[tuple[str, str]]:
    for name, namespace in spec.namespaces.items():
        level, at = namespace.pod_security, path_to("namespaces", [name])
        if level.enforce != "restricted" and not (level.reason or "").strip():
            yield (
                f"{at}.podSecurity.reason",
                f"is missing: enforce is {level.enforce}, and pods there may do more than restricted lets them. Say "
                "why.",
            )
        if level.enforce == "restricted" and level.reason is not None:
            yield (
                f"{at}.podSecurity.reason",
                "stands beside enforce: restricted, which needs none. Leave it out, or lower enforce.",
            )


def namespace_problems(spec: InferencePlatformSpec) -> Iterator[tuple[str, str]]:
    names = ", ".join(spec.namespaces)
    if spec.default_namespace is not None and spec.default_namespace not in spec.namespaces:
        there = f"They are {names}." if names else "There are none."
        yield "defaultNamespace", f"{spec.default_namespace} is none of namespaces. {there}"
    if spec.default_namespace is None and len(spec.namespaces) > 1:
        yield (
            "defaultNamespace",
            f"is missing: of {names} one has to be where services go that name none. Name it.",
        )
    for name, namespace in spec.namespaces.items():
        set_here = {"kubernetes.io/metadata.name", *(("istio-injection",) if namespace.mesh else ())}
        for key in namespace.labels:
            if key in set_here or key.startswith(POD_SECURITY):
                at = path_to(f"{path_to('namespaces', [name])}.labels", [key])
                yield at, "is set by another field (podSecurity, mesh) or by the API server. Leave it out."
        if name.startswith("kube-") or name == "default":
            yield (
                path_to("namespaces", [name]),
                "is one of Kubernetes' own, and exists already. Give the services one of their own.",
            )


def registry_problems(spec: InferencePlatformSpec) -> Iterator[tuple[str, str]]:
    for name, namespace in spec.namespaces.items():
        for path, message in registries.problems(namespace):
            yield f"{path_to('namespaces', [name])}.{path}", message


def limit_problems(spec: InferencePlatformSpec) -> Iterator[tuple[str, str]]:
    for name, namespace in spec.namespaces.items():
        at = f"{path_to('namespaces', [name])}.limits"
        for amount, smaller, larger in _pairs(namespace.limits):
            yield (
                f"{at}.{smaller}.{amount}",
                f"is above {larger}.{amount}, and the API server takes no such LimitRange. Lower it, or raise the "
                "other.",
            )


def _pairs(limits: LimitRangeSpec | None) -> Iterator[tuple[str, str, str]]:
    """What is above what it has to be below: the amount, and the two fields."""
    order = ("min", "defaultRequest", "default", "max")
    fields = limits.model_dump(by_alias=True, exclude_none=True) if limits else {}
    for place, smaller in enumerate(order):
        for larger in order[place + 1 :]:
            for amount in fields.get(smaller, {}).keys() & fields.get(larger, {}).keys():
                if parse_quantity(fields[smaller][amount]) > parse_quantity(fields[larger][amount]):
                    yield amount, smaller, larger


def priority_problems(spec: InferencePlatformSpec) -> Iterator[tuple[str, str]]:
    for name in spec.priority_classes:
        if name.startswith(RESERVED):
            yield (
                path_to("priorityClasses", [name]),
                f"begins with {RESERVED}, as Kubernetes' own classes do. Give another name.",
            )
    default = [name for name, one in spec.priority_classes.items() if one.global_default]
    if len(default) > 1:
        yield (
            path_to("priorityClasses", [default[1]]) + ".globalDefault",
            f"is true as that of {default[0]} is, and a cluster has one default. Leave one out.",
        )


def spot_problems(spec: InferencePlatformSpec) -> Iterator[tuple[str, str]]:
    for name, pool in spec.spot_pools.items():
        at = path_to("spotPools", [name])
        if pool.format == "bootstrap" and pool.cluster is None:
            yield f"{at}.cluster", "is missing: bootstrap.sh joins a cluster by its name. Give it."
        if pool.format == "nodeadm" and pool.cluster is not None:
            yield (
                f"{at}.cluster",
                "goes with format: bootstrap. With nodeadm EKS adds the cluster itself: leave it out.",
            )


POD_SECURITY = "pod-security.kubernetes.io/"
RULES = (
    security_problems,
    namespace_problems,
    registry_problems,
    limit_problems,
    priority_problems,
    spot_problems,
)
"""The rules across fields."""


def parse_platform(
    raw: InferencePlatformSpec | Mapping[str, Any], *, path: str = PLATFORM, by_name: bool = True
) -> InferencePlatformSpec:
    """The spec of a platform, as Python hands it over.

    Raises:
        InvalidSpec: with every problem found.
    """
    if isinstance(raw, InferencePlatformSpec):
        return raw
    if reason := size_problem(raw):
        raise InvalidSpec([Problem(path, reason, "too_large")])
    try:
        return InferencePlatformSpec.model_validate(raw, by_name=by_name, by_alias=True)
    except ValidationError as error:
        raise InvalidSpec(problems_of(error, InferencePlatformSpec, path)) from None


def parse_platforms(raw: Mapping[str, Any]) -> dict[str, InferencePlatformSpec]:
    """The specs of platforms by name, in camelCase alone, as other languages hand them over.

    Raises:
        InvalidSpec: with every problem of the first that has any.
    """
    return {name: parse_platform(spec, by_name=False) for name, spec in raw.items()}
