"""The rules of a service, held against series by promtool: each alert fires on what it is for, and on nothing else."""

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
import yaml
from pulumi_inference import parse_service
from pulumi_inference.children import children
from pulumi_inference.features.server_metrics import METRICS, Preset

from tools.toolchain import ensure
from tools.toolchain.modules import PROMTOOL

SPEC: dict[str, Any] = {
    "modelRef": "llama3-8b-q4",
    "replicas": 4,
    "namespace": "models",
    "resources": {"gpus": 1},
    "canary": {"modelRef": "llama3.1-8b-q4", "weight": 25},
}
MINUTES = 60
OWN = 'namespace="models",app="chat"'
PRIMARY, CANARY = f'{OWN},track="primary",pod="p"', f'{OWN},track="canary",pod="c"'
POD = 'namespace="models",pod="chat-primary-7d9f8b6c5d-x2v4k"'
OTHERS_POD = 'namespace="models",pod="chat-primary-primary-7d9f8b6c5d-x2v4k"'
"""Of a service that is called chat-primary."""


@pytest.fixture(scope="session")
def promtool() -> Path:
    return ensure(PROMTOOL) / "promtool"


def rules(preset: Preset, **spec: Any) -> dict[str, Any]:
    """The rules of the PrometheusRule of a service."""
    wanted = {"preset": preset, "prometheusRule": spec.pop("rule", {})}
    checked = parse_service("chat", SPEC | spec | {"monitoring": wanted})
    (found,) = [child.manifest for child in children("chat", checked) if child.role == "prometheus_rule"]
    return dict(json.loads(json.dumps(found["spec"])))


class Case(NamedTuple):
    """Series, a value a minute, at the end of which an alert fires or does not."""

    alert: str
    series: dict[str, str]
    preset: Preset = "article"
    spec: dict[str, Any] = {}


def counted(metric: str, labels: str, a_minute: int) -> dict[str, str]:
    return {f"{metric}{{{labels}}}": f"0+{a_minute}x{MINUTES}"}


def steady(metric: str, labels: str, value: float) -> dict[str, str]:
    return {f"{metric}{{{labels}}}": f"{value}+0x{MINUTES}"}


def answered(labels: str, good: int, bad: int) -> dict[str, str]:
    return counted("http_requests_total", f'{labels},method="POST",status="200"', good) | (
        counted("http_requests_total", f'{labels},method="POST",status="503"', bad) if bad else {}
    )


def took(labels: str, seconds: float, metric: str = "inference_duration_seconds", unit: int = 1) -> dict[str, str]:
    """Every request between half of it and all of it."""
    buckets = {seconds / 2: 0, seconds: 60, seconds * 4: 60}
    found: dict[str, str] = {}
    for bound, count in buckets.items():
        found |= counted(f"{metric}_bucket", f'{labels},le="{bound * unit:g}"', count)
    return found | counted(f"{metric}_bucket", f'{labels},le="+Inf"', 60)


def loading(seconds: int, ready: int, labels: str = POD) -> dict[str, str]:
    """A server that started so long before the end."""
    of = f'{labels},container="server"'
    return steady("kube_pod_container_state_started", of, MINUTES * 60 - seconds) | steady(
        "kube_pod_container_status_ready", of, ready
    )


def gpu(used: int, free: int, labels: str = POD) -> dict[str, str]:
    return steady("DCGM_FI_DEV_FB_USED", f'{labels},gpu="0"', used) | steady(
        "DCGM_FI_DEV_FB_FREE", f'{labels},gpu="0"', free
    )


def replicas(ready: int, wanted: int, deployment: str = "chat-primary") -> dict[str, str]:
    labels = f'namespace="models",deployment="{deployment}"'
    return steady("kube_deployment_status_replicas_ready", labels, ready) | steady(
        "kube_deployment_spec_replicas", labels, wanted
    )


