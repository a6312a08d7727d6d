"""Versions of models: what a service takes from one, what the object says, and what is refused."""

from collections.abc import Mapping
from typing import Any

import pytest
from pulumi_inference import InferenceServiceSpec, InvalidSpec, ModelVersionSpec, parse_service
from pulumi_inference.model_version_spec import manifest
from pulumi_inference.parsing import Parsing

CHECKSUM = "sha256:" + "0123456789abcdef" * 4
SENTIMENT: dict[str, Any] = {
    "modelName": "sentiment-analyzer",
    "version": "v1.2.0",
    "framework": "pytorch",
    "source": {"s3": {"bucket": "ml-models", "key": "sentiment/v1.2.0/model.pkl"}},
    "checksum": CHECKSUM,
    "resources": {"cpu": "1", "memory": "4Gi", "gpus": 1},
}
NAMED: dict[str, Any] = {"source": {"modelVersion": "sentiment"}}
CUSTOM = {"runtime": "custom", "image": "acme/server:1.2.0", "healthCheck": {"path": "/health"}, "replicas": 2}


def configured(versions: Mapping[str, Any] | None = None, **services: Any) -> dict[str, InferenceServiceSpec]:
    parsing = Parsing()
    parsing.model_versions.add_all({"sentiment": SENTIMENT} if versions is None else versions)
    parsing.add_all(services)
    return parsing.specs()


def report(versions: Mapping[str, Any] | None = None, **services: Any) -> list[str]:
    with pytest.raises(InvalidSpec) as refused:
        configured(versions, **services)
    return str(refused.value).splitlines()


def test_a_service_takes_its_model_version_checksum_and_resources_from_a_version() -> None:
    chat = configured(chat=CUSTOM | {"model": NAMED, "resources": {"memory": "8Gi"}})["chat"]
    assert chat.model_ref == "sentiment-analyzer:v1.2.0"
    assert chat.model
    assert chat.model.source
    assert chat.model.source.s3
    assert (chat.model.source.s3.bucket, chat.model.checksum) == ("ml-models", CHECKSUM)
    assert (chat.resources.cpu, chat.resources.memory, chat.resources.gpus) == ("1", "8Gi", 1)


def test_it_is_what_one_would_have_written_by_hand() -> None:
    by_name = configured(chat=CUSTOM | {"modelRef": "sentiment", "model": NAMED})["chat"]
    by_hand = CUSTOM | {"modelRef": "sentiment", "resources": SENTIMENT["resources"]}
    assert by_name == parse_service("chat", by_hand | {"model": {"source": SENTIMENT["source"], "checksum": CHECKSUM}})


def test_canaries_and_colors_take_theirs_too_and_no_resources() -> None:
    newer = SENTIMENT | {"version": "v1.3.0", "resources": {"cpu": "3"}}
    found = configured(
        {"sentiment": SENTIMENT, "newer": newer},
        walking=CUSTOM | {"model": NAMED, "canary": {"weight": 0, "model": {"source": {"modelVersion": "newer"}}}},
        changing=CUSTOM
        | {
            "blueGreen": {
                "active": "blue",
                "blue": {"model": NAMED},
                "green": {"model": {"source": {"modelVersion": "newer"}}},
            }
        },
    )
    canary, both = found["walking"].canary, found["changing"].blue_green
    assert canary
    assert canary.model_ref == "sentiment-analyzer:v1.3.0"
    assert found["walking"].resources.cpu == "1"
    assert both
    assert both.blue
    assert both.green
    assert [both.blue.model_ref, both.green.model_ref] == ["sentiment-analyzer:v1.2.0", "sentiment-analyzer:v1.3.0"]


def test_a_version_that_is_not_declared_is_refused_with_those_that_are() -> None:
    assert report(chat=CUSTOM | {"model": {"source": {"modelVersion": "toxicity"}}, "minReplicas": -1}) == [
        "services.chat.model.source.modelVersion: toxicity is declared nowhere in modelVersions of this configuration, "
        "and one that lives only in the cluster cannot decide structure at preview. It has sentiment.",
        "services.chat.minReplicas: -1 is below 0. Give a whole number from 0 to 2147483647.",
    ]
    canary = {"modelRef": "a", "weight": 0, "model": {"source": {"modelVersion": "toxicity"}}}
    (line,) = report({}, chat=CUSTOM | {"modelRef": "b", "canary": canary})
    assert line.startswith("services.chat.canary.model.source.modelVersion: toxicity is declared nowhere")
    assert line.endswith("It has none.")


