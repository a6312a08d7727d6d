"""Syncs and backups, as their specs render them, by a real rclone between real S3 interfaces."""

import hashlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pulumi_inference.features.copy_spec import ModelBackupSpec, ModelSyncSpec
from pulumi_inference.features.rclone import backup_job, sync_job

from tests.examples.model_server import listens
from tests.jobs.pods import Pod, Ran
from tests.processes import ending
from tools.control_plane.ports import free_port
from tools.toolchain import ensure
from tools.toolchain.modules import RCLONE
from tools.waiting import wait_until

MODEL = bytes(range(256)) * 2_000


@dataclass
class Store:
    """An S3 interface over a folder: its buckets are the folders in it."""

    folder: Path
    endpoint: str
    key: str
    secret: str

    def bucket(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir(exist_ok=True)
        return path

    def place(self, bucket: str, **more: Any) -> dict[str, Any]:
        """It as a location of a spec."""
        self.bucket(bucket)
        return {"s3": {"bucket": bucket, "endpoint": self.endpoint, "credentials": {"secretName": self.key}} | more}

    @property
    def credentials(self) -> dict[str, str]:
        return {"AWS_ACCESS_KEY_ID": self.key, "AWS_SECRET_ACCESS_KEY": self.secret}


@pytest.fixture(scope="module")
def rclone() -> Path:
    return ensure(RCLONE) / "rclone"


@contextmanager
def serving(rclone: Path, folder: Path, name: str) -> Iterator[Store]:
    port, secret = free_port(), f"{name}-hunter2-hunter2"
    command = [str(rclone), "serve", "s3", f"--addr=127.0.0.1:{port}", f"--auth-key={name},{secret}"]
    # What the tests themselves do to the folder is seen at once.
    command += ["--dir-cache-time=0", "--config=/notfound", "--log-level=ERROR", str(folder)]
    with ending(subprocess.Popen(command, text=True)) as process:
        wait_until(lambda: process.poll() is not None or listens(port), "the store listens", interval=0.02)
        assert process.poll() is None
        yield Store(folder, f"http://127.0.0.1:{port}", name, secret)


@pytest.fixture
def west(rclone: Path, tmp_path: Path) -> Iterator[Store]:
    (folder := tmp_path / "west-store").mkdir()
    with serving(rclone, folder, "west") as store:
        yield store


@pytest.fixture
def east(rclone: Path, tmp_path: Path) -> Iterator[Store]:
    """Another one, with other credentials."""
    (folder := tmp_path / "east-store").mkdir()
    with serving(rclone, folder, "east") as store:
        yield store


@dataclass
class Runs:
    """Runs the pods of jobs that may read the credentials of both stores."""

    root: Path
    rclone: Path
    secrets: dict[str, dict[str, str]]

    def sync(self, source: Any, *destinations: Any, delete: bool = False, **more: str) -> Ran:
        spec = ModelSyncSpec.model_validate({"source": source, "destinations": destinations, "delete": delete})
        return self.pod(sync_job(spec)).run(**more)

    def backup(self, source: Any, *destinations: Any, **fields: Any) -> Ran:
        spec = ModelBackupSpec.model_validate({"source": source, "destinations": destinations} | fields)
        return self.pod(backup_job(spec)).run()

    def pod(self, job: dict[str, Any]) -> Pod:
        return Pod(job, self.root, self.rclone.parent, self.secrets)

    def doing_before_checks(self, command: str) -> None:
        """Puts a program before rclone that does something else between the copy and its verification."""
        (programs := self.root / "programs").mkdir()
        before = f'#!/bin/sh\n[ "$1" = check ] && {{ {command}; }}\nexec {self.rclone} "$@"\n'
        (programs / "rclone").write_text(before)
        (programs / "rclone").chmod(0o755)
        self.rclone = programs / "rclone"


@pytest.fixture
def runs(rclone: Path, tmp_path: Path, west: Store, east: Store) -> Runs:
    (root := tmp_path / "pod").mkdir()
    return Runs(root, rclone, {"west": west.credentials, "east": east.credentials})


def files(folder: Path) -> dict[str, str]:
    """What is below a folder: a checksum of each file by its path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def put(folder: Path, *names: str, content: bytes = MODEL) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_a_sync_copies_between_two_stores_with_credentials_of_their_own(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "llama3/model.gguf", "llama3/config.json", "topics/model.gguf")
    ran = runs.sync(west.place("models"), east.place("models"))
    assert ran.code == 0, ran.log
    assert files(east.bucket("models")) == files(west.bucket("models"))
    assert ran.log.splitlines()[-1] == "destination0:models/ has what source:models/ has."


def test_a_sync_of_a_folder_copies_that_alone_into_a_folder(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "llama3/model.gguf", "llama3-other/model.gguf")
    ran = runs.sync(west.place("models", prefix="llama3"), east.place("models", prefix="copies/llama3"))
    assert ran.code == 0, ran.log
    assert files(east.bucket("models")).keys() == {"copies/llama3/model.gguf"}


def test_nothing_is_deleted_unless_asked(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "new.gguf")
    put(east.bucket("models"), "old.gguf")
    ran = runs.sync(west.place("models"), east.place("models"))
    assert ran.code == 0, ran.log
    assert files(east.bucket("models")).keys() == {"new.gguf", "old.gguf"}
    ran = runs.sync(west.place("models"), east.place("models"), delete=True)
    assert ran.code == 0, ran.log
    assert files(east.bucket("models")).keys() == {"new.gguf"}


def test_an_empty_source_deletes_nothing(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "llama3/model.gguf")
    put(east.bucket("models"), "model.gguf")
    ran = runs.sync(west.place("models", prefix="lama3"), east.place("models"), delete=True)
    assert ran.code == 1
    assert "FAILED: source:models/lama3/ " in ran.log
    assert files(east.bucket("models")).keys() == {"model.gguf"}


def test_a_file_of_the_same_size_and_another_content_is_copied(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "model.gguf")
    put(east.bucket("models"), "model.gguf", content=MODEL[::-1])
    ran = runs.sync(west.place("models"), east.place("models"))
    assert ran.code == 0, ran.log
    assert files(east.bucket("models")) == files(west.bucket("models"))


def test_a_second_run_copies_nothing(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "model.gguf")
    assert "model.gguf: Copied" in runs.sync(west.place("models"), east.place("models")).log
    again = runs.sync(west.place("models"), east.place("models"))
    assert again.code == 0, again.log
    assert "Copied" not in again.log


@pytest.mark.parametrize("delete", [False, True])
def test_an_object_that_was_spoilt_after_the_copy_fails_the_job(
    runs: Runs, west: Store, east: Store, delete: bool
) -> None:
    put(west.bucket("models"), "a.gguf", "b.gguf")
    runs.doing_before_checks(f"printf spoilt > {east.bucket('models')}/b.gguf")
    ran = runs.sync(west.place("models"), east.place("models"), delete=delete)
    assert ran.code == 1
    assert "b.gguf: sizes differ" in ran.log
    assert "a.gguf: sizes differ" not in ran.log
    assert ran.log.splitlines()[-1].startswith("FAILED: destination0:models/ differs from source:models/")


def test_an_object_that_was_lost_after_the_copy_fails_the_job(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "a.gguf", "b.gguf")
    runs.doing_before_checks(f"rm {east.bucket('models')}/b.gguf")
    ran = runs.sync(west.place("models"), east.place("models"))
    assert ran.code == 1
    assert "b.gguf: file not in" in ran.log


def test_an_exact_copy_with_something_more_beside_it_is_none(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "a.gguf")
    runs.doing_before_checks(f"printf more > {east.bucket('models')}/more.gguf")
    ran = runs.sync(west.place("models"), east.place("models"), delete=True)
    assert ran.code == 1
    assert "more.gguf: file not in" in ran.log


def test_a_destination_that_fails_keeps_no_other_from_its_copy(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "model.gguf")
    runs.secrets["stale"] = west.credentials | {"AWS_SECRET_ACCESS_KEY": "hunter3-hunter3"}
    stale = west.place("copies", credentials={"secretName": "stale"})
    ran = runs.sync(west.place("models"), stale, east.place("models"))
    assert ran.code == 1
    assert "FAILED: source:models/ is not copied to destination0:copies/" in ran.log
    assert "SignatureDoesNotMatch" in ran.log
    assert "destination1:models/ has what source:models/ has." in ran.log
    assert files(east.bucket("models")) == files(west.bucket("models"))
    assert not files(west.bucket("copies"))


def test_wrong_credentials_of_the_source_are_said_and_never_shown(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "model.gguf")
    runs.secrets["west"] = west.credentials | {"AWS_SECRET_ACCESS_KEY": "hunter3-hunter3"}
    ran = runs.sync(west.place("models", prefix="llama3"), east.place("models"), delete=True)
    assert ran.code == 1
    assert "SignatureDoesNotMatch" in ran.log
    assert "FAILED: source:models/llama3/ cannot be listed" in ran.log
    assert "hunter" not in ran.log


def test_credentials_in_variables_are_each_stores_own(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "model.gguf")
    reference = {"valueFrom": {"secretKeyRef": {"name": "west", "key": "AWS_SECRET_ACCESS_KEY"}}}
    given = {"env": {"AWS_ACCESS_KEY_ID": "west", "AWS_SECRET_ACCESS_KEY": reference}}
    ran = runs.sync(west.place("models", credentials=given), east.place("models"))
    assert ran.code == 0, ran.log


def test_google_s_keys_speak_its_interface_that_is_like_s3s(runs: Runs, west: Store, east: Store) -> None:
    put(west.bucket("models"), "model.gguf")
    east.bucket("models")
    runs.secrets["gs"] = {"GS_ACCESS_KEY_ID": east.key, "GS_SECRET_ACCESS_KEY": east.secret}
    bucket = {"gs": {"bucket": "models", "credentials": {"secretName": "gs"}}}
    ran = runs.sync(west.place("models"), bucket, RCLONE_CONFIG_DESTINATION0_ENDPOINT=east.endpoint)
    assert ran.code == 0, ran.log
    assert files(east.bucket("models")) == files(west.bucket("models"))


CREDENTIALS = {"credentials": {"secretName": "store"}}
STORES: dict[str, dict[str, Any]] = {
    "s3": {"bucket": "models"},
    "gs": {"bucket": "models"},
    "az": {"account": "acme", "container": "models"},
}


@pytest.mark.parametrize("more", [{}, CREDENTIALS], ids=["by identity", "by credentials"])
@pytest.mark.parametrize("store", STORES)
def test_rclone_knows_every_option_that_it_is_given(rclone: Path, store: str, more: dict[str, Any]) -> None:
    spec = {"source": {store: STORES[store] | more}, "destinations": [{"pvc": {"claimName": "models"}}]}
    job = sync_job(ModelSyncSpec.model_validate(spec))
    own = "RCLONE_CONFIG_SOURCE_"
    kind = job["env"][f"{own}TYPE"]
    command = [str(rclone), "help", "backend", kind, "--config=/notfound"]
    known = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    prefix = {"s3": "S3", "google cloud storage": "GCS", "azureblob": "AZUREBLOB"}[kind]
    for name in job["env"]:
        if name.startswith(own) and name != f"{own}TYPE":
            assert f"RCLONE_{prefix}_{name.removeprefix(own)}\n" in known, name


def test_a_claim_is_copied_as_a_server_reads_it(runs: Runs, east: Store) -> None:
    claim = runs.root / "source"
    put(claim, "blobs/3f2a", "lost+found/#12")
    (claim / "model.gguf").symlink_to("blobs/3f2a")
    ran = runs.sync({"pvc": {"claimName": "models"}}, east.place("models"))
    assert ran.code == 0, ran.log
    assert files(east.bucket("models")).keys() == {"blobs/3f2a", "model.gguf"}


def test_a_store_is_copied_into_a_folder_of_a_claim(runs: Runs, west: Store) -> None:
    put(west.bucket("models"), "model.gguf")
    put(runs.root / "destination0", "lost+found/#12", "llama3/old.gguf")
    claim = {"pvc": {"claimName": "models", "path": "llama3"}}
    ran = runs.sync(west.place("models"), claim, delete=True)
    assert ran.code == 0, ran.log
    assert files(runs.root / "destination0").keys() == {"lost+found/#12", "llama3/model.gguf"}


def test_a_backup_goes_below_the_day_at_each_destination(runs: Runs, west: Store, east: Store) -> None:
    claim = runs.root / "source"
    put(claim, "llama3/model.gguf")
    put(east.bucket("backups"), "models/2001-01-01/llama3/older.gguf")
    before = today()
    ran = runs.backup({"pvc": {"claimName": "models"}}, west.place("backups"), east.place("backups", prefix="models"))
    assert ran.code == 0, ran.log
    (made,) = files(west.bucket("backups"))
    day, _, rest = made.partition("/")
    assert before <= day <= today()
    assert rest == "llama3/model.gguf"
    assert files(east.bucket("backups")).keys() == {
        "models/2001-01-01/llama3/older.gguf",
        f"models/{day}/llama3/model.gguf",
    }


def test_a_backup_may_have_folders_of_a_year_and_a_month(runs: Runs, west: Store) -> None:
    put(runs.root / "source", "model.gguf")
    before = today()
    ran = runs.backup({"pvc": {"claimName": "models"}}, west.place("backups"), prefix="nightly/%Y/%m")
    assert ran.code == 0, ran.log
    (made,) = files(west.bucket("backups"))
    assert made in {f"nightly/{day[:4]}/{day[5:7]}/model.gguf" for day in (before, today())}


def test_the_day_of_a_backup_is_that_of_the_jobs_time_zone(runs: Runs, west: Store) -> None:
    """Places 25 hours apart never have the same day."""
    put(runs.root / "source", "model.gguf")
    spec = {"source": {"pvc": {"claimName": "models"}}, "destinations": [west.place("backups")]}
    for zone in ("EAST-14", "WEST11"):
        ran = runs.pod(backup_job(ModelBackupSpec.model_validate(spec), zone)).run()
        assert ran.code == 0, ran.log
    assert len(files(west.bucket("backups"))) == 2


def test_a_backup_of_a_day_keeps_what_an_earlier_one_has(runs: Runs, west: Store) -> None:
    source = {"pvc": {"claimName": "models"}}
    put(runs.root / "source", "a.gguf")
    assert runs.backup(source, west.place("backups"), prefix="day").code == 0
    (runs.root / "source" / "a.gguf").unlink()
    put(runs.root / "source", "b.gguf")
    ran = runs.backup(source, west.place("backups"), prefix="day")
    assert ran.code == 0, ran.log
    assert files(west.bucket("backups")).keys() == {"day/a.gguf", "day/b.gguf"}


def today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"
