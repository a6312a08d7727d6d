import pytest

from tools.kubernetes_plugin.errors import PluginError
from tools.kubernetes_plugin.paths import contains, format_path, parse_path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("spec.replicas", ("spec", "replicas")),
        ("spec.containers[0].image", ("spec", "containers", 0, "image")),
        ('metadata.annotations["pulumi.com/a.b"]', ("metadata", "annotations", "pulumi.com/a.b")),
        ('data["say \\"hi\\""]', ("data", 'say "hi"')),
    ],
)
def test_a_path_is_read_and_written_the_same(text: str, path: tuple[str | int, ...]) -> None:
    assert parse_path(text) == path
    assert format_path(path) == text


def test_a_path_that_cannot_be_read_is_named_in_the_error() -> None:
    with pytest.raises(PluginError, match=r'"spec\.\[" is no property path'):
        parse_path("spec.[")


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("spec", "spec.replicas", True),
        ("spec.replicas", "spec.replicas", True),
        ("spec.replicas", "spec", False),
        ("spec.containers[*].image", "spec.containers[3].image", True),
        ("spec.containers[0].image", "spec.containers[1].image", False),
    ],
)
def test_a_path_contains_what_lies_at_or_below_it(outer: str, inner: str, expected: bool) -> None:
    assert contains(parse_path(outer), parse_path(inner)) is expected
