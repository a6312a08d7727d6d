"""What the pod's log says."""

import sys
import urllib.parse


class DownloadError(Exception):
    """The model cannot be had; the message is for whoever reads the pod's log."""


def log(line: str) -> None:
    print(f"model-downloader: {line}", file=sys.stderr, flush=True)  # noqa: T201  it is what the pod's log shows


def without_query(url: str) -> str:
    """For the log: a presigned URL has its key in the query."""
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
