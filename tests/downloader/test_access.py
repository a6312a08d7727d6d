"""Who asks each store, held against stand-ins for the clouds on 127.0.0.1 and against AWS's own worked example."""

import json
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pulumi_inference.model_downloader.access import Keys, sign_v4

from tests.downloader.running import CONTENT, Downloader, file, sha256
from tests.downloader.store import Store, serving

LATER = "2099-01-01T00:00:00Z"
REGION = {"MODEL_REGION": "eu-west-1"}


@pytest.fixture
def downloader(tmp_path: Path) -> Downloader:
    return Downloader(tmp_path)


@pytest.fixture
def token(tmp_path: Path) -> str:
    """As a cloud's webhook mounts it."""
    path = tmp_path / "token"
    path.write_text("token-of-the-account")
    return str(path)


def authorization(store: Store) -> str | None:
    return store.asked[-1][1].get("authorization")


def test_a_request_is_signed_as_in_the_example_of_aws() -> None:
    """GET Object in "Authenticating Requests: Using the Authorization Header", whose keys and signature these are."""
    request = urllib.request.Request("https://examplebucket.s3.amazonaws.com/test.txt", headers={"Range": "bytes=0-9"})
    keys = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    sign_v4(request, keys, "us-east-1", datetime(2013, 5, 24, tzinfo=UTC))
    signature = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    assert str(request.get_header("Authorization")).endswith(f"Signature={signature}")


@pytest.mark.parametrize(
    ("store", "variables", "expected"),
    [
        ("http", {"HTTP_BEARER_TOKEN": "t"}, "Bearer t"),
        ("http", {"HTTP_USERNAME": "user", "HTTP_PASSWORD": "pass"}, "Basic dXNlcjpwYXNz"),
        ("http", {}, None),
        ("hf", {"HF_TOKEN": "t"}, "Bearer t"),
        ("s3", REGION, None),
        ("az", {}, None),
    ],
)
def test_a_store_is_asked_with_what_the_spec_gives(
    downloader: Downloader, store: str, variables: dict[str, str], expected: str | None
) -> None:
    with serving(content=CONTENT) as served:
        code, log = downloader.run(file(f"{served.url}/a/model.gguf", sha256()), store=store, **variables)
    assert code == 0, log
    assert authorization(served) == expected


def test_keys_of_s3_and_of_google_sign_and_are_not_sent(downloader: Downloader) -> None:
    for store, prefix, more in (("s3", "AWS", REGION), ("gs", "GS", {})):
        keys = {f"{prefix}_ACCESS_KEY_ID": "AKID", f"{prefix}_SECRET_ACCESS_KEY": "hunter2"}
        with serving(content=CONTENT) as served:
            wanted = file(f"{served.url}/bucket/model.gguf", sha256(), f"{store}.gguf")
            code, log = downloader.run(wanted, store=store, **keys, **more)
        assert code == 0, log
        assert str(authorization(served)).startswith("AWS4-HMAC-SHA256 Credential=AKID/")
        assert "hunter2" not in str(served.asked) + log


def test_a_role_of_aws_is_assumed_with_the_accounts_token(downloader: Downloader, token: str) -> None:
    keys = "<AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>session</SessionToken>"
    answer = f'<R xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><C>{keys}<Expiration>{LATER}</Expiration></C></R>'
    forms: list[bytes] = []

    def sts(path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes] | None:  # noqa: ARG001
        if path != "/sts":
            return None
        forms.append(body)
        return 200, {}, answer.encode()

    with serving(content=CONTENT, answer=sts) as served:
        role = {"AWS_ROLE_ARN": "arn:aws:iam::1:role/m", "AWS_WEB_IDENTITY_TOKEN_FILE": token}
        endpoint = {"AWS_ENDPOINT_URL_STS": f"{served.url}/sts"}
        wanted = file(f"{served.url}/model.gguf", sha256())
        code, log = downloader.run(wanted, store="s3", **REGION, **role, **endpoint)
    assert code == 0, log
    assert b"WebIdentityToken=token-of-the-account" in forms[0]
    assert "Credential=ASIA/" in str(authorization(served))
    assert served.asked[-1][1]["x-amz-security-token"] == "session"


