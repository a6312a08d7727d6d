"""Types for specs that are written as plain dicts in Python: one family in snake_case, one in camelCase."""

import json
import keyword
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Sequence

from pydantic import BaseModel
from pydantic.alias_generators import to_snake

from tools.generators.definitions import JOB_MODEL, PLATFORM_MODEL, ROOT_MODEL, Json, alternatives, definitions

HEADER = '''"""Types of a spec that is written as a plain dict, in snake_case or in camelCase.

Generated from the models: `make generate` writes it anew. What a type cannot say, the models say when the program runs.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypedDict

import pulumi
'''
WIDTH = 120
INDENT = " " * 4
SCALARS = {"string": "str", "integer": "int", "number": "int | float", "boolean": "bool", "null": "None"}


def arguments(models: Sequence[type[BaseModel]] = (ROOT_MODEL, JOB_MODEL, PLATFORM_MODEL)) -> str:
    """The text of components/pulumi_inference/args.py."""
    found = definitions(*models)
    every = [name for model in models for name in _inner_first(model.__name__, found)]
    names = [name for name in dict.fromkeys(every) if "properties" in found[name]]
    text = "\n\n".join(_class(name, found, camel) for camel in (False, True) for name in names)
    return _formatted(_with_used_imports(HEADER, text) + "\n\n" + text)


def _formatted(code: str) -> str:
    """As `make lint` wants it, lines that are too long included."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "args.py", "-"]
    return subprocess.run(command, input=code, capture_output=True, text=True, check=True).stdout


def class_name(model: str, camel: bool) -> str:
    """`CanarySpec` is written as CanaryArgs or CanaryCamelArgs."""
    return f"{model.removesuffix('Spec')}{'Camel' if camel else ''}Args"


def _inner_first(name: str, found: dict[str, Json]) -> list[str]:
    """The models below one, each before those that refer to it."""
    below = [inner for reference in _references(found[name]) for inner in _inner_first(reference, found)]
    return list(dict.fromkeys([*below, name]))


def _references(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield _referred(schema)
        for part in schema.values():
            yield from _references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _references(part)


def _referred(schema: Json) -> str:
    return str(schema["$ref"]).rsplit("/", 1)[-1]


def _class(name: str, found: dict[str, Json], camel: bool) -> str:
    schema = found[name]
    if camel and any(map(keyword.iskeyword, schema["properties"])):
        return _by_call(name, found)
    case = "camelCase" if camel else "snake_case"
    lines = [f"class {class_name(name, camel)}(TypedDict):", *_docstring(f"{schema['description']} In {case}."), ""]
    for field, said in schema["properties"].items():
        kind = _type(said, found, camel)
        required = field in schema.get("required", [])
        lines += [*_declaration(field if camel else _snake(field), kind, required), *_docstring(said["description"])]
    return "\n".join(lines) + "\n"


def _by_call(name: str, found: dict[str, Json]) -> str:
    """A key that is a word of Python's own, such as from, can stand in no class."""
    schema = found[name]
    required = schema.get("required", [])
    fields = {field: _type(said, found, camel=True) for field, said in schema["properties"].items()}
    entries = [f'"{field}": {kind if field in required else f"NotRequired[{kind}]"}' for field, kind in fields.items()]
    given = class_name(name, camel=True)
    text = f'{given} = TypedDict("{given}", {{{", ".join(entries)}}})'
    return "\n".join([text, f'"""{schema["description"]} In camelCase."""']) + "\n"


def _declaration(field: str, kind: str, required: bool) -> list[str]:
    """Broken where it is too long, which ruff's format leaves to us in an annotation."""
    whole = f"{INDENT}{field}: {kind if required else f'NotRequired[{kind}]'}"
    if required or len(whole) <= WIDTH:
        return [whole]
    return [f"{INDENT}{field}: NotRequired[", f"{INDENT * 2}{kind}", f"{INDENT}]"]


def _snake(field: str) -> str:
    """The name in Python: an acronym at the end is one word with its plural, `require_crds`; `from_` is no keyword."""
    found = to_snake(re.sub(r"[A-Z]{2,}s?$", lambda acronym: acronym[0].capitalize(), field))
    return f"{found}_" if keyword.iskeyword(found) else found


def _docstring(text: str) -> list[str]:
    quoted = f'"""{text}"""'
    if len(INDENT + quoted) <= WIDTH:
        return [INDENT + quoted]
    lines = textwrap.wrap(f'"""{text}', WIDTH - len('"""'), initial_indent=INDENT, subsequent_indent=INDENT)
    return [*lines[:-1], lines[-1] + '"""']


def _type(schema: Json, found: dict[str, Json], camel: bool) -> str:
    kinds = [_one_type(kind, found, camel) for kind in alternatives(schema)]
    return " | ".join(dict.fromkeys(part for kind in kinds for part in kind.split(" | ")))


def _one_type(schema: Json, found: dict[str, Json], camel: bool) -> str:
    if "$ref" in schema:
        name = _referred(schema)
        # An enum stands among the definitions too.
        return class_name(name, camel) if "properties" in found[name] else _one_type(found[name], found, camel)
    if values := schema.get("enum", [schema["const"]] if "const" in schema else []):
        return f"Literal[{', '.join(repr(one) if isinstance(one, bool) else json.dumps(one) for one in values)}]"
    if schema.get("x-pulumi-input") and schema.get("type") == "string":
        return "pulumi.Input[str]"
    match schema.get("type"):
        case "array":
            return f"Sequence[{_element(schema.get('items'), found, camel)}]"
        case "object":
            return f"Mapping[str, {_element(schema.get('additionalProperties'), found, camel)}]"
        case str() as scalar:
            return SCALARS[scalar]
        case _:
            return "object"


def _element(schema: object, found: dict[str, Json], camel: bool) -> str:
    """`true`, or nothing at all, says that anything will do."""
    return _type(schema, found, camel) if isinstance(schema, dict) else "object"


def _with_used_imports(header: str, body: str) -> str:
    lines = []
    for line in header.splitlines():
        if line.startswith("from ") and " import " in line:
            start, _, names = line.partition(" import ")
            used = [name for name in names.split(", ") if f"{name}[" in body or f"({name})" in body]
            lines += [f"{start} import {', '.join(used)}"] if used else []
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"
