"""Jobs: what a spec makes of them, and what it may not say."""

from typing import Any

import pytest
from pulumi_inference import InvalidSpec, ModelJobSpec, parse_job, parse_jobs
from pulumi_inference.child import Child
from pulumi_inference.children import children
from pulumi_inference.parsing import JOBS, Parsing

IMAGE = "registry.example.com/trainer:1.3.0"
QUEUE = {"type": "rabbitmq", "metadata": {"queueName": "documents", "mode": "QueueLength", "value": "5"}}


def objects(name: str = "train", **fields: Any) -> dict[str, Child]:
    spec = parse_job(name, {"image": IMAGE, **fields})
    return {child.role: child for child in children(name, spec)}


def job(**fields: Any) -> Any:
    """The spec of one run, whatever makes it."""
    made = objects(**fields)
    if "cron_job" in made:
        return made["cron_job"].manifest["spec"]["jobTemplate"]["spec"]
    if "scaled_job" in made:
        return made["scaled_job"].manifest["spec"]["jobTargetRef"]
    return made["job"].manifest["spec"]


def pod(**fields: Any) -> Any:
    return job(**fields)["template"]["spec"]


def problems(name: str = "train", **fields: Any) -> list[str]:
    with pytest.raises(InvalidSpec) as refused:
        parse_job(name, {"image": IMAGE, **fields})
    return [str(problem) for problem in refused.value.problems]


def test_an_image_alone_is_a_job_of_one_pod() -> None:
    made = objects()
    assert set(made) == {"service_account", "job"}
    manifest = made["job"].manifest
    assert (manifest["apiVersion"], manifest["kind"], manifest["metadata"]["name"]) == ("batch/v1", "Job", "train")
    assert (manifest["spec"]["parallelism"], manifest["spec"]["completions"]) == (1, 1)
    assert pod()["restartPolicy"] == "Never"
    assert pod()["containers"][0]["image"] == IMAGE


def test_the_articles_training_runs_four_pods_with_two_gpus_each() -> None:
    wanted = {
        "parallelism": 4,
        "completions": 4,
        "completionMode": "Indexed",
        "backoffLimit": 3,
        "resources": {
            "gpus": 2,
            "requests": {"cpu": "4", "memory": "16Gi"},
            "limits": {"cpu": "8", "memory": "32Gi"},
        },
        "volumes": [{"name": "checkpoints", "mountPath": "/checkpoints", "emptyDir": {"sizeLimit": "50Gi"}}],
    }
    found = job(**wanted)
    assert {field: found[field] for field in ("parallelism", "completions", "completionMode", "backoffLimit")} == {
        "parallelism": 4,
        "completions": 4,
        "completionMode": "Indexed",
        "backoffLimit": 3,
    }
    asked = pod(**wanted)["containers"][0]["resources"]
    assert asked["requests"] == {"cpu": "4", "memory": "16Gi", "nvidia.com/gpu": "2"}
    assert asked["limits"] == {"cpu": "8", "memory": "32Gi", "nvidia.com/gpu": "2"}


def test_fewer_completions_than_parallel_pods_are_refused_with_what_would_run() -> None:
    (problem,) = problems(parallelism=4, completions=1)
    assert problem.startswith("jobs.train.parallelism: 4 is above completions 1: 1 pod runs, and no more.")
    assert "completions: 4" in problem


def test_a_shared_queue_has_no_count_of_completions() -> None:
    assert "completions" not in job(parallelism=4)


def test_pods_that_a_disruption_takes_do_not_count_unless_the_spec_says_otherwise() -> None:
    ignored = {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]}
    assert job()["podFailurePolicy"] == {"rules": [ignored]}
    own = {"action": "FailJob", "onExitCodes": {"operator": "In", "values": [43, 42]}}
    assert job(podFailurePolicy={"rules": [own]})["podFailurePolicy"]["rules"][0]["onExitCodes"]["values"] == [42, 43]
    assert "podFailurePolicy" not in job(restartPolicy="OnFailure")


def test_a_schedule_makes_a_cron_job_that_never_runs_twice_at_a_time() -> None:
    made = objects(schedule="0 */6 * * *", parallelism=10, completions=10, ttlSecondsAfterFinished=3600)
    spec = made["cron_job"].manifest["spec"]
    assert {"job", "scaled_job"}.isdisjoint(made)
    assert (spec["schedule"], spec["timeZone"], spec["concurrencyPolicy"]) == ("0 */6 * * *", "Etc/UTC", "Forbid")
    assert spec["suspend"] is False
    assert spec["jobTemplate"]["spec"]["completions"] == 10
    assert spec["jobTemplate"]["spec"]["ttlSecondsAfterFinished"] == 3600


