import pytest
from pulumi_inference.kube.names import service_name_problem


@pytest.mark.parametrize("name", ["chat", "a", "llama-3", "a" * 55])
def test_a_name_that_leaves_room_for_its_suffixes_is_accepted(name: str) -> None:
    assert service_name_problem(name) is None


def test_a_name_that_is_too_long_says_how_many_characters_to_cut() -> None:
    assert "cut 5" in (service_name_problem("a" * 60) or "")


@pytest.mark.parametrize("name", ["Chat", "3chat", "chat-", "-chat", "chat.v1", "chat_v1", "", "chät", "chat\n"])
def test_a_name_that_no_service_may_have_is_refused(name: str) -> None:
    assert "is not a name that Kubernetes accepts" in (service_name_problem(name) or "")
