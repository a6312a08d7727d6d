"""What the nodes of a spot pool on EKS start with: labels and taints that they have from their first moment.

nodeadm       https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/ (Amazon Linux 2023): a NodeConfig, which is
              merged with the one that EKS adds in a managed node group
bootstrap     https://github.com/awslabs/amazon-eks-ami (Amazon Linux 2): a script that joins the cluster
"""

import shlex
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field

from .kube.labels import LabelKey, LabelValue
from .kube.pattern import Matching
from .kube.selector import Labels
from .model import Model, NotEmpty

_BOUNDARY = "//"
"""As EKS' own pages write it; a random one would be another user data, and another node, at every run."""

ClusterName = Annotated[
    str,
    Matching(
        "name",
        "[0-9A-Za-z][-0-9A-Za-z_]{0,99}",
        "is not the name of an EKS cluster. Use letters, digits, dashes and underscores, up to 100.",
    ),
]
"""https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html"""


class TaintSpec(Model):
    """A taint of a node: pods that do not tolerate it stay away."""

    key: LabelKey = Field(description="Key of the taint.", examples=["spot"])
    value: LabelValue = Field(default="", description="Value of the taint. Default: the empty one.", examples=["true"])
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = Field(
        description="What becomes of pods without a toleration.", examples=["NoSchedule"]
    )


class SpotPoolSpec(Model):
    """A pool of spot nodes on EKS."""

    labels: Annotated[Labels, NotEmpty()] = Field(
        description="Labels of the nodes, which services choose them by: scheduling.spot.nodeSelector.",
        examples=[{"spot": "true"}],
    )
    taints: tuple[TaintSpec, ...] = Field(
        default=(),
        description="Taints of the nodes, which services tolerate by scheduling.tolerations. Default: none.",
        examples=[[{"key": "spot", "value": "true", "effect": "NoSchedule"}]],
    )
    format: Literal["nodeadm", "bootstrap"] = Field(
        default="nodeadm",
        description="What the image of the nodes reads: nodeadm (Amazon Linux 2023), or bootstrap, the script of "
        "Amazon Linux 2. Default: nodeadm.",
        examples=["bootstrap"],
    )
    cluster: ClusterName | None = Field(
        default=None,
        description="Name of the EKS cluster that the nodes join; goes with bootstrap. Default: none.",
        examples=["ml-cluster"],
    )


def user_data(pool: SpotPoolSpec) -> str:
    """In plain text; a launch template takes it in base64."""
    return _script(pool) if pool.format == "bootstrap" else _node_config(pool)


def _flags(pool: SpotPoolSpec) -> list[str]:
    """Of the kubelet, which registers its node with them."""
    taints = [f"{one.key}={one.value}:{one.effect}" for one in pool.taints]
    return [
        f"--node-labels={','.join(f'{key}={value}' for key, value in sorted(pool.labels.items()))}",
        *([f"--register-with-taints={','.join(taints)}"] if taints else []),
    ]


def _script(pool: SpotPoolSpec) -> str:
    command = ["/etc/eks/bootstrap.sh", str(pool.cluster), "--kubelet-extra-args", " ".join(_flags(pool))]
    return f"#!/bin/bash\nset -o errexit\n{shlex.join(command)}\n"


def _node_config(pool: SpotPoolSpec) -> str:
    config: dict[str, Any] = {
        "apiVersion": "node.eks.aws/v1alpha1",
        "kind": "NodeConfig",
        "spec": {"kubelet": {"flags": _flags(pool)}},
    }
    part = MIMENonMultipart("application", "node.eks.aws")
    part.set_payload(yaml.safe_dump(config, sort_keys=False))
    whole = MIMEMultipart("mixed", boundary=_BOUNDARY)
    whole.attach(part)
    return whole.as_string()
