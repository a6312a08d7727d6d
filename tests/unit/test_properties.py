"""What holds for every input, shown on inputs that nobody thought of."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pulumi_inference import InvalidSpec, Problem, parse_job, parse_jobs, parse_service, parse_services
from pulumi_inference.limits import LARGEST_SPEC
from pulumi_inference.manifests import add_file
from pulumi_inference.parsing import Parsing
from pulumi_inference.strict_yaml import documents

from tests.corpus.engine_yaml import engine_reading
from tests.job_strategies import nearly_jobs, valid_jobs
from tests.specs import MINIMAL
from tests.strategies import REPEATABLE, json_values, names, nearly_specs, texts, valid_specs, yaml_like

OURS_AND_NOT_THE_USERS = re.compile(
    r"Traceback|<class |object at 0x|pydantic|PydanticCustomError|\[type=|Input should|unable to parse|value of type"
)


def check(problems: Sequence[Problem]) -> None:
    """Each says where, what is wrong, and how to mend it, in one line."""
    assert problems
    for problem in problems:
        assert problem.path
        assert problem.message[-1:] in (".", "?"), problem
        assert "\n" not in str(problem)
        assert not OURS_AND_NOT_THE_USERS.search(str(problem)), problem


def problems_in(declared: Any, parse: Callable[[Any], Any] = parse_services) -> Sequence[Problem]:
    """None, if what is declared is valid."""
    try:
        parse(declared)
    except InvalidSpec as refused:
        check(refused.problems)
        return refused.problems
    return ()


@settings(REPEATABLE, max_examples=300)
@given(json_values | st.dictionaries(texts | names, json_values | nearly_specs, max_size=3))
def test_whatever_stands_as_services_is_valid_or_refused_in_words(services: Any) -> None:
    problems_in(services)


@settings(REPEATABLE, max_examples=700)
@given(nearly_specs)
def test_whatever_stands_in_the_fields_of_a_spec_is_valid_or_refused_in_words(spec: Any) -> None:
    problems_in({"chat": spec})


@settings(REPEATABLE, max_examples=500)
@given(json_values | st.dictionaries(texts | names, json_values | nearly_jobs, max_size=3))
def test_whatever_stands_as_jobs_is_valid_or_refused_in_words(jobs: Any) -> None:
    problems_in(jobs, parse_jobs)


@settings(REPEATABLE, max_examples=200)
@given(texts | names, nearly_jobs)
def test_whatever_a_program_hands_over_as_a_job_is_valid_or_refused_in_words(name: str, spec: Any) -> None:
    problems_in(spec, partial(parse_job, name))


@settings(REPEATABLE, max_examples=200)
@given(texts | names, nearly_specs)
def test_whatever_a_program_hands_over_is_valid_or_refused_in_words(name: str, spec: Any) -> None:
    problems_in(spec, partial(parse_service, name))


@settings(REPEATABLE, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(texts | names, valid_specs(), min_size=2, max_size=4), st.lists(names, min_size=1, max_size=2))
def test_services_that_share_names_are_refused_in_words(services: dict[str, Any], own: list[str]) -> None:
    named = {
        declared: spec | {"name": own[number % len(own)] + ("-canary" if number == 1 else "")}
        for number, (declared, spec) in enumerate(services.items())
    }
    problems_in(named)


TOKENS = st.from_regex(r"hunter2[A-Z0-9]{12}", fullmatch=True)


@REPEATABLE
@given(TOKENS, st.sampled_from(["{}", "{} {}", "-{}", "{}\n", "", "é{}", "{}" * 30]))
def test_no_part_of_what_may_be_a_secret_is_in_a_report(token: str, form: str) -> None:
    secret = form.replace("{}", token)
    wrong = {
        "modelRef": f"{secret} ",
        "namespace": secret or token,
        "canary": {"modelRef": f"{secret} ", "weight": 200, "token": secret},
        "env": [{"name": "HF_TOKEN", "value": secret}],
        "password": secret,
        "resources": {"secret": {"a": secret}},
    }
    for spec in (
        wrong,
        wrong | {"modelRef": {"valueFrom": secret}},
        wrong | {"modelRef": {"valueFrom": {"secretConfig": f"{secret} "}}},
        wrong | {"modelRef": {"valueFrom": {"secretKeyRef": secret}}},
        wrong | {"modelRef": [secret], "canary": secret},
        wrong | {"namespace": {"valueFrom": {"secretConfig": {"key": secret}}}},
        wrong | {"namespace": {"value": secret}},
        secret,
        [secret],
    ):
        report = "\n".join(str(problem) for problem in problems_in({"chat": spec}))
        assert report
        assert token not in report
        assert token.lower() not in report


def written_forms(declared: Any) -> Iterator[Any]:
    """As it is, and as it is read again from JSON, from our own YAML and from the engine's."""
    yield declared
    yield json.loads(json.dumps(declared))
    yield documents(yaml.safe_dump(declared))[0]
    # PyYAML leaves `1e3` without quotes, which the engine's reader takes for a number.
    yield engine_reading(yaml.safe_dump(declared, default_style='"'))


