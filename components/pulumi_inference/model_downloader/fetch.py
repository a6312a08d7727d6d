"""One file by HTTP: resumed where it broke off, verified, and put in its place whole."""

import errno
import http.client
import os
import re
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from .access import Access
from .place import CHUNK, Part, alone, is_there, remember
from .report import DownloadError, log, without_query

STALLED_SECONDS = 60
"""Without a byte, after which a connection counts as broken."""
TRIES = 8
"""In a row without a byte more."""
LONGEST_WAIT = 30
_TEMPORARY = {408, 425, 429, 500, 502, 503, 504}
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class File:
    name: str
    """Its path below the directory."""
    url: str
    sha256: str | None
    """None: nothing but its length is verified."""

    @property
    def shown(self) -> str:
        """For the log: a presigned URL has its key in the query."""
        return without_query(self.url)


class TemporaryError(Exception):
    """Worth another try."""


def fetch(file: File, directory: Path, access: Access, wait: float) -> None:
    """Leaves with the whole file in its place.

    Raises:
        DownloadError: It cannot be had.
        OSError: It cannot be written, the volume being full apart.
    """
    target = directory / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if is_there(target, file.sha256):
        return
    with alone(target) as path:
        if is_there(target, file.sha256):  # since another pod has fetched it meanwhile
            return
        try:
            _download(file, path, access, wait)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            raise DownloadError(
                _no_room(path.parent, f"{path.stat().st_size} bytes of {file.name} are there")
            ) from None
        path.replace(target)
        if file.sha256:
            remember(target, file.sha256)
    log(f"{target} is there, {target.stat().st_size} bytes" + (", verified" if file.sha256 else ", without a checksum"))


def _download(file: File, path: Path, access: Access, wait: float) -> None:
    with path.open("a+b") as handle:
        handle.seek(0)
        part = Part(handle)
        if part.size and file.sha256 is None:
            part.restart()  # nothing would tell whether it is of the same file
        if part.size:
            log(f"resuming {file.shown} after {part.size} bytes")
        else:
            log(f"fetching {file.shown}")
        _until_whole(file, part, access, wait)
        if part.found and file.sha256 not in (None, part.digest.hexdigest()):
            log("what an earlier try left does not go with the rest, fetching it again from the beginning")
            part.restart()
            _until_whole(file, part, access, wait)
        found = part.digest.hexdigest()
        if file.sha256 not in (None, found):
            part.restart()
            raise DownloadError(
                f"{file.shown} has sha256:{found}, and the checksum in the spec is sha256:{file.sha256}. Either the "
                "file there is another one, or the checksum is that of another."
            )
        handle.flush()
        os.fsync(handle.fileno())


def _until_whole(file: File, part: Part, access: Access, wait: float) -> None:
    failures, best = 0, part.size
    while True:
        try:
            return _append_rest(file, part, access)
        except TemporaryError as fault:
            failures = 1 if part.size > best else failures + 1
            best = max(best, part.size)
            if failures == TRIES:
                host = urllib.parse.urlsplit(file.url).hostname
                raise DownloadError(
                    f"{file.shown}: {fault}, {TRIES} times without a byte more. Check that {host} is the right host "
                    "and is up, and that networkPolicy.modelSources, if there is one, lets the pods reach it."
                ) from None
            pause = min(wait * 2 ** (failures - 1), LONGEST_WAIT)
            log(f"{fault} after {part.size} bytes, trying again in {pause:g}s")
            time.sleep(pause)


def _append_rest(file: File, part: Part, access: Access) -> None:
    """Asks once for what is missing.

    Raises:
        TemporaryError: The connection broke, or the server is busy.
    """
    request = urllib.request.Request(file.url, headers={"Accept-Encoding": "identity"})
    if part.size:
        request.add_header("Range", f"bytes={part.size}-")
        if part.validator:
            request.add_header("If-Range", part.validator)
    try:
        with access.open(request, STALLED_SECONDS) as response:
            whole = _length(response, part)
            _has_room(part, whole)
            while chunk := response.read1(CHUNK):
                part.append(chunk)
    except urllib.error.HTTPError as error:
        return _refused(error, part, access, file)
    except urllib.error.URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            raise _untrusted(file, error.reason) from None
        raise TemporaryError(f"no connection ({error.reason})") from None
    except (ConnectionError, TimeoutError, http.client.HTTPException, ssl.SSLError) as error:
        raise TemporaryError(f"the connection broke ({type(error).__name__})") from None
    if whole is not None and part.size != whole:
        if part.size > whole:
            part.restart()
        raise TemporaryError(f"the connection ended at {part.size} of {whole} bytes")
    return None


def _length(response: http.client.HTTPResponse, part: Part) -> int | None:
    """Of the whole file, as far as the server says it; `part` is emptied where the answer begins anew."""
    if part.size and response.status == http.client.PARTIAL_CONTENT:
        start, whole = _content_range(response.headers.get("Content-Range", ""))
        if start == part.size:
            return whole
        part.restart()
        raise TemporaryError("the server sent another range than the one asked for")
    if part.size:
        log("the server sends the file from its beginning (another file by now, or no ranges)")
        part.restart()
    tag = response.headers.get("ETag", "")
    part.validator = tag if tag.startswith('"') else None
    length = response.headers.get("Content-Length")
    return int(length) if length else None


def _content_range(text: str) -> tuple[int | None, int | None]:
    """Of `bytes 5-9/10` the 5 and the 10; RFC 9110, 14.4."""
    parts = re.fullmatch(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)", text)
    start, whole = parts.groups() if parts else (None, None)
    return (int(start) if start else None), (int(whole) if whole and whole != "*" else None)


def _refused(error: urllib.error.HTTPError, part: Part, access: Access, file: File) -> None:
    """Returns where nothing is missing."""
    if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE and part.size:
        if _content_range(error.headers.get("Content-Range", ""))[1] == part.size:
            return
        part.restart()
        raise TemporaryError("the server has no such range")
    if error.code in _TEMPORARY:
        raise TemporaryError(f"the server answers {error.code}")
    raise DownloadError(f"{file.shown} answers {error.code} {error.reason}. {access.to_check(error.code)}")


def _has_room(part: Part, whole: int | None) -> None:
    if whole is None:
        return
    directory = Path(part.handle.name).parent
    volume = os.statvfs(directory)
    if (missing := whole - part.size) > (free := volume.f_bavail * volume.f_frsize):
        raise DownloadError(_no_room(directory, f"{missing} bytes are missing, and {free} are free"))


def _no_room(directory: Path, amounts: str) -> str:
    return (
        f"{directory} has no room: {amounts}. Give it a larger volume (model.cache), or take from a shared one what "
        "nobody serves any more."
    )


def _untrusted(file: File, error: ssl.SSLCertVerificationError) -> DownloadError:
    return DownloadError(
        f"{file.shown}: its certificate is not trusted ({error.verify_message}). No other try would help."
    )
