"""The downloader as a pod runs it: the files of its ConfigMap alone, in a process of its own."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pulumi_inference.features.model_pod import scripts

CONTENT = bytes(range(256)) * 20_000
"""5 MB: several chunks."""


def sha256(content: bytes = CONTENT) -> str:
    return hashlib.sha256(content).hexdigest()


def file(url: str, checksum: str | None = None, name: str = "model.gguf") -> dict[str, Any]:
    return {"name": name, "url": url} | ({"sha256": checksum} if checksum else {})


class Downloader:
    def __init__(self, folder: Path) -> None:
        self.directory = folder / "models"
        self._code = folder / "code"
        (self._code / "model_downloader").mkdir(parents=True)
        for name, text in scripts().items():
            (self._code / "model_downloader" / name).write_text(text)

    def run(
        self, *files: Mapping[str, Any], store: str = "http", through: Sequence[str] = (), **environment: str
    ) -> tuple[int, str]:
        """Exit code and log; `through` is a command that starts another one."""
        with self.started(*files, store=store, through=through, **environment) as process:
            _, log = process.communicate()
            return process.returncode, log

    @contextmanager
    def started(
        self, *files: Mapping[str, Any], store: str = "http", through: Sequence[str] = (), **environment: str
    ) -> "Iterator[subprocess.Popen[str]]":
        variables = {
            "MODEL_DIRECTORY": str(self.directory),
            "MODEL_FILES": json.dumps(files),
            "MODEL_STORE": store,
            "MODEL_TIMEOUT": "120",
            "MODEL_RETRY_WAIT": "0.001",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PATH": os.defpath,
        }
        command = [*through, sys.executable, "-m", "model_downloader"]
        with subprocess.Popen(
            command, cwd=self._code, env=variables | environment, text=True, stderr=subprocess.PIPE
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def left(self) -> set[str]:
        """The files that are there, those of its own apart which say that one was verified, or lock it."""
        names = (path.name for path in self.directory.rglob("*") if path.is_file())
        return {name for name in names if not name.endswith((".lock", ".verified"))}