def test_what_a_version_says_is_not_said_beside_it() -> None:
    model = {"source": NAMED["source"] | {"pvc": {"claimName": "models"}}, "checksum": CHECKSUM}
    assert report(chat=CUSTOM | {"model": model})[:2] == [
        "services.chat.model.source.modelVersion: stands beside pvc, and a model comes from one place. Leave one out.",
        "services.chat.model.checksum: stands beside a modelVersion, which says it itself. Leave it out.",
    ]


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ([], "modelVersions: is not a map from a name to a version of a model."),
        ({"a": {}}, "modelVersions.a.modelName: is required."),
        ({"a": SENTIMENT | {"framework": "torch"}}, 'modelVersions.a.framework: "torch" is not accepted. Give pytorch'),
        (
            {"a": SENTIMENT | {"checksum": "sha256:abc123"}},
            'modelVersions.a.checksum: "sha256:abc123" is not a checksum.',
        ),
        ({"a": SENTIMENT | {"modelUri": "s3://a/b"}}, "modelVersions.a.modelUri: is not a field."),
        (
            {"a": SENTIMENT | {"source": {"http": {"url": {"valueFrom": {"secretConfig": "url"}}}}}},
            "modelVersions.a.source.http.url: has to be plain text: the ModelVersion stands in clear in the cluster.",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_wrong_version_is_told_by_its_own_path(versions: Any, said: str) -> None:
    lines = report(versions, chat={"modelRef": "m"})
    assert any(line.startswith(said) for line in lines), lines


def test_a_wrong_version_is_told_once_however_many_services_name_it() -> None:
    wrong = {"sentiment": SENTIMENT | {"version": 1}}
    assert report(wrong, chat=CUSTOM | {"model": NAMED}, talk=CUSTOM | {"model": NAMED}) == [
        "modelVersions.sentiment.version: 1 is not a string. Put it in quotes."
    ]


SOURCES = {
    "https://models.example.com/a.onnx": {"http": {"url": "https://models.example.com/a.onnx?signature=s"}},
    "s3://b/k": {"s3": {"bucket": "bbb", "key": "k"}},
    "gs://b/o": {"gs": {"bucket": "bbb", "object": "o"}},
    "az://acme/models/b": {"az": {"account": "acme", "container": "models", "blob": "b"}},
    "hf://acme/llama@v1": {"hf": {"repository": "acme/llama", "revision": "v1", "files": ["a"]}},
    "oci://registry.example.com/a:1/p": {"oci": {"reference": "registry.example.com/a:1", "path": "p"}},
    "pvc://models": {"pvc": {"claimName": "models"}},
}


@pytest.mark.parametrize("uri", SOURCES)
def test_the_object_names_the_source_in_one_line(uri: str) -> None:
    spec = ModelVersionSpec.model_validate({**SENTIMENT, "source": SOURCES[uri]})
    assert manifest("a", spec)["spec"]["modelUri"] == uri.replace("//b/", "//bbb/")


def test_the_object_is_the_articles_with_amounts_as_kubernetes_counts_them() -> None:
    spec = ModelVersionSpec.model_validate(
        {**SENTIMENT, "name": "sentiment-model-v1-2-0", "namespace": "ml-production"}
    )
    amounts = {"cpu": "1", "memory": "4Gi", "nvidia.com/gpu": "1"}
    assert manifest("sentiment", spec) == {
        "apiVersion": "ml.example.com/v1",
        "kind": "ModelVersion",
        "metadata": {"name": "sentiment-model-v1-2-0", "namespace": "ml-production"},
        "spec": {
            "modelName": "sentiment-analyzer",
            "version": "v1.2.0",
            "modelUri": "s3://ml-models/sentiment/v1.2.0/model.pkl",
            "framework": "pytorch",
            "checksum": CHECKSUM,
            "resources": {"requests": amounts, "limits": amounts},
        },
    }


def test_a_program_serves_a_version_as_a_configuration_does() -> None:
    version = ModelVersionSpec.model_validate(SENTIMENT)
    in_python = parse_service("chat", version.serving({**CUSTOM, "resources": {"memory": "8Gi"}}))
    assert in_python == configured(chat=CUSTOM | {"model": NAMED, "resources": {"memory": "8Gi"}})["chat"]
