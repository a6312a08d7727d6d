"""What an operation's failure means for the user, read from the texts of the provider and the API server.

The engine hands an error on as text alone. The texts known here are those of the API server, which are the same under
every provider, and of the official provider's and the development plugin's waiting.
"""

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from .errors import InferenceError
from .kube.custom_resources import definition_of, project_of
from .object_errors import (
    ChildObject,
    JobNotComplete,
    ObjectAlreadyExists,
    ObjectError,
    ObjectNotFound,
    ServiceNotReady,
)
from .status import ROLLOUT, Cause, in_words

# Settings of the provider. With the first, an object that exists is applied to where it would be created: what others
# have set beside stays, a container of another name for one, which is why a Deployment is rather imported.
UPSERT = "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"
FORCE = "PULUMI_K8S_ENABLE_PATCH_FORCE"
_REPLACED_AFTER_IMPORT = {"kubernetes:core/v1:Service"}
"""An import records the address that the cluster gave; a program that does not name it would have it replaced."""
_PODS_SHOWN = 3

_ALREADY_EXISTS = re.compile(r'(?P<resource>[\w.-]+) "(?P<name>[^"]+)" already exists')
_NOT_FOUND = re.compile(r'(?P<resource>[\w.-]+) "(?P<name>[^"]+)" not found')
_NO_KIND = re.compile(r'no matches for kind "(?P<kind>\w+)" in version "(?P<version>[\w./-]+)"')
_NOT_LIVE = re.compile(r"is not live|become live|timed out waiting to be Ready|live Pods was not attained")
_REASON = re.compile(r"\[(?P<reason>\w+)\] (?P<message>.+)")
_POD = re.compile(r"\[?Pod (?:[\w.-]+/)?(?P<name>[\w.-]+?)\]?: (?P<problem>.+)")


def explain(
    child: ChildObject, operation: Literal["create", "update", "delete"] | str, errors: Sequence[str]
) -> InferenceError | None:
    """The error in this library's words, or None where the provider's own say all there is.

    Args:
        child: The object that the operation was about.
        operation: What failed.
        errors: Texts of the failures, newest first, as an error hook has them.
    """
    text = errors[0] if errors else ""
    if operation == "delete":
        return None
    if _NOT_LIVE.search(text):
        return _NOT_LIVE_AS.get(child.kind, _not_ready)(child, text)
    if exists := _ALREADY_EXISTS.search(text):
        return _already_exists(child) if exists["name"] == child.name else None
    if unknown := _NO_KIND.search(text):
        return _no_kind(child, unknown["kind"], unknown["version"])
    if missing := _NOT_FOUND.search(text):
        return _not_found(child, operation, missing["resource"], missing["name"])
    return None


def _already_exists(child: ChildObject) -> ObjectAlreadyExists:
    if child.type in _REPLACED_AFTER_IMPORT:
        ways = [f"  To take it over, whoever made it: {UPSERT}=true {FORCE}=true pulumi up"]
    else:
        command = ["pulumi", "import", child.type, child.logical_name, child.id]
        command += ["--parent", f"{child.service}={child.parent}", "--protect=false", "--generate-code=false"]
        ways = [
            f"  To take it over (`pulumi preview` then shows what changes): {shlex.join(command)}",
            f"  If an interrupted `pulumi up` of this stack made it: {UPSERT}=true pulumi up",
        ]
    if child.section == "platforms":
        ways.append("  To leave it alone, give it another name in the spec.")
    else:
        ways.append(f"  To leave it alone, give the {child.section[:-1]} another name than {child.service}.")
    return ObjectAlreadyExists(child, f"{child} exists already, and this stack does not manage it.", "\n".join(ways))


