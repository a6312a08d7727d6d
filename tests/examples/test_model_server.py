"""examples/model_server: what it predicts, what its probes say, what it counts, and how its settings are refused."""

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from model_server.settings import Settings
from pulumi_inference.features.server_metrics import METRICS

from tests.examples.model_server import MODEL, PRAISE, Server, process, serving, starting
from tools.control_plane.ports import free_port

CHECKSUM = f"sha256:{hashlib.sha256(MODEL.read_bytes()).hexdigest()}"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(MODEL_CHECKSUM=CHECKSUM, MAX_WORKERS="2") as running:
        yield running


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I love it, the service was excellent", "positive"),
        ("The food was cold and the staff were rude", "negative"),
        ("A charming film with great actors", "positive"),
        ("It broke after a week, I regret the purchase", "negative"),
    ],
)
def test_it_tells_praise_from_complaint(server: Server, text: str, label: str) -> None:
    answer = server.post("/predict", {"text": text}).json()
    assert answer["label"] == label
    assert 0.5 < answer["confidence"] <= 1
    assert answer["model_version"] == "v1.2.0"


def test_another_model_predicts_otherwise(tmp_path: Path) -> None:
    parts = json.loads(MODEL.read_text())
    parts["labels"].reverse()
    path = tmp_path / "other.json"
    path.write_text(json.dumps(parts))
    with serving(MODEL_PATH=str(path)) as other:
        assert other.post("/predict", PRAISE).json()["label"] == "negative"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"no JSON", 400),
        ({"words": "none"}, 400),
        ({"text": ""}, 400),
        ({"text": "x" * 10_001}, 400),
        ([], 400),
        (b" " * (2**20 + 1), 413),
        ({"text": "fine", "model_version": "v0.9"}, 409),
    ],
)
def test_a_request_that_cannot_be_answered_is_refused_in_words(server: Server, body: object, status: int) -> None:
    answer = server.post("/predict", body)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")


def test_probes_are_fine_when_the_model_is_there(server: Server) -> None:
    assert {server.status(path) for path in ("/startup", "/ready", "/health")} == {200}


def test_liveness_tells_of_model_system_and_gpu(server: Server) -> None:
    checks = server.get("/health").json()["checks"]
    assert checks["model"]["message"] == "sentiment v1.2.0"
    assert "MiB" in checks["system"]["message"]
    assert checks["gpu"]["status"] in ("ok", "absent")


def test_until_the_model_is_loaded_it_is_alive_and_neither_started_nor_ready(tmp_path: Path) -> None:
    pipe = tmp_path / "model.json"
    os.mkfifo(pipe)  # whoever reads it waits until somebody writes
    with starting(MODEL_PATH=str(pipe)) as server:
        assert server.status("/health") == 200
        assert server.status("/startup") == 503
        assert server.status("/ready") == 503
        assert server.post("/predict", PRAISE).status_code == 503
        pipe.write_bytes(MODEL.read_bytes())
        server.wait_for("/startup", 200)
        assert server.status("/ready") == 200
        assert server.post("/predict", PRAISE).status_code == 200


def test_one_that_is_told_to_end_while_it_loads_does_so(tmp_path: Path) -> None:
    pipe = tmp_path / "model.json"
    os.mkfifo(pipe)
    with starting(MODEL_PATH=str(pipe), DRAIN_QUIET_SECONDS="0") as server:
        server.tell_to_end()
        exit_code, log = server.end()
    assert exit_code == 0
    assert "draining" in [line["message"] for line in log]


def test_metrics_have_the_names_that_alerts_go_by() -> None:
    with serving() as server:
        server.post("/predict", PRAISE)
        server.post("/predict", b"no JSON")
        for path in ("/health", "/ready", "/startup"):
            server.get(path)
        samples = server.samples()
    requests = {name: value for name, value in samples.items() if name.startswith("http_requests_total")}
    assert requests == {
        'http_requests_total{method="POST",status="200"}': 1,
        'http_requests_total{method="POST",status="400"}': 1,
    }
    assert samples["inference_duration_seconds_count"] == 1
    assert samples['inference_duration_seconds_bucket{le="2.0"}'] == 1
    assert samples["inference_queue_depth"] == 0
    assert samples["inference_requests_in_flight"] == 0
    assert 0.75 <= samples["model_accuracy"] <= 1
    assert samples["model_load_seconds"] > 0
    assert samples[f'model_info{{checksum="{CHECKSUM}",name="sentiment",version="v1.2.0"}}'] == 1


