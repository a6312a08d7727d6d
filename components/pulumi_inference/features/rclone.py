"""Syncs and backups as jobs: rclone with a script of a few lines around it, and each remote in its variables.

https://rclone.org/docs/#config-file (environment variables), https://rclone.org/s3/,
https://rclone.org/googlecloudstorage/, https://rclone.org/azureblob/, https://rclone.org/commands/rclone_check/
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..inputs import as_written
from .copy_spec import GsStoreSpec, LocationSpec, ModelBackupSpec, ModelSyncSpec, S3StoreSpec
from .model_rules import VARIABLES
from .model_storage import CredentialsSpec

IMAGE = "docker.io/rclone/rclone:1.76.0"
"""Alpine with rclone, a shell and time zones. tools/toolchain/rclone has the same version, for the tests."""
RESOURCES = {"cpu": "1", "memory": "1Gi"}
"""Four files at a time, each of four parts in memory: 5 MiB each, and 20 MiB for files of 200 GiB."""
SCRIPT = "/scripts/copy.sh"
_CODE = Path(__file__).parents[1] / "job_scripts" / "copy.sh"
_OPTIONAL = "AWS_SESSION_TOKEN"
_KEYS = {"ACCESS_KEY_ID": "access_key_id", "SECRET_ACCESS_KEY": "secret_access_key", "SESSION_TOKEN": "session_token"}
"""The variables of S3's and of Google's HMAC credentials by their ends, and what rclone calls them."""

_SETTINGS = {
    "RCLONE_CONFIG": "/notfound",  # the documented word for none
    "RCLONE_LOG_LEVEL": "INFO",  # a line for each file that is copied or deleted
    "RCLONE_STATS_ONE_LINE": "true",
    "RCLONE_CHECKSUM": "true",  # what differs, and not what is younger
}
_OF_A_CLAIM = {
    "RCLONE_COPY_LINKS": "true",  # what a server would read there, such as Hugging Face's snapshots
    "RCLONE_EXCLUDE": "/lost+found/**",  # root's own, at the top of many file systems
}


def sync_job(spec: ModelSyncSpec) -> dict[str, Any]:
    """What a ModelJob is that syncs, in camelCase."""
    return _job(spec, {"COPY": "sync" if spec.delete else "copy"})


def backup_job(spec: ModelBackupSpec, time_zone: str = "UTC") -> dict[str, Any]:
    """What a ModelJob is that makes backups, in camelCase; its days begin in `time_zone`."""
    return _job(spec, {"COPY": "copy", "DATED": f"{spec.prefix}/", "TZ": time_zone})


def _job(spec: ModelSyncSpec | ModelBackupSpec, how: Mapping[str, str]) -> dict[str, Any]:
    names = spec.places()
    env = {**how, **_SETTINGS, **(_OF_A_CLAIM if any(one.pvc for one in names.values()) else {})}
    for name, location in names.items():
        env |= _place(name, location)
    volumes = [_volume(name, location) for name, location in names.items() if location.pvc]
    return {
        "image": IMAGE,
        "command": ["/bin/sh", SCRIPT],
        "args": [f"$({name.upper()})" for name in names],
        "env": env,
        "files": [{"path": SCRIPT, "text": _CODE.read_text(encoding="utf-8")}],
        "volumes": volumes,
        "resources": RESOURCES,
    }


def _place(name: str, location: LocationSpec) -> dict[str, Any]:
    """The variables of one place. What may be an Output has one of its own, and the others name it."""
    whose, store = name.upper(), location.in_store
    folder = f"{location.folder}/" if location.folder else ""  # with the slash it is not asked whether it is a file
    if store is None:
        return {whose: f"/{name}/{folder}"}
    leaves = {f"{whose}_{leaf}": as_written(value) for leaf, value in store.leaves().items()}
    remote = {f"RCLONE_CONFIG_{whose}_{option.upper()}": value for option, value in _remote(whose, location)}
    return {**leaves, whose: f"{name}:$({whose}_BUCKET)/{folder}", **remote, **_credentials(whose, location)}


def _remote(whose: str, location: LocationSpec) -> Iterator[tuple[str, Any]]:
    """rclone's options of it, without secrets."""
    store = location.in_store
    if isinstance(store, S3StoreSpec):
        yield "type", "s3"
        yield "provider", "AWS" if store.endpoint is None else "Other"
        yield "region", store.region
        if store.endpoint is not None:
            yield "endpoint", f"$({whose}_ENDPOINT)"
        yield "no_check_bucket", "true"  # it exists, and who may write to it need not be allowed to make one
        yield "env_auth", _by_identity(store.credentials)
    elif isinstance(store, GsStoreSpec) and store.credentials:  # HMAC keys are of the interface that is like S3's
        yield "type", "s3"
        yield "provider", "GCS"
        yield "endpoint", "https://storage.googleapis.com"
        yield "no_check_bucket", "true"
    elif isinstance(store, GsStoreSpec):
        yield "type", "google cloud storage"
        yield "env_auth", "true"
        yield "bucket_policy_only", "true"
        yield "no_check_bucket", "true"
    elif store is not None:
        yield "type", "azureblob"
        yield "no_check_container", "true"
        if store.credentials:
            address = f"https://$({whose}_ACCOUNT).blob.core.windows.net/$({whose}_BUCKET)"
            yield "sas_url", f"{address}?$({whose}_AZURE_STORAGE_SAS_TOKEN)"
        else:
            yield "account", f"$({whose}_ACCOUNT)"
            yield "env_auth", "true"


def _by_identity(credentials: CredentialsSpec | None) -> str:
    return "false" if credentials else "true"


def _credentials(whose: str, location: LocationSpec) -> dict[str, Any]:
    store = location.in_store
    if store is None or store.credentials is None:
        return {}
    given = store.credentials.env
    if given is None:
        secret = store.credentials.secret_name
        found = {
            name: {"secretKeyRef": {"name": secret, "key": name} | ({"optional": True} if name == _OPTIONAL else {})}
            for name in VARIABLES[store.store]
        }
        return {_told_as(whose, name): {"valueFrom": source} for name, source in found.items()}
    return {_told_as(whose, name): as_written(value) for name, value in given.items()}


def _told_as(whose: str, name: str) -> str:
    """The variable by which rclone reads a credential, or by which another names it."""
    option = next((own for end, own in _KEYS.items() if name.endswith(f"_{end}")), None)
    return f"RCLONE_CONFIG_{whose}_{option.upper()}" if option else f"{whose}_{name}"


def _volume(name: str, location: LocationSpec) -> dict[str, Any]:
    assert location.pvc is not None, "asked for with one alone"
    claim = {"claimName": location.pvc.claim_name, "accessModes": list(location.pvc.access_modes)}
    return {
        "name": name,
        "mountPath": f"/{name}",
        "readOnly": name == "source",
        "persistentVolumeClaim": claim,
    }
