"""The generated JSON Schemas, held against documents by a validator that knows nothing of this project."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

STACKS = Path(__file__).parents[1] / "stacks"
SERVICES = "inference:services"


@cache
def validator(file: str) -> Draft202012Validator:
    """Of one of the schemas in stacks/."""
    schema = json.loads((STACKS / file).read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def schema_accepts(spec: Any) -> bool:
    """Whether an editor accepts a spec in a stack file. No schema knows of a value that JSON has no word for."""
    try:
        document = json.loads(json.dumps(stack_with(spec), allow_nan=False))
    except (TypeError, ValueError):
        return False
    return bool(validator("stack.schema.json").is_valid(document))


def stack_with(spec: Any, name: str = "chat") -> dict[str, Any]:
    return {"config": {SERVICES: {name: spec}}}


def marks(document: Any, file: str = "stack.schema.json") -> set[str]:
    """The places that an editor marks in a document."""
    return {_place(error) for error in validator(file).iter_errors(document)}


def _place(error: ValidationError) -> str:
    """Of the choice that comes nearest to what is there, where there are several."""
    nearest = best_match([error])
    assert nearest is not None
    return ".".join(str(part) for part in nearest.absolute_path)
