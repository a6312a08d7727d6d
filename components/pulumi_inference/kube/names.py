"""Names that the API server accepts, with the suffixes of this project counted.

https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
The grammars are those of k8s.io/apimachinery/pkg/util/validation.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from ..model import fault
from .pattern import Matching, text_schema, whole

LONGEST_NAME = 63
"""Of a Service (RFC 1035 label) and of a label's value."""
LONGEST_SUBDOMAIN = 253
LONGEST_SEGMENT = 253
"""Of a metric's name, which is one segment of an adapter's path; longer ones nobody serves."""
LONGEST_SUFFIX = "-primary"
"""The longest that follows a service's name where it names pods of one track, in a label or a Service."""

_LABEL_1123 = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_LABEL_1035 = "[a-z](?:[-a-z0-9]*[a-z0-9])?"
SUBDOMAIN = rf"{_LABEL_1123}(?:\.{_LABEL_1123})*"
"""The regular expression of a DNS subdomain (RFC 1123); its length stands beside it."""

_SERVICE = re.compile(whole(_LABEL_1035))


def service_name_problem(name: str) -> str | None:
    """Why `name` cannot be the name of an inference service, or None if it can."""
    excess = len(name) + len(LONGEST_SUFFIX) - LONGEST_NAME
    if excess > 0:
        return (
            f"is {len(name)} characters long. With the suffix {LONGEST_SUFFIX} a Service of Kubernetes may have "
            f"{LONGEST_NAME}: cut {excess}."
        )
    if not _SERVICE.search(name):
        return (
            "is not a name that Kubernetes accepts for a Service. Use lowercase letters, digits and dashes; "
            "start with a letter and end with a letter or a digit."
        )
    return None


def _service_name(text: str) -> str:
    if problem := service_name_problem(text):
        raise fault("name", problem)
    return text


Dns1123Label = Annotated[
    str,
    Matching(
        "name",
        _LABEL_1123,
        "is not a DNS label. Use lowercase letters, digits and dashes; start and end with a letter or a digit.",
        LONGEST_NAME,
    ),
]
"""Lowercase letters, digits and dashes (RFC 1123)."""
Dns1123Subdomain = Annotated[
    str,
    Matching(
        "name",
        SUBDOMAIN,
        "is not a DNS name. Use lowercase letters, digits, dashes and dots; start and end each part between dots "
        "with a letter or a digit.",
        LONGEST_SUBDOMAIN,
    ),
]
"""DNS labels with dots between them (RFC 1123)."""
Dns1035Label = Annotated[
    str,
    Matching(
        "name",
        _LABEL_1035,
        "is not a DNS label that starts with a letter. Use lowercase letters, digits and dashes; start with a "
        "letter and end with a letter or a digit.",
        LONGEST_NAME,
    ),
]
"""A DNS label that starts with a letter (RFC 1035), as the name of a Service."""

ServiceName = Annotated[
    str,
    AfterValidator(_service_name),
    WithJsonSchema(text_schema(_LABEL_1035, maxLength=LONGEST_NAME - len(LONGEST_SUFFIX))),
]
"""Of an inference service: it leaves room for the suffixes of this project."""
NamespaceName = Dns1123Label
ObjectName = Dns1123Subdomain
"""Of most objects: a ConfigMap, a Secret, a ServiceAccount, a claim, a Deployment."""

_SEGMENT = r"(?!\.{1,2}$)[!-$&-.0-~]+"
MetricName = Annotated[
    str,
    Matching(
        "name",
        _SEGMENT,
        "is not a metric's name. It is a part of a path: use visible ASCII characters without a slash and a "
        "percent sign.",
        LONGEST_SEGMENT,
    ),
]
"""As an adapter serves it, which need not be as Prometheus has it: `vllm:num_requests_waiting` is one, too."""

_KIND = "[A-Z][A-Za-z0-9]*"
Kind = Annotated[
    str,
    Matching(
        "name", _KIND, "is not a kind of objects. Give one such as Ingress, with a capital letter first.", LONGEST_NAME
    ),
]
_VERSION = "v[0-9]+(?:(?:alpha|beta)[0-9]+)?"
_API_VERSION = rf"(?:{SUBDOMAIN}/)?{_VERSION}"
LONGEST_API_VERSION = LONGEST_SUBDOMAIN + LONGEST_NAME
ApiVersion = Annotated[
    str,
    Matching(
        "name",
        _API_VERSION,
        "is not an API version. Give one such as v1, or networking.k8s.io/v1.",
        LONGEST_API_VERSION,
    ),
]
"""A version, with its group and a slash before it unless the group is the core's."""

ReferenceName = Annotated[
    str,
    Matching(
        "name",
        rf"(?:{_LABEL_1123}/)?{SUBDOMAIN}",
        "is not the name of an object. Give NAME, or NAMESPACE/NAME, as in istio-ingress/public.",
        LONGEST_SUBDOMAIN + LONGEST_NAME,
    ),
]
"""Of an object in the service's namespace, or with its own namespace and a slash before it."""
NamespacedName = Annotated[
    str,
    Matching(
        "name",
        rf"{_LABEL_1123}/{SUBDOMAIN}",
        "is not an object with its namespace. Give NAMESPACE/NAME, as in istio-ingress/public.",
        LONGEST_SUBDOMAIN + LONGEST_NAME,
    ),
]
"""Of an object with its namespace and a slash before it."""
LONGEST_RESOURCE_PREFIX = LONGEST_SUBDOMAIN - len("requests.")
"""A quota counts an extended resource under the key `requests.NAME`, which has to be valid, too."""
_RESOURCE = (
    rf"(?!requests\.)(?![^/]*kubernetes\.io/)(?=[^/]{{1,{LONGEST_RESOURCE_PREFIX}}}/){SUBDOMAIN}"
    r"/[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
)
ExtendedResource = Annotated[
    str,
    Matching(
        "name",
        _RESOURCE,
        "is not the name of an extended resource. Give one as its device plugin calls it, such as nvidia.com/gpu.",
        LONGEST_RESOURCE_PREFIX + 1 + LONGEST_NAME,
    ),
]
"""What a device plugin counts, outside the domain kubernetes.io (IsExtendedResourceName in pkg/apis/core/helper)."""

EnvName = Annotated[
    str,
    Matching(
        "env_name",
        "[-._A-Za-z][-._A-Za-z0-9]*",
        "is not the name of an environment variable that every Kubernetes accepts. Use letters, digits, underscores, "
        "dashes and dots, and no digit first.",
        LONGEST_SUBDOMAIN,
    ),
]
"""IsEnvVarName in k8s.io/apimachinery/pkg/util/validation. From 1.32 on the API server takes nearly any ASCII; older
ones, and shells, do not."""
_DATA_KEY = r"(?!\.\.)(?!\.$)[-._A-Za-z0-9]+"
DataKey = Annotated[
    str,
    Matching(
        "data_key",
        _DATA_KEY,
        "is not a key of a ConfigMap or a Secret. Use letters, digits, dashes, underscores and dots.",
        LONGEST_SUBDOMAIN,
    ),
]
"""IsConfigMapKey in k8s.io/apimachinery/pkg/util/validation."""
