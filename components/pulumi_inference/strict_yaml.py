"""YAML whose surprises are errors, each with its line: what one reader takes for 8 and another for 10."""

import re
from typing import Any

import yaml

from .errors import path_to

_HINTS = {
    "mapping values are not allowed in this context": "Put a text with a colon in quotes, or mend the indentation.",
    "did not find expected key": "Mend the indentation.",
    "found undefined alias": "Put a text that begins with * in quotes.",
}
"""What is probably wrong, by libyaml's words."""
_SURPRISING_NUMBER = re.compile(r"[-+]?(0[0-9].*|.*[_:].*)", re.ASCII)

DEEPEST = 64
"""Levels of maps and lists in a document."""


class StrictLoader(yaml.CSafeLoader):
    """Refuses repeated keys, merge keys, and what YAML 1.1 and 1.2 read differently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """As PyYAML does, which takes the last of two equal keys without a word."""
        seen: dict[Any, Any] = {}
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:merge":  # a few nested ones expand to gigabytes
                raise _error(key_node, "is a merge key (<<), which YAML 1.2 no longer has. Write the fields out.")
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str | int | float | bool | None):
                raise _error(
                    key_node,
                    "is a map or a list as a key, as by braces that a template left. Give the field's name, or put a "
                    "text in quotes.",
                )
            if key in seen:
                raise _error(
                    key_node, f"repeats the key {path_to('', [str(key)])} of line {seen[key] + 1}. Keep one of the two."
                )
            seen[key] = key_node.start_mark.line
        return super().construct_mapping(node, deep)

    def construct_number(self, node: yaml.ScalarNode) -> int | float:
        """A number that looks the same to every reader."""
        if _SURPRISING_NUMBER.fullmatch(node.value):
            raise _error(
                node,
                "is one number in YAML 1.1 and another in YAML 1.2. Write it in plain digits, or in "
                "quotes if it is a text.",
            )
        whole = node.tag == "tag:yaml.org,2002:int"
        try:
            return self.construct_yaml_int(node) if whole else self.construct_yaml_float(node)
        except ValueError:
            raise _error(node, "is a number of too many digits.") from None

    def construct_switch(self, node: yaml.ScalarNode) -> bool:
        """A boolean that is one to every reader: `yes` and `no` are texts in YAML 1.2, and to Pulumi."""
        if node.value.lower() not in ("true", "false"):
            raise _error(
                node,
                "is a boolean in YAML 1.1 and a text in YAML 1.2. Write true or false, or put it in "
                "quotes if it is a text.",
            )
        return bool(node.value.lower() == "true")

    def refuse_date(self, node: yaml.ScalarNode) -> None:
        raise _error(node, "is a date in YAML 1.1 and a text in YAML 1.2. Put it in quotes.")


for _tag, _constructor in {
    "int": StrictLoader.construct_number,
    "float": StrictLoader.construct_number,
    "bool": StrictLoader.construct_switch,
    "timestamp": StrictLoader.refuse_date,
    "value": StrictLoader.construct_yaml_str,  # `=`, of which PyYAML makes nothing
}.items():
    StrictLoader.add_constructor(f"tag:yaml.org,2002:{_tag}", _constructor)


class YamlProblem(Exception):  # noqa: N818 - a finding, which its reader turns into a `Problem`
    """What is wrong with a text as YAML."""

    def __init__(self, line: int | None, message: str) -> None:
        self.line = line
        """From 1; None where the text as a whole is at fault."""
        self.message = message
        super().__init__(message)


def documents(text: str) -> list[Any]:
    """The documents of a YAML text; an empty one is None.

    Raises:
        YamlProblem: The text is no YAML, or holds one of its surprises.
    """
    try:
        _refuse_depth_and_tags(text)
        return list(yaml.load_all(text, StrictLoader))
    except yaml.MarkedYAMLError as error:
        message = str(error.problem) if isinstance(error, _Surprise) else _in_words(error, text)
        line = _line(error.problem_mark)  # at the end of a text it is the line after the last
        raise YamlProblem(line and min(line, len(text.splitlines()) or 1), message) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlProblem(line, f"is not YAML: it holds the character U+{_code(error):04X}.") from None


def _refuse_depth_and_tags(text: str) -> None:
    """Before the loader, which is recursive, and takes any value for what its tag says."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if getattr(event, "tag", None) not in (None, "!", "tag:yaml.org,2002:str"):
            raise YamlProblem(
                _line(event.start_mark), "has a tag (!), which no field takes. Leave it out, or put the text in quotes."
            )
        if depth > DEEPEST:
            raise YamlProblem(_line(event.start_mark), f"nests deeper than {DEEPEST} levels, which no spec does.")


class _Surprise(yaml.constructor.ConstructorError):
    """In our words. It shows no value: any could be a secret, and its line is named."""


def _error(node: yaml.Node, message: str) -> _Surprise:
    return _Surprise(None, None, message, node.start_mark)


def _code(error: yaml.reader.ReaderError) -> int:
    return error.character if isinstance(error.character, int) else ord(error.character)


def _in_words(error: yaml.MarkedYAMLError, text: str) -> str:
    """What libyaml found, and what is probably meant."""
    found, mark = str(error.problem), error.problem_mark
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    character = line[mark.column : mark.column + 1] if mark else ""
    if found == "found character that cannot start any token":
        if character == "\t":
            return "is indented with a tab, which YAML does not take. Use spaces."
        return f"is not YAML: a text cannot begin with {character}. Put it in quotes."
    return f"is not YAML: {found}. {_HINTS.get(found, '')}".rstrip()


def _line(mark: Any) -> int | None:
    return None if mark is None else mark.line + 1