def test_eks_pod_identity_gives_keys(downloader: Downloader, token: str) -> None:
    keys = {"AccessKeyId": "ASIA", "SecretAccessKey": "s", "Token": "session", "Expiration": LATER}

    def agent(path: str, headers: dict[str, str], body: bytes) -> Any:  # noqa: ARG001
        if path == "/agent" and headers["authorization"] == "token-of-the-account":
            return 200, {}, json.dumps(keys).encode()
        return None

    with serving(content=CONTENT, answer=agent) as served:
        given = {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{served.url}/agent",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": token,
        }
        code, log = downloader.run(file(f"{served.url}/model.gguf", sha256()), store="s3", **REGION, **given)
    assert code == 0, log
    assert "Credential=ASIA/" in str(authorization(served))


def test_googles_metadata_server_gives_a_token(downloader: Downloader) -> None:
    def metadata(path: str, headers: dict[str, str], body: bytes) -> Any:  # noqa: ARG001
        if "service-accounts/default/token" in path and headers["metadata-flavor"] == "Google":
            return 200, {}, json.dumps({"access_token": "ya29", "expires_in": 3599}).encode()
        return None

    with serving(content=CONTENT, answer=metadata) as served:
        host = {"GCE_METADATA_HOST": f"127.0.0.1:{served.port}"}
        code, log = downloader.run(file(f"{served.url}/model.gguf", sha256()), store="gs", **host)
    assert code == 0, log
    assert authorization(served) == "Bearer ya29"


def test_an_identity_of_azure_is_exchanged_and_a_sas_token_goes_into_the_query(
    downloader: Downloader, token: str
) -> None:
    def entra(path: str, headers: dict[str, str], body: bytes) -> Any:  # noqa: ARG001
        if path == "/tenant/oauth2/v2.0/token" and b"client_assertion=token-of-the-account" in body:
            return 200, {}, json.dumps({"access_token": "eyJ", "expires_in": 3599}).encode()
        return None

    with serving(content=CONTENT, answer=entra) as served:
        given = {
            "AZURE_FEDERATED_TOKEN_FILE": token,
            "AZURE_CLIENT_ID": "client",
            "AZURE_TENANT_ID": "tenant",
            "AZURE_AUTHORITY_HOST": served.url,
        }
        code, log = downloader.run(file(f"{served.url}/model.gguf", sha256()), store="az", **given)
        assert code == 0, log
        assert authorization(served) == "Bearer eyJ"
        sas = {"AZURE_STORAGE_SAS_TOKEN": "?sv=1&sig=hunter2"}
        code, log = downloader.run(file(f"{served.url}/b.gguf", sha256(), "b.gguf"), store="az", **sas)
        assert code == 0, log
        assert served.asked[-1][0] == "/b.gguf?sv=1&sig=hunter2"
        assert "hunter2" not in log


def test_credentials_that_nobody_gives_out_are_told_with_whom_they_are_of(downloader: Downloader, token: str) -> None:
    with serving(status=403) as served:
        role = {"AWS_ROLE_ARN": "arn:aws:iam::1:role/m", "AWS_WEB_IDENTITY_TOKEN_FILE": token}
        endpoint = {"AWS_ENDPOINT_URL_STS": served.url}
        wanted = file(f"{served.url}/model.gguf", sha256())
        code, log = downloader.run(wanted, store="s3", **REGION, **role, **endpoint)
    assert code == 1
    assert "no credentials for the role arn:aws:iam::1:role/m" in log
    assert "token-of-the-account" not in log


def test_a_token_follows_a_redirect_on_its_host_and_none_to_another(downloader: Downloader) -> None:
    with serving(content=CONTENT) as other:

        def redirecting(path: str, *_: Any) -> Any:
            target = {"/start": "/moved", "/moved": f"http://localhost:{other.port}/model.gguf"}[path]
            return 302, {"Location": target}, b""

        with serving(answer=redirecting) as hub:
            code, log = downloader.run(file(f"{hub.url}/start", sha256()), store="hf", HF_TOKEN="t")
    assert code == 0, log
    assert [headers.get("authorization") for _, headers in hub.asked] == ["Bearer t", "Bearer t"]
    assert authorization(other) is None
