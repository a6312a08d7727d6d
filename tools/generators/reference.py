"""docs/reference.md: every field, output and error, in the words of the models and of the code."""

import inspect
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

import pulumi_inference
from pulumi_inference import (
    EffectiveWeight,
    Forecast,
    InferencePlatform,
    InferenceService,
    JobResources,
    ModelJob,
    Problem,
    RegionalInferenceService,
    RegionSpec,
    Resources,
    Status,
)
from pulumi_inference.declared import example, kinds
from pulumi_inference.inputs import ValueFrom
from pulumi_inference.kube.names import LONGEST_NAME, LONGEST_SUFFIX
from pulumi_inference.manifests import KIND
from pulumi_inference.pod_fields import PodFields
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tools.generators import refusals
from tools.generators.definitions import JOB_MODEL, PLATFORM_MODEL, ROOT_MODEL
from tools.generators.words import annotation, attributes, default_of, description_of, is_described, type_of

INTRODUCTION = """\
<!-- Generated from the models and the component: `make generate` writes it anew. -->
# Reference

Every field of a spec, every output and every error, in the words of the code. Names are those of YAML, such as
`minReplicas`; in Python they are `min_replicas`, and a dict in Python may have either. What a change does to
running pods, field by field: [restarts](restarts.md).
"""

WAYS_IN = f"""\
## Ways in
One spec, whichever way it comes; the [README](../README.md#four-ways-in) shows each.
- **Stack configuration**: `inference:services` is a map from name to spec. Editors complete and check it by
  [stack.schema.json](../stacks/stack.schema.json).
- **Files**: `inference:manifests` lists paths, from the folder of Pulumi.yaml, of YAML files with resources of kind
  `{KIND}`, which have name and namespace at the top or under `metadata`, and the other fields under
  `spec`. Editors check them by [manifest.schema.json](../stacks/manifest.schema.json).
- **Python**: `InferenceService(name, spec, opts)`. The spec is an `InferenceServiceSpec`, or a dict in snake_case
  (`InferenceServiceArgs`) or camelCase (`InferenceServiceCamelArgs`), which type checkers check. A `dict[str, Any]`
  goes through `parse_service(name, spec)`.
- **Any other Pulumi language**: the component's inputs are the fields, its outputs those below, in camelCase.
"""

TYPES = f"""\
## Types
- **quantity**: as Kubernetes writes amounts, `500m`, `4`, `16Gi`, `1.5G`; above zero. A number will do in place of
  text, and counts cores or bytes. CPU is a whole number of millicores; memory is at least `1Mi`, since fewer bytes are
  a forgotten unit.
- **duration**: as Go and Kubernetes write them, `10s`, `1m30s`, `2h`. A number will do in place of text, and counts
  seconds; in a file of the operator's kind it counts nanoseconds, as Go writes them.
- **whole number**: without a fraction and without quotes; `3.0` is `3`.
- **name of a service**: up to {LONGEST_NAME - len(LONGEST_SUFFIX)} lowercase letters, digits and dashes; it starts
  with a letter and does not end with a dash.
- **text** in YAML may need quotes: `3`, `true` and `null` are something else there.
"""

ELSEWHERE = """\
## Values from elsewhere
Where the type says `valueFrom`, the value need not stand in the spec. In Python it may be an `Output` of another
resource; everywhere it may be the name of a secret in the stack's configuration, which the engine keeps encrypted:
`modelRef: {valueFrom: {secretConfig: privateModel}}`. The [README](../README.md#secrets) shows how to set one.
All other fields take plain values: a preview must know them.
"""

OUTPUTS = """\
## Outputs
Attributes of the component in Python; in the outputs of a stack and in other languages their names are in camelCase.
The program of this repository exports the `summary` of each service: `pulumi stack output services --json`.
"""

FRESHNESS = """\
### How fresh they are
Outputs are as of the last `pulumi up`. `pulumi refresh` alone asks the cluster for the objects, and not the program for
what follows from them: `pulumi refresh --run-program` does both, and changes nothing in the cluster. Under autoscaling
the counts move on at any time.
"""

NAMES = """\
## Names of objects
NAME is the field `name`, or else what the service is declared under: its key in `inference:services`, the name in a
file, the first argument in Python. Every object bears it and its role, as [Resources](#class-resources) lists them.
Pods have the labels `app: NAME` and `track: primary` or `track: canary`; these select them and never change.
"""

ERRORS = """\
## Errors
A wrong spec is refused in preview, and nothing is registered: all problems of all services come at once, each with its
path, what is wrong, and a way to mend it. No message repeats a value that may be a secret.
"""


