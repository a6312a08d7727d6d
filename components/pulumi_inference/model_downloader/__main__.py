"""Fetches the files of a model into a directory, as its environment says.

MODEL_DIRECTORY   where they go
MODEL_FILES       JSON: [{"name": "model.gguf", "url": "https://...", "sha256": "..."}]; sha256 may be missing
MODEL_STORE       how the store is asked: http, s3, gs, az or hf (access.py, with the variables of credentials)
MODEL_REGION      of s3
MODEL_TIMEOUT     seconds that all of it may take
MODEL_RETRY_WAIT  seconds before the second try of a request; each one more waits twice as long. Default: 1
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from .access import Access
from .fetch import File, fetch
from .report import DownloadError, log


class _StopError(Exception):
    """By SIGTERM."""


def main() -> int:
    os.umask(0o002)  # pods of several services may share a claim, as one group
    directory = Path(os.environ["MODEL_DIRECTORY"])
    limit = int(os.environ["MODEL_TIMEOUT"])

    def stop(*_: Any) -> NoReturn:
        raise _StopError

    def give_up(*_: Any) -> NoReturn:
        raise DownloadError(
            f"not done after {limit}s, which is modelLoad. Raise modelLoad; what is there stays for a resume."
        )

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(limit)
    try:
        access = Access(os.environ["MODEL_STORE"], os.environ)
        wait = float(os.environ.get("MODEL_RETRY_WAIT", "1"))
        for one in json.loads(os.environ["MODEL_FILES"]):
            fetch(File(one["name"], one["url"], one.get("sha256")), directory, access, wait)
    except _StopError:
        log("told to stop; what is there stays for a resume.")
        return 128 + signal.SIGTERM
    except DownloadError as failure:
        log(f"failed: {failure}")
        return 1
    except PermissionError as error:
        log(
            f"failed: user {os.getuid()} may not write {error.filename}: a directory of the node has to belong to that "
            "user (chown), and a claim to take fsGroup."
        )
        return 1
    except OSError as error:
        log(f"failed: {error}")
        return 1
    log(f"done: {directory}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
