"""Syncs, backups and load tests as jobs: what they render beside the other fields of a job, and what is refused."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec
from pulumi_inference.children import children
from pulumi_inference.parsing import parse_job

CLAIM: dict[str, Any] = {"pvc": {"claimName": "models"}}
WEST: dict[str, Any] = {"s3": {"bucket": "models-west"}}
EAST: dict[str, Any] = {"s3": {"bucket": "models-east"}}
SYNC: dict[str, Any] = {"source": WEST, "destinations": [EAST]}
TEST: dict[str, Any] = {"target": "http://chat-svc.inference.svc:80"}


def rendered(**spec: Any) -> dict[str, dict[str, Any]]:
    """The objects of a job by their roles."""
    return {child.role: dict(child.manifest) for child in children("nightly", parse_job("nightly", spec))}


def container_of(objects: dict[str, dict[str, Any]]) -> dict[str, Any]:
    job = objects["cron_job"]["spec"]["jobTemplate"] if "cron_job" in objects else objects["job"]
    (container,) = job["spec"]["template"]["spec"]["containers"]
    return dict(container)


def env_of(container: dict[str, Any]) -> dict[str, Any]:
    return {variable["name"]: variable.get("value", variable.get("valueFrom")) for variable in container["env"]}


def refusals(**spec: Any) -> dict[str, str]:
    with pytest.raises(InvalidSpec) as raised:
        parse_job("nightly", spec)
    return {problem.path.removeprefix("jobs.nightly."): problem.message for problem in raised.value.problems}


def test_a_sync_by_a_schedule_is_a_cron_job_with_the_script_in_a_config_map_named_after_it() -> None:
    objects = rendered(sync=SYNC, schedule="*/30 * * * *")
    container = container_of(objects)
    assert container["image"].startswith("docker.io/rclone/rclone:")
    assert container["args"] == ["$(SOURCE)", "$(DESTINATION0)"]
    config_map = objects["config_map"]
    assert config_map["immutable"] is True
    assert "rclone check" in config_map["data"]["scripts.copy.sh"]
    (mount,) = (one for one in container["volumeMounts"] if one["mountPath"] == "/scripts/copy.sh")
    assert mount["readOnly"] is True


def test_variables_stand_after_those_that_they_name() -> None:
    """Kubernetes puts in the values of earlier ones alone."""
    az = {"az": {"account": "acme", "container": "models", "credentials": {"secretName": "store"}}}
    names = list(env_of(container_of(rendered(sync=SYNC | {"source": az}))))
    address = names.index("RCLONE_CONFIG_SOURCE_SAS_URL")
    for named in ("SOURCE_ACCOUNT", "SOURCE_BUCKET", "SOURCE_AZURE_STORAGE_SAS_TOKEN"):
        assert names.index(named) < address, named


def test_the_source_of_a_backup_is_mounted_to_be_read_and_its_day_is_that_of_the_schedule() -> None:
    backup = {"source": CLAIM, "destinations": [EAST]}
    container = container_of(rendered(backup=backup, schedule="0 2 * * *", timeZone="Europe/Berlin"))
    (mount,) = (one for one in container["volumeMounts"] if one["mountPath"] == "/source")
    assert mount["readOnly"] is True
    assert env_of(container)["TZ"] == "Europe/Berlin"


def test_other_fields_of_the_job_hold_over_what_its_name_brings() -> None:
    settings = {"RCLONE_TRANSFERS": "16", "RCLONE_LOG_LEVEL": "NOTICE"}
    amounts = {"cpu": "4", "memory": "8Gi"}
    objects = rendered(sync=SYNC, image="mirror.example.com/rclone:1.76.0", env=settings, resources=amounts)
    container = container_of(objects)
    assert container["image"] == "mirror.example.com/rclone:1.76.0"
    assert container["resources"]["limits"] == amounts
    assert settings.items() <= env_of(container).items()


def test_volumes_and_files_of_the_spec_stand_beside_those_of_a_copy() -> None:
    volume = {"name": "cache", "mountPath": "/cache", "emptyDir": {}}
    objects = rendered(
        sync=SYNC | {"source": CLAIM}, volumes=[volume], files=[{"path": "/etc/ca.pem", "text": "certificate"}]
    )
    mounted = {mount["mountPath"] for mount in container_of(objects)["volumeMounts"]}
    assert {"/cache", "/source", "/etc/ca.pem", "/scripts/copy.sh"} <= mounted


def test_a_secret_in_the_credentials_never_stands_in_the_pod() -> None:
    secret = {"valueFrom": {"secretConfig": "storeKey"}}
    credentials = {"env": {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": secret}}
    objects = rendered(sync=SYNC | {"source": {"s3": WEST["s3"] | {"credentials": credentials}}})
    variable = env_of(container_of(objects))["RCLONE_CONFIG_SOURCE_SECRET_ACCESS_KEY"]
    assert variable["secretKeyRef"]["key"] == "env.RCLONE_CONFIG_SOURCE_SECRET_ACCESS_KEY"
    assert "secret" in objects


def test_a_load_test_is_a_job_that_is_not_tried_again() -> None:
    objects = rendered(loadTest=TEST | {"path": "/predict", "payload": {"text": "a"}, "virtualUsers": 100})
    assert objects["job"]["spec"]["backoffLimit"] == 0
    container = container_of(objects)
    assert container["args"] == ["run", "/scripts/load-test.js"]
    env = env_of(container)
    assert (env["K6_VUS"], env["P95_MILLISECONDS"], env["FAILURE_RATE"]) == ("100", "2000", "0.05")


def test_a_load_test_may_be_tried_again() -> None:
    assert rendered(loadTest=TEST, backoffLimit=2)["job"]["spec"]["backoffLimit"] == 2


@pytest.mark.parametrize(
    ("spec", "path", "words"),
    [
        ({}, "image", "is required"),
        ({"sync": SYNC, "loadTest": TEST}, "loadTest", "stands beside sync"),
        ({"sync": SYNC, "args": ["copy"]}, "args", "has no use beside sync"),
        ({"loadTest": TEST, "command": ["k6"]}, "command", "has no use beside loadTest"),
        ({"sync": SYNC, "parallelism": 2}, "parallelism", "each pod would copy all of it"),
        ({"sync": SYNC | {"destinations": []}}, "sync.destinations", "is empty"),
        ({"sync": SYNC | {"destinations": [WEST]}}, "sync.destinations[0]", "is the source"),
        (
            {"backup": {"source": CLAIM, "destinations": [{"pvc": {"claimName": "models", "path": "backups"}}]}},
            "backup.destinations[0]",
            "a folder of the other",
        ),
        ({"sync": SYNC | {"destinations": [EAST, EAST]}}, "sync.destinations[1]", "is there twice"),
        (
            {"sync": SYNC, "volumes": [{"name": "source", "mountPath": "/data", "emptyDir": {}}]},
            "volumes[0]",
            "sync's own",
        ),
        ({"sync": SYNC, "files": [{"path": "/scripts/copy.sh", "text": "a"}]}, "files[0].path", "is the script's"),
        ({"sync": SYNC, "files": [{"path": "/scripts.copy.sh", "text": "a"}]}, "files[0].path", "is the script's"),
        (
            {"loadTest": TEST, "files": [{"path": "/scripts/load-test.js", "text": "a"}]},
            "files[0].path",
            "is the script's",
        ),
        ({"sync": SYNC | {"source": CLAIM}, "writablePaths": ["/source"]}, "writablePaths[0]", "is mounted"),
        ({"backup": {"source": CLAIM, "destinations": [EAST], "prefix": "$(date)"}}, "backup.prefix", "%Y-%m-%d"),
        ({"backup": {"source": CLAIM, "destinations": [EAST], "prefix": "../%Y"}}, "backup.prefix", "%Y-%m-%d"),
        ({"loadTest": TEST | {"method": "GET", "payload": {}}}, "loadTest.method", "GET has no body"),
        ({"loadTest": TEST | {"iterations": 5}}, "loadTest.iterations", "fewer than virtualUsers 10"),
        ({"loadTest": TEST | {"headers": {"X-Key": "a", "x-key": "b"}}}, "loadTest.headers.x-key", "twice"),
        ({"loadTest": TEST | {"thresholds": {"failures": "5"}}}, "loadTest.thresholds.failures", "Give one such as"),
    ],
)
def test_it_is_refused(spec: dict[str, Any], path: str, words: str) -> None:
    assert words in refusals(**spec)[path]


def test_folders_beside_each_other_in_one_bucket_are_no_copies_of_copies() -> None:
    def folder(name: str) -> dict[str, Any]:
        return {"s3": WEST["s3"] | {"prefix": name}}

    assert rendered(sync={"source": folder("llama3"), "destinations": [folder("llama3-copy")]})
    refused = refusals(sync={"source": folder("llama3"), "destinations": [folder("llama3/copy")]})
    assert "sync.destinations[0]" in refused


@pytest.mark.parametrize("text", ["hunter2", "$(PASSWORD)"])
def test_a_credential_in_clear_is_refused_and_not_shown(text: str) -> None:
    credentials = {"env": {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": text}}
    refused = refusals(sync=SYNC | {"source": {"s3": WEST["s3"] | {"credentials": credentials}}})
    message = refused["sync.source.s3.credentials.env.AWS_SECRET_ACCESS_KEY"]
    assert "stands in clear" in message
    assert text not in message
