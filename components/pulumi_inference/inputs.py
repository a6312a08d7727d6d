"""String leaves of the spec that need not be plain: an `Output` of another resource, or the name of a secret."""

import re
from collections.abc import Callable, Mapping
from inspect import isawaitable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import pulumi
from pulumi.runtime.config import is_config_secret
from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)

from .callbacks import callbacks_stand
from .declared import NotShown, PulumiInput, child, pulumi_input
from .errors import InvalidSpec, Problem, path_to
from .kube import identity
from .kube.http import Hostname
from .kube.image import ImageReference
from .kube.labels import AnnotationKey, AnnotationValue, LabelKey, LabelValue
from .kube.names import NamespaceName, ObjectName
from .kube.object_store import BucketName, HttpUrl
from .kube.pattern import ByKey, text_schema, whole
from .model import Model, fault

Spec = TypeVar("Spec", bound=Model)


_CONFIG_KEY = "(?:[A-Za-z][A-Za-z0-9_.-]*:)?[A-Za-z][A-Za-z0-9_.-]*"
_MODEL_REF = r"[^\s-]\S*"


def _config_key(text: str) -> str:
    if not re.search(whole(_CONFIG_KEY), text):
        raise fault("config_key", "is not the key of a configuration value. Give one such as hfToken.")
    return text


def _model_ref(text: str) -> str:
    if not text:
        raise fault("model_ref", "is empty. Give a model reference such as llama3-8b-q4.")
    if not re.search(whole(_MODEL_REF), text) or not text.isprintable():
        raise fault(
            "model_ref", "is not a model reference. Leave out spaces, invisible characters, and a dash at the start."
        )
    return text


ConfigKey = Annotated[str, AfterValidator(_config_key), WithJsonSchema(text_schema(_CONFIG_KEY)), NotShown()]
"""`KEY`, or `NAMESPACE:KEY`."""
PlainModelRef = Annotated[str, AfterValidator(_model_ref), WithJsonSchema(text_schema(_MODEL_REF))]


class SecretConfig(Model):
    """The source of a value that stands in the stack's configuration as a secret."""

    secret_config: ConfigKey = Field(
        description="Key of a secret in the stack's configuration, of the program's own namespace unless it names "
        "another: hfToken, or shared:hfToken. Set it with `pulumi config set --secret KEY`.",
        examples=["hfToken"],
    )


class Elsewhere(Model):
    """Stands in place of a string."""

    @property
    def config_key(self) -> str | None:
        """The key of the secret in the configuration; None where the value stands somewhere else."""
        raise NotImplementedError


class ValueFrom(Elsewhere):
    """A value that is read from elsewhere, so that it stands in no file in clear."""

    value_from: SecretConfig = Field(description="Where the value stands.", examples=[{"secretConfig": "hfToken"}])

    @property
    def config_key(self) -> str | None:
        return self.value_from.secret_config


def input_of(plain: Any, elsewhere: type[Elsewhere] = ValueFrom) -> Any:
    """The type of a string leaf that may be a `pulumi.Input`, or name a secret of the configuration.

    Args:
        plain: The type of its plain value. A plain string is checked at once; an `Output` and a secret when `resolved`
            puts them into place.
        elsewhere: What may stand in its place.
    """
    return Annotated[
        Annotated[plain, Tag("<text>")] | Annotated[elsewhere, Tag("<valueFrom>")],
        Discriminator(lambda value: "<valueFrom>" if isinstance(value, Mapping | Elsewhere) else "<text>"),
        WrapValidator(_let_outputs_pass),
        PulumiInput(TypeAdapter(plain).validate_python),
    ]


def resolved(spec: Spec, path: str) -> Spec:
    """The spec with every secret read from the configuration, and no Output passed on before it is found right.

    Raises:
        InvalidSpec: A secret is not in the configuration, or not as a secret. The error of a value that is known
            later comes from the Output.
    """
    problems: list[Problem] = []
    found = _with_secrets(spec, path, problems)
    if problems:
        raise InvalidSpec(problems)
    return found


def secret_problems(spec: Model, path: str) -> list[Problem]:
    """What is wrong with the secrets that a spec names: not in the configuration, not as secrets, or not fit."""
    problems: list[Problem] = []
    _with_secrets(spec, path, problems)
    return problems


def known_later(value: Any) -> bool:
    """Whether a string leaf is none that stands in the spec: an Output, or a secret of the configuration."""
    return isinstance(value, pulumi.Output) or (isinstance(value, Elsewhere) and value.config_key is not None)


