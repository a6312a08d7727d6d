"""How each store is asked: with which credentials, and what to check where it refuses.

S3     https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
       https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
       https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html (EKS Pod Identity)
gs     https://cloud.google.com/storage/docs/authentication/hmackeys, and the metadata server for workload identity
az     https://learn.microsoft.com/rest/api/storageservices (SAS), and Microsoft Entra's client assertions
hf     https://huggingface.co/docs/hub/security-tokens
"""

import base64
import hashlib
import hmac
import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from .report import DownloadError, without_query

_EMPTY = hashlib.sha256(b"").hexdigest()
_RENEWED_BEFORE = timedelta(minutes=5)
_ASKING_SECONDS = 10
_METADATA_SECONDS = 3
"""Outside of Google's cloud there is no metadata server, and an object may be public."""
_CHECKS = {
    "http": "HTTP_BEARER_TOKEN, or HTTP_USERNAME and HTTP_PASSWORD, in model.credentials, and url",
    "s3": "bucket, key and region; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in model.credentials, or the role of "
    "the ServiceAccount; and that they may s3:GetObject (without s3:ListBucket a missing key answers 403)",
    "gs": "bucket and object; GS_ACCESS_KEY_ID and GS_SECRET_ACCESS_KEY in model.credentials, or the ServiceAccount's "
    "Google account; and that it may storage.objects.get",
    "az": "account, container and blob; AZURE_STORAGE_SAS_TOKEN in model.credentials and when it expires, or the "
    "role Storage Blob Data Reader of the ServiceAccount's identity",
    "hf": "repository, revision and files; HF_TOKEN in model.credentials, and that its owner has been granted access "
    "to a gated model",
}


@dataclass(frozen=True)
class Keys:
    """Of AWS, or of Google's interoperable API."""

    identifier: str
    secret: str
    session: str | None = None


