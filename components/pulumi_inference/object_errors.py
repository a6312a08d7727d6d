"""What the cluster refuses of a service's objects, or cannot make ready, with the way out."""

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import InferenceError, path_to


@dataclass(frozen=True)
class ChildObject:
    """A Kubernetes object that a service or a job declares, by its names in the cluster and in the stack."""

    service: str
    """What it is declared under: the key in the stack's `services`, or `jobs`."""
    type: str
    """Pulumi's type token: `kubernetes:apps/v1:Deployment`."""
    namespace: str
    """Empty where it is not known."""
    name: str
    logical_name: str
    """The resource's name in the stack; we give it the object's own."""
    parent: str
    """URN of the component."""
    section: str = "services"
    """Where that is declared: services, jobs or platforms."""

    @property
    def kind(self) -> str:
        return self.type.rsplit(":", 1)[-1]

    @property
    def id(self) -> str:
        """As `pulumi import` and the state have it."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name

    def __str__(self) -> str:
        where = f" in namespace {self.namespace}" if self.namespace else ""
        return f"{self.kind} {self.name}{where}"


class ObjectError(InferenceError):
    """The cluster did not take an object of a service, or the object does not become ready."""

    def __init__(self, child: ChildObject, problem: str, hint: str) -> None:
        self.child = child
        """What was to be created or updated."""
        self.hint = hint
        """The way out."""
        message = f"{path_to(child.section, [child.service])}: {problem}"
        super().__init__(f"{message}\n{hint}" if hint else message)


class ObjectNotFound(ObjectError):  # noqa: N818 - named after the seed's ErrNotFound
    """An object is missing: the namespace, what the object refers to, or the object itself when it is to change."""

    def __init__(self, child: ChildObject, kind: str, name: str, problem: str, hint: str) -> None:
        self.kind = kind
        """Kind of what is missing."""
        self.name = name
        super().__init__(child, problem, hint)


class ObjectAlreadyExists(ObjectError):  # noqa: N818 - named after the seed's ErrAlreadyExists
    """An object of this name is in the cluster and not in this stack."""


class ServiceNotReady(ObjectError):  # noqa: N818 - a sibling of the two above
    """The objects are there, and their pods do not become ready."""

    def __init__(self, child: ChildObject, words: str, pods: Sequence[str]) -> None:
        self.words = words
        """What is missing, in the same words as the service's `status.message`."""
        self.pods = tuple(pods)
        """What the pods say, each thing once."""
        super().__init__(child, f"not ready: {words}", "\n".join(f"  {line}" for line in self.pods))


class JobNotComplete(ObjectError):  # noqa: N818 - a sibling of the three above
    """A job that `up` waits for has failed, or takes longer than it is given."""

    def __init__(self, child: ChildObject, words: str, pods: Sequence[str]) -> None:
        self.words = words
        """Why, in Kubernetes' own words."""
        self.pods = tuple(pods)
        """What the pods say, each thing once."""
        super().__init__(child, f"not complete: {words}", "\n".join(f"  {line}" for line in self.pods))