def as_written(value: Any) -> Any:
    """A string leaf as it stands in a spec that is a map."""
    return value.model_dump(by_alias=True, exclude_none=True) if isinstance(value, Elsewhere) else value


def _with_secrets(model: Spec, path: str, problems: list[Problem]) -> Spec:
    changes: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        changed = _resolved(value, field, path_to(path, [field.alias or name]), problems)
        if changed is not value:
            changes[name] = changed
    return model.model_copy(update=changes) if changes else model


def _resolved(value: Any, declaration: Any, path: str, problems: list[Problem]) -> Any:
    """The value itself where nothing in it is known later."""
    if isinstance(value, Elsewhere) and value.config_key is not None:
        leaf = pulumi_input(declaration)
        return value if leaf is None else _secret(leaf, value.config_key, path, problems)
    if isinstance(value, pulumi.Output):
        leaf = pulumi_input(declaration)
        return value if leaf is None else value.apply(_or_stop(leaf, path))
    if isinstance(value, Model):
        return _with_secrets(value, path, problems)
    if isinstance(value, dict):
        entries = {
            key: _resolved(one, child(declaration, key), path_to(path, [key]), problems) for key, one in value.items()
        }
        return entries if any(entries[key] is not one for key, one in value.items()) else value
    if isinstance(value, tuple):
        items = tuple(
            _resolved(one, child(declaration, at), path_to(path, [at]), problems) for at, one in enumerate(value)
        )
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _secret(leaf: PulumiInput, key: str, path: str, problems: list[Problem]) -> pulumi.Output[str] | None:
    namespace, _, bare = key.rpartition(":")
    config = pulumi.Config(namespace or None)
    full = config.full_key(bare)
    value = config.get(bare)
    if value is None:
        fix = f"Set it: pulumi config set --secret {full}"
        problems.append(Problem(path, f"names {full}, which the configuration does not hold. {fix}", "config_key"))
    elif not is_config_secret(full):
        fix = f"Set it again as one: pulumi config set --secret {full}"
        problems.append(Problem(path, f"names {full}, which is not a secret in the configuration. {fix}", "config_key"))
    elif found := _fault(leaf, value):
        kind, message = found
        problems.append(Problem(path, f"names {full}, whose value {message}", kind))
    else:
        return config.require_secret(bare)
    return None


def _fault(leaf: PulumiInput, value: Any) -> tuple[str, str] | None:
    """The kind of what is wrong with a value that may be a secret, and a message that does not show it."""
    if not isinstance(value, str):
        return "wrong_type", "is not a string."
    try:
        leaf.check(value)
    except ValidationError as error:
        (found,) = error.errors(include_input=False)
        return found["type"], found["msg"]
    return None


def _or_stop(leaf: PulumiInput, path: str) -> Callable[[Any], Any]:
    def run(value: Any) -> Any:
        found = _fault(leaf, value)
        return value if found is None else _stop(Problem(path, f"The value of this Output {found[1]}", found[0]))

    return run


async def _stop(problem: Problem) -> str:
    await callbacks_stand()
    raise InvalidSpec([problem])


def _let_outputs_pass(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if isawaitable(value):
        return pulumi.Output.from_input(value)
    return value if isinstance(value, pulumi.Output) else handler(value)


if TYPE_CHECKING:
    ModelRef = pulumi.Input[str]
    Namespace = pulumi.Input[str]
    Image = pulumi.Input[str]
    ObjectRef = pulumi.Input[str]
    Text = pulumi.Input[str]
    Host = pulumi.Input[str]
    Annotations = Mapping[str, pulumi.Input[str]]
    LabelsToSet = Mapping[str, pulumi.Input[str]]
    RoleArn = pulumi.Input[str]
    GoogleServiceAccount = pulumi.Input[str]
    AzureClientId = pulumi.Input[str]
    UrlRef = pulumi.Input[str]
    BucketRef = pulumi.Input[str]
else:
    ModelRef = input_of(PlainModelRef)
    Namespace = input_of(NamespaceName)
    Image = input_of(ImageReference)
    ObjectRef = input_of(ObjectName)
    Text = input_of(str)
    Host = input_of(Hostname)
    Annotations = Annotated[dict[AnnotationKey, input_of(AnnotationValue)], ByKey()]
    LabelsToSet = Annotated[dict[LabelKey, input_of(LabelValue)], ByKey()]
    RoleArn = input_of(identity.RoleArn)
    GoogleServiceAccount = input_of(identity.GoogleServiceAccount)
    AzureClientId = input_of(identity.AzureClientId)
    UrlRef = input_of(HttpUrl)
    BucketRef = input_of(BucketName)
