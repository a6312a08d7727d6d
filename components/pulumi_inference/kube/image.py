"""References to container images: `ghcr.io/zerfoo/zerfoo:1.59.0`, `vllm/vllm-openai@sha256:...`.

https://pkg.go.dev/github.com/distribution/reference and https://pkg.go.dev/github.com/opencontainers/go-digest
The API server only wants some text where a Deployment has an image. The rest is found by the container runtime, when a
pod is already there and cannot start.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from ..model import fault
from .pattern import text_schema, too_long, whole

_LONGEST_HOST = 253 + len(":65535/")
_LONGEST_PATH = 255
_LONGEST_TAG = 128
_IMPLIED = "library/"
"""What a runtime puts before a path of one part without a host."""
_PART_OF_HOST = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
# A first part without a dot or a port is a host only if it is `localhost`; then it reads as a part of the path, too.
_NAMED_HOST = rf"{_PART_OF_HOST}(?:\.{_PART_OF_HOST})*:[0-9]+|{_PART_OF_HOST}(?:\.{_PART_OF_HOST})+"
_HOST = rf"(?:{_NAMED_HOST}|\[[a-fA-F0-9:]+\](?::[0-9]+)?)"
_PART_OF_PATH = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_PATH = f"{_PART_OF_PATH}(?:/{_PART_OF_PATH})*"
_TAG = f"[A-Za-z0-9_][A-Za-z0-9_.-]{{0,{_LONGEST_TAG - 1}}}"
_DIGEST = "(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})"
_IMAGE_ID = "[a-f0-9]{64}$"  # without an algorithm, runtimes take it for the id of a local image
_REFERENCE = f"(?!{_IMAGE_ID})(?:{_HOST}/)?({_PATH})(?::{_TAG})?(?:@{_DIGEST})?"
_LONGEST = _LONGEST_HOST + _LONGEST_PATH + len(":") + _LONGEST_TAG + len("@sha512:") + 128

_FORM = re.compile(whole(_REFERENCE))
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*://")
_ACCEPTED = "Give [host[:port]/]path[:tag][@sha256:digest], such as ghcr.io/zerfoo/zerfoo:1.59.0."


def _image(text: str) -> str:
    if not text:
        raise fault("image", f"is empty. {_ACCEPTED}")
    if reason := too_long(text, _LONGEST):
        raise fault("image", reason)
    if _SCHEME.match(text):
        raise fault("image", f"starts with a scheme such as https://. Leave it out. {_ACCEPTED}")
    if any(character.isspace() for character in text):
        raise fault("image", f"has a space or a newline in it. Leave it out. {_ACCEPTED}")
    reference = _FORM.search(text)
    if reference is None:
        raise fault("image", _reason(text))
    path = reference[1]
    if reason := too_long(path, _LONGEST_PATH - (len(_IMPLIED) if reference.start(1) == 0 and "/" not in path else 0)):
        raise fault("image", f"has a path that {reason}")
    return text


def _reason(text: str) -> str:
    name, at, _ = text.partition("@")
    if at and _FORM.search(name):
        return (
            "has an @ that no digest follows. Give sha256: and its 64 lowercase hexadecimal digits, or leave out the @."
        )
    host, slash, path = name.rpartition("/")
    repository, colon, _ = path.partition(":")
    untagged = f"{host}{slash}{repository}"
    if colon and _FORM.search(untagged):
        return (
            f"has a colon that no tag follows. Give up to {_LONGEST_TAG} letters, digits, underscores, dots and "
            "dashes, not a dot or a dash at first; or leave out the colon."
        )
    if _FORM.search(untagged.lower()):
        return f"has an uppercase letter in its path, and a repository is lowercase. {_ACCEPTED}"
    return f"is not an image reference. {_ACCEPTED}"


ImageReference = Annotated[str, AfterValidator(_image), WithJsonSchema(text_schema(_REFERENCE, maxLength=_LONGEST))]
"""What a container runtime can pull."""


def is_pinned(reference: str) -> bool:
    """Whether a reference means the same tomorrow, as far as its text says: a digest, or a tag other than latest."""
    name, digest, _ = reference.partition("@")
    _, _, tag = name.rpartition("/")[2].partition(":")
    return bool(digest) or tag not in ("", "latest")