def test_it_serves_every_metric_that_the_preset_article_asks_for() -> None:
    article = METRICS["article"]
    with serving() as server:
        server.post("/predict", PRAISE)
        metrics = {name.partition("{")[0] for name in server.samples()}
    counters = {series.metric for series in (*article.requests, *article.errors)}
    assert counters | {f"{article.latency}_bucket", article.queue, article.accuracy} <= metrics


def test_metrics_can_have_a_port_of_their_own() -> None:
    port = free_port()
    with serving(PROMETHEUS_PORT=str(port)) as server:
        assert server.status("/metrics") == 404
        assert "model_accuracy" in Server(server.process, port).get("/metrics").text


def test_a_gpu_that_is_required_and_absent_keeps_it_from_being_ready_and_not_from_living() -> None:
    with starting(GPU_REQUIRED="true") as server:
        server.wait_for("/startup", 200)
        gpu = server.get("/health").json()["checks"]["gpu"]["status"]
        assert gpu in ("ok", "error")
        assert server.status("/ready") == (200 if gpu == "ok" else 503)
        assert server.status("/health") == 200


@pytest.mark.parametrize(
    ("content", "settings", "message"),
    [
        (None, {}, "cannot be read: No such file or directory"),
        (b"no JSON", {}, "is not a model of this server"),
        (b'{"labels": ["one", "two"]}', {}, "is not a model of this server"),
        (MODEL.read_bytes(), {"MODEL_CHECKSUM": f"sha256:{'0' * 64}"}, "MODEL_CHECKSUM is sha256:0000"),
    ],
)
def test_a_model_that_cannot_be_served_ends_it_with_a_line_that_says_why(
    tmp_path: Path, content: bytes | None, settings: dict[str, str], message: str
) -> None:
    path = tmp_path / "model.json"
    if content is not None:
        path.write_bytes(content)
    port = str(free_port())
    with process({"MODEL_PATH": str(path), "PORT": port, "PROMETHEUS_PORT": port, **settings}) as ended:
        output, _ = ended.communicate(timeout=60)
    assert ended.returncode == 1
    assert any(message in json.loads(line)["message"] for line in output.splitlines())


def test_all_wrong_settings_are_named_in_words() -> None:
    wrong = {
        "MODEL_CHECKSUM": "md5:1",
        "BATCH_SIZE": "0",
        "MAX_WORKERS": "many",
        "LOG_LEVEL": "LOUD",
        "PORT": "80808",
        "GPU_REQUIRED": "perhaps",
        "HOST": "here",
    }
    with process(wrong) as ended:
        output, _ = ended.communicate(timeout=60)
    assert ended.returncode == 2
    messages = [json.loads(line)["message"] for line in output.splitlines()]
    assert {message.split(":")[0] for message in messages} == {
        *wrong,
        "MODEL_PATH is not set. Give the path of a model file, such as /app/models/sentiment.json.",
    }
    assert "BATCH_SIZE: '0' is not a whole number from 1 to 4096." in messages


def test_a_drain_that_is_all_quiet_is_refused() -> None:
    with process({"MODEL_PATH": str(MODEL), "DRAIN_SECONDS": "2", "DRAIN_QUIET_SECONDS": "2"}) as ended:
        output, _ = ended.communicate(timeout=60)
    assert ended.returncode == 2
    assert "DRAIN_QUIET_SECONDS: 2 is not below DRAIN_SECONDS 2" in output


def test_requests_that_wait_go_into_one_inference() -> None:
    with serving(MAX_WORKERS="1", BATCH_SIZE="8") as server:
        threads = [threading.Thread(target=server.post, args=("/predict", PRAISE)) for _ in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        samples = server.samples()
    assert samples["inference_batch_size_sum"] == 64
    assert samples['inference_batch_size_bucket{le="8.0"}'] == samples["inference_batch_size_count"] <= 64


def test_the_readme_names_every_setting() -> None:
    readme = (MODEL.parents[1] / "README.md").read_text()
    assert [field.name for field in fields(Settings) if f"`{field.name.upper()}`" not in readme] == []