CLUSTER = """\
### When the cluster refuses
What the cluster does not take, or cannot make ready, is explained in these words above the provider's own error:
"""
FIELDS_OF = "Fields of "
OF_A_JOB = "jobs.NAME."
"""Before the paths of a job's fields, of which many are called as a service's."""
JOBS = """
`inference:jobs` is a map from a job's name to its spec; [jobs](jobs.md) shows what for. In Python it is
`ModelJob(name, spec, opts)`, with a `ModelJobSpec` or a dict (`ModelJobArgs`, `ModelJobCamelArgs`). What is a map of
services, too, is described there: the server is the job's container, and what changes a Deployment changes the Job, the
CronJob or the ScaledJob.
"""


OF_THE_PLATFORM = "platform."
PLATFORM = """
`inference:platform` is one of these; [the platform](platform.md) shows what for. In Python it is
`InferencePlatform(name, spec, opts)`, with an `InferencePlatformSpec` or a dict (`InferencePlatformArgs`,
`InferencePlatformCamelArgs`).
"""
OF_A_REGION = "regions.NAME."
REGIONS = """
`inference:regions` is a map from a region's name to one of these; [regions](regions.md) shows what for. In Python it is
`RegionalInferenceService(name, spec, regions, opts)`.
"""


def reference() -> str:
    """The text of docs/reference.md."""
    sections = [INTRODUCTION, WAYS_IN, *_fields_of_all_models(), TYPES, *_outputs(), NAMES, *_errors()]
    return "\n".join(section.strip("\n") + "\n" for section in sections)


def _fields_of_all_models() -> Iterator[str]:
    """The service itself, then what is nested in it, in the order of its fields."""
    yield "\n".join(["## The service", "", _doc(ROOT_MODEL), "", *_fields(ROOT_MODEL, "")])
    for path, model in _nested(ROOT_MODEL, ""):
        yield "\n".join([f"## {FIELDS_OF}`{path}`", "", _doc(model), "", *_fields(model, f"{path}.")])
    yield "\n".join(["## The job", "", _doc(JOB_MODEL), JOBS, *_fields(JOB_MODEL, OF_A_JOB)])
    for path, model in _nested(JOB_MODEL, OF_A_JOB):
        if _place(path, model) == path:
            yield "\n".join([f"## {FIELDS_OF}`{path}`", "", _doc(model), "", *_fields(model, f"{path}.")])
    yield "\n".join(["## The platform", "", _doc(PLATFORM_MODEL), PLATFORM, *_fields(PLATFORM_MODEL, OF_THE_PLATFORM)])
    for path, model in _nested(PLATFORM_MODEL, OF_THE_PLATFORM):
        yield "\n".join([f"## {FIELDS_OF}`{path}`", "", _doc(model), "", *_fields(model, f"{path}.")])
    yield "\n".join(["## A region", "", _doc(RegionSpec), REGIONS, *_fields(RegionSpec, OF_A_REGION)])
    for path, model in _nested(RegionSpec, OF_A_REGION):
        yield "\n".join([f"## {FIELDS_OF}`{path}`", "", _doc(model), "", *_fields(model, f"{path}.")])
    yield "\n".join([ELSEWHERE, *_fields(ValueFrom, ""), *_inner_fields(ValueFrom)])


def _inner_fields(model: type[BaseModel]) -> Iterator[str]:
    for path, inner in _nested(model, ""):
        yield from _fields(inner, f"{path}.")


@cache
def _sections() -> Mapping[str, str]:
    """The fields whose own fields have a section, and which."""
    every = [
        *_nested(ROOT_MODEL, ""),
        *_nested(JOB_MODEL, OF_A_JOB),
        *_nested(PLATFORM_MODEL, OF_THE_PLATFORM),
        *_nested(RegionSpec, OF_A_REGION),
    ]
    return {path.removesuffix("[]").removesuffix(".NAME"): _place(path, model) for path, model in every}


def _place(path: str, model: type[BaseModel]) -> str:
    """Where a model is described: what a job has of services, too, stands there."""
    of_services = path.removeprefix(OF_A_JOB)
    return of_services if (of_services, model) in set(_nested(ROOT_MODEL, "")) else path


