"""What tells one rendered object from another in a few characters."""

import hashlib
import json
from typing import Any


def digest(known: Any) -> str:
    """SHA-256 of plain data in hexadecimal digits: the same whatever the order of its keys."""
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()