def _not_found(child: ChildObject, operation: str, resource: str, name: str) -> ObjectNotFound:
    plural = resource.split(".", 1)[0]
    if plural == "namespaces":
        return ObjectNotFound(
            child,
            "Namespace",
            name,
            f"namespace {name}, where {child.kind} {child.name} belongs, does not exist.",
            f"  Create it (kubectl create namespace {name}), or choose another: "
            "pulumi config set kubernetes:namespace NAMESPACE",
        )
    if operation == "update" and name == child.name and plural == f"{child.kind.lower()}s":
        return ObjectNotFound(
            child,
            child.kind,
            name,
            f"{child} is in the stack's state and no longer in the cluster: something else has deleted it.",
            "  `pulumi refresh` takes it out of the state, and the next `pulumi up` creates it again.",
        )
    return ObjectNotFound(
        child,
        plural,
        name,
        f"{child.kind} {child.name} needs {resource} {name}, which does not exist.",
        "  Create it, or name another in the spec.",
    )


def _no_kind(child: ChildObject, kind: str, version: str) -> ObjectNotFound | None:
    definition = definition_of({"apiVersion": version, "kind": kind})
    if definition is None:
        return None
    return ObjectNotFound(
        child,
        "CustomResourceDefinition",
        definition,
        f"{child.kind} {child.name} is of a kind that the cluster does not know.",
        f"  Install {project_of(definition)}. With requireCRDs a preview says so.",
    )


def _not_ready(child: ChildObject, text: str) -> ServiceNotReady:
    causes, pods = _told(text)
    return ServiceNotReady(
        child,
        in_words(child.logical_name.removeprefix(f"{child.service}-"), causes or [ROLLOUT]),
        [*_of_pods(pods), *_stuck(child, pods)],
    )


def _not_complete(child: ChildObject, text: str) -> JobNotComplete:
    causes, pods = _told(text)
    command = ["kubectl", "logs", f"job/{child.name}", "--all-pods", "--prefix"]
    command += ["--namespace", child.namespace] if child.namespace else []
    words = "; ".join(map(str, dict.fromkeys(causes or [_UNFINISHED])))
    return JobNotComplete(child, words, [*_of_pods(pods), f"What they wrote: {shlex.join(command)}"])


def _told(text: str) -> tuple[list[Cause], dict[str, str]]:
    """Why, and the pods that say something, by what they say."""
    lines = [line.strip().removeprefix("* ") for line in text.splitlines()]
    causes = [Cause(match["reason"], match["message"]) for line in lines if (match := _REASON.fullmatch(line))]
    pods: dict[str, str] = {}
    for line in lines:
        if match := _POD.fullmatch(line):
            pods.setdefault(match["problem"], match["name"])
    return causes, pods


def _of_pods(pods: Mapping[str, str]) -> list[str]:
    return [f"Pod {name}: {problem}" for problem, name in list(pods.items())[:_PODS_SHOWN]]


_UNFINISHED = Cause("JobIncomplete", "it takes longer than up waits for it, which waitTimeout says; it goes on")


def _not_fetched(child: ChildObject, _: str) -> ServiceNotReady:
    """Its conditions say why, and no provider hands those on."""
    command = ["kubectl", "describe", "externalsecret", child.name]
    command += ["--namespace", child.namespace] if child.namespace else []
    words = f"{child} is not fetched: the External Secrets Operator has not said Ready, and no pod is changed"
    return ServiceNotReady(child, words, [f"What the store answered: {shlex.join(command)}"])


def _stuck(child: ChildObject, pods: Mapping[str, str]) -> list[str]:
    """https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback"""
    if child.kind != "StatefulSet" or not pods:
        return []
    command = ["kubectl", "delete", "pod", *dict.fromkeys(pods.values())]
    command += ["--namespace", child.namespace] if child.namespace else []
    return [
        "With podManagementPolicy OrderedReady a broken pod is not replaced, not by a mended spec either: run pulumi "
        f"up, and meanwhile {shlex.join(command)}"
    ]


_NOT_LIVE_AS: Mapping[str, Callable[[ChildObject, str], ObjectError]] = {
    "ExternalSecret": _not_fetched,
    "Job": _not_complete,
}
"""Who explains an object that was made, and is not as it should be."""
