"""Syncs, backups and load tests on the real API server and controllers, in a namespace at `restricted`: their pods are
let in, and find what they refer to."""

from pathlib import Path
from typing import Any

from tests.cluster.conftest import new_namespace
from tests.cluster.live import Live
from tests.cluster.project import Project
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl

PROGRAM = """\
import pulumi
from pulumi_inference import ModelJob

east = {"s3": {"bucket": "models-east", "credentials": {"env": {
    "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": pulumi.Output.secret("hunter2")}}}}
west = {"s3": {"bucket": pulumi.Output.from_input("models-west"), "credentials": {"secretName": "west"}}}
ModelJob("sync", {"sync": {"source": west, "destinations": [east], "delete": True}, "schedule": "*/30 * * * *"})
ModelJob("backup", {"backup": {"source": {"pvc": {"claimName": "models"}}, "destinations": [east]},
    "schedule": "0 2 * * *", "timeZone": "Europe/Berlin"})
ModelJob("load", {"loadTest": {"target": pulumi.Output.from_input("http://chat-svc"), "payload": {"text": "a"}}})
"""


def test_their_pods_are_let_in_and_find_what_they_refer_to(
    control_plane: ControlPlane, pulumi_home: Path, tmp_path: Path
) -> None:
    kubectl = Kubectl(control_plane.kubeconfig)
    with new_namespace(control_plane) as namespace:
        live = Live(control_plane.kubeconfig, namespace)
        project = Project(tmp_path, pulumi_home, control_plane.kubeconfig, namespace)
        project.configure({})
        project.program(PROGRAM)
        done = project.up("--skip-preview")
        assert done.exit_code == 0, done.output
        assert "hunter2" not in done.output
        for name in ("sync", "backup"):
            kubectl("create", "job", f"{name}-now", f"--from=cronjob/{name}", f"--namespace={namespace}")
        for job in ("load", "sync-now", "backup-now"):
            live.wait_until(lambda job=job: bool(pods_of(live, kubectl, job)), f"{job} has a pod")
            check_references(live, pods_of(live, kubectl, job)[0]["spec"])
        assert live.get("cronjob", "backup")["spec"]["timeZone"] == "Europe/Berlin"
        assert project.preview("--expect-no-changes").exit_code == 0
        assert project.destroy().exit_code == 0
        assert live.names("jobs,cronjobs,configmaps,secrets") <= {
            "Job/sync-now",
            "Job/backup-now",
            "ConfigMap/kube-root-ca.crt",
        }


def pods_of(live: Live, kubectl: Kubectl, job: str) -> list[Any]:
    selector = f"batch.kubernetes.io/job-name={job}"
    return list(kubectl.get("pods", "--namespace", live.namespace, "--selector", selector)["items"])


def check_references(live: Live, spec: dict[str, Any]) -> None:
    """Of the component's own objects each is there, with the keys that are asked for; what exists is the user's."""
    (container,) = spec["containers"]
    for volume in spec["volumes"]:
        for source in volume.get("projected", {}).get("sources", ()):
            if reference := source.get("configMap"):
                data = live.get("configmap", reference["name"])["data"]
                mounted = {mount["subPath"] for mount in container["volumeMounts"] if mount["name"] == volume["name"]}
                assert mounted <= data.keys()
    for variable in container["env"]:
        reference = variable.get("valueFrom", {}).get("secretKeyRef")
        if reference and reference["name"] != "west":
            assert reference["key"] in live.get("secret", reference["name"])["data"]
