"""Where a file goes: whole and verified, or beside its place while it is not."""

import contextlib
import fcntl
import hashlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .report import log

CHUNK = 2**20


class Part:
    """What there is of a file, with the digest of it."""

    def __init__(self, handle: BinaryIO) -> None:
        self.handle = handle
        self.size = 0
        self.digest = hashlib.sha256()
        while chunk := handle.read(CHUNK):
            self._count(chunk)
        self.found = self.size
        """Bytes that an earlier run left."""
        self.validator: str | None = None
        """A strong ETag: what follows has to be of the same file."""

    def append(self, chunk: bytes) -> None:
        self.handle.write(chunk)
        self._count(chunk)

    def restart(self) -> None:
        self.handle.seek(0)
        self.handle.truncate()
        self.size, self.found, self.validator, self.digest = 0, 0, None, hashlib.sha256()

    def _count(self, chunk: bytes) -> None:
        self.digest.update(chunk)
        self.size += len(chunk)


def is_there(target: Path, sha256: str | None) -> bool:
    """A file that was verified before is not read again, unless its size or time has changed since."""
    if not target.exists():
        return False
    if sha256 is None or _remembered(target, sha256):
        log(f"{target} is there already")
        return True
    log(f"{target} is there already, verifying it")
    with target.open("rb") as found:
        matches = Part(found).digest.hexdigest() == sha256
    if matches:
        remember(target, sha256)
    else:
        log(f"{target} is not sha256:{sha256}, fetching it again")
    return matches


@contextlib.contextmanager
def alone(target: Path) -> Iterator[Path]:
    """The path of what is not whole yet, which this process alone writes to while others wait for it."""
    name = f".{target.name}.part"
    with target.with_name(f".{target.name}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log(f"another pod is fetching {target}, waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        except OSError:  # a file system without locks: each pod fetches its own, and the last one stays
            name = f".{target.name}.{socket.gethostname()}.part"
        yield target.with_name(name)


def _record(target: Path) -> Path:
    return target.with_name(f".{target.name}.verified")


def _stamp(target: Path, sha256: str) -> dict[str, object]:
    found = target.stat()
    return {"sha256": sha256, "size": found.st_size, "mtime": found.st_mtime_ns}


def remember(target: Path, sha256: str) -> None:
    new = target.with_name(f".{target.name}.{socket.gethostname()}.verified")
    new.write_text(json.dumps(_stamp(target, sha256)))
    new.replace(_record(target))


def _remembered(target: Path, sha256: str) -> bool:
    try:
        return bool(json.loads(_record(target).read_text()) == _stamp(target, sha256))
    except (OSError, ValueError):
        return False
