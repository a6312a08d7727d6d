import pytest
from pulumi_inference.kube.port import PortName, PortNumber
from pydantic import TypeAdapter, ValidationError

NUMBER = TypeAdapter(PortNumber)
NAME = TypeAdapter(PortName)


@pytest.mark.parametrize(("given", "number"), [(1, 1), (8080, 8080), (65535, 65535), (8080.0, 8080)])
def test_a_port_is_a_whole_number_also_as_the_engine_hands_it_over(given: object, number: int) -> None:
    assert NUMBER.validate_python(given) == number
    assert isinstance(NUMBER.validate_python(given), int)


@pytest.mark.parametrize(
    ("given", "kind"),
    [(0, "greater_than_equal"), (65536, "less_than_equal"), (80.5, "int_type"), ("80", "int_type"), (True, "int_type")],
)
def test_a_port_that_there_is_not_is_refused(given: object, kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        NUMBER.validate_python(given)
    assert caught.value.errors()[0]["type"] == kind


@pytest.mark.parametrize("name", ["http", "h2c", "7a", "a-b-c", "a" * 15])
def test_a_ports_name_has_letters_digits_and_single_dashes(name: str) -> None:
    assert NAME.validate_python(name) == name


@pytest.mark.parametrize("name", ["", "80", "1-2", "HTTP", "a--b", "-a", "a-", "a_b", "a\n", "ä"])
def test_what_is_no_name_of_a_port_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="is not a port's name"):
        NAME.validate_python(name)


def test_a_name_that_is_too_long_says_how_much_to_cut() -> None:
    with pytest.raises(ValidationError, match="is 18 characters long, and may have 15: cut 3"):
        NAME.validate_python("a" * 18)
