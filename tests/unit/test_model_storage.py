"""How a model's files get into the pods of each track, and where they are fetched from."""

import asyncio
import json
from typing import Any

import pulumi
import pytest
from pulumi_inference import InvalidSpec, parse_service
from pulumi_inference.children import children
from pulumi_inference.features import secrets
from pulumi_inference.features.timing import Timing
from pulumi_inference.runtimes import PRESETS, RUNTIMES
from pulumi_inference.split import split_of

SUM, OTHER = f"sha256:{'1' * 64}", f"sha256:{'2' * 64}"
WEB = {"http": {"url": "https://models.example.com/llama3.gguf?token=a"}}
LARGE = {"cpu": "4", "memory": "16Gi"}


def chat(source: Any = None, **fields: Any) -> dict[str, Any]:
    own = fields.pop("model", {})
    return {"modelRef": "llama3", "runtime": "llama-cpp", "model": {"source": source or WEB} | own} | fields


def pods(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Of each track."""
    found = children("chat", parse_service("chat", spec))
    return {one.role: one.manifest["spec"]["template"]["spec"] for one in found if one.manifest["kind"] == "Deployment"}


def pod(spec: dict[str, Any]) -> dict[str, Any]:
    return pods(spec)["primary"]


def variables(container: dict[str, Any]) -> dict[str, Any]:
    return {one["name"]: one.get("value", one.get("valueFrom")) for one in container["env"]}


def fetched(found: dict[str, Any]) -> list[dict[str, str]]:
    (downloader,) = found["initContainers"]
    files: list[dict[str, str]] = json.loads(variables(downloader)["MODEL_FILES"])
    return files


def mounts(container: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in container["volumeMounts"]}


def volumes(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in found["volumes"]}


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ({"http": {"url": "https://a.example.com/b/c.gguf?x=y"}}, "https://a.example.com/b/c.gguf?x=y"),
        ({"s3": {"bucket": "b", "key": "x/c.gguf"}}, "https://b.s3.us-east-1.amazonaws.com/x/c.gguf"),
        ({"s3": {"bucket": "a.b", "key": "c.gguf"}}, "https://s3.us-east-1.amazonaws.com/a.b/c.gguf"),
        (
            {"s3": {"bucket": "b", "key": "x+/c.gguf", "endpoint": "http://minio.storage.svc:9000/"}},
            "http://minio.storage.svc:9000/b/x%2B/c.gguf",
        ),
        ({"gs": {"bucket": "b", "object": "x/c.gguf"}}, "https://storage.googleapis.com/b/x/c.gguf"),
        (
            {"az": {"account": "acme", "container": "b", "blob": "x/c.gguf"}},
            "https://acme.blob.core.windows.net/b/x/c.gguf",
        ),
        (
            {"hf": {"repository": "acme/llama3", "revision": "v1", "files": ["c.gguf"]}},
            "https://huggingface.co/acme/llama3/resolve/v1/c.gguf",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_each_store_has_an_address_for_a_file(source: dict[str, Any], url: str) -> None:
    found = pod(chat(source, model={"checksum": SUM}))
    assert fetched(found) == [{"name": "c.gguf", "url": url, "sha256": "1" * 64}]
    assert variables(found["containers"][0])["MODEL_PATH"] == "/models/c.gguf"


def test_several_files_keep_their_paths_and_the_server_is_given_their_directory() -> None:
    folder = {"http": {"url": "https://models.example.com/llama3/?token=a", "files": ["a.json", "b/c.bin"]}}
    found = pod(chat(folder, model={"checksums": {"a.json": SUM, "b/c.bin": OTHER}, "mountPath": "/mnt/models"}))
    assert fetched(found) == [
        {"name": "a.json", "url": "https://models.example.com/llama3/a.json?token=a", "sha256": "1" * 64},
        {"name": "b/c.bin", "url": "https://models.example.com/llama3/b/c.bin?token=a", "sha256": "2" * 64},
    ]
    assert variables(found["containers"][0])["MODEL_PATH"] == "/mnt/models"
    assert mounts(found["containers"][0])["model"]["mountPath"] == "/mnt/models"


@pytest.mark.parametrize("runtime", [name for name in RUNTIMES if PRESETS[name].takes_path and name != "custom"])
def test_a_server_is_started_with_the_path_and_keeps_the_name_where_it_can(runtime: str) -> None:
    spec = chat(runtime=runtime, replicas=2, resources={"gpus": 1}, model={"checksum": SUM})
    (server,) = pod(spec)["containers"]
    line = " ".join([*server.get("command", ()), *server["args"]]).replace("$(MODEL_PATH)", "/models/llama3.gguf")
    assert "/models/llama3.gguf" in line
    named = PRESETS[runtime].named_by  # type: ignore[index]
    assert ("MODEL_REF" in line) == (f"{named}=$(MODEL_REF)" in line) == bool(named)


def test_what_nothing_fetches_is_mounted_to_be_read() -> None:
    image = pod(chat({"oci": {"reference": "registry.example.com/llama3:1.0", "path": "a.gguf"}}))
    claim = pod(chat({"pvc": {"claimName": "models"}}))
    assert volumes(image)["model"]["image"]["reference"] == "registry.example.com/llama3:1.0"
    assert volumes(claim)["model"]["persistentVolumeClaim"] == {"claimName": "models"}
    for found, path in ((image, "/models/a.gguf"), (claim, "/models")):
        assert "initContainers" not in found
        assert mounts(found["containers"][0])["model"]["readOnly"]
        assert variables(found["containers"][0])["MODEL_PATH"] == path
        assert "fsGroup" not in found["securityContext"]


def test_a_shared_cache_has_a_directory_for_each_model_and_the_server_sees_its_own() -> None:
    def places(checksum: str) -> tuple[str, str]:
        cache = {"claim": {"claimName": "models", "accessModes": ["ReadWriteMany"]}}
        found = pod(chat(model={"checksum": checksum, "cache": cache}))
        assert found["securityContext"]["fsGroup"] == found["securityContext"]["runAsUser"], "it may write there"
        (downloader,) = found["initContainers"]
        return variables(downloader)["MODEL_DIRECTORY"], mounts(found["containers"][0])["model"]["subPath"]

    written, seen = places(SUM)
    assert written == f"/models/{seen}"
    assert places(OTHER)[1] != seen


def test_a_directory_of_the_node_has_to_be_there() -> None:
    found = pod(chat(model={"checksum": SUM, "cache": {"node": {"path": "/var/lib/models"}}}))
    assert volumes(found)["model"]["hostPath"] == {"path": "/var/lib/models", "type": "Directory"}


def test_a_new_claim_of_the_cache_is_made_and_protected() -> None:
    cache = {"claim": {"size": "20Gi", "accessModes": ["ReadWriteMany"]}}
    spec = parse_service("chat", chat(model={"checksum": SUM, "cache": cache}))
    (claim,) = (one for one in children("chat", spec) if one.manifest["kind"] == "PersistentVolumeClaim")
    assert (claim.manifest["metadata"]["name"], claim.protected) == ("chat-model", True)


def test_a_cache_for_one_pod_is_given_up_before_the_next_pod_starts() -> None:
    cache = {"claim": {"claimName": "models", "accessModes": ["ReadWriteOnce"]}}
    spec = chat(model={"checksum": SUM, "cache": cache}, rollout={"allowDowntime": True})
    (workload,) = (one for one in children("chat", parse_service("chat", spec)) if one.role == "primary")
    assert workload.manifest["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}


def test_each_track_has_its_own_files_in_one_cache() -> None:
    cache = {"claim": {"claimName": "models", "accessModes": ["ReadWriteMany"]}}
    canary = {"modelRef": "llama4", "weight": 50, "model": {"source": {"gs": {"bucket": "b", "object": "l4.gguf"}}}}
    canary["model"]["checksum"] = OTHER  # type: ignore[index]
    found = pods(chat(replicas=2, canary=canary, model={"checksum": SUM, "cache": cache}))
    names = {track: [one["name"] for one in fetched(found[track])] for track in ("primary", "canary")}
    assert names == {"primary": ["llama3.gguf"], "canary": ["l4.gguf"]}
    assert volumes(found["primary"])["model"] == volumes(found["canary"])["model"]


def test_a_canary_of_the_same_model_has_its_files() -> None:
    image = "ghcr.io/ggml-org/llama.cpp:server-b10300"
    found = pods(chat(replicas=2, canary={"modelRef": "llama3", "weight": 50, "image": image}))
    assert fetched(found["canary"]) == fetched(found["primary"])


def test_blue_and_green_have_their_own_and_share_what_holds_for_all() -> None:
    colors = {"active": "blue", "blue": {"modelRef": "llama3", "model": {"source": WEB}}}
    found = pods({"runtime": "llama-cpp", "model": {"mountPath": "/mnt"}, "blueGreen": colors})["blue"]
    assert variables(found["containers"][0])["MODEL_PATH"] == "/mnt/llama3.gguf"


def test_the_downloader_passes_restricted_and_is_bounded_and_stops_with_the_budget() -> None:
    (downloader,) = pod(chat(modelLoad="20m"))["initContainers"]
    assert downloader["resources"]["requests"] == downloader["resources"]["limits"]
    assert downloader["securityContext"]["readOnlyRootFilesystem"]
    assert not downloader["securityContext"]["allowPrivilegeEscalation"]
    assert downloader["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    limit = int(variables(downloader)["MODEL_TIMEOUT"])
    assert limit == 20 * 60
    assert limit < Timing.of(parse_service("chat", chat(modelLoad="20m"))).progress_deadline


def test_a_pod_asks_for_the_most_of_fetching_and_serving() -> None:
    small, large = (split_of(parse_service("chat", chat(resources=one))).pod for one in ({"cpu": "1m"}, LARGE))
    assert (small.cpu, small.memory) == (0.5, 256 * 2**20)
    assert (large.cpu, large.memory) == (4, 16 * 2**30)
    mounted = parse_service("chat", chat({"pvc": {"claimName": "models"}}, resources={"cpu": "1m"}))
    assert split_of(mounted).pod.cpu == 0.001


@pytest.mark.parametrize("change", [{"source": {"http": {"url": "https://b.example.com/a"}}}, {"checksum": OTHER}])
def test_another_source_or_checksum_rolls_the_pods(change: dict[str, Any]) -> None:
    assert pod(chat(model={"checksum": SUM})) != pod(chat(model={"checksum": SUM} | change))


def test_a_url_that_is_known_later_and_credentials_stand_in_the_secret_alone() -> None:
    async def rendered() -> tuple[dict[str, Any], Any, Any]:
        url = pulumi.Output.secret("https://models.example.com/llama3.gguf?sig=hunter2")
        token = {"HTTP_BEARER_TOKEN": pulumi.Output.secret("hunter3")}
        spec = parse_service("chat", chat({"http": {"url": url}}, model={"credentials": {"env": token}}))
        data = secrets.kept(spec)["secret"]
        files = await data["model.primary.MODEL_FILES"].future()
        (workload,) = (one for one in children("chat", spec) if one.role == "primary")
        return workload.manifest["spec"]["template"]["spec"], data.keys(), files

    found, keys, files = asyncio.run(rendered())
    (downloader,) = found["initContainers"]
    assert keys == {"model.primary.MODEL_FILES", "model.primary.HTTP_BEARER_TOKEN"}
    reference = {"secretKeyRef": {"name": "chat-secrets", "key": "model.primary.MODEL_FILES"}}
    assert variables(downloader)["MODEL_FILES"] == reference
    assert "hunter" not in str(found)
    assert variables(found["containers"][0])["MODEL_PATH"] == "/models/model"
    assert files


def test_credentials_of_a_secret_that_exists_are_the_downloaders_alone() -> None:
    found = pod(chat(model={"credentials": {"secretName": "models-store"}}))
    assert found["initContainers"][0]["envFrom"] == [{"secretRef": {"name": "models-store"}}]
    assert "envFrom" not in found["containers"][0]


def test_an_address_with_a_dollar_is_no_variable_of_kubernetes() -> None:
    found = pod(chat({"http": {"url": "https://models.example.com/$(HOME)/a.gguf"}}))
    assert "$$(HOME)" in variables(found["initContainers"][0])["MODEL_FILES"]


def test_a_service_in_the_cluster_may_have_pods_with_another_port() -> None:
    source = {"s3": {"bucket": "b", "key": "a.gguf", "endpoint": "http://minio.storage.svc:80"}}
    policy = {"clients": [{"namespaces": ["web"]}], "modelSources": [{"namespaces": ["storage"], "ports": [9000]}]}
    assert pod(chat(source, networkPolicy=policy))
    with pytest.raises(InvalidSpec, match="opens no TCP port 443"):
        parse_service("chat", chat(networkPolicy=policy))


def test_a_spec_without_a_source_has_nothing_of_it() -> None:
    found = pod({"modelRef": "llama3", "runtime": "llama-cpp"})
    assert "initContainers" not in found
    assert "MODEL_PATH" not in variables(found["containers"][0])
    assert "--model=$(MODEL_REF)" in found["containers"][0]["args"]


def warmed(**fields: Any) -> dict[str, Any]:
    """Each object by its role."""
    cache = {"node": {"path": "/var/lib/models", "warm": True}}
    spec = chat(model={"checksum": SUM, "cache": cache}, replicas=4, **fields)
    return {one.role: one.manifest for one in children("chat", parse_service("chat", spec))}


def test_a_warmer_fetches_what_the_server_fetches_to_where_it_looks_and_as_the_same_user() -> None:
    found = warmed()
    server = found["primary"]["spec"]["template"]["spec"]
    warmer = found["primary_warmer"]["spec"]["template"]["spec"]
    for field in ("initContainers", "securityContext", "serviceAccountName"):
        assert warmer[field] == server[field]
    assert volumes(warmer)["model"] == volumes(server)["model"]
    (asleep,) = warmer["containers"]
    assert asleep["image"] == warmer["initContainers"][0]["image"], "no image that a node has yet to pull"


def test_a_warmer_goes_where_the_servers_may_go_and_takes_no_gpu() -> None:
    scheduling = {
        "nodeSelector": {"pool": "gpus"},
        "spot": {"provider": "gke"},
        "topologySpreadConstraints": [{"topologyKey": "topology.kubernetes.io/zone"}],
    }
    found = warmed(resources={"gpus": 2}, scheduling=scheduling, drain="5s", timing={"preStop": "5s"})
    server = found["primary"]["spec"]["template"]["spec"]
    warmer = found["primary_warmer"]["spec"]["template"]["spec"]
    assert warmer["nodeSelector"] == server["nodeSelector"]
    assert warmer["tolerations"] == server["tolerations"]
    assert warmer["affinity"] == {"nodeAffinity": server["affinity"]["nodeAffinity"]}
    assert "topologySpreadConstraints" not in warmer
    assert "nvidia.com/gpu" not in str(warmer["containers"])


def test_nothing_of_the_service_selects_a_warmer() -> None:
    guarded: dict[str, Any] = {
        "modelSources": [{"cidrs": ["0.0.0.0/0"], "ports": [443]}],
        "clients": [{"namespaces": ["web"]}],
    }
    guarded["monitoring"] = ["monitoring"]
    found = warmed(networkPolicy=guarded, monitoring={"podMonitor": {}})
    labels = found["primary_warmer"]["spec"]["template"]["metadata"]["labels"]
    selectors = {
        "service": found["service"]["spec"]["selector"],
        "primary": found["primary"]["spec"]["selector"]["matchLabels"],
        "budget": found["primary_disruption_budget"]["spec"]["selector"]["matchLabels"],
        "policy": found["network_policy"]["spec"]["podSelector"]["matchLabels"],
        "monitor": found["pod_monitor"]["spec"]["selector"]["matchLabels"],
    }
    assert not [one for one, wanted in selectors.items() if wanted.items() <= labels.items()]
    own = found["warmer_network_policy"]["spec"]
    assert own["podSelector"]["matchLabels"].items() <= labels.items()
    assert own["ingress"] == []
    assert own["egress"] == found["network_policy"]["spec"]["egress"]


def test_each_track_has_its_own_warmers() -> None:
    other = {"source": {"http": {"url": "https://models.example.com/new.gguf"}}, "checksum": OTHER}
    found = warmed(canary={"modelRef": "new", "weight": 25, "model": other})
    selectors = [found[f"{track}_warmer"]["spec"]["selector"]["matchLabels"] for track in ("primary", "canary")]
    assert selectors[0] != selectors[1]
    assert OTHER.removeprefix("sha256:") in str(found["canary_warmer"])


def test_no_up_waits_for_a_node_that_does_not_get_warm() -> None:
    assert warmed()["primary_warmer"]["metadata"]["annotations"]["pulumi.com/skipAwait"] == "true"
