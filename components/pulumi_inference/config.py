"""What a stack's configuration declares: services, jobs, versions of models."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pulumi
from pulumi.runtime.config import is_config_secret

from .errors import InvalidSpec, Problem, path_to
from .inputs import secret_problems
from .manifests import add_file
from .model_job_spec import ModelJobSpec
from .model_version_spec import MODEL_VERSIONS, ModelVersions, ModelVersionSpec
from .parsing import JOBS, SERVICES, Parsing
from .platform_spec import PLATFORM, InferencePlatformSpec, parse_platform
from .pod_fields import PodFields
from .regions import regional_services
from .regions_spec import REGIONS, RegionSpec, parse_regions, platform_of
from .spec import InferenceServiceSpec

MANIFESTS = "manifests"


def configured_services(config: pulumi.Config | None = None) -> Mapping[str, InferenceServiceSpec]:
    """The services of `inference:services`, a map from name to spec, and of the files that `inference:manifests` lists.

    Args:
        config: Where the two stand; by default the namespace `inference`.

    Services without a namespace go into the default one of `inference:platform`, if there is one.

    Returns:
        Specs by the name to declare each under: its key in the map; of a file NAME, or NAMESPACE/NAME.

    Raises:
        InvalidSpec: with every problem of every service.
    """
    return _parsed(config).specs()


def configured_jobs(config: pulumi.Config | None = None) -> Mapping[str, ModelJobSpec]:
    """The jobs of `inference:jobs`, a map from name to spec, by the name that each is declared under.

    Raises:
        InvalidSpec: with every problem of every service and job.
    """
    return _parsed(config).specs(JOBS)


def _parsed(config: pulumi.Config | None) -> Parsing:
    """Everything that the configuration declares, since names must not clash."""
    config = config or pulumi.Config("inference")
    parsing, platform = Parsing(), None
    try:
        platform = configured_platform(config)
    except InvalidSpec as error:
        parsing.problems += error.problems
    if platform:
        parsing.default_namespace = platform.main_namespace
    if (versions := _value(config, MODEL_VERSIONS)) is not None:
        parsing.model_versions.add_all(versions)
    found = {declarations: _value(config, declarations.section) for declarations in (SERVICES, JOBS)}
    files = _value(config, MANIFESTS)
    if files is None and all(value is None for value in found.values()):
        message = "is required, or inference:manifests or inference:jobs is."
        raise InvalidSpec([Problem(config.full_key(SERVICES.section), message, "missing")])
    for declarations, value in found.items():
        if value is not None:
            parsing.add_all(value, declarations)
    _add_files(parsing, files, config.full_key(MANIFESTS))
    parsing.check(secret_problems)
    if platform:
        parsing.check(lambda spec, path: _closed_problems(spec, path, platform))
    return parsing


def _add_files(parsing: Parsing, files: object, key: str) -> None:
    if isinstance(files, list) and all(isinstance(file, str) for file in files):
        for file in files:
            add_file(parsing, Path(file))
    elif files is not None:
        message = "is not a list of files. Give one such as [services/chat.yaml]."
        parsing.problems.append(Problem(key, message, "wrong_type"))


def configured_model_versions(config: pulumi.Config | None = None) -> Mapping[str, ModelVersionSpec]:
    """The versions of models of `inference:modelVersions`, by the name that each is declared under.

    Raises:
        InvalidSpec: with every problem of every one.
    """
    config = config or pulumi.Config("inference")
    versions = ModelVersions()
    if (raw := _value(config, MODEL_VERSIONS)) is not None:
        versions.add_all(raw)
    if versions.problems:
        raise InvalidSpec(versions.problems)
    return dict(versions.found)


def configured_regions(config: pulumi.Config | None = None) -> dict[str, RegionSpec]:
    """The regions of `inference:regions`, by name; none where the configuration is of one cluster.

    Raises:
        InvalidSpec: with every problem of every region, and of the services and the platform as they are there.
    """
    config = config or pulumi.Config("inference")
    if (raw := _value(config, REGIONS)) is None:
        return {}
    if config.get_bool("modelVersionCRD"):
        message = "is of one cluster. Let the platform install the kind in each: platform.modelVersionCRD."
        raise InvalidSpec([Problem(config.full_key("modelVersionCRD"), message)])
    regions = parse_regions(raw, by_name=False)
    problems: list[Problem] = []
    parsing, platform = _parsed(config), configured_platform(config)
    services, jobs = parsing.specs(SERVICES), parsing.specs(JOBS)
    problems += _job_problems(regions, jobs)
    for name, region in regions.items():
        path = path_to(REGIONS, [name])
        problems += secret_problems(region, path)
        if region.platform and platform is None:
            problems.append(Problem(f"{path}.platform", "differs from inference:platform, which is missing. Give it."))
    checks: list[Callable[[], object]] = [lambda: regional_services(services, regions)]
    checks += [partial(platform_of, platform, name, region) for name, region in regions.items()]
    for check in checks:
        try:
            check()
        except InvalidSpec as error:
            problems += error.problems
    if problems:
        raise InvalidSpec(problems)
    return regions


def _job_problems(regions: Mapping[str, RegionSpec], jobs: Mapping[str, ModelJobSpec]) -> Iterator[Problem]:
    running = {name for region in regions.values() for name in region.jobs}
    for name, region in regions.items():
        for at, job in enumerate(region.jobs):
            if job not in jobs:
                there = f"They are {', '.join(jobs)}." if jobs else "There are none."
                yield Problem(f"{path_to(REGIONS, [name])}.jobs[{at}]", f"{job} is none of the jobs. {there}")
    for job in jobs:
        if job not in running:
            message = (
                f"runs in none of the regions {', '.join(regions)}. Name it in jobs of those that it is to run in."
            )
            yield Problem(path_to(JOBS.section, [job]), message)


def configured_platform(config: pulumi.Config | None = None) -> InferencePlatformSpec | None:
    """The platform of `inference:platform`; None where there is none.

    Raises:
        InvalidSpec: with every problem of it.
    """
    config = config or pulumi.Config("inference")
    raw: Any = _value(config, PLATFORM)
    if raw is None:
        return None
    spec = parse_platform(raw, by_name=False)
    if problems := secret_problems(spec, PLATFORM):
        raise InvalidSpec(problems)
    if spec.model_version_crd and config.get_bool("modelVersionCRD"):
        message = "is true as inference:modelVersionCRD is, and a cluster has one such kind. Leave one out."
        raise InvalidSpec([Problem(f"{PLATFORM}.modelVersionCRD", message)])
    return spec


def _closed_problems(spec: PodFields, path: str, platform: InferencePlatformSpec) -> Iterator[Problem]:
    """Pods that nobody could reach, and that could not fetch a model."""
    namespace = platform.namespaces.get(str(spec.namespace))
    if namespace and namespace.default_deny and spec.network_policy is None:
        at = path_to(f"{PLATFORM}.namespaces", [str(spec.namespace)])
        message = (
            f"is missing: the namespace {spec.namespace} is closed in both directions ({at}.defaultDeny), and the "
            "pods would reach nobody and be reached by nobody. Say who and what may, or set defaultDeny: false."
        )
        yield Problem(f"{path}.networkPolicy", message, "missing")


def _value(config: pulumi.Config, key: str) -> object:
    """A value of the configuration, which the engine hands over as JSON."""
    full = config.full_key(key)
    if is_config_secret(full):
        raise InvalidSpec(
            [
                Problem(
                    full,
                    "holds a secret (secure:), which the engine would hand over as plain text, for the state and every "
                    "preview to show. Give the secret a key of its own (pulumi config set --secret KEY), and name that "
                    "key in its place: valueFrom: {secretConfig: KEY}.",
                    "secret",
                )
            ]
        )
    try:
        return config.get_object(key)
    except (pulumi.ConfigTypeError, ValueError, RecursionError):
        raise InvalidSpec(
            [Problem(full, "is not a map that can be read. Write it as YAML below the key.", "wrong_type")]
        ) from None