def test_a_queue_makes_a_scaled_job_whose_jobs_finish_when_the_spec_changes() -> None:
    manifest = objects(scaledJob={"triggers": [QUEUE], "maxReplicaCount": 10, "pollingInterval": "15s"})
    spec = manifest["scaled_job"].manifest["spec"]
    assert spec["triggers"] == [{"type": "rabbitmq", "metadata": QUEUE["metadata"]}]
    assert (spec["maxReplicaCount"], spec["pollingInterval"]) == (10, 15)
    assert spec["rollout"] == {"strategy": "gradual"}
    assert spec["jobTargetRef"]["template"]["spec"]["restartPolicy"] == "Never"


@pytest.mark.parametrize(
    ("fields", "role", "path"),
    [
        ({}, "job", ("spec", "suspend")),
        ({"schedule": "@daily"}, "cron_job", ("spec", "suspend")),
        ({"scaledJob": {"triggers": [QUEUE]}}, "scaled_job", ("metadata", "annotations", "autoscaling.keda.sh/paused")),
    ],
)
def test_suspend_stops_each_kind(fields: dict[str, Any], role: str, path: tuple[str, ...]) -> None:
    found: Any = objects(**fields, suspend=True)[role].manifest
    for key in path:
        found = found[key]
    assert found in (True, "true")


def test_containers_beside_end_with_the_job() -> None:
    found = pod(
        initContainers=[{"name": "fetch", "image": "registry.example.com/fetch:1"}],
        containers=[{"name": "proxy", "image": "registry.example.com/proxy:1"}],
    )
    assert [one["name"] for one in found["containers"]] == ["job"]
    assert [(one["name"], one.get("restartPolicy")) for one in found["initContainers"]] == [
        ("fetch", None),
        ("proxy", "Always"),
    ]


def test_up_waits_for_the_job_alone_that_is_to_be_waited_for() -> None:
    assert objects()["job"].timeouts is None
    assert "pulumi.com/waitFor" in objects()["job"].manifest["metadata"]["annotations"]
    waited = objects(wait=True, activeDeadlineSeconds=600)["job"]
    assert "annotations" not in waited.manifest["metadata"]
    assert waited.timeouts is not None
    assert waited.timeouts.create == 600 + 300
    named = objects(wait=True, waitTimeout="20m")["job"].timeouts
    assert named is not None
    assert named.create == 1200


def test_what_a_job_cannot_change_takes_a_new_one_of_the_same_name() -> None:
    assert "spec.template" in objects()["job"].replaced_by
    assert not objects(schedule="@daily")["cron_job"].replaced_by


def test_another_run_is_another_template() -> None:
    assert job(run="1")["template"]["metadata"]["annotations"] == {"pulumi-inference/run": "1"}
    assert job(run="1")["template"] != job(run="2")["template"]


def test_one_job_has_a_ttl_only_where_it_may_run_again() -> None:
    (problem,) = problems(ttlSecondsAfterFinished=60)
    assert "would run it again" in problem
    assert job(ttlSecondsAfterFinished=60, runAfterTtl=True)["ttlSecondsAfterFinished"] == 60


@pytest.mark.parametrize(
    "fields",
    [
        {"parallelism": 4},
        {"schedule": "@hourly", "concurrencyPolicy": "Allow"},
        {"scaledJob": {"triggers": [QUEUE]}},
    ],
)
def test_a_claim_of_one_node_is_refused_under_several_pods(fields: dict[str, Any]) -> None:
    claim = {"size": "10Gi", "accessModes": ["ReadWriteOnce"]}
    volume = {"name": "data", "mountPath": "/data", "persistentVolumeClaim": claim}
    (problem,) = problems(**fields, volumes=[volume])
    assert "lets one node have it" in problem
    assert "claim/data" in objects(volumes=[volume])


def test_a_cron_jobs_name_leaves_room_for_those_of_its_jobs() -> None:
    name = "a" * 53
    (problem,) = problems(name, schedule="@daily")
    assert problem == f"jobs.{name}: is 53 characters long, and a CronJob's name may have 52: cut 1."
    assert objects(name)["job"].manifest["metadata"]["name"] == name


@pytest.mark.parametrize(
    ("starts", "added"), [({}, 0), ({"schedule": "@daily"}, 11), ({"scaledJob": {"triggers": [QUEUE]}}, 6)]
)
def test_the_pods_of_an_indexed_job_have_room_for_its_whole_name_and_their_index(
    starts: dict[str, Any], added: int
) -> None:
    """Else Kubernetes refuses each job that the CronJob controller or KEDA would start."""
    room = 63 - added - len("-10000")
    fields = {**starts, "completionMode": "Indexed", "completions": 10001}
    assert objects("a" * min(room, 55), **fields)
    if room < 55:
        (problem,) = problems("a" * (room + 1), **fields)
        assert f": is {room + 1} characters long, and may have {room}: pods of an Indexed job are called" in problem