def _nested(model: type[BaseModel], path: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """The models of fields, with the paths that lead to them."""
    for name, field in _in_order(model):
        for inner in _models(field):
            where = f"{path}{field.alias or name}{_many(field)}"
            yield where, inner
            yield from _nested(inner, f"{where}.")


def _in_order(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    """What is a model's own comes before what services and jobs share."""
    return sorted(model.model_fields.items(), key=lambda field: field[0] in PodFields.model_fields)


def _models(declaration: Any) -> Iterator[type[BaseModel]]:
    for kind, _ in kinds(declaration):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind is not ValueFrom:  # has a section of its own
                yield kind
        else:
            for inner in get_args(kind):
                yield from _models(inner)


def _many(field: FieldInfo) -> str:
    """What tells that a field holds many."""
    origins = {get_origin(kind) for kind, _ in kinds(field) if get_args(kind)}
    return ".NAME" if dict in origins else "[]" if origins else ""


def _fields(model: type[BaseModel], path: str) -> Iterator[str]:
    for name, field in _in_order(model):
        yield f"### `{path}{field.alias or name}`"
        yield _facts(field, f"{path}{field.alias or name}")
        yield ""
        yield description_of(field)
        yield ""


def _facts(field: FieldInfo, path: str) -> str:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    default, given, objects = default_of(field), example(field), extra.get("x-objects")
    kind = type_of(field, f"[map](#{anchor(FIELDS_OF + _sections()[path])})" if path in _sections() else "map")
    unit = "" if "x-unit" not in extra or "percentage" in kind else f", in {extra['x-unit']}"
    facts = [f"{kind}{unit}"]
    facts.append(default if default == "required" else f"default: {default}")
    if given is not None:
        facts.append(f"for example `{given if isinstance(given, str) else json.dumps(given)}`")
    if isinstance(objects, list) and objects:
        facts.append(f"changes {_and([str(kind) for kind in objects])}")
    return f"*{' · '.join(facts)}*"


def _outputs() -> Iterator[str]:
    yield OUTPUTS + "\n" + _attribute_table(InferenceService, "Output")
    yield FRESHNESS
    yield "### Of a job\n" + _attribute_table(ModelJob, "Output")
    yield "### Of a platform\n" + _attribute_table(InferencePlatform, "Output")
    yield "### Of a service in several regions\n" + _attribute_table(RegionalInferenceService, "Output")
    for kind in _described([Status, EffectiveWeight, Forecast, Resources, JobResources]):
        yield f"### Class {kind.__name__}\n{_doc(kind)}\n\n{_attribute_table(kind, 'Attribute')}"


def _described(declared: Iterable[type]) -> list[type]:
    """Each type, followed by those that its attributes have."""
    found: list[type] = []
    for kind in declared:
        inner = [part for one, _ in attributes(kind).values() for part in (one, *get_args(one)) if is_described(part)]
        found += [kind, *_described(inner)]
    return list(dict.fromkeys(found))


def _attribute_table(declared: type, heading: str) -> str:
    rows = [(f"`{name}`", annotation(kind), text) for name, (kind, text) in attributes(declared).items()]
    return _table((heading, "Type", "What it is"), rows)


def _errors() -> Iterator[str]:
    yield ERRORS
    yield "\n".join(["### Kinds of problems", "", *map(_kind_of_problem, refusals.of_kinds())])
    rules = (
        ("Within one service", refusals.WITHIN_A_SERVICE),
        ("Within one job, beside those of pods", refusals.WITHIN_A_JOB),
        ("Between services, and jobs", refusals.BETWEEN_SERVICES),
        ("In a file of the operator's kind", refusals.IN_A_FILE),
    )
    groups = [f"{title}:\n{_quoted(refusals.single(one) for one in examples)}" for title, examples in rules]
    before = f"Between one `up` and the next:\n{_quoted([*refusals.switched_off(), *refusals.canary_taken_away()])}"
    yield "\n".join(["### Rules across fields", "Their kind is `conflict`.", "", *groups, before])
    yield "\n".join([CLUSTER, *(f"```\n{error}\n```" for error in refusals.of_the_cluster())])
    yield "\n".join(["### Classes", "", _table(("Class", "What it is"), _error_classes())])
    yield "\n".join(["### Class Problem", _doc(Problem), "", _attribute_table(Problem, "Attribute")])


def _kind_of_problem(found: tuple[str, str, Problem]) -> str:
    kind, meaning, problem = found
    return f"- **`{kind}`**: {meaning}\n  > {_escaped(str(problem))}\n"


def _quoted(problems: Iterable[Problem]) -> str:
    return "".join(f"- {_escaped(str(problem))}\n" for problem in problems)


def _error_classes() -> Iterator[tuple[str, str]]:
    for name in pulumi_inference.__all__:
        found = getattr(pulumi_inference, name)
        if isinstance(found, type) and issubclass(found, Exception):
            known = "".join(f" `{attribute}`: {text}" for attribute, (_, text) in attributes(found).items())
            yield f"`{name}`", f"{_doc(found)}{known}"


def _doc(declared: type) -> str:
    """The docstring up to a heading in it, as one paragraph."""
    text = (inspect.getdoc(declared) or "").partition("\nRaises:")[0]
    return " ".join(text.split())


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heading, tuple("---" for _ in heading), *(tuple(_cell(text) for text in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _escaped(text: str) -> str:
    """A message as Markdown shows it word for word."""
    return "".join(f"\\{character}" if character in "\\`*_<>[]|" else character for character in text)


def anchor(heading: str) -> str:
    """https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github"""
    return "".join(letter for letter in heading.lower().replace(" ", "-") if letter.isalnum() or letter in "-_")


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
