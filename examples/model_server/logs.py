"""One JSON object a line on standard output: time, level, logger, message, and what belongs to the message."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter


def log_as_json(level: str) -> None:
    """The server's own lines and uvicorn's."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        JsonFormatter(
            "{asctime}{levelname}{name}{message}",
            style="{",
            datefmt="%Y-%m-%dT%H:%M:%S%z",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