def test_a_policy_of_failures_has_as_many_entries_as_kubernetes_takes() -> None:
    condition = {"type": "DisruptionTarget", "status": "True"}
    rule = {"action": "Ignore", "onPodConditions": [condition] * 20}
    assert job(podFailurePolicy={"rules": [rule] * 20})["podFailurePolicy"]["rules"][19] == rule
    (problem,) = problems(podFailurePolicy={"rules": [rule] * 21})
    assert problem.startswith("jobs.train.podFailurePolicy.rules: has 21 entries, and Kubernetes takes 20.")
    more = {"action": "Ignore", "onPodConditions": [condition] * 21}
    (problem,) = problems(podFailurePolicy={"rules": [more]})
    assert problem.startswith("jobs.train.podFailurePolicy.rules[0].onPodConditions: has 21 entries")


def test_pods_reach_what_the_policy_names_and_nobody_reaches_them() -> None:
    policy = objects(networkPolicy={"stores": [{"cidrs": ["203.0.113.0/24"], "ports": [443]}]})["network_policy"]
    assert policy.manifest["spec"]["ingress"] == []
    assert policy.manifest["spec"]["policyTypes"] == ["Ingress", "Egress"]
    assert {"cidr": "203.0.113.0/24"} in [
        peer.get("ipBlock") for rule in policy.manifest["spec"]["egress"] for peer in rule["to"]
    ]
    assert (
        policy.manifest["spec"]["podSelector"]["matchLabels"].items() <= job()["template"]["metadata"]["labels"].items()
    )


def test_every_object_is_labelled_as_a_jobs_and_selected_by_no_service() -> None:
    made = objects(files=[{"path": "/etc/train/config.yaml", "yaml": {"epochs": 100}}])
    assert {child.manifest["metadata"]["labels"]["app.kubernetes.io/name"] for child in made.values()} == {"model-job"}
    assert "track" not in job()["template"]["metadata"]["labels"]


def test_a_job_waits_for_what_its_pods_refer_to() -> None:
    made = objects(files=[{"path": "/etc/train/config.yaml", "yaml": {"epochs": 100}}])
    assert set(made["job"].after) == {"config_map", "service_account"}


def test_spread_pods_count_those_of_their_own_run() -> None:
    (spread,) = pod(scheduling={"topologySpreadConstraints": [{"topologyKey": "topology.kubernetes.io/zone"}]})[
        "topologySpreadConstraints"
    ]
    labels = job()["template"]["metadata"]["labels"]
    assert spread["labelSelector"]["matchLabels"].items() <= labels.items()
    assert spread["matchLabelKeys"] == ["batch.kubernetes.io/controller-uid"]
    assert "affinity" not in pod()


def test_rules_on_pods_are_those_of_services() -> None:
    (problem,) = problems(resources={"gpus": 0, "gpuMemory": "20Gi"})
    assert problem.startswith("jobs.train.resources.gpus: 0 beside gpuMemory")
    (problem,) = problems(image="registry.example.com/trainer")
    assert "has no version" in problem


def test_the_same_rules_hold_while_other_fields_are_wrong() -> None:
    found = problems(parallelism=4, completions=1, backoffLimit=-1)
    assert [problem.partition(":")[0] for problem in found] == ["jobs.train.backoffLimit", "jobs.train.parallelism"]


def test_a_service_and_a_job_cannot_share_a_name() -> None:
    parsing = Parsing()
    parsing.add_all({"chat": {"modelRef": "llama3-8b-q4"}})
    parsing.add_all({"chat": {"image": IMAGE}}, JOBS)
    with pytest.raises(InvalidSpec, match=r"jobs\.chat: its objects would have the names of those of chat"):
        parsing.specs()


def test_a_claim_of_a_job_and_one_of_a_service_are_two() -> None:
    def claiming(volume: str) -> dict[str, Any]:
        claim = {"size": "1Gi", "accessModes": ["ReadWriteMany"]}
        return {"volumes": [{"name": volume, "mountPath": "/data", "persistentVolumeClaim": claim}]}

    parsing = Parsing()
    parsing.add_all({"chat": {"modelRef": "llama3-8b-q4", **claiming("eu-data")}})
    parsing.add_all({"chat-eu": {"image": IMAGE, **claiming("data")}}, JOBS)
    with pytest.raises(InvalidSpec, match="makes the claim chat-eu-data"):
        parsing.specs()


def test_jobs_are_a_map_from_name_to_spec() -> None:
    assert isinstance(parse_jobs({"train": {"image": IMAGE}})["train"], ModelJobSpec)
    with pytest.raises(InvalidSpec, match="holds the fields of a job without its name above them"):
        parse_jobs({"image": IMAGE})
    with pytest.raises(InvalidSpec, match="is not a map from a job's name to its spec"):
        parse_jobs([IMAGE])


def test_an_override_names_a_jobs_object_by_its_role() -> None:
    patch = [{"op": "add", "path": "/spec/template/spec/hostname", "value": "trainer"}]
    assert pod(overrides={"job": patch})["hostname"] == "trainer"
    (problem,) = problems(overrides={"primary": patch})
    assert "It renders serviceAccount, job." in problem
    (problem,) = problems(overrides={"job": [{"op": "replace", "path": "/spec/parallelism", "value": 3}]})
    assert "changes /spec/parallelism" in problem