class Access:
    def __init__(self, store: str, environment: Mapping[str, str]) -> None:
        self._store = store
        self._given = environment
        self._cached: tuple[datetime, Any] | None = None
        self._opener = urllib.request.build_opener(_Redirects(self._sign))

    def open(self, request: urllib.request.Request, timeout: float) -> http.client.HTTPResponse:
        self._sign(request)
        response: http.client.HTTPResponse = self._opener.open(request, timeout=timeout)
        return response

    def to_check(self, status: int) -> str:
        """What to look at after such an answer."""
        if status in (401, 403, 404):
            return f"Check {_CHECKS[self._store]}."
        return "Check what the server expects of such a request."

    def _sign(self, request: urllib.request.Request) -> None:
        getattr(self, f"_sign_{self._store}")(request)

    def _sign_http(self, request: urllib.request.Request) -> None:
        user, password = self._given.get("HTTP_USERNAME"), self._given.get("HTTP_PASSWORD", "")
        if token := self._given.get("HTTP_BEARER_TOKEN"):
            _authorize(request, f"Bearer {token}")
        elif user:
            _authorize(request, "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())

    def _sign_hf(self, request: urllib.request.Request) -> None:
        if token := self._given.get("HF_TOKEN"):
            _authorize(request, f"Bearer {token}")

    def _sign_s3(self, request: urllib.request.Request) -> None:
        if keys := self._aws_keys():
            sign_v4(request, keys, self._given["MODEL_REGION"], datetime.now(UTC))

    def _sign_gs(self, request: urllib.request.Request) -> None:
        identifier, secret = self._given.get("GS_ACCESS_KEY_ID"), self._given.get("GS_SECRET_ACCESS_KEY")
        if identifier and secret:
            sign_v4(request, Keys(identifier, secret), "auto", datetime.now(UTC))
        elif token := self._kept(self._google_token):
            _authorize(request, f"Bearer {token}")

    def _sign_az(self, request: urllib.request.Request) -> None:
        request.add_header("x-ms-version", "2023-11-03")
        if token := self._given.get("AZURE_STORAGE_SAS_TOKEN"):
            if "sig=" not in request.full_url:
                joint = "&" if "?" in request.full_url else "?"
                request.full_url += joint + token.removeprefix("?")
        elif "AZURE_FEDERATED_TOKEN_FILE" in self._given:
            _authorize(request, f"Bearer {self._kept(self._entra_token)}")

    def _aws_keys(self) -> Keys | None:
        identifier, secret = self._given.get("AWS_ACCESS_KEY_ID"), self._given.get("AWS_SECRET_ACCESS_KEY")
        if identifier and secret:
            return Keys(identifier, secret, self._given.get("AWS_SESSION_TOKEN"))
        if "AWS_WEB_IDENTITY_TOKEN_FILE" in self._given:
            return self._keys_for(self._assumed_role)
        if "AWS_CONTAINER_CREDENTIALS_FULL_URI" in self._given:
            return self._keys_for(self._pod_identity)
        return None

    def _keys_for(self, exchange: Callable[[], tuple[datetime, Keys]]) -> Keys:
        found: Keys = self._kept(exchange)
        return found

    def _kept(self, exchange: Callable[[], tuple[datetime, Any]]) -> Any:
        """What an identity was exchanged for, until shortly before it expires."""
        if self._cached is None or self._cached[0] - _RENEWED_BEFORE < datetime.now(UTC):
            self._cached = exchange()
        return self._cached[1]

    def _assumed_role(self) -> tuple[datetime, Keys]:
        region, role = self._given["MODEL_REGION"], self._given["AWS_ROLE_ARN"]
        url = self._given.get("AWS_ENDPOINT_URL_STS", f"https://sts.{region}.amazonaws.com")
        form = {
            "Action": "AssumeRoleWithWebIdentity",
            "Version": "2011-06-15",
            "RoleArn": role,
            "RoleSessionName": "model-downloader",
            "WebIdentityToken": Path(self._given["AWS_WEB_IDENTITY_TOKEN_FILE"]).read_text(),
        }
        answer = _ask(url, f"the role {role}", form)
        found = {one.tag.rpartition("}")[2]: one.text or "" for one in ElementTree.fromstring(answer).iter()}
        keys = Keys(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        return datetime.fromisoformat(found["Expiration"]), keys

    def _pod_identity(self) -> tuple[datetime, Keys]:
        token = Path(self._given["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]).read_text()
        url = self._given["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
        found = json.loads(_ask(url, "EKS Pod Identity", headers={"Authorization": token}))
        return datetime.fromisoformat(found["Expiration"]), Keys(
            found["AccessKeyId"], found["SecretAccessKey"], found["Token"]
        )

    def _google_token(self) -> tuple[datetime, str | None]:
        """None where there is no metadata server."""
        host = self._given.get("GCE_METADATA_HOST", "metadata.google.internal")
        url = f"http://{host}/computeMetadata/v1/instance/service-accounts/default/token"
        request = urllib.request.Request(url, headers={"Metadata-Flavor": "Google"})
        try:
            with urllib.request.urlopen(request, timeout=_METADATA_SECONDS) as answer:
                found = json.load(answer)
        except OSError:
            return datetime.max.replace(tzinfo=UTC), None
        return _in(found["expires_in"]), found["access_token"]

    def _entra_token(self) -> tuple[datetime, str]:
        authority = self._given.get("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/").rstrip("/")
        url = f"{authority}/{self._given['AZURE_TENANT_ID']}/oauth2/v2.0/token"
        form = {
            "grant_type": "client_credentials",
            "client_id": self._given["AZURE_CLIENT_ID"],
            "scope": "https://storage.azure.com/.default",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": Path(self._given["AZURE_FEDERATED_TOKEN_FILE"]).read_text(),
        }
        found = json.loads(_ask(url, f"the client {form['client_id']}", form))
        return _in(found["expires_in"]), found["access_token"]


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Credentials go to the host that they are for, and to no other that it names."""

    def __init__(self, sign: Callable[[urllib.request.Request], None]) -> None:
        self._sign = sign

    def redirect_request(self, req: urllib.request.Request, *args: Any, **named: Any) -> urllib.request.Request | None:
        new = super().redirect_request(req, *args, **named)
        if new and (new.type, new.host) == (req.type, req.host):
            self._sign(new)
        return new


def sign_v4(request: urllib.request.Request, keys: Keys, region: str, now: datetime) -> None:
    """AWS's signature of a GET of S3, which Google's XML API takes as well."""
    moment = now.strftime("%Y%m%dT%H%M%SZ")
    parts = urllib.parse.urlsplit(request.full_url)
    signed = {"host": parts.netloc, "x-amz-content-sha256": _EMPTY, "x-amz-date": moment}
    if keys.session:
        signed["x-amz-security-token"] = keys.session
    for name, value in signed.items():
        request.add_unredirected_header(name.capitalize(), value)
    if span := request.get_header("Range"):
        signed["range"] = span
    names = sorted(signed)
    canonical = "\n".join(
        [
            "GET",
            parts.path or "/",
            parts.query,
            *(f"{name}:{signed[name]}" for name in names),
            "",
            ";".join(names),
            _EMPTY,
        ]
    )
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{keys.secret}".encode()
    for part in (*scope.split("/"), text):
        key = hmac.digest(key, part.encode(), "sha256")
    _authorize(
        request,
        f"AWS4-HMAC-SHA256 Credential={keys.identifier}/{scope},SignedHeaders={';'.join(names)},Signature={key.hex()}",
    )


def _authorize(request: urllib.request.Request, value: str) -> None:
    request.add_unredirected_header("Authorization", value)


def _ask(url: str, whom: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    data = urllib.parse.urlencode(form).encode() if form else None
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, data, dict(headers or {})), timeout=_ASKING_SECONDS
        ) as answer:
            found: bytes = answer.read()
    except urllib.error.HTTPError as error:
        raise DownloadError(
            f"{without_query(url)} answers {error.code}, and gives no credentials for {whom}. Check that it trusts the "
            "pod's ServiceAccount."
        ) from None
    except OSError as error:
        raise DownloadError(
            f"{without_query(url)} cannot be reached for credentials of {whom} ({error}). Check "
            "networkPolicy.modelSources, if there is one."
        ) from None
    return found


def _in(seconds: Any) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=int(seconds))
