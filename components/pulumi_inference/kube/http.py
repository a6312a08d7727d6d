"""Parts of HTTP requests: paths, headers, hosts; and the services of gRPC."""

from typing import Annotated

from .names import LONGEST_SUBDOMAIN, SUBDOMAIN
from .pattern import ByKey, Matching

_LONGEST_GRPC_SERVICE = 253
"""Characters: no more than any package and name have."""
_TOKEN = r"[A-Za-z0-9!#$%&'*+.^_|~-]+"
# Without the backtick and the double quote, which would end the text in a router's rule.
_HEADER_VALUE = r"[!#-_a-~](?:[ !#-_a-~]*[!#-_a-~])?"
_SEGMENT = r"(?:[-A-Za-z0-9._~!$&'()*+,;=:@]|%(?!2[fF])[0-9a-fA-F]{2})"
_HOSTNAME = rf"(?![0-9.]+$)(?:\*\.)?{SUBDOMAIN}"

HttpPath = Annotated[
    str,
    Matching(
        "path",
        r"/[!-~]*",
        "is not an HTTP path. Give one such as /healthz: a slash first, no spaces, and what is not ASCII "
        "percent-encoded.",
    ),
]
"""An absolute path."""
RoutePath = Annotated[
    str,
    Matching(
        "path",
        rf"(?=/)(?:/(?!\.{{1,2}}(?:/|$)){_SEGMENT}+)*/?",
        "is not the path of a route. Give one such as /v1: a slash first, and no empty part, no . or .. and no %2f.",
        1024,
    ),
]
"""As the Gateway API's HTTPPathMatch takes it."""
AuthorizedPath = Annotated[
    str,
    Matching(
        "path",
        r"/[!-)+-z|~]*\*?",
        "is not a path that a rule can allow. Give one such as /v1/chat, or /v1/* for all that begin so: no * "
        "inside, no braces, no spaces.",
    ),
]
"""As Istio's authorization compares paths: whole, or their beginning."""
GrpcService = Annotated[
    str,
    Matching(
        "grpc_service",
        r"[!-~]+",
        "is not the name of a gRPC service. Give one such as inference.GRPCInferenceService: ASCII, no spaces.",
        _LONGEST_GRPC_SERVICE,
    ),
]
"""What a gRPC health check asks for, which is by convention a service with its package."""
HeaderName = Annotated[
    str,
    Matching(
        "header_name", _TOKEN, "is not the name of a header. Give one such as x-canary, without spaces and colons.", 256
    ),
]
"""Of a header or a cookie: a token of RFC 9110, 5.6.2, as long as the Gateway API's HTTPHeaderName may be."""
HeaderValue = Annotated[
    str,
    Matching(
        "header_value",
        _HEADER_VALUE,
        "is not the value of a header. Use visible ASCII characters with spaces between them, and neither backticks "
        "nor double quotes.",
        4096,
    ),
]
"""The whole of it, to the letter. The length is that of the Gateway API's HTTPHeaderMatch."""
Headers = Annotated[dict[HeaderName, HeaderValue], ByKey()]
"""Headers and their values."""
Hostname = Annotated[
    str,
    Matching(
        "hostname",
        _HOSTNAME,
        "is not the name of a host. Give a DNS name in lowercase without a port, such as chat.example.com, or "
        "*.example.com.",
        LONGEST_SUBDOMAIN,
    ),
]
"""A DNS name, or `*.` and one for all names below it; no address, no port.

https://gateway-api.sigs.k8s.io/reference/spec/#hostname
"""
