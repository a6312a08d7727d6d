from google.protobuf import json_format, struct_pb2  # type: ignore[import-untyped]

from tools.kubernetes_plugin.checkpoint import Checkpoint
from tools.kubernetes_plugin.properties import marshal, plain_object, unmarshal, with_secrets

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"


def secret(value: object) -> dict[str, object]:
    return {SIGNATURE: SECRET, "value": value}


def wire(obj: dict[str, object]) -> struct_pb2.Struct:
    return json_format.ParseDict(obj, struct_pb2.Struct())


def on_the_wire(properties: struct_pb2.Struct) -> dict[str, object]:
    return dict(json_format.MessageToDict(properties))


def test_whole_numbers_are_integers_and_others_are_not() -> None:
    values = plain_object(unmarshal(wire({"values": [3, 2.5, True]})))["values"]

    assert [(value, type(value)) for value in values] == [(3, int), (2.5, float), (True, bool)]


def test_unknown_values_survive_the_way_through() -> None:
    inputs = wire({"spec": {"name": UNKNOWN, "hidden": secret(UNKNOWN)}})
    properties = unmarshal(inputs)

    assert on_the_wire(marshal(with_secrets(plain_object(properties), properties))) == on_the_wire(inputs)


def test_what_is_secret_in_the_inputs_is_secret_in_the_outputs() -> None:
    inputs = unmarshal(wire({"spec": {"token": secret("t"), "open": "o"}}))
    live = {"spec": {"token": "t", "open": "o"}, "status": {"ready": True}}

    assert on_the_wire(marshal(with_secrets(live, inputs))) == {
        "spec": {"token": secret("t"), "open": "o"},
        "status": {"ready": True},
    }


def test_a_list_with_a_secret_in_it_is_secret_as_a_whole() -> None:
    inputs = unmarshal(wire({"args": ["a", secret("b")]}))

    assert on_the_wire(marshal(with_secrets({"args": ["b", "a"]}, inputs))) == {"args": secret(["b", "a"])}


def test_data_of_a_secret_are_always_secret() -> None:
    obj = {"kind": "Secret", "data": {"a": "YQ=="}, "type": "Opaque"}

    assert on_the_wire(marshal(with_secrets(obj, {}))) == {
        "kind": "Secret",
        "data": secret({"a": "YQ=="}),
        "type": "Opaque",
    }


def test_dashed_fields_of_definitions_have_underscores_for_the_sdks() -> None:
    obj = {"schema": {"x-kubernetes-int-or-string": True}}

    properties = marshal(with_secrets(obj, {}))

    assert on_the_wire(properties) == {"schema": {"x_kubernetes_int_or_string": True}}
    assert plain_object(unmarshal(properties)) == obj


def test_a_checkpoint_is_read_as_it_was_written_with_its_secrets_kept() -> None:
    inputs = unmarshal(wire({"spec": {"token": secret("t")}}))
    checkpoint = Checkpoint({"spec": {"token": "t"}}, {"spec": {"token": "t", "n": 1}}, "example.com/v1", "manager")

    state = marshal(checkpoint.properties(inputs))

    assert Checkpoint.parse(unmarshal(state)) == checkpoint
    assert on_the_wire(state)["spec"] == {"token": secret("t"), "n": 1}
    assert on_the_wire(state)["__inputs"] == {"spec": {"token": secret("t")}}
