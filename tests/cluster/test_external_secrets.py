"""ExternalSecrets and Certificates on the real API server with their real CRDs. Neither controller runs here: what the
External Secrets Operator would report is written into the status, and no more of either is shown than that."""

import json
from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.specs import SMALL
from tools.control_plane import ControlPlane, install_crds
from tools.control_plane.kubectl import Kubectl

STORED: dict[str, Any] = {
    "name": "openai",
    "secretStoreRef": {"name": "vault", "kind": "ClusterSecretStore"},
    "refreshInterval": "15m",
    "data": [{"secretKey": "key", "remoteRef": {"key": "prod/openai", "property": "apiKey"}}],
    "dataFrom": [
        {"extract": {"key": "prod/shared"}},
        {"find": {"path": "prod", "name": {"regexp": "^models-.*"}, "tags": {"team": "models"}}},
    ],
}
SPEC: dict[str, Any] = SMALL | {
    "env": {"OPENAI_API_KEY": {"valueFrom": {"secretKeyRef": {"name": "chat-openai", "key": "key"}}}},
    "externalSecrets": [STORED],
    "ingress": {"hosts": ["chat.example.com"], "tls": {}},
    "certificate": {
        "issuerRef": {"name": "letsencrypt", "kind": "ClusterIssuer"},
        "duration": "720h",
        "renewBefore": "240h",
        "privateKey": {"algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always"},
    },
}
KINDS = "externalsecrets,certificates"


@pytest.fixture(autouse=True)
def _crds(control_plane: ControlPlane) -> None:
    install_crds(control_plane.kubeconfig, "external-secrets", "cert-manager")


def test_pods_wait_until_the_secret_is_fetched_and_both_objects_are_taken_as_they_are(
    project: Project, control_plane: ControlPlane, live: Live
) -> None:
    kubectl = Kubectl(control_plane.kubeconfig)

    def report(ready: str, reason: str) -> None:
        condition = {"type": "Ready", "status": ready, "reason": reason, "message": "told by the test"}
        kubectl(
            "patch",
            "externalsecret",
            "chat-openai",
            f"--namespace={live.namespace}",
            "--subresource=status",
            "--type=merge",
            f"--patch={json.dumps({'status': {'conditions': [condition]}})}",
        )

    project.configure({"chat": SPEC})
    with project.start_up() as process:
        live.wait_until(lambda: "ExternalSecret/chat-openai" in live.names(KINDS), "it is declared")
        report("False", "SecretSyncedError")
        live.wait_until(lambda: "Certificate/chat" in live.names(KINDS), "nothing else waits for the store")
        assert process.poll() is None
        assert "Deployment/chat-primary" not in live.names()
        kubectl("create", "secret", "generic", "chat-openai", f"--namespace={live.namespace}", "--from-literal=key=a")
        report("True", "SecretSynced")
        output, _ = process.communicate()
    assert process.returncode == 0, output
    assert "Deployment/chat-primary" in live.names()

    certificate = live.get("certificate", "chat")["spec"]
    assert (certificate["secretName"], certificate["dnsNames"]) == ("chat-tls", ["chat.example.com"])
    assert live.get("ingress", "chat")["spec"]["tls"] == [{"hosts": ["chat.example.com"], "secretName": "chat-tls"}]
    (kept,) = live.get("externalsecret", "chat-openai")["spec"]["data"]
    assert kept["remoteRef"] | STORED["data"][0]["remoteRef"] == kept["remoteRef"]

    again = project.preview("--expect-no-changes")
    assert again.exit_code == 0, again.output
    project.configure({"chat": SPEC | {"externalSecrets": [STORED | {"refreshInterval": "30m"}]}})
    changed = project.up()
    assert changed.exit_code == 0, changed.output
    assert changed.operations["chat-openai"] == "update"
    assert "chat-primary" not in changed.operations or changed.operations["chat-primary"] == "same"
    again = project.preview("--expect-no-changes")
    assert again.exit_code == 0, again.output
    assert project.destroy().exit_code == 0
    assert live.names(KINDS) == set()


def test_a_definition_that_is_missing_ends_the_preview(project: Project, control_plane: ControlPlane) -> None:
    kubectl = Kubectl(control_plane.kubeconfig)
    kubectl("delete", "crd", "externalsecrets.external-secrets.io")
    project.configure({"chat": SMALL | {"externalSecrets": [STORED]}})
    refused = project.preview()
    assert refused.exit_code != 0
    assert "externalsecrets.external-secrets.io: installed with the External Secrets Operator" in refused.output
