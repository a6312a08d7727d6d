import pytest
from pulumi_inference.kube.image import ImageReference
from pydantic import TypeAdapter, ValidationError

from tests.samples import DIGEST, IMAGE

ADAPTER = TypeAdapter(ImageReference)


@pytest.mark.parametrize("image", IMAGE.valid)
def test_an_image_that_a_runtime_can_pull_is_kept_as_written(image: str) -> None:
    assert ADAPTER.validate_python(image) == image


@pytest.mark.parametrize(
    ("image", "message"),
    [
        ("", "is empty"),
        ("https://ghcr.io/zerfoo/zerfoo", "starts with a scheme such as https://. Leave it out"),
        ("docker://zerfoo", "starts with a scheme"),
        ("zerfoo ", "has a space or a newline in it"),
        ("zerfoo\n", "has a space or a newline in it"),
        ("zer foo", "has a space or a newline in it"),
        ("zer\u00a0foo", "has a space or a newline in it"),
        ("ghcr.io/Zerfoo/zerfoo:1.59.0", "has an uppercase letter in its path"),
        ("Zerfoo/zerfoo", "has an uppercase letter in its path"),
        ("Zerfoo:Latest", "has an uppercase letter in its path"),
        ("zerfoo:", "has a colon that no tag follows"),
        ("zerfoo:-1", "has a colon that no tag follows"),
        (f"zerfoo:{'1' * 129}", "has a colon that no tag follows. Give up to 128"),
        ("zerfoo@", "has an @ that no digest follows"),
        ("zerfoo@sha256:abc", "has an @ that no digest follows"),
        (f"zerfoo@{DIGEST.upper()}", "has an @ that no digest follows"),
        (DIGEST.removeprefix("sha256:"), "is not an image reference"),
        ("zerfoo//a", "is not an image reference"),
        ("b" * 250, "has a path that is 250 characters long, and may have 247: cut 3"),
        ("ghcr.io/" + "b" * 256, "has a path that is 256 characters long, and may have 255: cut 1"),
    ],
)
def test_an_image_that_no_runtime_can_pull_is_refused_with_the_fix(image: str, message: str) -> None:
    assert message in (IMAGE.refusal(image) or "")


def test_a_long_host_does_not_count_as_path() -> None:
    assert ADAPTER.validate_python(f"{'h' * 63}.{'h' * 63}.example.com:5000/{'b' * 255}:{'t' * 128}@{DIGEST}")


def test_only_text_is_an_image() -> None:
    with pytest.raises(ValidationError, match="valid string"):
        ADAPTER.validate_python(1.59)