EXPORTED = 'namespace="gpu-operator",pod="dcgm-x",' + POD.replace("namespace", "exported_namespace").replace(
    "pod=", "exported_pod="
)
CODE = 'http_requests_total{namespace="models",app="code",track="primary",pod="q",method="POST",status="500"}'
FIRES = [
    Case("InferenceHighLatency", took(PRIMARY, 4)),
    Case("InferenceHighLatency", took(PRIMARY, 40, "request_latency_ms", 1000), "zerfoo"),
    Case("InferenceHighLatency", took(PRIMARY, 40, "vllm:e2e_request_latency_seconds"), "vllm"),
    Case("InferenceHighLatency", took(PRIMARY, 4, ":tensorflow:serving:request_latency", 10**6), "tensorflow-serving"),
    Case("InferenceHighErrorRate", answered(PRIMARY, 90, 10)),
    Case("InferenceHighErrorRate", counted("errors_total", f'{PRIMARY},endpoint="/v1",status_code="500"', 9), "zerfoo"),
    Case(
        "InferenceHighErrorRate",
        counted("nv_inference_request_success", PRIMARY, 60) | counted("nv_inference_request_failure", PRIMARY, 9),
        "triton",
    ),
    Case("InferenceAccuracyDrop", steady("model_accuracy", PRIMARY, 0.8)),
    Case("InferenceAccuracyDrop", steady("quality", CANARY, 0.8), "vllm", {"rule": {"accuracyMetric": "quality"}}),
    Case("InferenceQueueGrowing", counted("inference_queue_depth", PRIMARY, 1)),
    Case("InferenceQueueGrowing", counted("llamacpp:requests_deferred", PRIMARY, 1), "llama-cpp"),
    Case("InferenceModelLoadSlow", loading(500, ready=0)),
    Case("InferenceNoReadyPods", replicas(0, 3)),
    Case("InferenceNoReadyPods", replicas(0, 3) | replicas(0, 1, "chat-canary")),
    Case("InferenceRestartLoop", counted("kube_pod_container_status_restarts_total", f'{POD},container="server"', 1)),
    Case("InferenceGpuMemoryHigh", gpu(96, 4)),
    Case("InferenceGpuMemoryHigh", gpu(96, 4, EXPORTED)),
    Case("InferenceCanaryFails", answered(PRIMARY, 100, 0) | answered(CANARY, 90, 10)),
    Case("InferenceCanarySlower", took(PRIMARY, 0.5) | took(CANARY, 1)),
]
QUIET = [
    Case("InferenceHighLatency", took(PRIMARY, 1)),
    Case("InferenceHighLatency", took(PRIMARY, 20, "request_latency_ms", 1000), "zerfoo"),
    Case("InferenceHighLatency", took('namespace="models",app="code",pod="q"', 4)),
    Case("InferenceHighLatency", took('namespace="other",app="chat",pod="q"', 4)),
    Case("InferenceHighErrorRate", answered(PRIMARY, 97, 3)),
    Case("InferenceHighErrorRate", answered(PRIMARY, 100, 0) | {CODE: f"0+60x{MINUTES}"}),
    Case("InferenceHighErrorRate", counted("errors_total", f'{PRIMARY},endpoint="/v1",status_code="404"', 9), "zerfoo"),
    Case("InferenceHighErrorRate", {}),
    Case("InferenceAccuracyDrop", steady("model_accuracy", PRIMARY, 0.9)),
    Case("InferenceQueueGrowing", steady("inference_queue_depth", PRIMARY, 50)),
    Case("InferenceQueueGrowing", {f"inference_queue_depth{{{PRIMARY}}}": f"0+0.1x{MINUTES}"}),
    Case("InferenceModelLoadSlow", loading(300, ready=0)),
    Case("InferenceModelLoadSlow", loading(500, ready=1)),
    Case("InferenceModelLoadSlow", loading(3000, ready=0)),
    Case("InferenceNoReadyPods", replicas(1, 3)),
    Case("InferenceNoReadyPods", replicas(0, 0)),
    Case("InferenceNoReadyPods", replicas(3, 3) | replicas(0, 1, "chat-canary")),
    Case("InferenceNoReadyPods", replicas(1, 1) | replicas(0, 3, "chat-primary-primary")),
    Case(
        "InferenceRestartLoop",
        counted("kube_pod_container_status_restarts_total", f'{OTHERS_POD},container="server"', 1),
    ),
    Case("InferenceRestartLoop", steady("kube_pod_container_status_restarts_total", f'{POD},container="server"', 9)),
    Case("InferenceGpuMemoryHigh", gpu(90, 10)),
    Case("InferenceGpuMemoryHigh", gpu(96, 4, OTHERS_POD)),
    Case("InferenceCanaryFails", answered(PRIMARY, 90, 10) | answered(CANARY, 90, 10)),
    Case("InferenceCanaryFails", answered(PRIMARY, 100, 0)),
    Case("InferenceCanarySlower", took(PRIMARY, 1) | took(CANARY, 1)),
]


def promtool_test(case: Case, firing: bool) -> dict[str, Any]:
    expected = [{"labels": f'{{alertname="{case.alert}"}}', "value": 1}] if firing else []
    query = f'group by (alertname) (ALERTS{{alertname="{case.alert}",app="chat",alertstate="firing"}})'
    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in case.series.items()],
        "promql_expr_test": [{"expr": query, "eval_time": f"{MINUTES}m", "exp_samples": expected}],
    }


