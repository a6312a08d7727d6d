"""Settings by environment variables, and what is wrong with them in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

Value = TypeVar("Value")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_CHECKSUM = re.compile(r"sha256:([0-9a-f]{64})")
_ADDRESS = re.compile(r"[0-9A-Fa-f:.]+")


class WrongSettingsError(Exception):
    """Every problem of the environment, one a line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """Each field is the variable of its name in capitals."""

    model_path: Path
    model_checksum: str | None = None
    """`sha256:` and 64 hexadecimal digits; None: the file is taken as it is."""
    batch_size: int = 32
    """Most texts that one inference takes."""
    max_workers: int = 4
    """Inferences at a time."""
    max_queue: int = 1000
    """Requests that may wait; beyond them the answer is 503 at once."""
    log_level: str = "INFO"
    host: str = "0.0.0.0"
    port: int = 8080
    prometheus_port: int = 8080
    """Where /metrics is; a listener of its own unless it is `port`."""
    drain_seconds: int = 45
    """From SIGTERM to the end at most. Below the pod's terminationGracePeriodSeconds less its preStop."""
    drain_quiet_seconds: int = 2
    """Without a request so long, a draining server ends; and the last of the drain, in which none is accepted."""
    stuck_seconds: int = 120
    """An inference that takes longer will not end: liveness fails."""
    gpu_required: bool = False
    """Without a GPU the server is not ready."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """An empty variable counts as none.

        Raises:
            WrongSettingsError: with all problems.
        """
        given = {field.name: environment.get(field.name.upper(), "").strip() for field in fields(cls)}
        problems: list[str] = []
        found: dict[str, Any] = {}
        for name, text in given.items():
            if text:
                try:
                    found[name] = _READERS[name](text)
                except ValueError as error:
                    problems.append(f"{name.upper()}: {text!r} {error}")
        if not given["model_path"]:
            problems.append("MODEL_PATH is not set. Give the path of a model file, such as /app/models/sentiment.json.")
        if not problems:
            settings = cls(**found)
            if settings.drain_quiet_seconds < settings.drain_seconds:
                return settings
            problems.append(
                f"DRAIN_QUIET_SECONDS: {settings.drain_quiet_seconds} is not below DRAIN_SECONDS "
                f"{settings.drain_seconds}. Give less, or a longer drain."
            )
        raise WrongSettingsError(problems)


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"is not a whole number from {least} to {most}.")
        return int(text)

    return read


def _checksum(text: str) -> str:
    if not _CHECKSUM.fullmatch(text):
        raise ValueError("is not a checksum. Give sha256: and 64 hexadecimal digits, as sha256sum prints them.")
    return text


def _level(text: str) -> str:
    if text.upper() not in LEVELS:
        raise ValueError(f"is not a level. Give one of {', '.join(LEVELS)}.")
    return text.upper()


def _switch(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("is neither true nor false.")
    return text.lower() == "true"


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError("is not an address to listen on. Give one such as 0.0.0.0, or :: for IPv6 too.")
    return text


_PORT = _whole(1, 65535)
_DAY = 24 * 3600
_READERS: Mapping[str, Callable[[str], Any]] = {
    "model_path": Path,
    "model_checksum": _checksum,
    "batch_size": _whole(1, 4096),
    "max_workers": _whole(1, 256),
    "max_queue": _whole(1, 1_000_000),
    "log_level": _level,
    "host": _address,
    "port": _PORT,
    "prometheus_port": _PORT,
    "drain_seconds": _whole(1, _DAY),
    "drain_quiet_seconds": _whole(0, _DAY),
    "stuck_seconds": _whole(1, _DAY),
    "gpu_required": _switch,
}
