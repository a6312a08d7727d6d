"""What tells one rendered object from another in a few characters."""

import hashlib
import json
from typing import Any

from pydantic import BaseModel


def digest(known: Any) -> str:
    """SHA-256 of plain data in hexadecimal digits: the same whatever the order of its keys.

    What is still to be read from the configuration counts by its key there: a spec is rendered before that is read,
    where its patches are to be checked.
    """
    return hashlib.sha256(json.dumps(known, sort_keys=True, default=_named).encode()).hexdigest()


def _named(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} is no plain data")
