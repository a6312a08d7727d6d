from typing import Any

import pytest
from pulumi_inference.kube.names import Dns1035Label, NamespaceName, ObjectName, service_name_problem
from pydantic import TypeAdapter, ValidationError


@pytest.mark.parametrize("name", ["chat", "a", "llama-3", "a" * 55])
def test_a_name_that_leaves_room_for_its_suffixes_is_accepted(name: str) -> None:
    assert service_name_problem(name) is None


def test_a_name_that_is_too_long_says_how_many_characters_to_cut() -> None:
    assert "cut 5" in (service_name_problem("a" * 60) or "")


@pytest.mark.parametrize("name", ["Chat", "3chat", "chat-", "-chat", "chat.v1", "chat_v1", "", "chät", "chat\n"])
def test_a_name_that_no_service_may_have_is_refused(name: str) -> None:
    assert "is not a name that Kubernetes accepts" in (service_name_problem(name) or "")


@pytest.mark.parametrize(("type_", "longest"), [(NamespaceName, 63), (Dns1035Label, 63), (ObjectName, 253)])
def test_a_name_may_be_so_long_and_an_error_says_how_much_to_cut(type_: Any, longest: int) -> None:
    assert TypeAdapter(type_).validate_python("a" * longest)
    with pytest.raises(ValidationError, match=f"is {longest + 7} characters long, and may have {longest}: cut 7"):
        TypeAdapter(type_).validate_python("a" * (longest + 7))


@pytest.mark.parametrize("type_", [NamespaceName, Dns1035Label, ObjectName])
@pytest.mark.parametrize("name", ["", "A", "-a", "a-", "a_b", "a b", "a\n", "\na", "ä", "K", "\u0661", "a\0"])
def test_what_no_name_may_hold_is_refused(type_: Any, name: str) -> None:
    with pytest.raises(ValidationError, match=r"is not a DNS (label|name).* Use lowercase letters, digits"):
        TypeAdapter(type_).validate_python(name)


def test_only_an_object_has_dots_in_its_name_and_only_a_1035_label_starts_with_a_letter() -> None:
    assert TypeAdapter(ObjectName).validate_python("1.chat") == "1.chat"
    assert TypeAdapter(NamespaceName).validate_python("1chat") == "1chat"
    with pytest.raises(ValidationError):
        TypeAdapter(NamespaceName).validate_python("a.b")
    with pytest.raises(ValidationError, match="start with a letter"):
        TypeAdapter(Dns1035Label).validate_python("1chat")
