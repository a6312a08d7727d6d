"""Jobs on the real controllers: they run, run again when they change, and are waited for where that is asked."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.conftest import new_namespace
from tests.cluster.live import Live
from tests.cluster.project import Project, Run
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.simulation import Simulation

IMAGE = "registry.example.com/trainer:1.3.0"
JOB = {"image": IMAGE, "resources": {"cpu": "100m", "memory": "64Mi"}}
TRAIN = JOB | {
    "parallelism": 4,
    "completions": 4,
    "completionMode": "Indexed",
    "args": ["--epochs=100"],
    "env": {"WANDB_API_KEY": {"valueFrom": {"secretConfig": "wandbApiKey"}}},
    "files": [{"path": "/etc/train/config.yaml", "yaml": {"epochs": 100}}],
    "volumes": [{"name": "checkpoints", "mountPath": "/checkpoints", "emptyDir": {"sizeLimit": "1Gi"}}],
    "networkPolicy": {"stores": [{"cidrs": ["203.0.113.0/24"], "ports": [443]}]},
}
QUEUE = {"type": "rabbitmq", "metadata": {"queueName": "documents", "mode": "QueueLength", "value": "5"}}
KINDS = "jobs,cronjobs,pods,configmaps,secrets,serviceaccounts,networkpolicies"
OF_THE_NAMESPACE = {"ConfigMap/kube-root-ca.crt", "ServiceAccount/default"}


@pytest.fixture(scope="module")
def declare(
    control_plane: ControlPlane, pulumi_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Project, Live]]:
    """One stack for all that follows, in a namespace that enforces `restricted`."""
    with new_namespace(control_plane) as namespace:
        directory = tmp_path_factory.mktemp("jobs")
        yield (
            Project(directory, pulumi_home, control_plane.kubeconfig, namespace),
            Live(control_plane.kubeconfig, namespace),
        )


@pytest.fixture
def project(declare: tuple[Project, Live]) -> Project:
    return declare[0]


@pytest.fixture
def live(declare: tuple[Project, Live]) -> Live:
    return declare[1]


@pytest.fixture
def pods(control_plane: ControlPlane, live: Live) -> Callable[[str], Simulation]:
    """Plays the pods of a job, by its name."""
    return lambda job: Simulation(control_plane.kubeconfig, {"app": job}, live.namespace)


def up(project: Project, **jobs: Any) -> Run:
    project.configure(jobs=jobs, secrets={"wandbApiKey": "hunter2"})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    return done


def condition(live: Live, job: str, kind: str) -> bool:
    conditions = live.get("job", job)["status"].get("conditions", [])
    return any(one["type"] == kind and one["status"] == "True" for one in conditions)


def complete(live: Live, job: str) -> None:
    live.wait_until(lambda: condition(live, job, "Complete"), f"{job} is complete")


def uid(live: Live, job: str) -> str:
    return str(live.get("job", job)["metadata"]["uid"])


def told(run: Run, job: str) -> str:
    """What stands under the component, as the user reads it."""
    assert "Traceback" not in run.output
    return "\n".join(
        event["diagnosticEvent"]["message"]
        for event in run.events
        if event.get("diagnosticEvent", {}).get("urn", "").endswith(f"::inference:index:ModelJob::{job}")
    )


def test_a_job_runs_once_and_again_when_it_changes(project: Project, live: Live) -> None:
    up(project, train=TRAIN)
    complete(live, "train")
    status = live.get("job", "train")["status"]
    assert (status["succeeded"], status["completedIndexes"]) == (4, "0-3")
    first = uid(live, "train")
    assert project.preview("--expect-no-changes").exit_code == 0
    assert project.refresh().exit_code == 0
    assert up(project, train=TRAIN).operations == {}

    assert up(project, train=TRAIN | {"backoffLimit": 3}).operations == {"train": "update"}
    assert uid(live, "train") == first
    up(project, train=TRAIN | {"backoffLimit": 3, "run": "2"})
    complete(live, "train")
    assert uid(live, "train") != first
    fewer = TRAIN | {"parallelism": 2, "completions": 2}
    up(project, train=fewer)
    complete(live, "train")
    assert live.get("job", "train")["status"]["succeeded"] == 2


def test_an_up_that_waits_fails_with_the_job_and_says_why(
    project: Project, live: Live, pods: Callable[[str], Simulation]
) -> None:
    waiting = JOB | {"wait": True, "waitTimeout": "2m", "backoffLimit": 0}
    pods("check").fail("the disk is full", "Error")
    project.configure(jobs={"check": waiting})
    failed = project.up("--skip-preview")
    assert failed.exit_code != 0
    words = told(failed, "check")
    assert "jobs.check: not complete: Job has reached the specified backoff limit (BackoffLimitExceeded)" in words
    assert f"kubectl logs job/check --all-pods --prefix --namespace {live.namespace}" in words

    pods("check").finish()
    up(project, check=waiting | {"run": "2"})
    assert condition(live, "check", "Complete")  # no wait of the test's own


def test_a_job_that_its_ttl_took_is_run_again_only_where_that_was_said(project: Project, live: Live) -> None:
    fleeting = JOB | {"ttlSecondsAfterFinished": 0}
    project.configure(jobs={"sync": fleeting})
    assert "or say that it may: runAfterTtl: true" in project.preview().output
    up(project, sync=fleeting | {"runAfterTtl": True})
    live.wait_until(lambda: "Job/sync" not in live.names("jobs"), "the TTL controller has deleted it")
    assert up(project, sync=fleeting | {"runAfterTtl": True}).operations == {}
    assert "Job/sync" not in live.names("jobs")
    assert project.refresh().exit_code == 0
    assert project.preview().operations == {"sync": "create"}


def test_a_cron_job_starts_jobs_that_run(project: Project, live: Live) -> None:
    up(project, batch=JOB | {"schedule": "@every 1s", "parallelism": 2, "completions": 2})

    def finished() -> bool:
        jobs = [live.get(*one.lower().split("/")) for one in live.names("jobs") if one.startswith("Job/batch-")]
        return any(job["status"].get("succeeded") == 2 for job in jobs)

    live.wait_until(finished, "a job of the schedule is complete")
    assert up(project, batch=JOB | {"schedule": "@daily", "suspend": True}).operations == {"batch": "update"}
    assert live.get("cronjob", "batch")["spec"]["suspend"] is True


def test_a_scaled_job_is_one_that_keda_takes(project: Project, live: Live, control_plane: ControlPlane) -> None:
    install_crds(control_plane.kubeconfig, "keda")
    asked = {"triggers": [QUEUE], "maxReplicaCount": 10, "scalingStrategy": {"strategy": "accurate"}}
    up(project, documents=JOB | {"scaledJob": asked, "failedJobsHistoryLimit": 5})
    spec = live.get("scaledjob", "documents")["spec"]
    assert spec["jobTargetRef"]["template"]["spec"]["containers"][0]["image"] == IMAGE
    assert (spec["maxReplicaCount"], spec["failedJobsHistoryLimit"]) == (10, 5)
    assert project.preview("--expect-no-changes").exit_code == 0


def test_a_destroy_leaves_nothing(project: Project, live: Live) -> None:
    up(project, train=TRAIN, batch=JOB | {"schedule": "@daily"})
    complete(live, "train")
    assert project.destroy().exit_code == 0
    live.wait_until(lambda: not live.names("pods"), "the pods are gone")
    assert live.names(KINDS) == OF_THE_NAMESPACE
