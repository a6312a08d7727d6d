"""Ranges of addresses in CIDR notation, as NetworkPolicies and load balancers take them.

https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ (ipBlock)
"""

import re
from ipaddress import ip_address, ip_network
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from ..model import fault
from .pattern import text_schema, whole

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}/(?:3[0-2]|[12]?[0-9])"
_IPV6 = "(?=[0-9a-fA-F]*:)[0-9a-fA-F:.]{2,45}/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9])"
_CIDR = f"(?:{_IPV4}|{_IPV6})"
_FORM = re.compile(whole(_CIDR))
_EXAMPLE = "Give one such as 10.0.0.0/8, or 203.0.113.7/32 for one address."


def covers(around: str, cidr: str) -> bool:
    """Whether all addresses of a range are among those of another one, or of the same."""
    outer, inner = ip_network(around), ip_network(cidr)
    return outer.version == inner.version and inner.subnet_of(outer)  # type: ignore[arg-type]


def _cidr(text: str) -> str:
    if not _FORM.search(text):
        named = re.search("[g-zG-Z]", text)
        reason = (
            "is not a range of addresses, and nothing that filters addresses knows hostnames. Give the ranges that the "
            "host's owner publishes, such as 203.0.113.0/24, or those of a proxy in between."
            if named
            else f"is not a range of addresses. {_EXAMPLE}"
        )
        raise fault("cidr", reason)
    try:
        loose = ip_network(text, strict=False)
    except ValueError:
        raise fault("cidr", f"is not a range of addresses. {_EXAMPLE}") from None
    if loose.network_address != ip_address(text.partition("/")[0]):
        raise fault("cidr", f"has bits below its prefix. Give {loose}.")
    return text


Cidr = Annotated[str, AfterValidator(_cidr), WithJsonSchema(text_schema(_CIDR))]
"""An IPv4 or IPv6 network with its prefix."""