def run(promtool: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run([promtool, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def held(promtool: Path, folder: Path, case: Case, firing: bool) -> tuple[int, str]:
    (folder / "rules.yaml").write_text(yaml.safe_dump(rules(case.preset, **case.spec)))
    test = {"rule_files": ["rules.yaml"], "evaluation_interval": "1m", "tests": [promtool_test(case, firing)]}
    (folder / "test.yaml").write_text(yaml.safe_dump(test))
    return run(promtool, "test", "rules", str(folder / "test.yaml"))


def named(case: Case) -> str:
    return f"{case.alert}-{case.preset}"


@pytest.mark.parametrize("case", FIRES, ids=named)
def test_an_alert_fires_on_what_it_is_for(case: Case, promtool: Path, tmp_path: Path) -> None:
    exit_code, output = held(promtool, tmp_path, case, firing=True)
    assert exit_code == 0, output


@pytest.mark.parametrize("case", QUIET, ids=named)
def test_an_alert_is_quiet_otherwise(case: Case, promtool: Path, tmp_path: Path) -> None:
    exit_code, output = held(promtool, tmp_path, case, firing=False)
    assert exit_code == 0, output


def test_each_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not() -> None:
    every = {rule["alert"] for group in rules("article")["groups"] for rule in group["rules"] if "alert" in rule}
    assert {case.alert for case in FIRES} == every
    assert {case.alert for case in QUIET} == every


@pytest.mark.parametrize("preset", get_args(Preset))
@pytest.mark.parametrize("where", [{}, {"namespace": None}, {"canary": None}, {"argo": {}}], ids=str)
def test_promtool_finds_no_fault_in_any_rules(
    preset: Preset, where: dict[str, Any], promtool: Path, tmp_path: Path
) -> None:
    left = {key: value for key, value in where.items() if value is not None}
    spec = {key: value for key, value in SPEC.items() if key not in where} | left
    wanted: dict[str, Any] = {"preset": preset, "prometheusRule": {}}
    checked = parse_service("chat", spec | {"monitoring": wanted})
    (found,) = [child.manifest for child in children("chat", checked) if child.role == "prometheus_rule"]
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump(json.loads(json.dumps(found["spec"]))))
    exit_code, output = run(promtool, "check", "rules", "--lint=all", "--lint-fatal", str(path))
    assert exit_code == 0, output


def test_promtool_tells_a_rule_that_is_none(promtool: Path, tmp_path: Path) -> None:
    found = rules("article")
    found["groups"][0]["rules"][0]["expr"] += ")"
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump(found))
    assert run(promtool, "check", "rules", str(path))[0] != 0


def test_one_who_is_woken_reads_which_service_and_how_bad(promtool: Path, tmp_path: Path) -> None:
    case = Case("InferenceHighErrorRate", answered(PRIMARY, 90, 10), spec={"rule": {"alertLabels": {"team": "ml"}}})
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump(rules(case.preset, **case.spec)))
    expected = {
        "exp_labels": {"severity": "critical", "app": "chat", "namespace": "models", "team": "ml"},
        "exp_annotations": {
            "summary": "chat fails requests",
            "description": "10% of the requests fail, which is above 5%.",
        },
    }
    asked = {"eval_time": f"{MINUTES}m", "alertname": case.alert, "exp_alerts": [expected]}
    test = promtool_test(case, firing=True) | {"alert_rule_test": [asked]}
    whole = {"rule_files": ["rules.yaml"], "evaluation_interval": "1m", "tests": [test]}
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(whole))
    exit_code, output = run(promtool, "test", "rules", str(tmp_path / "test.yaml"))
    assert exit_code == 0, output


def test_an_alert_waits_as_long_as_it_is_told() -> None:
    found = rules("article", rule={"pending": {"errorRate": "7m"}})
    (rule,) = [rule for group in found["groups"] for rule in group["rules"] if rule.get("alert") == FIRES[4].alert]
    assert rule["for"] == "420s"


def test_a_severity_of_ones_own_stands_in_place_of_the_alerts() -> None:
    found = rules("article", rule={"alertLabels": {"severity": "page"}})
    alerts = [rule for group in found["groups"] for rule in group["rules"] if "alert" in rule]
    assert {rule["labels"]["severity"] for rule in alerts} == {"page"}


def test_an_alert_that_is_disabled_is_not_there() -> None:
    before, after = (
        {rule.get("alert") for group in rules("article", rule=rule)["groups"] for rule in group["rules"]}
        for rule in ({}, {"disabled": ["canary", "queue"]})
    )
    assert before - after == {"InferenceCanaryFails", "InferenceCanarySlower", "InferenceQueueGrowing"}


def test_every_preset_has_metrics() -> None:
    assert set(METRICS) == set(get_args(Preset))
