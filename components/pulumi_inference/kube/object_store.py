"""What stands in the address of a file: URLs, buckets and keys of object stores, repositories of models, checksums."""

from typing import Annotated

from .pattern import Matching

_PART = "[A-Za-z0-9_=+@][-A-Za-z0-9._=+@]*"
_DATED = "(?:[A-Za-z0-9_=+@]|%[YmdHMS])(?:[-A-Za-z0-9._=+@]|%[YmdHMS])*"
_LONGEST_KEY = 1024
"""Bytes of a key of S3 and of Google's; Azure has the same."""

HttpUrl = Annotated[
    str,
    Matching(
        "url",
        r"https?://(?:\[[0-9A-Fa-f:]+\]|[-A-Za-z0-9._]+)(?::[0-9]{1,5})?(?:/[!-~]*)?",
        "is not the address of a file. Give one such as https://models.example.com/llama3.gguf: http or https, a host, "
        "no user before it, and what is not ASCII percent-encoded.",
        8192,
    ),
]
BucketName = Annotated[
    str,
    Matching(
        "store_name",
        "[A-Za-z0-9$](?:[-A-Za-z0-9._]*[A-Za-z0-9])?",
        "is not the name of a bucket, an account or a container. Give it without a scheme and without slashes, such as "
        "acme-models.",
        222,
    ),
]
ObjectKey = Annotated[
    str,
    Matching(
        "object_key",
        f"{_PART}(?:/{_PART})*",
        "is not the path of a file below a bucket, a repository or a directory. Use letters, digits and -._=+@ between "
        "slashes, no slash at first, and no dot or dash at the beginning of a part.",
        _LONGEST_KEY,
    ),
]
DatedPrefix = Annotated[
    str,
    Matching(
        "object_key",
        f"{_DATED}(?:/{_DATED})*",
        "is not a folder of a date. Give one such as %Y-%m-%d: of what date(1) knows %Y, %m, %d, %H, %M and %S, with "
        "letters, digits and -._=+@ between slashes.",
        256,
    ),
]
"""A key with parts of a date, as strftime(3) writes them."""
Region = Annotated[
    str,
    Matching("store_name", "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?", "is not a region. Give one such as eu-west-1.", 63),
]
Repository = Annotated[
    str,
    Matching(
        "repository",
        r"[A-Za-z0-9][-A-Za-z0-9._]*/[A-Za-z0-9][-A-Za-z0-9._]*",
        "is not a repository of Hugging Face. Give OWNER/NAME, such as meta-llama/Llama-3.1-8B-Instruct.",
        193,
    ),
]
Revision = Annotated[
    str,
    Matching(
        "repository",
        r"[A-Za-z0-9][-A-Za-z0-9._]*",
        "is not a revision. Give a commit, best of all, or a tag or a branch.",
        255,
    ),
]
Checksum = Annotated[
    str,
    Matching(
        "checksum",
        "sha256:[0-9a-f]{64}",
        "is not a checksum. Give sha256: and its 64 lowercase hexadecimal digits, as sha256sum prints them.",
    ),
]
