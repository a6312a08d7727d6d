"""What a stack's configuration declares: services, jobs, versions of models."""

from collections.abc import Mapping
from pathlib import Path

import pulumi
from pulumi.runtime.config import is_config_secret

from .errors import InvalidSpec, Problem
from .inputs import secret_problems
from .manifests import add_file
from .model_job_spec import ModelJobSpec
from .model_version_spec import MODEL_VERSIONS, ModelVersions, ModelVersionSpec
from .parsing import JOBS, SERVICES, Parsing
from .spec import InferenceServiceSpec

MANIFESTS = "manifests"


def configured_services(config: pulumi.Config | None = None) -> Mapping[str, InferenceServiceSpec]:
    """The services of `inference:services`, a map from name to spec, and of the files that `inference:manifests` lists.

    Args:
        config: Where the two stand; by default the namespace `inference`.

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
    parsing = Parsing()
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
    if isinstance(files, list) and all(isinstance(file, str) for file in files):
        for file in files:
            add_file(parsing, Path(file))
    elif files is not None:
        message = "is not a list of files. Give one such as [services/chat.yaml]."
        parsing.problems.append(Problem(config.full_key(MANIFESTS), message, "wrong_type"))
    parsing.check(secret_problems)
    return parsing


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
