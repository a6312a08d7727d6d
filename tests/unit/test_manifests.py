"""Files of kind ZerfooInferenceService become the same specs as `inference:services`."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pulumi_inference import InferenceServiceSpec, InvalidSpec, parse_service
from pulumi_inference.manifests import add_file
from pulumi_inference.parsing import Parsing

from tests.specs import SEED

EXAMPLE = Path(__file__).parents[2] / "examples" / "zerfoo.yaml"
Read = Callable[[str], Mapping[str, InferenceServiceSpec]]


def specs_of(*files: Path) -> Mapping[str, InferenceServiceSpec]:
    parsing = Parsing()
    for file in files:
        add_file(parsing, file)
    return parsing.specs()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(text: str) -> Mapping[str, InferenceServiceSpec]:
        (tmp_path / "chat.yaml").write_text(text)
        return specs_of(tmp_path / "chat.yaml")

    return run


def test_the_example_holds_the_seeds_spec_with_go_s_nanoseconds() -> None:
    found = specs_of(EXAMPLE)
    assert list(found) == ["default/chat", "code"]
    assert found["default/chat"] == parse_service("chat", SEED | {"name": "chat", "namespace": "default"})
    assert found["code"].health_check.interval == "10s"
    assert found["code"].namespace is None


def test_name_and_namespace_may_stand_at_the_top_under_metadata_or_alike_in_both(read: Read) -> None:
    rest = "kind: ZerfooInferenceService\nspec: {modelRef: m}\n"
    places = ("name: chat\nnamespace: ml\n", "metadata: {name: chat, namespace: ml}\n")
    specs = [read(rest + place) for place in (*places, "".join(places))]
    assert specs[0] == specs[1] == specs[2]
    assert list(specs[0]) == ["ml/chat"]
    assert (specs[0]["ml/chat"].name, specs[0]["ml/chat"].namespace) == ("chat", "ml")


def test_one_name_in_two_namespaces_is_two_services(read: Read) -> None:
    resource = "kind: ZerfooInferenceService\nname: chat\nnamespace: {}\nspec: {{modelRef: m}}\n"
    assert list(read(resource.format("dev") + "---\n" + resource.format("prod"))) == ["dev/chat", "prod/chat"]


def test_what_the_api_server_and_an_operator_add_is_ignored(read: Read) -> None:
    (spec,) = read(
        "apiVersion: zerfoo.feza.ai/v1\nkind: ZerfooInferenceService\n"
        "metadata: {name: chat, uid: x, resourceVersion: '7', generation: 2, "
        "creationTimestamp: null, managedFields: [], labels: {team: a}, finalizers: [a/b], ownerReferences: [], "
        "annotations: {kubectl.kubernetes.io/last-applied-configuration: '{}'}}\n"
        "spec: {modelRef: m}\nstatus: {ready: true, conditions: []}\n"
    ).values()
    assert spec.model_ref == "m"


def test_what_kubectl_prints_of_several_is_read_one_by_one(read: Read) -> None:
    resource = "- {{apiVersion: zerfoo.feza.ai/v1, kind: ZerfooInferenceService, metadata: {{name: {}}}, spec: {}}}\n"
    head = "apiVersion: v1\nkind: List\nmetadata: {resourceVersion: ''}\nitems:"
    assert read(f"{head} []\n---\n{head}\n" + resource.format("chat", "{modelRef: m}")).keys() == {"chat"}
    with pytest.raises(InvalidSpec, match=r"\(document 1, item 2\): spec.replicas"):
        read(f"{head}\n" + resource.format("a", "{modelRef: m}") + resource.format("b", "{modelRef: m, replicas: -1}"))


def test_a_quantity_that_go_leaves_empty_is_not_given(read: Read) -> None:
    (spec,) = read(
        "kind: ZerfooInferenceService\nname: chat\n"
        "spec: {modelRef: m, resources: {cpu: '', memory: 1Gi, gpuMemory: ''}}\n"
    ).values()
    assert (spec.resources.cpu, spec.resources.memory, spec.resources.gpu_memory) == (None, "1Gi", None)


def test_json_is_yaml(read: Read) -> None:
    assert read('{"kind": "ZerfooInferenceService", "name": "chat", "spec": {"modelRef": "m", "replicas": 2}}')


def test_a_secret_of_the_configuration_can_be_named_in_a_file(read: Read) -> None:
    (spec,) = read(
        "kind: ZerfooInferenceService\nname: chat\nspec: {modelRef: {valueFrom: {secretConfig: model}}}\n"
    ).values()
    assert spec.model_dump(by_alias=True)["modelRef"] == {"valueFrom": {"secretConfig": "model"}}


def test_problems_of_several_files_come_in_one_report(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.yaml" for number in range(3)]
    files[0].write_text("kind: ZerfooInferenceService\nname: chat\nspec: {modelRef: m, replicas: -1}\n")
    files[1].write_text("kind: ZerfooInferenceService\nname: chat\nspec: {modelRef: m}\n")
    files[2].write_text("a: {")
    with pytest.raises(InvalidSpec) as caught:
        specs_of(*files)
    assert str(caught.value).split("\n") == [
        f"{files[0]}: spec.replicas: -1 is below 0. Give a whole number from 0 to 2147483647.",
        f"{files[1]}: spec: chat is declared in {files[0]}: spec too. Rename one.",
        f"{files[2]}:1: is not YAML: did not find expected node content.",
    ]


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"name: \xfc")
    with pytest.raises(InvalidSpec) as caught:
        specs_of(tmp_path / "absent.yaml", tmp_path, latin, Path("a\0b"))
    assert str(caught.value).split("\n") == [
        f"{tmp_path / 'absent.yaml'}: cannot be read: No such file or directory.",
        f"{tmp_path}: cannot be read: Is a directory.",
        f"{latin}: is not UTF-8: byte 6 is not.",
        'inference:manifests: "a\\u0000b" cannot be the path of a file.',
    ]