@settings(REPEATABLE, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(valid_specs())
def test_a_valid_spec_survives_being_written_and_read_again(raw: dict[str, Any]) -> None:
    spec = parse_service("chat", raw)
    for written in written_forms({"chat": spec.model_dump(mode="json", by_alias=True, exclude_unset=True)}):
        assert parse_services(written) == {"chat": spec}


@settings(REPEATABLE, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(valid_jobs())
def test_a_valid_job_survives_being_written_and_read_again(raw: dict[str, Any]) -> None:
    spec = parse_job("train", raw)
    for written in written_forms({"train": spec.model_dump(mode="json", by_alias=True, exclude_unset=True)}):
        assert parse_jobs(written) == {"train": spec}


@settings(REPEATABLE, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(texts | names, valid_jobs(), min_size=2, max_size=4), names)
def test_jobs_that_share_a_name_are_refused_in_words(jobs: dict[str, Any], own: str) -> None:
    assert problems_in(
        {declared: spec | {"name": own, "namespace": "ml"} for declared, spec in jobs.items()}, parse_jobs
    )


@settings(REPEATABLE, max_examples=300)
@given(content=st.binary(max_size=200) | yaml_like.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_whatever_a_file_holds_is_valid_or_refused_in_words(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(content)
    parsing = Parsing()
    add_file(parsing, file)
    problems: Sequence[Problem] = ()
    try:
        parsing.specs()
    except InvalidSpec as refused:
        problems = refused.problems
        check(problems)
    assert all(problem.path.startswith(str(file)) for problem in problems)


@settings(REPEATABLE, max_examples=20)
@given(excess=st.integers(-3, 3))
def test_a_file_is_read_up_to_a_mebibyte_and_beyond_it_gets_one_clear_error(
    excess: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "large.yaml"
    resource = b"kind: ZerfooInferenceService\nname: chat\nspec: {modelRef: m}\n#"
    file.write_bytes(resource.ljust(LARGEST_SPEC + excess, b"#"))
    parsing = Parsing()
    add_file(parsing, file)
    assert [str(problem) for problem in parsing.problems] == (
        [f"{file}: is larger than 1048576 bytes (1 MiB). Give each service a file of its own."] if excess > 0 else []
    )


@settings(REPEATABLE, max_examples=20)
@given(st.integers(LARGEST_SPEC - 200, LARGEST_SPEC + 200))
def test_a_spec_of_any_size_is_refused_with_one_error(size: int) -> None:
    (problem,) = problems_in({"chat": MINIMAL | {"namespace": "a" * size}})
    too_large = problem.path == "services.chat"
    assert too_large == problem.message.startswith("is larger than 1048576 bytes")
    assert too_large or size < LARGEST_SPEC
    assert len(str(problem)) < 250
